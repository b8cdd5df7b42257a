package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetGroupsQuery narrows GetGroups.
type GetGroupsQuery struct {
	AccessType string `query:"accessType"` // groups with a user, an admin or a site-admin in them
	Limit      int    `query:"limit"`      // per page
}

// GetGroups lists the groups by name.
func (v V1) GetGroups(ctx context.Context, q GetGroupsQuery) iter.Seq2[wirev1.Group, error] {
	return list[wirev1.Group](ctx, v.c, "v1:getGroups", q)
}

// SearchGroupsQuery is part of a group's name.
type SearchGroupsQuery struct {
	Query                 string `query:"query"`
	ShouldReturnTotalSize bool   `query:"shouldReturnTotalSize"`
	Limit                 int    `query:"limit"` // per page
}

// SearchGroups finds groups by a part of their names.
func (v V1) SearchGroups(ctx context.Context, q SearchGroupsQuery) iter.Seq2[wirev1.Group, error] {
	return list[wirev1.Group](ctx, v.c, "v1:searchGroups", q)
}

// GroupIDQuery names a group.
type GroupIDQuery struct {
	ID string `query:"id"`
}

// GroupNameQuery names a group.
type GroupNameQuery struct {
	Name string `query:"name"`
}

// GetGroupByGroupID reads a group.
func (v V1) GetGroupByGroupID(ctx context.Context, q GroupIDQuery) (*wirev1.Group, error) {
	return call[wirev1.Group](ctx, v.c, "v1:getGroupByGroupId", q, nil)
}

// GetGroupByQueryParam reads a group.
func (v V1) GetGroupByQueryParam(ctx context.Context, q GroupNameQuery) (*wirev1.Group, error) {
	return call[wirev1.Group](ctx, v.c, "v1:getGroupByQueryParam", q, nil)
}

// GetGroupByName reads a group. A name that holds what a path cannot (; % ? # /) needs GetGroupByQueryParam.
func (v V1) GetGroupByName(ctx context.Context, name string) (*wirev1.Group, error) {
	return call[wirev1.Group](ctx, v.c, "v1:getGroupByName", nil, nil, name)
}

// CreateGroup makes a group.
func (v V1) CreateGroup(ctx context.Context, group wirev1.GroupName) (*wirev1.Group, error) {
	return call[wirev1.Group](ctx, v.c, "v1:createGroup", nil, group)
}

// RemoveGroup deletes a group.
func (v V1) RemoveGroup(ctx context.Context, q GroupNameQuery) error {
	return act(ctx, v.c, "v1:removeGroup", q)
}

// RemoveGroupByID deletes a group.
func (v V1) RemoveGroupByID(ctx context.Context, q GroupIDQuery) error {
	return act(ctx, v.c, "v1:removeGroupById", q)
}

// GetMembersByQueryParamQuery names a group.
type GetMembersByQueryParamQuery struct {
	Name  string `query:"name"`
	Limit int    `query:"limit"` // per page
}

// GetMembersByQueryParam lists the members of a group.
func (v V1) GetMembersByQueryParam(ctx context.Context, q GetMembersByQueryParamQuery) iter.Seq2[wirev1.User, error] {
	return list[wirev1.User](ctx, v.c, "v1:getMembersByQueryParam", q)
}

// PageSizeQuery says how much of a list comes at once.
type PageSizeQuery struct {
	Limit int `query:"limit"` // per page
}

// GetGroupMembers lists the members of a group.
func (v V1) GetGroupMembers(ctx context.Context, name string, q PageSizeQuery) iter.Seq2[wirev1.User, error] {
	return list[wirev1.User](ctx, v.c, "v1:getGroupMembers", q, name)
}

// GetGroupMembersByGroupIDQuery says what of the members is shown.
type GetGroupMembersByGroupIDQuery struct {
	ShouldReturnTotalSize bool     `query:"shouldReturnTotalSize"`
	Expand                []string `query:"expand,comma"`
	Limit                 int      `query:"limit"` // per page
}

// GetGroupMembersByGroupID lists the members of a group.
func (v V1) GetGroupMembersByGroupID(ctx context.Context, groupID string, q GetGroupMembersByGroupIDQuery) iter.Seq2[wirev1.User, error] {
	return list[wirev1.User](ctx, v.c, "v1:getGroupMembersByGroupId", q, groupID)
}

// AddUserToGroup puts an account into a group.
func (v V1) AddUserToGroup(ctx context.Context, account wirev1.AccountID, q GroupNameQuery) error {
	return send(ctx, v.c, "v1:addUserToGroup", q, account)
}

// AddUserToGroupByGroupIDQuery names a group.
type AddUserToGroupByGroupIDQuery struct {
	GroupID string `query:"groupId"`
}

// AddUserToGroupByGroupID puts an account into a group.
func (v V1) AddUserToGroupByGroupID(ctx context.Context, account wirev1.AccountID, q AddUserToGroupByGroupIDQuery) error {
	return send(ctx, v.c, "v1:addUserToGroupByGroupId", q, account)
}

// RemoveMemberFromGroupQuery names a group and an account.
type RemoveMemberFromGroupQuery struct {
	Name      string `query:"name"`
	AccountID string `query:"accountId"`
}

// RemoveMemberFromGroup takes an account out of a group.
func (v V1) RemoveMemberFromGroup(ctx context.Context, q RemoveMemberFromGroupQuery) error {
	return act(ctx, v.c, "v1:removeMemberFromGroup", q)
}

// RemoveMemberFromGroupByGroupIDQuery names a group and an account.
type RemoveMemberFromGroupByGroupIDQuery struct {
	GroupID   string `query:"groupId"`
	AccountID string `query:"accountId"`
}

// RemoveMemberFromGroupByGroupID takes an account out of a group.
func (v V1) RemoveMemberFromGroupByGroupID(ctx context.Context, q RemoveMemberFromGroupByGroupIDQuery) error {
	return act(ctx, v.c, "v1:removeMemberFromGroupByGroupId", q)
}

// GetBulkUserLookupQuery names accounts.
type GetBulkUserLookupQuery struct {
	AccountIDs []string `query:"accountId"`
	Expand     []string `query:"expand,comma"`
	Limit      int      `query:"limit"` // per page
}

// GetBulkUserLookup reads several accounts; ids without an account are left out.
func (v V1) GetBulkUserLookup(ctx context.Context, q GetBulkUserLookupQuery) iter.Seq2[wirev1.User, error] {
	return list[wirev1.User](ctx, v.c, "v1:getBulkUserLookup", q)
}

// GetBulkUserMigrationQuery names accounts as the service did before it had account ids.
type GetBulkUserMigrationQuery struct {
	Keys      []string `query:"key"`
	Usernames []string `query:"username"`
	Limit     int      `query:"limit"` // per page
}

// GetBulkUserMigration finds the account ids behind former keys and user names.
func (v V1) GetBulkUserMigration(ctx context.Context, q GetBulkUserMigrationQuery) iter.Seq2[wirev1.MigratedUser, error] {
	return list[wirev1.MigratedUser](ctx, v.c, "v1:getBulkUserMigration", q)
}

// AccountIDQuery names an account.
type AccountIDQuery struct {
	AccountID string `query:"accountId"`
}

// GetPrivacyUnsafeUserEmail reads the e-mail of an account.
func (v V1) GetPrivacyUnsafeUserEmail(ctx context.Context, q AccountIDQuery) (*wirev1.AccountEmail, error) {
	return call[wirev1.AccountEmail](ctx, v.c, "v1:getPrivacyUnsafeUserEmail", q, nil)
}

// AccountIDsQuery names accounts.
type AccountIDsQuery struct {
	AccountIDs []string `query:"accountId"`
}

// GetPrivacyUnsafeUserEmailBulk reads the e-mails of accounts that the caller may see.
func (v V1) GetPrivacyUnsafeUserEmailBulk(ctx context.Context, q AccountIDsQuery) ([]wirev1.AccountEmail, error) {
	found, err := call[[]wirev1.AccountEmail](ctx, v.c, "v1:getPrivacyUnsafeUserEmailBulk", q, nil)
	if err != nil {
		return nil, err
	}
	return *found, nil
}

// GetGroupMembershipsForUserQuery names an account.
type GetGroupMembershipsForUserQuery struct {
	AccountID string `query:"accountId"`
	Limit     int    `query:"limit"` // per page
}

// GetGroupMembershipsForUser lists the groups an account is in.
func (v V1) GetGroupMembershipsForUser(ctx context.Context, q GetGroupMembershipsForUserQuery) iter.Seq2[wirev1.Group, error] {
	return list[wirev1.Group](ctx, v.c, "v1:getGroupMembershipsForUser", q)
}

// SearchUserQuery is a question in CQL about users.
type SearchUserQuery struct {
	CQL                      string   `query:"cql"`
	SitePermissionTypeFilter string   `query:"sitePermissionTypeFilter"`
	Expand                   []string `query:"expand,comma"`
	Limit                    int      `query:"limit"` // per page
}

// SearchUser finds users.
func (v V1) SearchUser(ctx context.Context, q SearchUserQuery) iter.Seq2[wirev1.SearchResult, error] {
	return list[wirev1.SearchResult](ctx, v.c, "v1:searchUser", q)
}
