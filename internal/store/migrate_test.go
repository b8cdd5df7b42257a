package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/pgtest"
)

// engines are the two databases, empty, for tests of what happens at Open.
var engines = map[string]func(t *testing.T) string{
	"sqlite":   func(t *testing.T) string { return filepath.Join(t.TempDir(), "weir.db") },
	"postgres": func(t *testing.T) string { return pgtest.Database(t) },
}

func TestManyOpenAnEmptyDatabaseAtOnce(t *testing.T) {
	t.Parallel()
	for engine, newURL := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := newURL(t)
			var all sync.WaitGroup
			for i := range 6 {
				all.Go(func() {
					d, err := Open(t.Context(), Options{URL: url, Now: time.Now, Readers: 1})
					if err != nil {
						t.Errorf("open %d: %v", i, err)
						return
					}
					if d.Engine() != engine {
						t.Errorf("engine %s", d.Engine())
					}
					if err := d.Close(); err != nil {
						t.Errorf("close %d: %v", i, err)
					}
				})
			}
			all.Wait()
		})
	}
}

func TestDatabaseOfANewerProgramIsRefused(t *testing.T) {
	t.Parallel()
	for engine, newURL := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			url := newURL(t)
			d, err := Open(t.Context(), Options{URL: url, Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.write.db.Exec("INSERT INTO migration (number) VALUES (99)"); err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			entries, err := migrations.ReadDir("migrations")
			if err != nil {
				t.Fatal(err)
			}
			known := strings.TrimLeft(entries[len(entries)-1].Name()[:4], "0")
			_, err = Open(t.Context(), Options{URL: url, Now: time.Now})
			want := fmt.Sprintf("migrate database: the database has migration 99, this program knows %s: use the newer program", known)
			if err == nil || err.Error() != want {
				t.Errorf("Open: %v, want %s", err, want)
			}
		})
	}
}

func TestOpenFails(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]Options{
		"no clock":         {URL: filepath.Join(t.TempDir(), "weir.db")},
		"no such folder":   {URL: filepath.Join(t.TempDir(), "none", "weir.db"), Now: time.Now},
		"a folder":         {URL: t.TempDir(), Now: time.Now},
		"no such server":   {URL: "postgres:///weir?host=/none", Now: time.Now},
		"no URL of either": {URL: "postgres://%zz", Now: time.Now},
	} {
		if d, err := Open(t.Context(), o); err == nil {
			t.Errorf("%s: opened", name)
			_ = d.Close()
		}
	}
}

// TestPlaceholdersAreNumbers pins what every statement relies on and not every driver does: $2 is the second value
// wherever and however often it stands.
func TestPlaceholdersAreNumbers(t *testing.T) {
	t.Parallel()
	for engine, newURL := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			d, err := Open(t.Context(), Options{URL: newURL(t), Now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			tx, err := d.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Close()
			var got [4]string
			err = tx.one(t.Context(), "SELECT $2 || '', $1 || '', $2 || '', $3 || ''", []any{"one", "two", "three"}, &got[0], &got[1], &got[2], &got[3])
			if err != nil || got != [4]string{"two", "one", "two", "three"} {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}
