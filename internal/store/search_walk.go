package store

import (
	"context"
	"slices"
	"strconv"

	"github.com/weirhq/weir/internal/cql"
)

// What a common word finds may be a third of the wiki, of which only the newest are ranked. To look at all of it and sort it
// costs the more the larger the wiki is; so the wiki is walked from its newest content back instead, until enough is found.
// Both ways find the same.

// walkBounds say when and how far the wiki is walked.
type walkBounds struct {
	common int // a word is common from this many contents on
	newest int // the walk ends after this many contents, so that one in vain costs little
}

// usualBounds let a walk find its hits where each twentieth content is one.
func usualBounds() walkBounds { return walkBounds{common: 10 * MaxRanked, newest: 20 * MaxRanked} }

// newestHits reads the newest MaxRanked+1 hits, or all when they are fewer.
func (c *compiler) newestHits(ctx context.Context) ([]rankRow, error) {
	if err := c.findCommon(ctx); err != nil {
		return nil, err
	}
	if c.isCommon(c.s.Query.Where, false) {
		var err error
		if c.from, err = c.t.changedSince(ctx, c.t.db.walk.newest); err != nil {
			return nil, err
		}
		c.walks = true
		rows, err := c.rankRows(ctx)
		if err != nil || len(rows) > MaxRanked || c.from == 0 {
			return rows, err
		}
		c.walks, c.common = false, nil // there is nothing rarer to begin with
	}
	return c.rankRows(ctx)
}

// changedSince is when the nth content from the newest was changed, 0 when there are fewer.
func (t *SiteTx) changedSince(ctx context.Context, n int) (modified int64, err error) {
	err = t.one(ctx, "SELECT c.modified FROM content c WHERE c.site = $1 AND c.status = 'current' ORDER BY c.modified DESC LIMIT 1 OFFSET "+
		strconv.Itoa(n), []any{t.site}, &modified)
	if noRows(err) {
		err = nil
	}
	return modified, err
}

// findCommon finds out which leaves of the text searches stand in many contents.
func (c *compiler) findCommon(ctx context.Context) (err error) {
	c.common = map[cql.TextExpr]bool{}
	enough := c.t.db.walk.common
	textClauses(c.s.Query.Where, false, func(clause *cql.Clause, q *cql.TextQuery) {
		for _, e := range allLeaves(q.Root) {
			l := c.leaves[e]
			if err != nil || len(l.terms) == 0 {
				continue
			}
			var b text
			var n int
			match := c.t.db.dialect.match(&b, l, clause.Field == cql.FieldTitle)
			err = c.t.one(ctx, "SELECT COUNT(*) FROM ("+match+" LIMIT "+strconv.Itoa(enough)+") found", b.args, &n)
			c.common[e] = n >= enough
		}
	})
	return err
}

// isCommon reports whether, by its words alone, a condition or its opposite may hold for many contents.
func (c *compiler) isCommon(e cql.Expr, not bool) bool {
	common := func(a cql.Expr) bool { return c.isCommon(a, not) }
	switch e := e.(type) {
	case *cql.And:
		return hold(e.Args, !not, common)
	case *cql.Or:
		return hold(e.Args, not, common)
	case *cql.Not:
		return c.isCommon(e.Arg, !not)
	case *cql.Clause:
		if q, isText := e.Values[0].(*cql.TextQuery); isText && not == e.Op.Negated() && q.Root != nil {
			return c.isCommonText(q.Root)
		}
	}
	return true
}

func (c *compiler) isCommonText(e cql.TextExpr) bool {
	switch e := e.(type) {
	case *cql.TextAnd:
		return hold(e.Args, true, c.isCommonText)
	case *cql.TextOr:
		return hold(e.Args, false, c.isCommonText)
	case *cql.TextNot:
		return true
	}
	_, indexed := c.leaves[e]
	return !indexed || c.common[e]
}

// hold reports whether all of args are as is says; with all false, whether any is.
func hold[E any](args []E, all bool, is func(E) bool) bool {
	return slices.ContainsFunc(args, func(a E) bool { return is(a) != all }) != all
}
