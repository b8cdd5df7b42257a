package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetWatchesForPage lists who watches a page.
func (v V1) GetWatchesForPage(ctx context.Context, id string, q PageSizeQuery) iter.Seq2[wirev1.Watch, error] {
	return list[wirev1.Watch](ctx, v.c, "v1:getWatchesForPage", q, id)
}

// GetWatchesForSpace lists who watches the space that a content is in.
func (v V1) GetWatchesForSpace(ctx context.Context, id string, q PageSizeQuery) iter.Seq2[wirev1.SpaceWatch, error] {
	return list[wirev1.SpaceWatch](ctx, v.c, "v1:getWatchesForSpace", q, id)
}

// GetWatchersForSpace lists who watches a space.
func (v V1) GetWatchersForSpace(ctx context.Context, key string, q PageSizeQuery) iter.Seq2[wirev1.SpaceWatch, error] {
	return list[wirev1.SpaceWatch](ctx, v.c, "v1:getWatchersForSpace", q, key)
}

// GetContentWatchStatus tells whether an account, the caller where none is named, watches a content. Other accounts are for
// administrators of the space or of the site.
func (v V1) GetContentWatchStatus(ctx context.Context, id string, q AccountIDQuery) (*wirev1.UserWatch, error) {
	return call[wirev1.UserWatch](ctx, v.c, "v1:getContentWatchStatus", q, nil, id)
}

// AddContentWatcher lets an account, the caller where none is named, watch a content.
func (v V1) AddContentWatcher(ctx context.Context, id string, q AccountIDQuery) error {
	return act(ctx, v.c, "v1:addContentWatcher", q, id)
}

// RemoveContentWatcher ends an account's watch of a content.
func (v V1) RemoveContentWatcher(ctx context.Context, id string, q AccountIDQuery) error {
	return act(ctx, v.c, "v1:removeContentWatcher", q, id)
}

// IsWatchingLabel tells whether an account watches a label, written name or prefix:name. Other accounts than the caller's are
// for administrators of the site.
func (v V1) IsWatchingLabel(ctx context.Context, label string, q AccountIDQuery) (*wirev1.UserWatch, error) {
	return call[wirev1.UserWatch](ctx, v.c, "v1:isWatchingLabel", q, nil, label)
}

// AddLabelWatcher lets an account watch a label.
func (v V1) AddLabelWatcher(ctx context.Context, label string, q AccountIDQuery) error {
	return act(ctx, v.c, "v1:addLabelWatcher", q, label)
}

// RemoveLabelWatcher ends an account's watch of a label.
func (v V1) RemoveLabelWatcher(ctx context.Context, label string, q AccountIDQuery) error {
	return act(ctx, v.c, "v1:removeLabelWatcher", q, label)
}

// IsWatchingSpace tells whether an account watches a space. Other accounts than the caller's are for administrators of the
// space or of the site.
func (v V1) IsWatchingSpace(ctx context.Context, key string, q AccountIDQuery) (*wirev1.UserWatch, error) {
	return call[wirev1.UserWatch](ctx, v.c, "v1:isWatchingSpace", q, nil, key)
}

// AddSpaceWatcher lets an account watch a space.
func (v V1) AddSpaceWatcher(ctx context.Context, key string, q AccountIDQuery) error {
	return act(ctx, v.c, "v1:addSpaceWatcher", q, key)
}

// RemoveSpaceWatch ends an account's watch of a space.
func (v V1) RemoveSpaceWatch(ctx context.Context, key string, q AccountIDQuery) error {
	return act(ctx, v.c, "v1:removeSpaceWatch", q, key)
}
