package v1

import "github.com/weirhq/weir/wire"

// SpaceCreate is the body of POST space. Key is the alias where it is not given.
type SpaceCreate struct {
	Key         string                  `json:"key,omitzero"`
	Alias       string                  `json:"alias,omitzero"`
	Name        string                  `json:"name"`
	Description *SpaceDescriptionCreate `json:"description,omitzero"`
	Permissions []SpacePermissionCreate `json:"permissions,omitzero"` // those of new spaces unless given
}

// SpaceDescriptionCreate is the description of a space as it is written.
type SpaceDescriptionCreate struct {
	Plain *DescriptionWrite `json:"plain"`
}

// DescriptionWrite is the text of a description.
type DescriptionWrite struct {
	Value          string `json:"value,omitzero"`
	Representation string `json:"representation,omitzero"` // plain
}

// SpacePermissionCreate is one operation in a new space and who may do it.
type SpacePermissionCreate struct {
	Subjects         *PermissionSubjectsCreate `json:"subjects,omitzero"`
	Operation        Operation                 `json:"operation"`
	AnonymousAccess  bool                      `json:"anonymousAccess"`
	UnlicensedAccess bool                      `json:"unlicensedAccess"`
}

// PermissionSubjectsCreate are the accounts and groups that a permission of a new space is for.
type PermissionSubjectsCreate struct {
	User  *SubjectList[AccountRef] `json:"user,omitzero"`
	Group *SubjectList[GroupRef]   `json:"group,omitzero"`
}

// SubjectList holds subjects of one kind.
type SubjectList[T any] struct {
	Results []T `json:"results"`
	Size    int `json:"size"`
}

// AccountRef names an account.
type AccountRef struct {
	AccountID string `json:"accountId"`
}

// GroupRef names a group by its id, or by its name.
type GroupRef struct {
	Type string `json:"type"` // group
	ID   string `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}

// SpaceUpdate is the body of PUT space/{key}. What is not given, or null, stays.
type SpaceUpdate struct {
	Name        wire.Null[string]       `json:"name,omitzero"`
	Description *SpaceDescriptionCreate `json:"description,omitzero"`
	Homepage    *ContentRef             `json:"homepage,omitzero"`
	Type        string                  `json:"type,omitzero"`
	Status      wire.Null[string]       `json:"status,omitzero"`
}

// SpacePermissionRequest gives one subject one operation in a space.
type SpacePermissionRequest struct {
	Subject   PermissionSubject `json:"subject"`
	Operation OperationKey      `json:"operation"`
	Links     *Links            `json:"_links,omitzero"`
}

// SpacePermissionV2 is one operation of one subject in a space.
type SpacePermissionV2 struct {
	ID        int64             `json:"id"`
	Subject   PermissionSubject `json:"subject"`
	Operation OperationKey      `json:"operation"`
	Links     Links             `json:"_links,omitzero"`
}

// OperationKey is what a permission allows to do to what.
type OperationKey struct {
	Key    string `json:"key"`
	Target string `json:"target"`
}

// CustomContentPermissions give or take one subject operations on types of custom content.
type CustomContentPermissions struct {
	Subject    PermissionSubject        `json:"subject"`
	Operations []CustomContentOperation `json:"operations"`
}

// CustomContentOperation is an operation on one type of custom content, allowed or not.
type CustomContentOperation struct {
	Key    string `json:"key"`    // read, create, delete
	Target string `json:"target"` // the type
	Access bool   `json:"access"`
}

// SpaceSettingsUpdate is the body of PUT space/{key}/settings.
type SpaceSettingsUpdate struct {
	RouteOverrideEnabled *bool `json:"routeOverrideEnabled,omitzero"`
}

// ThemeUpdate is the body of PUT space/{key}/theme.
type ThemeUpdate struct {
	ThemeKey string `json:"themeKey"`
}

// SpaceContents are the first pages and blog posts of a space.
type SpaceContents struct {
	Page     *List[Content] `json:"page"`
	Blogpost *List[Content] `json:"blogpost"`
	Links    Links          `json:"_links"`
}
