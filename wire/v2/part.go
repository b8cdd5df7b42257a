package v2

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// Label is a label as it is attached to content or a space.
type Label struct {
	ID     wire.ID `json:"id"`
	Name   string  `json:"name"`
	Prefix string  `json:"prefix"` // global, my, team, system
}

// Operation is something the caller may do to an object.
type Operation struct {
	Operation  string `json:"operation"`
	TargetType string `json:"targetType"`
}

// Like is one account that likes content.
type Like struct {
	AccountID string `json:"accountId"`
}

// LikeCount counts who likes content.
type LikeCount struct {
	Count int64 `json:"count"`
}

// Operations are what the caller may do to an object.
type Operations struct {
	Operations []Operation `json:"operations"`
}

// ContentProperty is a named JSON value kept with content.
type ContentProperty struct {
	ID      wire.ID        `json:"id"`
	Key     string         `json:"key"`
	Value   jsontext.Value `json:"value"` // any JSON, kept as it was given
	Version *Version       `json:"version,omitzero"`
}

// PropertyCreate is a property to be made.
type PropertyCreate struct {
	Key   string         `json:"key"`
	Value jsontext.Value `json:"value"`
}

// PropertyUpdate is the next version of a property. The key, where it is given, must be the present one.
type PropertyUpdate struct {
	Key     string         `json:"key,omitzero"`
	Value   jsontext.Value `json:"value"`
	Version *VersionWrite  `json:"version,omitzero"`
}
