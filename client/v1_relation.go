package client

import (
	"context"
	"iter"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

// RelationEnds are two things that may be related, one way. Types are user, content and space; keys are an accountId or
// "current", the id of a content, the key of a space.
type RelationEnds struct {
	SourceType, SourceKey string
	TargetType, TargetKey string
}

// RelationEndsQuery narrows ends that are contents: to a status, and with the status historical to a version.
type RelationEndsQuery struct {
	SourceStatus  string `query:"sourceStatus"`
	TargetStatus  string `query:"targetStatus"`
	SourceVersion int    `query:"sourceVersion"`
	TargetVersion int    `query:"targetVersion"`
}

// GetRelationshipQuery narrows ends that are contents, and says what is shown.
type GetRelationshipQuery struct {
	SourceStatus  string   `query:"sourceStatus"`
	TargetStatus  string   `query:"targetStatus"`
	SourceVersion int      `query:"sourceVersion"`
	TargetVersion int      `query:"targetVersion"`
	Expand        []string `query:"expand,comma"` // relationData, source, target
}

// FindRelationsQuery narrows ends that are contents, and says what is shown.
type FindRelationsQuery struct {
	SourceStatus  string   `query:"sourceStatus"`
	TargetStatus  string   `query:"targetStatus"`
	SourceVersion int      `query:"sourceVersion"`
	TargetVersion int      `query:"targetVersion"`
	Expand        []string `query:"expand,comma"` // relationData, source, target
	Limit         int      `query:"limit"`        // per page
}

// GetRelationship tells how two things are related under a name: favourite, or what a program calls it. A 404 says that they
// are not.
func (v V1) GetRelationship(ctx context.Context, name string, ends RelationEnds, q GetRelationshipQuery) (*wirev1.Relation, error) {
	return call[wirev1.Relation](ctx, v.c, "v1:getRelationship", q, nil, name, ends.SourceType, ends.SourceKey, ends.TargetType, ends.TargetKey)
}

// CreateRelationship relates two things, if they are not yet.
func (v V1) CreateRelationship(ctx context.Context, name string, ends RelationEnds, q RelationEndsQuery) (*wirev1.Relation, error) {
	return call[wirev1.Relation](ctx, v.c, "v1:createRelationship", q, nil, name, ends.SourceType, ends.SourceKey, ends.TargetType, ends.TargetKey)
}

// DeleteRelationship parts two things; they need not be related.
func (v V1) DeleteRelationship(ctx context.Context, name string, ends RelationEnds, q RelationEndsQuery) error {
	return act(ctx, v.c, "v1:deleteRelationship", q, name, ends.SourceType, ends.SourceKey, ends.TargetType, ends.TargetKey)
}

// FindTargetFromSource lists what a source is related to, among things of a type.
func (v V1) FindTargetFromSource(ctx context.Context, name, sourceType, sourceKey, targetType string, q FindRelationsQuery) iter.Seq2[wirev1.Relation, error] {
	return list[wirev1.Relation](ctx, v.c, "v1:findTargetFromSource", q, name, sourceType, sourceKey, targetType)
}

// FindSourcesForTarget lists what is related to a target, among things of a type.
func (v V1) FindSourcesForTarget(ctx context.Context, name, targetType, targetKey, sourceType string, q FindRelationsQuery) iter.Seq2[wirev1.Relation, error] {
	return list[wirev1.Relation](ctx, v.c, "v1:findSourcesForTarget", q, name, targetType, targetKey, sourceType)
}
