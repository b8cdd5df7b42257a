package cql_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/weirhq/weir/internal/cql"
)

// sameTree compares queries by their trees, without positions.
var sameTree = cmp.Options{
	cmpopts.IgnoreUnexported(cql.Query{}),
	cmpopts.IgnoreFields(cql.Clause{}, "Pos"),
	cmpopts.IgnoreFields(cql.SortKey{}, "Pos"),
	cmpopts.IgnoreFields(cql.Text{}, "Pos"),
	cmpopts.IgnoreFields(cql.ID{}, "Pos"),
	cmpopts.IgnoreFields(cql.Date{}, "Pos"),
	cmpopts.IgnoreFields(cql.Moment{}, "Pos"),
	cmpopts.IgnoreFields(cql.Call{}, "Pos"),
	cmpopts.IgnoreFields(cql.TextQuery{}, "Pos"),
}

func clause(f cql.Field, op cql.Op, values ...cql.Value) *cql.Clause {
	return &cql.Clause{Field: f, Op: op, Values: values}
}

func text(s string) cql.Text { return cql.Text{Text: s} }

// mustParse gives the tree of a query that is right.
func mustParse(t *testing.T, query string) *cql.Query {
	t.Helper()
	q, err := cql.Parse(query)
	if err != nil {
		t.Fatalf("Parse(%q): %v", query, err)
	}
	return q
}

func TestParseReadsTheTree(t *testing.T) {
	t.Parallel()
	page := clause(cql.FieldType, cql.Eq, text("page"))
	dev := clause(cql.FieldSpace, cql.Eq, text("DEV"))
	old := clause(cql.FieldLabel, cql.Eq, text("old"))
	for _, c := range []struct {
		query string
		want  cql.Expr
	}{
		{`type=page`, page},
		{` TYPE = "Page" `, page},
		{`type = 'page'`, page},
		{`type = page and space = DEV`, &cql.And{Args: []cql.Expr{page, dev}}},
		{`type=page OR space=DEV AND label=old`, &cql.Or{Args: []cql.Expr{page, &cql.And{Args: []cql.Expr{dev, old}}}}},
		{`(type=page OR space=DEV) AND label=old`, &cql.And{Args: []cql.Expr{&cql.Or{Args: []cql.Expr{page, dev}}, old}}},
		{`type=page AND (space=DEV AND label=old)`, &cql.And{Args: []cql.Expr{page, &cql.And{Args: []cql.Expr{dev, old}}}}},
		{`NOT type=page AND space=DEV`, &cql.And{Args: []cql.Expr{&cql.Not{Arg: page}, dev}}},
		{`not not (type=page or space=DEV)`, &cql.Not{Arg: &cql.Not{Arg: &cql.Or{Args: []cql.Expr{page, dev}}}}},
		{`((((type=page))))`, page},
		{`type=page AND NOT label=old`, &cql.And{Args: []cql.Expr{page, &cql.Not{Arg: old}}}},
	} {
		if diff := cmp.Diff(c.want, mustParse(t, c.query).Where, sameTree); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.query, diff)
		}
	}
}

func TestParseTypesTheValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query string
		want  *cql.Clause
	}{
		{`ancestor = 123`, clause(cql.FieldAncestor, cql.Eq, cql.ID{ID: 123})},
		{`id IN ("1", att2,3)`, clause(cql.FieldID, cql.In, cql.ID{ID: 1}, cql.ID{ID: 2}, cql.ID{ID: 3})},
		{`parent != currentContent()`, clause(cql.FieldParent, cql.NotEq, cql.Call{Func: cql.CurrentContent})},
		{`id in recentlyViewedContent()`, clause(cql.FieldID, cql.In, cql.Call{Func: cql.RecentlyViewedContent, Limit: 25})},
		{`id in (recentlyViewedContent(10, "20"), 7)`, clause(cql.FieldID, cql.In,
			cql.Call{Func: cql.RecentlyViewedContent, Limit: 10, Offset: 20}, cql.ID{ID: 7})},
		{`space = 123`, clause(cql.FieldSpace, cql.Eq, text("123"))},
		{`space.key not in ("~ada", currentSpace())`, clause(cql.FieldSpaceKey, cql.NotIn, text("~ada"), cql.Call{Func: cql.CurrentSpace})},
		{`space NOT  IN favoriteSpaces()`, clause(cql.FieldSpace, cql.NotIn, cql.Call{Func: cql.FavouriteSpaces})},
		{`creator = CURRENTUSER( )`, clause(cql.FieldCreator, cql.Eq, cql.Call{Func: cql.CurrentUser})},
		{`mention = 99:27935d01`, clause(cql.FieldMention, cql.Eq, text("99:27935d01"))},
		{`watcher in contributors()`, clause(cql.FieldWatcher, cql.In, cql.Call{Func: cql.Contributors})},
		{`favorite = ada@example.com`, clause(cql.FieldFavourite, cql.Eq, text("ada@example.com"))},
		{`label = "two \"quoted\" words"`, clause(cql.FieldLabel, cql.Eq, text(`two "quoted" words`))},
		{`macro = 'it\'s\t\\\u00e9\ud83d\ude00\d'`, clause(cql.FieldMacro, cql.Eq, text("it's\t\\é😀\\d"))},
		{`title = "AND"`, clause(cql.FieldTitle, cql.Eq, text("AND"))},
		{`space.type = Favorite`, clause(cql.FieldSpaceType, cql.Eq, text("favourite"))},
		{`type = "ac:vendor.App:Kind"`, clause(cql.FieldType, cql.Eq, text("ac:vendor.App:Kind"))},
		{`created > 2014/09/01`, clause(cql.FieldCreated, cql.Greater, cql.Date{Year: 2014, Month: 9, Day: 1})},
		{`created >= -2w`, clause(cql.FieldCreated, cql.GreaterEq, cql.Moment{Func: cql.Now, Inc: cql.Increment{N: -2, Unit: 'w'}})},
		{`lastModified<=now("-4w")`, clause(cql.FieldLastModified, cql.LessEq, cql.Moment{Func: cql.Now, Inc: cql.Increment{N: -4, Unit: 'w'}})},
		{`created < startOfMonth("+1")`, clause(cql.FieldCreated, cql.Less, cql.Moment{Func: cql.StartOfMonth, Inc: cql.Increment{N: 1, Unit: 'M'}})},
		{`created < endOfYear(0d)`, clause(cql.FieldCreated, cql.Less, cql.Moment{Func: cql.EndOfYear})},
		{`title !~ 2024`, clause(cql.FieldTitle, cql.NotContains,
			&cql.TextQuery{Root: &cql.TextTerm{Term: "2024", Boost: 1}, Source: "2024"})},
	} {
		if diff := cmp.Diff(cql.Expr(c.want), mustParse(t, c.query).Where, sameTree); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.query, diff)
		}
	}
}

func TestParseReadsTheOrder(t *testing.T) {
	t.Parallel()
	got := mustParse(t, `type = page ORDER  BY space.title, lastModified DESC , Title asc`).Order
	want := []cql.SortKey{{Field: cql.FieldSpaceTitle}, {Field: cql.FieldLastModified, Desc: true}, {Field: cql.FieldTitle}}
	if diff := cmp.Diff(want, got, sameTree); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPositionsAreByteOffsets(t *testing.T) {
	t.Parallel()
	q := mustParse(t, `title = "é" AND creator = currentUser() ORDER BY title`)
	second := q.Where.(*cql.And).Args[1].(*cql.Clause)
	got := []int{second.Pos, second.Values[0].At(), q.Order[0].Pos}
	if diff := cmp.Diff([]int{17, 27, 50}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	err := q.Errorf(second.Values[0].At(), "%s() needs a caller", cql.CurrentUser)
	if want := "currentUser() needs a caller (column 27)"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestBareTakesOffOnePairOfQuotes(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{`"Release notes"`: "Release notes", `plain`: "plain", `"`: `"`, ``: ``, `""`: ``, `"a`: `"a`} {
		if got := (cql.Text{Text: in}).Bare(); got != want {
			t.Errorf("Bare of %q is %q, want %q", in, got, want)
		}
	}
}

func TestLimitsAreExact(t *testing.T) {
	t.Parallel()
	join := func(s, joint string, n int) string { return strings.TrimSuffix(strings.Repeat(s+joint, n), joint) }
	nested := func(open, closing string, n int) string {
		return strings.Repeat(open, n) + "type=page" + strings.Repeat(closing, n)
	}
	for _, c := range []struct {
		name  string
		query func(n int) string
		max   int
		want  string
	}{
		{"bytes", func(n int) string { return `title="` + strings.Repeat("x", n-8) + `"` }, cql.MaxBytes,
			"Could not parse cql : the query is longer than 8192 bytes (column 1)"},
		{"parentheses", func(n int) string { return nested("(", ")", n) }, cql.MaxDepth,
			"Could not parse cql : the query is nested deeper than 32 levels (column 34)"},
		{"negations", func(n int) string { return nested("NOT ", "", n) }, cql.MaxDepth,
			"Could not parse cql : the query is nested deeper than 32 levels (column 133)"},
		{"clauses", func(n int) string { return join("id=1", " OR ", n) }, cql.MaxClauses,
			"Could not parse cql : the query has more than 100 clauses (column 801)"},
		{"values", func(n int) string { return "id IN (" + join("1", ",", n) + ")" }, cql.MaxValues,
			"Could not parse cql : the list has more than 200 values (column 408)"},
		{"sort keys", func(n int) string { return "id=1 ORDER BY " + join("id", ",", n) }, cql.MaxSortKeys,
			"Could not parse cql : the query has more than 3 sort keys (column 24)"},
		{"words", func(n int) string { return `text ~ "` + join("a", " ", n) + `"` }, cql.MaxTextTerms,
			"Could not parse cql : the query searches for more than 200 words (column 409)"},
		{"words of a phrase", func(n int) string { return `text ~ '"` + join("a", " ", n) + `"'` }, cql.MaxTextTerms,
			"Could not parse cql : the query searches for more than 200 words (column 9)"},
		{"wildcards in one word", func(n int) string { return `text ~ "` + join("a*", "-", n) + `"` }, cql.MaxTextTerms,
			"Could not parse cql : the query searches for more than 200 words (column 9)"},
		{"words of several clauses", func(n int) string { return `text ~ b OR text ~ "` + join("a", " ", n-1) + `"` }, cql.MaxTextTerms,
			"Could not parse cql : the query searches for more than 200 words (column 419)"},
		{"parentheses in a text search", func(n int) string {
			return `text ~ "` + strings.Repeat("(", n) + "a" + strings.Repeat(")", n) + `"`
		}, cql.MaxDepth, "Could not parse cql : the text search is nested deeper than 32 levels (column 42)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, n := range []int{c.max - 1, c.max} {
				if _, err := cql.Parse(c.query(n)); err != nil {
					t.Errorf("%d of %d: %v", n, c.max, err)
				}
			}
			_, err := cql.Parse(c.query(c.max + 1))
			var wrong *cql.Error
			if !errors.As(err, &wrong) || wrong.Error() != c.want {
				t.Errorf("one more: got  %v\nwant %s", err, c.want)
			}
		})
	}
}
