package body

import "context"

// Wiki is what rendering asks of the wiki around a body. Every function answers
// as the viewer: what the viewer may not see is not found (R-VIEWER). "Not
// found" is a nil answer without an error; an error ends the rendering. A nil
// function finds nothing.
type Wiki struct {
	// Target finds what a link on page from leads to.
	Target func(ctx context.Context, from Page, to Resource) (*Target, error)
	// User finds an account.
	User func(ctx context.Context, accountID string) (*User, error)
	// File finds the attachment that r, on page from, names.
	File func(ctx context.Context, from Page, r Resource) (*File, error)
	// Media finds the attachment of a page by its media id, the inverse of
	// [File.FileID].
	Media func(ctx context.Context, from Page, fileID string) (*File, error)
	// Address finds what an address on the site names, the inverse of Target.
	Address func(ctx context.Context, from Page, url string) (*Resource, error)
	// Files lists the attachments of a page: from itself when of is nil.
	Files func(ctx context.Context, from Page, of *Resource) ([]File, error)
	// Children lists the pages below a page, levels deep.
	Children func(ctx context.Context, from Page, q ChildrenQuery) ([]Branch, error)
	// Include finds the page a transclusion names, with its body.
	Include func(ctx context.Context, from Page, r Resource) (*Included, error)
	// Pages lists pages for the reports: recently updated, by label, by CQL.
	Pages func(ctx context.Context, from Page, q PagesQuery) ([]Included, error)
	// Tasks lists tasks for the task report.
	Tasks func(ctx context.Context, from Page, q TasksQuery) ([]ReportedTask, error)
}

// Page is the page a body belongs to, or a row of a report.
type Page struct {
	ID       string
	Title    string
	SpaceKey string
	URL      string // path on the site, "/wiki/spaces/DEV/pages/12/Plan"
}

// Target is where a link leads.
type Target struct {
	URL   string // path on the site, or absolute
	Title string // text for a link without one
	ID    string // content id; empty for other things
	Type  string // "page", "blogpost", "attachment", "space"
}

// User is an account as others see it.
type User struct {
	AccountID string
	Name      string
	URL       string
}

// File is an attachment.
type File struct {
	ID        string
	Name      string
	MediaType string
	Size      int64 // bytes
	URL       string
	FileID    string // media id, for ADF
	Author    string // display name
	Date      string // "2026-11-22"
	Comment   string
}

// Included is a page with its body. Doc is nil where no body was asked for.
type Included struct {
	Page
	Doc    *Doc
	Author string // display name of who changed it last
	Date   string // of that change, "2026-11-22"
}

// Branch is a page with the pages below it.
type Branch struct {
	Page
	Below []Branch
}

// ChildrenQuery is the children macro's question.
type ChildrenQuery struct {
	Of      *Resource // nil: the page itself
	Levels  int       // 1 is the direct children
	First   int       // most children of each page; 0 is all
	Sort    string    // "", "title", "creation", "modified"
	Reverse bool
}

// PagesQuery is a report's question. Bodies asks for Doc.
type PagesQuery struct {
	CQL    string
	Labels string // comma-separated, as written
	Spaces string // comma-separated keys, as written
	Max    int
	Recent bool // newest change first
	Bodies bool
}

// TasksQuery is the task report's question, each field as written in the macro.
type TasksQuery struct {
	Spaces, Pages, Labels, Assignees, Status string
	Max                                      int
}

// ReportedTask is a row of the task report.
type ReportedTask struct {
	Page     Page
	Complete bool
	Assignee *User
	Due      string // "2026-11-22"
	Body     *Doc
}
