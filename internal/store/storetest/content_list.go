package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// seedListing fills a place with contents of every kind and status, made an hour apart, with positions and titles in
// orders of their own.
func seedListing(p *place) {
	p.space("DOCS", wiki.Anonymous, wiki.User(ann))
	p.space("team", wiki.Group(writers))
	p.space("lost") // nobody may view it
	add := func(n wiki.NewContent) {
		p.content(n)
		p.w.clock.Advance(time.Hour)
	}
	docs, team := p.spaces["DOCS"], p.spaces["team"]
	add(wiki.NewContent{Space: docs, Title: "Home"})
	home := p.contents["Home"]
	add(wiki.NewContent{Space: docs, Parent: home, Title: "zebra"})
	add(wiki.NewContent{Space: docs, Parent: home, Title: "Äther"})
	add(wiki.NewContent{Space: docs, Parent: home, Title: "apple"})
	add(wiki.NewContent{Space: docs, Parent: p.contents["apple"], Title: "Banana", Live: true})
	add(wiki.NewContent{Space: docs, Parent: home, Title: "secret"})
	add(wiki.NewContent{Space: docs, Parent: p.contents["secret"], Title: "below secret"})
	add(wiki.NewContent{Space: docs, Parent: home, Title: "draft", Status: wiki.Draft})
	add(wiki.NewContent{Space: docs, Parent: home, Title: "archived", Status: wiki.Archived})
	add(wiki.NewContent{Space: docs, Parent: home, Title: "trashed"})
	add(wiki.NewContent{Space: docs, Kind: wiki.BlogPost, Title: "news"})
	add(wiki.NewContent{Space: docs, Kind: wiki.Comment, Parent: home, Title: "re: Home"})
	add(wiki.NewContent{Space: docs, Kind: wiki.Attachment, Parent: home, Title: "a.png", File: &wiki.File{FileID: "1", Blob: "1", MediaType: "image/png"}})
	add(wiki.NewContent{Space: docs, Kind: wiki.Attachment, Parent: home, Title: "B.txt", File: &wiki.File{FileID: "2", Blob: "2", MediaType: "text/plain"}})
	add(wiki.NewContent{Space: team, Title: "Team home"})
	add(wiki.NewContent{Space: team, Parent: p.contents["Team home"], Title: "Team apple", Live: true})
	add(wiki.NewContent{Space: p.spaces["lost"], Title: "lost page"})
	p.restrict(p.contents["secret"], wiki.RestrictRead, wiki.User(ann))
	p.edit(p.contents["trashed"], "", func(c *wiki.Content) { c.Status = wiki.Trashed })
	// Modified in another order than made, two at the same time.
	for _, title := range []string{"zebra", "Home"} {
		p.edit(p.contents[title], "<p>new</p>", nil)
	}
	// Two siblings in the same place.
	p.edit(p.contents["zebra"], "", func(c *wiki.Content) { c.Position = 3000 })
	p.edit(p.contents["apple"], "", func(c *wiki.Content) { c.Position = 3000 })
	p.edit(p.contents["Äther"], "", func(c *wiki.Content) { c.Position = -7 })
}

func (p *place) list(v wiki.Viewer, f wiki.ContentFilter, win wiki.Window) (out []string, cut wiki.Slice[wiki.Content]) {
	p.w.Helper()
	p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
		cut, err = tx.ListContent(ctx, v, f, win)
		return err
	})
	return p.names(idsOf(cut.Items)), cut
}

func testContentListings(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(seedListing)
	p := w.here
	id := func(title string) wiki.ContentID { return p.contents[title] }
	home, none := id("Home"), wiki.ContentID(1)
	pages, current := []wiki.Kind{wiki.Page}, []wiki.Status{wiki.Current}
	live, other := true, false
	for name, c := range map[string]struct {
		v    wiki.Viewer
		f    wiki.ContentFilter
		want []string
	}{
		"everything a guest may view": {guest, wiki.ContentFilter{}, []string{"Home", "zebra", "Äther", "apple", "Banana", "archived",
			"trashed", "news", "re: Home", "a.png", "B.txt"}},
		"everything the author may view": {asAnn, wiki.ContentFilter{}, []string{"Home", "zebra", "Äther", "apple", "Banana", "secret",
			"below secret", "draft", "archived", "trashed", "news", "re: Home", "a.png", "B.txt", "Team home", "Team apple"}},
		"nobody":              {nobody, wiki.ContentFilter{}, []string{}},
		"ids":                 {guest, wiki.ContentFilter{IDs: []wiki.ContentID{id("Banana"), id("secret"), id("zebra"), w.there.contents["Home"], 1}}, []string{"zebra", "Banana"}},
		"no ids":              {asAnn, wiki.ContentFilter{IDs: []wiki.ContentID{}}, []string{}},
		"kinds":               {asAnn, wiki.ContentFilter{Kinds: []wiki.Kind{wiki.BlogPost, wiki.Comment}}, []string{"news", "re: Home"}},
		"spaces":              {asAnn, wiki.ContentFilter{Spaces: []wiki.SpaceID{p.spaces["team"], p.spaces["lost"], w.there.spaces["DOCS"]}}, []string{"Team home", "Team apple"}},
		"space key folded":    {asAnn, wiki.ContentFilter{SpaceKey: "TEAM"}, []string{"Team home", "Team apple"}},
		"statuses":            {asAnn, wiki.ContentFilter{Statuses: []wiki.Status{wiki.Draft, wiki.Trashed, wiki.Archived}}, []string{"draft", "archived", "trashed"}},
		"drafts of others":    {guest, wiki.ContentFilter{Statuses: []wiki.Status{wiki.Draft}}, []string{}},
		"title folded":        {guest, wiki.ContentFilter{Title: "ÄTHER"}, []string{"Äther"}},
		"title in part":       {guest, wiki.ContentFilter{Title: "appl"}, []string{}},
		"children":            {guest, wiki.ContentFilter{Parent: &home, Kinds: pages, Statuses: current}, []string{"zebra", "Äther", "apple"}},
		"children of none":    {guest, wiki.ContentFilter{Parent: &none}, []string{}},
		"roots":               {asAnn, wiki.ContentFilter{Roots: true, Kinds: pages}, []string{"Home", "Team home"}},
		"live pages":          {guest, wiki.ContentFilter{Live: &live}, []string{"Banana"}},
		"other children":      {guest, wiki.ContentFilter{Live: &other, Parents: []wiki.ContentID{home, id("apple")}, Kinds: pages, Statuses: current}, []string{"zebra", "Äther", "apple"}},
		"a day":               {asAnn, wiki.ContentFilter{Day: start.Truncate(24 * time.Hour).Add(day(1)), Kinds: pages}, []string{"Team home", "Team apple"}},
		"file name":           {guest, wiki.ContentFilter{Parent: &home, FileName: "B.txt"}, []string{"B.txt"}},
		"titles":              {asBob, wiki.ContentFilter{Titles: []string{"ZEBRA", "secret", "Team apple", "none"}, Kinds: pages}, []string{"zebra"}},
		"no titles":           {asAnn, wiki.ContentFilter{Titles: []string{}}, []string{}},
		"files of parents":    {guest, wiki.ContentFilter{Parents: []wiki.ContentID{home, none, w.there.contents["Home"]}, FileNames: []string{"a.png", "b.txt"}}, []string{"a.png"}},
		"children of several": {guest, wiki.ContentFilter{Parents: []wiki.ContentID{id("apple"), id("secret")}}, []string{"Banana"}},
		"file name unfolded":  {guest, wiki.ContentFilter{Parent: &home, FileName: "b.txt"}, []string{}},
		"media type":          {guest, wiki.ContentFilter{Media: "image/png"}, []string{"a.png"}},
		"by id, down":         {guest, wiki.ContentFilter{Kinds: pages, Statuses: current, Desc: true}, []string{"Banana", "apple", "Äther", "zebra", "Home"}},
		"by title":            {guest, wiki.ContentFilter{Kinds: pages, Statuses: current, Sort: wiki.ByTitle}, []string{"apple", "Banana", "Home", "zebra", "Äther"}},
		"by title, down":      {guest, wiki.ContentFilter{Kinds: pages, Statuses: current, Sort: wiki.ByTitle, Desc: true}, []string{"Äther", "zebra", "Home", "Banana", "apple"}},
		"by creation, down":   {guest, wiki.ContentFilter{Kinds: pages, Statuses: current, Sort: wiki.ByCreated, Desc: true}, []string{"Banana", "apple", "Äther", "zebra", "Home"}},
		"by change, ties":     {guest, wiki.ContentFilter{Kinds: pages, Statuses: current, Sort: wiki.ByModified}, []string{"Äther", "apple", "Banana", "Home", "zebra"}},
		"by change, down":     {guest, wiki.ContentFilter{Kinds: pages, Statuses: current, Sort: wiki.ByModified, Desc: true}, []string{"zebra", "Home", "Banana", "apple", "Äther"}},
		"by position, ties":   {guest, wiki.ContentFilter{Parent: &home, Kinds: pages, Statuses: current, Sort: wiki.ByPosition}, []string{"Äther", "zebra", "apple"}},
		"by position, down":   {guest, wiki.ContentFilter{Parent: &home, Kinds: pages, Statuses: current, Sort: wiki.ByPosition, Desc: true}, []string{"apple", "zebra", "Äther"}},
		"below a restricted":  {asBob, wiki.ContentFilter{IDs: []wiki.ContentID{id("secret"), id("below secret")}}, []string{}},
		"all at once": {asAnn, wiki.ContentFilter{IDs: []wiki.ContentID{id("zebra"), id("apple")}, Kinds: pages, Spaces: []wiki.SpaceID{p.spaces["DOCS"]},
			SpaceKey: "docs", Statuses: current, Title: "apple", Parent: &home, Sort: wiki.ByTitle}, []string{"apple"}},
	} {
		got, cut := p.list(c.v, c.f, wiki.Window{Limit: 50})
		equal(t, name, got, c.want)
		if cut.More || cut.After != "" {
			t.Errorf("%s: says that there is more", name)
		}
	}
}

// testContentWindows reads every order in windows of every size: together they are the whole list, whatever ties there are.
func testContentWindows(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(seedListing)
	p := w.here
	for _, sort := range []wiki.ContentSort{"", wiki.ByID, wiki.ByTitle, wiki.ByCreated, wiki.ByModified, wiki.ByPosition} {
		for _, desc := range []bool{false, true} {
			f := wiki.ContentFilter{Sort: sort, Desc: desc}
			whole, _ := p.list(asAnn, f, wiki.Window{Limit: 50})
			equal(t, "contents in all", len(whole), 16)
			for _, limit := range []int{1, 2, 3, 7, 15, 16} {
				name := fmt.Sprintf("sort %q, down %v, windows of %d", sort, desc, limit)
				byKey := []string{}
				win := wiki.Window{Limit: limit}
				for {
					some, cut := p.list(asAnn, f, win)
					byKey = append(byKey, some...)
					if cut.More != (cut.After != "") || cut.More && len(some) != limit || len(byKey) > len(whole) {
						t.Fatalf("%s: More %v, After %q, %d items", name, cut.More, cut.After, len(some))
					}
					if !cut.More {
						break
					}
					win.After = cut.After
				}
				equal(t, name+" by key", byKey, whole)
				byOffset := []string{}
				for off := 0; off < len(whole); off += limit {
					some, cut := p.list(asAnn, f, wiki.Window{Limit: limit, Offset: off})
					byOffset = append(byOffset, some...)
					equal(t, name+" by offset: more", cut.More, off+limit < len(whole))
				}
				equal(t, name+" by offset", byOffset, whole)
			}
		}
	}

	// What is written between two windows moves nothing that was already given or is still to come.
	f := wiki.ContentFilter{Sort: wiki.ByTitle, Kinds: []wiki.Kind{wiki.Page}, Statuses: []wiki.Status{wiki.Current}}
	before, cut := p.list(asAnn, f, wiki.Window{Limit: 4})
	p.page("DOCS", "", "aaa first")
	p.edit(p.contents[before[3]], "", func(c *wiki.Content) { c.Status = wiki.Trashed })
	rest, _ := p.list(asAnn, f, wiki.Window{Limit: 50, After: cut.After})
	equal(t, "over a change", slices.Concat(before, rest), []string{"apple", "Banana", "below secret", "Home", "secret", "Team apple",
		"Team home", "zebra", "Äther"})

	for _, after := range []string{"x", "5", "5:abc", "x:1", ":"} {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.ListContent(ctx, asAnn, wiki.ContentFilter{Sort: wiki.ByCreated}, wiki.Window{Limit: 1, After: after})
			wantReason(t, "After "+after, err, wiki.InvalidCursor)
			return nil
		})
	}
}
