package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func relationOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "findTargetFromSource", Route: "GET /relation/{relationName}/from/{sourceType}/{sourceKey}/to/{targetType}", Perm: seePeople, Kept: true}, findTargets),
		rest.On(rest.Op{ID: "findSourcesForTarget", Route: "GET /relation/{relationName}/to/{targetType}/{targetKey}/from/{sourceType}", Perm: seePeople, Kept: true}, findSources),
		rest.On(rest.Op{ID: "getRelationship", Route: "GET " + onePath, Perm: seePeople, Kept: true}, getRelationship),
		rest.On(rest.Op{ID: "createRelationship", Route: "PUT " + onePath, Perm: seePeople}, createRelationship),
		rest.On(rest.Op{ID: "deleteRelationship", Route: "DELETE " + onePath, Perm: seePeople | wiki.AdministerSpace}, deleteRelationship),
	}
}

// onePath is where a relation of two nodes is.
const onePath = "/relation/{relationName}/from/{sourceType}/{sourceKey}/to/{targetType}/{targetKey}"

// relationKinds are what every operation on relations is about. The status and version of an end count where it is content,
// the version only with the status historical.
type relationKinds struct {
	Name          string        `path:"relationName"`
	Source        wiki.NodeKind `path:"sourceType" enum:"user,content,space"`
	Target        wiki.NodeKind `path:"targetType" enum:"user,content,space"`
	SourceStatus  wiki.Status   `query:"sourceStatus" enum:"current,trashed,deleted,historical,draft,archived,any"`
	TargetStatus  wiki.Status   `query:"targetStatus" enum:"current,trashed,deleted,historical,draft,archived,any"`
	SourceVersion int           `query:"sourceVersion" min:"0"`
	TargetVersion int           `query:"targetVersion" min:"0"`
}

func (in *relationKinds) source(key string) (site.NodeName, error) {
	return nodeName("source", in.Source, key, in.SourceStatus, in.SourceVersion)
}

func (in *relationKinds) target(key string) (site.NodeName, error) {
	return nodeName("target", in.Target, key, in.TargetStatus, in.TargetVersion)
}

func nodeName(end string, kind wiki.NodeKind, key string, status wiki.Status, version int) (n site.NodeName, err error) {
	n = site.NodeName{Kind: kind, Key: key, Status: nodeStatus(status), Version: version, Param: end}
	if kind == wiki.ContentNode {
		n.Content, err = contentIDOf(end+"Key", scalar.ID(key))
	}
	return n, err
}

// nodeStatus is the status that content must have, empty for any.
func nodeStatus(st wiki.Status) wiki.Status {
	if st == anyStatus {
		return ""
	}
	return st
}

type relationshipIn struct {
	relationKinds
	SourceKey string `path:"sourceKey"`
	TargetKey string `path:"targetKey"`
}

func (in *relationshipIn) ends() (source, target site.NodeName, err error) {
	if source, err = in.source(in.SourceKey); err == nil {
		target, err = in.target(in.TargetKey)
	}
	return source, target, err
}

type getRelationshipIn struct {
	relationshipIn
	Expand
}

func getRelationship(ctx context.Context, s *site.Session, in *getRelationshipIn) (*wire.Relation, error) {
	source, target, err := in.ends()
	if err != nil {
		return nil, err
	}
	found, err := s.Relation(ctx, in.Name, source, target)
	if err != nil {
		return nil, err
	}
	return newLoader(s).relationAnswer(ctx, found, in.tree(""))
}

func createRelationship(ctx context.Context, s *site.Session, in *relationshipIn) (*wire.Relation, error) {
	source, target, err := in.ends()
	if err != nil {
		return nil, err
	}
	made, err := s.Relate(ctx, in.Name, source, target)
	if err != nil {
		return nil, err
	}
	return newLoader(s).relationAnswer(ctx, made, wants{})
}

func deleteRelationship(ctx context.Context, s *site.Session, in *relationshipIn) (rest.Empty, error) {
	source, target, err := in.ends()
	if err == nil {
		err = s.Unrelate(ctx, in.Name, source, target)
	}
	return rest.Empty{}, err
}

type findTargetsIn struct {
	rest.Offset
	Expand
	relationKinds
	SourceKey string `path:"sourceKey"`
}

func findTargets(ctx context.Context, s *site.Session, in *findTargetsIn) (*wire.List[wire.Relation], error) {
	of, err := in.source(in.SourceKey)
	if err != nil {
		return nil, err
	}
	return relationPage(ctx, s, in.Offset, site.RelationQuery{Name: in.Name, Of: of, Kind: in.Target,
		Status: nodeStatus(in.TargetStatus), Version: in.TargetVersion}, in.tree(""))
}

type findSourcesIn struct {
	rest.Offset
	Expand
	relationKinds
	TargetKey string `path:"targetKey"`
}

func findSources(ctx context.Context, s *site.Session, in *findSourcesIn) (*wire.List[wire.Relation], error) {
	of, err := in.target(in.TargetKey)
	if err != nil {
		return nil, err
	}
	return relationPage(ctx, s, in.Offset, site.RelationQuery{Name: in.Name, Of: of, Incoming: true, Kind: in.Source,
		Status: nodeStatus(in.SourceStatus), Version: in.SourceVersion}, in.tree(""))
}

func relationPage(ctx context.Context, s *site.Session, p rest.Offset, q site.RelationQuery, want wants) (*wire.List[wire.Relation], error) {
	found, err := s.Relations(ctx, q, p.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).relations(ctx, found.Items, want)
	return listPage(p, found, made), err
}
