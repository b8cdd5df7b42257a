// Package blob owns attachment bytes: it takes them in, makes them durable under a generated name, and gives them back.
// It refuses names made by users (security-model.md R-PATHFREE) and knows nothing of contents or permissions.
package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Dir is a blob store in one folder. Safe for concurrent use.
type Dir struct {
	root   *os.Root
	random io.Reader
}

// ErrTooLarge says that the bytes passed the limit; nothing of them was kept.
var ErrTooLarge = errors.New("blob is larger than the limit")

// OpenDir opens the store in a folder, which is made when missing. random gives the names.
func OpenDir(path string, random io.Reader) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("open blob store: %w", err)
	}
	root, err := os.OpenRoot(filepath.Clean(path))
	if err != nil {
		return nil, fmt.Errorf("open blob store: %w", err)
	}
	return &Dir{root: root, random: random}, nil
}

// Close releases the folder.
func (d *Dir) Close() error { return d.root.Close() }

// Put keeps the bytes of r, at most limit of them, and returns their name and number. When it returns, they are
// durable: the row that names them may be written (R-ACK). ErrTooLarge when there were more.
func (d *Dir) Put(ctx context.Context, r io.Reader, limit int64) (name string, size int64, err error) {
	var raw [16]byte
	if _, err := io.ReadFull(d.random, raw[:]); err != nil {
		return "", 0, fmt.Errorf("name blob: %w", err)
	}
	name = hex.EncodeToString(raw[:])
	folder := name[:2]
	if err := d.root.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", 0, fmt.Errorf("put blob: %w", err)
	}
	temporary := path(name) + ".part"
	f, err := d.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("put blob: %w", err)
	}
	defer func() {
		if err != nil {
			f.Close()
			_ = d.root.Remove(temporary)
		}
	}()
	size, err = io.Copy(f, io.LimitReader(contextReader{ctx, r}, limit+1))
	if err != nil {
		return "", 0, fmt.Errorf("put blob: %w", err)
	}
	if size > limit {
		return "", 0, ErrTooLarge
	}
	if err = f.Sync(); err != nil {
		return "", 0, fmt.Errorf("put blob: %w", err)
	}
	if err = f.Close(); err != nil {
		return "", 0, fmt.Errorf("put blob: %w", err)
	}
	if err = d.root.Rename(temporary, path(name)); err != nil {
		return "", 0, fmt.Errorf("put blob: %w", err)
	}
	for _, dir := range []string{folder, "."} { // the new name, and the folder that may be new itself
		if err = d.syncDir(dir); err != nil {
			return "", 0, fmt.Errorf("put blob: %w", err)
		}
	}
	return name, size, nil
}

// Open gives back the bytes of a name. fs.ErrNotExist when there are none.
func (d *Dir) Open(name string) (*os.File, error) {
	if !validName(name) {
		return nil, fmt.Errorf("open blob %q: %w", name, fs.ErrNotExist)
	}
	f, err := d.root.Open(path(name))
	if err != nil {
		return nil, fmt.Errorf("open blob: %w", err)
	}
	return f, nil
}

// Remove drops the bytes of a name; having none is no error.
func (d *Dir) Remove(name string) error {
	if !validName(name) {
		return nil
	}
	if err := d.root.Remove(path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove blob: %w", err)
	}
	return nil
}

// Check asks whether the folder can be read, for /readyz.
func (d *Dir) Check() error {
	f, err := d.root.Open(".")
	if err != nil {
		return fmt.Errorf("blob store: %w", err)
	}
	return f.Close()
}

func (d *Dir) syncDir(name string) error {
	f, err := d.root.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !isWindows {
		return err
	}
	return nil
}

// isWindows: folders cannot be synced there, and renames are durable without.
const isWindows = os.PathSeparator == '\\'

func path(name string) string { return name[:2] + "/" + name }

func validName(name string) bool {
	return len(name) == 32 && strings.Trim(name, "0123456789abcdef") == ""
}

type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
