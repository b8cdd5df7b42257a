package wiki

import "time"

// State marks how far a page or blog post is.
type State struct {
	ID    int64
	Name  string
	Color string // "#ffc400"
}

// SuggestedStates are those that every space suggests. Their numbers begin at 0.
var SuggestedStates = [...]State{
	{0, "Rough draft", "#ffc400"},
	{1, "In progress", "#2684ff"},
	{2, "Ready for review", "#57d9a3"},
	{3, "Verified", "#1d7afc"},
}

// StateMark is the state of a content.
type StateMark struct {
	State *State    // nil: none
	At    time.Time // when it was last changed; zero: never
}

// StateRule says which states the content of a space may be marked with.
type StateRule struct {
	Custom    bool // the ones people made for themselves
	Suggested bool
}

// Bounds of custom states.
const (
	MaxStateName    = 20 // characters
	MaxRecentStates = 3  // of one's own that are offered for a content
)
