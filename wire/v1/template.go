package v1

import "github.com/weirhq/weir/wire"

// Template is what a page may begin with.
type Template struct {
	TemplateID           string          `json:"templateId"`
	OriginalTemplate     *TemplateOrigin `json:"originalTemplate,omitzero"`     // of one that changes a blueprint's
	ReferencingBlueprint string          `json:"referencingBlueprint,omitzero"` // likewise
	Name                 string          `json:"name"`
	Description          string          `json:"description"`
	Space                *Space          `json:"space,omitzero"` // absent: of the whole site
	Labels               []Label         `json:"labels"`
	TemplateType         string          `json:"templateType"` // page
	EditorVersion        string          `json:"editorVersion,omitzero"`
	Body                 *TemplateBody   `json:"body,omitzero"`
	Expandable           wire.Expandable `json:"_expandable,omitzero"`
	Links                Links           `json:"_links"`
}

// BlueprintTemplate is a template that an app brings.
type BlueprintTemplate struct {
	TemplateID           string          `json:"templateId"`
	OriginalTemplate     TemplateOrigin  `json:"originalTemplate"`
	ReferencingBlueprint string          `json:"referencingBlueprint"`
	Name                 string          `json:"name"`
	Description          string          `json:"description"`
	Space                *Space          `json:"space,omitzero"`
	Labels               []Label         `json:"labels"`
	TemplateType         string          `json:"templateType"`
	EditorVersion        string          `json:"editorVersion,omitzero"`
	Body                 *TemplateBody   `json:"body,omitzero"`
	Expandable           wire.Expandable `json:"_expandable,omitzero"`
	Links                Links           `json:"_links"`
}

// TemplateOrigin says which part of which app a template comes from.
type TemplateOrigin struct {
	PluginKey string `json:"pluginKey"`
	ModuleKey string `json:"moduleKey"`
}

// TemplateBody is the body of a template.
type TemplateBody struct {
	View                *Representation `json:"view,omitzero"`
	ExportView          *Representation `json:"export_view,omitzero"`
	StyledView          *Representation `json:"styled_view,omitzero"`
	Storage             *Representation `json:"storage,omitzero"`
	Editor              *Representation `json:"editor,omitzero"`
	Editor2             *Representation `json:"editor2,omitzero"`
	Wiki                *Representation `json:"wiki,omitzero"`
	AtlasDocFormat      *Representation `json:"atlas_doc_format,omitzero"`
	AnonymousExportView *Representation `json:"anonymous_export_view,omitzero"`
}

// TemplateCreate is the body of POST template.
type TemplateCreate struct {
	Name         string      `json:"name"`
	TemplateType string      `json:"templateType"` // page
	Body         *BodyWrite  `json:"body"`
	Description  string      `json:"description,omitzero"`
	Labels       LabelsWrite `json:"labels,omitzero"`
	Space        *SpaceRef   `json:"space,omitzero"` // nil: of the whole site
}

// TemplateUpdate is the body of PUT template.
type TemplateUpdate struct {
	TemplateID   string            `json:"templateId"`
	Name         string            `json:"name"`
	TemplateType string            `json:"templateType"` // page
	Body         *BodyWrite        `json:"body"`
	Description  wire.Null[string] `json:"description,omitzero"` // stays unless given
	Labels       LabelsWrite       `json:"labels,omitzero"`      // stay unless given
	Space        *SpaceRef         `json:"space,omitzero"`       // the one it is in: a template does not move
}
