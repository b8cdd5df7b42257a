package body

import (
	"slices"
	"strconv"
	"strings"
)

// Tasks, tables and media, from ADF to the tree.

// reserveTaskIDs finds the highest number used as a task's id, so that tasks
// without a number get a free one.
func (r *adfReader) reserveTaskIDs(content []*adfNode) {
	for _, n := range content {
		if n.typ == "taskItem" || n.typ == "blockTaskItem" {
			if id := n.attrs.str("localId"); isNumber(id) {
				r.tasks = max(r.tasks, number(id, 0))
			}
		}
		r.reserveTaskIDs(n.content)
	}
}

func (r *adfReader) taskList(n *adfNode) *Node {
	list := NewElement("ac:task-list").With("ac:task-list-id", n.attrs.str("localId"))
	for _, c := range n.content {
		if c.typ == "taskList" {
			list.append(r.taskList(c))
			continue
		}
		content := r.inlines(c.content)
		if c.typ == "blockTaskItem" {
			content = r.taskBlocks(c.content)
		} else {
			content = one(NewElement("span", content...).With("class", "placeholder-inline-tasks"))
		}
		id, uuid := r.taskIDs(c.attrs.str("localId"))
		task := NewElement("ac:task", NewElement("ac:task-id", NewText(id)))
		if uuid != "" {
			task.append(NewElement("ac:task-uuid", NewText(uuid)))
		}
		status := map[string]string{"TODO": "incomplete", "DONE": "complete"}[c.attrs.str("state")]
		list.append(task.append(NewElement("ac:task-status", NewText(status)), NewElement("ac:task-body", content...)))
	}
	return list
}

// taskBlocks gives macros a paragraph: alone they would be running text.
func (r *adfReader) taskBlocks(content []*adfNode) []*Node {
	var out []*Node
	for _, n := range content {
		nodes := r.block(n)
		if len(nodes) == 1 && nodes[0].Kind == Macro {
			nodes = one(NewElement("p", nodes...))
		}
		out = append(out, nodes...)
	}
	return out
}

// taskIDs are the id and the UUID of a task in storage format. A number is the
// id itself; another local id is the UUID, whose number the site may know.
func (r *adfReader) taskIDs(localID string) (id, uuid string) {
	if isNumber(localID) {
		return localID, ""
	}
	if r.o.TaskID != nil && localID != "" {
		if id := r.o.TaskID(localID); id != "" {
			return id, localID
		}
	}
	r.tasks++
	return strconv.Itoa(r.tasks), localID
}

func (r *adfReader) table(n *adfNode) *Node {
	table := NewElement("table")
	for _, a := range []struct{ attr, name string }{
		{"data-table-width", "width"}, {"data-layout", "layout"}, {"data-table-display-mode", "displayMode"}, {"ac:local-id", "localId"},
	} {
		value := n.attrs.str(a.name)
		if a.name == "width" {
			value = n.attrs.num(a.name)
		}
		if value != "" {
			table.With(a.attr, value)
		}
	}
	numbered := n.attrs.is("isNumberColumnEnabled")
	if widths := adfColumnWidths(n); widths != nil {
		group := NewElement("colgroup")
		if numbered {
			group.append(NewElement("col").With("style", "width: 42.0px;"))
		}
		for _, w := range widths {
			col := NewElement("col")
			if w > 0 {
				col.With("style", "width: "+strconv.FormatFloat(w, 'f', -1, 64)+"px;")
			}
			group.append(col)
		}
		table.append(group)
	}
	body := NewElement("tbody")
	step := 0
	for _, rowNode := range n.content {
		row := NewElement("tr")
		if id := rowNode.attrs.str("localId"); id != "" {
			row.With("ac:local-id", id)
		}
		if numbered {
			row.append(numberCell(rowNode, &step))
		}
		for _, c := range rowNode.content {
			row.append(r.tableCell(c))
		}
		body.append(row)
	}
	return keepMarks(table.append(body), n.marks, "fragment")
}

// numberCell is the cell of the number column; header rows have no number.
func numberCell(row *adfNode, step *int) *Node {
	for _, c := range row.content {
		if c.typ == "tableCell" {
			*step++
			return NewElement("td", NewText(strconv.Itoa(*step))).With("class", "numberingColumn")
		}
	}
	return NewElement("th").With("class", "numberingColumn")
}

func (r *adfReader) tableCell(n *adfNode) *Node {
	name := "td"
	if n.typ == "tableHeader" {
		name = "th"
	}
	cell := NewElement(name, r.blocks(n.content)...)
	for _, span := range []string{"colspan", "rowspan"} {
		if v := n.attrs.num(span); v != "" && v != "1" {
			cell.With(span, v)
		}
	}
	if v := n.attrs.str("background"); v != "" {
		cell.With("data-highlight-colour", v)
	}
	if v := n.attrs.str("valign"); v != "" {
		cell.With("style", "vertical-align: "+v+";")
	}
	if v := n.attrs.str("localId"); v != "" {
		cell.With("ac:local-id", v)
	}
	return cell
}

// adfColumnWidths are the widths of a table's columns in pixels, 0 where no
// cell gives one; nil when none does.
func adfColumnWidths(n *adfNode) []float64 {
	var widths []float64
	known := false
	grid := newGrid(maxGridColumns)
	for _, row := range n.content {
		grid.nextRow()
		for _, c := range row.content {
			at, span := grid.place(number(c.attrs.num("colspan"), 1), number(c.attrs.num("rowspan"), 1))
			for i, w := range numbersOf(c.attrs.get("colwidth")) {
				if i >= span || at+i >= maxGridColumns {
					break
				}
				for len(widths) <= at+i {
					widths = append(widths, 0)
				}
				if widths[at+i] == 0 && w > 0 {
					widths[at+i], known = w, true
				}
			}
		}
	}
	if !known {
		return nil
	}
	return widths
}

// numbersOf reads a JSON array of numbers.
func numbersOf(value []byte) []float64 {
	var out []float64
	for text := range strings.SplitSeq(strings.Trim(string(value), "[] \t\r\n"), ",") {
		f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil || len(out) >= maxGridColumns {
			break
		}
		out = append(out, f)
	}
	return out
}

// maxGridColumns bounds the columns for which widths are kept.
const maxGridColumns = 256

// grid finds the column in which a cell stands, below cells that reach down.
type grid struct {
	busy   []int // rows each column is still taken
	column int
}

func newGrid(columns int) *grid { return &grid{busy: make([]int, columns)} }

func (g *grid) nextRow() {
	for i := range g.busy {
		if g.busy[i] > 0 {
			g.busy[i]--
		}
	}
	g.column = 0
}

// place takes the next free columns for a cell and returns the first of them
// and how many it took.
func (g *grid) place(columns, rows int) (at, span int) {
	for g.column < len(g.busy) && g.busy[g.column] > 0 {
		g.column++
	}
	at = g.column
	span = min(max(columns, 1), len(g.busy)-at)
	for i := range span {
		g.busy[at+i] = max(rows, 1)
	}
	g.column += span
	return at, span
}

func (r *adfReader) mediaSingle(n *adfNode) *Node {
	media := n.content[0]
	image := NewElement("ac:image")
	set := func(name, value string) {
		if value != "" {
			image.With(name, value)
		}
	}
	set("ac:layout", n.attrs.str("layout"))
	set("ac:original-height", media.attrs.num("height"))
	set("ac:original-width", media.attrs.num("width"))
	if width := n.attrs.num("width"); width != "" {
		if n.attrs.str("widthType") == "pixel" {
			set("ac:custom-width", "true")
			set("ac:width", width)
		} else {
			set("ac:width-percentage", width)
		}
	}
	set("ac:alt", media.attrs.str("alt"))
	for _, m := range append(n.marks, media.marks...) {
		if m.typ == "link" {
			image.With("ac:href", m.attrs.str("href"))
		}
	}
	if id := n.attrs.str("localId"); id != "" {
		image.With("ac:local-id", id)
	}
	set("ac:media-local-id", media.attrs.str("localId"))
	image.append(r.mediaResource(media))
	for _, c := range n.content[1:] {
		if c.typ == "caption" {
			caption := NewElement("ac:caption", NewElement("p", r.inlines(c.content)...))
			if id := c.attrs.str("localId"); id != "" {
				caption.With("ac:local-id", id)
			}
			image.append(caption)
		}
	}
	addBorder(image, media)
	return keepMarks(image, media.marks, mediaMarks)
}

// addBorder keeps the border of an image as storage format has it.
func addBorder(image *Node, media *adfNode) {
	for _, m := range media.marks {
		if m.typ == "border" {
			image.append(NewElement("ac:adf-mark").With("key", "border").With("size", m.attrs.num("size")).With("color", m.attrs.str("color")))
		}
	}
}

// mediaResource names the file of a media node. The wiki knows the name behind
// a media id; without it the id stands for the name and comes back as it was.
func (r *adfReader) mediaResource(media *adfNode) *Node {
	if media.attrs.str("type") == "external" {
		return Resource{Type: ResourceURL, URL: media.attrs.str("url")}.node()
	}
	id := media.attrs.str("id")
	if r.o.View.Wiki.Media != nil {
		file, err := r.o.View.Wiki.Media(r.ctx, r.o.View.Page, id)
		r.fail(err)
		if file != nil {
			id = file.Name
		}
	}
	return Resource{Type: ResourceAttachment, Filename: id}.node()
}

func (r *adfReader) mediaGroup(n *adfNode) []*Node {
	var out []*Node
	for _, media := range n.content {
		if media.attrs.str("type") == "external" {
			out = append(out, NewElement("ac:image", r.mediaResource(media)))
			continue
		}
		out = append(out, r.viewFile(media))
	}
	return out
}

func (r *adfReader) viewFile(media *adfNode) *Node {
	m := NewMacro("view-file")
	if id := media.attrs.str("localId"); id != "" {
		m.With("ac:local-id", id)
	}
	m.append(NewElement("ac:parameter", r.mediaResource(media)).With("ac:name", "name"))
	for _, p := range [][2]string{{"alt", media.attrs.str("alt")}, {"width", media.attrs.num("width")}, {"height", media.attrs.num("height")}} {
		if p[1] != "" {
			m.append(param(p[0], p[1]))
		}
	}
	return keepMarks(m, slices.DeleteFunc(slices.Clone(media.marks), func(m adfMark) bool {
		return media.typ == "mediaInline" && m.typ == "annotation" // written as an element around it
	}), mediaMarks)
}
