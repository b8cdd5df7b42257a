package v2

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// treeReadingOps are what is read of the tree, from content of each kind in it, and what content is by its id alone.
func treeReadingOps() []rest.Op {
	var ops []rest.Op
	for _, k := range treeKinds() {
		at := "GET /" + k.path + "/{id}"
		ops = append(ops,
			rest.On(rest.Op{ID: "get" + k.noun + "Ancestors", Route: at + "/ancestors", Perm: wiki.View}, k.ancestors),
			rest.On(rest.Op{ID: "get" + k.noun + "Descendants", Route: at + "/descendants", Perm: wiki.View}, k.descendants),
			rest.On(rest.Op{ID: "get" + k.noun + "DirectChildren", Route: at + "/direct-children", Perm: wiki.View}, k.directChildren),
		)
	}
	return append(ops, rest.On(rest.Op{ID: "convertContentIdsToContentTypes", Route: "POST /content/convert-ids-to-types",
		Perm: wiki.View}, contentTypes))
}

// shownBelow are the statuses in which content is listed below other content.
func shownBelow() []wiki.Status { return []wiki.Status{wiki.Current, wiki.Archived} }

type listAncestorsIn struct {
	rest.Cursor
	ID wiki.ContentID `path:"id"`
}

// ancestors lists from the top down. Where there are more than the limit, those next to the content are listed: the rest
// are the ancestors of the first.
func (k treeKind) ancestors(ctx context.Context, s *site.Session, in *listAncestorsIn) (*rest.List[wirev2.Ancestor], error) {
	c, err := k.find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	found, err := s.Ancestors(ctx, []wiki.Content{c})
	if err != nil {
		return nil, err
	}
	above := found[c.ID]
	above = above[max(0, len(above)-in.Window().Limit):]
	return rest.NewList(in.Cursor, wiki.Slice[*wiki.Content]{Items: above}, func(c *wiki.Content) wirev2.Ancestor {
		return wirev2.Ancestor{ID: wire.NewID(int64(c.ID)), Type: string(c.Kind)}
	}), nil
}

type listDescendantsIn struct {
	rest.Cursor
	ID    wiki.ContentID `path:"id"`
	Depth int            `query:"depth" default:"2" min:"1" max:"10"`
}

func (k treeKind) descendants(ctx context.Context, s *site.Session, in *listDescendantsIn) (*rest.List[wirev2.Descendant], error) {
	c, err := k.find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	f := wiki.TreeFilter{Top: c.ID, Kinds: wiki.TreeKinds(), Statuses: shownBelow(), Depth: in.Depth}
	found, err := s.Below(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, func(d wiki.Descendant) wirev2.Descendant {
		return wirev2.Descendant{
			ID: wire.NewID(int64(d.ID)), Status: string(d.Status), Title: d.Title, Type: string(d.Kind),
			ParentID: wire.NewID(int64(d.Parent)), Depth: d.Depth, ChildPosition: wire.Value(int(d.Position)),
		}
	}), nil
}

type listDirectChildrenIn struct {
	rest.Cursor
	ID   wiki.ContentID `path:"id"`
	Sort string         `query:"sort" default:"child-position" enum:"created-date,-created-date,id,-id,modified-date,-modified-date,child-position,-child-position,title,-title"`
}

func (k treeKind) directChildren(ctx context.Context, s *site.Session, in *listDirectChildrenIn) (*rest.List[wirev2.Child], error) {
	c, err := k.find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	f := wiki.ContentFilter{Parent: &c.ID, Kinds: wiki.TreeKinds(), Statuses: shownBelow()}
	f.Sort, f.Desc = childOrder(in.Sort)
	found, err := s.ListContent(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newChild), nil
}

// childOrder is direction for children, which are sorted by their position too.
func childOrder(text string) (wiki.ContentSort, bool) {
	sort, desc := direction(text)
	if sort == "child-position" {
		return wiki.ByPosition, desc
	}
	return wiki.ContentSort(sort), desc
}

// maxContentIDs is how many ids are converted at once (schema ContentIdToContentTypeRequest).
const maxContentIDs = 100

type contentTypesIn struct {
	Body rest.Body[wirev2.ContentIDs]
}

// contentTypes tells what each content is, and null for what is not there or not to be seen.
func contentTypes(ctx context.Context, s *site.Session, in *contentTypesIn) (*wirev2.ContentTypes, error) {
	asked, err := in.Body.Read()
	switch {
	case err != nil:
		return nil, err
	case asked.IDs == nil:
		return nil, wiki.Invalid("contentIds", "", rest.WantValue)
	case len(asked.IDs) > maxContentIDs:
		return nil, wiki.Invalid("contentIds", "", "at most 100 ids")
	}
	out := &wirev2.ContentTypes{Results: map[string]wire.Null[string]{}}
	ids := make([]wiki.ContentID, len(asked.IDs))
	for i, id := range asked.IDs {
		if ids[i], err = contentIDOf("contentIds", id); err == nil && ids[i] == 0 {
			err = wiki.Invalid("contentIds", "", rest.WantContentID)
		}
		if err != nil {
			return nil, err
		}
		out.Results[string(id)] = wire.NullOf[string]()
	}
	found, err := s.ListContent(ctx, wiki.ContentFilter{IDs: ids}, wiki.Window{Limit: maxContentIDs})
	if err != nil {
		return nil, err
	}
	for _, c := range found.Items {
		for i, id := range ids {
			if id == c.ID {
				out.Results[string(asked.IDs[i])] = wire.Value(typeName(c))
			}
		}
	}
	return out, nil
}

// typeName is what version 2 calls a content.
func typeName(c wiki.Content) string {
	switch {
	case c.Thread != nil && c.Thread.Inline():
		return "inline-comment"
	case c.Kind == wiki.Comment:
		return "footer-comment"
	}
	return string(c.Kind)
}
