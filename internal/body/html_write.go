package body

import "strings"

// htmlWriter writes HTML that an HTML5 parser reads back as the same tree
// (security-model.md §8). Only elements and attributes of the allow-list pass,
// whatever the caller asks for; what the parser would move, close or merge is
// arranged beforehand: blocks end an open paragraph, links and headings do not
// nest, list items stand in lists.
type htmlWriter struct {
	b     strings.Builder
	stack []openTag
	live  int  // entries of stack that are written
	xml   bool // elements without content end in " />"
}

type openTag struct {
	name  string // as written; empty when the tag was left out
	start string // the start tag, to open it again after an interruption
	live  bool
}

// maxHTMLDepth keeps below the 512 open elements at which HTML parsers give up.
const maxHTMLDepth = 300

// open writes a start tag with attributes given as name, value pairs; pairs
// with an empty value are left out. Each open needs its close.
func (w *htmlWriter) open(name string, attrs ...string) {
	if !interruptsParagraph[name] {
		w.resume()
	}
	name = w.fitting(name)
	if name == "" {
		w.stack = append(w.stack, openTag{})
		return
	}
	if interruptsParagraph[name] {
		w.interrupt()
	}
	start := startTag(name, attrs)
	w.b.WriteString(start)
	w.stack = append(w.stack, openTag{name, start, true})
	w.live++
}

func (w *htmlWriter) close() {
	top := w.stack[len(w.stack)-1]
	w.stack = w.stack[:len(w.stack)-1]
	if top.live {
		w.end(top.name)
	}
}

// void writes an element without content.
func (w *htmlWriter) void(name string, attrs ...string) {
	if !htmlElements[name].allowed || len(w.stack) > 0 && tableOnly[w.stack[len(w.stack)-1].name] && name != "col" {
		return
	}
	if interruptsParagraph[name] {
		w.interrupt()
	} else {
		w.resume()
	}
	start := startTag(name, attrs)
	if w.xml {
		start = strings.TrimSuffix(start, ">") + " />"
	}
	w.b.WriteString(start)
}

// text writes text, escaped.
func (w *htmlWriter) text(s string) {
	if s == "" || len(w.stack) > 0 && tableOnly[w.stack[len(w.stack)-1].name] {
		return
	}
	if strings.Trim(s, " \t\r\n") != "" {
		w.resume()
	} else if w.interrupted() {
		return // white space alone does not open a paragraph again
	}
	if len(w.stack) > 0 && w.stack[len(w.stack)-1].name == "pre" && strings.HasPrefix(s, "\n") &&
		strings.HasSuffix(w.b.String(), w.stack[len(w.stack)-1].start) {
		w.b.WriteByte('\n') // the parser drops the first line feed of a pre
	}
	_, _ = htmlEscaper.WriteString(&w.b, s) // a strings.Builder never fails
}

// element writes an element that holds text only.
func (w *htmlWriter) element(name, text string, attrs ...string) {
	w.open(name, attrs...)
	w.text(text)
	w.close()
}

func (w *htmlWriter) end(name string) {
	w.b.WriteString("</")
	w.b.WriteString(name)
	w.b.WriteByte('>')
	w.live--
}

// fitting is the element to write where name was asked for: another one where
// HTML would not nest it, none where it may not stand at all.
func (w *htmlWriter) fitting(name string) string {
	if !htmlElements[name].allowed || w.live >= maxHTMLDepth {
		return ""
	}
	switch name {
	case "a":
		if w.within("a") {
			return ""
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		if w.within("h1", "h2", "h3", "h4", "h5", "h6") {
			return "div"
		}
	case "p":
		if w.within("p") || w.waiting("p") {
			return "" // paragraphs do not nest; their text flows together
		}
	case "li":
		if !w.directlyIn("ul", "ol") {
			return "div"
		}
	case "dt", "dd":
		if !w.directlyIn("dl") {
			return "div"
		}
	case "summary":
		if !w.directlyIn("details") {
			return "div"
		}
	default:
		if parents := tableParents[name]; parents != nil && !w.directlyIn(parents...) {
			return ""
		}
	}
	if len(w.stack) > 0 && tableOnly[w.stack[len(w.stack)-1].name] && tableParents[name] == nil {
		return ""
	}
	return name
}

// within reports whether a written element of these names is open.
func (w *htmlWriter) within(names ...string) bool {
	for i := len(w.stack) - 1; i >= 0; i-- {
		if !w.stack[i].live {
			continue
		}
		for _, name := range names {
			if w.stack[i].name == name {
				return true
			}
		}
	}
	return false
}

// directlyIn reports whether the innermost written element has one of the names.
func (w *htmlWriter) directlyIn(names ...string) bool {
	if len(w.stack) == 0 || !w.stack[len(w.stack)-1].live {
		return false
	}
	for _, name := range names {
		if w.stack[len(w.stack)-1].name == name {
			return true
		}
	}
	return false
}

// interrupt ends an open paragraph, and what is open inside it, for a block.
func (w *htmlWriter) interrupt() {
	for i := len(w.stack) - 1; i >= 0; i-- {
		if w.stack[i].live && w.stack[i].name == "p" {
			for j := len(w.stack) - 1; j >= i; j-- {
				if w.stack[j].live {
					w.stack[j].live = false
					w.end(w.stack[j].name)
				}
			}
			return
		}
	}
}

// interrupted reports whether elements wait to be opened again.
func (w *htmlWriter) interrupted() bool { return w.waiting("") }

// waiting reports whether an element of that name, or of any, waits to be
// opened again by the next text.
func (w *htmlWriter) waiting(name string) bool {
	for i := len(w.stack) - 1; i >= 0 && !w.stack[i].live; i-- {
		if w.stack[i].name != "" && (name == "" || w.stack[i].name == name) {
			return true
		}
	}
	return false
}

// resume opens again what a block interrupted, once text follows.
func (w *htmlWriter) resume() {
	if !w.interrupted() {
		return
	}
	first := len(w.stack)
	for first > 0 && !w.stack[first-1].live {
		first--
	}
	for i := first; i < len(w.stack); i++ {
		if w.stack[i].name != "" {
			w.b.WriteString(w.stack[i].start)
			w.stack[i].live = true
			w.live++
		}
	}
}

func startTag(name string, attrs []string) string {
	if len(attrs) == 0 {
		return "<" + name + ">"
	}
	var b strings.Builder
	b.WriteByte('<')
	b.WriteString(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		value, ok := allowedAttribute(name, attrs[i], attrs[i+1])
		if !ok {
			continue
		}
		b.WriteByte(' ')
		b.WriteString(attrs[i])
		b.WriteString(`="`)
		_, _ = htmlEscaper.WriteString(&b, value)
		b.WriteByte('"')
	}
	b.WriteByte('>')
	return b.String()
}

var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
	"\u00a0", "&nbsp;", "\r\n", "\n", "\r", "\n", "\x00", "\uFFFD")
