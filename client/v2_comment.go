package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// CommentsQuery says how lists of comments are shown.
type CommentsQuery struct {
	BodyFormat string `query:"body-format"` // storage or atlas_doc_format; no body unless given
	Sort       string `query:"sort"`        // created-date, modified-date; with - in front downwards
	Limit      int    `query:"limit"`       // per page, up to 250
}

// FooterCommentsOnQuery narrows the comments at the foot of a page or blog post.
type FooterCommentsOnQuery struct {
	BodyFormat string   `query:"body-format"`
	Status     []string `query:"status"` // current unless given
	Sort       string   `query:"sort"`
	Limit      int      `query:"limit"`
}

// InlineCommentsOnQuery narrows the comments on texts of a page or blog post.
type InlineCommentsOnQuery struct {
	BodyFormat       string   `query:"body-format"`
	Status           []string `query:"status"`            // current unless given
	ResolutionStatus []string `query:"resolution-status"` // open, reopened, resolved, dangling; any unless given
	Sort             string   `query:"sort"`
	Limit            int      `query:"limit"`
}

// GetCommentByIDQuery says what of a comment is shown.
type GetCommentByIDQuery struct {
	BodyFormat        string `query:"body-format"` // storage, atlas_doc_format, view, …; no body unless given
	Version           int    `query:"version"`     // 0: the current one
	IncludeProperties bool   `query:"include-properties"`
	IncludeOperations bool   `query:"include-operations"`
	IncludeLikes      bool   `query:"include-likes"`
	IncludeVersions   bool   `query:"include-versions"`
	IncludeVersion    *bool  `query:"include-version"` // true unless given
}

// GetFooterComments lists all comments that are not on a text.
func (v V2) GetFooterComments(ctx context.Context, q CommentsQuery) iter.Seq2[wirev2.FooterComment, error] {
	return list[wirev2.FooterComment](ctx, v.c, "v2:getFooterComments", q)
}

// GetInlineComments lists all comments on texts.
func (v V2) GetInlineComments(ctx context.Context, q CommentsQuery) iter.Seq2[wirev2.InlineComment, error] {
	return list[wirev2.InlineComment](ctx, v.c, "v2:getInlineComments", q)
}

// GetFooterCommentChildren lists the answers to a comment.
func (v V2) GetFooterCommentChildren(ctx context.Context, id string, q CommentsQuery) iter.Seq2[wirev2.FooterComment, error] {
	return list[wirev2.FooterComment](ctx, v.c, "v2:getFooterCommentChildren", q, id)
}

// GetInlineCommentChildren lists the answers to a comment on a text.
func (v V2) GetInlineCommentChildren(ctx context.Context, id string, q CommentsQuery) iter.Seq2[wirev2.InlineComment, error] {
	return list[wirev2.InlineComment](ctx, v.c, "v2:getInlineCommentChildren", q, id)
}

// GetPageFooterComments lists the comments that begin threads at the foot of a page.
func (v V2) GetPageFooterComments(ctx context.Context, pageID string, q FooterCommentsOnQuery) iter.Seq2[wirev2.FooterComment, error] {
	return list[wirev2.FooterComment](ctx, v.c, "v2:getPageFooterComments", q, pageID)
}

// GetPageInlineComments lists the comments that begin threads on texts of a page.
func (v V2) GetPageInlineComments(ctx context.Context, pageID string, q InlineCommentsOnQuery) iter.Seq2[wirev2.InlineComment, error] {
	return list[wirev2.InlineComment](ctx, v.c, "v2:getPageInlineComments", q, pageID)
}

// GetBlogPostFooterComments lists the comments that begin threads at the foot of a blog post.
func (v V2) GetBlogPostFooterComments(ctx context.Context, postID string, q FooterCommentsOnQuery) iter.Seq2[wirev2.FooterComment, error] {
	return list[wirev2.FooterComment](ctx, v.c, "v2:getBlogPostFooterComments", q, postID)
}

// GetBlogPostInlineComments lists the comments that begin threads on texts of a blog post.
func (v V2) GetBlogPostInlineComments(ctx context.Context, postID string, q InlineCommentsOnQuery) iter.Seq2[wirev2.InlineComment, error] {
	return list[wirev2.InlineComment](ctx, v.c, "v2:getBlogPostInlineComments", q, postID)
}

// GetAttachmentCommentsQuery narrows GetAttachmentComments.
type GetAttachmentCommentsQuery struct {
	BodyFormat string `query:"body-format"`
	Sort       string `query:"sort"`
	Version    int    `query:"version"` // of the file; 0: comments on any
	Limit      int    `query:"limit"`
}

// GetAttachmentComments lists the comments on a file.
func (v V2) GetAttachmentComments(ctx context.Context, id string, q GetAttachmentCommentsQuery) iter.Seq2[wirev2.FooterComment, error] {
	return list[wirev2.FooterComment](ctx, v.c, "v2:getAttachmentComments", q, id)
}

// GetFooterCommentByID reads a comment.
func (v V2) GetFooterCommentByID(ctx context.Context, id string, q GetCommentByIDQuery) (*wirev2.FooterComment, error) {
	return call[wirev2.FooterComment](ctx, v.c, "v2:getFooterCommentById", q, nil, id)
}

// GetInlineCommentByID reads a comment on a text.
func (v V2) GetInlineCommentByID(ctx context.Context, id string, q GetCommentByIDQuery) (*wirev2.InlineComment, error) {
	return call[wirev2.InlineComment](ctx, v.c, "v2:getInlineCommentById", q, nil, id)
}

// CreateFooterComment comments on a page, blog post, file or custom content, or answers a comment.
func (v V2) CreateFooterComment(ctx context.Context, comment wirev2.FooterCommentCreate) (*wirev2.FooterComment, error) {
	return call[wirev2.FooterComment](ctx, v.c, "v2:createFooterComment", nil, comment)
}

// CreateInlineComment comments on a text of a page or blog post, or answers such a comment.
func (v V2) CreateInlineComment(ctx context.Context, comment wirev2.InlineCommentCreate) (*wirev2.InlineComment, error) {
	return call[wirev2.InlineComment](ctx, v.c, "v2:createInlineComment", nil, comment)
}

// UpdateFooterComment writes a comment's next version. A number that is not one more than the present is a
// [*ConflictError].
func (v V2) UpdateFooterComment(ctx context.Context, id string, comment wirev2.FooterCommentUpdate) (*wirev2.FooterComment, error) {
	return call[wirev2.FooterComment](ctx, v.c, "v2:updateFooterComment", nil, comment, id)
}

// UpdateInlineComment writes a comment's next version, or resolves or reopens its thread.
func (v V2) UpdateInlineComment(ctx context.Context, id string, comment wirev2.InlineCommentUpdate) (*wirev2.InlineComment, error) {
	return call[wirev2.InlineComment](ctx, v.c, "v2:updateInlineComment", nil, comment, id)
}

// DeleteFooterComment removes a comment and the answers to it for good.
func (v V2) DeleteFooterComment(ctx context.Context, id string) error {
	return act(ctx, v.c, "v2:deleteFooterComment", nil, id)
}

// DeleteInlineComment removes a comment on a text and the answers to it for good.
func (v V2) DeleteInlineComment(ctx context.Context, id string) error {
	return act(ctx, v.c, "v2:deleteInlineComment", nil, id)
}
