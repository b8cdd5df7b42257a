package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// draftPage is a page of the random wiki as the evaluator knows it. Its words are a to e, which no stemmer changes.
type draftPage struct {
	title, body, label, macro string
	space                     string
	creator, mention          wiki.AccountID
	secret                    bool // only ann may view it
	stale                     bool // changed after the index was brought up to date
	gone                      bool // in the trash since then
}

// condition is a query with the same meaning as a function: what the evaluator knows of CQL. known is false where the
// index is behind, and so the text neither has nor lacks a word.
type condition struct {
	query string
	holds func(p draftPage) (holds, known bool)
}

// testSearchRandom compares random queries over a random wiki, whose index is partly held back, with the evaluator.
func testSearchRandom(t *testing.T, open Opener) {
	w := newWorld(t, open)
	for _, key := range []string{"ONE", "TWO"} {
		w.here.space(key, wiki.User(ann), wiki.User(bob))
	}
	p := w.here
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		w.clock.Advance(time.Hour) // away from the pages of the rounds before
		pages := map[string]draftPage{}
		for i := range rapid.IntRange(3, 8).Draw(rt, "pages") {
			pg := draftPage{
				title: fmt.Sprintf("%s r%dn%d", sentence(2).Draw(rt, "title"), round, i), body: sentence(6).Draw(rt, "body"),
				space: rapid.SampledFrom([]string{"ONE", "TWO"}).Draw(rt, "space"), label: letter.Draw(rt, "label"), macro: letter.Draw(rt, "macro"),
				creator: person.Draw(rt, "creator"), mention: person.Draw(rt, "mention"),
				secret: rapid.Bool().Draw(rt, "secret"), stale: rapid.Bool().Draw(rt, "stale"), gone: rapid.IntRange(0, 3).Draw(rt, "gone") == 0,
			}
			pages[pg.title] = pg
		}
		p.write(func(ctx context.Context, tx *store.SiteTx) error { return p.addDrafts(ctx, tx, pages) })
		w.index()
		p.write(func(ctx context.Context, tx *store.SiteTx) error { return p.touchDrafts(ctx, tx, pages) }) // with the index held back
		const thisRound = ` and created >= now("-1m")`
		for range 5 {
			c := anyCondition(3).Draw(rt, "condition")
			viewer := rapid.SampledFrom([]wiki.Viewer{asAnn, asBob}).Draw(rt, "viewer")
			want := []string{}
			for title, pg := range pages {
				holds, known := c.holds(pg)
				if holds && known && !pg.gone && (!pg.secret || viewer.Account == ann) {
					want = append(want, title)
				}
			}
			slices.Sort(want)
			for _, order := range []string{"", " order by created"} {
				got, _, err := p.search(viewer, "("+c.query+")"+thisRound+order, store.Search{}, wiki.Window{})
				if err != nil {
					rt.Fatalf("%s: %v", c.query, err)
				}
				slices.Sort(got)
				if !slices.Equal(got, want) {
					rt.Fatalf("%s as %s:\ngot  %q\nwant %q\nof %+v", c.query+order, viewer.Account, got, want, pages)
				}
			}
		}
	})
}

// addDrafts makes the pages of a round.
func (p *place) addDrafts(ctx context.Context, tx *store.SiteTx, pages map[string]draftPage) error {
	for title, pg := range pages {
		c, err := tx.CreateContent(ctx, pg.creator, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces[pg.space], Title: title,
			Storage: pg.body, BodyFacts: wiki.BodyFacts{Mentions: []wiki.AccountID{pg.mention}, Macros: []string{pg.macro}}})
		if err != nil {
			return err
		}
		if err := tx.AddLabel(ctx, c.ID, "global", pg.label); err != nil {
			return err
		}
		p.contents[title] = c.ID
	}
	return nil
}

// touchDrafts restricts, changes and trashes those that are to be secret, stale or gone.
func (p *place) touchDrafts(ctx context.Context, tx *store.SiteTx, pages map[string]draftPage) error {
	for title, pg := range pages {
		id := p.contents[title]
		if pg.secret {
			if err := tx.SetRestriction(ctx, wiki.Restriction{Content: id, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User(ann)}}); err != nil {
				return err
			}
		}
		if !pg.stale && !pg.gone {
			continue
		}
		c, _, err := tx.Content(ctx, wiki.Viewer{}, id)
		if err != nil {
			return err
		}
		if pg.gone {
			c.Status = wiki.Trashed
			if err := tx.SetContent(ctx, c, nil, ""); err != nil {
				return err
			}
			continue
		}
		v := &wiki.Version{Number: c.Version.Number + 1, Author: bob, At: tx.Now(), Title: title}
		if err := tx.SetContent(ctx, c, v, "redacted"); err != nil {
			return err
		}
	}
	return nil
}

var (
	letter = rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
	person = rapid.SampledFrom([]wiki.AccountID{ann, bob})
)

func sentence(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(letter, 1, most).Draw(t, "words"), " ")
	})
}

func anyCondition(depth int) *rapid.Generator[condition] {
	return rapid.Custom(func(t *rapid.T) condition {
		kind := rapid.IntRange(-6, 8).Draw(t, "kind")
		if depth == 0 {
			kind = min(kind, 5)
		}
		x, who := letter.Draw(t, "word"), person.Draw(t, "person")
		y := letter.Filter(func(y string) bool { return y != x }).Draw(t, "other word")
		negated := rapid.Bool().Draw(t, "negated")
		eq, like := "=", "~"
		if negated {
			eq, like = "!=", "!~"
		}
		fact := func(field, value string, of func(draftPage) string) condition {
			return condition{field + eq + `"` + value + `"`, func(p draftPage) (bool, bool) { return (of(p) == value) != negated, true }}
		}
		words := func(query string, found func(words []string) bool) condition {
			return condition{"text " + like + ` "` + query + `"`, func(p draftPage) (bool, bool) {
				return (found(strings.Fields(p.title)) || found(strings.Fields(p.body))) != negated, !p.stale
			}}
		}
		// anywhere finds what holds for the words of title and body together, as a search for several words does.
		anywhere := func(query string, holds func(has func(string) bool) bool) condition {
			return condition{"text " + like + ` "` + query + `"`, func(p draftPage) (bool, bool) {
				all := strings.Fields(p.title + " " + p.body)
				return holds(func(word string) bool { return slices.Contains(all, word) }) != negated, !p.stale
			}}
		}
		switch kind {
		case -6:
			return anywhere(x+" "+y, func(has func(string) bool) bool { return has(x) && has(y) })
		case -5:
			return anywhere(x+" OR "+y, func(has func(string) bool) bool { return has(x) || has(y) })
		case -4:
			return anywhere(x+" -"+y, func(has func(string) bool) bool { return has(x) && !has(y) })
		case -3:
			return anywhere("NOT "+x+" OR NOT "+y, func(has func(string) bool) bool { return !has(x) || !has(y) })
		case -2:
			return words(fmt.Sprintf(`\"%s %s\"`, x, y), func(words []string) bool {
				for i := range len(words) - 1 {
					if words[i] == x && words[i+1] == y {
						return true
					}
				}
				return false
			})
		case -1:
			return condition{"title " + like + " " + x, func(p draftPage) (bool, bool) {
				return slices.Contains(strings.Fields(p.title), x) != negated, !p.stale
			}}
		case 0:
			return fact("label", x, func(p draftPage) string { return p.label })
		case 1:
			return fact("creator", string(who), func(p draftPage) string { return string(p.creator) })
		case 2:
			return fact("mention", string(who), func(p draftPage) string { return string(p.mention) })
		case 3:
			return fact("macro", x, func(p draftPage) string { return p.macro })
		case 4:
			return words(x, func(words []string) bool { return slices.Contains(words, x) })
		case 5:
			n := rapid.IntRange(1, 2).Draw(t, "slop")
			return words(fmt.Sprintf(`\"%s %s\"~%d`, x, y, n), func(words []string) bool { return within(words, x, y, n+1) })
		case 6:
			inner := anyCondition(depth-1).Draw(t, "inner")
			return condition{"not (" + inner.query + ")", func(p draftPage) (bool, bool) {
				holds, known := inner.holds(p)
				return !holds, known
			}}
		}
		left, right := anyCondition(depth-1).Draw(t, "left"), anyCondition(depth-1).Draw(t, "right")
		and := kind == 7
		word := " or "
		if and {
			word = " and "
		}
		return condition{"(" + left.query + word + right.query + ")", func(p draftPage) (bool, bool) {
			a, aKnown := left.holds(p)
			b, bKnown := right.holds(p)
			switch {
			case aKnown && bKnown:
				return a && b || !and && (a || b), true
			case aKnown && a != and: // one side alone decides
				return a, true
			case bKnown && b != and:
				return b, true
			}
			return false, false
		}}
	})
}

func within(words []string, x, y string, distance int) bool {
	for i, a := range words {
		for j, b := range words {
			if a == x && b == y && max(i-j, j-i) <= distance {
				return true
			}
		}
	}
	return false
}
