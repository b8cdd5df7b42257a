package words_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/words"
)

// hitsOf makes a predicate of the terms of a query text.
func hitsOf(query string) func(words.Token) bool {
	set := make(map[string]bool)
	for _, term := range words.Terms(query) {
		set[term] = true
	}
	return func(w words.Token) bool { return set[w.Term] }
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("filler words before ", 20) + "the scoped tokens work here" + strings.Repeat(" and filler after", 20)
	for _, c := range []struct {
		name, text, query string
		max               int
		want              string
	}{
		{"whole text", "Scoped  tokens\n work", "token", 100, "Scoped @@@hl@@@tokens@@@endhl@@@ work"},
		{"no hit", "one two three four", "absent", 9, "one two"},
		{"no hit, all fits", "one two", "absent", 7, "one two"},
		{"nothing", "", "x", 10, ""},
		{"no room", "one", "one", 0, ""},
		{"in the middle", long, "token scope", 40, "the @@@hl@@@scoped@@@endhl@@@ @@@hl@@@tokens@@@endhl@@@ work here and"},
		{"most different terms win", "a a a a " + strings.Repeat("- ", 30) + "a b", "a b", 12, "- - - - @@@hl@@@a@@@endhl@@@ @@@hl@@@b@@@endhl@@@"},
		{"at the end", long + " finale", "finale", 20, "filler after @@@hl@@@finale@@@endhl@@@"},
		{"overlapping pairs are one hit", "これは東京都です", "東京都", 20, "これは@@@hl@@@東京都@@@endhl@@@です"},
		{"pairs in a long run", strings.Repeat("文書", 50) + "東京都" + strings.Repeat("検索", 50), "東京都", 9, "文書@@@hl@@@東京都@@@endhl@@@検索検索"},
		{"hit longer than the room", "abcdefghij", "abcdefghij", 4, "abcd"},
		{"broken bytes", "a\xffb token", "token", 20, "a\uFFFDb @@@hl@@@token@@@endhl@@@"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := words.Excerpt(c.text, hitsOf(c.query), c.max); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("Scoped tokens work", "token", 12)
	f.Add("これは東京都です 東京", "東京都", 5)
	f.Add("a\xffb  c", "b", 1)
	f.Fuzz(func(t *testing.T, text, query string, max int) {
		if strings.Contains(text, "@@@") {
			t.Skip("markers of its own")
		}
		got := words.Excerpt(text, hitsOf(query), max)
		plain := strings.NewReplacer(words.HitStart, "", words.HitEnd, "").Replace(got)
		if n := utf8.RuneCountInString(plain); n > 0 && n > max {
			t.Fatalf("%d characters, want at most %d: %q", n, max, got)
		}
		whole := strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
		if !strings.Contains(whole, plain) {
			t.Fatalf("%q is no part of %q", plain, whole)
		}
		if strings.Count(got, words.HitStart) != strings.Count(got, words.HitEnd) {
			t.Fatalf("unbalanced markers: %q", got)
		}
	})
}

func BenchmarkExcerpt(b *testing.B) {
	text := repeat("Deploying the service needs a token with the right scopes. ", 1<<20)
	for name, query := range map[string]string{"common": "token scope", "absent": "zebra"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			isHit := hitsOf(query)
			for b.Loop() {
				words.Excerpt(text, isHit, 300)
			}
		})
	}
}
