package v1

import (
	"cmp"
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func spaceOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getSpaces", Route: "GET /space", Perm: seePeople, Kept: true}, getSpaces),
		rest.On(rest.Op{ID: "getSpace", Route: "GET /space/{spaceKey}", Perm: seePeople, Kept: true}, getSpace),
	}
}

type getSpacesIn struct {
	rest.Offset `max:"1000"` // auth-behaviour.md §8
	Expand
	Keys      []string           `query:"spaceKey"`
	IDs       []wiki.SpaceID     `query:"spaceId"`
	Kind      wiki.SpaceKind     `query:"type" enum:"global,personal,collaboration,knowledge_base"`
	Status    []wiki.SpaceStatus `query:"status" enum:"current,archived"`
	Labels    []string           `query:"label"`
	Favourite bool               `query:"favourite"`        // those the account named next, or the caller, has marked
	Marker    wiki.AccountID     `query:"favouriteUserKey"` // an accountId: no account here had a key
}

func getSpaces(ctx context.Context, s *site.Session, in *getSpacesIn) (*wire.List[wire.Space], error) {
	filter := wiki.SpaceFilter{IDs: in.IDs, Keys: in.Keys, Statuses: in.Status, Labels: in.Labels}
	if in.Kind != "" {
		filter.Kinds = []wiki.SpaceKind{in.Kind}
	}
	if in.Favourite {
		filter.Favoured = cmp.Or(in.Marker, s.Caller().Account)
		if filter.Favoured == "" {
			filter.IDs = []wiki.SpaceID{} // nobody without an account has favourites
		}
	}
	found, err := s.Spaces(ctx, filter, in.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).spaces(ctx, found.Items, in.tree(""))
	return listPage(in.Offset, found, made), err
}

type getSpaceIn struct {
	Expand
	Key string `path:"spaceKey"`
}

func getSpace(ctx context.Context, s *site.Session, in *getSpaceIn) (*wire.Space, error) {
	found, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	return newLoader(s).spaceAnswer(ctx, found, in.tree(""))
}

// spaceAnswer is a space as the object an answer consists of.
func (l *loader) spaceAnswer(ctx context.Context, space wiki.Space, want wants) (*wire.Space, error) {
	made, err := l.spaces(ctx, []wiki.Space{space}, want)
	if err != nil {
		return nil, err
	}
	out := &made[0]
	out.Links.Base, out.Links.Context, out.Links.Collection = l.base(), contextPath, "/rest/api/space"
	return out, nil
}

// spaces makes spaces with the expansions that were asked for.
func (l *loader) spaces(ctx context.Context, list []wiki.Space, want wants) ([]wire.Space, error) {
	out := make([]wire.Space, len(list))
	for i, s := range list {
		path := wire.SpacePath(s.Key)
		out[i] = wire.Space{
			ID: int64(s.ID), Key: s.Key, Alias: cmp.Or(s.Alias, s.Key), Name: s.Name, Type: string(s.Kind), Status: string(s.Status),
			Links: wire.Links{WebUI: site.SpacePath(s), Self: l.self(path)},
		}
	}
	shown, err := fill(ctx, l, spaceParts(), list, out, want)
	for i, s := range list {
		home := ""
		if s.Home != 0 {
			home = wire.ContentPath(wireID(wiki.Page, s.Home))
		}
		all := wire.SpaceExpandable(s.Key, home)
		if s.Home == 0 {
			all = all.Without("homepage") // omitted, not null (client-expectations.md "Omit rather than null")
		}
		out[i].Expandable = all.Without(shown...)
	}
	return out, err
}
