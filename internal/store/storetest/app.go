package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testApps(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.CreateApp(ctx, "app", eve) })
	})
	wantReason(t, "CreateApp with a taken key", w.here.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.CreateApp(ctx, "app", bob)
	}), wiki.DuplicateKey)
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
		return first(tx.AddAppModule(ctx, "app", "b", `{"key":"b"}`), tx.AddAppModule(ctx, "app", "a", `{"key":"a"}`))
	})
	wantReason(t, "AddAppModule twice", w.here.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.AddAppModule(ctx, "app", "a", "{}")
	}), wiki.DuplicateKey)
	modules := func(p *place) (list []string) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			list, err = tx.AppModules(ctx, "app")
			return err
		})
		return list
	}
	equal(t, "modules as they were registered", modules(w.here), []string{`{"key":"b"}`, `{"key":"a"}`})
	equal(t, "modules of the other site", len(modules(w.there)), 0)
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.RemoveAppModules(ctx, "app", []string{"b", "none"})
	})
	equal(t, "modules after removal", modules(w.here), []string{`{"key":"a"}`})

	for i, c := range []struct {
		key, value string
		isNew      bool
	}{{"colour", "{}", true}, {"size", "{}", true}, {"colour", `{"a":1}`, false}} {
		w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
			isNew, err := tx.SetAppProperty(ctx, "app", c.key, c.value)
			equal(t, "SetAppProperty", []any{i, isNew}, []any{i, c.isNew})
			return err
		})
	}
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		var got []string
		for win := (wiki.Window{Limit: 1}); ; {
			found, err := tx.AppProperties(ctx, "app", win)
			if err != nil {
				return err
			}
			for _, p := range found.Items {
				got = append(got, p.Key+p.Value)
			}
			if win.After = found.After; !found.More {
				break
			}
		}
		equal(t, "properties, one by one", got, []string{`colour{"a":1}`, "size{}"})
		p, err := tx.AppProperty(ctx, "app", "colour")
		equal(t, "AppProperty", p.Value, `{"a":1}`)
		_, err2 := tx.AppProperty(ctx, "app", "none")
		wantReason(t, "AppProperty of none", err2, wiki.NoSuchObject)
		key, err3 := tx.AppOf(ctx, eve)
		equal(t, "AppOf eve", key, "app")
		key, err4 := tx.AppOf(ctx, ann)
		equal(t, "AppOf ann", key, "")
		return first(err, err3, err4)
	})
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
		return first(tx.DeleteAppProperty(ctx, "app", "colour"), tx.DeleteAppProperty(ctx, "app", "colour"))
	})
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		_, err := tx.AppProperty(ctx, "app", "colour")
		wantReason(t, "AppProperty after DeleteAppProperty", err, wiki.NoSuchObject)
		return nil
	})
}

func testViews(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.here.space("DOCS", wiki.Anonymous)
	page := w.here.page("DOCS", "", "Home")
	add := func(account wiki.AccountID, at time.Time, n int) {
		w.write(func(ctx context.Context, tx *store.Tx) error {
			return first(tx.AddViews(ctx, page, account, at, n), tx.AddViews(ctx, 999, account, at, n)) // nothing has that number
		})
	}
	count := func(since time.Time) (out [2]int) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out[0], out[1], err = tx.Views(ctx, page, since)
			return err
		})
		return out
	}
	equal(t, "none", count(time.Time{}), [2]int{0, 0})
	add(ann, start.Add(time.Second), 2)
	add(ann, start.Add(2*time.Second), 1)
	add(bob, start.Add(time.Minute), 1)
	add("", start.Add(time.Minute), 4)
	equal(t, "all", count(time.Time{}), [2]int{8, 2})
	equal(t, "of a minute that has begun", count(start.Add(30*time.Second)), [2]int{8, 2})
	equal(t, "since the next minute", count(start.Add(time.Minute)), [2]int{5, 1})
	equal(t, "since the one after", count(start.Add(2*time.Minute)), [2]int{0, 0})
	add(ann, start.Add(3*time.Minute+time.Second), 1)
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		mine, err := tx.LastViews(ctx, ann, []wiki.ContentID{page, 999})
		equal(t, "ann's last views", mine, map[wiki.ContentID]time.Time{page: start.Add(3 * time.Minute).Truncate(time.Minute)})
		none, err2 := tx.LastViews(ctx, ann, nil)
		equal(t, "of nothing", len(none), 0)
		return first(err, err2)
	})
	w.there.read(func(ctx context.Context, tx *store.SiteTx) error {
		foreign, err := tx.LastViews(ctx, ann, []wiki.ContentID{page})
		equal(t, "from another site", len(foreign), 0)
		return err
	})
}

func testAdminKeys(t *testing.T, open Opener) {
	w := newWorld(t, open)
	end := start.Add(time.Hour)
	key := func(p *place, id wiki.AccountID) (at time.Time) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			at, err = tx.AdminKey(ctx, id)
			return err
		})
		return at
	}
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
		return first(tx.SetAdminKey(ctx, ann, start.Add(time.Minute)), tx.SetAdminKey(ctx, ann, end))
	})
	equal(t, "ann's key", key(w.here, ann), end)
	equal(t, "ann's key on the other site", key(w.there, ann), time.Time{})
	equal(t, "bob's key", key(w.here, bob), time.Time{})
	w.clock.Advance(time.Hour - time.Millisecond)
	equal(t, "in its last millisecond", key(w.here, ann), end)
	w.clock.Advance(time.Millisecond)
	equal(t, "at its end", key(w.here, ann), time.Time{})
	w.clock.Advance(-time.Hour)
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.DeleteAdminKey(ctx, ann) })
	equal(t, "deleted", key(w.here, ann), time.Time{})

	// What a key opens: restricted content of spaces the viewer may view. No other space, no draft.
	w.here.space("DOCS", wiki.User(ann), wiki.User(bob))
	w.here.space("TEAM", wiki.User(bob))
	top := w.here.page("DOCS", "", "Top")
	below := w.here.page("DOCS", "Top", "Below")
	w.here.restrict(top, wiki.RestrictRead, wiki.User(bob))
	team := w.here.page("TEAM", "", "Team")
	draft := w.here.contentBy(bob, wiki.NewContent{Kind: wiki.Page, Status: wiki.Draft, Space: w.here.spaces["DOCS"], Title: "Draft"})
	plain := viewer(ann)
	keyed := plain
	keyed.AdminKey = true
	for id, want := range map[wiki.ContentID][2]bool{top: {false, true}, below: {false, true}, team: {false, false}, draft: {false, false}} {
		for i, v := range []wiki.Viewer{plain, keyed} {
			c, a := w.here.get(v, id)
			equal(t, c.Title+": Allow", wiki.Allow(wiki.View, a) == "", want[i])
			w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
				listed, err := tx.ListContent(ctx, v, wiki.ContentFilter{IDs: []wiki.ContentID{id},
					Statuses: []wiki.Status{wiki.Current, wiki.Draft}}, wiki.Window{Limit: 10})
				equal(t, c.Title+": listed", len(listed.Items) == 1, want[i])
				return err
			})
		}
	}
}
