package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testSearchWords holds what wildcards, fuzzy and proximity searches and boosts find, in the order of relevance.
func testSearchWords(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		p.space("DOCS", wiki.Anonymous)
		p.newSpace(wiki.Space{Key: "RIVER", Name: "River crossings", Kind: wiki.GlobalSpace, Status: wiki.SpaceCurrent, Creator: ann}, wiki.Anonymous)
		for _, c := range []struct{ space, title, body string }{
			{"DOCS", "colour", "The colour of the colander"},
			{"DOCS", "color", "The color of collars"},
			{"DOCS", "calor", "Heat is called calor"},
			{"DOCS", "meadow", "cow in a green meadow near the old stone bridge"},
			{"DOCS", "bridge cow", "nothing about stones 42nd x86"},
			{"DOCS", "turned", "stone after stone, the bridge has a cow"},
			{"DOCS", "москва", "Москвич едет по мосту: happy"},
			{"RIVER", "ferry", "cow boat"},
		} {
			w.clock.Advance(time.Minute)
			p.content(wiki.NewContent{Space: p.spaces[c.space], Title: c.title, Storage: c.body})
		}
	})
	w.index()
	for _, c := range []struct {
		query string
		want  []string
	}{
		// Wildcards inside a word, for one character or any number, over words as they are written and not over stems.
		{`text ~ "col*r"`, []string{"colour", "color"}}, // the former has a colander, too
		{`text ~ "c?lor"`, []string{"calor", "color"}},
		{`text ~ "c*l*r"`, []string{"colour", "calor", "color"}},
		{`text ~ "c?l?r"`, []string{"calor", "color"}},
		{`text ~ "col?"`, []string{}},
		{`text ~ "м?скв*"`, []string{"москва"}},
		{`title ~ "c?lor"`, []string{"calor", "color"}},
		{`title ~ "br?dg"`, []string{}}, // as the stem is
		{`text ~ "моск?ич"`, []string{"москва"}},
		{`text ~ "4*"`, []string{"bridge cow"}},
		{`text ~ "4?nd"`, []string{"bridge cow"}},
		{`text ~ "x8*"`, []string{"bridge cow"}},
		{`text ~ "happi*"`, []string{}}, // as the stem begins
		{`text ~ "happ?"`, []string{"москва"}},
		{`text ~ happiness`, []string{"москва"}},
		{`text ~ "ston?"`, []string{"turned", "meadow"}},
		{`text ~ "noth?ng*"`, []string{"bridge cow"}},
		{`text ~ "crossi*"`, []string{}},
		{`space.title ~ "crossin?s"`, []string{"ferry"}},
		{`space.title ~ "cross?ng"`, []string{}},
		{`text ~ "boa*"`, []string{"ferry"}},
		{`text ~ "cow boa*"`, []string{"ferry"}},
		{`title ~ "br?dge"`, []string{"bridge cow"}},
		{`title ~ "bridge*"`, []string{"bridge cow"}},
		{`title ~ "bridges*"`, []string{}},
		{`text ~ "ston?s"`, []string{"bridge cow"}},
		{`text ~ "stones*"`, []string{"bridge cow"}},
		{`title ~ "ston?s OR stones*"`, []string{}},
		{`text ~ "cal*ed"`, []string{"calor"}},
		{`text ~ "coll?rs"`, []string{"color"}},
		{`text ~ "cow -br?dg*"`, []string{"ferry"}},
		{`text !~ "c*" and space = DOCS`, []string{"москва"}},
		// Fuzzy.
		{`text ~ "color~1"`, []string{"calor", "color", "colour"}},
		{`text ~ "colro~1"`, []string{"color"}},
		{`text ~ "xxxxxx~2"`, []string{}},
		{`title ~ "medow~"`, []string{"meadow"}},
		// Proximity: neighbours within so many words, in any order, in one column.
		{`text ~ "\"cow meadow\"~2"`, []string{}},
		{`text ~ "\"cow meadow\"~3"`, []string{"meadow"}},
		{`text ~ "\"meadow cow\"~3"`, []string{"meadow"}},
		{`text ~ "\"cow bridge\"~2"`, []string{"bridge cow", "turned"}},
		{`text ~ "\"cow bridge stone\"~8"`, []string{"turned", "meadow"}},
		{`text ~ "\"cow bridge stone\"~2"`, []string{"turned"}},
		{`title ~ "\"cow bridge\"~2"`, []string{"bridge cow"}},
		{`text ~ "\"stone stone\"~1"`, []string{"turned", "bridge cow", "meadow"}},
		{`text ~ "\"cow unknown\"~50"`, []string{}},
		// A boost outweighs what would come first without it.
		{`text ~ "boat OR stone"`, []string{"ferry", "turned", "bridge cow", "meadow"}},
		{`text ~ "boat OR stone^9"`, []string{"turned", "bridge cow", "meadow", "ferry"}},
		// Names of spaces.
		{`space.title ~ river`, []string{"ferry"}},
		{`space.title ~ "crossing"`, []string{"ferry"}},
		{`space.title ~ "riv*"`, []string{"ferry"}},
		{`space.title ~ "crossin*s"`, []string{"ferry"}},
		{`space.title ~ "rivr~"`, []string{"ferry"}},
		{`space.title ~ "\"river crossings\""`, []string{"ferry"}},
		{`space.title ~ "\"crossings river\""`, []string{}},
		{`space.title ~ "\"crossings river\"~1"`, []string{"ferry"}},
		{`space.title ~ "river OR docs" and text ~ boat`, []string{"ferry"}},
		{`space.title !~ "docs"`, []string{"ferry"}},
		{`space.title ~ "river -crossing"`, []string{}},
	} {
		got, _, err := w.here.search(guest, c.query, store.Search{}, wiki.Window{})
		wantReason(t, c.query, err, "")
		equal(t, c.query, got, c.want)
	}
}

// testSearchLimits holds what a text search may not ask, and that a limit tells nothing of content the viewer may not view.
func testSearchLimits(t *testing.T, open Opener) {
	w := newWorld(t, open)
	p := w.here
	p.space("DOCS", wiki.Anonymous)
	p.space("HIDDEN", wiki.User(bob))
	for query, want := range map[string]string{
		`type = page and text ~ "\"a b\"~51"`:              "words can be searched at most 50 words apart (column 24)",
		`text ~ "\"` + strings.Repeat("a b ", 9) + `\"~3"`: "at most 16 words can be searched near each other (column 8)",
	} {
		_, _, err := p.search(guest, query, store.Search{}, wiki.Window{})
		refused(t, query, err, want)
	}

	// As deep as the language goes, of conditions and of what a text search is made of.
	p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: "deep", Storage: "a c"})
	w.index()
	condition, expression := `text ~ a`, "a"
	for i := range (cql.MaxDepth - 2) / 2 {
		condition = fmt.Sprintf("(%s and not (text ~ b%d or text !~ c))", condition, i)
		expression = fmt.Sprintf("(%s AND NOT (b%d OR NOT c))", expression, i)
	}
	for _, query := range []string{condition, `text ~ "` + expression + `"`} {
		got, _, err := p.search(guest, query, store.Search{}, wiki.Window{})
		wantReason(t, query, err, "")
		equal(t, query, got, []string{"deep"})
	}

	// 200 terms that the guest may see, and as many that only Bob may.
	var mine, hidden strings.Builder
	for i := range 200 {
		fmt.Fprintf(&mine, "q%cx%dz ", 'a'+i%26, 1000+i)
		fmt.Fprintf(&hidden, "q%cx%dz ", 'a'+i%26, 3000+i)
	}
	p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: "open", Storage: mine.String()})
	p.content(wiki.NewContent{Space: p.spaces["HIDDEN"], Title: "hidden", Storage: hidden.String()})
	w.index()
	const query = `text ~ "q*z"`
	got, _, err := p.search(guest, query, store.Search{}, wiki.Window{})
	wantReason(t, "as many as may be", err, "")
	equal(t, query, got, []string{"open"})
	p.content(wiki.NewContent{Space: p.spaces["DOCS"], Title: "more", Storage: "qaz"})
	w.index()
	_, _, err = p.search(guest, query, store.Search{}, wiki.Window{})
	refused(t, query, err, "a word of the text search stands for more than 200 words: give more of its letters (column 8)")
}

func refused(t *testing.T, what string, err error, want string) {
	t.Helper()
	wantReason(t, what, err, wiki.InvalidCQL)
	if cause, ok := errors.AsType[*cql.Error](err); !ok || cause.Error() != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}
