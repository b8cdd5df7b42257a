package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// end is, as a node, a content, or else a space, by the name that the test calls it.
func (p *place) end(name string) wiki.Node {
	if id := p.contents[name]; id != 0 {
		return wiki.Node{Content: id}
	}
	return wiki.Node{Space: p.spaces[name]}
}

func user(id wiki.AccountID) wiki.Node { return wiki.Node{Account: id} }

func (n named) text(of wiki.Node) string {
	switch of.Kind() {
	case wiki.UserNode:
		return string(of.Account)
	case wiki.SpaceNode:
		return n.spaces[of.Space]
	}
	if of.Version != 0 {
		return fmt.Sprintf("%s at %d", n.contents[of.Content], of.Version)
	}
	return n.contents[of.Content]
}

// named has the names of a place's contents and spaces by their numbers.
type named struct {
	contents map[wiki.ContentID]string
	spaces   map[wiki.SpaceID]string
}

func (p *place) named() named {
	n := named{map[wiki.ContentID]string{}, map[wiki.SpaceID]string{}}
	for name, id := range p.contents {
		n.contents[id] = name
	}
	for name, id := range p.spaces {
		n.spaces[id] = name
	}
	return n
}

// newRelated is a world with relations between pages, spaces and people on both sites.
func newRelated(t *testing.T, open Opener) *world {
	t.Helper()
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.space("MINE", wiki.User(ann))
		p.page("DOCS", "", "one")
		p.page("DOCS", "", "two")
		p.page("DOCS", "", "secret")
		p.restrict(p.contents["secret"], wiki.RestrictRead, wiki.User(ann))
		p.page("DOCS", "", "gone")
		p.edit(p.contents["gone"], "", func(c *wiki.Content) { c.Status = wiki.Trashed })
		p.edit(p.contents["two"], "<p>2</p>", nil)
		p.edit(p.contents["two"], "<p>3</p>", nil)
		old := wiki.Node{Content: p.contents["two"], Version: 2}
		for _, r := range []wiki.Relation{
			{Name: "sibling", Source: p.end("one"), Target: p.end("two")}, {Name: "sibling", Source: p.end("one"), Target: p.end("secret")},
			{Name: "sibling", Source: p.end("one"), Target: p.end("gone")}, {Name: "sibling", Source: p.end("one"), Target: old},
			{Name: "sibling", Source: p.end("one"), Target: p.end("MINE")}, {Name: "sibling", Source: p.end("one"), Target: p.end("DOCS")},
			{Name: "sibling", Source: p.end("one"), Target: user(bob)}, {Name: "other", Source: p.end("one"), Target: p.end("one")},
			{Name: wiki.Favourite, Source: user(bob), Target: p.end("two")}, {Name: wiki.Favourite, Source: user(bob), Target: p.end("secret")},
			{Name: wiki.Favourite, Source: user(ann), Target: p.end("two")}, {Name: wiki.Favourite, Source: user(ann), Target: p.end("DOCS")},
			{Name: wiki.Favourite, Source: user(ann), Target: p.end("MINE")},
		} {
			r.Creator = eve
			p.w.clock.Advance(time.Minute)
			p.write(func(ctx context.Context, tx *store.SiteTx) error {
				return first(tx.SetRelation(ctx, r), tx.SetRelation(ctx, r))
			})
		}
	})
	return w
}

func testRelations(t *testing.T, open Opener) {
	w := newRelated(t, open)
	p, names := w.here, w.here.named()
	for what, c := range map[string]struct {
		v    wiki.Viewer
		f    wiki.RelationFilter
		want []string
	}{
		"contents":              {asAnn, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.ContentNode}, []string{"two", "secret", "gone", "two at 2"}},
		"to a guest":            {guest, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.ContentNode}, []string{"two", "gone", "two at 2"}},
		"to nobody":             {nobody, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.ContentNode}, nil},
		"current":               {asAnn, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.ContentNode, Status: wiki.Current}, []string{"two", "secret"}},
		"trashed":               {asAnn, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.ContentNode, Status: wiki.Trashed}, []string{"gone"}},
		"old versions":          {guest, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.ContentNode, Status: wiki.Historical}, []string{"two at 2"}},
		"one of them":           {guest, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.ContentNode, Status: wiki.Historical, Version: 1}, nil},
		"spaces":                {asAnn, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.SpaceNode}, []string{"MINE", "DOCS"}},
		"spaces to bob":         {asBob, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.SpaceNode}, []string{"DOCS"}},
		"users":                 {guest, wiki.RelationFilter{Name: "sibling", Of: p.end("one"), Kind: wiki.UserNode}, []string{"acc-bob"}},
		"another name":          {guest, wiki.RelationFilter{Name: "other", Of: p.end("one"), Kind: wiki.ContentNode}, []string{"one"}},
		"no relations":          {guest, wiki.RelationFilter{Name: "none", Of: p.end("one"), Kind: wiki.ContentNode}, nil},
		"one way":               {guest, wiki.RelationFilter{Name: "sibling", Of: p.end("two"), Kind: wiki.ContentNode}, nil},
		"the other way":         {guest, wiki.RelationFilter{Name: "sibling", Of: p.end("two"), Kind: wiki.ContentNode, Incoming: true}, []string{"one"}},
		"of an old version":     {guest, wiki.RelationFilter{Name: "sibling", Of: wiki.Node{Content: p.contents["two"], Version: 2}, Kind: wiki.ContentNode, Incoming: true}, []string{"one"}},
		"of a hidden space":     {guest, wiki.RelationFilter{Name: "sibling", Of: p.end("MINE"), Kind: wiki.ContentNode, Incoming: true}, []string{"one"}}, // the caller's to refuse
		"from the other site":   {asAnn, wiki.RelationFilter{Name: "sibling", Of: w.there.end("one"), Kind: wiki.ContentNode}, nil},
		"favourites of bob":     {asBob, wiki.RelationFilter{Name: wiki.Favourite, Of: user(bob), Kind: wiki.ContentNode}, []string{"two"}},
		"favourites, to ann":    {asAnn, wiki.RelationFilter{Name: wiki.Favourite, Of: user(bob), Kind: wiki.ContentNode}, []string{"two", "secret"}},
		"trashed favourites":    {asAnn, wiki.RelationFilter{Name: wiki.Favourite, Of: user(bob), Kind: wiki.ContentNode, Status: wiki.Trashed}, nil},
		"old favourites":        {asAnn, wiki.RelationFilter{Name: wiki.Favourite, Of: user(bob), Kind: wiki.ContentNode, Status: wiki.Historical}, nil},
		"favourite spaces":      {asAnn, wiki.RelationFilter{Name: wiki.Favourite, Of: user(ann), Kind: wiki.SpaceNode}, []string{"DOCS", "MINE"}},
		"hidden among them":     {asBob, wiki.RelationFilter{Name: wiki.Favourite, Of: user(ann), Kind: wiki.SpaceNode}, []string{"DOCS"}},
		"who marked a page":     {guest, wiki.RelationFilter{Name: wiki.Favourite, Of: p.end("two"), Kind: wiki.UserNode, Incoming: true}, []string{"acc-bob", "acc-ann"}},
		"who marked a space":    {guest, wiki.RelationFilter{Name: wiki.Favourite, Of: p.end("DOCS"), Kind: wiki.UserNode, Incoming: true}, []string{"acc-ann"}},
		"who marked a foreign":  {guest, wiki.RelationFilter{Name: wiki.Favourite, Of: w.there.end("two"), Kind: wiki.UserNode, Incoming: true}, nil},
		"favourites are users'": {guest, wiki.RelationFilter{Name: wiki.Favourite, Of: p.end("one"), Kind: wiki.ContentNode}, nil},
	} {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			var got []string
			for win := (wiki.Window{Limit: 2}); ; win.Offset += 2 {
				some, err := tx.ListRelations(ctx, c.v, c.f, win)
				for _, r := range some.Items {
					end := r.Target
					if c.f.Incoming {
						end = r.Source
					}
					got = append(got, names.text(end))
				}
				if err != nil || !some.More {
					equal(t, what, got, c.want)
					return err
				}
			}
		})
	}
}

func testRelation(t *testing.T, open Opener) {
	w := newRelated(t, open)
	p := w.here
	get := func(name string, source, target wiki.Node) (r wiki.Relation, err error) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			r, err = tx.Relation(ctx, name, source, target)
			return nil
		})
		return r, err
	}
	drop := func(name string, source, target wiki.Node) {
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			return first(tx.DropRelation(ctx, name, source, target), tx.DropRelation(ctx, name, source, target))
		})
	}
	one, two, space := p.end("one"), p.end("two"), p.end("DOCS")
	r, err := get("sibling", one, two)
	equal(t, "a relation", []any{r, err}, []any{wiki.Relation{Name: "sibling", Source: one, Target: two, Creator: eve, Created: start.Add(time.Minute)}, nil})
	r, err = get(wiki.Favourite, user(ann), space)
	equal(t, "a favourite is its account's", []any{r, err},
		[]any{wiki.Relation{Name: wiki.Favourite, Source: user(ann), Target: space, Creator: ann, Created: start.Add(12 * time.Minute)}, nil})
	for _, missing := range []struct {
		name           string
		source, target wiki.Node
	}{
		{"sibling", two, one}, {"none", one, two}, {wiki.Favourite, user(eve), two}, {wiki.Favourite, user(ann), one}, {wiki.Favourite, two, two},
		{"sibling", w.there.end("one"), w.there.end("two")}, {wiki.Favourite, user(ann), w.there.end("two")},
	} {
		_, err := get(missing.name, missing.source, missing.target)
		wantReason(t, fmt.Sprint(missing), err, wiki.NoSuchObject)
	}
	for _, foreign := range []wiki.Relation{
		{Name: "sibling", Source: one, Target: w.there.end("two")}, {Name: "sibling", Source: w.there.end("DOCS"), Target: one},
		{Name: wiki.Favourite, Source: user(ann), Target: w.there.end("one")},
	} {
		wantReason(t, "relating to another site", p.try(func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetRelation(ctx, foreign)
		}), wiki.NoSuchObject)
	}

	favourites := func(ids ...wiki.ContentID) (out []wiki.ContentID) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.Favourites(ctx, bob, ids)
			for _, id := range ids {
				if r, marked := found[id]; marked {
					equal(t, "the account of a favourite", r.Source, user(bob))
					out = append(out, id)
				}
			}
			return err
		})
		return out
	}
	equal(t, "Favourites", favourites(one.Content, two.Content, w.there.contents["two"], p.contents["secret"]), []wiki.ContentID{two.Content, p.contents["secret"]})

	// Nothing of the other site's goes with what is dropped here.
	drop("sibling", one, two)
	drop("sibling", w.there.end("one"), w.there.end("two"))
	drop(wiki.Favourite, user(bob), two)
	drop(wiki.Favourite, user(bob), w.there.end("two"))
	_, err = get("sibling", one, two)
	wantReason(t, "what was dropped", err, wiki.NoSuchObject)
	_, err = get(wiki.Favourite, user(bob), two)
	wantReason(t, "a favourite that was dropped", err, wiki.NoSuchObject)
	w.there.read(func(ctx context.Context, tx *store.SiteTx) error {
		_, err := tx.Relation(ctx, "sibling", w.there.end("one"), w.there.end("two"))
		_, err2 := tx.Relation(ctx, wiki.Favourite, user(bob), w.there.end("two"))
		return first(err, err2)
	})

	// A version that goes takes its relations along, and the others keep theirs under their new numbers.
	two.Version = 2
	version := func(number int) error {
		return p.try(func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.DropVersion(ctx, two.Content, number)
			return err
		})
	}
	wantReason(t, "dropping the first version", version(1), "")
	_, err = get("sibling", one, two)
	wantReason(t, "the number of before", err, wiki.NoSuchObject)
	two.Version = 1
	_, err = get("sibling", one, two)
	wantReason(t, "its number now", err, "")
	wantReason(t, "dropping the related version", version(1), "")
	_, err = get("sibling", one, two)
	wantReason(t, "a version that is gone", err, wiki.NoSuchObject)

	// So do contents and spaces.
	purge := func(name string) {
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, p.contents[name])
			if err == nil {
				_, err = tx.Purge(ctx, c)
			}
			return err
		})
	}
	purge("gone")
	_, err = get("sibling", one, p.end("gone"))
	wantReason(t, "what was related to a purged page", err, wiki.NoSuchObject)
	_, err = get("sibling", one, p.end("MINE"))
	wantReason(t, "before the space goes", err, "")
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.DropSpace(ctx, p.spaces["MINE"]) })
	_, err = get("sibling", one, p.end("MINE"))
	wantReason(t, "what was related to a space that is gone", err, wiki.NoSuchObject)
	_, err = get(wiki.Favourite, user(ann), p.end("MINE"))
	wantReason(t, "a favourite space that is gone", err, wiki.NoSuchObject)
	p.page("DOCS", "one", "below")
	purge("one") // a husk stays
	_, err = get("sibling", one, user(bob))
	wantReason(t, "what was related from a husk", err, wiki.NoSuchObject)
}

// testFavouritesInSearch asks for favourites in CQL.
func testFavouritesInSearch(t *testing.T, open Opener) {
	w := newRelated(t, open)
	w.both(func(p *place) {
		p.page("MINE", "", "mine")
		p.page("MINE", "", "shared") // in a space that nobody else may view
	})
	for _, c := range []struct {
		query string
		v     wiki.Viewer
		want  []string
	}{
		{`favourite = currentUser()`, asBob, []string{"two"}}, // the other is hidden
		{`favourite = "acc-bob"`, asAnn, []string{"two", "secret"}},
		{`favourite = currentUser()`, guest, []string{}},
		{`favourite != currentUser()`, asBob, []string{"one"}},
		{`space in favouriteSpaces() and type = page`, asAnn, []string{"one", "two", "secret", "mine", "shared"}},
		{`space in favouriteSpaces()`, asBob, []string{}},
		{`space in favouriteSpaces()`, guest, []string{}},
		{`space in (MINE, favouriteSpaces())`, asBob, []string{}},
		{`space in (DOCS, favouriteSpaces())`, asBob, []string{"one", "two"}},
		{`space not in favouriteSpaces()`, asBob, []string{"one", "two"}},
		{`space not in favouriteSpaces()`, asAnn, []string{}},
		{`space.type = favourite and space = MINE`, asAnn, []string{"mine", "shared"}},
		{`space.type in (personal, favourite)`, asBob, []string{}},
	} {
		got, _, err := w.here.search(c.v, c.query+" order by id", store.Search{}, wiki.Window{})
		wantReason(t, c.query, err, "")
		equal(t, c.query, got, c.want)
	}
}
