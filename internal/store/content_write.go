package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// positionStep leaves room between siblings, so that a move rewrites one row.
const positionStep = 1000

// CreateContent adds a content with its first version and returns it. The caller decided that it may and that the
// parent is right; DuplicateTitle is found here, where the unique index speaks.
func (t *SiteTx) CreateContent(ctx context.Context, author wiki.AccountID, n wiki.NewContent) (wiki.Content, error) {
	now := millis(t.Now())
	var position int64
	if err := t.one(ctx, "SELECT COALESCE(MAX(position), 0) FROM content WHERE site = $1 AND space = $2 AND parent = $3",
		[]any{t.site, n.Space, n.Parent}, &position); err != nil {
		return wiki.Content{}, fmt.Errorf("create content: %w", err)
	}
	var rule wiki.RuleID // a new content has no restriction of its own, so its rule is its parent's
	if n.Parent != 0 {
		if err := t.one(ctx, "SELECT rule FROM content WHERE site = $1 AND id = $2", []any{t.site, n.Parent}, &rule); err != nil {
			return wiki.Content{}, fmt.Errorf("create content: parent: %w", err)
		}
	}
	id, err := t.insert(ctx, `INSERT INTO content (site, space, kind, status, title, title_fold, parent, position, owner,
			creator, created, rule, version, modified)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, 1, $10) RETURNING id`,
		t.site, n.Space, n.Kind, n.Status, n.Title, words.Fold(n.Title), n.Parent, position+positionStep, author, now, rule)
	if isUnique(err) {
		return wiki.Content{}, duplicateTitle(n.Kind, n.Title)
	}
	if err != nil {
		return wiki.Content{}, fmt.Errorf("create content: %w", err)
	}
	cid := wiki.ContentID(id)
	v := wiki.Version{Number: 1, Author: author, At: t.Now(), Message: n.Message, Title: n.Title}
	if err := t.addVersion(ctx, cid, v, n.Storage, n.File); err != nil {
		return wiki.Content{}, err
	}
	c, _, err := t.Content(ctx, wiki.Viewer{}, cid)
	return c, err
}

func duplicateTitle(k wiki.Kind, title string) error {
	return wiki.NewError(wiki.DuplicateTitle, wiki.Facts{Object: string(k), Param: "title", Value: title})
}

func (t *SiteTx) addVersion(ctx context.Context, id wiki.ContentID, v wiki.Version, storage string, f *wiki.File) error {
	if _, err := t.exec(ctx, `INSERT INTO version (content, number, author, at, message, minor, title, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, v.Number, v.Author, millis(v.At), v.Message, flag(v.Minor),
		v.Title, storage); err != nil {
		return fmt.Errorf("add version: %w", err)
	}
	if f != nil {
		if _, err := t.exec(ctx, `INSERT INTO file (content, version, file_id, blob, media_type, size, comment)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, v.Number, f.FileID, f.Blob, f.MediaType, f.Size, f.Comment); err != nil {
			return fmt.Errorf("add file: %w", err)
		}
	}
	return t.queueIndex(ctx, id)
}

// SetContent writes the members of c that can change: space, status, title, parent, position, owner. With a version,
// a new one is added with its body; a draft that is published or saved keeps number 1 and is written over. It does not
// touch the rules: a change of parent needs Reroot after it.
func (t *SiteTx) SetContent(ctx context.Context, c wiki.Content, v *wiki.Version, storage string) error {
	number := c.Version.Number
	modified := millis(c.Version.At)
	if v != nil {
		number, modified = v.Number, millis(v.At)
	}
	_, err := t.exec(ctx, `UPDATE content SET space = $3, status = $4, title = $5, title_fold = $6, parent = $7,
		position = $8, owner = $9, version = $10, modified = $11 WHERE site = $1 AND id = $2`, t.site, c.ID, c.Space,
		c.Status, c.Title, words.Fold(c.Title), c.Parent, c.Position, c.Owner, number, modified)
	if isUnique(err) {
		return duplicateTitle(c.Kind, c.Title)
	}
	if err != nil {
		return fmt.Errorf("set content: %w", err)
	}
	if v == nil {
		return t.queueIndex(ctx, c.ID)
	}
	if _, err := t.exec(ctx, "DELETE FROM version WHERE content = $1 AND number = $2", c.ID, v.Number); err != nil {
		return fmt.Errorf("set content: %w", err)
	}
	return t.addVersion(ctx, c.ID, *v, storage, nil)
}

// LastPosition is the position behind the last child of a parent.
func (t *SiteTx) LastPosition(ctx context.Context, space wiki.SpaceID, parent wiki.ContentID) (int64, error) {
	var last int64
	err := t.one(ctx, "SELECT COALESCE(MAX(position), 0) FROM content WHERE site = $1 AND space = $2 AND parent = $3",
		[]any{t.site, space, parent}, &last)
	return last + positionStep, err
}

// IsBelow reports whether a content lies in the subtree of another, or is it.
func (t *SiteTx) IsBelow(ctx context.Context, id, top wiki.ContentID) (bool, error) {
	var n int
	err := t.one(ctx, `WITH RECURSIVE up (id, parent, depth) AS (
			SELECT c.id, c.parent, 0 FROM content c WHERE c.site = $1 AND c.id = $2
			UNION ALL SELECT p.id, p.parent, up.depth + 1 FROM content p JOIN up ON p.id = up.parent
			WHERE up.parent <> 0 AND up.depth < $4)
		SELECT COUNT(*) FROM up WHERE up.id = $3`, []any{t.site, id, top, maxDepth}, &n)
	return n > 0, err
}

// SetSubtreeSpace moves everything below a content into a space.
func (t *SiteTx) SetSubtreeSpace(ctx context.Context, top wiki.ContentID, space wiki.SpaceID) error {
	_, err := t.exec(ctx, `WITH RECURSIVE down (id, depth) AS (
			SELECT c.id, 0 FROM content c WHERE c.site = $1 AND c.id = $2
			UNION ALL SELECT c.id, down.depth + 1 FROM content c JOIN down ON c.parent = down.id WHERE down.depth < $4)
		UPDATE content SET space = $3 WHERE id IN (SELECT id FROM down)`, t.site, top, space, maxDepth)
	if isUnique(err) {
		return duplicateTitle(wiki.Page, "")
	}
	return err
}

// Purge removes a content for good, with the comments and attachments in it and everything that hangs on them. Where
// pages hang below it, an empty row with the status "deleted" stays in its place: they inherit its view restriction,
// and taking it out of their rule would show them to more people. The names of blobs nobody refers to any more are
// returned, for the blob store to drop after the commit.
func (t *SiteTx) Purge(ctx context.Context, c wiki.Content) (blobs []string, err error) {
	below, err := t.subtree(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("purge: %w", err)
	}
	ids := []wiki.ContentID{c.ID}
	inside := map[wiki.ContentID]bool{c.ID: true} // replies hang on comments, so their depth is any
	husk := false
	for _, n := range below[1:] {
		if !inside[n.parent] {
			continue
		}
		if n.kind == wiki.Comment || n.kind == wiki.Attachment {
			inside[n.id] = true
			ids = append(ids, n.id)
		} else {
			husk = true
		}
	}
	if blobs, err = t.blobsOnlyOf(ctx, ids); err != nil {
		return nil, fmt.Errorf("purge: %w", err)
	}
	if err := t.unindex(ctx, ids); err != nil {
		return nil, fmt.Errorf("purge: %w", err)
	}
	if _, err := t.exec(ctx, "UPDATE space SET home = 0 WHERE home = $1", c.ID); err != nil {
		return nil, fmt.Errorf("purge: %w", err)
	}
	if husk {
		if _, err := t.exec(ctx, "UPDATE content SET status = 'deleted', title = '', title_fold = '' WHERE site = $1 AND id = $2",
			t.site, c.ID); err != nil {
			return nil, fmt.Errorf("purge: %w", err)
		}
		if _, err := t.exec(ctx, "UPDATE version SET title = '', body = '', message = '' WHERE content = $1", c.ID); err != nil {
			return nil, fmt.Errorf("purge: %w", err)
		}
		ids = ids[1:]
	}
	return blobs, t.remove(ctx, ids)
}

func (t *SiteTx) remove(ctx context.Context, ids []wiki.ContentID) error {
	for _, table := range []string{"content_label", "restriction_subject", "restriction", "file", "version"} {
		var b text
		b.WriteString("DELETE FROM " + table + " WHERE " + in(&b, "content", ids))
		if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
			return fmt.Errorf("purge %s: %w", table, err)
		}
	}
	var b text
	b.WriteString("DELETE FROM content WHERE site = " + b.arg(t.site) + " AND " + in(&b, "id", ids))
	if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
		return fmt.Errorf("purge content: %w", err)
	}
	return nil
}

// blobsOnlyOf lists the blobs that only these contents' files name.
func (t *SiteTx) blobsOnlyOf(ctx context.Context, ids []wiki.ContentID) ([]string, error) {
	var b text
	b.WriteString("SELECT DISTINCT f.blob FROM file f WHERE " + in(&b, "f.content", ids) +
		" AND NOT EXISTS (SELECT 1 FROM file o WHERE o.blob = f.blob AND NOT (" + in(&b, "o.content", ids) + "))")
	return collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, name *string) error { return r.Scan(name) })
}
