package v2_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/blob"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	v1 "github.com/weirhq/weir/internal/rest/v1"
	v2 "github.com/weirhq/weir/internal/rest/v2"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// bench is the real API over a small wiki: ann administers the site, bob may read the space DEV and write in it, eve
// may use the site and sees nothing. The clock stands at noon and moves by a minute when told to; ids and tokens come
// from a fixed seed, so every byte of an answer can be written down.
type bench struct {
	t       *testing.T
	service *site.Service
	api     *rest.API
	site    wiki.Site
	ann     *site.Session
	people  map[string]identity.Account
	tokens  map[string]string
	minutes atomic.Int64
	dev     wiki.Space
}

const baseURL = "https://wiki.test"

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, people: map[string]identity.Account{}, tokens: map[string]string{}}
	dir, random := t.TempDir(), rand.NewChaCha8([32]byte{})
	now := func() time.Time {
		return time.Date(2026, 8, 7, 12, 0, 0, 0, time.UTC).Add(time.Duration(b.minutes.Load()) * time.Minute)
	}
	db, err := store.Open(t.Context(), store.Options{URL: filepath.Join(dir, "weir.db"), Now: now})
	b.must(err)
	t.Cleanup(func() { db.Close() })
	blobs, err := blob.OpenDir(filepath.Join(dir, "blobs"), random)
	b.must(err)
	t.Cleanup(func() { blobs.Close() })
	b.service = site.New(site.Options{
		DB: db, Blobs: blobs, Now: now, Random: random, Log: slog.New(slog.DiscardHandler), MaxScopes: 50, MaxUpload: 1 << 20,
		Keys: identity.Keyring{Current: "k", Keys: map[string][]byte{"k": bytes.Repeat([]byte("k"), 32)}},
	})
	t.Cleanup(b.service.Close)
	b.api, err = rest.NewAPI(rest.Config{
		Site: b.service, Versions: []rest.Version{v1.Version(), v2.Version()}, CursorKey: bytes.Repeat([]byte("c"), 32),
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
	for name, role := range map[string]identity.SiteRole{"ann": identity.SiteAdmin, "bob": identity.SiteUser, "eve": identity.SiteUser} {
		// The numbers of people must not depend on the order of the map.
		id := wiki.AccountID(name + "-0000")
		a := identity.Account{ID: id, Email: name + "@example.com", DisplayName: name, PublicName: name, Kind: identity.Person, TimeZone: "UTC", Active: true}
		b.must(b.service.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.CreateAccount(ctx, a) }))
		b.must(y.SetAccess(ctx, b.site.ID, id, role))
		token, _, err := y.CreateToken(ctx, identity.TokenSpec{Account: id})
		b.must(err)
		b.people[name], b.tokens[name] = a, token
	}
	ann, visit, err := y.As(ctx, b.site.ID, b.people["ann"].ID, wiki.SpacePerms|wiki.UseSite)
	b.must(err)
	b.t.Cleanup(visit.Close)
	b.ann = ann
	b.dev = b.space(site.NewSpace{Key: "DEV", Name: "Development", Description: "Code & <care>", Grants: []wiki.Grant{
		{Subject: wiki.User(b.people["bob"].ID), Perm: wiki.View | wiki.CreatePage | wiki.DeleteOwn},
	}})
}

func (b *bench) space(n site.NewSpace) wiki.Space {
	b.t.Helper()
	sp, err := b.ann.CreateSpace(b.t.Context(), n)
	b.must(err)
	return sp
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

// call answers as the server would: "GET /pages?limit=1" below the version's prefix, with a JSON body or none.
func (b *bench) call(who, line, body string) *httptest.ResponseRecorder {
	b.t.Helper()
	method, path, _ := strings.Cut(line, " ")
	if !strings.HasPrefix(path, "/wiki/") {
		path = "/wiki/api/v2" + path
	}
	r := httptest.NewRequestWithContext(b.t.Context(), method, baseURL+path, strings.NewReader(body))
	if who != "" {
		r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(who+"@example.com:"+b.tokens[who])))
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	target, refused := rest.ParseTarget(r)
	if refused != nil {
		b.t.Fatal(refused)
	}
	w := httptest.NewRecorder()
	b.api.Serve(w, r, target, rest.SiteEntrance("demo", "11111111-2222-3333-4444-555555555555"))
	return w
}

// answers compares status and body. The wanted body is written over several lines: breaks and the blanks that begin a
// line do not count.
func (b *bench) answers(who, line, body string, status int, want string) {
	b.t.Helper()
	w := b.call(who, line, body)
	var joined strings.Builder
	for part := range strings.Lines(want) {
		joined.WriteString(strings.TrimSpace(part))
	}
	if w.Code != status {
		b.t.Errorf("%s as %s: status %d, want %d", line, who, w.Code, status)
	}
	if diff := cmp.Diff(joined.String(), w.Body.String()); diff != "" {
		b.t.Errorf("%s as %s: %s", line, who, diff)
	}
}

// refuses compares status, code and title of a refusal, with detail null.
func (b *bench) refuses(who, line, body string, status int, code, title string) {
	b.t.Helper()
	b.answers(who, line, body, status, `{"errors":[{"status":`+strconv.Itoa(status)+`,"code":"`+code+`","title":"`+title+`","detail":null}]}`)
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}
