// Package store owns all SQL: the schema, the queries by noun, the transactions, and the two engines SQLite and
// PostgreSQL behind one text. It refuses decisions: who may do what is asked of it as facts (wiki.Access) or as a
// filter (wiki.Viewer), never answered here. Queries about a site's content are methods of a transaction bound to that
// site (SiteTx); queries about the installation are methods of Tx.
package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// Options say where the database is and what its clock is.
type Options struct {
	// URL is "postgres://…" or the path of an SQLite file, which is made when missing.
	URL string
	// Now is the clock; each transaction takes one time from it.
	Now func() time.Time
	// Readers is the number of read connections; 0 means twice the processors (performance-facts.md "readers").
	Readers int
	// Synchronous is SQLite's setting of that name; empty means FULL. Crash tests show what NORMAL loses.
	Synchronous string
}

// DB is an open database. Safe for concurrent use.
type DB struct {
	dialect *dialect
	now     func() time.Time
	read    *pool
	write   *pool
	writer  *writer // SQLite only: the group commit

	closeOnce sync.Once
	closeErr  error
}

// pool is a set of connections with the statements prepared on them.
type pool struct {
	db    *sql.DB
	cache bool // keep prepared statements; pgx keeps its own
	mu    sync.RWMutex
	stmts map[string]*sql.Stmt
}

// maxStatements bounds the cache of prepared statements; listings have many shapes.
const maxStatements = 400

// Open opens the database and brings its schema up to date. Several processes may do so at once.
func Open(ctx context.Context, o Options) (*DB, error) {
	d := &DB{now: o.Now}
	if d.now == nil {
		return nil, fmt.Errorf("open database: no clock")
	}
	if o.Readers == 0 {
		o.Readers = 2 * runtime.GOMAXPROCS(0)
	}
	var err error
	if strings.HasPrefix(o.URL, "postgres://") || strings.HasPrefix(o.URL, "postgresql://") {
		err = d.openPostgres(o)
	} else {
		err = d.openSQLite(o)
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := d.migrate(ctx); err != nil {
		d.Close()
		return nil, fmt.Errorf("migrate database: %w", err)
	}
	if d.dialect == &sqliteDialect {
		if d.writer, err = startWriter(ctx, d); err != nil {
			d.Close()
			return nil, fmt.Errorf("open database: %w", err)
		}
	}
	return d, nil
}

func (d *DB) openSQLite(o Options) error {
	d.dialect = &sqliteDialect
	path, err := filepath.Abs(o.URL)
	if err != nil {
		return err
	}
	sync := o.Synchronous
	if sync == "" {
		sync = "FULL" // an acknowledged write is durable (R-ACK)
	}
	// Writers take the lock at BEGIN, so that a transaction never fails half-way; readers cannot write at all.
	dsn := func(extra ...string) string {
		v := url.Values{"_pragma": append([]string{"busy_timeout(10000)", "foreign_keys(1)",
			"journal_mode(WAL)", "synchronous(" + sync + ")", "cache_size(-16000)", "temp_store(MEMORY)"}, extra...)}
		v.Set("_txlock", "immediate")
		return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + v.Encode()
	}
	w, err := sql.Open("sqlite", dsn())
	if err != nil {
		return err
	}
	// One transaction at a time; the second connection is for preparing statements while it runs.
	w.SetMaxOpenConns(2)
	w.SetMaxIdleConns(2)
	d.write = &pool{db: w, cache: true, stmts: map[string]*sql.Stmt{}}
	r, err := sql.Open("sqlite", strings.Replace(dsn("query_only(1)"), "_txlock=immediate", "_txlock=deferred", 1))
	if err != nil {
		return err
	}
	r.SetMaxOpenConns(o.Readers)
	r.SetMaxIdleConns(o.Readers)
	d.read = &pool{db: r, cache: true, stmts: map[string]*sql.Stmt{}}
	return nil
}

func (d *DB) openPostgres(o Options) error {
	d.dialect = &postgresDialect
	db, err := sql.Open("pgx", o.URL)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(4 * o.Readers)
	db.SetMaxIdleConns(4 * o.Readers)
	d.read = &pool{db: db}
	d.write = d.read
	return nil
}

// Engine is "sqlite" or "postgres".
func (d *DB) Engine() string { return d.dialect.name }

// Ping asks the database whether it answers, for /readyz.
func (d *DB) Ping(ctx context.Context) error { return d.read.db.PingContext(ctx) }

// Close waits for the writes that were taken and closes all connections.
func (d *DB) Close() error {
	d.closeOnce.Do(func() {
		if d.writer != nil {
			d.writer.stop()
		}
		for _, p := range []*pool{d.read, d.write} {
			if p == nil {
				continue
			}
			if err := p.db.Close(); err != nil && d.closeErr == nil {
				d.closeErr = err
			}
		}
	})
	return d.closeErr
}

// prepared returns the statement for a text, prepared once per pool, or nil when it should run as text.
func (p *pool) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if !p.cache {
		return nil, nil
	}
	p.mu.RLock()
	s, found := p.stmts[text]
	full := len(p.stmts) >= maxStatements
	p.mu.RUnlock()
	if found || full {
		return s, nil
	}
	// Prepared outside any transaction's connection; database/sql prepares it again where it is used.
	s, err := p.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other, raced := p.stmts[text]; raced {
		return other, s.Close()
	}
	p.stmts[text] = s
	return s, nil
}
