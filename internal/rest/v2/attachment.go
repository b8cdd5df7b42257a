package v2

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/rest/download"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/thumbnail"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func attachmentOps(d *download.Desk) []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getAttachments", Route: "GET /attachments", Perm: wiki.View, Kept: true}, listAttachments),
		rest.On(rest.Op{ID: "getPageAttachments", Route: "GET /pages/{id}/attachments", Perm: wiki.View, Kept: true}, attachmentsIn(wiki.Page)),
		rest.On(rest.Op{ID: "getBlogpostAttachments", Route: "GET /blogposts/{id}/attachments", Perm: wiki.View, Kept: true}, attachmentsIn(wiki.BlogPost)),
		rest.On(rest.Op{ID: "getCustomContentAttachments", Route: "GET /custom-content/{id}/attachments", Perm: wiki.View, Kept: true}, attachmentsIn(wiki.CustomContent)),
		rest.On(rest.Op{ID: "getAttachmentById", Route: "GET /attachments/{id}", Perm: wiki.View, Kept: true, Viewed: "id"}, getAttachment),
		rest.On(rest.Op{ID: "getAttachmentThumbnailById", Route: "GET /attachments/{id}/thumbnail/download", Perm: wiki.View}, thumbnailFrom(d)),
		rest.On(rest.Op{ID: "deleteAttachment", Route: "DELETE /attachments/{id}", Perm: wiki.View | wiki.DeleteAttachment}, deleteAttachment),
	}
}

// attachmentQuery is what lists of attachments have in common.
type attachmentQuery struct {
	rest.Cursor `default:"50"`
	Status      []wiki.Status `query:"status" default:"current,archived" enum:"current,archived,trashed"`
	Sort        string        `query:"sort" enum:"created-date,-created-date,modified-date,-modified-date"`
	MediaType   string        `query:"mediaType"`
	FileName    string        `query:"filename"`
}

// listAttachments lists the files everywhere but in the trash.
func listAttachments(ctx context.Context, s *site.Session, q *attachmentQuery) (*rest.List[wirev2.AttachmentBulk], error) {
	return q.list(ctx, s, wiki.ContentFilter{Living: true})
}

type attachmentsInIn struct {
	attachmentQuery
	ID wiki.ContentID `path:"id"`
}

func attachmentsIn(kind wiki.Kind) func(context.Context, *site.Session, *attachmentsInIn) (*rest.List[wirev2.AttachmentBulk], error) {
	return func(ctx context.Context, s *site.Session, in *attachmentsInIn) (*rest.List[wirev2.AttachmentBulk], error) {
		c, err := s.Content(ctx, in.ID)
		if c, err = only(kind, in.ID, c, err); err != nil {
			return nil, err
		}
		return in.list(ctx, s, wiki.ContentFilter{Parent: &c.ID})
	}
}

// list answers with the attachments that a filter selects beside the query.
func (q *attachmentQuery) list(ctx context.Context, s *site.Session, f wiki.ContentFilter) (*rest.List[wirev2.AttachmentBulk], error) {
	sort, desc := direction(q.Sort)
	f.Kinds, f.Statuses, f.Media, f.FileName = []wiki.Kind{wiki.Attachment}, q.Status, q.MediaType, q.FileName
	f.Sort, f.Desc = wiki.ContentSort(sort), desc
	found, err := s.ListContent(ctx, f, q.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(q.Cursor, found, func(c wiki.Content) wirev2.AttachmentBulk {
		return wirev2.AttachmentBulk{AttachmentCore: newAttachmentCore(c), Links: newAttachmentLinks(c)}
	}), nil
}

type getAttachmentIn struct {
	ID            wiki.ContentID `path:"id"`
	Number        int            `query:"version" min:"0"` // 0: the current one
	Labels        bool           `query:"include-labels"`
	Properties    bool           `query:"include-properties"`
	Operations    bool           `query:"include-operations"`
	Versions      bool           `query:"include-versions"`
	Version       bool           `query:"include-version" default:"true"`
	Collaborators bool           `query:"include-collaborators"` // the answer has no member for them
	Parts         rest.Parts
}

func getAttachment(ctx context.Context, s *site.Session, in *getAttachmentIn) (*wirev2.Attachment, error) {
	c, err := s.Content(ctx, in.ID)
	c, err = only(wiki.Attachment, in.ID, c, err)
	if err == nil && in.Number != 0 && in.Number != c.Version.Number {
		if c, err = s.AttachmentAt(ctx, c, in.Number); err == nil {
			c.Status = wiki.Historical
		}
	}
	if err != nil {
		return nil, err
	}
	out := &wirev2.Attachment{AttachmentCore: newAttachmentCore(c), Links: newAttachmentLinks(c)}
	out.Links.Base = baseOf(s)
	if !in.Version {
		out.AttachmentCore.Version = nil
	}
	p := partsOf(s, in.Parts, c, "attachments")
	out.Labels = p.labels(ctx, in.Labels)
	out.Properties = p.properties(ctx, in.Properties)
	out.Operations = p.operations(ctx, in.Operations)
	out.Versions = p.versions(ctx, in.Versions)
	return out, p.err
}

type thumbnailIn struct {
	ID     wiki.ContentID `path:"id"`
	Number int            `query:"version" min:"0"` // 0: the current one
	Width  int            `query:"width" min:"1"`
	Height int            `query:"height" min:"1"`
}

// thumbnailFrom answers with a picture made small, of any version: a redirect as downloads are.
func thumbnailFrom(d *download.Desk) func(context.Context, *site.Session, *thumbnailIn) (any, error) {
	return func(ctx context.Context, s *site.Session, in *thumbnailIn) (any, error) {
		c, err := findKind(ctx, s, wiki.Attachment, in.ID)
		if err == nil && in.Number != 0 && in.Number != c.Version.Number {
			c, err = s.AttachmentAt(ctx, c, in.Number)
		}
		if err != nil {
			return nil, err
		}
		box := thumbnail.Box{Width: in.Width, Height: in.Height}
		if box == (thumbnail.Box{}) {
			box = thumbnail.Box{Width: thumbnail.DefaultSide, Height: thumbnail.DefaultSide}
		}
		return d.Thumbnail(ctx, s, c, box)
	}
}

type deleteAttachmentIn struct {
	ID    wiki.ContentID `path:"id"`
	Purge bool           `query:"purge"` // a file in the trash, for good
}

func deleteAttachment(ctx context.Context, s *site.Session, in *deleteAttachmentIn) (rest.Empty, error) {
	return (&deletePageIn{ID: in.ID, Purge: in.Purge}).remove(ctx, s, wiki.Attachment)
}

func newAttachmentCore(c wiki.Content) wirev2.AttachmentCore {
	version := newVersion(c.Version)
	out := wirev2.AttachmentCore{
		ID: wire.NewAttachmentID(int64(c.ID)), Status: string(c.Status), Title: c.Title, CreatedAt: wire.Time(c.Created),
		MediaType: c.File.MediaType, MediaTypeDescription: site.DescribeMedia(c.File.MediaType), Comment: c.File.Comment,
		FileID: c.File.FileID, FileSize: wire.Value(c.File.Size), WebUILink: site.WebPath(c), DownloadLink: site.DownloadPath(c),
		Version: &version,
	}
	switch id := wire.NewID(int64(c.Parent)); c.ParentKind {
	case wiki.Page:
		out.PageID = id
	case wiki.BlogPost:
		out.BlogPostID = id
	default:
		out.CustomContentID = id
	}
	return out
}

func newAttachmentLinks(c wiki.Content) wirev2.AttachmentLinks {
	return wirev2.AttachmentLinks{WebUI: site.WebPath(c), Download: site.DownloadPath(c)}
}
