package body

import (
	"regexp"
	"strings"
)

// Links and images of wiki markup.

func (p *wikiInline) link(rest string) bool {
	if p.at < p.noLink || len(rest) < 3 || isSpaceAt(rest, 1) || p.level >= maxWikiDepth {
		return false
	}
	end := p.closing("]", p.at+1, nil)
	if end <= p.at+1 {
		return false
	}
	inside := p.src[p.at+1 : end]
	alias, target, tip := "", inside, ""
	if parts := splitBars(inside); len(parts) > 1 {
		alias, target = parts[0], parts[1]
		if len(parts) > 2 {
			tip = unescapeWiki(strings.TrimSpace(parts[2]))
		}
	}
	if n := wikiLink(unescapeWiki(strings.TrimSpace(target)), alias, p); n != nil {
		switch {
		case tip == "":
		case n.Kind == Anchor:
			n.With("title", tip)
		default:
			n.With("ac:tooltip", tip)
		}
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
	for _, scheme := range []string{"http://", "https://", "ftp://", "file://", "mailto:", "tel:", "/wiki/"} {
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

// wikiShortcut is a name and the shortcut it is to be put into.
var wikiShortcut = regexp.MustCompile(`^([^\s@:/^]+)@([a-zA-Z][a-zA-Z0-9_-]*)$`)

// wikiResource reads "SPACE:Title", "SPACE:/2026/11/22/Title", "^file",
// "Title^file", "$123" and "name@shortcut"; "SPACE:" alone is the space.
func wikiResource(name string) Resource {
	if id, ok := strings.CutPrefix(name, "$"); ok && id != "" && strings.Trim(id, "0123456789") == "" {
		return Resource{Type: ResourceContent, ContentID: id}
	}
	if m := wikiShortcut.FindStringSubmatch(name); m != nil {
		return Resource{Type: ResourceShortcut, Key: m[2], Value: m[1]}
	}
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
			case hasWord("width height align alt title border vspace hspace", key) && value != "":
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
