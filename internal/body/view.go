package body

import (
	"context"
	"errors"
	"strings"
)

// Limits of rendering (security-model.md §10). A breach shows in place.
const (
	maxMacros       = 1000
	maxIncludeDepth = 5
	maxIncluded     = 100
	maxOutputBytes  = 20 << 20
)

// ViewOptions says for whom and where a body is rendered.
type ViewOptions struct {
	Variant Representation // Rendered when empty
	Page    Page           // the page the body belongs to
	BaseURL string         // scheme and host, "https://demo.example.com", for the export variants
	Wiki    Wiki
}

// absolute reports whether addresses carry scheme and host: what leaves the
// site has no base to be relative to.
func (o ViewOptions) absolute() bool {
	return o.Variant == ExportView || o.Variant == AnonymousExportView || o.Variant == StyledView
}

// View renders the body as HTML that is safe to show: only elements and
// attributes of an allow-list, all text escaped, addresses http, https, mailto
// or relative (R-HTML). Macros are a closed set; any other leaves an inert
// placeholder (R-NOEVAL).
//
// Rendering stops with a note in place when ctx passes its deadline (2 s by
// security-model.md §10) or a limit is reached. The error is that of a function
// of [Wiki], or of a cancelled ctx.
func View(ctx context.Context, d *Doc, o ViewOptions) (string, error) {
	v := &viewer{ctx: ctx, o: o, w: &htmlWriter{xml: o.Variant == Editor}, page: o.Page, renderers: macroRenderers()}
	v.outline(d)
	v.nodes(d.Nodes)
	if v.err != nil {
		return "", v.err
	}
	if o.Variant == StyledView {
		return styledPage(o.Page.Title, v.w.b.String()), nil
	}
	return v.w.b.String(), nil
}

// viewer renders one body, and those it includes, into one writer.
type viewer struct {
	ctx      context.Context
	o        ViewOptions
	w        *htmlWriter
	page     Page // whose body is being rendered: o.Page or an included one
	headings []heading
	anchors  map[*Node]string // id of each heading of the outline
	including
	renderers map[string]func(*viewer, *Node)
	macros    int
	steps     int
	stopped   bool
	err       error
}

// including counts transclusions: how deep in them, how many so far.
type including struct {
	depth, total int
}

// fail keeps the first error; nothing is rendered after it.
func (v *viewer) fail(err error) {
	if err != nil && v.err == nil {
		v.err = err
	}
}

// proceed reports whether there is still time and room.
func (v *viewer) proceed() bool {
	if v.err != nil || v.stopped {
		return false
	}
	if v.steps++; v.steps%256 == 0 {
		err := v.ctx.Err()
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			v.stop("This page takes too long to render.")
			return false
		case err != nil:
			v.fail(err)
			return false
		}
	}
	if v.w.b.Len() > maxOutputBytes {
		v.stop("This page is too large to render.")
		return false
	}
	return true
}

func (v *viewer) stop(why string) {
	v.w.element("span", why, "class", "error")
	v.stopped = true
}

func (v *viewer) nodes(nodes []*Node) {
	for _, n := range nodes {
		if !v.proceed() {
			return
		}
		v.node(n)
	}
}

// plainElements are written as they are, with the attributes an author may
// set on anything: class, style, title and id, each cleaned.
var plainElements = map[Kind]string{
	Paragraph: "p", Quote: "blockquote", Division: "div", BulletList: "ul", NumberedList: "ol", ListItem: "li",
	DefinitionList: "dl", DefinitionTerm: "dt", Definition: "dd", Preformatted: "pre",
	Strong: "strong", Emphasis: "em", Underline: "u", Strike: "del", Code: "code", Subscript: "sub",
	Superscript: "sup", Small: "small", Span: "span",
}

// droppedElements go with their content: what would run, load or take input.
var droppedElements = setOf("script style svg math template noscript iframe object embed applet frame frameset " +
	"form input button select textarea option meta base link title head xmp plaintext noembed noframes audio video canvas")

func (v *viewer) node(n *Node) {
	if name, ok := plainElements[n.Kind]; ok {
		v.plain(name, n)
		return
	}
	switch n.Kind {
	case Text:
		v.w.text(n.Text)
	case Heading:
		v.heading(n)
	case Break:
		v.w.void("br")
	case Rule:
		v.w.void("hr")
	case Table:
		v.table(n)
	case Anchor:
		v.anchor(n)
	case Link:
		v.link(n)
	case Image:
		v.image(n)
	case HTMLImage:
		v.w.void("img", "src", n.Attr("src"), "alt", n.Attr("alt"), "width", n.Attr("width"), "height", n.Attr("height"), "title", n.Attr("title"))
	case Time:
		v.w.element("time", n.Attr("datetime"), "datetime", n.Attr("datetime"), "class", "date-past")
	case Emoticon:
		v.emoticon(n)
	case CommentMarker:
		v.w.open("span", "class", "inline-comment-marker", "data-ref", n.Attr("ac:ref"))
		v.nodes(n.Children)
		v.w.close()
	case TaskList:
		v.taskList(n)
	case Layout, LayoutSection, LayoutCell:
		v.layout(n)
	case Macro:
		v.macro(n)
	case ADFExtension:
		v.extension(n)
	case Placeholder:
		if v.o.Variant == Editor {
			v.w.element("span", textOf(n.Children), "class", "text-placeholder")
		}
	case Parameter, DefaultParameter, TaskID, TaskUUID, TaskStatus, TemplateDeclarations,
		ADFAttribute, ADFParameter, ADFMark, ADFFallback, Column, ColumnGroup,
		PageRef, BlogPostRef, AttachmentRef, URLRef, ShortcutRef, UserRef, SpaceRef, ContentRef:
		// Settings and names; they show through the element that holds them.
	case TemplateVariable:
		v.w.element("span", "$"+n.Attr("at:name"), "class", "text-placeholder")
	default:
		if !droppedElements[strings.ToLower(n.Name)] {
			v.nodes(n.Children) // the unknown wrapper goes, its content stays
		}
	}
}

func (v *viewer) plain(name string, n *Node) {
	attrs := authorAttributes(n)
	if n.Kind == NumberedList {
		attrs = append(attrs, "start", n.Attr("start"))
	}
	v.w.open(name, attrs...)
	v.nodes(n.Children)
	v.w.close()
}

// authorAttributes are the attributes an author may set on any element.
func authorAttributes(n *Node) []string {
	if len(n.Attrs) == 0 {
		return nil
	}
	var out []string
	for _, a := range n.Attrs {
		switch a.Name {
		case "class":
			out = append(out, "class", safeClasses(a.Value))
		case "style", "title":
			out = append(out, a.Name, a.Value)
		case "id":
			out = append(out, "id", anchorID(a.Value))
		}
	}
	return out
}

// anchorID is the id of a place an author named.
func anchorID(name string) string {
	id := strings.Join(strings.Fields(name), "-")
	if id == "" {
		return ""
	}
	return idPrefix + id
}

// url makes a path of the site absolute where the variant wants it.
func (v *viewer) url(path string) string {
	if v.o.absolute() && strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") {
		return strings.TrimSuffix(v.o.BaseURL, "/") + path
	}
	return path
}
