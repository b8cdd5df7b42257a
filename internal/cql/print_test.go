package cql_test

import (
	"fmt"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/words"
)

func TestPrintIsCanonical(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		`type=page`: `type = "page"`,
		`a`:         ``,
		`not(id=1 and(id=2 or id=att3))and id in currentcontent() order by TITLE asc,created desc`: `NOT (id = 1 AND (id = 2 OR id = 3)) ` +
			`AND id IN (currentContent()) ORDER BY title, created DESC`,
		`id=1 or(id=2 or id=3)or id=4 and id=5`: `id = 1 OR (id = 2 OR id = 3) OR id = 4 AND id = 5`,
		`id=1 and(id=2 and id=3)`:               `id = 1 AND (id = 2 AND id = 3)`,
		`space not in(recentlyViewedSpaces(5))`: `space NOT IN (recentlyViewedSpaces(5, 0))`,
		`created>-2w and created<now()`:         `created > now("-2w") AND created < now()`,
		`created>="2026/01/02 03:04"`:           `created >= "2026-01-02T03:04"`,
		`created<"2026-01-02T03:04:05.6+0100"`:  `created < "2026-01-02T03:04:05.600+01:00"`,
		`text~'"a b"~3 \\- c\n\d'`:              `text ~ "\"a b\"~3 \\- c\n\\d"`,
	} {
		q, err := cql.Parse(query)
		if want == "" {
			if err == nil {
				t.Errorf("%s is a query", query)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if got := q.String(); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", query, got, want)
		}
	}
}

func TestPrintedQueriesParseToThemselves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := &cql.Query{Where: drawExpr(t, 4)}
		for range rapid.IntRange(0, cql.MaxSortKeys).Draw(t, "keys") {
			q.Order = append(q.Order, cql.SortKey{
				Field: drawField(t, cql.Field.Sortable), Desc: rapid.Bool().Draw(t, "desc"),
			})
		}
		printed := q.String()
		if len(printed) > cql.MaxBytes {
			t.Skip("too long")
		}
		again, err := cql.Parse(printed)
		if err != nil {
			t.Fatalf("%s: %v", printed, err)
		}
		if diff := cmp.Diff(q, again, sameTree, ignoreRoots); diff != "" {
			t.Fatalf("%s (-drawn +parsed):\n%s", printed, diff)
		}
	})
}

// ignoreRoots leaves text searches to be compared by their sources: drawn ones have not been parsed.
var ignoreRoots = cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Root" }, cmp.Ignore())

func drawExpr(t *rapid.T, depth int) cql.Expr {
	most := 3
	if depth == 0 {
		most = 0
	}
	args := func() (out []cql.Expr) {
		for range rapid.IntRange(2, 3).Draw(t, "args") {
			out = append(out, drawExpr(t, depth-1))
		}
		return out
	}
	switch rapid.IntRange(0, most).Draw(t, "expr") {
	case 1:
		return drawChain(args(), true)
	case 2:
		return drawChain(args(), false)
	case 3:
		return &cql.Not{Arg: drawExpr(t, depth-1)}
	}
	field := drawField(t, func(cql.Field) bool { return true })
	op := cql.Op(rapid.IntRange(int(cql.Eq), int(cql.NotIn)).Filter(func(op int) bool { return field.Takes(cql.Op(op)) }).Draw(t, "op"))
	c := clause(field, op, drawValue(t, field, op))
	if op == cql.In || op == cql.NotIn {
		for range rapid.IntRange(0, 3).Draw(t, "more") {
			c.Values = append(c.Values, drawValue(t, field, op))
		}
	}
	return c
}

func drawChain(args []cql.Expr, and bool) cql.Expr {
	if and {
		return &cql.And{Args: args}
	}
	return &cql.Or{Args: args}
}

func drawField(t *rapid.T, ok func(cql.Field) bool) cql.Field {
	var all []cql.Field
	for f := range cql.Fields() {
		if ok(f) {
			all = append(all, f)
		}
	}
	return rapid.SampledFrom(all).Draw(t, "field")
}

func drawValue(t *rapid.T, field cql.Field, op cql.Op) cql.Value {
	list := op == cql.In || op == cql.NotIn
	call := rapid.Bool().Draw(t, "call")
	switch field.Kind() {
	case cql.ContentKind:
		switch {
		case call && list:
			return drawRecent(t, cql.RecentlyViewedContent)
		case call:
			return cql.Call{Func: cql.CurrentContent}
		}
		return cql.ID{ID: rapid.Int64Min(1).Draw(t, "id")}
	case cql.SpaceKind:
		switch {
		case call && list:
			return drawRecent(t, cql.RecentlyViewedSpaces)
		case call:
			return cql.Call{Func: cql.CurrentSpace}
		}
	case cql.UserKind:
		if call {
			return cql.Call{Func: cql.CurrentUser}
		}
	case cql.DateKind:
		if call {
			return drawMoment(t)
		}
		return drawDate(t)
	case cql.EnumKind:
		return text(rapid.SampledFrom(map[cql.Field][]string{
			cql.FieldType: {"page", "ac:a.b:C"}, cql.FieldSpaceType: {"global", "favourite"},
		}[field]).Draw(t, "enum"))
	case cql.TextKind:
		if op == cql.Contains || op == cql.NotContains {
			return &cql.TextQuery{Source: rapid.SampledFrom([]string{"", "a", `"a b"~3 OR \- c*`, "x\ty", "東京"}).Draw(t, "source")}
		}
	}
	return text(rapid.StringOf(rapid.Rune().Filter(func(r rune) bool { return r != 0 && utf8.ValidRune(r) })).Draw(t, "text"))
}

func drawRecent(t *rapid.T, fn cql.Func) cql.Value {
	return cql.Call{Func: fn, Limit: rapid.IntRange(1, 1000).Draw(t, "limit"), Offset: rapid.IntRange(0, 1000).Draw(t, "offset")}
}

func drawMoment(t *rapid.T) cql.Value {
	m := cql.Moment{Func: cql.Func(rapid.IntRange(int(cql.Now), int(cql.EndOfYear)).Draw(t, "func"))}
	if n := rapid.IntRange(-99999, 99999).Draw(t, "n"); n != 0 {
		m.Inc = cql.Increment{N: n, Unit: rapid.SampledFrom([]byte("yMwdhm")).Draw(t, "unit")}
	}
	return m
}

func drawDate(t *rapid.T) cql.Value {
	at := time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "seconds"), 0).UTC() // years 1 to 9999
	d := cql.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day(), Precision: cql.Precision(rapid.IntRange(0, 3).Draw(t, "precision"))}
	if d.Precision >= cql.ToMinute {
		d.Hour, d.Minute = at.Hour(), at.Minute()
		d.Zoned = rapid.Bool().Draw(t, "zoned")
	}
	if d.Precision >= cql.ToSecond {
		d.Second = at.Second()
	}
	if d.Precision == cql.ToMillisecond {
		d.Millisecond = rapid.IntRange(0, 999).Draw(t, "ms")
	}
	if d.Zoned {
		d.Offset = 60 * rapid.IntRange(-14*60, 14*60).Draw(t, "offset")
	}
	return d
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		``, `type = page`, `type=page AND space="DEV" ORDER BY created DESC, title`, `NOT (id IN (1,att2) OR label != 'x')`,
		`created >= now("-4w") and lastmodified < 2026-02-29`, `creator = currentUser() OR space in favouriteSpaces()`,
		`text ~ "\"a b\"~10^2 AND (te?t OR foo*) -roam~0.5"`, `title ~ "東京都 Go*"`, `title = "\ud83d\ude00\u12"`, `siteSearch ~ '((((()))'`,
		"title = \"\xff\"", `id IN recentlyViewedContent(10, 5)`, `text ~ "a&&||NOT !(\\"`, `created = "2026-01-02T03:04:05.678+24:00"`,
		`type = "a.b:c" AND space.type = favorite`, `text ~ "\ufdd0a\ufdd1*^~"`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		q, err := cql.Parse(query)
		if err != nil {
			checkError(t, query, err.Error())
			return
		}
		printed := q.String()
		if len(printed) > cql.MaxBytes {
			return
		}
		again, err := cql.Parse(printed)
		if err != nil {
			t.Fatalf("%q became %q: %v", query, printed, err)
		}
		if diff := cmp.Diff(q, again, sameTree); diff != "" {
			t.Fatalf("%q became %q (-first +second):\n%s", query, printed, diff)
		}
		if twice := again.String(); twice != printed {
			t.Fatalf("%q became %q, then %q", query, printed, twice)
		}
		probe(q.Where)
	})
}

// probe calls everything a clause can be asked for.
func probe(e cql.Expr) {
	switch e := e.(type) {
	case *cql.And:
		for _, arg := range e.Args {
			probe(arg)
		}
	case *cql.Or:
		for _, arg := range e.Args {
			probe(arg)
		}
	case *cql.Not:
		probe(e.Arg)
	case *cql.Clause:
		e.Interval(noon, time.UTC)
		if q, ok := e.Values[0].(*cql.TextQuery); ok {
			q.Hits(words.Token{Term: "token"})
			for _, leaf := range q.Leaves() {
				if w, ok := leaf.(*cql.TextWildcard); ok {
					if prefix, _ := w.Prefix(); prefix == "" {
						panic(fmt.Sprintf("pattern %q begins with a wildcard", w.Pattern))
					}
				}
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	const query = `type = page AND space IN ("DEV", "OPS") AND text ~ "scoped tokens* OR \"api gateway\"~3" ` +
		`AND lastmodified >= now("-4w") AND creator = currentUser() ORDER BY lastmodified DESC`
	b.SetBytes(int64(len(query)))
	for b.Loop() {
		if _, err := cql.Parse(query); err != nil {
			b.Fatal(err)
		}
	}
}
