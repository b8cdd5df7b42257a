package wiki

// Label marks content or a space.
type Label struct {
	ID     int64
	Prefix string // global, team, or my: then it is the viewer's own, and nobody else sees it
	Name   string
}

// The prefixes of labels that are written.
const (
	GlobalLabel = "global"
	TeamLabel   = "team"
	MyLabel     = "my"
)

// LabelSort is an order of label listings. Labels are numbered in the order they are made.
type LabelSort string

// The orders of label listings.
const (
	LabelByID   LabelSort = "id"
	LabelByName LabelSort = "name"
)

// LabelFilter selects labels in listings. Nil members do not filter.
type LabelFilter struct {
	Content  ContentID // 0: those on anything the viewer may view
	OfSpace  SpaceID   // those on this space, which the viewer may view
	InSpace  SpaceID   // those on content of this space that the viewer may view
	IDs      []int64
	Prefixes []string
	Sort     LabelSort
	Desc     bool
}
