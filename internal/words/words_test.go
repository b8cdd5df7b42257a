package words_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/words"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []words.Token
	}{
		{"", nil},
		{" \t\n.,;-'\"", nil},
		{"The running Pages", []words.Token{{"the", 0, 3, ""}, {"run", 4, 11, "running"}, {"page", 12, 17, "pages"}}},
		{"page's don't", []words.Token{{"page", 0, 4, ""}, {"s", 5, 6, ""}, {"don", 7, 10, ""}, {"t", 11, 12, ""}}},
		{"v1.2 snake_case e-mail@example.com", []words.Token{
			{"v1", 0, 2, ""}, {"2", 3, 4, ""}, {"snake", 5, 10, ""}, {"case", 11, 15, ""}, {"e", 16, 17, ""}, {"mail", 18, 22, ""}, {"exampl", 23, 30, "example"}, {"com", 31, 34, ""},
		}},
		{"Événements Straße", []words.Token{{"even", 0, 12, "evenements"}, {"strass", 13, 20, "strasse"}}},
		{"東京都", []words.Token{{"東京", 0, 6, ""}, {"京都", 3, 9, ""}}},
		{"Go言語 3月", []words.Token{{"go", 0, 2, ""}, {"言語", 2, 8, ""}, {"3", 9, 10, ""}, {"月", 10, 13, ""}}},
		{"サーバー", []words.Token{{"サー", 0, 6, ""}, {"ーバ", 3, 9, ""}, {"バー", 6, 12, ""}}},
		{"ｶﾞｽ", []words.Token{{"ガス", 0, 9, ""}}},
		{"हिन्दी भाषा", []words.Token{{"हिन्दी", 0, 18, ""}, {"भाषा", 19, 31, ""}}},
		{"co\u00ADoperate", []words.Token{{"cooper", 0, 11, "cooperate"}}},
		{"x² \u0301 ½", []words.Token{{"x", 0, 1, ""}}},
		{"a\xff\xfeb", []words.Token{{"a", 0, 1, ""}, {"b", 3, 4, ""}}},
		{"٣٤", []words.Token{{"٣٤", 0, 4, ""}}},
	} {
		if diff := cmp.Diff(c.want, words.Tokens(c.text)); diff != "" {
			t.Errorf("Tokens(%q) (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestLongWordsAreCutToOneTerm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{strings.Repeat("x", 64), strings.Repeat("x", 64)},
		{strings.Repeat("x", 65), strings.Repeat("x", 64)},
		{strings.Repeat("x", 1<<20), strings.Repeat("x", 64)},
		{"a" + strings.Repeat("ж", 40), "a" + strings.Repeat("ж", 31)},
		{"e" + strings.Repeat("\u0301", 1000), "e"},
	} {
		if diff := cmp.Diff([]string{c.want}, words.Terms(c.text)); diff != "" {
			t.Errorf("Terms of %d bytes (-want +got):\n%s", len(c.text), diff)
		}
	}
}

func TestIteratingStopsWhenTold(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"one two three", "東京都庁"} {
		seen := 0
		for range words.All(text) {
			seen++
			break
		}
		if seen != 1 {
			t.Errorf("All(%q) yielded %d tokens after a break, want 1", text, seen)
		}
	}
}

// checkTokens holds every promise of Token for one text.
func checkTokens(t *testing.T, text string) {
	t.Helper()
	last := 0
	for _, tok := range words.Tokens(text) {
		if tok.Start < last || tok.End <= tok.Start || tok.End > len(text) {
			t.Fatalf("token %+v after offset %d of %d bytes", tok, last, len(text))
		}
		last = tok.Start
		if tok.Word == tok.Term || len(tok.Word) > words.MaxTerm {
			t.Fatalf("word %q of the term %q", tok.Word, tok.Term)
		}
		if tok.Term == "" || len(tok.Term) > words.MaxTerm || !utf8.ValidString(tok.Term) {
			t.Fatalf("term %q", tok.Term)
		}
		for _, r := range tok.Term + tok.Word {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				t.Fatalf("%q or %q holds %U", tok.Term, tok.Word, r)
			}
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{
		"The running Pages", "東京都 Go言語", "Événements", "a\xff\xfeb", "e\u0301\u0301", "ﷺ ½ ﬁ ǆ", "ｶﾞｽ", "भाषा", "'s", "skiing's", "\u0345ΑΙ",
	} {
		f.Add(s)
	}
	f.Fuzz(checkTokens)
}

func BenchmarkTokens(b *testing.B) {
	for _, size := range []int{1 << 16, 1 << 20} {
		for name, text := range map[string]string{
			"prose":  repeat("Deploying the service needs a token with the right scopes, see Événement 42. ", size),
			"unique": unique(size),
			"cjk":    repeat("東京都庁の文書を検索する。", size),
		} {
			b.Run(fmt.Sprintf("%s/%dKiB", name, size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					for range words.All(text) {
					}
				}
			})
		}
	}
}

func repeat(s string, size int) string { return strings.Repeat(s, size/len(s)) }

// unique is text without a word that comes twice.
func unique(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		for n := i; n > 0; n /= 26 {
			b.WriteByte(byte('a' + n%26))
		}
		b.WriteString("ing ")
	}
	return b.String()
}
