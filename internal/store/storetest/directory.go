package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testSites(t *testing.T, open Opener) {
	w := newWorld(t, open)
	here := wiki.Site{ID: w.here.site, CloudID: "cloud-here", Key: "here", Name: "Site here", BaseURL: "https://here.example.com"}
	there := wiki.Site{ID: w.there.site, CloudID: "cloud-there", Key: "there", Name: "Site there", BaseURL: "https://there.example.com"}

	for _, taken := range []wiki.Site{{CloudID: "cloud-here", Key: "new"}, {CloudID: "cloud-new", Key: "here"}} {
		err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			_, err := tx.CreateSite(ctx, taken)
			return err
		})
		wantReason(t, "CreateSite "+taken.Key, err, wiki.DuplicateKey)
	}
	w.write(func(ctx context.Context, tx *store.Tx) error {
		here.Name, here.BaseURL, here.Public = "Renamed", "https://new.example.com", true
		return tx.SetSite(ctx, here)
	})
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		all, err := tx.Sites(ctx)
		equal(t, "Sites", all, []wiki.Site{here, there})
		byCloud, err2 := tx.SiteByCloudID(ctx, "cloud-there")
		equal(t, "SiteByCloudID", byCloud, there)
		byKey, err3 := tx.SiteByKey(ctx, "here")
		equal(t, "SiteByKey", byKey, here)
		_, missing := tx.SiteByKey(ctx, "HERE") // keys of sites are host names, compared as they are stored
		wantReason(t, "SiteByKey in another case", missing, wiki.NoSuchObject)
		_, missing = tx.SiteByCloudID(ctx, "cloud-none")
		wantReason(t, "SiteByCloudID of no site", missing, wiki.NoSuchObject)
		return first(err, err2, err3)
	})
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func testAccounts(t *testing.T, open Opener) {
	w := newWorld(t, open)
	for name, c := range map[string]struct {
		id    wiki.AccountID
		email string
		want  wiki.Reason
	}{
		"new":                    {"acc-new", "new@example.com", ""},
		"e-mail in another case": {"acc-2", "aNN@example.COM", wiki.DuplicateKey},
		"id taken":               {ann, "other@example.com", wiki.DuplicateKey},
	} {
		err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			return tx.CreateAccount(ctx, identity.Account{ID: c.id, Kind: identity.Person, Email: c.email, TimeZone: "UTC", Active: true})
		})
		wantReason(t, name, err, c.want)
	}
	wantAnn := identity.Account{ID: ann, Kind: identity.Person, Email: "Ann@Example.com", DisplayName: "Ann", PublicName: "ann",
		TimeZone: "Europe/Berlin", Active: true, Created: start}
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		got, err := tx.AccountByEmail(ctx, "ANN@EXAMPLE.COM")
		equal(t, "AccountByEmail", got, wantAnn)
		_, missing := tx.AccountByEmail(ctx, "nobody@example.com")
		wantReason(t, "AccountByEmail of nobody", missing, wiki.NoSuchObject)
		some, err2 := tx.Accounts(ctx, []wiki.AccountID{ann, "acc-none"})
		equal(t, "Accounts", some, map[wiki.AccountID]identity.Account{ann: wantAnn})
		none, err3 := tx.Accounts(ctx, nil)
		equal(t, "Accounts of none", none, map[wiki.AccountID]identity.Account{})
		all, err4 := tx.AllAccounts(ctx)
		var ids []wiki.AccountID
		for _, a := range all {
			ids = append(ids, a.ID)
		}
		equal(t, "AllAccounts", ids, []wiki.AccountID{ann, bob, eve, "acc-new"})
		return first(err, err2, err3, err4)
	})
	for _, active := range []bool{false, true} {
		w.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetAccountActive(ctx, ann, active) })
		w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
			got, err := tx.AccountByEmail(ctx, "ann@example.com")
			equal(t, "Active", got.Active, active)
			return err
		})
	}
	err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.SetAccountActive(ctx, "acc-none", true) })
	wantReason(t, "SetAccountActive of nobody", err, wiki.NoSuchObject)
}

func testGroups(t *testing.T, open Opener) {
	w := newWorld(t, open)
	err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.CreateGroup(ctx, identity.Group{ID: "grp-3", Name: "WRITERS"})
	})
	wantReason(t, "CreateGroup with a taken name", err, wiki.DuplicateKey)
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(tx.AddMember(ctx, readers, ann), tx.AddMember(ctx, readers, ann)) // twice is no error
	})
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		all, err := tx.AllGroups(ctx)
		equal(t, "AllGroups by folded name", all, []identity.Group{{ID: readers, Name: "readers"}, {ID: writers, Name: "Writers"}})
		some, err2 := tx.Groups(ctx, []wiki.GroupID{writers, "grp-none"})
		equal(t, "Groups", some, map[wiki.GroupID]identity.Group{writers: {ID: writers, Name: "Writers"}})
		of, err3 := tx.GroupsOf(ctx, ann)
		equal(t, "GroupsOf", of, []wiki.GroupID{readers, writers})
		return first(err, err2, err3)
	})
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(tx.RemoveMember(ctx, readers, ann), tx.RemoveMember(ctx, readers, ann))
	})
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		of, err := tx.GroupsOf(ctx, ann)
		equal(t, "GroupsOf after RemoveMember", of, []wiki.GroupID{writers})
		return err
	})
}

func testPolicy(t *testing.T, open Opener) {
	w := newWorld(t, open)
	for _, blocked := range []bool{false, true, false} {
		if blocked {
			w.write(func(ctx context.Context, tx *store.Tx) error {
				return tx.SetPolicy(ctx, identity.Policy{TokensBlocked: true})
			})
		} else {
			w.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetPolicy(ctx, identity.Policy{}) })
		}
		w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
			got, err := tx.Policy(ctx)
			equal(t, "Policy", got, identity.Policy{TokensBlocked: blocked})
			return err
		})
	}
}

func testMembers(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(
			tx.SetSiteAccess(ctx, w.here.site, ann, identity.SiteUser),
			tx.SetSiteAccess(ctx, w.here.site, ann, identity.SiteAdmin), // the later role counts
			tx.SetSiteAccess(ctx, w.there.site, bob, identity.SiteUser),
			tx.SetSiteAccess(ctx, w.here.site, eve, identity.SiteUser),
			tx.SetSiteAccess(ctx, w.here.site, eve, ""),
			tx.AddMember(ctx, readers, ann),
		)
	})
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		got, site, err := tx.Member(ctx, w.here.site, ann)
		equal(t, "Member", got, identity.Caller{Account: ann, DisplayName: "Ann", Groups: []wiki.GroupID{readers, writers}, Admin: true})
		equal(t, "Member's site", site.Key, "here")
		for name, c := range map[string]struct {
			site wiki.SiteID
			id   wiki.AccountID
			want wiki.Reason
		}{
			"member of another site": {w.here.site, bob, wiki.NoSiteAccess},
			"role taken away":        {w.here.site, eve, wiki.NoSiteAccess},
			"no such account":        {w.here.site, "acc-none", wiki.NoSuchObject},
			"no such site":           {99, ann, wiki.NoSuchObject},
		} {
			_, _, err := tx.Member(ctx, c.site, c.id)
			wantReason(t, name, err, c.want)
		}
		return err
	})
	w.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetAccountActive(ctx, ann, false) })
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		_, _, err := tx.Member(ctx, w.here.site, ann)
		wantReason(t, "deactivated account", err, wiki.NoSuchObject)
		return nil
	})
}
