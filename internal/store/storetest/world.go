package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// world is a database with two sites that are seeded alike. Tests look at here; whatever of there shows up is a leak.
type world struct {
	*testing.T
	db          *store.DB
	clock       *clock
	here, there *place
}

// place is one site with its spaces and contents by the names that tests call them.
type place struct {
	w        *world
	site     wiki.SiteID
	spaces   map[string]wiki.SpaceID
	contents map[string]wiki.ContentID
}

// The people of every world. ann writes; bob reads DOCS only; eve has no group. guest is anonymous, nobody has no
// subject at all.
const (
	ann wiki.AccountID = "acc-ann"
	bob wiki.AccountID = "acc-bob"
	eve wiki.AccountID = "acc-eve"

	writers wiki.GroupID = "grp-writers"
	readers wiki.GroupID = "grp-readers"
)

func viewer(id wiki.AccountID, groups ...wiki.GroupID) wiki.Viewer {
	v := wiki.Viewer{Account: id, Subjects: []wiki.Subject{wiki.User(id)}}
	for _, g := range groups {
		v.Subjects = append(v.Subjects, wiki.Group(g))
	}
	v.Subjects = append(v.Subjects, wiki.Anonymous)
	return v
}

var (
	asAnn  = viewer(ann, writers)
	asBob  = viewer(bob, readers)
	asEve  = viewer(eve)
	guest  = wiki.Viewer{Subjects: []wiki.Subject{wiki.Anonymous}}
	nobody = wiki.Viewer{}
)

// newWorld opens a database and seeds people and two sites without spaces.
func newWorld(t *testing.T, open Opener) *world {
	t.Helper()
	w := &world{T: t, clock: newClock()}
	w.db = open(t, w.clock.Now)
	w.write(func(ctx context.Context, tx *store.Tx) error {
		for _, a := range []identity.Account{
			{ID: ann, Kind: identity.Person, Email: "Ann@Example.com", DisplayName: "Ann", PublicName: "ann", TimeZone: "Europe/Berlin", Active: true},
			{ID: bob, Kind: identity.Person, Email: "bob@example.com", DisplayName: "Bob", PublicName: "bob", TimeZone: "UTC", Active: true},
			{ID: eve, Kind: identity.Service, Email: "eve@example.com", DisplayName: "Eve", PublicName: "eve", TimeZone: "UTC", Active: true},
		} {
			if err := tx.CreateAccount(ctx, a); err != nil {
				return err
			}
		}
		for _, g := range []identity.Group{{ID: writers, Name: "Writers"}, {ID: readers, Name: "readers"}} {
			if err := tx.CreateGroup(ctx, g); err != nil {
				return err
			}
		}
		for g, id := range map[wiki.GroupID]wiki.AccountID{writers: ann, readers: bob} {
			if err := tx.AddMember(ctx, g, id); err != nil {
				return err
			}
		}
		return nil
	})
	w.here, w.there = w.newPlace("here"), w.newPlace("there")
	return w
}

func (w *world) newPlace(key string) *place {
	w.Helper()
	p := &place{w: w, spaces: map[string]wiki.SpaceID{}, contents: map[string]wiki.ContentID{}}
	w.write(func(ctx context.Context, tx *store.Tx) error {
		s, err := tx.CreateSite(ctx, wiki.Site{CloudID: "cloud-" + key, Key: key, Name: "Site " + key, BaseURL: "https://" + key + ".example.com"})
		p.site = s.ID
		return err
	})
	return p
}

// both runs a seed on both sites.
func (w *world) both(seed func(p *place)) {
	w.Helper()
	seed(w.here)
	seed(w.there)
}

// write runs fn in a write that must succeed.
func (w *world) write(fn func(ctx context.Context, tx *store.Tx) error) {
	w.Helper()
	if err := w.db.Write(w.Context(), fn); err != nil {
		w.Fatal(err)
	}
}

// try runs fn in a write and returns its error.
func (p *place) try(fn func(ctx context.Context, tx *store.SiteTx) error) error {
	return p.w.db.Write(p.w.Context(), func(ctx context.Context, tx *store.Tx) error { return fn(ctx, tx.In(p.site)) })
}

// write runs fn in a write on the site that must succeed.
func (p *place) write(fn func(ctx context.Context, tx *store.SiteTx) error) {
	p.w.Helper()
	if err := p.try(fn); err != nil {
		p.w.Fatal(err)
	}
}

// read runs fn in a snapshot of the site.
func (p *place) read(fn func(ctx context.Context, tx *store.SiteTx) error) {
	p.w.Helper()
	tx, err := p.w.db.Read(p.w.Context())
	if err != nil {
		p.w.Fatal(err)
	}
	defer tx.Close()
	if err := fn(p.w.Context(), tx.In(p.site)); err != nil {
		p.w.Fatal(err)
	}
}

// space makes a current global space in which every grant gives its subject View and all else.
func (p *place) space(key string, subjects ...wiki.Subject) wiki.SpaceID {
	p.w.Helper()
	return p.newSpace(wiki.Space{Key: key, Name: "Space " + key, Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent, Creator: ann}, subjects...)
}

func (p *place) newSpace(s wiki.Space, subjects ...wiki.Subject) wiki.SpaceID {
	p.w.Helper()
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		made, err := tx.CreateSpace(ctx, s)
		for _, who := range subjects {
			if err == nil {
				err = tx.Grant(ctx, wiki.Grant{Space: made.ID, Subject: who, Perm: wiki.SpacePerms})
			}
		}
		p.spaces[s.Key] = made.ID
		return err
	})
	return p.spaces[s.Key]
}

// content makes a content under the name of its title and returns its id. Kind, status and author have defaults.
func (p *place) content(n wiki.NewContent) wiki.ContentID {
	p.w.Helper()
	return p.contentBy(ann, n)
}

func (p *place) contentBy(author wiki.AccountID, n wiki.NewContent) wiki.ContentID {
	p.w.Helper()
	if n.Kind == "" {
		n.Kind = wiki.Page
	}
	if n.Status == "" {
		n.Status = wiki.Current
	}
	var made wiki.Content
	p.write(func(ctx context.Context, tx *store.SiteTx) (err error) {
		made, err = tx.CreateContent(ctx, author, n)
		return err
	})
	p.contents[n.Title] = made.ID
	kept, _ := p.get(wiki.Viewer{}, made.ID)
	equal(p.w, "what CreateContent returned", made, kept)
	return made.ID
}

// page makes a current page in a space below a named one, "" for none.
func (p *place) page(space, parent, title string) wiki.ContentID {
	p.w.Helper()
	return p.content(wiki.NewContent{Space: p.spaces[space], Parent: p.contents[parent], Title: title, Storage: "<p>" + title + "</p>"})
}

// get reads a content as the viewer.
func (p *place) get(v wiki.Viewer, id wiki.ContentID) (c wiki.Content, a wiki.Access) {
	p.w.Helper()
	p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
		c, a, err = tx.Content(ctx, v, id)
		return err
	})
	return c, a
}

// edit reads a content, changes it and writes it back, with a new version when storage is given.
func (p *place) edit(id wiki.ContentID, storage string, change func(c *wiki.Content)) {
	p.w.Helper()
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, wiki.Viewer{}, id)
		if err != nil {
			return err
		}
		var v *wiki.Version
		if storage != "" {
			v = &wiki.Version{Number: c.Version.Number + 1, Author: bob, At: tx.Now(), Title: c.Title}
		}
		if change != nil {
			change(&c)
		}
		if v != nil {
			v.Title = c.Title
		}
		return tx.SetContent(ctx, c, v, storage)
	})
}

// restrict sets a restriction; without subjects it admits nobody.
func (p *place) restrict(id wiki.ContentID, op wiki.RestrictionOp, subjects ...wiki.Subject) {
	p.w.Helper()
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.SetRestriction(ctx, wiki.Restriction{Content: id, Op: op, Subjects: append([]wiki.Subject{}, subjects...)})
	})
}

// names turns ids into the names of the site's contents; another site's content shows as its number.
func (p *place) names(ids []wiki.ContentID) []string {
	byID := map[wiki.ContentID]string{}
	for name, id := range p.contents {
		byID[id] = name
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		if out[i] = byID[id]; out[i] == "" {
			out[i] = fmt.Sprintf("foreign %d", id)
		}
	}
	return out
}

func idsOf(contents []wiki.Content) []wiki.ContentID {
	out := make([]wiki.ContentID, len(contents))
	for i, c := range contents {
		out[i] = c.ID
	}
	return out
}

// index runs the indexer until its queue is empty.
func (w *world) index() {
	w.Helper()
	for {
		n, err := w.db.IndexSome(w.Context(), 10, plain)
		if err != nil {
			w.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// equal compares with exact values.
func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateComparable(catalog.ScopeSet{})); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// wantReason checks that err carries a reason, or with an empty one that there is no error.
func wantReason(t testing.TB, what string, err error, want wiki.Reason) {
	t.Helper()
	if want == "" && err != nil || want != "" && !wiki.HasReason(err, want) {
		t.Errorf("%s: got %v, want reason %q", what, err, want)
	}
}

func day(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
