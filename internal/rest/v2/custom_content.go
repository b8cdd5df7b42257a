package v2

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// Custom content: what apps keep, of a type of their own, in pages, blog posts, spaces and other custom content.

func customContentOps() []rest.Op {
	write := wiki.View | wiki.CreatePerm(wiki.CustomContent)
	return []rest.Op{
		rest.On(rest.Op{ID: "getCustomContentByType", Route: "GET /custom-content", Perm: wiki.View, Kept: true}, listCustomContent),
		rest.On(rest.Op{ID: "getCustomContentByTypeInPage", Route: "GET /pages/{id}/custom-content", Perm: wiki.View, Kept: true}, customContentIn(wiki.Page)),
		rest.On(rest.Op{ID: "getCustomContentByTypeInBlogPost", Route: "GET /blogposts/{id}/custom-content", Perm: wiki.View, Kept: true}, customContentIn(wiki.BlogPost)),
		rest.On(rest.Op{ID: "getCustomContentByTypeInSpace", Route: "GET /spaces/{id}/custom-content", Perm: wiki.View, Kept: true}, listSpaceCustomContent),
		rest.On(rest.Op{ID: "getChildCustomContent", Route: "GET /custom-content/{id}/children", Perm: wiki.View, Kept: true}, listChildCustomContent),
		rest.On(rest.Op{ID: "getCustomContentById", Route: "GET /custom-content/{id}", Perm: wiki.View, Kept: true, Viewed: "id"}, getCustomContent),
		rest.On(rest.Op{ID: "createCustomContent", Route: "POST /custom-content", Perm: write}, createCustomContent),
		rest.On(rest.Op{ID: "updateCustomContent", Route: "PUT /custom-content/{id}", Perm: write}, updateCustomContent),
		rest.On(rest.Op{ID: "deleteCustomContent", Route: "DELETE /custom-content/{id}", Perm: write | wiki.DeletePerm(wiki.CustomContent)}, deleteCustomContent),
	}
}

// customContentQuery is what lists of custom content of a type have in common.
type customContentQuery struct {
	rest.Cursor
	Type   wiki.Kind           `query:"type" required:"yes"`
	Format body.Representation `query:"body-format" enum:"raw,storage,atlas_doc_format"`
}

// list answers with the current custom content that a filter selects beside the query.
func (q *customContentQuery) list(ctx context.Context, s *site.Session, order string, f wiki.ContentFilter) (*rest.List[wirev2.CustomContentBulk], error) {
	if err := q.Type.CheckCustom("type"); err != nil {
		return nil, err
	}
	sort, desc := direction(order)
	f.Kinds, f.Statuses = []wiki.Kind{q.Type}, []wiki.Status{wiki.Current}
	f.Sort, f.Desc = wiki.ContentSort(sort), desc
	found, err := s.ListContent(ctx, f, q.Window())
	if err != nil {
		return nil, err
	}
	bodies, err := bodiesOf(ctx, s, found.Items, q.Format)
	if err != nil {
		return nil, err
	}
	return rest.NewList(q.Cursor, found, func(c wiki.Content) wirev2.CustomContentBulk {
		return wirev2.CustomContentBulk{CustomContentCore: newCustomContentCore(c, bodies[c.ID]), Links: newCustomContentLinks(c)}
	}), nil
}

// customContentOrder is the order that lists of custom content are asked for in.
type customContentOrder struct {
	Sort string `query:"sort" enum:"id,-id,created-date,-created-date,modified-date,-modified-date,title,-title"`
}

type listCustomContentIn struct {
	customContentQuery
	customContentOrder
	IDs    []wiki.ContentID `query:"id" maxitems:"250"`
	Spaces []wiki.SpaceID   `query:"space-id" maxitems:"100"`
}

// listCustomContent leaves out what lies in the trash.
func listCustomContent(ctx context.Context, s *site.Session, in *listCustomContentIn) (*rest.List[wirev2.CustomContentBulk], error) {
	return in.list(ctx, s, in.Sort, wiki.ContentFilter{IDs: in.IDs, Spaces: in.Spaces, Living: true})
}

type customContentInIn struct {
	customContentQuery
	customContentOrder
	ID wiki.ContentID `path:"id"`
}

// customContentIn lists what lies in one content of a kind.
func customContentIn(kind wiki.Kind) func(context.Context, *site.Session, *customContentInIn) (*rest.List[wirev2.CustomContentBulk], error) {
	return func(ctx context.Context, s *site.Session, in *customContentInIn) (*rest.List[wirev2.CustomContentBulk], error) {
		c, err := findKind(ctx, s, kind, in.ID)
		if err != nil {
			return nil, err
		}
		return in.list(ctx, s, in.Sort, wiki.ContentFilter{Parent: &c.ID})
	}
}

type listSpaceCustomContentIn struct {
	customContentQuery
	ID wiki.SpaceID `path:"id"`
}

// listSpaceCustomContent lists what a space has, in whatever it lies there.
func listSpaceCustomContent(ctx context.Context, s *site.Session, in *listSpaceCustomContentIn) (*rest.List[wirev2.CustomContentBulk], error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return in.list(ctx, s, "", wiki.ContentFilter{Spaces: []wiki.SpaceID{sp.ID}, Living: true})
}

type listChildCustomContentIn struct {
	rest.Cursor
	ID   wiki.ContentID `path:"id"`
	Sort string         `query:"sort" enum:"created-date,-created-date,id,-id,modified-date,-modified-date"`
}

// listChildCustomContent lists the custom content of any type in other custom content.
func listChildCustomContent(ctx context.Context, s *site.Session, in *listChildCustomContentIn) (*rest.List[wirev2.ChildCustomContent], error) {
	c, err := findKind(ctx, s, wiki.CustomContent, in.ID)
	if err != nil {
		return nil, err
	}
	f := wiki.ContentFilter{Parent: &c.ID, Custom: true, Statuses: []wiki.Status{wiki.Current}}
	sort, desc := direction(in.Sort)
	f.Sort, f.Desc = wiki.ContentSort(sort), desc
	found, err := s.ListContent(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, func(c wiki.Content) wirev2.ChildCustomContent {
		return wirev2.ChildCustomContent{ID: contentID(c), Status: string(c.Status), Title: c.Title, Type: string(c.Kind),
			SpaceID: wire.NewID(int64(c.Space))}
	}), nil
}

type getCustomContentIn struct {
	ID            wiki.ContentID      `path:"id"`
	Format        body.Representation `query:"body-format" enum:"raw,storage,atlas_doc_format,view,export_view,anonymous_export_view"`
	Number        int                 `query:"version" min:"0"` // 0: the current one
	Labels        bool                `query:"include-labels"`
	Properties    bool                `query:"include-properties"`
	Operations    bool                `query:"include-operations"`
	Versions      bool                `query:"include-versions"`
	Version       bool                `query:"include-version" default:"true"`
	Collaborators bool                `query:"include-collaborators"` // the answer has no member for them
	Parts         rest.Parts
}

func getCustomContent(ctx context.Context, s *site.Session, in *getCustomContentIn) (*wirev2.CustomContent, error) {
	c, stored, err := s.ContentWithBody(ctx, in.ID)
	if c, err = only(wiki.CustomContent, in.ID, c, err); err == nil && in.Number != 0 {
		c, stored, err = historical(ctx, s, c, in.Number)
	}
	if err != nil {
		return nil, err
	}
	text, err := bodyOf(ctx, s, c, stored, in.Format)
	if err != nil {
		return nil, err
	}
	out := newCustomContent(s, c, text)
	if !in.Version {
		out.CustomContentCore.Version = nil
	}
	p := partsOf(s, in.Parts, c, "custom-content")
	out.Labels = p.labels(ctx, in.Labels)
	out.Properties = p.properties(ctx, in.Properties)
	out.Operations = p.operations(ctx, in.Operations)
	out.Versions = p.versions(ctx, in.Versions)
	return out, p.err
}

type deleteCustomContentIn struct {
	ID    wiki.ContentID `path:"id"`
	Purge bool           `query:"purge"` // what is in the trash, for good
}

// deleteCustomContent removes a draft for good: no parameter says that it is one.
func deleteCustomContent(ctx context.Context, s *site.Session, in *deleteCustomContentIn) (rest.Empty, error) {
	c, err := findKind(ctx, s, wiki.CustomContent, in.ID)
	if err != nil {
		return rest.Empty{}, err
	}
	return (&deletePageIn{ID: in.ID, Purge: in.Purge, Draft: c.Status == wiki.Draft}).remove(ctx, s, wiki.CustomContent)
}

func newCustomContent(s *site.Session, c wiki.Content, text wirev2.Body) *wirev2.CustomContent {
	out := &wirev2.CustomContent{CustomContentCore: newCustomContentCore(c, text), Links: newCustomContentLinks(c)}
	out.Links.Base = baseOf(s)
	return out
}

func newCustomContentCore(c wiki.Content, text wirev2.Body) wirev2.CustomContentCore {
	version := newVersion(c.Version)
	out := wirev2.CustomContentCore{
		ID: contentID(c), Type: string(c.Kind), Status: string(c.Status), Title: c.Title, SpaceID: wire.NewID(int64(c.Space)),
		AuthorID: string(c.Creator), CreatedAt: wire.Time(c.Created), Version: &version, Body: text,
	}
	switch holder := wire.NewID(int64(c.Parent)); {
	case c.ParentKind == wiki.Page:
		out.PageID = holder
	case c.ParentKind == wiki.BlogPost:
		out.BlogPostID = holder
	case c.ParentKind.IsCustom():
		out.CustomContentID = holder
	}
	return out
}

func newCustomContentLinks(c wiki.Content) wirev2.CustomContentLinks {
	return wirev2.CustomContentLinks{WebUI: site.WebPath(c)}
}
