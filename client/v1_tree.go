package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetContentDescendants reads the first descendants of content, by type.
func (v V1) GetContentDescendants(ctx context.Context, id string, q ExpandQuery) (*wirev1.ContentChildren, error) {
	return call[wirev1.ContentChildren](ctx, v.c, "v1:getContentDescendants", q, nil, id)
}

// GetDescendantsOfTypeQuery says how far down descendants are listed, and what is shown of them.
type GetDescendantsOfTypeQuery struct {
	Depth  string   `query:"depth"` // all unless given; root for what lies directly below, or 1 to 100
	Expand []string `query:"expand,comma"`
	Limit  int      `query:"limit"` // per page
}

// GetDescendantsOfType lists what lies below content at any depth, of one type: page, comment, attachment, folder, ….
func (v V1) GetDescendantsOfType(ctx context.Context, id, kind string, q GetDescendantsOfTypeQuery) iter.Seq2[wirev1.Content, error] {
	return list[wirev1.Content](ctx, v.c, "v1:getDescendantsOfType", q, id, kind)
}

// MovePage puts a page with all below it before or after another, or, with append, below it.
func (v V1) MovePage(ctx context.Context, id, position, target string) (*wirev1.Moved, error) {
	return call[wirev1.Moved](ctx, v.c, "v1:movePage", nil, nil, id, position, target)
}

// CopyPage copies one page. The copy keeps the page's restrictions, or the caller must be able to drop them.
func (v V1) CopyPage(ctx context.Context, id string, page wirev1.CopyPage, q ExpandQuery) (*wirev1.Content, error) {
	return call[wirev1.Content](ctx, v.c, "v1:copyPage", q, page, id)
}

// CopyPageHierarchy starts to copy a page with all below it. GetTask tells how it goes.
func (v V1) CopyPageHierarchy(ctx context.Context, id string, pages wirev1.CopyHierarchy) (*wirev1.LongTask, error) {
	return call[wirev1.LongTask](ctx, v.c, "v1:copyPageHierarchy", nil, pages, id)
}

// DeleteContentByIDPageTree starts to move a page with all below it to the trash. GetTask tells how it goes.
func (v V1) DeleteContentByIDPageTree(ctx context.Context, id string) (*wirev1.LongTask, error) {
	return call[wirev1.LongTask](ctx, v.c, "v1:deleteContentByIdPageTree", nil, nil, id)
}

// ArchivePages starts to archive pages. GetTask tells how it goes.
func (v V1) ArchivePages(ctx context.Context, pages wirev1.ArchivePages) (*wirev1.LongTask, error) {
	return call[wirev1.LongTask](ctx, v.c, "v1:archivePages", nil, pages)
}
