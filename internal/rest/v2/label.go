package v2

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func labelOps() []rest.Op {
	ops := []rest.Op{
		rest.On(rest.Op{ID: "getLabels", Route: "GET /labels", Perm: wiki.View, Kept: true}, listLabels),
		rest.On(rest.Op{ID: "getLabelPages", Route: "GET /labels/{id}/pages", Perm: wiki.View, Kept: true}, listLabelPages),
		rest.On(rest.Op{ID: "getLabelBlogPosts", Route: "GET /labels/{id}/blogposts", Perm: wiki.View, Kept: true}, listLabelBlogPosts),
		rest.On(rest.Op{ID: "getLabelAttachments", Route: "GET /labels/{id}/attachments", Perm: wiki.View, Kept: true}, listLabelAttachments),
	}
	for _, row := range []struct {
		kind      wiki.Kind
		id, route string
	}{
		{wiki.Page, "getPageLabels", "GET /pages/{id}/labels"},
		{wiki.BlogPost, "getBlogPostLabels", "GET /blogposts/{id}/labels"},
		{wiki.Attachment, "getAttachmentLabels", "GET /attachments/{id}/labels"},
		{wiki.CustomContent, "getCustomContentLabels", "GET /custom-content/{id}/labels"},
	} {
		ops = append(ops, rest.On(rest.Op{ID: row.id, Route: row.route, Perm: wiki.View, Kept: true}, labelsOf(row.kind)))
	}
	return ops
}

type listLabelsIn struct {
	rest.Cursor
	IDs      []int64  `query:"label-id" maxitems:"250"`
	Prefixes []string `query:"prefix"`
	Sort     string   `query:"sort" enum:"created-date,-created-date,id,-id,name,-name"`
}

// listLabels lists the labels of what the caller may view.
func listLabels(ctx context.Context, s *site.Session, in *listLabelsIn) (*rest.List[wirev2.Label], error) {
	f := wiki.LabelFilter{IDs: in.IDs, Prefixes: in.Prefixes}
	f.Sort, f.Desc = labelOrder(in.Sort)
	found, err := s.ListLabels(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newLabel), nil
}

// labelOrder reads an order of labels. They are numbered in the order they are made.
func labelOrder(sort string) (wiki.LabelSort, bool) {
	order, desc := direction(sort)
	if order == "name" {
		return wiki.LabelByName, desc
	}
	return wiki.LabelByID, desc
}

type labelsOfIn struct {
	rest.Cursor
	ID     wiki.ContentID `path:"id"`
	Prefix string         `query:"prefix" enum:"my,team,global,system"`
	Sort   string         `query:"sort" enum:"created-date,-created-date,id,-id,name,-name"`
}

// labelsOf lists the labels of one content of a kind.
func labelsOf(kind wiki.Kind) func(context.Context, *site.Session, *labelsOfIn) (*rest.List[wirev2.Label], error) {
	return func(ctx context.Context, s *site.Session, in *labelsOfIn) (*rest.List[wirev2.Label], error) {
		c, err := findKind(ctx, s, kind, in.ID)
		if err != nil {
			return nil, err
		}
		f := wiki.LabelFilter{Content: c.ID}
		if in.Prefix != "" {
			f.Prefixes = []string{in.Prefix}
		}
		f.Sort, f.Desc = labelOrder(in.Sort)
		found, err := s.ListLabels(ctx, f, in.Window())
		if err != nil {
			return nil, err
		}
		return rest.NewList(in.Cursor, found, newLabel), nil
	}
}

type listLabelPagesIn struct {
	rest.Cursor
	ID     int64               `path:"id"`
	Spaces []wiki.SpaceID      `query:"space-id" maxitems:"100"`
	Format body.Representation `query:"body-format" enum:"storage,atlas_doc_format"`
	Sort   string              `query:"sort" enum:"id,-id,created-date,-created-date,modified-date,-modified-date,title,-title"`
}

// listLabelPages lists the current pages that have a label, as lists of pages do.
func listLabelPages(ctx context.Context, s *site.Session, in *listLabelPagesIn) (*rest.List[wirev2.PageBulk], error) {
	label, err := findLabel(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	q := pageQuery{Cursor: in.Cursor, Status: []wiki.Status{wiki.Current}, Sort: in.Sort, Format: in.Format}
	return q.list(ctx, s, wiki.ContentFilter{Label: label.ID, Spaces: in.Spaces})
}

type listLabelBlogPostsIn struct {
	rest.Cursor
	ID     int64               `path:"id"`
	Spaces []wiki.SpaceID      `query:"space-id" maxitems:"100"`
	Format body.Representation `query:"body-format" enum:"storage,atlas_doc_format"`
	Sort   string              `query:"sort" enum:"id,-id,created-date,-created-date,modified-date,-modified-date"`
}

// listLabelBlogPosts lists the current blog posts that have a label, as lists of blog posts do.
func listLabelBlogPosts(ctx context.Context, s *site.Session, in *listLabelBlogPostsIn) (*rest.List[wirev2.BlogPostBulk], error) {
	label, err := findLabel(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	q := blogPostQuery{Cursor: in.Cursor, Status: []wiki.Status{wiki.Current}, Sort: in.Sort, Format: in.Format}
	return q.list(ctx, s, wiki.ContentFilter{Label: label.ID, Spaces: in.Spaces})
}

type listLabelAttachmentsIn struct {
	rest.Cursor
	ID   int64  `path:"id"`
	Sort string `query:"sort" enum:"created-date,-created-date,modified-date,-modified-date"`
}

// listLabelAttachments lists the current attachments that have a label and are not in the trash with what holds them.
func listLabelAttachments(ctx context.Context, s *site.Session, in *listLabelAttachmentsIn) (*rest.List[wirev2.AttachmentBulk], error) {
	label, err := findLabel(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	q := attachmentQuery{Cursor: in.Cursor, Status: []wiki.Status{wiki.Current}, Sort: in.Sort}
	return q.list(ctx, s, wiki.ContentFilter{Label: label.ID, Living: true})
}

// findLabel finds a label by its number. There is none below 1.
func findLabel(ctx context.Context, s *site.Session, id int64) (wiki.Label, error) {
	if id < 1 {
		return wiki.Label{}, wiki.Missing("label", wiki.ContentID(id).String())
	}
	return s.FindLabel(ctx, wiki.Label{ID: id})
}
