package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testLooks(t *testing.T, open Opener) {
	w := newWorld(t, open)
	get := func(p *place) (looks map[wiki.SpaceID]wiki.Look) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			looks, err = tx.Looks(ctx, []wiki.SpaceID{0, 7, 8})
			return err
		})
		return looks
	}
	set := func(space wiki.SpaceID, l wiki.Look) {
		w.here.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetLook(ctx, space, l) })
	}
	equal(t, "none", get(w.here), map[wiki.SpaceID]wiki.Look{})
	set(0, wiki.Look{Selected: wiki.CustomLook})
	set(7, wiki.Look{Selected: wiki.GlobalLook, Custom: "{}"})
	set(7, wiki.Look{Selected: wiki.CustomLook, Custom: `{"a":1}`})
	equal(t, "two", get(w.here), map[wiki.SpaceID]wiki.Look{0: {Selected: wiki.CustomLook}, 7: {Selected: wiki.CustomLook, Custom: `{"a":1}`}})
	equal(t, "on the other site", get(w.there), map[wiki.SpaceID]wiki.Look{})
}
