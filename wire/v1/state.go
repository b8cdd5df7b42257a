package v1

import "github.com/weirhq/weir/wire"

// ContentState marks how far content is.
type ContentState struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"` // "#ffc400"
}

// ContentStateMark is the state of one content; without members it never had one.
type ContentStateMark struct {
	State   *ContentState `json:"contentState,omitzero"`
	Updated wire.Time     `json:"lastUpdated,omitzero"`
}

// AvailableStates are those one content can be marked with.
type AvailableStates struct {
	Space  []ContentState `json:"spaceContentStates"`
	Custom []ContentState `json:"customContentStates"`
}

// StateSettings say which states a space allows.
type StateSettings struct {
	Allowed       bool           `json:"contentStatesAllowed"`
	CustomAllowed bool           `json:"customContentStatesAllowed"`
	SpaceAllowed  bool           `json:"spaceContentStatesAllowed"`
	Space         []ContentState `json:"spaceContentStates,omitempty"`
}

// ContentStateWrite names a state by its id, or by name and colour.
type ContentStateWrite struct {
	ID    *int64 `json:"id,omitzero"`
	Name  string `json:"name,omitzero"`
	Color string `json:"color,omitzero"`
}
