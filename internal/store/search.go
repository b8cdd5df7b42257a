package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// Search is a CQL query with what its functions depend on.
type Search struct {
	Query *cql.Query
	Zone  *time.Location // in which dates without a zone are read; nil means UTC
	// CurrentSpace and CurrentContent are what currentSpace() and currentContent() stand for; zero: nothing.
	CurrentSpace   string
	CurrentContent wiki.ContentID
	ArchivedSpaces bool // also search archived spaces
}

// Hit is a content that a search found.
type Hit struct {
	wiki.Content
	Score float64
}

// MaxCounted is how far hits are counted; beyond it a total is an estimate (design.md §5).
const MaxCounted = 10_000

// Search finds the current content that the query describes and the viewer may view: one statement, permissions inside
// it. Without ORDER BY, hits of a text search come by relevance, others by their last change. The window's After is the
// number of hits already seen.
func (t *SiteTx) Search(ctx context.Context, v wiki.Viewer, s Search, w wiki.Window) (wiki.Slice[Hit], error) {
	skip := 0
	if w.After != "" {
		n, err := strconv.Atoi(w.After)
		if err != nil || n < 0 {
			return wiki.Slice[Hit]{}, wiki.NewError(wiki.InvalidCursor, wiki.Facts{})
		}
		skip = n
	}
	leaves := rankLeaves(s.Query.Where)
	if len(s.Query.Order) == 0 && len(leaves) > 0 {
		return t.searchRanked(ctx, v, s, leaves, skip, w.Limit)
	}
	var b text
	where, err := t.searchWhere(&b, v, s)
	if err != nil {
		return wiki.Slice[Hit]{}, err
	}
	b.WriteString("SELECT " + contentCols + contentFrom + " WHERE " + where + " ORDER BY " + searchOrder(s.Query.Order) +
		atMost(&b, w.Limit+1) + " OFFSET " + b.arg(skip))
	found, err := t.contents(ctx, &b)
	if err != nil {
		return wiki.Slice[Hit]{}, fmt.Errorf("search: %w", err)
	}
	hits := make([]Hit, len(found))
	for i, c := range found {
		hits[i] = Hit{Content: c}
	}
	return cutAt(hits, skip, w.Limit), nil
}

func cutAt(hits []Hit, skip, limit int) wiki.Slice[Hit] {
	if len(hits) <= limit {
		return wiki.Slice[Hit]{Items: hits}
	}
	return wiki.Slice[Hit]{Items: hits[:limit], More: true, After: strconv.Itoa(skip + limit)}
}

// CountHits counts what Search would find, up to MaxCounted.
func (t *SiteTx) CountHits(ctx context.Context, v wiki.Viewer, s Search) (int, error) {
	var b text
	where, err := t.searchWhere(&b, v, s)
	if err != nil {
		return 0, err
	}
	n := 0
	err = t.one(ctx, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM content c JOIN space s ON s.id = c.space WHERE "+where+
		atMost(&b, MaxCounted)+") hits", b.args, &n)
	if err != nil {
		return 0, fmt.Errorf("count hits: %w", err)
	}
	return n, nil
}

// searchWhere is the whole condition of a search: what the viewer may view, what is searched, what the query says.
func (t *SiteTx) searchWhere(b *text, v wiki.Viewer, s Search) (string, error) {
	where := t.visible(b, v) + " AND c.status = 'current'"
	if !s.ArchivedSpaces {
		where += " AND s.status = 'current'"
	}
	if s.Query.Where == nil {
		return where, nil
	}
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	condition, err := (&compiler{t, b, v, s}).expr(s.Query.Where, false)
	return where + " AND (" + condition + ")", err
}

// searchOrder compiles ORDER BY. The id makes every order total.
func searchOrder(keys []cql.SortKey) string {
	var parts []string
	for _, k := range keys {
		column, dir := sortColumns[k.Field], ""
		if k.Desc {
			dir = " DESC"
		}
		parts = append(parts, column+dir)
	}
	if len(parts) == 0 {
		parts = []string{"c.modified DESC"}
	}
	return strings.Join(append(parts, "c.id"), ", ")
}

var sortColumns = map[cql.Field]string{
	cql.FieldID: "c.id", cql.FieldContent: "c.id", cql.FieldCreated: "c.created", cql.FieldLastModified: "c.modified",
	cql.FieldTitle: "c.title_fold", cql.FieldType: "c.kind", cql.FieldCreator: "c.creator", cql.FieldSpace: "s.key_fold",
	cql.FieldSpaceKey: "s.key_fold", cql.FieldSpaceTitle: "s.name_fold", cql.FieldUserFullName: "c.id",
}

// compiler turns a query's conditions into SQL over one content row c and its space s. Field and function names come
// from the typed tree, values are bound (security-model.md R-CQL).
type compiler struct {
	t *SiteTx
	b *text
	v wiki.Viewer
	s Search
}

// expr compiles a condition, or its opposite. Negations go down to the clauses: a text search counts only where the index
// has read the current text, and that holds for what is not in a text as well.
func (c *compiler) expr(e cql.Expr, not bool) (string, error) {
	switch e := e.(type) {
	case *cql.And:
		return c.group(e.Args, not, not)
	case *cql.Or:
		return c.group(e.Args, !not, not)
	case *cql.Not:
		return c.expr(e.Arg, !not)
	case *cql.Clause:
		return c.clause(e, not != e.Op.Negated())
	}
	return "", fmt.Errorf("unknown condition %T", e)
}

func (c *compiler) group(args []cql.Expr, or, not bool) (string, error) {
	parts := make([]string, len(args))
	for i, a := range args {
		var err error
		if parts[i], err = c.expr(a, not); err != nil {
			return "", err
		}
	}
	word := " AND "
	if or {
		word = " OR "
	}
	return "(" + strings.Join(parts, word) + ")", nil
}

func (c *compiler) clause(e *cql.Clause, not bool) (string, error) {
	if q, isText := e.Values[0].(*cql.TextQuery); isText {
		return c.text(e, q, not)
	}
	condition, err := c.plain(e)
	if err == nil && not {
		condition = "NOT (" + condition + ")"
	}
	return condition, err
}

// plain compiles a clause that is no text search, without its negation.
func (c *compiler) plain(e *cql.Clause) (string, error) {
	if interval, isDate := e.Interval(c.t.Now(), c.s.Zone); isDate {
		column := "c.created"
		if e.Field == cql.FieldLastModified {
			column = "c.modified"
		}
		return "(" + column + " >= " + c.b.arg(interval.From.UnixMilli()) + " AND " + column + " < " +
			c.b.arg(interval.To.UnixMilli()) + ")", nil
	}
	switch e.Field {
	case cql.FieldType:
		return in(c.b, "c.kind", texts(e)), nil
	case cql.FieldSpace, cql.FieldSpaceKey:
		return in(c.b, "s.key_fold", c.spaceKeys(e)), nil
	case cql.FieldSpaceTitle:
		return in(c.b, "s.name_fold", folded(e)), nil
	case cql.FieldSpaceType:
		return in(c.b, "s.kind", texts(e)), nil
	case cql.FieldSpaceCategory:
		return "s.id IN (SELECT sl.space FROM space_label sl JOIN label l ON l.id = sl.label WHERE " + in(c.b, "l.name", texts(e)) + ")", nil
	case cql.FieldTitle:
		return in(c.b, "c.title_fold", folded(e)), nil
	case cql.FieldLabel:
		return c.label(e), nil
	case cql.FieldID, cql.FieldContent:
		return in(c.b, "c.id", c.ids(e)), nil
	case cql.FieldParent:
		return "(c.kind NOT IN ('comment', 'attachment') AND " + in(c.b, "c.parent", c.ids(e)) + ")", nil
	case cql.FieldContainer:
		return "(c.kind IN ('comment', 'attachment') AND " + in(c.b, "c.parent", c.ids(e)) + ")", nil
	case cql.FieldAncestor:
		return c.ancestor(e), nil
	case cql.FieldCreator:
		return in(c.b, "c.creator", c.accounts(e)), nil
	case cql.FieldContributor:
		return "EXISTS (SELECT 1 FROM version cv WHERE cv.content = c.id AND " + in(c.b, "cv.author", c.accounts(e)) + ")", nil
	}
	return "", unsupported("the field '" + e.Field.String() + "' cannot be searched here")
}

func (c *compiler) text(e *cql.Clause, q *cql.TextQuery, not bool) (string, error) {
	switch e.Field {
	case cql.FieldText, cql.FieldSiteSearch:
		return c.t.textCondition(c.b, q, false, not)
	case cql.FieldTitle:
		return c.t.textCondition(c.b, q, true, not)
	}
	return "", unsupported("the field '" + e.Field.String() + "' cannot be searched with ~ here")
}

func (c *compiler) label(e *cql.Clause) string {
	parts := make([]string, 0, len(e.Values))
	for _, name := range texts(e) {
		prefix, rest, found := strings.Cut(name, ":")
		if !found {
			prefix, rest = "global", name
		}
		parts = append(parts, "(l.prefix = "+c.b.arg(prefix)+" AND l.name = "+c.b.arg(strings.ToLower(rest))+")")
	}
	return "c.id IN (SELECT cl.content FROM content_label cl JOIN label l ON l.id = cl.label WHERE l.site = " +
		c.b.arg(c.t.site) + " AND (" + strings.Join(parts, " OR ") + "))"
}

func (c *compiler) ancestor(e *cql.Clause) string {
	return `c.id IN (WITH RECURSIVE down (id) AS (
		SELECT a.id FROM content a WHERE a.site = ` + c.b.arg(c.t.site) + " AND " + in(c.b, "a.parent", c.ids(e)) + `
		UNION SELECT a.id FROM content a JOIN down ON a.parent = down.id) SELECT down.id FROM down)`
}

func (c *compiler) ids(e *cql.Clause) []wiki.ContentID {
	out := make([]wiki.ContentID, 0, len(e.Values))
	for _, v := range e.Values {
		switch v := v.(type) {
		case cql.ID:
			out = append(out, wiki.ContentID(v.ID))
		case cql.Call: // recentlyViewedContent() is empty: views are not recorded yet
			if v.Func == cql.CurrentContent && c.s.CurrentContent != 0 {
				out = append(out, c.s.CurrentContent)
			}
		}
	}
	return out
}

func (c *compiler) accounts(e *cql.Clause) []wiki.AccountID {
	out := make([]wiki.AccountID, 0, len(e.Values))
	for _, v := range e.Values {
		switch v := v.(type) {
		case cql.Text:
			out = append(out, wiki.AccountID(v.Text))
		case cql.Call:
			if v.Func == cql.CurrentUser && c.v.Account != "" {
				out = append(out, c.v.Account)
			}
		}
	}
	return out
}

func (c *compiler) spaceKeys(e *cql.Clause) []string {
	out := make([]string, 0, len(e.Values))
	for _, v := range e.Values {
		switch v := v.(type) {
		case cql.Text:
			out = append(out, words.Fold(v.Text))
		case cql.Call: // favourites and recent views are not recorded yet, so those lists are empty
			if v.Func == cql.CurrentSpace && c.s.CurrentSpace != "" {
				out = append(out, words.Fold(c.s.CurrentSpace))
			}
		}
	}
	return out
}

func texts(e *cql.Clause) []string {
	out := make([]string, 0, len(e.Values))
	for _, v := range e.Values {
		if t, ok := v.(cql.Text); ok {
			out = append(out, t.Text)
		}
	}
	return out
}

func folded(e *cql.Clause) []string {
	out := make([]string, 0, len(e.Values))
	for _, v := range e.Values {
		if t, ok := v.(cql.Text); ok {
			out = append(out, words.Fold(t.Bare()))
		}
	}
	return out
}
