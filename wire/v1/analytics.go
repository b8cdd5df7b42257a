package v1

// ViewCount is how often a content was viewed, or by how many.
type ViewCount struct {
	ID    int64 `json:"id"` // of the content
	Count int   `json:"count"`
}
