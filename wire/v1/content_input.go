package v1

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// ContentCreate is the body of POST content. Clients send back what they read elsewhere, so all
// other members are ignored, and null counts as not given.
type ContentCreate struct {
	ID        wire.ID        `json:"id,omitzero"` // of the draft to publish
	Type      string         `json:"type"`
	Status    string         `json:"status,omitzero"` // current unless given
	Title     string         `json:"title,omitzero"`
	Space     *SpaceRef      `json:"space,omitzero"`
	Container *ContainerRef  `json:"container,omitzero"`
	Ancestors []ContentRef   `json:"ancestors,omitzero"` // the last one is the parent
	Body      *BodyWrite     `json:"body,omitzero"`
	Metadata  *MetadataWrite `json:"metadata,omitzero"`
}

// ContentUpdate is the body of PUT content/{id}. What is not given stays as it is; only Version
// is demanded.
type ContentUpdate struct {
	Version   *VersionWrite     `json:"version,omitzero"`
	Type      string            `json:"type,omitzero"`
	Status    string            `json:"status,omitzero"`
	Title     wire.Null[string] `json:"title,omitzero"`
	Space     *SpaceRef         `json:"space,omitzero"`
	Ancestors []ContentRef      `json:"ancestors,omitzero"` // the last one is the new parent
	Body      *BodyWrite        `json:"body,omitzero"`
	Metadata  *MetadataWrite    `json:"metadata,omitzero"`
}

// DraftPublish is the body of PUT and POST content/blueprint/instance/{draftId}.
type DraftPublish struct {
	Version   *VersionWrite `json:"version"` // the number 1
	Title     string        `json:"title"`
	Type      string        `json:"type"`               // page
	Status    string        `json:"status,omitzero"`    // current
	Space     *SpaceRef     `json:"space,omitzero"`     // the one the draft is in
	Ancestors []ContentRef  `json:"ancestors,omitzero"` // the last one is the parent; where the draft is unless given
}

// VersionWrite is the version an update makes: one more than the current one.
type VersionWrite struct {
	Number    int    `json:"number"`
	Message   string `json:"message,omitzero"`
	MinorEdit bool   `json:"minorEdit,omitzero"`
}

// SpaceRef names a space by its key, or by its id where no key is given.
type SpaceRef struct {
	Key string  `json:"key,omitzero"`
	ID  wire.ID `json:"id,omitzero"`
}

// ContentRef names content by its id.
type ContentRef struct {
	ID wire.ID `json:"id"`
}

// ContainerRef names the content a comment is made on.
type ContainerRef struct {
	ID   wire.ID `json:"id"`
	Type string  `json:"type,omitzero"`
}

// BodyWrite is a body to be written. Exactly one representation should be given; Given returns
// those that were.
type BodyWrite struct {
	Storage             *RepresentationWrite `json:"storage,omitzero"`
	AtlasDocFormat      *RepresentationWrite `json:"atlas_doc_format,omitzero"`
	Wiki                *RepresentationWrite `json:"wiki,omitzero"`
	Editor              *RepresentationWrite `json:"editor,omitzero"`
	Editor2             *RepresentationWrite `json:"editor2,omitzero"`
	View                *RepresentationWrite `json:"view,omitzero"`
	ExportView          *RepresentationWrite `json:"export_view,omitzero"`
	StyledView          *RepresentationWrite `json:"styled_view,omitzero"`
	AnonymousExportView *RepresentationWrite `json:"anonymous_export_view,omitzero"`
	Plain               *RepresentationWrite `json:"plain,omitzero"`
	Raw                 *RepresentationWrite `json:"raw,omitzero"`
}

// RepresentationWrite is a body in one representation. Where Representation is given and is not
// the name of the member it stands in, Representation counts.
type RepresentationWrite struct {
	Value          string `json:"value"`
	Representation string `json:"representation,omitzero"`
}

// UnmarshalJSONFrom refuses a representation without a value, which would make a text empty by mistake.
func (r *RepresentationWrite) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var in struct {
		Value          wire.Null[string] `json:"value"`
		Representation string            `json:"representation"`
	}
	if err := json.UnmarshalDecode(dec, &in); err != nil {
		return err
	}
	value, given := in.Value.Get()
	if !given {
		return &wire.MissingError{Name: "value"}
	}
	r.Value, r.Representation = value, in.Representation
	return nil
}

// Given returns the representations that were given, in the order of the fields, each with its
// name filled in.
func (b *BodyWrite) Given() []RepresentationWrite {
	if b == nil {
		return nil
	}
	var given []RepresentationWrite
	for _, m := range []wire.Member[*RepresentationWrite]{
		{Name: "storage", Value: b.Storage},
		{Name: "atlas_doc_format", Value: b.AtlasDocFormat},
		{Name: "wiki", Value: b.Wiki},
		{Name: "editor", Value: b.Editor},
		{Name: "editor2", Value: b.Editor2},
		{Name: "view", Value: b.View},
		{Name: "export_view", Value: b.ExportView},
		{Name: "styled_view", Value: b.StyledView},
		{Name: "anonymous_export_view", Value: b.AnonymousExportView},
		{Name: "plain", Value: b.Plain},
		{Name: "raw", Value: b.Raw},
	} {
		if m.Value == nil {
			continue
		}
		r := *m.Value
		if r.Representation == "" {
			r.Representation = m.Name
		}
		given = append(given, r)
	}
	return given
}

// MetadataWrite is what content is given beside its text.
type MetadataWrite struct {
	Labels     LabelsWrite                 `json:"labels,omitzero"`
	Properties wire.Object[jsontext.Value] `json:"properties,omitzero"` // key → PropertyWrite; skip names with a leading _
}

// PropertyWrite is the value of one property in MetadataWrite.
type PropertyWrite struct {
	Key     string         `json:"key,omitzero"`
	Value   jsontext.Value `json:"value"`
	Version *VersionWrite  `json:"version,omitzero"`
}

// LabelsWrite are labels to be added. It reads an array, a single label, or a list as it is
// answered (client-expectations.md 11 and "Whole-object echo"), and writes an array.
type LabelsWrite []LabelWrite

// LabelWrite is one label to be added; no prefix means global.
type LabelWrite struct {
	Prefix string `json:"prefix,omitzero"`
	Name   string `json:"name"`
}

var errNotLabels = errors.New("labels are an array, a label or a list of labels")

// UnmarshalJSONFrom reads any of the three forms; null makes it nil.
func (l *LabelsWrite) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	*l = nil
	switch dec.PeekKind() {
	case '[':
		return json.UnmarshalDecode(dec, (*[]LabelWrite)(l))
	case '{':
		var either struct {
			LabelWrite
			Results []LabelWrite `json:"results"`
		}
		if err := json.UnmarshalDecode(dec, &either); err != nil {
			return err
		}
		if *l = either.Results; either.Name != "" {
			*l = append(*l, either.LabelWrite)
		}
		return nil
	case 'n':
		return dec.SkipValue()
	}
	if err := dec.SkipValue(); err != nil {
		return err
	}
	return errNotLabels
}

// AttachmentUpdate is the body of PUT content/{id}/child/attachment/{attachmentId}. What is not given stays as it is;
// clients send what they read, where type and comment stand in both Metadata and Extensions.
type AttachmentUpdate struct {
	ID         wire.ID            `json:"id"`
	Type       string             `json:"type"`
	Status     string             `json:"status,omitzero"`
	Title      string             `json:"title,omitzero"`
	Version    *VersionWrite      `json:"version,omitzero"`
	Container  *ContainerRef      `json:"container,omitzero"`
	Metadata   *FileMetadataWrite `json:"metadata,omitzero"`
	Extensions *FileMetadataWrite `json:"extensions,omitzero"`
}

// FileMetadataWrite is what an attachment says about its file.
type FileMetadataWrite struct {
	MediaType string            `json:"mediaType,omitzero"`
	Comment   wire.Null[string] `json:"comment,omitzero"`
}
