package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/store/storetest"
)

func TestMain(m *testing.M) {
	if task := os.Getenv(victimVariable); task != "" {
		os.Exit(victim(task))
	}
	goleak.VerifyTestMain(m)
}

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, openSQLite)
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	storetest.Run(t, openPostgres)
}

func openSQLite(t *testing.T, now func() time.Time) *store.DB {
	t.Helper()
	// The suite is about queries; what reaches the disk is crash_test.go's business.
	return open(t, store.Options{URL: filepath.Join(t.TempDir(), "weir.db"), Now: now, Synchronous: "OFF"})
}

func openPostgres(t *testing.T, now func() time.Time) *store.DB {
	t.Helper()
	return open(t, store.Options{URL: postgres(t), Now: now, Readers: 2})
}

func open(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// postgres lends a database that has the schema already.
func postgres(t testing.TB) string {
	t.Helper()
	schema := sha256.New()
	for _, file := range []string{"migrations/0001_ground.sql", "dialect.go"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		schema.Write(text)
	}
	return pgtest.Template{
		Name: "store_" + hex.EncodeToString(schema.Sum(nil))[:16],
		Prepare: func(ctx context.Context, url string) error {
			db, err := store.Open(ctx, store.Options{URL: url, Now: time.Now})
			if err != nil {
				return err
			}
			return db.Close()
		},
	}.Database(t)
}
