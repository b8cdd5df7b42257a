package body

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Comments on a text of a body stand in it as ac:inline-comment-marker elements around that text, one for each run of text
// in an element of its own; ac:ref names the comment.

// Selection is a text in a body as a reader sees it: the match with the number Index, from 0, of Count.
type Selection struct {
	Text         string
	Index, Count int
}

// Mark puts marks named ref around a text. White space counts as one space, and a text may run over inline elements, but
// not from one block to the next. The error is an [*Error] when the text does not stand there as often as it says, or the
// body would grow beyond a limit.
func (d *Doc) Mark(s Selection, ref string) error {
	m := marker{want: []rune(strings.Join(strings.Fields(s.Text), " "))}
	if len(m.want) == 0 {
		return &Error{Kind: NotWellFormed, Msg: "the selected text is empty"}
	}
	m.nodes(d.Nodes)
	m.end()
	switch {
	case len(m.found) != s.Count:
		return &Error{Kind: NotWellFormed, Msg: fmt.Sprintf("the selected text occurs %d times, not %d times", len(m.found), s.Count)}
	case s.Index < 0 || s.Index >= len(m.found):
		return &Error{Kind: NotWellFormed, Msg: fmt.Sprintf("the selected text has no match %d", s.Index)}
	}
	marked := map[*Node][]*Node{}
	for _, p := range m.found[s.Index] {
		marked[p.node] = p.mark(ref)
	}
	d.Nodes = replaceNodes(d.Nodes, marked)
	return d.check()
}

// Unmark takes the marks named ref away and leaves what they are around. It reports whether there were any.
func (d *Doc) Unmark(ref string) bool {
	marks := map[*Node][]*Node{}
	walk(d.Nodes, func(n *Node) bool {
		if n.Kind == CommentMarker && n.Attr("ac:ref") == ref {
			marks[n] = n.Children
		}
		return true
	})
	d.Nodes = replaceNodes(d.Nodes, marks)
	return len(marks) > 0
}

// Markers lists the names of the marks in the body, each once.
func (d *Doc) Markers() []string {
	var out []string
	walk(d.Nodes, func(n *Node) bool {
		if n.Kind == CommentMarker {
			out = append(out, n.Attr("ac:ref"))
		}
		return true
	})
	slices.Sort(out)
	return slices.Compact(out)
}

// replaceNodes puts other nodes in the place of some.
func replaceNodes(nodes []*Node, by map[*Node][]*Node) []*Node {
	out := make([]*Node, 0, len(nodes))
	for _, n := range nodes {
		others, replaced := by[n]
		if !replaced {
			others = []*Node{n}
		}
		for _, o := range others {
			o.Children = replaceNodes(o.Children, by)
		}
		out = append(out, others...)
	}
	return out
}

// marker looks for a text in the runs of text between the borders of blocks.
type marker struct {
	want  []rune
	run   []place // one for each letter of the run, white space made one
	found [][]piece
}

// place is a letter of a run: bytes of a text node.
type place struct {
	letter   rune
	node     *Node
	from, to int
}

// piece is the part of a text node that is marked.
type piece struct {
	node     *Node
	from, to int
}

// mark is the text node in up to three nodes, with its part in a mark.
func (p piece) mark(ref string) []*Node {
	text := p.node.Text
	var out []*Node
	if p.from > 0 {
		out = append(out, NewText(text[:p.from]))
	}
	out = append(out, NewElement("ac:inline-comment-marker", NewText(text[p.from:p.to])).With("ac:ref", ref))
	if p.to < len(text) {
		out = append(out, NewText(text[p.to:]))
	}
	return out
}

func (m *marker) nodes(nodes []*Node) {
	for _, n := range nodes {
		switch n.Kind {
		case Text:
			m.text(n)
		case Strong, Emphasis, Underline, Strike, Code, Subscript, Superscript, Small, Span, Anchor, Link, LinkBody, CommentMarker:
			m.nodes(n.Children)
		case Parameter, DefaultParameter, PlainBody, PlainLinkBody, Placeholder, TaskID, TaskUUID, TaskStatus, Time,
			ADFExtension, ADFNode, ADFAttribute, ADFParameter, ADFFallback, ADFMark, TemplateDeclarations:
			m.end() // no text that a mark could stand around
		default:
			m.end()
			m.nodes(n.Children)
			m.end()
		}
	}
}

func (m *marker) text(n *Node) {
	for i, r := range n.Text {
		at := place{r, n, i, i + len(string(r))}
		if unicode.IsSpace(r) {
			if at.letter = ' '; len(m.run) > 0 && m.run[len(m.run)-1].letter == ' ' {
				continue
			}
		}
		m.run = append(m.run, at)
	}
}

// end looks through the run that ends here. Matches do not overlap.
func (m *marker) end() {
	for i := 0; i+len(m.want) <= len(m.run); {
		if !m.matches(i) {
			i++
			continue
		}
		m.found = append(m.found, pieces(m.run[i:i+len(m.want)]))
		i += len(m.want)
	}
	m.run = m.run[:0]
}

func (m *marker) matches(i int) bool {
	for j, r := range m.want {
		if m.run[i+j].letter != r {
			return false
		}
	}
	return true
}

// pieces joins the letters of each text node.
func pieces(letters []place) []piece {
	var out []piece
	for _, l := range letters {
		if n := len(out); n > 0 && out[n-1].node == l.node {
			out[n-1].to = l.to
			continue
		}
		out = append(out, piece{l.node, l.from, l.to})
	}
	return out
}
