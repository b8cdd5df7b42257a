package v2

import "github.com/weirhq/weir/wire"

// CustomContentCore is what custom content shows alone and in lists. Of PageID, BlogPostID and CustomContentID it has the one
// it lies in, and none when it stands in its space by itself.
type CustomContentCore struct {
	ID              wire.ID   `json:"id"`
	Type            string    `json:"type"`   // that of its app: ac:my-app:note
	Status          string    `json:"status"` // current, draft, historical, trashed
	Title           string    `json:"title"`
	SpaceID         wire.ID   `json:"spaceId"`
	PageID          wire.ID   `json:"pageId,omitzero"`
	BlogPostID      wire.ID   `json:"blogPostId,omitzero"`
	CustomContentID wire.ID   `json:"customContentId,omitzero"`
	AuthorID        string    `json:"authorId,omitzero"`
	CreatedAt       wire.Time `json:"createdAt,omitzero"`
	Version         *Version  `json:"version,omitzero"`
	Body            Body      `json:"body"` // {} unless asked for
}

// CustomContentBulk is custom content in a list.
type CustomContentBulk struct {
	CustomContentCore
	Links CustomContentLinks `json:"_links"`
}

// CustomContent is custom content by itself.
type CustomContent struct {
	CustomContentCore
	Labels     *Included[Label]           `json:"labels,omitzero"`
	Properties *Included[ContentProperty] `json:"properties,omitzero"`
	Operations *Included[Operation]       `json:"operations,omitzero"`
	Versions   *Included[Version]         `json:"versions,omitzero"`
	Links      CustomContentLinks         `json:"_links"`
}

// CustomContentLinks are the links of custom content. Base stands only on one by itself.
type CustomContentLinks struct {
	WebUI string `json:"webui,omitzero"`
	Base  string `json:"base,omitzero"`
}

// ChildCustomContent is custom content in the list of what lies in other custom content.
type ChildCustomContent struct {
	ID      wire.ID `json:"id"`
	Status  string  `json:"status"`
	Title   string  `json:"title"`
	Type    string  `json:"type"`
	SpaceID wire.ID `json:"spaceId"`
}

// CustomContentCreate is the body of POST custom-content. It names the place with one of SpaceID, PageID, BlogPostID and
// CustomContentID; a space beside another must be the one that lies in.
type CustomContentCreate struct {
	Type            string     `json:"type"`
	Status          string     `json:"status,omitzero"` // current unless given, or draft
	SpaceID         wire.ID    `json:"spaceId,omitzero"`
	PageID          wire.ID    `json:"pageId,omitzero"`
	BlogPostID      wire.ID    `json:"blogPostId,omitzero"`
	CustomContentID wire.ID    `json:"customContentId,omitzero"`
	Title           string     `json:"title"`
	Body            *BodyWrite `json:"body,omitzero"` // storage, atlas_doc_format or raw
}

// CustomContentUpdate is the body of PUT custom-content/{id}. Without a place it stays where it is.
type CustomContentUpdate struct {
	ID              wire.ID       `json:"id"`
	Type            string        `json:"type"`
	Status          string        `json:"status"` // current
	SpaceID         wire.ID       `json:"spaceId,omitzero"`
	PageID          wire.ID       `json:"pageId,omitzero"`
	BlogPostID      wire.ID       `json:"blogPostId,omitzero"`
	CustomContentID wire.ID       `json:"customContentId,omitzero"`
	Title           string        `json:"title"`
	Body            *BodyWrite    `json:"body,omitzero"`
	Version         *VersionWrite `json:"version,omitzero"`
}
