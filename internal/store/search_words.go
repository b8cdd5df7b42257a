package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
)

// A text search is taken apart into leaves, each of which stands for terms of the text index.

// wordsLeaf is a leaf of a text search in terms of the index.
type wordsLeaf struct {
	shape wordsShape
	terms []string
	slop  int // near: how many terms may stand between two neighbours
	boost float64
	broad bool // so many terms begin with the prefix that the index takes long to join what has them
}

// wordsShape is how the terms of a leaf must stand in a text.
type wordsShape uint8

const (
	inRow  wordsShape = iota // one after the other; a single one somewhere
	prefix                   // the only term begins a word as it is written
	near                     // each pair of neighbours in one column, in any order, with at most slop terms between them
	anyOf                    // one of the terms, of which there may be none
)

// Limits of a proximity search: PostgreSQL has no NEAR, so it is written out as one alternative for each distance.
const (
	maxSlop      = 50
	maxNearTerms = 16
)

// textLeaves finds what each leaf of the text searches in a condition stands for in the index.
func (t *SiteTx) textLeaves(ctx context.Context, v wiki.Viewer, query *cql.Query) (map[cql.TextExpr]wordsLeaf, error) {
	leaves := map[cql.TextExpr]wordsLeaf{}
	var failed error
	textClauses(query.Where, false, func(clause *cql.Clause, q *cql.TextQuery) {
		if clause.Field == cql.FieldSpaceTitle || clause.Field == cql.FieldUserFullName {
			return // names are matched one by one, not in the index
		}
		for _, l := range allLeaves(q.Root) {
			if failed != nil {
				return
			}
			leaves[l], failed = t.textLeaf(ctx, v, l, textPlace{query, q.Pos})
		}
	})
	return leaves, failed
}

func (t *SiteTx) textLeaf(ctx context.Context, v wiki.Viewer, e cql.TextExpr, at textPlace) (wordsLeaf, error) {
	switch e := e.(type) {
	case *cql.TextTerm:
		return wordsLeaf{shape: inRow, terms: []string{e.Term}, boost: e.Boost}, nil
	case *cql.TextPhrase:
		if e.Slop == 0 {
			return wordsLeaf{shape: inRow, terms: e.Terms, boost: e.Boost}, nil
		}
		terms := slices.Compact(slices.Clone(e.Terms)) // a word is near itself
		switch {
		case len(terms) == 1:
			return wordsLeaf{shape: inRow, terms: terms, boost: e.Boost}, nil
		case e.Slop > maxSlop:
			return wordsLeaf{}, at.refuse("words can be searched at most %d words apart", maxSlop)
		case len(terms) > maxNearTerms:
			return wordsLeaf{}, at.refuse("at most %d words can be searched near each other", maxNearTerms)
		}
		return wordsLeaf{shape: near, terms: terms, slop: e.Slop, boost: e.Boost}, nil
	case *cql.TextWildcard:
		if p, only := e.Prefix(); only {
			broad, err := t.isBroad(ctx, written(p))
			return wordsLeaf{shape: prefix, terms: []string{written(p)}, boost: e.Boost, broad: broad}, err
		}
		terms, err := t.termsLike(ctx, v, e, at)
		return wordsLeaf{shape: anyOf, terms: terms, boost: e.Boost}, err
	case *cql.TextFuzzy:
		terms, err := t.termsNear(ctx, v, e, at)
		return wordsLeaf{shape: anyOf, terms: terms, boost: e.Boost}, err
	}
	return wordsLeaf{}, fmt.Errorf("unknown text expression %T", e)
}

// textClauses calls visit for each text search in a condition, or for those alone that are under no NOT.
func textClauses(e cql.Expr, positive bool, visit func(*cql.Clause, *cql.TextQuery)) {
	switch e := e.(type) {
	case *cql.And:
		for _, a := range e.Args {
			textClauses(a, positive, visit)
		}
	case *cql.Or:
		for _, a := range e.Args {
			textClauses(a, positive, visit)
		}
	case *cql.Not:
		if !positive {
			textClauses(e.Arg, positive, visit)
		}
	case *cql.Clause:
		if q, isText := e.Values[0].(*cql.TextQuery); isText {
			visit(e, q)
		}
	}
}

// allLeaves lists the leaves of a text search, those below a negation included.
func allLeaves(e cql.TextExpr) []cql.TextExpr {
	var args []cql.TextExpr
	switch e := e.(type) {
	case nil:
		return nil
	case *cql.TextAnd:
		args = e.Args
	case *cql.TextOr:
		args = e.Args
	case *cql.TextNot:
		args = []cql.TextExpr{e.Arg}
	default:
		return []cql.TextExpr{e}
	}
	var out []cql.TextExpr
	for _, a := range args {
		out = append(out, allLeaves(a)...)
	}
	return out
}

// textPlace is where a text search stands, for refusals.
type textPlace struct {
	query *cql.Query
	pos   int
}

// refuse refuses a search that the language allows.
func (p textPlace) refuse(format string, args ...any) error {
	err := p.query.Errorf(p.pos, format, args...)
	return &wiki.Error{Reason: wiki.InvalidCQL, Err: err, Facts: wiki.Facts{Param: "cql", Detail: err.Error()}}
}
