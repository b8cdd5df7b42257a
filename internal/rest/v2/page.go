package v2

import (
	"context"
	"errors"
	"slices"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func pageOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View, Kept: true}, listPages),
		rest.On(rest.Op{ID: "getPagesInSpace", Route: "GET /spaces/{id}/pages", Perm: wiki.View, Kept: true}, listSpacePages),
		rest.On(rest.Op{ID: "getChildPages", Route: "GET /pages/{id}/children", Perm: wiki.View, Kept: true}, listChildPages),
		rest.On(rest.Op{ID: "getPageById", Route: "GET /pages/{id}", Perm: wiki.View, Kept: true, Viewed: "id"}, getPage),
		rest.On(rest.Op{ID: "createPage", Route: "POST /pages", Perm: wiki.View | wiki.CreatePage}, createPage),
		rest.On(rest.Op{ID: "updatePage", Route: "PUT /pages/{id}", Perm: wiki.View | wiki.CreatePage | wiki.UseSite}, updatePage),
		rest.On(rest.Op{ID: "updatePageTitle", Route: "PUT /pages/{id}/title", Perm: wiki.View | wiki.CreatePage}, updatePageTitle),
		rest.On(rest.Op{ID: "deletePage", Route: "DELETE /pages/{id}", Perm: wiki.View | wiki.DeletePage}, deletePage),
	}
}

// pageQuery is what lists of pages have in common.
type pageQuery struct {
	rest.Cursor
	Status []wiki.Status       `query:"status" default:"current,archived" enum:"current,archived,draft,trashed,deleted"`
	Title  string              `query:"title"`
	Sort   string              `query:"sort" enum:"id,-id,created-date,-created-date,modified-date,-modified-date,title,-title"`
	Format body.Representation `query:"body-format" enum:"storage,atlas_doc_format"`
}

type listPagesIn struct {
	pageQuery
	IDs     []wiki.ContentID `query:"id" maxitems:"250"`
	Spaces  []wiki.SpaceID   `query:"space-id" maxitems:"100"`
	Subtype string           `query:"subtype" enum:"live,page"`
}

func listPages(ctx context.Context, s *site.Session, in *listPagesIn) (*rest.List[wirev2.PageBulk], error) {
	f := wiki.ContentFilter{IDs: in.IDs, Spaces: in.Spaces}
	if in.Subtype != "" {
		live := in.Subtype == "live"
		f.Live = &live
	}
	return in.list(ctx, s, f)
}

type listSpacePagesIn struct {
	pageQuery
	ID    wiki.SpaceID `path:"id"`
	Depth string       `query:"depth" default:"all" enum:"all,root"`
}

func listSpacePages(ctx context.Context, s *site.Session, in *listSpacePagesIn) (*rest.List[wirev2.PageBulk], error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return in.list(ctx, s, wiki.ContentFilter{Spaces: []wiki.SpaceID{sp.ID}, Roots: in.Depth == "root"})
}

// list answers with the pages that a filter selects beside the query.
func (q *pageQuery) list(ctx context.Context, s *site.Session, f wiki.ContentFilter) (*rest.List[wirev2.PageBulk], error) {
	sort, desc := direction(q.Sort)
	f.Kinds, f.Statuses, f.Title = []wiki.Kind{wiki.Page}, q.Status, q.Title
	f.Sort, f.Desc = wiki.ContentSort(sort), desc
	found, err := s.ListContent(ctx, f, q.Window())
	if err != nil {
		return nil, err
	}
	bodies, err := bodiesOf(ctx, s, found.Items, q.Format)
	if err != nil {
		return nil, err
	}
	return rest.NewList(q.Cursor, found, func(c wiki.Content) wirev2.PageBulk {
		out := wirev2.PageBulk{PageCore: newPageCore(c), Links: newPageLinks(c)}
		if out.Body = bodies[c.ID]; c.Live {
			out.Subtype = wire.Value("live")
		}
		return out
	}), nil
}

type listChildPagesIn struct {
	rest.Cursor
	ID   wiki.ContentID `path:"id"`
	Sort string         `query:"sort" default:"child-position" enum:"created-date,-created-date,id,-id,child-position,-child-position,modified-date,-modified-date"`
}

func listChildPages(ctx context.Context, s *site.Session, in *listChildPagesIn) (*rest.List[wirev2.ChildPage], error) {
	page, err := findPage(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	f := wiki.ContentFilter{
		Parent: &page.ID, Kinds: []wiki.Kind{wiki.Page}, Statuses: shownBelow(),
	}
	f.Sort, f.Desc = childOrder(in.Sort)
	found, err := s.ListContent(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newChildPage), nil
}

type getPageIn struct {
	ID             wiki.ContentID      `path:"id"`
	Format         body.Representation `query:"body-format" enum:"storage,atlas_doc_format,view,export_view,anonymous_export_view,styled_view,editor"`
	Draft          bool                `query:"get-draft"`
	Status         []wiki.Status       `query:"status" enum:"current,archived,trashed,deleted,historical,draft"`
	Number         int                 `query:"version" min:"0"` // 0: the current one
	Labels         bool                `query:"include-labels"`
	Properties     bool                `query:"include-properties"`
	Operations     bool                `query:"include-operations"`
	Likes          bool                `query:"include-likes"`
	Versions       bool                `query:"include-versions"`
	Version        bool                `query:"include-version" default:"true"`
	Favourite      bool                `query:"include-favorited-by-current-user-status"`
	WebResources   bool                `query:"include-webresources"`  // the answer has no member for them
	Collaborators  bool                `query:"include-collaborators"` // the answer has no member for them
	DirectChildren bool                `query:"include-direct-children"`
	Parts          rest.Parts
}

func getPage(ctx context.Context, s *site.Session, in *getPageIn) (*wirev2.Page, error) {
	c, text, err := in.find(ctx, s, wiki.Page)
	if err != nil {
		return nil, err
	}
	out := newPage(s, c)
	if !in.Version {
		out.PageCore.Version = nil
	}
	if out.Body, err = bodyOf(ctx, s, c, text, in.Format); err != nil {
		return nil, err
	}
	p := partsOf(s, in.Parts, c, "pages")
	out.Labels = p.labels(ctx, in.Labels)
	out.Properties = p.properties(ctx, in.Properties)
	out.Operations = p.operations(ctx, in.Operations)
	out.Likes = p.likes(ctx, in.Likes)
	out.Versions = p.versions(ctx, in.Versions)
	out.DirectChildren = p.directChildren(ctx, in.DirectChildren)
	out.IsFavoritedByCurrentUser = p.favourite(ctx, in.Favourite)
	return out, p.err
}

// find finds the page, or the older version of it that was asked for, with the body if one is wanted. A page in another
// status than asked for is not there.
func (in *getPageIn) find(ctx context.Context, s *site.Session, kind wiki.Kind) (c wiki.Content, text wiki.Body, err error) {
	if in.Format != "" && in.Number == 0 {
		c, text, err = s.ContentWithBody(ctx, in.ID)
	} else {
		c, err = s.Content(ctx, in.ID)
	}
	if c, err = only(kind, in.ID, c, err); err == nil && in.Number != 0 {
		c, text, err = historical(ctx, s, c, in.Number)
	}
	if err == nil && !in.wants(c.Status) {
		err = wiki.Missing(string(kind), in.ID.String())
	}
	return c, text, err
}

// wants reports whether a page in this status is what was asked for: without a filter any but a draft. An unpublished
// page is its own draft, and a published one has no other.
func (in *getPageIn) wants(st wiki.Status) bool {
	switch {
	case st == wiki.Draft && in.Draft:
		return true
	case in.Status == nil:
		return st != wiki.Draft
	case st == wiki.Historical && slices.Contains(in.Status, wiki.Current):
		return true // the number says which version of the current page
	}
	return slices.Contains(in.Status, st)
}

// historical turns a content into one of its versions, with the body.
func historical(ctx context.Context, s *site.Session, c wiki.Content, number int) (wiki.Content, wiki.Body, error) {
	v, text, err := s.Version(ctx, c, number)
	if err != nil {
		return wiki.Content{}, wiki.Body{}, err
	}
	if v.Number != c.Version.Number {
		c.Status, c.Title, c.Version = wiki.Historical, v.Title, v
	}
	return c, text, nil
}

// findPage finds a page the caller may view, in whatever status. Content of another kind is no page.
func findPage(ctx context.Context, s *site.Session, id wiki.ContentID) (wiki.Content, error) {
	return findKind(ctx, s, wiki.Page, id)
}

// findKind is findPage for a kind of content.
func findKind(ctx context.Context, s *site.Session, kind wiki.Kind, id wiki.ContentID) (wiki.Content, error) {
	c, err := s.Content(ctx, id)
	return only(kind, id, c, err)
}

// only makes content of another kind than the path says one that is not there, and calls what is not there by the name
// of the kind.
func only(kind wiki.Kind, id wiki.ContentID, c wiki.Content, err error) (wiki.Content, error) {
	if err == nil && !c.Kind.Is(kind) {
		err = wiki.Missing(string(kind), id.String())
	}
	if err != nil {
		return wiki.Content{}, named(kind, err)
	}
	return c, nil
}

// named calls the content that a refusal is about by the name of its kind.
func named(kind wiki.Kind, err error) error {
	e, ok := errors.AsType[*wiki.Error](err)
	if !ok || e.Facts.Object != "content" {
		return err
	}
	full := *e
	full.Facts.Object = string(kind)
	return &full
}

func newPage(s *site.Session, c wiki.Content) *wirev2.Page {
	out := &wirev2.Page{PageCore: newPageCore(c), Links: newPageLinks(c)}
	out.Links.Base = baseOf(s)
	return out
}

func newPageCore(c wiki.Content) wirev2.PageCore {
	version := newVersion(c.Version)
	out := wirev2.PageCore{
		ID: wire.NewID(int64(c.ID)), Status: string(c.Status), Title: c.Title, SpaceID: wire.NewID(int64(c.Space)),
		Position: wire.Value(int(c.Position)), AuthorID: string(c.Creator), CreatedAt: wire.Time(c.Created), Version: &version,
	}
	if c.Parent != 0 {
		out.ParentID, out.ParentType = wire.NewID(int64(c.Parent)), string(c.ParentKind)
	}
	if c.Owner != "" {
		out.OwnerID = wire.Value(string(c.Owner))
	}
	if c.LastOwner != "" {
		out.LastOwnerID = wire.Value(string(c.LastOwner))
	}
	return out
}

func newPageLinks(c wiki.Content) wirev2.PageLinks {
	return wirev2.PageLinks{EditUI: site.EditPath(c), WebUI: site.WebPath(c), TinyUI: site.TinyPath(c)}
}

func newChildPage(c wiki.Content) wirev2.ChildPage {
	return wirev2.ChildPage{
		ID: wire.NewID(int64(c.ID)), Status: string(c.Status), Title: c.Title,
		SpaceID: wire.NewID(int64(c.Space)), ChildPosition: wire.Value(int(c.Position)),
	}
}

// baseOf is what the links of a single object are relative to.
func baseOf(s *site.Session) string { return s.Site().BaseURL + "/wiki" }
