package body

import (
	"strconv"
	"strings"
	"time"
)

// Text with marks, and the nodes that stand in it, from ADF to the tree.

// inlines nests marks as elements: neighbours that share a mark share its
// element, outermost first in the order of adfTextMarks.
func (r *adfReader) inlines(content []*adfNode) []*Node {
	runs := make([]markedNode, 0, len(content))
	for _, n := range content {
		runs = append(runs, markedNode{n, wrappingMarks(n)})
	}
	return r.marked(runs)
}

// markedNode is an inline node with the marks that are still to be written.
type markedNode struct {
	node  *adfNode
	marks []adfMark
}

// wrappingMarks are the marks that become elements around the node.
func wrappingMarks(n *adfNode) []adfMark {
	if n.typ == "text" {
		return n.marks // the checker put them in order
	}
	return textMarks(n.marks, false)
}

func (r *adfReader) marked(runs []markedNode) []*Node {
	var out []*Node
	for i := 0; i < len(runs); {
		if len(runs[i].marks) == 0 {
			out = append(out, r.inline(runs[i].node)...)
			i++
			continue
		}
		mark := runs[i].marks[0]
		end := i
		var inner []markedNode
		for end < len(runs) && len(runs[end].marks) > 0 && runs[end].marks[0].equal(mark) {
			inner = append(inner, markedNode{runs[end].node, runs[end].marks[1:]})
			end++
		}
		if e := r.mark(mark); e != nil {
			out = append(out, e.wrap(r.marked(inner))...)
		} else {
			out = append(out, r.marked(inner)...)
		}
		i = end
	}
	return out
}

// wrapper is an element and the place inside it where its content goes.
type wrapper struct {
	outer, inner *Node
}

func (w *wrapper) wrap(content []*Node) []*Node {
	w.inner.append(content...)
	return one(w.outer)
}

func wrapIn(e *Node) *wrapper { return &wrapper{e, e} }

var markElements = map[string]string{"strong": "strong", "em": "em", "strike": "del", "underline": "u", "code": "code"}

func (r *adfReader) mark(m adfMark) *wrapper {
	switch m.typ {
	case "link":
		return r.link(m.attrs.str("href"), m.attrs.str("title"))
	case "subsup":
		return wrapIn(NewElement(m.attrs.str("type")))
	case "annotation":
		return wrapIn(NewElement("ac:inline-comment-marker").With("ac:ref", m.attrs.str("id")))
	case "textColor":
		return wrapIn(NewElement("span").With("style", "color: "+rgbOf(m.attrs.str("color"))+";"))
	case "backgroundColor":
		return wrapIn(NewElement("span").With("style", "background-color: "+rgbOf(m.attrs.str("color"))+";"))
	}
	return wrapIn(NewElement(markElements[m.typ]))
}

// rgbOf spells #rrggbb as the editor does.
func rgbOf(hex string) string {
	var parts []string
	for i := 1; i+1 < len(hex) && i < 7; i += 2 {
		v, err := strconv.ParseUint(hex[i:i+2], 16, 8)
		if err != nil {
			return hex
		}
		parts = append(parts, strconv.FormatUint(v, 10))
	}
	return "rgb(" + strings.Join(parts, ",") + ")"
}

// link is a link mark as an element: an ac:link where the address names a
// thing of the wiki, an anchor otherwise.
func (r *adfReader) link(href, title string) *wrapper {
	if target := r.resource(href); target != nil {
		l := NewElement("ac:link")
		if target.Anchor != "" {
			l.With("ac:anchor", target.Anchor)
		}
		if title != "" {
			l.With("ac:tooltip", title)
		}
		if target.Type != 0 {
			l.append(target.node())
		}
		body := NewElement("ac:link-body")
		return &wrapper{l.append(body), body}
	}
	a := NewElement("a").With("href", href)
	if title != "" {
		a.With("title", title)
	}
	return wrapIn(a)
}

// resource is what an address on the site names, nil for other addresses.
func (r *adfReader) resource(href string) *Resource {
	if target := resourceAt(href); target != nil {
		return target
	}
	if r.o.View.Wiki.Address == nil {
		return nil
	}
	address, anchor, _ := strings.Cut(href, "#")
	found, err := r.o.View.Wiki.Address(r.ctx, r.o.View.Page, strings.TrimPrefix(address, r.o.View.BaseURL))
	r.fail(err)
	if found == nil {
		return nil
	}
	target := *found
	target.Anchor = anchor
	return &target
}

func (r *adfReader) inline(n *adfNode) []*Node {
	switch n.typ {
	case "text":
		return one(NewText(collapse(n.text))) // a line feed there is white space, as in storage format
	case "hardBreak":
		return one(withLocalID(NewElement("br"), n))
	case "mention":
		user := Resource{Type: ResourceUser, AccountID: n.attrs.str("id")}.node()
		for _, a := range mentionAttrs {
			if v := n.attrs.str(a.adf); v != "" {
				user.With(a.storage, v)
			}
		}
		return one(NewElement("ac:link", user))
	case "emoji":
		return one(emojiElement(n))
	case "date":
		return one(withLocalID(NewElement("time").With("datetime", dayOf(n.attrs.str("timestamp"))), n))
	case "placeholder":
		return one(withLocalID(NewElement("ac:placeholder", textNodes(n.attrs.str("text"))...), n))
	case "status":
		return one(statusMacro(n))
	case "inlineCard":
		if url := n.attrs.str("url"); url != "" {
			return one(withLocalID(NewElement("a", NewText(url)).With("href", url).With("data-card-appearance", "inline"), n))
		}
	case "inlineExtension":
		if nodes := r.macro(n); nodes != nil {
			return nodes
		}
	case "mediaInline":
		if n.attrs.str("type") == "file" || n.attrs.str("type") == "link" {
			return one(r.viewFile(n))
		}
		image := NewElement("ac:image").With("ac:inline", "true")
		for _, a := range [][2]string{{"ac:width", "width"}, {"ac:height", "height"}} {
			if v := n.attrs.num(a[1]); v != "" {
				image.With(a[0], v)
			}
		}
		if alt := n.attrs.str("alt"); alt != "" {
			image.With("ac:alt", alt)
		}
		image.append(r.mediaResource(n))
		addBorder(image, n)
		return one(keepMarks(image, n.marks, "dataConsumer"))
	}
	return one(NewElement("ac:adf-extension", r.adfElement(n)))
}

// mentionAttrs are the attributes of a mention beside whom it names, with their names in storage format.
var mentionAttrs = []struct{ adf, storage string }{
	{"localId", "ri:local-id"}, {"accessLevel", "ri:access-level"}, {"userType", "ri:user-type"},
}

func textNodes(s string) []*Node {
	if s == "" {
		return nil
	}
	return one(NewText(s))
}

// dayOf is the UTC day of a timestamp in milliseconds; what is no such number
// stays as it came.
func dayOf(timestamp string) string {
	ms, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || ms < -62135596800000 || ms > 253402300799999 {
		return timestamp
	}
	return time.UnixMilli(ms).UTC().Format(time.DateOnly)
}

func emojiElement(n *adfNode) *Node {
	short := n.attrs.str("shortName")
	name := "blue-star"
	for candidate, e := range emoticons {
		if e.shortName == short && e.id == n.attrs.str("id") {
			name = candidate
		}
	}
	e := NewElement("ac:emoticon").With("ac:name", name).With("ac:emoji-shortname", short)
	if id := n.attrs.str("id"); id != "" {
		e.With("ac:emoji-id", id)
	}
	if text := n.attrs.str("text"); text != "" {
		e.With("ac:emoji-fallback", text)
	}
	if id := n.attrs.str("localId"); id != "" {
		e.With("ac:local-id", id)
	}
	return e
}

// statusColours are the storage names of ADF's status colours.
var statusColours = map[string]string{"neutral": "Grey", "purple": "Purple", "blue": "Blue", "red": "Red", "yellow": "Yellow", "green": "Green"}

func statusMacro(n *adfNode) *Node {
	colour := n.attrs.str("color")
	if named := statusColours[colour]; named != "" {
		colour = named
	}
	m := NewMacro("status", "title", n.attrs.str("text"), "colour", colour)
	switch style := n.attrs.str("style"); style {
	case "":
	case "subtle":
		m.append(param("subtle", "true"))
	default:
		m.append(param("style", style))
	}
	if id := n.attrs.str("localId"); id != "" {
		m.With("ac:local-id", id)
	}
	return m
}

func (r *adfReader) blockCard(n *adfNode) *Node {
	url := n.attrs.str("url")
	if url == "" || n.attrs.get("datasource") != nil || n.attrs.get("data") != nil {
		return nil
	}
	a := NewElement("a", NewText(url)).With("href", url)
	if n.typ == "embedCard" {
		a.With("data-card-appearance", "embed").With("data-layout", n.attrs.str("layout"))
	} else {
		a.With("data-card-appearance", "block")
		if layout := n.attrs.str("layout"); layout != "" {
			a.With("data-layout", layout)
		}
	}
	for _, attr := range [][2]string{{"data-width", "width"}, {"data-original-height", "originalHeight"}, {"data-original-width", "originalWidth"}} {
		if v := n.attrs.num(attr[1]); v != "" {
			a.With(attr[0], v)
		}
	}
	return withLocalID(NewElement("p", a), n)
}
