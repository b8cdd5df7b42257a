package words_test

import (
	"math"
	"testing"

	"github.com/weirhq/weir/internal/words"
)

func TestBM25(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name              string
		tf, df, docs, len int
		avg               float64
		want              float64
	}{
		{"absent term", 0, 5, 100, 10, 10, 0},
		{"one of two texts, average length", 1, 1, 2, 10, 10, math.Ln2},
		{"unknown average", 1, 1, 2, 10, 0, math.Ln2},
		{"twice in a text of average length", 2, 1, 2, 10, 10, math.Ln2 * 2 * 2.2 / 3.2},
		{"text twice as long", 1, 1, 2, 20, 10, math.Ln2 * 2.2 / (1 + 1.2*1.75)},
		{"term in every text still counts", 1, 2, 2, 10, 10, math.Log(1.2)},
		{"more hits than texts", 1, 3, 2, 10, 10, math.Log1p(0.5 / 3.5)},
	} {
		if got := words.BM25(c.tf, c.df, c.docs, c.len, c.avg); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRarerTermsWeighMore(t *testing.T) {
	t.Parallel()
	for df := range 100 {
		if words.IDF(df, 100) <= words.IDF(df+1, 100) {
			t.Errorf("IDF(%d) = %v is not above IDF(%d) = %v", df, words.IDF(df, 100), df+1, words.IDF(df+1, 100))
		}
	}
}
