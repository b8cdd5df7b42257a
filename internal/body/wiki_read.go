package body

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ParseWiki reads wiki markup: headings, lists, tables, quotes, rules,
// paragraphs, marks, links, images, macros. All text is some markup, so only
// the limits of security-model.md §10 can fail; the error is an [*Error]. It
// takes time linear in src.
func ParseWiki(src string) (*Doc, error) {
	src = strings.ToValidUTF8(src, "\uFFFD")
	src = strings.Map(func(r rune) rune {
		if r == heldStart || r == heldEnd {
			return '\uFFFD' // our own marks of held macros
		}
		return legalRune(r)
	}, strings.ReplaceAll(strings.ReplaceAll(src, "\r\n", "\n"), "\r", "\n"))
	doc := &Doc{Nodes: (&wikiReader{}).blocks(src, 0)}
	if err := doc.check(); err != nil {
		return nil, err
	}
	return doc, nil
}

// maxWikiDepth bounds how deep macros and marks nest; deeper ones are text.
const maxWikiDepth = 16

// A macro with a body is read first and held; in the text around it stands
// heldStart, its number and heldEnd, so that its lines are not those of the
// text.
const (
	heldStart = '\uE000'
	heldEnd   = '\uE001'
)

// wikiReader reads one level of markup: a page, or the body of a macro.
type wikiReader struct {
	held    []*Node
	depth   int
	colour  string // the style of a colour that began on a line before
	closers int    // how many ends of colours are still to come
}

// blocks reads markup as blocks.
func (r *wikiReader) blocks(src string, depth int) []*Node {
	r.depth = depth
	src = r.holdMacros(src)
	r.closers = strings.Count(src, colourEnd)
	return r.blocksOf(strings.Split(src, "\n"))
}

// blocksOf reads lines in which macros with a body are held.
func (r *wikiReader) blocksOf(lines []string) []*Node {
	p := &wikiBlocks{r: r, lines: lines}
	for p.at < len(p.lines) {
		p.block()
	}
	return p.out
}

// macroTag is a macro's tag; closers are tags without parameters.
const macroTag = `\{([a-zA-Z][a-zA-Z0-9_-]*)(?::([^{}\n]*))?\}`

var (
	macroOpening = regexp.MustCompile(macroTag)
	macroHere    = regexp.MustCompile(`^` + macroTag)
)

// plainBodied and richBodied are the macros known to have a body. Any other
// has one when its closing tag follows.
var (
	plainBodied = setOf("code noformat html style")
	bodiless    = setOf("toc anchor status jira children include excerpt-include attachments gallery recently-updated " +
		"contentbylabel detailssummary tasks-report-macro view-file viewpdf")
)

// holdMacros replaces each macro that has a body by a mark.
func (r *wikiReader) holdMacros(src string) string {
	tags := macroOpening.FindAllStringSubmatchIndex(src, -1)
	closers := map[string][]int{} // name → indices into tags, in order
	for i, t := range tags {
		if t[4] < 0 && !escapedAt(src, t[0]) {
			closers[src[t[2]:t[3]]] = append(closers[src[t[2]:t[3]]], i)
		}
	}
	var b strings.Builder
	done := 0
	for i := 0; i < len(tags); i++ {
		t := tags[i]
		name := src[t[2]:t[3]]
		if t[0] < done || escapedAt(src, t[0]) || bodiless[name] || name == "color" || t[0] > 0 && src[t[0]-1] == '{' {
			continue
		}
		queue := closers[name]
		for len(queue) > 0 && queue[0] <= i {
			queue = queue[1:]
		}
		closers[name] = queue
		if len(queue) == 0 || r.depth >= maxWikiDepth {
			continue
		}
		end := tags[queue[0]]
		params := ""
		if t[4] >= 0 {
			params = src[t[4]:t[5]]
		}
		b.WriteString(src[done:t[0]])
		b.WriteRune(heldStart)
		b.WriteString(strconv.Itoa(len(r.held)))
		b.WriteRune(heldEnd)
		r.held = append(r.held, r.bodied(name, params, src[t[1]:end[0]]))
		done = end[1]
	}
	b.WriteString(src[done:])
	return b.String()
}

func escapedAt(src string, at int) bool {
	slashes := 0
	for at > slashes && src[at-1-slashes] == '\\' {
		slashes++
	}
	return slashes%2 == 1
}

// bodied makes the node of a macro with a body.
func (r *wikiReader) bodied(name, params, body string) *Node {
	if name == "quote" {
		return NewElement("blockquote", (&wikiReader{}).blocks(strings.Trim(body, "\n"), r.depth+1)...)
	}
	m := wikiMacro(name, params)
	if plainBodied[name] {
		return m.withPlainBody(strings.TrimSuffix(strings.TrimPrefix(body, "\n"), "\n"))
	}
	return m.withRichBody((&wikiReader{}).blocks(strings.Trim(body, "\n"), r.depth+1))
}

// defaultParams names the parameter that stands without a name.
var defaultParams = map[string]string{"code": "language", "panel": "title", "info": "title", "note": "title", "tip": "title",
	"warning": "title", "expand": "title", "status": "title", "jira": "key", "noformat": "title"}

func wikiMacro(name, params string) *Node {
	var pairs []string
	seen := map[string]bool{}
	for part := range strings.SplitSeq(params, "|") {
		key, value, named := strings.Cut(part, "=")
		key = strings.TrimSpace(key)
		if !named {
			key, value = defaultParams[name], part
		}
		value = strings.TrimSpace(value)
		if !seen[key] {
			seen[key] = true
			pairs = append(pairs, key, value)
		}
	}
	return NewMacro(name, pairs...)
}

// wikiBlocks reads lines as blocks.
type wikiBlocks struct {
	r     *wikiReader
	lines []string
	at    int
	out   []*Node
}

var (
	wikiHeading = regexp.MustCompile(`^[ \t]*h([1-6])\.[ \t]+(.*)$`)
	wikiQuote   = regexp.MustCompile(`^[ \t]*bq\.[ \t]+(.*)$`)
	wikiRule    = regexp.MustCompile(`^[ \t]*-{4,5}[ \t]*$`)
	wikiItem    = regexp.MustCompile(`^[ \t]*([*#-]+)[ \t]+(.*)$`)
	wikiHeld    = regexp.MustCompile(`^[ \t]*\x{E000}([0-9]+)\x{E001}[ \t]*$`)
)

func (p *wikiBlocks) add(n *Node) { p.out = append(p.out, n) }

func (p *wikiBlocks) block() {
	line := p.lines[p.at]
	switch {
	case strings.TrimSpace(line) == "":
		p.at++
	case wikiHeading.MatchString(line):
		m := wikiHeading.FindStringSubmatch(line)
		p.add(NewElement("h"+m[1], p.r.inline(m[2])...))
		p.at++
	case wikiQuote.MatchString(line):
		p.add(NewElement("blockquote", NewElement("p", p.r.inline(wikiQuote.FindStringSubmatch(line)[1])...)))
		p.at++
	case wikiRule.MatchString(line):
		p.add(NewElement("hr"))
		p.at++
	case wikiHeld.MatchString(line):
		p.add(p.r.heldNode(wikiHeld.FindStringSubmatch(line)[1]))
		p.at++
	case wikiItem.MatchString(line):
		p.list()
	case strings.HasPrefix(strings.TrimSpace(line), "|"):
		p.table()
	default:
		p.paragraph()
	}
}

// startsBlock reports whether a line ends the paragraph before it.
func startsBlock(line string) bool {
	return strings.TrimSpace(line) == "" || wikiHeading.MatchString(line) || wikiQuote.MatchString(line) || wikiRule.MatchString(line) ||
		wikiHeld.MatchString(line) || wikiItem.MatchString(line) || strings.HasPrefix(strings.TrimSpace(line), "|")
}

func (p *wikiBlocks) paragraph() {
	start := p.at
	for p.at++; p.at < len(p.lines) && !startsBlock(p.lines[p.at]); {
		p.at++
	}
	content := p.r.lines(p.lines[start:p.at])
	alone := onlyChild(content)
	switch {
	case len(content) == 0: // nothing but the end of a colour
	case alone != nil && alone.Kind == Macro && alone.isBlock():
		p.add(alone)
	case slices.ContainsFunc(content, func(n *Node) bool { return !n.isBlank() && n.Child(RichBody) == nil && n.Child(PlainBody) == nil }):
		p.add(NewElement("p", content...))
	default: // macros with bodies side by side
		p.out = append(p.out, slices.DeleteFunc(content, (*Node).isBlank)...)
	}
}

// lines are lines of running text with the breaks between them.
func (r *wikiReader) lines(lines []string) []*Node {
	var out []*Node
	for _, line := range lines {
		content := r.inline(strings.TrimSpace(line))
		if len(out) > 0 && len(content) > 0 {
			out = append(out, NewElement("br"))
		}
		out = append(out, content...)
	}
	return out
}

// list reads items of one list with those nested in them: "*#" is a numbered
// item inside a bullet.
func (p *wikiBlocks) list() {
	type level struct {
		mark byte
		list *Node
	}
	var open []level
	for p.at < len(p.lines) {
		m := wikiItem.FindStringSubmatch(p.lines[p.at])
		if m == nil {
			break
		}
		marks := m[1][:min(len(m[1]), maxWikiDepth)]
		keep := 0
		for keep < len(open) && keep < len(marks) && open[keep].mark == marks[keep] {
			keep++
		}
		if keep == 0 && len(open) > 0 {
			break // another list begins
		}
		open = open[:keep]
		for len(open) < len(marks) {
			mark := marks[len(open)]
			list := NewElement("ul")
			if mark == '#' {
				list = NewElement("ol")
			}
			if len(open) == 0 {
				p.add(list)
			} else {
				parent := open[len(open)-1].list
				if len(parent.Children) == 0 {
					parent.append(NewElement("li"))
				}
				parent.Children[len(parent.Children)-1].append(list)
			}
			open = append(open, level{mark, list})
		}
		p.at++
		text := []string{m[2]}
		for p.at < len(p.lines) && !startsBlock(p.lines[p.at]) {
			text = append(text, p.lines[p.at])
			p.at++
		}
		open[len(open)-1].list.append(NewElement("li", p.r.itemContent(text)...))
	}
}

// itemContent is the text of a list item or a cell: a paragraph, and after it
// the macros that stand in it.
func (r *wikiReader) itemContent(lines []string) []*Node {
	content := r.lines(lines)
	var out []*Node
	var run []*Node
	flush := func() {
		if !allBlank(run) {
			out = append(out, NewElement("p", run...))
		}
		run = nil
	}
	for _, n := range content {
		if n.isBlock() {
			flush()
			out = append(out, n)
			continue
		}
		run = append(run, n)
	}
	flush()
	return out
}

// table reads rows of cells: "||" before a header cell, "|" before another.
func (p *wikiBlocks) table() {
	body := NewElement("tbody")
	for p.at < len(p.lines) && strings.HasPrefix(strings.TrimSpace(p.lines[p.at]), "|") {
		start := p.at
		p.at = p.rowEnd()
		row := NewElement("tr")
		for _, c := range splitCells(strings.Join(p.lines[start:p.at], "\n")) {
			name := "td"
			if c.header {
				name = "th"
			}
			row.append(NewElement(name, p.r.cellContent(strings.Split(c.text, "\n"))...))
		}
		body.append(row)
	}
	p.add(NewElement("table", body))
}

// rowEnd is the line after the row that begins here. A row that is not closed goes on to the line that closes it, lists and
// all, or if there is none as far as there is running text.
func (p *wikiBlocks) rowEnd() int {
	closed := func(i int) bool { return strings.HasSuffix(strings.TrimSpace(p.lines[i]), "|") }
	if closed(p.at) {
		return p.at + 1
	}
	for i := p.at + 1; i < len(p.lines); i++ {
		line := strings.TrimSpace(p.lines[i])
		if line == "" || line[0] == '|' {
			break
		}
		if closed(i) {
			return i + 1
		}
	}
	end := p.at + 1
	for end < len(p.lines) && !startsBlock(p.lines[end]) {
		end++
	}
	return end
}

// cellContent is what a cell holds: running text, or blocks where one of its lines begins a list, a heading or a quote.
func (r *wikiReader) cellContent(lines []string) []*Node {
	for _, line := range lines {
		if wikiItem.MatchString(line) || wikiHeading.MatchString(line) || wikiQuote.MatchString(line) {
			return r.blocksOf(lines)
		}
	}
	return r.itemContent(lines)
}

type wikiCell struct {
	header bool
	text   string
}

// splitCells cuts a row at its bars; those inside links, images and behind a
// backslash belong to the text.
func splitCells(row string) []wikiCell {
	var cells []wikiCell
	row = strings.TrimSpace(row)
	start, header, inside := -1, false, byte(0)
	lastLink, lastMacro := strings.LastIndexByte(row, ']'), strings.LastIndexByte(row, '}')
	for i := 0; i < len(row); i++ {
		switch c := row[i]; {
		case c == '\\':
			i++
		case inside == 0 && c == '[' && i < lastLink:
			inside = ']'
		case inside == 0 && c == '{' && i < lastMacro:
			inside = '}'
		case c == inside:
			inside = 0
		case inside == 0 && c == '|':
			if start >= 0 {
				cells = append(cells, wikiCell{header, strings.TrimSpace(row[start:i])})
			}
			header = i+1 < len(row) && row[i+1] == '|'
			if header {
				i++
			}
			start = i + 1
		}
	}
	if rest := strings.TrimSpace(row[min(max(start, 0), len(row)):]); rest != "" {
		cells = append(cells, wikiCell{header, rest})
	}
	return cells
}

// heldNode is the macro behind a mark.
func (r *wikiReader) heldNode(number string) *Node {
	if i, err := strconv.Atoi(number); err == nil && i < len(r.held) {
		return r.held[i]
	}
	return NewText("")
}
