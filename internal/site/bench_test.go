package site_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/blob"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// bench is a wiki of a few people, for stories: ann administers the site and made the space DEV; bob and cy may write
// there, bob through the group eng; dee may only read; eve uses the site and is granted nothing; fay has no access to the
// site. Nobody, the empty name, is anonymous. The clock moves when told to, ids and tokens come from a fixed seed.
type bench struct {
	t       *testing.T
	service *site.Service
	site    wiki.Site
	people  map[string]identity.Account
	groups  map[string]identity.Group
	dev     wiki.Space
	seconds *atomic.Int64
	folder  string
	minutes <-chan time.Time // when the next service looks for expired tokens; nil: by the clock on the wall
}

// everything is what the sessions of the stories may do; the rights of their people decide.
const everything = wiki.SpacePerms | wiki.UseSite | wiki.AdministerSite

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchOn(t, "")
}

// newBenchOn is a bench over a database of another engine; empty for SQLite.
func newBenchOn(t *testing.T, url string) *bench {
	t.Helper()
	b := &bench{t: t, people: map[string]identity.Account{}, groups: map[string]identity.Group{}, seconds: new(atomic.Int64), folder: t.TempDir()}
	b.service = b.open(url, identity.Switches{})
	b.seed()
	return b
}

// open starts an installation over the bench's database; url is empty for the SQLite file.
func (b *bench) open(url string, sw identity.Switches) *site.Service {
	b.t.Helper()
	if url == "" {
		url = filepath.Join(b.folder, "weir.db")
	}
	db, err := store.Open(b.t.Context(), store.Options{URL: url, Now: b.now, Readers: 4, Synchronous: "OFF"})
	b.must(err)
	b.t.Cleanup(func() { b.must(db.Close()) })
	random := &lockedReader{r: rand.NewChaCha8([32]byte{byte(len(b.people))})}
	blobs, err := blob.OpenDir(filepath.Join(b.folder, "blobs"), random)
	b.must(err)
	b.t.Cleanup(func() { b.must(blobs.Close()) })
	s := site.New(site.Options{DB: db, Blobs: blobs, Now: b.now, Random: random, Switches: sw, Minutes: b.minutes,
		Log: slog.New(slog.DiscardHandler), MaxScopes: 50, MaxUpload: 1000,
		Keys: identity.Keyring{Current: "k", Keys: map[string][]byte{"k": bytes.Repeat([]byte("k"), 32)}}})
	b.t.Cleanup(s.Close)
	return s
}

func (b *bench) now() time.Time { return noon.Add(time.Duration(b.seconds.Load()) * time.Second) }

// lockedReader lets several goroutines share one generator.
type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) seed() {
	b.t.Helper()
	ctx, y := b.t.Context(), b.service.System()
	var err error
	b.site, err = y.CreateSite(ctx, wiki.Site{Key: "demo", Name: "Demo", BaseURL: "https://wiki.test"})
	b.must(err)
	for _, name := range []string{"eng", "ops"} {
		b.groups[name], err = y.CreateGroup(ctx, name)
		b.must(err)
	}
	for _, name := range []string{"ann", "bob", "cy", "dee", "eve", "fay"} {
		b.people[name], err = y.CreateAccount(ctx, identity.Account{Email: name + "@example.com"})
		b.must(err)
		role := map[string]identity.SiteRole{"ann": identity.SiteAdmin, "fay": ""}
		r, special := role[name]
		if !special {
			r = identity.SiteUser
		}
		b.must(y.SetAccess(ctx, b.site.ID, b.people[name].ID, r))
	}
	b.joins("bob", "eng")
	const writes = wiki.SpacePerms &^ wiki.AdministerSpace
	b.as("ann").run("makes the space DEV", nil, func(ctx context.Context, s *site.Session) (err error) {
		b.dev, err = s.CreateSpace(ctx, site.NewSpace{Key: "DEV", Name: "Development", Grants: []wiki.Grant{
			{Subject: b.subject("@eng"), Perm: writes}, {Subject: b.subject("cy"), Perm: writes},
			{Subject: b.subject("dee"), Perm: wiki.View}}})
		return err
	})
}

// subject is a person, with @ before the name a group, and anonymous for no name.
func (b *bench) subject(name string) wiki.Subject {
	if name == "" {
		return wiki.Anonymous
	}
	if group, ok := strings.CutPrefix(name, "@"); ok {
		return wiki.Group(b.groups[group].ID)
	}
	return wiki.User(b.people[name].ID)
}

func (b *bench) subjects(names ...string) []wiki.Subject {
	out := make([]wiki.Subject, len(names))
	for i, n := range names {
		out[i] = b.subject(n)
	}
	return out
}

func (b *bench) joins(person, group string) {
	b.t.Helper()
	b.must(b.service.System().AddMember(b.t.Context(), b.groups[group].ID, b.people[person].ID))
}

func (b *bench) leaves(person, group string) {
	b.t.Helper()
	b.must(b.service.System().RemoveMember(b.t.Context(), b.groups[group].ID, b.people[person].ID))
}

// opensTheSite makes the site public.
func (b *bench) opensTheSite(open bool) {
	b.t.Helper()
	b.site.Public = open
	b.must(b.service.System().SetSite(b.t.Context(), b.site))
}

// version is the current version number of a content, whoever asks.
func (b *bench) version(id wiki.ContentID) int {
	b.t.Helper()
	tx, err := b.service.DB.Read(b.t.Context())
	b.must(err)
	defer tx.Close()
	c, _, err := tx.In(b.site.ID).Content(b.t.Context(), wiki.Viewer{}, id)
	b.must(err)
	return c.Version.Number
}

// actor is a person of the bench. Its methods are the sentences of the stories: each opens a session of its own, and
// fails the test unless it succeeds or is refused for the reason given as the last argument.
type actor struct {
	b    *bench
	name string
}

func (b *bench) as(name string) actor { return actor{b, name} }

func (b *bench) cast() (ann, bob, cy, dee, eve, nobody actor) {
	return b.as("ann"), b.as("bob"), b.as("cy"), b.as("dee"), b.as("eve"), b.as("")
}

// session opens a session for the actor as a request would; the error is that of Open.
func (a actor) session(ctx context.Context) (*site.Session, *site.Visit, error) {
	if a.name != "" {
		return a.b.service.System().As(ctx, a.b.site.ID, a.b.people[a.name].ID, everything)
	}
	v, err := a.b.service.Enter(ctx, site.Address{Key: a.b.site.Key}, identity.Credential{}, identity.AtSite)
	if err != nil {
		return nil, nil, err
	}
	s, err := v.Open(everything)
	if err != nil {
		v.Close()
		return nil, nil, err
	}
	return s, v, nil
}

func (a actor) do(fn func(context.Context, *site.Session) error) error {
	ctx := a.b.t.Context()
	s, v, err := a.session(ctx)
	if err != nil {
		return err
	}
	defer v.Close()
	return fn(ctx, s)
}

func (a actor) run(what string, want []wiki.Reason, fn func(context.Context, *site.Session) error) {
	a.b.t.Helper()
	err := a.do(fn)
	if len(want) == 0 {
		if err != nil {
			a.b.t.Fatalf("%q %s: %v", a.name, what, err)
		}
		return
	}
	refusal, typed := errors.AsType[*wiki.Error](err)
	if !typed || refusal.Reason != want[0] || refusal.Kind() == wiki.Internal {
		a.b.t.Fatalf("%q %s: %v; want %s", a.name, what, err, want[0])
	}
}

// makes creates a content in DEV unless it names another space; a page beside the home page.
func (a actor) makes(n wiki.NewContent, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	if n.Space == 0 {
		n.Space = a.b.dev.ID
	}
	if n.Kind == "" {
		n.Kind = wiki.Page
	}
	if n.Status == "" {
		n.Status = wiki.Current
	}
	n.Root = true
	a.run("makes "+n.Title, want, func(ctx context.Context, s *site.Session) (err error) {
		made, err = s.Create(ctx, n)
		return err
	})
	return made
}

func (a actor) page(title string, parent wiki.Content, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	return a.makes(wiki.NewContent{Title: title, Parent: parent.ID}, want...)
}

// changes updates a content; without a version, to the one after the current.
func (a actor) changes(c wiki.Content, ch wiki.Change, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	if ch.Version == 0 {
		ch.Version = a.b.version(c.ID) + 1
	}
	a.run("changes "+c.Title, want, func(ctx context.Context, s *site.Session) (err error) {
		made, err = s.Update(ctx, c.ID, ch)
		return err
	})
	return made
}

func (a actor) edits(c wiki.Content, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	text := "<p>by " + a.name + "</p>"
	return a.changes(c, wiki.Change{Storage: &text}, want...)
}

func (a actor) moves(c, below wiki.Content, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	return a.changes(c, wiki.Change{Parent: &below.ID}, want...)
}

func (a actor) restores(c wiki.Content, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	current := wiki.Current
	return a.changes(c, wiki.Change{Status: &current}, want...)
}

func (a actor) publishes(c wiki.Content, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	current := wiki.Current
	return a.changes(c, wiki.Change{Status: &current, Version: 1}, want...)
}

func (a actor) trashes(c wiki.Content, want ...wiki.Reason) {
	a.b.t.Helper()
	a.run("trashes "+c.Title, want, func(ctx context.Context, s *site.Session) error { return s.Trash(ctx, c.ID) })
}

func (a actor) purges(c wiki.Content, want ...wiki.Reason) {
	a.b.t.Helper()
	a.run("purges "+c.Title, want, func(ctx context.Context, s *site.Session) error { return s.Purge(ctx, c.ID) })
}

func (a actor) discards(c wiki.Content, want ...wiki.Reason) {
	a.b.t.Helper()
	a.run("discards "+c.Title, want, func(ctx context.Context, s *site.Session) error { return s.DiscardDraft(ctx, c.ID) })
}

func (a actor) attaches(c wiki.Content, name, text string, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	a.run("attaches "+name, want, func(ctx context.Context, s *site.Session) (err error) {
		made, err = s.Attach(ctx, site.NewFile{Container: c.ID, Name: name, MediaType: "text/plain", Bytes: strings.NewReader(text)})
		return err
	})
	return made
}

// restricts limits an operation on a content to some people; to nobody's list, with no names at all, when lifted.
func (a actor) restricts(c wiki.Content, op wiki.RestrictionOp, to []string, want ...wiki.Reason) {
	a.b.t.Helper()
	r := wiki.Restriction{Content: c.ID, Op: op}
	if to != nil {
		r.Subjects = a.b.subjects(to...)
	}
	a.run("restricts "+c.Title, want, func(ctx context.Context, s *site.Session) error { return s.Restrict(ctx, r) })
}

// visible lists the ids of all content that the actor's listings show.
func (a actor) visible() (ids []wiki.ContentID) {
	a.b.t.Helper()
	a.run("lists", nil, func(ctx context.Context, s *site.Session) error {
		list, err := s.ListContent(ctx, wiki.ContentFilter{}, wiki.Window{Limit: 1000})
		for _, c := range list.Items {
			ids = append(ids, c.ID)
		}
		return err
	})
	return ids
}

// sees holds that the actor is shown contents, by id and in listings.
func (a actor) sees(contents ...wiki.Content) {
	a.b.t.Helper()
	listed := a.visible()
	for _, c := range contents {
		a.run("reads "+c.Title, nil, func(ctx context.Context, s *site.Session) error {
			_, _, err := s.ContentWithBody(ctx, c.ID)
			return err
		})
		if !slices.Contains(listed, c.ID) {
			a.b.t.Fatalf("%q reads %q and does not find it in the list", a.name, c.Title)
		}
	}
}

// misses holds that contents do not exist for the actor: neither by id, told as any other that is not there, nor listed.
func (a actor) misses(contents ...wiki.Content) {
	a.b.t.Helper()
	listed := a.visible()
	for _, c := range contents {
		err := a.do(func(ctx context.Context, s *site.Session) error {
			_, _, err := s.ContentWithBody(ctx, c.ID)
			return err
		})
		refusal, typed := errors.AsType[*wiki.Error](err)
		if !typed || refusal.Reason.Public() != wiki.NoSuchObject || refusal.Kind() != wiki.NotFound {
			a.b.t.Fatalf("%q reads %q: %v; want no such object", a.name, c.Title, err)
		}
		if slices.Contains(listed, c.ID) {
			a.b.t.Fatalf("%q may not read %q and finds it in the list", a.name, c.Title)
		}
	}
}
