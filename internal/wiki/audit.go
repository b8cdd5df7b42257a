package wiki

import "time"

// AuditEvent is one record of the audit log of a site: who changed what, from where. It is written in the transaction of
// the change (design.md §3): no record, no change.
type AuditEvent struct {
	Author      AccountID // empty: nobody with an account
	AuthorName  string    // as it was when the record was made
	Address     string    // network address of the author, empty for the host's own hand
	At          time.Time
	Category    string
	Summary     string
	Description string
	SysAdmin    bool // the author administers the site
	Object      AuditObject
	Associated  []AuditObject
	Changed     []AuditChange
}

// AuditObject is what a record is about.
type AuditObject struct{ Name, Type string }

// AuditChange is one value before and after. The hidden values are kept and told with it, and not searched.
type AuditChange struct{ Name, Old, New, HiddenOld, HiddenNew string }

// The categories of records of our own.
const (
	AuditGroups      = "Users and groups"
	AuditPermissions = "Permissions"
	AuditSpaces      = "Spaces"
	AuditContent     = "Pages"
	AuditTemplates   = "Page templates"
	AuditSecurity    = "Security"
	AuditSettings    = "Global administration"
)

// AuditFilter selects records. Zero values do not filter.
type AuditFilter struct {
	From, To time.Time // both inclusive
	Search   string    // part of any text of a record, compared case-folded
}
