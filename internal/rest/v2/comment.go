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

// Footer comments and inline comments are one family: commentFamily has what differs.

func commentOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getFooterComments", Route: "GET /footer-comments", Perm: wiki.View}, footers.all),
		rest.On(rest.Op{ID: "getInlineComments", Route: "GET /inline-comments", Perm: wiki.View}, inlines.all),
		rest.On(rest.Op{ID: "getFooterCommentChildren", Route: "GET /footer-comments/{id}/children", Perm: wiki.View}, footers.children),
		rest.On(rest.Op{ID: "getInlineCommentChildren", Route: "GET /inline-comments/{id}/children", Perm: wiki.View}, inlines.children),
		rest.On(rest.Op{ID: "getPageFooterComments", Route: "GET /pages/{id}/footer-comments", Perm: wiki.View}, footers.on(wiki.Page)),
		rest.On(rest.Op{ID: "getPageInlineComments", Route: "GET /pages/{id}/inline-comments", Perm: wiki.View}, inlineOn(wiki.Page)),
		rest.On(rest.Op{ID: "getBlogPostFooterComments", Route: "GET /blogposts/{id}/footer-comments", Perm: wiki.View}, footers.on(wiki.BlogPost)),
		rest.On(rest.Op{ID: "getBlogPostInlineComments", Route: "GET /blogposts/{id}/inline-comments", Perm: wiki.View}, inlineOn(wiki.BlogPost)),
		rest.On(rest.Op{ID: "getCustomContentComments", Route: "GET /custom-content/{id}/footer-comments", Perm: wiki.View}, listCustomContentComments),
		rest.On(rest.Op{ID: "getAttachmentComments", Route: "GET /attachments/{id}/footer-comments", Perm: wiki.View}, listAttachmentComments),
		rest.On(rest.Op{ID: "getFooterCommentById", Route: "GET /footer-comments/{comment-id}", Perm: wiki.View, Viewed: "comment-id"}, getFooterComment),
		rest.On(rest.Op{ID: "getInlineCommentById", Route: "GET /inline-comments/{comment-id}", Perm: wiki.View, Viewed: "comment-id"}, getInlineComment),
		rest.On(rest.Op{ID: "createFooterComment", Route: "POST /footer-comments", Perm: wiki.View | wiki.CreateComment}, createFooterComment),
		rest.On(rest.Op{ID: "createInlineComment", Route: "POST /inline-comments", Perm: wiki.View | wiki.CreateComment}, createInlineComment),
		rest.On(rest.Op{ID: "updateFooterComment", Route: "PUT /footer-comments/{comment-id}", Perm: wiki.View | wiki.CreateComment}, updateFooterComment),
		rest.On(rest.Op{ID: "updateInlineComment", Route: "PUT /inline-comments/{comment-id}", Perm: wiki.View | wiki.CreateComment}, updateInlineComment),
		rest.On(rest.Op{ID: "deleteFooterComment", Route: "DELETE /footer-comments/{comment-id}", Perm: deleteComments}, footers.remove),
		rest.On(rest.Op{ID: "deleteInlineComment", Route: "DELETE /inline-comments/{comment-id}", Perm: deleteComments}, inlines.remove),
	}
}

const deleteComments = wiki.View | wiki.DeleteComment | wiki.DeleteOwn

// commentFamily is one of the two places of comments, and how a comment there is written.
type commentFamily[T any] struct {
	inline      bool
	resolutions []wiki.Resolution // those its comments have
	write       func(wiki.Content, wirev2.Body) T
}

var (
	footers = commentFamily[wirev2.FooterComment]{false, []wiki.Resolution{wiki.FooterComment}, newFooterComment}
	inlines = commentFamily[wirev2.InlineComment]{true, []wiki.Resolution{wiki.Open, wiki.Reopened, wiki.Resolved, wiki.Dangling}, newInlineComment}
)

// commentQuery is what lists of comments have in common.
type commentQuery struct {
	rest.Cursor
	Sort   string              `query:"sort" enum:"created-date,-created-date,modified-date,-modified-date"`
	Format body.Representation `query:"body-format" enum:"storage,atlas_doc_format"`
}

// all lists every comment of the family, answers too, that does not lie in the trash.
func (f commentFamily[T]) all(ctx context.Context, s *site.Session, q *commentQuery) (*rest.List[T], error) {
	return f.list(ctx, s, q, wiki.ContentFilter{Living: true})
}

type listCommentChildrenIn struct {
	commentQuery
	ID wiki.ContentID `path:"id"`
}

func (f commentFamily[T]) children(ctx context.Context, s *site.Session, in *listCommentChildrenIn) (*rest.List[T], error) {
	c, err := f.find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	return f.list(ctx, s, &in.commentQuery, wiki.ContentFilter{Parent: &c.ID})
}

type listCommentsOnIn struct {
	commentQuery
	ID     wiki.ContentID `path:"id"`
	Status []wiki.Status  `query:"status" default:"current" enum:"current,archived,trashed,deleted,historical,draft"`
}

// on lists the comments that begin threads on content of one kind.
func (f commentFamily[T]) on(kind wiki.Kind) func(context.Context, *site.Session, *listCommentsOnIn) (*rest.List[T], error) {
	return func(ctx context.Context, s *site.Session, in *listCommentsOnIn) (*rest.List[T], error) {
		if err := statusesOf(kind, in.Status); err != nil {
			return nil, err
		}
		c, err := s.Content(ctx, in.ID)
		if c, err = only(kind, in.ID, c, err); err != nil {
			return nil, err
		}
		return f.list(ctx, s, &in.commentQuery, wiki.ContentFilter{Parent: &c.ID, Statuses: in.Status})
	}
}

type listInlineCommentsOnIn struct {
	listCommentsOnIn
	Resolution []wiki.Resolution `query:"resolution-status" enum:"resolved,open,dangling,reopened"`
}

func inlineOn(kind wiki.Kind) func(context.Context, *site.Session, *listInlineCommentsOnIn) (*rest.List[wirev2.InlineComment], error) {
	return func(ctx context.Context, s *site.Session, in *listInlineCommentsOnIn) (*rest.List[wirev2.InlineComment], error) {
		f := inlines
		if in.Resolution != nil {
			f.resolutions = in.Resolution
		}
		return f.on(kind)(ctx, s, &in.listCommentsOnIn)
	}
}

type listAttachmentCommentsIn struct {
	commentQuery
	ID      wiki.ContentID `path:"id"`
	Version int64          `query:"version" min:"0"` // comments made at this version of the file; 0: at any
}

func listAttachmentComments(ctx context.Context, s *site.Session, in *listAttachmentCommentsIn) (*rest.List[wirev2.FooterComment], error) {
	c, err := s.Content(ctx, in.ID)
	if c, err = only(wiki.Attachment, in.ID, c, err); err != nil {
		return nil, err
	}
	return footers.list(ctx, s, &in.commentQuery, wiki.ContentFilter{Parent: &c.ID, Thread: &wiki.ThreadFilter{OnVersion: int(in.Version)}})
}

// listCustomContentComments knows no statuses.
func listCustomContentComments(ctx context.Context, s *site.Session, in *listCommentChildrenIn) (*rest.List[wirev2.FooterComment], error) {
	c, err := findKind(ctx, s, wiki.CustomContent, in.ID)
	if err != nil {
		return nil, err
	}
	return footers.list(ctx, s, &in.commentQuery, wiki.ContentFilter{Parent: &c.ID})
}

// list answers with the comments of the family that a filter selects beside the query.
func (f commentFamily[T]) list(ctx context.Context, s *site.Session, q *commentQuery, filter wiki.ContentFilter) (*rest.List[T], error) {
	thread := wiki.ThreadFilter{}
	if filter.Thread != nil {
		thread = *filter.Thread
	}
	thread.Resolutions = f.resolutions
	sort, desc := direction(q.Sort)
	filter.Kinds, filter.Thread, filter.Sort, filter.Desc = []wiki.Kind{wiki.Comment}, &thread, wiki.ContentSort(sort), desc
	if filter.Statuses == nil {
		filter.Statuses = []wiki.Status{wiki.Current}
	}
	found, err := s.ListContent(ctx, filter, q.Window())
	if err != nil {
		return nil, err
	}
	bodies, err := bodiesOf(ctx, s, found.Items, q.Format)
	if err != nil {
		return nil, err
	}
	return rest.NewList(q.Cursor, found, func(c wiki.Content) T { return f.write(c, bodies[c.ID]) }), nil
}

// find finds a comment of the family that the caller may view.
func (f commentFamily[T]) find(ctx context.Context, s *site.Session, id wiki.ContentID) (wiki.Content, error) {
	c, err := s.Content(ctx, id)
	return f.only(id, c, err)
}

// only makes a comment of the other family one that is not there.
func (f commentFamily[T]) only(id wiki.ContentID, c wiki.Content, err error) (wiki.Content, error) {
	c, err = only(wiki.Comment, id, c, err)
	if err == nil && c.Thread.Inline() != f.inline {
		return wiki.Content{}, wiki.Missing(string(wiki.Comment), id.String())
	}
	return c, err
}

type getCommentIn struct {
	ID         wiki.ContentID      `path:"1"`
	Format     body.Representation `query:"body-format" enum:"storage,atlas_doc_format,view,export_view,anonymous_export_view,styled_view,editor"`
	Number     int                 `query:"version" min:"0"` // 0: the current one
	Properties bool                `query:"include-properties"`
	Operations bool                `query:"include-operations"`
	Likes      bool                `query:"include-likes"`
	Versions   bool                `query:"include-versions"`
	Version    bool                `query:"include-version" default:"true"`
	Parts      rest.Parts
}

// get finds the comment, or the older version of it that was asked for, with its body.
func (f commentFamily[T]) get(ctx context.Context, s *site.Session, in *getCommentIn) (c wiki.Content, text wirev2.Body, err error) {
	c, stored, err := s.ContentWithBody(ctx, in.ID)
	if c, err = f.only(in.ID, c, err); err == nil && in.Number != 0 {
		c, stored, err = historical(ctx, s, c, in.Number)
	}
	if err == nil {
		text, err = bodyOf(ctx, s, c, stored, in.Format)
	}
	return c, text, err
}

func getFooterComment(ctx context.Context, s *site.Session, in *getCommentIn) (*wirev2.FooterComment, error) {
	c, text, err := footers.get(ctx, s, in)
	if err != nil {
		return nil, err
	}
	out := singleFooter(s, c, text)
	if !in.Version {
		out.CommentCore.Version = nil
	}
	p := partsOf(s, in.Parts, c, "footer-comments")
	out.Properties = p.properties(ctx, in.Properties)
	out.Operations = p.operations(ctx, in.Operations)
	out.Likes = p.likes(ctx, in.Likes)
	out.Versions = p.versions(ctx, in.Versions)
	return out, p.err
}

func getInlineComment(ctx context.Context, s *site.Session, in *getCommentIn) (*wirev2.InlineComment, error) {
	c, text, err := inlines.get(ctx, s, in)
	if err != nil {
		return nil, err
	}
	out := singleInline(s, c, text)
	if !in.Version {
		out.CommentCore.Version = nil
	}
	p := partsOf(s, in.Parts, c, "inline-comments")
	if all := p.properties(ctx, in.Properties); all != nil {
		out.Properties.Results = append([]wirev2.ContentProperty{}, all.Results...)
		out.Properties.Meta, out.Properties.Links = &all.Meta, &all.Links
	}
	out.Operations = p.operations(ctx, in.Operations)
	out.Likes = p.likes(ctx, in.Likes)
	out.Versions = p.versions(ctx, in.Versions)
	return out, p.err
}

func newCommentCore(c wiki.Content, text wirev2.Body) wirev2.CommentCore {
	version := newVersion(c.Version)
	out := wirev2.CommentCore{ID: wire.NewID(int64(c.ID)), Status: string(c.Status), Title: c.Title, Version: &version, Body: text}
	switch c.Thread.OnKind {
	case wiki.Page:
		out.PageID = wire.NewID(int64(c.Thread.On))
	case wiki.BlogPost:
		out.BlogPostID = wire.NewID(int64(c.Thread.On))
	}
	if c.Parent != c.Thread.On {
		out.ParentCommentID = wire.NewID(int64(c.Parent))
	}
	return out
}

func newFooterComment(c wiki.Content, text wirev2.Body) wirev2.FooterComment {
	out := wirev2.FooterComment{CommentCore: newCommentCore(c, text), Links: wirev2.CommentLinks{WebUI: site.WebPath(c)}}
	switch on := c.Thread; {
	case on.OnKind == wiki.Attachment:
		out.AttachmentID = wire.NewAttachmentID(int64(on.On))
	case out.PageID == "" && out.BlogPostID == "":
		out.CustomContentID = wire.NewID(int64(on.On))
	}
	return out
}

func newInlineComment(c wiki.Content, text wirev2.Body) wirev2.InlineComment {
	th := c.Thread
	return wirev2.InlineComment{
		CommentCore: newCommentCore(c, text), ResolutionStatus: string(th.Resolution),
		ResolutionLastModifierID: string(th.Resolver), ResolutionLastModifiedAt: wire.Time(th.ResolvedAt),
		Properties: &wirev2.InlineCommentProperties{InlineMarkerRef: th.Marker, InlineOriginalSelection: th.Selection},
		Links:      wirev2.CommentLinks{WebUI: site.WebPath(c)},
	}
}

func singleFooter(s *site.Session, c wiki.Content, text wirev2.Body) *wirev2.FooterComment {
	out := newFooterComment(c, text)
	out.Links.Base = baseOf(s)
	return &out
}

func singleInline(s *site.Session, c wiki.Content, text wirev2.Body) *wirev2.InlineComment {
	out := newInlineComment(c, text)
	out.Links.Base = baseOf(s)
	return &out
}
