package body

// Marks of whole nodes that storage format has no place for: they are kept as ac:adf-mark inside the element, with their
// attributes as those of an ac:adf-node, and show nowhere but in ADF.

// keepMarks keeps the marks of those names in the element.
func keepMarks(e *Node, marks []adfMark, names string) *Node {
	for _, m := range marks {
		if hasWord(names, m.typ) {
			e.append(markNode(m))
		}
	}
	return e
}

// markNode is a mark as an ac:adf-mark.
func markNode(m adfMark) *Node {
	e := NewElement("ac:adf-mark").With("key", m.typ)
	for _, a := range m.attrs {
		e.append(adfValue("ac:adf-attribute", kebab(a.name), a.value))
	}
	return e
}

// keptMarks are the marks of those names in the element, as far as they keep to the schema.
func keptMarks(e *Node, names string) []adfMark {
	var marks []adfMark
	for _, c := range e.Children {
		if c.Kind != ADFMark || !hasWord(names, c.Attr("key")) {
			continue
		}
		if m, ok := markIn(c); ok {
			marks = append(marks, m)
		}
	}
	return marks
}

// markIn reads an ac:adf-mark; false when it is none of the schema.
func markIn(n *Node) (adfMark, bool) {
	m := adfMark{typ: n.Attr("key")}
	for _, a := range n.Children {
		if a.Kind == ADFAttribute {
			m.attrs.setRaw(camel(a.Attr("key")), jsonValue(a, 0))
		}
	}
	spec, known := adfMarks[m.typ]
	return m, known && (&adfChecker{}).attributes(&m.attrs, spec.attrs) == nil
}

// The marks that are kept so.
const (
	extensionMarks = "dataConsumer fragment"
	mediaMarks     = "annotation dataConsumer"
)
