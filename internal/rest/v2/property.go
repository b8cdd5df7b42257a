package v2

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// propertyFamily is the five operations on the properties of one kind of content: their ids, and the paths of all and of
// one of them.
type propertyFamily struct {
	kind                              wiki.Kind
	all, one                          string
	list, create, get, update, remove string
}

func propertyOps() []rest.Op {
	var ops []rest.Op
	for _, f := range []propertyFamily{
		{wiki.Page, "/pages/{page-id}/properties", "/pages/{page-id}/properties/{property-id}",
			"getPageContentProperties", "createPageProperty", "getPageContentPropertiesById", "updatePagePropertyById", "deletePagePropertyById"},
		{wiki.Attachment, "/attachments/{attachment-id}/properties", "/attachments/{attachment-id}/properties/{property-id}",
			"getAttachmentContentProperties", "createAttachmentProperty", "getAttachmentContentPropertiesById", "updateAttachmentPropertyById", "deleteAttachmentPropertyById"},
		{wiki.BlogPost, "/blogposts/{blogpost-id}/properties", "/blogposts/{blogpost-id}/properties/{property-id}",
			"getBlogpostContentProperties", "createBlogpostProperty", "getBlogpostContentPropertiesById", "updateBlogpostPropertyById", "deleteBlogpostPropertyById"},
		{wiki.CustomContent, "/custom-content/{custom-content-id}/properties", "/custom-content/{custom-content-id}/properties/{property-id}",
			"getCustomContentContentProperties", "createCustomContentProperty", "getCustomContentContentPropertiesById", "updateCustomContentPropertyById", "deleteCustomContentPropertyById"},
		{wiki.Comment, "/comments/{comment-id}/properties", "/comments/{comment-id}/properties/{property-id}",
			"getCommentContentProperties", "createCommentProperty", "getCommentContentPropertiesById", "updateCommentPropertyById", "deleteCommentPropertyById"},
		{wiki.Folder, "/folders/{id}/properties", "/folders/{folder-id}/properties/{property-id}",
			"getFolderContentProperties", "createFolderProperty", "getFolderContentPropertiesById", "updateFolderPropertyById", "deleteFolderPropertyById"},
		{wiki.Whiteboard, "/whiteboards/{id}/properties", "/whiteboards/{whiteboard-id}/properties/{property-id}",
			"getWhiteboardContentProperties", "createWhiteboardProperty", "getWhiteboardContentPropertiesById", "updateWhiteboardPropertyById", "deleteWhiteboardPropertyById"},
		{wiki.Database, "/databases/{id}/properties", "/databases/{database-id}/properties/{property-id}",
			"getDatabaseContentProperties", "createDatabaseProperty", "getDatabaseContentPropertiesById", "updateDatabasePropertyById", "deleteDatabasePropertyById"},
		{wiki.Embed, "/embeds/{id}/properties", "/embeds/{embed-id}/properties/{property-id}",
			"getSmartLinkContentProperties", "createSmartLinkProperty", "getSmartLinkContentPropertiesById", "updateSmartLinkPropertyById", "deleteSmartLinkPropertyById"},
	} {
		ops = append(ops, f.ops()...)
	}
	return ops
}

func (f propertyFamily) ops() []rest.Op {
	write := wiki.View | wiki.CreatePerm(f.kind)
	return []rest.Op{
		rest.On(rest.Op{ID: f.list, Route: "GET " + f.all, Perm: wiki.View}, f.listAll),
		rest.On(rest.Op{ID: f.create, Route: "POST " + f.all, Perm: write}, f.createOne),
		rest.On(rest.Op{ID: f.get, Route: "GET " + f.one, Perm: wiki.View}, f.getOne),
		rest.On(rest.Op{ID: f.update, Route: "PUT " + f.one, Perm: write}, f.updateOne),
		rest.On(rest.Op{ID: f.remove, Route: "DELETE " + f.one, Perm: write}, f.removeOne),
	}
}

type listPropertiesIn struct {
	rest.Cursor
	ID   wiki.ContentID `path:"1"`
	Key  string         `query:"key"`
	Sort string         `query:"sort" enum:"key,-key"`
}

func (f propertyFamily) listAll(ctx context.Context, s *site.Session, in *listPropertiesIn) (*rest.List[wirev2.ContentProperty], error) {
	of, err := f.owner(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	asked := keyed(in.Key)
	sort, desc := direction(in.Sort)
	asked.ByKey, asked.Desc = sort == "key", desc
	found, err := s.Properties(ctx, of, asked, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newProperty), nil
}

// keyed selects the property with a key, or all without one.
func keyed(key string) wiki.PropertyFilter {
	if key == "" {
		return wiki.PropertyFilter{}
	}
	return wiki.PropertyFilter{Keys: []string{key}}
}

type createPropertyIn struct {
	ID   wiki.ContentID `path:"1"`
	Body rest.Body[wirev2.PropertyCreate]
}

func (f propertyFamily) createOne(ctx context.Context, s *site.Session, in *createPropertyIn) (*wirev2.ContentProperty, error) {
	of, err := f.owner(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := createProperty(ctx, s, of, in.Body)
	return pointTo(newProperty(p)), err
}

type propertyIn struct {
	ID       wiki.ContentID `path:"1"`
	Property int64          `path:"2"`
}

func (f propertyFamily) getOne(ctx context.Context, s *site.Session, in *propertyIn) (*wirev2.ContentProperty, error) {
	of, err := f.owner(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := getProperty(ctx, s, of, in.Property)
	return pointTo(newProperty(p)), err
}

type updatePropertyIn struct {
	propertyIn
	Body rest.Body[wirev2.PropertyUpdate]
}

func (f propertyFamily) updateOne(ctx context.Context, s *site.Session, in *updatePropertyIn) (*wirev2.ContentProperty, error) {
	of, err := f.owner(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := updateProperty(ctx, s, of, in.Property, in.Body)
	return pointTo(newProperty(p)), err
}

func (f propertyFamily) removeOne(ctx context.Context, s *site.Session, in *propertyIn) (rest.Empty, error) {
	of, err := f.owner(ctx, s, in.ID)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, removeProperty(ctx, s, of, in.Property)
}

// owner finds the content of the kind that the path names.
func (f propertyFamily) owner(ctx context.Context, s *site.Session, id wiki.ContentID) (wiki.PropertyOwner, error) {
	c, err := findKind(ctx, s, f.kind, id)
	return wiki.PropertyOwner{Content: c.ID}, err
}

// The functions below are what the properties of content and of spaces have in common.

func createProperty(ctx context.Context, s *site.Session, of wiki.PropertyOwner, body rest.Body[wirev2.PropertyCreate]) (wiki.Property, error) {
	given, err := body.Read()
	switch {
	case err != nil:
		return wiki.Property{}, err
	case given.Key == "":
		return wiki.Property{}, wiki.Invalid("key", "", rest.WantValue)
	case given.Value == nil:
		return wiki.Property{}, wiki.Invalid("value", "", rest.WantValue)
	}
	value, err := wire.OneLine(given.Value)
	if err != nil {
		return wiki.Property{}, err
	}
	return s.CreateProperty(ctx, of, given.Key, value)
}

func getProperty(ctx context.Context, s *site.Session, of wiki.PropertyOwner, id int64) (wiki.Property, error) {
	name, err := propertyName(id)
	if err != nil {
		return wiki.Property{}, err
	}
	return s.Property(ctx, of, name)
}

func updateProperty(ctx context.Context, s *site.Session, of wiki.PropertyOwner, id int64, body rest.Body[wirev2.PropertyUpdate]) (wiki.Property, error) {
	before, err := getProperty(ctx, s, of, id)
	if err != nil {
		return before, err
	}
	given, err := body.Read()
	switch {
	case err != nil:
		return before, err
	case given.Key != "" && given.Key != before.Key:
		return before, wiki.Invalid("key", given.Key, "the key of the property, "+before.Key)
	case given.Value == nil:
		return before, wiki.Invalid("value", "", rest.WantValue)
	case given.Version == nil:
		return before, wiki.Invalid("version", "", rest.WantValue)
	}
	value, err := wire.OneLine(given.Value)
	if err != nil {
		return before, err
	}
	return s.UpdateProperty(ctx, of, site.PropertyName{ID: id}, site.PropertyChange{
		Value: value, Version: given.Version.Number, Message: given.Version.Message})
}

func removeProperty(ctx context.Context, s *site.Session, of wiki.PropertyOwner, id int64) error {
	name, err := propertyName(id)
	if err != nil {
		return err
	}
	return s.DeleteProperty(ctx, of, name)
}

// propertyName reads the number of a property. There is none below 1.
func propertyName(id int64) (site.PropertyName, error) {
	if id < 1 {
		return site.PropertyName{}, wiki.Missing("property", wire.FormatID(id))
	}
	return site.PropertyName{ID: id}, nil
}

func newProperty(p wiki.Property) wirev2.ContentProperty {
	version := newVersion(p.Version)
	return wirev2.ContentProperty{ID: wire.NewID(p.ID), Key: p.Key, Value: []byte(p.Value), Version: &version}
}

// pointTo is v as a handler's answer, which is a pointer.
func pointTo[T any](v T) *T { return &v }
