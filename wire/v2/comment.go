package v2

import "github.com/weirhq/weir/wire"

// CommentCore is what every comment shows, alone and in lists. Of the containers one is given, the one the thread is on;
// lists of one container leave the others out of the description, which makes no difference on the wire.
type CommentCore struct {
	ID              wire.ID  `json:"id"`
	Status          string   `json:"status"`
	Title           string   `json:"title"`
	BlogPostID      wire.ID  `json:"blogPostId,omitzero"`
	PageID          wire.ID  `json:"pageId,omitzero"`
	ParentCommentID wire.ID  `json:"parentCommentId,omitzero"` // of an answer
	Version         *Version `json:"version,omitzero"`
	Body            Body     `json:"body"` // {} unless asked for
}

// FooterComment is a comment at the foot of its container, or an answer to one.
type FooterComment struct {
	CommentCore
	AttachmentID    wire.ID                    `json:"attachmentId,omitzero"`
	CustomContentID wire.ID                    `json:"customContentId,omitzero"`
	Properties      *Included[ContentProperty] `json:"properties,omitzero"`
	Operations      *Included[Operation]       `json:"operations,omitzero"`
	Likes           *Included[Like]            `json:"likes,omitzero"`
	Versions        *Included[Version]         `json:"versions,omitzero"`
	Links           CommentLinks               `json:"_links"`
}

// InlineComment is a comment on a text of its container, or an answer to one.
type InlineComment struct {
	CommentCore
	ResolutionLastModifierID string                   `json:"resolutionLastModifierId,omitzero"`
	ResolutionLastModifiedAt wire.Time                `json:"resolutionLastModifiedAt,omitzero"`
	ResolutionStatus         string                   `json:"resolutionStatus,omitzero"` // open, reopened, resolved, dangling
	Properties               *InlineCommentProperties `json:"properties,omitzero"`
	Operations               *Included[Operation]     `json:"operations,omitzero"`
	Likes                    *Included[Like]          `json:"likes,omitzero"`
	Versions                 *Included[Version]       `json:"versions,omitzero"`
	Links                    CommentLinks             `json:"_links"`
}

// InlineCommentProperties say which text an inline comment is about. The content properties stand beside it, where they
// were asked for.
type InlineCommentProperties struct {
	InlineMarkerRef         string            `json:"inlineMarkerRef,omitzero"`         // ac:ref of the marks in the body
	InlineOriginalSelection string            `json:"inlineOriginalSelection,omitzero"` // as it was when the comment was made
	Results                 []ContentProperty `json:"results,omitzero"`
	Meta                    *IncludedMeta     `json:"meta,omitzero"`
	Links                   *IncludedLinks    `json:"_links,omitzero"`
}

// CommentLinks are the links of a comment, relative to Base. Base stands only on a comment by itself.
type CommentLinks struct {
	WebUI string `json:"webui,omitzero"`
	Base  string `json:"base,omitzero"` // absolute, ends in /wiki
}

// FooterCommentCreate is the body of POST footer-comments: one container, or the comment it answers.
type FooterCommentCreate struct {
	BlogPostID      wire.ID    `json:"blogPostId,omitzero"`
	PageID          wire.ID    `json:"pageId,omitzero"`
	ParentCommentID wire.ID    `json:"parentCommentId,omitzero"`
	AttachmentID    wire.ID    `json:"attachmentId,omitzero"`
	CustomContentID wire.ID    `json:"customContentId,omitzero"`
	Body            *BodyWrite `json:"body,omitzero"`
}

// InlineCommentCreate is the body of POST inline-comments: a container with a text of it, or the comment it answers.
type InlineCommentCreate struct {
	BlogPostID              wire.ID          `json:"blogPostId,omitzero"`
	PageID                  wire.ID          `json:"pageId,omitzero"`
	ParentCommentID         wire.ID          `json:"parentCommentId,omitzero"`
	Body                    *BodyWrite       `json:"body,omitzero"`
	InlineCommentProperties *InlineSelection `json:"inlineCommentProperties,omitzero"`
}

// InlineSelection is a text of a body: the match with the number TextSelectionMatchIndex, from 0, of as many as there are.
type InlineSelection struct {
	TextSelection           string `json:"textSelection"`
	TextSelectionMatchCount int    `json:"textSelectionMatchCount"`
	TextSelectionMatchIndex int    `json:"textSelectionMatchIndex"`
}

// FooterCommentUpdate is the body of PUT footer-comments/{comment-id}.
type FooterCommentUpdate struct {
	Version *VersionWrite `json:"version,omitzero"`
	Body    *BodyWrite    `json:"body,omitzero"`
}

// InlineCommentUpdate is the body of PUT inline-comments/{comment-id}. Without a body the text stays.
type InlineCommentUpdate struct {
	Version  *VersionWrite `json:"version,omitzero"`
	Body     *BodyWrite    `json:"body,omitzero"`
	Resolved *bool         `json:"resolved,omitzero"`
}
