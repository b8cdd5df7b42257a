package body

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// What storage format has no element for is kept as ADF inside it:
// ac:adf-extension holds ac:adf-node elements with their attributes, marks and
// content. Names are in kebab case there, as the service writes them.

// adfElement writes a node as an ac:adf-node.
func (r *adfReader) adfElement(n *adfNode) *Node {
	e := NewElement("ac:adf-node").With("type", kebab(n.typ))
	for _, a := range n.attrs {
		e.append(adfValue("ac:adf-attribute", kebab(a.name), a.value))
	}
	for _, m := range n.marks {
		if adfNodes[n.typ].inline && adfCodeMarks[m.typ] {
			continue // written as an element around it
		}
		e.append(markNode(m))
	}
	switch {
	case len(n.content) == 0:
	case adfOnly[n.content[0].typ]:
		for _, c := range n.content {
			e.append(r.adfElement(c))
		}
	case adfNodes[n.content[0].typ].inline:
		e.append(NewElement("ac:adf-content", r.inlines(n.content)...))
	default:
		e.append(NewElement("ac:adf-content", r.blocks(n.content)...))
	}
	return e
}

// adfOnly are the nodes that live inside an ac:adf-node, never in the page.
var adfOnly = setOf("decisionItem media caption layoutColumn")

// adfValue writes a JSON value: text as text, anything else with its type,
// objects and arrays as parameters inside.
func adfValue(element, key string, value jsontext.Value) *Node {
	e := NewElement(element)
	if key != "" || element != "ac:adf-parameter-value" {
		e.With("key", key)
	}
	switch value.Kind() {
	case '"':
		return e.append(textNodes(adfAttrs{{"", value}}.str(""))...)
	case '0':
		return e.With("type", "number").append(NewText(string(value)))
	case 't', 'f':
		return e.With("type", "boolean").append(NewText(string(value)))
	case '{':
		e.With("type", "object")
		eachMember(value, func(name string, v jsontext.Value) {
			e.append(adfValue("ac:adf-parameter", name, v))
		})
	case '[':
		e.With("type", "array")
		eachMember(value, func(_ string, v jsontext.Value) {
			e.append(adfValue("ac:adf-parameter-value", "", v))
		})
	default:
		e.With("type", "null")
	}
	return e
}

// eachMember visits the members of an object or the elements of an array that
// the decoder has checked.
func eachMember(value jsontext.Value, visit func(name string, v jsontext.Value)) {
	d := jsontext.NewDecoder(strings.NewReader(string(value)))
	open, err := d.ReadToken()
	for err == nil && d.PeekKind() != '}' && d.PeekKind() != ']' {
		name := ""
		if open.Kind() == '{' {
			tok, tokErr := d.ReadToken()
			if err = tokErr; err != nil {
				return
			}
			name = strings.Map(legalRune, tok.String())
		}
		var v jsontext.Value
		if v, err = d.ReadValue(); err == nil {
			visit(name, v.Clone())
		}
	}
}

// jsonValue reads a value written by adfValue. An untyped element with
// parameters inside is an object, as the service writes it.
func jsonValue(e *Node, depth int) jsontext.Value {
	if depth > maxParameterDepth {
		return jsontext.Value("null")
	}
	text := strings.TrimSpace(textOf(e.Children))
	switch kind := e.Attr("type"); {
	case kind == "number":
		if f, err := strconv.ParseFloat(text, 64); err == nil && f > -1e15 && f < 1e15 {
			return jsontext.Value(strconv.FormatFloat(f, 'f', -1, 64))
		}
	case kind == "boolean":
		if text == "true" || text == "false" {
			return jsontext.Value(text)
		}
	case kind == "null":
		return jsontext.Value("null")
	case kind == "array":
		b := []byte{'['}
		for _, c := range e.Children {
			if c.Kind == ADFParameter {
				b = append(append(b, jsonValue(c, depth+1)...), ',')
			}
		}
		return append(trimComma(b), ']')
	case kind == "object", kind == "" && e.Child(ADFParameter) != nil:
		b := []byte{'{'}
		seen := map[string]bool{}
		for _, c := range e.Children {
			if c.Kind == ADFParameter && !seen[c.Attr("key")] {
				seen[c.Attr("key")] = true
				b = append(append(b, quote(c.Attr("key"))...), ':')
				b = append(append(b, jsonValue(c, depth+1)...), ',')
			}
		}
		return append(trimComma(b), '}')
	}
	return quote(textOf(e.Children))
}

// maxParameterDepth keeps a page's ADF within the depth that can be read again.
const maxParameterDepth = 6

func trimComma(b []byte) []byte {
	if b[len(b)-1] == ',' {
		return b[:len(b)-1]
	}
	return b
}

// kebab spells camelCase with hyphens.
func kebab(camel string) string {
	var b strings.Builder
	for _, c := range camel {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('-')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// camel is the inverse of kebab.
func camel(kebab string) string {
	var b strings.Builder
	upper := false
	for _, c := range kebab {
		switch {
		case c == '-':
			upper = true
			continue
		case upper && c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		}
		upper = false
		b.WriteRune(c)
	}
	return b.String()
}
