package v1

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// representations are the languages a body can be shown in, in wire order, with their place in the answer. What
// site.Represent does not make yet is refused there (issue on languages); dynamic is offered and never shown.
var representations = []struct {
	name body.Representation
	at   func(*wire.ContentBody) **wire.Representation
}{
	{body.Editor, func(b *wire.ContentBody) **wire.Representation { return &b.Editor }},
	{body.ADF, func(b *wire.ContentBody) **wire.Representation { return &b.AtlasDocFormat }},
	{body.Rendered, func(b *wire.ContentBody) **wire.Representation { return &b.View }},
	{body.ExportView, func(b *wire.ContentBody) **wire.Representation { return &b.ExportView }},
	{body.StyledView, func(b *wire.ContentBody) **wire.Representation { return &b.StyledView }},
	{body.WikiMarkup, func(b *wire.ContentBody) **wire.Representation { return &b.Wiki }},
	{body.Raw, func(b *wire.ContentBody) **wire.Representation { return &b.Raw }},
	{body.Storage, func(b *wire.ContentBody) **wire.Representation { return &b.Storage }},
	{body.Editor2, func(b *wire.ContentBody) **wire.Representation { return &b.Editor2 }},
	{body.AnonymousExportView, func(b *wire.ContentBody) **wire.Representation { return &b.AnonymousExportView }},
}

// find finds a content, with its body if that is wanted: one statement for both.
func (l *loader) find(ctx context.Context, id wiki.ContentID, want wants) (c wiki.Content, err error) {
	if want.has("body") {
		c, l.body, err = l.s.ContentWithBody(ctx, id)
		return c, err
	}
	return l.s.Content(ctx, id)
}

// bodies are the bodies of the contents at the versions they show.
func (l *loader) bodies(ctx context.Context, list []wiki.Content) ([]wiki.Body, error) {
	if len(list) == 1 && list[0].ID == l.body.Content && list[0].Version.Number == l.body.Version {
		return []wiki.Body{l.body}, nil
	}
	return l.s.BodiesOf(ctx, list)
}

// contentBody shows the body in the representations that were asked for, at the version the content shows. Bodies are
// read in one statement for all, and so is each kind of thing that their links lead to.
func (l *loader) contentBody(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	var asked []body.Representation
	var shown []string
	for _, r := range representations {
		if sub.has(string(r.name)) {
			asked, shown = append(asked, r.name), append(shown, string(r.name))
		}
	}
	var texts [][]string
	if asked != nil {
		stored, err := l.bodies(ctx, list)
		if err == nil {
			texts, err = l.s.Represent(ctx, list, stored, asked...)
		}
		if err != nil {
			return false, err
		}
	}
	for i, c := range list {
		out[i].Body = &wire.ContentBody{Expandable: wire.BodyExpandable().Without(shown...)}
		n := 0
		for _, r := range representations {
			if sub.has(string(r.name)) {
				*r.at(out[i].Body) = representation(idOf(c), r.name, texts[i][n], sub[string(r.name)])
				n++
			}
		}
	}
	return true, nil
}

// representation is a body in one language. Storage shows its embedded content unasked and offers the content alone.
func representation(id scalar.ID, name body.Representation, text string, sub wants) *wire.Representation {
	r := &wire.Representation{Value: text, Representation: string(name), Expandable: wire.RepresentationExpandable(id)}
	if name == body.Storage {
		r.EmbeddedContent = []wire.EmbeddedContent{}
		r.Expandable = r.Expandable.Without("webresource", "embeddedContent", "mediaToken")
		return r
	}
	if sub.has("embeddedContent") {
		r.EmbeddedContent = []wire.EmbeddedContent{}
		r.Expandable = r.Expandable.Without("embeddedContent")
	}
	if sub.has("webresource") { // nothing but the text is needed to show it
		r.WebResource = scalar.Object[any]{{Name: "keys", Value: []any{}}, {Name: "contexts", Value: []any{}}}
		r.Expandable = r.Expandable.Without("webresource")
	}
	return r
}
