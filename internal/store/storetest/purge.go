package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testPurge(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "leaf")
		p.page("DOCS", "", "parent")
		p.page("DOCS", "parent", "child")
		file := func(parent, name, blob string) {
			p.content(wiki.NewContent{Kind: wiki.Attachment, Space: p.spaces["DOCS"], Parent: p.contents[parent], Title: name, File: &wiki.File{FileID: name, Blob: blob}})
		}
		comment := func(parent, name string) {
			p.content(wiki.NewContent{Kind: wiki.Comment, Space: p.spaces["DOCS"], Parent: p.contents[parent], Title: name, Storage: "<p>comment</p>"})
		}
		for _, page := range []string{"leaf", "parent", "child"} {
			file(page, page+" file", "blob "+page)
			comment(page, page+" comment")
			comment(page+" comment", page+" reply")
			file(page+" reply", page+" reply file", "blob reply "+page)
			file(page, page+" shared", "blob shared")
			p.restrict(p.contents[page], wiki.RestrictUpdate, wiki.User(ann))
			p.write(func(ctx context.Context, tx *store.SiteTx) error {
				return tx.AddLabel(ctx, p.contents[page], "global", "label")
			})
		}
		p.edit(p.contents["leaf file"], "-", func(c *wiki.Content) { c.File = &wiki.File{FileID: "leaf file", Blob: "blob leaf 2"} })
		p.restrict(p.contents["parent"], wiki.RestrictRead, wiki.User(ann))
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			s, _, err := tx.SpaceByKey(ctx, asAnn, "DOCS")
			s.Home = p.contents["leaf"]
			return first(err, tx.SetSpace(ctx, s))
		})
	})
	w.index()
	p := w.here
	purge := func(title string) (blobs []string) {
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, p.contents[title])
			if err != nil {
				return err
			}
			blobs, err = tx.Purge(ctx, c)
			return err
		})
		return blobs
	}
	// Blobs of every version, of what lies in the page and in its comments; not the one that others name too. The blobs
	// of the other site have the same names, so first they are all shared.
	equal(t, "blobs while another site names them", purge("child"), []string(nil))
	p.page("DOCS", "parent", "child")
	for _, name := range []string{"leaf", "parent"} {
		c, _ := w.there.get(asAnn, w.there.contents[name])
		w.there.write(func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.Purge(ctx, c)
			return err
		})
	}

	equal(t, "blobs of a page", purge("leaf"), []string{"blob leaf", "blob leaf 2", "blob reply leaf"})
	for _, name := range []string{"leaf", "leaf file", "leaf comment", "leaf reply", "leaf reply file", "leaf shared"} {
		err := p.try(func(ctx context.Context, tx *store.SiteTx) error {
			_, _, err := tx.Content(ctx, asAnn, p.contents[name])
			return err
		})
		wantReason(t, name+" after the purge", err, wiki.NoSuchObject)
	}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		s, _, err := tx.SpaceByKey(ctx, asAnn, "DOCS")
		equal(t, "home of the space", s.Home, wiki.ContentID(0))
		return err
	})
	wantReason(t, "purging again", p.try(func(ctx context.Context, tx *store.SiteTx) error {
		_, err := tx.Purge(ctx, wiki.Content{ID: p.contents["leaf"]})
		return err
	}), wiki.NoSuchObject)

	// A page with pages below leaves its place and its rule, and nothing else.
	equal(t, "blobs of a page with children", purge("parent"), []string{"blob parent", "blob reply parent"})
	husk, access := p.get(asAnn, p.contents["parent"])
	equal(t, "the husk", []any{husk.Status, husk.Title, husk.Version.Title, wiki.Allow(wiki.View, access)}, []any{wiki.Deleted, "", "", wiki.NoViewPermission})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		_, body, _, err := tx.ContentWithBody(ctx, asAnn, husk.ID)
		equal(t, "its body", body.Storage, "")
		labels, err2 := tx.Labels(ctx, asAnn, []wiki.ContentID{husk.ID}, "")
		equal(t, "its labels", len(labels), 0)
		left, err3 := tx.Restrictions(ctx, []wiki.ContentID{husk.ID})
		equal(t, "its restrictions", left, map[wiki.ContentID][]wiki.Restriction{husk.ID: {{Content: husk.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User(ann)}}}})
		return first(err, err2, err3)
	})
	got, _ := p.list(asBob, wiki.ContentFilter{}, wiki.Window{Limit: 50})
	equal(t, "bob sees nothing of it still", got, []string{})
	got, _ = p.list(asAnn, wiki.ContentFilter{}, wiki.Window{Limit: 50})
	equal(t, "ann sees the child", got, []string{"child"})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		above, err := tx.Ancestors(ctx, asAnn, []wiki.ContentID{p.contents["child"]})
		equal(t, "ancestors of the child", len(above), 0)
		return err
	})
	p.page("DOCS", "", "parent") // the title is free again
	w.index()                    // what was queued of it is gone too
}
