package body

import "strings"

// What storage format has only as ADF, for readers.

// extension shows ADF kept in storage format: what the wiki has a form for in that form, the fallback of the author's editor
// for the rest, and without one its content.
func (v *viewer) extension(n *Node) {
	if fallback := n.Child(ADFFallback); fallback != nil {
		if inner := n.Child(ADFNode); inner == nil || !shownADF[inner.Attr("type")] {
			v.nodes(fallback.Children)
			return
		}
	}
	v.adfNodes(n.Children)
}

// shownADF are the nodes that adfNode has a form for, named as in an ac:adf-node.
var shownADF = setOf("panel decision-list decision-item block-card embed-card inline-card")

func (v *viewer) adfNodes(nodes []*Node) {
	for _, c := range nodes {
		switch c.Kind {
		case ADFNode:
			v.adfNode(c)
		case ADFContent:
			v.w.open("div")
			v.nodes(c.Children)
			v.w.close()
		}
	}
}

func (v *viewer) adfNode(n *Node) {
	switch n.Attr("type") {
	case "panel":
		v.w.open("div", "class", "panel")
		v.w.open("div", "class", "panelContent")
		v.adfContent(n)
		v.w.close()
		v.w.close()
	case "decision-list":
		v.w.open("ul", "class", "decision-list")
		v.adfNodes(n.Children)
		v.w.close()
	case "decision-item":
		v.w.open("li")
		v.adfContent(n)
		v.w.close()
	case "block-card", "embed-card", "inline-card":
		v.card(n)
	case "extension", "inline-extension":
		v.appExtension(n)
	default:
		v.adfNodes(n.Children)
	}
}

// adfContent shows what is in a node, without an element around it.
func (v *viewer) adfContent(n *Node) {
	for _, c := range n.Children {
		switch c.Kind {
		case ADFContent:
			v.nodes(c.Children)
		case ADFNode:
			v.adfNode(c)
		}
	}
}

// card shows a card as the link it is; nothing is fetched (R-SSRF).
func (v *viewer) card(n *Node) {
	url := adfText(n, "url")
	if url == "" {
		url = adfText(n, "data", "url")
	}
	if url == "" {
		return
	}
	block := n.Attr("type") != "inline-card"
	if block {
		v.w.open("p")
	}
	v.w.element("a", url, "href", v.url(url), "class", "external-link", "rel", "nofollow",
		"data-card-appearance", strings.TrimSuffix(n.Attr("type"), "-card"))
	if block {
		v.w.close()
	}
}

// appExtension stands for what an app would show: the text that its author left, or a placeholder.
func (v *viewer) appExtension(n *Node) {
	element := "div"
	if n.Attr("type") == "inline-extension" {
		element = "span"
	}
	text, class := adfText(n, "text"), "weir-app-text"
	if text == "" {
		text, class = "Extension “"+adfText(n, "extension-key")+"” is not available here.", "weir-unknown-macro"
	}
	v.w.element(element, text, "class", class)
}

// adfText is the text of an attribute of an ac:adf-node, or of a member of the object it is.
func adfText(n *Node, path ...string) string {
	for _, key := range path {
		var found *Node
		for _, c := range n.Children {
			if (c.Kind == ADFAttribute || c.Kind == ADFParameter) && c.Attr("key") == key {
				found = c
				break
			}
		}
		if found == nil {
			return ""
		}
		n = found
	}
	if n.Child(ADFParameter) != nil {
		return ""
	}
	return textOf(n.Children)
}
