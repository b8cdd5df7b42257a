package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// The names of spaces and people are few and short. Text searches over them need no index: they are matched in Go.

// spacesNamed finds the spaces that the text searches over space.title in a condition find.
func (t *SiteTx) spacesNamed(ctx context.Context, e cql.Expr) (map[*cql.TextQuery][]wiki.SpaceID, error) {
	found := map[*cql.TextQuery][]wiki.SpaceID{}
	textClauses(e, false, func(clause *cql.Clause, q *cql.TextQuery) {
		if clause.Field == cql.FieldSpaceTitle {
			found[q] = nil
		}
	})
	if len(found) == 0 {
		return nil, nil
	}
	_, err := collect(ctx, t.Tx, "SELECT s.id, s.name FROM space s WHERE s.site = $1", []any{t.site}, func(r *sql.Rows, _ *struct{}) error {
		var id wiki.SpaceID
		var name string
		if err := r.Scan(&id, &name); err != nil {
			return err
		}
		tokens := words.Tokens(name)
		for q := range found {
			if inName(q.Root, tokens) {
				found[q] = append(found[q], id)
			}
		}
		return nil
	})
	return found, err
}

// inName reports whether a text search finds a name, by the rules of the text index.
func inName(e cql.TextExpr, name []words.Token) bool {
	terms := make([]string, len(name))
	for i, word := range name {
		terms[i] = word.Term
	}
	switch e := e.(type) {
	case *cql.TextAnd:
		return !slices.ContainsFunc(e.Args, func(a cql.TextExpr) bool { return !inName(a, name) })
	case *cql.TextOr:
		return slices.ContainsFunc(e.Args, func(a cql.TextExpr) bool { return inName(a, name) })
	case *cql.TextNot:
		return !inName(e.Arg, name)
	case *cql.TextTerm:
		return slices.Contains(terms, e.Term)
	case *cql.TextWildcard:
		return slices.ContainsFunc(name, func(word words.Token) bool { return e.Matches(word.Written()) })
	case *cql.TextFuzzy:
		return slices.ContainsFunc(terms, e.Matches)
	case *cql.TextPhrase:
		if e.Slop > 0 {
			return isNear(slices.Compact(slices.Clone(e.Terms)), e.Slop, terms)
		}
		for i := range len(terms) - len(e.Terms) + 1 {
			if slices.Equal(terms[i:i+len(e.Terms)], e.Terms) {
				return true
			}
		}
	}
	return false
}

// isNear reports whether each pair of neighbours stands somewhere with at most slop terms between them.
func isNear(terms []string, slop int, name []string) bool {
	for k := range terms[1:] {
		found := false
		for i, a := range name {
			for j := max(i-slop-1, 0); j <= min(i+slop+1, len(name)-1); j++ {
				found = found || a == terms[k] && name[j] == terms[k+1]
			}
		}
		if !found {
			return false
		}
	}
	return len(terms) > 1 || slices.Contains(name, terms[0])
}
