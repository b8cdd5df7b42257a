package store

import (
	"slices"
	"strconv"
	"strings"
)

// layout is how the terms of a text are handed to the text index. PostgreSQL keeps fewer places than SQLite; the layout
// keeps what both can, so that both find the same.
type layout struct {
	// row are the terms in the order of the text; an empty one is a place that is left out.
	row []string
	// tail are terms that are found by themselves but stand in no phrase, each once.
	tail []string
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

func newLayout(terms []string) layout {
	l := layout{row: make([]string, 0, min(len(terms), maxRow))}
	places, size := map[string]int{}, 0
	for _, term := range terms {
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
	return l
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
	return []any{ftsText(title.row), ftsText(body.row), tail.String()}
}

func ftsText(row []string) string {
	var b strings.Builder
	for _, term := range row {
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
	return b.String()
}
