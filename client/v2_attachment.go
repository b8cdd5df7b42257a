package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// AttachmentsQuery narrows lists of attachments of version 2; zero values are left out.
type AttachmentsQuery struct {
	Sort      string   `query:"sort"`   // created-date, modified-date; with - in front downwards
	Status    []string `query:"status"` // current unless given
	MediaType string   `query:"mediaType"`
	Filename  string   `query:"filename"`
	Limit     int      `query:"limit"` // per page, up to 250
}

// GetAttachments lists the attachments that the caller may see.
func (v V2) GetAttachments(ctx context.Context, q AttachmentsQuery) iter.Seq2[wirev2.AttachmentBulk, error] {
	return list[wirev2.AttachmentBulk](ctx, v.c, "v2:getAttachments", q)
}

// GetPageAttachments lists the attachments of a page.
func (v V2) GetPageAttachments(ctx context.Context, pageID string, q AttachmentsQuery) iter.Seq2[wirev2.AttachmentBulk, error] {
	return list[wirev2.AttachmentBulk](ctx, v.c, "v2:getPageAttachments", q, pageID)
}

// GetBlogpostAttachments lists the attachments of a blog post.
func (v V2) GetBlogpostAttachments(ctx context.Context, postID string, q AttachmentsQuery) iter.Seq2[wirev2.AttachmentBulk, error] {
	return list[wirev2.AttachmentBulk](ctx, v.c, "v2:getBlogpostAttachments", q, postID)
}

// GetAttachmentByIDQuery says what of an attachment is shown.
type GetAttachmentByIDQuery struct {
	Version              int   `query:"version"` // 0: the current one
	IncludeLabels        bool  `query:"include-labels"`
	IncludeProperties    bool  `query:"include-properties"`
	IncludeOperations    bool  `query:"include-operations"`
	IncludeVersions      bool  `query:"include-versions"`
	IncludeVersion       *bool `query:"include-version"` // true unless given
	IncludeCollaborators bool  `query:"include-collaborators"`
}

// GetAttachmentByID reads an attachment, without its bytes.
func (v V2) GetAttachmentByID(ctx context.Context, id string, q GetAttachmentByIDQuery) (*wirev2.Attachment, error) {
	return call[wirev2.Attachment](ctx, v.c, "v2:getAttachmentById", q, nil, id)
}

// DeleteAttachmentQuery says what of an attachment is deleted.
type DeleteAttachmentQuery struct {
	Purge bool `query:"purge"` // one in the trash, for good
}

// DeleteAttachment moves an attachment to the trash.
func (v V2) DeleteAttachment(ctx context.Context, id string, q DeleteAttachmentQuery) error {
	return act(ctx, v.c, "v2:deleteAttachment", q, id)
}
