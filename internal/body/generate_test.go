package body

import "pgregory.net/rapid"

// anyNode generates trees up to depth, of elements that belong together and of
// such that do not.
func anyNode(depth int) *rapid.Generator[*Node] {
	names := rapid.SampledFrom([]string{
		"p", "p", "p", "div", "span", "strong", "em", "code", "a", "a", "h1", "h2", "ul", "ol", "li", "li", "dl", "dt", "dd", "table", "table", "tbody", "thead",
		"tr", "tr", "td", "td", "th", "caption", "colgroup", "col", "pre", "blockquote", "br", "hr", "small", "sub", "script", "svg", "math", "style",
		"template", "form", "x:y", "ac:structured-macro", "ac:structured-macro", "ac:rich-text-body", "ac:plain-text-body",
		"ac:parameter", "ac:link", "ac:link-body", "ac:image", "ac:caption", "ac:task-list", "ac:task-list", "ac:task", "ac:task-body", "ac:layout",
		"ac:layout-section", "ac:layout-cell", "ac:adf-extension", "ac:adf-node", "ac:adf-content", "ac:adf-attribute", "ac:adf-fallback", "ac:inline-comment-marker",
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
			n.With("type", pick(t, "adf", "panel", "decision-list", "decision-item", "extension", "inline-extension", "media", "no-such", "table-cell", "paragraph"))
		case ADFAttribute:
			n.With("key", pick(t, "key", "panel-type", "local-id", "state", "extension-type", "extension-key", "parameters")).With("type", pick(t, "type", "", "number", "object", "array"))
		case LayoutSection:
			n.With("ac:type", pick(t, "section", "fixed-width", "single", "two_equal", "other"))
		case Time:
			n.With("datetime", pick(t, "date", "2026-11-22", "soon"))
		case Emoticon:
			n.With("ac:name", pick(t, "emoticon", "smile", "nobody"))
		}
		return n
	})
}
