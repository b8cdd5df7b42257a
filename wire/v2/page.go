package v2

import "github.com/weirhq/weir/wire"

// PageCore is what a page shows alone and in lists.
type PageCore struct {
	ID          wire.ID           `json:"id"`
	Status      string            `json:"status"` // current, draft, archived, historical, trashed, deleted
	Title       string            `json:"title"`
	SpaceID     wire.ID           `json:"spaceId"`
	ParentID    wire.ID           `json:"parentId,omitzero"`   // absent at the root of a space
	ParentType  string            `json:"parentType,omitzero"` // page, folder, whiteboard, database, embed
	Position    wire.Null[int]    `json:"position"`            // among its siblings
	AuthorID    string            `json:"authorId,omitzero"`
	OwnerID     wire.Null[string] `json:"ownerId"`
	LastOwnerID wire.Null[string] `json:"lastOwnerId"`
	CreatedAt   wire.Time         `json:"createdAt,omitzero"`
	Version     *Version          `json:"version,omitzero"`
	Body        Body              `json:"body"` // {} unless asked for
}

// PageBulk is a page in a list.
type PageBulk struct {
	PageCore
	Subtype wire.Null[string] `json:"subtype"` // live, or null
	Links   PageLinks         `json:"_links"`
}

// Page is a page by itself.
type Page struct {
	PageCore
	Labels                   *Included[Label]           `json:"labels,omitzero"`
	Properties               *Included[ContentProperty] `json:"properties,omitzero"`
	Operations               *Included[Operation]       `json:"operations,omitzero"`
	Likes                    *Included[Like]            `json:"likes,omitzero"`
	Versions                 *Included[Version]         `json:"versions,omitzero"`
	DirectChildren           *Included[Child]           `json:"directChildren,omitzero"`
	IsFavoritedByCurrentUser wire.Null[bool]            `json:"isFavoritedByCurrentUser,omitzero"` // only when asked for
	Links                    PageLinks                  `json:"_links"`
}

// PageLinks are the links of a page, relative to Base. Base stands only on a page by itself.
type PageLinks struct {
	EditUI string `json:"editui,omitzero"`
	WebUI  string `json:"webui,omitzero"`
	TinyUI string `json:"tinyui,omitzero"`
	Base   string `json:"base,omitzero"` // absolute, ends in /wiki
}

// ChildPage is a page in the list of its parent's pages.
type ChildPage struct {
	ID            wire.ID        `json:"id"`
	Status        string         `json:"status"` // current, archived
	Title         string         `json:"title"`
	SpaceID       wire.ID        `json:"spaceId,omitzero"`
	ChildPosition wire.Null[int] `json:"childPosition"`
}

// Child is content of any type in the list of its parent's children.
type Child struct {
	ID            wire.ID        `json:"id"`
	Status        string         `json:"status"` // current, archived
	Title         string         `json:"title"`
	Type          string         `json:"type"` // page, folder, whiteboard, database, embed
	SpaceID       wire.ID        `json:"spaceId,omitzero"`
	ChildPosition wire.Null[int] `json:"childPosition"`
}

// Version is one version of content.
type Version struct {
	Number    int       `json:"number"`  // from 1
	Message   string    `json:"message"` // verbatim; "" is written (client-expectations.md 9)
	MinorEdit bool      `json:"minorEdit"`
	AuthorID  string    `json:"authorId,omitzero"`
	CreatedAt wire.Time `json:"createdAt"`
}

// Body is a body in the representation that body-format asked for.
type Body struct {
	Storage             *BodyText `json:"storage,omitzero"`
	AtlasDocFormat      *BodyText `json:"atlas_doc_format,omitzero"`
	View                *BodyText `json:"view,omitzero"`
	ExportView          *BodyText `json:"export_view,omitzero"`
	AnonymousExportView *BodyText `json:"anonymous_export_view,omitzero"`
	StyledView          *BodyText `json:"styled_view,omitzero"`
	Editor              *BodyText `json:"editor,omitzero"`
	Raw                 *BodyText `json:"raw,omitzero"` // of custom content: what was written
}

// BodyText is text in one representation.
type BodyText struct {
	Representation string `json:"representation"`
	Value          string `json:"value"`
}
