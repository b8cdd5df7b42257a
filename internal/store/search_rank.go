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

// rankLeaves collects the positive text leaves of a query.
func rankLeaves(e cql.Expr) []phrase {
	switch e := e.(type) {
	case *cql.And:
		return leavesOf(e.Args)
	case *cql.Or:
		return leavesOf(e.Args)
	case *cql.Clause:
		q, isText := e.Values[0].(*cql.TextQuery)
		if !isText || e.Op.Negated() {
			return nil
		}
		var out []phrase
		for _, l := range q.Leaves() {
			if p, err := leaf(l); err == nil {
				out = append(out, p)
			}
		}
		return out
	}
	return nil
}

func leavesOf(args []cql.Expr) []phrase {
	var out []phrase
	for _, a := range args {
		out = append(out, rankLeaves(a)...)
	}
	return out
}

func (t *SiteTx) searchRanked(ctx context.Context, v wiki.Viewer, s Search, leaves []phrase, skip, limit int) (wiki.Slice[Hit], error) {
	if skip >= MaxRanked {
		s.Query = &cql.Query{Where: s.Query.Where, Order: []cql.SortKey{{Field: cql.FieldLastModified, Desc: true}}}
		return t.Search(ctx, v, s, wiki.Window{Limit: limit, After: strconv.Itoa(skip)})
	}
	var b text
	where, err := t.searchWhere(&b, v, s)
	if err != nil {
		return wiki.Slice[Hit]{}, err
	}
	b.WriteString("SELECT " + contentCols + ", COALESCE(ix.length, 0), COALESCE(ix.terms, '')" + contentFrom +
		" LEFT JOIN indexed ix ON ix.content = c.id WHERE " + where +
		" ORDER BY c.modified DESC, c.id" + atMost(&b, MaxRanked+1))
	rows, err := collect(ctx, t.Tx, b.String(), b.args, scanRankRow)
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

// rankRow is a candidate: a content with what its rank is made from.
type rankRow struct {
	contentRow
	length int
	terms  string
}

func scanRankRow(r *sql.Rows, row *rankRow) error {
	return r.Scan(row.dest(&row.length, &row.terms)...)
}

// rank scores the candidates: the sum of BM25 over the terms of the leaves.
func rank(rows []rankRow, leaves []phrase) []float64 {
	scores := make([]float64, len(rows))
	length := 0
	for i := range rows {
		length += rows[i].length
	}
	average := math.Max(float64(length)/math.Max(float64(len(rows)), 1), 1)
	counts := make([]int, len(rows))
	for _, p := range leaves {
		for i, term := range p.terms {
			prefix, having := p.prefix && i == len(p.terms)-1, 0
			for j := range rows {
				counts[j] = titleWeight*termCount(rows[j].terms, inTitle, term, prefix) + termCount(rows[j].terms, inBody, term, prefix)
				if counts[j] > 0 {
					having++
				}
			}
			for j := range rows {
				scores[j] += words.BM25(counts[j], having, len(rows), rows[j].length, average)
			}
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
