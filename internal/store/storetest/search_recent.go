package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testSearchRecent holds what recentlyViewedContent() and recentlyViewedSpaces() stand for: what the viewer looked at last and
// may still view.
func testSearchRecent(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		for _, key := range []string{"ONE", "TWO", "GONE"} {
			p.space(key, wiki.User(ann), wiki.User(bob))
		}
		for _, c := range []struct{ space, title string }{{"ONE", "first"}, {"ONE", "second"}, {"TWO", "third"}, {"TWO", "secret"}, {"GONE", "last"}} {
			p.content(wiki.NewContent{Space: p.spaces[c.space], Title: c.title, Storage: "x"})
		}
		p.restrict(p.contents["secret"], wiki.RestrictRead, wiki.User(ann))
	})
	w.index()
	p := w.here
	minute := 0
	look := func(p *place, who wiki.AccountID, titles ...string) {
		for _, title := range titles {
			minute++
			p.write(func(ctx context.Context, tx *store.SiteTx) error {
				return tx.AddViews(ctx, p.contents[title], who, start.Add(time.Duration(minute)*time.Minute), 1)
			})
		}
	}
	look(p, ann, "first", "third", "second", "first") // the last last
	look(w.there, ann, "last")                        // on another site
	look(p, bob, "secret", "last", "second")
	look(p, "", "last")
	for _, c := range []struct {
		query string
		v     wiki.Viewer
		want  []string
	}{
		{"id in recentlyViewedContent()", asAnn, []string{"first", "second", "third"}},
		{"content in recentlyViewedContent(1)", asAnn, []string{"first"}},
		{"id in recentlyViewedContent(1, 1)", asAnn, []string{"second"}},
		{"id in recentlyViewedContent(2, 1) and text ~ x", asAnn, []string{"second", "third"}},
		{"id in recentlyViewedContent(5, 3)", asAnn, []string{}},
		{"id not in recentlyViewedContent(2)", asAnn, []string{"third", "secret", "last"}},
		{"id in recentlyViewedContent(2)", asBob, []string{"second", "last"}}, // not the one that is hidden from Bob now
		{"id in recentlyViewedContent(3)", asBob, []string{"second", "last"}},
		{"id in recentlyViewedContent()", guest, []string{}},
		{"space in recentlyViewedSpaces(1)", asAnn, []string{"first", "second"}},
		{"space in recentlyViewedSpaces(1, 1)", asAnn, []string{"third", "secret"}},
		{"space in (recentlyViewedSpaces(1), TWO)", asBob, []string{"first", "second", "third"}},
		{"space.key not in recentlyViewedSpaces()", asBob, []string{"third"}},
		{"space in recentlyViewedSpaces()", guest, []string{}},
	} {
		got, _, err := p.search(c.v, c.query+" order by id", store.Search{}, wiki.Window{})
		wantReason(t, c.query, err, "")
		equal(t, c.query+" as "+string(c.v.Account), got, c.want)
	}
	_, found, err := p.search(asAnn, "type = space and space in recentlyViewedSpaces() order by title", store.Search{}, wiki.Window{})
	wantReason(t, "spaces", err, "")
	var names []string
	for _, h := range found.Items {
		names = append(names, h.Name())
	}
	equal(t, "spaces", names, []string{"Space ONE", "Space TWO"})
}
