package seed_test

import (
	"crypto/rand"
	"image/png"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/blob"
	"github.com/weirhq/weir/internal/seed"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func newService(t *testing.T) *site.Service {
	t.Helper()
	dir := t.TempDir()
	db, err := store.Open(t.Context(), store.Options{URL: filepath.Join(dir, "weir.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	blobs, err := blob.OpenDir(filepath.Join(dir, "blobs"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	keys, err := site.LoadKeys(filepath.Join(dir, "keys"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := site.New(site.Options{DB: db, Blobs: blobs, Keys: keys, Now: time.Now, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler), MaxScopes: len(catalog.AllScopes()), MaxUpload: 1 << 20})
	t.Cleanup(s.Close)
	return s
}

func TestTheDemoIsWhatTheReadmePromises(t *testing.T) {
	t.Parallel()
	s := newService(t)
	d, err := seed.Site(t.Context(), s, seed.Options{BaseURL: "http://127.0.0.1:8090"})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(d.Pages); n < 30 {
		t.Errorf("%d pages, want at least 30", n)
	}
	count := func(person string) int {
		t.Helper()
		as, visit, err := s.System().As(t.Context(), d.Site.ID, d.People[person].ID, wiki.View)
		if err != nil {
			t.Fatal(err)
		}
		defer visit.Close()
		found, err := as.ListContent(t.Context(), wiki.ContentFilter{Kinds: []wiki.Kind{wiki.Page},
			Statuses: []wiki.Status{wiki.Current}}, wiki.Window{Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		return len(found.Items)
	}
	// 43 current pages with the home pages. Ada sees all but three of the people team; the auditors' group is
	// the first by name and holds nothing.
	for person, want := range map[string]int{"ada": 40, "grace": 36, "linus": 34, "mary": 38, "otto": 0} {
		if got := count(person); got != want {
			t.Errorf("%s sees %d pages, want %d", person, got, want)
		}
	}
	groups, err := s.System().Groups(t.Context())
	if err != nil || groups[0].Name != "auditors" {
		t.Errorf("first group is %v, %v", groups, err)
	}
}

func TestTheLogoIsAPicture(t *testing.T) {
	t.Parallel()
	s := newService(t)
	d, err := seed.Site(t.Context(), s, seed.Options{BaseURL: "http://127.0.0.1:8090", Public: true})
	if err != nil {
		t.Fatal(err)
	}
	as, visit, err := s.System().As(t.Context(), d.Site.ID, d.People["ada"].ID, wiki.View)
	if err != nil {
		t.Fatal(err)
	}
	defer visit.Close()
	found, err := as.ListContent(t.Context(), wiki.ContentFilter{FileName: "logo.png"}, wiki.Window{Limit: 2})
	if err != nil || len(found.Items) != 1 {
		t.Fatalf("%d files, %v", len(found.Items), err)
	}
	f, err := as.OpenFile(t.Context(), found.Items[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := png.Decode(f); err != nil {
		t.Error(err)
	}
}
