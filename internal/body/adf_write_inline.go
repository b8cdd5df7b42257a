package body

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// line writes nodes as running text with marks. White space that only lays
// out the source goes: a run of it with a line feed is one space, none at
// either end.
func (w *adfWriter) line(nodes []*Node) []*adfNode {
	var out []*adfNode
	w.inlines(nodes, nil, &out)
	for _, n := range out {
		n.join()
	}
	for len(out) > 0 && out[0].typ == "text" && out[0].edge(true) {
		out = out[1:]
	}
	for len(out) > 0 && out[len(out)-1].typ == "text" && out[len(out)-1].edge(false) {
		out = out[:len(out)-1]
	}
	for _, n := range out {
		if n.typ == "text" {
			n.text = collapse(n.text)
		}
	}
	return out
}

// join makes one text of the pieces that came together.
func (n *adfNode) join() {
	if n.parts != nil {
		n.text += strings.Join(n.parts, "")
		n.parts = nil
	}
}

// edge trims layout from the start or the end of a line and reports whether
// nothing is left.
func (n *adfNode) edge(start bool) bool {
	const space = " \t\r\n"
	trimmed := strings.TrimLeft(n.text, space)
	cut := n.text[:len(n.text)-len(trimmed)]
	if !start {
		trimmed = strings.TrimRight(n.text, space)
		cut = n.text[len(trimmed):]
	}
	if strings.ContainsAny(cut, "\r\n") {
		n.text = trimmed
	}
	return n.text == ""
}

// collapse makes one space of each run of white space with a line feed.
func collapse(s string) string {
	if !strings.ContainsAny(s, "\r\n") {
		return s
	}
	const space = " \t\r\n"
	var b strings.Builder
	for s != "" {
		start := strings.IndexAny(s, space)
		if start < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:start])
		rest := strings.TrimLeft(s[start:], space)
		run := s[start : len(s)-len(rest)]
		if strings.ContainsAny(run, "\r\n") {
			run = " "
		}
		b.WriteString(run)
		s = rest
	}
	return b.String()
}

func (w *adfWriter) inlines(nodes []*Node, marks []adfMark, out *[]*adfNode) {
	for _, n := range nodes {
		w.inline(n, marks, out)
	}
}

func (w *adfWriter) inline(n *Node, marks []adfMark, out *[]*adfNode) {
	switch n.Kind {
	case Text:
		w.text(n.Text, n, marks, out)
	case Break:
		br := &adfNode{typ: "hardBreak"}
		br.attrs.setStr("localId", n.Attr("local-id"))
		w.add(br, out)
	case Strong, Emphasis, Underline, Strike, Code:
		mark := map[Kind]string{Strong: "strong", Emphasis: "em", Underline: "underline", Strike: "strike", Code: "code"}[n.Kind]
		w.inlines(n.Children, with(marks, adfMark{typ: mark}), out)
	case Subscript:
		w.inlines(n.Children, with(marks, markOf("subsup", "type", "sub")), out)
	case Superscript:
		w.inlines(n.Children, with(marks, markOf("subsup", "type", "sup")), out)
	case Span:
		w.inlines(n.Children, spanMarks(n, marks), out)
	case Small, PlainLinkBody, LinkBody:
		w.inlines(n.Children, marks, out)
	case CommentMarker:
		mark := adfMark{typ: "annotation"}
		mark.attrs.need("id", n.Attr("ac:ref"))
		mark.attrs.need("annotationType", "inlineComment")
		w.inlines(n.Children, with(marks, mark), out)
	case Anchor:
		w.anchor(n, marks, out)
	case Link:
		w.link(n, marks, out)
	default:
		if e := w.inlineNode(n); e != nil {
			if e.typ == "mediaInline" {
				e.marks = append(e.marks, slices.DeleteFunc(slices.Clone(marks), func(m adfMark) bool { return m.typ != "link" && m.typ != "annotation" })...)
			}
			e.from = n
			w.add(e, out)
			return
		}
		e := legacy("inlineExtension", n)
		e.from = n
		w.add(e, out)
	}
}

func (w *adfWriter) add(n *adfNode, out *[]*adfNode) { *out = append(*out, n) }

func markOf(typ, name, value string) adfMark {
	m := adfMark{typ: typ}
	m.attrs.need(name, value)
	return m
}

// with adds a mark without touching what the caller holds.
func with(marks []adfMark, m adfMark) []adfMark {
	return append(slices.Clip(marks), m)
}

// text adds text, joining it with text before it that has the same marks. run is the text node it stands in, nil where it
// stands in none.
func (w *adfWriter) text(s string, run *Node, marks []adfMark, out *[]*adfNode) {
	if s == "" {
		return
	}
	marks = textMarks(marks, false)
	if last := len(*out) - 1; last >= 0 && (*out)[last].typ == "text" && slices.EqualFunc((*out)[last].marks, marks, adfMark.equal) {
		(*out)[last].parts = append((*out)[last].parts, s)
		(*out)[last].origin = append((*out)[last].origin, run)
		return
	}
	w.add(&adfNode{typ: "text", text: s, marks: marks, origin: []*Node{run}}, out)
}

// spanMarks are the colours of a span.
func spanMarks(n *Node, marks []adfMark) []adfMark {
	style := n.Attr("style")
	if colour := hexOf(styleValue(style, "color")); colour != "" {
		marks = with(marks, markOf("textColor", "color", colour))
	}
	if colour := hexOf(styleValue(style, "background-color")); colour != "" {
		marks = with(marks, markOf("backgroundColor", "color", colour))
	}
	return marks
}

// namedColours are the names people write by hand.
var namedColours = map[string]string{
	"black": "#000000", "white": "#ffffff", "red": "#ff0000", "green": "#008000", "blue": "#0000ff", "yellow": "#ffff00",
	"orange": "#ffa500", "purple": "#800080", "gray": "#808080", "grey": "#808080", "navy": "#000080", "maroon": "#800000",
	"teal": "#008080", "olive": "#808000", "silver": "#c0c0c0", "lime": "#00ff00", "aqua": "#00ffff", "fuchsia": "#ff00ff",
}

// hexOf spells a colour as #rrggbb, empty when it is none it knows.
func hexOf(colour string) string {
	colour = strings.ToLower(strings.TrimSpace(colour))
	if named := namedColours[colour]; named != "" {
		return named
	}
	if !isColour(colour) {
		return ""
	}
	if digits, ok := strings.CutPrefix(colour, "#"); ok {
		switch len(digits) {
		case 3:
			return "#" + string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
		case 6:
			return colour
		}
		return ""
	}
	numbers, ok := strings.CutPrefix(colour, "rgb(")
	if !ok {
		return ""
	}
	out := []byte{'#'}
	parts := strings.Split(strings.TrimSuffix(numbers, ")"), ",")
	for _, part := range parts {
		v, err := strconv.ParseUint(strings.TrimSpace(part), 10, 8)
		if err != nil {
			return ""
		}
		out = append(out, "0123456789abcdef"[v>>4], "0123456789abcdef"[v&15])
	}
	if len(parts) != 3 {
		return ""
	}
	return string(out)
}

func (w *adfWriter) anchor(n *Node, marks []adfMark, out *[]*adfNode) {
	href, ok := n.Lookup("href")
	switch {
	case !ok:
		w.add(legacy("inlineExtension", n), out) // a place, not a link
	case n.Attr("data-card-appearance") != "":
		card := &adfNode{typ: "inlineCard"}
		card.attrs.need("url", href)
		card.attrs.setStr("localId", n.Attr("local-id"))
		w.add(card, out)
	default:
		mark := markOf("link", "href", href)
		mark.attrs.setStr("title", n.Attr("title"))
		w.linked(n.Children, href, marks, mark, out)
	}
}

// linked writes link text; a link without any shows its address.
func (w *adfWriter) linked(content []*Node, otherwise string, marks []adfMark, mark adfMark, out *[]*adfNode) {
	marks = with(marks, mark)
	before, parts := len(*out), w.lastParts(*out)
	w.inlines(content, marks, out)
	if len(*out) == before && w.lastParts(*out) == parts {
		w.text(otherwise, nil, marks, out)
	}
}

func (w *adfWriter) lastParts(out []*adfNode) int {
	if len(out) == 0 {
		return 0
	}
	return len(out[len(out)-1].parts)
}

func (w *adfWriter) link(n *Node, marks []adfMark, out *[]*adfNode) {
	r := linkResource(n)
	if r.Type == ResourceUser {
		w.add(w.mention(n, r), out)
		return
	}
	href, title := r.address(), r.name()
	if w.o.View.Wiki.Target != nil && w.o.View.Wiki.Address != nil && r.Type != 0 && r.Type != ResourceURL {
		target, err := w.o.View.Wiki.Target(w.ctx, w.o.View.Page, r)
		w.fail(err)
		if target != nil {
			href, title = w.o.View.BaseURL+target.URL, target.Title
			if r.Anchor != "" {
				href += "#" + r.Anchor
			}
		}
	}
	if href == "" || resourceAt(href) == nil && r.Type != ResourceURL && w.o.View.Wiki.Address == nil {
		w.add(legacy("inlineExtension", n), out)
		return
	}
	mark := markOf("link", "href", href)
	mark.attrs.setStr("title", n.Attr("ac:tooltip"))
	w.linked(linkText(n), title, marks, mark, out)
}

func (w *adfWriter) mention(n *Node, r Resource) *adfNode {
	e := &adfNode{typ: "mention"}
	e.attrs.need("id", r.AccountID)
	if user := n.Child(UserRef); user != nil {
		for _, a := range mentionAttrs {
			e.attrs.setStr(a.adf, user.Attr(a.storage))
		}
		if (&adfChecker{}).attributes(&e.attrs, adfNodes["mention"].attrs) != nil { // a user type that is none
			e.attrs = nil
			e.attrs.need("id", r.AccountID)
		}
	}
	if w.o.View.Wiki.User != nil {
		user, err := w.o.View.Wiki.User(w.ctx, r.AccountID)
		w.fail(err)
		if user != nil {
			e.attrs.setStr("text", "@"+user.Name)
		}
	}
	return e
}

// inlineNode writes the nodes that stand in text; nil for what ADF has not.
func (w *adfWriter) inlineNode(n *Node) *adfNode {
	switch n.Kind {
	case Time:
		if day, err := time.Parse(time.DateOnly, n.Attr("datetime")); err == nil && len(n.Children) == 0 {
			e := &adfNode{typ: "date"}
			e.attrs.need("timestamp", strconv.FormatInt(day.UnixMilli(), 10))
			e.attrs.setStr("localId", n.Attr("local-id"))
			return e
		}
	case Emoticon:
		return emojiNode(n)
	case Placeholder:
		if !n.hasElements() {
			e := &adfNode{typ: "placeholder"}
			e.attrs.need("text", textOf(n.Children))
			e.attrs.setStr("localId", n.Attr("local-id"))
			return e
		}
	case Image:
		return w.mediaInline(n)
	case ADFExtension:
		if e := w.fromExtension(n, 0); e != nil && adfNodes[e.typ].inline {
			return e
		}
	case Macro:
		switch n.MacroName() {
		case "status":
			if e := statusNode(n); e != nil {
				return e
			}
		case "view-file":
			if media := w.fileMedia(n); media != nil {
				media.typ = "mediaInline"
				return media
			}
		}
		if n.Child(RichBody) == nil {
			return w.extension("inlineExtension", n)
		}
	}
	return nil
}

func emojiNode(n *Node) *adfNode {
	name := n.Attr("ac:name")
	known := emoticons[name]
	e := &adfNode{typ: "emoji"}
	short, id, text := n.Attr("ac:emoji-shortname"), n.Attr("ac:emoji-id"), n.Attr("ac:emoji-fallback")
	if short == "" {
		short, id, text = known.shortName, known.id, known.char
	}
	if short == "" {
		short = ":" + name + ":"
	}
	e.attrs.need("shortName", short)
	e.attrs.setStr("id", id)
	e.attrs.setStr("text", text)
	e.attrs.setStr("localId", n.Attr("ac:local-id"))
	return e
}

func statusNode(n *Node) *adfNode {
	if !onlyParams(n, "title colour color subtle style") || n.Param("title") == "" || n.Child(PlainBody) != nil || n.Child(RichBody) != nil {
		return nil
	}
	colour := n.Param("colour")
	if colour == "" {
		colour = n.Param("color")
	}
	adf := "neutral"
	for name, storage := range statusColours {
		if strings.EqualFold(storage, colour) {
			adf = name
		}
	}
	if hexOf(colour) == strings.ToLower(colour) && colour != "" {
		adf = colour
	}
	e := &adfNode{typ: "status"}
	e.attrs.need("text", n.Param("title"))
	e.attrs.need("color", adf)
	e.attrs.setStr("localId", n.Attr("ac:local-id"))
	style := n.Param("style")
	if n.Param("subtle") == "true" {
		style = "subtle"
	}
	e.attrs.setStr("style", style)
	return e
}
