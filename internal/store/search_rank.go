package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/cql"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// Relevance is ranked in Go over a bounded set of candidates, so that both engines give the same answer in the same
// order: the newest MaxRanked hits by BM25 over their title and body, then all older ones by their last change. How
// common a term is, is counted among the candidates: a count over the whole index would tell of content that the viewer
// may not view (security-model.md R-SIDE).

// MaxRanked is how many hits are ranked.
const MaxRanked = 500

// titleWeight is how much a term in the title counts against one in the body.
const titleWeight = 4

// rankLeaves collects the positive leaves of the text searches of a condition.
func rankLeaves(e cql.Expr, leaves map[cql.TextExpr]wordsLeaf) []wordsLeaf {
	var out []wordsLeaf
	textClauses(e, true, func(clause *cql.Clause, q *cql.TextQuery) {
		for _, l := range q.Leaves() {
			if leaf, indexed := leaves[l]; indexed && !clause.Op.Negated() {
				out = append(out, leaf)
			}
		}
	})
	return out
}

// ranked ranks the newest hits.
func (c *compiler) ranked(ctx context.Context, leaves []wordsLeaf, skip, limit int) (wiki.Slice[Hit], error) {
	rows, err := c.newestHits(ctx)
	if err != nil {
		return wiki.Slice[Hit]{}, fmt.Errorf("search: %w", err)
	}
	beyond := len(rows) > MaxRanked
	rows = rows[:min(len(rows), MaxRanked)]
	scores := rank(rows, leaves)
	hits := make([]Hit, len(rows))
	for i := range rows {
		hits[i] = Hit{Content: rows[i].content(), Score: scores[i]}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { // equal scores stay newest first
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return 0
	})
	end := min(skip+limit, len(hits))
	out := wiki.Slice[Hit]{Items: hits[min(skip, end):end], More: end < len(hits) || beyond}
	if out.More {
		out.After = strconv.Itoa(end)
	}
	return out, nil
}

// rankRows reads the newest MaxRanked+1 of the contents for which the condition holds. They are chosen by their ids alone:
// sorting all hits with their terms would read the terms of all. Two statements, since PostgreSQL does not know how few the
// first one chooses and would go through all content for the second.
func (c *compiler) rankRows(ctx context.Context) ([]rankRow, error) {
	var b text
	where, err := c.where(&b)
	if err != nil {
		return nil, err
	}
	b.WriteString("SELECT c.id FROM content c JOIN space s ON s.id = +c.space WHERE " + where +
		" ORDER BY c.modified DESC, c.id LIMIT " + strconv.Itoa(MaxRanked+1))
	ids, err := collect(ctx, c.t.Tx, b.String(), b.args, func(r *sql.Rows, id *wiki.ContentID) error { return r.Scan(id) })
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var full text
	full.WriteString("SELECT " + contentCols + ", COALESCE(ix.length, 0), COALESCE(ix.terms, '')" + contentFrom +
		" LEFT JOIN indexed ix ON ix.content = c.id WHERE " + in(&full, "c.id", ids) + " ORDER BY c.modified DESC, c.id")
	return collect(ctx, c.t.Tx, full.String(), full.args, scanRankRow)
}

// rankRow is a candidate: a content with what its rank is made from.
type rankRow struct {
	contentRow
	length int
	terms  string
}

func scanRankRow(r *sql.Rows, row *rankRow) error {
	return r.Scan(row.dest(&row.length, &row.terms)...)
}

// rank scores the candidates: the sum of BM25 over the terms of the leaves, each as its leaf is boosted. A leaf that stands
// for several terms counts them as one.
func rank(rows []rankRow, leaves []wordsLeaf) []float64 {
	scores := make([]float64, len(rows))
	length := 0
	for i := range rows {
		length += rows[i].length
	}
	average := math.Max(float64(length)/math.Max(float64(len(rows)), 1), 1)
	counts := make([]int, len(rows))
	score := func(boost float64, count func(terms string) int) {
		having := 0
		for i := range rows {
			if counts[i] = count(rows[i].terms); counts[i] > 0 {
				having++
			}
		}
		for i := range rows {
			scores[i] += boost * words.BM25(counts[i], having, len(rows), rows[i].length, average)
		}
	}
	for _, l := range leaves {
		if l.shape == anyOf {
			score(l.boost, func(terms string) int { return countAny(terms, l.terms) })
			continue
		}
		for _, term := range l.terms {
			score(l.boost, func(terms string) int {
				return titleWeight*termCount(terms, inTitle, term, l.shape == prefix) + termCount(terms, inBody, term, l.shape == prefix)
			})
		}
	}
	return scores
}

// The column indexed.terms holds one line for each term of the title and of the body: a mark, the term, a blank, how
// often. A line begins and ends with a newline, so that finding "\nterm " finds the term and no other.
const (
	inTitle = "\nt"
	inBody  = "\nb"
)

func countTerms(title, body []string) string {
	var b strings.Builder
	for _, part := range []struct {
		mark  string
		terms []string
	}{{inTitle, title}, {inBody, body}} {
		counts := map[string]int{}
		for _, term := range part.terms {
			counts[term]++
		}
		sorted := make([]string, 0, len(counts))
		for term := range counts {
			sorted = append(sorted, term)
		}
		slices.Sort(sorted)
		for _, term := range sorted {
			b.WriteString(part.mark + term + " " + strconv.Itoa(counts[term]))
		}
	}
	return b.String() + "\n"
}

// termCount reads how often a term, or all terms with a prefix, occur in the title or in the body.
func termCount(terms, mark, term string, prefix bool) int {
	key, total := mark+term, 0
	if !prefix {
		key += " "
	}
	for {
		i := strings.Index(terms, key)
		if i < 0 {
			return total
		}
		line := terms[i+1:]
		end := strings.IndexByte(line, '\n')
		_, count, _ := strings.Cut(line[:end], " ")
		if n, err := strconv.Atoi(count); err == nil {
			total += n
		}
		if !prefix {
			return total
		}
		terms = line[end:]
	}
}

// countAny counts the occurrences of any of some sorted terms, in the title as in the body.
func countAny(terms string, sorted []string) int {
	total := 0
	for line := range strings.SplitSeq(terms, "\n") {
		if line == "" {
			continue
		}
		term, count, _ := strings.Cut(line[1:], " ")
		if _, wanted := slices.BinarySearch(sorted, term); !wanted {
			continue
		}
		if n, err := strconv.Atoi(count); err == nil {
			if line[:1] == inTitle[1:] {
				n *= titleWeight
			}
			total += n
		}
	}
	return total
}
