package client

import (
	"context"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// GetAdminKey reads the caller's admin key.
func (v V2) GetAdminKey(ctx context.Context) (*wirev2.AdminKey, error) {
	return call[wirev2.AdminKey](ctx, v.c, "v2:getAdminKey", nil, nil)
}

// EnableAdminKey lets the caller, an administrator, read restricted content in requests with the header
// Atl-Confluence-With-Admin-Key: true, for 10 minutes unless it says otherwise.
func (v V2) EnableAdminKey(ctx context.Context, key wirev2.AdminKeyRequest) (*wirev2.AdminKey, error) {
	return call[wirev2.AdminKey](ctx, v.c, "v2:enableAdminKey", nil, key)
}

// DisableAdminKey ends the caller's admin key.
func (v V2) DisableAdminKey(ctx context.Context) error {
	return act(ctx, v.c, "v2:disableAdminKey", nil)
}
