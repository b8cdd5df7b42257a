package pgtest_test

import (
	"context"
	"database/sql"
	"sync/atomic"
	"testing"

	"github.com/weirhq/weir/internal/pgtest"
)

func TestDatabasesAreFreshAndApart(t *testing.T) {
	t.Parallel()
	one, two := open(t, pgtest.Database(t)), open(t, pgtest.Database(t))
	exec(t, one, "CREATE TABLE only_here (n BIGINT)")
	exec(t, two, "CREATE TABLE only_here (n BIGINT)") // would exist already if the two were one
}

func TestDatabaseIsDroppedAtTheEnd(t *testing.T) {
	t.Parallel()
	watcher := open(t, pgtest.Database(t))
	var name string
	t.Run("borrower", func(t *testing.T) { // not parallel: its end must come before the look below
		borrowed := open(t, pgtest.Database(t))
		if err := borrowed.QueryRow("SELECT current_database()").Scan(&name); err != nil {
			t.Fatal(err)
		}
	})
	var left int
	if err := watcher.QueryRow("SELECT count(*) FROM pg_database WHERE datname = $1", name).Scan(&left); err != nil {
		t.Fatal(err)
	}
	if name == "" || left != 0 {
		t.Errorf("database %q: %d left after its test", name, left)
	}
}

func TestTemplateIsPreparedOnceAndCopied(t *testing.T) {
	t.Parallel()
	var prepared atomic.Int32
	tpl := pgtest.Template{Name: "pgtest_one_row", Prepare: func(ctx context.Context, url string) error {
		prepared.Add(1)
		db, err := sql.Open("pgx", url)
		if err != nil {
			return err
		}
		defer func() { _ = db.Close() }()
		_, err = db.ExecContext(ctx, "CREATE TABLE seeded AS SELECT 7::bigint AS n")
		return err
	}}
	for range 3 {
		db := open(t, tpl.Database(t))
		var n int64
		if err := db.QueryRow("SELECT n FROM seeded").Scan(&n); err != nil || n != 7 {
			t.Fatalf("n = %d, %v; want 7", n, err)
		}
		exec(t, db, "DELETE FROM seeded") // must not reach the next copy
	}
	if got := prepared.Load(); got > 1 { // 0 on a lasting server that knows the template
		t.Errorf("prepared %d times", got)
	}
}

func BenchmarkDatabase(b *testing.B) {
	for b.Loop() {
		pgtest.Database(b)
	}
}

func open(t *testing.T, url string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func exec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}
