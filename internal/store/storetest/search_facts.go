package storetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testSearchFacts holds the fields that are kept beside a body: mentions, macros, watchers, favourites, contributors.
func testSearchFacts(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		add := func(author wiki.AccountID, n wiki.NewContent) {
			w.clock.Advance(time.Minute)
			n.Space = p.spaces["DOCS"]
			p.contentBy(author, n)
		}
		many := []wiki.AccountID{ann, ann, "", wiki.AccountID(strings.Repeat("x", 4000))}
		for i := range 600 {
			many = append(many, wiki.AccountID(fmt.Sprint("acc-", i)))
		}
		add(ann, wiki.NewContent{Title: "plan", Storage: "x", BodyFacts: wiki.BodyFacts{Mentions: []wiki.AccountID{bob, eve}, Macros: []string{"toc", "Info"}}})
		add(bob, wiki.NewContent{Title: "crowd", Storage: "x", BodyFacts: wiki.BodyFacts{Mentions: many, Macros: []string{"toc", strings.Repeat("m", 4000)}}})
		add(bob, wiki.NewContent{Title: "post", Storage: "x", Kind: wiki.BlogPost})
		add(bob, wiki.NewContent{Title: "secret", Storage: "x", BodyFacts: wiki.BodyFacts{Mentions: []wiki.AccountID{bob}, Macros: []string{"toc"}}})
		p.restrict(p.contents["secret"], wiki.RestrictRead, wiki.User(bob))
		w.clock.Advance(time.Minute)
		p.contents["comment"] = p.contentBy(eve, wiki.NewContent{Title: "comment", Space: p.spaces["DOCS"], Parent: p.contents["plan"], Kind: wiki.Comment, Storage: "x"})
	})
	p := w.here
	find := func(v wiki.Viewer, query string, from wiki.ContentID) []string {
		t.Helper()
		got, _, err := p.search(v, query+" order by id", store.Search{CurrentContent: from}, wiki.Window{})
		wantReason(t, query, err, "")
		return got
	}
	for _, c := range []struct {
		query string
		v     wiki.Viewer
		want  []string
	}{
		{`mention = "acc-bob"`, asBob, []string{"plan", "secret"}},
		{`mention = "acc-bob"`, guest, []string{"plan"}},
		{`mention = currentUser()`, asEve, []string{"plan"}},
		{`mention = currentUser()`, guest, []string{}},
		{`mention in ("acc-eve", "acc-599")`, guest, []string{"plan", "crowd"}},
		{`mention != "acc-eve" and type = page`, guest, []string{"crowd"}},
		{`macro = toc`, guest, []string{"plan", "crowd"}},
		{`macro = "INFO"`, guest, []string{"plan"}},
		{`macro not in (info) and type = page`, guest, []string{"crowd"}},
		{`watcher = "acc-ann"`, guest, []string{"plan"}},
		{`watcher = currentUser()`, asBob, []string{"crowd", "post", "secret"}},
		{`watcher = "acc-eve"`, guest, []string{}}, // a comment has no watchers
		{`favourite = currentUser()`, asAnn, []string{}},
		{`favourite != currentUser()`, asAnn, []string{"plan", "crowd", "post", "comment"}},
		{`user = "acc-ann"`, guest, []string{}},
		{`user.fullname ~ ann or user.accountid = "acc-ann" or user.fullname = Ann`, guest, []string{}},
		{`user != "acc-ann" and user.fullname !~ "ann" and type = blogpost`, guest, []string{"post"}},
		{`space in favouriteSpaces() or space in recentlyViewedSpaces(3) or id in recentlyViewedContent()`, asAnn, []string{}},
		{`creator in contributors()`, asAnn, []string{}},
	} {
		equal(t, c.query, find(c.v, c.query, 0), c.want)
	}

	// contributors() are those of the place the query is asked from, and nobody's where the viewer may not look.
	equal(t, "contributors of plan", find(asAnn, "creator in contributors()", p.contents["plan"]), []string{"plan"})
	p.edit(p.contents["plan"], "y", nil) // by Bob
	equal(t, "two contributors", find(asAnn, "creator in contributors()", p.contents["plan"]), []string{"plan", "crowd", "post"})
	equal(t, "or somebody", find(asAnn, "creator in (contributors(), \"acc-eve\")", p.contents["secret"]), []string{"comment"})
	equal(t, "of their own", find(asBob, "creator not in contributors()", p.contents["secret"]), []string{"plan", "comment"})
	equal(t, "of another site", find(asAnn, "creator in contributors()", w.there.contents["plan"]), []string{})

	// New facts replace the old at once, before any index runs.
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.SetFacts(ctx, p.contents["plan"], ann, wiki.BodyFacts{Mentions: []wiki.AccountID{ann}})
	})
	equal(t, "facts replaced", [][]string{find(guest, `mention = "acc-bob"`, 0), find(guest, `mention = "acc-ann"`, 0), find(guest, "macro = toc", 0)},
		[][]string{{}, {"plan", "crowd"}, {"crowd"}})

	// Nothing of them is left of what is purged.
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, asBob, p.contents["crowd"])
		if err != nil {
			return err
		}
		_, err = tx.Purge(ctx, c)
		return err
	})
	equal(t, "purged", find(asBob, `macro = toc or mention = "acc-ann" or watcher = "acc-bob"`, 0), []string{"plan", "post", "secret"})
}
