package body

import "strings"

// Macro accessors: a macro is an element whose name, parameters and body are
// again elements. These read it; builders write it.

// MacroName is the name of a macro element, empty for any other.
func (n *Node) MacroName() string {
	if n.Kind != Macro {
		return ""
	}
	return n.Attr("ac:name")
}

// Param is the text of a macro's parameter, empty when absent. The default
// parameter has the empty name. Where a parameter holds a resource instead of
// text, Param is its name: the title of a page, the name of a file.
func (n *Node) Param(name string) string {
	p := n.param(name)
	if p == nil {
		return ""
	}
	for _, c := range p.Children {
		switch c.Kind {
		case Text:
		case Link:
			return linkResource(c).name()
		default:
			if r, ok := resourceOf(c); ok {
				return r.name()
			}
		}
	}
	return strings.TrimSpace(textOf(p.Children))
}

// HasParam reports whether the macro carries a parameter of that name.
func (n *Node) HasParam(name string) bool { return n.param(name) != nil }

func (n *Node) param(name string) *Node {
	for _, c := range n.Children {
		if c.Kind == Parameter && c.Attr("ac:name") == name ||
			c.Kind == DefaultParameter && name == "" {
			return c
		}
	}
	return nil
}

// Resource is the page, file, user or address a macro's parameter names.
func (n *Node) paramResource(name string) (Resource, bool) {
	p := n.param(name)
	if p == nil {
		return Resource{}, false
	}
	for _, c := range p.Children {
		if c.Kind == Link {
			r := linkResource(c)
			return r, r.Type != 0
		}
		if r, ok := resourceOf(c); ok {
			return r, true
		}
	}
	return Resource{}, false
}

// RichContent is the content of a macro's rich-text body.
func (n *Node) RichContent() []*Node {
	if b := n.Child(RichBody); b != nil {
		return b.Children
	}
	return nil
}

// PlainContent is the text of a macro's plain-text body and whether it has one.
func (n *Node) PlainContent() (string, bool) {
	b := n.Child(PlainBody)
	if b == nil {
		return "", false
	}
	return textOf(b.Children), true
}

// NewMacro returns a macro with parameters given as name, value pairs; pairs
// with an empty value are left out.
func NewMacro(name string, params ...string) *Node {
	m := NewElement("ac:structured-macro").With("ac:name", name).With("ac:schema-version", "1")
	for i := 0; i+1 < len(params); i += 2 {
		if params[i+1] != "" {
			m.append(NewElement("ac:parameter", NewText(params[i+1])).With("ac:name", params[i]))
		}
	}
	return m
}

func (n *Node) withRichBody(content []*Node) *Node {
	return n.append(NewElement("ac:rich-text-body", content...))
}

func (n *Node) withPlainBody(text string) *Node {
	b := NewElement("ac:plain-text-body")
	if text != "" {
		b.append(NewText(text))
	}
	return n.append(b)
}
