package body

import "strings"

// Doc is one body: a sequence of blocks, in the vocabulary of storage format.
type Doc struct {
	Nodes []*Node
}

// Node is an element or a run of text.
type Node struct {
	Kind     Kind
	Name     string // element name as written, "ac:link"; empty for text
	Attrs    []Attr
	Text     string // decoded text, for Kind Text
	Children []*Node

	raw  string // text as it stood in the source, when escaping Text would not give it back
	pair bool   // an empty element that came with an end tag
}

// Attr is one attribute, its prefix included in the name.
type Attr struct {
	Name, Value string
}

// NewElement returns an element with children.
func NewElement(name string, children ...*Node) *Node {
	return &Node{Kind: kindOf(name), Name: name, Children: children}
}

// NewText returns a run of text. Characters XML cannot carry become U+FFFD.
func NewText(s string) *Node {
	return &Node{Kind: Text, Text: strings.Map(legalRune, s)}
}

// With sets an attribute and returns the node, for building trees.
func (n *Node) With(name, value string) *Node {
	for i := range n.Attrs {
		if n.Attrs[i].Name == name {
			n.Attrs[i].Value = value
			return n
		}
	}
	n.Attrs = append(n.Attrs, Attr{name, value})
	return n
}

// Attr returns the value of an attribute, empty when absent.
func (n *Node) Attr(name string) string {
	v, _ := n.Lookup(name)
	return v
}

// Lookup returns the value of an attribute and whether it is there.
func (n *Node) Lookup(name string) (string, bool) {
	for i := range n.Attrs {
		if n.Attrs[i].Name == name {
			return n.Attrs[i].Value, true
		}
	}
	return "", false
}

// Child returns the first child of a kind, or nil.
func (n *Node) Child(k Kind) *Node {
	for _, c := range n.Children {
		if c.Kind == k {
			return c
		}
	}
	return nil
}

func (n *Node) append(children ...*Node) *Node {
	n.Children = append(n.Children, children...)
	return n
}

// isBlank reports whether n is text of white space only. A no-break space is
// content.
func (n *Node) isBlank() bool {
	return n.Kind == Text && strings.Trim(n.Text, " \t\r\n") == ""
}

// walk calls visit for each node in document order until it returns false for
// a node, whose children are then left out.
func walk(nodes []*Node, visit func(*Node) bool) {
	for _, n := range nodes {
		if visit(n) {
			walk(n.Children, visit)
		}
	}
}

// textOf is all text below the nodes, as it stands.
func textOf(nodes []*Node) string {
	if len(nodes) == 1 && nodes[0].Kind == Text {
		return nodes[0].Text
	}
	var b strings.Builder
	walk(nodes, func(n *Node) bool {
		b.WriteString(n.Text)
		return true
	})
	return b.String()
}

// legalRune maps characters outside XML's range to the replacement character.
func legalRune(r rune) rune {
	switch {
	case r == '\t', r == '\n', r == '\r',
		r >= 0x20 && r <= 0xD7FF,
		r >= 0xE000 && r <= 0xFFFD,
		r >= 0x10000 && r <= 0x10FFFF:
		return r
	}
	return '\uFFFD'
}

// check holds a tree built by a reader other than [ParseStorage] to the same
// limits, so that what is stored can be read again.
func (d *Doc) check() error {
	elements := 0
	var visit func(nodes []*Node, depth int) error
	visit = func(nodes []*Node, depth int) error {
		for _, n := range nodes {
			if n.Kind == Text {
				continue
			}
			elements++
			switch {
			case elements > maxElements:
				return &Error{Kind: TooLarge, Msg: tooManyElements}
			case depth > maxDepth:
				return &Error{Kind: TooLarge, Msg: tooDeep}
			case len(n.Attrs) > maxAttributes:
				return &Error{Kind: TooLarge, Msg: tooManyAttributes}
			}
			for _, a := range n.Attrs {
				if len(a.Value) > maxAttributeBytes {
					return &Error{Kind: TooLarge, Msg: attributeTooLong}
				}
			}
			if err := visit(n.Children, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return visit(d.Nodes, 1)
}
