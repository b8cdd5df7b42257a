package client

import (
	"context"
	"iter"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// GetLabelsQuery narrows and orders V2.GetLabels.
type GetLabelsQuery struct {
	LabelIDs []string `query:"label-id"`
	Prefixes []string `query:"prefix"` // global, my, team
	Sort     string   `query:"sort"`   // created-date, id, name; with - in front downwards
	Limit    int      `query:"limit"`  // per page
}

// GetLabels lists the labels of what the caller may see.
func (v V2) GetLabels(ctx context.Context, q GetLabelsQuery) iter.Seq2[wirev2.Label, error] {
	return list[wirev2.Label](ctx, v.c, "v2:getLabels", q)
}

// LabelsOfQuery narrows and orders the labels of content.
type LabelsOfQuery struct {
	Prefix string `query:"prefix"` // global, my, team
	Sort   string `query:"sort"`
	Limit  int    `query:"limit"` // per page
}

// GetPageLabels lists the labels of a page.
func (v V2) GetPageLabels(ctx context.Context, id string, q LabelsOfQuery) iter.Seq2[wirev2.Label, error] {
	return list[wirev2.Label](ctx, v.c, "v2:getPageLabels", q, id)
}

// GetBlogPostLabels lists the labels of a blog post.
func (v V2) GetBlogPostLabels(ctx context.Context, id string, q LabelsOfQuery) iter.Seq2[wirev2.Label, error] {
	return list[wirev2.Label](ctx, v.c, "v2:getBlogPostLabels", q, id)
}

// GetAttachmentLabels lists the labels of an attachment.
func (v V2) GetAttachmentLabels(ctx context.Context, id string, q LabelsOfQuery) iter.Seq2[wirev2.Label, error] {
	return list[wirev2.Label](ctx, v.c, "v2:getAttachmentLabels", q, id)
}

// LabeledContentQuery narrows and orders the content that has a label.
type LabeledContentQuery struct {
	SpaceIDs   []string `query:"space-id"`
	BodyFormat string   `query:"body-format"` // storage or atlas_doc_format; no body unless given
	Sort       string   `query:"sort"`
	Limit      int      `query:"limit"` // per page
}

// GetLabelPages lists the pages that have a label.
func (v V2) GetLabelPages(ctx context.Context, id string, q LabeledContentQuery) iter.Seq2[wirev2.PageBulk, error] {
	return list[wirev2.PageBulk](ctx, v.c, "v2:getLabelPages", q, id)
}

// GetLabelBlogPosts lists the blog posts that have a label.
func (v V2) GetLabelBlogPosts(ctx context.Context, id string, q LabeledContentQuery) iter.Seq2[wirev2.BlogPostBulk, error] {
	return list[wirev2.BlogPostBulk](ctx, v.c, "v2:getLabelBlogPosts", q, id)
}

// LabeledAttachmentsQuery orders the attachments that have a label.
type LabeledAttachmentsQuery struct {
	Sort  string `query:"sort"`  // created-date, modified-date; with - in front downwards
	Limit int    `query:"limit"` // per page
}

// GetLabelAttachments lists the attachments that have a label.
func (v V2) GetLabelAttachments(ctx context.Context, id string, q LabeledAttachmentsQuery) iter.Seq2[wirev2.AttachmentBulk, error] {
	return list[wirev2.AttachmentBulk](ctx, v.c, "v2:getLabelAttachments", q, id)
}
