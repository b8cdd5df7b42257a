package cql

import (
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/words"
)

// TextQuery is the expression right of ~ or !~, in terms of package words.
type TextQuery struct {
	// Root is the expression, or nil if no word is left of it; then it finds nothing.
	Root   TextExpr
	Source string // as it was written
	Pos    int
}

// TextExpr is a part of a text search: [*TextAnd], [*TextOr], [*TextNot], or one of the leaves [*TextTerm], [*TextPhrase],
// [*TextWildcard], [*TextFuzzy]. Each leaf has a Boost, the factor of its score; groups have handed theirs down.
type TextExpr interface{ textExpr() }

// TextAnd finds what all of its two or more parts find.
type TextAnd struct{ Args []TextExpr }

// TextOr finds what any of its two or more parts finds.
type TextOr struct{ Args []TextExpr }

// TextNot finds all that its part does not.
type TextNot struct{ Arg TextExpr }

// TextTerm finds an index term.
type TextTerm struct {
	Term  string
	Boost float64
}

// TextPhrase finds two or more index terms one after the other; Slop terms in all may stand between them or be out of place.
type TextPhrase struct {
	Terms []string
	Slop  int
	Boost float64
}

// TextWildcard finds the words that match a pattern as they are written: letters and digits as in terms, ? for one character
// and * for any number of them. It never begins with a wildcard.
type TextWildcard struct {
	Pattern string
	Boost   float64
}

// TextFuzzy finds the index terms that become Term by at most Distance insertions, deletions, replacements and exchanges of
// neighbouring characters.
type TextFuzzy struct {
	Term     string
	Distance int
	Boost    float64
}

func (*TextAnd) textExpr()      {}
func (*TextOr) textExpr()       {}
func (*TextNot) textExpr()      {}
func (*TextTerm) textExpr()     {}
func (*TextPhrase) textExpr()   {}
func (*TextWildcard) textExpr() {}
func (*TextFuzzy) textExpr()    {}

// Leaves returns the leaves that a hit may match, which those below a [*TextNot] are not.
func (q *TextQuery) Leaves() []TextExpr {
	var out []TextExpr
	var walk func(TextExpr)
	walk = func(e TextExpr) {
		switch e := e.(type) {
		case nil, *TextNot:
		case *TextAnd:
			for _, arg := range e.Args {
				walk(arg)
			}
		case *TextOr:
			for _, arg := range e.Args {
				walk(arg)
			}
		default:
			out = append(out, e)
		}
	}
	walk(q.Root)
	return out
}

// Hits reports whether a word is one that the query looks for, to mark it in an excerpt.
func (q *TextQuery) Hits(word words.Token) bool {
	term := word.Term
	for _, leaf := range q.Leaves() {
		switch leaf := leaf.(type) {
		case *TextTerm:
			if leaf.Term == term {
				return true
			}
		case *TextPhrase:
			for _, t := range leaf.Terms {
				if t == term {
					return true
				}
			}
		case *TextWildcard:
			if leaf.Matches(word.Written()) {
				return true
			}
		case *TextFuzzy:
			if leaf.Matches(term) {
				return true
			}
		}
	}
	return false
}

// Prefix returns the part of the pattern before its first wildcard, never empty; only reports whether one * is all that follows.
func (w *TextWildcard) Prefix() (prefix string, only bool) {
	i := strings.IndexAny(w.Pattern, "*?")
	return w.Pattern[:i], w.Pattern[i:] == "*"
}

// Matches reports whether a word matches the pattern, in time proportional to the product of their lengths.
func (w *TextWildcard) Matches(term string) bool {
	star, retry := -1, 0 // the last * and where in term its stretch may end
	p, t := 0, 0
	for t < len(term) {
		r, n := utf8.DecodeRuneInString(term[t:])
		want, m := utf8.DecodeRuneInString(w.Pattern[p:])
		switch {
		case m > 0 && want == '*':
			star, retry = p, t
			p += m
		case m > 0 && (want == '?' || want == r):
			p += m
			t += n
		case star >= 0:
			_, n = utf8.DecodeRuneInString(term[retry:])
			retry += n
			p, t = star+1, retry
		default:
			return false
		}
	}
	return strings.Trim(w.Pattern[p:], "*") == ""
}

// Matches reports whether an index term is near enough.
func (f *TextFuzzy) Matches(term string) bool { return f.Matcher()(term) }

// Matcher is Matches for many terms: what it returns keeps the memory that it works in, and is for one goroutine.
func (f *TextFuzzy) Matcher() func(term string) bool {
	a := []rune(f.Term)
	var b []rune
	var older, last, row []int // older is the row before last
	return func(term string) bool {
		if len(term) < len(a)-f.Distance || len(term) > utf8.UTFMax*(len(a)+f.Distance) {
			return false
		}
		b = b[:0]
		for _, r := range term {
			b = append(b, r)
		}
		if len(a)-len(b) > f.Distance || len(b)-len(a) > f.Distance {
			return false
		}
		if len(row) <= len(b) {
			older, last, row = make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
		}
		for j := range len(b) + 1 {
			last[j] = j
		}
		// Optimal string alignment, row by row, until a row has nothing near enough.
		for i := 1; i <= len(a); i++ {
			row[0] = i
			nearest := i
			for j := 1; j <= len(b); j++ {
				replace := last[j-1]
				if a[i-1] != b[j-1] {
					replace++
				}
				row[j] = min(last[j]+1, row[j-1]+1, replace)
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					row[j] = min(row[j], older[j-2]+1)
				}
				nearest = min(nearest, row[j])
			}
			if nearest > f.Distance+1 { // an exchange may still bring what the row before has
				return false
			}
			older, last, row = last, row, older
		}
		return last[len(b)] <= f.Distance
	}
}
