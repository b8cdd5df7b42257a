package site

import (
	"context"
	"errors"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/wiki"
)

// Conversion is a body to be shown in another representation. Links and macros in it are looked up as if it stood in
// Content, or, where that is 0, in the space Space; with neither, only what names its space is found.
type Conversion struct {
	Value    string
	From, To body.Representation
	Content  wiki.ContentID
	Space    string // key, compared case-folded
}

// Convert shows a body as the caller sees it and returns the content it was shown in, with no ID where none was named.
// Errors: UnknownFormat for a representation that bodies are not written in (From) or shown in (To), InvalidBody for a
// text that does not parse, NoSuchObject or NoViewPermission for the content or the space.
func (s *Session) Convert(ctx context.Context, v Conversion) (string, wiki.Content, error) {
	if err := Convertible(v.To); err != nil {
		return "", wiki.Content{}, err
	}
	c, err := s.around(ctx, v)
	if err != nil {
		return "", c, err
	}
	storage, err := s.Storage(ctx, c, v.Value, v.From)
	if err != nil {
		return "", c, err
	}
	doc, err := body.ParseStorage(storage)
	if broken, ok := errors.AsType[*body.Error](err); ok {
		err = &wiki.Error{Reason: wiki.InvalidBody, Err: err, Facts: wiki.Facts{Param: "value", Detail: broken.Error()}}
	}
	if err != nil {
		return "", c, err
	}
	text, err := s.view(ctx, c, doc, v.To)
	return text, c, err
}

// Convertible refuses, as UnknownFormat, what is no representation that a conversion leads to.
func Convertible(to body.Representation) error {
	switch to {
	case body.Rendered, body.ExportView, body.StyledView, body.AnonymousExportView, body.Storage, body.Editor, body.Editor2,
		body.ADF, body.WikiMarkup:
		return nil
	}
	return wiki.NewError(wiki.UnknownFormat, wiki.Facts{Param: "to", Value: string(to)})
}

// around is the content a conversion is shown in, with as much as is known.
func (s *Session) around(ctx context.Context, v Conversion) (wiki.Content, error) {
	switch {
	case v.Content != 0:
		return s.Content(ctx, v.Content)
	case v.Space != "":
		space, err := s.SpaceByKey(ctx, v.Space)
		return wiki.Content{Space: space.ID, SpaceKey: space.Key}, err
	}
	return wiki.Content{}, nil
}

// Macro finds a macro by its id, ac:macro-id, in the body of the version that c shows. NoSuchObject when there is none.
func (s *Session) Macro(ctx context.Context, c wiki.Content, id string) (*body.Node, error) {
	bodies, err := s.BodiesOf(ctx, []wiki.Content{c})
	if err != nil {
		return nil, err
	}
	doc, err := body.ParseStorage(bodies[0].Storage)
	if err != nil {
		return nil, err
	}
	if found := findMacro(doc.Nodes, id); found != nil {
		return found, nil
	}
	return nil, wiki.Missing("macro", id)
}

// findMacro looks for a macro as the body shows it: what stands in for ADF repeats what is there.
func findMacro(nodes []*body.Node, id string) *body.Node {
	for _, n := range nodes {
		if n.Kind == body.Macro && n.Attr("ac:macro-id") == id {
			return n
		}
		if n.Kind == body.ADFFallback {
			continue
		}
		if found := findMacro(n.Children, id); found != nil {
			return found
		}
	}
	return nil
}

// MacroBody is what a macro of c holds, shown to the caller in another representation. A body of plain text is shown as
// that text. An empty space means the one c lies in. Errors: UnknownFormat; NoSuchObject or NoViewPermission for the
// space.
func (s *Session) MacroBody(ctx context.Context, c wiki.Content, macro *body.Node, to body.Representation, space string) (string, error) {
	if err := Convertible(to); err != nil {
		return "", err
	}
	if space != "" {
		within, err := s.SpaceByKey(ctx, space)
		if err != nil {
			return "", err
		}
		c.Space, c.SpaceKey = within.ID, within.Key
	}
	doc := &body.Doc{Nodes: macro.RichContent()}
	if text, plain := macro.PlainContent(); plain {
		doc.Nodes = []*body.Node{body.NewText(text)}
	}
	return s.view(ctx, c, doc, to)
}
