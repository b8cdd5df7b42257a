package v1

import "github.com/weirhq/weir/wire"

// Metadata is what is known about content beside its text. The first two members are those of
// attachments, where clients keep hashes in the comment (client-expectations.md 8 and 9).
type Metadata struct {
	MediaType   string               `json:"mediaType,omitzero"`
	Comment     wire.Null[string]    `json:"comment,omitzero"` // "" is written: an attachment without comment
	CurrentUser *CurrentUserMetadata `json:"currentuser,omitzero"`
	Properties  wire.Object[any]     `json:"properties,omitzero"` // key → ContentProperty; _expandable, _links
	Frontend    wire.Object[any]     `json:"frontend,omitzero"`
	Likes       *Likes               `json:"likes,omitzero"`
	Labels      *List[Label]         `json:"labels,omitzero"`
	Expandable  wire.Expandable      `json:"_expandable,omitzero"`
}

// Label is a label as it is attached to content or a space.
type Label struct {
	Prefix string  `json:"prefix"` // global, my, team, system
	Name   string  `json:"name"`
	ID     wire.ID `json:"id"`
	Label  string  `json:"label"` // the name, with its prefix unless that is global
}

// LabelDetails is a label and what has it.
type LabelDetails struct {
	Label              Label            `json:"label"`
	AssociatedContents *LabeledContents `json:"associatedContents,omitzero"`
}

// LabeledContents is a page of what has a label.
type LabeledContents struct {
	Results []LabeledContent `json:"results"`
	Start   int              `json:"start"`
	Limit   int              `json:"limit"`
	Size    int              `json:"size"`
}

// LabeledContent is content that has a label.
type LabeledContent struct {
	ContentID   int64  `json:"contentId"`
	ContentType string `json:"contentType"` // page, blogpost, attachment, page_template
	Title       string `json:"title"`
}

// Likes counts who likes content. The live service offers the expansion; no answer of it is on
// record, so the shape is ours.
type Likes struct {
	Count int `json:"count"`
}

// CurrentUserMetadata is what the caller has to do with content.
type CurrentUserMetadata struct {
	Favourited      *Favourited      `json:"favourited,omitzero"`
	LastModified    *LastModified    `json:"lastmodified,omitzero"`
	LastContributed *LastContributed `json:"lastcontributed,omitzero"`
	Viewed          *Viewed          `json:"viewed,omitzero"`
	Scheduled       wire.Object[any] `json:"scheduled,omitzero"`
	Expandable      wire.Expandable  `json:"_expandable,omitzero"`
}

// Favourited says whether the caller starred the content.
type Favourited struct {
	IsFavourite    bool      `json:"isFavourite"`
	FavouritedDate wire.Time `json:"favouritedDate,omitzero"`
}

// LastModified is the caller's last change to the content.
type LastModified struct {
	Version              *Version `json:"version,omitzero"`
	FriendlyLastModified string   `json:"friendlyLastModified,omitzero"`
}

// LastContributed is the caller's last contribution to the content.
type LastContributed struct {
	Status string    `json:"status,omitzero"`
	When   wire.Time `json:"when,omitzero"`
}

// Viewed is when the caller last saw the content.
type Viewed struct {
	LastSeen         wire.Time `json:"lastSeen,omitzero"`
	FriendlyLastSeen string    `json:"friendlyLastSeen,omitzero"`
}
