package login

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zalando/go-keyring"

	"github.com/weirhq/weir/client"
)

func TestFilesAreTheirOwnersOnly(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	h := home(t)
	if err := os.Chmod(h.Config, 0o755); err != nil { // somebody made the folder before
		t.Fatal(err)
	}
	if err := h.SetBook(Book{}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{h.Config: 0o700, h.SecretsFile(): 0o600, h.bookFile(): 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has the mode %o, want %o", filepath.Base(name), got, want)
		}
	}
	kept := h.Secrets(InFile, nil)
	if err := os.Chmod(h.SecretsFile(), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := kept.Get(t.Context(), "other.atlassian.net", ""); err == nil {
		t.Error("a token was read from a file that others can read")
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	t.Parallel()
	h := home(t)
	elsewhere := filepath.Join(t.TempDir(), "victim")
	if err := os.WriteFile(elsewhere, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(h.SecretsFile()), os.Symlink(elsewhere, h.SecretsFile())); err != nil {
		t.Fatal(err)
	}
	kept := h.Secrets(InFile, nil)
	if err := kept.Set(t.Context(), "acme.atlassian.net", "", "secret"); err == nil {
		t.Error("a link was written through")
	}
	if err := writePrivate(h.SecretsFile(), map[string]string{}); err == nil {
		t.Error("a link was replaced")
	}
	if content, err := os.ReadFile(elsewhere); err != nil || string(content) != "{}" {
		t.Errorf("the file behind the link: %q (%v)", content, err)
	}
}

func TestTheLastTokenTakesItsFileAlong(t *testing.T) {
	t.Parallel()
	h := home(t)
	kept := h.Secrets(InFile, nil)
	for _, c := range []struct{ host, email string }{{"acme.atlassian.net", "ann@example.com"}, {"other.atlassian.net", ""}, {"other.atlassian.net", ""}} {
		if err := kept.Delete(t.Context(), c.host, c.email); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(h.SecretsFile()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
}

func TestBook(t *testing.T) {
	t.Parallel()
	a, b := Context{Name: "a", Site: "acme"}, Context{Name: "b", Site: "acme", Email: "b@example.com"}
	book := Book{}.With(a).With(b)
	if got, ok := book.ForSite("acme.atlassian.net"); !ok || got != b {
		t.Errorf("the current of two: %+v", got)
	}
	if got, ok := book.Find("https://acme.atlassian.net/wiki"); !ok || got != a {
		t.Errorf("by site: %+v", got)
	}
	book = book.Without("b")
	if diff := cmp.Diff(Book{Current: "a", Contexts: []Context{a}}, book); diff != "" {
		t.Errorf("without b (-want +got):\n%s", diff)
	}
	if book = book.Without("a"); book.Current != "" || len(book.Contexts) != 0 {
		t.Errorf("without any: %+v", book)
	}
}

func TestDoorsOutliveTheProcess(t *testing.T) {
	t.Parallel()
	h := home(t)
	door := client.Door{Gateway: true, CloudID: "f2ad45d7-0000-4000-8000-000000000001"}
	h.Doors().Remember("k", door)
	if got, ok := h.Doors().Door("k"); !ok || got != door {
		t.Errorf("got %+v %v", got, ok)
	}
	h.Doors().Forget("k")
	if _, ok := h.Doors().Door("k"); ok {
		t.Error("not forgotten")
	}
	if err := os.WriteFile(filepath.Join(h.Cache, "doors.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := h.Doors().Door("k"); ok {
		t.Error("a broken file has doors")
	}
}

func TestHomeOf(t *testing.T) {
	t.Parallel()
	got, err := HomeOf(variables(map[string]string{"HOME": "/h", "XDG_CONFIG_HOME": "/x", "XDG_CACHE_HOME": "/y"}))
	if want := (Home{Config: filepath.Join("/x", "weir"), Cache: filepath.Join("/y", "weir")}); err != nil || got != want {
		t.Errorf("got %+v (%v), want %+v", got, err, want)
	}
	if _, err := HomeOf(variables(nil)); err == nil {
		t.Error("a home out of nothing")
	}
}

// TestKeyring keeps a token in the system's keyring, of which this is an imitation.
func TestKeyring(t *testing.T) {
	// not parallel: the library's keyring is one for the process
	keyring.MockInit()
	h := Home{Config: t.TempDir(), Cache: t.TempDir()}
	kept := h.Secrets(InKeyring, variables(map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}))
	if _, err := kept.Get(t.Context(), "acme.atlassian.net", "ann@example.com"); !errors.Is(err, ErrNoSecret) {
		t.Errorf("before: %v", err)
	}
	if err := kept.Set(t.Context(), "acme.atlassian.net", "ann@example.com", "secret"); err != nil {
		t.Fatal(err)
	}
	if got, err := kept.Get(t.Context(), "acme.atlassian.net", "ann@example.com"); err != nil || got != "secret" {
		t.Errorf("got %q (%v)", got, err)
	}
	if _, err := kept.Get(t.Context(), "other.atlassian.net", "ann@example.com"); !errors.Is(err, ErrNoSecret) {
		t.Errorf("another host: %v", err)
	}
	for range 2 {
		if err := kept.Delete(t.Context(), "acme.atlassian.net", "ann@example.com"); err != nil {
			t.Error(err)
		}
	}
	keyring.MockInitWithError(errors.New("locked"))
	err := kept.Set(t.Context(), "acme.atlassian.net", "", "secret")
	want := "no keyring: locked; with --insecure-storage the token is kept in a file that only you can read"
	if _, ok := errors.AsType[*KeyringError](err); !ok || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestAKeyringThatHangsIsGivenUp stands for a session bus that is locked.
func TestAKeyringThatHangsIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := systemKeyring{variables(map[string]string{"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"})}
		release := make(chan struct{})
		start := time.Now()
		_, err := k.do(t.Context(), func() (string, error) {
			<-release
			return "late", nil
		})
		want := "no keyring: it does not answer; with --insecure-storage the token is kept in a file that only you can read"
		if err == nil || err.Error() != want || time.Since(start) != keyringTimeout {
			t.Errorf("after %s: %v", time.Since(start), err)
		}
		close(release)
	})
}
