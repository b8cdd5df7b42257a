package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func spaceLabelOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getLabelsForSpace", Route: "GET /space/{spaceKey}/label", Perm: wiki.View, Kept: true}, getLabelsForSpace),
		rest.On(rest.Op{ID: "addLabelsToSpace", Route: "POST /space/{spaceKey}/label", Perm: administer}, addLabelsToSpace),
		rest.On(rest.Op{ID: "deleteLabelFromSpace", Route: "DELETE /space/{spaceKey}/label", Perm: administer}, deleteLabelFromSpace),
	}
}

type getLabelsForSpaceIn struct {
	rest.Offset `default:"200" max:"200"`
	Key         string `path:"spaceKey"`
	Prefix      string `query:"prefix" enum:"global,my,team"`
}

func getLabelsForSpace(ctx context.Context, s *site.Session, in *getLabelsForSpaceIn) (*wire.List[wire.Label], error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	f := wiki.LabelFilter{OfSpace: space.ID, Sort: wiki.LabelByName}
	if in.Prefix != "" {
		f.Prefixes = []string{in.Prefix}
	}
	found, err := s.ListLabels(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewOffsetList(in.Offset, found, newLabel), nil
}

type addLabelsToSpaceIn struct {
	Key  string `path:"spaceKey"`
	Body rest.Body[wire.LabelsWrite]
}

// addLabelsToSpace answers with all labels the space has then.
func addLabelsToSpace(ctx context.Context, s *site.Session, in *addLabelsToSpaceIn) (*wire.List[wire.Label], error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	labels, err := newLabels(*given)
	if err == nil {
		err = s.AddSpaceLabels(ctx, space.ID, labels)
	}
	if err != nil {
		return nil, err
	}
	found, err := s.ListLabels(ctx, wiki.LabelFilter{OfSpace: space.ID, Sort: wiki.LabelByName}, wiki.Window{Limit: maxLabels + 1})
	return newLoader(s).labels(found.Items, wire.SpacePath(space.Key)+"/label"), err
}

type deleteLabelFromSpaceIn struct {
	Key    string `path:"spaceKey"`
	Name   string `query:"name"`
	Prefix string `query:"prefix" enum:"global,my,team"`
}

func deleteLabelFromSpace(ctx context.Context, s *site.Session, in *deleteLabelFromSpaceIn) (rest.Empty, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return rest.Empty{}, err
	}
	if in.Name == "" {
		return rest.Empty{}, wiki.Invalid("name", "", rest.WantValue)
	}
	label, err := site.NewLabel(in.Prefix, in.Name)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.RemoveSpaceLabel(ctx, space.ID, label)
}
