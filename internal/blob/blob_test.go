package blob

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func open(t *testing.T) (*Dir, string) {
	t.Helper()
	path := t.TempDir()
	d, err := OpenDir(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, path
}

func TestBytesComeBack(t *testing.T) {
	t.Parallel()
	d, _ := open(t)
	want := bytes.Repeat([]byte("weir"), 1000)
	name, size, err := d.Put(t.Context(), bytes.NewReader(want), 4000)
	if err != nil || size != 4000 {
		t.Fatalf("Put: size %d, %v", size, err)
	}
	f, err := d.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := io.ReadAll(f); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("read %d bytes, %v", len(got), err)
	}
	if err := d.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Open(name); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("open after remove: %v", err)
	}
	if err := d.Remove(name); err != nil {
		t.Fatalf("second remove: %v", err)
	}
}

func TestPastTheLimitNothingIsKept(t *testing.T) {
	t.Parallel()
	d, path := open(t)
	if _, _, err := d.Put(t.Context(), strings.NewReader("12345"), 4); !errors.Is(err, ErrTooLarge) {
		t.Fatalf("got %v, want ErrTooLarge", err)
	}
	var left []string
	_ = fs.WalkDir(os.DirFS(path), ".", func(p string, e fs.DirEntry, _ error) error {
		if !e.IsDir() {
			left = append(left, p)
		}
		return nil
	})
	if left != nil {
		t.Fatalf("left behind: %v", left)
	}
}

func TestNamesOfOthersAreNotOpened(t *testing.T) {
	t.Parallel()
	d, _ := open(t)
	for _, name := range []string{"", "..", "../../etc/passwd", "ab/../../x", strings.Repeat("g", 32), strings.Repeat("a", 31)} {
		if _, err := d.Open(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Open(%q): %v", name, err)
		}
		if err := d.Remove(name); err != nil {
			t.Errorf("Remove(%q): %v", name, err)
		}
	}
}
