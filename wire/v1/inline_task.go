package v1

// InlineTask is an inline task of a page or blog post. Times are milliseconds since 1970 UTC.
type InlineTask struct {
	GlobalID     int64  `json:"globalId"`
	ID           int64  `json:"id"` // within its content
	ContentID    int64  `json:"contentId"`
	Status       string `json:"status"` // complete or incomplete
	Title        string `json:"title,omitzero"`
	Description  string `json:"description,omitzero"`
	Body         string `json:"body,omitzero"` // storage format
	Creator      string `json:"creator"`
	Assignee     string `json:"assignee,omitzero"`
	CompleteUser string `json:"completeUser,omitzero"`
	CreateDate   int64  `json:"createDate"`
	DueDate      int64  `json:"dueDate,omitzero"`
	UpdateDate   int64  `json:"updateDate,omitzero"`
	CompleteDate int64  `json:"completeDate,omitzero"`
	Links        Links  `json:"_links,omitzero"`
}

// InlineTaskList is a page of tasks; it has no links.
type InlineTaskList struct {
	Results []InlineTask `json:"results"`
	Start   int          `json:"start"`
	Limit   int          `json:"limit"`
	Size    int          `json:"size"`
}

// InlineTaskWrite changes a task. Only the status can be changed.
type InlineTaskWrite struct {
	Status string `json:"status"` // complete or incomplete
}
