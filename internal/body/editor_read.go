package body

import (
	"strings"
)

// ParseEditor reads the editor representation that [View] writes: XHTML in
// which macros are tables that name them, and links, people, images, tasks and
// layouts are recognised by their classes. What the editor form does not show
// (captions, ADF kept in storage format) is not in it. The error is an [*Error].
func ParseEditor(src string) (*Doc, error) {
	doc, err := ParseStorage(src)
	if err != nil {
		return nil, err
	}
	return &Doc{Nodes: fromEditor(doc.Nodes)}, nil
}

func fromEditor(nodes []*Node) []*Node {
	var out []*Node
	for _, n := range nodes {
		out = append(out, editorNode(n)...)
	}
	return out
}

func (n *Node) hasClass(class string) bool { return hasWord(n.Attr("class"), class) }

// editorNode turns one element of the editor's into those of storage format.
func editorNode(n *Node) []*Node {
	switch {
	case n.Kind == Text:
		return one(n)
	case n.hasClass("wysiwyg-macro"):
		return one(macroFromEditor(n))
	case n.hasClass("table-wrap") || n.hasClass("confluence-embedded-file-wrapper"):
		return fromEditor(n.Children)
	case n.hasClass("inline-task-list"):
		return one(tasksFromEditor(n))
	case n.hasClass("contentLayout2"):
		return one(NewElement("ac:layout", fromEditor(n.Children)...))
	case n.hasClass("columnLayout"):
		return one(NewElement("ac:layout-section", fromEditor(n.Children)...).With("ac:type", n.Attr("data-layout-type")))
	case n.hasClass("cell") && n.Kind == Division:
		content := n.Children
		if inner := onlyChild(content); inner != nil && inner.hasClass("innerCell") {
			content = inner.Children
		}
		return one(NewElement("ac:layout-cell", fromEditor(content)...))
	case n.Kind == Anchor:
		return one(linkFromEditor(n))
	case n.Kind == HTMLImage:
		return one(imageFromEditor(n))
	case n.Kind == Time:
		return one(NewElement("time").With("datetime", n.Attr("datetime")))
	case n.Kind == Span && n.hasClass("emoticon"):
		return one(emoticonFromEditor(n))
	case n.Kind == Span && n.hasClass("inline-comment-marker"):
		return one(NewElement("ac:inline-comment-marker", fromEditor(n.Children)...).With("ac:ref", n.Attr("data-ref")))
	case n.Kind == Span && n.hasClass("text-placeholder"):
		return one(NewElement("ac:placeholder", fromEditor(n.Children)...))
	}
	e := &Node{Kind: n.Kind, Name: n.Name, Children: fromEditor(n.Children), pair: n.pair}
	for _, a := range n.Attrs {
		if kept, ok := authorAttribute(n, a); ok {
			e.Attrs = append(e.Attrs, kept)
		}
	}
	return one(e)
}

// authorAttribute is an attribute without what rendering adds to it.
func authorAttribute(n *Node, a Attr) (Attr, bool) {
	switch a.Name {
	case "class":
		a.Value = safeClasses(a.Value)
		for _, ours := range []string{"confluenceTable", "confluenceTh", "confluenceTd"} {
			a.Value = withoutWord(a.Value, ours)
		}
		return a, a.Value != ""
	case "id":
		if n.Kind == Heading {
			return a, false // made from its text
		}
		a.Value = strings.TrimPrefix(a.Value, idPrefix)
	}
	return a, true
}

func macroFromEditor(n *Node) *Node {
	m := NewElement("ac:structured-macro").With("ac:name", n.Attr("data-macro-name"))
	if id := n.Attr("data-macro-id"); id != "" {
		m.With("ac:macro-id", id)
	}
	seen := map[string]bool{}
	for _, p := range splitBars(n.Attr("data-macro-parameters")) {
		name, value, ok := cutParam(p)
		if ok && !seen[name] {
			seen[name] = true
			m.append(NewElement("ac:parameter", textNodes(value)...).With("ac:name", name))
		}
	}
	var content []*Node
	walk(n.Children, func(c *Node) bool {
		if c.Kind == Cell && c.hasClass("wysiwyg-macro-body") {
			content = c.Children
			return false
		}
		return content == nil
	})
	switch n.Attr("data-macro-body-type") {
	case "RICH_TEXT":
		return m.withRichBody(fromEditor(content))
	case "PLAIN_TEXT":
		return m.withPlainBody(strings.TrimPrefix(textOf(content), "\n")) // the one HTML drops after <pre>
	}
	return m
}

// cutParam cuts "name=value" at its first bare equals sign.
func cutParam(p string) (name, value string, ok bool) {
	for i := 0; i < len(p); i++ {
		switch p[i] {
		case '\\':
			i++
		case '=':
			return unescapeWiki(p[:i]), unescapeWiki(p[i+1:]), true
		}
	}
	return "", "", false
}

func tasksFromEditor(n *Node) *Node {
	list := NewElement("ac:task-list")
	for _, item := range n.Children {
		if item.Kind != ListItem {
			continue
		}
		if item.hasClass("nested-tasks") {
			list.append(fromEditor(item.Children)...)
			continue
		}
		status := "incomplete"
		if item.hasClass("checked") {
			status = "complete"
		}
		list.append(NewElement("ac:task", NewElement("ac:task-id", textNodes(item.Attr("data-inline-task-id"))...),
			NewElement("ac:task-status", NewText(status)), NewElement("ac:task-body", fromEditor(item.Children)...)))
	}
	return list
}

func linkFromEditor(n *Node) *Node {
	content := fromEditor(n.Children)
	if id := n.Attr("data-account-id"); id != "" {
		return NewElement("ac:link", Resource{Type: ResourceUser, AccountID: id}.node())
	}
	href := n.Attr("href")
	if place, ok := strings.CutPrefix(href, "#"+idPrefix); ok {
		href = "#" + place
	}
	if target := resourceAt(href); target != nil && len(content) > 0 {
		l := NewElement("ac:link")
		if target.Anchor != "" {
			l.With("ac:anchor", target.Anchor)
		}
		if tip := n.Attr("title"); tip != "" {
			l.With("ac:tooltip", tip)
		}
		if target.Type != 0 {
			l.append(target.node())
		}
		return l.append(NewElement("ac:link-body", content...))
	}
	a := NewElement("a", content...)
	if href != "" {
		a.With("href", href)
	}
	for _, name := range []string{"title", "data-card-appearance"} {
		if v := n.Attr(name); v != "" {
			a.With(name, v)
		}
	}
	return a
}

func imageFromEditor(n *Node) *Node {
	image := NewElement("ac:image")
	for _, a := range [][2]string{{"alt", "ac:alt"}, {"title", "ac:title"}, {"width", "ac:width"}, {"height", "ac:height"}} {
		if v := n.Attr(a[0]); v != "" {
			image.With(a[1], v)
		}
	}
	for _, side := range []string{"left", "center", "right"} {
		if n.hasClass("image-" + side) {
			image.With("ac:align", side)
		}
	}
	if file := n.Attr("data-linked-resource-default-alias"); file != "" {
		return image.append(Resource{Type: ResourceAttachment, Filename: file}.node())
	}
	return image.append(Resource{Type: ResourceURL, URL: n.Attr("src")}.node())
}

func emoticonFromEditor(n *Node) *Node {
	e := NewElement("ac:emoticon").With("ac:name", "blue-star")
	for name := range emoticons {
		if n.hasClass("emoticon-" + name) {
			e.With("ac:name", name)
		}
	}
	for _, a := range []string{"emoji-shortname", "emoji-id", "emoji-fallback"} {
		if v := n.Attr("data-" + a); v != "" {
			e.With("ac:"+a, v)
		}
	}
	return e
}
