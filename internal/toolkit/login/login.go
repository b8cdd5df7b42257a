// Package login owns what the toolkit knows of its user: the sites somebody has logged in to, where their tokens are
// kept, and which of all sources a command takes its credential from. It refuses to call a site, and to show a secret
// anywhere but where it was asked for.
package login

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/wire"
)

// Context is a site somebody has logged in to, under a name.
type Context struct {
	Name    string
	Site    string // as client.ParseAddress takes it
	Gateway string // origin, empty for the site's usual one
	Email   string // empty for a token that is sent as Bearer
	Storage Storage
}

// Host names the context's site among others.
func (c Context) Host() string { return hostOf(c.Site) }

// Storage is where a context's token is kept.
type Storage string

// The storages.
const (
	InKeyring Storage = "keyring"
	InFile    Storage = "file" // insecure, and so only by name
)

// Book are all contexts and which of them is in use.
type Book struct {
	Current  string // name; empty when there is none
	Contexts []Context
}

// Find is the context of a name, or else the one of a site.
func (b Book) Find(name string) (Context, bool) {
	for _, matches := range []func(Context) bool{
		func(c Context) bool { return c.Name == name },
		func(c Context) bool { return c.Host() == hostOf(name) },
	} {
		if i := slices.IndexFunc(b.Contexts, matches); i >= 0 {
			return b.Contexts[i], true
		}
	}
	return Context{}, false
}

// ForSite is the context to use for a site: the current one if it is that site's, else the first.
func (b Book) ForSite(host string) (Context, bool) {
	if c, ok := b.Find(b.Current); ok && c.Host() == host {
		return c, true
	}
	i := slices.IndexFunc(b.Contexts, func(c Context) bool { return c.Host() == host })
	if i < 0 {
		return Context{}, false
	}
	return b.Contexts[i], true
}

// With is the book with a context put in place of the one of its name, and made current.
func (b Book) With(c Context) Book {
	b = b.Without(c.Name)
	b.Contexts = append(b.Contexts, c)
	b.Current = c.Name
	return b
}

// Without is the book without a context; if it was current, the last of the others is.
func (b Book) Without(name string) Book {
	b.Contexts = slices.DeleteFunc(slices.Clone(b.Contexts), func(c Context) bool { return c.Name == name })
	if b.Current != name {
		return b
	}
	b.Current = ""
	if n := len(b.Contexts); n > 0 {
		b.Current = b.Contexts[n-1].Name
	}
	return b
}

func hostOf(site string) string {
	a, err := client.ParseAddress(site)
	if err != nil {
		return site
	}
	return a.Host()
}

// Home are the user's folders for weir.
type Home struct {
	Config string // contexts, and tokens that are kept in a file
	Cache  string // what can be thrown away: doors, answers
}

// HomeOf finds the folders as the operating system has them, XDG's variables first.
func HomeOf(env func(string) (string, bool)) (Home, error) {
	config, cache := value(env, "XDG_CONFIG_HOME"), value(env, "XDG_CACHE_HOME")
	home := value(env, "HOME")
	switch {
	case runtime.GOOS == "windows":
		config, cache = either(config, value(env, "AppData")), either(cache, value(env, "LocalAppData"))
	case runtime.GOOS == "darwin" && home != "":
		config = either(config, filepath.Join(home, "Library", "Application Support"))
		cache = either(cache, filepath.Join(home, "Library", "Caches"))
	case home != "":
		config, cache = either(config, filepath.Join(home, ".config")), either(cache, filepath.Join(home, ".cache"))
	}
	if !filepath.IsAbs(config) || !filepath.IsAbs(cache) {
		return Home{}, errors.New("no folder for the user's files: neither HOME nor XDG_CONFIG_HOME and XDG_CACHE_HOME name one")
	}
	return Home{Config: filepath.Join(config, "weir"), Cache: filepath.Join(cache, "weir")}, nil
}

func value(env func(string) (string, bool), name string) string {
	v, _ := env(name)
	return strings.TrimSpace(v)
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// Book reads the contexts; there are none before the first login.
func (h Home) Book() (Book, error) {
	var b Book
	err := readPrivate(h.bookFile(), &b)
	return b, err
}

// SetBook writes the contexts.
func (h Home) SetBook(b Book) error { return writePrivate(h.bookFile(), b) }

func (h Home) bookFile() string { return filepath.Join(h.Config, "contexts.json") }

// SecretsFile is where tokens are kept that are not in a keyring.
func (h Home) SecretsFile() string { return filepath.Join(h.Config, "tokens.json") }

// readPrivate reads a file of ours into v, and nothing where there is none.
func readPrivate(name string, v any) error {
	content, err := readPlain(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := wire.Unmarshal(content, v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
