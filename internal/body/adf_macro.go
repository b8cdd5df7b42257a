package body

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Macros as ADF extensions, both ways. Storage format that ADF has no node for
// travels inside one as well, so that it comes back as it was.

const (
	macroExtension  = "com.atlassian.confluence.macro.core"
	legacyExtension = "com.atlassian.confluence.migration"
	legacyKey       = "legacy-content"
)

// legacyFragment is the storage format a legacy extension carries.
func legacyFragment(n *adfNode) (src string, ok bool) {
	if n.attrs.str("extensionType") != legacyExtension || n.attrs.str("extensionKey") != legacyKey {
		return "", false
	}
	parameters := n.attrs.get("parameters")
	if parameters.Kind() != '{' {
		return "", false
	}
	eachMember(parameters, func(name string, v jsontext.Value) {
		if name == "cxhtml" && v.Kind() == '"' {
			src, ok = adfAttrs{{name, v}}.str(name), true
		}
	})
	return src, ok
}

// legacy carries storage format as an extension, in text or as a block.
func legacy(typ string, n *Node) *adfNode {
	e := &adfNode{typ: typ}
	e.attrs.need("extensionType", legacyExtension)
	e.attrs.need("extensionKey", legacyKey)
	e.attrs.setRaw("parameters", append(append([]byte(`{"cxhtml":`), quote(storageOf(one(n)))...), '}'))
	return e
}

// macro turns an extension into the macro or the storage format it stands for;
// nil when it is neither.
func (r *adfReader) macro(n *adfNode) []*Node {
	if n.fragment != nil {
		return n.fragment.Nodes
	}
	if n.attrs.str("extensionType") != macroExtension {
		return nil
	}
	m := NewElement("ac:structured-macro").With("ac:name", n.attrs.str("extensionKey"))
	var params []*Node
	plain, hasPlain := "", false
	eachParameter(n.attrs.get("parameters"), func(group, name string, value jsontext.Value) {
		text := valueOf(value, "value")
		switch {
		case group == "macroMetadata" && name == "schemaVersion" && text != "":
			m.With("ac:schema-version", text)
		case group == "macroMetadata" && name == "macroId" && text != "":
			m.With("ac:macro-id", text)
		case group == "macroParams" && name == bodyParameter:
			plain, hasPlain = text, true
		case group == "macroParams":
			p := NewElement("ac:parameter", textNodes(text)...).With("ac:name", name)
			if src := valueOf(value, "storage"); src != "" {
				if doc, err := ParseStorage(src); err == nil {
					p.Children = doc.Nodes
				}
			}
			params = append(params, p)
		}
	})
	if layout := n.attrs.str("layout"); layout != "" {
		m.With("data-layout", layout)
	}
	if id := n.attrs.str("localId"); id != "" {
		m.With("ac:local-id", id)
	}
	keepMarks(m.append(params...), n.marks, extensionMarks)
	if n.typ == "bodiedExtension" {
		return one(m.withRichBody(r.blocks(n.content)))
	}
	if hasPlain {
		m.withPlainBody(strings.ReplaceAll(strings.ReplaceAll(plain, "\r\n", "\n"), "\r", "\n"))
	}
	return one(m)
}

// bodyParameter is the parameter under which ADF has a plain-text body.
const bodyParameter = "__bodyContent"

// eachParameter visits the macro's parameters and its metadata.
func eachParameter(parameters jsontext.Value, visit func(group, name string, value jsontext.Value)) {
	if parameters.Kind() != '{' {
		return
	}
	eachMember(parameters, func(group string, members jsontext.Value) {
		if (group == "macroParams" || group == "macroMetadata") && members.Kind() == '{' {
			eachMember(members, func(name string, value jsontext.Value) { visit(group, name, value) })
		}
	})
}

// valueOf is a string member of an object.
func valueOf(object jsontext.Value, member string) string {
	text := ""
	if object.Kind() == '{' {
		eachMember(object, func(name string, v jsontext.Value) {
			if name == member {
				text = adfAttrs{{name, v}}.str(name)
			}
		})
	}
	return text
}

// extension writes a macro without a rich body; nil when its element is not
// one that can be written back.
func (w *adfWriter) extension(typ string, m *Node) *adfNode {
	if m.MacroName() == "" {
		return nil
	}
	e := &adfNode{typ: typ, marks: keptMarks(m, extensionMarks)}
	e.attrs.need("extensionType", macroExtension)
	e.attrs.need("extensionKey", m.MacroName())
	params := []byte{'{'}
	seen := map[string]bool{}
	for _, c := range m.Children {
		name := c.Attr("ac:name")
		switch c.Kind {
		case Parameter, DefaultParameter:
			if seen[name] || name == bodyParameter {
				return nil
			}
			seen[name] = true
			params = append(append(params, quote(name)...), ':')
			params = append(append(params, parameterValue(c)...), ',')
		case PlainBody:
			if seen[bodyParameter] || c.hasElements() {
				return nil
			}
			seen[bodyParameter] = true
			params = append(append(params, quote(bodyParameter)...), `:{"value":`...)
			params = append(append(params, quote(textOf(c.Children))...), `},`...)
		case RichBody:
			if typ != "bodiedExtension" || seen["\x00body"] {
				return nil
			}
			seen["\x00body"] = true
		case ADFMark:
		default:
			if !c.isBlank() {
				return nil
			}
		}
	}
	meta := []byte{'{'}
	for _, a := range [][2]string{{"macroId", "ac:macro-id"}, {"schemaVersion", "ac:schema-version"}} {
		if v := m.Attr(a[1]); v != "" {
			meta = append(append(append(append(meta, quote(a[0])...), `:{"value":`...), quote(v)...), `},`...)
		}
	}
	value := append(append([]byte(`{"macroParams":`), append(trimComma(params), '}')...), `,"macroMetadata":`...)
	e.attrs.setRaw("parameters", append(append(value, append(trimComma(meta), '}')...), '}'))
	if layout := m.Attr("data-layout"); typ != "inlineExtension" && hasWord("wide full-width default", layout) {
		e.attrs.setStr("layout", layout)
	}
	e.attrs.setStr("localId", m.Attr("ac:local-id"))
	return e
}

// parameterValue is a parameter's text, with its storage format beside it when
// it holds elements.
func parameterValue(p *Node) jsontext.Value {
	if !p.hasElements() {
		return append(append([]byte(`{"value":`), quote(textOf(p.Children))...), '}')
	}
	shown := NewElement("ac:structured-macro", p).Param(p.Attr("ac:name"))
	b := append(append([]byte(`{"value":`), quote(shown)...), `,"storage":`...)
	return append(append(b, quote(storageOf(p.Children))...), '}')
}

// hasElements reports whether there is more than text inside.
func (n *Node) hasElements() bool {
	for _, c := range n.Children {
		if c.Kind != Text {
			return true
		}
	}
	return false
}

// onlyParams reports whether the macro has no parameters but those named.
func onlyParams(m *Node, names string) bool {
	seen := map[string]bool{}
	for _, c := range m.Children {
		name := c.Attr("ac:name")
		switch c.Kind {
		case Parameter:
			if !hasWord(names, name) || seen[name] || c.hasElements() {
				return false
			}
			seen[name] = true
		case RichBody, PlainBody:
			if seen[" "] {
				return false
			}
			seen[" "] = true
		default:
			if !c.isBlank() {
				return false
			}
		}
	}
	return true
}

// native is the ADF node a macro has; nil when its parameters say more than
// the node can.
func (w *adfWriter) native(m *Node, depth int) *adfNode {
	switch name := m.MacroName(); name {
	case "code":
		if onlyParams(m, "language linenumbers wrap breakoutMode breakoutWidth") && m.Child(PlainBody) != nil && !m.Child(PlainBody).hasElements() {
			return codeBlockOf(m)
		}
	case "info", "tip", "note", "warning":
		if onlyParams(m, "") && m.Child(RichBody) != nil {
			return w.panelOf(m, map[string]string{"info": "info", "tip": "success", "note": "warning", "warning": "error"}[name], depth)
		}
	case "panel":
		if onlyParams(m, "panelIcon panelIconId panelIconText bgColor") && m.Child(RichBody) != nil {
			return w.panelOf(m, "custom", depth)
		}
	case "expand":
		if onlyParams(m, "title breakoutMode breakoutWidth") && m.Child(RichBody) != nil {
			e := &adfNode{typ: "expand"}
			e.attrs.setStr("title", m.Param("title"))
			e.attrs.setStr("localId", m.Attr("ac:local-id"))
			e.marks = breakoutOf(m)
			e.content = w.blocks(m.RichContent(), "expand", depth+1)
			return e
		}
	}
	return nil
}

func codeBlockOf(m *Node) *adfNode {
	e := &adfNode{typ: "codeBlock"}
	e.attrs.setStr("language", m.Param("language"))
	e.attrs.setStr("uniqueId", m.Attr("ac:macro-id"))
	e.attrs.setStr("localId", m.Attr("ac:local-id"))
	if m.Param("wrap") == "true" {
		e.attrs.setRaw("wrap", jsontext.Value("true"))
	}
	if v := m.Param("linenumbers"); v != "" {
		e.attrs.setRaw("hideLineNumbers", jsontext.Value(boolText(v != "true")))
	}
	e.marks = breakoutOf(m)
	if text, _ := m.PlainContent(); text != "" {
		e.content = append(e.content, &adfNode{typ: "text", text: text, origin: m.Child(PlainBody).Children})
	}
	return e
}

func breakoutOf(m *Node) []adfMark {
	mode := m.Param("breakoutMode")
	if mode != "wide" && mode != "full-width" {
		return nil
	}
	mark := adfMark{typ: "breakout"}
	mark.attrs.setStr("mode", mode)
	mark.attrs.setNum("width", m.Param("breakoutWidth"))
	return []adfMark{mark}
}

func (w *adfWriter) panelOf(m *Node, panelType string, depth int) *adfNode {
	e := &adfNode{typ: "panel"}
	e.attrs.setStr("panelType", panelType)
	for _, a := range [][2]string{{"panelIcon", "panelIcon"}, {"panelIconId", "panelIconId"}, {"panelIconText", "panelIconText"}, {"panelColor", "bgColor"}} {
		e.attrs.setStr(a[0], m.Param(a[1]))
	}
	e.attrs.setStr("localId", m.Attr("ac:local-id"))
	e.content = w.blocks(m.RichContent(), "panel", depth+1)
	return e
}
