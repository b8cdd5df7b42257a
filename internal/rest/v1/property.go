package v1

import (
	"context"
	"net/url"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// changeContent is what changing content of any kind takes.
const changeContent = writePages | wiki.CreateComment | wiki.CreateAttachment

func contentPropertyOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getContentProperties", Route: "GET /content/{id}/property", Perm: seePeople}, getContentProperties),
		rest.On(rest.Op{ID: "createContentProperty", Route: "POST /content/{id}/property", Perm: changeContent}, createContentProperty),
		rest.On(rest.Op{ID: "getContentProperty", Route: "GET /content/{id}/property/{key}", Perm: seePeople}, getContentProperty),
		rest.On(rest.Op{ID: "createContentPropertyForKey", Route: "POST /content/{id}/property/{key}", Perm: changeContent}, createContentPropertyForKey),
		rest.On(rest.Op{ID: "updateContentProperty", Route: "PUT /content/{id}/property/{key}", Perm: changeContent}, updateContentProperty),
		rest.On(rest.Op{ID: "deleteContentProperty", Route: "DELETE /content/{id}/property/{key}", Perm: changeContent}, deleteContentProperty),
	}
}

// propertyExpand is what a property shows when nothing is asked for.
const propertyExpand = "version"

type getContentPropertiesIn struct {
	rest.Offset `default:"10" max:"1000"`
	Expand
	ID   wiki.ContentID `path:"id"`
	Keys []string       `query:"key"`
}

func getContentProperties(ctx context.Context, s *site.Session, in *getContentPropertiesIn) (*wire.List[wire.ContentProperty], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	found, err := s.Properties(ctx, wiki.PropertyOwner{Content: c.ID}, wiki.PropertyFilter{Keys: in.Keys}, in.Window())
	if err != nil {
		return nil, err
	}
	made, err := newLoader(s).properties(ctx, c, found.Items, in.tree(propertyExpand))
	return listPage(in.Offset, found, made), err
}

type createContentPropertyIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wire.PropertyCreate]
}

func createContentProperty(ctx context.Context, s *site.Session, in *createContentPropertyIn) (*wire.ContentProperty, error) {
	return makeContentProperty(ctx, s, in.ID, "", in.Body)
}

type createContentPropertyForKeyIn struct {
	createContentPropertyIn
	Key string `path:"key"`
}

func createContentPropertyForKey(ctx context.Context, s *site.Session, in *createContentPropertyForKeyIn) (*wire.ContentProperty, error) {
	return makeContentProperty(ctx, s, in.ID, in.Key, in.Body)
}

func makeContentProperty(ctx context.Context, s *site.Session, id wiki.ContentID, key string, body rest.Body[wire.PropertyCreate]) (*wire.ContentProperty, error) {
	c, err := s.Content(ctx, id)
	if err != nil {
		return nil, err
	}
	p, err := createProperty(ctx, s, wiki.PropertyOwner{Content: c.ID}, key, body)
	if err != nil {
		return nil, err
	}
	return newLoader(s).propertyAnswer(ctx, c, p, parseWants([]string{propertyExpand}))
}

type getContentPropertyIn struct {
	Expand
	ID     wiki.ContentID `path:"id"`
	Key    string         `path:"key"`
	Status []wiki.Status  `query:"status" enum:"current,trashed,deleted,historical,draft,archived,any"`
}

func getContentProperty(ctx context.Context, s *site.Session, in *getContentPropertyIn) (*wire.ContentProperty, error) {
	c, err := contentAt(ctx, s, in.ID, in.Status, 0)
	if err != nil {
		return nil, err
	}
	p, err := s.Property(ctx, wiki.PropertyOwner{Content: c.ID}, site.PropertyName{Key: in.Key})
	if err != nil {
		return nil, err
	}
	return newLoader(s).propertyAnswer(ctx, c, p, in.tree(propertyExpand))
}

type updateContentPropertyIn struct {
	ID   wiki.ContentID `path:"id"`
	Key  string         `path:"key"`
	Body rest.Body[wire.PropertyUpdate]
}

func updateContentProperty(ctx context.Context, s *site.Session, in *updateContentPropertyIn) (*wire.ContentProperty, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := updateProperty(ctx, s, wiki.PropertyOwner{Content: c.ID}, in.Key, in.Body, true)
	if err != nil {
		return nil, err
	}
	return newLoader(s).propertyAnswer(ctx, c, p, parseWants([]string{propertyExpand}))
}

type deleteContentPropertyIn struct {
	ID  wiki.ContentID `path:"id"`
	Key string         `path:"key"`
}

func deleteContentProperty(ctx context.Context, s *site.Session, in *deleteContentPropertyIn) (rest.Empty, error) {
	return rest.Empty{}, s.DeleteProperty(ctx, wiki.PropertyOwner{Content: in.ID}, site.PropertyName{Key: in.Key})
}

// The functions below are what the properties of content and of spaces have in common.

// createProperty makes a property of the key in the path or, where that is empty, in the body.
func createProperty(ctx context.Context, s *site.Session, of wiki.PropertyOwner, key string, body rest.Body[wire.PropertyCreate]) (wiki.Property, error) {
	given, err := body.Read()
	if err != nil {
		return wiki.Property{}, err
	}
	if key == "" {
		key = given.Key
	}
	value, err := propertyValue(given.Value)
	if err != nil {
		return wiki.Property{}, err
	}
	return s.CreateProperty(ctx, of, key, value)
}

// updateProperty makes the next version of a property, which is a minor edit if the body says so, or else the description.
func updateProperty(ctx context.Context, s *site.Session, of wiki.PropertyOwner, key string, body rest.Body[wire.PropertyUpdate], minor bool) (wiki.Property, error) {
	given, err := body.Read()
	if err != nil {
		return wiki.Property{}, err
	}
	value, err := propertyValue(given.Value)
	if err != nil {
		return wiki.Property{}, err
	}
	ch := site.PropertyChange{Value: value, OrCreate: true}
	if v := given.Version; v != nil { // no version is the version 0, which is stale
		ch.Version, ch.Message, ch.Minor = int(v.Number), v.Message, v.MinorEdit.Or(minor)
	}
	return s.UpdateProperty(ctx, of, site.PropertyName{Key: key}, ch)
}

// propertyValue is a value as it is kept.
func propertyValue(given jsontext.Value) (string, error) {
	if given == nil {
		return "", wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "value", Detail: "No property value was provided"})
	}
	return scalar.OneLine(given)
}

// propertyAnswer is a property as the object an answer consists of.
func (l *loader) propertyAnswer(ctx context.Context, c wiki.Content, p wiki.Property, want wants) (*wire.ContentProperty, error) {
	made, err := l.properties(ctx, c, []wiki.Property{p}, want)
	if err != nil {
		return nil, err
	}
	made[0].Links.Base, made[0].Links.Context = l.base(), contextPath
	return &made[0], nil
}

// properties makes properties of one content.
func (l *loader) properties(ctx context.Context, c wiki.Content, list []wiki.Property, want wants) ([]wire.ContentProperty, error) {
	var content *wire.Content
	if want.has("content") {
		made, err := l.contents(ctx, []wiki.Content{c}, want["content"])
		if err != nil {
			return nil, err
		}
		content = &made[0]
	}
	out := make([]wire.ContentProperty, len(list))
	for i, p := range list {
		out[i] = l.property(c, p, want)
		if content != nil {
			out[i].Content, out[i].Expandable = content, out[i].Expandable.Without("content")
		}
	}
	return out, nil
}

// property is a property of a content without that content.
func (l *loader) property(c wiki.Content, p wiki.Property, want wants) wire.ContentProperty {
	id := idOf(c)
	out := wire.ContentProperty{ID: scalar.NewID(p.ID), Key: p.Key, Value: []byte(p.Value), Expandable: wire.PropertyExpandable(id),
		Links: wire.Links{Self: l.self(wire.ContentPath(id) + "/property/" + url.PathEscape(p.Key))}}
	if want.has("version") {
		v := p.Version
		out.Version = &wire.PropertyVersion{When: scalar.Time(v.At), Message: v.Message, Number: v.Number, MinorEdit: v.Minor}
		out.Expandable = out.Expandable.Without("version")
	}
	return out
}
