package body

import (
	"strconv"
	"strings"
)

// Headings, tables, tasks and layouts.

// heading is a line of the page's outline.
type heading struct {
	level int
	text  string
	id    string
}

// outline collects the headings of a body before it is rendered, for the table
// of contents and so that each has an id of its own.
func (v *viewer) outline(d *Doc) {
	v.anchors = map[*Node]string{}
	used := map[string]int{}
	walk(d.Nodes, func(n *Node) bool {
		switch n.Kind {
		case Heading:
			text := strings.Join(strings.Fields((&Doc{n.Children}).PlainText()), " ")
			id := idPrefix + strings.ReplaceAll(text, " ", "-")
			if used[id]++; used[id] > 1 {
				id += "." + strconv.Itoa(used[id]-1)
			}
			v.anchors[n] = id
			v.headings = append(v.headings, heading{int(n.Name[1] - '0'), text, id})
			return false
		case Macro:
			return n.MacroName() != "excerpt" || n.Param("hidden") != "true"
		}
		return n.Kind != ADFFallback
	})
}

func (v *viewer) heading(n *Node) {
	id, ok := v.anchors[n]
	if !ok {
		id = anchorID((&Doc{n.Children}).PlainText())
	}
	v.w.open(n.Name, "id", id, "style", n.Attr("style"))
	v.nodes(n.Children)
	v.w.close()
}

// table writes the parts of a table in the order HTML knows them. Whatever
// stands between them, where no text may be, is shown before the table.
func (v *viewer) table(n *Node) {
	for _, c := range n.Children {
		if tableParts[c.Kind] == "" && !c.isBlank() {
			v.node(c)
		}
	}
	v.w.open("div", "class", "table-wrap")
	v.w.open("table", "class", strings.TrimSpace("confluenceTable "+withoutWord(safeClasses(n.Attr("class")), "confluenceTable")),
		"style", n.Attr("style"), "data-layout", n.Attr("data-layout"), "data-table-width", n.Attr("data-table-width"))
	captioned, direct := false, false
	for _, c := range n.Children {
		switch c.Kind {
		case TableCaption:
			if !captioned {
				v.plainPart("caption", c)
			}
			captioned = true
		case ColumnGroup:
			v.columns(c)
		case TableHead, TableBody, TableFoot:
			v.section(tableParts[c.Kind], c.Children)
		case Row:
			direct = true
		}
	}
	if direct {
		v.section("tbody", n.Children)
	}
	v.w.close()
	v.w.close()
}

var tableParts = map[Kind]string{
	TableCaption: "caption", ColumnGroup: "colgroup", Column: "col", TableHead: "thead", TableBody: "tbody", TableFoot: "tfoot", Row: "tr",
}

func withoutWord(words, word string) string {
	var kept []string
	for w := range strings.FieldsSeq(words) {
		if w != word {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

func (v *viewer) plainPart(name string, n *Node) {
	v.w.open(name, authorAttributes(n)...)
	v.nodes(n.Children)
	v.w.close()
}

func (v *viewer) columns(n *Node) {
	v.w.open("colgroup")
	for _, c := range n.Children {
		if c.Kind == Column {
			v.w.void("col", "style", c.Attr("style"), "span", c.Attr("span"))
		}
	}
	v.w.close()
}

func (v *viewer) section(name string, rows []*Node) {
	v.w.open(name)
	for _, row := range rows {
		if row.Kind != Row || !v.proceed() {
			continue
		}
		v.w.open("tr", authorAttributes(row)...)
		for _, c := range row.Children {
			if c.Kind == Cell || c.Kind == HeaderCell {
				v.cell(c)
			}
		}
		v.w.close()
	}
	v.w.close()
}

func (v *viewer) cell(n *Node) {
	name, class := "td", "confluenceTd"
	if n.Kind == HeaderCell {
		name, class = "th", "confluenceTh"
	}
	class += " " + withoutWord(safeClasses(n.Attr("class")), class)
	v.w.open(name, "class", strings.TrimSpace(class), "style", n.Attr("style"), "colspan", n.Attr("colspan"), "rowspan", n.Attr("rowspan"),
		"scope", scopeOf(n), "data-highlight-colour", n.Attr("data-highlight-colour"))
	v.nodes(n.Children)
	v.w.close()
}

// scopeOf is a header cell's scope if it is one HTML knows.
func scopeOf(n *Node) string {
	if s := n.Attr("scope"); n.Kind == HeaderCell && hasWord("row col rowgroup colgroup", s) {
		return s
	}
	return ""
}

func (v *viewer) taskList(n *Node) {
	v.w.open("ul", "class", "inline-task-list", "data-inline-tasks-content-id", v.page.ID)
	for _, c := range n.Children {
		switch c.Kind {
		case Task:
			task := taskOf(c)
			class := ""
			if task.Complete {
				class = "checked"
			}
			v.w.open("li", "class", class, "data-inline-task-id", task.ID)
			v.nodes(task.Body)
			v.w.close()
		case TaskList:
			v.w.open("li", "class", "nested-tasks")
			v.taskList(c)
			v.w.close()
		}
	}
	v.w.close()
}

// layout writes the page's columns as the service does: a section is a row of
// cells.
func (v *viewer) layout(n *Node) {
	switch n.Kind {
	case Layout:
		v.w.open("div", "class", "contentLayout2")
	case LayoutSection:
		kind := n.Attr("ac:type")
		if !layoutTypes[kind] {
			kind = "single"
		}
		v.w.open("div", "class", "columnLayout "+strings.ReplaceAll(kind, "_", "-"), "data-layout-type", kind)
	default:
		v.w.open("div", "class", "cell")
		v.w.open("div", "class", "innerCell")
		v.nodes(n.Children)
		v.w.close()
		v.w.close()
		return
	}
	v.nodes(n.Children)
	v.w.close()
}

var layoutTypes = setOf("single fixed-width two_equal two_left_sidebar two_right_sidebar three_equal three_with_sidebars " +
	"three_left_sidebars three_right_sidebars four_equal five_equal")
