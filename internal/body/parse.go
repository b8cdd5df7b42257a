package body

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	tooManyElements   = "more than 100000 elements"
	tooDeep           = "elements nested deeper than 256"
	tooManyAttributes = "more than 64 attributes on one element"
	attributeTooLong  = "attribute value longer than 65536 bytes"
)

// ParseStorage reads storage format: XHTML fragments with ac: and ri: elements,
// the named entities of HTML, and CDATA in plain-text bodies. It takes time and
// memory linear in src. Comments are dropped, document types, entity
// declarations and processing instructions refused (R-XML), and the limits of
// security-model.md §10 hold while reading. The error is an [*Error].
func ParseStorage(src string) (*Doc, error) {
	p := &parser{scan: scanner{src: src}}
	if err := p.parse(); err != nil {
		return nil, p.place(err)
	}
	return &Doc{Nodes: p.roots}, nil
}

// parser builds the tree from the scanner's tokens and matches tags, so that
// its errors name both.
type parser struct {
	scan        scanner
	open        []*Node
	roots       []*Node
	elements    int
	slab        []Node
	texts, raws []string // text since the last tag, decoded and as spelled
}

// place turns an offset into row and column.
func (p *parser) place(err *scanError) error {
	before := p.scan.src[:min(err.at, len(p.scan.src))]
	return &Error{
		Kind:   err.kind,
		Line:   1 + strings.Count(before, "\n"),
		Column: len(before) - strings.LastIndexByte(before, '\n'),
		Msg:    err.msg,
	}
}

func (p *parser) parse() *scanError {
	if err := checkEncoding(p.scan.src); err != nil {
		return err
	}
	for p.scan.at < len(p.scan.src) {
		if err := p.token(); err != nil {
			return err
		}
	}
	p.flushText()
	if len(p.open) > 0 {
		return p.scan.fail(p.scan.at, fmt.Sprintf("element <%s> is never closed", p.open[len(p.open)-1].Name))
	}
	return nil
}

func checkEncoding(src string) *scanError {
	if utf8.ValidString(src) {
		return nil
	}
	i := 0
	for {
		r, size := utf8.DecodeRuneInString(src[i:])
		if r == utf8.RuneError && size == 1 {
			return &scanError{i, NotWellFormed, "bytes that are not UTF-8"}
		}
		i += size
	}
}

func (p *parser) token() *scanError {
	rest := p.scan.src[p.scan.at:]
	switch {
	case rest[0] != '<':
		text, raw, err := p.scan.text()
		if err == nil {
			p.addText(text, raw)
		}
		return err
	case strings.HasPrefix(rest, "</"):
		p.flushText()
		return p.end()
	case strings.HasPrefix(rest, "<!--"):
		return p.scan.comment()
	case strings.HasPrefix(rest, "<![CDATA["):
		text, err := p.scan.cdata()
		if err == nil && text != "" {
			p.addText(text, escapeText(text)) // ordinary text wherever CDATA has no place
		}
		return err
	case strings.HasPrefix(rest, "<!"):
		return &scanError{p.scan.at, Refused, "document type and entity declarations are not allowed"}
	case strings.HasPrefix(rest, "<?"):
		return &scanError{p.scan.at, Refused, "processing instructions are not allowed"}
	}
	p.flushText()
	return p.start()
}

func (p *parser) start() *scanError {
	begin := p.scan.at
	if p.elements++; p.elements > maxElements {
		return &scanError{begin, TooLarge, tooManyElements}
	}
	if len(p.open) >= maxDepth {
		return &scanError{begin, TooLarge, tooDeep}
	}
	var t tag
	if err := p.scan.startTag(&t); err != nil {
		return err
	}
	n := p.node()
	n.Name, n.Attrs, n.Kind = t.name, t.attrs, kindOf(t.name)
	p.add(n)
	if !t.closed {
		p.open = append(p.open, n)
	}
	return nil
}

func (p *parser) end() *scanError {
	begin := p.scan.at
	name, err := p.scan.closeTag()
	if err != nil {
		return err
	}
	if len(p.open) == 0 {
		return p.scan.fail(begin, fmt.Sprintf("close tag </%s> without an open element", name))
	}
	n := p.open[len(p.open)-1]
	if n.Name != name {
		return p.scan.fail(begin, fmt.Sprintf("close tag </%s> does not match <%s>", name, n.Name))
	}
	n.pair = true
	p.open = p.open[:len(p.open)-1]
	return nil
}

// addText keeps a piece of text until the next tag: a dropped comment or a
// CDATA boundary leaves no seam, and joining once keeps the cost linear.
func (p *parser) addText(text, raw string) {
	p.texts = append(p.texts, text)
	p.raws = append(p.raws, raw)
}

func (p *parser) flushText() {
	if len(p.texts) == 0 {
		return
	}
	n := p.node()
	n.Kind, n.Text = Text, strings.Join(p.texts, "")
	n.noteRaw(strings.Join(p.raws, ""))
	p.texts, p.raws = p.texts[:0], p.raws[:0]
	p.add(n)
}

func (p *parser) add(n *Node) {
	if len(p.open) == 0 {
		p.roots = append(p.roots, n)
		return
	}
	top := p.open[len(p.open)-1]
	top.Children = append(top.Children, n)
}

// node takes a node from a slab: a body has many and they live together.
func (p *parser) node() *Node {
	if len(p.slab) == 0 {
		p.slab = make([]Node, min(256, 16+2*p.elements))
	}
	n := &p.slab[0]
	p.slab = p.slab[1:]
	return n
}
