package v2

import "github.com/weirhq/weir/wire"

// TreeContent is a folder, a whiteboard, a database or a smart link by itself.
type TreeContent struct {
	ID             wire.ID                    `json:"id"`
	Type           string                     `json:"type"` // folder, whiteboard, database, embed
	Status         string                     `json:"status"`
	Title          string                     `json:"title"`
	SpaceID        wire.ID                    `json:"spaceId"`
	ParentID       wire.ID                    `json:"parentId,omitzero"`   // absent at the root of a space
	ParentType     string                     `json:"parentType,omitzero"` // page, folder, whiteboard, database, embed
	Position       wire.Null[int]             `json:"position"`            // among its siblings
	AuthorID       string                     `json:"authorId,omitzero"`
	OwnerID        string                     `json:"ownerId,omitzero"`
	CreatedAt      wire.Time                  `json:"createdAt,omitzero"`
	EmbedURL       string                     `json:"embedUrl,omitzero"` // of a smart link
	Version        *Version                   `json:"version,omitzero"`
	Properties     *Included[ContentProperty] `json:"properties,omitzero"`
	Operations     *Included[Operation]       `json:"operations,omitzero"`
	DirectChildren *Included[Child]           `json:"directChildren,omitzero"`
	Links          TreeLinks                  `json:"_links"`
}

// TreeLinks are the links of a TreeContent, relative to Base.
type TreeLinks struct {
	EditUI string `json:"editui,omitzero"` // of a whiteboard
	WebUI  string `json:"webui,omitzero"`
	Base   string `json:"base,omitzero"` // absolute, ends in /wiki
}

// TreeCreate is the body of POST folders, whiteboards, databases and embeds. All but SpaceID may be left out.
type TreeCreate struct {
	SpaceID     wire.ID `json:"spaceId"`
	Title       string  `json:"title,omitzero"`
	ParentID    wire.ID `json:"parentId,omitzero"`
	TemplateKey string  `json:"templateKey,omitzero"` // of a whiteboard: what it begins with
	Locale      string  `json:"locale,omitzero"`      // of a whiteboard: the language of its template, "de-DE"
	EmbedURL    string  `json:"embedUrl,omitzero"`    // of a smart link: where it leads
}

// Ancestor is content above another in the tree.
type Ancestor struct {
	ID   wire.ID `json:"id"`
	Type string  `json:"type"` // page, folder, whiteboard, database, embed
}

// Descendant is content below another in the tree, at any depth.
type Descendant struct {
	ID            wire.ID        `json:"id"`
	Status        string         `json:"status"` // current, archived
	Title         string         `json:"title"`
	Type          string         `json:"type"` // page, folder, whiteboard, database, embed
	ParentID      wire.ID        `json:"parentId,omitzero"`
	Depth         int            `json:"depth"` // below the content that was asked about, from 1
	ChildPosition wire.Null[int] `json:"childPosition"`
}

// ContentIDs is the body of POST content/convert-ids-to-types: up to 100 ids.
type ContentIDs struct {
	IDs []wire.ID `json:"contentIds"`
}

// ContentTypes is the type of each content that was asked about, by its id as it was written; null for what is not there
// or hidden.
type ContentTypes struct {
	Results map[string]wire.Null[string] `json:"results"`
}

// PageTitle is the body of PUT pages/{id}/title.
type PageTitle struct {
	Status string `json:"status"` // current or draft, as the page is
	Title  string `json:"title"`
}
