package body

import "strings"

// Storage writes the tree as storage format. What [ParseStorage] read comes
// back with its entities, attribute order and unknown elements; spelling that
// carries no meaning (quotes, white space inside tags) is made uniform.
func (d *Doc) Storage() string {
	var b strings.Builder
	writeStorage(&b, d.Nodes)
	return b.String()
}

// storageOf is the storage format of some nodes.
func storageOf(nodes []*Node) string { return (&Doc{nodes}).Storage() }

func writeStorage(b *strings.Builder, nodes []*Node) {
	for _, n := range nodes {
		if n.Kind == Text {
			b.WriteString(n.source())
			continue
		}
		b.WriteByte('<')
		b.WriteString(n.Name)
		for _, a := range n.Attrs {
			b.WriteByte(' ')
			b.WriteString(a.Name)
			b.WriteString(`="`)
			escapeAttribute(b, a.Value)
			b.WriteByte('"')
		}
		if n.holdsCDATA() {
			b.WriteByte('>')
			writeCDATA(b, n.Children)
		} else if len(n.Children) == 0 && !n.pair {
			b.WriteString(" />")
			continue
		} else {
			b.WriteByte('>')
			writeStorage(b, n.Children)
		}
		b.WriteString("</")
		b.WriteString(n.Name)
		b.WriteByte('>')
	}
}

// holdsCDATA reports whether the element's text is written as CDATA, the one
// place where storage format has it (security-model.md §8).
func (n *Node) holdsCDATA() bool { return n.Kind == PlainBody || n.Kind == PlainLinkBody }

func writeCDATA(b *strings.Builder, nodes []*Node) {
	if len(nodes) == 0 {
		b.WriteString("<![CDATA[]]>")
	}
	for _, n := range nodes {
		if n.Kind != Text {
			writeStorage(b, []*Node{n})
			continue
		}
		text := strings.ReplaceAll(n.Text, "]]>", "]]]]><![CDATA[>")
		// A reader would turn each carriage return into a line feed.
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
		b.WriteString("<![CDATA[")
		b.WriteString(text)
		b.WriteString("]]>")
	}
}

// source is the text node as it is written in storage format.
func (n *Node) source() string { return sourceOf(n.Text, n.raw) }

func sourceOf(text, raw string) string {
	if raw != "" {
		return raw
	}
	return escapeText(text)
}

// noteRaw keeps the spelling of the source if escaping the text would lose it.
func (n *Node) noteRaw(raw string) {
	if raw == n.Text && strings.IndexByte(raw, '>') < 0 && strings.IndexByte(raw, 0xC2) < 0 {
		return // nothing in it needs escaping; 0xC2 begins the no-break space
	}
	if raw != escapeText(n.Text) {
		n.raw = raw
	}
}

var textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\u00a0", "&nbsp;", "\r", "&#13;")

func escapeText(s string) string { return textEscaper.Replace(s) }

var attributeEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
	"\t", "&#9;", "\n", "&#10;", "\r", "&#13;")

func escapeAttribute(b *strings.Builder, s string) {
	if !strings.ContainsAny(s, "&<>\"\t\n\r") {
		b.WriteString(s)
		return
	}
	_, _ = attributeEscaper.WriteString(b, s) // a strings.Builder never fails
}
