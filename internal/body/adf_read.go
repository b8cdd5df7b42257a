package body

import (
	"context"
	"strconv"
	"strings"
)

// ParseADF reads an ADF document as JSON. It refuses duplicate keys, nesting
// beyond 64 and whatever breaks the document schema, naming the path to the
// node; ids (localId, media, tasks) are kept. The error is an [*Error] or that
// of a function of [Wiki].
func ParseADF(ctx context.Context, src string, o Options) (*Doc, error) {
	n, err := decodeADF(src)
	if err != nil {
		return nil, err
	}
	if err := (&adfChecker{}).doc(n); err != nil {
		return nil, err
	}
	r := &adfReader{ctx: ctx, o: o}
	doc := &Doc{Nodes: r.document(n.content)}
	if r.err != nil {
		return nil, r.err
	}
	if err := doc.check(); err != nil {
		return nil, err
	}
	return doc, nil
}

// adfReader turns checked nodes into the tree.
type adfReader struct {
	ctx   context.Context
	o     Options
	tasks int // highest task id given so far
	err   error
}

func (r *adfReader) fail(err error) {
	if err != nil && r.err == nil {
		r.err = err
	}
}

// document wraps a page with columns in a layout, as storage format has it:
// what stands between the sections becomes sections of fixed width.
func (r *adfReader) document(content []*adfNode) []*Node {
	r.reserveTaskIDs(content)
	columns := false
	for _, n := range content {
		columns = columns || n.typ == "layoutSection"
	}
	if !columns {
		return r.blocks(content)
	}
	layout := NewElement("ac:layout")
	for start := 0; start < len(content); {
		if n := content[start]; n.typ == "layoutSection" {
			layout.append(r.layoutSection(n))
			start++
			continue
		}
		end := start
		for end < len(content) && content[end].typ != "layoutSection" {
			end++
		}
		cell := NewElement("ac:layout-cell", r.blocks(content[start:end])...)
		layout.append(NewElement("ac:layout-section", cell).With("ac:type", "fixed-width").With("ac:breakout-mode", "default"))
		start = end
	}
	return []*Node{layout}
}

func (r *adfReader) blocks(content []*adfNode) []*Node {
	var out []*Node
	for _, n := range content {
		out = append(out, r.block(n)...)
	}
	return out
}

func (r *adfReader) block(n *adfNode) []*Node {
	switch n.typ {
	case "paragraph":
		return one(r.paragraph("p", n))
	case "heading":
		return one(r.paragraph("h"+n.attrs.num("level")[:1], n))
	case "blockquote":
		return one(withLocalID(NewElement("blockquote", r.blocks(n.content)...), n))
	case "bulletList":
		return one(withLocalID(NewElement("ul", r.blocks(n.content)...), n))
	case "orderedList":
		list := NewElement("ol", r.blocks(n.content)...)
		if start := n.attrs.num("order"); start != "" && start != "1" {
			list.With("start", start)
		}
		return one(withLocalID(list, n))
	case "listItem":
		return one(withLocalID(NewElement("li", r.blocks(n.content)...), n))
	case "rule":
		return one(withLocalID(NewElement("hr"), n))
	case "codeBlock":
		return one(r.codeBlock(n))
	case "panel":
		return one(r.panel(n))
	case "expand", "nestedExpand":
		return one(r.expand(n))
	case "table":
		return one(r.table(n))
	case "taskList":
		return one(r.taskList(n))
	case "mediaSingle":
		return one(r.mediaSingle(n))
	case "mediaGroup":
		return r.mediaGroup(n)
	case "blockCard", "embedCard":
		if card := r.blockCard(n); card != nil {
			return one(card)
		}
	case "extension", "bodiedExtension":
		if nodes := r.macro(n); nodes != nil {
			return nodes
		}
	}
	return one(NewElement("ac:adf-extension", r.adfElement(n)))
}

func one(n *Node) []*Node { return []*Node{n} }

// withLocalID carries the node's own id, which editors keep stable.
func withLocalID(e *Node, n *adfNode) *Node {
	if id := n.attrs.str("localId"); id != "" {
		e.With("local-id", id)
	}
	return e
}

func (r *adfReader) paragraph(element string, n *adfNode) *Node {
	e := NewElement(element, r.inlines(n.content)...)
	var style []string
	for _, m := range n.marks {
		switch m.typ {
		case "alignment":
			style = append(style, "text-align: "+map[string]string{"center": "center", "end": "right"}[m.attrs.str("align")]+";")
		case "indentation":
			level, _ := strconv.ParseFloat(m.attrs.num("level"), 64) // checked: 1 to 6
			style = append(style, "margin-left: "+strconv.FormatFloat(30*level, 'f', 1, 64)+"px;")
		case "fontSize":
			style = append(style, "font-size: small;")
		}
	}
	if len(style) > 0 {
		e.With("style", strings.Join(style, " "))
	}
	return withLocalID(e, n)
}

func (r *adfReader) codeBlock(n *adfNode) *Node {
	var text strings.Builder
	for _, c := range n.content {
		text.WriteString(c.text)
	}
	m := NewMacro("code", "language", n.attrs.str("language"))
	if id := n.attrs.str("uniqueId"); id != "" {
		m.With("ac:macro-id", id)
	}
	if id := n.attrs.str("localId"); id != "" {
		m.With("ac:local-id", id)
	}
	if v := n.attrs.get("hideLineNumbers"); v != nil {
		m.append(param("linenumbers", boolText(v.Kind() == 'f')))
	}
	if n.attrs.is("wrap") {
		m.append(param("wrap", "true"))
	}
	addBreakout(m, n)
	return m.withPlainBody(strings.Map(legalRune, strings.ReplaceAll(strings.ReplaceAll(text.String(), "\r\n", "\n"), "\r", "\n")))
}

func param(name, value string) *Node {
	return NewElement("ac:parameter", NewText(value)).With("ac:name", name)
}

// addBreakout keeps how far a block reaches beyond the text column.
func addBreakout(m *Node, n *adfNode) {
	for _, mark := range n.marks {
		if mark.typ == "breakout" {
			m.append(param("breakoutMode", mark.attrs.str("mode")))
			if width := mark.attrs.num("width"); width != "" {
				m.append(param("breakoutWidth", width))
			}
		}
	}
}

// panelMacros are the macros behind the panel types; "note" has none, and a
// custom panel is the panel macro.
var panelMacros = map[string]string{"info": "info", "success": "tip", "tip": "tip", "warning": "note", "error": "warning", "custom": "panel"}

func (r *adfReader) panel(n *adfNode) *Node {
	name := panelMacros[n.attrs.str("panelType")]
	if name == "" {
		return NewElement("ac:adf-extension", r.adfElement(n))
	}
	m := NewMacro(name)
	if name == "panel" {
		m = NewMacro(name, "panelIcon", n.attrs.str("panelIcon"), "panelIconId", n.attrs.str("panelIconId"),
			"panelIconText", n.attrs.str("panelIconText"), "bgColor", n.attrs.str("panelColor"))
	}
	if id := n.attrs.str("localId"); id != "" {
		m.With("ac:local-id", id)
	}
	return m.withRichBody(r.blocks(n.content))
}

func (r *adfReader) expand(n *adfNode) *Node {
	m := NewMacro("expand", "title", n.attrs.str("title"))
	if id := n.attrs.str("localId"); id != "" {
		m.With("ac:local-id", id)
	}
	addBreakout(m, n)
	return m.withRichBody(r.blocks(n.content))
}

// layoutWidths are the column widths of the named section types.
var layoutWidths = []struct {
	name   string
	widths []string
}{
	{"single", []string{"100"}},
	{"two_equal", []string{"50", "50"}},
	{"two_left_sidebar", []string{"33.33", "66.66"}},
	{"two_right_sidebar", []string{"66.66", "33.33"}},
	{"three_equal", []string{"33.33", "33.33", "33.33"}},
	{"three_with_sidebars", []string{"25", "50", "25"}},
	{"three_left_sidebars", []string{"25", "25", "50"}},
	{"three_right_sidebars", []string{"50", "25", "25"}},
	{"four_equal", []string{"25", "25", "25", "25"}},
	{"five_equal", []string{"20", "20", "20", "20", "20"}},
}

func (r *adfReader) layoutSection(n *adfNode) *Node {
	widths := make([]string, 0, len(n.content))
	for _, c := range n.content {
		widths = append(widths, c.attrs.num("width"))
	}
	name, exact := layoutType(widths)
	section := NewElement("ac:layout-section").With("ac:type", name)
	mode := "default"
	for _, m := range n.marks {
		if m.typ == "breakout" {
			mode = m.attrs.str("mode")
			if width := m.attrs.num("width"); width != "" {
				section.With("ac:breakout-width", width)
			}
		}
	}
	section.With("ac:breakout-mode", mode)
	if id := n.attrs.str("localId"); id != "" {
		section.With("ac:local-id", id)
	}
	for i, c := range n.content {
		cell := NewElement("ac:layout-cell", r.blocks(c.content)...)
		if !exact {
			cell.With("ac:width", widths[i])
		}
		if v := c.attrs.str("valign"); v != "" {
			cell.With("ac:valign", v)
		}
		if id := c.attrs.str("localId"); id != "" {
			cell.With("ac:local-id", id)
		}
		section.append(cell)
	}
	return section
}

// layoutType names the section type of some widths, exactly or by the number
// of its columns.
func layoutType(widths []string) (name string, exact bool) {
	name = "single"
	for _, t := range layoutWidths {
		if len(t.widths) != len(widths) {
			continue
		}
		same := true
		for i := range widths {
			same = same && t.widths[i] == widths[i]
		}
		if same {
			return t.name, true
		}
		if name == "single" {
			name = t.name
		}
	}
	return name, false
}
