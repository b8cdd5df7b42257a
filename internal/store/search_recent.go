package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
)

// What somebody viewed last is known to the minute from what is counted (view.go). recentlyViewedContent() and
// recentlyViewedSpaces() stand for what the viewer may still view of it, the last first; of what was viewed in the same
// minute, the newer.

// findRecent finds what those functions of the query stand for. Nobody without an account has viewed anything.
func (c *compiler) findRecent(ctx context.Context) error {
	for call := range c.s.Query.Calls() {
		column := map[cql.Func]string{cql.RecentlyViewedContent: "c.id", cql.RecentlyViewedSpaces: "c.space"}[call.Func]
		if column == "" || c.v.Account == "" {
			continue
		}
		var b text
		b.WriteString("SELECT " + column + " FROM content_view cv JOIN content c ON c.id = cv.content WHERE cv.account = " +
			b.arg(c.v.Account) + " AND " + c.t.visible(&b, c.v) + " GROUP BY " + column + " ORDER BY MAX(cv.minute) DESC, " +
			column + " DESC LIMIT " + strconv.Itoa(call.Limit) + " OFFSET " + b.arg(call.Offset))
		found, err := collect(ctx, c.t.Tx, b.String(), b.args, func(r *sql.Rows, id *int64) error { return r.Scan(id) })
		if err != nil {
			return fmt.Errorf("recently viewed: %w", err)
		}
		if c.recent == nil {
			c.recent = map[cql.Call][]int64{}
		}
		c.recent[call] = found
	}
	return nil
}

// recentSpaces are the spaces that recentlyViewedSpaces() stands for in a clause.
func (c *compiler) recentSpaces(e *cql.Clause) (out []wiki.SpaceID) {
	for _, v := range e.Values {
		if call, ok := v.(cql.Call); ok && call.Func == cql.RecentlyViewedSpaces {
			for _, id := range c.recent[call] {
				out = append(out, wiki.SpaceID(id))
			}
		}
	}
	return out
}
