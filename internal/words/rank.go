package words

import "math"

// The usual constants of BM25: how soon a repeated term stops counting, and how much the length of a text matters.
const (
	bm25K = 1.2
	bm25B = 0.75
)

// IDF returns the weight of a term that stands in df of docs texts: the rarer, the heavier, never negative.
func IDF(df, docs int) float64 {
	df = max(df, 0)
	docs = max(docs, df)
	return math.Log1p((float64(docs-df) + 0.5) / (float64(df) + 0.5))
}

// BM25 returns what one term adds to the relevance of one text. tf is how often it stands in that text, df in how many of docs
// texts it stands at all, length and avgLength are the numbers of terms in this text and in the average one. The score of a query
// is the sum over its terms, each times its boost. An absent term adds 0; an unknown avgLength (0) leaves the length out.
func BM25(tf, df, docs, length int, avgLength float64) float64 {
	if tf <= 0 {
		return 0
	}
	relative := 1.0
	if avgLength > 0 {
		relative = float64(max(length, 0)) / avgLength
	}
	n := float64(tf)
	return IDF(df, docs) * n * (bm25K + 1) / (n + bm25K*(1-bm25B+bm25B*relative))
}
