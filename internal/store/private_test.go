package store_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
)

// TestADatabaseIsForItsOwnersEyes: whatever the folder and the umask allow, the files that SQLite makes are private
// (security-model.md §1 "Thief of a disk").
func TestADatabaseIsForItsOwnersEyes(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no modes of files")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // a folder that others may enter is the case
		t.Fatal(err)
	}
	path := filepath.Join(dir, "weir.db")
	for range 2 { // made, and found
		db, err := store.Open(context.WithoutCancel(t.Context()), store.Options{URL: path, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(path + "*")
		if err != nil || len(files) < 2 {
			t.Errorf("files %q, %v", files, err)
		}
		for _, name := range files {
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			if info.Mode().Perm() != 0o600 {
				t.Errorf("%s has the mode %o", filepath.Base(name), info.Mode().Perm())
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
