package v1

import "github.com/weirhq/weir/wire"

// Moved is the answer of a move.
type Moved struct {
	PageID wire.ID `json:"pageId"`
}
