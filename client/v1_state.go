package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetContentStates lists the content states that the caller made, those used last first.
func (v V1) GetContentStates(ctx context.Context) ([]wirev1.ContentState, error) {
	return states(call[[]wirev1.ContentState](ctx, v.c, "v1:getContentStates", nil, nil))
}

// StateQuery says which state of the content is meant.
type StateQuery struct {
	Status string `query:"status"` // current or draft; of reads also archived
}

// GetContentByIDState reads how a content is marked.
func (v V1) GetContentByIDState(ctx context.Context, id string, q StateQuery) (*wirev1.ContentStateMark, error) {
	return call[wirev1.ContentStateMark](ctx, v.c, "v1:getContentByIdState", q, nil, id)
}

// PutContentByIDState marks a content; a published one gets a new version.
func (v V1) PutContentByIDState(ctx context.Context, id string, state wirev1.ContentStateWrite, q StateQuery) (*wirev1.ContentStateMark, error) {
	return call[wirev1.ContentStateMark](ctx, v.c, "v1:putContentByIdState", q, state, id)
}

// DeleteContentByIDState takes the mark of a content away; a published one gets a new version.
func (v V1) DeleteContentByIDState(ctx context.Context, id string, q StateQuery) (*wirev1.ContentStateMark, error) {
	return call[wirev1.ContentStateMark](ctx, v.c, "v1:deleteContentByIdState", q, nil, id)
}

// GetContentByIDStateAvailable lists what a content can be marked with.
func (v V1) GetContentByIDStateAvailable(ctx context.Context, id string) (*wirev1.AvailableStates, error) {
	return call[wirev1.AvailableStates](ctx, v.c, "v1:getContentByIdStateAvailable", nil, nil, id)
}

// GetSpaceBySpaceKeyState lists the states that a space suggests.
func (v V1) GetSpaceBySpaceKeyState(ctx context.Context, key string) ([]wirev1.ContentState, error) {
	return states(call[[]wirev1.ContentState](ctx, v.c, "v1:getSpaceBySpaceKeyState", nil, nil, key))
}

// ContentInStateQuery names the state of GetSpaceBySpaceKeyStateContent.
type ContentInStateQuery struct {
	StateID string   `query:"state-id"`
	Expand  []string `query:"expand,comma"`
	Limit   int      `query:"limit"` // per page
}

// GetSpaceBySpaceKeyStateContent lists the content of a space that is marked with one state.
func (v V1) GetSpaceBySpaceKeyStateContent(ctx context.Context, key string, q ContentInStateQuery) iter.Seq2[wirev1.Content, error] {
	return list[wirev1.Content](ctx, v.c, "v1:getSpaceBySpaceKeyStateContent", q, key)
}

// GetSpaceBySpaceKeyStateSettings says which states a space allows.
func (v V1) GetSpaceBySpaceKeyStateSettings(ctx context.Context, key string) (*wirev1.StateSettings, error) {
	return call[wirev1.StateSettings](ctx, v.c, "v1:getSpaceBySpaceKeyStateSettings", nil, nil, key)
}

func states(found *[]wirev1.ContentState, err error) ([]wirev1.ContentState, error) {
	if err != nil {
		return nil, err
	}
	return *found, nil
}
