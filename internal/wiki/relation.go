package wiki

import "time"

// Favourite is the name of the one relation that the system itself knows: an account marks a content or a space. All other
// names mean what programs make of them.
const Favourite = "favourite"

// MaxRelationName is the length of a relation's name, in characters.
const MaxRelationName = 255

// NodeKind is what an end of a relation is. The texts are those of v1.
type NodeKind string

// The kinds of nodes.
const (
	ContentNode NodeKind = "content"
	SpaceNode   NodeKind = "space"
	UserNode    NodeKind = "user"
)

// Node is an end of a relation. Exactly one of Content, Space and Account is set.
type Node struct {
	Content ContentID
	Version int // an older version of the content, 0 for what it is now
	Space   SpaceID
	Account AccountID
}

// Kind is what the node is.
func (n Node) Kind() NodeKind {
	switch {
	case n.Content != 0:
		return ContentNode
	case n.Space != 0:
		return SpaceNode
	}
	return UserNode
}

// Relation says that its source has to do with its target, one way.
type Relation struct {
	Name           string
	Source, Target Node
	Creator        AccountID
	Created        time.Time
}

// RelationFilter selects the relations of a name that one node has to nodes of a kind.
type RelationFilter struct {
	Name string
	Of   Node
	// Incoming asks for those of which the node is the target.
	Incoming bool
	Kind     NodeKind // of the other ends
	// Status narrows other ends that are contents to one status; Historical means older versions, and Version then one of
	// them.
	Status  Status
	Version int
}
