package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// PurgeLeaves removes for good at most n contents of a space below which nothing hangs, whatever their status, with all
// that hangs on them. It returns how many it removed, and the names of blobs that nobody refers to any more, for the blob
// store to drop after the commit.
func (t *SiteTx) PurgeLeaves(ctx context.Context, space wiki.SpaceID, n int) (removed int, blobs []string, err error) {
	var b text
	b.WriteString("SELECT c.id FROM content c WHERE c.site = " + b.arg(t.site) + " AND c.space = " + b.arg(space) +
		" AND NOT EXISTS (SELECT 1 FROM content k WHERE k.parent = c.id) ORDER BY c.id" + atMost(n))
	ids, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, id *wiki.ContentID) error { return r.Scan(id) })
	ids = ids[:min(n, len(ids))]
	if err == nil {
		blobs, err = t.blobsOnlyOf(ctx, ids)
	}
	for _, id := range ids {
		if err == nil {
			err = t.dropWords(ctx, id)
		}
	}
	if err == nil && len(ids) > 0 {
		err = t.remove(ctx, ids)
	}
	if err != nil {
		return 0, nil, fmt.Errorf("purge leaves: %w", err)
	}
	return len(ids), blobs, nil
}

// CountContents is how many rows of content a space has, whatever their kind and status.
func (t *SiteTx) CountContents(ctx context.Context, space wiki.SpaceID) (n int, err error) {
	err = t.one(ctx, "SELECT COUNT(*) FROM content WHERE site = $1 AND space = $2", []any{t.site, space}, &n)
	return n, err
}

// ofSpace are the tables whose rows go with the space they name in the column space.
var ofSpace = [...]string{
	"space_grant",
	"space_permission",
	"space_role_assignment",
	"space_custom_grant",
	"space_data_policy",
	"space_label",
	"space_favourite",
	"space_watch",
	"space_level",
	"space_state_rule",
	"look",
}

// DropSpace removes a space that has no content any more, with all that hangs on it.
func (t *SiteTx) DropSpace(ctx context.Context, id wiki.SpaceID) error {
	if err := t.mustHave(ctx, "space", int64(id)); err != nil {
		return err
	}
	for _, table := range ofSpace {
		if _, err := t.exec(ctx, "DELETE FROM "+table+" WHERE space = $1", id); err != nil {
			return fmt.Errorf("drop space: %w", err)
		}
	}
	if err := t.dropTemplates(ctx, id); err != nil {
		return err
	}
	if err := t.dropRelations(ctx, wiki.SpaceNode, []int64{int64(id)}); err != nil {
		return err
	}
	for _, s := range []string{"DELETE FROM property WHERE site = $1 AND space = $2 AND content = 0", "DELETE FROM space WHERE site = $1 AND id = $2"} {
		if _, err := t.exec(ctx, s, t.site, id); err != nil {
			return fmt.Errorf("drop space: %w", err)
		}
	}
	return nil
}
