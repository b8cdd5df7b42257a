package v1

import "github.com/weirhq/weir/wire"

// Watch is an account that watches content.
type Watch struct {
	Type      string    `json:"type"` // content; the text is ours
	Watcher   WatchUser `json:"watcher"`
	ContentID int64     `json:"contentId"`
}

// SpaceWatch is an account that watches a space.
type SpaceWatch struct {
	Type      string    `json:"type"` // space; the text is ours
	Watcher   WatchUser `json:"watcher"`
	SpaceKey  string    `json:"spaceKey,omitzero"`
	LabelName string    `json:"labelName,omitzero"` // of a watch of a label
	Prefix    string    `json:"prefix,omitzero"`
}

// WatchUser is an account as watches show it: without links and expansions, and with members that are always there.
type WatchUser struct {
	Type                   string                 `json:"type"` // known, unknown
	AccountID              string                 `json:"accountId"`
	AccountType            string                 `json:"accountType"`
	Email                  string                 `json:"email"` // "" where the caller may not see it
	PublicName             string                 `json:"publicName"`
	TimeZone               string                 `json:"timeZone,omitzero"`
	ProfilePicture         Icon                   `json:"profilePicture"`
	DisplayName            string                 `json:"displayName"`
	IsExternalCollaborator bool                   `json:"isExternalCollaborator"`
	ExternalCollaborator   bool                   `json:"externalCollaborator"`
	IsGuest                wire.Null[bool]        `json:"isGuest"`
	Operations             wire.Null[[]Operation] `json:"operations"`
	Details                *UserDetails           `json:"details,omitzero"`
	PersonalSpace          wire.Null[Space]       `json:"personalSpace"`
}

// UserWatch says whether an account watches something.
type UserWatch struct {
	Watching bool `json:"watching"`
}
