package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testRestrictions(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "top")
		p.page("DOCS", "top", "below")
	})
	p := w.here
	top, below := p.contents["top"], p.contents["below"]
	admits := func(v wiki.Viewer, id wiki.ContentID) [2]bool { // to view, to edit
		_, a := p.get(v, id)
		return [2]bool{a.RuleAdmits, a.EditAdmits}
	}
	list := func() (out map[wiki.ContentID][]wiki.Restriction) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out, err = tx.Restrictions(ctx, idList(w.here, w.there))
			return err
		})
		return out
	}
	equal(t, "without restrictions", admits(nobody, below), [2]bool{true, true})
	w.there.restrict(w.there.contents["top"], wiki.RestrictRead)

	p.restrict(top, wiki.RestrictRead, wiki.User(ann), wiki.Group(readers), wiki.User(ann))
	p.restrict(below, wiki.RestrictUpdate, wiki.User(bob))
	equal(t, "Restrictions", list(), map[wiki.ContentID][]wiki.Restriction{
		top:   {{Content: top, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.Group(readers), wiki.User(ann)}}},
		below: {{Content: below, Op: wiki.RestrictUpdate, Subjects: []wiki.Subject{wiki.User(bob)}}},
	})
	for name, c := range map[string]struct {
		v          wiki.Viewer
		top, below [2]bool
	}{
		"ann by name":      {viewer(ann), [2]bool{true, true}, [2]bool{true, false}},
		"bob by his group": {asBob, [2]bool{true, true}, [2]bool{true, true}},
		"bob alone":        {viewer(bob), [2]bool{false, true}, [2]bool{false, true}},
		"eve":              {asEve, [2]bool{false, true}, [2]bool{false, false}},
		"guest":            {guest, [2]bool{false, true}, [2]bool{false, false}},
		"nobody":           {nobody, [2]bool{false, true}, [2]bool{false, false}},
	} {
		equal(t, name+" at top", admits(c.v, top), c.top)
		equal(t, name+" at below", admits(c.v, below), c.below)
	}
	c, _ := p.get(asAnn, top)
	b, _ := p.get(asAnn, below)
	equal(t, "one rule for both", []any{c.Rule != 0, c.Rule == b.Rule, c.Restricted, b.Restricted}, []any{true, true, true, true})

	// A restriction that admits nobody stands; nil takes it away.
	p.restrict(below, wiki.RestrictRead)
	equal(t, "admitting nobody", admits(asAnn, below), [2]bool{false, false})
	equal(t, "the list without subjects", list()[below][0], wiki.Restriction{Content: below, Op: wiki.RestrictRead})
	for _, r := range []wiki.Restriction{{Content: below, Op: wiki.RestrictRead}, {Content: below, Op: wiki.RestrictUpdate}, {Content: top, Op: wiki.RestrictRead}} {
		p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetRestriction(ctx, r) })
	}
	equal(t, "all taken away", admits(nobody, below), [2]bool{true, true})
	equal(t, "nothing listed", list(), map[wiki.ContentID][]wiki.Restriction{})
	b, _ = p.get(asAnn, below)
	equal(t, "no rule, no mark", []any{b.Rule, b.Restricted}, []any{wiki.RuleID(0), false})

	// What is made below a restricted content inherits at once.
	p.restrict(top, wiki.RestrictRead, wiki.User(ann))
	made, _ := p.get(asAnn, p.page("DOCS", "below", "new"))
	c, _ = p.get(asAnn, top)
	equal(t, "rule of a new page", made.Rule, c.Rule)
}

// testDeepTrees holds that no depth is too great for a restriction to reach.
func testDeepTrees(t *testing.T, open Opener) {
	w := newWorld(t, open)
	p := w.here
	p.space("DOCS", wiki.Anonymous)
	const depth = 1500
	ids := make([]wiki.ContentID, 0, depth)
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		var parent wiki.ContentID
		for i := range depth {
			c, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"], Parent: parent, Title: fmt.Sprint(i)})
			if err != nil {
				return err
			}
			parent = c.ID
			ids = append(ids, c.ID)
		}
		return nil
	})
	p.restrict(ids[0], wiki.RestrictRead, wiki.User(ann))
	got, _ := p.list(asBob, wiki.ContentFilter{}, wiki.Window{Limit: 1})
	equal(t, "what bob may view", got, []string{})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		below, err := tx.IsBelow(ctx, ids[depth-1], ids[0])
		equal(t, "the last is below the first", below, true)
		above, err2 := tx.IsBelow(ctx, ids[0], ids[1])
		equal(t, "the first is below the second", above, false)
		self, err3 := tx.IsBelow(ctx, ids[5], ids[5])
		equal(t, "a content is in its own subtree", self, true)
		return first(err, err2, err3)
	})
	p.space("TEAM", wiki.Anonymous)
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.SetSubtreeSpace(ctx, ids[0], p.spaces["TEAM"])
	})
	last, _ := p.get(asAnn, ids[depth-1])
	equal(t, "space of the last after a move", last.SpaceKey, "TEAM")
}

func testMoves(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.space("TEAM", wiki.User(ann))
		p.page("DOCS", "", "top")
		p.page("DOCS", "top", "mid")
		p.page("DOCS", "mid", "leaf")
		p.content(wiki.NewContent{Kind: wiki.Attachment, Space: p.spaces["DOCS"], Parent: p.contents["leaf"], Title: "file", File: &wiki.File{FileID: "1", Blob: "1"}})
		p.page("DOCS", "", "elsewhere")
		p.restrict(p.contents["elsewhere"], wiki.RestrictRead, wiki.User(bob))
		p.restrict(p.contents["top"], wiki.RestrictRead, wiki.User(ann), wiki.User(bob))
	})
	p := w.here
	seen := func(v wiki.Viewer) []string {
		got, _ := p.list(v, wiki.ContentFilter{}, wiki.Window{Limit: 50})
		return got
	}
	equal(t, "bob before", seen(viewer(bob)), []string{"top", "mid", "leaf", "file", "elsewhere"})
	equal(t, "ann before", seen(viewer(ann)), []string{"top", "mid", "leaf", "file"})

	move := func(space, parent string) {
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, p.contents["mid"])
			c.Space, c.Parent = p.spaces[space], p.contents[parent]
			return first(err, tx.SetContent(ctx, c, nil, ""), tx.SetSubtreeSpace(ctx, c.ID, c.Space), tx.Reroot(ctx, c.ID))
		})
	}
	move("DOCS", "elsewhere")
	equal(t, "bob below elsewhere", seen(viewer(bob)), []string{"top", "mid", "leaf", "file", "elsewhere"})
	equal(t, "ann below elsewhere", seen(viewer(ann)), []string{"top"})
	move("TEAM", "")
	equal(t, "bob after the move to a closed space", seen(viewer(bob)), []string{"top", "elsewhere"})
	equal(t, "ann after the move to her space", seen(viewer(ann)), []string{"top", "mid", "leaf", "file"})
	file, _ := p.get(asAnn, p.contents["file"])
	equal(t, "the attachment went along", []any{file.SpaceKey, file.Rule}, []any{"TEAM", wiki.RuleID(0)})
	equal(t, "the other site", func() []string {
		got, _ := w.there.list(viewer(ann), wiki.ContentFilter{}, wiki.Window{Limit: 50})
		return got
	}(), []string{"top", "mid", "leaf", "file"})
}
