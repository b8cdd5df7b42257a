package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
)

// Wildcards and fuzzy searches are resolved with the vocabulary: all terms that were ever indexed, and all words as they were
// written, on any site and for anybody. It is never shown, and no answer may depend on terms that only stand where the viewer cannot look: which
// content is found, depends on the content alone, and whether a search stands for too many terms, is counted among those
// in content that the viewer may view.

// maxExpansion is how many terms a wildcard or fuzzy search may stand for.
const maxExpansion = 200

// maxRune is the greatest character, so that prefix + maxRune follows all that begins with prefix.
const maxRune = "\U0010FFFF"

// termsLike lists the words, as they are indexed, that match a pattern.
func (t *SiteTx) termsLike(ctx context.Context, v wiki.Viewer, e *cql.TextWildcard, at textPlace) ([]string, error) {
	prefix, _ := e.Prefix()
	prefix = written(prefix)
	matches := func(term string) bool { return e.Matches(strings.TrimPrefix(term, asWritten)) }
	return t.expand(ctx, v, at, matches, "term >= $1 AND term <= $2", prefix, prefix+maxRune)
}

// isBroad reports whether many terms begin with a prefix. It says how to look for them, never what is found.
func (t *SiteTx) isBroad(ctx context.Context, prefix string) (bool, error) {
	n, most := 0, t.db.walk.broad
	err := t.one(ctx, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM term WHERE term >= $1 AND term <= $2 LIMIT "+strconv.Itoa(most+1)+") broad",
		[]any{prefix, prefix + maxRune}, &n)
	return n > most, err
}

// termsNear lists the terms that a fuzzy search finds.
func (t *SiteTx) termsNear(ctx context.Context, v wiki.Viewer, e *cql.TextFuzzy, at textPlace) ([]string, error) {
	n := utf8.RuneCountInString(e.Term)
	near := e.Matcher()
	matches := func(term string) bool { return !strings.HasPrefix(term, asWritten) && near(term) }
	return t.expand(ctx, v, at, matches, "size >= $1 AND size <= $2", n-e.Distance, n+e.Distance)
}

// expand lists the terms in a window of the vocabulary that match. They are read as one text, since a vocabulary has tens of
// thousands and a row costs more than a term.
func (t *SiteTx) expand(ctx context.Context, v wiki.Viewer, at textPlace, matches func(string) bool, window string, args ...any) ([]string, error) {
	var all string
	if err := t.one(ctx, "SELECT COALESCE(STRING_AGG(term, ' '), '') FROM term WHERE "+window, args, &all); err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	var found []string
	for term := range strings.SplitSeq(all, " ") {
		if matches(term) {
			found = append(found, strings.Clone(term))
		}
	}
	if len(found) > maxExpansion {
		var err error
		if found, err = t.knownTerms(ctx, v, found); err != nil {
			return nil, fmt.Errorf("vocabulary: %w", err)
		}
	}
	if len(found) > maxExpansion {
		return nil, at.refuse("a word of the text search stands for more than %d words: give more of its letters", maxExpansion)
	}
	slices.Sort(found)
	return found, nil
}

// knownTerms keeps the terms that stand in content the viewer may view, until they are too many.
func (t *SiteTx) knownTerms(ctx context.Context, v wiki.Viewer, terms []string) ([]string, error) {
	var known []string
	for _, term := range terms {
		var b text
		var found int
		match := t.db.dialect.wordsMatch(&b, wordsExpr{leaf: wordsLeaf{shape: inRow, terms: []string{term}}})
		err := t.one(ctx, "SELECT COUNT(*) FROM (SELECT 1 AS one FROM content c WHERE c.id IN ("+match+") AND c.status = 'current' AND "+
			t.visible(&b, v)+" LIMIT 1) known", b.args, &found)
		if err != nil {
			return nil, err
		}
		if found == 0 {
			continue
		}
		if known = append(known, term); len(known) > maxExpansion {
			break
		}
	}
	return known, nil
}

// addTerms puts terms into the vocabulary, in the order of their bytes so that two writers never wait for each other in a
// circle.
func (t *Tx) addTerms(ctx context.Context, terms map[string]bool) error {
	for some := range slices.Chunk(slices.Sorted(maps.Keys(terms)), maxBound/2) {
		var b text
		rows := make([]string, len(some))
		for i, term := range some { // one parameter a row: SQLite finds each by walking over those before it
			p := b.arg(term)
			rows[i] = "(" + p + ", LENGTH(" + p + "))"
		}
		b.WriteString("INSERT INTO term (term, size) VALUES " + strings.Join(rows, ", ") + " ON CONFLICT (term) DO NOTHING")
		if _, err := t.exec(ctx, b.String(), b.args...); err != nil {
			return fmt.Errorf("vocabulary: %w", err)
		}
	}
	return nil
}
