package client

import (
	"context"
	"iter"

	"github.com/go-json-experiment/json/jsontext"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// GetForgeAppProperties lists the properties of the calling app.
func (v V2) GetForgeAppProperties(ctx context.Context, q PageSizeQuery) iter.Seq2[wirev2.AppProperty, error] {
	return list[wirev2.AppProperty](ctx, v.c, "v2:getForgeAppProperties", q)
}

// GetForgeAppProperty reads a property of the calling app.
func (v V2) GetForgeAppProperty(ctx context.Context, key string) (*wirev2.AppProperty, error) {
	return call[wirev2.AppProperty](ctx, v.c, "v2:getForgeAppProperty", nil, nil, key)
}

// PutForgeAppProperty keeps a property of the calling app, a JSON object.
func (v V2) PutForgeAppProperty(ctx context.Context, key string, value jsontext.Value) error {
	return send(ctx, v.c, "v2:putForgeAppProperty", nil, value, key)
}

// DeleteForgeAppProperty deletes a property of the calling app.
func (v V2) DeleteForgeAppProperty(ctx context.Context, key string) error {
	return act(ctx, v.c, "v2:deleteForgeAppProperty", nil, key)
}

// GetDataPolicyMetadata tells whether a policy keeps any content of the site from apps.
func (v V2) GetDataPolicyMetadata(ctx context.Context) (*wirev2.DataPolicyMetadata, error) {
	return call[wirev2.DataPolicyMetadata](ctx, v.c, "v2:getDataPolicyMetadata", nil, nil)
}

// GetDataPolicySpacesQuery narrows GetDataPolicySpaces.
type GetDataPolicySpacesQuery struct {
	IDs   []string `query:"ids"`
	Keys  []string `query:"keys"`
	Sort  string   `query:"sort"`
	Limit int      `query:"limit"` // per page
}

// GetDataPolicySpaces lists the spaces with what policies keep of them from apps.
func (v V2) GetDataPolicySpaces(ctx context.Context, q GetDataPolicySpacesQuery) iter.Seq2[wirev2.DataPolicySpace, error] {
	return list[wirev2.DataPolicySpace](ctx, v.c, "v2:getDataPolicySpaces", q)
}
