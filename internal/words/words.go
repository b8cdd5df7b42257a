// Package words turns text into what search compares: folded keys, index terms with their positions, excerpts with the hits
// marked, and relevance scores. Both database engines store and query these terms, so both find the same pages in the same
// order (design section 5).
//
// It owns the definition of a word. It refuses everything with a side effect or a memory: no I/O, no configuration, no
// language guessing; the same text gives the same terms everywhere and always.
package words

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// MaxTerm is the greatest length of a term in bytes; a longer word is cut there.
const MaxTerm = 64

// maxWord is how many bytes of one word are looked at: enough to fill a term however it folds, and a bound for hostile input.
const maxWord = 4 * MaxTerm

// maxTerms bounds the memory of a tokeniser: how many words it remembers the terms of.
const maxTerms = 8192

// Token is one index term and the place in the text it stands for.
type Token struct {
	// Term is not empty, at most [MaxTerm] bytes, and consists of letters, decimal digits and the marks that spell vowels in
	// scripts that need them: no white space, no punctuation, nothing that needs escaping inside a quoted term of FTS5 or
	// tsquery. SQLite must index it with tokenize='ascii', which leaves everything above U+007F alone.
	Term string
	// Start and End are byte offsets: text[Start:End] is the word as it was written.
	Start, End int
	// Word is the word that was stemmed to the term, made of the same characters as terms are; empty where stemming changed
	// nothing.
	Word string
}

// Written is the word before it was stemmed.
func (t Token) Written() string {
	if t.Word != "" {
		return t.Word
	}
	return t.Term
}

// Tokens returns the index terms of text in reading order. A word is a run of letters and digits; it is folded ([FoldText]) and,
// if plain Latin letters remain, stemmed as English (Snowball). Stop words stay. Scripts written without spaces ([Unspaced])
// give one term for each two neighbouring characters, or the character itself where it stands alone.
func Tokens(text string) []Token {
	var out []Token
	for t := range All(text) {
		out = append(out, t)
	}
	return out
}

// Terms returns the terms of [Tokens] without their places.
func Terms(text string) []string {
	var out []string
	for t := range All(text) {
		out = append(out, t.Term)
	}
	return out
}

// All yields the terms of text one by one, in the order of [Tokens].
func All(text string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		var t tokeniser
		for pos := 0; pos < len(text); {
			r, n := utf8.DecodeRuneInString(text[pos:])
			switch {
			case Unspaced(r):
				end := pos + scan(text[pos:], func(r rune) bool { return Unspaced(r) || continues(r) })
				if !pairs(text, pos, end, yield) {
					return
				}
				pos = end
			case begins(r):
				end := pos + scan(text[pos:], func(r rune) bool { return (begins(r) && !Unspaced(r)) || continues(r) })
				if w := t.word(text[pos:end]); w.term != "" && !yield(Token{Term: w.term, Start: pos, End: end, Word: w.stemmed}) {
					return
				}
				pos = end
			default:
				pos += n
			}
		}
	}
}

// Unspaced reports whether r belongs to a script that is written without spaces between words.
func Unspaced(r rune) bool {
	if r < 0x0E00 {
		return false
	}
	const prolonged = 'ー' // a letter of both kana, of neither in the tables
	return r == prolonged || r == '々' || (unicode.IsLetter(r) && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Hangul, unicode.Bopomofo, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// begins reports whether a word can start with r.
func begins(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// continues reports whether r goes on with the word before it without being a letter: a mark, an invisible joiner, or the
// voicing sign of half-width kana.
func continues(r rune) bool {
	return r >= utf8.RuneSelf && (unicode.IsMark(r) || isJoiner(r) || r == '\uFF9E' || r == '\uFF9F')
}

// scan returns the length in bytes of the longest prefix of s whose runes all satisfy in.
func scan(s string, in func(rune) bool) int {
	for i, r := range s {
		if !in(r) {
			return i
		}
	}
	return len(s)
}

// tokeniser remembers the terms of one text, where the same few words return again and again.
type tokeniser struct {
	terms map[string]normal
}

// normal is a word as it is indexed: its term, and what was stemmed to it.
type normal struct{ term, stemmed string }

// pairs yields a term for each two neighbouring characters of text[pos:end], a run of an unspaced script.
func pairs(text string, pos, end int, yield func(Token) bool) bool {
	first := character(text, pos, end)
	if first == end {
		term := normalise(text[pos:end]).term
		return term == "" || yield(Token{Term: term, Start: pos, End: end})
	}
	for first < end {
		second := character(text, first, end)
		if term := normalise(text[pos:second]).term; term != "" && !yield(Token{Term: term, Start: pos, End: second}) {
			return false
		}
		pos, first = first, second
	}
	return true
}

// character returns where the letter at pos ends, its marks included.
func character(text string, pos, end int) int {
	_, n := utf8.DecodeRuneInString(text[pos:end])
	return pos + n + scan(text[pos+n:end], continues)
}

// word normalises one word as written; its term is "" if nothing of it is left after folding.
func (t *tokeniser) word(w string) normal {
	n, known := t.terms[w]
	if known {
		return n
	}
	n = normalise(w)
	if t.terms == nil {
		t.terms = make(map[string]normal)
	}
	if len(t.terms) < maxTerms {
		t.terms[w] = n
	}
	return n
}

// normalise folds a word, stems it if it is plain Latin, and cuts it to the length of a term.
func normalise(w string) normal {
	folded := FoldText(cut(w, maxWord))
	switch {
	case !plain(folded):
		return normal{term: cut(strings.Map(termRune, folded), MaxTerm)}
	case len(folded) > MaxTerm || strings.ContainsAny(folded, "0123456789"):
		return normal{term: cut(folded, MaxTerm)}
	}
	stem := english.Stem(folded, false)
	if stem == folded {
		return normal{term: stem}
	}
	return normal{term: stem, stemmed: folded}
}

// plain reports whether s is made of ASCII letters and digits only.
func plain(s string) bool {
	return scan(s, func(r rune) bool { return r < utf8.RuneSelf && begins(r) }) == len(s)
}

// termRune keeps what a term may hold and drops what folding has added (a fraction slash, a space inside a ligature).
func termRune(r rune) rune {
	if begins(r) || unicode.IsMark(r) {
		return r
	}
	return -1
}

// cut returns the longest prefix of s of at most n bytes that ends between two runes.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
