package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetContentPropertiesQuery narrows GetContentProperties.
type GetContentPropertiesQuery struct {
	Keys   []string `query:"key"`
	Expand []string `query:"expand,comma"`
	Limit  int      `query:"limit"` // per page
}

// GetContentProperties lists the properties of content.
func (v V1) GetContentProperties(ctx context.Context, id string, q GetContentPropertiesQuery) iter.Seq2[wirev1.ContentProperty, error] {
	return list[wirev1.ContentProperty](ctx, v.c, "v1:getContentProperties", q, id)
}

// CreateContentProperty adds a property to content.
func (v V1) CreateContentProperty(ctx context.Context, id string, property wirev1.PropertyCreate) (*wirev1.ContentProperty, error) {
	return call[wirev1.ContentProperty](ctx, v.c, "v1:createContentProperty", nil, property, id)
}

// CreateContentPropertyForKey adds a property of this key to content.
func (v V1) CreateContentPropertyForKey(ctx context.Context, id, key string, property wirev1.PropertyCreate) (*wirev1.ContentProperty, error) {
	return call[wirev1.ContentProperty](ctx, v.c, "v1:createContentPropertyForKey", nil, property, id, key)
}

// GetContentPropertyQuery says what of a property is shown.
type GetContentPropertyQuery struct {
	Status []string `query:"status"` // of the content
	Expand []string `query:"expand,comma"`
}

// GetContentProperty reads a property of content.
func (v V1) GetContentProperty(ctx context.Context, id, key string, q GetContentPropertyQuery) (*wirev1.ContentProperty, error) {
	return call[wirev1.ContentProperty](ctx, v.c, "v1:getContentProperty", q, nil, id, key)
}

// UpdateContentProperty writes the next version of a property of content; version 1 makes one that is not there.
func (v V1) UpdateContentProperty(ctx context.Context, id, key string, property wirev1.PropertyUpdate) (*wirev1.ContentProperty, error) {
	return call[wirev1.ContentProperty](ctx, v.c, "v1:updateContentProperty", nil, property, id, key)
}

// DeleteContentProperty removes a property of content.
func (v V1) DeleteContentProperty(ctx context.Context, id, key string) error {
	return act(ctx, v.c, "v1:deleteContentProperty", nil, id, key)
}

// PageOfExpandQuery says what the items of a list show.
type PageOfExpandQuery struct {
	Expand []string `query:"expand,comma"`
	Limit  int      `query:"limit"` // per page
}

// GetSpaceProperties lists the properties of a space.
func (v V1) GetSpaceProperties(ctx context.Context, spaceKey string, q PageOfExpandQuery) iter.Seq2[wirev1.SpaceProperty, error] {
	return list[wirev1.SpaceProperty](ctx, v.c, "v1:getSpaceProperties", q, spaceKey)
}

// CreateSpaceProperty adds a property to a space.
func (v V1) CreateSpaceProperty(ctx context.Context, spaceKey string, property wirev1.PropertyCreate) (*wirev1.SpaceProperty, error) {
	return call[wirev1.SpaceProperty](ctx, v.c, "v1:createSpaceProperty", nil, property, spaceKey)
}

// CreateSpacePropertyForKey adds a property of this key to a space.
func (v V1) CreateSpacePropertyForKey(ctx context.Context, spaceKey, key string, property wirev1.PropertyCreate) (*wirev1.SpaceProperty, error) {
	return call[wirev1.SpaceProperty](ctx, v.c, "v1:createSpacePropertyForKey", nil, property, spaceKey, key)
}

// GetSpaceProperty reads a property of a space.
func (v V1) GetSpaceProperty(ctx context.Context, spaceKey, key string, q ExpandQuery) (*wirev1.SpaceProperty, error) {
	return call[wirev1.SpaceProperty](ctx, v.c, "v1:getSpaceProperty", q, nil, spaceKey, key)
}

// UpdateSpaceProperty writes the next version of a property of a space; version 1 makes one that is not there.
func (v V1) UpdateSpaceProperty(ctx context.Context, spaceKey, key string, property wirev1.PropertyUpdate) (*wirev1.SpaceProperty, error) {
	return call[wirev1.SpaceProperty](ctx, v.c, "v1:updateSpaceProperty", nil, property, spaceKey, key)
}

// DeleteSpaceProperty removes a property of a space.
func (v V1) DeleteSpaceProperty(ctx context.Context, spaceKey, key string) error {
	return act(ctx, v.c, "v1:deleteSpaceProperty", nil, spaceKey, key)
}

// LimitQuery says how a list is read.
type LimitQuery struct {
	Limit int `query:"limit"` // per page
}

// GetUserByUserIDProperty lists the keys of the properties of an account.
func (v V1) GetUserByUserIDProperty(ctx context.Context, accountID string, q LimitQuery) iter.Seq2[wirev1.UserPropertyKey, error] {
	return list[wirev1.UserPropertyKey](ctx, v.c, "v1:getUserByUserIdProperty", q, accountID)
}

// GetUserByUserIDPropertyByKey reads a property of an account.
func (v V1) GetUserByUserIDPropertyByKey(ctx context.Context, accountID, key string) (*wirev1.UserProperty, error) {
	return call[wirev1.UserProperty](ctx, v.c, "v1:getUserByUserIdPropertyByKey", nil, nil, accountID, key)
}

// PostUserByUserIDPropertyByKey adds a property to an account.
func (v V1) PostUserByUserIDPropertyByKey(ctx context.Context, accountID, key string, property wirev1.PropertyCreate) error {
	return send(ctx, v.c, "v1:postUserByUserIdPropertyByKey", nil, property, accountID, key)
}

// PutUserByUserIDPropertyByKey replaces the value of a property of an account.
func (v V1) PutUserByUserIDPropertyByKey(ctx context.Context, accountID, key string, property wirev1.PropertyCreate) error {
	return send(ctx, v.c, "v1:putUserByUserIdPropertyByKey", nil, property, accountID, key)
}

// DeleteUserByUserIDPropertyByKey removes a property of an account.
func (v V1) DeleteUserByUserIDPropertyByKey(ctx context.Context, accountID, key string) error {
	return act(ctx, v.c, "v1:deleteUserByUserIdPropertyByKey", nil, accountID, key)
}
