package v1

import "github.com/weirhq/weir/wire"

// Content is a page, blog post, comment, attachment or other content.
type Content struct {
	ID                  wire.ID            `json:"id,omitzero"`
	Type                string             `json:"type"` // page, blogpost, comment, attachment, folder, …
	ARI                 string             `json:"ari,omitzero"`
	Base64EncodedARI    string             `json:"base64EncodedAri,omitzero"`
	Status              string             `json:"status"` // current, draft, trashed, archived, historical
	Title               string             `json:"title,omitzero"`
	Space               *Space             `json:"space,omitzero"`
	History             *History           `json:"history,omitzero"`
	Version             *Version           `json:"version,omitzero"`
	Ancestors           []Content          `json:"ancestors,omitzero"` // from the root down; [] of a root
	Operations          []Operation        `json:"operations,omitzero"`
	Children            *ContentChildren   `json:"children,omitzero"`
	ChildTypes          *ContentChildTypes `json:"childTypes,omitzero"`
	Descendants         *ContentChildren   `json:"descendants,omitzero"`
	Container           *Container         `json:"container,omitzero"`
	MacroRenderedOutput wire.Object[any]   `json:"macroRenderedOutput"` // {} unless expanded
	Body                *ContentBody       `json:"body,omitzero"`
	Restrictions        *Restrictions      `json:"restrictions,omitzero"`
	Metadata            *Metadata          `json:"metadata,omitzero"`
	Extensions          *Extensions        `json:"extensions,omitzero"`
	Expandable          wire.Expandable    `json:"_expandable,omitzero"`
	Links               Links              `json:"_links,omitzero"`
}

// Extensions are the members that only some types of content have.
type Extensions struct {
	Position             wire.Null[int64]   `json:"position,omitzero"` // of a page among its siblings
	MediaType            string             `json:"mediaType,omitzero"`
	FileSize             wire.Null[int64]   `json:"fileSize,omitzero"` // bytes
	Comment              wire.Null[string]  `json:"comment,omitzero"`  // of an attachment, verbatim
	MediaTypeDescription string             `json:"mediaTypeDescription,omitzero"`
	FileID               string             `json:"fileId,omitzero"`
	CollectionName       string             `json:"collectionName,omitzero"` // contentId-{id of the container}
	Location             string             `json:"location,omitzero"`       // of a comment: footer or inline
	InlineProperties     *InlineProperties  `json:"inlineProperties,omitzero"`
	Resolution           *CommentResolution `json:"resolution,omitzero"`
	Expandable           wire.Expandable    `json:"_expandable,omitzero"`
}

// InlineProperties say which text an inline comment is about.
type InlineProperties struct {
	OriginalSelection string `json:"originalSelection"`
	MarkerRef         string `json:"markerRef"` // ac:ref of the marks in the body
}

// CommentResolution is how an inline comment stands, and who said so last.
type CommentResolution struct {
	Status           string    `json:"status"` // open, reopened, resolved, dangling
	LastModifier     *User     `json:"lastModifier,omitzero"`
	LastModifiedDate wire.Time `json:"lastModifiedDate,omitzero"`
}

// Operation is something the caller may do to an object.
type Operation struct {
	Operation  string `json:"operation"`
	TargetType string `json:"targetType"`
}

// ContentChildren are the children, or all descendants, of content, by type. It is also the
// whole answer of GET content/{id}/child.
type ContentChildren struct {
	Attachment *List[Content]  `json:"attachment,omitzero"`
	Comment    *List[Content]  `json:"comment,omitzero"`
	Page       *List[Content]  `json:"page,omitzero"`
	Folder     *List[Content]  `json:"folder,omitzero"`
	Whiteboard *List[Content]  `json:"whiteboard,omitzero"`
	Database   *List[Content]  `json:"database,omitzero"`
	Embed      *List[Content]  `json:"embed,omitzero"`
	Expandable wire.Expandable `json:"_expandable,omitzero"`
	Links      Links           `json:"_links"`
}

// ContentChildTypes says which types of children content has.
type ContentChildTypes struct {
	Attachment *HasChildren    `json:"attachment,omitzero"`
	Comment    *HasChildren    `json:"comment,omitzero"`
	Page       *HasChildren    `json:"page,omitzero"`
	Expandable wire.Expandable `json:"_expandable,omitzero"`
}

// HasChildren says whether there are children of one type.
type HasChildren struct {
	Value bool  `json:"value"`
	Links Links `json:"_links"`
}
