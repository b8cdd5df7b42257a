package v1

import (
	"context"
	"slices"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/rest/download"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func attachmentOps(d *download.Desk) []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getAttachments", Route: "GET /content/{id}/child/attachment", Perm: seePeople, Kept: true}, getAttachments),
		rest.On(rest.Op{ID: "downloadAttatchment", Route: "GET /content/{id}/child/attachment/{attachmentId}/download", Perm: wiki.View}, downloadFrom(d)),
	}
}

type getAttachmentsIn struct {
	rest.Offset
	Expand
	ID        wiki.ContentID `path:"id"`
	FileName  string         `query:"filename"`
	MediaType string         `query:"mediaType"`
}

func getAttachments(ctx context.Context, s *site.Session, in *getAttachmentsIn) (*wire.List[wire.Content], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	found, err := s.ListContent(ctx, wiki.ContentFilter{
		Parent: &c.ID, Kinds: []wiki.Kind{wiki.Attachment}, Statuses: []wiki.Status{wiki.Current},
		FileName: in.FileName, Media: in.MediaType,
	}, in.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).contents(ctx, found.Items, in.tree("metadata"))
	return listPage(in.Offset, found, made), err
}

type downloadIn struct {
	Container wiki.ContentID `path:"id"`
	ID        wiki.ContentID `path:"attachmentId"`
	Version   int            `query:"version" min:"0"`
	Status    []wiki.Status  `query:"status" default:"current" enum:"current,trashed,deleted,historical,draft,archived,any"`
}

// downloadFrom answers step 1 and 2 of auth-behaviour.md §5 "Attachment download": a redirect to an address that needs no
// credential.
func downloadFrom(d *download.Desk) func(context.Context, *site.Session, *downloadIn) (any, error) {
	return func(ctx context.Context, s *site.Session, in *downloadIn) (any, error) {
		statuses := in.Status
		if in.Version != 0 && slices.Contains(statuses, wiki.Historical) { // the version is, its attachment need not be
			statuses = append(statuses, wiki.Current)
		}
		c, err := contentAt(ctx, s, in.ID, statuses, 0)
		if err == nil && (c.Kind != wiki.Attachment || c.Parent != in.Container) {
			err = wiki.Missing("attachment", in.ID.String())
		}
		if err == nil && in.Version != 0 && in.Version != c.Version.Number {
			c, err = s.AttachmentAt(ctx, c, in.Version)
		}
		if err != nil {
			return nil, err
		}
		return d.File(ctx, s, c)
	}
}

func fileExtensions(c wiki.Content) *wire.Extensions {
	return &wire.Extensions{
		MediaType: c.File.MediaType, FileSize: scalar.Value(c.File.Size), Comment: scalar.Value(c.File.Comment),
		MediaTypeDescription: site.DescribeMedia(c.File.MediaType), FileID: c.File.FileID,
		CollectionName: "contentId-" + c.Parent.String(),
	}
}

func fileMetadata(c wiki.Content) *wire.Metadata {
	return &wire.Metadata{
		MediaType: c.File.MediaType, Comment: scalar.Value(c.File.Comment), Expandable: wire.MetadataExpandable(),
	}
}
