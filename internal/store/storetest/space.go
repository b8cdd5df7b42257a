package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testSpaces(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) { p.space("Docs", wiki.Anonymous) })
	if w.here.spaces["Docs"] == w.there.spaces["Docs"] {
		t.Fatal("two sites share a space")
	}
	for _, key := range []string{"Docs", "DOCS", "docs"} {
		err := w.here.try(func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.CreateSpace(ctx, wiki.Space{Key: key, Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent})
			return err
		})
		wantReason(t, "CreateSpace "+key, err, wiki.DuplicateKey)
	}
	want := wiki.Space{ID: w.here.spaces["Docs"], Key: "Docs", Name: "Ünder", Kind: wiki.GlobalSpace, Status: wiki.SpaceArchived,
		Home: 77, Description: "new", Creator: ann, Created: start}
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetSpace(ctx, want) })
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		byKey, held, err := tx.SpaceByKey(ctx, guest, "dOCS")
		equal(t, "SpaceByKey", byKey, want)
		equal(t, "what a guest holds", held, wiki.SpacePerms)
		byID, held, err2 := tx.SpaceByID(ctx, nobody, want.ID)
		equal(t, "SpaceByID", byID, want)
		equal(t, "what nobody holds", held, wiki.Perm(0))
		some, err3 := tx.Spaces(ctx, []wiki.SpaceID{want.ID, w.there.spaces["Docs"], 1})
		equal(t, "Spaces", some, map[wiki.SpaceID]wiki.Space{want.ID: want})
		_, _, missing := tx.SpaceByKey(ctx, asAnn, "none")
		wantReason(t, "SpaceByKey of none", missing, wiki.NoSuchObject)
		return first(err, err2, err3)
	})
	w.there.read(func(ctx context.Context, tx *store.SiteTx) error {
		got, _, err := tx.SpaceByKey(ctx, guest, "docs")
		equal(t, "the other site's space", got.Name, "Space Docs")
		return err
	})
}

func testSpaceListings(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		// Names and keys in an order that neither ids nor bytes give, with a tie in the names.
		for _, s := range []struct {
			key, name string
			kind      wiki.SpaceKind
			status    wiki.SpaceStatus
			subjects  []wiki.Subject
		}{
			{"zeta", "Same", wiki.GlobalSpace, wiki.SpaceCurrent, []wiki.Subject{wiki.Anonymous}},
			{"Alpha", "same", wiki.GlobalSpace, wiki.SpaceCurrent, []wiki.Subject{wiki.Anonymous}},
			{"BETA", "Äpfel", wiki.GlobalSpace, wiki.SpaceArchived, []wiki.Subject{wiki.Anonymous}},
			{"~ann", "Ann", wiki.PersonalSpace, wiki.SpaceCurrent, []wiki.Subject{wiki.User(ann)}},
			{"gamma", "Zoo", wiki.CollaborationSpace, wiki.SpaceCurrent, []wiki.Subject{wiki.Group(readers)}},
			{"hidden", "Hidden", wiki.GlobalSpace, wiki.SpaceCurrent, nil},
		} {
			alias := ""
			if s.key == "~ann" {
				alias = "Nick"
			}
			p.newSpace(wiki.Space{Key: s.key, Alias: alias, Name: s.name, Kind: s.kind, Status: s.status, Creator: ann}, s.subjects...)
		}
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			return first(
				tx.AddSpaceLabel(ctx, p.spaces["Alpha"], "team", "blue"), tx.AddSpaceLabel(ctx, p.spaces["zeta"], "team", "blue"),
				tx.AddSpaceLabel(ctx, p.spaces["zeta"], "global", "red"),
				tx.SetRelation(ctx, wiki.Relation{Name: wiki.Favourite, Source: user(bob), Target: p.end("zeta")}),
				tx.SetRelation(ctx, wiki.Relation{Name: wiki.Favourite, Source: user(bob), Target: p.end("Alpha")}),
				tx.SetRelation(ctx, wiki.Relation{Name: wiki.Favourite, Source: user(ann), Target: p.end("~ann")}),
				// View is what a listing asks for; other abilities do not stand for it.
				tx.Grant(ctx, wiki.Grant{Space: p.spaces["hidden"], Subject: wiki.Anonymous, Perm: wiki.SpacePerms &^ wiki.View}))
		})
	})
	keys := func(v wiki.Viewer, f wiki.SpaceFilter, win wiki.Window) (out []string, cut wiki.Slice[wiki.Space]) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			cut, err = tx.ListSpaces(ctx, v, f, win)
			return err
		})
		for _, s := range cut.Items {
			out = append(out, s.Key)
			if s.ID != w.here.spaces[s.Key] {
				t.Errorf("space %s of another site", s.Key)
			}
		}
		return out, cut
	}
	id := func(key string) wiki.SpaceID { return w.here.spaces[key] }
	for name, c := range map[string]struct {
		v    wiki.Viewer
		f    wiki.SpaceFilter
		want []string
	}{
		"guest":             {guest, wiki.SpaceFilter{}, []string{"zeta", "Alpha", "BETA"}},
		"ann":               {asAnn, wiki.SpaceFilter{}, []string{"zeta", "Alpha", "BETA", "~ann"}},
		"bob by group":      {asBob, wiki.SpaceFilter{}, []string{"zeta", "Alpha", "BETA", "gamma"}},
		"nobody":            {nobody, wiki.SpaceFilter{}, nil},
		"ids":               {asAnn, wiki.SpaceFilter{IDs: []wiki.SpaceID{id("~ann"), id("gamma"), w.there.spaces["zeta"]}}, []string{"~ann"}},
		"no ids":            {asAnn, wiki.SpaceFilter{IDs: []wiki.SpaceID{}}, nil},
		"keys folded":       {asAnn, wiki.SpaceFilter{Keys: []string{"ALPHA", "beta", "none"}}, []string{"Alpha", "BETA"}},
		"keys or aliases":   {asAnn, wiki.SpaceFilter{Called: []string{"ALPHA", "nick", "gamma"}}, []string{"Alpha", "~ann"}},
		"kinds":             {asBob, wiki.SpaceFilter{Kinds: []wiki.SpaceKind{wiki.PersonalSpace, wiki.CollaborationSpace}}, []string{"gamma"}},
		"statuses":          {asBob, wiki.SpaceFilter{Statuses: []wiki.SpaceStatus{wiki.SpaceArchived}}, []string{"BETA"}},
		"labels":            {guest, wiki.SpaceFilter{Labels: []string{"red", "none"}}, []string{"zeta"}},
		"a label of two":    {guest, wiki.SpaceFilter{Labels: []string{"blue"}}, []string{"zeta", "Alpha"}},
		"by id, down":       {guest, wiki.SpaceFilter{Desc: true}, []string{"BETA", "Alpha", "zeta"}},
		"by key":            {asAnn, wiki.SpaceFilter{Sort: wiki.SpaceByKey}, []string{"Alpha", "BETA", "zeta", "~ann"}},
		"by key, down":      {asAnn, wiki.SpaceFilter{Sort: wiki.SpaceByKey, Desc: true}, []string{"~ann", "zeta", "BETA", "Alpha"}},
		"by name, ties":     {asAnn, wiki.SpaceFilter{Sort: wiki.SpaceByName}, []string{"~ann", "zeta", "Alpha", "BETA"}},
		"by name, down":     {asAnn, wiki.SpaceFilter{Sort: wiki.SpaceByName, Desc: true}, []string{"BETA", "Alpha", "zeta", "~ann"}},
		"favourites":        {guest, wiki.SpaceFilter{Favoured: bob}, []string{"zeta", "Alpha"}},
		"of somebody else":  {asBob, wiki.SpaceFilter{Favoured: ann}, nil},
		"no favourites":     {asBob, wiki.SpaceFilter{Ordinary: bob}, []string{"BETA", "gamma"}},
		"filters combined":  {guest, wiki.SpaceFilter{Labels: []string{"blue"}, Keys: []string{"alpha", "beta"}}, []string{"Alpha"}},
		"quotes are no SQL": {guest, wiki.SpaceFilter{Keys: []string{"' OR '1'='1"}}, nil},
	} {
		got, cut := keys(c.v, c.f, wiki.Window{Limit: 10})
		equal(t, name, got, c.want)
		if cut.More || cut.After != "" {
			t.Errorf("%s: says that there is more", name)
		}
		// The same in windows of one and two, by key and by offset.
		for _, limit := range []int{1, 2} {
			var byKey, byOffset []string
			for win := (wiki.Window{Limit: limit}); ; {
				some, cut := keys(c.v, c.f, win)
				byKey = append(byKey, some...)
				if !cut.More {
					break
				}
				win.After = cut.After
			}
			for win := (wiki.Window{Limit: limit}); ; win.Offset += limit {
				some, cut := keys(c.v, c.f, win)
				byOffset = append(byOffset, some...)
				if !cut.More {
					break
				}
			}
			equal(t, fmt.Sprintf("%s in windows of %d by key", name, limit), byKey, c.want)
			equal(t, fmt.Sprintf("%s in windows of %d by offset", name, limit), byOffset, c.want)
		}
	}
	for _, after := range []string{"x", "12", ":", "1x:", "9999999999999999999:"} {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.ListSpaces(ctx, guest, wiki.SpaceFilter{}, wiki.Window{Limit: 1, After: after})
			wantReason(t, "After "+after, err, wiki.InvalidCursor)
			return nil
		})
	}
}

func testGrants(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) { p.space("DOCS") })
	space := w.here.spaces["DOCS"]
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
		return first(
			tx.Grant(ctx, wiki.Grant{Space: space, Subject: wiki.User(ann), Perm: wiki.View | wiki.CreatePage}),
			tx.Grant(ctx, wiki.Grant{Space: space, Subject: wiki.User(ann), Perm: wiki.CreatePage | wiki.Archive}), // again is no error
			tx.Grant(ctx, wiki.Grant{Space: space, Subject: wiki.Group(writers), Perm: wiki.CreatePage | wiki.DeletePage}),
			tx.Grant(ctx, wiki.Grant{Space: space, Subject: wiki.Anonymous, Perm: wiki.View}),
			tx.Revoke(ctx, wiki.Grant{Space: space, Subject: wiki.User(ann), Perm: wiki.View | wiki.Export}))
	})
	held := func(v wiki.Viewer) (out wiki.Perm) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			_, out, err = tx.SpaceByID(ctx, v, space)
			return err
		})
		return out
	}
	equal(t, "union of user, group and anonymous", held(asAnn), wiki.View|wiki.CreatePage|wiki.Archive|wiki.DeletePage)
	equal(t, "without the group", held(viewer(ann)), wiki.View|wiki.CreatePage|wiki.Archive)
	equal(t, "guest", held(guest), wiki.View)
	equal(t, "nobody", held(nobody), wiki.Perm(0))
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		got, err := tx.Grants(ctx, []wiki.SpaceID{space, w.there.spaces["DOCS"]})
		equal(t, "Grants", got, []wiki.Grant{
			{Space: space, Subject: wiki.Anonymous, Perm: wiki.View},
			{Space: space, Subject: wiki.Group(writers), Perm: wiki.CreatePage},
			{Space: space, Subject: wiki.Group(writers), Perm: wiki.DeletePage},
			{Space: space, Subject: wiki.User(ann), Perm: wiki.CreatePage},
			{Space: space, Subject: wiki.User(ann), Perm: wiki.Archive},
		})
		return err
	})
}

// idList is every content of some places.
func idList(places ...*place) (out []wiki.ContentID) {
	for _, p := range places {
		for _, id := range p.contents {
			out = append(out, id)
		}
	}
	return out
}
