package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// SearchTasksQuery narrows SearchTasks. Times are milliseconds since 1970 UTC; people are named by accountId.
type SearchTasksQuery struct {
	SpaceKey         string `query:"spaceKey"`
	PageID           string `query:"pageId"`
	Assignee         string `query:"assignee"`
	Creator          string `query:"creator"`
	CompletedUser    string `query:"completedUser"`
	DuedateFrom      int    `query:"duedateFrom"`
	DuedateTo        int    `query:"duedateTo"`
	CreatedateFrom   int    `query:"createdateFrom"`
	CreatedateTo     int    `query:"createdateTo"`
	CompletedateFrom int    `query:"completedateFrom"`
	CompletedateTo   int    `query:"completedateTo"`
	Status           string `query:"status"` // complete or incomplete
	Start            int    `query:"start"`
	Limit            int    `query:"limit"`
}

// SearchTasks reads one page of inline tasks; the answer has no link to the next.
func (v V1) SearchTasks(ctx context.Context, q SearchTasksQuery) (*wirev1.InlineTaskList, error) {
	return call[wirev1.InlineTaskList](ctx, v.c, "v1:searchTasks", q, nil)
}

// GetTaskByID reads an inline task.
func (v V1) GetTaskByID(ctx context.Context, id string) (*wirev1.InlineTask, error) {
	return call[wirev1.InlineTask](ctx, v.c, "v1:getTaskById", nil, nil, id)
}

// UpdateTaskByID marks an inline task done or undone.
func (v V1) UpdateTaskByID(ctx context.Context, id string, task wirev1.InlineTaskWrite) (*wirev1.InlineTask, error) {
	return call[wirev1.InlineTask](ctx, v.c, "v1:updateTaskById", nil, task, id)
}

// TasksQuery narrows V2.GetTasks. Times are milliseconds since 1970 UTC; people are named by accountId.
type TasksQuery struct {
	BodyFormat        string   `query:"body-format"` // storage or atlas_doc_format
	IncludeBlankTasks *bool    `query:"include-blank-tasks"`
	Status            string   `query:"status"` // complete or incomplete
	TaskID            []string `query:"task-id"`
	SpaceID           []string `query:"space-id"`
	PageID            []string `query:"page-id"`
	BlogpostID        []string `query:"blogpost-id"`
	CreatedBy         []string `query:"created-by"`
	AssignedTo        []string `query:"assigned-to"`
	CompletedBy       []string `query:"completed-by"`
	CreatedAtFrom     int      `query:"created-at-from"`
	CreatedAtTo       int      `query:"created-at-to"`
	DueAtFrom         int      `query:"due-at-from"`
	DueAtTo           int      `query:"due-at-to"`
	CompletedAtFrom   int      `query:"completed-at-from"`
	CompletedAtTo     int      `query:"completed-at-to"`
	Limit             int      `query:"limit"` // per page
}

// GetTasks lists the inline tasks that the caller may see.
func (v V2) GetTasks(ctx context.Context, q TasksQuery) iter.Seq2[wirev2.Task, error] {
	return list[wirev2.Task](ctx, v.c, "v2:getTasks", q)
}

// TaskQuery says in which representation a task's text is shown.
type TaskQuery struct {
	BodyFormat string `query:"body-format"` // storage or atlas_doc_format
}

// GetTaskByID reads an inline task.
func (v V2) GetTaskByID(ctx context.Context, id string, q TaskQuery) (*wirev2.Task, error) {
	return call[wirev2.Task](ctx, v.c, "v2:getTaskById", q, nil, id)
}

// UpdateTask marks an inline task done or undone.
func (v V2) UpdateTask(ctx context.Context, id string, task wirev2.TaskUpdate, q TaskQuery) (*wirev2.Task, error) {
	return call[wirev2.Task](ctx, v.c, "v2:updateTask", q, task, id)
}
