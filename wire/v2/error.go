package v2

import "github.com/weirhq/weir/wire"

// Errors is the body of every refusal of version 2, and of some of version 1
// (auth-behaviour.md §6, "v2" and E3).
type Errors struct {
	Errors []Error `json:"errors"`
}

// Error is one refusal. Detail is null on most (S3), "" on wrong input (E4) and absent where the
// method is not allowed (E3).
type Error struct {
	Status int               `json:"status"`
	Code   string            `json:"code"` // NOT_FOUND, INVALID_REQUEST_PARAMETER, …
	Title  string            `json:"title"`
	Detail wire.Null[string] `json:"detail,omitzero"`
}
