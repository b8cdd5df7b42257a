package client

import (
	"context"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// AddLabelsToContent adds labels to content and lists all it has then.
func (v V1) AddLabelsToContent(ctx context.Context, id string, labels []wirev1.LabelWrite) (*wirev1.List[wirev1.Label], error) {
	return call[wirev1.List[wirev1.Label]](ctx, v.c, "v1:addLabelsToContent", nil, labels, id)
}

// RemoveLabelFromContentUsingQueryParameterQuery names a label: name or prefix:name.
type RemoveLabelFromContentUsingQueryParameterQuery struct {
	Name string `query:"name"`
}

// RemoveLabelFromContentUsingQueryParameter takes a label off content.
func (v V1) RemoveLabelFromContentUsingQueryParameter(ctx context.Context, id string, q RemoveLabelFromContentUsingQueryParameterQuery) error {
	return act(ctx, v.c, "v1:removeLabelFromContentUsingQueryParameter", q, id)
}

// RemoveLabelFromContent takes a label off content.
func (v V1) RemoveLabelFromContent(ctx context.Context, id, label string) error {
	return act(ctx, v.c, "v1:removeLabelFromContent", nil, id, label)
}

// GetAllLabelContentQuery names a label and narrows what has it.
type GetAllLabelContentQuery struct {
	Name  string `query:"name"` // name or prefix:name
	Type  string `query:"type"`
	Start int    `query:"start"`
	Limit int    `query:"limit"`
}

// GetAllLabelContent reads a label and what has it.
func (v V1) GetAllLabelContent(ctx context.Context, q GetAllLabelContentQuery) (*wirev1.LabelDetails, error) {
	return call[wirev1.LabelDetails](ctx, v.c, "v1:getAllLabelContent", q, nil)
}
