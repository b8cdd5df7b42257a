package store

import (
	"fmt"
	"strings"
)

// A search of the text index is written as one statement that selects the ids of what it finds. Terms hold letters and
// digits only (internal/words), and asWritten is none of what either engine knows, so they can be quoted for either engine without escaping.

// wordsExpr is a search of the text index: a leaf, or what others find.
type wordsExpr struct {
	leaf      wordsLeaf
	titleOnly bool // the leaf is looked for in titles alone
	none      bool // it finds nothing
	op        wordsOp
	args      []wordsExpr // two or more, none of which finds nothing
}

// wordsOp says what of its parts an expression takes.
type wordsOp uint8

const (
	oneLeaf wordsOp = iota
	allOf
	someOf
	without // what the first finds and no other
)

// maxMatchDepth is how deep searches are joined to one; FTS5's parser takes a hundred steps, of which a level needs up to
// three.
const maxMatchDepth = 12

func (e wordsExpr) depth() int {
	deepest := 0
	for _, a := range e.args {
		deepest = max(deepest, 1+a.depth())
	}
	return deepest
}

func joinWords(or bool, a, b wordsExpr) wordsExpr {
	op := allOf
	if or {
		op = someOf
	}
	switch {
	case a.none && b.none, !or && (a.none || b.none):
		return wordsExpr{none: true}
	case a.none:
		return b
	case b.none:
		return a
	}
	out := wordsExpr{op: op}
	for _, x := range []wordsExpr{a, b} {
		if x.op == op {
			out.args = append(out.args, x.args...)
		} else {
			out.args = append(out.args, x)
		}
	}
	return out
}

func withoutWords(a, b wordsExpr) wordsExpr {
	if a.none || b.none {
		return a
	}
	return wordsExpr{op: without, args: []wordsExpr{a, b}}
}

// ftsMatch writes a search for FTS5, which takes all of it as one expression.
func ftsMatch(b *text, e wordsExpr) string {
	return "SELECT w.rowid FROM words w WHERE w.words MATCH " + b.arg(ftsExpr(e))
}

func ftsExpr(e wordsExpr) string {
	word := map[wordsOp]string{allOf: ") AND (", someOf: ") OR (", without: ") NOT ("}[e.op]
	if e.op == oneLeaf {
		return ftsQuery(e.leaf, e.titleOnly)
	}
	parts := make([]string, len(e.args))
	for i, a := range e.args {
		parts[i] = ftsExpr(a)
	}
	return "(" + strings.Join(parts, word) + ")"
}

// ftsQuery writes a leaf for FTS5.
func ftsQuery(l wordsLeaf, titleOnly bool) string {
	found := `"` + strings.Join(l.terms, " ") + `"`
	switch l.shape {
	case prefix:
		found = `"` + l.terms[0] + `"*`
	case anyOf:
		found = `"` + strings.Join(l.terms, `" OR "`) + `"`
	case near:
		pairs := make([]string, len(l.terms)-1)
		for i := range pairs {
			pairs[i] = fmt.Sprintf(`NEAR("%s" "%s", %d)`, l.terms[i], l.terms[i+1], l.slop)
		}
		found = strings.Join(pairs, " AND ")
		if !titleOnly {
			return "(title : (" + found + ")) OR (body : (" + found + "))"
		}
	}
	if titleOnly {
		return "title : (" + found + ")"
	}
	return found
}

// tsMatch writes a search for PostgreSQL, which joins the rows that each leaf finds.
func tsMatch(b *text, e wordsExpr) string {
	return "SELECT w.content FROM words w WHERE " + tsExpr(b, e)
}

func tsExpr(b *text, e wordsExpr) string {
	word := map[wordsOp]string{allOf: " AND ", someOf: " OR ", without: " AND NOT "}[e.op]
	if e.op == oneLeaf {
		q := b.arg(tsquery(e.leaf)) + "::tsquery"
		if e.titleOnly {
			return "w.title @@ " + q
		}
		return "(w.title @@ " + q + " OR w.body @@ " + q + ")"
	}
	parts := make([]string, len(e.args))
	for i, a := range e.args {
		parts[i] = tsExpr(b, a)
	}
	return "(" + strings.Join(parts, word) + ")"
}

// tsquery writes a leaf for PostgreSQL.
func tsquery(l wordsLeaf) string {
	switch l.shape {
	case prefix:
		return "'" + l.terms[0] + "':*"
	case anyOf:
		return "'" + strings.Join(l.terms, "' | '") + "'"
	case near:
		pairs := make([]string, len(l.terms)-1)
		for i := range pairs {
			a, b := l.terms[i], l.terms[i+1]
			var places []string
			for k := 1; k <= l.slop+1; k++ {
				places = append(places, fmt.Sprintf("'%s' <%d> '%s'", a, k, b), fmt.Sprintf("'%s' <%d> '%s'", b, k, a))
			}
			pairs[i] = "(" + strings.Join(places, " | ") + ")"
		}
		return strings.Join(pairs, " & ")
	}
	return "'" + strings.Join(l.terms, "' <-> '") + "'"
}
