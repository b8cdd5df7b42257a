package v1

import (
	"context"
	"slices"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

const macroRoute = "GET /content/{id}/history/{version}/macro/id/{macroId}"

func macroOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getMacroBodyByMacroId", Route: macroRoute, Perm: seePeople}, getMacroBodyByMacroID),
		rest.On(rest.Op{ID: "getContentByIdHistoryByVersionMacroIdByMacroIdConvertByTo", Route: macroRoute + "/convert/{to}", Perm: seePeople},
			convertMacroBody),
	}
}

// macroAt names a macro: by its id in one version of a content, 0 being the current one.
type macroAt struct {
	ID      wiki.ContentID `path:"id"`
	Version int            `path:"version" min:"0"`
	MacroID string         `path:"macroId"`
}

func (in macroAt) find(ctx context.Context, s *site.Session) (wiki.Content, *body.Node, error) {
	c, err := contentAt(ctx, s, in.ID, nil, in.Version)
	if err != nil {
		return c, nil, err
	}
	macro, err := s.Macro(ctx, c, in.MacroID)
	return c, macro, err
}

func getMacroBodyByMacroID(ctx context.Context, s *site.Session, in *macroAt) (*wire.MacroInstance, error) {
	_, macro, err := in.find(ctx, s)
	if err != nil {
		return nil, err
	}
	out := &wire.MacroInstance{Name: macro.MacroName(), Parameters: macroParameters(macro)}
	if text, plain := macro.PlainContent(); plain {
		out.Body = text
	} else {
		out.Body = (&body.Doc{Nodes: macro.RichContent()}).Storage()
	}
	out.Links.Base, out.Links.Context = newLoader(s).base(), contextPath
	return out, nil
}

// macroParameters are a macro's parameters in their order. Of two with one name the first counts, as it does in
// rendering; the default parameter has the empty name.
func macroParameters(macro *body.Node) scalar.Object[wire.MacroParameter] {
	out := scalar.Object[wire.MacroParameter]{}
	var names []string
	for _, n := range macro.Children {
		name := n.Attr("ac:name")
		if n.Kind == body.DefaultParameter {
			name = ""
		}
		if (n.Kind == body.Parameter || n.Kind == body.DefaultParameter) && !slices.Contains(names, name) {
			names = append(names, name)
			out = append(out, scalar.Member[wire.MacroParameter]{Name: name, Value: wire.MacroParameter{Value: macro.Param(name)}})
		}
	}
	return out
}

type convertMacroBodyIn struct {
	macroAt
	Expand
	To       body.Representation `path:"to"`
	Space    string              `query:"spaceKeyContext"`
	Embedded string              `query:"embeddedContentRender" enum:"current,version-at-save"`
}

func convertMacroBody(ctx context.Context, s *site.Session, in *convertMacroBodyIn) (*wire.Representation, error) {
	c, macro, err := in.find(ctx, s)
	if err != nil {
		return nil, err
	}
	text, err := s.MacroBody(ctx, c, macro, in.To, in.Space)
	if err != nil {
		return nil, err
	}
	return newLoader(s).converted(c, in.To, text, in.tree("")), nil
}
