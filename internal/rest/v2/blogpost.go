package v2

import (
	"context"
	"slices"
	"time"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// Blog posts are pages without a place in the tree: what both have in common is in page.go and page_write.go.

func blogPostOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getBlogPosts", Route: "GET /blogposts", Perm: wiki.View, Kept: true}, listBlogPosts),
		rest.On(rest.Op{ID: "getBlogPostsInSpace", Route: "GET /spaces/{id}/blogposts", Perm: wiki.View, Kept: true}, listSpaceBlogPosts),
		rest.On(rest.Op{ID: "getBlogPostById", Route: "GET /blogposts/{id}", Perm: wiki.View, Kept: true, Viewed: "id"}, getBlogPost),
		rest.On(rest.Op{ID: "createBlogPost", Route: "POST /blogposts", Perm: wiki.View | wiki.CreateBlogPost}, createBlogPost),
		rest.On(rest.Op{ID: "updateBlogPost", Route: "PUT /blogposts/{id}", Perm: wiki.View | wiki.CreateBlogPost}, updateBlogPost),
		rest.On(rest.Op{ID: "deleteBlogPost", Route: "DELETE /blogposts/{id}", Perm: wiki.View | wiki.DeleteBlogPost}, deleteBlogPost),
	}
}

// blogPostQuery is what lists of blog posts have in common.
type blogPostQuery struct {
	rest.Cursor
	Status []wiki.Status       `query:"status" default:"current" enum:"current,deleted,trashed"`
	Title  string              `query:"title"`
	Sort   string              `query:"sort" enum:"id,-id,created-date,-created-date,modified-date,-modified-date"`
	Format body.Representation `query:"body-format" enum:"storage,atlas_doc_format"`
}

type listBlogPostsIn struct {
	blogPostQuery
	IDs    []wiki.ContentID `query:"id" maxitems:"250"`
	Spaces []wiki.SpaceID   `query:"space-id" maxitems:"100"`
}

func listBlogPosts(ctx context.Context, s *site.Session, in *listBlogPostsIn) (*rest.List[wirev2.BlogPostBulk], error) {
	return in.list(ctx, s, wiki.ContentFilter{IDs: in.IDs, Spaces: in.Spaces})
}

type listSpaceBlogPostsIn struct {
	blogPostQuery
	ID wiki.SpaceID `path:"id"`
}

func listSpaceBlogPosts(ctx context.Context, s *site.Session, in *listSpaceBlogPostsIn) (*rest.List[wirev2.BlogPostBulk], error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return in.list(ctx, s, wiki.ContentFilter{Spaces: []wiki.SpaceID{sp.ID}})
}

// list answers with the blog posts that a filter selects beside the query.
func (q *blogPostQuery) list(ctx context.Context, s *site.Session, f wiki.ContentFilter) (*rest.List[wirev2.BlogPostBulk], error) {
	sort, desc := direction(q.Sort)
	f.Kinds, f.Statuses, f.Title = []wiki.Kind{wiki.BlogPost}, q.Status, q.Title
	f.Sort, f.Desc = wiki.ContentSort(sort), desc
	found, err := s.ListContent(ctx, f, q.Window())
	if err != nil {
		return nil, err
	}
	bodies, err := bodiesOf(ctx, s, found.Items, q.Format)
	if err != nil {
		return nil, err
	}
	return rest.NewList(q.Cursor, found, func(c wiki.Content) wirev2.BlogPostBulk {
		return wirev2.BlogPostBulk{BlogPostCore: newBlogPostCore(c, bodies[c.ID]), Links: newPageLinks(c)}
	}), nil
}

func getBlogPost(ctx context.Context, s *site.Session, in *getPageIn) (*wirev2.BlogPost, error) {
	if err := statusesOf(wiki.BlogPost, in.Status); err != nil {
		return nil, err
	}
	c, text, err := in.find(ctx, s, wiki.BlogPost)
	if err != nil {
		return nil, err
	}
	out := newBlogPost(s, c)
	if !in.Version {
		out.BlogPostCore.Version = nil
	}
	if out.Body, err = bodyOf(ctx, s, c, text, in.Format); err != nil {
		return nil, err
	}
	p := partsOf(s, in.Parts, c, "blogposts")
	out.Labels = p.labels(ctx, in.Labels)
	out.Properties = p.properties(ctx, in.Properties)
	out.Operations = p.operations(ctx, in.Operations)
	out.Likes = p.likes(ctx, in.Likes)
	out.Versions = p.versions(ctx, in.Versions)
	out.IsFavoritedByCurrentUser = p.favourite(ctx, in.Favourite)
	return out, p.err
}

// statusesOf refuses a status that content of a kind is never in: pages alone are archived.
func statusesOf(kind wiki.Kind, asked []wiki.Status) error {
	if kind == wiki.BlogPost && slices.Contains(asked, wiki.Archived) {
		return wiki.Invalid("status", string(wiki.Archived), "one of current, trashed, deleted, historical, draft")
	}
	return nil
}

type createBlogPostIn struct {
	Private bool `query:"private"`
	Body    rest.Body[wirev2.BlogPostCreate]
}

// createBlogPost answers with the body that was written, as createPage does.
func createBlogPost(ctx context.Context, s *site.Session, in *createBlogPostIn) (*wirev2.BlogPost, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	space, err := requiredSpace(ctx, s, asked.SpaceID)
	if err != nil {
		return nil, err
	}
	n, err := newContent(&wirev2.PageCreate{Status: asked.Status, Title: asked.Title}, &createPageIn{Private: in.Private})
	if err != nil {
		return nil, err
	}
	n.Kind, n.Space = wiki.BlogPost, space.ID
	if n.Created, err = createdAt(asked.CreatedAt); err != nil {
		return nil, err
	}
	if n.Storage, _, err = storageOf(ctx, s, wiki.Content{Kind: n.Kind, SpaceKey: space.Key, Title: n.Title}, asked.Body); err != nil {
		return nil, err
	}
	made, err := s.Create(ctx, n)
	if err != nil {
		return nil, named(wiki.BlogPost, err)
	}
	return writtenBlogPost(s, made, n.Storage), nil
}

type updateBlogPostIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wirev2.BlogPostUpdate]
}

func updateBlogPost(ctx context.Context, s *site.Session, in *updateBlogPostIn) (*wirev2.BlogPost, error) {
	c, err := s.Content(ctx, in.ID)
	if c, err = only(wiki.BlogPost, in.ID, c, err); err != nil {
		return nil, err
	}
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	ch, err := newChange(&wirev2.PageUpdate{ID: asked.ID, Status: asked.Status, Title: asked.Title, SpaceID: asked.SpaceID, Version: asked.Version}, c)
	if err != nil {
		return nil, err
	}
	if ch.Created, err = createdAt(asked.CreatedAt); err != nil {
		return nil, err
	}
	storage, given, err := storageOf(ctx, s, c, asked.Body)
	if err == nil && !given {
		err = wiki.Invalid("body", "", rest.WantValue)
	}
	if err != nil {
		return nil, err
	}
	ch.Storage = &storage
	made, err := s.Update(ctx, c.ID, ch)
	if err != nil {
		return nil, named(wiki.BlogPost, err)
	}
	return writtenBlogPost(s, made, storage), nil
}

// createdAt reads when a blog post counts as made; the zero time when the request does not say.
func createdAt(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, wiki.Invalid("createdAt", text, rest.WantDate)
	}
	return at, nil
}

func deleteBlogPost(ctx context.Context, s *site.Session, in *deletePageIn) (rest.Empty, error) {
	return in.remove(ctx, s, wiki.BlogPost)
}

func newBlogPost(s *site.Session, c wiki.Content) *wirev2.BlogPost {
	out := &wirev2.BlogPost{BlogPostCore: newBlogPostCore(c, wirev2.Body{}), Links: newPageLinks(c)}
	out.Links.Base = baseOf(s)
	return out
}

func writtenBlogPost(s *site.Session, c wiki.Content, storage string) *wirev2.BlogPost {
	out := newBlogPost(s, c)
	out.Body = newBody(body.Storage, storage)
	return out
}

func newBlogPostCore(c wiki.Content, text wirev2.Body) wirev2.BlogPostCore {
	version := newVersion(c.Version)
	return wirev2.BlogPostCore{
		ID: wire.NewID(int64(c.ID)), Status: string(c.Status), Title: c.Title, SpaceID: wire.NewID(int64(c.Space)),
		AuthorID: string(c.Creator), CreatedAt: wire.Time(c.Created), Version: &version, Body: text,
	}
}
