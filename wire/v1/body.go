package v1

import "github.com/weirhq/weir/wire"

// ContentBody is the body of content in the representations that were expanded.
type ContentBody struct {
	Editor              *Representation `json:"editor,omitzero"`
	AtlasDocFormat      *Representation `json:"atlas_doc_format,omitzero"`
	View                *Representation `json:"view,omitzero"`
	ExportView          *Representation `json:"export_view,omitzero"`
	StyledView          *Representation `json:"styled_view,omitzero"`
	Wiki                *Representation `json:"wiki,omitzero"`
	Raw                 *Representation `json:"raw,omitzero"`
	Dynamic             *Representation `json:"dynamic,omitzero"`
	Storage             *Representation `json:"storage,omitzero"`
	Editor2             *Representation `json:"editor2,omitzero"`
	AnonymousExportView *Representation `json:"anonymous_export_view,omitzero"`
	Expandable          wire.Expandable `json:"_expandable,omitzero"`
}

// Representation is a body in one representation.
type Representation struct {
	Value           string            `json:"value"`
	Representation  string            `json:"representation"` // its own name: storage, view, …
	MediaToken      *MediaToken       `json:"mediaToken,omitzero"`
	WebResource     wire.Object[any]  `json:"webresource,omitzero"`
	EmbeddedContent []EmbeddedContent `json:"embeddedContent,omitzero"` // [] with storage, absent with view
	Expandable      wire.Expandable   `json:"_expandable,omitzero"`
	Links           Links             `json:"_links,omitzero"`
}

// EmbeddedContent is an entity that a body shows inside itself.
type EmbeddedContent struct {
	EntityID   int64            `json:"entityId,omitzero"`
	EntityType string           `json:"entityType,omitzero"`
	Entity     wire.Object[any] `json:"entity,omitzero"`
}

// MediaToken lets a browser load the media of a body.
type MediaToken struct {
	CollectionIDs  []string `json:"collectionIds,omitzero"`
	ContentID      wire.ID  `json:"contentId,omitzero"`
	ExpiryDateTime string   `json:"expiryDateTime,omitzero"`
	FileIDs        []string `json:"fileIds,omitzero"`
	Token          string   `json:"token,omitzero"`
}
