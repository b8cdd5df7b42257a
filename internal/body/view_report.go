package body

import "strings"

// Macros that list: children, attachments, reports. What they list comes from
// Wiki and holds only what the viewer may see.

const maxListed = 100

func (v *viewer) children(n *Node) {
	q := ChildrenQuery{Levels: number(n.Param("depth"), 1), First: number(n.Param("first"), 0),
		Sort: n.Param("sort"), Reverse: n.Param("reverse") == "true"}
	if n.Param("all") == "true" {
		q.Levels = maxDepth
	}
	if of, ok := n.paramResource("page"); ok {
		q.Of = &of
	}
	var branches []Branch
	if v.o.Wiki.Children != nil {
		found, err := v.o.Wiki.Children(v.ctx, v.page, q)
		v.fail(err)
		branches = found
	}
	v.openMacro("div", n, "")
	v.branches(branches)
	v.w.close()
}

func (v *viewer) branches(branches []Branch) {
	if len(branches) == 0 {
		return
	}
	v.w.open("ul", "class", "childpages-macro")
	for _, b := range branches {
		if !v.proceed() {
			break
		}
		v.w.open("li")
		v.pageLink(b.Page)
		v.branches(b.Below)
		v.w.close()
	}
	v.w.close()
}

func (v *viewer) pageLink(p Page) {
	v.w.element("a", p.Title, "href", v.url(p.URL), "data-linked-resource-id", p.ID, "data-linked-resource-type", "page")
}

// pages asks for a report's rows.
func (v *viewer) pages(q PagesQuery) []Included {
	if v.o.Wiki.Pages == nil {
		return nil
	}
	if q.Max <= 0 || q.Max > maxListed {
		q.Max = maxListed
	}
	found, err := v.o.Wiki.Pages(v.ctx, v.page, q)
	v.fail(err)
	return found
}

func (v *viewer) recentlyUpdated(n *Node) {
	q := PagesQuery{Spaces: n.Param("spaces"), Labels: n.Param("labels"), Max: number(n.Param("max"), 15), Recent: true}
	v.openMacro("div", n, "recently-updated")
	v.w.open("ul")
	for _, p := range v.pages(q) {
		v.w.open("li")
		v.pageLink(p.Page)
		v.w.element("span", " "+strings.TrimSpace(p.Author+" "+p.Date), "class", "smalltext")
		v.w.close()
	}
	v.w.close()
	v.w.close()
}

func (v *viewer) byLabel(n *Node) {
	labels := n.Param("labels")
	if labels == "" {
		labels = n.Param("label")
	}
	q := PagesQuery{CQL: n.Param("cql"), Labels: labels, Spaces: n.Param("spaces"), Max: number(n.Param("max"), 15)}
	v.openMacro("div", n, "")
	v.w.open("ul", "class", "content-by-label")
	for _, p := range v.pages(q) {
		v.w.open("li")
		v.pageLink(p.Page)
		v.w.close()
	}
	v.w.close()
	v.w.close()
}

func (v *viewer) attachments(n *Node) {
	v.openMacro("div", n, "plugin_attachments_container")
	v.tableOf([]string{"File", "Modified", "Size"})
	for _, f := range v.files(n) {
		v.w.open("tr")
		v.w.open("td", "class", "confluenceTd")
		v.w.element("a", f.Name, "href", v.url(f.URL), "data-linked-resource-id", f.ID, "data-linked-resource-type", "attachment")
		v.w.close()
		v.w.element("td", strings.TrimSpace(f.Date+" "+f.Author), "class", "confluenceTd")
		v.w.element("td", byteText(f.Size), "class", "confluenceTd")
		v.w.close()
	}
	v.endTable()
	v.w.close()
}

func (v *viewer) files(n *Node) []File {
	if v.o.Wiki.Files == nil {
		return nil
	}
	var of *Resource
	if r, ok := n.paramResource("page"); ok {
		of = &r
	}
	files, err := v.o.Wiki.Files(v.ctx, v.page, of)
	v.fail(err)
	return files
}

// byteText is a size as people read it.
func byteText(size int64) string {
	units := []string{"B", "kB", "MB", "GB"}
	unit := 0
	for size >= 10_000 && unit < len(units)-1 {
		size, unit = (size+512)/1024, unit+1
	}
	return decimal(size) + " " + units[unit]
}

func (v *viewer) gallery(n *Node) {
	v.openMacro("div", n, "gallery")
	if title := n.Param("title"); title != "" {
		v.w.element("h2", title)
	}
	include, exclude := commaSet(n.Param("include")), commaSet(n.Param("exclude"))
	for _, f := range v.files(n) {
		if !strings.HasPrefix(f.MediaType, "image/") || len(include) > 0 && !include[f.Name] || exclude[f.Name] {
			continue
		}
		v.w.open("a", "href", v.url(f.URL))
		v.w.void("img", "src", v.url(f.URL), "alt", f.Name, "loading", "lazy")
		v.w.close()
	}
	v.w.close()
}

func commaSet(list string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name != "" {
			set[name] = true
		}
	}
	return set
}

func (v *viewer) viewFile(n *Node) {
	r, ok := n.paramResource("name")
	if !ok {
		r = Resource{Type: ResourceAttachment, Filename: n.Param("name")}
	}
	v.openMacro("span", n, "confluence-embedded-file-wrapper")
	var file *File
	if v.o.Wiki.File != nil {
		found, err := v.o.Wiki.File(v.ctx, v.page, r)
		v.fail(err)
		file = found
	}
	if file == nil {
		v.w.element("span", r.name(), "class", "unresolved")
	} else {
		v.w.element("a", file.Name, "class", "confluence-embedded-file", "href", v.url(file.URL),
			"data-linked-resource-id", file.ID, "data-linked-resource-type", "attachment")
	}
	v.w.close()
}

func (v *viewer) taskReport(n *Node) {
	q := TasksQuery{Spaces: n.Param("spaces"), Pages: n.Param("pages"), Labels: n.Param("labels"),
		Assignees: n.Param("assignees"), Status: n.Param("status"), Max: min(number(n.Param("pageSize"), 20), maxListed)}
	var tasks []ReportedTask
	if v.o.Wiki.Tasks != nil {
		found, err := v.o.Wiki.Tasks(v.ctx, v.page, q)
		v.fail(err)
		tasks = found
	}
	v.openMacro("div", n, "task-report")
	v.tableOf([]string{"Description", "Due date", "Assignee", "Task appears on"})
	for _, t := range tasks {
		v.w.open("tr")
		class := "confluenceTd"
		if t.Complete {
			class += " checked"
		}
		v.w.open("td", "class", class)
		if t.Body != nil {
			v.within(t.Page, t.Body.Nodes)
		}
		v.w.close()
		v.w.element("td", t.Due, "class", "confluenceTd")
		name := ""
		if t.Assignee != nil {
			name = t.Assignee.Name
		}
		v.w.element("td", name, "class", "confluenceTd")
		v.w.open("td", "class", "confluenceTd")
		v.pageLink(t.Page)
		v.w.close()
		v.w.close()
	}
	v.endTable()
	v.w.close()
}

// within renders nodes of another page as they stand there.
func (v *viewer) within(p Page, nodes []*Node) {
	if v.including.depth >= maxIncludeDepth {
		v.note("Pages include each other too deeply.")
		return
	}
	back := v.page
	v.page = p
	v.including.depth++
	v.nodes(nodes)
	v.including.depth--
	v.page = back
}

func (v *viewer) detailsReport(n *Node) {
	q := PagesQuery{CQL: n.Param("cql"), Labels: n.Param("label"), Spaces: n.Param("spaces"), Max: number(n.Param("pageSize"), 30), Bodies: true}
	if q.Labels == "" {
		q.Labels = n.Param("labels")
	}
	type row struct {
		page  Page
		cells map[string][]*Node
	}
	var rows []row
	var columns []string
	for heading := range strings.SplitSeq(n.Param("headings"), ",") {
		if heading = strings.TrimSpace(heading); heading != "" {
			columns = append(columns, heading)
		}
	}
	chosen := len(columns) > 0
	seen := map[string]bool{}
	for _, p := range v.pages(q) {
		if p.Doc == nil {
			continue
		}
		names, cells := Properties(p.Doc, n.Param("id"))
		for _, name := range names {
			if !chosen && !seen[name] {
				seen[name] = true
				columns = append(columns, name)
			}
		}
		rows = append(rows, row{p.Page, cells})
	}
	first := n.Param("firstcolumn")
	if first == "" {
		first = "Title"
	}
	v.openMacro("div", n, "")
	v.tableOf(append([]string{first}, columns...))
	for _, r := range rows {
		v.w.open("tr")
		v.w.open("td", "class", "confluenceTd title")
		v.pageLink(r.page)
		v.w.close()
		for _, name := range columns {
			v.w.open("td", "class", "confluenceTd")
			v.within(r.page, r.cells[name])
			v.w.close()
		}
		v.w.close()
	}
	v.endTable()
	v.w.close()
}

// Properties reads the page properties of a body: the two-column tables inside
// its details macros. names are in document order; id restricts to macros of
// that id when not empty.
func Properties(d *Doc, id string) (names []string, cells map[string][]*Node) {
	cells = map[string][]*Node{}
	walk(d.Nodes, func(n *Node) bool {
		if n.MacroName() != "details" {
			return true
		}
		if id != "" && n.Param("id") != id {
			return false
		}
		walk(n.RichContent(), func(row *Node) bool {
			if row.Kind != Row {
				return true
			}
			var found []*Node
			for _, c := range row.Children {
				if c.Kind == Cell || c.Kind == HeaderCell {
					found = append(found, c)
				}
			}
			if len(found) >= 2 {
				name := strings.Join(strings.Fields((&Doc{found[0].Children}).PlainText()), " ")
				if _, twice := cells[name]; !twice && name != "" {
					names = append(names, name)
					cells[name] = found[1].Children
				}
			}
			return false
		})
		return false
	})
	return names, cells
}

func (v *viewer) tableOf(columns []string) {
	v.w.open("div", "class", "table-wrap")
	v.w.open("table", "class", "confluenceTable")
	v.w.open("thead")
	v.w.open("tr")
	for _, c := range columns {
		v.w.element("th", c, "class", "confluenceTh")
	}
	v.w.close()
	v.w.close()
	v.w.open("tbody")
}

func (v *viewer) endTable() {
	v.w.close()
	v.w.close()
	v.w.close()
}
