package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testStates(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "page")
		p.page("DOCS", "", "other")
	})
	p := w.here
	page, space := p.contents["page"], p.spaces["DOCS"]
	use := func(at *place, who wiki.AccountID, name string) (made wiki.State) {
		w.clock.Advance(time.Second)
		at.write(func(ctx context.Context, tx *store.SiteTx) (err error) {
			made, err = tx.UseState(ctx, who, wiki.State{Name: name, Color: "#000000"})
			return err
		})
		return made
	}
	first, second := use(p, ann, "first"), use(p, ann, "second")
	use(p, bob, "first")
	theirs := use(w.there, ann, "first")
	equal(t, "used again", use(p, ann, "first"), first)

	own := func(who wiki.AccountID, limit int) (out []wiki.State) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out, err = tx.CustomStates(ctx, who, limit)
			return err
		})
		return out
	}
	equal(t, "ann's", own(ann, 0), []wiki.State{first, second})
	equal(t, "ann's last", own(ann, 1), []wiki.State{first})
	equal(t, "eve's", len(own(eve, 0)), 0)
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		got, err := tx.OwnState(ctx, ann, second.ID)
		equal(t, "ann's second", got, second)
		_, of := tx.OwnState(ctx, bob, second.ID)
		wantReason(t, "bob's use of it", of, wiki.NoSuchObject)
		_, of = tx.OwnState(ctx, ann, theirs.ID)
		wantReason(t, "the other site's", of, wiki.NoSuchObject)
		return err
	})

	mark := func(at *place, id wiki.ContentID, s *wiki.State) error {
		return at.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.MarkState(ctx, id, s) })
	}
	marked := func(id wiki.ContentID) (m wiki.StateMark) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			m, err = tx.State(ctx, id)
			return err
		})
		return m
	}
	equal(t, "at first", marked(page), wiki.StateMark{})
	suggested := wiki.SuggestedStates[0]
	for _, s := range []*wiki.State{&suggested, &second, nil, &first} {
		equal(t, "mark", mark(p, page, s), error(nil))
		equal(t, "marked", marked(page), wiki.StateMark{State: s, At: w.clock.Now()})
	}
	wantReason(t, "mark the other site's", mark(w.there, page, nil), wiki.NoSuchObject)

	number := first.ID
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		found, err := tx.ListContent(ctx, viewer(ann), wiki.ContentFilter{State: &number}, wiki.Window{Limit: 10})
		equal(t, "with the state", len(found.Items), 1)
		return err
	})

	rule := func() (r wiki.StateRule) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			r, err = tx.StateRule(ctx, space)
			return err
		})
		return r
	}
	equal(t, "rule at first", rule(), wiki.StateRule{Custom: true, Suggested: true})
	for _, r := range []wiki.StateRule{{Custom: true}, {}, {Suggested: true}} {
		p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetStateRule(ctx, space, r) })
		equal(t, "rule", rule(), r)
	}
	wantReason(t, "rule of no space", p.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.SetStateRule(ctx, 999, wiki.StateRule{})
	}), wiki.NoSuchObject)
}
