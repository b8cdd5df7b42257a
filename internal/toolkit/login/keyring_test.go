package login

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// insideSession tells the test that it runs in a session of its own.
const insideSession = "WEIR_TEST_KEYRING_SESSION"

// TestARealKeyring keeps a token in the Secret Service of GNOME, in a session bus, a home and a keyring of the test's own.
func TestARealKeyring(t *testing.T) {
	t.Parallel()
	if home := os.Getenv(insideSession); home != "" {
		keepAndForget(t, home)
		return
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon", "sh"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	run := filepath.Join(home, "run")
	if err := os.Mkdir(run, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "dbus-run-session", "--", "sh", "-c",
		`printf master-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" -test.run='^TestARealKeyring$' -test.v`, self)
	cmd.Env = []string{
		insideSession + "=" + home, "HOME=" + home, "XDG_RUNTIME_DIR=" + run, "XDG_DATA_HOME=" + home, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(),
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !bytes.Contains(out, []byte("--- PASS: TestARealKeyring")) {
		t.Errorf("the test did not run in its session:\n%s", out)
	}
}

func keepAndForget(t *testing.T, home string) {
	ctx := t.Context()
	ring := Home{Config: home, Cache: home}.Secrets(InKeyring, os.LookupEnv)
	const host, other, token = "acme.atlassian.net", "beta.atlassian.net", "token-HUSH-1234567890"
	if _, err := ring.Get(ctx, host, "ann@example.com"); !errors.Is(err, ErrNoSecret) {
		t.Errorf("an empty keyring: %v", err)
	}
	for _, c := range [][3]string{{host, "ann@example.com", "first"}, {host, "ann@example.com", token}, {host, "", "robot"}, {other, "ann@example.com", "others"}} {
		if err := ring.Set(ctx, c[0], c[1], c[2]); err != nil {
			t.Fatalf("keep %s: %v", c[2], err)
		}
	}
	for _, c := range [][3]string{{host, "ann@example.com", token}, {host, "", "robot"}, {other, "ann@example.com", "others"}} {
		if got, err := ring.Get(ctx, c[0], c[1]); err != nil || got != c[2] {
			t.Errorf("%s of %s: %q %v, want %q", c[1], c[0], got, err, c[2])
		}
	}
	err := filepath.WalkDir(home, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(name)
		if bytes.Contains(content, []byte(token)) {
			t.Errorf("%s holds the token in the clear", name)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	for range 2 { // the second time there is nothing left, and that is no error
		if err := ring.Delete(ctx, host, "ann@example.com"); err != nil {
			t.Error(err)
		}
	}
	if _, err := ring.Get(ctx, host, "ann@example.com"); !errors.Is(err, ErrNoSecret) {
		t.Errorf("after it was forgotten: %v", err)
	}
	if got, err := ring.Get(ctx, other, "ann@example.com"); err != nil || got != "others" {
		t.Errorf("the other site's went along: %q %v", got, err)
	}
}
