package cql

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/words"
)

// fuzzyBoost is what terms found by a fuzzy search count (vendor documentation "Performing text searches using CQL").
const fuzzyBoost = 0.2

// maxEdits is the greatest distance of a fuzzy search, as in the vendor's engine.
const maxEdits = 2

// star and mark stand for * and ? while backslashes are being resolved; they are no characters and so in no term.
const star, mark = '\uFDD0', '\uFDD1'

// textParser reads a text search expression. Words that stand side by side must all be found; AND, OR and NOT are operators in
// capitals only, as && || and ! - + before a word. Signs without such a meaning only separate words, so what people type into a
// search box is seldom an error: unbalanced quotes and parentheses are, operators without words, and a wildcard in front.
type textParser struct {
	p   *parser
	t   token
	s   string // t.text
	pos int    // how far s is read
}

func (p *parser) textQuery(t token) (Value, error) {
	x := &textParser{p: p, t: t, s: t.text}
	root, err := x.or(0)
	if err != nil {
		return nil, err
	}
	if x.skip(); x.pos < len(x.s) { // only a parenthesis stops the descent early
		return nil, x.fail(x.pos, nil, "the text search has a ')' without a '('")
	}
	return &TextQuery{Root: root, Source: t.text, Pos: t.pos}, nil
}

// or = and { OR and }
func (x *textParser) or(depth int) (TextExpr, error) {
	var args []TextExpr
	for {
		start := x.pos
		arg, found, err := x.and(depth)
		if err != nil {
			return nil, err
		}
		if arg != nil {
			args = append(args, arg)
		}
		if !x.operator("OR", "||") {
			break
		}
		if !found {
			return nil, x.dangling(start, "OR")
		}
		if x.atEnd() {
			return nil, x.dangling(x.pos, "OR")
		}
	}
	if len(args) > 1 {
		return &TextOr{Args: args}, nil
	}
	return only(args), nil
}

// and = not { [ AND ] not }. found tells whether anything was written, be it only signs that mean nothing.
func (x *textParser) and(depth int) (_ TextExpr, found bool, _ error) {
	var args []TextExpr
	for !x.atEnd() && !x.peekOperator("OR", "||") {
		if x.operator("AND", "&&") {
			if !found || x.atEnd() || x.peekOperator("OR", "||") || x.peekOperator("AND", "&&") {
				return nil, false, x.dangling(x.pos, "AND")
			}
			continue
		}
		arg, err := x.not(depth)
		if err != nil {
			return nil, false, err
		}
		if arg != nil {
			args = append(args, arg)
		}
		found = true
	}
	if len(args) > 1 {
		return &TextAnd{Args: args}, found, nil
	}
	return only(args), found, nil
}

// not = { NOT | ! | - | + } atom
func (x *textParser) not(depth int) (TextExpr, error) {
	if depth > MaxDepth {
		return nil, x.fail(x.pos, nil, fmt.Sprintf("the text search is nested deeper than %d levels", MaxDepth))
	}
	word := x.operator("NOT", "")
	sign := byte(0)
	if !word && x.prefixed() {
		sign = x.s[x.pos]
		x.pos++
	}
	switch {
	case word && (x.atEnd() || x.peekOperator("OR", "||") || x.peekOperator("AND", "&&")):
		return nil, x.dangling(x.pos, "NOT")
	case sign == '+':
		return x.not(depth + 1)
	case word || sign != 0:
		arg, err := x.not(depth + 1)
		if arg == nil || err != nil {
			return nil, err
		}
		return &TextNot{Arg: arg}, nil
	}
	return x.atom(depth)
}

// atom = "(" or ")" | phrase | word, each with an optional ~ and ^
func (x *textParser) atom(depth int) (expr TextExpr, err error) {
	start, opening := x.pos, x.s[x.pos]
	switch opening {
	case '(':
		expr, err = x.group(depth)
	case '"':
		expr, err = x.phrase()
	default:
		expr, err = x.word()
	}
	if err != nil {
		return nil, err
	}
	if opening != '(' {
		x.p.terms += size(expr)
	}
	if x.p.terms > MaxTextTerms {
		return nil, x.fail(start, nil, fmt.Sprintf("the query searches for more than %d words", MaxTextTerms))
	}
	return x.modifiers(expr, opening == '"')
}

func (x *textParser) group(depth int) (TextExpr, error) {
	start := x.pos
	x.pos++
	expr, err := x.or(depth + 1)
	if err != nil {
		return nil, err
	}
	if x.skip(); x.pos == len(x.s) {
		return nil, x.fail(start, nil, "the text search has a '(' without a ')'")
	}
	x.pos++
	return expr, nil
}

// phrase reads a quoted phrase. A backslash takes its meaning from the next character.
func (x *textParser) phrase() (TextExpr, error) {
	start := x.pos
	var b strings.Builder
	for x.pos++; x.pos < len(x.s); x.pos++ {
		switch c := x.s[x.pos]; {
		case c == '"':
			x.pos++
			return phraseOf(words.Terms(b.String())), nil
		case c == '\\' && x.pos+1 < len(x.s):
			x.pos++
		}
		b.WriteByte(x.s[x.pos])
	}
	return nil, x.fail(start, nil, "the text search has a phrase without its closing quote")
}

// word reads up to the next space or sign with a meaning, and turns what it has read into terms: several of them, as in e-mail,
// are a phrase.
func (x *textParser) word() (TextExpr, error) {
	start := x.pos
	var b strings.Builder
	for x.pos < len(x.s) && !strings.ContainsRune("()\"^~", rune(x.s[x.pos])) {
		r, n := utf8.DecodeRuneInString(x.s[x.pos:])
		switch {
		case unicode.IsSpace(r):
			return x.wordOf(b.String(), start)
		case r == '\\' && x.pos+1 < len(x.s):
			x.pos++
			r, n = utf8.DecodeRuneInString(x.s[x.pos:])
		case r == '*':
			r = star
		case r == '?':
			r = mark
		}
		b.WriteRune(r)
		x.pos += n
	}
	return x.wordOf(b.String(), start)
}

func (x *textParser) wordOf(s string, start int) (TextExpr, error) {
	if !strings.ContainsAny(s, string([]rune{star, mark})) {
		return phraseOf(words.Terms(s)), nil
	}
	var args []TextExpr
	for piece := range strings.FieldsFuncSeq(s, func(r rune) bool { return !isPatternRune(r) }) {
		bare := strings.NewReplacer(string(star), "", string(mark), "").Replace(piece)
		if bare == piece || strings.ContainsFunc(bare, words.Unspaced) { // the latter find parts of words anyway
			if arg := phraseOf(words.Terms(bare)); arg != nil {
				args = append(args, arg)
			}
			continue
		}
		pattern := patternOf(piece)
		if strings.IndexAny(pattern, "*?") == 0 {
			return nil, x.fail(start, []string{"a letter or digit before it"}, "a wildcard cannot begin a word")
		}
		args = append(args, &TextWildcard{Pattern: pattern, Boost: 1})
	}
	if len(args) > 1 {
		return &TextAnd{Args: args}, nil
	}
	return only(args), nil
}

func isPatternRune(r rune) bool {
	return r == star || r == mark || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// patternOf folds a word as the index does, but for stemming, and puts its wildcards back.
func patternOf(word string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range words.FoldText(word) {
		switch {
		case !isPatternRune(r), r == star && last == star:
		case r == star:
			b.WriteByte('*')
		case r == mark:
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// phraseOf makes the leaf that finds the terms in this order. A single character of an unspaced script also stands at the
// beginning of the pairs that such text is indexed as.
func phraseOf(terms []string) TextExpr {
	switch len(terms) {
	case 0:
		return nil
	case 1:
		if r, n := utf8.DecodeRuneInString(terms[0]); words.Unspaced(r) && n == len(terms[0]) {
			return &TextWildcard{Pattern: terms[0] + "*", Boost: 1}
		}
		return &TextTerm{Term: terms[0], Boost: 1}
	}
	return &TextPhrase{Terms: terms, Boost: 1}
}

// modifiers = [ "~" [ number ] ] [ "^" number ]. After a phrase ~ is its slop, also when only one word is left of it.
func (x *textParser) modifiers(expr TextExpr, quoted bool) (TextExpr, error) {
	if x.pos < len(x.s) && x.s[x.pos] == '~' {
		x.pos++
		start := x.pos
		n, given := x.number()
		switch e := expr.(type) {
		case *TextTerm:
			if quoted {
				break
			}
			distance, ok := edits(e.Term, n, given)
			if !ok {
				return nil, x.fail(start, []string{"1, 2 or a similarity below 1"}, "a fuzzy search goes no farther than two changes")
			}
			expr = &TextFuzzy{Term: e.Term, Distance: distance, Boost: fuzzyBoost}
		case *TextPhrase:
			e.Slop = int(n)
		}
	}
	if x.pos < len(x.s) && x.s[x.pos] == '^' {
		x.pos++
		start := x.pos
		n, given := x.number()
		if !given {
			return nil, x.fail(start, []string{"a number up to 9999"}, "a boost needs a number")
		}
		boost(expr, n)
	}
	return expr, nil
}

// edits turns what follows ~ into a number of changes: nothing allows one, or two in a word of six characters or more; below 1 it
// is the similarity of the vendor's older syntax.
func edits(term string, n float64, given bool) (int, bool) {
	length := utf8.RuneCountInString(term)
	switch {
	case !given && length < 3:
		return 0, true
	case !given && length < 6:
		return 1, true
	case !given:
		return maxEdits, true
	case n < 1:
		return min(maxEdits, int((1-n)*float64(length))), true
	}
	return int(n), n <= maxEdits && n == float64(int(n))
}

// number reads at most four digits, with a fraction of at most three.
func (x *textParser) number() (n float64, given bool) {
	digits := func(s string, most int) int {
		i := 0
		for i < len(s) && i < most && '0' <= s[i] && s[i] <= '9' {
			i++
		}
		return i
	}
	end := digits(x.s[x.pos:], 4)
	if rest := x.s[x.pos+end:]; end > 0 && strings.HasPrefix(rest, ".") {
		if f := digits(rest[1:], 3); f > 0 {
			end += 1 + f
		}
	}
	n, err := strconv.ParseFloat(x.s[x.pos:x.pos+end], 64)
	x.pos += end
	return n, err == nil
}

// boost multiplies the boosts of all leaves.
func boost(e TextExpr, n float64) {
	switch e := e.(type) {
	case *TextAnd:
		for _, arg := range e.Args {
			boost(arg, n)
		}
	case *TextOr:
		for _, arg := range e.Args {
			boost(arg, n)
		}
	case *TextNot:
		boost(e.Arg, n)
	case *TextTerm:
		e.Boost *= n
	case *TextPhrase:
		e.Boost *= n
	case *TextWildcard:
		e.Boost *= n
	case *TextFuzzy:
		e.Boost *= n
	}
}

// size returns how many terms are looked up for a word or phrase.
func size(e TextExpr) int {
	switch e := e.(type) {
	case nil:
		return 0
	case *TextPhrase:
		return len(e.Terms)
	case *TextAnd:
		n := 0
		for _, arg := range e.Args {
			n += size(arg)
		}
		return n
	}
	return 1
}

// skip passes white space and signs that mean nothing where a word could begin.
func (x *textParser) skip() {
	for x.pos < len(x.s) {
		r, n := utf8.DecodeRuneInString(x.s[x.pos:])
		if !unicode.IsSpace(r) && !strings.ContainsRune("^~", r) && (!strings.ContainsRune("+-!", r) || x.prefixed()) {
			return
		}
		x.pos += n
	}
}

// prefixed reports whether one of + - ! stands here, right before something it can apply to.
func (x *textParser) prefixed() bool {
	if x.pos+1 >= len(x.s) || strings.IndexByte("+-!", x.s[x.pos]) < 0 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(x.s[x.pos+1:])
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '"' || r == '(' || r == '\\'
}

// atEnd reports whether the expression or the group has nothing more.
func (x *textParser) atEnd() bool {
	x.skip()
	return x.pos == len(x.s) || x.s[x.pos] == ')'
}

func (x *textParser) peekOperator(word, sign string) bool {
	x.skip()
	rest := x.s[x.pos:]
	if sign != "" && strings.HasPrefix(rest, sign) {
		return true
	}
	if !strings.HasPrefix(rest, word) {
		return false
	}
	r, n := utf8.DecodeRuneInString(rest[len(word):])
	return n == 0 || unicode.IsSpace(r) || r == '(' || r == ')' || r == '"'
}

// operator takes an operator if it is next.
func (x *textParser) operator(word, sign string) bool {
	if !x.peekOperator(word, sign) {
		return false
	}
	if sign != "" && strings.HasPrefix(x.s[x.pos:], sign) {
		x.pos += len(sign)
	} else {
		x.pos += len(word)
	}
	return true
}

func (x *textParser) dangling(pos int, operator string) error {
	return x.fail(pos, []string{"a word", "a phrase", "'('"}, operator+" in the text search lacks one of its sides")
}

func (x *textParser) fail(pos int, expected []string, msg string) error {
	return x.p.fail(x.t.at(pos), expected, msg)
}

func only(args []TextExpr) TextExpr {
	if len(args) == 0 {
		return nil
	}
	return args[0]
}
