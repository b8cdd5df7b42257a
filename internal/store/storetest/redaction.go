package storetest

import (
	"context"
	"slices"
	"testing"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testRedactions(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(seedComments)
	w.index()
	p, page := w.here, w.here.contents["page"]
	selections := func(id wiki.ContentID) (out map[string]string) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out, err = tx.Selections(ctx, id)
			return err
		})
		return out
	}
	equal(t, "selections", selections(page), map[string]string{"m": "text"})
	equal(t, "none", selections(p.contents["foot"]), map[string]string{})
	set := func(at *place) error {
		return at.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.SetSelection(ctx, page, "m", "bar") })
	}
	wantReason(t, "set the other site's", set(w.there), wiki.NoSuchObject)
	equal(t, "set", set(p), error(nil))
	equal(t, "as it was set", selections(page), map[string]string{"m": "bar"})
	other, _ := p.get(asAnn, p.contents["inline elsewhere"])
	equal(t, "another mark of that name", other.Thread.Selection, "")

	titles := func(at *place, id wiki.ContentID) (out []string) {
		at.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out, err = tx.CommentTitles(ctx, id)
			return err
		})
		slices.Sort(out)
		return out
	}
	equal(t, "titles", titles(p, page), []string{"answer", "foot", "inline", "inline answer", "later", "on file"})
	equal(t, "of the other site", titles(w.there, page), []string(nil))
	found := func(word string) (titles []string) {
		q, err := cql.Parse(`title ~ "` + word + `"`)
		equal(t, "parse", err, error(nil))
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			hits, err := tx.Search(ctx, asAnn, store.Search{Query: q}, wiki.Window{Limit: 10})
			for _, h := range hits.Items {
				titles = append(titles, h.Content.Title)
			}
			return err
		})
		return titles
	}
	p.edit(p.contents["foot"], "<p>y</p>", func(c *wiki.Content) { c.Title = "foot two" })
	w.index()
	equal(t, "before", found("foot"), []string{"foot two"})
	retitle := func(at *place, from, to string) error {
		return at.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.RetitleComments(ctx, page, from, to) })
	}
	equal(t, "of the other site", retitle(w.there, "foot two", "x"), error(nil))
	equal(t, "still", found("foot"), []string{"foot two"})
	equal(t, "the old title", retitle(p, "foot", "bar"), error(nil))
	equal(t, "in the history", titles(p, page), []string{"answer", "bar", "foot two", "inline", "inline answer", "later", "on file"})
	equal(t, "the new title", retitle(p, "foot two", "bar two"), error(nil))
	equal(t, "before the index has read it", found("foot"), []string(nil))
	equal(t, "by the new one", found("bar"), []string(nil))
	w.index()
	equal(t, "and after", found("foot"), []string(nil))
	equal(t, "by the new one", found("bar"), []string{"bar two"})
	equal(t, "everywhere", titles(p, page), []string{"answer", "bar", "bar two", "inline", "inline answer", "later", "on file"})

	taken := func(at *place, c wiki.Content) (taken bool) {
		at.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			taken, err = tx.TitleTaken(ctx, c)
			return err
		})
		return taken
	}
	c, _ := p.get(asAnn, page)
	equal(t, "its own title", taken(p, c), false)
	c.Title = "OTHER"
	equal(t, "another's", taken(p, c), true)
	equal(t, "asked of the other site", taken(w.there, c), false)
	c.Status = wiki.Draft
	equal(t, "a draft's", taken(p, c), false)
}
