package site

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/weirhq/weir/internal/identity"
)

// The file of server keys lies outside the database (security-model.md §5 "At rest"). One line a key, "id hex"; the
// first is the current one. It is made on first use, readable by its owner alone.

const keyBytes = 32

// LoadKeys reads the server keys of a file, making it with one new key when it is missing.
func LoadKeys(path string, random io.Reader) (identity.Keyring, error) {
	text, err := os.ReadFile(filepath.Clean(path))
	if errors.Is(err, fs.ErrNotExist) {
		if text, err = makeKeys(path, random); err != nil {
			return identity.Keyring{}, fmt.Errorf("make server keys: %w", err)
		}
	}
	if err != nil {
		return identity.Keyring{}, fmt.Errorf("read server keys: %w", err)
	}
	ring, number := identity.Keyring{Keys: map[string][]byte{}}, 0
	for line := range strings.Lines(string(text)) {
		number++
		id, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if id == "" || strings.HasPrefix(id, "#") {
			continue
		}
		key, err := hex.DecodeString(value)
		if err != nil || len(key) < keyBytes {
			// The line itself may be a key that lost its id.
			return identity.Keyring{}, fmt.Errorf("line %d of %s is no server key: an id and %d bytes of hex", number, path, keyBytes)
		}
		if ring.Current == "" {
			ring.Current = id
		}
		ring.Keys[id] = key
	}
	if ring.Current == "" {
		return identity.Keyring{}, fmt.Errorf("%s holds no key", path)
	}
	return ring, nil
}

func makeKeys(path string, random io.Reader) ([]byte, error) {
	var raw [4 + keyBytes]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return nil, err
	}
	text := []byte("# Server keys of weir. Losing them ends every API token; back them up apart from the database.\n" +
		hex.EncodeToString(raw[:4]) + " " + hex.EncodeToString(raw[4:]) + "\n")
	// Written whole under another name and linked into place: two processes that start at once agree on one file.
	f, err := os.CreateTemp(filepath.Dir(path), ".keys-*")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(text); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(filepath.Clean(path))
}

// CursorKey derives the key that authenticates paging cursors from the current server key, so that cursors survive a
// restart and work on every node.
func CursorKey(ring identity.Keyring) []byte {
	key, err := hkdf.Key(sha256.New, ring.Keys[ring.Current], nil, "weir cursor", keyBytes)
	if err != nil {
		panic(err) // only for lengths HKDF cannot make
	}
	return key
}
