package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// CreateSpace makes a space with its home page.
func (v V2) CreateSpace(ctx context.Context, in wirev2.SpaceCreate) (*wirev2.SpaceBulk, error) {
	return call[wirev2.SpaceBulk](ctx, v.c, "v2:createSpace", nil, in)
}

// GetSpacePermissionsAssignments lists who was given what in a space.
func (v V2) GetSpacePermissionsAssignments(ctx context.Context, id string, q CursorQuery) iter.Seq2[wirev2.SpacePermission, error] {
	return list[wirev2.SpacePermission](ctx, v.c, "v2:getSpacePermissionsAssignments", q, id)
}

// GetAvailableSpacePermissions lists the permissions that roles can be made of.
func (v V2) GetAvailableSpacePermissions(ctx context.Context, q CursorQuery) iter.Seq2[wirev2.AvailablePermission, error] {
	return list[wirev2.AvailablePermission](ctx, v.c, "v2:getAvailableSpacePermissions", q)
}

// GetSpaceOperations tells what the caller may do in a space.
func (v V2) GetSpaceOperations(ctx context.Context, id string) (*wirev2.Operations, error) {
	return call[wirev2.Operations](ctx, v.c, "v2:getSpaceOperations", nil, nil, id)
}

// SpaceLabelsQuery narrows and orders labels.
type SpaceLabelsQuery struct {
	Prefix string `query:"prefix"` // my, team, …
	Sort   string `query:"sort"`   // created-date, id, name; with - backwards
	Limit  int    `query:"limit"`  // per page
}

// GetSpaceLabels lists the labels of a space.
func (v V2) GetSpaceLabels(ctx context.Context, id string, q SpaceLabelsQuery) iter.Seq2[wirev2.Label, error] {
	return list[wirev2.Label](ctx, v.c, "v2:getSpaceLabels", q, id)
}

// GetSpaceContentLabels lists the labels of the content of a space.
func (v V2) GetSpaceContentLabels(ctx context.Context, id string, q SpaceLabelsQuery) iter.Seq2[wirev2.Label, error] {
	return list[wirev2.Label](ctx, v.c, "v2:getSpaceContentLabels", q, id)
}

// GetSpaceRoleMode tells how permissions of spaces are given.
func (v V2) GetSpaceRoleMode(ctx context.Context) (*wirev2.SpaceRoleMode, error) {
	return call[wirev2.SpaceRoleMode](ctx, v.c, "v2:getSpaceRoleMode", nil, nil)
}

// SpaceRolesQuery narrows roles to those somebody has.
type SpaceRolesQuery struct {
	SpaceID       string `query:"space-id"`
	RoleType      string `query:"role-type"` // SYSTEM, CUSTOM
	PrincipalID   string `query:"principal-id"`
	PrincipalType string `query:"principal-type"` // USER, GROUP, ACCESS_CLASS
	Limit         int    `query:"limit"`          // per page
}

// GetAvailableSpaceRoles lists the roles of the site.
func (v V2) GetAvailableSpaceRoles(ctx context.Context, q SpaceRolesQuery) iter.Seq2[wirev2.SpaceRole, error] {
	return list[wirev2.SpaceRole](ctx, v.c, "v2:getAvailableSpaceRoles", q)
}

// CreateSpaceRole makes a role.
func (v V2) CreateSpaceRole(ctx context.Context, in wirev2.SpaceRoleWrite) (*wirev2.SpaceRole, error) {
	return call[wirev2.SpaceRole](ctx, v.c, "v2:createSpaceRole", nil, in)
}

// GetSpaceRolesByID reads a role.
func (v V2) GetSpaceRolesByID(ctx context.Context, id string) (*wirev2.SpaceRoleSingle, error) {
	return call[wirev2.SpaceRoleSingle](ctx, v.c, "v2:getSpaceRolesById", nil, nil, id)
}

// UpdateSpaceRole changes a role for everybody who has it.
func (v V2) UpdateSpaceRole(ctx context.Context, id string, in wirev2.SpaceRoleWrite) (*wirev2.SpaceRoleUpdated, error) {
	return call[wirev2.SpaceRoleUpdated](ctx, v.c, "v2:updateSpaceRole", nil, in, id)
}

// DeleteSpaceRole removes a role and takes it from everybody who has it.
func (v V2) DeleteSpaceRole(ctx context.Context, id string) (*wirev2.SpaceRoleDeleted, error) {
	return call[wirev2.SpaceRoleDeleted](ctx, v.c, "v2:deleteSpaceRole", nil, nil, id)
}

// RoleAssignmentsQuery narrows who has which role.
type RoleAssignmentsQuery struct {
	RoleID        string `query:"role-id"`
	RoleType      string `query:"role-type"` // SYSTEM, CUSTOM
	PrincipalID   string `query:"principal-id"`
	PrincipalType string `query:"principal-type"` // USER, GROUP, ACCESS_CLASS
	Limit         int    `query:"limit"`          // per page
}

// GetSpaceRoleAssignments lists who has which role in a space.
func (v V2) GetSpaceRoleAssignments(ctx context.Context, id string, q RoleAssignmentsQuery) iter.Seq2[wirev2.RoleAssignment, error] {
	return list[wirev2.RoleAssignment](ctx, v.c, "v2:getSpaceRoleAssignments", q, id)
}

// SetSpaceRoleAssignments gives principals exactly the roles they are listed with, and lists what the space has then.
func (v V2) SetSpaceRoleAssignments(ctx context.Context, id string, list []wirev2.RoleAssignment) (*wirev2.List[wirev2.RoleAssignment], error) {
	return call[wirev2.List[wirev2.RoleAssignment]](ctx, v.c, "v2:setSpaceRoleAssignments", nil, list, id)
}
