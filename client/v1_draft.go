package client

import (
	"context"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// PublishDraftQuery says how much of the published page is shown.
type PublishDraftQuery struct {
	Status string   `query:"status"` // draft
	Expand []string `query:"expand,comma"`
}

// PublishSharedDraft makes a draft of a page current.
func (v V1) PublishSharedDraft(ctx context.Context, draftID string, in wirev1.DraftPublish, q PublishDraftQuery) (*wirev1.Content, error) {
	return call[wirev1.Content](ctx, v.c, "v1:publishSharedDraft", q, in, draftID)
}

// PublishLegacyDraft is PublishSharedDraft for a draft of an older kind.
func (v V1) PublishLegacyDraft(ctx context.Context, draftID string, in wirev1.DraftPublish, q PublishDraftQuery) (*wirev1.Content, error) {
	return call[wirev1.Content](ctx, v.c, "v1:publishLegacyDraft", q, in, draftID)
}
