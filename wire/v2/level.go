package v2

// ClassificationLevel says how sensitive content is.
type ClassificationLevel struct {
	ID          string `json:"id"`
	Status      string `json:"status"` // DRAFT, PUBLISHED or ARCHIVED
	Order       int    `json:"order"`  // from 1, the least sensitive first
	Name        string `json:"name"`
	Description string `json:"description,omitzero"`
	Guideline   string `json:"guideline,omitzero"`
	Color       string `json:"color"`
}

// LevelUpdate classifies content. Of a space's default only the id counts.
type LevelUpdate struct {
	ID     string `json:"id"`
	Status string `json:"status,omitzero"` // of the content: current or draft
}

// LevelReset leaves content to the default of its space.
type LevelReset struct {
	Status string `json:"status"` // of the content: current or draft
}
