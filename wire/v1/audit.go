package v1

import "github.com/weirhq/weir/wire"

// AuditRecord is a record of the audit log.
type AuditRecord struct {
	Author            AuditAuthor    `json:"author"`
	RemoteAddress     string         `json:"remoteAddress"`
	CreationDate      int64          `json:"creationDate"` // milliseconds since 1970 UTC
	Summary           string         `json:"summary"`
	Description       string         `json:"description"`
	Category          string         `json:"category"`
	SysAdmin          bool           `json:"sysAdmin"`
	AffectedObject    AuditObject    `json:"affectedObject"`
	ChangedValues     []ChangedValue `json:"changedValues"`
	AssociatedObjects []AuditObject  `json:"associatedObjects"`
}

// AuditAuthor is who made a record, as they were called then.
type AuditAuthor struct {
	Type                   string                 `json:"type"` // always user
	DisplayName            string                 `json:"displayName"`
	Operations             wire.Null[[]Operation] `json:"operations,omitzero"`
	AccountType            string                 `json:"accountType,omitzero"`
	AccountID              string                 `json:"accountId,omitzero"`
	PublicName             string                 `json:"publicName,omitzero"`
	IsExternalCollaborator wire.Null[bool]        `json:"isExternalCollaborator,omitzero"`
}

// AuditObject is what a record is about.
type AuditObject struct {
	Name       string `json:"name"`
	ObjectType string `json:"objectType"`
}

// ChangedValue is a value before and after.
type ChangedValue struct {
	Name           string `json:"name"`
	OldValue       string `json:"oldValue"`
	HiddenOldValue string `json:"hiddenOldValue,omitzero"`
	NewValue       string `json:"newValue"`
	HiddenNewValue string `json:"hiddenNewValue,omitzero"`
}

// AuditRecordCreate is a record that a program adds. The author is the caller, whatever it says.
type AuditRecordCreate struct {
	RemoteAddress     string         `json:"remoteAddress"`
	CreationDate      int64          `json:"creationDate,omitzero"` // milliseconds since 1970 UTC; now without it
	Summary           string         `json:"summary,omitzero"`
	Description       string         `json:"description,omitzero"`
	Category          string         `json:"category,omitzero"`
	SysAdmin          bool           `json:"sysAdmin,omitzero"`
	AffectedObject    *AuditObject   `json:"affectedObject,omitzero"`
	ChangedValues     []ChangedValue `json:"changedValues,omitzero"`
	AssociatedObjects []AuditObject  `json:"associatedObjects,omitzero"`
}

// RetentionPeriod is how long the audit log is kept.
type RetentionPeriod struct {
	Number int    `json:"number"`
	Units  string `json:"units"` // DAYS, MONTHS, …
}
