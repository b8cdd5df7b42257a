package body

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Running text of wiki markup.

// wikiMarks are the characters that mark text, and what they make of it.
var wikiMarks = map[string]string{"*": "strong", "_": "em", "-": "del", "+": "u", "^": "sup", "~": "sub", "??": "em"}

// wikiEmoticons are the signs that become emoticons, longest first.
var wikiEmoticons = []struct{ sign, name string }{
	{"(off)", "light-off"}, {"(on)", "light-on"}, {"(*r)", "red-star"}, {"(*g)", "green-star"}, {"(*b)", "blue-star"}, {"(*y)", "yellow-star"},
	{"(y)", "thumbs-up"}, {"(n)", "thumbs-down"}, {"(i)", "information"}, {"(/)", "tick"}, {"(x)", "cross"}, {"(!)", "warning"},
	{"(+)", "plus"}, {"(-)", "minus"}, {"(?)", "question"}, {"(*)", "yellow-star"}, {"<3", "heart"}, {"</3", "broken-heart"},
	{":)", "smile"}, {":(", "sad"}, {":P", "cheeky"}, {":D", "laugh"}, {";)", "wink"},
}

// inline reads one line of running text. A colour that began on a line before goes on here.
func (r *wikiReader) inline(src string) []*Node {
	if r.colour == "" {
		p := &wikiInline{r: r, src: src}
		p.read()
		return p.out
	}
	style := r.colour
	p := &wikiInline{r: r, src: src, missing: map[string]bool{}}
	end := p.closing(colourEnd, 0, nil)
	if end < 0 {
		return coloured(style, p.nested(src))
	}
	r.colour = ""
	r.closers--
	return append(coloured(style, p.nested(src[:end])), r.inline(src[end+len(colourEnd):])...)
}

// colourEnd ends a colour.
const colourEnd = "{color}"

// coloured is text in a colour, nothing where there is none.
func coloured(style string, content []*Node) []*Node {
	if len(content) == 0 {
		return nil
	}
	return one(NewElement("span", content...).With("style", style))
}

// wikiInline reads a piece of text. missing remembers which closing signs do
// not occur any more, so that no sign is looked for twice in vain.
type wikiInline struct {
	r       *wikiReader
	src     string
	at      int
	level   int
	linked  bool // inside the text of a link
	text    strings.Builder
	missing map[string]bool
	noLink  int // up to here a bracket was tried in vain
	out     []*Node
}

func (p *wikiInline) flush() {
	if p.text.Len() > 0 {
		p.out = append(p.out, NewText(p.text.String()))
		p.text.Reset()
	}
}

func (p *wikiInline) add(nodes ...*Node) {
	p.flush()
	p.out = append(p.out, nodes...)
}

// nested reads text inside a mark.
func (p *wikiInline) nested(src string) []*Node {
	inner := &wikiInline{r: p.r, src: src, level: p.level + 1, linked: p.linked}
	inner.read()
	return inner.out
}

// nestedIn reads the text of a link, where an address is no link again.
func (p *wikiInline) nestedIn(src string) []*Node {
	inner := &wikiInline{r: p.r, src: src, level: p.level + 1, linked: true}
	inner.read()
	return inner.out
}

func (p *wikiInline) read() {
	p.missing = map[string]bool{}
	for p.at < len(p.src) {
		if !p.special() {
			_, size := utf8.DecodeRuneInString(p.src[p.at:])
			p.text.WriteString(p.src[p.at : p.at+size])
			p.at += size
		}
	}
	p.flush()
}

// special reads the construct at p.at, if one begins there.
func (p *wikiInline) special() bool {
	rest := p.src[p.at:]
	switch rest[0] {
	case '\\':
		return p.backslash(rest)
	case '[':
		return p.link(rest)
	case '!':
		return p.image(rest)
	case '{':
		return p.code(rest) || p.colour(rest) || p.braced(rest) || p.macro(rest)
	case '*', '_', '-', '+', '^', '~', '?':
		return p.emoticon(rest) || p.mark(rest) || p.dash(rest)
	case '(', ':', ';', '<':
		return p.emoticon(rest)
	case 'h':
		return p.address(rest)
	case '&':
		return p.entity(rest)
	}
	if r, size := utf8.DecodeRuneInString(rest); r == heldStart {
		if end := strings.IndexRune(rest, heldEnd); end > 0 {
			p.add(p.r.heldNode(rest[size:end]))
			p.at += end + utf8.RuneLen(heldEnd)
			return true
		}
	}
	return false
}

// backslash is a line break when doubled, and takes the meaning of the sign
// after it otherwise.
func (p *wikiInline) backslash(rest string) bool {
	switch {
	case strings.HasPrefix(rest, `\\`):
		p.add(NewElement("br"))
	case len(rest) > 1 && rest[1] < utf8.RuneSelf && (unicode.IsPunct(rune(rest[1])) || unicode.IsSymbol(rune(rest[1]))):
		p.text.WriteByte(rest[1])
	default:
		return false
	}
	p.at += 2
	return true
}

var wikiEntity = regexp.MustCompile(`^&(#[0-9]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31});`)

// entity reads a named or numbered character.
func (p *wikiInline) entity(rest string) bool {
	m := wikiEntity.FindStringSubmatch(rest)
	if m == nil {
		return false
	}
	char, ok := xml.HTMLEntity[m[1]]
	if number, numbered := strings.CutPrefix(m[1], "#"); numbered {
		code, err := strconv.Atoi(number)
		char, ok = string(legalRune(rune(code))), err == nil
	}
	if !ok {
		return false
	}
	p.text.WriteString(char)
	p.at += len(m[0])
	return true
}

// closing finds the sign after from that satisfies fits.
func (p *wikiInline) closing(sign string, from int, fits func(at int) bool) int {
	if p.missing[sign] {
		return -1
	}
	for at := from; ; {
		i := strings.Index(p.src[at:], sign)
		if i < 0 {
			break
		}
		at += i
		if !escapedAt(p.src, at) && (fits == nil || fits(at)) {
			return at
		}
		at += len(sign)
	}
	p.missing[sign] = true
	return -1
}

func (p *wikiInline) mark(rest string) bool {
	sign := rest[:1]
	if sign == "?" {
		sign = "??"
	}
	if !strings.HasPrefix(rest, sign) || p.level >= maxWikiDepth || len(rest) <= len(sign) || isSpaceAt(rest, len(sign)) ||
		rest[len(sign)] == sign[0] || p.at > 0 && isWordBefore(p.src, p.at) {
		return false
	}
	start := p.at + len(sign)
	end := p.closing(sign, start+1, func(at int) bool {
		return !isSpaceAt(p.src, at-1) && (at+len(sign) == len(p.src) || !isWordAt(p.src, at+len(sign)))
	})
	if end <= start {
		return false
	}
	p.add(NewElement(wikiMarks[sign], p.nested(p.src[start:end])...))
	p.at = end + len(sign)
	return true
}

func isSpaceAt(s string, i int) bool { return s[i] == ' ' || s[i] == '\t' || s[i] == '\n' }

func isWordAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isWordBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// dash turns " -- " and " --- " into dashes.
func (p *wikiInline) dash(rest string) bool {
	if p.at == 0 || p.src[p.at-1] != ' ' {
		return false
	}
	for _, d := range []struct{ sign, char string }{{"--- ", "— "}, {"-- ", "– "}} {
		if strings.HasPrefix(rest, d.sign) {
			p.text.WriteString(d.char)
			p.at += len(d.sign)
			return true
		}
	}
	return false
}

func (p *wikiInline) emoticon(rest string) bool {
	for _, e := range wikiEmoticons {
		if strings.HasPrefix(rest, e.sign) {
			if p.at > 0 && isWordBefore(p.src, p.at) {
				return false
			}
			p.add(NewElement("ac:emoticon").With("ac:name", e.name))
			p.at += len(e.sign)
			return true
		}
	}
	return false
}

func (p *wikiInline) code(rest string) bool {
	if !strings.HasPrefix(rest, "{{") {
		return false
	}
	end := p.closing("}}", p.at+2, nil)
	if end <= p.at+2 || p.level >= maxWikiDepth {
		return false
	}
	p.add(NewElement("code", p.nested(p.src[p.at+2:end])...))
	p.at = end + 2
	return true
}

var wikiColour = regexp.MustCompile(`^\{color:([#a-zA-Z0-9(), ]+)\}`)

func (p *wikiInline) colour(rest string) bool {
	m := wikiColour.FindStringSubmatch(rest)
	if m == nil || p.level >= maxWikiDepth || !isColour(m[1]) {
		return false
	}
	start := p.at + len(m[0])
	end := p.closing(colourEnd, start, nil)
	if end < 0 && (p.level > 0 || p.r.closers == 0) {
		return false
	}
	colour := m[1]
	if hex := hexOf(colour); hex != "" {
		colour = rgbOf(hex)
	}
	style := "color: " + colour + ";"
	if end < 0 {
		p.add(coloured(style, p.nested(p.src[start:]))...)
		p.r.colour, p.at = style, len(p.src)
		return true
	}
	p.r.closers--
	p.add(coloured(style, p.nested(p.src[start:end]))...)
	p.at = end + len(colourEnd)
	return true
}

var wikiBraced = regexp.MustCompile(`^\{(\*|_|-|\+|\^|~|\?\?)\}`)

// braced reads a mark whose signs stand in braces, as they must inside a word.
func (p *wikiInline) braced(rest string) bool {
	m := wikiBraced.FindStringSubmatch(rest)
	if m == nil || p.level >= maxWikiDepth {
		return false
	}
	start := p.at + len(m[0])
	end := p.closing(m[0], start, nil)
	if end <= start {
		return false
	}
	p.add(NewElement(wikiMarks[m[1]], p.nested(p.src[start:end])...))
	p.at = end + len(m[0])
	return true
}

func (p *wikiInline) macro(rest string) bool {
	m := macroHere.FindStringSubmatchIndex(rest)
	if m == nil || rest[m[2]:m[3]] == "color" {
		return false
	}
	params := ""
	if m[4] >= 0 {
		params = rest[m[4]:m[5]]
	}
	p.add(wikiMacro(rest[m[2]:m[3]], params))
	p.at += m[1]
	return true
}

// address makes a link of an address that stands in the text.
func (p *wikiInline) address(rest string) bool {
	if p.linked || !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") || p.at > 0 && isWordBefore(p.src, p.at) {
		return false
	}
	end := strings.IndexAny(rest, " \t\n|[]{}!<>\"\\")
	if end < 0 {
		end = len(rest)
	}
	url := strings.TrimRight(rest[:end], ".,;:?)*_")
	if strings.HasSuffix(url, "//") {
		return false
	}
	p.add(NewElement("a", NewText(url)).With("href", url))
	p.at += len(url)
	return true
}
