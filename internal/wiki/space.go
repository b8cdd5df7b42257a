package wiki

import (
	"hash/fnv"
	"time"
)

// SpaceKind is the type of a space.
type SpaceKind string

// The kinds of space.
const (
	GlobalSpace        SpaceKind = "global"
	PersonalSpace      SpaceKind = "personal"
	CollaborationSpace SpaceKind = "collaboration"
	KnowledgeBase      SpaceKind = "knowledge_base"
)

// SpaceStatus is current or archived.
type SpaceStatus string

// The statuses of a space.
const (
	SpaceCurrent  SpaceStatus = "current"
	SpaceArchived SpaceStatus = "archived"
)

// Space holds content under one set of permissions.
type Space struct {
	ID          SpaceID
	Key         string // compared without regard to case, written as it was made
	Alias       string // another name in addresses, compared like the key; empty: none
	Name        string
	Kind        SpaceKind
	Status      SpaceStatus
	Home        ContentID // 0: none
	Description string    // plain text
	Creator     AccountID
	Created     time.Time
	Theme       string // key; empty: the default
	// RouteOverride is a setting that is kept for clients: whether apps may take the place of pages' addresses.
	RouteOverride bool
}

// SpaceSort is an order of space listings.
type SpaceSort string

// The orders of space listings.
const (
	SpaceByID   SpaceSort = "id"
	SpaceByKey  SpaceSort = "key"
	SpaceByName SpaceSort = "name"
)

// SpaceFilter selects spaces in listings. Empty slices do not filter.
type SpaceFilter struct {
	IDs      []SpaceID
	Keys     []string
	Called   []string // keys or aliases
	Kinds    []SpaceKind
	Statuses []SpaceStatus
	Labels   []string
	// Favoured are those that this account has marked as favourites, Ordinary those that this one has not; empty: any.
	Favoured, Ordinary AccountID
	Sort               SpaceSort
	Desc               bool
}

// Grant gives one subject abilities in one space.
type Grant struct {
	Space   SpaceID
	Subject Subject
	Perm    Perm
}

// Number is the id of a grant of one ability. A grant is no object of its own but its space, subject and ability; the number
// is made of these, below 2^53 (client-expectations.md, last section), so that the same grant always has the same one.
func (g Grant) Number() int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(g.Space.String() + " " + string(g.Subject) + " " + g.Perm.String())) // a hash does not fail
	return int64(h.Sum64() >> 11)
}

// RoleID names a role.
type RoleID string

// Role is a named set of abilities that is given as a whole.
type Role struct {
	ID                RoleID
	Name, Description string
	System            bool // comes with the program and stays as it is
	Perms             Perm
}

// RoleAssignment gives one subject a role in a space.
type RoleAssignment struct {
	Subject Subject
	Role    RoleID
}

// RoleFilter selects roles. Zero members do not filter.
type RoleFilter struct {
	IDs     []RoleID
	System  *bool
	Space   SpaceID // only those that somebody has in this space
	Subject Subject // only those that the subject has, in Space or anywhere
}

// CustomGrant lets one subject do one operation on custom content of one type in a space.
type CustomGrant struct {
	Space   SpaceID
	Subject Subject
	Kind    Kind   // type of custom content
	Op      string // read, create, delete
}
