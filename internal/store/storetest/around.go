package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testAncestors(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "a")
		p.page("DOCS", "a", "b")
		p.page("DOCS", "b", "c")
		p.page("DOCS", "c", "d")
		p.page("DOCS", "a", "other")
	})
	p := w.here
	ancestors := func(v wiki.Viewer, names ...string) map[string][]string {
		out := map[string][]string{}
		var ids []wiki.ContentID
		for _, n := range names {
			ids = append(ids, p.contents[n])
		}
		ids = append(ids, w.there.contents["d"], 1)
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.Ancestors(ctx, v, ids)
			for id, above := range found {
				var ids []wiki.ContentID
				for _, a := range above {
					ids = append(ids, a.ID)
				}
				out[p.names([]wiki.ContentID{id})[0]] = p.names(ids)
			}
			return err
		})
		return out
	}
	equal(t, "ancestors from the root down", ancestors(guest, "d", "a", "other"),
		map[string][]string{"d": {"a", "b", "c"}, "other": {"a"}})
	equal(t, "to one who may view nothing", ancestors(nobody, "d"), map[string][]string{})
	// What is not to be viewed is left out; what is above it stays.
	p.edit(p.contents["b"], "", func(c *wiki.Content) { c.Status = wiki.Draft })
	equal(t, "past another's draft", ancestors(guest, "d"), map[string][]string{"d": {"a", "c"}})
	equal(t, "past one's own draft", ancestors(asAnn, "d"), map[string][]string{"d": {"a", "b", "c"}})

	// What stands above many is read once and shown above each.
	chain := []wiki.ContentID{p.contents["a"]}
	for i := range 100 {
		c := p.content(wiki.NewContent{Space: p.spaces["DOCS"], Parent: chain[i], Title: fmt.Sprint("link ", i)})
		chain = append(chain, c)
	}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		found, err := tx.Ancestors(ctx, guest, chain)
		for i, id := range chain {
			above := found[id]
			for k, a := range above {
				if a.ID != chain[k] || a != found[chain[100]][k] {
					t.Errorf("above link %d stands %d at place %d", i, a.ID, k)
				}
			}
			equal(t, "how many stand above", len(above), i)
		}
		return err
	})
}

func testChildren(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "top")
		for _, n := range []wiki.NewContent{
			{Title: "one"}, {Title: "two"}, {Title: "secret"}, {Title: "draft", Status: wiki.Draft}, {Title: "archived", Status: wiki.Archived},
			{Title: "note", Kind: wiki.Comment}, {Title: "file", Kind: wiki.Attachment, File: &wiki.File{FileID: "1"}},
		} {
			n.Space, n.Parent = p.spaces["DOCS"], p.contents["top"]
			p.content(n)
		}
		p.page("DOCS", "two", "under two")
		p.restrict(p.contents["secret"], wiki.RestrictRead, wiki.User(ann))
	})
	p := w.here
	tops := []wiki.ContentID{p.contents["top"], p.contents["two"], p.contents["one"], w.there.contents["top"]}
	for _, c := range []struct {
		name string
		v    wiki.Viewer
		want map[wiki.ContentID]map[wiki.Kind]int
	}{
		{"guest", guest, map[wiki.ContentID]map[wiki.Kind]int{tops[0]: {wiki.Page: 2, wiki.Comment: 1, wiki.Attachment: 1}, tops[1]: {wiki.Page: 1}}},
		{"ann", asAnn, map[wiki.ContentID]map[wiki.Kind]int{tops[0]: {wiki.Page: 3, wiki.Comment: 1, wiki.Attachment: 1}, tops[1]: {wiki.Page: 1}}},
		{"nobody", nobody, map[wiki.ContentID]map[wiki.Kind]int{}},
	} {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			got, err := tx.ChildCounts(ctx, c.v, tops)
			equal(t, "ChildCounts for "+c.name, got, c.want)
			return err
		})
	}

	type family struct {
		Names []string
		More  bool
	}
	families := func(found map[wiki.ContentID]wiki.Slice[wiki.Content]) map[string]family {
		out := map[string]family{}
		for id, f := range found {
			out[p.names([]wiki.ContentID{id})[0]] = family{p.names(idsOf(f.Items)), f.More}
		}
		return out
	}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		children, err := tx.Children(ctx, asAnn, tops, wiki.Page, 2)
		equal(t, "Children", families(children), map[string]family{"top": {[]string{"one", "two"}, true}, "two": {[]string{"under two"}, false}})
		below, err2 := tx.Descendants(ctx, guest, tops, wiki.Page, 3)
		equal(t, "Descendants", families(below), map[string]family{"top": {[]string{"one", "two", "under two"}, false}, "two": {[]string{"under two"}, false}})
		accesses, err3 := tx.Accesses(ctx, guest, idList(w.here, w.there))
		for name, id := range p.contents {
			_, want, err := tx.Content(ctx, guest, id)
			if err != nil {
				return err
			}
			equal(t, "Accesses of "+name, accesses[id], want)
		}
		equal(t, "number of Accesses", len(accesses), len(p.contents))
		return first(err, err2, err3)
	})
}

func testVersions(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "one")
		p.page("DOCS", "", "two")
		for n := 2; n <= 5; n++ {
			p.w.clock.Advance(time.Hour)
			p.edit(p.contents["one"], fmt.Sprintf("<p>%d</p>", n), nil) // by bob
		}
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, p.contents["one"])
			return first(err, tx.SetContent(ctx, c, &wiki.Version{Number: 6, Author: ann, At: tx.Now(), Title: "one", Minor: true}, "<p>6</p>"))
		})
	})
	p := w.here
	one, two := p.contents["one"], p.contents["two"]
	numbers := func(s wiki.Slice[wiki.Version]) (out []int) {
		for _, v := range s.Items {
			out = append(out, v.Number)
		}
		return out
	}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		all, err := tx.Versions(ctx, one, wiki.Window{Limit: 10})
		equal(t, "Versions, newest first", numbers(all), []int{6, 5, 4, 3, 2, 1})
		some, err2 := tx.Versions(ctx, one, wiki.Window{Limit: 2, Offset: 1})
		equal(t, "a window of versions", []any{numbers(some), some.More}, []any{[]int{5, 4}, true})
		foreign, err3 := tx.Versions(ctx, w.there.contents["one"], wiki.Window{Limit: 10})
		equal(t, "another site's versions", len(foreign.Items), 0)
		v, err4 := tx.Version(ctx, one, 2)
		equal(t, "Version", v, wiki.Version{Number: 2, Author: bob, At: start.Add(time.Hour), Title: "one"})
		for _, number := range []int{0, 7, -1} {
			_, missing := tx.Version(ctx, one, number)
			wantReason(t, fmt.Sprintf("Version %d", number), missing, wiki.NoSuchObject)
		}
		bodies, err5 := tx.Bodies(ctx, map[wiki.ContentID]int{one: 3, two: 1, w.there.contents["one"]: 1, 1: 1})
		equal(t, "Bodies", bodies, map[wiki.ContentID]wiki.Body{one: {Content: one, Version: 3, Storage: "<p>3</p>"}, two: {Content: two, Version: 1, Storage: "<p>two</p>"}})
		none, err6 := tx.Bodies(ctx, nil)
		equal(t, "Bodies of none", len(none), 0)
		people, err7 := tx.Contributors(ctx, []wiki.ContentID{one, two, w.there.contents["one"]})
		equal(t, "Contributors in the order of their first version", people, map[wiki.ContentID][]wiki.AccountID{one: {ann, bob}, two: {ann}})
		return first(err, err2, err3, err4, err5, err6, err7)
	})

	named := []wiki.Content{{ID: one, Version: wiki.Version{Number: 2}}, {ID: one, Version: wiki.Version{Number: 9}}, {ID: two, Version: wiki.Version{Number: 1}},
		{ID: w.there.contents["two"], Version: wiki.Version{Number: 1}}}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		bodies, err := tx.BodiesOf(ctx, named)
		equal(t, "BodiesOf", bodies, []wiki.Body{{Content: one, Version: 2, Storage: "<p>2</p>"}, {Content: one, Version: 9},
			{Content: two, Version: 1, Storage: "<p>two</p>"}, {Content: w.there.contents["two"], Version: 1}})
		at, err2 := tx.VersionsAt(ctx, []wiki.Content{named[0], named[2], named[3]})
		equal(t, "VersionsAt", at, []wiki.Version{{Number: 2, Author: bob, At: start.Add(time.Hour), Title: "one"}, {Number: 1, Author: ann, At: start, Title: "two"}, {}})
		last, err3 := tx.LastVersionsBy(ctx, bob, idList(w.here, w.there))
		equal(t, "LastVersionsBy", last, map[wiki.ContentID]wiki.Version{one: {Number: 5, Author: bob, At: start.Add(4 * time.Hour), Title: "one"}})
		return first(err, err2, err3)
	})
}

// testLongLists asks for as many contents as a request may, and for more than one statement lists.
func testLongLists(t *testing.T, open Opener) {
	w := newWorld(t, open)
	p := w.here
	p.space("DOCS", wiki.Anonymous)
	top := p.page("DOCS", "", "top")
	const many = 1100
	ids := make([]wiki.ContentID, 0, many)
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		for i := range many {
			n := wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"], Parent: top, Title: fmt.Sprintf("child %d", i)}
			if i%2 == 1 {
				n.Kind, n.File = wiki.Attachment, &wiki.File{FileID: n.Title, Blob: fmt.Sprintf("blob-%04d", i)}
			}
			c, err := tx.CreateContent(ctx, ann, n)
			if err != nil {
				return err
			}
			ids = append(ids, c.ID)
		}
		return nil
	})
	all := make([]wiki.Content, many)
	for i, id := range ids {
		all[i] = wiki.Content{ID: id, Version: wiki.Version{Number: 1}}
	}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		bodies, err := tx.BodiesOf(ctx, all)
		versions, err2 := tx.VersionsAt(ctx, append(all, all[0]))
		people := []wiki.AccountID{ann}
		for i := range 20_000 { // more than one statement takes
			people = append(people, wiki.AccountID(fmt.Sprint("nobody-", i)))
		}
		known, err3 := tx.Accounts(ctx, append(people, bob))
		equal(t, "accounts among many ids", []wiki.AccountID{known[ann].ID, known[bob].ID}, []wiki.AccountID{ann, bob})
		equal(t, "accounts found", len(known), 2)
		equal(t, "the last of many bodies", bodies[many-1], wiki.Body{Content: ids[many-1], Version: 1})
		equal(t, "the last of many versions, and one named again", []string{versions[many-1].Title, versions[many].Title}, []string{"child 1099", "child 0"})
		return first(err, err2, err3)
	})
	few := ids[:250]
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		versions := map[wiki.ContentID]int{}
		for _, id := range few {
			versions[id] = 1
		}
		bodies, err := tx.Bodies(ctx, versions)
		above, err2 := tx.Ancestors(ctx, guest, few)
		labels, err3 := tx.Labels(ctx, guest, few, "")
		counts, err4 := tx.ChildCounts(ctx, guest, append([]wiki.ContentID{top}, few...))
		list, err5 := tx.ListContent(ctx, guest, wiki.ContentFilter{IDs: few}, wiki.Window{Limit: 250})
		equal(t, "bodies, ancestors, labels, contents", []int{len(bodies), len(above), len(labels), len(list.Items)}, []int{250, 250, 0, 250})
		equal(t, "counts", counts, map[wiki.ContentID]map[wiki.Kind]int{top: {wiki.Page: many / 2, wiki.Attachment: many / 2}})
		return first(err, err2, err3, err4, err5)
	})
	p.restrict(top, wiki.RestrictRead, wiki.User(ann))
	for v, want := range map[*wiki.Viewer]int{&asAnn: many + 1, &asBob: 0} {
		got, _ := p.list(*v, wiki.ContentFilter{}, wiki.Window{Limit: 2 * many})
		equal(t, "visible below a restriction", len(got), want)
	}
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, top)
		if err != nil {
			return err
		}
		blobs, err := tx.Purge(ctx, c)
		equal(t, "blobs of purged attachments", []any{len(blobs), blobs[0], blobs[many/2-1]}, []any{many / 2, "blob-0001", "blob-1099"})
		return err
	})
	left, _ := p.list(asAnn, wiki.ContentFilter{}, wiki.Window{Limit: 2 * many})
	equal(t, "pages that stay", len(left), many/2)
}
