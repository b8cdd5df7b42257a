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
	// Statuses are those of the content that is searched; none: current. Texts are searched in current and archived content.
	Statuses       []wiki.Status
	ArchivedSpaces bool // also search archived spaces
	NoCurrent      bool // search archived spaces alone
	ContentOnly    bool // find content, never spaces or users
	UsersOnly      bool // find users, never anything else
	GuestsOnly     bool // find no users but people from outside, of whom there are none
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

// Search finds the current content that the query describes and the viewer may view, permissions inside each statement.
// Without ORDER BY, hits of a text search come by relevance, others by their last change. The window's After is the
// number of hits already seen, as its Offset is.
func (t *SiteTx) Search(ctx context.Context, v wiki.Viewer, s Search, w wiki.Window) (wiki.Slice[Hit], error) {
	hits, _, err := t.search(ctx, v, s, w, false)
	return hits, err
}

// SearchCounted is Search with the number of all hits, counted up to MaxCounted.
func (t *SiteTx) SearchCounted(ctx context.Context, v wiki.Viewer, s Search, w wiki.Window) (wiki.Slice[Hit], int, error) {
	return t.search(ctx, v, s, w, true)
}

func (t *SiteTx) search(ctx context.Context, v wiki.Viewer, s Search, w wiki.Window, counted bool) (out wiki.Slice[Hit], total int, err error) {
	skip := w.Offset
	if w.After != "" {
		n, err := strconv.Atoi(w.After)
		if err != nil || n < 0 {
			return out, 0, wiki.NewError(wiki.InvalidCursor, wiki.Facts{})
		}
		skip = n
	}
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	if s.UsersOnly || isForOthers(s.Query.Where) && !s.ContentOnly {
		hits, err := t.others(ctx, v, s)
		if err != nil {
			return out, 0, fmt.Errorf("search: %w", err)
		}
		return cutAt(hits[min(skip, len(hits)):], skip, w.Limit), len(hits), nil
	}
	c, err := t.compiler(ctx, v, s)
	if err != nil {
		return out, 0, err
	}
	if out, err = c.find(ctx, skip, w.Limit); err != nil {
		return out, 0, fmt.Errorf("search: %w", err)
	}
	switch total = len(out.Items); {
	case !counted, skip == 0 && !out.More: // all of them
	case c.all > 0:
		total = c.all
	default:
		if total, err = c.count(ctx); err != nil {
			return out, 0, fmt.Errorf("count hits: %w", err)
		}
	}
	return out, total, nil
}

// find chooses the hits of a window by their ids alone, and then reads those: to sort all hits with what is shown of them
// would read all of it.
func (c *compiler) find(ctx context.Context, skip, limit int) (out wiki.Slice[Hit], err error) {
	order := c.s.Query.Order
	if ranked := rankLeaves(c.s.Query.Where, c.leaves); len(order) == 0 && len(ranked) > 0 && skip < MaxRanked {
		return c.ranked(ctx, ranked, skip, limit)
	}
	var ids []wiki.ContentID
	if len(order) == 0 || order[0].Field == cql.FieldLastModified && order[0].Desc && len(order) == 1 {
		ids, err = c.newestIDs(ctx, skip+limit+1)
		ids = ids[min(skip, len(ids)):]
	} else {
		// Where words alone are asked for, what has them is found soon in any order.
		if _, c.inOrder = c.asked.(*wordsFound); c.inOrder {
			if _, err := c.findCommon(ctx, c.asked, c.t.db.walk.common); err != nil {
				return out, err
			}
		}
		ids, err = c.ids(ctx, searchOrder(order), skip, limit+1)
	}
	if err != nil {
		return out, err
	}
	if len(ids) > limit {
		ids, out.More, out.After = ids[:limit], true, strconv.Itoa(skip+limit)
	}
	out.Items, err = c.hits(ctx, ids)
	return out, err
}

// hits reads contents, in the order of their ids.
func (c *compiler) hits(ctx context.Context, ids []wiki.ContentID) ([]Hit, error) {
	byID := make(map[wiki.ContentID]wiki.Content, len(ids))
	for some := range slices.Chunk(ids, maxBound) {
		var b text
		b.WriteString("SELECT " + contentCols + contentFrom + " WHERE " + in(&b, "c.id", some))
		found, err := c.t.contents(ctx, &b)
		if err != nil {
			return nil, err
		}
		for _, content := range found {
			byID[content.ID] = content
		}
	}
	hits := make([]Hit, len(ids))
	for i, id := range ids {
		hits[i] = Hit{Content: byID[id]}
	}
	return hits, nil
}

func cutAt(hits []Hit, skip, limit int) wiki.Slice[Hit] {
	if len(hits) <= limit {
		return wiki.Slice[Hit]{Items: hits}
	}
	return wiki.Slice[Hit]{Items: hits[:limit], More: true, After: strconv.Itoa(skip + limit)}
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
	// recent are the contents or spaces that a function stands for.
	recent map[cql.Call][]int64
	// favourites are the spaces that the viewer has marked, for a search for spaces.
	favourites map[wiki.SpaceID]bool
	// asked is the condition of the query, nil when it has none.
	asked condition
	// walk is the part of the site that is looked through, newest first; nil: all of it, in any order (search_walk.go).
	walk *walk
	// all is how many hits there are, 0 when only counting them would tell.
	all int
	// sample is how many contents a search of the text index takes, 0: all that it finds.
	sample int
	// inOrder has contents looked at in the order of the hits where a search of the text index finds many.
	inOrder bool
}

// compiler resolves what the conditions of a search depend on.
func (t *SiteTx) compiler(ctx context.Context, v wiki.Viewer, s Search) (c *compiler, err error) {
	c = &compiler{t: t, v: v, s: s}
	if s.Query.Where == nil {
		return c, nil
	}
	if err := c.findRecent(ctx); err != nil {
		return nil, err
	}
	if c.leaves, err = t.textLeaves(ctx, v, s.Query); err != nil {
		return nil, err
	}
	if c.spacesNamed, err = t.spacesNamed(ctx, s.Query.Where); err != nil {
		return nil, err
	}
	c.asked, err = c.tree(s.Query.Where, false)
	return c, err
}

// plain compiles a clause that asks nothing of the text index, without its negation.
func (c *compiler) plain(e *cql.Clause) (string, error) {
	if q, isText := e.Values[0].(*cql.TextQuery); isText {
		if e.Field == cql.FieldSpaceTitle {
			return in(c.b, "c.space", c.spacesNamed[q]), nil
		}
		return nothing, nil // no content is an account
	}
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
		return in(c.b, "c.id", c.contentIDs(e)), nil
	case cql.FieldParent:
		return "(c.kind NOT IN ('comment', 'attachment') AND c.kind NOT LIKE '%:%' AND " + in(c.b, "c.parent", c.contentIDs(e)) + ")", nil
	case cql.FieldContainer:
		return "(((c.kind = 'attachment' OR c.kind LIKE '%:%') AND " + in(c.b, "c.parent", c.contentIDs(e)) + ") OR c.id IN (SELECT th.content FROM comment th WHERE " +
			in(c.b, "th.target", c.contentIDs(e)) + "))", nil
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
		SELECT a.id FROM content a WHERE a.site = ` + c.b.arg(c.t.site) + " AND " + in(c.b, "a.parent", c.contentIDs(e)) + `
		UNION SELECT a.id FROM content a JOIN down ON a.parent = down.id) SELECT down.id FROM down)`
}

// inSpaces is the condition that c is in one of the spaces of a clause. One key is an equality, for then an index has
// the rows of the space in order; 0 is the number of no space.
func (c *compiler) inSpaces(e *cql.Clause) string {
	condition := c.inKeys(c.spaceKeys(e))
	if calls(e, cql.FavouriteSpaces) {
		condition = "(" + condition + " OR " + c.inFavouriteSpace() + ")"
	}
	if calls(e, cql.RecentlyViewedSpaces) {
		condition = "(" + condition + " OR " + in(c.b, "c.space", c.recentSpaces(e)) + ")"
	}
	return condition
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

func (c *compiler) contentIDs(e *cql.Clause) []wiki.ContentID {
	out := make([]wiki.ContentID, 0, len(e.Values))
	for _, v := range e.Values {
		switch v := v.(type) {
		case cql.ID:
			out = append(out, wiki.ContentID(v.ID))
		case cql.Call:
			if v.Func == cql.CurrentContent && c.s.CurrentContent != 0 {
				out = append(out, c.s.CurrentContent)
			}
			for _, id := range c.recent[v] {
				out = append(out, wiki.ContentID(id))
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
		case cql.Call:
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
