package v1

import (
	"context"
	"net/url"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

const changeSpace = seePeople | wiki.AdministerSpace

func spacePropertyOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getSpaceProperties", Route: "GET /space/{spaceKey}/property", Perm: seePeople}, getSpaceProperties),
		rest.On(rest.Op{ID: "createSpaceProperty", Route: "POST /space/{spaceKey}/property", Perm: changeSpace}, createSpaceProperty),
		rest.On(rest.Op{ID: "getSpaceProperty", Route: "GET /space/{spaceKey}/property/{key}", Perm: seePeople}, getSpaceProperty),
		rest.On(rest.Op{ID: "createSpacePropertyForKey", Route: "POST /space/{spaceKey}/property/{key}", Perm: changeSpace}, createSpacePropertyForKey),
		rest.On(rest.Op{ID: "updateSpaceProperty", Route: "PUT /space/{spaceKey}/property/{key}", Perm: changeSpace}, updateSpaceProperty),
		rest.On(rest.Op{ID: "deleteSpaceProperty", Route: "DELETE /space/{spaceKey}/property/{key}", Perm: changeSpace}, deleteSpaceProperty),
	}
}

type getSpacePropertiesIn struct {
	rest.Offset `default:"10" max:"1000"`
	Expand
	SpaceKey string `path:"spaceKey"`
}

func getSpaceProperties(ctx context.Context, s *site.Session, in *getSpacePropertiesIn) (*wire.List[wire.SpaceProperty], error) {
	sp, err := s.SpaceByKey(ctx, in.SpaceKey)
	if err != nil {
		return nil, err
	}
	found, err := s.Properties(ctx, wiki.PropertyOwner{Space: sp.ID}, wiki.PropertyFilter{}, in.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).spaceProperties(ctx, sp, found.Items, in.tree(propertyExpand))
	return listPage(in.Offset, found, made), err
}

type createSpacePropertyIn struct {
	SpaceKey string `path:"spaceKey"`
	Body     rest.Body[wire.PropertyCreate]
}

func createSpaceProperty(ctx context.Context, s *site.Session, in *createSpacePropertyIn) (*wire.SpaceProperty, error) {
	return makeSpaceProperty(ctx, s, in.SpaceKey, "", in.Body)
}

type createSpacePropertyForKeyIn struct {
	createSpacePropertyIn
	Key string `path:"key"`
}

func createSpacePropertyForKey(ctx context.Context, s *site.Session, in *createSpacePropertyForKeyIn) (*wire.SpaceProperty, error) {
	return makeSpaceProperty(ctx, s, in.SpaceKey, in.Key, in.Body)
}

func makeSpaceProperty(ctx context.Context, s *site.Session, spaceKey, key string, body rest.Body[wire.PropertyCreate]) (*wire.SpaceProperty, error) {
	sp, err := s.SpaceByKey(ctx, spaceKey)
	if err != nil {
		return nil, err
	}
	p, err := createProperty(ctx, s, wiki.PropertyOwner{Space: sp.ID}, key, body)
	if err != nil {
		return nil, taken(err)
	}
	return newLoader(s).spacePropertyAnswer(ctx, sp, p, parseWants([]string{propertyExpand}))
}

// taken turns a key that is taken into a conflict, which it is for the properties of spaces and users alone.
func taken(err error) error {
	if !wiki.HasReason(err, wiki.DuplicateKey) {
		return err
	}
	return wiki.NewError(wiki.PropertyExists, wiki.AsError(err).Facts)
}

type getSpacePropertyIn struct {
	Expand
	SpaceKey string `path:"spaceKey"`
	Key      string `path:"key"`
}

func getSpaceProperty(ctx context.Context, s *site.Session, in *getSpacePropertyIn) (*wire.SpaceProperty, error) {
	sp, err := s.SpaceByKey(ctx, in.SpaceKey)
	if err != nil {
		return nil, err
	}
	p, err := s.Property(ctx, wiki.PropertyOwner{Space: sp.ID}, site.PropertyName{Key: in.Key})
	if err != nil {
		return nil, err
	}
	return newLoader(s).spacePropertyAnswer(ctx, sp, p, in.tree(propertyExpand))
}

type updateSpacePropertyIn struct {
	SpaceKey string `path:"spaceKey"`
	Key      string `path:"key"`
	Body     rest.Body[wire.PropertyUpdate]
}

func updateSpaceProperty(ctx context.Context, s *site.Session, in *updateSpacePropertyIn) (*wire.SpaceProperty, error) {
	sp, err := s.SpaceByKey(ctx, in.SpaceKey)
	if err != nil {
		return nil, err
	}
	p, err := updateProperty(ctx, s, wiki.PropertyOwner{Space: sp.ID}, in.Key, in.Body, false)
	if err != nil {
		return nil, err
	}
	return newLoader(s).spacePropertyAnswer(ctx, sp, p, parseWants([]string{propertyExpand}))
}

type deleteSpacePropertyIn struct {
	SpaceKey string `path:"spaceKey"`
	Key      string `path:"key"`
}

func deleteSpaceProperty(ctx context.Context, s *site.Session, in *deleteSpacePropertyIn) (rest.Empty, error) {
	sp, err := s.SpaceByKey(ctx, in.SpaceKey)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.DeleteProperty(ctx, wiki.PropertyOwner{Space: sp.ID}, site.PropertyName{Key: in.Key})
}

func (l *loader) spacePropertyAnswer(ctx context.Context, sp wiki.Space, p wiki.Property, want wants) (*wire.SpaceProperty, error) {
	made, err := l.spaceProperties(ctx, sp, []wiki.Property{p}, want)
	if err != nil {
		return nil, err
	}
	made[0].Links.Base, made[0].Links.Context = l.base(), contextPath
	return &made[0], nil
}

// spaceProperties makes properties of one space.
func (l *loader) spaceProperties(ctx context.Context, sp wiki.Space, list []wiki.Property, want wants) ([]wire.SpaceProperty, error) {
	var space *wire.Space
	if want.has("space") {
		made, err := l.spaces(ctx, []wiki.Space{sp}, want["space"])
		if err != nil {
			return nil, err
		}
		space = &made[0]
	}
	authors := make([]wiki.AccountID, len(list))
	for i, p := range list {
		authors[i] = p.Version.Author
	}
	users, err := l.users(ctx, authors, want["version"]["by"])
	out := make([]wire.SpaceProperty, len(list))
	for i, p := range list {
		path := wire.SpacePath(sp.Key) + "/property/" + url.PathEscape(p.Key)
		out[i] = wire.SpaceProperty{ID: scalar.NewID(p.ID), Key: p.Key, Value: []byte(p.Value),
			Expandable: wire.SpacePropertyExpandable(sp.Key), Links: wire.Links{Self: l.self(path)}}
		if v := p.Version; want.has("version") {
			out[i].Version = &wire.Version{By: users[v.Author], When: scalar.Time(v.At), Message: v.Message, Number: v.Number,
				MinorEdit: v.Minor}
			out[i].Expandable = out[i].Expandable.Without("version")
		}
		if space != nil {
			out[i].Space, out[i].Expandable = space, out[i].Expandable.Without("space")
		}
	}
	return out, err
}
