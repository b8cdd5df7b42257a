package v2

import "github.com/weirhq/weir/wire"

// Task is an inline task of a page or blog post.
type Task struct {
	ID          wire.ID   `json:"id"`
	LocalID     string    `json:"localId,omitzero"`
	SpaceID     wire.ID   `json:"spaceId,omitzero"`
	PageID      wire.ID   `json:"pageId,omitzero"`
	BlogPostID  wire.ID   `json:"blogPostId,omitzero"`
	Status      string    `json:"status"` // complete or incomplete
	Body        *Body     `json:"body,omitzero"`
	CreatedBy   string    `json:"createdBy,omitzero"`
	AssignedTo  string    `json:"assignedTo,omitzero"`
	CompletedBy string    `json:"completedBy,omitzero"`
	CreatedAt   wire.Time `json:"createdAt,omitzero"`
	UpdatedAt   wire.Time `json:"updatedAt,omitzero"`
	DueAt       wire.Time `json:"dueAt,omitzero"`
	CompletedAt wire.Time `json:"completedAt,omitzero"`
}

// TaskUpdate changes a task. Only the status can be changed.
type TaskUpdate struct {
	Status string `json:"status"`
}
