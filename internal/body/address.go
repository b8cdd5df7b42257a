package body

import (
	"net/url"
	"strings"
)

// Addresses of things of the wiki that are named and not numbered: the form a
// link to a page by its title takes in ADF and Markdown, which know addresses
// only. The site answers these addresses, and reading one gives the name back.

const (
	pageAddress  = "/wiki/pages/viewpage.action"
	filesAddress = "/wiki/pages/viewpageattachments.action"
	spaceAddress = "/wiki/spaces/"
)

// address is the resource's address, empty for what has none (users,
// shortcuts).
func (r Resource) address() string {
	anchor := ""
	if r.Anchor != "" {
		anchor = "#" + url.PathEscape(r.Anchor)
	}
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	page := r
	path := pageAddress
	switch r.Type {
	case 0:
		return anchor
	case ResourceURL:
		return r.URL
	case ResourceSpace:
		if r.SpaceKey == "" || r.Anchor != "" {
			return ""
		}
		return spaceAddress + url.PathEscape(r.SpaceKey)
	case ResourcePage, ResourceBlogPost, ResourceContent:
	case ResourceAttachment:
		path, page = filesAddress, Resource{}
		if r.Container != nil {
			page = *r.Container
		}
		set("preview", r.Filename)
	default:
		return ""
	}
	if page.Type == ResourceContent {
		set("pageId", page.ContentID)
	} else {
		set("contentId", page.ContentID)
	}
	set("spaceKey", page.SpaceKey)
	set("title", page.Title)
	set("postingDay", page.PostingDay)
	if len(q) == 0 || page.Type == ResourceBlogPost && page.PostingDay == "" {
		return ""
	}
	return path + "?" + q.Encode() + anchor
}

// resourceAt reads an address written by [Resource.address]; nil for any other.
func resourceAt(address string) *Resource {
	path, anchor, _ := strings.Cut(address, "#")
	place, err := url.PathUnescape(anchor)
	if err != nil {
		return nil
	}
	if path == "" {
		if place == "" {
			return nil
		}
		return exactly(address, &Resource{Anchor: place})
	}
	if key, ok := strings.CutPrefix(path, spaceAddress); ok {
		key, err := url.PathUnescape(key)
		if err != nil || key == "" || strings.Contains(key, "/") {
			return nil
		}
		return exactly(address, &Resource{Type: ResourceSpace, SpaceKey: key})
	}
	path, query, _ := strings.Cut(path, "?")
	q, err := url.ParseQuery(query)
	if err != nil || path != pageAddress && path != filesAddress {
		return nil
	}
	page := &Resource{Type: ResourcePage, SpaceKey: q.Get("spaceKey"), Title: q.Get("title"), ContentID: q.Get("contentId"), Anchor: place}
	switch {
	case q.Get("postingDay") != "":
		page.Type, page.PostingDay = ResourceBlogPost, q.Get("postingDay")
	case q.Get("pageId") != "":
		page.Type, page.ContentID = ResourceContent, q.Get("pageId")
	}
	if path == pageAddress {
		return exactly(address, page)
	}
	file := &Resource{Type: ResourceAttachment, Filename: q.Get("preview"), Anchor: place}
	page.Anchor = ""
	if *page != (Resource{Type: ResourcePage}) {
		file.Container = page
	}
	return exactly(address, file)
}

// exactly gives the resource only if writing it gives the address again, so
// that an address that merely looks alike stays an address.
func exactly(address string, r *Resource) *Resource {
	if r.address() != address || strings.Map(legalRune, r.Title+r.Anchor+r.Filename+r.SpaceKey) != r.Title+r.Anchor+r.Filename+r.SpaceKey {
		return nil
	}
	return r
}
