package storetest

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testLevels(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "page")
		p.page("DOCS", "", "other")
	})
	p := w.here
	page, space := p.contents["page"], p.spaces["DOCS"]
	level := func(id, name string, status wiki.LevelStatus) wiki.Level {
		return wiki.Level{ID: id, Name: name, Status: status, Description: "d", Guideline: "g", Color: "RED"}
	}
	create := func(at *place, l wiki.Level) error {
		return at.try(func(ctx context.Context, tx *store.SiteTx) error {
			_, err := tx.CreateLevel(ctx, l)
			return err
		})
	}
	equal(t, "create", create(p, level("1", "Public", wiki.LevelPublished)), error(nil))
	equal(t, "create", create(p, level("2", "Secret", wiki.LevelPublished)), error(nil))
	equal(t, "create", create(p, level("3", "Old", wiki.LevelArchived)), error(nil))
	equal(t, "create on the other site", create(w.there, level("4", "Public", wiki.LevelPublished)), error(nil))
	wantReason(t, "create again", create(p, level("5", "PUBLIC", wiki.LevelDraft)), wiki.DuplicateKey)

	set := func(l wiki.Level) error {
		return p.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetLevel(ctx, l) })
	}
	changed := wiki.Level{ID: "2", Name: "Top secret", Status: wiki.LevelPublished, Color: "NAVY", Order: 2}
	equal(t, "set", set(changed), error(nil))
	wantReason(t, "set the other site's", set(level("4", "Mine", wiki.LevelDraft)), wiki.NoSuchObject)
	wantReason(t, "set to a taken name", set(level("3", "Top SECRET", wiki.LevelDraft)), wiki.DuplicateKey)
	first, third := level("1", "Public", wiki.LevelPublished), level("3", "Old", wiki.LevelArchived)
	first.Order, third.Order = 1, 3
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		got, err := tx.Levels(ctx)
		equal(t, "levels", got, []wiki.Level{first, changed, third})
		return err
	})

	classify := func(at *place, of wiki.ContentID, id string) error {
		return at.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.ClassifyContent(ctx, of, id) })
	}
	byDefault := func(of wiki.SpaceID, id string) error {
		return p.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.ClassifySpace(ctx, of, id) })
	}
	// "" is no level.
	shown := func() (out [3]string) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			for i, read := range []func() (wiki.Level, error){
				func() (wiki.Level, error) { return tx.LevelOfContent(ctx, page) },
				func() (wiki.Level, error) { return tx.LevelOfContent(ctx, p.contents["other"]) },
				func() (wiki.Level, error) { return tx.LevelOfSpace(ctx, space) },
			} {
				l, err := read()
				if err != nil {
					wantReason(t, "level", err, wiki.NoSuchObject)
				}
				out[i] = l.Name
			}
			return nil
		})
		return out
	}
	equal(t, "levels at first", shown(), [3]string{})
	equal(t, "classify", classify(p, page, "1"), error(nil))
	equal(t, "levels after one", shown(), [3]string{"Public", "", ""})
	equal(t, "default", byDefault(space, "2"), error(nil))
	equal(t, "levels with a default", shown(), [3]string{"Public", "Top secret", "Top secret"})
	equal(t, "classify again", classify(p, page, "2"), error(nil))
	equal(t, "take the default away", byDefault(space, ""), error(nil))
	equal(t, "levels without a default", shown(), [3]string{"Top secret", "", ""})
	equal(t, "declassify", classify(p, page, ""), error(nil))
	equal(t, "levels at last", shown(), [3]string{})

	wantReason(t, "classify with an archived level", classify(p, page, "3"), wiki.InvalidInput)
	wantReason(t, "classify with the other site's", classify(p, page, "4"), wiki.InvalidInput)
	wantReason(t, "classify the other site's page", classify(w.there, page, "4"), wiki.NoSuchObject)
	wantReason(t, "classify a space of nobody's", byDefault(999, "1"), wiki.NoSuchObject)
}
