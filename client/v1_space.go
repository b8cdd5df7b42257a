package client

import (
	"context"
	"iter"
	"strconv"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// CreateSpace makes a space with its home page.
func (v V1) CreateSpace(ctx context.Context, in wirev1.SpaceCreate) (*wirev1.Space, error) {
	return call[wirev1.Space](ctx, v.c, "v1:createSpace", nil, in)
}

// CreatePrivateSpace makes a space that only its creator sees.
func (v V1) CreatePrivateSpace(ctx context.Context, in wirev1.SpaceCreate) (*wirev1.Space, error) {
	return call[wirev1.Space](ctx, v.c, "v1:createPrivateSpace", nil, in)
}

// UpdateSpace changes a space. What is not given stays.
func (v V1) UpdateSpace(ctx context.Context, key string, in wirev1.SpaceUpdate) (*wirev1.Space, error) {
	return call[wirev1.Space](ctx, v.c, "v1:updateSpace", nil, in, key)
}

// DeleteSpace begins to delete a space with all that is in it. V1.GetTask tells how it goes.
func (v V1) DeleteSpace(ctx context.Context, key string) (*wirev1.LongTask, error) {
	return call[wirev1.LongTask](ctx, v.c, "v1:deleteSpace", nil, nil, key)
}

// GetSpaceSettings reads the settings of a space.
func (v V1) GetSpaceSettings(ctx context.Context, key string) (*wirev1.SpaceSettings, error) {
	return call[wirev1.SpaceSettings](ctx, v.c, "v1:getSpaceSettings", nil, nil, key)
}

// UpdateSpaceSettings changes the settings of a space.
func (v V1) UpdateSpaceSettings(ctx context.Context, key string, in wirev1.SpaceSettingsUpdate) (*wirev1.SpaceSettings, error) {
	return call[wirev1.SpaceSettings](ctx, v.c, "v1:updateSpaceSettings", nil, in, key)
}

// GetSpaceTheme reads the theme of a space.
func (v V1) GetSpaceTheme(ctx context.Context, key string) (*wirev1.Theme, error) {
	return call[wirev1.Theme](ctx, v.c, "v1:getSpaceTheme", nil, nil, key)
}

// SetSpaceTheme chooses the theme of a space.
func (v V1) SetSpaceTheme(ctx context.Context, key string, in wirev1.ThemeUpdate) (*wirev1.Theme, error) {
	return call[wirev1.Theme](ctx, v.c, "v1:setSpaceTheme", nil, in, key)
}

// ResetSpaceTheme gives a space the default theme again.
func (v V1) ResetSpaceTheme(ctx context.Context, key string) error {
	return send(ctx, v.c, "v1:resetSpaceTheme", nil, nil, key)
}

// AddPermissionToSpace gives one subject one operation in a space.
func (v V1) AddPermissionToSpace(ctx context.Context, key string, in wirev1.SpacePermissionRequest) (*wirev1.SpacePermissionV2, error) {
	return call[wirev1.SpacePermissionV2](ctx, v.c, "v1:addPermissionToSpace", nil, in, key)
}

// AddCustomContentPermissions gives or takes one subject operations on types of custom content.
func (v V1) AddCustomContentPermissions(ctx context.Context, key string, in wirev1.CustomContentPermissions) error {
	return send(ctx, v.c, "v1:addCustomContentPermissions", nil, in, key)
}

// RemovePermission takes a permission of a space away. Who loses the right to read loses all others with it.
func (v V1) RemovePermission(ctx context.Context, key string, id int64) error {
	return send(ctx, v.c, "v1:removePermission", nil, nil, key, strconv.FormatInt(id, 10))
}

// ContentForSpaceQuery cuts the content of a space.
type ContentForSpaceQuery struct {
	Depth  string   `query:"depth"` // all unless given, or root
	Expand []string `query:"expand,comma"`
	Limit  int      `query:"limit"` // per page
}

// GetContentForSpace reads the first pages and blog posts of a space.
func (v V1) GetContentForSpace(ctx context.Context, key string, q ContentForSpaceQuery) (*wirev1.SpaceContents, error) {
	return call[wirev1.SpaceContents](ctx, v.c, "v1:getContentForSpace", q, nil, key)
}

// GetContentByTypeForSpace lists the pages or the blog posts of a space.
func (v V1) GetContentByTypeForSpace(ctx context.Context, key, kind string, q ContentForSpaceQuery) iter.Seq2[wirev1.Content, error] {
	return list[wirev1.Content](ctx, v.c, "v1:getContentByTypeForSpace", q, key, kind)
}

// LabelsForSpaceQuery narrows V1.GetLabelsForSpace.
type LabelsForSpaceQuery struct {
	Prefix string `query:"prefix"` // global, my, team
	Limit  int    `query:"limit"`  // per page
}

// GetLabelsForSpace lists the labels of a space.
func (v V1) GetLabelsForSpace(ctx context.Context, key string, q LabelsForSpaceQuery) iter.Seq2[wirev1.Label, error] {
	return list[wirev1.Label](ctx, v.c, "v1:getLabelsForSpace", q, key)
}

// AddLabelsToSpace adds labels to a space and lists all it has then.
func (v V1) AddLabelsToSpace(ctx context.Context, key string, labels []wirev1.LabelWrite) (*wirev1.List[wirev1.Label], error) {
	return call[wirev1.List[wirev1.Label]](ctx, v.c, "v1:addLabelsToSpace", nil, labels, key)
}

// DeleteLabelFromSpaceQuery names a label; global unless a prefix is given.
type DeleteLabelFromSpaceQuery struct {
	Name   string `query:"name"`
	Prefix string `query:"prefix"`
}

// DeleteLabelFromSpace takes a label off a space.
func (v V1) DeleteLabelFromSpace(ctx context.Context, key string, q DeleteLabelFromSpaceQuery) error {
	return act(ctx, v.c, "v1:deleteLabelFromSpace", q, key)
}
