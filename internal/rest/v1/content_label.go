package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func contentLabelOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getLabelsForContent", Route: "GET /content/{id}/label", Perm: wiki.View, Kept: true}, getLabelsForContent),
		rest.On(rest.Op{ID: "addLabelsToContent", Route: "POST /content/{id}/label", Perm: changeContent}, addLabelsToContent),
		rest.On(rest.Op{ID: "removeLabelFromContentUsingQueryParameter", Route: "DELETE /content/{id}/label", Perm: changeContent}, removeLabelByQuery),
		rest.On(rest.Op{ID: "removeLabelFromContent", Route: "DELETE /content/{id}/label/{label}", Perm: changeContent}, removeLabelByPath),
	}
}

type getLabelsForContentIn struct {
	rest.Offset `default:"200" max:"200"` // auth-behaviour.md §8 "v1 limits"
	ID          wiki.ContentID            `path:"id"`
	Prefix      string                    `query:"prefix" enum:"global,my,team"`
}

func getLabelsForContent(ctx context.Context, s *site.Session, in *getLabelsForContentIn) (*wire.List[wire.Label], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	all, err := s.Labels(ctx, []wiki.Content{c}, in.Prefix)
	if err != nil {
		return nil, err
	}
	return rest.NewOffsetList(in.Offset, sliceOf(all[c.ID], in.Window()), newLabel), nil
}

type addLabelsToContentIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wire.LabelsWrite]
}

// addLabelsToContent answers with all labels the content has then.
func addLabelsToContent(ctx context.Context, s *site.Session, in *addLabelsToContentIn) (*wire.List[wire.Label], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	labels, err := newLabels(*given)
	if err != nil {
		return nil, err
	}
	if err := s.AddLabels(ctx, c.ID, labels); err != nil {
		return nil, err
	}
	all, err := s.Labels(ctx, []wiki.Content{c}, "")
	return newLoader(s).labels(all[c.ID], wire.ContentPath(idOf(c))+"/label"), err
}

// newLabels reads labels to be added. An array without any, and a body that is no label, are errors.
func newLabels(given wire.LabelsWrite) ([]wiki.Label, error) {
	if len(given) == 0 {
		return nil, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "name", Detail: "No label was provided"})
	}
	if err := site.CheckLabels(len(given)); err != nil {
		return nil, err
	}
	out := make([]wiki.Label, len(given))
	for i, l := range given {
		var err error
		if out[i], err = site.NewLabel(l.Prefix, l.Name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

type removeLabelByQueryIn struct {
	ID   wiki.ContentID `path:"id"`
	Name string         `query:"name"`
}

func removeLabelByQuery(ctx context.Context, s *site.Session, in *removeLabelByQueryIn) (rest.Empty, error) {
	return rest.Empty{}, removeLabel(ctx, s, in.ID, in.Name)
}

type removeLabelByPathIn struct {
	ID    wiki.ContentID `path:"id"`
	Label string         `path:"label"`
}

func removeLabelByPath(ctx context.Context, s *site.Session, in *removeLabelByPathIn) (rest.Empty, error) {
	return rest.Empty{}, removeLabel(ctx, s, in.ID, in.Label)
}

func removeLabel(ctx context.Context, s *site.Session, id wiki.ContentID, text string) error {
	c, err := s.Content(ctx, id) // before the label is found wrong (security-model.md §6 "Order")
	if err != nil {
		return err
	}
	if text == "" {
		return wiki.Invalid("name", "", rest.WantValue)
	}
	label, err := site.ParseLabel(text)
	if err != nil {
		return err
	}
	return s.RemoveLabel(ctx, c.ID, label)
}

func newLabel(l wiki.Label) wire.Label {
	text := l.Name
	if l.Prefix != "global" {
		text = l.Prefix + ":" + l.Name
	}
	return wire.Label{Prefix: l.Prefix, Name: l.Name, ID: scalar.NewID(l.ID), Label: text}
}

// maxLabels is how many labels are shown inside another object.
const maxLabels = 200

// labels are the labels of an object that is answered as a whole; path is where the rest of them is.
func (l *loader) labels(all []wiki.Label, path string) *wire.List[wire.Label] {
	first := sliceOf(all, wiki.Window{Limit: maxLabels})
	made := make([]wire.Label, len(first.Items))
	for i, label := range first.Items {
		made[i] = newLabel(label)
	}
	return listInside(l, made, maxLabels, first.More, path)
}
