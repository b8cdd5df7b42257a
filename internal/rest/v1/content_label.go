package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

var contentLabelOps = []rest.Op{
	rest.On(rest.Op{ID: "getLabelsForContent", Route: "GET /content/{id}/label", Perm: wiki.View, Kept: true}, getLabelsForContent),
}

type getLabelsForContentIn struct {
	rest.Offset `default:"200" max:"200"` // auth-behaviour.md §8 "v1 limits"
	ID          wiki.ContentID            `path:"id"`
	Prefix      string                    `query:"prefix"`
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
