package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// Tx is a transaction over the whole installation: one snapshot, one time. Its methods are in the files of their nouns
// (site_row.go, account.go, token.go). A Tx belongs to one goroutine.
type Tx struct {
	db   *DB
	pool *pool
	sql  *sql.Tx
	now  time.Time
}

// SiteTx is a transaction bound to one site. Every query about spaces and content is a method of it and names the
// site, so that no key of one site can reach another.
type SiteTx struct {
	*Tx
	site wiki.SiteID
}

// Read opens a snapshot. Close it.
func (d *DB) Read(ctx context.Context) (*Tx, error) {
	opts := &sql.TxOptions{ReadOnly: true}
	if d.dialect == &postgresDialect {
		opts.Isolation = sql.LevelRepeatableRead
	}
	t, err := d.read.db.BeginTx(ctx, opts)
	if err != nil {
		return nil, fmt.Errorf("begin read: %w", err)
	}
	return &Tx{db: d, pool: d.read, sql: t, now: d.now()}, nil
}

// Close ends a snapshot. There is nothing to lose, so there is nothing to report.
func (t *Tx) Close() {
	if t != nil && t.sql != nil {
		_ = t.sql.Rollback()
	}
}

// In binds the transaction to a site.
func (t *Tx) In(site wiki.SiteID) *SiteTx { return &SiteTx{Tx: t, site: site} }

// Now is the time of the transaction, in whole milliseconds as it is stored.
func (t *Tx) Now() time.Time { return t.now.UTC().Truncate(time.Millisecond) }

// SiteID is the site the transaction is bound to.
func (t *SiteTx) SiteID() wiki.SiteID { return t.site }

func (t *Tx) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := t.pool.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return t.sql.QueryContext(ctx, text, args...)
	}
	return t.sql.StmtContext(ctx, s).QueryContext(ctx, args...)
}

func (t *Tx) exec(ctx context.Context, text string, args ...any) (int64, error) {
	r, err := t.sql.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// one scans the only row of a query; it returns sql.ErrNoRows when there is none.
func (t *Tx) one(ctx context.Context, text string, args []any, dest ...any) error {
	rows, err := t.query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	return rows.Close()
}

// insert runs an INSERT … RETURNING id.
func (t *Tx) insert(ctx context.Context, text string, args ...any) (id int64, err error) {
	err = t.sql.QueryRowContext(ctx, text, args...).Scan(&id)
	return id, err
}

// collect scans all rows with scan.
func collect[T any](ctx context.Context, t *Tx, text string, args []any, scan func(*sql.Rows, *T) error) ([]T, error) {
	rows, err := t.query(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		var v T
		if err := scan(rows, &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

func noRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// text builds a statement with its arguments. Values are always bound, never written into the text.
type text struct {
	strings.Builder
	args []any
}

// arg binds a value and returns its placeholder.
func (b *text) arg(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

// in writes "column IN ($1, $2, …)"; an empty list matches nothing.
func in[T any](b *text, column string, values []T) string {
	if len(values) == 0 {
		return "1 = 0"
	}
	var s strings.Builder
	s.WriteString(column + " IN (")
	for i, v := range values {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(b.arg(v))
	}
	s.WriteString(")")
	return s.String()
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
