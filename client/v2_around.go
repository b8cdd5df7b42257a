package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// CursorQuery says how a list of version 2 is read.
type CursorQuery struct {
	Limit int `query:"limit"` // per page
}

// GetPageLikeCount counts who likes a page.
func (v V2) GetPageLikeCount(ctx context.Context, id string) (*wirev2.LikeCount, error) {
	return call[wirev2.LikeCount](ctx, v.c, "v2:getPageLikeCount", nil, nil, id)
}

// GetPageLikeUsers lists who likes a page.
func (v V2) GetPageLikeUsers(ctx context.Context, id string, q CursorQuery) iter.Seq2[wirev2.Like, error] {
	return list[wirev2.Like](ctx, v.c, "v2:getPageLikeUsers", q, id)
}

// GetBlogPostLikeCount counts who likes a blog post.
func (v V2) GetBlogPostLikeCount(ctx context.Context, id string) (*wirev2.LikeCount, error) {
	return call[wirev2.LikeCount](ctx, v.c, "v2:getBlogPostLikeCount", nil, nil, id)
}

// GetBlogPostLikeUsers lists who likes a blog post.
func (v V2) GetBlogPostLikeUsers(ctx context.Context, id string, q CursorQuery) iter.Seq2[wirev2.Like, error] {
	return list[wirev2.Like](ctx, v.c, "v2:getBlogPostLikeUsers", q, id)
}

// GetFooterLikeCount counts who likes a footer comment.
func (v V2) GetFooterLikeCount(ctx context.Context, id string) (*wirev2.LikeCount, error) {
	return call[wirev2.LikeCount](ctx, v.c, "v2:getFooterLikeCount", nil, nil, id)
}

// GetFooterLikeUsers lists who likes a footer comment.
func (v V2) GetFooterLikeUsers(ctx context.Context, id string, q CursorQuery) iter.Seq2[wirev2.Like, error] {
	return list[wirev2.Like](ctx, v.c, "v2:getFooterLikeUsers", q, id)
}

// GetInlineLikeCount counts who likes an inline comment.
func (v V2) GetInlineLikeCount(ctx context.Context, id string) (*wirev2.LikeCount, error) {
	return call[wirev2.LikeCount](ctx, v.c, "v2:getInlineLikeCount", nil, nil, id)
}

// GetInlineLikeUsers lists who likes an inline comment.
func (v V2) GetInlineLikeUsers(ctx context.Context, id string, q CursorQuery) iter.Seq2[wirev2.Like, error] {
	return list[wirev2.Like](ctx, v.c, "v2:getInlineLikeUsers", q, id)
}

// GetPageOperations tells what the caller may do to a page.
func (v V2) GetPageOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getPageOperations", nil, nil, id)
}

// GetBlogPostOperations tells what the caller may do to a blog post.
func (v V2) GetBlogPostOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getBlogPostOperations", nil, nil, id)
}

// GetAttachmentOperations tells what the caller may do to an attachment.
func (v V2) GetAttachmentOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getAttachmentOperations", nil, nil, id)
}

// GetFooterCommentOperations tells what the caller may do to a footer comment.
func (v V2) GetFooterCommentOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getFooterCommentOperations", nil, nil, id)
}

// GetInlineCommentOperations tells what the caller may do to an inline comment.
func (v V2) GetInlineCommentOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getInlineCommentOperations", nil, nil, id)
}

// GetFolderOperations tells what the caller may do to a folder.
func (v V2) GetFolderOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getFolderOperations", nil, nil, id)
}

// GetWhiteboardOperations tells what the caller may do to a whiteboard.
func (v V2) GetWhiteboardOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getWhiteboardOperations", nil, nil, id)
}

// GetDatabaseOperations tells what the caller may do to a database.
func (v V2) GetDatabaseOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getDatabaseOperations", nil, nil, id)
}

// GetSmartLinkOperations tells what the caller may do to a smart link.
func (v V2) GetSmartLinkOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getSmartLinkOperations", nil, nil, id)
}

// VersionsQuery says what is shown of versions.
type VersionsQuery struct {
	BodyFormat string `query:"body-format"` // storage or atlas_doc_format; no body unless given
	Sort       string `query:"sort"`        // modified-date or -modified-date, which is the default
	Limit      int    `query:"limit"`       // per page
}

// AttachmentVersionsQuery orders the versions of attachments.
type AttachmentVersionsQuery struct {
	Sort  string `query:"sort"`
	Limit int    `query:"limit"` // per page
}

// GetPageVersions lists the versions of a page.
func (v V2) GetPageVersions(ctx context.Context, id string, q VersionsQuery) iter.Seq2[wirev2.PageVersion, error] {
	return list[wirev2.PageVersion](ctx, v.c, "v2:getPageVersions", q, id)
}

// GetPageVersionDetails reads one version of a page.
func (v V2) GetPageVersionDetails(ctx context.Context, id, number string) (*wirev2.DetailedVersion, error) {
	return call[wirev2.DetailedVersion](ctx, v.c, "v2:getPageVersionDetails", nil, nil, id, number)
}

// GetBlogPostVersions lists the versions of a blog post.
func (v V2) GetBlogPostVersions(ctx context.Context, id string, q VersionsQuery) iter.Seq2[wirev2.BlogPostVersion, error] {
	return list[wirev2.BlogPostVersion](ctx, v.c, "v2:getBlogPostVersions", q, id)
}

// GetBlogPostVersionDetails reads one version of a blog post.
func (v V2) GetBlogPostVersionDetails(ctx context.Context, id, number string) (*wirev2.DetailedVersion, error) {
	return call[wirev2.DetailedVersion](ctx, v.c, "v2:getBlogPostVersionDetails", nil, nil, id, number)
}

// GetFooterCommentVersions lists the versions of a footer comment.
func (v V2) GetFooterCommentVersions(ctx context.Context, id string, q VersionsQuery) iter.Seq2[wirev2.CommentVersion, error] {
	return list[wirev2.CommentVersion](ctx, v.c, "v2:getFooterCommentVersions", q, id)
}

// GetFooterCommentVersionDetails reads one version of a footer comment.
func (v V2) GetFooterCommentVersionDetails(ctx context.Context, id, number string) (*wirev2.DetailedVersion, error) {
	return call[wirev2.DetailedVersion](ctx, v.c, "v2:getFooterCommentVersionDetails", nil, nil, id, number)
}

// GetInlineCommentVersions lists the versions of an inline comment.
func (v V2) GetInlineCommentVersions(ctx context.Context, id string, q VersionsQuery) iter.Seq2[wirev2.CommentVersion, error] {
	return list[wirev2.CommentVersion](ctx, v.c, "v2:getInlineCommentVersions", q, id)
}

// GetInlineCommentVersionDetails reads one version of an inline comment.
func (v V2) GetInlineCommentVersionDetails(ctx context.Context, id, number string) (*wirev2.DetailedVersion, error) {
	return call[wirev2.DetailedVersion](ctx, v.c, "v2:getInlineCommentVersionDetails", nil, nil, id, number)
}

// GetAttachmentVersions lists the versions of an attachment.
func (v V2) GetAttachmentVersions(ctx context.Context, id string, q AttachmentVersionsQuery) iter.Seq2[wirev2.AttachmentVersion, error] {
	return list[wirev2.AttachmentVersion](ctx, v.c, "v2:getAttachmentVersions", q, id)
}

// GetAttachmentVersionDetails reads one version of an attachment.
func (v V2) GetAttachmentVersionDetails(ctx context.Context, id, number string) (*wirev2.DetailedVersion, error) {
	return call[wirev2.DetailedVersion](ctx, v.c, "v2:getAttachmentVersionDetails", nil, nil, id, number)
}
