package v1

import "github.com/weirhq/weir/wire"

// CopyParts are what a copy takes along beside the body.
type CopyParts struct {
	CopyAttachments    bool `json:"copyAttachments,omitzero"`
	CopyPermissions    bool `json:"copyPermissions,omitzero"` // restrictions
	CopyProperties     bool `json:"copyProperties,omitzero"`
	CopyLabels         bool `json:"copyLabels,omitzero"`
	CopyCustomContents bool `json:"copyCustomContents,omitzero"`
}

// CopyPage is the body of POST content/{id}/copy.
type CopyPage struct {
	CopyParts
	Destination *CopyDestination `json:"destination,omitzero"`
	PageTitle   string           `json:"pageTitle,omitzero"` // the page's own unless given
	Body        *BodyWrite       `json:"body,omitzero"`      // in place of the page's own
}

// CopyDestination says where a copy goes: into a space by its key, below a page or other content by its id, or in place of
// a page.
type CopyDestination struct {
	Type  string  `json:"type"` // space, parent_page, parent_content, existing_page
	Value wire.ID `json:"value"`
}

// CopyHierarchy is the body of POST content/{id}/pagehierarchy/copy.
type CopyHierarchy struct {
	CopyParts
	CopyDescendants   *bool       `json:"copyDescendants,omitzero"` // true unless given
	DestinationPageID wire.ID     `json:"destinationPageId"`
	TitleOptions      *CopyTitles `json:"titleOptions,omitzero"`
}

// CopyTitles says what copies are called: Search is replaced, then Prefix stands in front.
type CopyTitles struct {
	Prefix  string `json:"prefix,omitzero"`
	Replace string `json:"replace,omitzero"`
	Search  string `json:"search,omitzero"`
}

// ArchivePages is the body of POST content/archive.
type ArchivePages struct {
	Pages []ContentRef `json:"pages"`
}
