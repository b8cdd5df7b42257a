package site_test

import (
	"testing"

	"github.com/weirhq/weir/internal/pgtest"
)

// onEachEngine runs a test on SQLite and, where a server is named, on PostgreSQL. The database is empty; its URL is for
// bench.open.
func onEachEngine(t *testing.T, test func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "")
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, pgtest.Database(t))
	})
}
