package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/pgtest"
)

// TestAStatementEndsWithItsTime holds that a statement that would run for ever ends with its context and says so, and that
// the connection goes on to serve others.
func TestAStatementEndsWithItsTime(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "weir.db") },
		"postgres": func(t *testing.T) string { return pgtest.Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := Open(t.Context(), Options{URL: url(t), Now: time.Now, Readers: 1})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			for range 3 {
				tx, err := d.Read(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
				var n int64
				err = tx.one(ctx, `WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 - n FROM c) SELECT COUNT(*) FROM c`, nil, &n)
				cancel()
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("the statement ended with %v", err)
				}
				tx.Close()
			}
			tx, err := d.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Close()
			var n int64
			if err := tx.one(t.Context(), "SELECT 7", nil, &n); err != nil || n != 7 {
				t.Errorf("afterwards %d, %v", n, err)
			}
		})
	}
}
