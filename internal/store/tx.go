package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/bits"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/wiki"
)

// Tx is a transaction over the whole installation: one snapshot, one time. Its methods are in the files of their nouns
// (directory.go, token.go). A Tx belongs to one goroutine.
type Tx struct {
	db   *DB
	pool *pool
	sql  *sql.Tx
	now  time.Time
	slot bool // a snapshot, which holds one of the pool's slots until it is closed

	// facts are those of the state the transaction works on, nil when none are remembered (facts.go).
	facts *shelf
	// changed says that a statement ran that may have changed something, failed that the engine refused one (write.go).
	changed, failed bool
	// promise is what a glance keeps to; with it, sql is nil as long as one statement is enough (memo.go).
	promise *promise
}

// SiteTx is a transaction bound to one site. Every query about spaces and content is a method of it and names the
// site, so that no key of one site can reach another.
type SiteTx struct {
	*Tx
	site wiki.SiteID
}

// Read opens a snapshot, waiting for a free connection as long as ctx lasts. Close it. Errors: ctx's own, Overloaded when
// the database cannot be reached.
func (d *DB) Read(ctx context.Context) (*Tx, error) {
	t := &Tx{db: d, pool: d.read, now: d.now()}
	return t, t.open(ctx)
}

// open begins the transaction of a snapshot.
func (t *Tx) open(ctx context.Context) error {
	if err := t.takeSlot(ctx); err != nil {
		return err
	}
	opts := &sql.TxOptions{ReadOnly: true}
	if t.db.dialect == &postgresDialect {
		opts.Isolation = sql.LevelRepeatableRead
	}
	begun, err := t.pool.db.BeginTx(ctx, opts)
	if err != nil {
		t.Close()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return &wiki.Error{Reason: wiki.Overloaded, Err: fmt.Errorf("begin read: %w", err)}
	}
	t.sql = begun
	return nil
}

func (t *Tx) takeSlot(ctx context.Context) error {
	if t.slot {
		return nil
	}
	if err := t.pool.take(ctx); err != nil {
		return err
	}
	t.slot = true
	return nil
}

// Close ends a snapshot; a second time does nothing. There is nothing to lose, so there is nothing to report.
func (t *Tx) Close() {
	if t == nil || !t.slot {
		return
	}
	t.slot = false
	if t.sql != nil {
		_ = t.sql.Rollback()
	}
	t.pool.give()
}

// In binds the transaction to a site.
func (t *Tx) In(site wiki.SiteID) *SiteTx { return &SiteTx{Tx: t, site: site} }

// Now is the time of the transaction, in whole milliseconds as it is stored.
func (t *Tx) Now() time.Time { return t.now.UTC().Truncate(time.Millisecond) }

// SiteID is the site the transaction is bound to.
func (t *SiteTx) SiteID() wiki.SiteID { return t.site }

func (t *Tx) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if err := storable(args); err != nil {
		return nil, err
	}
	if t.promise != nil && !t.promise.pinned {
		return t.glance(ctx, text, args)
	}
	return t.run(ctx, text, args)
}

// glance runs a statement of a glance whose snapshot is not open yet. The first one is a snapshot of its own; with the
// second the snapshot is opened. Both must be of the promised state.
func (t *Tx) glance(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	p := t.promise
	err := error(ErrMoved)
	switch {
	case p.broken:
		return nil, err
	case p.asked:
		err = t.open(p.begin)
	default:
		err = t.takeSlot(p.begin)
	}
	if err != nil {
		return nil, err
	}
	p.asked = true
	rows, err := t.run(ctx, text, args)
	if err != nil {
		return nil, err
	}
	if err := p.check(t.db.memo); err != nil {
		return nil, errors.Join(err, rows.Close())
	}
	p.pinned = t.sql != nil
	return rows, nil
}

func (t *Tx) run(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	t.db.observe(text)
	s, err := t.pool.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	t.note(s)
	t.changed = t.changed || !strings.HasPrefix(text, "SELECT")
	var rows *sql.Rows
	switch {
	case s == nil:
		rows, err = t.sql.QueryContext(ctx, text, args...)
	case t.sql == nil:
		rows, err = s.QueryContext(ctx, args...)
	default:
		rows, err = t.sql.StmtContext(ctx, s.Stmt).QueryContext(ctx, args...)
	}
	return rows, t.engine(err)
}

// engine notes an error of the engine, and returns it. A value that is there already undoes the statement and nothing else.
func (t *Tx) engine(err error) error {
	if err != nil && !isUnique(err) {
		t.failed = true
	}
	return err
}

// exec runs a statement that returns no rows, and says how many it changed.
func (t *Tx) exec(ctx context.Context, text string, args ...any) (int64, error) {
	r, err := t.change(ctx, text, args)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (t *Tx) change(ctx context.Context, text string, args []any) (r sql.Result, err error) {
	if err := storable(args); err != nil {
		return nil, err
	}
	s, err := t.pool.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	t.note(s)
	t.db.observe(text)
	before := t.changed
	t.changed = true
	if s == nil {
		r, err = t.sql.ExecContext(ctx, text, args...)
	} else {
		r, err = t.sql.StmtContext(ctx, s.Stmt).ExecContext(ctx, args...)
	}
	if isUnique(err) { // the statement is undone
		t.changed = before
	}
	return r, t.engine(err)
}

// note forgets the facts before a statement that may change them.
func (t *Tx) note(s *statement) {
	if s != nil && s.endsFacts {
		t.facts = nil
	}
}

// storable refuses texts that PostgreSQL cannot hold, on both engines alike: NUL and bytes that are not UTF-8.
func storable(args []any) error {
	for _, a := range args {
		s, isText := a.(string)
		if !isText {
			v := reflect.ValueOf(a)
			if v.Kind() != reflect.String {
				continue
			}
			s = v.String()
		}
		if strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
			return wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "text", Want: "UTF-8 without NUL",
				Detail: "a text holds a NUL or is not UTF-8"})
		}
	}
	return nil
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
			return t.engine(err)
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	return rows.Close()
}

// row is one for a row that is found by its key. SQLite has it sooner than a goroutine could begin to watch whether the
// request still wants it, so there it is read to the end.
func (t *Tx) row(ctx context.Context, text string, args []any, dest ...any) error {
	if t.db.dialect == &sqliteDialect {
		ctx = context.WithoutCancel(ctx)
	}
	return t.one(ctx, text, args, dest...)
}

// insert runs an INSERT … RETURNING id without DO UPDATE; sql.ErrNoRows when it inserts nothing.
func (t *Tx) insert(ctx context.Context, text string, args ...any) (id int64, err error) {
	if t.db.dialect != &sqliteDialect {
		err = t.one(ctx, text, args, &id)
		return id, err
	}
	// SQLite tells the id by itself, and collects what is to be returned in a table of its own.
	r, err := t.change(ctx, strings.TrimSuffix(text, " RETURNING id"), args)
	if err != nil {
		return 0, err
	}
	if n, err := r.RowsAffected(); n == 0 || err != nil {
		return 0, errors.Join(err, sql.ErrNoRows)
	}
	return r.LastInsertId()
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
	return out, t.engine(rows.Err())
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

// in writes "column IN ($1, $2, …)"; an empty list matches nothing. The list is padded with its last value to a power of
// two, so that lists of any length make few texts: the engines keep prepared statements by text.
func in[T any](b *text, column string, values []T) string {
	if len(values) == 0 {
		return "1 = 0"
	}
	var s strings.Builder
	s.WriteString(column + " IN (")
	for i := range 1 << bits.Len(uint(len(values)-1)) {
		if i > 0 {
			s.WriteString(", ")
		}
		s.WriteString(b.arg(values[min(i, len(values)-1)]))
	}
	s.WriteString(")")
	return s.String()
}

// maxBound is how many values one statement lists at most. The engines take tens of thousands, but SQLite finds each
// parameter by walking over those before it.
const maxBound = 512

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
