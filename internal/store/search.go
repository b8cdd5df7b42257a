package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/identity"
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
	NoCurrent      bool // search archived spaces alone
	ContentOnly    bool // find content, never spaces or users
	UsersOnly      bool // find users, never anything else
}

// statuses are those of the spaces that are searched.
func (s Search) statuses() []wiki.SpaceStatus {
	out := []wiki.SpaceStatus{}
	if !s.NoCurrent {
		out = append(out, wiki.SpaceCurrent)
	}
	if s.ArchivedSpaces || s.NoCurrent {
		out = append(out, wiki.SpaceArchived)
	}
	return out
}

// Hit is what a search found: a content, or for a query that asks for them alone a space or a user.
type Hit struct {
	wiki.Content
	Space   *wiki.Space
	Account *identity.Account
	Score   float64
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
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	if s.UsersOnly || isForOthers(s.Query.Where) && !s.ContentOnly {
		hits, err := t.others(ctx, v, s)
		if err != nil {
			return wiki.Slice[Hit]{}, fmt.Errorf("search: %w", err)
		}
		hits = hits[min(skip, len(hits)):]
		return cutAt(hits, skip, w.Limit), nil
	}
	search, err := t.compiler(ctx, v, s)
	if err != nil {
		return wiki.Slice[Hit]{}, err
	}
	if ranked := rankLeaves(s.Query.Where, search.leaves); len(s.Query.Order) == 0 && len(ranked) > 0 && skip < MaxRanked {
		return search.ranked(ctx, ranked, skip, w.Limit)
	}
	var b text
	where, err := search.where(&b)
	if err != nil {
		return wiki.Slice[Hit]{}, err
	}
	b.WriteString("SELECT " + contentCols + contentFrom + " WHERE " + where + " ORDER BY " + searchOrder(s.Query.Order) +
		atMost(w.Limit+1) + " OFFSET " + b.arg(skip))
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
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	if s.UsersOnly || isForOthers(s.Query.Where) && !s.ContentOnly {
		hits, err := t.others(ctx, v, s)
		return len(hits), err
	}
	search, err := t.compiler(ctx, v, s)
	if err != nil {
		return 0, err
	}
	var b text
	where, err := search.where(&b)
	if err != nil {
		return 0, err
	}
	n := 0
	err = t.one(ctx, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM content c JOIN space s ON s.id = +c.space WHERE "+where+
		" LIMIT "+strconv.Itoa(MaxCounted)+") hits", b.args, &n)
	if err != nil {
		return 0, fmt.Errorf("count hits: %w", err)
	}
	return n, nil
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
	b *text // what is being compiled
	v wiki.Viewer
	s Search
	// leaves are what the leaves of text searches stand for in the index.
	leaves map[cql.TextExpr]wordsLeaf
	// spacesNamed are the spaces that a text search finds by their names.
	spacesNamed map[*cql.TextQuery][]wiki.SpaceID
	// favourites are the spaces that the viewer has marked, for a search for spaces.
	favourites map[wiki.SpaceID]bool
	// walks has the newest content looked at first, down to the time from (search_walk.go).
	walks bool
	from  int64
	// common are the leaves that stand in too much content to go through all of it.
	common map[cql.TextExpr]bool
}

// compiler resolves what the conditions of a search depend on.
func (t *SiteTx) compiler(ctx context.Context, v wiki.Viewer, s Search) (c *compiler, err error) {
	c = &compiler{t: t, v: v, s: s}
	if s.Query.Where == nil {
		return c, nil
	}
	if c.leaves, err = t.textLeaves(ctx, v, s.Query); err != nil {
		return nil, err
	}
	c.spacesNamed, err = t.spacesNamed(ctx, s.Query.Where)
	return c, err
}

// where writes the whole condition of a search: what the viewer may view, what is searched, what the query says.
func (c *compiler) where(b *text) (string, error) {
	where := c.t.visible(b, c.v) + " AND c.status = 'current' AND " + living + " AND " + in(b, "s.status", c.s.statuses())
	if c.walks {
		where += " AND c.modified >= " + b.arg(c.from)
	}
	if c.s.Query.Where == nil {
		return where, nil
	}
	c.b = b
	condition, err := c.expr(c.s.Query.Where, false)
	return where + " AND (" + condition + ")", err
}

// nothing is a condition that never holds.
const nothing = "1 = 0"

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
		return c.inSpaces(e), nil
	case cql.FieldSpaceTitle:
		return in(c.b, "s.name_fold", folded(e)), nil
	case cql.FieldSpaceType:
		condition := in(c.b, "s.kind", texts(e))
		if slices.Contains(texts(e), "favourite") {
			condition = "(" + condition + " OR " + c.inFavouriteSpace() + ")"
		}
		return condition, nil
	case cql.FieldSpaceCategory:
		return "c.space IN (SELECT sl.space FROM space_label sl JOIN label l ON l.id = sl.label WHERE l.site = " + c.b.arg(c.t.site) +
			" AND " + in(c.b, "l.name", texts(e)) + " AND " + seenLabels(c.b, c.v) + ")", nil
	case cql.FieldTitle:
		return in(c.b, "c.title_fold", folded(e)), nil
	case cql.FieldLabel:
		return c.label(e), nil
	case cql.FieldID, cql.FieldContent:
		return in(c.b, "c.id", c.ids(e)), nil
	case cql.FieldParent:
		return "(c.kind NOT IN ('comment', 'attachment') AND " + in(c.b, "c.parent", c.ids(e)) + ")", nil
	case cql.FieldContainer:
		return "((c.kind = 'attachment' AND " + in(c.b, "c.parent", c.ids(e)) + ") OR c.id IN (SELECT th.content FROM comment th WHERE " +
			in(c.b, "th.target", c.ids(e)) + "))", nil
	case cql.FieldAncestor:
		return c.ancestor(e), nil
	case cql.FieldCreator:
		return c.account("c.creator", e), nil
	case cql.FieldContributor:
		return "EXISTS (SELECT 1 FROM version cv WHERE cv.content = c.id AND " + c.account("cv.author", e) + ")", nil
	case cql.FieldMention:
		return "c.id IN (SELECT cm.content FROM content_mention cm WHERE " + c.account("cm.account", e) + ")", nil
	case cql.FieldWatcher:
		return "c.id IN (SELECT cw.content FROM content_watch cw WHERE " + c.account("cw.account", e) + ")", nil
	case cql.FieldFavourite:
		return "c.id IN (SELECT cf.content FROM content_favourite cf WHERE " + c.account("cf.account", e) + ")", nil
	case cql.FieldMacro:
		return "c.id IN (SELECT cm.content FROM content_macro cm WHERE " + in(c.b, "cm.macro", folded(e)) + ")", nil
	case cql.FieldUser, cql.FieldUserAccountID, cql.FieldUserFullName:
		return nothing, nil // no content is an account
	}
	return "", fmt.Errorf("field %s has no condition", e.Field)
}

func (c *compiler) text(e *cql.Clause, q *cql.TextQuery, not bool) (string, error) {
	condition := nothing // no content is an account
	switch e.Field {
	case cql.FieldText, cql.FieldSiteSearch:
		return c.textCondition(q, false, not)
	case cql.FieldTitle:
		return c.textCondition(q, true, not)
	case cql.FieldSpaceTitle:
		condition = in(c.b, "c.space", c.spacesNamed[q])
	}
	if not {
		condition = "NOT (" + condition + ")"
	}
	return condition, nil
}

// account is the condition that a column holds one of the accounts of a clause.
func (c *compiler) account(column string, e *cql.Clause) string {
	condition := in(c.b, column, c.accounts(e))
	for _, v := range e.Values {
		if call, ok := v.(cql.Call); ok && call.Func == cql.Contributors {
			condition = "(" + condition + " OR " + column + ` IN (SELECT hv.author FROM content c JOIN version hv ON hv.content = c.id
				WHERE c.id = ` + c.b.arg(c.s.CurrentContent) + " AND " + c.t.visible(c.b, c.v) + "))"
		}
	}
	return condition
}

func (c *compiler) label(e *cql.Clause) string {
	parts := make([]string, 0, len(e.Values))
	for _, name := range texts(e) {
		prefix, rest, found := strings.Cut(name, ":")
		if !found {
			prefix, rest = "global", name
		}
		parts = append(parts, "(l.prefix = "+c.b.arg(keptPrefix(c.v.Account, prefix))+" AND l.name = "+c.b.arg(strings.ToLower(rest))+")")
	}
	return "c.id IN (SELECT cl.content FROM content_label cl JOIN label l ON l.id = cl.label WHERE l.site = " +
		c.b.arg(c.t.site) + " AND (" + strings.Join(parts, " OR ") + "))"
}

func (c *compiler) ancestor(e *cql.Clause) string {
	return `c.id IN (WITH RECURSIVE down (id) AS (
		SELECT a.id FROM content a WHERE a.site = ` + c.b.arg(c.t.site) + " AND " + in(c.b, "a.parent", c.ids(e)) + `
		UNION SELECT a.id FROM content a JOIN down ON a.parent = down.id) SELECT down.id FROM down)`
}

// inSpaces is the condition that c is in one of the spaces of a clause. One key is an equality, for then an index has
// the rows of the space in order; 0 is the number of no space.
func (c *compiler) inSpaces(e *cql.Clause) string {
	keys := c.spaceKeys(e)
	if calls(e, cql.FavouriteSpaces) {
		return "(" + c.inKeys(keys) + " OR " + c.inFavouriteSpace() + ")"
	}
	return c.inKeys(keys)
}

// inFavouriteSpace is the condition that c is in a space the viewer has marked. Nobody without an account has marked any.
func (c *compiler) inFavouriteSpace() string {
	return "c.space IN (" + favouriteSpaces(c.b, c.v.Account) + ")"
}

// calls reports whether a function is among the values of a clause.
func calls(e *cql.Clause, f cql.Func) bool {
	return slices.ContainsFunc(e.Values, func(v cql.Value) bool {
		call, ok := v.(cql.Call)
		return ok && call.Func == f
	})
}

func (c *compiler) inKeys(keys []string) string {
	ids := "(SELECT k.id FROM space k WHERE k.site = " + c.b.arg(c.t.site) + " AND " + in(c.b, "k.key_fold", keys) + ")"
	if len(keys) == 1 {
		return "c.space = COALESCE(" + ids + ", 0)"
	}
	return "c.space IN " + ids
}

func (c *compiler) ids(e *cql.Clause) []wiki.ContentID {
	out := make([]wiki.ContentID, 0, len(e.Values))
	for _, v := range e.Values {
		switch v := v.(type) {
		case cql.ID:
			out = append(out, wiki.ContentID(v.ID))
		case cql.Call: // recentlyViewedContent() is empty: a read through the API is no view
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
		case cql.Call: // recentlyViewedSpaces() is empty: nobody can view a space
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
