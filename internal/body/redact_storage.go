package body

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A redaction takes away text and nothing else: the runs of text in the tree that the texts of the ADF document were made of
// are changed where they stand, so that what is around them stays as it was written. Where a text was made of something else,
// such as the name of a page that a link without words shows, there is nothing to change, and the body is put together from
// ADF instead.

// withCuts is a copy of the body without what was cut out of the texts of its ADF document. origins are the nodes as they
// were written, texts what is cut. false: a text was made of something else.
func (d *Doc) withCuts(origins map[*adfNode]*redactedText) (*Doc, bool) {
	changed := map[*Node]string{}
	for n, t := range origins {
		if !cutOrigins(n, t.cuts, changed) {
			return nil, false
		}
	}
	nodes, _ := copyWith(d.Nodes, changed)
	return &Doc{nodes}, true
}

// cutOrigins finds what the runs are that a text was made of once the cuts are made.
func cutOrigins(n *adfNode, cuts []cut, changed map[*Node]string) bool {
	whole := ""
	for _, run := range n.origin {
		if run == nil {
			return false
		}
		whole += run.Text
	}
	starts, ends, ok := unitsOf(n.text, whole)
	if !ok {
		return false
	}
	base := 0
	for _, run := range n.origin {
		var b strings.Builder
		at, end := base, base+len(run.Text)
		for _, c := range cuts {
			from, to := starts[c.from], ends[c.to-1]
			if to <= base || from >= end {
				continue
			}
			if from >= base {
				b.WriteString(whole[at:from] + Bar)
			}
			at = min(max(at, to), end)
		}
		b.WriteString(whole[at:end])
		if text := b.String(); text != run.Text {
			changed[run] = text
		}
		base = end
	}
	return true
}

// unitsOf tells which bytes of what a text was made of each of its code units stands for: the same characters, but for white
// space with a line feed, of which a run became one space, and none at either end.
func unitsOf(text, whole string) (starts, ends []int, ok bool) {
	i := 0
	for _, r := range text {
		size := 0
		if text != whole {
			size = layoutAt(whole[i:])
		}
		if r != ' ' {
			i += size // it came before the text
			size = 0
		}
		if size == 0 {
			var found rune
			if found, size = utf8.DecodeRuneInString(whole[i:]); found != r || size == 0 {
				return nil, nil, false
			}
		}
		for range utf16.RuneLen(r) {
			starts, ends = append(starts, i), append(ends, i+size)
		}
		i += size
	}
	return starts, ends, strings.Trim(whole[i:], " \t\r\n") == ""
}

// layoutAt is the length of the run of white space with a line feed that s begins with.
func layoutAt(s string) int {
	size := len(s) - len(strings.TrimLeft(s, " \t\r\n"))
	if !strings.ContainsAny(s[:size], "\r\n") {
		return 0
	}
	return size
}

// copyWith copies what holds a run of text that is to be another. What an editor left for those who do not know a node
// repeats its text, and goes.
func copyWith(nodes []*Node, changed map[*Node]string) (out []*Node, touched bool) {
	for i, n := range nodes {
		text, another := changed[n]
		children, below := copyWith(n.Children, changed)
		if !another && !below {
			continue
		}
		if !touched {
			out, touched = slices.Clone(nodes), true
		}
		c := *n
		c.Children = children
		if another {
			c.Text, c.raw = text, ""
		}
		if c.Kind == ADFExtension {
			c.Children = slices.DeleteFunc(c.Children, func(c *Node) bool { return c.Kind == ADFFallback })
		}
		out[i] = &c
	}
	if !touched {
		return nodes, false
	}
	return out, true
}
