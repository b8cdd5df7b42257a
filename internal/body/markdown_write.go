package body

import (
	"net/url"
	"strconv"
	"strings"
)

// Markdown writes the body as CommonMark with GitHub's extensions, for people
// and tools. Message macros become alerts, code macros fences; of what Markdown
// has no sign for, the content is written.
func (d *Doc) Markdown() string {
	w := &markdownWriter{}
	return strings.Join(w.blocks(d.Nodes), "\n\n")
}

// maxMarkdownIndent bounds how deep blocks are indented: deeper ones stay at
// the same margin, so that the text grows no more than its content.
const maxMarkdownIndent = 12

type markdownWriter struct {
	indent int
}

// blocks returns each block as its lines.
func (w *markdownWriter) blocks(nodes []*Node) []string {
	var out []string
	var run []*Node
	afterList := false
	flush := func() {
		if text := markdownLine(run); text != "" {
			out = append(out, text)
			afterList = false
		}
		run = nil
	}
	for _, n := range nodes {
		if !n.isBlock() {
			run = append(run, n)
			continue
		}
		flush()
		blocks := w.block(n)
		if len(blocks) > 0 && n.isList() && afterList {
			out = append(out, "<!-- -->") // two lists, not one
		}
		if len(blocks) > 0 {
			afterList = n.isList()
		}
		out = append(out, blocks...)
	}
	flush()
	return out
}

func (n *Node) isList() bool {
	return n.Kind == BulletList || n.Kind == NumberedList || n.Kind == TaskList
}

func (w *markdownWriter) block(n *Node) []string {
	switch n.Kind {
	case Heading:
		text := strings.ReplaceAll(markdownLine(n.Children), "\\\n", " ")
		return []string{strings.Repeat("#", int(n.Name[1]-'0')) + " " + strings.ReplaceAll(text, "\n", " ")}
	case Rule:
		return []string{"---"}
	case Quote:
		return w.prefixed("> ", "> ", w.blocks(n.Children))
	case BulletList, NumberedList:
		return w.list(n)
	case TaskList:
		return w.taskList(n)
	case Table:
		return markdownTable(n)
	case Preformatted:
		return []string{fence("", textOf(n.Children))}
	case Macro:
		return w.macro(n)
	case ADFExtension:
		if fallback := n.Child(ADFFallback); fallback != nil {
			return w.blocks(fallback.Children)
		}
	case ADFFallback, TemplateDeclarations, Column, ColumnGroup:
		return nil
	}
	return w.blocks(n.Children)
}

// prefixed puts first before the first line of some blocks, rest before all
// others.
func (w *markdownWriter) prefixed(first, rest string, blocks []string) []string {
	return w.prefixedText(first, rest, strings.Join(blocks, "\n\n"))
}

func (w *markdownWriter) prefixedText(first, rest, text string) []string {
	if w.indent >= maxMarkdownIndent {
		return []string{first + text}
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = first + line
		default:
			lines[i] = strings.TrimRight(rest, " ") + line
			if line != "" {
				lines[i] = rest + line
			}
		}
	}
	return []string{strings.Join(lines, "\n")}
}

func (w *markdownWriter) deeper(nodes []*Node) []string {
	w.indent++
	defer func() { w.indent-- }()
	return w.blocks(nodes)
}

// list writes a list, with empty lines where an item has more than its text
// and a list below it.
func (w *markdownWriter) list(n *Node) []string {
	next := number(n.Attr("start"), 1)
	type item struct {
		mark   string
		blocks []string
	}
	var items []item
	gap := "\n"
	for _, c := range n.Children {
		if c.isBlank() {
			continue
		}
		mark, content := "- ", one(c)
		if c.Kind == ListItem {
			content = c.Children
			if n.Kind == NumberedList {
				mark = strconv.Itoa(next) + ". "
				next++
			}
		}
		blocks := w.deeper(content)
		if len(blocks) > 2 || len(blocks) == 2 && !strings.HasPrefix(blocks[1], "- ") {
			gap = "\n\n"
		}
		items = append(items, item{mark, blocks})
	}
	var out []string
	for _, it := range items {
		out = append(out, w.prefixedText(it.mark, strings.Repeat(" ", len(it.mark)), strings.Join(it.blocks, gap))...)
	}
	return []string{strings.Join(out, gap)}
}

func (w *markdownWriter) taskList(n *Node) []string {
	var items []string
	for _, c := range n.Children {
		switch c.Kind {
		case Task:
			task := taskOf(c)
			box := "- [ ] "
			if task.Complete {
				box = "- [x] "
			}
			items = append(items, w.prefixed(box, "  ", w.deeper(task.Body))...)
		case TaskList:
			items = append(items, w.prefixed("  ", "  ", w.taskList(c))...)
		}
	}
	return []string{strings.Join(items, "\n")}
}

// markdownAlertNames are the alerts of the message macros.
var markdownAlertNames = map[string]string{"info": "NOTE", "tip": "TIP", "note": "IMPORTANT", "warning": "WARNING"}

func (w *markdownWriter) macro(n *Node) []string {
	name := n.MacroName()
	if text, plain := n.PlainContent(); plain {
		return []string{fence(n.Param("language"), text)}
	}
	content := w.blocks(n.RichContent())
	if title := n.Param("title"); title != "" && n.Child(RichBody) != nil {
		content = append([]string{"**" + escapeMarkdown(title) + "**"}, content...)
	}
	if alert := markdownAlertNames[name]; alert != "" && len(content) > 0 {
		content[0] = "[!" + alert + "]\n" + content[0]
		return w.prefixed("> ", "> ", content)
	}
	return content
}

// fence is a code block whose fence is longer than any inside it.
func fence(language, text string) string {
	marks := "```"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	if strings.ContainsAny(language, "` \n") {
		language = ""
	}
	if text != "" {
		text += "\n"
	}
	return marks + language + "\n" + text + marks
}

func markdownTable(n *Node) []string {
	var rows [][]string
	header := false
	walk(n.Children, func(row *Node) bool {
		if row.Kind != Row {
			return row.Kind == TableHead || row.Kind == TableBody || row.Kind == TableFoot
		}
		var cells []string
		for _, c := range cellsOf(row) {
			if len(rows) == 0 && c.Kind == HeaderCell {
				header = true
			}
			text := strings.Join((&markdownWriter{indent: maxMarkdownIndent}).blocks(c.Children), " ")
			text = strings.ReplaceAll(text, "\\\n", " ")
			cells = append(cells, strings.ReplaceAll(strings.ReplaceAll(text, "\n", " "), "|", `\|`))
		}
		if len(cells) > 0 {
			rows = append(rows, cells)
		}
		return false
	})
	if len(rows) == 0 {
		return nil
	}
	columns := len(rows[0])
	if !header {
		rows = append([][]string{make([]string, columns)}, rows...)
	}
	var lines []string
	for i, cells := range rows {
		if len(cells) > columns {
			cells = append(cells[:columns-1:columns-1], strings.Join(cells[columns-1:], " "))
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
		if i == 0 {
			lines = append(lines, "|"+strings.Repeat(" --- |", columns))
		}
	}
	return []string{strings.Join(lines, "\n")}
}

// markdownLine is running text that cannot be taken for a block.
func markdownLine(nodes []*Node) string {
	lines := strings.Split(strings.TrimSpace(markdownInline(nodes)), "\n")
	for i, line := range lines {
		lines[i] = escapeLineStart(strings.TrimLeft(line, " \t"))
	}
	text := strings.Join(lines, "\n")
	for strings.HasSuffix(text, "\\\n") {
		text = strings.TrimSuffix(text, "\\\n")
	}
	return text
}

// escapeLineStart takes the meaning of a block's sign at the start of a line.
func escapeLineStart(line string) string {
	if line == "" {
		return line
	}
	switch line[0] {
	case '#', '>', '+', '-', '=', '~', ':', '|':
		return `\` + line
	}
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	if digits > 0 && digits < len(line) && (line[digits] == '.' || line[digits] == ')') {
		return line[:digits] + `\` + line[digits:]
	}
	return line
}

func markdownInline(nodes []*Node) string {
	var b strings.Builder
	for _, n := range nodes {
		markdownNode(&b, n)
	}
	return b.String()
}

func markdownNode(b *strings.Builder, n *Node) {
	switch n.Kind {
	case Text:
		b.WriteString(escapeMarkdown(collapse(n.Text)))
	case Break:
		b.WriteString("\\\n")
	case Strong:
		markdownMarked(b, "**", markdownInline(n.Children), n.wraps(Emphasis))
	case Emphasis:
		markdownMarked(b, "*", markdownInline(n.Children), n.wraps(Strong))
	case Strike:
		markdownMarked(b, "~~", markdownInline(n.Children), false)
	case Code:
		b.WriteString(codeSpan(strings.TrimSpace(collapse(textOf(n.Children)))))
	case Anchor:
		markdownLinkTo(b, n.Attr("href"), markdownInline(n.Children))
	case Link:
		r := linkResource(n)
		text := markdownInline(linkText(n))
		if r.Type == ResourceUser {
			if text == "" {
				text = "@" + escapeMarkdown(r.AccountID)
			}
			b.WriteString(text)
			return
		}
		if text == "" {
			text = escapeMarkdown(r.name())
		}
		markdownLinkTo(b, r.address(), text)
	case Image:
		markdownImage(b, n)
	case Emoticon:
		b.WriteString(escapeMarkdown(emojiText(n)))
	case Time:
		b.WriteString(escapeMarkdown(n.Attr("datetime")))
	case Macro:
		if n.MacroName() == "status" {
			markdownMarked(b, "**", escapeMarkdown(n.Param("title")), false)
		} else {
			b.WriteString(escapeMarkdown(n.Param("key")))
		}
	case Placeholder, ADFAttribute, ADFParameter, ADFMark, TaskID, TaskUUID, TaskStatus, Parameter, DefaultParameter:
	default:
		b.WriteString(markdownInline(n.Children))
	}
}

// wraps reports whether the element holds one element of that kind and nothing
// else: three stars mark both at once.
func (n *Node) wraps(k Kind) bool {
	return len(n.Children) == 1 && n.Children[0].Kind == k && !n.Children[0].hasElements()
}

// markdownMarked puts text between signs, white space outside them. Signs that
// touch others would be read as one with them and are left out, but for both.
func markdownMarked(b *strings.Builder, sign, text string, both bool) {
	inner := strings.Trim(text, " \t\n\u00a0")
	if inner == "" || strings.Contains(inner, "\n\n") || strings.HasSuffix(inner, `\`) {
		b.WriteString(text)
		return
	}
	touches := !both && (strings.HasPrefix(inner, sign[:1]) || strings.HasSuffix(inner, sign[:1]))
	if touches || strings.HasSuffix(b.String(), sign[:1]) {
		b.WriteString(text)
		return
	}
	start := strings.Index(text, inner)
	b.WriteString(text[:start] + sign + inner + sign + text[start+len(inner):])
}

func codeSpan(text string) string {
	if text == "" {
		return ""
	}
	marks := "`"
	for strings.Contains(text, marks) {
		marks += "`"
	}
	if text[0] == '`' || text[len(text)-1] == '`' {
		text = " " + text + " "
	}
	return marks + text + marks
}

func markdownLinkTo(b *strings.Builder, href, text string) {
	if href == "" {
		b.WriteString(text)
		return
	}
	if strings.TrimSpace(text) == "" {
		text = escapeMarkdown(href)
	}
	b.WriteString("[" + strings.ReplaceAll(text, "\\\n", " ") + "](" + markdownDestination(href) + ")")
}

var destinationEscaper = strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "%0A", "\r", "%0D", `\`, `\\`)

func markdownDestination(href string) string {
	escaped := destinationEscaper.Replace(href)
	escaped = markdownEscape.ReplaceAllStringFunc(escaped, func(m string) string {
		return strings.Replace(m, "&", "&amp;", 1) // what looks like an entity is none
	})
	if strings.ContainsAny(escaped, " ()\t\u00a0") {
		return "<" + escaped + ">"
	}
	return escaped
}

func markdownImage(b *strings.Builder, n *Node) {
	for _, c := range n.Children {
		r, ok := resourceOf(c)
		if !ok {
			continue
		}
		src := r.URL
		if r.Type != ResourceURL {
			src = url.PathEscape(r.name())
		}
		b.WriteString("![" + escapeMarkdown(n.Attr("ac:alt")) + "](" + markdownDestination(src) + ")")
		return
	}
}

// escapeMarkdown takes the meaning of the signs in text.
func escapeMarkdown(s string) string {
	if !strings.ContainsAny(s, "\\`*_[]<>&~!@:.\n") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch c {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '~':
			b.WriteByte('\\')
		case '&':
			if markdownEscape.MatchString(s[i:min(len(s), i+40)]) {
				b.WriteByte('\\')
			}
		case '!':
			if i+1 < len(s) && s[i+1] == '[' {
				b.WriteByte('\\')
			}
		case ':', '@': // no bare addresses where the text has none
			if i > 0 && i+1 < len(s) && !isSpaceAt(s, i+1) && !isSpaceAt(s, i-1) {
				b.WriteByte('\\')
			}
		case '.':
			if strings.HasSuffix(strings.ToLower(s[:i]), "www") {
				b.WriteByte('\\')
			}
		case '\n':
			c = ' '
		}
		b.WriteByte(c)
	}
	return b.String()
}
