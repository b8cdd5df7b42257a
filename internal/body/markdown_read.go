package body

import (
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// ParseMarkdown reads CommonMark with GitHub's tables, task lists, strike-through,
// bare addresses and alerts. HTML in it is text: nothing passes as markup. The
// error is an [*Error], of a limit of security-model.md §10.
func ParseMarkdown(src string) (*Doc, error) {
	src = strings.Map(legalRune, strings.ToValidUTF8(src, "\uFFFD"))
	if err := checkMarkdown(src); err != nil {
		return nil, err
	}
	r := &markdownReader{src: []byte(src)}
	root := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(r.src))
	doc := &Doc{Nodes: r.blocks(root, 0)}
	if r.tooDeep {
		return nil, &Error{Kind: TooLarge, Msg: tooDeep}
	}
	if err := doc.check(); err != nil {
		return nil, err
	}
	return doc, nil
}

// maxMarkdownDepth leaves room for the elements a Markdown node becomes.
const maxMarkdownDepth = 100

// maxBrackets bounds the link openings in one block: the parser's time grows
// with their square.
const maxBrackets = 4000

// checkMarkdown refuses text on which the parser would spend more than a
// linear share of time.
func checkMarkdown(src string) error {
	brackets := 0
	for line := range strings.Lines(src) {
		if strings.TrimSpace(line) == "" {
			brackets = 0
			continue
		}
		marks := line[:len(line)-len(strings.TrimLeft(line, "> \t"))]
		if strings.Count(marks, ">") > maxMarkdownDepth {
			return &Error{Kind: TooLarge, Msg: tooDeep}
		}
		if brackets += strings.Count(line, "["); brackets > maxBrackets {
			return &Error{Kind: TooLarge, Msg: "more than 4000 brackets in one block"}
		}
	}
	return nil
}

// markdownReader walks the syntax tree into ours.
type markdownReader struct {
	src     []byte
	tooDeep bool
	tasks   int
}

func (r *markdownReader) blocks(parent ast.Node, depth int) []*Node {
	if depth > maxMarkdownDepth {
		r.tooDeep = true
		return nil
	}
	var out []*Node
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.block(n, depth)...)
	}
	return out
}

func (r *markdownReader) block(n ast.Node, depth int) []*Node {
	switch n := n.(type) {
	case *ast.Heading:
		return one(NewElement("h"+strconv.Itoa(n.Level), r.inlines(n, depth)...))
	case *ast.Paragraph, *ast.TextBlock:
		return r.paragraph(n, depth)
	case *ast.ThematicBreak:
		return one(NewElement("hr"))
	case *ast.Blockquote:
		return one(r.quote(n, depth))
	case *ast.FencedCodeBlock:
		return one(NewMacro("code", "language", string(n.Language(r.src))).withPlainBody(r.lines(n)))
	case *ast.CodeBlock:
		return one(NewMacro("code").withPlainBody(r.lines(n)))
	case *ast.HTMLBlock:
		source := r.lines(n)
		if n.HasClosure() {
			source += string(n.ClosureLine.Value(r.src))
		}
		if source = strings.TrimSpace(htmlComment.ReplaceAllString(source, "")); source == "" {
			return nil
		}
		return one(NewElement("p", NewText(source)))
	case *ast.List:
		return one(r.list(n, depth))
	case *extast.Table:
		return one(r.table(n, depth))
	}
	return r.blocks(n, depth+1)
}

// htmlComment is the one thing of HTML that is not even text.
var htmlComment = regexp.MustCompile(`(?s)<!--.*?-->`)

func (r *markdownReader) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.src))
	}
	return strings.TrimSuffix(strings.ReplaceAll(b.String(), "\r", ""), "\n")
}

// paragraph is a p; an image alone in it stands for itself.
func (r *markdownReader) paragraph(n ast.Node, depth int) []*Node {
	content := r.inlines(n, depth)
	if image := onlyChild(content); image != nil && image.Kind == Image {
		return one(image)
	}
	return one(NewElement("p", content...))
}

// markdownAlerts are the macros of GitHub's alerts.
var markdownAlerts = map[string]string{"[!NOTE]": "info", "[!TIP]": "tip", "[!IMPORTANT]": "note", "[!WARNING]": "warning", "[!CAUTION]": "warning"}

func (r *markdownReader) quote(n *ast.Blockquote, depth int) *Node {
	first, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || first.Lines().Len() == 0 {
		return NewElement("blockquote", r.blocks(n, depth+1)...)
	}
	line := first.Lines().At(0)
	macro := markdownAlerts[strings.TrimSpace(string(line.Value(r.src)))]
	if macro == "" {
		return NewElement("blockquote", r.blocks(n, depth+1)...)
	}
	for c := first.FirstChild(); c != nil; { // the sign's line
		next := c.NextSibling()
		t, isText := c.(*ast.Text)
		first.RemoveChild(first, c)
		if isText && (t.SoftLineBreak() || t.HardLineBreak()) {
			break
		}
		c = next
	}
	if first.FirstChild() == nil {
		n.RemoveChild(n, first)
	}
	return NewMacro(macro).withRichBody(r.blocks(n, depth+1))
}

func (r *markdownReader) list(n *ast.List, depth int) *Node {
	if r.isTaskList(n) {
		return r.taskList(n, depth)
	}
	name := "ul"
	if n.IsOrdered() {
		name = "ol"
	}
	list := NewElement(name)
	if n.IsOrdered() && n.Start != 1 {
		list.With("start", strconv.Itoa(n.Start))
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		list.append(NewElement("li", r.blocks(item, depth+2)...))
	}
	return list
}

// checkbox is the box a list item begins with.
func checkbox(item ast.Node) *extast.TaskCheckBox {
	if first := item.FirstChild(); first != nil {
		box, _ := first.FirstChild().(*extast.TaskCheckBox)
		return box
	}
	return nil
}

func (r *markdownReader) isTaskList(n *ast.List) bool {
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if checkbox(item) == nil {
			return false
		}
	}
	return !n.IsOrdered()
}

func (r *markdownReader) taskList(n *ast.List, depth int) *Node {
	list := NewElement("ac:task-list")
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		r.tasks++
		status := "incomplete"
		if checkbox(item).IsChecked {
			status = "complete"
		}
		task := NewElement("ac:task", NewElement("ac:task-id", NewText(strconv.Itoa(r.tasks))), NewElement("ac:task-status", NewText(status)))
		var body, below []*Node
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			if c == item.FirstChild() {
				body = r.inlines(c, depth+3)
				continue
			}
			for _, b := range r.block(c, depth+3) {
				if b.Kind == TaskList {
					below = append(below, b)
				} else {
					body = append(body, b)
				}
			}
		}
		list.append(task.append(NewElement("ac:task-body", body...)))
		list.append(below...)
	}
	return list
}

func (r *markdownReader) table(n *extast.Table, depth int) *Node {
	body := NewElement("tbody")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		name := "td"
		if _, header := row.(*extast.TableHeader); header {
			name = "th"
		}
		tr := NewElement("tr")
		blank := true
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			p := NewElement("p", r.inlines(c, depth+4)...)
			if cell, ok := c.(*extast.TableCell); ok && (cell.Alignment == extast.AlignCenter || cell.Alignment == extast.AlignRight) {
				p.With("style", "text-align: "+cell.Alignment.String()+";")
			}
			blank = blank && len(p.Children) == 0
			tr.append(NewElement(name, p))
		}
		if name == "td" || !blank { // a header row of nothing is none
			body.append(tr)
		}
	}
	return NewElement("table", body)
}

func (r *markdownReader) inlines(parent ast.Node, depth int) []*Node {
	if depth > maxMarkdownDepth {
		r.tooDeep = true
		return nil
	}
	var out []*Node
	add := func(s string) {
		if last := len(out) - 1; s != "" && last >= 0 && out[last].Kind == Text {
			out[last].Text += s
		} else if s != "" {
			out = append(out, NewText(s))
		}
	}
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			add(markdownText(string(n.Segment.Value(r.src))))
			if n.HardLineBreak() {
				out = append(out, NewElement("br"))
			} else if n.SoftLineBreak() {
				add(" ")
			}
		case *ast.String:
			add(string(n.Value))
		case *ast.CodeSpan:
			out = append(out, NewElement("code", textNodes(r.codeText(n))...))
		case *ast.Emphasis:
			name := "em"
			if n.Level == 2 {
				name = "strong"
			}
			out = append(out, NewElement(name, r.inlines(n, depth+1)...))
		case *extast.Strikethrough:
			out = append(out, NewElement("del", r.inlines(n, depth+1)...))
		case *ast.Link:
			out = append(out, markdownLink(markdownText(string(n.Destination)), markdownText(string(n.Title)), r.inlines(n, depth+1)))
		case *ast.AutoLink:
			href := string(n.URL(r.src))
			if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(href), "mailto:") {
				href = "mailto:" + href
			}
			out = append(out, markdownLink(href, "", textNodes(string(n.Label(r.src)))))
		case *ast.Image:
			out = append(out, r.image(n, depth))
		case *ast.RawHTML:
			var b strings.Builder
			for i := range n.Segments.Len() {
				segment := n.Segments.At(i)
				b.Write(segment.Value(r.src))
			}
			add(htmlComment.ReplaceAllString(b.String(), ""))
		case *extast.TaskCheckBox:
			if list, ok := n.Parent().Parent().Parent().(*ast.List); !ok || !r.isTaskList(list) {
				add(map[bool]string{true: "[x] ", false: "[ ] "}[n.IsChecked])
			}
		default:
			out = append(out, r.inlines(n, depth+1)...)
		}
	}
	return out
}

func (r *markdownReader) codeText(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(r.src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// markdownLink is a link by its address: to a thing of the wiki where the
// address names one.
func markdownLink(href, title string, content []*Node) *Node {
	if target := resourceAt(href); target != nil {
		l := NewElement("ac:link")
		if target.Anchor != "" {
			l.With("ac:anchor", target.Anchor)
		}
		if target.Type != 0 {
			l.append(target.node())
		}
		return l.append(NewElement("ac:link-body", content...))
	}
	a := NewElement("a", content...).With("href", href)
	if title != "" {
		a.With("title", title)
	}
	return a
}

func (r *markdownReader) image(n *ast.Image, depth int) *Node {
	image := NewElement("ac:image")
	if alt := textOf(r.inlines(n, depth+1)); alt != "" {
		image.With("ac:alt", alt)
	}
	if title := markdownText(string(n.Title)); title != "" {
		image.With("ac:title", title)
	}
	src := markdownText(string(n.Destination))
	if strings.HasPrefix(src, "http://") || strings.HasPrefix(src, "https://") {
		return image.append(Resource{Type: ResourceURL, URL: src}.node())
	}
	if name, err := url.PathUnescape(src); err == nil {
		src = strings.Map(legalRune, strings.ToValidUTF8(name, "\uFFFD"))
	}
	return image.append(Resource{Type: ResourceAttachment, Filename: src}.node())
}

var markdownEscape = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")

// markdownText resolves escapes and entities, each once.
func markdownText(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	return markdownEscape.ReplaceAllStringFunc(s, func(m string) string {
		if m[0] == '\\' {
			return m[1:]
		}
		return strings.Map(legalRune, html.UnescapeString(m))
	})
}
