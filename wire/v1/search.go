package v1

import "github.com/weirhq/weir/wire"

// SearchPage is one page of GET search. TotalSize is an estimate and a short page is not the end:
// only the absence of Links.Next is (auth-behaviour.md §8, "v1 search").
type SearchPage struct {
	Results             []SearchResult `json:"results"`
	Start               int            `json:"start"`
	Limit               int            `json:"limit"`
	Size                int            `json:"size"`
	TotalSize           int            `json:"totalSize"`
	CQLQuery            string         `json:"cqlQuery"`
	SearchDuration      int            `json:"searchDuration"` // milliseconds
	ArchivedResultCount wire.Null[int] `json:"archivedResultCount,omitzero"`
	Links               ListLinks      `json:"_links"`
}

// SearchResult is one hit: content, a user or a space.
type SearchResult struct {
	Content               *Content          `json:"content,omitzero"`
	User                  *User             `json:"user,omitzero"`
	Space                 *Space            `json:"space,omitzero"`
	Title                 string            `json:"title"`
	Excerpt               string            `json:"excerpt"`
	URL                   string            `json:"url"` // relative to the context
	ResultParentContainer *ContainerSummary `json:"resultParentContainer,omitzero"`
	ResultGlobalContainer *ContainerSummary `json:"resultGlobalContainer,omitzero"`
	Breadcrumbs           []Breadcrumb      `json:"breadcrumbs"` // [] too: clients check (client-expectations.md 14)
	EntityType            string            `json:"entityType"`  // content, user, space
	IconCSSClass          string            `json:"iconCssClass"`
	LastModified          wire.Time         `json:"lastModified"`
	FriendlyLastModified  string            `json:"friendlyLastModified,omitzero"`
	Score                 float64           `json:"score"`
}

// ContainerSummary names the page or space a hit lies in.
type ContainerSummary struct {
	Title      string `json:"title"`
	DisplayURL string `json:"displayUrl"`
}

// Breadcrumb is one step on the way to a hit.
type Breadcrumb struct {
	Label     string `json:"label"`
	URL       string `json:"url"`
	Separator string `json:"separator"`
}
