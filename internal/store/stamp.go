package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"os"
	"runtime"
)

// stamp tells states of an SQLite database in WAL mode apart: the header of the WAL-index, which every commit of every
// process changes (SQLite's file format, "WAL-Index File Format": a counter of transactions, the number of frames and two
// checksums). Reading it costs one system call and no lock.
type stamp [headerSize]byte

const (
	headerSize = 48 // the header is there twice, so that a reader sees whether it was being written
	changeAt   = 8  // a number of 32 bits, in the machine's order of bytes, that each commit counts up
	initAt     = 12 // the byte that says whether the index is in use
)

// follows reports whether exactly one commit lies between an older state and s.
func (s stamp) follows(older stamp) bool {
	count := func(s stamp) uint32 { return binary.NativeEndian.Uint32(s[changeAt:]) }
	return count(s) == count(older)+1
}

// stamps reads the stamp of one database.
type stamps struct {
	file *os.File
	// anchor is a connection that is never given back: while it is open, SQLite keeps the file of the index, so that the
	// open file stays the one that commits write to.
	anchor *sql.Conn
}

// openStamps opens the index of the database at path; nil where states cannot be told apart this way: on systems where a
// mapped file and a read one may differ.
func openStamps(ctx context.Context, db *sql.DB, path string) (*stamps, error) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		return nil, nil
	}
	anchor, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("watch the database: %w", err)
	}
	s := &stamps{anchor: anchor}
	var tables int
	err = anchor.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_schema").Scan(&tables) // makes SQLite open the index
	if err == nil {
		s.file, err = os.Open(path + "-shm") //nolint:gosec // the configured path, with SQLite's own ending
	}
	if err != nil {
		_ = anchor.Close()
		return nil, fmt.Errorf("watch the database: %w", err)
	}
	return s, nil
}

// read returns the stamp of the present state. ok is false while it cannot be told: a commit is being written, or the
// index is not in use.
func (s *stamps) read() (out stamp, ok bool) {
	var both [2 * headerSize]byte
	if n, err := s.file.ReadAt(both[:], 0); err != nil || n < len(both) {
		return out, false
	}
	copy(out[:], both[:headerSize])
	return out, out == stamp(both[headerSize:]) && out[initAt] == 1
}

// release gives the anchor back, before its pool is closed.
func (s *stamps) release() { _ = s.anchor.Close() }

// close closes the index, after the last connection: closing a file takes every lock of this process off it, those of SQLite
// too.
func (s *stamps) close() { _ = s.file.Close() }
