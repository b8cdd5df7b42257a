package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/wiki"
)

// Below lists what lies below a content, as far as the viewer may view it: one statement, whatever the size of the tree. It
// is listed from the top down, siblings together and in their order, or by id. What lies below hidden content has its view
// rule and is hidden too; what lies below content in another status is listed all the same.
func (t *SiteTx) Below(ctx context.Context, v wiki.Viewer, f wiki.TreeFilter, w wiki.Window) (wiki.Slice[wiki.Descendant], error) {
	after, err := parseTreeKey(w.After)
	if err != nil {
		return wiki.Slice[wiki.Descendant]{}, err
	}
	if f.Depth == 0 || f.Depth > maxDepth {
		f.Depth = maxDepth
	}
	var b text
	walked := ""
	if !slices.ContainsFunc(f.Kinds, func(k wiki.Kind) bool { return !k.InTree() }) {
		// Neither has any of them below it. What is walked is read from content_by_parent alone.
		walked = " AND c.kind NOT IN ('comment', 'attachment')"
	}
	b.WriteString(`WITH RECURSIVE down (id, depth) AS (
			SELECT c.id, 1 FROM content c WHERE c.site = ` + b.arg(t.site) + " AND c.parent = " + b.arg(f.Top) + walked + `
			UNION ALL SELECT c.id, down.depth + 1 FROM content c JOIN down ON c.parent = down.id
			WHERE down.depth < ` + b.arg(f.Depth) + walked + `),
		listed AS (
			SELECT down.id AS id, down.depth AS depth FROM down CROSS JOIN content c WHERE c.id = down.id AND ` +
		t.visible(&b, v) + " AND " + in(&b, "c.kind", f.Kinds) + " AND " + in(&b, "c.status", f.Statuses))
	order := " ORDER BY listed.depth, c.parent, c.position, c.id"
	if f.ByID {
		order = " ORDER BY c.id"
	}
	switch {
	case w.After == "":
	case f.ByID:
		b.WriteString(" AND c.id > " + b.arg(after[3]))
	default:
		b.WriteString(" AND (down.depth, c.parent, c.position, c.id) > (" + b.arg(after[0]) + ", " + b.arg(after[1]) + ", " +
			b.arg(after[2]) + ", " + b.arg(after[3]) + ")")
	}
	b.WriteString(strings.Replace(order, "listed.", "down.", 1) + atMost(w.Limit+1))
	if w.Offset > 0 {
		b.WriteString(" OFFSET " + b.arg(w.Offset))
	}
	b.WriteString(`) SELECT listed.depth, ` + contentCols + ` FROM listed CROSS JOIN content c` + contentJoins +
		" WHERE c.id = listed.id" + order)
	found, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, d *wiki.Descendant) error {
		var row contentRow
		if err := r.Scan(append([]any{&d.Depth}, row.dest()...)...); err != nil {
			return err
		}
		d.Content = row.content()
		return nil
	})
	if err != nil {
		return wiki.Slice[wiki.Descendant]{}, fmt.Errorf("descendants: %w", err)
	}
	return cut(found, w, treeKey), nil
}

// treeKey is the place of a content in the order of Below.
func treeKey(d wiki.Descendant) string {
	return fmt.Sprintf("%d %d %d %d", d.Depth, d.Parent, d.Position, d.ID)
}

func parseTreeKey(after string) (key [4]int64, err error) {
	if after == "" {
		return key, nil
	}
	words := strings.Fields(after)
	if len(words) != len(key) {
		return key, wiki.NewError(wiki.InvalidCursor, wiki.Facts{})
	}
	for i, word := range words {
		if key[i], err = strconv.ParseInt(word, 10, 64); err != nil {
			return key, wiki.NewError(wiki.InvalidCursor, wiki.Facts{})
		}
	}
	return key, nil
}

// PositionBeside is the position before or after a sibling, for a content that comes to lie there. Where there is no room
// left, the siblings get new positions first. NoSuchObject when the site has no such sibling.
func (t *SiteTx) PositionBeside(ctx context.Context, sibling wiki.ContentID, before bool) (int64, error) {
	var space wiki.SpaceID
	var parent wiki.ContentID
	var at int64
	for range 2 {
		err := t.one(ctx, "SELECT space, parent, position FROM content WHERE site = $1 AND id = $2", []any{t.site, sibling},
			&space, &parent, &at)
		if noRows(err) {
			return 0, wiki.Missing("content", sibling.String())
		}
		if err != nil {
			return 0, fmt.Errorf("position: %w", err)
		}
		// The neighbour on that side; beyond the last there is always room.
		next := at + 2*positionStep
		side := "SELECT COALESCE(MIN(position), $5) FROM content WHERE space = $1 AND parent = $2 AND (position, id) > ($3, $4)"
		if before {
			next = at - 2*positionStep
			side = "SELECT COALESCE(MAX(position), $5) FROM content WHERE space = $1 AND parent = $2 AND (position, id) < ($3, $4)"
		}
		if err := t.one(ctx, side, []any{space, parent, at, sibling, next}, &next); err != nil {
			return 0, fmt.Errorf("position: %w", err)
		}
		if middle := at + (next-at)/2; middle != at && middle != next {
			return middle, nil
		}
		if _, err := t.exec(ctx, `UPDATE content SET position = ranked.n * `+strconv.Itoa(positionStep)+` FROM (
				SELECT id, ROW_NUMBER() OVER (ORDER BY position, id) AS n FROM content WHERE space = $1 AND parent = $2) ranked
			WHERE content.id = ranked.id`, space, parent); err != nil {
			return 0, fmt.Errorf("position: %w", err)
		}
	}
	return 0, fmt.Errorf("position: no room beside %d", sibling)
}
