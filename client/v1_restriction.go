package client

import (
	"context"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetRestrictionsQuery says what of restrictions is shown.
type GetRestrictionsQuery struct {
	Expand []string `query:"expand,comma"`
	Limit  int      `query:"limit"` // users and groups of each restriction
	Start  int      `query:"start"`
}

// GetRestrictions reads the restrictions of content.
func (v V1) GetRestrictions(ctx context.Context, id string, q GetRestrictionsQuery) (*wirev1.RestrictionList, error) {
	return call[wirev1.RestrictionList](ctx, v.c, "v1:getRestrictions", q, nil, id)
}

// AddRestrictions lets more users and groups do what is restricted.
func (v V1) AddRestrictions(ctx context.Context, id string, restrictions wirev1.RestrictionsWrite, q ExpandQuery) (*wirev1.RestrictionList, error) {
	return call[wirev1.RestrictionList](ctx, v.c, "v1:addRestrictions", q, restrictions, id)
}

// UpdateRestrictions writes restrictions over all that were there.
func (v V1) UpdateRestrictions(ctx context.Context, id string, restrictions wirev1.RestrictionsWrite, q ExpandQuery) (*wirev1.RestrictionList, error) {
	return call[wirev1.RestrictionList](ctx, v.c, "v1:updateRestrictions", q, restrictions, id)
}

// DeleteRestrictions lifts all restrictions of content.
func (v V1) DeleteRestrictions(ctx context.Context, id string, q ExpandQuery) (*wirev1.RestrictionList, error) {
	return call[wirev1.RestrictionList](ctx, v.c, "v1:deleteRestrictions", q, nil, id)
}

// GetRestrictionsByOperation reads the restrictions of content by operation.
func (v V1) GetRestrictionsByOperation(ctx context.Context, id string, q ExpandQuery) (*wirev1.RestrictionsByOperation, error) {
	return call[wirev1.RestrictionsByOperation](ctx, v.c, "v1:getRestrictionsByOperation", q, nil, id)
}

// GetRestrictionsForOperation reads one restriction: read or update.
func (v V1) GetRestrictionsForOperation(ctx context.Context, id, operation string, q GetRestrictionsQuery) (*wirev1.Restriction, error) {
	return call[wirev1.Restriction](ctx, v.c, "v1:getRestrictionsForOperation", q, nil, id, operation)
}

// AccountQuery names an account.
type AccountQuery struct {
	AccountID string `query:"accountId"`
}

// GetContentRestrictionStatusForUser is nil when a restriction names an account.
func (v V1) GetContentRestrictionStatusForUser(ctx context.Context, id, operation string, q AccountQuery) error {
	return act(ctx, v.c, "v1:getContentRestrictionStatusForUser", q, id, operation)
}

// AddUserToContentRestriction adds an account to a restriction.
func (v V1) AddUserToContentRestriction(ctx context.Context, id, operation string, q AccountQuery) error {
	return act(ctx, v.c, "v1:addUserToContentRestriction", q, id, operation)
}

// RemoveUserFromContentRestriction takes an account out of a restriction; with the last one the restriction goes.
func (v V1) RemoveUserFromContentRestriction(ctx context.Context, id, operation string, q AccountQuery) error {
	return act(ctx, v.c, "v1:removeUserFromContentRestriction", q, id, operation)
}

// GetContentRestrictionStatusForGroup is nil when a restriction names a group, by its name.
func (v V1) GetContentRestrictionStatusForGroup(ctx context.Context, id, operation, groupName string) error {
	return act(ctx, v.c, "v1:getContentRestrictionStatusForGroup", nil, id, operation, groupName)
}

// AddGroupToContentRestriction adds a group, by its name to a restriction.
func (v V1) AddGroupToContentRestriction(ctx context.Context, id, operation, groupName string) error {
	return act(ctx, v.c, "v1:addGroupToContentRestriction", nil, id, operation, groupName)
}

// RemoveGroupFromContentRestrictionByID takes a group, by its name out of a restriction; with the last one the restriction goes.
func (v V1) RemoveGroupFromContentRestrictionByID(ctx context.Context, id, operation, groupName string) error {
	return act(ctx, v.c, "v1:removeGroupFromContentRestrictionById", nil, id, operation, groupName)
}

// GetIndividualGroupRestrictionStatusByGroupID is nil when a restriction names a group, by its id.
func (v V1) GetIndividualGroupRestrictionStatusByGroupID(ctx context.Context, id, operation, groupID string) error {
	return act(ctx, v.c, "v1:getIndividualGroupRestrictionStatusByGroupId", nil, id, operation, groupID)
}

// AddGroupToContentRestrictionByGroupID adds a group, by its id to a restriction.
func (v V1) AddGroupToContentRestrictionByGroupID(ctx context.Context, id, operation, groupID string) error {
	return act(ctx, v.c, "v1:addGroupToContentRestrictionByGroupId", nil, id, operation, groupID)
}

// RemoveGroupFromContentRestriction takes a group, by its id out of a restriction; with the last one the restriction goes.
func (v V1) RemoveGroupFromContentRestriction(ctx context.Context, id, operation, groupID string) error {
	return act(ctx, v.c, "v1:removeGroupFromContentRestriction", nil, id, operation, groupID)
}
