package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func contentMoveOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "movePage", Route: "PUT /content/{pageId}/move/{position}/{targetId}",
			Perm: wiki.View | wiki.CreatePage | wiki.DeletePage}, movePage),
	}
}

type movePageIn struct {
	Page     wiki.ContentID `path:"pageId"`
	Position site.Where     `path:"position"`
	Target   wiki.ContentID `path:"targetId"`
}

func movePage(ctx context.Context, s *site.Session, in *movePageIn) (*wire.Moved, error) {
	c, err := s.Move(ctx, in.Page, in.Position, in.Target)
	if err != nil {
		return nil, err
	}
	return &wire.Moved{PageID: scalar.NewID(int64(c.ID))}, nil
}
