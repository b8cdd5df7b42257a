package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// V1 are the typed calls of version 1, named by operationId. Lists are read page by page while they are ranged over; an
// error ends them and comes as their last element.
type V1 struct{ c *Client }

// ExpandQuery says which members of an answer are filled, "body.storage" or "version.by".
type ExpandQuery struct {
	Expand []string `query:"expand,comma"`
}

// GetCurrentUser tells who the caller is. On a public site a credential that is not accepted is served as anonymous, and
// only this call tells: Type is then "anonymous" (auth-behaviour.md §10 rule 13).
func (v V1) GetCurrentUser(ctx context.Context, q ExpandQuery) (*wirev1.User, error) {
	return call[wirev1.User](ctx, v.c, "v1:getCurrentUser", q, nil)
}

// GetAnonymousUser reads how the anonymous user looks.
func (v V1) GetAnonymousUser(ctx context.Context, q ExpandQuery) (*wirev1.User, error) {
	return call[wirev1.User](ctx, v.c, "v1:getAnonymousUser", q, nil)
}

// GetUserQuery names an account.
type GetUserQuery struct {
	AccountID string   `query:"accountId"`
	Expand    []string `query:"expand,comma"`
}

// GetUser reads an account.
func (v V1) GetUser(ctx context.Context, q GetUserQuery) (*wirev1.User, error) {
	return call[wirev1.User](ctx, v.c, "v1:getUser", q, nil)
}

// GetSpacesV1Query narrows V1.GetSpaces.
type GetSpacesV1Query struct {
	Keys      []string `query:"spaceKey"`
	IDs       []string `query:"spaceId"`
	Type      string   `query:"type"`
	Status    []string `query:"status"`
	Labels    []string `query:"label"`
	Favourite bool     `query:"favourite"`
	Expand    []string `query:"expand,comma"`
	Limit     int      `query:"limit"` // per page
}

// GetSpaces lists the spaces that the caller may see.
func (v V1) GetSpaces(ctx context.Context, q GetSpacesV1Query) iter.Seq2[wirev1.Space, error] {
	return list[wirev1.Space](ctx, v.c, "v1:getSpaces", q)
}

// GetSpace reads a space.
func (v V1) GetSpace(ctx context.Context, key string, q ExpandQuery) (*wirev1.Space, error) {
	return call[wirev1.Space](ctx, v.c, "v1:getSpace", q, nil, key)
}

// SearchContentByCQLQuery is a question in CQL.
type SearchContentByCQLQuery struct {
	CQL        string   `query:"cql"`
	CQLContext string   `query:"cqlcontext"`
	Expand     []string `query:"expand,comma"`
	Limit      int      `query:"limit"` // per page
}

// SearchContentByCQL finds content.
func (v V1) SearchContentByCQL(ctx context.Context, q SearchContentByCQLQuery) iter.Seq2[wirev1.Content, error] {
	return list[wirev1.Content](ctx, v.c, "v1:searchContentByCQL", q)
}

// SearchByCQLQuery is a question in CQL.
type SearchByCQLQuery struct {
	CQL                      string   `query:"cql"`
	CQLContext               string   `query:"cqlcontext"`
	IncludeArchivedSpaces    bool     `query:"includeArchivedSpaces"`
	ExcludeCurrentSpaces     bool     `query:"excludeCurrentSpaces"`
	Excerpt                  string   `query:"excerpt"` // highlight unless given; indexed, none, …
	SitePermissionTypeFilter string   `query:"sitePermissionTypeFilter"`
	Expand                   []string `query:"expand,comma"`
	Limit                    int      `query:"limit"` // per page; a page may be shorter and still not the last
}

// SearchByCQL finds content, spaces and users.
func (v V1) SearchByCQL(ctx context.Context, q SearchByCQLQuery) iter.Seq2[wirev1.SearchResult, error] {
	return list[wirev1.SearchResult](ctx, v.c, "v1:searchByCQL", q)
}
