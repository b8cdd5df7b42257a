package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// The text index runs right behind the commit: a write puts the content into index_queue in its own transaction, and
// IndexSome reads the queue in batches. A row of the index counts only while indexed.version is the content's current
// version (design.md §5 "Text index").

func (t *SiteTx) queueIndex(ctx context.Context, id wiki.ContentID) error {
	_, err := t.exec(ctx, `INSERT INTO index_queue (content, at) VALUES ($1, $2) ON CONFLICT (content) DO NOTHING`,
		id, millis(t.Now()))
	return err
}

func (t *SiteTx) unindex(ctx context.Context, ids []wiki.ContentID) error {
	for _, id := range ids {
		for _, s := range []string{"DELETE FROM index_queue WHERE content = $1", "DELETE FROM indexed WHERE content = $1",
			t.db.dialect.wordsDrop} {
			if _, err := t.exec(ctx, s, id); err != nil {
				return fmt.Errorf("unindex: %w", err)
			}
		}
	}
	return nil
}

type indexEntry struct {
	id          wiki.ContentID
	at          int64
	version     int
	title, body string
}

// IndexSome brings the index up to date for at most limit contents, oldest first, and returns how many it did. plain
// makes the text of a storage body; it runs outside any transaction.
func (d *DB) IndexSome(ctx context.Context, limit int, plain func(storage string) string) (int, error) {
	entries, err := d.queued(ctx, limit)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	type row struct {
		title, body, terms string
		length             int
	}
	rows := make([]row, len(entries))
	for i, e := range entries {
		title, body := words.Terms(e.title), words.Terms(plain(e.body))
		rows[i] = row{d.dialect.wordsText(title), d.dialect.wordsText(body), countTerms(title, body), len(title) + len(body)}
	}
	err = d.Write(ctx, func(ctx context.Context, t *Tx) error {
		for i, e := range entries {
			for _, s := range d.dialect.wordsPut {
				args := []any{e.id, rows[i].title, rows[i].body}
				if s == d.dialect.wordsDrop { // SQLite's contentless index has no upsert: drop, then put
					args = args[:1]
				}
				if _, err := t.exec(ctx, s, args...); err != nil {
					return err
				}
			}
			if _, err := t.exec(ctx, `INSERT INTO indexed (content, version, length, terms) VALUES ($1, $2, $3, $4)
				ON CONFLICT (content) DO UPDATE SET version = excluded.version, length = excluded.length, terms = excluded.terms`,
				e.id, e.version, rows[i].length, rows[i].terms); err != nil {
				return err
			}
			// A write that came after the read left its version current: it must be read again.
			if _, err := t.exec(ctx, `DELETE FROM index_queue WHERE content = $1 AND at = $2 AND NOT EXISTS (
				SELECT 1 FROM content c JOIN version v ON v.content = c.id AND v.number = c.version
				WHERE c.id = $1 AND (c.version <> $3 OR v.title <> $4 OR v.body <> $5))`,
				e.id, e.at, e.version, e.title, e.body); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("index: %w", err)
	}
	return len(entries), nil
}

func (d *DB) queued(ctx context.Context, limit int) ([]indexEntry, error) {
	t, err := d.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	return collect(ctx, t, `SELECT q.content, q.at, c.version, v.title, v.body FROM index_queue q
		JOIN content c ON c.id = q.content JOIN version v ON v.content = c.id AND v.number = c.version
		ORDER BY q.at, q.content LIMIT $1`, []any{limit}, func(r *sql.Rows, e *indexEntry) error {
		return r.Scan(&e.id, &e.at, &e.version, &e.title, &e.body)
	})
}

// IndexLag is how long the oldest content in the queue has waited, zero when it is empty.
func (d *DB) IndexLag(ctx context.Context) (time.Duration, error) {
	t, err := d.Read(ctx)
	if err != nil {
		return 0, err
	}
	defer t.Close()
	var oldest int64
	if err := t.one(ctx, "SELECT COALESCE(MIN(at), 0) FROM index_queue", nil, &oldest); err != nil || oldest == 0 {
		return 0, err
	}
	return t.Now().Sub(fromMillis(oldest)), nil
}
