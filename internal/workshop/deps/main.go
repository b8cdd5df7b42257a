// Command deps installs what the tests need beside Go, from Debian's packages, where it is missing and the caller may:
// apt-get and root. It says what it did, or what stays missing; the tests that need it then say that they were skipped.
// It starts no service and fails only when an installation fails.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/weirhq/weir/internal/pgtest/cluster"
)

// need is one thing the tests use.
type need struct {
	name    string
	pkg     string // Debian's package
	purpose string
	present func() bool
	before  func() error // runs before the package is installed, if set
}

// needs is everything, each row with the tests that would be skipped without it.
var needs = []need{
	{
		name: "PostgreSQL", pkg: "postgresql", purpose: "the second database engine: every store test runs on it too",
		present: func() bool { _, err := cluster.Find(); return err == nil },
		before:  withoutCluster,
	},
	{
		name: "curl", pkg: "curl", purpose: "the URL forms and token kinds, tried as a user would",
		present: onPath("curl"),
	},
	{
		name: "requests for Python", pkg: "python3-requests", purpose: "the README's recipe for Python",
		present: func() bool { return exec.Command("/usr/bin/python3", "-c", "import requests").Run() == nil },
	},
	{
		name: "Chromium", pkg: "chromium", purpose: "what an author writes must not run in a real browser",
		present: onPath("chromium"),
	},
	{
		name: "GNOME's keyring", pkg: "gnome-keyring", purpose: "a token is kept in a real Secret Service",
		present: onPath("gnome-keyring-daemon"),
	},
	{
		name: "a session bus", pkg: "dbus", purpose: "the same",
		present: onPath("dbus-run-session"),
	},
	{
		name: "zsh", pkg: "zsh", purpose: "its completion",
		present: onPath("zsh"),
	},
	{
		name: "fish", pkg: "fish", purpose: "its completion",
		present: onPath("fish"),
	},
	{
		name: "groff", pkg: "groff-base", purpose: "manual pages are read as man reads them",
		present: onPath("groff"),
	},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	_, err := exec.LookPath("apt-get")
	err = ensure(needs, err == nil && os.Geteuid() == 0, os.Stdout, func(n need) error { return install(ctx, n) })
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "deps:", err)
		os.Exit(1)
	}
}

// ensure installs each thing that is missing, or where it may not, says that it is.
func ensure(needs []need, mayInstall bool, notes io.Writer, install func(need) error) error {
	var failed error
	for _, n := range needs {
		if n.present() {
			continue
		}
		if !mayInstall {
			fmt.Fprintf(notes, "missing: %s (%s). Debian package: %s\n", n.name, n.purpose, n.pkg)
			continue
		}
		fmt.Fprintf(notes, "installing %s: Debian package %s\n", n.name, n.pkg)
		if err := install(n); err != nil {
			failed = errors.Join(failed, err)
		} else if !n.present() {
			failed = errors.Join(failed, fmt.Errorf("%s is still missing after package %s was installed", n.name, n.pkg))
		}
	}
	return failed
}

// install installs the package. A machine that never fetched Debian's package lists, or long ago, does so first.
func install(ctx context.Context, n need) error {
	if n.before != nil {
		if err := n.before(); err != nil {
			return err
		}
	}
	args := []string{"install", "--yes", "--no-install-recommends", n.pkg}
	if _, err := aptGet(ctx, args...); err == nil {
		return nil
	}
	if out, err := aptGet(ctx, "update"); err != nil {
		return fmt.Errorf("apt-get update: %w\n%s", err, out)
	}
	if out, err := aptGet(ctx, args...); err != nil {
		return fmt.Errorf("apt-get %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

func aptGet(ctx context.Context, args ...string) (output []byte, err error) {
	cmd := exec.CommandContext(ctx, "apt-get", args...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	return cmd.CombinedOutput()
}

// withoutCluster keeps Debian's package from making and starting a database server of its own: the tests start theirs. A
// machine with a configuration of the package keeps it.
func withoutCluster() error {
	const conf = "/etc/postgresql-common/createcluster.conf"
	if _, err := os.Stat(conf); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(conf), 0o755); err != nil {
		return err
	}
	return os.WriteFile(conf, []byte("# Written by weir's tests: they start their own server.\ncreate_main_cluster = false\n"), 0o644)
}

func onPath(program string) func() bool {
	return func() bool { _, err := exec.LookPath(program); return err == nil }
}
