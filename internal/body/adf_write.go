package body

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// ADF writes the body as an ADF document, in JSON. The result keeps to the
// document schema: what a place in it does not allow, and what ADF has no node
// for, travels as an extension that holds its storage format and comes back as
// it was. The error is that of a function of [Wiki].
func (d *Doc) ADF(ctx context.Context, o Options) (string, error) {
	root, err := d.adf(ctx, o)
	if err != nil {
		return "", err
	}
	return string(root.appendJSON(make([]byte, 0, 4096))), nil
}

// adf writes the body as nodes.
func (d *Doc) adf(ctx context.Context, o Options) (*adfNode, error) {
	w := &adfWriter{ctx: ctx, o: o, blocky: map[*Node]bool{}, height: map[*Node]int{}}
	w.survey(d.Nodes)
	return &adfNode{typ: "doc", content: w.blocks(d.Nodes, "doc", 0)}, w.err
}

// maxADFDepth keeps the JSON within the depth that can be read again: each
// node takes two levels, its attributes some more.
const maxADFDepth = 22

// maxWrittenHeight is the height of elements beyond which a block travels
// whole: converting it would add elements and pass the limit of storage format.
const maxWrittenHeight = 160

// adfWriter turns the tree into nodes.
type adfWriter struct {
	ctx    context.Context
	o      Options
	blocky map[*Node]bool // inline elements and paragraphs with blocks inside
	height map[*Node]int  // of the top-level nodes
	tasks  int            // highest number used as a task's id
	err    error
}

func (w *adfWriter) fail(err error) {
	if err != nil && w.err == nil {
		w.err = err
	}
}

// survey finds, once, where blocks stand inside running text.
func (w *adfWriter) survey(nodes []*Node) {
	var visit func(n *Node) (block bool, height int)
	visit = func(n *Node) (bool, int) {
		block, height := w.isBlock(n), 0
		if n.Kind == Task {
			if id := taskOf(n).ID; isNumber(id) {
				w.tasks = max(w.tasks, number(id, 0))
			}
		}
		inside := false
		for _, c := range n.Children {
			b, h := visit(c)
			inside = inside || b
			height = max(height, h)
		}
		switch {
		case n.Kind == Paragraph || n.Kind == Heading:
			w.blocky[n] = inside
		case n.Kind == Macro || n.Kind == ADFExtension || n.Kind == Image || n.Kind == Placeholder || n.Kind == Unknown:
		case inside && !block:
			w.blocky[n] = true
			block = true
		}
		return block, height + 1
	}
	for _, n := range nodes {
		_, w.height[n] = visit(n)
	}
}

// isBlock reports whether the node is written as a block wherever it stands.
func (w *adfWriter) isBlock(n *Node) bool {
	switch n.Kind {
	case Text, Unknown:
		return false
	case Image: // ADF has no such image in text
		return n.Child(URLRef) != nil || n.Child(ImageCaption) != nil
	case Macro:
		return n.Child(RichBody) != nil || n.Child(PlainBody) != nil
	case ADFExtension:
		inner := n.Child(ADFNode)
		return inner == nil || !adfNodes[camel(inner.Attr("type"))].inline
	}
	return n.isBlock()
}

// blocks writes the children of a container as the blocks it may hold. Runs of
// text become paragraphs; a container that needs content gets an empty one.
func (w *adfWriter) blocks(nodes []*Node, container string, depth int) []*adfNode {
	out := w.sequence(nodes, &adfNode{typ: "paragraph"}, container, depth)
	if len(out) == 0 && adfNodes[container].min > 0 {
		out = append(out, &adfNode{typ: "paragraph"})
	}
	return out
}

// sequence writes nodes as blocks, their runs of text as copies of line.
func (w *adfWriter) sequence(nodes []*Node, line *adfNode, container string, depth int) []*adfNode {
	var out []*adfNode
	var run []*Node
	flush := func() {
		if content := w.line(run); len(content) > 0 && !allBlank(run) {
			n := *line
			n.marks = slices.Clone(line.marks)
			n.content = content
			if m := soleMacro(&n); m != nil {
				out = append(out, w.macroBlock(m, container, depth)...)
			} else {
				out = append(out, w.fit(&n, nil, container))
			}
		}
		run = nil
	}
	for _, n := range nodes {
		switch {
		case n.Kind == ADFFallback || n.Kind == TemplateDeclarations && len(n.Children) == 0:
		case w.standsAlone(n, len(run) == 0):
			flush()
			out = append(out, w.block(n, container, depth)...)
		case w.blocky[n] && n.Kind != Paragraph && n.Kind != Heading:
			flush() // its formatting goes, its blocks stay
			out = append(out, w.sequence(w.transparent(n), line, container, depth)...)
		default:
			run = append(run, n)
		}
	}
	flush()
	return mergeGroups(out)
}

// soleMacro is the macro a paragraph holds and nothing else: editors of old
// gave macros a paragraph of their own.
func soleMacro(n *adfNode) *Node {
	var found *Node
	for _, c := range n.content {
		switch {
		case c.typ == "text" && strings.Trim(c.text, " \t") == "":
		case found != nil || c.from == nil || c.from.Kind != Macro || inlineMacros[c.from.MacroName()] || n.typ != "paragraph":
			return nil
		default:
			found = c.from
		}
	}
	return found
}

func allBlank(nodes []*Node) bool {
	return !slices.ContainsFunc(nodes, func(n *Node) bool { return !n.isBlank() })
}

// standsAlone reports whether the node is a block here: blocks always, images
// and macros where no text has begun.
func (w *adfWriter) standsAlone(n *Node, atStart bool) bool {
	switch n.Kind {
	case Image, Unknown:
		return w.isBlock(n) || atStart
	case Macro:
		return w.isBlock(n) || atStart && (!inlineMacros[n.MacroName()] || n.MacroName() == "view-file")
	}
	return w.isBlock(n)
}

// transparent is what is inside an inline element that holds blocks.
func (w *adfWriter) transparent(n *Node) []*Node {
	if n.Kind == Link {
		return linkText(n)
	}
	return n.Children
}

// mergeGroups makes one group of neighbouring files.
func mergeGroups(nodes []*adfNode) []*adfNode {
	out := nodes[:0]
	for _, n := range nodes {
		if last := len(out) - 1; last >= 0 && n.typ == "mediaGroup" && out[last].typ == "mediaGroup" {
			out[last].content = append(out[last].content, n.content...)
			continue
		}
		out = append(out, n)
	}
	return out
}

// block writes one block. What has no node of its own, or stands where its
// node may not, travels as an extension.
func (w *adfWriter) block(n *Node, container string, depth int) []*adfNode {
	if depth >= maxADFDepth || depth == 0 && w.height[n] > maxWrittenHeight {
		return w.wrapped(n, container)
	}
	switch n.Kind {
	case Paragraph, Heading:
		return w.paragraph(n, container, depth)
	case Division:
		if n.isPlain() {
			return w.sequence(n.Children, &adfNode{typ: "paragraph"}, container, depth)
		}
	case Layout:
		if container == "doc" {
			return w.layout(n, depth)
		}
	case Quote:
		return w.container("blockquote", n, container, depth)
	case BulletList:
		return w.list("bulletList", n, container, depth)
	case NumberedList:
		return w.list("orderedList", n, container, depth)
	case Rule:
		rule := &adfNode{typ: "rule"}
		rule.attrs.setStr("localId", n.Attr("local-id"))
		return []*adfNode{w.fit(rule, n, container)}
	case Preformatted:
		if !n.hasElements() && len(n.Attrs) == 0 {
			code := codeBlockOf(NewMacro("code").withPlainBody(textOf(n.Children)))
			for _, c := range code.content {
				c.origin = n.Children
			}
			return []*adfNode{w.fit(code, n, container)}
		}
	case Table:
		if table := w.table(n, depth); table != nil {
			return []*adfNode{w.fit(table, n, container)}
		}
	case TaskList:
		if list := w.taskList(n, depth); list != nil {
			return []*adfNode{w.fit(list, n, container)}
		}
	case Image:
		if image := w.mediaSingle(n); image != nil {
			return []*adfNode{w.fit(image, n, container)}
		}
	case Macro:
		return w.macroBlock(n, container, depth)
	case ADFExtension:
		if e := w.fromExtension(n, depth); e != nil {
			return []*adfNode{w.fit(e, n, container)}
		}
	}
	return w.wrapped(n, container)
}

// isPlain reports whether an element says nothing beyond its content.
func (n *Node) isPlain() bool { return len(n.Attrs) == 0 }

func (w *adfWriter) macroBlock(n *Node, container string, depth int) []*adfNode {
	if n.MacroName() == "view-file" {
		if media := w.fileMedia(n); media != nil {
			if _, ok := adfNodes[container].content["mediaGroup"]; ok {
				return []*adfNode{{typ: "mediaGroup", content: []*adfNode{media}}}
			}
			media.typ = "mediaInline"
			return []*adfNode{w.fit(&adfNode{typ: "paragraph", content: []*adfNode{media}}, n, container)}
		}
	}
	if e := w.native(n, depth); e != nil {
		return []*adfNode{w.fit(e, n, container)}
	}
	typ := "extension"
	if n.Child(RichBody) != nil {
		typ = "bodiedExtension"
	}
	e := w.extension(typ, n)
	if e == nil {
		return w.wrapped(n, container)
	}
	if typ == "bodiedExtension" {
		if _, allowed := adfNodes[container].content[typ]; !allowed {
			return w.wrapped(n, container)
		}
		e.content = w.blocks(n.RichContent(), typ, depth+1)
	}
	return []*adfNode{w.fit(e, n, container)}
}

// fit gives the node if the container may hold it, with the marks it may have
// there; otherwise what it came from, as an extension.
func (w *adfWriter) fit(e *adfNode, from *Node, container string) *adfNode {
	allowed := adfNodes[container].content
	if e.typ == "expand" && allowed["expand"] == "" {
		if _, ok := allowed["expand"]; !ok {
			e.typ = "nestedExpand"
			if !w.nestable(e) {
				e.typ = "expand"
			}
		}
	}
	marks, ok := allowed[e.typ]
	if ok && (e.typ != "nestedExpand" || w.nestable(e)) {
		kept := e.marks[:0]
		for _, m := range e.marks {
			if hasWord(marks, m.typ) {
				kept = append(kept, m)
			}
		}
		e.marks = kept
		return e
	}
	if from == nil {
		return e // a paragraph or a heading made of a run; see paragraph
	}
	return legacy("extension", from)
}

// nestable reports whether an expand may become a nested one.
func (w *adfWriter) nestable(e *adfNode) bool {
	for _, c := range e.content {
		if _, ok := adfNodes["nestedExpand"].content[c.typ]; !ok {
			return false
		}
	}
	return true
}

// wrapped carries the node's storage format, or its words where not even an
// extension may stand.
func (w *adfWriter) wrapped(n *Node, container string) []*adfNode {
	if _, ok := adfNodes[container].content["extension"]; ok {
		return []*adfNode{legacy("extension", n)}
	}
	return []*adfNode{{typ: "paragraph", content: w.line(one(NewText((&Doc{one(n)}).PlainText())))}}
}

// paragraph writes a paragraph or a heading: one where it holds text only,
// several blocks where it holds blocks.
func (w *adfWriter) paragraph(n *Node, container string, depth int) []*adfNode {
	line := &adfNode{typ: "paragraph"}
	if n.Kind == Heading {
		if _, ok := adfNodes[container].content["heading"]; ok {
			line.typ = "heading"
			line.attrs.setNum("level", n.Name[1:])
		}
	}
	line.attrs.setStr("localId", n.Attr("local-id"))
	line.marks = blockMarks(n)
	if card := w.cardBlock(n); card != nil {
		return []*adfNode{w.fit(card, n, container)}
	}
	content := n.Children
	if w.blocky[n] {
		return w.sequence(content, line, container, depth)
	}
	line.content = w.line(content)
	if m := soleMacro(line); m != nil {
		return w.macroBlock(m, container, depth)
	}
	return []*adfNode{w.fit(line, nil, container)}
}

// onlyChild is the one node beside white space, nil when there are more.
func onlyChild(nodes []*Node) *Node {
	var found *Node
	for _, n := range nodes {
		if n.isBlank() {
			continue
		}
		if found != nil {
			return nil
		}
		found = n
	}
	return found
}

// blockMarks reads alignment, indentation and size from an element's style.
func blockMarks(n *Node) []adfMark {
	style := n.Attr("style")
	if style == "" {
		return nil
	}
	var marks []adfMark
	add := func(typ, name, value string) {
		m := adfMark{typ: typ}
		if typ == "indentation" {
			m.attrs.setNum(name, value)
		} else {
			m.attrs.setStr(name, value)
		}
		marks = append(marks, m)
	}
	if styleValue(style, "font-size") == "small" && n.Kind == Paragraph {
		add("fontSize", "fontSize", "small")
	}
	switch styleValue(style, "text-align") {
	case "center":
		add("alignment", "align", "center")
	case "right", "end":
		add("alignment", "align", "end")
	default:
		px, found := strings.CutSuffix(styleValue(style, "margin-left"), "px")
		f, err := strconv.ParseFloat(strings.TrimSpace(px), 64)
		if level := int(f / 30); found && err == nil && level >= 1 && f < 10_000 {
			add("indentation", "level", strconv.Itoa(min(level, 6)))
		}
	}
	return marks
}

func (w *adfWriter) container(typ string, n *Node, container string, depth int) []*adfNode {
	e := &adfNode{typ: typ}
	e.attrs.setStr("localId", n.Attr("local-id"))
	if _, ok := adfNodes[container].content[typ]; !ok {
		return w.wrapped(n, container)
	}
	e.content = w.blocks(n.Children, typ, depth+1)
	return []*adfNode{e}
}

// list writes a list whose children are items; any other travels as it is.
func (w *adfWriter) list(typ string, n *Node, container string, depth int) []*adfNode {
	items := slices.DeleteFunc(slices.Clone(n.Children), (*Node).isBlank)
	_, allowed := adfNodes[container].content[typ]
	if !allowed || len(items) == 0 || slices.ContainsFunc(items, func(c *Node) bool { return c.Kind != ListItem }) {
		return w.wrapped(n, container)
	}
	e := &adfNode{typ: typ}
	if typ == "orderedList" {
		if start := n.Attr("start"); isNumber(start) && start != "1" {
			e.attrs.setNum("order", start)
		}
	}
	e.attrs.setStr("localId", n.Attr("local-id"))
	for _, c := range items {
		item := &adfNode{typ: "listItem"}
		item.attrs.setStr("localId", c.Attr("local-id"))
		item.content = w.blocks(c.Children, "listItem", depth+2)
		e.content = append(e.content, item)
	}
	return []*adfNode{e}
}
