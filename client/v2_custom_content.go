package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// GetCustomContentByTypeQuery says which custom content is listed; Type, as ac:my-app:note, is demanded.
type GetCustomContentByTypeQuery struct {
	Type       string   `query:"type"`
	IDs        []string `query:"id"`
	SpaceIDs   []string `query:"space-id"`
	Sort       string   `query:"sort"`        // id, created-date, modified-date, title; with - in front downwards
	BodyFormat string   `query:"body-format"` // raw, storage or atlas_doc_format; no body unless given
	Limit      int      `query:"limit"`       // per page, up to 250
}

// GetCustomContentByType lists the custom content of a type that the caller may see.
func (v V2) GetCustomContentByType(ctx context.Context, q GetCustomContentByTypeQuery) iter.Seq2[wirev2.CustomContentBulk, error] {
	return list[wirev2.CustomContentBulk](ctx, v.c, "v2:getCustomContentByType", q)
}

// CustomContentInQuery says which custom content of a page or blog post is listed; Type is demanded.
type CustomContentInQuery struct {
	Type       string `query:"type"`
	Sort       string `query:"sort"`
	BodyFormat string `query:"body-format"`
	Limit      int    `query:"limit"`
}

// GetCustomContentByTypeInPage lists the custom content of a type that lies in a page.
func (v V2) GetCustomContentByTypeInPage(ctx context.Context, pageID string, q CustomContentInQuery) iter.Seq2[wirev2.CustomContentBulk, error] {
	return list[wirev2.CustomContentBulk](ctx, v.c, "v2:getCustomContentByTypeInPage", q, pageID)
}

// GetCustomContentByTypeInBlogPost lists the custom content of a type that lies in a blog post.
func (v V2) GetCustomContentByTypeInBlogPost(ctx context.Context, postID string, q CustomContentInQuery) iter.Seq2[wirev2.CustomContentBulk, error] {
	return list[wirev2.CustomContentBulk](ctx, v.c, "v2:getCustomContentByTypeInBlogPost", q, postID)
}

// GetCustomContentByTypeInSpaceQuery says which custom content of a space is listed; Type is demanded.
type GetCustomContentByTypeInSpaceQuery struct {
	Type       string `query:"type"`
	BodyFormat string `query:"body-format"`
	Limit      int    `query:"limit"`
}

// GetCustomContentByTypeInSpace lists the custom content of a type in a space, in whatever it lies there.
func (v V2) GetCustomContentByTypeInSpace(ctx context.Context, spaceID string, q GetCustomContentByTypeInSpaceQuery) iter.Seq2[wirev2.CustomContentBulk, error] {
	return list[wirev2.CustomContentBulk](ctx, v.c, "v2:getCustomContentByTypeInSpace", q, spaceID)
}

// GetChildCustomContentQuery orders GetChildCustomContent.
type GetChildCustomContentQuery struct {
	Sort  string `query:"sort"`  // id, created-date, modified-date; with - in front downwards
	Limit int    `query:"limit"` // per page, up to 250
}

// GetChildCustomContent lists the custom content of any type that lies in other custom content.
func (v V2) GetChildCustomContent(ctx context.Context, id string, q GetChildCustomContentQuery) iter.Seq2[wirev2.ChildCustomContent, error] {
	return list[wirev2.ChildCustomContent](ctx, v.c, "v2:getChildCustomContent", q, id)
}

// GetCustomContentByIDQuery says what of a custom content is shown.
type GetCustomContentByIDQuery struct {
	BodyFormat string `query:"body-format"` // raw, storage, atlas_doc_format, view, export_view, …; no body unless given
	Version    int    `query:"version"`     // 0: the current one

	IncludeLabels        bool  `query:"include-labels"`
	IncludeProperties    bool  `query:"include-properties"`
	IncludeOperations    bool  `query:"include-operations"`
	IncludeVersions      bool  `query:"include-versions"`
	IncludeVersion       *bool `query:"include-version"` // true unless given
	IncludeCollaborators bool  `query:"include-collaborators"`
}

// GetCustomContentByID reads a custom content.
func (v V2) GetCustomContentByID(ctx context.Context, id string, q GetCustomContentByIDQuery) (*wirev2.CustomContent, error) {
	return call[wirev2.CustomContent](ctx, v.c, "v2:getCustomContentById", q, nil, id)
}

// CreateCustomContent makes a custom content.
func (v V2) CreateCustomContent(ctx context.Context, content wirev2.CustomContentCreate) (*wirev2.CustomContent, error) {
	return call[wirev2.CustomContent](ctx, v.c, "v2:createCustomContent", nil, content)
}

// UpdateCustomContent writes a custom content's next version. A number that is not one more than the present is a
// [*ConflictError].
func (v V2) UpdateCustomContent(ctx context.Context, id string, content wirev2.CustomContentUpdate) (*wirev2.CustomContent, error) {
	return call[wirev2.CustomContent](ctx, v.c, "v2:updateCustomContent", nil, content, id)
}

// DeleteCustomContentQuery says what of a custom content is deleted.
type DeleteCustomContentQuery struct {
	Purge bool `query:"purge"` // one in the trash, for good
}

// DeleteCustomContent moves a custom content to the trash.
func (v V2) DeleteCustomContent(ctx context.Context, id string, q DeleteCustomContentQuery) error {
	return act(ctx, v.c, "v2:deleteCustomContent", q, id)
}

// GetCustomContentAttachments lists the attachments of a custom content.
func (v V2) GetCustomContentAttachments(ctx context.Context, id string, q AttachmentsQuery) iter.Seq2[wirev2.AttachmentBulk, error] {
	return list[wirev2.AttachmentBulk](ctx, v.c, "v2:getCustomContentAttachments", q, id)
}

// GetCustomContentComments lists the comments that begin threads on a custom content.
func (v V2) GetCustomContentComments(ctx context.Context, id string, q CommentsQuery) iter.Seq2[wirev2.FooterComment, error] {
	return list[wirev2.FooterComment](ctx, v.c, "v2:getCustomContentComments", q, id)
}

// GetCustomContentLabels lists the labels of a custom content.
func (v V2) GetCustomContentLabels(ctx context.Context, id string, q LabelsOfQuery) iter.Seq2[wirev2.Label, error] {
	return list[wirev2.Label](ctx, v.c, "v2:getCustomContentLabels", q, id)
}

// GetCustomContentOperations tells what the caller may do to a custom content.
func (v V2) GetCustomContentOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getCustomContentOperations", nil, nil, id)
}

// GetCustomContentVersions lists the versions of a custom content.
func (v V2) GetCustomContentVersions(ctx context.Context, id string, q VersionsQuery) iter.Seq2[wirev2.CustomContentVersion, error] {
	return list[wirev2.CustomContentVersion](ctx, v.c, "v2:getCustomContentVersions", q, id)
}

// GetCustomContentVersionDetails reads one version of a custom content.
func (v V2) GetCustomContentVersionDetails(ctx context.Context, id, number string) (*wirev2.DetailedVersion, error) {
	return call[wirev2.DetailedVersion](ctx, v.c, "v2:getCustomContentVersionDetails", nil, nil, id, number)
}

// GetCustomContentContentProperties lists the properties of a custom content.
func (v V2) GetCustomContentContentProperties(ctx context.Context, id string, q PropertiesQuery) iter.Seq2[wirev2.ContentProperty, error] {
	return list[wirev2.ContentProperty](ctx, v.c, "v2:getCustomContentContentProperties", q, id)
}

// CreateCustomContentProperty adds a property to a custom content.
func (v V2) CreateCustomContentProperty(ctx context.Context, id string, property wirev2.PropertyCreate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:createCustomContentProperty", nil, property, id)
}

// GetCustomContentContentPropertiesByID reads a property of a custom content.
func (v V2) GetCustomContentContentPropertiesByID(ctx context.Context, id, propertyID string) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:getCustomContentContentPropertiesById", nil, nil, id, propertyID)
}

// UpdateCustomContentPropertyByID writes the next version of a property of a custom content.
func (v V2) UpdateCustomContentPropertyByID(ctx context.Context, id, propertyID string, property wirev2.PropertyUpdate) (*wirev2.ContentProperty, error) {
	return call[wirev2.ContentProperty](ctx, v.c, "v2:updateCustomContentPropertyById", nil, property, id, propertyID)
}

// DeleteCustomContentPropertyByID removes a property of a custom content.
func (v V2) DeleteCustomContentPropertyByID(ctx context.Context, id, propertyID string) error {
	return act(ctx, v.c, "v2:deleteCustomContentPropertyById", nil, id, propertyID)
}
