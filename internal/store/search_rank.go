package store

import (
	"cmp"
	"context"
	"database/sql"
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
func (c *compiler) ranked(ctx context.Context, leaves []wordsLeaf, skip, limit int) (out wiki.Slice[Hit], err error) {
	ids, err := c.newestIDs(ctx, MaxRanked+1)
	if err != nil {
		return out, err
	}
	beyond := len(ids) > MaxRanked
	if !beyond {
		c.all = len(ids)
	}
	rows, err := c.rankRows(ctx, ids[:min(len(ids), MaxRanked)])
	if err != nil {
		return out, err
	}
	rank(rows, leaves)
	slices.SortStableFunc(rows, func(a, b rankRow) int { return cmp.Compare(b.score, a.score) }) // equal scores stay newest first
	end := min(skip+limit, len(rows))
	shown := rows[min(skip, end):end]
	if out.More = end < len(rows) || beyond; out.More {
		out.After = strconv.Itoa(end)
	}
	ids = ids[:0]
	for _, r := range shown {
		ids = append(ids, r.id)
	}
	if out.Items, err = c.hits(ctx, ids); err != nil {
		return out, err
	}
	for i := range out.Items {
		out.Items[i].Score = shown[i].score
	}
	return out, nil
}

// rankRow is a candidate: a content with what its rank is made from.
type rankRow struct {
	id     wiki.ContentID
	length int
	terms  string
	score  float64
}

// rankRows reads candidates, in the order of their ids. It is a statement of its own, since PostgreSQL does not know how few
// are chosen and would go through all content for their terms.
func (c *compiler) rankRows(ctx context.Context, ids []wiki.ContentID) ([]rankRow, error) {
	byID := make(map[wiki.ContentID]rankRow, len(ids))
	for some := range slices.Chunk(ids, maxBound) {
		var b text
		b.WriteString("SELECT it.content, it.length, it.terms FROM indexed_terms it WHERE " + in(&b, "it.content", some) +
			" AND (SELECT c.version FROM content c WHERE c.id = it.content AND " + readVersion + " = c.version) > 0")
		_, err := collect(ctx, c.t.Tx, b.String(), b.args, func(r *sql.Rows, _ *struct{}) error {
			var row rankRow
			err := r.Scan(&row.id, &row.length, &row.terms)
			byID[row.id] = row
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	rows := make([]rankRow, len(ids))
	for i, id := range ids {
		rows[i] = byID[id]
		rows[i].id = id // the index may not have read it: it was found by something else than its words
	}
	return rows, nil
}

// rank scores the candidates: the sum of BM25 over the terms of the leaves, each as its leaf is boosted. A leaf that stands
// for several terms counts them as one.
func rank(rows []rankRow, leaves []wordsLeaf) {
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
			rows[i].score += boost * words.BM25(counts[i], having, len(rows), rows[i].length, average)
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
}

// The column indexed_terms.terms holds one line for each term of the title and of the body, and for each word as it is
// written: a mark, the term, a blank, how often. A line begins and ends with a newline, so that finding "\nterm " finds the term and no other.
const (
	inTitle = "\nt"
	inBody  = "\nb"
)

// Only what can be found is counted.
func countTerms(title, body indexText, titleRow, bodyRow layout) string {
	var b strings.Builder
	for _, part := range []struct {
		mark string
		text indexText
		row  layout
	}{{inTitle, title, titleRow}, {inBody, body, bodyRow}} {
		counts := map[string]int{}
		for _, term := range part.row.all() {
			counts[term] = 0
		}
		for _, term := range slices.Concat(part.text.terms, part.text.words) {
			if n, there := counts[term]; there {
				counts[term] = n + 1
			}
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
