package body

import (
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Tables, tasks, layouts, cards and ADF kept in storage format.

// table writes a table made of rows of cells; nil for any other.
func (w *adfWriter) table(n *Node, depth int) *adfNode {
	rows := tableRows(n)
	if len(rows) == 0 {
		return nil
	}
	t := &adfNode{typ: "table", marks: keptMarks(n, "fragment")}
	if mode := n.Attr("data-table-display-mode"); mode == "default" || mode == "fixed" {
		t.attrs.setStr("displayMode", mode)
	}
	numbered := isNumbered(rows)
	if numbered {
		t.attrs.setRaw("isNumberColumnEnabled", jsontext.Value("true"))
	}
	if layout := n.Attr("data-layout"); hasWord("wide full-width center align-end align-start default", layout) {
		t.attrs.setStr("layout", layout)
	}
	t.attrs.setStr("localId", n.Attr("ac:local-id"))
	if width := n.Attr("data-table-width"); width != "" {
		t.attrs.setNum("width", width)
	}
	widths := columnWidths(n)
	if numbered && len(widths) > 0 {
		widths = widths[1:]
	}
	grid := newGrid(len(widths))
	for _, row := range rows {
		r := &adfNode{typ: "tableRow"}
		r.attrs.setStr("localId", row.Attr("ac:local-id"))
		grid.nextRow()
		cells := cellsOf(row)
		if numbered {
			cells = cells[1:]
		}
		for _, c := range cells {
			at, span := grid.place(number(c.Attr("colspan"), 1), number(c.Attr("rowspan"), 1))
			r.content = append(r.content, w.tableCell(c, widths[at:at+span], depth+2))
		}
		t.content = append(t.content, r)
	}
	return t
}

// tableRows are the rows of a table in order, nil when there is anything in it
// that ADF's tables have not.
func tableRows(n *Node) []*Node {
	var rows []*Node
	for _, c := range n.Children {
		switch {
		case c.Kind == TableHead || c.Kind == TableBody || c.Kind == TableFoot:
			for _, row := range c.Children {
				if row.Kind == Row {
					rows = append(rows, row)
				} else if !row.isBlank() {
					return nil
				}
			}
		case c.Kind == Row:
			rows = append(rows, c)
		case c.Kind == ColumnGroup || c.Kind == ADFMark || c.isBlank():
		default:
			return nil
		}
	}
	for _, row := range rows {
		for _, c := range row.Children {
			if c.Kind != Cell && c.Kind != HeaderCell && !c.isBlank() {
				return nil
			}
		}
	}
	return rows
}

func cellsOf(row *Node) []*Node {
	return slices.DeleteFunc(slices.Clone(row.Children), func(c *Node) bool { return c.Kind != Cell && c.Kind != HeaderCell })
}

// isNumbered reports whether each row begins with a cell of the number column.
func isNumbered(rows []*Node) bool {
	for _, row := range rows {
		cells := cellsOf(row)
		if len(cells) == 0 || !hasWord(cells[0].Attr("class"), "numberingColumn") {
			return false
		}
	}
	return true
}

// columnWidths are the widths in pixels of a table's columns, 0 for unknown.
func columnWidths(n *Node) []float64 {
	group := n.Child(ColumnGroup)
	if group == nil {
		return nil
	}
	var widths []float64
	known := false
	for _, c := range group.Children {
		if c.Kind != Column || len(widths) >= maxGridColumns {
			continue
		}
		px, found := strings.CutSuffix(styleValue(c.Attr("style"), "width"), "px")
		f, err := strconv.ParseFloat(strings.TrimSpace(px), 64)
		if !found || err != nil || f <= 0 || f > 100_000 {
			f = 0
		}
		known = known || f > 0
		widths = append(widths, f)
	}
	if !known {
		return nil
	}
	return widths
}

func (w *adfWriter) tableCell(n *Node, widths []float64, depth int) *adfNode {
	c := &adfNode{typ: "tableCell"}
	if n.Kind == HeaderCell {
		c.typ = "tableHeader"
	}
	for _, span := range []string{"colspan", "rowspan"} {
		if v := n.Attr(span); isNumber(v) && number(v, 0) > 1 {
			c.attrs.setNum(span, v)
		}
	}
	if slices.ContainsFunc(widths, func(f float64) bool { return f > 0 }) {
		value := []byte{'['}
		for _, f := range widths {
			value = append(strconv.AppendFloat(value, f, 'f', -1, 64), ',')
		}
		c.attrs.setRaw("colwidth", append(trimComma(value), ']'))
	}
	c.attrs.setStr("background", n.Attr("data-highlight-colour"))
	c.attrs.setStr("localId", n.Attr("ac:local-id"))
	if v := styleValue(n.Attr("style"), "vertical-align"); hasWord("top middle bottom", v) {
		c.attrs.setStr("valign", v)
	}
	c.content = w.blocks(n.Children, "tableCell", depth+1)
	return c
}

// taskList writes a list of tasks; nil when there is anything else in it.
func (w *adfWriter) taskList(n *Node, depth int) *adfNode {
	list := &adfNode{typ: "taskList"}
	list.attrs.need("localId", n.Attr("ac:task-list-id"))
	for _, c := range n.Children {
		switch {
		case c.isBlank():
		case c.Kind == TaskList && depth < maxADFDepth:
			inner := w.taskList(c, depth+1)
			if inner == nil {
				return nil
			}
			list.content = append(list.content, inner)
		case c.Kind == Task:
			list.content = append(list.content, w.task(c, depth+1))
		default:
			return nil
		}
	}
	if len(list.content) == 0 {
		return nil
	}
	return list
}

func (w *adfWriter) task(n *Node, depth int) *adfNode {
	task := taskOf(n)
	e := &adfNode{typ: "taskItem"}
	id := task.UUID
	if id == "" {
		id = task.ID
	}
	if id == "" {
		w.tasks++
		id = strconv.Itoa(w.tasks)
	}
	e.attrs.need("localId", id)
	state := "TODO"
	if task.Complete {
		state = "DONE"
	}
	e.attrs.need("state", state)
	content := task.Body
	if inner := onlyChild(content); inner != nil && inner.Kind == Span && hasWord(inner.Attr("class"), "placeholder-inline-tasks") && !w.blocky[inner] {
		content = inner.Children
	}
	if slices.ContainsFunc(content, func(c *Node) bool { return w.isBlock(c) || w.blocky[c] }) {
		e.typ = "blockTaskItem"
		e.content = w.blocks(content, "blockTaskItem", depth+1)
		return e
	}
	e.content = w.line(content)
	return e
}

// cardBlock is the card a paragraph with nothing but one link stands for.
func (w *adfWriter) cardBlock(n *Node) *adfNode {
	a := onlyChild(n.Children)
	if a == nil || a.Kind != Anchor || n.Kind != Paragraph {
		return nil
	}
	e := &adfNode{}
	switch a.Attr("data-card-appearance") {
	case "block":
		e.typ = "blockCard"
	case "embed":
		e.typ = "embedCard"
	default:
		return nil
	}
	e.attrs.need("url", a.Attr("href"))
	layout := a.Attr("data-layout")
	if !hasWord("wide full-width center wrap-right wrap-left align-end align-start", layout) {
		layout = ""
	}
	if e.typ == "embedCard" {
		if layout == "" {
			layout = "center"
		}
		e.attrs.setStr("layout", layout)
		e.attrs.setNum("width", a.Attr("data-width"))
		e.attrs.setNum("originalHeight", a.Attr("data-original-height"))
		e.attrs.setNum("originalWidth", a.Attr("data-original-width"))
	} else {
		e.attrs.setStr("layout", layout)
		e.attrs.setNum("width", a.Attr("data-width"))
	}
	e.attrs.setStr("localId", n.Attr("local-id"))
	if (&adfChecker{}).attributes(&e.attrs, adfNodes[e.typ].attrs) != nil {
		return nil
	}
	return e
}

// layout writes the sections of a layout; a section of fixed width is no
// section in ADF but the page itself.
func (w *adfWriter) layout(n *Node, depth int) []*adfNode {
	var out []*adfNode
	for _, s := range n.Children {
		if s.isBlank() {
			continue
		}
		cells := slices.DeleteFunc(slices.Clone(s.Children), (*Node).isBlank)
		if s.Kind != LayoutSection || len(cells) == 0 || slices.ContainsFunc(cells, func(c *Node) bool { return c.Kind != LayoutCell }) {
			return w.wrapped(n, "doc")
		}
		kind := s.Attr("ac:type")
		if len(cells) == 1 && (kind == "fixed-width" || kind == "") {
			out = append(out, w.sequence(cells[0].Children, &adfNode{typ: "paragraph"}, "doc", depth)...)
			continue
		}
		out = append(out, w.layoutSection(s, cells, depth))
	}
	return out
}

func (w *adfWriter) layoutSection(s *Node, cells []*Node, depth int) *adfNode {
	e := &adfNode{typ: "layoutSection"}
	e.attrs.setStr("localId", s.Attr("ac:local-id"))
	if mode := s.Attr("ac:breakout-mode"); mode == "wide" || mode == "full-width" {
		m := markOf("breakout", "mode", mode)
		m.attrs.setNum("width", s.Attr("ac:breakout-width"))
		e.marks = []adfMark{m}
	}
	widths := sectionWidths(s.Attr("ac:type"), len(cells))
	for i, c := range cells {
		col := &adfNode{typ: "layoutColumn"}
		width := c.Attr("ac:width")
		if f, err := strconv.ParseFloat(width, 64); err != nil || f < 0 || f > 100 {
			width = widths[i]
		}
		col.attrs.setNum("width", width)
		col.attrs.setStr("localId", c.Attr("ac:local-id"))
		if v := c.Attr("ac:valign"); hasWord("top middle bottom", v) {
			col.attrs.setStr("valign", v)
		}
		col.content = w.blocks(c.Children, "layoutColumn", depth+2)
		e.content = append(e.content, col)
	}
	return e
}

// sectionWidths are the column widths of a section type, equal ones when the
// type is not one of that many columns.
func sectionWidths(kind string, columns int) []string {
	for _, t := range layoutWidths {
		if t.name == kind && len(t.widths) == columns {
			return t.widths
		}
	}
	equal := strconv.FormatFloat(float64(int(10_000/columns))/100, 'f', -1, 64)
	return slices.Repeat([]string{equal}, columns)
}

// fromExtension reads ADF kept in storage format; nil when it does not keep to
// the schema.
func (w *adfWriter) fromExtension(n *Node, depth int) *adfNode {
	inner := n.Child(ADFNode)
	if inner == nil || depth+4 > maxADFDepth {
		return nil
	}
	e := w.fromNode(inner, depth)
	if e == nil || (&adfChecker{}).node(e) != nil || e.fragment != nil {
		return nil
	}
	return e
}

func (w *adfWriter) fromNode(n *Node, depth int) *adfNode {
	e := &adfNode{typ: camel(n.Attr("type"))}
	spec, known := adfNodes[e.typ]
	if !known || e.typ == "doc" || e.typ == "text" || depth > maxADFDepth {
		return nil
	}
	for _, c := range n.Children {
		switch c.Kind {
		case ADFAttribute:
			if v := jsonValue(c, 0); v.Kind() != 'n' {
				e.attrs.setRaw(camel(c.Attr("key")), v)
			}
		case ADFMark:
			if m, ok := markIn(c); ok {
				e.marks = append(e.marks, m)
			}
		case ADFNode:
			child := w.fromNode(c, depth+1)
			if child == nil {
				return nil
			}
			e.content = append(e.content, child)
		case ADFContent:
			if _, inline := spec.content["text"]; inline {
				e.content = append(e.content, w.line(c.Children)...)
			} else {
				e.content = append(e.content, w.blocks(c.Children, e.typ, depth+1)...)
			}
		}
	}
	return e
}
