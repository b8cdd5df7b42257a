package body

import (
	"strconv"
	"strings"
)

// The variants of a rendered body beyond view: a page of its own, and the
// editor's form.

// styles is the sheet of a styled view: what a reader needs outside the site.
const styles = `body{font-family:sans-serif;line-height:1.5;max-width:60rem;margin:2rem auto}` +
	`table{border-collapse:collapse}th,td{border:1px solid #c1c7d0;padding:.4rem .6rem;vertical-align:top}` +
	`pre{background:#f4f5f7;padding:.8rem;overflow:auto}.panel,.confluence-information-macro{border:1px solid #c1c7d0;padding:.8rem;margin:1rem 0}` +
	`.aui-lozenge{border:1px solid #c1c7d0;border-radius:3px;padding:0 .3rem;font-size:.8em}.unresolved{color:#8993a4}` +
	`.columnLayout{display:flex;gap:1rem}.cell{flex:1}.checked{text-decoration:line-through}`

// styledPage wraps rendered content as a document that needs no other file.
func styledPage(title, content string) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html><head><meta charset="utf-8"><title>`)
	_, _ = htmlEscaper.WriteString(&b, title)
	b.WriteString(`</title><style>` + styles + `</style></head><body>`)
	b.WriteString(content)
	b.WriteString(`</body></html>`)
	return b.String()
}

// editorMacro shows a macro as the editor holds it: a table naming it, its
// parameters and its body, which can be read back.
func (v *viewer) editorMacro(n *Node) {
	var params []string
	for _, c := range n.Children {
		if c.Kind == Parameter {
			name := c.Attr("ac:name")
			value := n.Param(name)
			if r, ok := n.paramResource(name); ok && r.Type == ResourcePage {
				value = wikiTarget(r) // with its space
			}
			params = append(params, escapeParam(name)+"="+escapeParam(value))
		}
	}
	bodyType := "NONE"
	switch {
	case n.Child(RichBody) != nil:
		bodyType = "RICH_TEXT"
	case n.Child(PlainBody) != nil:
		bodyType = "PLAIN_TEXT"
	}
	attrs := []string{"class", "wysiwyg-macro", "data-macro-name", n.MacroName(), "data-macro-id", n.Attr("ac:macro-id"),
		"data-macro-parameters", strings.Join(params, "|"), "data-macro-body-type", bodyType}
	if bodyType == "NONE" {
		v.w.open("span", append(attrs, "title", n.MacroName())...)
		v.w.text("{" + n.MacroName() + "}")
		v.w.close()
		return
	}
	v.w.open("table", attrs...)
	v.w.open("tbody")
	v.w.open("tr")
	v.w.open("td", "class", "wysiwyg-macro-body")
	if text, plain := n.PlainContent(); plain {
		v.w.element("pre", text)
	} else {
		v.nodes(n.RichContent())
	}
	v.w.close()
	v.w.close()
	v.w.close()
	v.w.close()
}

// editorImage shows an image as the editor holds it: by the name of its file.
func (v *viewer) editorImage(n *Node) {
	src, alt, _ := v.imageSource(n)
	file := ""
	for _, c := range n.Children {
		if c.Kind == AttachmentRef {
			file, alt = c.Attr("ri:filename"), ""
		}
	}
	if a := n.Attr("ac:alt"); a != "" || file == "" {
		alt = a
	}
	class := "confluence-embedded-image"
	if hasWord("left right center", n.Attr("ac:align")) {
		class += " image-" + n.Attr("ac:align")
	}
	v.w.void("img", "class", class, "src", src, "data-linked-resource-default-alias", file, "alt", alt,
		"title", n.Attr("ac:title"), "width", n.Attr("ac:width"), "height", n.Attr("ac:height"))
}

var paramEscaper = strings.NewReplacer(`\`, `\\`, `|`, `\|`, `=`, `\=`)

func escapeParam(s string) string { return paramEscaper.Replace(s) }

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
