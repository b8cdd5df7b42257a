package weirtest

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/seed"
	"github.com/weirhq/weir/internal/server"
)

// templates are data folders that were filled once in this process and are copied for every further server: seeding
// takes some hundred commits, a copy none. By templateKey.
var templates sync.Map

type templateKey struct {
	public bool
	random uint64
}

// template is a seeded data folder, kept in memory so that nothing of it outlives the process.
type template struct {
	once  sync.Once
	files map[string][]byte
	demo  seed.Demo
	err   error
}

// copyTemplate fills an empty data folder as seeding would, and tells what is in it. The site in it has no base URL of
// this server yet.
func copyTemplate(ctx context.Context, key templateKey, dir string) (*seed.Demo, error) {
	kept, _ := templates.LoadOrStore(key, &template{})
	made := kept.(*template)
	made.once.Do(func() { made.err = made.make(context.WithoutCancel(ctx), key) })
	if made.err != nil {
		return nil, made.err
	}
	for name, content := range made.files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return nil, err
		}
	}
	demo := made.demo // its maps are only read
	return &demo, nil
}

func (m *template) make(ctx context.Context, key templateKey) (err error) {
	dir, err := os.MkdirTemp("", "weirtest-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := m.fill(ctx, key, dir); err != nil {
		return err
	}
	m.files = map[string][]byte{}
	return fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		m.files[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
}

func (m *template) fill(ctx context.Context, key templateKey, dir string) (err error) {
	cfg, _, err := config.Load(config.Sources{Adapt: func(c *config.Config) {
		c.DataDir = dir
		c.Tokens.MaxScopes = len(catalog.AllScopes())
	}})
	if err != nil {
		return err
	}
	in, err := server.Open(ctx, cfg, server.Deps{
		Now: Start, Random: newRandom(key.random, seeding), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	demo, err := seed.Site(ctx, in.Service, seed.Options{BaseURL: "http://127.0.0.1:1", Public: key.public})
	if err != nil {
		return err
	}
	m.demo = *demo
	return nil
}

// adopt gives the copied site the address of this server. The server reads its table of hosts again when it is asked for
// a name that it does not know.
func (s *Server) adopt(ctx context.Context) error {
	s.demo.Site.BaseURL = s.URL
	if err := s.server.Site().System().SetSite(ctx, s.demo.Site); err != nil {
		return err
	}
	ask := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://weirtest.invalid/", nil)
	s.server.ServeHTTP(httptest.NewRecorder(), ask)
	return nil
}

// Stages of a server, each with a stream of random bytes of its own: what runs on a copied folder must not draw again
// what seeding drew.
const (
	seeding byte = iota
	running
)
