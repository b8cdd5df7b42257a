package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testWatches(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "page") // by ann, who watches it from then on
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			return tx.AddLabel(ctx, p.contents["page"], "global", "red")
		})
	})
	things := func(p *place) (out []wiki.Watched) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			label, err := tx.LabelByName(ctx, guest, "global", "red")
			out = []wiki.Watched{{Content: p.contents["page"]}, {Space: p.spaces["DOCS"]}, {Label: label.ID}}
			return err
		})
		return out
	}
	here, there := things(w.here), things(w.there)
	p := w.here
	set := func(of wiki.Watched, account wiki.AccountID, watches bool) error {
		return p.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetWatch(ctx, of, account, watches) })
	}
	watchers := func(of wiki.Watched, win wiki.Window) (found wiki.Slice[wiki.AccountID]) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			found, err = tx.Watchers(ctx, of, win)
			return err
		})
		return found
	}
	equal(t, "the creator watches", watchers(here[0], wiki.Window{Limit: 5}).Items, []wiki.AccountID{ann})
	for i, of := range here {
		wantReason(t, "watch", first(set(of, eve, true), set(of, bob, true), set(of, eve, true), set(of, ann, false), set(of, ann, false)), "")
		some := watchers(of, wiki.Window{Limit: 1})
		equal(t, "the first watcher", some, wiki.Slice[wiki.AccountID]{Items: []wiki.AccountID{bob}, More: true, After: string(bob)})
		equal(t, "the next", watchers(of, wiki.Window{Limit: 1, Offset: 1}).Items, []wiki.AccountID{eve})
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			for account, want := range map[wiki.AccountID]bool{ann: false, bob: true, eve: true, "": false} {
				got, err := tx.Watches(ctx, of, account)
				equal(t, "Watches of "+string(account), []any{got, err}, []any{want, nil})
			}
			foreign, err := tx.Watches(ctx, there[i], ann)
			equal(t, "a watch on the other site", foreign, false)
			return err
		})
		wantReason(t, "watching what the other site has", set(there[i], bob, true), wiki.NoSuchObject)
		wantReason(t, "no longer watching it", set(there[i], ann, false), wiki.NoSuchObject)
		equal(t, "watchers on the other site", watchers(there[i], wiki.Window{Limit: 5}).Items, []wiki.AccountID(nil))
	}
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asAnn, p.contents["page"])
		if err == nil {
			_, err = tx.Purge(ctx, c)
		}
		return err
	})
	equal(t, "watchers of what was purged", watchers(here[0], wiki.Window{Limit: 5}).Items, []wiki.AccountID(nil))
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.DropSpace(ctx, p.spaces["DOCS"]) })
	equal(t, "watchers of a space that is gone", watchers(here[1], wiki.Window{Limit: 5}).Items, []wiki.AccountID(nil))
}
