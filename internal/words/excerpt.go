package words

import (
	"strings"
	"unicode/utf8"
)

// HitStart and HitEnd enclose each hit in an excerpt, as search answers on the wire do (issue "The languages").
const (
	HitStart = "@@@hl@@@"
	HitEnd   = "@@@endhl@@@"
)

const (
	maxHits = 256 // hits looked at to choose the window; the rest of a long text is not read
	maxTrim = 32  // characters given up at each side to end between two words
)

// hit is a stretch of the text to be marked.
type hit struct {
	term       string
	start, end int // byte offsets
	first      int // offset of start in characters
	last       int // offset of end in characters
}

// Excerpt returns the part of text that shows its hits best, in at most max characters (markers not counted), with each hit
// between [HitStart] and [HitEnd]. isHit tells whether a word is one. The best part has the most different terms, then the
// most hits, then comes first; without a hit it is the beginning. White space is collapsed to single spaces, and where the script
// has spaces the excerpt begins and ends at one. The text is not escaped: it is plain text, and so is the result.
func Excerpt(text string, isHit func(Token) bool, max int) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
	if max <= 0 {
		return ""
	}
	hits := findHits(text, isHit)
	best := bestRun(hits, max)
	start, end := window(text, best, max)
	return mark(text, start, end, best)
}

func findHits(text string, isHit func(Token) bool) []hit {
	var hits []hit
	chars, bytes := 0, 0 // how far the text has been counted
	count := func(to int) int {
		if to < bytes { // pairs of an unspaced script overlap
			return chars - utf8.RuneCountInString(text[to:bytes])
		}
		chars, bytes = chars+utf8.RuneCountInString(text[bytes:to]), to
		return chars
	}
	for t := range All(text) {
		if !isHit(t) {
			continue
		}
		hits = append(hits, hit{term: t.Term, start: t.Start, end: t.End, first: count(t.Start), last: count(t.End)})
		if len(hits) == maxHits {
			break
		}
	}
	return hits
}

// bestRun returns the neighbouring hits that fit into max characters together and show most.
func bestRun(hits []hit, max int) []hit {
	var best []hit
	bestKinds := 0
	inside := make(map[string]int)
	from := 0
	for to, h := range hits {
		inside[h.term]++
		for from <= to && h.last-hits[from].first > max {
			if inside[hits[from].term]--; inside[hits[from].term] == 0 {
				delete(inside, hits[from].term)
			}
			from++
		}
		if len(inside) > bestKinds || (len(inside) == bestKinds && to+1-from > len(best)) {
			best, bestKinds = hits[from:to+1], len(inside)
		}
	}
	return best
}

// window chooses the bytes of text to show around the hits: a third of the room that is left stands before the first of them.
func window(text string, hits []hit, max int) (start, end int) {
	if len(hits) > 0 {
		room := max - (hits[len(hits)-1].last - hits[0].first)
		start = back(text, hits[0].start, room/3)
	}
	end = forward(text, start, max)
	if end == len(text) {
		start = back(text, end, max)
	}
	keepFrom, keepTo := end, start // what trimming must not touch
	if len(hits) > 0 {
		keepFrom, keepTo = hits[0].start, hits[len(hits)-1].end
	}
	if start > 0 && text[start-1] != ' ' {
		if i := strings.IndexByte(text[start:keepFrom], ' '); i >= 0 && i <= maxTrim {
			start += i
		}
	}
	if end < len(text) && text[end] != ' ' {
		if i := strings.LastIndexByte(text[keepTo:end], ' '); i >= 0 && keepTo+i >= end-maxTrim {
			end = keepTo + i
		}
	}
	for start < end && text[start] == ' ' {
		start++
	}
	for end > start && text[end-1] == ' ' {
		end--
	}
	return start, end
}

// back returns the offset n characters before pos, forward the one n characters after it.
func back(text string, pos, n int) int {
	for ; n > 0 && pos > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:pos])
		pos -= size
	}
	return pos
}

func forward(text string, pos, n int) int {
	for ; n > 0 && pos < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[pos:])
		pos += size
	}
	return pos
}

// mark writes text[start:end] with its hits enclosed; overlapping hits become one.
func mark(text string, start, end int, hits []hit) string {
	var b strings.Builder
	for i := 0; i < len(hits); {
		from, to := hits[i].start, hits[i].end
		for i++; i < len(hits) && hits[i].start < to; i++ {
			to = hits[i].end
		}
		if from < start || to > end {
			continue
		}
		b.WriteString(text[start:from])
		b.WriteString(HitStart)
		b.WriteString(text[from:to])
		b.WriteString(HitEnd)
		start = to
	}
	b.WriteString(text[start:end])
	return b.String()
}
