package v2

import "github.com/weirhq/weir/wire"

// AttachmentCore is what an attachment shows alone and in lists. Of the containers one is given.
type AttachmentCore struct {
	ID                   wire.ID          `json:"id"`     // "att" before the digits
	Status               string           `json:"status"` // current, archived, trashed, historical
	Title                string           `json:"title"`
	CreatedAt            wire.Time        `json:"createdAt,omitzero"`
	PageID               wire.ID          `json:"pageId,omitzero"`
	BlogPostID           wire.ID          `json:"blogPostId,omitzero"`
	CustomContentID      wire.ID          `json:"customContentId,omitzero"`
	MediaType            string           `json:"mediaType,omitzero"`
	MediaTypeDescription string           `json:"mediaTypeDescription,omitzero"`
	Comment              string           `json:"comment,omitzero"` // verbatim
	FileID               string           `json:"fileId,omitzero"`
	FileSize             wire.Null[int64] `json:"fileSize,omitzero"` // bytes
	WebUILink            string           `json:"webuiLink,omitzero"`
	DownloadLink         string           `json:"downloadLink,omitzero"`
	Version              *Version         `json:"version,omitzero"`
}

// AttachmentBulk is an attachment in a list.
type AttachmentBulk struct {
	AttachmentCore
	Links AttachmentLinks `json:"_links"`
}

// Attachment is an attachment by itself.
type Attachment struct {
	AttachmentCore
	Labels     *Included[Label]           `json:"labels,omitzero"`
	Properties *Included[ContentProperty] `json:"properties,omitzero"`
	Operations *Included[Operation]       `json:"operations,omitzero"`
	Versions   *Included[Version]         `json:"versions,omitzero"`
	Links      AttachmentLinks            `json:"_links"`
}

// AttachmentLinks are the links of an attachment, relative to Base. Base stands only on an attachment by itself.
type AttachmentLinks struct {
	WebUI    string `json:"webui,omitzero"`
	Download string `json:"download,omitzero"`
	Base     string `json:"base,omitzero"` // absolute, ends in /wiki
}
