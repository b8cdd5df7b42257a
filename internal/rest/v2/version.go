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

func versionOps() []rest.Op {
	attachment := versionFamily[wirev2.AttachmentVersion]{ofKind(wiki.Attachment), func(v wirev2.Version, e wirev2.VersionedEntity) wirev2.AttachmentVersion {
		return wirev2.AttachmentVersion{Version: v, Attachment: e}
	}}
	page := versionFamily[wirev2.PageVersion]{ofKind(wiki.Page), func(v wirev2.Version, e wirev2.VersionedEntity) wirev2.PageVersion {
		return wirev2.PageVersion{Version: v, Page: e}
	}}
	post := versionFamily[wirev2.BlogPostVersion]{ofKind(wiki.BlogPost), func(v wirev2.Version, e wirev2.VersionedEntity) wirev2.BlogPostVersion {
		return wirev2.BlogPostVersion{Version: v, BlogPost: e}
	}}
	comment := func(find finder) versionFamily[wirev2.CommentVersion] {
		return versionFamily[wirev2.CommentVersion]{find, func(v wirev2.Version, e wirev2.VersionedEntity) wirev2.CommentVersion {
			return wirev2.CommentVersion{Version: v, Comment: e}
		}}
	}
	custom := versionFamily[wirev2.CustomContentVersion]{ofKind(wiki.CustomContent), func(v wirev2.Version, e wirev2.VersionedEntity) wirev2.CustomContentVersion {
		return wirev2.CustomContentVersion{Version: v, Custom: e}
	}}
	footer, inline := comment(footers.find), comment(inlines.find)
	return []rest.Op{
		rest.On(rest.Op{ID: "getBlogPostVersions", Route: "GET /blogposts/{id}/versions", Perm: wiki.View}, post.listWithBodies),
		rest.On(rest.Op{ID: "getBlogPostVersionDetails", Route: "GET /blogposts/{blogpost-id}/versions/{version-number}", Perm: wiki.View, Kept: true}, post.find.version),
		rest.On(rest.Op{ID: "getFooterCommentVersions", Route: "GET /footer-comments/{id}/versions", Perm: wiki.View}, footer.listWithBodies),
		rest.On(rest.Op{ID: "getFooterCommentVersionDetails", Route: "GET /footer-comments/{id}/versions/{version-number}", Perm: wiki.View, Kept: true}, footer.find.version),
		rest.On(rest.Op{ID: "getInlineCommentVersions", Route: "GET /inline-comments/{id}/versions", Perm: wiki.View}, inline.listWithBodies),
		rest.On(rest.Op{ID: "getInlineCommentVersionDetails", Route: "GET /inline-comments/{id}/versions/{version-number}", Perm: wiki.View, Kept: true}, inline.find.version),
		rest.On(rest.Op{ID: "getCustomContentVersions", Route: "GET /custom-content/{custom-content-id}/versions", Perm: wiki.View}, custom.listWithRawBodies),
		rest.On(rest.Op{ID: "getCustomContentVersionDetails", Route: "GET /custom-content/{custom-content-id}/versions/{version-number}", Perm: wiki.View, Kept: true}, custom.find.version),
		rest.On(rest.Op{ID: "getAttachmentVersions", Route: "GET /attachments/{id}/versions", Perm: wiki.View, Kept: true}, attachment.list),
		rest.On(rest.Op{ID: "getAttachmentVersionDetails", Route: "GET /attachments/{attachment-id}/versions/{version-number}", Perm: wiki.View, Kept: true}, attachment.find.version),
		rest.On(rest.Op{ID: "getPageVersions", Route: "GET /pages/{id}/versions", Perm: wiki.View}, page.listWithBodies),
		rest.On(rest.Op{ID: "getPageVersionDetails", Route: "GET /pages/{page-id}/versions/{version-number}", Perm: wiki.View, Kept: true}, page.find.version),
	}
}

// versionFamily lists the versions of one kind of content, each as what the description calls it there.
type versionFamily[T any] struct {
	find finder
	made func(wirev2.Version, wirev2.VersionedEntity) T
}

type listVersionsIn struct {
	rest.Cursor
	ID   wiki.ContentID `path:"1"`
	Sort string         `query:"sort" default:"-modified-date" enum:"modified-date,-modified-date"`
}

// list is for content without a body.
func (f versionFamily[T]) list(ctx context.Context, s *site.Session, in *listVersionsIn) (*rest.List[T], error) {
	return f.all(ctx, s, in, "")
}

type listVersionsWithBodiesIn struct {
	listVersionsIn
	Format body.Representation `query:"body-format" enum:"storage,atlas_doc_format"`
}

func (f versionFamily[T]) listWithBodies(ctx context.Context, s *site.Session, in *listVersionsWithBodiesIn) (*rest.List[T], error) {
	return f.all(ctx, s, &in.listVersionsIn, in.Format)
}

type listVersionsWithRawBodiesIn struct {
	listVersionsIn
	Format body.Representation `query:"body-format" enum:"raw,storage,atlas_doc_format"`
}

func (f versionFamily[T]) listWithRawBodies(ctx context.Context, s *site.Session, in *listVersionsWithRawBodiesIn) (*rest.List[T], error) {
	return f.all(ctx, s, &in.listVersionsIn, in.Format)
}

func (f versionFamily[T]) all(ctx context.Context, s *site.Session, in *listVersionsIn, as body.Representation) (*rest.List[T], error) {
	c, err := f.find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	_, newest := direction(in.Sort)
	found, err := s.VersionsInOrder(ctx, c, !newest, in.Window())
	if err != nil {
		return nil, err
	}
	bodies, err := bodiesAt(ctx, s, c, found.Items, as)
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, func(v wiki.Version) T {
		return f.made(newVersion(v), wirev2.VersionedEntity{Title: v.Title, ID: contentID(c), Body: bodies[v.Number]})
	}), nil
}

// bodiesAt makes the bodies of versions of one content in one representation, by number: one statement for all.
func bodiesAt(ctx context.Context, s *site.Session, c wiki.Content, versions []wiki.Version, as body.Representation) (map[int]*wirev2.Body, error) {
	if as == "" {
		return nil, nil
	}
	at := make([]wiki.Content, len(versions))
	for i, v := range versions {
		at[i] = c
		at[i].Version = v
	}
	stored, err := s.BodiesOf(ctx, at)
	if err != nil {
		return nil, err
	}
	made, err := represent(ctx, s, at, stored, as)
	out := make(map[int]*wirev2.Body, len(made))
	for i := range made {
		out[versions[i].Number] = &made[i]
	}
	return out, err
}

// contentID is a content's id as version 2 writes it.
func contentID(c wiki.Content) wire.ID {
	if c.Kind == wiki.Attachment {
		return wire.NewAttachmentID(int64(c.ID))
	}
	return wire.NewID(int64(c.ID))
}

type versionIn struct {
	ID     wiki.ContentID `path:"1"`
	Number int            `path:"2"`
}

// version shows one version and the numbers of those around it. Nobody writes a version together with others.
func (find finder) version(ctx context.Context, s *site.Session, in *versionIn) (*wirev2.DetailedVersion, error) {
	c, err := find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	v, _, err := s.Version(ctx, c, in.Number)
	if err != nil {
		return nil, err
	}
	out := &wirev2.DetailedVersion{
		Number: v.Number, AuthorID: string(v.Author), Message: v.Message, CreatedAt: wire.Time(v.At), MinorEdit: v.Minor,
		Collaborators: []string{string(v.Author)},
	}
	if v.Number > 1 {
		out.PrevVersion = v.Number - 1
	}
	if v.Number < c.Version.Number {
		out.NextVersion = v.Number + 1
	}
	return out, nil
}
