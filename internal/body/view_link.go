package body

import "strings"

// Links, images, mentions and emoticons: the inline elements that name things
// of the wiki.

func (v *viewer) anchor(n *Node) {
	href := n.Attr("href")
	if place, ok := strings.CutPrefix(href, "#"); ok {
		href = "#" + anchorID(place)
	}
	attrs := []string{"href", v.url(href), "title", n.Attr("title"), "data-card-appearance", n.Attr("data-card-appearance")}
	if !strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "/") {
		attrs = append(attrs, "class", "external-link", "rel", "nofollow")
	}
	if id := n.Attr("name"); id != "" {
		attrs = append(attrs, "id", anchorID(id))
	}
	v.w.open("a", attrs...)
	v.nodes(n.Children)
	v.w.close()
}

func (v *viewer) link(n *Node) {
	r := linkResource(n)
	switch {
	case r.Type == 0:
		v.linkTo(n, Target{URL: "#" + anchorID(r.Anchor), Title: r.Anchor}, "")
	case r.Type == ResourceUser:
		v.mention(n, r.AccountID)
	case v.o.Variant == Editor && r.address() != "":
		v.linkTo(n, Target{URL: r.address(), Title: r.name()}, "confluence-link")
	case r.Type == ResourceURL:
		v.linkTo(n, Target{URL: r.URL, Title: r.URL}, "external-link")
	case v.o.Wiki.Target == nil:
		v.unresolved(n, r)
	default:
		target, err := v.o.Wiki.Target(v.ctx, v.page, r)
		v.fail(err)
		if target == nil || v.err != nil {
			v.unresolved(n, r)
			return
		}
		if r.Anchor != "" {
			withPlace := *target
			withPlace.URL += "#" + anchorID(r.Anchor)
			target = &withPlace
		}
		v.linkTo(n, *target, "")
	}
}

func (v *viewer) linkTo(n *Node, t Target, class string) {
	v.w.open("a", "href", v.url(t.URL), "class", class, "title", n.Attr("ac:tooltip"),
		"data-linked-resource-id", t.ID, "data-linked-resource-type", t.Type)
	v.linkBody(n, t.Title)
	v.w.close()
}

// unresolved shows a link whose target does not exist for the viewer.
func (v *viewer) unresolved(n *Node, r Resource) {
	v.w.open("span", "class", "unresolved")
	v.linkBody(n, r.name())
	v.w.close()
}

func (v *viewer) linkBody(n *Node, otherwise string) {
	if text := linkText(n); text != nil {
		v.nodes(text)
		return
	}
	v.w.text(otherwise)
}

func (v *viewer) mention(n *Node, accountID string) {
	user, err := lookUp(v, v.o.Wiki.User, accountID)
	v.fail(err)
	if user == nil && v.o.Variant == Editor {
		user = &User{AccountID: accountID, Name: "@unknown"} // the editor keeps whom it does not know
	}
	if user == nil {
		v.w.open("span", "class", "user-mention unresolved")
		v.linkBody(n, "@unknown")
		v.w.close()
		return
	}
	shown := user.AccountID
	if v.o.Variant == AnonymousExportView {
		shown = "" // who reads anonymously learns a name, not an account
	}
	v.w.open("a", "class", "confluence-userlink user-mention", "data-account-id", shown,
		"href", v.url(user.URL), "data-linked-resource-type", "userinfo")
	v.linkBody(n, user.Name)
	v.w.close()
}

func (v *viewer) image(n *Node) {
	if v.o.Variant == Editor {
		v.editorImage(n)
		return
	}
	src, alt, file := v.imageSource(n)
	class := "confluence-embedded-image"
	switch {
	case n.Attr("ac:thumbnail") == "true":
		class += " confluence-thumbnail"
	case file == nil:
		class += " confluence-external-resource"
	}
	if hasWord("left right center", n.Attr("ac:align")) {
		class += " image-" + n.Attr("ac:align")
	}
	v.w.open("span", "class", "confluence-embedded-file-wrapper")
	if src == "" {
		v.w.element("span", alt, "class", "unresolved")
	} else {
		if a := n.Attr("ac:alt"); a != "" {
			alt = a
		}
		href := n.Attr("ac:href")
		if href != "" {
			v.w.open("a", "href", v.url(href), "class", "confluence-embedded-link", "rel", "nofollow")
		}
		v.w.void("img", append([]string{"class", class, "src", src, "data-image-src", src, "alt", alt, "title", n.Attr("ac:title"),
			"width", n.Attr("ac:width"), "height", n.Attr("ac:height"), "loading", "lazy"}, v.fileAttributes(n, file)...)...)
		if href != "" {
			v.w.close()
		}
	}
	v.w.close()
	if caption := n.Child(ImageCaption); caption != nil {
		v.w.open("div", "class", "confluence-image-caption")
		v.nodes(caption.Children)
		v.w.close()
	}
}

// fileAttributes tell which file of the wiki an image shows, as clients look for it that fetch or copy what a page shows.
func (v *viewer) fileAttributes(n *Node, file *File) []string {
	if file == nil {
		return nil
	}
	container := v.page.ID
	if ref := n.Child(AttachmentRef); ref == nil || len(ref.Children) > 0 {
		container = "" // another page, of which only the name is known
	}
	mediaType := ""
	if file.FileID != "" {
		mediaType = "file"
	}
	return []string{"data-linked-resource-id", file.ID, "data-linked-resource-type", "attachment", "data-linked-resource-default-alias", file.Name,
		"data-linked-resource-content-type", file.MediaType, "data-linked-resource-container-id", container,
		"data-media-id", file.FileID, "data-media-type", mediaType}
}

// imageSource is the address of an image, what stands for it in words, and the file of the wiki that it is, if it is one.
func (v *viewer) imageSource(n *Node) (src, alt string, found *File) {
	for _, c := range n.Children {
		r, ok := resourceOf(c)
		switch {
		case !ok:
		case r.Type == ResourceURL:
			return r.URL, r.URL, nil
		default:
			if v.o.Wiki.File == nil {
				return "", r.name(), nil
			}
			file, err := v.o.Wiki.File(v.ctx, v.page, r)
			v.fail(err)
			if file == nil {
				return "", r.name(), nil
			}
			return v.url(file.URL), file.Name, file
		}
	}
	return "", "", nil
}

func (v *viewer) emoticon(n *Node) {
	title := emoticonClass(n.Attr("ac:name"))
	if !isEmoticon(n) {
		title = n.Attr("ac:emoji-shortname")
	}
	v.w.element("span", emojiText(n), "class", "emoticon emoticon-"+emoticonClass(n.Attr("ac:name")),
		"data-emoji-id", n.Attr("ac:emoji-id"), "data-emoji-shortname", n.Attr("ac:emoji-shortname"),
		"data-emoji-fallback", n.Attr("ac:emoji-fallback"), "title", title)
}

// emoticonClass is the emoticon's name if it is one of the known.
func emoticonClass(name string) string {
	if _, ok := emoticons[name]; ok {
		return name
	}
	return "blue-star" // the service's name for "an emoji without a name"
}
