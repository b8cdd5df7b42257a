package v1

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func convertOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "convertContentBody", Route: "POST /contentbody/convert/{to}", Perm: seePeople}, convertContentBody),
	}
}

// within says where a body is converted: in a content, which decides alone, or in a space. What is embedded is always
// shown as it is now, whatever Embedded says: bodies do not keep which version they embedded.
type within struct {
	Expand
	Space    string         `query:"spaceKeyContext"`
	Content  wiki.ContentID `query:"contentIdContext"`
	Embedded string         `query:"embeddedContentRender" enum:"current,version-at-save"`
}

type convertContentBodyIn struct {
	within
	To   body.Representation `path:"to"`
	Body rest.Body[wire.RepresentationWrite]
}

func convertContentBody(ctx context.Context, s *site.Session, in *convertContentBodyIn) (*wire.Representation, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	text, c, err := s.Convert(ctx, site.Conversion{
		Value: given.Value, From: body.Representation(given.Representation), To: in.To, Content: in.Content, Space: in.Space,
	})
	if err != nil {
		return nil, err
	}
	return newLoader(s).converted(c, in.To, text, in.tree("")), nil
}

// converted is a converted body as the object an answer consists of. It offers the content it was shown in, if any.
func (l *loader) converted(c wiki.Content, to body.Representation, text string, want wants) *wire.Representation {
	var id scalar.ID
	if c.ID != 0 {
		id = idOf(c)
	}
	r := representation(id, to, text, want)
	if id == "" {
		r.Expandable = r.Expandable.Without("content")
	}
	r.Links.Base, r.Links.Context = l.base(), contextPath
	return r
}
