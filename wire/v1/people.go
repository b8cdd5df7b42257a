package v1

import "github.com/weirhq/weir/wire"

// CountedList is a list that can also say how long it is as a whole, when it is asked to.
type CountedList[T any] struct {
	Results   []T            `json:"results"`
	Start     int            `json:"start"`
	Limit     int            `json:"limit"`
	Size      int            `json:"size"` // number of results on this page
	TotalSize wire.Null[int] `json:"totalSize,omitzero"`
	Links     ListLinks      `json:"_links"`
}

// GroupName is the name of a group that is to be made.
type GroupName struct {
	Name string `json:"name"`
}

// AccountID names an account.
type AccountID struct {
	AccountID string `json:"accountId"`
}

// AccountEmail is the e-mail of an account.
type AccountEmail struct {
	AccountID string `json:"accountId"`
	Email     string `json:"email"`
}

// MigratedUser is the accountId behind a name of an account that the service gave up.
type MigratedUser struct {
	Username  string `json:"username,omitzero"`
	Key       string `json:"key,omitzero"`
	AccountID string `json:"accountId,omitzero"`
}
