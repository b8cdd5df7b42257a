package v1

import "github.com/weirhq/weir/wire"

// Version is one version of content.
type Version struct {
	By                  *User           `json:"by,omitzero"`
	When                wire.Time       `json:"when"`
	FriendlyWhen        string          `json:"friendlyWhen,omitzero"`
	Message             string          `json:"message"` // verbatim; "" is written (client-expectations.md 9)
	Number              int             `json:"number"`  // from 1
	MinorEdit           bool            `json:"minorEdit"`
	SyncRev             string          `json:"syncRev,omitzero"`
	SyncRevSource       string          `json:"syncRevSource,omitzero"`
	ConfRev             string          `json:"confRev,omitzero"`
	ContentTypeModified bool            `json:"contentTypeModified"`
	Collaborators       *Collaborators  `json:"collaborators,omitzero"`
	Content             *Content        `json:"content,omitzero"`
	Expandable          wire.Expandable `json:"_expandable,omitzero"`
	Links               Links           `json:"_links,omitzero"`
}

// Collaborators are the accounts that took part in a version.
type Collaborators struct {
	Users    []User   `json:"users,omitzero"`
	UserKeys []string `json:"userKeys,omitzero"`
	Links    Links    `json:"_links,omitzero"`
}

// History is when and by whom content was made and changed.
type History struct {
	PreviousVersion *Version        `json:"previousVersion,omitzero"`
	NextVersion     *Version        `json:"nextVersion,omitzero"`
	LastUpdated     *Version        `json:"lastUpdated,omitzero"`
	Latest          bool            `json:"latest"`
	CreatedBy       *User           `json:"createdBy,omitzero"`
	OwnedBy         *User           `json:"ownedBy,omitzero"`
	LastOwnedBy     *User           `json:"lastOwnedBy,omitzero"`
	CreatedDate     wire.Time       `json:"createdDate,omitzero"`
	Contributors    *Contributors   `json:"contributors,omitzero"`
	Expandable      wire.Expandable `json:"_expandable,omitzero"`
	Links           Links           `json:"_links,omitzero"`
}

// Contributors are the accounts that published a version of content.
type Contributors struct {
	Publishers *Collaborators `json:"publishers,omitzero"`
}

// VersionRestore asks for an older version to be written as the next one.
type VersionRestore struct {
	OperationKey string                `json:"operationKey"` // restore
	Params       *VersionRestoreParams `json:"params"`
}

// VersionRestoreParams say which version comes back, and how.
type VersionRestoreParams struct {
	VersionNumber int    `json:"versionNumber"`
	Message       string `json:"message"`
	RestoreTitle  bool   `json:"restoreTitle,omitzero"`
}
