package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// The text index runs right behind the commit: a write puts the content into index_queue in its own transaction, and
// IndexSome reads the queue in batches. A row of the index counts only while indexed.version is the content's current
// version (design.md §5 "Text index"). Current content is indexed and archived content, since nothing else is searched for words.

// queueIndex has a content read by the indexer. An entry that waits keeps its time and its place.
func (t *SiteTx) queueIndex(ctx context.Context, id wiki.ContentID) error {
	_, err := t.exec(ctx, `INSERT INTO index_queue (content, at) VALUES ($1, $2)
		ON CONFLICT (content) DO UPDATE SET turn = index_queue.turn + 1`, id, millis(t.Now()))
	return err
}

// dropWords takes a content out of the text index.
func (t *Tx) dropWords(ctx context.Context, id wiki.ContentID) error {
	for _, s := range []string{"DELETE FROM indexed WHERE content = $1", "DELETE FROM indexed_terms WHERE content = $1", t.db.dialect.wordsDrop} {
		if _, err := t.exec(ctx, s, id); err != nil {
			return fmt.Errorf("take out of the text index: %w", err)
		}
	}
	return nil
}

// indexEntry is a content as the queue hands it to the indexer.
type indexEntry struct {
	id          wiki.ContentID
	at          int64 // with the turn, tells this entry from any later one
	turn        int
	known       bool // has words in the index, though perhaps they count no more
	status      wiki.Status
	version     int
	title, body string
}

func isIndexed(s wiki.Status) bool { return s == wiki.Current || s == wiki.Archived }

// indexRow is what the text index keeps of a content.
type indexRow struct {
	words  []any // the columns of the engine's table
	terms  string
	length int
}

// IndexSome brings the index up to date for at most limit contents, oldest first, and returns how many it looked at.
// plain makes the text of a storage body; it runs outside any transaction.
func (d *DB) IndexSome(ctx context.Context, limit int, plain func(storage string) string) (int, error) {
	entries, err := d.queued(ctx, limit)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	rows, vocabulary := make([]indexRow, len(entries)), map[string]bool{}
	for i, e := range entries {
		if !isIndexed(e.status) {
			continue
		}
		title, body := textOf(e.title), textOf(plain(e.body))
		titleRow, bodyRow := newLayout(title), newLayout(body)
		rows[i] = indexRow{d.dialect.wordsRow(titleRow, bodyRow), countTerms(title, body, titleRow, bodyRow), len(title.terms) + len(body.terms)}
		for _, term := range slices.Concat(titleRow.all(), bodyRow.all()) {
			vocabulary[term] = true
		}
	}
	err = d.Write(ctx, func(ctx context.Context, t *Tx) error {
		if err := t.addTerms(ctx, vocabulary); err != nil {
			return err
		}
		for i, e := range entries {
			if err := t.index(ctx, e, rows[i]); err != nil {
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

// index takes an entry off the queue and writes its row, unless a write or another process's indexer came after the entry
// was read: then there is another entry, or none, and the row that was made is old.
func (t *Tx) index(ctx context.Context, e indexEntry, row indexRow) error {
	n, err := t.exec(ctx, "DELETE FROM index_queue WHERE content = $1 AND turn = $2 AND at = $3", e.id, e.turn, e.at)
	if err != nil || n == 0 {
		return err
	}
	if e.known {
		if err := t.dropWords(ctx, e.id); err != nil {
			return err
		}
	}
	if !isIndexed(e.status) {
		return nil
	}
	if _, err := t.exec(ctx, t.db.dialect.wordsPut, append([]any{e.id}, row.words...)...); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "INSERT INTO indexed_terms (content, length, terms) VALUES ($1, $2, $3)", e.id, row.length, row.terms); err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO indexed (content, version) VALUES ($1, $2)", e.id, e.version)
	return err
}

func (d *DB) queued(ctx context.Context, limit int) ([]indexEntry, error) {
	t, err := d.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	return collect(ctx, t, `SELECT q.content, q.at, q.turn, CASE WHEN i.content IS NULL THEN 0 ELSE 1 END, c.status, c.version, c.title, v.body
		FROM index_queue q JOIN content c ON c.id = q.content JOIN version v ON v.content = c.id AND v.number = c.version
		LEFT JOIN indexed_terms i ON i.content = q.content
		ORDER BY q.at, q.content LIMIT `+strconv.Itoa(limit), nil, func(r *sql.Rows, e *indexEntry) error {
		return r.Scan(&e.id, &e.at, &e.turn, &e.known, &e.status, &e.version, &e.title, &e.body)
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
