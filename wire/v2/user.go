package v2

import "github.com/weirhq/weir/wire"

// User is an account as the caller may see it.
type User struct {
	DisplayName            string          `json:"displayName,omitzero"`
	TimeZone               string          `json:"timeZone,omitzero"`
	PersonalSpaceID        wire.ID         `json:"personalSpaceId,omitzero"`
	IsExternalCollaborator wire.Null[bool] `json:"isExternalCollaborator,omitzero"`
	AccountStatus          string          `json:"accountStatus,omitzero"` // active, inactive
	AccountID              string          `json:"accountId"`
	Email                  string          `json:"email,omitzero"`       // absent where the caller may not see it
	AccountType            string          `json:"accountType,omitzero"` // atlassian, app
	PublicName             string          `json:"publicName,omitzero"`
	ProfilePicture         wire.Null[Icon] `json:"profilePicture"`
}

// Icon is a picture.
type Icon struct {
	Path      string `json:"path"`
	IsDefault bool   `json:"isDefault"`
}

// BulkUsers names accounts.
type BulkUsers struct {
	AccountIDs []string `json:"accountIds"`
}

// Emails are e-mail addresses to look up or to invite.
type Emails struct {
	Emails []string `json:"emails"`
}

// EmailAccess says which of some e-mails are of nobody who may use the site, and which are none.
type EmailAccess struct {
	EmailsWithoutAccess []string `json:"emailsWithoutAccess"`
	InvalidEmails       []string `json:"invalidEmails"`
}
