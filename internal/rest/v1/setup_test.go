package v1_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/blob"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/rest/download"
	v1 "github.com/weirhq/weir/internal/rest/v1"
	v2 "github.com/weirhq/weir/internal/rest/v2"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// bench is the real API over a small wiki: ann administers the site, bob may read the space DEV and write in it, eve may
// use the site and sees nothing. The clock stands at noon and moves when told to; ids and tokens come from a fixed seed,
// so that every byte of an answer can be written down.
type bench struct {
	t         *testing.T
	service   *site.Service
	api       *rest.API
	downloads *download.Desk
	site      wiki.Site
	ann       *site.Session
	people    map[string]identity.Account
	tokens    map[string]string
	seconds   atomic.Int64
	dev       wiki.Space
}

const baseURL = "https://wiki.test"

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchOn(t, store.Options{})
}

// newBenchOn is newBench with settings of the database.
func newBenchOn(t *testing.T, o store.Options) *bench {
	t.Helper()
	b := &bench{t: t, people: map[string]identity.Account{}, tokens: map[string]string{}}
	dir, random := t.TempDir(), rand.NewChaCha8([32]byte{})
	now := func() time.Time {
		return time.Date(2026, 8, 7, 12, 0, 0, 0, time.UTC).Add(time.Duration(b.seconds.Load()) * time.Second)
	}
	o.URL, o.Now = filepath.Join(dir, "weir.db"), now
	db, err := store.Open(t.Context(), o)
	b.must(err)
	t.Cleanup(func() { db.Close() })
	blobs, err := blob.OpenDir(filepath.Join(dir, "blobs"), random)
	b.must(err)
	t.Cleanup(func() { blobs.Close() })
	b.service = site.New(site.Options{
		DB: db, Blobs: blobs, Now: now, Random: random, Log: slog.New(slog.DiscardHandler), MaxScopes: 50, MaxUpload: 1 << 20,
		Minutes: make(chan time.Time), // no minute passes: what is swept then would be counted among a request's statements
		Keys:    identity.Keyring{Current: "k", Keys: map[string][]byte{"k": bytes.Repeat([]byte("k"), 32)}},
	})
	t.Cleanup(b.service.Close)
	b.downloads = &download.Desk{Site: b.service, Key: bytes.Repeat([]byte("m"), 32), Now: now}
	b.api, err = rest.NewAPI(rest.Config{
		Site: b.service, Versions: []rest.Version{v1.With(b.downloads), v2.With(b.downloads)}, CursorKey: bytes.Repeat([]byte("c"), 32),
		Now: now, Refused: func(http.Header, rest.Refusal) {},
	})
	b.must(err)
	b.seed(t.Context())
	return b
}

func (b *bench) seed(ctx context.Context) {
	b.t.Helper()
	y := b.service.System()
	var err error
	b.site, err = y.CreateSite(ctx, wiki.Site{Key: "demo", Name: "Demo", BaseURL: baseURL})
	b.must(err)
	for _, name := range []string{"ann", "bob", "eve"} {
		role := identity.SiteUser
		if name == "ann" {
			role = identity.SiteAdmin
		}
		id := wiki.AccountID(name + "-0000")
		a := identity.Account{ID: id, Email: name + "@example.com", DisplayName: name, PublicName: name, Kind: identity.Person, TimeZone: "UTC", Active: true}
		b.must(b.service.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.CreateAccount(ctx, a) }))
		b.must(y.SetAccess(ctx, b.site.ID, id, role))
		b.people[name], b.tokens[name] = a, b.token(name)
	}
	ann, visit, err := y.As(ctx, b.site.ID, b.people["ann"].ID, wiki.SpacePerms|wiki.UseSite)
	b.must(err)
	b.t.Cleanup(visit.Close)
	b.ann = ann
	b.dev, err = ann.CreateSpace(ctx, site.NewSpace{Key: "DEV", Name: "Development", Description: "Code & <care>", Grants: []wiki.Grant{
		{Subject: wiki.User(b.people["bob"].ID), Perm: wiki.View | wiki.CreatePage | wiki.DeleteOwn},
	}})
	b.must(err)
}

// token makes an unscoped token, or one with scopes.
func (b *bench) token(name string, scopes ...string) string {
	b.t.Helper()
	text, _, err := b.service.System().CreateToken(b.t.Context(), identity.TokenSpec{Account: wiki.AccountID(name + "-0000"), Scopes: scopes})
	b.must(err)
	return text
}

// page is a page of ann's in DEV below the home page.
func (b *bench) page(title, storage string) wiki.Content {
	b.t.Helper()
	c, err := b.ann.Create(b.t.Context(), wiki.NewContent{
		Kind: wiki.Page, Status: wiki.Current, Space: b.dev.ID, Title: title, Storage: storage,
	})
	b.must(err)
	return c
}

// attach adds a file of ann's to a page.
func (b *bench) attach(page wiki.Content, name, mediaType, comment, text string) wiki.Content {
	b.t.Helper()
	c, err := b.ann.Attach(b.t.Context(), site.NewFile{
		Container: page.ID, Name: name, MediaType: mediaType, Comment: comment, Bytes: strings.NewReader(text),
	})
	b.must(err)
	return c
}

// call answers as the server would: "GET /content?limit=1" below the version's prefix, with a JSON body or none.
func (b *bench) call(who, line, body string) *httptest.ResponseRecorder {
	b.t.Helper()
	secret := ""
	if who != "" {
		secret = b.tokens[who]
	}
	return b.callWith(who, secret, rest.SiteEntrance("demo", requestID), line, body)
}

const requestID = "11111111-2222-3333-4444-555555555555"

func (b *bench) callWith(who, secret string, in rest.Entrance, line, body string) *httptest.ResponseRecorder {
	b.t.Helper()
	method, path, _ := strings.Cut(line, " ")
	path = strings.TrimPrefix(path, baseURL)
	if !strings.HasPrefix(path, "/wiki/") {
		path = "/wiki/rest/api" + path
	}
	r := httptest.NewRequestWithContext(b.t.Context(), method, baseURL+path, strings.NewReader(body))
	if who != "" {
		r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(who+"@example.com:"+secret)))
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	target, refused := rest.ParseTarget(r)
	if refused != nil {
		b.t.Fatal(refused)
	}
	w := httptest.NewRecorder()
	if _, served := b.downloads.Serve(b.api, w, r, target, in); !served {
		b.api.Serve(w, r, target, in)
	}
	return w
}

// answers compares status and body. The wanted body is written over several lines: breaks and the blanks that begin a
// line do not count.
func (b *bench) answers(who, line, body string, status int, want string) {
	b.t.Helper()
	compare(b.t, line+" as "+who, b.call(who, line, body), status, want)
}

func compare(t *testing.T, what string, w *httptest.ResponseRecorder, status int, want string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("%s: status %d, want %d", what, w.Code, status)
	}
	if diff := cmp.Diff(flat(want), w.Body.String()); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

// flat takes out the line breaks of a wanted body, with the blanks behind them.
func flat(text string) string {
	var joined strings.Builder
	for part := range strings.Lines(text) {
		joined.WriteString(strings.TrimSpace(part))
	}
	return joined.String()
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}
