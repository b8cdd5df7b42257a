package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testCustomContent: where custom content lies, what it was written as, and who may do what to it by its type.
func testCustomContent(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.space("TEAM", wiki.Anonymous)
		p.page("DOCS", "", "page")
		add := func(parent, title string, n wiki.NewContent) {
			n.Title, n.Space, n.Parent = title, p.spaces["DOCS"], p.contents[parent]
			p.content(n)
		}
		add("page", "note", wiki.NewContent{Kind: noteKind, Storage: "<p>{}</p>", Raw: "{}"})
		add("note", "inner", wiki.NewContent{Kind: voteKind, Storage: "<p>inner</p>"})
		add("inner", "file", wiki.NewContent{Kind: wiki.Attachment, File: &wiki.File{FileID: "f", Blob: fmt.Sprint("b", p.site)}})
		add("inner", "remark", wiki.NewContent{Kind: wiki.Comment})
		add("remark", "answer", wiki.NewContent{Kind: wiki.Comment})
		add("", "alone", wiki.NewContent{Kind: noteKind})
		add("alone", "file alone", wiki.NewContent{Kind: wiki.Attachment, File: &wiki.File{FileID: "g", Blob: fmt.Sprint("c", p.site)}})
	})
	p := w.here
	for title, container := range map[string]string{"note": "page", "inner": "page", "file": "page", "answer": "page", "alone": "", "file alone": "alone"} {
		c, _ := p.get(nobody, p.contents[title])
		equal(t, "the container of "+title, c.Container, p.contents[container])
	}
	for query, want := range map[string][]string{
		`type = "ac:app:note"`:                          {"note", "alone"},
		`type = "AC:APP:NOTE"`:                          {},
		`type in ("ac:app:vote", page)`:                 {"page", "inner"},
		`type != "ac:app:note" and type != attachment`:  {"page", "inner", "remark", "answer"},
		fmt.Sprint(`container = `, p.contents["page"]):  {"note"},
		fmt.Sprint(`container = `, p.contents["inner"]): {"file", "remark", "answer"},
		fmt.Sprint(`parent = `, p.contents["page"]):     {},
		fmt.Sprint(`ancestor = `, p.contents["note"]):   {"inner", "file", "remark", "answer"},
	} {
		got, _, err := p.search(guest, query+" order by id", store.Search{}, wiki.Window{})
		wantReason(t, query, err, "")
		equal(t, query, got, want)
	}
	t.Run("raw", func(t *testing.T) { testRaw(t, w) })
	t.Run("withheld", func(t *testing.T) { testWithheld(t, w) })
	t.Run("trash", func(t *testing.T) { testCustomTrash(t, w) })
}

func testRaw(t *testing.T, w *world) {
	p, id := w.here, w.here.contents["note"]
	p.edit(id, "<p>two</p>", nil)
	foreign := p.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.SetRaw(ctx, w.there.contents["note"], 1, "stolen")
	})
	wantReason(t, "the raw text of another site's", foreign, wiki.NoSuchObject)
	missing := p.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetRaw(ctx, id, 3, "x") })
	wantReason(t, "the raw text of no version", missing, wiki.NoSuchObject)
	want := []wiki.Body{{Content: id, Version: 1, Storage: "<p>{}</p>", Raw: "{}"}, {Content: id, Version: 2, Storage: "<p>two</p>"}}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		c, now, _, err := tx.ContentWithBody(ctx, asAnn, id)
		old, err2 := tx.Bodies(ctx, map[wiki.ContentID]int{id: 1})
		first1, second := c, c
		first1.Version.Number, second.Version.Number = 1, 2
		both, err3 := tx.BodiesOf(ctx, []wiki.Content{first1, second})
		equal(t, "with its content", now, want[1])
		equal(t, "one version", old[id], want[0])
		equal(t, "both versions", both, want)
		return first(err, err2, err3)
	})
}

func testWithheld(t *testing.T, w *world) {
	p := w.here
	grant := func(subject wiki.Subject, kind wiki.Kind, op string, access bool) {
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			return tx.GrantCustom(ctx, wiki.CustomGrant{Space: p.spaces["DOCS"], Subject: subject, Kind: kind, Op: op}, access)
		})
	}
	const remove = wiki.DeletePage | wiki.DeleteOwn
	check := func(what string, v wiki.Viewer, note, vote wiki.Perm) {
		t.Helper()
		ids := []wiki.ContentID{p.contents["note"], p.contents["inner"], p.contents["page"]}
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			all, err := tx.Accesses(ctx, v, ids)
			for i, withheld := range []wiki.Perm{note, vote, 0} {
				c, a, err2 := tx.Content(ctx, v, ids[i])
				made, err3 := tx.Withheld(ctx, v, c.Space, c.Kind)
				equal(t, what+": "+c.Title, []wiki.Perm{a.Space, all[c.ID].Space, made},
					[]wiki.Perm{wiki.SpacePerms &^ withheld, wiki.SpacePerms &^ withheld, withheld})
				err = first(err, err2, err3)
			}
			elsewhere, err2 := tx.Withheld(ctx, v, p.spaces["TEAM"], noteKind)
			equal(t, what+": in another space", elsewhere, wiki.Perm(0))
			return first(err, err2)
		})
	}
	check("nothing granted", guest, 0, 0)
	grant(wiki.User(ann), noteKind, "create", true)
	grant(wiki.Group(writers), noteKind, "delete", true)
	grant(wiki.User(bob), voteKind, "delete", true)
	check("two types", asAnn, 0, remove)
	check("two types", asBob, wiki.CreatePage|remove, 0)
	check("two types", guest, wiki.CreatePage|remove, remove)
	grant(wiki.Group(readers), noteKind, "create", true)
	check("a second subject", asBob, remove, 0)
	grant(wiki.User(ann), noteKind, "create", false)
	check("taken back", asAnn, wiki.CreatePage, remove)
	grant(wiki.Group(readers), noteKind, "create", false)
	check("nobody is left", asAnn, 0, remove)

	// Reading is part of the rule, also of what was made since.
	grant(wiki.User(bob), noteKind, "read", true)
	p.content(wiki.NewContent{Kind: noteKind, Space: p.spaces["DOCS"], Title: "later"})
	seen := func(v wiki.Viewer, want ...string) {
		t.Helper()
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.ListContent(ctx, v, wiki.ContentFilter{}, wiki.Window{Limit: 20})
			equal(t, "listed", p.names(idsOf(found.Items)), want)
			return err
		})
	}
	seen(asAnn, "page")
	seen(asBob, "page", "note", "inner", "file", "remark", "answer", "alone", "file alone", "later")
	grant(wiki.User(bob), noteKind, "read", false)
	seen(asAnn, "page", "note", "inner", "file", "remark", "answer", "alone", "file alone", "later")
}

func testCustomTrash(t *testing.T, w *world) {
	p := w.here
	check := func(what string, want ...string) {
		t.Helper()
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.ListContent(ctx, asAnn, wiki.ContentFilter{Living: true, Statuses: []wiki.Status{wiki.Current}}, wiki.Window{Limit: 20})
			equal(t, what, p.names(idsOf(found.Items)), want)
			for _, id := range p.contents {
				in, err2 := tx.InTrash(ctx, id)
				c, _, err3 := tx.Content(ctx, asAnn, id)
				listed := false
				for _, f := range found.Items {
					listed = listed || f.ID == id
				}
				equal(t, what+": InTrash "+c.Title, in, c.Status == wiki.Current && !listed)
				err = first(err, err2, err3)
			}
			return err
		})
	}
	trash := func(title string, to wiki.Status) {
		p.edit(p.contents[title], "", func(c *wiki.Content) { c.Status = to })
	}
	all := []string{"page", "note", "inner", "file", "remark", "answer", "alone", "file alone", "later"}
	check("nothing in the trash", all...)
	trash("note", wiki.Trashed)
	check("the outer one", "page", "alone", "file alone", "later")
	trash("note", wiki.Current)
	trash("inner", wiki.Trashed)
	check("the inner one", "page", "note", "alone", "file alone", "later")
	trash("inner", wiki.Current)
	trash("page", wiki.Trashed)
	check("the page", "alone", "file alone", "later")
	trash("page", wiki.Current)
	trash("alone", wiki.Trashed)
	check("one without a container", "page", "note", "inner", "file", "remark", "answer", "later")
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, p.contents["page"])
		if err != nil {
			return err
		}
		blobs, err := tx.Purge(ctx, c)
		equal(t, "blobs that go with the page", blobs, []string{fmt.Sprint("b", p.site)})
		return err
	})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		found, err := tx.ListContent(ctx, asAnn, wiki.ContentFilter{}, wiki.Window{Limit: 20})
		equal(t, "left after the page is purged", p.names(idsOf(found.Items)), []string{"alone", "file alone", "later"})
		return err
	})
}
