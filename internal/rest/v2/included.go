package v2

import (
	"context"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// maxIncluded is how many results a part shows that an include-… parameter asked for; all of them are where its self
// link leads.
const maxIncluded = 50

// included is a part of an object.
func included[N, T any](self string, found wiki.Slice[N], convert func(N) T) *wirev2.Included[T] {
	out := &wirev2.Included[T]{Results: make([]T, len(found.Items)), Links: wirev2.IncludedLinks{Self: self}}
	for i, item := range found.Items {
		out.Results[i] = convert(item)
	}
	out.Meta.HasMore = found.More
	return out
}

// first cuts a whole list to what a part shows of it.
func first[N any](all []N) wiki.Slice[N] {
	return wiki.Slice[N]{Items: all[:min(len(all), maxIncluded)], More: len(all) > maxIncluded}
}

// parts reads the parts of one content of any kind. Each method answers nil unless the part was asked for. After an
// error, which stays in err, they read no more.
type parts struct {
	session *site.Session
	of      wiki.Content
	path    string // of the content: "/api/v2/pages/98306"
	err     error
}

func (p *parts) labels(ctx context.Context, asked bool) *wirev2.Included[wirev2.Label] {
	if !asked || p.err != nil {
		return nil
	}
	labels, err := p.session.Labels(ctx, []wiki.Content{p.of}, "")
	p.err = err
	return included(p.path+"/labels", first(labels[p.of.ID]), newLabel)
}

func (p *parts) properties(ctx context.Context, asked bool) *wirev2.Included[wirev2.ContentProperty] {
	if !asked || p.err != nil {
		return nil
	}
	found, err := p.session.Properties(ctx, wiki.PropertyOwner{Content: p.of.ID}, wiki.PropertyFilter{}, wiki.Window{Limit: maxIncluded})
	p.err = err
	return included(p.path+"/properties", found, newProperty)
}

func (p *parts) operations(ctx context.Context, asked bool) *wirev2.Included[wirev2.Operation] {
	if !asked || p.err != nil {
		return nil
	}
	may, err := p.session.Operations(ctx, []wiki.Content{p.of})
	p.err = err
	return included(p.path+"/operations", first(may[p.of.ID]), newOperation)
}

func (p *parts) likes(ctx context.Context, asked bool) *wirev2.Included[wirev2.Like] {
	if !asked || p.err != nil {
		return nil
	}
	found, err := p.session.Likes(ctx, p.of, wiki.Window{Limit: maxIncluded})
	p.err = err
	return included(p.path+"/likes", found, newLike)
}

func (p *parts) versions(ctx context.Context, asked bool) *wirev2.Included[wirev2.Version] {
	if !asked || p.err != nil {
		return nil
	}
	versions, err := p.session.Versions(ctx, p.of, wiki.Window{Limit: maxIncluded})
	p.err = err
	return included(p.path+"/versions", versions, newVersion)
}

func (p *parts) directChildren(ctx context.Context, asked bool) *wirev2.Included[wirev2.Child] {
	if !asked || p.err != nil {
		return nil
	}
	children, err := p.session.ListContent(ctx, wiki.ContentFilter{
		Parent: &p.of.ID, Statuses: shownBelow(), Sort: wiki.ByPosition, Kinds: wiki.TreeKinds(),
	}, wiki.Window{Limit: maxIncluded})
	p.err = err
	return included(p.path+"/direct-children", children, newChild)
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
