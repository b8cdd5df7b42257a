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

// GetPageOperations tells what the caller may do to a page.
func (v V2) GetPageOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getPageOperations", nil, nil, id)
}

// GetAttachmentOperations tells what the caller may do to an attachment.
func (v V2) GetAttachmentOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getAttachmentOperations", nil, nil, id)
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

// GetAttachmentVersions lists the versions of an attachment.
func (v V2) GetAttachmentVersions(ctx context.Context, id string, q AttachmentVersionsQuery) iter.Seq2[wirev2.AttachmentVersion, error] {
	return list[wirev2.AttachmentVersion](ctx, v.c, "v2:getAttachmentVersions", q, id)
}

// GetAttachmentVersionDetails reads one version of an attachment.
func (v V2) GetAttachmentVersionDetails(ctx context.Context, id, number string) (*wirev2.DetailedVersion, error) {
	return call[wirev2.DetailedVersion](ctx, v.c, "v2:getAttachmentVersionDetails", nil, nil, id, number)
}
