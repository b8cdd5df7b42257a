package v2

import "github.com/weirhq/weir/wire"

// AdminKeyRequest says how long an admin key is good.
type AdminKeyRequest struct {
	DurationInMinutes *int `json:"durationInMinutes,omitzero"`
}

// AdminKey is an admin key and when it ends.
type AdminKey struct {
	AccountID      string    `json:"accountId"`
	ExpirationTime wire.Time `json:"expirationTime,omitzero"`
}
