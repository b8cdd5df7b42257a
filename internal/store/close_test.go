package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestCloseLeavesTheFilesAtRest holds that nobody is at the files of an SQLite database after Close, not even what rolls a
// transaction back whose context has ended.
func TestCloseLeavesTheFilesAtRest(t *testing.T) {
	t.Parallel()
	for range 20 {
		dir := t.TempDir()
		d, err := Open(t.Context(), Options{URL: filepath.Join(dir, "weir.db"), Synchronous: "OFF", Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		for range 2 {
			tx, err := d.Read(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Close()
			var n int
			if err := tx.one(ctx, "SELECT COUNT(*) FROM site", nil, &n); err != nil {
				t.Fatal(err)
			}
		}
		cancel()
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range files {
			names = append(names, f.Name())
		}
		if diff := cmp.Diff([]string{"weir.db"}, names); diff != "" {
			t.Errorf("files after Close (-want +got):\n%s", diff)
		}
	}
}
