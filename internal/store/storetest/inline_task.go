package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testInlineTasks(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.User(ann))
		p.page("DOCS", "", "page")
		p.page("DOCS", "", "other")
	})
	p := w.here
	page, other := p.contents["page"], p.contents["other"]
	set := func(at *place, id wiki.ContentID, author wiki.AccountID, tasks ...wiki.InlineTask) error {
		w.clock.Advance(time.Second)
		return at.try(func(ctx context.Context, tx *store.SiteTx) error {
			return tx.SetFacts(ctx, id, author, wiki.BodyFacts{Tasks: tasks})
		})
	}
	list := func(v wiki.Viewer, f wiki.InlineTaskFilter) (out []wiki.InlineTask) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.InlineTasks(ctx, v, f, wiki.Window{Limit: 10})
			out = found.Items
			return err
		})
		return out
	}
	locals := func(f wiki.InlineTaskFilter) (out []string) {
		for _, k := range list(viewer(ann), f) {
			out = append(out, k.Local)
		}
		return out
	}
	due := start.AddDate(0, 1, 0)
	buy := wiki.InlineTask{Local: "1", UUID: "u1", Body: "buy", Assignee: bob, Due: due}
	rest := wiki.InlineTask{Local: "2", Body: "", Blank: true}
	equal(t, "set", set(p, page, ann, buy, rest), error(nil))
	equal(t, "set", set(p, other, bob, wiki.InlineTask{Local: "9", Body: "x", Complete: true}), error(nil))
	equal(t, "set there", set(w.there, w.there.contents["page"], ann, buy), error(nil))
	wantReason(t, "set on the other site's page", set(w.there, page, ann, buy), wiki.NoSuchObject)

	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.AddLabel(ctx, other, "global", "green") })
	w.there.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.AddLabel(ctx, w.there.contents["page"], "global", "blue")
	})

	first := list(viewer(ann), wiki.InlineTaskFilter{Contents: []wiki.ContentID{page}})[0]
	made := start.Add(time.Second)
	equal(t, "first", first, wiki.InlineTask{ID: first.ID, Content: page, Space: p.spaces["DOCS"], Kind: wiki.Page, Local: "1", UUID: "u1",
		Body: "buy", Assignee: bob, Due: due, Creator: ann, Created: made, Updated: made})
	yes, no := true, false
	for _, c := range []struct {
		f    wiki.InlineTaskFilter
		want []string
	}{
		{wiki.InlineTaskFilter{}, []string{"1", "2", "9"}},
		{wiki.InlineTaskFilter{IDs: []int64{first.ID}}, []string{"1"}},
		{wiki.InlineTaskFilter{Spaces: []wiki.SpaceID{p.spaces["DOCS"]}, NotBlank: true}, []string{"1", "9"}},
		{wiki.InlineTaskFilter{Spaces: []wiki.SpaceID{w.there.spaces["DOCS"]}}, nil},
		{wiki.InlineTaskFilter{SpaceKeys: []string{"none", "docs"}}, []string{"1", "2", "9"}},
		{wiki.InlineTaskFilter{SpaceKeys: []string{}}, nil},
		{wiki.InlineTaskFilter{Labels: []string{"red", "green"}}, []string{"9"}},
		{wiki.InlineTaskFilter{Labels: []string{"blue"}}, nil}, // is on the other site
		{wiki.InlineTaskFilter{Complete: &yes}, []string{"9"}},
		{wiki.InlineTaskFilter{Complete: &no}, []string{"1", "2"}},
		{wiki.InlineTaskFilter{Assignees: []wiki.AccountID{bob}}, []string{"1"}},
		{wiki.InlineTaskFilter{Creators: []wiki.AccountID{bob}}, []string{"9"}},
		{wiki.InlineTaskFilter{Completers: []wiki.AccountID{bob}}, []string{"9"}},
		{wiki.InlineTaskFilter{Kinds: []wiki.Kind{wiki.BlogPost}}, nil},
		{wiki.InlineTaskFilter{Due: wiki.TimeSpan{From: due, To: due}}, []string{"1"}},
		{wiki.InlineTaskFilter{Due: wiki.TimeSpan{To: due.Add(-time.Second)}}, nil},
		{wiki.InlineTaskFilter{Created: wiki.TimeSpan{From: made.Add(time.Millisecond)}}, []string{"9"}},
		{wiki.InlineTaskFilter{Completed: wiki.TimeSpan{From: start}}, []string{"9"}},
	} {
		equal(t, "tasks", locals(c.f), c.want)
	}
	equal(t, "what bob may not view", len(list(viewer(bob), wiki.InlineTaskFilter{})), 0)

	// The same number is the same task; who finished it is who wrote the body in which it was finished first.
	buy.Complete, buy.Body = true, "bought"
	equal(t, "finish", set(p, page, bob, buy), error(nil))
	done := start.Add(5 * time.Second)
	finished := wiki.InlineTask{ID: first.ID, Content: page, Space: p.spaces["DOCS"], Kind: wiki.Page, Local: "1", UUID: "u1", Complete: true,
		Body: "bought", Assignee: bob, Due: due, Creator: ann, Created: made, Updated: done, Completer: bob, Completed: done}
	equal(t, "after it", list(viewer(ann), wiki.InlineTaskFilter{Contents: []wiki.ContentID{page}}), []wiki.InlineTask{finished})
	equal(t, "again", set(p, page, ann, buy), error(nil))
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		got, err := tx.InlineTask(ctx, first.ID)
		equal(t, "the same", got, finished)
		_, missing := tx.InlineTask(ctx, 9999)
		wantReason(t, "no task", missing, wiki.NoSuchObject)
		return err
	})
	w.there.read(func(ctx context.Context, tx *store.SiteTx) error {
		_, err := tx.InlineTask(ctx, first.ID)
		wantReason(t, "the other site's task", err, wiki.NoSuchObject)
		return nil
	})
	equal(t, "none", set(p, page, ann), error(nil))
	equal(t, "left", locals(wiki.InlineTaskFilter{}), []string{"9"})
}
