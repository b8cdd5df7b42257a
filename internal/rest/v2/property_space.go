package v2

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func spacePropertyOps() []rest.Op {
	const all, one = "/spaces/{space-id}/properties", "/spaces/{space-id}/properties/{property-id}"
	const write = wiki.View | wiki.AdministerSpace
	return []rest.Op{
		rest.On(rest.Op{ID: "getSpaceProperties", Route: "GET " + all, Perm: wiki.View}, listSpaceProperties),
		rest.On(rest.Op{ID: "createSpaceProperty", Route: "POST " + all, Perm: write}, createSpaceProperty),
		rest.On(rest.Op{ID: "getSpacePropertyById", Route: "GET " + one, Perm: wiki.View}, getSpaceProperty),
		rest.On(rest.Op{ID: "updateSpacePropertyById", Route: "PUT " + one, Perm: write}, updateSpaceProperty),
		rest.On(rest.Op{ID: "deleteSpacePropertyById", Route: "DELETE " + one, Perm: write}, deleteSpaceProperty),
	}
}

type listSpacePropertiesIn struct {
	rest.Cursor
	ID  wiki.SpaceID `path:"space-id"`
	Key string       `query:"key"`
}

func listSpaceProperties(ctx context.Context, s *site.Session, in *listSpacePropertiesIn) (*rest.List[wirev2.SpaceProperty], error) {
	found, err := s.Properties(ctx, wiki.PropertyOwner{Space: in.ID}, keyed(in.Key), in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newSpaceProperty), nil
}

type createSpacePropertyIn struct {
	ID   wiki.SpaceID `path:"space-id"`
	Body rest.Body[wirev2.PropertyCreate]
}

func createSpaceProperty(ctx context.Context, s *site.Session, in *createSpacePropertyIn) (*wirev2.SpaceProperty, error) {
	sp, err := s.Space(ctx, in.ID) // before anything else is found wrong (security-model.md §6 "Order")
	if err != nil {
		return nil, err
	}
	p, err := createProperty(ctx, s, wiki.PropertyOwner{Space: sp.ID}, in.Body)
	return pointTo(newSpaceProperty(p)), err
}

type spacePropertyIn struct {
	ID       wiki.SpaceID `path:"space-id"`
	Property int64        `path:"property-id"`
}

func getSpaceProperty(ctx context.Context, s *site.Session, in *spacePropertyIn) (*wirev2.SpaceProperty, error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := getProperty(ctx, s, wiki.PropertyOwner{Space: sp.ID}, in.Property)
	return pointTo(newSpaceProperty(p)), err
}

type updateSpacePropertyIn struct {
	spacePropertyIn
	Body rest.Body[wirev2.PropertyUpdate]
}

func updateSpaceProperty(ctx context.Context, s *site.Session, in *updateSpacePropertyIn) (*wirev2.SpaceProperty, error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := updateProperty(ctx, s, wiki.PropertyOwner{Space: sp.ID}, in.Property, in.Body)
	return pointTo(newSpaceProperty(p)), err
}

func deleteSpaceProperty(ctx context.Context, s *site.Session, in *spacePropertyIn) (rest.Empty, error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, removeProperty(ctx, s, wiki.PropertyOwner{Space: sp.ID}, in.Property)
}

func newSpaceProperty(p wiki.Property) wirev2.SpaceProperty {
	return wirev2.SpaceProperty{
		ID: wire.NewID(p.ID), Key: p.Key, Value: []byte(p.Value), CreatedAt: wire.Time(p.Created), CreatedBy: string(p.Creator),
		Version: &wirev2.SpacePropertyVersion{CreatedAt: wire.Time(p.Version.At), CreatedBy: string(p.Version.Author),
			Message: p.Version.Message, Number: p.Version.Number},
	}
}
