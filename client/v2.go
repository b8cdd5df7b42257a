package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// V2 are the typed calls of version 2, named by operationId. Lists are read page by page while they are ranged over; an
// error ends them and comes as their last element.
type V2 struct{ c *Client }

// GetPagesQuery narrows GetPages; zero values are left out.
type GetPagesQuery struct {
	IDs        []string `query:"id"`
	SpaceIDs   []string `query:"space-id"`
	Sort       string   `query:"sort"`   // id, created-date, modified-date, title; with - in front downwards
	Status     []string `query:"status"` // current and archived unless given
	Title      string   `query:"title"`
	BodyFormat string   `query:"body-format"` // storage or atlas_doc_format; no body unless given
	Subtype    string   `query:"subtype"`
	Limit      int      `query:"limit"` // per page, up to 250
}

// GetPages lists the pages that the caller may see.
func (v V2) GetPages(ctx context.Context, q GetPagesQuery) iter.Seq2[wirev2.PageBulk, error] {
	return list[wirev2.PageBulk](ctx, v.c, "v2:getPages", q)
}

// GetPagesInSpaceQuery narrows GetPagesInSpace.
type GetPagesInSpaceQuery struct {
	Depth      string   `query:"depth"` // all or root
	Sort       string   `query:"sort"`
	Status     []string `query:"status"`
	Title      string   `query:"title"`
	BodyFormat string   `query:"body-format"`
	Limit      int      `query:"limit"`
}

// GetPagesInSpace lists the pages of one space.
func (v V2) GetPagesInSpace(ctx context.Context, spaceID string, q GetPagesInSpaceQuery) iter.Seq2[wirev2.PageBulk, error] {
	return list[wirev2.PageBulk](ctx, v.c, "v2:getPagesInSpace", q, spaceID)
}

// GetChildPagesQuery orders GetChildPages.
type GetChildPagesQuery struct {
	Sort  string `query:"sort"` // child-position unless given
	Limit int    `query:"limit"`
}

// GetChildPages lists the pages right below a page.
func (v V2) GetChildPages(ctx context.Context, id string, q GetChildPagesQuery) iter.Seq2[wirev2.ChildPage, error] {
	return list[wirev2.ChildPage](ctx, v.c, "v2:getChildPages", q, id)
}

// GetPageByIDQuery says what of a page is shown.
type GetPageByIDQuery struct {
	BodyFormat string   `query:"body-format"` // storage, atlas_doc_format, view, export_view, …; no body unless given
	GetDraft   bool     `query:"get-draft"`
	Status     []string `query:"status"`
	Version    int      `query:"version"` // 0: the current one

	IncludeLabels                       bool  `query:"include-labels"`
	IncludeProperties                   bool  `query:"include-properties"`
	IncludeOperations                   bool  `query:"include-operations"`
	IncludeLikes                        bool  `query:"include-likes"`
	IncludeVersions                     bool  `query:"include-versions"`
	IncludeVersion                      *bool `query:"include-version"` // true unless given
	IncludeFavoritedByCurrentUserStatus bool  `query:"include-favorited-by-current-user-status"`
	IncludeWebresources                 bool  `query:"include-webresources"`
	IncludeCollaborators                bool  `query:"include-collaborators"`
	IncludeDirectChildren               bool  `query:"include-direct-children"`
}

// GetPageByID reads a page.
func (v V2) GetPageByID(ctx context.Context, id string, q GetPageByIDQuery) (*wirev2.Page, error) {
	return call[wirev2.Page](ctx, v.c, "v2:getPageById", q, nil, id)
}

// CreatePageQuery says how a page is made.
type CreatePageQuery struct {
	Embedded  bool `query:"embedded"`
	Private   bool `query:"private"`    // to be seen by its maker only
	RootLevel bool `query:"root-level"` // beside the space's home page, not below it
}

// CreatePage makes a page, or a draft.
func (v V2) CreatePage(ctx context.Context, page wirev2.PageCreate, q CreatePageQuery) (*wirev2.Page, error) {
	return call[wirev2.Page](ctx, v.c, "v2:createPage", q, page)
}

// UpdatePage writes a page's next version. A number that is not one more than the present is a [*ConflictError].
func (v V2) UpdatePage(ctx context.Context, id string, page wirev2.PageUpdate) (*wirev2.Page, error) {
	return call[wirev2.Page](ctx, v.c, "v2:updatePage", nil, page, id)
}

// DeletePageQuery says what of a page is deleted.
type DeletePageQuery struct {
	Purge bool `query:"purge"` // a page in the trash, for good
	Draft bool `query:"draft"` // a page that was never published, for good
}

// DeletePage moves a page to the trash.
func (v V2) DeletePage(ctx context.Context, id string, q DeletePageQuery) error {
	return act(ctx, v.c, "v2:deletePage", q, id)
}

// GetSpacesV2Query narrows V2.GetSpaces.
type GetSpacesV2Query struct {
	IDs               []string `query:"ids"`
	Keys              []string `query:"keys"`
	Type              string   `query:"type"`   // global, personal, …
	Status            string   `query:"status"` // current or archived
	Labels            []string `query:"labels"`
	FavoritedBy       string   `query:"favorited-by"`     // an accountId
	NotFavoritedBy    string   `query:"not-favorited-by"` // an accountId
	Sort              string   `query:"sort"`             // id, key, name; with - in front downwards
	DescriptionFormat string   `query:"description-format"`
	IncludeIcon       bool     `query:"include-icon"`
	Limit             int      `query:"limit"`
}

// GetSpaces lists the spaces that the caller may see.
func (v V2) GetSpaces(ctx context.Context, q GetSpacesV2Query) iter.Seq2[wirev2.SpaceBulk, error] {
	return list[wirev2.SpaceBulk](ctx, v.c, "v2:getSpaces", q)
}

// GetSpaceByIDQuery says what of a space is shown.
type GetSpaceByIDQuery struct {
	DescriptionFormat      string `query:"description-format"`
	IncludeIcon            bool   `query:"include-icon"`
	IncludeOperations      bool   `query:"include-operations"`
	IncludeProperties      bool   `query:"include-properties"`
	IncludePermissions     bool   `query:"include-permissions"`
	IncludeRoleAssignments bool   `query:"include-role-assignments"`
	IncludeLabels          bool   `query:"include-labels"`
}

// GetSpaceByID reads a space.
func (v V2) GetSpaceByID(ctx context.Context, id string, q GetSpaceByIDQuery) (*wirev2.Space, error) {
	return call[wirev2.Space](ctx, v.c, "v2:getSpaceById", q, nil, id)
}
