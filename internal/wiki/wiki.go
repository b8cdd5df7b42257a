// Package wiki owns the nouns of the system and the rules between them: sites, spaces, content, versions, labels,
// attachments, restrictions, permissions, the permission formula, and the one error type with its closed list of
// reasons. It does no I/O, knows no wire format and no SQL, and imports nothing of ours.
package wiki

import "strconv"

// SiteID is the row number of a site. It never appears on the wire; the cloudId does.
type SiteID int64

// SpaceID is a space's number: a JSON number in REST v1, a string of digits in v2 (client-expectations.md 7).
type SpaceID int64

// ContentID is a content's number, unique in the database over all kinds of content. On the wire it is a string of
// digits; attachments are written att123 and read as att123 or 123 (design.md §2 "Paths").
type ContentID int64

// AccountID is the accountId: an opaque text that identifies an account on every site of the installation.
type AccountID string

// GroupID is a group's id, a UUID.
type GroupID string

// RuleID is the row number of an effective view rule: the interned conjunction of the view restrictions along a
// content's ancestors. Zero is the empty conjunction: not restricted.
type RuleID int64

func (id SpaceID) String() string   { return strconv.FormatInt(int64(id), 10) }
func (id ContentID) String() string { return strconv.FormatInt(int64(id), 10) }

// Site is one tenant: a wiki with its own name, spaces and content.
type Site struct {
	ID      SiteID
	CloudID string // UUID, public
	Key     string // short name, the "demo" of demo.localhost; unique in the installation
	Name    string
	BaseURL string // "https://wiki.example.com", without /wiki and without a slash at the end; every link begins with it
	Public  bool   // anonymous callers may use the site; spaces decide further
}
