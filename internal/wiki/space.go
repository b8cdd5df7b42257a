package wiki

import "time"

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
	Name        string
	Kind        SpaceKind
	Status      SpaceStatus
	Home        ContentID // 0: none
	Description string    // plain text
	Creator     AccountID
	Created     time.Time
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
	Kinds    []SpaceKind
	Statuses []SpaceStatus
	Labels   []string
	Sort     SpaceSort
	Desc     bool
}

// Grant gives one subject abilities in one space.
type Grant struct {
	Space   SpaceID
	Subject Subject
	Perm    Perm
}
