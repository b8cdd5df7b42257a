package body

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// macroRenderers returns the macros the wiki knows. It is a closed set: nothing
// an author writes adds to it (R-NOEVAL).
func macroRenderers() map[string]func(*viewer, *Node) {
	return map[string]func(*viewer, *Node){
		"code": (*viewer).code, "noformat": (*viewer).noformat,
		"info": (*viewer).message, "note": (*viewer).message, "tip": (*viewer).message, "warning": (*viewer).message,
		"panel": (*viewer).panel, "expand": (*viewer).expand, "status": (*viewer).status,
		"toc": (*viewer).toc, "anchor": (*viewer).anchorMacro, "jira": (*viewer).jira,
		"excerpt": (*viewer).excerpt, "include": (*viewer).include, "excerpt-include": (*viewer).include,
		"details": (*viewer).details, "detailssummary": (*viewer).detailsReport,
		"children": (*viewer).children, "recently-updated": (*viewer).recentlyUpdated, "contentbylabel": (*viewer).byLabel,
		"attachments": (*viewer).attachments, "gallery": (*viewer).gallery, "tasks-report-macro": (*viewer).taskReport,
		"view-file": (*viewer).viewFile, "viewpdf": (*viewer).viewFile, "viewdoc": (*viewer).viewFile,
		"viewxls": (*viewer).viewFile, "viewppt": (*viewer).viewFile,
		"section": (*viewer).legacyColumns, "column": (*viewer).legacyColumns,
	}
}

func (v *viewer) macro(n *Node) {
	if v.macros++; v.macros > maxMacros {
		v.note("More macros than a page may have.")
		return
	}
	if v.o.Variant == Editor {
		v.editorMacro(n)
		return
	}
	if render := v.renderers[n.MacroName()]; render != nil {
		render(v, n)
		return
	}
	v.placeholder(n)
}

// placeholder stands for a macro the wiki does not know: its name, nothing run.
func (v *viewer) placeholder(n *Node) {
	v.openMacro("div", n, "weir-unknown-macro")
	v.w.text("Macro “" + n.MacroName() + "” is not available here.")
	v.w.close()
}

// note says in place why something is not shown.
func (v *viewer) note(text string) {
	v.w.element("span", text, "class", "error")
}

// openMacro opens the element that marks a macro's output, as clients that
// turn pages into other formats look for it.
func (v *viewer) openMacro(element string, n *Node, class string, more ...string) {
	place := "output-block"
	if element == "span" || element == "a" {
		place = "output-inline"
	}
	hasBody := "false"
	if n.Child(RichBody) != nil || n.Child(PlainBody) != nil {
		hasBody = "true"
	}
	attrs := []string{"class", strings.TrimSpace(class + " conf-macro " + place), "data-hasbody", hasBody,
		"data-macro-name", n.MacroName(), "data-macro-id", n.Attr("ac:macro-id")}
	v.w.open(element, append(attrs, more...)...)
}

func (v *viewer) code(n *Node) {
	text, _ := n.PlainContent()
	language := strings.ToLower(n.Param("language"))
	if strings.Trim(language, "abcdefghijklmnopqrstuvwxyz0123456789+#-") != "" || language == "" || language == "none" {
		language = "text"
	}
	v.openMacro("div", n, "code panel pdl")
	v.panelTitle("codeHeader panelHeader pdl", n.Param("title"))
	v.w.open("div", "class", "codeContent panelContent pdl")
	v.w.open("pre", "class", "syntaxhighlighter-pre language-"+language,
		"data-syntaxhighlighter-params", "brush: "+language+"; gutter: "+boolText(n.Param("linenumbers") == "true")+"; theme: Confluence",
		"data-theme", "Confluence")
	if v.o.Variant == Rendered || v.o.Variant == "" || v.o.Variant == StyledView {
		v.highlighted(language, text)
	} else {
		v.w.text(text)
	}
	v.w.close()
	v.w.close()
	v.w.close()
}

func boolText(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func (v *viewer) panelTitle(class, title string) {
	if title == "" {
		return
	}
	v.w.open("div", "class", class)
	v.w.element("b", title)
	v.w.close()
}

func (v *viewer) noformat(n *Node) {
	text, _ := n.PlainContent()
	v.openMacro("div", n, "preformatted panel")
	v.panelTitle("preformattedHeader panelHeader", n.Param("title"))
	v.w.open("div", "class", "preformattedContent panelContent")
	v.w.element("pre", text)
	v.w.close()
	v.w.close()
}

// messageKinds are the service's words for the four boxes.
var messageKinds = map[string]string{"info": "information", "note": "note", "tip": "tip", "warning": "warning"}

func (v *viewer) message(n *Node) {
	v.openMacro("div", n, "confluence-information-macro confluence-information-macro-"+messageKinds[n.MacroName()])
	if title := n.Param("title"); title != "" {
		v.w.element("p", title, "class", "title")
	}
	if n.Param("icon") != "false" {
		v.w.element("span", "", "class", "aui-icon aui-icon-small confluence-information-macro-icon")
	}
	v.w.open("div", "class", "confluence-information-macro-body")
	v.nodes(n.RichContent())
	v.w.close()
	v.w.close()
}

func (v *viewer) panel(n *Node) {
	v.openMacro("div", n, "panel", "style", panelStyle("background-color", n.Param("bgColor"))+panelStyle("border-color", n.Param("borderColor"))+
		panelStyle("border-style", n.Param("borderStyle"))+panelStyle("border-width", n.Param("borderWidth")))
	if title := n.Param("title"); title != "" {
		v.w.open("div", "class", "panelHeader", "style", panelStyle("background-color", n.Param("titleBGColor"))+panelStyle("color", n.Param("titleColor")))
		v.w.element("b", title)
		v.w.close()
	}
	v.w.open("div", "class", "panelContent")
	if icon := n.Param("panelIconText"); icon != "" {
		v.w.element("span", icon, "class", "panelIcon")
	}
	v.nodes(n.RichContent())
	v.w.close()
	v.w.close()
}

func panelStyle(property, value string) string {
	if value == "" {
		return ""
	}
	if isNumber(value) {
		value += "px"
	}
	return property + ": " + value + "; "
}

func (v *viewer) expand(n *Node) {
	title := n.Param("title")
	if title == "" {
		title = "Click here to expand..."
	}
	v.openMacro("div", n, "expand-container")
	v.w.open("details", "class", "expand-control")
	v.w.element("summary", title, "class", "expand-control-text")
	v.w.open("div", "class", "expand-content")
	v.nodes(n.RichContent())
	v.w.close()
	v.w.close()
	v.w.close()
}

// statusClasses are the lozenge classes of the status macro's colours.
var statusClasses = map[string]string{
	"grey": "", "purple": "aui-lozenge-new", "blue": "aui-lozenge-progress",
	"red": "aui-lozenge-error", "yellow": "aui-lozenge-moved", "green": "aui-lozenge-success",
}

func (v *viewer) status(n *Node) {
	colour := strings.ToLower(n.Param("colour"))
	if colour == "" {
		colour = strings.ToLower(n.Param("color"))
	}
	class := strings.TrimSpace("status-macro aui-lozenge aui-lozenge-visual-refresh " + statusClasses[colour])
	if n.Param("subtle") == "true" {
		class += " aui-lozenge-subtle"
	}
	v.openMacro("span", n, class)
	v.w.text(n.Param("title"))
	v.w.close()
}

func (v *viewer) anchorMacro(n *Node) {
	v.openMacro("span", n, "confluence-anchor-link", "id", anchorID(n.Param("")))
	v.w.close()
}

// jira names an issue of another system; nothing is fetched (R-SSRF).
func (v *viewer) jira(n *Node) {
	key := n.Param("key")
	shown := key
	if shown == "" {
		shown = n.Param("jqlQuery")
	}
	v.openMacro("span", n, "jira-issue", "data-jira-key", key)
	v.w.text(shown)
	v.w.close()
}

func (v *viewer) excerpt(n *Node) {
	if n.Param("hidden") == "true" {
		return
	}
	v.rich("div", n, "")
}

func (v *viewer) details(n *Node) {
	if n.Param("hidden") == "true" {
		return
	}
	v.rich("div", n, "plugin-tabmeta-details")
}

func (v *viewer) legacyColumns(n *Node) { v.rich("div", n, "columnMacro") }

func (v *viewer) rich(element string, n *Node, class string) {
	v.openMacro(element, n, class)
	v.nodes(n.RichContent())
	v.w.close()
}

func (v *viewer) toc(n *Node) {
	lowest, highest := number(n.Param("minLevel"), 1), number(n.Param("maxLevel"), 7)
	v.openMacro("div", n, "toc-macro client-side-toc-macro")
	v.w.open("ul")
	open := []int{} // levels of the open list items
	for _, h := range v.headings {
		if h.level < lowest || h.level > highest || h.text == "" {
			continue
		}
		for len(open) > 0 && open[len(open)-1] >= h.level {
			v.w.close() // li
			open = open[:len(open)-1]
			if len(open) > 0 {
				v.w.close() // ul below it
			}
		}
		if len(open) > 0 {
			v.w.open("ul")
		}
		v.w.open("li")
		open = append(open, h.level)
		v.w.element("a", h.text, "href", "#"+h.id)
	}
	for i := range open {
		v.w.close()
		if i < len(open)-1 {
			v.w.close()
		}
	}
	v.w.close()
	v.w.close()
}

// number reads a macro parameter that is a number.
func number(s string, otherwise int) int {
	n := 0
	if !isNumber(s) {
		return otherwise
	}
	for _, c := range s {
		n = 10*n + int(c-'0')
	}
	return n
}

// include renders another page, or its excerpt, as the viewer.
func (v *viewer) include(n *Node) {
	r, ok := includeTarget(n)
	switch {
	case !ok || v.o.Wiki.Include == nil:
		v.note("Unable to render include or excerpt-include. Could not retrieve page.")
		return
	case v.including.depth >= maxIncludeDepth:
		v.note("Pages include each other too deeply.")
		return
	case v.including.total >= maxIncluded:
		v.note("More pages are included than a page may have.")
		return
	}
	v.including.total++
	found, err := v.o.Wiki.Include(v.ctx, v.page, r)
	v.fail(err)
	if found == nil || found.Doc == nil {
		v.note("Unable to render include or excerpt-include. Could not retrieve page.")
		return
	}
	content := found.Doc.Nodes
	if n.MacroName() == "excerpt-include" {
		if content, ok = findExcerpt(content, n.Param("name")); !ok {
			v.note("The page has no such excerpt.")
			return
		}
	}
	v.openMacro("div", n, "")
	back := v.page
	v.page = found.Page
	v.including.depth++
	if n.MacroName() == "excerpt-include" && n.Param("nopanel") != "true" {
		v.panelTitle("panelHeader", found.Title)
	}
	v.nodes(content)
	v.including.depth--
	v.page = back
	v.w.close()
}

// findExcerpt is the content of the first excerpt macro of that name; of any
// name when name is empty.
func findExcerpt(nodes []*Node, name string) (content []*Node, found bool) {
	walk(nodes, func(n *Node) bool {
		if !found && n.MacroName() == "excerpt" && (name == "" || n.Param("name") == name) {
			content, found = n.RichContent(), true
		}
		return !found
	})
	return content, found
}

// Excerpt is the content of the body's excerpt macro, nil when it has none.
func (d *Doc) Excerpt() *Doc {
	if content, ok := findExcerpt(d.Nodes, ""); ok {
		return &Doc{content}
	}
	return nil
}

// KnownMacros are the names of the macros that render, sorted.
func KnownMacros() []string { return slices.Sorted(maps.Keys(macroRenderers())) }

// lookUp asks a function of [Wiki] that may be missing.
func lookUp[Q, A any](v *viewer, ask func(context.Context, Q) (*A, error), q Q) (*A, error) {
	if ask == nil {
		return nil, nil
	}
	return ask(v.ctx, q)
}
