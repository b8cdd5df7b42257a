package wiki

import "time"

// TemplateID is the number of a template.
type TemplateID int64

// Template is what a page may begin with. Its body is storage format and may hold what no page does: variables that are
// asked for when a page is made of it (at:declarations, at:var), and placeholders.
type Template struct {
	ID          TemplateID
	Space       SpaceID // 0: of the whole site
	SpaceKey    string  // "" for the whole site
	Name        string  // unique in its space, or among those of the site
	Description string
	Storage     string
	Labels      []Label
	Creator     AccountID
	Created     time.Time
	Modified    time.Time
}

// Bounds of templates, in characters; a name is as long as a title.
const MaxTemplateDescription = 255
