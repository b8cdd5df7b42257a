package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/weirhq/weir/internal/wiki"
)

// Purge removes a content for good, with the comments and attachments in it and everything that hangs on them. Where
// pages hang below it, an empty row with the status "deleted" stays in its place: they inherit its view restriction,
// and taking it out of their rule would show them to more people. The names of blobs nobody refers to any more are
// returned, for the blob store to drop after the commit. NoSuchObject when the site has no such content.
func (t *SiteTx) Purge(ctx context.Context, c wiki.Content) (blobs []string, err error) {
	below, err := t.subtree(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("purge: %w", err)
	}
	if len(below) == 0 {
		return nil, wiki.Missing("content", c.ID.String())
	}
	ids := []wiki.ContentID{c.ID}
	inside := map[wiki.ContentID]bool{c.ID: true} // replies hang on comments, so their depth is any
	husk := false
	for _, n := range below[1:] {
		switch {
		case !inside[n.parent]:
		case n.kind.IsContained():
			inside[n.id] = true
			ids = append(ids, n.id)
		default:
			husk = true
		}
	}
	if blobs, err = t.blobsOnlyOf(ctx, ids); err != nil {
		return nil, fmt.Errorf("purge: %w", err)
	}
	for _, id := range ids {
		if err := t.dropWords(ctx, id); err != nil {
			return nil, fmt.Errorf("purge: %w", err)
		}
	}
	if _, err := t.exec(ctx, "UPDATE space SET home = 0 WHERE site = $1 AND home = $2", t.site, c.ID); err != nil {
		return nil, fmt.Errorf("purge: %w", err)
	}
	if husk {
		if err := t.hollow(ctx, c.ID); err != nil {
			return nil, fmt.Errorf("purge: %w", err)
		}
		ids = ids[1:]
	}
	for some := range slices.Chunk(ids, maxBound) {
		if err := t.remove(ctx, some); err != nil {
			return nil, fmt.Errorf("purge: %w", err)
		}
	}
	return blobs, nil
}

// hollow leaves of a content its place in the tree and its view restriction.
func (t *SiteTx) hollow(ctx context.Context, id wiki.ContentID) error {
	for _, s := range []string{
		"UPDATE content SET status = 'deleted', title = '', title_fold = '', embed_url = '' WHERE id = $1",
		"UPDATE version SET title = '', body = '', message = '' WHERE content = $1",
		"DELETE FROM restriction_subject WHERE content = $1 AND op <> 'read'",
		"DELETE FROM restriction WHERE content = $1 AND op <> 'read'",
	} {
		if _, err := t.exec(ctx, s, id); err != nil {
			return err
		}
	}
	for _, table := range hanging {
		if _, err := t.exec(ctx, "DELETE FROM "+table+" WHERE content = $1", id); err != nil {
			return err
		}
	}
	return t.dropRelations(ctx, wiki.ContentNode, []int64{int64(id)})
}

// hanging are the tables whose rows go with the content they name in the column content.
var hanging = [...]string{
	"index_queue",
	"content_label",
	"content_mention",
	"content_macro",
	"content_watch",
	"content_favourite",
	"content_view",
	"content_like",
	"property",
	"comment",
	"content_level",
	"content_state_mark",
	"content_view",
	"inline_task",
}

// remove deletes the rows of contents, those that refer to others first.
func (t *SiteTx) remove(ctx context.Context, ids []wiki.ContentID) error {
	numbers := make([]int64, len(ids))
	for i, id := range ids {
		numbers[i] = int64(id)
	}
	if err := t.dropRelations(ctx, wiki.ContentNode, numbers); err != nil {
		return err
	}
	for _, table := range append(hanging[:], "restriction_subject", "restriction", "file", "version") {
		var b text
		b.WriteString("DELETE FROM " + table + " WHERE " + in(&b, "content", ids))
		if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
			return err
		}
	}
	var b text
	b.WriteString("DELETE FROM content WHERE site = " + b.arg(t.site) + " AND " + in(&b, "id", ids))
	_, err := t.exec(ctx, b.String(), b.args...)
	return err
}

// blobsOnlyOf lists the blobs that only these contents' files name.
func (t *SiteTx) blobsOnlyOf(ctx context.Context, ids []wiki.ContentID) ([]string, error) {
	doomed := make(map[wiki.ContentID]bool, len(ids))
	for _, id := range ids {
		doomed[id] = true
	}
	kept := map[string]bool{} // by blob: somebody else names it
	for some := range slices.Chunk(ids, maxBound) {
		var b text
		b.WriteString("SELECT f.blob, o.content FROM file f JOIN file o ON o.blob = f.blob WHERE " + in(&b, "f.content", some))
		_, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
			var blob string
			var owner wiki.ContentID
			if err := r.Scan(&blob, &owner); err != nil {
				return err
			}
			kept[blob] = kept[blob] || !doomed[owner]
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	var out []string
	for blob, k := range kept {
		if !k {
			out = append(out, blob)
		}
	}
	slices.Sort(out)
	return out, nil
}
