package body

import "slices"

// Images and files.

// mediaSingle writes an image as a block; nil when it names no file.
func (w *adfWriter) mediaSingle(n *Node) *adfNode {
	media := w.media(n)
	if media == nil {
		return nil
	}
	e := &adfNode{typ: "mediaSingle"}
	e.attrs.setStr("localId", n.Attr("ac:local-id"))
	if width := n.Attr("ac:width-percentage"); width != "" {
		e.attrs.setNum("width", width)
	} else if isNumber(n.Attr("ac:width")) {
		e.attrs.setNum("width", n.Attr("ac:width"))
		e.attrs.setStr("widthType", "pixel")
	}
	layout := n.Attr("ac:layout")
	if !hasWord("wide full-width center wrap-right wrap-left align-end align-start", layout) {
		layout = map[string]string{"left": "align-start", "right": "align-end"}[n.Attr("ac:align")]
	}
	if layout == "" {
		layout = "center"
	}
	e.attrs.setStr("layout", layout)
	if href := n.Attr("ac:href"); href != "" {
		media.marks = append([]adfMark{markOf("link", "href", href)}, media.marks...)
	}
	e.content = []*adfNode{media}
	if caption := n.Child(ImageCaption); caption != nil {
		c := &adfNode{typ: "caption"}
		c.attrs.setStr("localId", caption.Attr("ac:local-id"))
		c.content = w.captionText(caption.Children)
		e.content = append(e.content, c)
	}
	return e
}

// captionText is what a caption may hold of some text.
func (w *adfWriter) captionText(nodes []*Node) []*adfNode {
	if p := onlyChild(nodes); p != nil && p.Kind == Paragraph {
		nodes = p.Children
	}
	return slices.DeleteFunc(w.line(nodes), func(n *adfNode) bool {
		_, ok := adfNodes["caption"].content[n.typ]
		return !ok
	})
}

// media writes the file or the address an image shows.
func (w *adfWriter) media(n *Node) *adfNode {
	m := &adfNode{typ: "media"}
	for _, c := range n.Children {
		r, ok := resourceOf(c)
		if !ok {
			continue
		}
		if r.Type == ResourceURL {
			m.attrs.need("type", "external")
			m.attrs.need("url", r.URL)
		} else if !w.file(m, r, "file") {
			return nil
		}
		break
	}
	if len(m.attrs) == 0 {
		return nil
	}
	m.attrs.setStr("localId", n.Attr("ac:media-local-id"))
	m.attrs.setStr("alt", n.Attr("ac:alt"))
	m.attrs.setNum("width", n.Attr("ac:original-width"))
	m.attrs.setNum("height", n.Attr("ac:original-height"))
	m.marks = append(borderOf(n), keptMarks(n, mediaMarks)...)
	return m
}

// file names an attachment of the page by its media id. Without the wiki the
// file's name stands for the id.
func (w *adfWriter) file(m *adfNode, r Resource, typ string) bool {
	if r.Type != ResourceAttachment || r.Container != nil || r.Filename == "" {
		return false
	}
	id := r.Filename
	if w.o.View.Wiki.File != nil && w.o.View.Wiki.Media != nil {
		file, err := w.o.View.Wiki.File(w.ctx, w.o.View.Page, r)
		w.fail(err)
		if file != nil && file.FileID != "" {
			id = file.FileID
		}
	}
	collection := ""
	if w.o.View.Page.ID != "" {
		collection = "contentId-" + w.o.View.Page.ID
	}
	m.attrs.need("type", typ)
	m.attrs.need("id", id)
	m.attrs.need("collection", collection)
	return true
}

func borderOf(n *Node) []adfMark {
	for _, c := range n.Children {
		if c.Kind != ADFMark || c.Attr("key") != "border" {
			continue
		}
		m := adfMark{typ: "border"}
		m.attrs.setNum("size", c.Attr("size"))
		m.attrs.setStr("color", c.Attr("color"))
		if (&adfChecker{}).attributes(&m.attrs, adfMarks["border"].attrs) == nil {
			return []adfMark{m}
		}
	}
	return nil
}

func (w *adfWriter) mediaInline(n *Node) *adfNode {
	m := &adfNode{typ: "mediaInline"}
	for _, c := range n.Children {
		if r, ok := resourceOf(c); ok {
			if !w.file(m, r, "image") {
				return nil
			}
			m.attrs.setStr("alt", n.Attr("ac:alt"))
			m.attrs.setNum("width", n.Attr("ac:width"))
			m.attrs.setNum("height", n.Attr("ac:height"))
			m.marks = append(borderOf(n), keptMarks(n, "dataConsumer")...)
			return m
		}
	}
	return nil
}

// fileMedia is the file a view-file macro shows; nil when it says more, as one with an id of its own does beside a size.
func (w *adfWriter) fileMedia(n *Node) *adfNode {
	r, ok := n.paramResource("name")
	if !ok || len(n.Children) > 1 && n.Attr("ac:macro-id") != "" || slices.ContainsFunc(n.Children, func(c *Node) bool { return !isMediaParam(c) }) {
		return nil
	}
	m := &adfNode{typ: "media", marks: keptMarks(n, mediaMarks)}
	if !w.file(m, r, "file") {
		return nil
	}
	m.attrs.setStr("localId", n.Attr("ac:local-id"))
	m.attrs.setStr("alt", n.Param("alt"))
	m.attrs.setNum("width", n.Param("width"))
	m.attrs.setNum("height", n.Param("height"))
	return m
}

// isMediaParam reports whether a child of a view-file macro says no more than a media node can.
func isMediaParam(c *Node) bool {
	switch c.Kind {
	case ADFMark:
		return true
	case Parameter:
		name := c.Attr("ac:name")
		return name == "name" || name == "alt" || (name == "width" || name == "height") && isNumber(textOf(c.Children))
	}
	return false
}
