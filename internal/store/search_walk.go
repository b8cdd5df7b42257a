package store

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/weirhq/weir/internal/wiki"
)

// What a common word finds may be a third of the wiki, of which only the newest are ranked or shown. To look at all of it
// and sort it costs the more the larger the wiki is; so the wiki is walked from its newest content back instead, until
// enough is found. Both ways find the same.

// walkBounds say when and how far the wiki is walked.
type walkBounds struct {
	common int // a search of the text index finds much from this many contents on
	near   int // the walk stops after this many contents at first, which is far enough for what is in each third
	newest int // the walk ends after this many contents, so that one in vain costs little
	broad  int // a prefix is broad that more terms than this begin with
}

// usualBounds let a walk find its hits where each twentieth content is one.
func usualBounds() walkBounds {
	return walkBounds{common: 10 * MaxRanked, near: 4 * MaxRanked, newest: 20 * MaxRanked, broad: maxExpansion}
}

// walk is the part of a site that a walk goes through: all that was changed after a time.
type walk struct {
	from        int64 // -1: everything
	first, last int64 // the lowest and the highest id in it, between which the text index is asked
}

// newestIDs finds the newest n hits, or all when they are fewer.
func (c *compiler) newestIDs(ctx context.Context, n int) ([]wiki.ContentID, error) {
	const order = "c.modified DESC, c.id"
	if _, err := c.findCommon(ctx, c.asked, c.t.db.walk.common); err != nil {
		return nil, err
	}
	for _, far := range []int{c.t.db.walk.near, c.t.db.walk.newest} {
		if len(c.leaves) == 0 || !isCommon(c.asked) || n > far || len(c.s.Statuses) > 0 { // the walk goes through current content
			continue
		}
		walk, err := c.t.newest(ctx, far)
		if err != nil {
			return nil, err
		}
		c.walk = &walk
		ids, err := c.ids(ctx, order, 0, n)
		if err != nil || len(ids) == n || walk.from < 0 {
			return ids, err
		}
		c.walk = nil
	}
	return c.ids(ctx, order, 0, n)
}

// ids finds hits in an order: n of them after the first skip.
func (c *compiler) ids(ctx context.Context, order string, skip, n int) ([]wiki.ContentID, error) {
	var b text
	where, err := c.where(&b)
	if err != nil {
		return nil, err
	}
	b.WriteString("SELECT c.id" + searched + " WHERE " + where + " ORDER BY " + order + " LIMIT " + strconv.Itoa(n))
	if skip > 0 {
		b.WriteString(" OFFSET " + b.arg(skip))
	}
	return collect(ctx, c.t.Tx, b.String(), b.args, func(r *sql.Rows, id *wiki.ContentID) error { return r.Scan(id) })
}

// count counts the hits, up to MaxCounted. Of what common words find, a part may hold enough of them.
func (c *compiler) count(ctx context.Context) (n int, err error) {
	c.walk, c.inOrder = nil, false
	most := 3 * MaxCounted / 2
	found, err := c.findCommon(ctx, c.asked, most)
	if err != nil {
		return 0, err
	}
	if found {
		c.sample = most
		if n, err = c.countAll(ctx); err != nil || n == MaxCounted {
			return n, err
		}
		c.sample = 0
	}
	return c.countAll(ctx)
}

func (c *compiler) countAll(ctx context.Context) (n int, err error) {
	var b text
	where, err := c.where(&b)
	if err != nil {
		return 0, err
	}
	err = c.t.one(ctx, "SELECT COUNT(*) FROM (SELECT 1 AS one"+searched+" WHERE "+where+" LIMIT "+strconv.Itoa(MaxCounted)+
		") hits", b.args, &n)
	return n, err
}

// newest is the walk through the n newest contents, without those that were changed at the same time as the next one.
func (t *SiteTx) newest(ctx context.Context, n int) (w walk, err error) {
	var found int
	err = t.one(ctx, `SELECT COUNT(*), COALESCE(MIN(newest.modified), 0), COALESCE(MIN(newest.id), 0), COALESCE(MAX(newest.id), 0) FROM (
		SELECT c.modified, c.id FROM content c WHERE c.site = $1 AND c.status = 'current' ORDER BY c.modified DESC LIMIT `+
		strconv.Itoa(n+1)+") newest", []any{t.site}, &found, &w.from, &w.first, &w.last)
	if found <= n {
		w.from = -1
	}
	return w, err
}
