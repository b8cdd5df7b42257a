package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// newStaff is a world in which ann administers here, bob uses here and eve there; ann and eve write, bob reads.
func newStaff(t *testing.T, open Opener) *world {
	t.Helper()
	w := newWorld(t, open)
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(tx.SetSiteAccess(ctx, w.here.site, ann, identity.SiteAdmin), tx.SetSiteAccess(ctx, w.here.site, bob, identity.SiteUser),
			tx.SetSiteAccess(ctx, w.there.site, eve, identity.SiteAdmin), tx.AddMember(ctx, writers, ann), tx.AddMember(ctx, writers, eve),
			tx.AddMember(ctx, readers, bob), tx.CreateGroup(ctx, identity.Group{ID: "grp-odd", Name: `100%_a\b`}))
	})
	return w
}

func testGroupListings(t *testing.T, open Opener) {
	w := newStaff(t, open)
	list := func(p *place, f store.GroupFilter, win wiki.Window) (names []string, more bool) {
		names = []string{}
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.ListGroups(ctx, f, win)
			for _, g := range found.Items {
				names = append(names, g.Name)
			}
			more = found.More
			return err
		})
		return names, more
	}
	count := func(p *place, f store.GroupFilter) (n int) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			n, err = tx.CountGroups(ctx, f)
			return err
		})
		return n
	}
	for name, c := range map[string]struct {
		p    *place
		f    store.GroupFilter
		want []string
	}{
		"all":                     {w.here, store.GroupFilter{}, []string{`100%_a\b`, "readers", "Writers"}},
		"a part, folded":          {w.here, store.GroupFilter{Named: "RITER"}, []string{"Writers"}},
		"a percent sign":          {w.here, store.GroupFilter{Named: "0%_a"}, []string{`100%_a\b`}},
		"a lone percent sign":     {w.here, store.GroupFilter{Named: "%"}, []string{`100%_a\b`}},
		"a lone underscore":       {w.here, store.GroupFilter{Named: "_"}, []string{`100%_a\b`}},
		"a backslash":             {w.here, store.GroupFilter{Named: `a\b`}, []string{`100%_a\b`}},
		"with a user here":        {w.here, store.GroupFilter{Role: identity.SiteUser}, []string{"readers", "Writers"}},
		"with an admin here":      {w.here, store.GroupFilter{Role: identity.SiteAdmin}, []string{"Writers"}},
		"with a user there":       {w.there, store.GroupFilter{Role: identity.SiteUser}, []string{"Writers"}},
		"of bob":                  {w.here, store.GroupFilter{Of: bob}, []string{"readers"}},
		"of bob, named otherwise": {w.here, store.GroupFilter{Of: bob, Named: "writers"}, []string{}},
	} {
		got, more := list(c.p, c.f, wiki.Window{Limit: 10})
		equal(t, name, got, c.want)
		equal(t, name+": more", more, false)
		equal(t, name+": counted", count(c.p, c.f), len(c.want))
	}
	got, more := list(w.here, store.GroupFilter{}, wiki.Window{Limit: 1, Offset: 1})
	equal(t, "a window", got, []string{"readers"})
	equal(t, "a window: more", more, true)
}

func testGroupMembers(t *testing.T, open Opener) {
	w := newStaff(t, open)
	members := func(p *place, id wiki.GroupID, win wiki.Window) (ids []wiki.AccountID, n int) {
		ids = []wiki.AccountID{}
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.GroupMembers(ctx, id, win)
			for _, a := range found.Items {
				ids = append(ids, a.ID)
			}
			if err == nil {
				n, err = tx.CountGroupMembers(ctx, id)
			}
			return err
		})
		return ids, n
	}
	check := func(what string, p *place, id wiki.GroupID, want ...wiki.AccountID) {
		t.Helper()
		got, n := members(p, id, wiki.Window{Limit: 10})
		equal(t, what, got, append([]wiki.AccountID{}, want...))
		equal(t, what+", counted", n, len(want))
	}
	check("writers who use here", w.here, writers, ann)
	check("writers who use there", w.there, writers, eve)
	check("of no group", w.here, "grp-none")
	w.write(func(ctx context.Context, tx *store.Tx) error { return tx.AddMember(ctx, writers, bob) })
	got, _ := members(w.here, writers, wiki.Window{Limit: 1, Offset: 1})
	equal(t, "the second writer", got, []wiki.AccountID{bob})
	w.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetAccountActive(ctx, bob, false) })
	check("writers without the deactivated", w.here, writers, ann)

	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		a, err := tx.MemberByID(ctx, ann)
		equal(t, "MemberByID", a.DisplayName, "Ann")
		for _, id := range []wiki.AccountID{eve, bob, "none"} {
			_, err := tx.MemberByID(ctx, id)
			wantReason(t, "MemberByID of "+string(id), err, wiki.NoSuchObject)
		}
		found, err2 := tx.AccountsByEmail(ctx, []string{"ANN@example.com", "eve@example.com", "bob@example.com", "none@example.com"})
		equal(t, "AccountsByEmail", found, map[string]identity.Found{
			"ann@example.com": {Account: identity.Account{ID: ann, Active: true}, Role: identity.SiteAdmin},
			"eve@example.com": {Account: identity.Account{ID: eve, Active: true}},
			"bob@example.com": {Account: identity.Account{ID: bob}, Role: identity.SiteUser},
		})
		all, err3 := tx.AdministersAll(ctx, ann)
		equal(t, "ann administers all", all, false)
		return first(err, err2, err3)
	})
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return tx.SetSiteAccess(ctx, w.there.site, ann, identity.SiteAdmin)
	})

	space := w.here.space("DOCS", wiki.Group(writers), wiki.User(ann))
	page := w.here.page("DOCS", "", "Home")
	w.here.restrict(page, wiki.RestrictRead, wiki.Group(writers))
	w.write(func(ctx context.Context, tx *store.Tx) error { return tx.RemoveGroup(ctx, writers) })
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		all, err := tx.AdministersAll(ctx, ann)
		equal(t, "ann administers all now", all, true)
		_, err2 := tx.GroupByName(ctx, "writers")
		wantReason(t, "GroupByName of a removed group", err2, wiki.NoSuchObject)
		of, err3 := tx.GroupsOf(ctx, ann)
		equal(t, "GroupsOf", len(of), 0)
		grants, err4 := tx.Grants(ctx, []wiki.SpaceID{space})
		for _, g := range grants {
			equal(t, "who still holds a grant", g.Subject, wiki.User(ann))
		}
		_, a, err5 := tx.Content(ctx, asAnn, page)
		equal(t, "the restriction admits whoever still claims the group", a.RuleAdmits, true)
		_, a, err6 := tx.Content(ctx, viewer(ann), page)
		equal(t, "and nobody else", a.RuleAdmits, false)
		return first(err, err3, err4, err5, err6)
	})
	err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.RemoveGroup(ctx, writers) })
	wantReason(t, "RemoveGroup twice", err, wiki.NoSuchObject)
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		g, err := tx.GroupByName(ctx, "READERS")
		equal(t, "GroupByName", g, identity.Group{ID: readers, Name: "readers"})
		g, err2 := tx.GroupByID(ctx, readers)
		equal(t, "GroupByID", g, identity.Group{ID: readers, Name: "readers"})
		return first(err, err2)
	})
}
