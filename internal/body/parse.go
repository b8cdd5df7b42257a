package body

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
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
	p := &parser{src: src, dec: xml.NewDecoder(strings.NewReader(src))}
	p.dec.Entity = xml.HTMLEntity
	if err := p.checkEncoding(); err != nil {
		return nil, err
	}
	for {
		p.offset = int(p.dec.InputOffset())
		tok, err := p.dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, p.syntax(err)
		}
		if err := p.token(tok); err != nil {
			return nil, err
		}
	}
	if len(p.open) > 0 {
		return nil, p.fail(NotWellFormed, "element <%s> is never closed", p.open[len(p.open)-1].Name)
	}
	p.flushText()
	return &Doc{Nodes: p.roots}, nil
}

// parser builds the tree from encoding/xml's raw tokens. Raw, because prefixes
// are part of the names and because the parser matches tags itself: its errors
// then name both tags.
type parser struct {
	src         string
	dec         *xml.Decoder
	offset      int // of the token being read
	open        []*Node
	roots       []*Node
	elements    int
	slab        []Node
	texts, raws []string // text since the last tag, decoded and as spelled
}

// fail names the place of the token being read. encoding/xml's own columns
// are off by a line end in places, so the place is counted from the source.
func (p *parser) fail(kind ErrorKind, format string, args ...any) error {
	before := p.src[:p.offset]
	return &Error{
		Kind:   kind,
		Line:   1 + strings.Count(before, "\n"),
		Column: p.offset - strings.LastIndexByte(before, '\n'),
		Msg:    fmt.Sprintf(format, args...),
	}
}

func (p *parser) syntax(err error) error {
	if strings.HasPrefix(p.src[p.offset:], "<?") {
		return p.fail(Refused, "processing instructions are not allowed")
	}
	p.offset = min(int(p.dec.InputOffset()), len(p.src))
	var se *xml.SyntaxError
	if errors.As(err, &se) {
		return p.fail(NotWellFormed, "%s", se.Msg)
	}
	return p.fail(NotWellFormed, "%s", err)
}

func (p *parser) checkEncoding() error {
	if utf8.ValidString(p.src) {
		return nil
	}
	for i := 0; i < len(p.src); {
		r, size := utf8.DecodeRuneInString(p.src[i:])
		if r == utf8.RuneError && size == 1 {
			p.offset = i
			return p.fail(NotWellFormed, "bytes that are not UTF-8")
		}
		i += size
	}
	return nil
}

func (p *parser) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		p.flushText()
		return p.start(t)
	case xml.EndElement:
		p.flushText()
		return p.end(t)
	case xml.CharData:
		p.text(t)
	case xml.Comment:
	case xml.ProcInst:
		return p.fail(Refused, "processing instructions are not allowed")
	case xml.Directive:
		return p.fail(Refused, "document type and entity declarations are not allowed")
	}
	return nil
}

func (p *parser) start(t xml.StartElement) error {
	if p.elements++; p.elements > maxElements {
		return p.fail(TooLarge, tooManyElements)
	}
	if len(p.open) >= maxDepth {
		return p.fail(TooLarge, tooDeep)
	}
	n := p.node()
	n.Name = p.nameAt(p.offset+1, t.Name)
	n.Kind = kindOf(n.Name)
	if err := p.attributes(n, t.Attr); err != nil {
		return err
	}
	p.add(n)
	p.open = append(p.open, n)
	return nil
}

func (p *parser) attributes(n *Node, attrs []xml.Attr) error {
	if len(attrs) == 0 {
		return nil
	}
	if len(attrs) > maxAttributes {
		return p.fail(TooLarge, tooManyAttributes)
	}
	n.Attrs = make([]Attr, 0, len(attrs))
	for _, a := range attrs {
		if len(a.Value) > maxAttributeBytes {
			return p.fail(TooLarge, attributeTooLong)
		}
		name := joinName(a.Name)
		if _, twice := n.Lookup(name); twice {
			return p.fail(NotWellFormed, "attribute %q occurs twice on <%s>", name, n.Name)
		}
		n.Attrs = append(n.Attrs, Attr{name, a.Value})
	}
	return nil
}

func (p *parser) end(t xml.EndElement) error {
	name := joinName(t.Name)
	if len(p.open) == 0 {
		return p.fail(NotWellFormed, "close tag </%s> without an open element", name)
	}
	n := p.open[len(p.open)-1]
	if n.Name != name {
		return p.fail(NotWellFormed, "close tag </%s> does not match <%s>", name, n.Name)
	}
	// The end token of a self-closing tag takes no bytes of its own.
	n.pair = int(p.dec.InputOffset()) > p.offset
	p.open = p.open[:len(p.open)-1]
	return nil
}

func (p *parser) text(data xml.CharData) {
	src := p.src[p.offset:p.dec.InputOffset()]
	if strings.HasPrefix(src, "<![CDATA[") {
		p.addText(string(data), "")
		return // written as ordinary text wherever CDATA has no place
	}
	switch {
	case src != string(data):
		p.addText(string(data), src)
	case strings.Contains(src, "\u00a0") || strings.Contains(src, ">"):
		p.addText(src, src)
	default:
		p.addText(src, "") // shares memory with the source
	}
}

// addText keeps a piece of text until the next tag: a dropped comment or a
// CDATA boundary leaves no seam, and joining once keeps the cost linear.
func (p *parser) addText(text, raw string) {
	if text != "" {
		p.texts = append(p.texts, text)
		p.raws = append(p.raws, sourceOf(text, raw))
	}
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

// nameAt is the joined name, cut from the source so that it costs nothing.
func (p *parser) nameAt(at int, name xml.Name) string {
	size := len(name.Local)
	if name.Space != "" {
		size += len(name.Space) + 1
	}
	return p.src[at : at+size]
}

func joinName(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	if known, ok := joinedNames[name]; ok {
		return known
	}
	return name.Space + ":" + name.Local
}

// joinedNames spares an allocation for each common attribute.
var joinedNames = func() map[xml.Name]string {
	known := map[xml.Name]string{}
	for _, name := range []string{
		"ac:name", "ac:schema-version", "ac:macro-id", "ac:local-id", "ri:content-title",
		"ri:space-key", "ri:filename", "ri:account-id", "ri:value", "ri:version-at-save",
		"ac:ref", "ac:type", "ac:anchor", "ac:layout", "ac:width", "ac:height",
	} {
		space, local, _ := strings.Cut(name, ":")
		known[xml.Name{Space: space, Local: local}] = name
	}
	for name := range elements {
		if space, local, ok := strings.Cut(name, ":"); ok {
			known[xml.Name{Space: space, Local: local}] = name
		}
	}
	return known
}()
