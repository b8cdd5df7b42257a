package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// CreateContentTemplate makes a template of a space or, without one, of the whole site.
func (v V1) CreateContentTemplate(ctx context.Context, in wirev1.TemplateCreate) (*wirev1.Template, error) {
	return call[wirev1.Template](ctx, v.c, "v1:createContentTemplate", nil, in)
}

// UpdateContentTemplate changes a template.
func (v V1) UpdateContentTemplate(ctx context.Context, in wirev1.TemplateUpdate) (*wirev1.Template, error) {
	return call[wirev1.Template](ctx, v.c, "v1:updateContentTemplate", nil, in)
}

// TemplatesQuery says whose templates are listed and how much of them is shown.
type TemplatesQuery struct {
	SpaceKey string   `query:"spaceKey"` // "": those of the whole site
	Expand   []string `query:"expand,comma"`
	Limit    int      `query:"limit"` // per page
}

// GetContentTemplates lists the templates of a space or of the whole site, by name.
func (v V1) GetContentTemplates(ctx context.Context, q TemplatesQuery) iter.Seq2[wirev1.Template, error] {
	return list[wirev1.Template](ctx, v.c, "v1:getContentTemplates", q)
}

// GetBlueprintTemplates lists the templates that apps bring.
func (v V1) GetBlueprintTemplates(ctx context.Context, q TemplatesQuery) iter.Seq2[wirev1.BlueprintTemplate, error] {
	return list[wirev1.BlueprintTemplate](ctx, v.c, "v1:getBlueprintTemplates", q)
}

// GetContentTemplateQuery says how much of a template is shown.
type GetContentTemplateQuery struct {
	Expand []string `query:"expand,comma"`
}

// GetContentTemplate reads a template.
func (v V1) GetContentTemplate(ctx context.Context, id string, q GetContentTemplateQuery) (*wirev1.Template, error) {
	return call[wirev1.Template](ctx, v.c, "v1:getContentTemplate", q, nil, id)
}

// RemoveTemplate removes a template for good.
func (v V1) RemoveTemplate(ctx context.Context, id string) error {
	return act(ctx, v.c, "v1:removeTemplate", nil, id)
}
