package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// Selections are the texts that the inline comments on a content were made on, as they were, by the names of their marks.
func (t *SiteTx) Selections(ctx context.Context, id wiki.ContentID) (map[string]string, error) {
	out := map[string]string{}
	_, err := collect(ctx, t.Tx, `SELECT DISTINCT th.marker, th.selection FROM comment th JOIN content c ON c.id = th.target
		WHERE c.site = $1 AND c.id = $2 AND th.marker <> ''`, []any{t.site, id}, func(r *sql.Rows, _ *struct{}) error {
		var marker, selection string
		if err := r.Scan(&marker, &selection); err != nil {
			return err
		}
		out[marker] = selection
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("selections: %w", err)
	}
	return out, nil
}

// SetSelection writes over the text that the inline comments of one mark were made on. NoSuchObject when the site has no
// such content.
func (t *SiteTx) SetSelection(ctx context.Context, id wiki.ContentID, marker, selection string) error {
	if err := t.mustHave(ctx, "content", int64(id)); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "UPDATE comment SET selection = $3 WHERE target = $1 AND marker = $2", id, marker, selection); err != nil {
		return fmt.Errorf("set selection: %w", err)
	}
	return nil
}

// CommentTitles are the titles, each once, that the comments in a content have or had: most are made of the content's.
func (t *SiteTx) CommentTitles(ctx context.Context, container wiki.ContentID) ([]string, error) {
	found, err := collect(ctx, t.Tx, `SELECT c.title FROM content c WHERE c.site = $1 AND c.container = $2 AND c.kind = 'comment'
		UNION SELECT v.title FROM version v JOIN content c ON c.id = v.content WHERE c.site = $1 AND c.container = $2 AND c.kind = 'comment'`,
		[]any{t.site, container}, func(r *sql.Rows, title *string) error { return r.Scan(title) })
	if err != nil {
		return nil, fmt.Errorf("titles of comments: %w", err)
	}
	return found, nil
}

// RetitleComments gives the comments in a content that have or had a title another, in every version. What the index holds
// of them counts no more.
func (t *SiteTx) RetitleComments(ctx context.Context, container wiki.ContentID, from, to string) error {
	const those = "SELECT c.id FROM content c WHERE c.site = $1 AND c.container = $2 AND c.kind = 'comment'"
	for _, s := range []struct {
		text string
		args []any
	}{
		{"UPDATE version SET title = $4 WHERE title = $3 AND content IN (" + those + ")", []any{from, to}},
		{"DELETE FROM indexed WHERE content IN (" + those + " AND c.title = $3)", []any{from}},
		{"INSERT INTO index_queue (content, at) SELECT k.id, CAST($4 AS BIGINT) FROM content k WHERE k.id IN (" + those + ` AND c.title = $3)
			ON CONFLICT (content) DO UPDATE SET turn = index_queue.turn + 1`, []any{from, millis(t.Now())}},
		{"UPDATE content SET title = $4, title_fold = $5 WHERE id IN (" + those + " AND c.title = $3)", []any{from, to, words.Fold(to)}},
	} {
		if _, err := t.exec(ctx, s.text, append([]any{t.site, container}, s.args...)...); err != nil {
			return fmt.Errorf("retitle comments: %w", err)
		}
	}
	return nil
}

// TitleTaken reports whether another content stands where c does under the title that c shall have.
func (t *SiteTx) TitleTaken(ctx context.Context, c wiki.Content) (bool, error) {
	if c.Kind != wiki.Page || c.Status != wiki.Current {
		return false, nil
	}
	var n int
	err := t.one(ctx, `SELECT COUNT(*) FROM content WHERE site = $1 AND space = $2 AND kind = $3 AND status = $4 AND title_fold = $5 AND id <> $6`,
		[]any{t.site, c.Space, c.Kind, c.Status, words.Fold(c.Title), c.ID}, &n)
	if err != nil {
		return false, fmt.Errorf("title taken: %w", err)
	}
	return n > 0, nil
}
