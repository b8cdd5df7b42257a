package client

import (
	"context"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// GetClassificationLevels lists the classification levels of the site, the least sensitive first.
func (v V2) GetClassificationLevels(ctx context.Context) ([]wirev2.ClassificationLevel, error) {
	found, err := call[[]wirev2.ClassificationLevel](ctx, v.c, "v2:getClassificationLevels", nil, nil)
	if err != nil {
		return nil, err
	}
	return *found, nil
}

// LevelQuery says which state of a page or blog post is meant.
type LevelQuery struct {
	Status string `query:"status"` // current unless given, draft or archived
}

// GetPageClassificationLevel reads how a page is classified, by itself or by its space.
func (v V2) GetPageClassificationLevel(ctx context.Context, id string, q LevelQuery) (*wirev2.ClassificationLevel, error) {
	return call[wirev2.ClassificationLevel](ctx, v.c, "v2:getPageClassificationLevel", q, nil, id)
}

// PutPageClassificationLevel classifies a page.
func (v V2) PutPageClassificationLevel(ctx context.Context, id string, level wirev2.LevelUpdate) error {
	return send(ctx, v.c, "v2:putPageClassificationLevel", nil, level, id)
}

// PostPageClassificationLevel leaves a page to the default of its space.
func (v V2) PostPageClassificationLevel(ctx context.Context, id string, reset wirev2.LevelReset) error {
	return send(ctx, v.c, "v2:postPageClassificationLevel", nil, reset, id)
}

// GetBlogPostClassificationLevel reads how a blog post is classified, by itself or by its space.
func (v V2) GetBlogPostClassificationLevel(ctx context.Context, id string, q LevelQuery) (*wirev2.ClassificationLevel, error) {
	return call[wirev2.ClassificationLevel](ctx, v.c, "v2:getBlogPostClassificationLevel", q, nil, id)
}

// PutBlogPostClassificationLevel classifies a blog post.
func (v V2) PutBlogPostClassificationLevel(ctx context.Context, id string, level wirev2.LevelUpdate) error {
	return send(ctx, v.c, "v2:putBlogPostClassificationLevel", nil, level, id)
}

// PostBlogPostClassificationLevel leaves a blog post to the default of its space.
func (v V2) PostBlogPostClassificationLevel(ctx context.Context, id string, reset wirev2.LevelReset) error {
	return send(ctx, v.c, "v2:postBlogPostClassificationLevel", nil, reset, id)
}

// GetWhiteboardClassificationLevel reads how a whiteboard is classified, by itself or by its space.
func (v V2) GetWhiteboardClassificationLevel(ctx context.Context, id string) (*wirev2.ClassificationLevel, error) {
	return call[wirev2.ClassificationLevel](ctx, v.c, "v2:getWhiteboardClassificationLevel", nil, nil, id)
}

// PutWhiteboardClassificationLevel classifies a whiteboard.
func (v V2) PutWhiteboardClassificationLevel(ctx context.Context, id string, level wirev2.LevelUpdate) error {
	return send(ctx, v.c, "v2:putWhiteboardClassificationLevel", nil, level, id)
}

// PostWhiteboardClassificationLevel leaves a whiteboard to the default of its space.
func (v V2) PostWhiteboardClassificationLevel(ctx context.Context, id string, reset wirev2.LevelReset) error {
	return send(ctx, v.c, "v2:postWhiteboardClassificationLevel", nil, reset, id)
}

// GetDatabaseClassificationLevel reads how a database is classified, by itself or by its space.
func (v V2) GetDatabaseClassificationLevel(ctx context.Context, id string) (*wirev2.ClassificationLevel, error) {
	return call[wirev2.ClassificationLevel](ctx, v.c, "v2:getDatabaseClassificationLevel", nil, nil, id)
}

// PutDatabaseClassificationLevel classifies a database.
func (v V2) PutDatabaseClassificationLevel(ctx context.Context, id string, level wirev2.LevelUpdate) error {
	return send(ctx, v.c, "v2:putDatabaseClassificationLevel", nil, level, id)
}

// PostDatabaseClassificationLevel leaves a database to the default of its space.
func (v V2) PostDatabaseClassificationLevel(ctx context.Context, id string, reset wirev2.LevelReset) error {
	return send(ctx, v.c, "v2:postDatabaseClassificationLevel", nil, reset, id)
}

// GetSpaceDefaultClassificationLevel reads the level of a space's content that has none of its own.
func (v V2) GetSpaceDefaultClassificationLevel(ctx context.Context, id string) (*wirev2.ClassificationLevel, error) {
	return call[wirev2.ClassificationLevel](ctx, v.c, "v2:getSpaceDefaultClassificationLevel", nil, nil, id)
}

// PutSpaceDefaultClassificationLevel sets it.
func (v V2) PutSpaceDefaultClassificationLevel(ctx context.Context, id string, level wirev2.LevelUpdate) error {
	return send(ctx, v.c, "v2:putSpaceDefaultClassificationLevel", nil, level, id)
}

// DeleteSpaceDefaultClassificationLevel takes it away.
func (v V2) DeleteSpaceDefaultClassificationLevel(ctx context.Context, id string) error {
	return act(ctx, v.c, "v2:deleteSpaceDefaultClassificationLevel", nil, id)
}
