package v2

import "github.com/weirhq/weir/wire"

// PageCreate is the body of POST pages. Clients send back what they read elsewhere, so all other
// members are ignored, and null counts as not given.
type PageCreate struct {
	SpaceID  wire.ID    `json:"spaceId"`
	Status   string     `json:"status,omitzero"` // current unless given, or draft
	Title    string     `json:"title,omitzero"`
	ParentID wire.ID    `json:"parentId,omitzero"`
	Body     *BodyWrite `json:"body,omitzero"`
	Subtype  string     `json:"subtype,omitzero"` // live, or none
}

// PageUpdate is the body of PUT pages/{id}. SpaceID, ParentID and OwnerID keep their value when
// not given; all others are demanded.
type PageUpdate struct {
	ID       wire.ID       `json:"id"`
	Status   string        `json:"status"`
	Title    string        `json:"title"`
	SpaceID  wire.ID       `json:"spaceId,omitzero"`
	ParentID wire.ID       `json:"parentId,omitzero"`
	OwnerID  string        `json:"ownerId,omitzero"`
	Body     *BodyWrite    `json:"body,omitzero"`
	Version  *VersionWrite `json:"version,omitzero"`
}

// VersionWrite is the version an update makes: one more than the current one.
type VersionWrite struct {
	Number  int    `json:"number"`
	Message string `json:"message,omitzero"`
}

// BodyWrite is a body to be written, in either of two forms: {representation, value}, or the
// same under its name as it is read. Given tells them apart.
type BodyWrite struct {
	Representation string    `json:"representation,omitzero"`
	Value          string    `json:"value,omitzero"`
	Storage        *BodyText `json:"storage,omitzero"`
	AtlasDocFormat *BodyText `json:"atlas_doc_format,omitzero"`
	Wiki           *BodyText `json:"wiki,omitzero"`
	Raw            *BodyText `json:"raw,omitzero"` // of custom content alone
}

// Given returns the texts that were given, in the order of the fields, each with its
// representation filled in. Exactly one is what a writing operation expects.
func (b *BodyWrite) Given() []BodyText {
	if b == nil {
		return nil
	}
	var given []BodyText
	if b.Representation != "" || b.Value != "" {
		given = append(given, BodyText{Representation: b.Representation, Value: b.Value})
	}
	for _, m := range []wire.Member[*BodyText]{
		{Name: "storage", Value: b.Storage},
		{Name: "atlas_doc_format", Value: b.AtlasDocFormat},
		{Name: "wiki", Value: b.Wiki},
		{Name: "raw", Value: b.Raw},
	} {
		if m.Value == nil {
			continue
		}
		text := *m.Value
		if text.Representation == "" {
			text.Representation = m.Name
		}
		given = append(given, text)
	}
	return given
}
