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

// inline reads one line of running text.
func (r *wikiReader) inline(src string) []*Node {
	p := &wikiInline{r: r, src: src}
	p.read()
	return p.out
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
		return p.code(rest) || p.colour(rest) || p.macro(rest)
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
	end := p.closing("{color}", start, nil)
	if end < 0 {
		return false
	}
	colour := m[1]
	if hex := hexOf(colour); hex != "" {
		colour = rgbOf(hex)
	}
	p.add(NewElement("span", p.nested(p.src[start:end])...).With("style", "color: "+colour+";"))
	p.at = end + len("{color}")
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

func (p *wikiInline) link(rest string) bool {
	if p.at < p.noLink || len(rest) < 3 || isSpaceAt(rest, 1) || p.level >= maxWikiDepth {
		return false
	}
	end := p.closing("]", p.at+1, nil)
	if end <= p.at+1 {
		return false
	}
	inside := p.src[p.at+1 : end]
	alias, target := "", inside
	if parts := splitBars(inside); len(parts) > 1 {
		alias, target = parts[0], parts[1]
	}
	if n := wikiLink(unescapeWiki(strings.TrimSpace(target)), alias, p); n != nil {
		p.add(n)
		p.at = end + 1
		return true
	}
	p.noLink = end
	return false
}

// splitBars cuts at bars that stand unescaped.
func splitBars(s string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

func unescapeWiki(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// wikiLink makes the link to a target in wiki notation; nil for none.
func wikiLink(target, alias string, p *wikiInline) *Node {
	var text []*Node
	if strings.TrimSpace(alias) != "" {
		text = p.nestedIn(strings.TrimSpace(alias))
	}
	if target == "" || strings.ContainsRune(target, heldStart) {
		return nil
	}
	for _, scheme := range []string{"http://", "https://", "mailto:", "/wiki/"} {
		if strings.HasPrefix(target, scheme) {
			if text == nil {
				text = one(NewText(target))
			}
			return NewElement("a", text...).With("href", target)
		}
	}
	l := NewElement("ac:link")
	if user, ok := strings.CutPrefix(target, "~"); ok {
		l.append(Resource{Type: ResourceUser, AccountID: user}.node())
	} else {
		name, anchor, _ := strings.Cut(target, "#")
		if anchor != "" {
			l.With("ac:anchor", anchor)
		}
		if r := wikiResource(name); r.Type != 0 {
			l.append(r.node())
		} else if anchor == "" {
			return nil
		}
	}
	if text != nil {
		l.append(NewElement("ac:link-body", text...))
	}
	return l
}

// wikiResource reads "SPACE:Title", "SPACE:/2026/11/22/Title", "^file" and
// "Title^file"; "SPACE:" alone is the space.
func wikiResource(name string) Resource {
	if title, file, ok := strings.Cut(name, "^"); ok && file != "" {
		r := Resource{Type: ResourceAttachment, Filename: file}
		if container := wikiResource(title); container.Type != 0 {
			r.Container = &container
		}
		return r
	}
	space, title, ok := strings.Cut(name, ":")
	if !ok || strings.ContainsAny(space, " \t") || space == "" {
		space, title = "", name
	}
	if title == "" && space != "" {
		return Resource{Type: ResourceSpace, SpaceKey: space}
	}
	if len(title) > 12 && title[0] == '/' && title[5] == '/' && title[8] == '/' && title[11] == '/' {
		return Resource{Type: ResourceBlogPost, SpaceKey: space, PostingDay: title[1:11], Title: title[12:]}
	}
	if title == "" {
		return Resource{}
	}
	return Resource{Type: ResourcePage, SpaceKey: space, Title: title}
}

func (p *wikiInline) image(rest string) bool {
	if len(rest) < 2 || isSpaceAt(rest, 1) || p.at > 0 && isWordBefore(p.src, p.at) {
		return false
	}
	end := p.closing("!", p.at+1, nil)
	if end < 0 {
		return false
	}
	parts := splitBars(p.src[p.at+1 : end])
	name := unescapeWiki(parts[0])
	if !strings.Contains(name, ".") || strings.ContainsAny(name, "\n\t\uE000") || strings.TrimSpace(name) != name {
		return false
	}
	image := NewElement("ac:image")
	for _, options := range parts[1:] {
		for option := range strings.SplitSeq(options, ",") {
			key, value, _ := strings.Cut(strings.TrimSpace(option), "=")
			value = strings.Trim(value, `"`)
			switch {
			case key == "thumbnail":
				image.With("ac:thumbnail", "true")
			case hasWord("width height align alt title border", key) && value != "":
				image.With("ac:"+key, unescapeWiki(value))
			}
		}
	}
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		image.append(Resource{Type: ResourceURL, URL: name}.node())
	} else {
		r := wikiResource("^" + name)
		if strings.Contains(name, "^") {
			r = wikiResource(name)
		}
		image.append(r.node())
	}
	p.add(image)
	p.at = end + 1
	return true
}
