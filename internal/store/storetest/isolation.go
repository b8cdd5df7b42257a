package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testIsolation hands the numbers of one site's rows to the other: nothing is found, and nothing is changed.
func testIsolation(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "page")
		p.page("DOCS", "page", "child")
		p.restrict(p.contents["page"], wiki.RestrictRead, wiki.Anonymous)
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			return tx.AddLabel(ctx, p.contents["page"], "global", "red")
		})
	})
	foreign, child, space := w.there.contents["page"], w.there.contents["child"], w.there.spaces["DOCS"]
	before, alone := snapshot(w.there), w.here.page("DOCS", "", "alone")

	for name, write := range map[string]struct {
		run  func(ctx context.Context, tx *store.SiteTx) error
		want wiki.Reason // empty: nothing to change is no error
	}{
		"SetSpace": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetSpace(ctx, wiki.Space{ID: space, Name: "stolen"})
		}, wiki.NoSuchObject},
		"Grant": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.Grant(ctx, wiki.Grant{Space: space, Subject: wiki.User(eve), Perm: wiki.SpacePerms})
		}, wiki.NoSuchObject},
		"Revoke": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.Revoke(ctx, wiki.Grant{Space: space, Subject: wiki.Anonymous, Perm: wiki.SpacePerms})
		}, ""},
		"AddSpaceLabel": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.AddSpaceLabel(ctx, space, "team", "stolen")
		}, wiki.NoSuchObject},
		"CreateContent in a space": {func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.CreateContent(ctx, eve, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: space, Title: "stolen"})
			return err
		}, wiki.NoSuchObject},
		"CreateContent below a page": {func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.CreateContent(ctx, eve, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: w.here.spaces["DOCS"], Parent: foreign, Title: "stolen"})
			return err
		}, wiki.NoSuchObject},
		"SetContent": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetContent(ctx, wiki.Content{ID: foreign, Space: w.here.spaces["DOCS"], Kind: wiki.Page, Title: "stolen"},
				&wiki.Version{Number: 1, Author: eve}, "stolen")
		}, wiki.NoSuchObject},
		"SetContent into a space": {func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, w.here.contents["child"])
			c.Space, c.Title = space, "stolen"
			return first(err, tx.SetContent(ctx, c, nil, ""))
		}, wiki.NoSuchObject},
		"SetSubtreeSpace": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetSubtreeSpace(ctx, foreign, w.here.spaces["DOCS"])
		}, ""},
		"SetSubtreeSpace into a space": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetSubtreeSpace(ctx, alone, space)
		}, wiki.NoSuchObject},
		"SetRestriction": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetRestriction(ctx, wiki.Restriction{Content: foreign, Op: wiki.RestrictRead})
		}, wiki.NoSuchObject},
		"Reroot": {func(ctx context.Context, tx *store.SiteTx) error { return tx.Reroot(ctx, foreign) }, ""},
		"Purge": {func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.Purge(ctx, wiki.Content{ID: foreign})
			return err
		}, wiki.NoSuchObject},
		"AddLabel": {func(ctx context.Context, tx *store.SiteTx) error {
			return tx.AddLabel(ctx, foreign, "global", "stolen")
		}, wiki.NoSuchObject},
	} {
		wantReason(t, name, w.here.try(write.run), write.want)
		equal(t, name+" left of the other site", snapshot(w.there), before)
	}

	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		_, _, err := tx.Content(ctx, guest, foreign)
		wantReason(t, "Content", err, wiki.NoSuchObject)
		_, _, _, err = tx.ContentWithBody(ctx, guest, foreign)
		wantReason(t, "ContentWithBody", err, wiki.NoSuchObject)
		_, _, err = tx.SpaceByID(ctx, guest, space)
		wantReason(t, "SpaceByID", err, wiki.NoSuchObject)
		_, err = tx.Version(ctx, foreign, 1)
		wantReason(t, "Version", err, wiki.NoSuchObject)
		ids := []wiki.ContentID{foreign, child}
		for name, read := range map[string]func() (int, error){
			"Restrictions": func() (int, error) { m, err := tx.Restrictions(ctx, ids); return len(m), err },
			"Labels":       func() (int, error) { m, err := tx.Labels(ctx, asAnn, ids, ""); return len(m), err },
			"SpaceLabels":  func() (int, error) { m, err := tx.SpaceLabels(ctx, asAnn, []wiki.SpaceID{space}); return len(m), err },
			"Grants":       func() (int, error) { m, err := tx.Grants(ctx, []wiki.SpaceID{space}); return len(m), err },
			"Ancestors":    func() (int, error) { m, err := tx.Ancestors(ctx, guest, ids); return len(m), err },
			"ChildCounts":  func() (int, error) { m, err := tx.ChildCounts(ctx, guest, ids); return len(m), err },
			"Children":     func() (int, error) { m, err := tx.Children(ctx, guest, ids, wiki.Page, 9); return len(m), err },
			"Descendants":  func() (int, error) { m, err := tx.Descendants(ctx, guest, ids, wiki.Page, 9); return len(m), err },
			"Accesses":     func() (int, error) { m, err := tx.Accesses(ctx, guest, ids); return len(m), err },
			"Contributors": func() (int, error) { m, err := tx.Contributors(ctx, ids); return len(m), err },
			"Bodies":       func() (int, error) { m, err := tx.Bodies(ctx, map[wiki.ContentID]int{foreign: 1}); return len(m), err },
			"ListContent": func() (int, error) {
				s, err := tx.ListContent(ctx, guest, wiki.ContentFilter{IDs: ids}, wiki.Window{Limit: 9})
				return len(s.Items), err
			},
			"IsBelow": func() (int, error) { b, err := tx.IsBelow(ctx, child, foreign); return map[bool]int{true: 1}[b], err },
		} {
			n, err := read()
			if n != 0 || err != nil {
				t.Errorf("%s of another site's rows: %d, %v", name, n, err)
			}
		}
		return nil
	})
}

// snapshot is all that a site's transaction shows of a place.
func snapshot(p *place) (out []any) {
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		s, held, err := tx.SpaceByID(ctx, guest, p.spaces["DOCS"])
		grants, err2 := tx.Grants(ctx, []wiki.SpaceID{s.ID})
		list, err3 := tx.ListContent(ctx, guest, wiki.ContentFilter{}, wiki.Window{Limit: 50})
		ids := idsOf(list.Items)
		labels, err4 := tx.Labels(ctx, asAnn, ids, "")
		spaceLabels, err5 := tx.SpaceLabels(ctx, asAnn, []wiki.SpaceID{s.ID})
		limits, err6 := tx.Restrictions(ctx, ids)
		bodies, err7 := tx.BodiesOf(ctx, list.Items)
		out = []any{s, held, grants, list.Items, labels, spaceLabels, limits, bodies}
		return first(err, err2, err3, err4, err5, err6, err7)
	})
	return out
}
