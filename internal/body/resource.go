package body

import "strings"

// ResourceType is what kind of thing an ri: element names.
type ResourceType uint8

// The resources a body can name. The zero value is "none".
const (
	ResourcePage ResourceType = iota + 1
	ResourceBlogPost
	ResourceAttachment
	ResourceURL
	ResourceShortcut
	ResourceUser
	ResourceSpace
	ResourceContent
)

// Resource is what an ri: element (or the href of an anchor) names. Which
// fields count follows from Type.
type Resource struct {
	Type       ResourceType
	SpaceKey   string    // page, blog post, space; empty: the space of the page itself
	Title      string    // page, blog post
	PostingDay string    // blog post: "2026/11/22"
	ContentID  string    // page, content entity; digits
	Filename   string    // attachment
	Container  *Resource // attachment: page it hangs on; nil: the page itself
	URL        string    // url
	Key, Value string    // shortcut
	AccountID  string    // user
	Anchor     string    // link: place inside the target
}

// name is what stands for the resource where no link text is given.
func (r Resource) name() string {
	switch r.Type {
	case ResourcePage, ResourceBlogPost:
		return r.Title
	case ResourceAttachment:
		return r.Filename
	case ResourceURL:
		return r.URL
	case ResourceShortcut:
		return r.Value
	case ResourceUser:
		return r.AccountID
	case ResourceSpace:
		return r.SpaceKey
	case ResourceContent:
		return r.ContentID
	}
	return r.Anchor
}

// resourceOf reads an ri: element.
func resourceOf(n *Node) (Resource, bool) {
	switch n.Kind {
	case PageRef:
		return Resource{Type: ResourcePage, SpaceKey: n.Attr("ri:space-key"),
			Title: n.Attr("ri:content-title"), ContentID: n.Attr("ri:content-id")}, true
	case BlogPostRef:
		return Resource{Type: ResourceBlogPost, SpaceKey: n.Attr("ri:space-key"),
			Title: n.Attr("ri:content-title"), PostingDay: n.Attr("ri:posting-day")}, true
	case AttachmentRef:
		r := Resource{Type: ResourceAttachment, Filename: n.Attr("ri:filename")}
		for _, c := range n.Children {
			if container, ok := resourceOf(c); ok {
				r.Container = &container
				break
			}
		}
		return r, true
	case URLRef:
		return Resource{Type: ResourceURL, URL: n.Attr("ri:value")}, true
	case ShortcutRef:
		return Resource{Type: ResourceShortcut, Key: n.Attr("ri:key"), Value: n.Attr("ri:parameter")}, true
	case UserRef:
		id := n.Attr("ri:account-id")
		if id == "" {
			id = n.Attr("ri:userkey")
		}
		return Resource{Type: ResourceUser, AccountID: id}, true
	case SpaceRef:
		return Resource{Type: ResourceSpace, SpaceKey: n.Attr("ri:space-key")}, true
	case ContentRef:
		return Resource{Type: ResourceContent, ContentID: n.Attr("ri:content-id")}, true
	}
	return Resource{}, false
}

// linkResource is the target of an ac:link. Without an ri: element it is a
// place on the page itself.
func linkResource(n *Node) Resource {
	var r Resource
	for _, c := range n.Children {
		if found, ok := resourceOf(c); ok {
			r = found
			break
		}
	}
	r.Anchor = n.Attr("ac:anchor")
	return r
}

// includeTarget is the page an include or excerpt-include macro names: as a
// link, or in older bodies as text, "Title" or "SPACE:Title".
func includeTarget(m *Node) (Resource, bool) {
	for _, name := range []string{"", "page", "pageTitle", "default-parameter"} {
		if r, ok := m.paramResource(name); ok {
			return r, true
		}
		if title := m.Param(name); title != "" {
			space, rest, found := strings.Cut(title, ":")
			if found && space != "" && !strings.ContainsAny(space, " \t") && rest != "" {
				return Resource{Type: ResourcePage, SpaceKey: space, Title: rest}, true
			}
			return Resource{Type: ResourcePage, Title: title}, true
		}
	}
	return Resource{}, false
}

// node writes the resource as an ri: element.
func (r Resource) node() *Node {
	set := func(n *Node, pairs ...string) *Node {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i+1] != "" {
				n.With(pairs[i], pairs[i+1])
			}
		}
		return n
	}
	switch r.Type {
	case ResourcePage:
		return set(NewElement("ri:page"), "ri:space-key", r.SpaceKey, "ri:content-title", r.Title, "ri:content-id", r.ContentID)
	case ResourceBlogPost:
		return set(NewElement("ri:blog-post"), "ri:space-key", r.SpaceKey, "ri:content-title", r.Title, "ri:posting-day", r.PostingDay)
	case ResourceAttachment:
		n := set(NewElement("ri:attachment"), "ri:filename", r.Filename)
		if r.Container != nil {
			n.append(r.Container.node())
		}
		return n
	case ResourceURL:
		return set(NewElement("ri:url"), "ri:value", r.URL)
	case ResourceShortcut:
		return set(NewElement("ri:shortcut"), "ri:key", r.Key, "ri:parameter", r.Value)
	case ResourceUser:
		return set(NewElement("ri:user"), "ri:account-id", r.AccountID)
	case ResourceSpace:
		return set(NewElement("ri:space"), "ri:space-key", r.SpaceKey)
	default:
		return set(NewElement("ri:content-entity"), "ri:content-id", r.ContentID)
	}
}
