package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func labelOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getAllLabelContent", Route: "GET /label", Perm: wiki.View}, getAllLabelContent),
	}
}

type getAllLabelContentIn struct {
	rest.Offset `default:"200" max:"200"`
	Name        string `query:"name" required:"yes"`
	Type        string `query:"type" enum:"page,blogpost,attachment,page_template"`
}

// getAllLabelContent tells what has a label, name or prefix:name. One that is on nothing is not there (client-expectations.md,
// last section).
func getAllLabelContent(ctx context.Context, s *site.Session, in *getAllLabelContentIn) (*wire.LabelDetails, error) {
	if in.Name == "" {
		return nil, wiki.Invalid("name", "", rest.WantValue)
	}
	asked, err := site.ParseLabel(in.Name)
	if err != nil {
		return nil, err
	}
	label, err := s.FindLabel(ctx, asked)
	if err != nil {
		return nil, err
	}
	f := wiki.ContentFilter{Label: label.ID, Statuses: []wiki.Status{wiki.Current},
		Kinds: []wiki.Kind{wiki.Page, wiki.BlogPost, wiki.Attachment}}
	if in.Type != "" {
		f.Kinds = []wiki.Kind{wiki.Kind(in.Type)} // no content is a template
	}
	w := in.Window()
	found, err := s.ListContent(ctx, f, w)
	if err != nil {
		return nil, err
	}
	list := wire.LabeledContents{Results: make([]wire.LabeledContent, len(found.Items)), Start: w.Offset, Limit: w.Limit, Size: len(found.Items)}
	for i, c := range found.Items {
		list.Results[i] = wire.LabeledContent{ContentID: int64(c.ID), ContentType: string(c.Kind), Title: c.Title}
	}
	return &wire.LabelDetails{Label: newLabel(label), AssociatedContents: &list}, nil
}
