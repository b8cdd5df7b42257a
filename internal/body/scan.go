package body

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scanner reads the tokens of XML as storage format uses it: prefixed names,
// quoted attributes, HTML's named entities, CDATA. It is a fraction of XML and
// several times faster than encoding/xml, which a test holds it to.
type scanner struct {
	src string
	at  int
}

// scanError is a fault at a place of the source.
type scanError struct {
	at   int
	kind ErrorKind
	msg  string
}

func (s *scanner) fail(at int, msg string) *scanError { return &scanError{at, NotWellFormed, msg} }

// tag is a start tag.
type tag struct {
	name   string
	attrs  []Attr
	closed bool // <br />
}

// text reads up to the next tag. raw is the source where it differs from the
// decoded text.
func (s *scanner) text() (text, raw string, err *scanError) {
	end := strings.IndexByte(s.src[s.at:], '<')
	if end < 0 {
		end = len(s.src) - s.at
	}
	raw = s.src[s.at : s.at+end]
	if i := strings.Index(raw, "]]>"); i >= 0 {
		return "", "", s.fail(s.at+i, "unescaped ]]> not in CDATA section")
	}
	text, err = s.decode(raw, s.at)
	s.at += end
	return text, raw, err
}

// decode resolves entities once, makes line ends uniform and refuses
// characters XML cannot carry. at is where raw stands.
func (s *scanner) decode(raw string, at int) (string, *scanError) {
	i := special(raw, 0)
	if i == len(raw) {
		return raw, nil
	}
	var b strings.Builder
	b.Grow(len(raw))
	start := 0
	for i < len(raw) {
		size := 1
		char := ""
		switch c := raw[i]; {
		case c == '&':
			var err *scanError
			if char, size, err = s.entity(raw[i:], at+i); err != nil {
				return "", err
			}
		case c == '\r':
			char = "\n"
			if i+1 < len(raw) && raw[i+1] == '\n' {
				size = 2
			}
		case c < 0x20:
			return "", s.illegal(at+i, rune(c))
		default: // 0xEF begins U+FFFE and U+FFFF among others
			r, n := utf8.DecodeRuneInString(raw[i:])
			if legalRune(r) != r {
				return "", s.illegal(at+i, r)
			}
			i = special(raw, i+n)
			continue
		}
		b.WriteString(raw[start:i])
		b.WriteString(char)
		i += size
		start = i
		i = special(raw, i)
	}
	b.WriteString(raw[start:])
	return b.String(), nil
}

// special is the next byte that needs a look: an entity, a carriage return, a
// control character, or the first byte of U+FFFE and U+FFFF.
func special(s string, from int) int {
	for i := from; i < len(s); i++ {
		if c := s[i]; c == '&' || c == 0xEF || c < 0x20 && c != '\n' && c != '\t' {
			return i
		}
	}
	return len(s)
}

func (s *scanner) illegal(at int, r rune) *scanError {
	hex := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	return s.fail(at, "illegal character code U+"+strings.Repeat("0", max(0, 4-len(hex)))+hex)
}

// entity reads "&name;" or "&#number;".
func (s *scanner) entity(raw string, at int) (char string, size int, err *scanError) {
	end := 1
	for end < len(raw) && (isNameByte(raw[end]) || raw[end] == '#' && end == 1) {
		end++
	}
	if end == len(raw) || raw[end] != ';' || end == 1 {
		return "", 0, s.fail(at, "invalid character entity "+raw[:end]+" (no semicolon)")
	}
	name := raw[1:end]
	digits, numbered := strings.CutPrefix(name, "#")
	if !numbered {
		char, ok := predefined[name]
		if !ok {
			char, ok = xml.HTMLEntity[name]
		}
		if !ok {
			return "", 0, s.fail(at, "invalid character entity &"+name+";")
		}
		return char, end + 1, nil
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	code, parseErr := strconv.ParseUint(digits, base, 32)
	if parseErr != nil || code > utf8.MaxRune {
		return "", 0, s.fail(at, "invalid character entity &"+name+";")
	}
	if r := rune(code); legalRune(r) != r {
		return "", 0, s.illegal(at, r)
	}
	return string(rune(code)), end + 1, nil
}

var predefined = map[string]string{"amp": "&", "lt": "<", "gt": ">", "quot": `"`, "apos": "'"}

// cdata reads the section that begins here.
func (s *scanner) cdata() (string, *scanError) {
	start := s.at + len("<![CDATA[")
	end := strings.Index(s.src[start:], "]]>")
	if end < 0 {
		return "", s.fail(s.at, "CDATA section is never closed")
	}
	raw := s.src[start : start+end]
	s.at = start + end + len("]]>")
	if strings.IndexByte(raw, '\r') < 0 && strings.IndexByte(raw, 0xEF) < 0 && controlAt(raw) < 0 {
		return raw, nil
	}
	for i, r := range raw {
		if legalRune(r) != r {
			return "", s.illegal(start+i, r)
		}
	}
	return strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", "\n"), "\r", "\n"), nil
}

func controlAt(s string) int {
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\n' && c != '\t' && c != '\r' {
			return i
		}
	}
	return -1
}

// comment passes over the comment that begins here.
func (s *scanner) comment() *scanError {
	start := s.at + len("<!--")
	end := strings.Index(s.src[start:], "--")
	if end < 0 {
		return s.fail(s.at, "comment is never closed")
	}
	if !strings.HasPrefix(s.src[start+end:], "-->") {
		return s.fail(start+end, `invalid sequence "--" not allowed in comments`)
	}
	if i := controlAt(s.src[start : start+end]); i >= 0 {
		return s.illegal(start+i, rune(s.src[start+i]))
	}
	s.at = start + end + len("-->")
	return nil
}

// closeTag reads "</name>".
func (s *scanner) closeTag() (string, *scanError) {
	s.at += len("</")
	name := s.name()
	if name == "" {
		return "", s.fail(s.at, "expected element name after </")
	}
	s.space()
	if !s.skip('>') {
		return "", s.fail(s.at, "invalid characters between </"+name+" and >")
	}
	return name, nil
}

// startTag reads "<name attributes>" into t, with the attribute caps of
// security-model.md §10 in force while reading.
func (s *scanner) startTag(t *tag) *scanError {
	begin := s.at
	s.at++
	t.name, t.attrs, t.closed = s.name(), nil, false
	if t.name == "" {
		return s.fail(s.at, "expected element name after <")
	}
	for {
		spaced := s.space()
		switch {
		case s.at >= len(s.src):
			return s.fail(s.at, "unexpected end inside a tag")
		case s.skip('>'):
			return nil
		case s.skip('/'):
			if !s.skip('>') {
				return s.fail(s.at, "expected /> in element")
			}
			t.closed = true
			return nil
		case !spaced:
			return s.fail(s.at, "expected a space before an attribute")
		}
		if len(t.attrs) == maxAttributes {
			return &scanError{begin, TooLarge, tooManyAttributes}
		}
		a, err := s.attribute(begin)
		if err != nil {
			return err
		}
		for _, other := range t.attrs {
			if other.Name == a.Name {
				return s.fail(begin, "attribute "+strconv.Quote(a.Name)+" occurs twice on <"+t.name+">")
			}
		}
		t.attrs = append(t.attrs, a)
	}
}

func (s *scanner) attribute(begin int) (Attr, *scanError) {
	name := s.name()
	if name == "" {
		return Attr{}, s.fail(s.at, "expected attribute name in element")
	}
	s.space()
	if !s.skip('=') {
		return Attr{}, s.fail(s.at, "attribute name without = in element")
	}
	s.space()
	if s.at >= len(s.src) || s.src[s.at] != '"' && s.src[s.at] != '\'' {
		return Attr{}, s.fail(s.at, "unquoted or missing attribute value in element")
	}
	quote := s.src[s.at]
	s.at++
	rest := s.src[s.at:]
	end := strings.IndexByte(rest, quote)
	if end < 0 {
		return Attr{}, s.fail(s.at, "attribute value is never closed")
	}
	raw := rest[:end]
	if i := strings.IndexByte(raw, '<'); i >= 0 {
		return Attr{}, s.fail(s.at+i, "unescaped < inside quoted string")
	}
	value, err := s.decode(raw, s.at)
	if err == nil && len(value) > maxAttributeBytes {
		err = &scanError{begin, TooLarge, attributeTooLong}
	}
	s.at += end + 1
	return Attr{name, value}, err
}

func (s *scanner) space() (found bool) {
	for s.at < len(s.src) {
		switch s.src[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
			found = true
		default:
			return found
		}
	}
	return found
}

func (s *scanner) skip(c byte) bool {
	if s.at < len(s.src) && s.src[s.at] == c {
		s.at++
		return true
	}
	return false
}

// name reads a name with at most one prefix; empty when there is none. Names
// are ASCII in storage format.
func (s *scanner) name() string {
	start, colon := s.at, -1
	for s.at < len(s.src) {
		c := s.src[s.at]
		switch {
		case c == ':':
			if colon >= 0 || s.at == start {
				s.at = start
				return ""
			}
			colon = s.at
		case !isNameByte(c), (s.at == start || s.at == colon+1) && !isNameStart(c):
			return s.cut(start, colon)
		}
		s.at++
	}
	return s.cut(start, colon)
}

// cut is the name from start to here, none when it ends in its colon.
func (s *scanner) cut(start, colon int) string {
	if s.at == colon+1 {
		s.at = start
	}
	return s.src[start:s.at]
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func isNameByte(c byte) bool {
	return isNameStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.'
}
