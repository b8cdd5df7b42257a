package client

import (
	"context"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// FromDateQuery says since when is counted.
type FromDateQuery struct {
	FromDate string `query:"fromDate"` // RFC 3339
}

// GetViews counts how often a content was viewed.
func (v V1) GetViews(ctx context.Context, id string, q FromDateQuery) (*wirev1.ViewCount, error) {
	return call[wirev1.ViewCount](ctx, v.c, "v1:getViews", q, nil, id)
}

// GetViewers counts the accounts that viewed a content.
func (v V1) GetViewers(ctx context.Context, id string, q FromDateQuery) (*wirev1.ViewCount, error) {
	return call[wirev1.ViewCount](ctx, v.c, "v1:getViewers", q, nil, id)
}

// GetModules lists the dynamic modules of the calling app.
func (v V1) GetModules(ctx context.Context) (*wirev1.Modules, error) {
	return call[wirev1.Modules](ctx, v.c, "v1:getModules", nil, nil)
}

// RegisterModules adds dynamic modules of the calling app.
func (v V1) RegisterModules(ctx context.Context, modules wirev1.Modules) error {
	return send(ctx, v.c, "v1:registerModules", nil, modules)
}

// RemoveModulesQuery names dynamic modules.
type RemoveModulesQuery struct {
	ModuleKeys []string `query:"moduleKey"`
}

// RemoveModules takes dynamic modules of the calling app away.
func (v V1) RemoveModules(ctx context.Context, q RemoveModulesQuery) error {
	return act(ctx, v.c, "v1:removeModules", q)
}
