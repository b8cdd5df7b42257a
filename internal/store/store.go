// Package store owns all SQL: the schema, the queries by noun, the transactions, and the two engines SQLite and
// PostgreSQL behind one text. It refuses decisions: who may do what is asked of it as facts (wiki.Access) or as a
// filter (wiki.Viewer), never answered here. Queries about a site's content are methods of a transaction bound to that
// site (SiteTx); queries about the installation are methods of Tx.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Options say where the database is and what its clock is.
type Options struct {
	// URL is "postgres://…" or the path of an SQLite file, which is made when missing.
	URL string
	// Now is the clock; each transaction takes one time from it.
	Now func() time.Time
	// Readers is how many snapshots can be open at once; 0 means twice the processors, at most 16, since each has a
	// connection with a cache of its own (performance-facts.md "readers").
	Readers int
	// Synchronous is SQLite's setting of that name; empty means FULL. Crash tests show what NORMAL loses.
	Synchronous string
	// VFS is SQLite's virtual file system; empty means the operating system's. Crash tests watch it being synced.
	VFS string
	// Observe, when it is set, is told the text of each statement of a transaction before it runs: what a call costs is how many
	// there are. It must be safe for concurrent use.
	Observe func(statement string)
}

// DB is an open database. Safe for concurrent use.
type DB struct {
	dialect *dialect
	now     func() time.Time
	read    *pool
	write   *pool
	writer  *writer // SQLite only: the group commit
	pace    *pace   // PostgreSQL only: how many writes run at once
	memo    *memo   // SQLite only: answers of the present state
	walk    walkBounds
	observe func(statement string)

	closeOnce sync.Once
	closeErr  error
}

// Open opens the database and brings its schema up to date. Several processes may do so at once. It refuses a database
// that a newer program has migrated.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Now == nil {
		return nil, errors.New("open database: no clock")
	}
	if o.Readers == 0 {
		o.Readers = min(2*runtime.GOMAXPROCS(0), 16)
	}
	open := openSQLite
	if strings.HasPrefix(o.URL, "postgres://") || strings.HasPrefix(o.URL, "postgresql://") {
		open = openPostgres
	}
	d, err := open(o)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if d.now, d.walk, d.observe = o.Now, usualBounds(), o.Observe; d.observe == nil {
		d.observe = func(string) {}
	}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("migrate database: %w", err), d.Close())
	}
	if d.dialect == &sqliteDialect {
		d.writer = startWriter(d)
		// After the migrations, which may have to make the file.
		if err := d.watch(ctx, o.URL); err != nil {
			return nil, errors.Join(fmt.Errorf("open database: %w", err), d.Close())
		}
	}
	return d, nil
}

// watch starts the memo where states of the database can be told apart.
func (d *DB) watch(ctx context.Context, path string) error {
	s, err := openStamps(ctx, d.read.db, path)
	if s != nil {
		d.memo = &memo{stamps: s}
	}
	return err
}

// makePrivate makes a file that is missing, for its owner's eyes alone, whatever the folder: SQLite would leave that to the
// umask, and gives the files beside it the rights of this one. A file that is there is not opened, since closing it
// would take this process's locks off it.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the path is the operator's
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func openSQLite(o Options) (*DB, error) {
	path, err := filepath.Abs(o.URL)
	if err != nil {
		return nil, err
	}
	if o.Synchronous == "" {
		o.Synchronous = "FULL" // an acknowledged write is durable (R-ACK)
	}
	if o.VFS == "" {
		if err := makePrivate(path); err != nil {
			return nil, err
		}
	}
	dsn := func(begin string, more ...string) string {
		v := url.Values{"_txlock": {begin}, "_pragma": append([]string{"busy_timeout(10000)", "journal_mode(WAL)",
			"synchronous(" + o.Synchronous + ")", "foreign_keys(1)", "cache_size(-16000)", "temp_store(MEMORY)"}, more...)}
		if o.VFS != "" {
			v.Set("vfs", o.VFS)
		}
		return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + "?" + v.Encode()
	}
	// A write takes the lock at BEGIN, so that it never fails half-way; a snapshot cannot write at all.
	w, err := sql.Open("sqlite", dsn("immediate"))
	if err != nil {
		return nil, err
	}
	r, err := sql.Open("sqlite", dsn("deferred", "query_only(1)"))
	if err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return &DB{dialect: &sqliteDialect, write: newPool(w, 1, true), read: newPool(r, o.Readers, true)}, nil
}

func openPostgres(o Options) (*DB, error) {
	config, err := pgx.ParseConfig(o.URL)
	if err != nil {
		return nil, err
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "weir"
	}
	open := func(conns int) *pool {
		// pgx keeps the prepared statements of each connection itself.
		return newPool(stdlib.OpenDB(*config, stdlib.OptionAfterConnect(settle)), conns, false)
	}
	// Apart, so that a write never waits for a connection that somebody reads on.
	return &DB{dialect: &postgresDialect, write: open(postgresWriters), read: open(o.Readers),
		pace: newPace()}, nil
}

// settle makes a new connection what the store needs. Statements are not compiled before they run: the planner takes those
// about permissions for far dearer than they are, and compiling them takes ten times as long as running them.
func settle(ctx context.Context, c *pgx.Conn) error {
	if _, err := c.Exec(ctx, "SET jit = off"); err != nil {
		return err
	}
	return durableCommits(ctx, c)
}

// durableCommits makes commits wait for the disk where the server, the database or the role was told otherwise: an
// acknowledged write is durable (R-ACK). Stricter settings stay as they are.
func durableCommits(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false)
		WHERE current_setting('synchronous_commit') = 'off'`)
	return err
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
		if d.memo != nil {
			d.memo.stamps.release()
		}
		d.closeErr = errors.Join(d.read.close(), d.write.close())
		if d.memo != nil {
			d.memo.stamps.close()
		}
	})
	return d.closeErr
}
