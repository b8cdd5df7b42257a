package cluster

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNotInstalled is what Find returns when this machine has no PostgreSQL server.
var ErrNotInstalled = errors.New("no PostgreSQL server is installed (initdb and postgres: Debian package postgresql)")

// Find returns the folder that holds PostgreSQL's server programs: the one on PATH, else the one pg_config names, else
// the newest of the folders where distributions put them, off PATH.
func Find() (string, error) {
	var dirs []string
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			dirs = append(dirs, filepath.Dir(p))
		}
	}
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin",          // Debian
		"/usr/pgsql-*/bin",                   // Red Hat, from postgresql.org
		"/opt/homebrew/opt/postgresql@*/bin", // macOS
	} {
		found, _ := filepath.Glob(pattern) // fails only for a malformed pattern
		slices.Sort(found)                 // every living version has two digits, so names sort as versions
		slices.Reverse(found)
		dirs = append(dirs, found...)
	}
	for _, dir := range dirs {
		if isProgram(filepath.Join(dir, "initdb")) && isProgram(filepath.Join(dir, "postgres")) {
			return dir, nil
		}
	}
	return "", ErrNotInstalled
}

func isProgram(path string) bool {
	for _, suffix := range []string{"", ".exe"} {
		if info, err := os.Stat(path + suffix); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}
