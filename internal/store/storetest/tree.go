package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// node makes a current content of a kind below a named one.
func (p *place) node(kind wiki.Kind, parent, title string) wiki.ContentID {
	p.w.Helper()
	return p.content(wiki.NewContent{Kind: kind, Space: p.spaces["DOCS"], Parent: p.contents[parent], Title: title})
}

// testTree lists what lies below content: in order, to a depth, by kind, and without what is hidden.
func testTree(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.node(wiki.Page, "", "top")
		p.node(wiki.Folder, "top", "b")
		p.node(wiki.Page, "top", "a")
		p.node(wiki.Whiteboard, "a", "a1")
		p.node(wiki.Database, "b", "b1")
		p.node(wiki.Embed, "b1", "b11")
		p.node(wiki.Page, "b11", "b111")
		p.node(wiki.Comment, "a", "on a")
		p.node(wiki.Comment, "on a", "reply")
		p.node(wiki.Page, "top", "secret")
		p.node(wiki.Page, "secret", "below secret")
		p.node(wiki.Page, "top", "old")
		p.node(wiki.Page, "old", "below old")
		p.edit(p.contents["old"], "", func(c *wiki.Content) { c.Status = wiki.Archived })
		p.node(wiki.Page, "top", "trash")
		p.node(wiki.Page, "trash", "below trash")
		p.edit(p.contents["trash"], "", func(c *wiki.Content) { c.Status = wiki.Trashed })
		p.restrict(p.contents["secret"], wiki.RestrictRead, wiki.User(ann))
	})
	p := w.here
	both, current := []wiki.Status{wiki.Current, wiki.Archived}, []wiki.Status{wiki.Current}
	tree := wiki.TreeKinds()
	for _, row := range []struct {
		name string
		v    wiki.Viewer
		f    wiki.TreeFilter
		want string
	}{
		{"directly below", asBob, wiki.TreeFilter{Kinds: tree, Statuses: both, Depth: 1}, "[b:1 a:1 old:1]"},
		{"two levels", asBob, wiki.TreeFilter{Kinds: tree, Statuses: both, Depth: 2}, "[b:1 a:1 old:1 b1:2 a1:2 below old:2 below trash:2]"},
		{"all", asBob, wiki.TreeFilter{Kinds: tree, Statuses: both}, "[b:1 a:1 old:1 b1:2 a1:2 below old:2 below trash:2 b11:3 b111:4]"},
		{"all, for her", asAnn, wiki.TreeFilter{Kinds: tree, Statuses: both},
			"[b:1 a:1 secret:1 old:1 b1:2 a1:2 below secret:2 below old:2 below trash:2 b11:3 b111:4]"},
		{"nobody", nobody, wiki.TreeFilter{Kinds: tree, Statuses: both}, "[]"},
		{"current pages by id", asBob, wiki.TreeFilter{Kinds: []wiki.Kind{wiki.Page}, Statuses: current, ByID: true},
			"[a:1 b111:4 below old:2 below trash:2]"},
		{"comments", asBob, wiki.TreeFilter{Kinds: []wiki.Kind{wiki.Comment}, Statuses: current}, "[on a:2 reply:3]"},
	} {
		row.f.Top = p.contents["top"]
		for _, limit := range []int{1, 2, 3, 100} {
			equal(t, fmt.Sprintf("%s, %d at a time", row.name, limit), fmt.Sprint(p.below(row.v, row.f, limit)), row.want)
		}
	}
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		f := wiki.TreeFilter{Top: p.contents["top"], Kinds: tree, Statuses: both, Depth: 2}
		found, err := tx.Below(ctx, asBob, f, wiki.Window{Limit: 2, Offset: 3})
		equal(t, "from the fourth", []any{len(found.Items), found.Items[0].Title, found.More}, []any{2, "b1", true})
		return err
	})
	testPositions(t, p)
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		f := wiki.TreeFilter{Top: w.there.contents["top"], Kinds: tree, Statuses: both}
		found, err := tx.Below(ctx, asAnn, f, wiki.Window{Limit: 10})
		equal(t, "below another site's content", len(found.Items), 0)
		return err
	})
}

// below lists by windows of a size, as "title:depth".
func (p *place) below(v wiki.Viewer, f wiki.TreeFilter, limit int) []string {
	p.w.Helper()
	var out []string
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		w := wiki.Window{Limit: limit}
		for {
			found, err := tx.Below(ctx, v, f, w)
			for _, d := range found.Items {
				out = append(out, fmt.Sprintf("%s:%d", d.Title, d.Depth))
			}
			if err != nil || !found.More {
				return err
			}
			w.After = found.After
		}
	})
	return out
}

// testPositions puts content beside siblings until there is no room left, when they are numbered anew.
func testPositions(t *testing.T, p *place) {
	p.page("DOCS", "", "shelf")
	for _, title := range []string{"left", "right", "moved"} {
		p.page("DOCS", "shelf", title)
	}
	beside := func(sibling string, before bool) (at int64) {
		t.Helper()
		p.write(func(ctx context.Context, tx *store.SiteTx) (err error) {
			at, err = tx.PositionBeside(ctx, p.contents[sibling], before)
			return err
		})
		return at
	}
	equal(t, "before the first", beside("left", true), int64(0))
	equal(t, "behind the first", beside("left", false), int64(1500))
	equal(t, "before the second", beside("right", true), int64(1500))
	equal(t, "behind the last", beside("moved", false), int64(4000))
	p.edit(p.contents["left"], "", func(c *wiki.Content) { c.Position = 1999 })
	equal(t, "where there is no room", beside("left", false), int64(1500))
	left, _ := p.get(asAnn, p.contents["left"])
	last, _ := p.get(asAnn, p.contents["moved"])
	equal(t, "the siblings' new positions", []int64{left.Position, last.Position}, []int64{1000, 3000})
	wantReason(t, "beside nothing", p.try(func(ctx context.Context, tx *store.SiteTx) error {
		_, err := tx.PositionBeside(ctx, 1, true)
		return err
	}), wiki.NoSuchObject)
}
