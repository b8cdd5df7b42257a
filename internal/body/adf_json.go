package body

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxJSONDepth is the nesting of JSON values (security-model.md §10).
const maxJSONDepth = 64

// adfNode is an ADF node on its way from or to JSON.
type adfNode struct {
	typ     string
	text    string
	attrs   adfAttrs
	marks   []adfMark
	content []*adfNode

	from     *Node    // what an extension in text was written from
	parts    []string // text that follows text, while a line is written
	origin   []*Node  // the runs a text was written from; nil among them: something else
	fragment *Doc     // storage format a legacy extension carries
}

type adfMark struct {
	typ   string
	attrs adfAttrs
}

// adfAttrs keeps each value as JSON: the tree stores some of them unread.
type adfAttrs []adfAttr

type adfAttr struct {
	name  string
	value jsontext.Value
}

func (a adfAttrs) get(name string) jsontext.Value {
	for i := range a {
		if a[i].name == name {
			return a[i].value
		}
	}
	return nil
}

// str is a string attribute, empty when absent or of another type.
func (a adfAttrs) str(name string) string {
	v := a.get(name)
	if v.Kind() != '"' {
		return ""
	}
	b, err := jsontext.AppendUnquote(nil, v)
	if err != nil {
		return "" // the decoder checked it
	}
	return strings.Map(legalRune, string(b))
}

// num is a number attribute in its shortest spelling, empty when absent.
func (a adfAttrs) num(name string) string {
	v := a.get(name)
	if v.Kind() != '0' {
		return ""
	}
	f, err := strconv.ParseFloat(string(v), 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func (a adfAttrs) is(name string) bool { return a.get(name).Kind() == 't' }

// setStr adds a string attribute unless it is empty.
func (a *adfAttrs) setStr(name, value string) {
	if value != "" {
		*a = append(*a, adfAttr{name, quote(value)})
	}
}

// need adds a string attribute the schema requires, empty or not.
func (a *adfAttrs) need(name, value string) {
	*a = append(*a, adfAttr{name, quote(value)})
}

// setNum adds a number attribute unless value is no number.
func (a *adfAttrs) setNum(name, value string) {
	f, err := strconv.ParseFloat(value, 64)
	if err == nil && f > -1e15 && f < 1e15 {
		*a = append(*a, adfAttr{name, jsontext.Value(strconv.FormatFloat(f, 'f', -1, 64))})
	}
}

func (a *adfAttrs) setRaw(name string, value jsontext.Value) {
	if len(value) > 0 {
		*a = append(*a, adfAttr{name, value})
	}
}

// quote is s as a JSON string; bytes that are not UTF-8 become U+FFFD.
func quote(s string) jsontext.Value {
	b, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		b, _ = jsontext.AppendQuote(nil, strings.ToValidUTF8(s, "\uFFFD"))
	}
	return b
}

// decodeADF reads JSON into nodes without judging them. Duplicate keys, bytes
// that are not UTF-8, trailing text and nesting beyond 64 are refused.
func decodeADF(src string) (*adfNode, error) {
	if at := tooDeepJSON(src); at >= 0 {
		return nil, &Error{Kind: TooLarge, Path: "/", Msg: "values nested deeper than 64"}
	}
	d := &adfDecoder{dec: jsontext.NewDecoder(strings.NewReader(src))}
	n, err := d.node()
	if err == nil {
		if _, more := d.dec.ReadToken(); !errors.Is(more, io.EOF) {
			err = &Error{Kind: NotWellFormed, Path: "/", Msg: "text after the end of the JSON value"}
		}
	}
	var ours *Error
	if err != nil && !errors.As(err, &ours) {
		return nil, d.syntax(err)
	}
	return n, err
}

// tooDeepJSON is where nesting passes the limit, -1 if it does not.
func tooDeepJSON(src string) int {
	depth, inString := 0, false
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > maxJSONDepth {
				return i
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return -1
}

type adfDecoder struct {
	dec   *jsontext.Decoder
	nodes int
}

func (d *adfDecoder) syntax(err error) error {
	path := string(d.dec.StackPointer())
	if path == "" {
		path = "/"
	}
	msg := "not JSON"
	if errors.Is(err, jsontext.ErrDuplicateName) {
		msg = "a member occurs twice"
	}
	return &Error{Kind: NotWellFormed, Path: path, Msg: msg}
}

// schema refuses the value that comes next.
func (d *adfDecoder) schema(msg string) error {
	path := string(d.dec.StackPointer())
	if kind, length := d.dec.StackIndex(d.dec.StackDepth()); kind == '[' {
		if length > 0 {
			path = path[:strings.LastIndexByte(path, '/')] // of the element before
		}
		path += "/" + strconv.FormatInt(length, 10)
	}
	if path == "" {
		path = "/"
	}
	return &Error{Kind: Schema, Path: path, Msg: msg}
}

func (d *adfDecoder) node() (*adfNode, error) {
	if d.nodes++; d.nodes > maxElements {
		return nil, &Error{Kind: TooLarge, Path: "/", Msg: "more than 100000 nodes"}
	}
	n := &adfNode{}
	err := d.object(func(name string) (err error) {
		switch name {
		case "type":
			n.typ, err = d.text()
		case "text":
			n.text, err = d.text()
		case "attrs":
			n.attrs, err = d.attributes()
		case "marks":
			err = d.array(func() error {
				m, err := d.mark()
				n.marks = append(n.marks, m)
				return err
			})
		case "content":
			err = d.array(func() error {
				c, err := d.node()
				n.content = append(n.content, c)
				return err
			})
		case "version":
			var v jsontext.Value
			v, err = d.dec.ReadValue()
			n.attrs = append(n.attrs, adfAttr{"version", v.Clone()})
		default:
			err = d.dec.SkipValue()
		}
		return err
	})
	return n, err
}

func (d *adfDecoder) mark() (adfMark, error) {
	var m adfMark
	err := d.object(func(name string) (err error) {
		switch name {
		case "type":
			m.typ, err = d.text()
		case "attrs":
			m.attrs, err = d.attributes()
		default:
			err = d.dec.SkipValue()
		}
		return err
	})
	return m, err
}

func (d *adfDecoder) attributes() (adfAttrs, error) {
	if d.dec.PeekKind() == 'n' {
		return nil, d.dec.SkipValue()
	}
	var attrs adfAttrs
	err := d.object(func(name string) error {
		v, err := d.dec.ReadValue()
		if err == nil && v.Kind() != 'n' {
			attrs = append(attrs, adfAttr{name, v.Clone()})
		}
		return err
	})
	return attrs, err
}

func (d *adfDecoder) object(member func(name string) error) error {
	if k := d.dec.PeekKind(); k != '{' && k != 0 {
		return d.schema("expected an object")
	}
	if _, err := d.dec.ReadToken(); err != nil {
		return err
	}
	for d.dec.PeekKind() != '}' {
		tok, err := d.dec.ReadToken()
		if err != nil {
			return err
		}
		if err := member(tok.String()); err != nil {
			return err
		}
	}
	_, err := d.dec.ReadToken()
	return err
}

func (d *adfDecoder) array(element func() error) error {
	if k := d.dec.PeekKind(); k != '[' && k != 0 {
		return d.schema("expected an array")
	}
	if _, err := d.dec.ReadToken(); err != nil {
		return err
	}
	for d.dec.PeekKind() != ']' {
		if err := element(); err != nil {
			return err
		}
	}
	_, err := d.dec.ReadToken()
	return err
}

func (d *adfDecoder) text() (string, error) {
	if k := d.dec.PeekKind(); k != '"' && k != 0 {
		return "", d.schema("expected a string")
	}
	tok, err := d.dec.ReadToken()
	if err != nil {
		return "", err
	}
	return tok.String(), nil
}

// appendJSON writes the node in the order the service uses.
func (n *adfNode) appendJSON(b []byte) []byte {
	b = append(b, `{"type":`...)
	b = append(b, quote(n.typ)...)
	if n.typ == "text" {
		b = append(b, `,"text":`...)
		b = append(b, quote(n.text)...)
	}
	b = n.attrs.appendJSON(b)
	if n.typ == "nestedExpand" && len(n.attrs) == 0 {
		b = append(b, `,"attrs":{}`...) // the schema wants it
	}
	if len(n.content) > 0 || n.typ == "doc" || n.typ == "tableRow" {
		b = append(b, `,"content":[`...)
		for i, c := range n.content {
			if i > 0 {
				b = append(b, ',')
			}
			b = c.appendJSON(b)
		}
		b = append(b, ']')
	}
	if len(n.marks) > 0 {
		b = append(b, `,"marks":[`...)
		for i, m := range n.marks {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, `{"type":`...)
			b = append(b, quote(m.typ)...)
			b = m.attrs.appendJSON(b)
			b = append(b, '}')
		}
		b = append(b, ']')
	}
	if n.typ == "doc" {
		b = append(b, `,"version":1`...)
	}
	return append(b, '}')
}

func (a adfAttrs) appendJSON(b []byte) []byte {
	if len(a) == 0 {
		return b
	}
	b = append(b, `,"attrs":{`...)
	for i, attr := range a {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, quote(attr.name)...)
		b = append(b, ':')
		b = append(b, attr.value...)
	}
	return append(b, '}')
}
