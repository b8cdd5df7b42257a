package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// testSearchPages reads searches in windows: with an order, by relevance, and past what is ranked.
func testSearchPages(t *testing.T, open Opener) {
	w := newWorld(t, open)
	p := w.here
	p.space("DOCS", wiki.Anonymous)
	const many = store.MaxRanked + 40
	p.write(func(ctx context.Context, tx *store.SiteTx) error {
		for i := range many {
			c, err := tx.CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"],
				Title: fmt.Sprintf("page %03d", i), Storage: strings.Repeat("needle ", 1+i%7) + strings.Repeat("hay ", i%5)})
			if err != nil {
				return err
			}
			p.contents[c.Title] = c.ID
		}
		return nil
	})
	w.index()
	for query, limit := range map[string]int{"text ~ needle order by title desc": 7, "text ~ needle": 130, "type = page": 100} {
		whole, _, err := p.search(guest, query, store.Search{}, wiki.Window{Limit: many})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		win := wiki.Window{Limit: limit}
		for {
			some, cut, err := p.search(guest, query, store.Search{}, win)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, some...)
			if !cut.More {
				break
			}
			if len(some) == 0 || cut.After == win.After {
				t.Fatalf("%s after %q: no progress", query, win.After)
			}
			win.After = cut.After
		}
		distinct := slices.Clone(got)
		slices.Sort(distinct)
		equal(t, query+": hits in windows, distinct", []int{len(got), len(slices.Compact(distinct))}, []int{many, many})
		equal(t, query+": the first window of all", got[:min(limit, len(whole))], whole[:min(limit, len(whole))])
	}
	for _, after := range []string{"x", "-1", "1.5"} {
		_, _, err := p.search(guest, "text ~ needle", store.Search{}, wiki.Window{After: after})
		wantReason(t, "After "+after, err, wiki.InvalidCursor)
	}
}

// testRanking holds the order and the scores of hits, which both engines give alike.
func testRanking(t *testing.T, open Opener) {
	w := newWorld(t, open)
	seed := func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		for _, c := range []struct{ title, body string }{
			{"long", "apple " + strings.Repeat("filler ", 200)},
			{"thrice", "apple apple apple and other words"},
			{"once older", "apple and some other short words"},
			{"apple in the title", "and nothing of it here"},
			{"once newer", "apple and some other short words"},
			{"pear", "pear apple"},
			{"prefixes", "applesauce applet applicable"},
		} {
			w.clock.Advance(time.Minute)
			p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: c.title, Storage: c.body})
		}
	}
	w.both(seed)
	w.index()
	for query, want := range map[string][]string{
		"text ~ apple":                      {"apple in the title", "thrice", "pear", "once newer", "once older", "long"},
		"text ~ pear":                       {"pear"},
		`text ~ "apple OR pear"`:            {"pear", "apple in the title", "thrice", "once newer", "once older", "long"},
		`text ~ "applic*"`:                  {"prefixes"},
		`text ~ "app*" and title !~ "long"`: {"prefixes", "apple in the title", "thrice", "pear", "once newer", "once older"},
	} {
		got, cut, err := w.here.search(guest, query, store.Search{}, wiki.Window{})
		wantReason(t, query, err, "")
		equal(t, query, got, want)
		for i, h := range cut.Items {
			if h.Score <= 0 || i > 0 && h.Score > cut.Items[i-1].Score {
				t.Errorf("%s: score %v of hit %d after %v", query, h.Score, i, cut.Items[max(i-1, 0)].Score)
			}
		}
	}

	// What a viewer may not view changes neither order nor scores.
	scores := func() (out []float64) {
		_, cut, err := w.here.search(guest, `text ~ "apple OR pear"`, store.Search{}, wiki.Window{})
		wantReason(t, "search", err, "")
		for _, h := range cut.Items {
			out = append(out, h.Score)
		}
		return out
	}
	before := scores()
	w.here.space("HIDDEN", wiki.User(bob))
	for i := range 20 {
		w.here.content(wiki.NewContent{Space: w.here.spaces["HIDDEN"], Title: fmt.Sprint("hidden ", i), Storage: "pear pear apple"})
	}
	w.index()
	equal(t, "scores beside hidden content", scores(), before)
}

// testTextIndex holds what the index takes in: long texts, many places of a term, terms past the last place.
func testTextIndex(t *testing.T, open Opener) {
	w := newWorld(t, open)
	p := w.here
	p.space("DOCS", wiki.Anonymous)
	numbered := func(n int, filling string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "w%s%d ", filling, i)
		}
		return b.String()
	}
	wide := strings.Repeat("u", words.MaxTerm-10) // so that few terms are too many
	for title, body := range map[string]string{
		"long":   "start here " + numbered(20_000, "") + "finis coronat",
		"echo":   strings.Repeat("echo chamber ", 400) + "echo last",
		"flood":  strings.Repeat("x", 2_000_000) + " " + numbered(20_000, wide) + " ultim" + wide, // more terms than an index row holds
		"unlike": "here start chamber",
	} {
		p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: title, Storage: body})
	}
	w.index()
	for query, want := range map[string][]string{
		`text ~ "\"start here\""`:    {"long"},
		`text ~ "\"w16000 w16001\""`: {"long"},
		`text ~ "w19999"`:            {"long"},
		`text ~ coronat`:             {"long"},
		`text ~ "\"w19998 w19999\""`: {}, // found, but past the last place it is in no phrase
		`text ~ "\"w10000 w12000\""`: {},
		`text ~ "\"echo chamber\""`:  {"echo"},
		`text ~ "\"echo last\""`:     {}, // the 401st place of a term is not kept
		`text ~ "echo last"`:         {"echo"},
		`text ~ "\"chamber echo\""`:  {"echo"},
		"text ~ w" + wide + "0":      {"flood"},
		"text ~ w" + wide + "19999":  {},
		"text ~ ultim" + wide:        {},
		`text ~ chamber`:             {"echo", "unlike"},
	} {
		got, _, err := p.search(guest, query, store.Search{}, wiki.Window{})
		wantReason(t, query, err, "")
		slices.Sort(got)
		equal(t, query, got, want)
	}
}

// testIndexQueue holds back the index on purpose.
func testIndexQueue(t *testing.T, open Opener) {
	w := newWorld(t, open)
	p := w.here
	p.space("DOCS", wiki.Anonymous)
	find := func(query string) []string {
		got, _, err := p.search(guest, query, store.Search{}, wiki.Window{})
		wantReason(t, query, err, "")
		slices.Sort(got)
		return got
	}
	lag := func() time.Duration {
		d, err := w.db.IndexLag(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	some := func(limit int, plain func(string) string) int {
		n, err := w.db.IndexSome(t.Context(), limit, plain)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	equal(t, "lag of an empty queue", lag(), time.Duration(0))
	first := p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: "first", Storage: "alpha"})
	w.clock.Advance(300 * time.Millisecond)
	p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: "second", Storage: "alpha"})
	w.clock.Advance(700 * time.Millisecond)
	equal(t, "lag of the oldest", lag(), time.Second)
	equal(t, "not indexed yet", [][]string{find("text ~ alpha"), find("text !~ alpha"), find("type = page")}, [][]string{{}, {}, {"first", "second"}})
	equal(t, "one at a time, oldest first", []any{some(1, plain), find("text ~ alpha"), lag()}, []any{1, []string{"first"}, 700 * time.Millisecond})
	equal(t, "the other, and then none", []int{some(9, plain), some(9, plain)}, []int{1, 0})
	equal(t, "lag", lag(), time.Duration(0))

	// Held back, neither the old text nor the new is found.
	p.edit(first, "beta", nil)
	equal(t, "stale", [][]string{find("text ~ alpha"), find("text ~ beta"), find("text !~ gamma"), find("title ~ first"), find(`text ~ "alpha OR beta"`)},
		[][]string{{"second"}, {}, {"second"}, {}, {"second"}})
	some(9, plain)
	equal(t, "caught up", [][]string{find("text ~ alpha"), find("text ~ beta"), find("text !~ alpha")}, [][]string{{"second"}, {"first"}, {"first"}})

	// A write that comes while its older text is being read is not lost, and the row of the older text not taken.
	p.edit(first, "gamma", nil)
	some(9, func(s string) string {
		if s == "gamma" {
			p.edit(first, "delta", nil)
		}
		return s
	})
	equal(t, "overtaken", [][]string{find("text ~ gamma"), find("text ~ delta")}, [][]string{{}, {}})
	equal(t, "it is still queued", []int{some(9, plain), some(9, plain)}, []int{1, 0})
	equal(t, "then found", find("text ~ delta"), []string{"first"})

	// The same with a draft, whose number stays: the number does not show that the row is old.
	draft := p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: "draft", Status: wiki.Draft, Storage: "epsilon"})
	some(9, plain)
	rewrite := func(status wiki.Status, body string) {
		p.write(func(ctx context.Context, tx *store.SiteTx) error {
			c, _, err := tx.Content(ctx, asAnn, draft)
			if err != nil {
				return err
			}
			c.Status = status
			return tx.SetContent(ctx, c, &wiki.Version{Number: 1, Author: ann, At: tx.Now(), Title: c.Title}, body)
		})
	}
	rewrite(wiki.Current, "zeta")
	some(9, plain)
	rewrite(wiki.Current, "eta")
	equal(t, "rewritten under its number", [][]string{find("text ~ zeta"), find("text ~ eta")}, [][]string{{}, {}})
	some(9, plain)
	equal(t, "read again", [][]string{find("text ~ zeta"), find("text ~ eta")}, [][]string{{}, {"draft"}})

	// Another process's indexer takes the entry meanwhile, and a write makes one that looks like it: the row of the older text is
	// not taken for that.
	rewrite(wiki.Current, "iota")
	some(9, func(s string) string {
		if s == "iota" {
			some(9, plain)
			w.clock.Advance(time.Millisecond)
			rewrite(wiki.Current, "kappa")
		}
		return s
	})
	equal(t, "taken by another", [][]string{find("text ~ iota"), find("text ~ kappa")}, [][]string{{}, {}})
	some(9, plain)
	equal(t, "the last text", [][]string{find("text ~ iota"), find("text ~ kappa")}, [][]string{{}, {"draft"}})

	// What is purged while it is being read leaves nothing behind.
	p.edit(first, "theta", nil)
	some(9, func(s string) string {
		if s == "theta" {
			p.write(func(ctx context.Context, tx *store.SiteTx) error {
				c, _, err := tx.Content(ctx, asAnn, first)
				if err != nil {
					return err
				}
				_, err = tx.Purge(ctx, c)
				return err
			})
		}
		return s
	})
	equal(t, "purged", [][]string{find("text ~ theta"), find("type = page")}, [][]string{{}, {"draft", "second"}})
	equal(t, "nothing queued", []any{some(9, plain), lag()}, []any{0, time.Duration(0)})

	// Content that is not current is not searched, and comes back when it is restored.
	p.edit(p.contents["second"], "", func(c *wiki.Content) { c.Status = wiki.Trashed })
	some(9, plain)
	equal(t, "trashed", find("text ~ alpha"), []string{})
	p.edit(p.contents["second"], "", func(c *wiki.Content) { c.Status = wiki.Current })
	some(9, plain)
	equal(t, "restored", find("text ~ alpha"), []string{"second"})
}
