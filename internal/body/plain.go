package body

import (
	"strings"
	"unicode"
)

// PlainText is the words of the body, for search and excerpts: one line for
// each block, cells of a row apart by a space, runs of white space made one.
// Markup, macro parameters that are settings, ids and fallbacks are left out.
func (d *Doc) PlainText() string {
	var w plainWriter
	w.nodes(d.Nodes)
	return w.b.String()
}

// plainWriter keeps white space pending until a word follows it.
type plainWriter struct {
	b       strings.Builder
	pending byte // 0, ' ' or '\n'
}

func (w *plainWriter) nodes(nodes []*Node) {
	for _, n := range nodes {
		w.node(n)
	}
}

func (w *plainWriter) node(n *Node) {
	switch n.Kind {
	case Text:
		w.text(n.Text)
		return
	case Parameter, DefaultParameter, Placeholder, TaskID, TaskUUID, TaskStatus,
		ADFAttribute, ADFParameter, ADFFallback, ADFMark, TemplateDeclarations:
		return
	case Break:
		w.line()
		return
	case Time:
		w.text(n.Attr("datetime"))
		return
	case Emoticon:
		w.text(emojiText(n))
		return
	case Link:
		w.link(n)
		return
	case PlainBody, Preformatted:
		w.line()
		w.lines(textOf(n.Children))
		w.line()
		return
	case Cell, HeaderCell:
		// Cells share a line; blocks inside one still break it.
		w.space()
		w.cell(n.Children)
		w.space()
		return
	case Macro:
		w.macro(n)
		return
	}
	if !n.isBlock() {
		w.nodes(n.Children)
		return
	}
	w.line()
	w.nodes(n.Children)
	w.line()
}

// cell writes a cell whose only block is a paragraph as running text.
func (w *plainWriter) cell(nodes []*Node) {
	if len(nodes) == 1 && nodes[0].Kind == Paragraph {
		nodes = nodes[0].Children
	}
	w.nodes(nodes)
}

func (w *plainWriter) macro(n *Node) {
	if inlineMacros[n.MacroName()] {
		w.text(n.Param("title"))
		return
	}
	w.line()
	w.text(n.Param("title"))
	w.line()
	w.nodes(n.Children)
	w.line()
}

func (w *plainWriter) link(n *Node) {
	if text := linkText(n); text != nil {
		w.nodes(text)
		return
	}
	if r := linkResource(n); r.Type != ResourceUser {
		w.text(r.name())
	}
}

// linkText is the body of an ac:link, nil when it has none.
func linkText(n *Node) []*Node {
	for _, c := range n.Children {
		if (c.Kind == LinkBody || c.Kind == PlainLinkBody) && len(c.Children) > 0 {
			return c.Children
		}
	}
	return nil
}

func (w *plainWriter) line() {
	if w.b.Len() > 0 {
		w.pending = '\n'
	}
}

func (w *plainWriter) space() {
	if w.b.Len() > 0 && w.pending == 0 {
		w.pending = ' '
	}
}

func (w *plainWriter) text(s string) {
	for s != "" {
		i := strings.IndexFunc(s, unicode.IsSpace)
		if i == 0 {
			w.space()
			s = strings.TrimLeftFunc(s, unicode.IsSpace)
			continue
		}
		if i < 0 {
			i = len(s)
		}
		w.flush()
		w.b.WriteString(s[:i])
		s = s[i:]
	}
}

// lines writes text that keeps its line breaks: code.
func (w *plainWriter) lines(s string) {
	for line := range strings.Lines(s) {
		w.text(line)
		w.line()
	}
}

func (w *plainWriter) flush() {
	if w.pending != 0 {
		w.b.WriteByte(w.pending)
		w.pending = 0
	}
}

// emojiText is the character an emoticon stands for, or its short name.
func emojiText(n *Node) string {
	if s := n.Attr("ac:emoji-fallback"); s != "" {
		return s
	}
	if s := emoticons[n.Attr("ac:name")]; s.char != "" && isEmoticon(n) {
		return s.char
	}
	return n.Attr("ac:emoji-shortname")
}

// isEmoticon reports whether an ac:emoticon is the one it is named, and not an emoji that only borrows the name blue-star.
func isEmoticon(n *Node) bool {
	known, ok := emoticons[n.Attr("ac:name")]
	short := n.Attr("ac:emoji-shortname")
	return ok && (short == "" || short == known.shortName || n.Attr("ac:name") != "blue-star")
}
