package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// GetPageAncestors lists what lies above a page, from the top down.
func (v V2) GetPageAncestors(ctx context.Context, id string, q AncestorsQuery) iter.Seq2[wirev2.Ancestor, error] {
	return list[wirev2.Ancestor](ctx, v.c, "v2:getPageAncestors", q, id)
}

// GetPageDescendants lists what lies below a page, from the top down.
func (v V2) GetPageDescendants(ctx context.Context, id string, q DescendantsQuery) iter.Seq2[wirev2.Descendant, error] {
	return list[wirev2.Descendant](ctx, v.c, "v2:getPageDescendants", q, id)
}

// GetPageDirectChildren lists what lies right below a page.
func (v V2) GetPageDirectChildren(ctx context.Context, id string, q DirectChildrenQuery) iter.Seq2[wirev2.Child, error] {
	return list[wirev2.Child](ctx, v.c, "v2:getPageDirectChildren", q, id)
}

// GetFolderAncestors lists what lies above a folder, from the top down.
func (v V2) GetFolderAncestors(ctx context.Context, id string, q AncestorsQuery) iter.Seq2[wirev2.Ancestor, error] {
	return list[wirev2.Ancestor](ctx, v.c, "v2:getFolderAncestors", q, id)
}

// GetFolderDescendants lists what lies below a folder, from the top down.
func (v V2) GetFolderDescendants(ctx context.Context, id string, q DescendantsQuery) iter.Seq2[wirev2.Descendant, error] {
	return list[wirev2.Descendant](ctx, v.c, "v2:getFolderDescendants", q, id)
}

// GetFolderDirectChildren lists what lies right below a folder.
func (v V2) GetFolderDirectChildren(ctx context.Context, id string, q DirectChildrenQuery) iter.Seq2[wirev2.Child, error] {
	return list[wirev2.Child](ctx, v.c, "v2:getFolderDirectChildren", q, id)
}

// GetWhiteboardAncestors lists what lies above a whiteboard, from the top down.
func (v V2) GetWhiteboardAncestors(ctx context.Context, id string, q AncestorsQuery) iter.Seq2[wirev2.Ancestor, error] {
	return list[wirev2.Ancestor](ctx, v.c, "v2:getWhiteboardAncestors", q, id)
}

// GetWhiteboardDescendants lists what lies below a whiteboard, from the top down.
func (v V2) GetWhiteboardDescendants(ctx context.Context, id string, q DescendantsQuery) iter.Seq2[wirev2.Descendant, error] {
	return list[wirev2.Descendant](ctx, v.c, "v2:getWhiteboardDescendants", q, id)
}

// GetWhiteboardDirectChildren lists what lies right below a whiteboard.
func (v V2) GetWhiteboardDirectChildren(ctx context.Context, id string, q DirectChildrenQuery) iter.Seq2[wirev2.Child, error] {
	return list[wirev2.Child](ctx, v.c, "v2:getWhiteboardDirectChildren", q, id)
}

// GetDatabaseAncestors lists what lies above a database, from the top down.
func (v V2) GetDatabaseAncestors(ctx context.Context, id string, q AncestorsQuery) iter.Seq2[wirev2.Ancestor, error] {
	return list[wirev2.Ancestor](ctx, v.c, "v2:getDatabaseAncestors", q, id)
}

// GetDatabaseDescendants lists what lies below a database, from the top down.
func (v V2) GetDatabaseDescendants(ctx context.Context, id string, q DescendantsQuery) iter.Seq2[wirev2.Descendant, error] {
	return list[wirev2.Descendant](ctx, v.c, "v2:getDatabaseDescendants", q, id)
}

// GetDatabaseDirectChildren lists what lies right below a database.
func (v V2) GetDatabaseDirectChildren(ctx context.Context, id string, q DirectChildrenQuery) iter.Seq2[wirev2.Child, error] {
	return list[wirev2.Child](ctx, v.c, "v2:getDatabaseDirectChildren", q, id)
}

// GetSmartLinkAncestors lists what lies above a smart link, from the top down.
func (v V2) GetSmartLinkAncestors(ctx context.Context, id string, q AncestorsQuery) iter.Seq2[wirev2.Ancestor, error] {
	return list[wirev2.Ancestor](ctx, v.c, "v2:getSmartLinkAncestors", q, id)
}

// GetSmartLinkDescendants lists what lies below a smart link, from the top down.
func (v V2) GetSmartLinkDescendants(ctx context.Context, id string, q DescendantsQuery) iter.Seq2[wirev2.Descendant, error] {
	return list[wirev2.Descendant](ctx, v.c, "v2:getSmartLinkDescendants", q, id)
}

// GetSmartLinkDirectChildren lists what lies right below a smart link.
func (v V2) GetSmartLinkDirectChildren(ctx context.Context, id string, q DirectChildrenQuery) iter.Seq2[wirev2.Child, error] {
	return list[wirev2.Child](ctx, v.c, "v2:getSmartLinkDirectChildren", q, id)
}

// ConvertContentIdsToContentTypes tells the type of each content, null for what is not there or hidden. It takes up to
// 100 ids.
func (v V2) ConvertContentIdsToContentTypes(ctx context.Context, ids wirev2.ContentIDs) (*wirev2.ContentTypes, error) {
	return call[wirev2.ContentTypes](ctx, v.c, "v2:convertContentIdsToContentTypes", nil, ids)
}

// UpdatePageTitle gives a page another title, which makes its next version.
func (v V2) UpdatePageTitle(ctx context.Context, id string, title wirev2.PageTitle) (*wirev2.Page, error) {
	return call[wirev2.Page](ctx, v.c, "v2:updatePageTitle", nil, title, id)
}
