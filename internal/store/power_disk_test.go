package store_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// disk is a file system of SQLite's that remembers, for each file, what a sound disk is sure to hold: the bytes up to the
// last sync. What was written since may be lost in a power cut, in whole or in part and in any order. It passes every call
// on to the operating system's own file system.
type disk struct {
	name  string
	tls   *libc.TLS
	table uintptr // its sqlite3_vfs
	under *sqlite3.Tsqlite3_vfs

	mu    sync.Mutex
	files map[string]*image
	open  map[uintptr]*handle

	// The functions SQLite calls. It holds them as bare addresses, so they are kept alive here.
	xOpen     func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	xDelete   func(tls *libc.TLS, vfs, name uintptr, syncDir int32) int32
	xClose    func(tls *libc.TLS, file uintptr) int32
	xWrite    func(tls *libc.TLS, file, buf uintptr, n int32, offset int64) int32
	xTruncate func(tls *libc.TLS, file uintptr, size int64) int32
	xSync     func(tls *libc.TLS, file uintptr, flags int32) int32
}

// image is one file: what is sure to be on the disk, and the changes since.
type image struct {
	durable []byte
	pending []change
}

type change struct {
	offset int64 // of data, or with nil data the size the file is cut to
	data   []byte
}

func apply(content []byte, c change) []byte {
	end := c.offset + int64(len(c.data))
	if c.data == nil {
		return content[:min(c.offset, int64(len(content)))]
	}
	if int64(len(content)) < end {
		content = append(content, make([]byte, end-int64(len(content)))...)
	}
	copy(content[c.offset:], c.data)
	return content
}

// handle is an open file and the methods below it.
type handle struct {
	file    *image
	under   *sqlite3.Tsqlite3_io_methods
	methods uintptr
}

// at reads an address of SQLite's memory, which Go's collector knows nothing of.
func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

// address is how SQLite's translated code holds a Go function.
func address[F any](fn *F) uintptr { return *(*uintptr)(unsafe.Pointer(fn)) }

// function is the Go function that SQLite holds as an address.
func function[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&struct{ p uintptr }{p})) }

// newDisk registers a disk with SQLite under a name of its own until the test ends.
func newDisk(t *testing.T) *disk {
	t.Helper()
	d := &disk{name: "power-" + filepath.Base(t.TempDir()) + fmt.Sprint(rand.Uint64()), tls: libc.NewTLS(),
		files: map[string]*image{}, open: map[uintptr]*handle{}}
	d.xOpen, d.xDelete, d.xClose, d.xWrite, d.xTruncate, d.xSync = d.opened, d.deleted, d.closed, d.wrote, d.cut, d.synced
	d.under = at[sqlite3.Tsqlite3_vfs](sqlite3.Xsqlite3_vfs_find(d.tls, 0))
	name, err := libc.CString(d.name)
	if err != nil {
		t.Fatal(err)
	}
	d.table = libc.Xmalloc(d.tls, libc.Tsize_t(unsafe.Sizeof(*d.under)))
	own := at[sqlite3.Tsqlite3_vfs](d.table)
	*own = *d.under
	own.FpNext, own.FzName = 0, name
	own.FxOpen, own.FxDelete = address(&d.xOpen), address(&d.xDelete)
	if rc := sqlite3.Xsqlite3_vfs_register(d.tls, d.table, 0); rc != sqlite3.SQLITE_OK {
		t.Fatalf("register the file system: code %d", rc)
	}
	t.Cleanup(func() {
		if rc := sqlite3.Xsqlite3_vfs_unregister(d.tls, d.table); rc != sqlite3.SQLITE_OK {
			t.Errorf("unregister the file system: code %d", rc)
		}
		libc.Xfree(d.tls, d.table)
		libc.Xfree(d.tls, name)
		d.tls.Close()
	})
	return d
}

func (d *disk) opened(tls *libc.TLS, _, name, file uintptr, flags int32, outFlags uintptr) int32 {
	open := function[func(*libc.TLS, uintptr, uintptr, uintptr, int32, uintptr) int32](d.under.FxOpen)
	rc := open(tls, d.table, name, file, flags, outFlags)
	if rc != sqlite3.SQLITE_OK || name == 0 {
		return rc
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	path := libc.GoString(name)
	if d.files[path] == nil {
		content, err := os.ReadFile(path)
		if err != nil {
			return sqlite3.SQLITE_CANTOPEN
		}
		d.files[path] = &image{durable: content}
	}
	methods := &at[sqlite3.Tsqlite3_file](file).FpMethods
	h := &handle{file: d.files[path], under: at[sqlite3.Tsqlite3_io_methods](*methods)}
	h.methods = libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(*h.under)))
	own := at[sqlite3.Tsqlite3_io_methods](h.methods)
	*own = *h.under
	own.FxClose, own.FxWrite, own.FxTruncate, own.FxSync = address(&d.xClose), address(&d.xWrite), address(&d.xTruncate), address(&d.xSync)
	*methods = h.methods
	d.open[file] = h
	return rc
}

func (d *disk) handle(file uintptr) *handle {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.open[file]
}

func (d *disk) deleted(tls *libc.TLS, _, name uintptr, syncDir int32) int32 {
	rc := function[func(*libc.TLS, uintptr, uintptr, int32) int32](d.under.FxDelete)(tls, d.table, name, syncDir)
	d.mu.Lock()
	defer d.mu.Unlock()
	if rc == sqlite3.SQLITE_OK {
		delete(d.files, libc.GoString(name))
	}
	return rc
}

func (d *disk) closed(tls *libc.TLS, file uintptr) int32 {
	h := d.handle(file)
	rc := function[func(*libc.TLS, uintptr) int32](h.under.FxClose)(tls, file)
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.open, file)
	libc.Xfree(tls, h.methods)
	return rc
}

func (d *disk) wrote(tls *libc.TLS, file, buf uintptr, n int32, offset int64) int32 {
	h := d.handle(file)
	d.mu.Lock() // over the call, so that a power cut sees it done or not begun
	defer d.mu.Unlock()
	rc := function[func(*libc.TLS, uintptr, uintptr, int32, int64) int32](h.under.FxWrite)(tls, file, buf, n, offset)
	if rc == sqlite3.SQLITE_OK {
		h.file.pending = append(h.file.pending, change{offset, bytes.Clone(unsafe.Slice(at[byte](buf), n))})
	}
	return rc
}

func (d *disk) cut(tls *libc.TLS, file uintptr, size int64) int32 {
	h := d.handle(file)
	d.mu.Lock()
	defer d.mu.Unlock()
	rc := function[func(*libc.TLS, uintptr, int64) int32](h.under.FxTruncate)(tls, file, size)
	if rc == sqlite3.SQLITE_OK {
		h.file.pending = append(h.file.pending, change{offset: size})
	}
	return rc
}

func (d *disk) synced(tls *libc.TLS, file uintptr, flags int32) int32 {
	h := d.handle(file)
	d.mu.Lock()
	before := len(h.file.pending) // what is written while the sync runs may or may not be in it
	d.mu.Unlock()
	rc := function[func(*libc.TLS, uintptr, int32) int32](h.under.FxSync)(tls, file, flags)
	d.mu.Lock()
	defer d.mu.Unlock()
	if rc == sqlite3.SQLITE_OK {
		for _, c := range h.file.pending[:before] {
			h.file.durable = apply(h.file.durable, c)
		}
		h.file.pending = h.file.pending[before:]
	}
	return rc
}

// sector is the most that a disk writes in one piece.
const sector = 512

// powerCut writes into a folder what is on the disk after the power went now: all that was synced, and of what was
// written since each sector with the given chance.
func (d *disk) powerCut(t *testing.T, dir string, chance float64) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	for path, f := range d.files {
		content := bytes.Clone(f.durable)
		for _, c := range f.pending {
			switch {
			case c.data == nil && rand.Float64() < chance:
				content = apply(content, c)
			case c.data != nil:
				for i := 0; i < len(c.data); i += sector {
					if rand.Float64() < chance {
						content = apply(content, change{c.offset + int64(i), c.data[i:min(i+sector, len(c.data))]})
					}
				}
			}
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
