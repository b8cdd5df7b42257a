package v2

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// maxIncluded is how many results a part shows that an include-… parameter asked for: the first of the list that its self
// link leads to, which goes on with its cursor.
const maxIncluded = 50

// firstPage is the cut of a list that a part shows.
func firstPage() wiki.Window { return wiki.Window{Limit: maxIncluded} }

// included is a part of an object.
func included[N, T any](lists rest.Parts, self string, found wiki.Slice[N], convert func(N) T) *wirev2.Included[T] {
	out := &wirev2.Included[T]{Results: make([]T, len(found.Items)), Links: wirev2.IncludedLinks{Self: self}}
	for i, item := range found.Items {
		out.Results[i] = convert(item)
	}
	if out.Meta.HasMore = found.More; found.More {
		out.Meta.Cursor = lists.Cursor(self, found.After)
	}
	return out
}

// parts reads the parts of one content of any kind. Each method answers nil unless the part was asked for. After an
// error, which stays in err, they read no more.
type parts struct {
	session *site.Session
	lists   rest.Parts
	of      wiki.Content
	path    string // of the content: "/api/v2/pages/98306"
	err     error
}

// partsOf are the parts of a content in a collection: "pages".
func partsOf(s *site.Session, lists rest.Parts, c wiki.Content, collection string) *parts {
	return &parts{session: s, lists: lists, of: c, path: "/api/v2/" + collection + "/" + c.ID.String()}
}

func (p *parts) labels(ctx context.Context, asked bool) *wirev2.Included[wirev2.Label] {
	if !asked || p.err != nil {
		return nil
	}
	found, err := p.session.ListLabels(ctx, wiki.LabelFilter{Content: p.of.ID}, firstPage())
	p.err = err
	return included(p.lists, p.path+"/labels", found, newLabel)
}

func (p *parts) properties(ctx context.Context, asked bool) *wirev2.Included[wirev2.ContentProperty] {
	if !asked || p.err != nil {
		return nil
	}
	found, err := p.session.Properties(ctx, wiki.PropertyOwner{Content: p.of.ID}, wiki.PropertyFilter{}, firstPage())
	p.err = err
	path := p.path
	if p.of.Kind == wiki.Comment { // both families have their properties in one place
		path = "/api/v2/comments/" + p.of.ID.String()
	}
	return included(p.lists, path+"/properties", found, newProperty)
}

func (p *parts) operations(ctx context.Context, asked bool) *wirev2.Included[wirev2.Operation] {
	if !asked || p.err != nil {
		return nil
	}
	may, err := p.session.Operations(ctx, []wiki.Content{p.of})
	p.err = err
	return included(p.lists, p.path+"/operations", wiki.Slice[site.Operation]{Items: may[p.of.ID]}, newOperation)
}

func (p *parts) likes(ctx context.Context, asked bool) *wirev2.Included[wirev2.Like] {
	if !asked || p.err != nil {
		return nil
	}
	found, err := p.session.Likes(ctx, p.of, firstPage())
	p.err = err
	return included(p.lists, p.path+"/likes/users", found, newLike)
}

func (p *parts) versions(ctx context.Context, asked bool) *wirev2.Included[wirev2.Version] {
	if !asked || p.err != nil {
		return nil
	}
	versions, err := p.session.Versions(ctx, p.of, firstPage())
	p.err = err
	return included(p.lists, p.path+"/versions", versions, newVersion)
}

func (p *parts) directChildren(ctx context.Context, asked bool) *wirev2.Included[wirev2.Child] {
	if !asked || p.err != nil {
		return nil
	}
	children, err := p.session.ListContent(ctx, wiki.ContentFilter{
		Parent: &p.of.ID, Statuses: shownBelow(), Sort: wiki.ByPosition, Kinds: wiki.TreeKinds(),
	}, firstPage())
	p.err = err
	return included(p.lists, p.path+"/direct-children", children, newChild)
}

// favourite is whether the caller has marked the content; nobody without an account has.
func (p *parts) favourite(ctx context.Context, asked bool) wire.Null[bool] {
	if !asked || p.err != nil {
		return wire.Null[bool]{}
	}
	marked, err := p.session.Favourites(ctx, []wiki.Content{p.of})
	p.err = err
	_, is := marked[p.of.ID]
	return wire.Value(is)
}

func newLabel(l wiki.Label) wirev2.Label {
	return wirev2.Label{ID: wire.NewID(l.ID), Name: l.Name, Prefix: l.Prefix}
}

func newOperation(o site.Operation) wirev2.Operation {
	return wirev2.Operation{Operation: o.Name, TargetType: o.Target}
}

func newVersion(v wiki.Version) wirev2.Version {
	return wirev2.Version{
		Number: v.Number, Message: v.Message, MinorEdit: v.Minor, AuthorID: string(v.Author), CreatedAt: wire.Time(v.At),
	}
}

func newChild(c wiki.Content) wirev2.Child {
	return wirev2.Child{
		ID: wire.NewID(int64(c.ID)), Status: string(c.Status), Title: c.Title, Type: string(c.Kind),
		SpaceID: wire.NewID(int64(c.Space)), ChildPosition: wire.Value(int(c.Position)),
	}
}
