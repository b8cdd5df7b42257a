package cluster_test

import (
	"database/sql"
	"errors"
	"os"
	"testing"

	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/internal/pgtest/cluster"
)

func TestDurableClusterKeepsCommitsAcrossACrash(t *testing.T) {
	t.Parallel()
	c := pgtest.Cluster(t, cluster.Options{Durable: true})
	db := open(t, c)

	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		if got := setting(t, db, name); got != "on" {
			t.Errorf("%s = %s, want on", name, got)
		}
	}
	if _, err := db.Exec("CREATE TABLE kept (n BIGINT)"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("INSERT INTO kept VALUES (7)"); err != nil {
		t.Fatal(err)
	}
	if err := c.Crash(); err != nil {
		t.Fatal(err)
	}
	if err := db.Ping(); err == nil {
		t.Fatal("the crashed server still answers")
	}
	if err := c.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	var n int64
	if err := db.QueryRow("SELECT n FROM kept").Scan(&n); err != nil || n != 7 {
		t.Fatalf("after the crash: n = %d, %v; want 7", n, err)
	}
}

func TestClusterSortsUnlikeBytesAndLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	c := pgtest.Cluster(t, cluster.Options{})
	db := open(t, c)

	if got := setting(t, db, "fsync"); got != "off" {
		t.Errorf("fsync = %s, want off", got)
	}
	var before bool
	if err := db.QueryRow("SELECT 'a' < 'B'").Scan(&before); err != nil || !before {
		t.Errorf("'a' < 'B' is %v, %v; want true, so that a forgotten COLLATE \"C\" shows", before, err)
	}
	var dir string
	if err := db.QueryRow("SHOW unix_socket_directories").Scan(&dir); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the cluster's folder is still there: %v", err)
	}
}

func open(t *testing.T, c *cluster.Cluster) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", c.URL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func setting(t *testing.T, db *sql.DB, name string) string {
	t.Helper()
	var value string
	if err := db.QueryRow("SELECT current_setting($1)", name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}
