package site_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
)

func TestServerKeysAreMadeOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys")
	rings := make([]identity.Keyring, 8)
	var group sync.WaitGroup
	for i := range rings {
		group.Go(func() { // processes that start at once agree on one file
			ring, err := site.LoadKeys(path, rand.NewChaCha8([32]byte{byte(i)}))
			if err != nil {
				t.Error(err)
			}
			rings[i] = ring
		})
	}
	group.Wait()
	for _, ring := range rings[1:] {
		if diff := cmp.Diff(rings[0], ring); diff != "" {
			t.Fatalf("two processes have different keys:\n%s", diff)
		}
	}
	if key := rings[0].Keys[rings[0].Current]; len(rings[0].Keys) != 1 || len(key) != 32 {
		t.Errorf("the ring has %d keys, the current one of %d bytes", len(rings[0].Keys), len(key))
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && os.PathSeparator == '/' {
		t.Errorf("the file of keys has the mode %o", mode)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".keys-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

func TestTheFirstServerKeyIsTheCurrentOne(t *testing.T) {
	t.Parallel()
	one, two := strings.Repeat("01", 32), strings.Repeat("02", 40)
	for name, row := range map[string]struct {
		text    string
		current string // empty: refused
		keys    map[string][]byte
	}{
		"two keys":        {"# comment\n\nnew " + two + "\nold " + one + "\n", "new", map[string][]byte{"new": bytes.Repeat([]byte{2}, 40), "old": bytes.Repeat([]byte{1}, 32)}},
		"no line end":     {"k " + one, "k", map[string][]byte{"k": bytes.Repeat([]byte{1}, 32)}},
		"a short key":     {"k " + one[:62] + "\n", "", nil},
		"not hex":         {"k " + strings.Repeat("xy", 32) + "\n", "", nil},
		"an id alone":     {"k\n", "", nil},
		"no id":           {"k " + one + "\n" + two + "\n", "", nil},
		"a wrong old key": {"k " + one + "\nold 00\n", "", nil},
		"empty":           {"", "", nil},
		"comments":        {"# nothing\n", "", nil},
	} {
		path := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(path, []byte(row.text), 0o600); err != nil {
			t.Fatal(err)
		}
		ring, err := site.LoadKeys(path, rand.NewChaCha8([32]byte{}))
		if refused := row.current == ""; refused != (err != nil) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), "0101") || strings.Contains(err.Error(), "0202")) {
			t.Errorf("%s: a key is told: %v", name, err)
		}
		if diff := cmp.Diff(identity.Keyring{Current: row.current, Keys: row.keys}, ring); diff != "" {
			t.Errorf("%s: the ring (-want +got):\n%s", name, diff)
		}
	}
}

func TestDerivedKeysDiffer(t *testing.T) {
	t.Parallel()
	ring := identity.Keyring{Current: "k", Keys: map[string][]byte{"k": bytes.Repeat([]byte{1}, 32)}}
	cursor, media := site.CursorKey(ring), site.MediaKey(ring)
	if len(cursor) != 32 || len(media) != 32 || bytes.Equal(cursor, media) || bytes.Equal(cursor, ring.Keys["k"]) {
		t.Errorf("the cursor key is %x, the media key %x", cursor, media)
	}
}
