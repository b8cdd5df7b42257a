package client

import (
	"context"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// PostRedactPage takes texts out of a page and makes a new version of it.
func (v V2) PostRedactPage(ctx context.Context, id string, in wirev2.RedactionRequest) (*wirev2.RedactionResult, error) {
	return call[wirev2.RedactionResult](ctx, v.c, "v2:postRedactPage", nil, in, id)
}

// PostRedactBlog takes texts out of a blog post and makes a new version of it.
func (v V2) PostRedactBlog(ctx context.Context, id string, in wirev2.RedactionRequest) (*wirev2.RedactionResult, error) {
	return call[wirev2.RedactionResult](ctx, v.c, "v2:postRedactBlog", nil, in, id)
}
