package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate runs the migrations that the database has not seen, each in one transaction, under a lock that other
// processes wait for: SQLite's write lock, an advisory lock on PostgreSQL. A database that has seen migrations this
// program does not know is refused: its rows may mean something else by now.
func (d *DB) migrate(ctx context.Context) error {
	conn, err := d.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	entries, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	known := 0
	for _, name := range names {
		if known, err = d.migrateOne(ctx, conn, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	var newest int
	if err := conn.QueryRowContext(ctx, "SELECT MAX(number) FROM migration").Scan(&newest); err != nil {
		return err
	}
	if newest > known {
		return fmt.Errorf("the database has migration %d, this program knows %d: use the newer program", newest, known)
	}
	return nil
}

// connect opens the first connection. SQLite does not wait while another process turns the same new file to WAL, so this
// does, for about as long as SQLite waits elsewhere.
func (d *DB) connect(ctx context.Context) (*sql.Conn, error) {
	const pause, attempts = 10 * time.Millisecond, 1000
	for attempt := 1; ; attempt++ {
		conn, err := d.write.db.Conn(ctx)
		if !isConflict(err) || attempt == attempts {
			return conn, err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		}
	}
}

// migrationLock is the key of PostgreSQL's advisory lock: "weir" as a number.
const migrationLock = 0x77656972

// migrateOne runs a migration unless the database has seen it, and returns its number.
func (d *DB) migrateOne(ctx context.Context, conn *sql.Conn, name string) (number int, err error) {
	number, err = strconv.Atoi(name[:strings.IndexByte(name, '_')])
	if err != nil {
		return 0, err
	}
	text, err := migrations.ReadFile("migrations/" + name)
	if err != nil {
		return 0, err
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing, after an error that error counts
	run := d.dialect.expand(string(text))
	if d.dialect == &postgresDialect {
		if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", migrationLock); err != nil {
			return 0, err
		}
	}
	if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS migration (number "+d.dialect.integer+" PRIMARY KEY)"); err != nil {
		return 0, err
	}
	var done int
	if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM migration WHERE number = $1", number).Scan(&done); err != nil {
		return 0, err
	}
	if done > 0 {
		return number, tx.Commit()
	}
	for _, s := range run {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return 0, fmt.Errorf("%w in %q", err, s)
		}
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO migration (number) VALUES ($1)", number); err != nil {
		return 0, err
	}
	return number, tx.Commit()
}
