package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testSpacePermissions gives and takes by hand and by role; what checks ask is always the union of both.
func testSpacePermissions(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) { p.space("DOCS") })
	p := w.here
	docs := p.spaces["DOCS"]
	role := wiki.Role{ID: "role", Name: "Writer", Description: "writes", Perms: wiki.View | wiki.CreatePage}
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.PutRole(ctx, role, true) })
	held := func() (out string) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			_, perm, err := tx.SpaceByID(ctx, asBob, docs)
			given, err2 := tx.SpacePermissions(ctx, []wiki.SpaceID{docs})
			out = fmt.Sprintf("%s; %d given", perm, len(given))
			return first(err, err2)
		})
		return out
	}
	grant := wiki.Grant{Space: docs, Subject: wiki.User(bob), Perm: wiki.View | wiki.Export}
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.Grant(ctx, grant) })
	equal(t, "given by hand", held(), "read:space export:space; 2 given")
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.AssignRole(ctx, docs, wiki.User(bob), "role")
	})
	equal(t, "and by a role", held(), "read:space create:page export:space; 2 given")
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.Revoke(ctx, grant) })
	equal(t, "by the role alone", held(), "read:space create:page; 0 given")
	role.Perms = wiki.View | wiki.CreateComment
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.PutRole(ctx, role, false)
	})
	equal(t, "after the role changed", held(), "read:space create:comment; 0 given")

	foreign := w.there.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.AssignRole(ctx, w.there.spaces["DOCS"], wiki.User(bob), "role")
	})
	wantReason(t, "another site's role", foreign, wiki.NoSuchObject)
	foreign = w.there.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.AssignRole(ctx, docs, wiki.User(bob), "6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a04")
	})
	wantReason(t, "another site's space", foreign, wiki.NoSuchObject)
	taken := p.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.PutRole(ctx, wiki.Role{ID: "other", Name: "WRITER"}, true)
	})
	wantReason(t, "a taken name", taken, wiki.DuplicateKey)
	testRoleLists(t, w)

	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		alone, err := tx.LeavesUnadministered(ctx, "role")
		equal(t, "a space with nobody in charge", alone, true)
		return first(err, tx.DropRole(ctx, "role"))
	})
	equal(t, "after the role is gone", held(), "; 0 given")
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		has, err := tx.HasAdministrator(ctx, docs)
		equal(t, "an administrator", has, false)
		return err
	})
}

func testRoleLists(t *testing.T, w *world) {
	t.Helper()
	list := func(p *place, f wiki.RoleFilter, win wiki.Window) (out string) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.ListRoles(ctx, f, win)
			for _, r := range found.Items {
				out += fmt.Sprintf("%s %t %d, ", r.Name, r.System, len(r.Perms.Each()))
			}
			return err
		})
		return out
	}
	whole, yes, no := wiki.Window{Limit: 99}, true, false
	const system = "Admin true 14, Manager true 13, Collaborator true 6, Viewer true 1, "
	equal(t, "roles", list(w.here, wiki.RoleFilter{}, whole), system+"Writer false 2, ")
	equal(t, "roles of the other site", list(w.there, wiki.RoleFilter{}, whole), system)
	equal(t, "system roles", list(w.here, wiki.RoleFilter{System: &yes}, whole), system)
	equal(t, "own roles", list(w.here, wiki.RoleFilter{System: &no}, whole), "Writer false 2, ")
	equal(t, "roles of bob", list(w.here, wiki.RoleFilter{Subject: wiki.User(bob)}, whole), "Writer false 2, ")
	equal(t, "roles of ann", list(w.here, wiki.RoleFilter{Subject: wiki.User(ann)}, whole), "")
	equal(t, "roles in DOCS", list(w.here, wiki.RoleFilter{Space: w.here.spaces["DOCS"]}, whole), "Writer false 2, ")
	equal(t, "by id", list(w.here, wiki.RoleFilter{IDs: []wiki.RoleID{"role"}}, whole), "Writer false 2, ")
	equal(t, "a page", list(w.here, wiki.RoleFilter{}, wiki.Window{Limit: 1, Offset: 2}), "Collaborator true 6, ")
}

// testDropSpace removes a space with all that can hang on it, leaves first, and nothing of the other site.
func testDropSpace(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.User(ann))
		p.page("DOCS", "", "top")
		p.page("DOCS", "top", "middle")
		p.page("DOCS", "middle", "leaf")
		p.content(wiki.NewContent{Kind: wiki.Attachment, Space: p.spaces["DOCS"], Parent: p.contents["leaf"], Title: "file", File: &wiki.File{FileID: "f", Blob: fmt.Sprint("blob ", p.site)}})
		p.restrict(p.contents["top"], wiki.RestrictRead, wiki.User(ann))
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			docs := p.spaces["DOCS"]
			return first(tx.AddSpaceLabel(ctx, docs, "global", "label"), tx.AssignRole(ctx, docs, wiki.User(bob), "6d1b6a4e-0f0c-4a53-8c0a-2f5b1c9e0a04"),
				tx.GrantCustom(ctx, wiki.CustomGrant{Space: docs, Subject: wiki.User(bob), Kind: "ac:x:y", Op: "read"}, true))
		})
	})
	w.index()
	p, docs := w.here, w.here.spaces["DOCS"]
	var gone []string
	for i, want := range []int{1, 1, 1, 1, 0} {
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			n, blobs, err := tx.PurgeLeaves(ctx, docs, 7)
			equal(t, fmt.Sprint("leaves of round ", i+1), n, want)
			gone = append(gone, blobs...)
			return err
		})
	}
	equal(t, "blobs", gone, []string{fmt.Sprint("blob ", p.site)})
	wantReason(t, "another site's space", w.there.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.DropSpace(ctx, docs) }), wiki.NoSuchObject)
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.DropSpace(ctx, docs) })
	for _, site := range []*place{w.here, w.there} {
		site.read(func(ctx context.Context, tx *store.SiteTx) error {
			n, err := tx.CountContents(ctx, site.spaces["DOCS"])
			_, _, missing := tx.SpaceByKey(ctx, asAnn, "DOCS")
			if here := site == w.here; (n == 0) != here || wiki.HasReason(missing, wiki.NoSuchObject) != here {
				t.Errorf("site %d has %d contents, space: %v", site.site, n, missing)
			}
			return err
		})
	}
}
