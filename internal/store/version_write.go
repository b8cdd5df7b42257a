package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// DropVersion removes one of the older versions of a content and numbers the others 1 to N again (client-expectations.md,
// last section). The names of blobs that nobody refers to any more are returned, for the blob store to drop after the
// commit. NoSuchObject when the site has no such content.
func (t *SiteTx) DropVersion(ctx context.Context, id wiki.ContentID, number int) (blobs []string, err error) {
	if err := t.mustHave(ctx, "content", int64(id)); err != nil {
		return nil, err
	}
	blobs, err = collect(ctx, t.Tx, `SELECT f.blob FROM file f WHERE f.content = $1 AND f.version = $2 AND NOT EXISTS
		(SELECT 1 FROM file o WHERE o.blob = f.blob AND (o.content <> $1 OR o.version <> $2))`, []any{id, number},
		func(r *sql.Rows, name *string) error { return r.Scan(name) })
	if err != nil {
		return nil, fmt.Errorf("drop version: %w", err)
	}
	// Below zero there is room to renumber: a number may not be there twice even for a moment.
	for _, table := range []struct{ name, column string }{{"file", "version"}, {"version", "number"}} {
		for _, s := range []string{
			"DELETE FROM " + table.name + " WHERE content = $1 AND " + table.column + " = $2",
			"UPDATE " + table.name + " SET " + table.column + " = 1 - " + table.column + " WHERE content = $1 AND " + table.column + " > $2",
		} {
			if _, err := t.exec(ctx, s, id, number); err != nil {
				return nil, fmt.Errorf("drop version: %w", err)
			}
		}
		if _, err := t.exec(ctx, "UPDATE "+table.name+" SET "+table.column+" = 0 - "+table.column+" WHERE content = $1 AND "+
			table.column+" < 0", id); err != nil {
			return nil, fmt.Errorf("drop version: %w", err)
		}
	}
	if err := t.renumberRelations(ctx, id, number); err != nil {
		return nil, err
	}
	for _, s := range []string{
		"UPDATE content SET version = version - 1 WHERE id = $1",
		"DELETE FROM indexed WHERE content = $1", // its number is another's now
	} {
		if _, err := t.exec(ctx, s, id); err != nil {
			return nil, fmt.Errorf("drop version: %w", err)
		}
	}
	return blobs, t.queueIndex(ctx, id)
}
