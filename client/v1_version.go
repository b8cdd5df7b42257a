package client

import (
	"context"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// RestoreContentVersion writes an older version of content as the next one.
func (v V1) RestoreContentVersion(ctx context.Context, id string, restore wirev1.VersionRestore, q ExpandQuery) (*wirev1.Version, error) {
	return call[wirev1.Version](ctx, v.c, "v1:restoreContentVersion", q, restore, id)
}

// DeleteContentVersion removes an older version of content; the rest is numbered anew.
func (v V1) DeleteContentVersion(ctx context.Context, id, number string) error {
	return act(ctx, v.c, "v1:deleteContentVersion", nil, id, number)
}

// CheckContentPermission tells whether somebody may do something to content.
func (v V1) CheckContentPermission(ctx context.Context, id string, check wirev1.PermissionCheck) (*wirev1.PermissionCheckResult, error) {
	return call[wirev1.PermissionCheckResult](ctx, v.c, "v1:checkContentPermission", nil, check, id)
}
