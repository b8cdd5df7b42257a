package body

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Bar stands where text was redacted. Its length tells nothing of what was there.
const Bar = "█████"

// Range is a stretch of a text. From and To count the code units of UTF-16, as programs do that read ADF; a To of -1 is the
// end of the text.
type Range struct {
	Pointer  string // of a body: a JSON pointer (RFC 6901) into its ADF document, to a text node or to the text of one
	From, To int
}

// Redacted is what became of a range. Ranges that overlap are one redaction and have the same Group, counted from 0 in the
// order of the text.
type Redacted struct {
	From, To int
	Group    int
	Code     bool // in a block of code
}

// RedactText puts bars in the place of ranges of a text, whose pointers are not looked at, and returns what was taken away.
// The error is an [*Error] for a range that is not in the text.
func RedactText(text string, ranges []Range) (out string, done []Redacted, removed []string, err error) {
	t := &redactedText{text: utf16.Encode([]rune(text))}
	done = make([]Redacted, len(ranges))
	for i, s := range ranges {
		if err := t.add(s, &done[i]); err != nil {
			return "", nil, nil, err
		}
	}
	out, cuts, _ := t.redact(0)
	for _, c := range cuts {
		removed = append(removed, c.text)
	}
	return out, done, removed, nil
}

// Redact is RedactText for a body: the result is another body, in which what is around the ranges is as it was, or, where
// that cannot be, put together from ADF.
// What ends one text and goes on at the beginning of the next is removed as one. Errors: an [*Error] for a range that is not
// in a text of the body, and that of a function of [Wiki].
func (d *Doc) Redact(ctx context.Context, o Options, ranges []Range) (out *Doc, done []Redacted, removed []string, err error) {
	written, err := d.adf(ctx, o)
	if err != nil {
		return nil, nil, nil, err
	}
	root, err := decodeADF(string(written.appendJSON(nil)))
	if err != nil {
		return nil, nil, nil, err
	}
	texts, origins := map[*adfNode]*redactedText{}, map[*adfNode]*redactedText{}
	done = make([]Redacted, len(ranges))
	for i, s := range ranges {
		n, inCode, err := root.at(s.Pointer)
		if err != nil {
			return nil, nil, nil, err
		}
		if texts[n] == nil {
			texts[n] = &redactedText{text: utf16.Encode([]rune(n.text))}
			origin, _, err := written.at(s.Pointer)
			if err != nil {
				return nil, nil, nil, err
			}
			origins[origin] = texts[n]
		}
		done[i].Code = inCode
		if err := texts[n].add(s, &done[i]); err != nil {
			return nil, nil, nil, err
		}
	}
	removed = root.redact(texts)
	if err := (&adfChecker{}).doc(root); err != nil {
		return nil, nil, nil, err
	}
	if out, ok := d.withCuts(origins); ok {
		same, err := out.isWrittenAs(ctx, o, root)
		if same || err != nil {
			return out, done, removed, err
		}
	}
	r := &adfReader{ctx: ctx, o: o}
	out = &Doc{Nodes: r.document(root.content)}
	if r.err != nil {
		return nil, nil, nil, r.err
	}
	return out, done, removed, out.check()
}

// isWrittenAs reports whether the body's ADF document is this one.
func (d *Doc) isWrittenAs(ctx context.Context, o Options, root *adfNode) (bool, error) {
	adf, err := d.ADF(ctx, o)
	if err != nil {
		return false, err
	}
	again, err := decodeADF(adf)
	if err != nil {
		return false, err
	}
	if err := (&adfChecker{}).doc(again); err != nil {
		return false, err
	}
	return bytes.Equal(again.appendJSON(nil), root.appendJSON(nil)), nil
}

// Holds reports whether one of the texts stands in the body: in what a reader sees or in an attribute. White space counts
// as one space.
func (d *Doc) Holds(texts []string) bool {
	if HoldsText(textOf(d.Nodes), texts) {
		return true
	}
	found := false
	walk(d.Nodes, func(n *Node) bool {
		found = found || slices.ContainsFunc(n.Attrs, func(a Attr) bool { return HoldsText(a.Value, texts) })
		return !found
	})
	return found
}

// HoldsText reports whether one of the texts, none of them blank, stands in another. White space counts as one space.
func HoldsText(whole string, texts []string) bool {
	whole = oneSpaced(whole)
	return slices.ContainsFunc(texts, func(t string) bool {
		t = oneSpaced(t)
		return strings.Trim(t, " ") != "" && strings.Contains(whole, t)
	})
}

// Marked is the text in the marks of each name.
func (d *Doc) Marked() map[string]string {
	out := map[string]string{}
	walk(d.Nodes, func(n *Node) bool {
		if n.Kind == CommentMarker {
			out[n.Attr("ac:ref")] += textOf(n.Children)
		}
		return true
	})
	return out
}

func oneSpaced(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		b.WriteRune(r)
		blank = false
	}
	return b.String()
}

// at is the text node a pointer leads to.
func (n *adfNode) at(pointer string) (text *adfNode, inCode bool, err error) {
	wrong := &Error{Kind: NotWellFormed, Path: pointer, Msg: "the pointer leads to no text of the body"}
	tokens := strings.Split(pointer, "/")
	if tokens[0] != "" {
		return nil, false, wrong
	}
	for tokens = tokens[1:]; len(tokens) > 1 && tokens[0] == "content"; tokens = tokens[2:] {
		i, err := strconv.Atoi(tokens[1])
		if err != nil || i < 0 || i >= len(n.content) || strconv.Itoa(i) != tokens[1] {
			return nil, false, wrong
		}
		inCode, n = n.typ == "codeBlock", n.content[i]
	}
	if n.typ != "text" || len(tokens) > 1 || len(tokens) == 1 && tokens[0] != "text" {
		return nil, false, wrong
	}
	return n, inCode, nil
}

// redact puts the bars into the texts below a node, in their order, and returns what was taken away.
func (n *adfNode) redact(texts map[*adfNode]*redactedText) (removed []string) {
	groups := 0
	var visit func(n *adfNode)
	visit = func(n *adfNode) {
		open := false // the last thing taken away reached the end of the text before
		for _, c := range n.content {
			t := texts[c]
			if t == nil {
				open = false
				visit(c)
				continue
			}
			var cuts []cut
			c.text, cuts, groups = t.redact(groups)
			for i, k := range cuts {
				if open && i == 0 && k.atStart {
					removed[len(removed)-1] += k.text
				} else {
					removed = append(removed, k.text)
				}
			}
			open = cuts[len(cuts)-1].atEnd
		}
	}
	visit(n)
	return removed
}

// redactedText is a text with the ranges to be taken out of it.
type redactedText struct {
	text   []uint16
	ranges []*Redacted
	cuts   []cut // once it is redacted
}

// cut is what was taken away in one piece.
type cut struct {
	text           string
	from, to       int // code units
	atStart, atEnd bool
}

func (t *redactedText) add(s Range, r *Redacted) error {
	r.From, r.To = s.From, s.To
	if s.To < 0 {
		r.To = len(t.text)
	}
	if r.From < 0 || r.From >= r.To || r.To > len(t.text) || t.splits(r.From) || t.splits(r.To) {
		return &Error{Kind: NotWellFormed, Path: s.Pointer, Msg: fmt.Sprintf("there is no text from %d to %d: it has %d characters", r.From, r.To, len(t.text))}
	}
	t.ranges = append(t.ranges, r)
	return nil
}

// splits reports whether a place is inside a character.
func (t *redactedText) splits(i int) bool {
	return i > 0 && i < len(t.text) && utf16.IsSurrogate(rune(t.text[i])) && t.text[i] >= 0xDC00 && utf16.IsSurrogate(rune(t.text[i-1]))
}

// redact is the text with bars. Groups are counted from first; the next one is returned.
func (t *redactedText) redact(first int) (out string, cuts []cut, next int) {
	slices.SortStableFunc(t.ranges, func(a, b *Redacted) int { return a.From - b.From })
	var b strings.Builder
	at, next := 0, first
	for i := 0; i < len(t.ranges); next++ {
		from, to := t.ranges[i].From, t.ranges[i].To
		for ; i < len(t.ranges) && t.ranges[i].From < to; i++ {
			to = max(to, t.ranges[i].To)
			t.ranges[i].Group = next
		}
		b.WriteString(string(utf16.Decode(t.text[at:from])) + Bar)
		cuts = append(cuts, cut{string(utf16.Decode(t.text[from:to])), from, to, from == 0, to == len(t.text)})
		at = to
	}
	b.WriteString(string(utf16.Decode(t.text[at:])))
	t.cuts = cuts
	return b.String(), cuts, next
}
