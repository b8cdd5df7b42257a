package v2

import (
	"context"
	"html"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func appOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getForgeAppProperties", Route: "GET /app/properties", Perm: wiki.UseSite}, listAppProperties),
		rest.On(rest.Op{ID: "getForgeAppProperty", Route: "GET /app/properties/{propertyKey}", Perm: wiki.UseSite}, getAppProperty),
		rest.On(rest.Op{ID: "putForgeAppProperty", Route: "PUT /app/properties/{propertyKey}", Perm: wiki.UseSite}, putAppProperty),
		rest.On(rest.Op{ID: "deleteForgeAppProperty", Route: "DELETE /app/properties/{propertyKey}", Perm: wiki.UseSite}, deleteAppProperty),
		rest.On(rest.Op{ID: "getDataPolicyMetadata", Route: "GET /data-policies/metadata", Perm: wiki.UseSite}, getDataPolicy),
		rest.On(rest.Op{ID: "getDataPolicySpaces", Route: "GET /data-policies/spaces", Perm: wiki.View}, listDataPolicySpaces),
	}
}

type listAppPropertiesIn struct {
	rest.Cursor `default:"50"`
}

func listAppProperties(ctx context.Context, s *site.Session, in *listAppPropertiesIn) (*rest.List[wirev2.AppProperty], error) {
	found, err := s.AppProperties(ctx, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newAppProperty), nil
}

func newAppProperty(p wiki.AppProperty) wirev2.AppProperty {
	return wirev2.AppProperty{Key: p.Key, Value: jsontext.Value(p.Value)}
}

type appPropertyIn struct {
	Key string `path:"propertyKey"`
}

func getAppProperty(ctx context.Context, s *site.Session, in *appPropertyIn) (*wirev2.AppProperty, error) {
	p, err := s.AppProperty(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	out := newAppProperty(p)
	return &out, nil
}

type putAppPropertyIn struct {
	appPropertyIn
	Body rest.Body[jsontext.Value]
}

func putAppProperty(ctx context.Context, s *site.Session, in *putAppPropertyIn) (*rest.Made[rest.Empty], error) {
	value, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if value.Kind() != '{' || value.Compact() != nil {
		return nil, wiki.Invalid("value", "", "a JSON object")
	}
	isNew, err := s.SetAppProperty(ctx, in.Key, string(*value))
	return &rest.Made[rest.Empty]{New: isNew}, err
}

func deleteAppProperty(ctx context.Context, s *site.Session, in *appPropertyIn) (rest.Empty, error) {
	return rest.Empty{}, s.DeleteAppProperty(ctx, in.Key)
}

type dataPolicyIn struct{}

func getDataPolicy(ctx context.Context, s *site.Session, _ *dataPolicyIn) (*wirev2.DataPolicyMetadata, error) {
	blocked, err := s.DataPolicies(ctx)
	return &wirev2.DataPolicyMetadata{AnyContentBlocked: len(blocked) > 0}, err
}

type dataPolicySpacesIn struct {
	rest.Cursor
	IDs  []wiki.SpaceID `query:"ids" maxitems:"250"`
	Keys []string       `query:"keys" maxitems:"250"`
	Sort string         `query:"sort" enum:"id,-id,key,-key,name,-name"`
}

func listDataPolicySpaces(ctx context.Context, s *site.Session, in *dataPolicySpacesIn) (*rest.List[wirev2.DataPolicySpace], error) {
	sort, desc := direction(in.Sort)
	found, err := s.Spaces(ctx, wiki.SpaceFilter{IDs: in.IDs, Keys: in.Keys, Sort: wiki.SpaceSort(sort), Desc: desc}, in.Window())
	if err != nil {
		return nil, err
	}
	blocked, err := s.DataPolicies(ctx)
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, func(sp wiki.Space) wirev2.DataPolicySpace {
		out := wirev2.DataPolicySpace{ID: wire.NewID(int64(sp.ID)), Key: sp.Key, Name: sp.Name,
			DataPolicy: wirev2.DataPolicyMetadata{AnyContentBlocked: blocked[sp.ID]},
			Icon:       &wirev2.SpaceIcon{Path: site.SpaceIconPath}, Links: wirev2.SpaceLinks{WebUI: site.SpacePath(sp)}}
		if sp.Description != "" {
			out.Description = &wirev2.SpaceDescription{
				Plain: &wirev2.BodyText{Representation: "plain", Value: sp.Description},
				View:  &wirev2.BodyText{Representation: "view", Value: html.EscapeString(sp.Description)},
			}
		}
		return out
	}), nil
}
