package client

import (
	"context"
	"iter"
	"strconv"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// GetContentQuery narrows GetContent.
type GetContentQuery struct {
	Type       string   `query:"type"` // page unless given, or blogpost
	SpaceKey   string   `query:"spaceKey"`
	Title      string   `query:"title"`
	Status     []string `query:"status"`
	PostingDay string   `query:"postingDay"` // 2026-12-31, of blog posts
	Expand     []string `query:"expand,comma"`
	Trigger    string   `query:"trigger"`
	OrderBy    string   `query:"orderby"`
	Limit      int      `query:"limit"` // per page
}

// GetContent lists pages or blog posts.
func (v V1) GetContent(ctx context.Context, q GetContentQuery) iter.Seq2[wirev1.Content, error] {
	return list[wirev1.Content](ctx, v.c, "v1:getContent", q)
}

// GetContentByIDQuery says which version of content is read, and what of it.
type GetContentByIDQuery struct {
	Status                []string `query:"status"`
	Version               int      `query:"version"` // 0: the current one
	EmbeddedContentRender string   `query:"embeddedContentRender"`
	Expand                []string `query:"expand,comma"`
	Trigger               string   `query:"trigger"`
}

// GetContentByID reads content of any type.
func (v V1) GetContentByID(ctx context.Context, id string, q GetContentByIDQuery) (*wirev1.Content, error) {
	return call[wirev1.Content](ctx, v.c, "v1:getContentById", q, nil, id)
}

// CreateContentQuery says what the answer shows of new content.
type CreateContentQuery struct {
	Status string   `query:"status"`
	Expand []string `query:"expand,comma"`
}

// CreateContent makes a page, a blog post or a comment.
func (v V1) CreateContent(ctx context.Context, content wirev1.ContentCreate, q CreateContentQuery) (*wirev1.Content, error) {
	return call[wirev1.Content](ctx, v.c, "v1:createContent", q, content)
}

// UpdateContentQuery says what is updated.
type UpdateContentQuery struct {
	Status         string `query:"status"`
	ConflictPolicy string `query:"conflictPolicy"`
}

// UpdateContent writes the next version of content. A number that is not one more than the present is a
// [*ConflictError].
func (v V1) UpdateContent(ctx context.Context, id string, content wirev1.ContentUpdate, q UpdateContentQuery) (*wirev1.Content, error) {
	return call[wirev1.Content](ctx, v.c, "v1:updateContent", q, content, id)
}

// DeleteContentQuery says what of content is deleted: with trashed, what is in the trash, for good.
type DeleteContentQuery struct {
	Status string `query:"status"`
}

// DeleteContent moves content to the trash.
func (v V1) DeleteContent(ctx context.Context, id string, q DeleteContentQuery) error {
	return act(ctx, v.c, "v1:deleteContent", q, id)
}

// GetContentChildrenQuery says which types of children are shown.
type GetContentChildrenQuery struct {
	Expand        []string `query:"expand,comma"`
	ParentVersion int      `query:"parentVersion"`
}

// GetContentChildren reads the first children of content, by type.
func (v V1) GetContentChildren(ctx context.Context, id string, q GetContentChildrenQuery) (*wirev1.ContentChildren, error) {
	return call[wirev1.ContentChildren](ctx, v.c, "v1:getContentChildren", q, nil, id)
}

// GetContentChildrenByTypeQuery says what is shown of children.
type GetContentChildrenByTypeQuery struct {
	Expand        []string `query:"expand,comma"`
	ParentVersion int      `query:"parentVersion"`
	Limit         int      `query:"limit"` // per page
}

// GetContentChildrenByType lists the children of one type: page, comment, attachment, folder, ….
func (v V1) GetContentChildrenByType(ctx context.Context, id, kind string, q GetContentChildrenByTypeQuery) iter.Seq2[wirev1.Content, error] {
	return list[wirev1.Content](ctx, v.c, "v1:getContentChildrenByType", q, id, kind)
}

// GetLabelsForContentQuery narrows GetLabelsForContent.
type GetLabelsForContentQuery struct {
	Prefix string `query:"prefix"` // global, my, team
	Limit  int    `query:"limit"`  // per page
}

// GetLabelsForContent lists the labels of content.
func (v V1) GetLabelsForContent(ctx context.Context, id string, q GetLabelsForContentQuery) iter.Seq2[wirev1.Label, error] {
	return list[wirev1.Label](ctx, v.c, "v1:getLabelsForContent", q, id)
}

// GetHistoryForContent reads when and by whom content was made and changed.
func (v V1) GetHistoryForContent(ctx context.Context, id string, q ExpandQuery) (*wirev1.History, error) {
	return call[wirev1.History](ctx, v.c, "v1:getHistoryForContent", q, nil, id)
}

// GetContentVersionsQuery says what is shown of versions.
type GetContentVersionsQuery struct {
	Expand []string `query:"expand,comma"`
	Limit  int      `query:"limit"` // per page
}

// GetContentVersions lists the versions of content, newest first.
func (v V1) GetContentVersions(ctx context.Context, id string, q GetContentVersionsQuery) iter.Seq2[wirev1.Version, error] {
	return list[wirev1.Version](ctx, v.c, "v1:getContentVersions", q, id)
}

// GetContentVersion reads one version of content.
func (v V1) GetContentVersion(ctx context.Context, id string, number int, q ExpandQuery) (*wirev1.Version, error) {
	return call[wirev1.Version](ctx, v.c, "v1:getContentVersion", q, nil, id, strconv.Itoa(number))
}

// GetContentCommentsQuery narrows GetContentComments.
type GetContentCommentsQuery struct {
	Expand        []string `query:"expand,comma"`
	ParentVersion int      `query:"parentVersion"`
	Location      []string `query:"location"` // inline, footer, resolved; all unless given
	Depth         string   `query:"depth"`    // all: answers too
	Limit         int      `query:"limit"`    // per page
}

// GetContentComments lists the comments on content.
func (v V1) GetContentComments(ctx context.Context, id string, q GetContentCommentsQuery) iter.Seq2[wirev1.Content, error] {
	return list[wirev1.Content](ctx, v.c, "v1:getContentComments", q, id)
}
