package store

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/pgtest"
)

// TestPostgresFlushesBeforeItAnswers holds that the log is on the disk up to and past a write when the write is
// acknowledged, although this server is told that commits need not wait (security-model.md R-ACK).
func TestPostgresFlushesBeforeItAnswers(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	raw, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Exec(`DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END $$`); err != nil {
		t.Fatal(err)
	}
	d, err := Open(t.Context(), Options{URL: url, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()

	// flushed reports whether the log was on the disk up to where a write had come.
	flushed := func(at string) (yes bool) {
		if err := raw.QueryRow("SELECT pg_current_wal_flush_lsn() >= $1::pg_lsn", at).Scan(&yes); err != nil {
			t.Fatal(err)
		}
		return yes
	}
	const written = "SELECT pg_current_wal_insert_lsn()::text"
	for i := range 50 {
		var at string
		err := d.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
			if err := addGroup(ctx, tx, time.Duration(i).String()); err != nil {
				return err
			}
			return tx.one(ctx, written, nil, &at)
		})
		if err != nil {
			t.Fatal(err)
		}
		if !flushed(at) {
			t.Fatalf("write %d was acknowledged before the log was flushed", i)
		}
	}

	// The same on a connection without our setting is seen to answer first.
	other, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for range 2000 {
		tx, err := other.Begin()
		if err != nil {
			t.Fatal(err)
		}
		var at string
		if _, err := tx.Exec("UPDATE account_group SET name = name"); err != nil {
			t.Fatal(err)
		}
		if err := tx.QueryRow(written).Scan(&at); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if !flushed(at) {
			return
		}
	}
	t.Error("commits that need not wait were all flushed before they were answered: the test cannot tell")
}
