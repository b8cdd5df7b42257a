package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func testProperties(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.page("DOCS", "", "page")
		p.page("DOCS", "", "other")
	})
	p := w.here
	page, space := wiki.PropertyOwner{Content: p.contents["page"]}, wiki.PropertyOwner{Space: p.spaces["DOCS"]}
	create := func(at *place, of wiki.PropertyOwner, key, value string) error {
		return at.try(func(ctx context.Context, tx *store.SiteTx) error {
			made, err := tx.CreateProperty(ctx, ann, wiki.Property{Of: of, Key: key, Value: value})
			if err != nil {
				return err
			}
			kept, err := tx.Property(ctx, of, made.ID)
			equal(t, "what CreateProperty returns of "+key, made, kept)
			return err
		})
	}
	// One key for each owner: the same account has properties of its own on each site.
	for at, owners := range map[*place][]wiki.PropertyOwner{
		w.here:  {page, space, {Account: ann}, {Account: bob}, {Content: p.contents["other"]}},
		w.there: {{Content: w.there.contents["page"]}, {Account: ann}},
	} {
		for _, of := range owners {
			equal(t, "create", create(at, of, "b", `{"n":1}`), error(nil))
			wantReason(t, "create again", create(at, of, "b", `2`), wiki.DuplicateKey)
		}
	}
	wantReason(t, "create on the other site's page", create(w.there, page, "x", `1`), wiki.NoSuchObject)
	wantReason(t, "create on the other site's space", create(w.there, space, "x", `1`), wiki.NoSuchObject)
	equal(t, "create a", create(p, page, "a", `null`), error(nil))
	equal(t, "create c", create(p, page, "c", `"Ü"`), error(nil))

	keys := func(of wiki.PropertyOwner, f wiki.PropertyFilter, win wiki.Window) (out []string, after string) {
		p.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.Properties(ctx, of, f, win)
			for _, one := range found.Items {
				out = append(out, one.Key)
			}
			after = found.After
			return err
		})
		return out, after
	}
	for _, c := range []struct {
		of   wiki.PropertyOwner
		f    wiki.PropertyFilter
		want []string
	}{
		{page, wiki.PropertyFilter{}, []string{"b", "a", "c"}},
		{page, wiki.PropertyFilter{Desc: true}, []string{"c", "a", "b"}},
		{page, wiki.PropertyFilter{ByKey: true}, []string{"a", "b", "c"}},
		{page, wiki.PropertyFilter{ByKey: true, Desc: true}, []string{"c", "b", "a"}},
		{page, wiki.PropertyFilter{Keys: []string{"c", "b", "B"}}, []string{"b", "c"}},
		{page, wiki.PropertyFilter{Keys: []string{}}, nil},
		{space, wiki.PropertyFilter{}, []string{"b"}},
		{wiki.PropertyOwner{Account: eve}, wiki.PropertyFilter{}, nil},
		{wiki.PropertyOwner{Content: w.there.contents["page"]}, wiki.PropertyFilter{}, nil},
	} {
		got, _ := keys(c.of, c.f, wiki.Window{Limit: 10})
		equal(t, "properties", got, c.want)
		var stepped []string
		for after := ""; ; {
			some, next := keys(c.of, c.f, wiki.Window{Limit: 1, After: after})
			stepped = append(stepped, some...)
			if after = next; after == "" {
				break
			}
		}
		equal(t, "properties one by one", stepped, c.want)
	}

	w.clock.Advance(time.Minute)
	var b wiki.Property
	p.write(func(ctx context.Context, tx *store.SiteTx) (err error) {
		if b, err = tx.PropertyByKey(ctx, page, "b"); err != nil {
			return err
		}
		equal(t, "b", b, wiki.Property{ID: b.ID, Of: page, Key: "b", Value: `{"n":1}`, Creator: ann, Created: start,
			Version: wiki.Version{Number: 1, Author: ann, At: start}})
		b.Value, b.Version = "[2]", wiki.Version{Number: 2, Author: bob, At: tx.Now(), Message: "two", Minor: true}
		return tx.SetProperty(ctx, b)
	})
	p.read(func(ctx context.Context, tx *store.SiteTx) error {
		now, err := tx.Property(ctx, page, b.ID)
		equal(t, "b after SetProperty", now, b)
		_, other := tx.Property(ctx, space, b.ID)
		wantReason(t, "b of another owner", other, wiki.NoSuchObject)
		lists, err2 := tx.PropertiesOf(ctx, idList(w.here, w.there), []string{"b"})
		values := map[string]string{}
		for _, one := range lists[page.Content] {
			values[one.Key] = one.Value
		}
		equal(t, "PropertiesOf", values, map[string]string{"a": "", "b": "[2]", "c": ""})
		equal(t, "contents with properties", len(lists), 2)
		return first(err, err2)
	})
	foreign := func(ctx context.Context, tx *store.SiteTx) error { return tx.SetProperty(ctx, b) }
	wantReason(t, "SetProperty from the other site", w.there.try(foreign), wiki.NoSuchObject)
	wantReason(t, "DeleteProperty from the other site", w.there.try(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.DeleteProperty(ctx, b.ID)
	}), wiki.NoSuchObject)
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.DeleteProperty(ctx, b.ID) })
	got, _ := keys(page, wiki.PropertyFilter{}, wiki.Window{Limit: 10})
	equal(t, "after DeleteProperty", got, []string{"a", "c"})

	// A purge takes them along, and a new content does not inherit them.
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		_, err := tx.Purge(ctx, wiki.Content{ID: page.Content})
		return err
	})
	got, _ = keys(page, wiki.PropertyFilter{}, wiki.Window{Limit: 10})
	equal(t, "after a purge", got, []string(nil))
}
