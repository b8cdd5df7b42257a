package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testDataPolicies(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.User(ann))
		p.space("OPEN", wiki.User(ann))
	})
	p := w.here
	set := func(space wiki.SpaceID, blocked bool) error {
		return p.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetDataPolicy(ctx, space, blocked) })
	}
	expect := func(at *place, want map[wiki.SpaceID]bool) {
		t.Helper()
		at.read(func(ctx context.Context, tx *store.SiteTx) error {
			got, err := tx.DataPolicies(ctx)
			equal(t, "policies", got, want)
			return err
		})
	}
	docs := p.spaces["DOCS"]
	expect(p, map[wiki.SpaceID]bool{})
	for range 2 {
		equal(t, "block", set(docs, true), error(nil))
		expect(p, map[wiki.SpaceID]bool{docs: true})
	}
	expect(w.there, map[wiki.SpaceID]bool{})
	wantReason(t, "a space of the other site", set(w.there.spaces["DOCS"], true), wiki.NoSuchObject)
	equal(t, "open", set(docs, false), error(nil))
	expect(p, map[wiki.SpaceID]bool{})
	equal(t, "block", set(docs, true), error(nil))
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.DropSpace(ctx, docs) })
	expect(p, map[wiki.SpaceID]bool{})
}
