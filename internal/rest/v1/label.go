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

// getAllLabelContent tells what has a label, name or prefix:name: pages, blog posts and attachments, or one type alone, also
// templates. A label that is on nothing is not there (client-expectations.md, last section).
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
	if in.Type == "page_template" {
		found, err := s.LabeledTemplates(ctx, label.ID, in.Window())
		if err != nil {
			return nil, err
		}
		return labeled(label, in.Window(), found.Items, func(t wiki.Template) wire.LabeledContent {
			return wire.LabeledContent{ContentID: int64(t.ID), ContentType: in.Type, Title: t.Name}
		}), nil
	}
	f := wiki.ContentFilter{Label: label.ID, Statuses: []wiki.Status{wiki.Current},
		Kinds: []wiki.Kind{wiki.Page, wiki.BlogPost, wiki.Attachment}}
	if in.Type != "" {
		f.Kinds = []wiki.Kind{wiki.Kind(in.Type)}
	}
	found, err := s.ListContent(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return labeled(label, in.Window(), found.Items, func(c wiki.Content) wire.LabeledContent {
		return wire.LabeledContent{ContentID: int64(c.ID), ContentType: string(c.Kind), Title: c.Title}
	}), nil
}

// labeled is a label with a page of what has it.
func labeled[T any](label wiki.Label, w wiki.Window, items []T, convert func(T) wire.LabeledContent) *wire.LabelDetails {
	list := wire.LabeledContents{Results: make([]wire.LabeledContent, len(items)), Start: w.Offset, Limit: w.Limit, Size: len(items)}
	for i, item := range items {
		list.Results[i] = convert(item)
	}
	return &wire.LabelDetails{Label: newLabel(label), AssociatedContents: &list}
}
