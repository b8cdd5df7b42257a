package v2

// SpaceCreate is the body of POST spaces. Key is the alias where it is not given.
type SpaceCreate struct {
	Name                         string           `json:"name"`
	Key                          string           `json:"key,omitzero"`
	Alias                        string           `json:"alias,omitzero"`
	Description                  *BodyText        `json:"description,omitzero"` // plain
	RoleAssignments              []RoleAssignment `json:"roleAssignments,omitzero"`
	CopySpaceAccessConfiguration int64            `json:"copySpaceAccessConfiguration,omitzero"` // id of a space
	CreatePrivateSpace           bool             `json:"createPrivateSpace,omitzero"`
	TemplateKey                  string           `json:"templateKey,omitzero"`
}

// AvailablePermission is a permission that roles can be made of.
type AvailablePermission struct {
	ID                    string   `json:"id"` // "create/page"
	DisplayName           string   `json:"displayName"`
	Description           string   `json:"description"`
	RequiredPermissionIDs []string `json:"requiredPermissionIds"`
}

// SpaceRoleMode says how permissions are given: PRE_ROLES, ROLES_TRANSITION or ROLES.
type SpaceRoleMode struct {
	Mode string `json:"mode"`
}

// SpaceRole is a named set of permissions.
type SpaceRole struct {
	ID               string   `json:"id"`
	Type             string   `json:"type"` // SYSTEM, CUSTOM
	Name             string   `json:"name"`
	Description      string   `json:"description"`
	SpacePermissions []string `json:"spacePermissions"` // ids
}

// SpaceRoleSingle is a role by itself.
type SpaceRoleSingle struct {
	SpaceRole
	Links BaseLink `json:"_links"`
}

// BaseLink is what links are relative to.
type BaseLink struct {
	Base string `json:"base,omitzero"`
}

// SpaceRoleWrite is a role as it is written.
type SpaceRoleWrite struct {
	Name                        string   `json:"name"`
	Description                 string   `json:"description"`
	SpacePermissions            []string `json:"spacePermissions"`
	AnonymousReassignmentRoleID string   `json:"anonymousReassignmentRoleId,omitzero"`
	GuestReassignmentRoleID     string   `json:"guestReassignmentRoleId,omitzero"`
}

// SpaceRoleUpdated is a role that was changed, and the task that tells when it is everywhere.
type SpaceRoleUpdated struct {
	ID          string `json:"id"`
	Type        string `json:"type"`
	Name        string `json:"name"`
	Description string `json:"description"`
	TaskID      string `json:"taskId"`
}

// SpaceRoleDeleted names the task that tells when a role is gone everywhere.
type SpaceRoleDeleted struct {
	TaskID string `json:"taskId"`
}

// RoleAssignment gives a principal a role in a space. Written without a role it takes all roles.
type RoleAssignment struct {
	Principal Principal `json:"principal"`
	RoleID    string    `json:"roleId,omitzero"`
}

// Principal is an account, a group or a class of callers.
type Principal struct {
	Type string `json:"principalType"` // USER, GROUP, ACCESS_CLASS
	ID   string `json:"principalId"`
}
