package client

import (
	"context"
	"iter"
	"strconv"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetTasksV1Query narrows V1.GetTasks.
type GetTasksV1Query struct {
	Key   string `query:"key"`   // of a task's name
	Limit int    `query:"limit"` // per page
}

// GetTasks lists the caller's long-running tasks.
func (v V1) GetTasks(ctx context.Context, q GetTasksV1Query) iter.Seq2[wirev1.LongTaskStatus, error] {
	return list[wirev1.LongTaskStatus](ctx, v.c, "v1:getTasks", q)
}

// GetTask reads how a long-running task goes.
func (v V1) GetTask(ctx context.Context, id string) (*wirev1.LongTaskStatus, error) {
	return call[wirev1.LongTaskStatus](ctx, v.c, "v1:getTask", nil, nil, id)
}

// ConvertLaterQuery says where a body is converted, and whether the result of the same request may be shown until it is
// worked out again.
type ConvertLaterQuery struct {
	SpaceKeyContext       string   `query:"spaceKeyContext"`
	ContentIDContext      string   `query:"contentIdContext"`
	EmbeddedContentRender string   `query:"embeddedContentRender"`
	AllowCache            bool     `query:"allowCache"`
	Expand                []string `query:"expand,comma"`
}

// PostContentbodyConvertAsyncByTo starts turning a body into export_view. Results are kept for five minutes.
func (v V1) PostContentbodyConvertAsyncByTo(ctx context.Context, to string, body wirev1.RepresentationWrite, q ConvertLaterQuery) (*wirev1.AsyncID, error) {
	return call[wirev1.AsyncID](ctx, v.c, "v1:postContentbodyConvertAsyncByTo", q, body, to)
}

// PostContentbodyConvertAsyncBulkTasks starts up to ten conversions.
func (v V1) PostContentbodyConvertAsyncBulkTasks(ctx context.Context, in wirev1.BulkConversion) (*[]wirev1.AsyncID, error) {
	return call[[]wirev1.AsyncID](ctx, v.c, "v1:postContentbodyConvertAsyncBulkTasks", nil, in)
}

// GetContentbodyConvertAsyncByID reads what a conversion came to.
func (v V1) GetContentbodyConvertAsyncByID(ctx context.Context, id string) (*wirev1.AsyncContentBody, error) {
	return call[wirev1.AsyncContentBody](ctx, v.c, "v1:getContentbodyConvertAsyncById", nil, nil, id)
}

// ConversionsQuery names up to fifty conversions.
type ConversionsQuery struct {
	IDs []string `query:"ids,comma"`
}

// GetContentbodyConvertAsyncBulkTasks reads what conversions came to. Those that are not there are left out.
func (v V1) GetContentbodyConvertAsyncBulkTasks(ctx context.Context, q ConversionsQuery) (*[]wirev1.AsyncContentBody, error) {
	return call[[]wirev1.AsyncContentBody](ctx, v.c, "v1:getContentbodyConvertAsyncBulkTasks", q, nil)
}

// ConvertMacroLaterQuery is ConvertLaterQuery for a macro.
type ConvertMacroLaterQuery struct {
	SpaceKeyContext       string   `query:"spaceKeyContext"`
	EmbeddedContentRender string   `query:"embeddedContentRender"`
	AllowCache            bool     `query:"allowCache"`
	Expand                []string `query:"expand,comma"`
}

// GetContentByIDHistoryByVersionMacroIDByMacroIDConvertAsyncByTo starts showing a macro of one version of content, 0 being
// the current one, in a representation.
func (v V1) GetContentByIDHistoryByVersionMacroIDByMacroIDConvertAsyncByTo(ctx context.Context, id string, version int, macroID, to string, q ConvertMacroLaterQuery) (*wirev1.AsyncID, error) {
	return call[wirev1.AsyncID](ctx, v.c, "v1:getContentByIdHistoryByVersionMacroIdByMacroIdConvertAsyncByTo", q, nil,
		id, strconv.Itoa(version), macroID, to)
}
