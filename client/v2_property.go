package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// PropertiesQuery narrows and orders the properties of content.
type PropertiesQuery struct {
	Key   string `query:"key"`
	Sort  string `query:"sort"`  // key or -key
	Limit int    `query:"limit"` // per page
}

// GetPageContentProperties lists the properties of a page.
func (v V2) GetPageContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getPageContentProperties", q, id)
}

// CreatePageProperty adds a property to a page.
func (v V2) CreatePageProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createPageProperty", nil, property, id)
}

// GetPageContentPropertiesByID reads a property of a page.
func (v V2) GetPageContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getPageContentPropertiesById", nil, nil, id, propertyID)
}

// UpdatePagePropertyByID writes the next version of a property of a page.
func (v V2) UpdatePagePropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updatePagePropertyById", nil, property, id, propertyID)
}

// DeletePagePropertyByID removes a property of a page.
func (v V2) DeletePagePropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deletePagePropertyById", nil, id, propertyID)
}

// GetBlogpostContentProperties lists the properties of a blog post.
func (v V2) GetBlogpostContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getBlogpostContentProperties", q, id)
}

// CreateBlogpostProperty adds a property to a blog post.
func (v V2) CreateBlogpostProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createBlogpostProperty", nil, property, id)
}

// GetBlogpostContentPropertiesByID reads a property of a blog post.
func (v V2) GetBlogpostContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getBlogpostContentPropertiesById", nil, nil, id, propertyID)
}

// UpdateBlogpostPropertyByID writes the next version of a property of a blog post.
func (v V2) UpdateBlogpostPropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updateBlogpostPropertyById", nil, property, id, propertyID)
}

// DeleteBlogpostPropertyByID removes a property of a blog post.
func (v V2) DeleteBlogpostPropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteBlogpostPropertyById", nil, id, propertyID)
}

// GetCommentContentProperties lists the properties of a comment.
func (v V2) GetCommentContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getCommentContentProperties", q, id)
}

// CreateCommentProperty adds a property to a comment.
func (v V2) CreateCommentProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createCommentProperty", nil, property, id)
}

// GetCommentContentPropertiesByID reads a property of a comment.
func (v V2) GetCommentContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getCommentContentPropertiesById", nil, nil, id, propertyID)
}

// UpdateCommentPropertyByID writes the next version of a property of a comment.
func (v V2) UpdateCommentPropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updateCommentPropertyById", nil, property, id, propertyID)
}

// DeleteCommentPropertyByID removes a property of a comment.
func (v V2) DeleteCommentPropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteCommentPropertyById", nil, id, propertyID)
}

// GetAttachmentContentProperties lists the properties of an attachment.
func (v V2) GetAttachmentContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getAttachmentContentProperties", q, id)
}

// CreateAttachmentProperty adds a property to an attachment.
func (v V2) CreateAttachmentProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createAttachmentProperty", nil, property, id)
}

// GetAttachmentContentPropertiesByID reads a property of an attachment.
func (v V2) GetAttachmentContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getAttachmentContentPropertiesById", nil, nil, id, propertyID)
}

// UpdateAttachmentPropertyByID writes the next version of a property of an attachment.
func (v V2) UpdateAttachmentPropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updateAttachmentPropertyById", nil, property, id, propertyID)
}

// DeleteAttachmentPropertyByID removes a property of an attachment.
func (v V2) DeleteAttachmentPropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteAttachmentPropertyById", nil, id, propertyID)
}

// GetFolderContentProperties lists the properties of a folder.
func (v V2) GetFolderContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getFolderContentProperties", q, id)
}

// CreateFolderProperty adds a property to a folder.
func (v V2) CreateFolderProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createFolderProperty", nil, property, id)
}

// GetFolderContentPropertiesByID reads a property of a folder.
func (v V2) GetFolderContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getFolderContentPropertiesById", nil, nil, id, propertyID)
}

// UpdateFolderPropertyByID writes the next version of a property of a folder.
func (v V2) UpdateFolderPropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updateFolderPropertyById", nil, property, id, propertyID)
}

// DeleteFolderPropertyByID removes a property of a folder.
func (v V2) DeleteFolderPropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteFolderPropertyById", nil, id, propertyID)
}

// GetWhiteboardContentProperties lists the properties of a whiteboard.
func (v V2) GetWhiteboardContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getWhiteboardContentProperties", q, id)
}

// CreateWhiteboardProperty adds a property to a whiteboard.
func (v V2) CreateWhiteboardProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createWhiteboardProperty", nil, property, id)
}

// GetWhiteboardContentPropertiesByID reads a property of a whiteboard.
func (v V2) GetWhiteboardContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getWhiteboardContentPropertiesById", nil, nil, id, propertyID)
}

// UpdateWhiteboardPropertyByID writes the next version of a property of a whiteboard.
func (v V2) UpdateWhiteboardPropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updateWhiteboardPropertyById", nil, property, id, propertyID)
}

// DeleteWhiteboardPropertyByID removes a property of a whiteboard.
func (v V2) DeleteWhiteboardPropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteWhiteboardPropertyById", nil, id, propertyID)
}

// GetDatabaseContentProperties lists the properties of a database.
func (v V2) GetDatabaseContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getDatabaseContentProperties", q, id)
}

// CreateDatabaseProperty adds a property to a database.
func (v V2) CreateDatabaseProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createDatabaseProperty", nil, property, id)
}

// GetDatabaseContentPropertiesByID reads a property of a database.
func (v V2) GetDatabaseContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getDatabaseContentPropertiesById", nil, nil, id, propertyID)
}

// UpdateDatabasePropertyByID writes the next version of a property of a database.
func (v V2) UpdateDatabasePropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updateDatabasePropertyById", nil, property, id, propertyID)
}

// DeleteDatabasePropertyByID removes a property of a database.
func (v V2) DeleteDatabasePropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteDatabasePropertyById", nil, id, propertyID)
}

// GetSmartLinkContentProperties lists the properties of a smart link.
func (v V2) GetSmartLinkContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getSmartLinkContentProperties", q, id)
}

// CreateSmartLinkProperty adds a property to a smart link.
func (v V2) CreateSmartLinkProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createSmartLinkProperty", nil, property, id)
}

// GetSmartLinkContentPropertiesByID reads a property of a smart link.
func (v V2) GetSmartLinkContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getSmartLinkContentPropertiesById", nil, nil, id, propertyID)
}

// UpdateSmartLinkPropertyByID writes the next version of a property of a smart link.
func (v V2) UpdateSmartLinkPropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updateSmartLinkPropertyById", nil, property, id, propertyID)
}

// DeleteSmartLinkPropertyByID removes a property of a smart link.
func (v V2) DeleteSmartLinkPropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteSmartLinkPropertyById", nil, id, propertyID)
}

// SpacePropertiesQuery narrows V2.GetSpaceProperties.
type SpacePropertiesQuery struct {
	Key   string `query:"key"`
	Limit int    `query:"limit"` // per page
}

// GetSpaceProperties lists the properties of a space.
func (v V2) GetSpaceProperties(ctx context.Context, id string, q SpacePropertiesQuery) iter.Seq2[wirev2.SpaceProperty, error] {
	return list[wirev2.SpaceProperty](ctx, v.c, "v2:getSpaceProperties", q, id)
}

// CreateSpaceProperty adds a property to a space.
func (v V2) CreateSpaceProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.SpaceProperty, error) {
	return call[wirev2.SpaceProperty](ctx, v.c, "v2:createSpaceProperty", nil, property, id)
}

// GetSpacePropertyByID reads a property of a space.
func (v V2) GetSpacePropertyByID(ctx context.Context, id, propertyID string) (*wirev2.SpaceProperty, error) {
	return call[wirev2.SpaceProperty](ctx, v.c, "v2:getSpacePropertyById", nil, nil, id, propertyID)
}

// UpdateSpacePropertyByID writes the next version of a property of a space.
func (v V2) UpdateSpacePropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.SpaceProperty, error) {
	return call[wirev2.SpaceProperty](ctx, v.c, "v2:updateSpacePropertyById", nil, property, id, propertyID)
}

// DeleteSpacePropertyByID removes a property of a space.
func (v V2) DeleteSpacePropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteSpacePropertyById", nil, id, propertyID)
}
