package body

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"pgregory.net/rapid"
)

// anyNode generates trees up to depth, of elements that belong together and of
// such that do not.
func anyNode(depth int) *rapid.Generator[*Node] {
	names := rapid.SampledFrom([]string{
		"p", "p", "p", "div", "span", "strong", "em", "code", "a", "a", "h1", "h2", "ul", "ol", "li", "li", "dl", "dt", "dd", "table", "table", "tbody", "thead",
		"tr", "tr", "td", "td", "th", "caption", "colgroup", "col", "pre", "blockquote", "br", "hr", "small", "sub", "script", "svg", "math", "style",
		"template", "form", "x:y", "ac:structured-macro", "ac:structured-macro", "ac:rich-text-body", "ac:plain-text-body",
		"ac:parameter", "ac:link", "ac:link-body", "ac:image", "ac:caption", "ac:task-list", "ac:task-list", "ac:task", "ac:task-body", "ac:layout",
		"ac:layout-section", "ac:layout-cell", "ac:adf-extension", "ac:adf-node", "ac:adf-content", "ac:adf-attribute", "ac:adf-fallback", "ac:adf-mark", "ac:inline-comment-marker",
		"ac:emoticon", "ac:placeholder", "ri:url", "ri:page", "ri:user", "ri:attachment", "time", "noscript",
	})
	texts := rapid.SampledFrom([]string{"a", "b c", " ", "\n", " \n ", "<b>", "\nx", "y\n", "&amp;", "</p>", "\u00a0", "]]>", "\"'"})
	pick := func(t *rapid.T, label string, words ...string) string { return rapid.SampledFrom(words).Draw(t, label) }
	return rapid.Custom(func(t *rapid.T) *Node {
		if depth == 0 || rapid.IntRange(0, 4).Draw(t, "what") == 0 {
			return NewText(texts.Draw(t, "text"))
		}
		n := NewElement(names.Draw(t, "name"), rapid.SliceOfN(anyNode(depth-1), 0, 4).Draw(t, "children")...)
		switch n.Kind {
		case Macro:
			n.With("ac:name", pick(t, "macro", "info", "code", "expand", "status", "toc", "panel", "anchor", "excerpt", "include", "jira", "view-file", "no-such", ""))
		case Anchor:
			n.With("href", pick(t, "href", "https://example.com/", "#x", "#", "", "/wiki/pages/viewpage.action?title=A", "/wiki/spaces/DEV", "javascript:1"))
			if rapid.Bool().Draw(t, "card") {
				n.With("data-card-appearance", pick(t, "appearance", "inline", "block", "embed"))
			}
		case Parameter:
			n.With("ac:name", pick(t, "param", "title", "language", "", "name", "colour"))
		case PageRef:
			n.With("ri:content-title", pick(t, "page", "A", "", "B & C"))
		case UserRef:
			n.With("ri:account-id", "ann")
		case AttachmentRef:
			n.With("ri:filename", "a.png")
		case URLRef:
			n.With("ri:value", "https://example.com/a.png")
		case Link:
			if rapid.Bool().Draw(t, "anchored") {
				n.With("ac:anchor", pick(t, "anchor", "x", "y z", "%"))
			}
		case Paragraph, Span:
			if rapid.Bool().Draw(t, "styled") {
				n.With("style", pick(t, "style", "text-align: center;", "margin-left: 60.0px;", "color: rgb(1,2,3);", "color: red; background-color: #fff;", "font-size: small;"))
			}
		case Cell, HeaderCell:
			if rapid.Bool().Draw(t, "spans") {
				n.With("colspan", pick(t, "colspan", "2", "0", "x")).With("class", pick(t, "class", "numberingColumn", "other"))
			}
		case Column:
			n.With("style", "width: 20.0px;")
		case ADFNode:
			n.With("type", pick(t, "adf", "panel", "decision-list", "decision-item", "block-card", "inline-card", "extension", "inline-extension", "media", "no-such", "table-cell", "paragraph"))
		case ADFAttribute:
			n.With("key", pick(t, "key", "panel-type", "local-id", "state", "extension-type", "extension-key", "parameters", "url", "sources", "id")).With("type", pick(t, "type", "", "number", "object", "array"))
		case LayoutSection:
			n.With("ac:type", pick(t, "section", "fixed-width", "single", "two_equal", "other"))
		case Image:
			if rapid.Bool().Draw(t, "linked") {
				n.With("ac:href", pick(t, "href", "https://example.com/", "javascript:x", "#a"))
			}
		case ADFMark:
			n.With("key", pick(t, "mark", "fragment", "dataConsumer", "annotation", "border", "no-such"))
		case Time:
			n.With("datetime", pick(t, "date", "2026-11-22", "soon"))
		case Emoticon:
			n.With("ac:name", pick(t, "emoticon", "smile", "nobody"))
		}
		return n
	})
}

// drawADF is a document that keeps to the schema table.
func drawADF(t *rapid.T) string {
	root := &adfNode{typ: "doc", content: rapid.SliceOfN(adfChild("doc", 5), 0, 4).Draw(t, "content")}
	return string(root.appendJSON(nil))
}

// adfChild generates what may stand in a container, with its marks there.
func adfChild(container string, depth int) *rapid.Generator[*adfNode] {
	allowed := adfNodes[container].content
	var types []string
	for _, typ := range slices.Sorted(maps.Keys(allowed)) {
		if depth > 0 || adfNodes[typ].min == 0 && typ != "caption" {
			types = append(types, typ)
		}
	}
	if len(types) == 0 {
		types = slices.Sorted(maps.Keys(allowed))
	}
	return rapid.Custom(func(t *rapid.T) *adfNode {
		n := &adfNode{typ: rapid.SampledFrom(types).Draw(t, "type")}
		for _, a := range adfNodes[n.typ].attrs {
			if a.required || rapid.IntRange(0, 2).Draw(t, "give") == 0 {
				n.attrs = append(n.attrs, adfAttr{a.name, drawValue(t, a)})
			}
		}
		completeADF(t, n)
		marks := strings.Fields(allowed[n.typ])
		if n.typ == "text" {
			n.text = rapid.SampledFrom([]string{"a", "b c", " ", "\n", "x\ny", " z", "\u00a0", "<&>", "e\u0301"}).Draw(t, "text")
			if container != "codeBlock" {
				marks = adfTextMarks
			}
		}
		for _, typ := range marks {
			if rapid.IntRange(0, 4).Draw(t, "mark") == 0 {
				m := adfMark{typ: typ}
				for _, a := range adfMarks[typ].attrs {
					if a.required {
						m.attrs = append(m.attrs, adfAttr{a.name, drawValue(t, a)})
					}
				}
				n.marks = append(n.marks, m)
			}
		}
		if n.typ == "text" {
			n.marks = textMarks(n.marks, false)
		} else if len(n.marks) > 1 {
			n.marks = n.marks[:1]
		}
		if adfNodes[n.typ].content != nil {
			fewest, most := adfNodes[n.typ].min, 3
			switch n.typ {
			case "mediaSingle":
				most = 1
			case "layoutSection":
				fewest = 1
			}
			if depth <= 0 {
				most = fewest
			}
			n.content = rapid.SliceOfN(adfChild(n.typ, depth-1), fewest, most).Draw(t, "content")
		}
		if n.typ == "mediaSingle" && n.content[0].typ == "caption" {
			n.content = []*adfNode{{typ: "media", attrs: adfAttrs{{"type", quote("external")}, {"url", quote("https://example.com/a.png")}}}, n.content[0]}
		}
		return n
	})
}

func drawValue(t *rapid.T, a adfAttrSpec) jsontext.Value {
	switch a.kind {
	case 'n':
		low, high := int(a.min), int(a.max)
		if high == 0 {
			low, high = 0, 1000
		}
		return jsontext.Value(strconv.Itoa(rapid.IntRange(low, min(high, 1000)).Draw(t, a.name)))
	case 'b':
		return jsontext.Value(boolText(rapid.Bool().Draw(t, a.name)))
	case 'c':
		return quote("#1a2b3c")
	case 'a':
		return jsontext.Value(rapid.SampledFrom([]string{"[100]", "[100,200.5]", "[]", "[0]"}).Draw(t, a.name))
	case 'o':
		if a.name == "sources" {
			return jsontext.Value(`["a","b"]`)
		}
		return jsontext.Value(rapid.SampledFrom([]string{
			`{"a":1,"b":["x",null,true,{}],"c":{"d":"e"}}`, `{}`, `{"macroParams":{"":{"value":"Plan"},"b":{"value":"x","storage":"<ri:page ri:content-title=\"A\" />"}},"macroMetadata":{"macroId":{"value":"m"}}}`,
			`{"macroParams":{"__bodyContent":{"value":"a]]>b"}}}`, `{"cxhtml":"<x:y>a<p>b</p></x:y>"}`,
		}).Draw(t, a.name))
	}
	if a.words != nil {
		return quote(rapid.SampledFrom(a.words).Draw(t, a.name))
	}
	words := []string{"a", "1", "x y", "<é>", "https://example.com/"}
	switch {
	case a.name == "extensionType":
		words = []string{macroExtension, "com.example.app", legacyExtension}
	case a.name == "extensionKey":
		words = []string{"toc", "info", "code", "status", "view-file", legacyKey}
	case a.name == "href":
		words = []string{"https://example.com/", "/wiki/pages/viewpage.action?title=A", "#x", "", "#", "/wiki/spaces/DEV"}
	case a.name == "timestamp":
		words = []string{"1795305600000", "1", "soon"}
	case a.name == "color":
		words = []string{"neutral", "green", "#1a2b3c"}
	case a.name == "text" && a.kind == 's' && !a.required:
		words = []string{"\n"}
	case a.kind == 's':
		words = append(words, "")
	}
	return quote(rapid.SampledFrom(words).Draw(t, a.name))
}

// completeADF sets what one attribute demands of others.
func completeADF(t *rapid.T, n *adfNode) {
	keep := func(names string) {
		n.attrs = slices.DeleteFunc(n.attrs, func(a adfAttr) bool { return !hasWord(names, a.name) })
	}
	need := func(name, value string) {
		if n.attrs.get(name) == nil {
			n.attrs.need(name, value)
		}
	}
	switch n.typ {
	case "media":
		if n.attrs.str("type") == "external" {
			keep("type localId alt width height url")
			need("url", "https://example.com/a.png")
		} else {
			keep("type localId id alt collection width height")
			need("id", "file-1")
			need("collection", "")
		}
	case "mediaSingle":
		keep("localId layout")
		need("layout", "center")
		if rapid.Bool().Draw(t, "sized") {
			n.attrs.setNum("width", "50")
		}
	case "mediaInline":
		n.attrs = slices.DeleteFunc(n.attrs, func(a adfAttr) bool { return a.name == "occurrenceKey" })
	case "inlineCard":
		keep("url localId")
		need("url", "https://example.com/")
	case "blockCard":
		keep("url localId")
		need("url", "https://example.com/")
	case "embedCard", "table":
		n.attrs = slices.DeleteFunc(n.attrs, func(a adfAttr) bool { return a.name == "localId" && a.value.String() == `""` })
	}
}
