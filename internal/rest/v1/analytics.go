package v1

import (
	"context"
	"time"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func analyticsOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getViews", Route: "GET /analytics/content/{contentId}/views", Perm: wiki.View}, getViews),
		rest.On(rest.Op{ID: "getViewers", Route: "GET /analytics/content/{contentId}/viewers", Perm: wiki.View}, getViewers),
	}
}

type viewsIn struct {
	ID   wiki.ContentID `path:"contentId"`
	From time.Time      `query:"fromDate"`
}

func getViews(ctx context.Context, s *site.Session, in *viewsIn) (*wire.ViewCount, error) {
	n, _, err := s.Views(ctx, in.ID, in.From)
	return &wire.ViewCount{ID: int64(in.ID), Count: n}, err
}

func getViewers(ctx context.Context, s *site.Session, in *viewsIn) (*wire.ViewCount, error) {
	_, n, err := s.Views(ctx, in.ID, in.From)
	return &wire.ViewCount{ID: int64(in.ID), Count: n}, err
}
