package body

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wiki writes the body as wiki markup, as far as wiki markup goes: headings,
// paragraphs, marks, links, images, lists, tables of simple cells, quotes,
// rules and macros. Of what it has no sign for, the content is written.
func (d *Doc) Wiki() string {
	w := &wikiWriter{}
	w.blocks(d.Nodes)
	return strings.Trim(w.b.String(), "\n")
}

// wikiWriter writes blocks apart by an empty line.
type wikiWriter struct {
	b strings.Builder
}

func (w *wikiWriter) block(s string) {
	if strings.TrimSpace(s) != "" {
		w.b.WriteString(s)
		w.b.WriteString("\n\n")
	}
}

func (w *wikiWriter) blocks(nodes []*Node) {
	var run []*Node
	flush := func() {
		w.block(wikiLine(run))
		run = nil
	}
	for _, n := range nodes {
		if !n.isBlock() {
			run = append(run, n)
			continue
		}
		flush()
		w.node(n)
	}
	flush()
}

func (w *wikiWriter) node(n *Node) {
	switch n.Kind {
	case Paragraph:
		w.paragraph(n)
	case Heading:
		isBlock := (*Node).isBlock
		text := wikiText(slices.DeleteFunc(slices.Clone(n.Children), isBlock))
		w.block(n.Name + ". " + strings.ReplaceAll(text, "\n", " "))
		w.blocks(slices.DeleteFunc(slices.Clone(n.Children), func(c *Node) bool { return !isBlock(c) }))
	case Rule:
		w.block("----")
	case Quote:
		w.block("{quote}\n" + wikiBlocksOf(n.Children) + "\n{quote}")
	case BulletList, NumberedList, TaskList:
		w.block(wikiList(n, ""))
	case Table:
		w.block(wikiTable(n))
	case Preformatted:
		w.block("{noformat}\n" + textOf(n.Children) + "\n{noformat}")
	case Macro:
		w.block(wikiMacroOf(n))
	case ADFExtension:
		if fallback := n.Child(ADFFallback); fallback != nil {
			w.blocks(fallback.Children)
			return
		}
		w.blocks(n.Children)
	case ADFFallback, TemplateDeclarations, Column, ColumnGroup:
	default:
		w.blocks(n.Children)
	}
}

// paragraph writes a line; blocks inside it end the line.
func (w *wikiWriter) paragraph(n *Node) {
	for _, c := range n.Children {
		if c.isBlock() {
			w.blocks(n.Children)
			return
		}
	}
	w.block(wikiLine(n.Children))
}

func wikiBlocksOf(nodes []*Node) string { return (&Doc{nodes}).Wiki() }

// wikiLine is running text that cannot be taken for a block.
func wikiLine(nodes []*Node) string {
	lines := strings.Split(strings.TrimSpace(wikiText(nodes)), "\n")
	for i, line := range lines {
		if !wikiHeld.MatchString(line) && startsBlock(line) && line != "" {
			lines[i] = escapeLine(line)
		}
	}
	return strings.Join(lines, "\n")
}

// escapeLine takes the meaning of a block's sign at the start of a line.
func escapeLine(line string) string {
	if dot := strings.IndexByte(line, '.'); dot > 0 && dot <= 2 && line[0] != '-' {
		return line[:dot] + `\` + line[dot:]
	}
	return `\` + line
}

func wikiText(nodes []*Node) string {
	var b strings.Builder
	for i, n := range nodes {
		wikiInlineNode(&b, n, i+1 < len(nodes) && beginsWord(nodes[i+1]))
	}
	return b.String()
}

// beginsWord reports whether a mark that ends before the node would touch a word or another mark's sign.
func beginsWord(n *Node) bool {
	return n.Kind == Text && n.Text != "" && isWordAt(n.Text, 0) || wikiSigns[n.Kind] != ""
}

// wikiSigns are the marks' signs.
var wikiSigns = map[Kind]string{Strong: "*", Emphasis: "_", Underline: "+", Strike: "-", Superscript: "^", Subscript: "~"}

// wikiInlineNode writes a node; touched tells whether a word follows right behind it.
func wikiInlineNode(b *strings.Builder, n *Node, touched bool) {
	switch n.Kind {
	case Text:
		escapeWiki(b, collapse(n.Text))
	case Break:
		b.WriteByte('\n')
	case Strong, Emphasis, Underline, Strike, Superscript, Subscript:
		wikiMarked(b, wikiSigns[n.Kind], wikiText(n.Children), touched)
	case Code:
		if text := wikiText(n.Children); text != "" {
			b.WriteString("{{" + text + "}}")
		}
	case Span:
		text := wikiText(n.Children)
		if colour := hexOf(styleValue(n.Attr("style"), "color")); colour != "" && text != "" {
			text = "{color:" + colour + "}" + text + "{color}"
		}
		b.WriteString(text)
	case Anchor:
		href, linked := n.Lookup("href")
		text := wikiText(n.Children)
		if !linked {
			if name := n.Attr("name"); name != "" {
				b.WriteString("{anchor:" + strings.NewReplacer("|", "", "{", "", "}", "", "\n", " ").Replace(name) + "}")
			}
			b.WriteString(text)
			return
		}
		if place, ok := strings.CutPrefix(href, "#"); ok {
			wikiLinkTo(b, "#"+place, text, n.Attr("title"))
			return
		}
		if (text == href || text == "") && n.Attr("title") == "" {
			b.WriteString("[" + href + "]")
			return
		}
		wikiLinkTo(b, href, text, n.Attr("title"))
	case Link:
		r := linkResource(n)
		wikiLinkTo(b, wikiTarget(r), wikiText(linkText(n)), n.Attr("ac:tooltip"))
	case Image:
		wikiImage(b, n)
	case Emoticon:
		for _, e := range wikiEmoticons {
			if e.name == n.Attr("ac:name") && isEmoticon(n) {
				b.WriteString(e.sign)
				return
			}
		}
		b.WriteString(emojiText(n))
	case Time:
		b.WriteString(n.Attr("datetime"))
	case Macro:
		b.WriteString(wikiMacroOf(n))
	case Placeholder, ADFAttribute, ADFParameter, ADFMark, TaskID, TaskUUID, TaskStatus, Parameter:
	default:
		b.WriteString(wikiText(n.Children))
	}
}

// wikiMarked puts text between signs, white space outside them. The sign is
// braced where a word touches it.
func wikiMarked(b *strings.Builder, sign, text string, touched bool) {
	inner := strings.TrimSpace(text)
	if inner == "" {
		b.WriteString(text)
		return
	}
	start := strings.Index(text, inner)
	before := b.String()
	if start == 0 && before != "" && (isWordBefore(before, len(before)) || strings.ContainsRune("*_+-^~}", rune(before[len(before)-1]))) ||
		touched && start+len(inner) == len(text) {
		sign = "{" + sign + "}"
	}
	b.WriteString(text[:start] + sign + inner + sign + text[start+len(inner):])
}

func wikiLinkTo(b *strings.Builder, target, text, tip string) {
	target = escapeTarget(target)
	switch {
	case tip != "" && !strings.ContainsAny(tip, "\n"):
		b.WriteString("[" + cmp.Or(text, target) + "|" + target + "|" + escapeTarget(tip) + "]")
	case text == "":
		b.WriteString("[" + target + "]")
	default:
		b.WriteString("[" + text + "|" + target + "]")
	}
}

var targetEscaper = strings.NewReplacer(`\`, `\\`, `|`, `\|`, `]`, `\]`, `[`, `\[`)

func escapeTarget(s string) string { return targetEscaper.Replace(s) }

// wikiTarget is a resource in wiki notation.
func wikiTarget(r Resource) string {
	anchor := ""
	if r.Anchor != "" {
		anchor = "#" + r.Anchor
	}
	space := ""
	if r.SpaceKey != "" {
		space = r.SpaceKey + ":"
	}
	switch r.Type {
	case ResourcePage:
		return space + r.Title + anchor
	case ResourceBlogPost:
		return space + "/" + r.PostingDay + "/" + r.Title + anchor
	case ResourceAttachment:
		if r.Container != nil {
			return wikiTarget(*r.Container) + "^" + r.Filename
		}
		return "^" + r.Filename
	case ResourceUser:
		return "~" + r.AccountID
	case ResourceSpace:
		return space + anchor
	case ResourceContent:
		return "$" + r.ContentID + anchor
	case ResourceShortcut:
		return r.Value + "@" + r.Key
	case 0:
		return anchor
	}
	return r.name() + anchor
}

func wikiImage(b *strings.Builder, n *Node) {
	target := ""
	for _, c := range n.Children {
		if r, ok := resourceOf(c); ok {
			target = strings.TrimPrefix(wikiTarget(r), "^")
			break
		}
	}
	var options []string
	for _, name := range []string{"width", "height", "align", "alt", "title", "border", "vspace", "hspace"} {
		if v := n.Attr("ac:" + name); v != "" && !strings.ContainsAny(v, ",=|!\n") {
			options = append(options, name+"="+escapeTarget(v))
		}
	}
	if n.Attr("ac:thumbnail") == "true" {
		options = append(options, "thumbnail")
	}
	b.WriteString("!" + escapeTarget(target))
	if len(options) > 0 {
		b.WriteString("|" + strings.Join(options, ","))
	}
	b.WriteByte('!')
}

// wikiMacroOf writes a macro with its parameters and body.
func wikiMacroOf(n *Node) string {
	name := n.MacroName()
	var params []string
	for _, c := range n.Children {
		if c.Kind == Parameter {
			value := strings.NewReplacer("|", "/", "{", "(", "}", ")", "\n", " ").Replace(n.Param(c.Attr("ac:name")))
			if key := c.Attr("ac:name"); key != "" {
				value = key + "=" + value
			}
			params = append(params, value)
		}
	}
	tag := "{" + name
	if len(params) > 0 {
		tag += ":" + strings.Join(params, "|")
	}
	tag += "}"
	if text, plain := n.PlainContent(); plain {
		return tag + "\n" + text + "\n{" + name + "}"
	}
	if n.Child(RichBody) == nil {
		return tag
	}
	return tag + "\n" + wikiBlocksOf(n.RichContent()) + "\n{" + name + "}"
}

// wikiList writes a list; prefix is the signs of the lists around it.
func wikiList(n *Node, prefix string) string {
	sign := "*"
	if n.Kind == NumberedList {
		sign = "#"
	}
	prefix += sign
	var lines []string
	for _, item := range n.Children {
		if item.Kind == TaskList || item.Kind == BulletList || item.Kind == NumberedList {
			lines = append(lines, wikiList(item, prefix))
			continue
		}
		if item.isBlank() {
			continue
		}
		content := item.Children
		if item.Kind == Task {
			content = taskOf(item).Body
		}
		var run []*Node
		var below []string
		for _, c := range content {
			if c.Kind == BulletList || c.Kind == NumberedList || c.Kind == TaskList {
				below = append(below, wikiList(c, prefix))
				run = append(run, NewElement("br")) // what follows comes before it, on a line of its own
			} else {
				run = append(run, c)
			}
		}
		lines = append(lines, prefix+" "+wikiCellText(run))
		lines = append(lines, below...)
	}
	return strings.Join(lines, "\n")
}

// wikiCellText is the text of an item or a cell: its blocks on lines of
// their own.
func wikiCellText(nodes []*Node) string {
	var parts []string
	var run []*Node
	flush := func() {
		if text := wikiLine(run); text != "" {
			parts = append(parts, text)
		}
		run = nil
	}
	for _, n := range nodes {
		switch {
		case n.Kind == Paragraph || n.Kind == Span && n.hasElements():
			flush()
			run = n.Children
			flush()
		case n.Kind == Macro && n.isBlock():
			flush()
			parts = append(parts, wikiMacroOf(n))
		case n.isBlock():
			flush()
			parts = append(parts, strings.ReplaceAll(wikiBlocksOf(one(n)), "\n\n", "\n"))
		default:
			run = append(run, n)
		}
	}
	flush()
	return strings.Join(parts, "\n")
}

func wikiTable(n *Node) string {
	var lines []string
	walk(n.Children, func(row *Node) bool {
		if row.Kind != Row {
			return row.Kind == TableHead || row.Kind == TableBody || row.Kind == TableFoot
		}
		var b strings.Builder
		last := "|"
		for _, c := range cellsOf(row) {
			last = "|"
			if c.Kind == HeaderCell {
				last = "||"
			}
			text := wikiCellText(c.Children)
			if text == "" {
				text = " "
			}
			b.WriteString(last + text)
		}
		b.WriteString(last)
		lines = append(lines, b.String())
		return false
	})
	return strings.Join(lines, "\n")
}

// escapeWiki takes the meaning of the signs in text. Signs that mark only at
// the edge of a word are escaped there.
func escapeWiki(b *strings.Builder, s string) {
	for i, r := range s {
		switch r {
		case '\\':
			b.WriteString("&#92;") // two of them would be a line break
			continue
		case '&':
			if wikiEntity.MatchString(s[i:]) {
				b.WriteString("&#38;")
				continue
			}
		case '{', '}', '[', ']', '|', '*', '_', '^', '~':
			b.WriteByte('\\')
		case '-', '+', '!', '?', '(', ':', ';', '<':
			if i+1 < len(s) && !isSpaceAt(s, i+1) && (i == 0 || !isWordBefore(s, i)) {
				next, _ := utf8.DecodeRuneInString(s[i+1:])
				if r == '-' || r == '+' || r == '!' || r == '?' || unicode.IsPunct(next) || unicode.IsSymbol(next) ||
					strings.ContainsRune("PDynix3", next) {
					b.WriteByte('\\')
				}
			}
		}
		b.WriteRune(r)
	}
}
