package store

import (
	"fmt"
	"strings"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
)

// A text search is taken apart into conditions on the text index. Terms hold letters and digits only (internal/words),
// so they can be quoted for either engine without escaping.

// phrase is one term, or several in a row.
type phrase struct {
	terms  []string
	prefix bool // the last term stands for all that begin with it
}

// ftsQuery writes phrases for FTS5.
func ftsQuery(phrases []phrase) string {
	out := make([]string, len(phrases))
	for i, p := range phrases {
		out[i] = `"` + strings.Join(p.terms, " ") + `"`
		if p.prefix {
			out[i] += "*"
		}
	}
	return strings.Join(out, " AND ")
}

// tsquery writes phrases for PostgreSQL.
func tsquery(phrases []phrase) string {
	out := make([]string, len(phrases))
	for i, p := range phrases {
		out[i] = "'" + strings.Join(p.terms, "' <-> '") + "'"
		if p.prefix {
			out[i] += ":*"
		}
	}
	return strings.Join(out, " & ")
}

// textCondition is the condition that a text search finds c, or that it does not. Only an index row of the current version
// counts, either way: the text of an older one is never found, and what was not read yet is not known to lack a word
// (design.md §5 "Text index").
func (t *SiteTx) textCondition(b *text, q *cql.TextQuery, titleOnly, not bool) (string, error) {
	condition := "1 = 0" // no word is left of the search: it finds nothing
	if q.Root != nil {
		var err error
		if condition, err = t.textExpr(b, q.Root, titleOnly); err != nil {
			return "", err
		}
	}
	if not {
		condition = "NOT (" + condition + ")"
	}
	return "(" + condition + " AND EXISTS (SELECT 1 FROM indexed ix WHERE ix.content = c.id AND ix.version = c.version))", nil
}

func (t *SiteTx) textExpr(b *text, e cql.TextExpr, titleOnly bool) (string, error) {
	switch e := e.(type) {
	case *cql.TextAnd:
		return t.textGroup(b, e.Args, " AND ", titleOnly)
	case *cql.TextOr:
		return t.textGroup(b, e.Args, " OR ", titleOnly)
	case *cql.TextNot:
		inner, err := t.textExpr(b, e.Arg, titleOnly)
		return "NOT (" + inner + ")", err
	}
	p, err := leaf(e)
	if err != nil {
		return "", err
	}
	match := t.db.dialect.wordsMatch
	if titleOnly {
		match = t.db.dialect.wordsMatchTitle
	}
	return "c.id IN (" + fmt.Sprintf(match, b.arg(t.db.dialect.wordsQuery([]phrase{p}))) + ")", nil
}

func (t *SiteTx) textGroup(b *text, args []cql.TextExpr, word string, titleOnly bool) (string, error) {
	parts := make([]string, len(args))
	for i, a := range args {
		var err error
		if parts[i], err = t.textExpr(b, a, titleOnly); err != nil {
			return "", err
		}
	}
	return "(" + strings.Join(parts, word) + ")", nil
}

func leaf(e cql.TextExpr) (phrase, error) {
	switch e := e.(type) {
	case *cql.TextTerm:
		return phrase{terms: []string{e.Term}}, nil
	case *cql.TextPhrase:
		if e.Slop == 0 {
			return phrase{terms: e.Terms}, nil
		}
		return phrase{}, unsupported("proximity search is not supported here; quote the words without ~ for a phrase")
	case *cql.TextWildcard:
		if prefix, only := e.Prefix(); only {
			return phrase{terms: []string{prefix}, prefix: true}, nil
		}
		return phrase{}, unsupported("a wildcard is supported at the end of a word only, as in test*")
	case *cql.TextFuzzy:
		return phrase{}, unsupported("fuzzy search is not supported here")
	}
	return phrase{}, fmt.Errorf("unknown text expression %T", e)
}

func unsupported(detail string) error {
	return wiki.NewError(wiki.InvalidCQL, wiki.Facts{Param: "cql", Detail: detail})
}
