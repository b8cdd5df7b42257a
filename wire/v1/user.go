package v1

import "github.com/weirhq/weir/wire"

// User is an account as the caller may see it, or the anonymous user. The anonymous user has
// Type "anonymous", a name and a picture, and none of the members that describe an account; in
// particular no accountId (client-expectations.md, last section).
type User struct {
	Type                   string            `json:"type"` // known, unknown, anonymous, user
	AccountID              string            `json:"accountId,omitzero"`
	AccountType            string            `json:"accountType,omitzero"` // atlassian, app
	Email                  wire.Null[string] `json:"email,omitzero"`       // "" where the caller may not see it
	PublicName             string            `json:"publicName,omitzero"`
	TimeZone               string            `json:"timeZone,omitzero"`
	ProfilePicture         *Icon             `json:"profilePicture,omitzero"`
	DisplayName            string            `json:"displayName,omitzero"`
	IsExternalCollaborator wire.Null[bool]   `json:"isExternalCollaborator,omitzero"`
	IsGuest                wire.Null[bool]   `json:"isGuest,omitzero"`
	Operations             []Operation       `json:"operations,omitzero"`
	Details                *UserDetails      `json:"details,omitzero"`
	PersonalSpace          *Space            `json:"personalSpace,omitzero"`
	Expandable             wire.Expandable   `json:"_expandable,omitzero"`
	Links                  Links             `json:"_links,omitzero"`
}

// Icon is a picture.
type Icon struct {
	Path      string `json:"path"`
	Width     int    `json:"width"`  // pixels
	Height    int    `json:"height"` // pixels
	IsDefault bool   `json:"isDefault"`
}

// UserDetails is what a person chose to tell.
type UserDetails struct {
	Business *UserBusiness `json:"business,omitzero"`
	Personal *UserPersonal `json:"personal,omitzero"`
}

// UserBusiness is the place of a person in an organisation.
type UserBusiness struct {
	Position   string `json:"position,omitzero"`
	Department string `json:"department,omitzero"`
	Location   string `json:"location,omitzero"`
}

// UserPersonal is how to reach a person.
type UserPersonal struct {
	Phone   string `json:"phone,omitzero"`
	IM      string `json:"im,omitzero"`
	Website string `json:"website,omitzero"`
	Email   string `json:"email,omitzero"`
}

// Group is a group of accounts.
type Group struct {
	Type  string `json:"type"` // always group
	Name  string `json:"name"`
	ID    string `json:"id"` // a UUID
	Links Links  `json:"_links,omitzero"`
}
