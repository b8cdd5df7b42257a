package client

import (
	"context"
	"strconv"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// ConvertContentBodyQuery says where a body is converted: in a content, or in a space.
type ConvertContentBodyQuery struct {
	SpaceKeyContext       string   `query:"spaceKeyContext"`
	ContentIDContext      string   `query:"contentIdContext"`
	EmbeddedContentRender string   `query:"embeddedContentRender"`
	Expand                []string `query:"expand,comma"`
}

// ConvertContentBody turns a body into another representation: view, export_view, storage, ….
func (v V1) ConvertContentBody(ctx context.Context, to string, body wirev1.RepresentationWrite, q ConvertContentBodyQuery) (*wirev1.Representation, error) {
	return call[wirev1.Representation](ctx, v.c, "v1:convertContentBody", q, body, to)
}

// ConvertMacroQuery says how a macro is shown.
type ConvertMacroQuery struct {
	SpaceKeyContext       string   `query:"spaceKeyContext"`
	EmbeddedContentRender string   `query:"embeddedContentRender"`
	Expand                []string `query:"expand,comma"`
}

// GetContentByIDHistoryByVersionMacroIDByMacroIDConvertByTo shows a macro of one version of content, 0 being the current
// one, in a representation.
func (v V1) GetContentByIDHistoryByVersionMacroIDByMacroIDConvertByTo(ctx context.Context, id string, version int, macroID, to string, q ConvertMacroQuery) (*wirev1.Representation, error) {
	return call[wirev1.Representation](ctx, v.c, "v1:getContentByIdHistoryByVersionMacroIdByMacroIdConvertByTo", q, nil,
		id, strconv.Itoa(version), macroID, to)
}

// GetMacroBodyByMacroID reads a macro of one version of content, 0 being the current one.
func (v V1) GetMacroBodyByMacroID(ctx context.Context, id string, version int, macroID string) (*wirev1.MacroInstance, error) {
	return call[wirev1.MacroInstance](ctx, v.c, "v1:getMacroBodyByMacroId", nil, nil, id, strconv.Itoa(version), macroID)
}
