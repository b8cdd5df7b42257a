package v1

import (
	"context"
	"strconv"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func spaceContentOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getContentForSpace", Route: "GET /space/{spaceKey}/content", Perm: seePeople, Kept: true}, getContentForSpace),
		rest.On(rest.Op{ID: "getContentByTypeForSpace", Route: "GET /space/{spaceKey}/content/{type}", Perm: seePeople, Kept: true},
			getContentByTypeForSpace),
	}
}

// ofSpaceIn cuts the current content of a space.
type ofSpaceIn struct {
	rest.Offset `max:"1000"`
	Expand
	Key   string `path:"spaceKey"`
	Depth string `query:"depth" default:"all" enum:"all,root"`
}

// list finds a kind of content in the space: all of it, or what has no parent.
func (in ofSpaceIn) list(ctx context.Context, s *site.Session, space wiki.Space, kind wiki.Kind) (wiki.Slice[wiki.Content], error) {
	f := wiki.ContentFilter{Spaces: []wiki.SpaceID{space.ID}, Kinds: []wiki.Kind{kind}, Statuses: []wiki.Status{wiki.Current},
		Roots: in.Depth == "root"}
	return s.ListContent(ctx, f, in.Window())
}

type getContentForSpaceIn struct{ ofSpaceIn }

func getContentForSpace(ctx context.Context, s *site.Session, in *getContentForSpaceIn) (*wire.SpaceContents, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	l, path := newLoader(s), wire.SpacePath(space.Key)+"/content"
	out := &wire.SpaceContents{Links: wire.Links{Base: l.base(), Context: contextPath, Self: l.self(path)}}
	for kind, list := range map[wiki.Kind]**wire.List[wire.Content]{wiki.Page: &out.Page, wiki.BlogPost: &out.Blogpost} {
		found, err := in.list(ctx, s, space, kind)
		if err != nil {
			return nil, err
		}
		made, err := l.contents(ctx, found.Items, in.tree(""))
		if err != nil {
			return nil, err
		}
		*list = listInside(l, made, in.Window().Limit, found.More, path+"/"+string(kind))
		if start := in.Window().Offset; start > 0 {
			(*list).Start = start
			if found.More {
				(*list).Links.Next = path + "/" + string(kind) + "?next=true&limit=" + strconv.Itoa(in.Window().Limit) + "&start=" + strconv.Itoa(start+in.Window().Limit)
			}
		}
	}
	return out, nil
}

type getContentByTypeForSpaceIn struct {
	ofSpaceIn
	Kind wiki.Kind `path:"type"`
}

func getContentByTypeForSpace(ctx context.Context, s *site.Session, in *getContentByTypeForSpaceIn) (*wire.List[wire.Content], error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	if in.Kind != wiki.Page && in.Kind != wiki.BlogPost {
		return nil, unlistable(in.Kind)
	}
	found, err := in.list(ctx, s, space, in.Kind)
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).contents(ctx, found.Items, in.tree(""))
	return listPage(in.Offset, found, made), err
}
