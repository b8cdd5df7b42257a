package store

import (
	"slices"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/words"
)

// indexText is a text as the index reads it.
type indexText struct {
	terms []string // in the order of the text
	words []string // the words as they are written, where that is not a term of its own
}

// asWritten stands before a word as it is written. It is indexed beside its term, for wildcards, which look for words and not
// for stems (search_vocabulary.go). The mark is no letter or digit, so no term is taken for a word.
const asWritten = "·"

// written is how the words that begin so are indexed. Only words that begin with a Latin letter are stemmed, or are what
// others are stemmed to; all others are their own terms.
func written(beginning string) string {
	if beginning[0] < 'a' || beginning[0] > 'z' {
		return beginning
	}
	return asWritten + beginning
}

func textOf(s string) indexText {
	var x indexText
	for t := range words.All(s) {
		x.terms = append(x.terms, t.Term)
		if w := written(t.Written()); w != t.Term {
			x.words = append(x.words, w)
		}
	}
	return x
}

// layout is how the terms of a text are handed to the text index. PostgreSQL keeps fewer places than SQLite; the layout
// keeps what both can, so that both find the same.
type layout struct {
	// row are the terms in the order of the text; an empty one is a place that is left out.
	row []string
	// tail are terms that are found by themselves but stand in no phrase, each once.
	tail []string
	// words are those of the text as they are written, each once.
	words []string
}

// What PostgreSQL's tsvector can hold: 16383 places, of which some separate the row from the tail so that nothing in the
// one is near the other, 255 of one term, and one megabyte of terms with their places. Terms beyond the last are not
// indexed at all.
const (
	maxRow    = tailPlace - maxSlop - 2
	tailPlace = 16383
	maxPlaces = 255
	maxLayout = 900_000 // bytes
	placeCost = 8       // bytes of a place, with what aligns it
)

func newLayout(x indexText) layout {
	l := layout{row: make([]string, 0, min(len(x.terms), maxRow))}
	places, size := map[string]int{}, 0
	for _, term := range x.terms {
		n, seen := places[term]
		if !seen {
			if size += len(term) + placeCost; size > maxLayout {
				size -= len(term) + placeCost
				term = ""
			}
		}
		switch {
		case len(l.row) < maxRow && (term == "" || n == maxPlaces):
			l.row = append(l.row, "")
		case len(l.row) < maxRow:
			l.row = append(l.row, term)
			places[term]++
		case term != "" && !seen:
			l.tail = append(l.tail, term)
			places[term]++
		}
	}
	for _, word := range x.words {
		if places[word]++; places[word] > 1 || size+len(word)+placeCost > maxLayout {
			continue
		}
		size += len(word) + placeCost
		l.words = append(l.words, word)
	}
	return l
}

// all are the terms and words that can be found.
func (l layout) all() []string {
	return slices.DeleteFunc(slices.Concat(l.row, l.tail, l.words), func(term string) bool { return term == "" })
}

// hole is the term that stands in FTS5 where a place is left out. It is no letter or digit, so no search asks for it.
const hole = "¤"

// ftsRow writes a title and a body for FTS5. What is in no phrase has a column of its own, which no proximity search looks
// at, and stands there between holes, because a phrase is a run of neighbours.
func ftsRow(title, body layout) []any {
	var tail strings.Builder
	for _, term := range slices.Concat(title.tail, body.tail) {
		tail.WriteString(term + " " + hole + " ")
	}
	return []any{ftsText(title), ftsText(body), tail.String()}
}

func ftsText(l layout) string {
	var b strings.Builder
	for _, term := range slices.Concat(l.row, l.words) {
		if term == "" {
			term = hole
		}
		b.WriteString(term + " ")
	}
	return b.String()
}

func tsvectors(title, body layout) []any { return []any{tsvector(title), tsvector(body)} }

// tsvector writes a layout as a tsvector literal. Terms hold letters, digits and marks only, so quoting them is safe.
func tsvector(l layout) string {
	places := map[string][]byte{}
	order := make([]string, 0, len(l.row))
	for i, term := range l.row {
		if term == "" {
			continue
		}
		p, seen := places[term]
		if seen {
			p = append(p, ',')
		} else {
			order = append(order, term)
		}
		places[term] = strconv.AppendInt(p, int64(i+1), 10)
	}
	var b strings.Builder
	for _, term := range order {
		b.WriteString("'" + term + "':")
		b.Write(places[term])
		b.WriteByte(' ')
	}
	for _, term := range l.tail {
		b.WriteString("'" + term + "':" + strconv.Itoa(tailPlace) + " ")
	}
	for _, word := range l.words {
		b.WriteString("'" + word + "' ")
	}
	return b.String()
}
