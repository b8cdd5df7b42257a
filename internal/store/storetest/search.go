package storetest

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// tags is all that the suite knows of storage format.
var tags = regexp.MustCompile("<[^>]*>")

func plain(storage string) string { return tags.ReplaceAllString(storage, " ") }

// seedSearch fills a place with texts in several scripts, an hour apart, and indexes them.
func seedSearch(p *place) {
	p.space("DOCS", wiki.Anonymous, wiki.User(ann))
	p.space("team", wiki.Group(writers))
	p.newSpace(wiki.Space{Key: "OLD", Name: "Old things", Kind: wiki.KnowledgeBase, Status: wiki.SpaceArchived, Creator: ann}, wiki.Anonymous)
	p.newSpace(wiki.Space{Key: "~bob", Name: "Bob's", Kind: wiki.PersonalSpace, Status: wiki.SpaceCurrent, Creator: bob}, wiki.Anonymous)
	add := func(author wiki.AccountID, space, parent string, n wiki.NewContent) {
		p.w.clock.Advance(time.Hour)
		n.Space, n.Parent = p.spaces[space], p.contents[parent]
		p.contentBy(author, n)
	}
	page := func(space, parent, title, body string) {
		add(ann, space, parent, wiki.NewContent{Title: title, Storage: "<p>" + body + "</p>"})
	}
	page("DOCS", "", "Apple pie", "Baking apples with cinnamon and sugar.")
	page("DOCS", "Apple pie", "Banana bread", "Bananas and flour: better than an apple, some say. Sugar!")
	page("DOCS", "Banana bread", "Running shoes", "He runs. She ran, they were <b>running</b> fast.")
	page("DOCS", "", "Straße nach Zürich", "Größe, Öl und ein Café au lait")
	page("DOCS", "", "東京タワー", "日本語の文章です。東京は大きい。")
	page("DOCS", "", "Москва", "Привет, мир! Съешь ещё этих булок.")
	page("DOCS", "", "สวัสดี नमस्ते", "ภาษาไทย हिन्दी शब्द 한국어 조사")
	add(bob, "DOCS", "", wiki.NewContent{Kind: wiki.BlogPost, Title: "Release notes 2.0", Storage: "<p>Version 2.0 fixes x_1, C++ and e-mail to foo@example.com</p>"})
	add(bob, "DOCS", "Apple pie", wiki.NewContent{Kind: wiki.Comment, Title: "Re: pie", Storage: "<p>Lovely!</p>"})
	add(bob, "DOCS", "Apple pie", wiki.NewContent{Kind: wiki.Attachment, Title: "apple-tree.png", File: &wiki.File{FileID: "1", Blob: "1", MediaType: "image/png"}})
	page("DOCS", "", "Secret apples", "hush")
	add(ann, "DOCS", "", wiki.NewContent{Title: "Draft apples", Status: wiki.Draft})
	page("DOCS", "", "Trashed apples", "gone")
	page("OLD", "", "Old apples", "sour")
	page("team", "", "Team apples", "ours")
	page("~bob", "", "Empty", "")
	p.restrict(p.contents["Secret apples"], wiki.RestrictRead, wiki.User(ann))
	p.edit(p.contents["Trashed apples"], "", func(c *wiki.Content) { c.Status = wiki.Trashed })
	p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: "Shelved apples", Storage: "on a shelf"})
	p.edit(p.contents["Shelved apples"], "<p>on shelves</p>", func(c *wiki.Content) { c.Status = wiki.Archived })
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		return first(
			tx.AddLabel(ctx, p.contents["Apple pie"], "global", "recipe"), tx.AddLabel(ctx, p.contents["Banana bread"], "global", "recipe"),
			tx.AddLabel(ctx, p.contents["Banana bread"], "team", "food"), tx.AddLabel(ctx, p.contents["Secret apples"], "global", "recipe"),
			tx.AddSpaceLabel(ctx, p.spaces["DOCS"], "team", "kitchen"), tx.AddSpaceLabel(ctx, p.spaces["OLD"], "team", "kitchen"))
	})
	// Banana bread and Москва change last, Bob contributes to one.
	p.w.clock.Advance(time.Hour)
	p.edit(p.contents["Banana bread"], "<p>Bananas and flour: better than an apple, some say. Sugar!</p>", nil)
	p.w.clock.Advance(time.Hour)
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, p.contents["Москва"])
		return first(err, tx.SetContent(ctx, c, &wiki.Version{Number: 2, Author: ann, At: tx.Now(), Title: c.Title}, "<p>Привет, мир! Съешь ещё этих булок.</p>"))
	})
	p.w.index()
}

// search runs a query as the viewer and returns the names of the hits.
func (p *place) search(v wiki.Viewer, query string, s store.Search, w wiki.Window) (out []string, cut wiki.Slice[store.Hit], err error) {
	p.w.Helper()
	if s.Query, err = cql.Parse(query); err != nil {
		p.w.Fatalf("%s: %v", query, err)
	}
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	if w.Limit == 0 {
		w.Limit = 50
	}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		if cut, err = tx.Search(ctx, v, s, w); err != nil {
			return nil
		}
		if w.After != "" || cut.More {
			return nil
		}
		one, n, countErr := tx.SearchCounted(ctx, v, s, wiki.Window{Limit: 1}) // what is not shown has to be counted
		if n != len(cut.Items) || len(one.Items) != min(n, 1) {
			p.w.Errorf("%s: counted %d, found %d", query, n, len(cut.Items))
		}
		return countErr
	})
	ids := make([]wiki.ContentID, len(cut.Items))
	for i, h := range cut.Items {
		ids[i] = h.ID
	}
	return p.names(ids), cut, err
}

// searchTable are queries with what each viewer finds, in the order of ids.
var searchTable = []struct {
	query string
	v     wiki.Viewer
	want  []string
}{
	// Words: folded, stemmed, in any script; the title counts as text.
	{`text ~ apple`, guest, []string{"Apple pie", "Banana bread", "apple-tree.png"}},
	{`text ~ "APPLES"`, asAnn, []string{"Apple pie", "Banana bread", "apple-tree.png", "Secret apples", "Team apples"}},
	{`text ~ apple`, nobody, []string{}},
	{`title ~ apple`, asAnn, []string{"Apple pie", "apple-tree.png", "Secret apples", "Team apples"}},
	{`title ~ cinnamon`, asAnn, []string{}},
	{`siteSearch ~ "run"`, guest, []string{"Running shoes"}},
	{`text ~ "strasse"`, guest, []string{"Straße nach Zürich"}},
	{`text ~ "zurich grosse"`, guest, []string{"Straße nach Zürich"}},
	{`text ~ "cafe"`, guest, []string{"Straße nach Zürich"}},
	{`text ~ "東京"`, guest, []string{"東京タワー"}},
	{`text ~ "京"`, guest, []string{"東京タワー"}},
	{`text ~ "京東"`, guest, []string{}},
	{`text ~ "МИР"`, guest, []string{"Москва"}},
	{`text ~ "नमस्ते"`, guest, []string{"สวัสดี नमस्ते"}},
	{`text ~ "ภาษา"`, guest, []string{"สวัสดี नमस्ते"}},
	{`text ~ "한국"`, guest, []string{"สวัสดี नमस्ते"}},
	{`text ~ "foo@example.com"`, guest, []string{"Release notes 2.0"}},
	{`text ~ "example.foo"`, guest, []string{}},
	{`text ~ "\"e-mail\""`, guest, []string{"Release notes 2.0"}},
	{`text ~ "x_1 2.0"`, guest, []string{"Release notes 2.0"}},
	{`text ~ "c++"`, guest, []string{"Release notes 2.0"}},
	{`text ~ "'; DROP TABLE content; --"`, guest, []string{}},
	{`text ~ "!!!"`, guest, []string{}},
	// Phrases, prefixes, operators inside the text.
	{`text ~ "\"baking apples\""`, guest, []string{"Apple pie"}},
	{`text ~ "\"apples baking\""`, guest, []string{}},
	{`text ~ "\"pie baking\""`, guest, []string{}}, // a phrase does not run from the title into the body
	{`text ~ "app*"`, guest, []string{"Apple pie", "Banana bread", "apple-tree.png"}},
	{`text ~ "мос*"`, guest, []string{"Москва"}},
	{`text ~ "apple AND sugar"`, guest, []string{"Apple pie", "Banana bread"}},
	{`text ~ "cinnamon OR fast"`, guest, []string{"Apple pie", "Running shoes"}},
	{`text ~ "apple -banana"`, guest, []string{"Apple pie", "apple-tree.png"}},
	{`text ~ "apple NOT (cinnamon OR tree)"`, guest, []string{"Banana bread"}},
	{`text ~ "lovely"`, guest, []string{"Re: pie"}},
	// Negations outside.
	{`text !~ apple and type = page and space = DOCS`, guest, []string{"Running shoes", "Straße nach Zürich", "東京タワー", "Москва", "สวัสดี नमस्ते"}},
	{`not (text ~ apple or text ~ run) and type = page and space = DOCS`, guest, []string{"Straße nach Zürich", "東京タワー", "Москва", "สวัสดี नमस्ते"}},
	{`not (text ~ apple and label = recipe) and title ~ "bread OR tree"`, guest, []string{"apple-tree.png"}},
	{`text ~ apple and not label = recipe`, asAnn, []string{"apple-tree.png", "Team apples"}},
	// Everything that is no text.
	{`type = blogpost`, guest, []string{"Release notes 2.0"}},
	{`type in (comment, attachment)`, guest, []string{"Re: pie", "apple-tree.png"}},
	{`type != page and type not in (comment)`, guest, []string{"Release notes 2.0", "apple-tree.png"}},
	{`space = docs and type = page and label = recipe`, guest, []string{"Apple pie", "Banana bread"}},
	{`space in ("TEAM", "~BOB")`, asAnn, []string{"Team apples", "Empty"}},
	{`space in ("team", "~bob")`, asBob, []string{"Empty"}},
	{`space.key != DOCS`, asAnn, []string{"Team apples", "Empty"}},
	{`space.type = personal`, guest, []string{"Empty"}},
	{`space.title = "bob's"`, guest, []string{"Empty"}},
	{`space.category = kitchen and type = blogpost`, guest, []string{"Release notes 2.0"}},
	{`space = OLD`, guest, []string{}},
	{`title = "APPLE PIE"`, guest, []string{"Apple pie"}},
	{`title = "\"Москва\""`, guest, []string{"Москва"}},
	{`title != "Apple pie" and label = recipe`, asAnn, []string{"Banana bread", "Secret apples"}},
	{`label = recipe`, guest, []string{"Apple pie", "Banana bread"}},
	{`label = "team:food"`, guest, []string{"Banana bread"}},
	{`label in (food, none)`, guest, []string{}},
	{`label not in (recipe) and title ~ apple`, guest, []string{"apple-tree.png"}},
	{`creator = "acc-bob"`, guest, []string{"Release notes 2.0", "Re: pie", "apple-tree.png"}},
	{`creator = currentUser()`, asBob, []string{"Release notes 2.0", "Re: pie", "apple-tree.png"}},
	{`creator = currentUser()`, guest, []string{}},
	{`creator != currentUser() and type = blogpost`, guest, []string{"Release notes 2.0"}},
	{`contributor = "acc-bob" and type = page`, guest, []string{"Banana bread"}},
	{`created < "2026-03-09 15:30"`, guest, []string{"Apple pie", "Banana bread", "Running shoes"}},
	{`created >= "2026-03-10" and type = page`, asAnn, []string{"Team apples", "Empty"}},
	{`created = "2026-03-10"`, guest, []string{"Empty"}},
	{`lastmodified >= "2026-03-10 05:00"`, guest, []string{"Banana bread", "Москва"}},
	{`lastmodified >= now("-2h") and lastmodified <= now()`, guest, []string{"Banana bread", "Москва", "Empty"}},
	{`type = page and space = DOCS and (label = recipe or creator = "acc-bob" or title ~ "running")`, guest, []string{"Apple pie", "Banana bread", "Running shoes"}},
}

func testSearch(t *testing.T, open Opener) {
	w := newWorld(t, open)
	seedSearch(w.here)
	now := w.clock.Now()
	seedSearch(w.there)
	w.clock.Advance(now.Sub(w.clock.Now()))
	p := w.here
	for _, c := range searchTable {
		got, _, err := p.search(c.v, c.query+" order by id", store.Search{}, wiki.Window{})
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
			continue
		}
		equal(t, c.query, got, c.want)
		// In its own order the query finds the same.
		own, _, err := p.search(c.v, c.query, store.Search{}, wiki.Window{})
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
		}
		sorted := slices.Clone(c.want)
		slices.Sort(own)
		slices.Sort(sorted)
		equal(t, c.query+" without order", own, sorted)
	}

	// What depends on where it is asked.
	id := func(title string) string { return p.contents[title].String() }
	for query, c := range map[string]struct {
		s    store.Search
		want []string
	}{
		"id in (" + id("Москва") + ", " + w.there.contents["Apple pie"].String() + ")": {store.Search{}, []string{"Москва"}},
		"content = " + id("Secret apples"):                                             {store.Search{}, []string{}},
		"parent = " + id("Apple pie"):                                                  {store.Search{}, []string{"Banana bread"}},
		"container = " + id("Apple pie"):                                               {store.Search{}, []string{"Re: pie", "apple-tree.png"}},
		"ancestor = " + id("Apple pie"):                                                {store.Search{}, []string{"Banana bread", "Running shoes", "Re: pie", "apple-tree.png"}},
		"ancestor = " + id("Banana bread") + " and text ~ fast":                        {store.Search{}, []string{"Running shoes"}},
		"ancestor = " + w.there.contents["Apple pie"].String():                         {store.Search{}, []string{}},
		"id = currentContent()":                                                        {store.Search{CurrentContent: p.contents["Москва"]}, []string{"Москва"}},
		"id = currentContent() ":                                                       {store.Search{}, []string{}},
		"space = currentSpace() and type = page":                                       {store.Search{CurrentSpace: "~BOB"}, []string{"Empty"}},
		"space = OLD":                                                                  {store.Search{ArchivedSpaces: true}, []string{"Old apples"}},
		"title ~ apples and type = page":                                               {store.Search{Statuses: []wiki.Status{wiki.Archived}}, []string{"Shelved apples"}},
		"text ~ shelves":                                                               {store.Search{Statuses: []wiki.Status{wiki.Archived, wiki.Current}}, []string{"Shelved apples"}},
		"text ~ shelf":                                                                 {store.Search{}, []string{}},
		`title in ("Draft apples", "Trashed apples", "Shelved apples")`:                {store.Search{Statuses: []wiki.Status{wiki.Trashed, wiki.Draft}}, []string{"Trashed apples"}},
		`created = "2026-03-10" and type = attachment`:                                 {store.Search{Zone: time.FixedZone("", 2*3600)}, []string{"apple-tree.png"}},
	} {
		got, _, err := p.search(guest, query+" order by id", c.s, wiki.Window{})
		wantReason(t, query, err, "")
		equal(t, query, got, c.want)
	}
	got, _, err := p.search(asAnn, "space = DOCS", store.Search{Statuses: []wiki.Status{wiki.Draft}}, wiki.Window{})
	wantReason(t, "her drafts", err, "")
	equal(t, "her drafts", got, []string{"Draft apples"})
}

func testSearchOrder(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(seedSearch)
	for order, want := range map[string][]string{
		"":                                     {"Москва", "Banana bread", "สวัสดี नमस्ते", "東京タワー", "Straße nach Zürich", "Running shoes", "Apple pie"},
		"order by lastmodified":                {"Apple pie", "Running shoes", "Straße nach Zürich", "東京タワー", "สวัสดี नमस्ते", "Banana bread", "Москва"},
		"order by created desc":                {"สวัสดี नमस्ते", "Москва", "東京タワー", "Straße nach Zürich", "Running shoes", "Banana bread", "Apple pie"},
		"order by title":                       {"Apple pie", "Banana bread", "Running shoes", "Straße nach Zürich", "Москва", "สวัสดี नमस्ते", "東京タワー"},
		"order by title desc, id":              {"東京タワー", "สวัสดี नमस्ते", "Москва", "Straße nach Zürich", "Running shoes", "Banana bread", "Apple pie"},
		"order by type, creator, id desc":      {"สวัสดี नमस्ते", "Москва", "東京タワー", "Straße nach Zürich", "Running shoes", "Banana bread", "Apple pie"},
		"order by space, space.title, created": {"Apple pie", "Banana bread", "Running shoes", "Straße nach Zürich", "東京タワー", "Москва", "สวัสดี नमस्ते"},
	} {
		got, _, err := w.here.search(guest, "type = page and space = DOCS "+order, store.Search{}, wiki.Window{})
		wantReason(t, order, err, "")
		equal(t, order, got, want)
	}
}
