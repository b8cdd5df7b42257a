package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// GetBlogPostsQuery narrows GetBlogPosts; zero values are left out.
type GetBlogPostsQuery struct {
	IDs        []string `query:"id"`
	SpaceIDs   []string `query:"space-id"`
	Sort       string   `query:"sort"`   // id, created-date, modified-date; with - in front downwards
	Status     []string `query:"status"` // current unless given
	Title      string   `query:"title"`
	BodyFormat string   `query:"body-format"` // storage or atlas_doc_format; no body unless given
	Limit      int      `query:"limit"`       // per page, up to 250
}

// GetBlogPosts lists the blog posts that the caller may see.
func (v V2) GetBlogPosts(ctx context.Context, q GetBlogPostsQuery) iter.Seq2[wirev2.BlogPostBulk, error] {
	return list[wirev2.BlogPostBulk](ctx, v.c, "v2:getBlogPosts", q)
}

// GetBlogPostsInSpaceQuery narrows GetBlogPostsInSpace.
type GetBlogPostsInSpaceQuery struct {
	Sort       string   `query:"sort"`
	Status     []string `query:"status"`
	Title      string   `query:"title"`
	BodyFormat string   `query:"body-format"`
	Limit      int      `query:"limit"`
}

// GetBlogPostsInSpace lists the blog posts of one space.
func (v V2) GetBlogPostsInSpace(ctx context.Context, spaceID string, q GetBlogPostsInSpaceQuery) iter.Seq2[wirev2.BlogPostBulk, error] {
	return list[wirev2.BlogPostBulk](ctx, v.c, "v2:getBlogPostsInSpace", q, spaceID)
}

// GetBlogPostByIDQuery says what of a blog post is shown.
type GetBlogPostByIDQuery struct {
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
}

// GetBlogPostByID reads a blog post.
func (v V2) GetBlogPostByID(ctx context.Context, id string, q GetBlogPostByIDQuery) (*wirev2.BlogPost, error) {
	return call[wirev2.BlogPost](ctx, v.c, "v2:getBlogPostById", q, nil, id)
}

// CreateBlogPostQuery says how a blog post is made.
type CreateBlogPostQuery struct {
	Private bool `query:"private"` // to be seen by its maker only
}

// CreateBlogPost makes a blog post, or a draft.
func (v V2) CreateBlogPost(ctx context.Context, post wirev2.BlogPostCreate, q CreateBlogPostQuery) (*wirev2.BlogPost, error) {
	return call[wirev2.BlogPost](ctx, v.c, "v2:createBlogPost", q, post)
}

// UpdateBlogPost writes a blog post's next version. A number that is not one more than the present is a [*ConflictError].
func (v V2) UpdateBlogPost(ctx context.Context, id string, post wirev2.BlogPostUpdate) (*wirev2.BlogPost, error) {
	return call[wirev2.BlogPost](ctx, v.c, "v2:updateBlogPost", nil, post, id)
}

// DeleteBlogPostQuery says what of a blog post is deleted.
type DeleteBlogPostQuery struct {
	Purge bool `query:"purge"` // one in the trash, for good
	Draft bool `query:"draft"` // one that was never published, for good
}

// DeleteBlogPost moves a blog post to the trash.
func (v V2) DeleteBlogPost(ctx context.Context, id string, q DeleteBlogPostQuery) error {
	return act(ctx, v.c, "v2:deleteBlogPost", q, id)
}
