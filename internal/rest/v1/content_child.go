package v1

import (
	"context"
	"slices"
	"strconv"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func contentChildOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getContentChildren", Route: "GET /content/{id}/child", Perm: seePeople, Kept: true}, getContentChildren),
		rest.On(rest.Op{ID: "getContentChildrenByType", Route: "GET /content/{id}/child/{type}", Perm: seePeople, Kept: true}, getContentChildrenByType),
		rest.On(rest.Op{ID: "getContentDescendants", Route: "GET /content/{id}/descendant", Perm: seePeople}, getContentDescendants),
		rest.On(rest.Op{ID: "getDescendantsOfType", Route: "GET /content/{id}/descendant/{type}", Perm: seePeople}, getDescendantsOfType),
	}
}

type getContentChildrenIn struct {
	Expand
	ID            wiki.ContentID `path:"id"`
	ParentVersion int            `query:"parentVersion" min:"0"` // without effect: children have no history
}

func getContentChildren(ctx context.Context, s *site.Session, in *getContentChildrenIn) (*wire.ContentChildren, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	made, err := l.families(ctx, []wiki.Content{c}, in.tree(""), l.s.Children, "child")
	if err != nil {
		return nil, err
	}
	out := made[0]
	out.Links = wire.Links{Base: l.base(), Context: contextPath, Self: l.self(wire.ContentPath(idOf(c)) + "/child")}
	return out, nil
}

type getContentDescendantsIn struct {
	Expand
	ID wiki.ContentID `path:"id"`
}

func getContentDescendants(ctx context.Context, s *site.Session, in *getContentDescendantsIn) (*wire.ContentChildren, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	made, err := l.families(ctx, []wiki.Content{c}, in.tree(""), l.s.Descendants, "descendant")
	if err != nil {
		return nil, err
	}
	out := made[0]
	out.Links = wire.Links{Base: l.base(), Context: contextPath, Self: l.self(wire.ContentPath(idOf(c)) + "/descendant")}
	return out, nil
}

type getContentChildrenByTypeIn struct {
	rest.Offset
	Expand
	ID            wiki.ContentID `path:"id"`
	Kind          wiki.Kind      `path:"type"`
	ParentVersion int            `query:"parentVersion" min:"0"`
}

func getContentChildrenByType(ctx context.Context, s *site.Session, in *getContentChildrenByTypeIn) (*wire.List[wire.Content], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var found wiki.Slice[wiki.Content]
	listed, err := hasFamily(in.Kind)
	if err != nil {
		return nil, err
	}
	if listed {
		filter := wiki.ContentFilter{Parent: &c.ID, Kinds: []wiki.Kind{in.Kind}, Statuses: []wiki.Status{wiki.Current}, Sort: wiki.ByPosition}
		if found, err = s.ListContent(ctx, filter, in.Window()); err != nil {
			return nil, err
		}
	}
	made, err := newLoader(s).contents(ctx, found.Items, in.tree(""))
	return listPage(in.Offset, found, made), err
}

// hasFamily reports whether content of a kind lies in other content. None of a kind is an empty list
// (client-expectations.md 19), and a kind there is none of a mistake.
func hasFamily(kind wiki.Kind) (bool, error) {
	switch {
	case slices.ContainsFunc(families, func(f family) bool { return f.kind == kind }), kind.CheckCustom("type") == nil:
		return true, nil
	case kind == wiki.BlogPost: // they lie in nothing
		return false, nil
	}
	return false, wiki.Invalid("type", string(kind), "a type of content")
}

type getDescendantsOfTypeIn struct {
	rest.Offset
	Expand
	ID    wiki.ContentID `path:"id"`
	Kind  wiki.Kind      `path:"type"`
	Depth string         `query:"depth"`
}

// getDescendantsOfType lists in the order of ids, as the list inside a content does.
func getDescendantsOfType(ctx context.Context, s *site.Session, in *getDescendantsOfTypeIn) (*wire.List[wire.Content], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	depth, err := parseDepth(in.Depth)
	if err != nil {
		return nil, err
	}
	var found wiki.Slice[wiki.Content]
	listed, err := hasFamily(in.Kind)
	if err != nil {
		return nil, err
	}
	if listed {
		f := wiki.TreeFilter{Top: c.ID, Kinds: []wiki.Kind{in.Kind}, Statuses: []wiki.Status{wiki.Current}, Depth: depth, ByID: true}
		below, err := s.Below(ctx, f, in.Window())
		if err != nil {
			return nil, err
		}
		found.More = below.More
		for _, d := range below.Items {
			found.Items = append(found.Items, d.Content)
		}
	}
	made, err := newLoader(s).contents(ctx, found.Items, in.tree(""))
	return listPage(in.Offset, found, made), err
}

// parseDepth reads how far down descendants are listed: all, which is 0, root for what lies directly below, or 1 to 100.
func parseDepth(text string) (int, error) {
	switch text {
	case "", "all":
		return 0, nil
	case "root":
		return 1, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 100 {
		return 0, wiki.Invalid("depth", text, "all, root, or 1 to 100")
	}
	return n, nil
}

// family is a kind of children with its place in an answer.
type family struct {
	kind wiki.Kind
	at   func(*wire.ContentChildren) **wire.List[wire.Content]
}

var families = []family{
	{wiki.Attachment, func(c *wire.ContentChildren) **wire.List[wire.Content] { return &c.Attachment }},
	{wiki.Comment, func(c *wire.ContentChildren) **wire.List[wire.Content] { return &c.Comment }},
	{wiki.Page, func(c *wire.ContentChildren) **wire.List[wire.Content] { return &c.Page }},
	{wiki.Folder, func(c *wire.ContentChildren) **wire.List[wire.Content] { return &c.Folder }},
	{wiki.Whiteboard, func(c *wire.ContentChildren) **wire.List[wire.Content] { return &c.Whiteboard }},
	{wiki.Database, func(c *wire.ContentChildren) **wire.List[wire.Content] { return &c.Database }},
	{wiki.Embed, func(c *wire.ContentChildren) **wire.List[wire.Content] { return &c.Embed }},
}

// maxChildren is how many children of a kind are shown inside another object.
const maxChildren = 25

// relatives finds what lies in or below contents: Session.Children or Session.Descendants.
type relatives func(context.Context, []wiki.Content, wiki.Kind, int) (map[wiki.ContentID]wiki.Slice[wiki.Content], error)

// families makes the children or descendants of contents, one statement per kind that was asked for. way is the word in
// their paths, child or descendant.
func (l *loader) families(ctx context.Context, list []wiki.Content, want wants, find relatives, way string) ([]*wire.ContentChildren, error) {
	out := make([]*wire.ContentChildren, len(list))
	for i, c := range list {
		path := wire.ContentPath(idOf(c)) + "/" + way
		out[i] = &wire.ContentChildren{Expandable: wire.ChildrenExpandable(idOf(c)), Links: wire.Links{Self: l.self(path)}}
		if way == "descendant" {
			out[i].Expandable = wire.DescendantsExpandable(idOf(c))
		}
	}
	for _, f := range families {
		if _, offered := out[0].Expandable.Get(string(f.kind)); !offered || !want.has(string(f.kind)) {
			continue
		}
		found, err := find(ctx, list, f.kind, maxChildren)
		if err != nil {
			return nil, err
		}
		if err := l.family(ctx, list, out, f, found, want[string(f.kind)]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// family makes one kind of children of all contents together, and gives each content its own.
func (l *loader) family(ctx context.Context, list []wiki.Content, out []*wire.ContentChildren, f family,
	found map[wiki.ContentID]wiki.Slice[wiki.Content], sub wants) error {
	var all []wiki.Content
	for _, c := range list {
		all = append(all, found[c.ID].Items...)
	}
	if !l.room(len(all), len(all)) {
		return nil
	}
	made, err := l.contents(ctx, all, sub)
	if err != nil {
		return err
	}
	for i, c := range list {
		own := found[c.ID]
		n := len(own.Items)
		path, _ := out[i].Expandable.Get(string(f.kind))
		*f.at(out[i]) = listInside(l, made[:n:n], maxChildren, own.More, path)
		out[i].Expandable = out[i].Expandable.Without(string(f.kind))
		made = made[n:]
	}
	return nil
}

func (l *loader) contentChildren(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	made, err := l.families(ctx, list, sub, l.s.Children, "child")
	for i := range made {
		out[i].Children = made[i]
	}
	return true, err
}

func (l *loader) contentDescendants(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	made, err := l.families(ctx, list, sub, l.s.Descendants, "descendant")
	for i := range made {
		out[i].Descendants = made[i]
	}
	return true, err
}

// contentChildTypes says which kinds of children there are; all asks for every kind.
func (l *loader) contentChildTypes(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	var counts map[wiki.ContentID]map[wiki.Kind]int
	if len(sub) > 0 {
		var err error
		if counts, err = l.s.ChildCounts(ctx, list); err != nil {
			return false, err
		}
	}
	for i, c := range list {
		t := &wire.ContentChildTypes{Expandable: wire.ChildTypesExpandable()}
		for _, kind := range []struct {
			name wiki.Kind
			at   **wire.HasChildren
		}{{wiki.Attachment, &t.Attachment}, {wiki.Comment, &t.Comment}, {wiki.Page, &t.Page}} {
			if sub.any("all", string(kind.name)) {
				*kind.at = &wire.HasChildren{
					Value: counts[c.ID][kind.name] > 0,
					Links: wire.Links{Self: l.self(wire.ContentPath(idOf(c)) + "/child/" + string(kind.name))},
				}
				t.Expandable = t.Expandable.Without(string(kind.name))
			}
		}
		if sub.has("all") {
			t.Expandable = t.Expandable.Without("all")
		}
		out[i].ChildTypes = t
	}
	return true, nil
}

// nextPage is the link to the second page of a list that stands inside another object.
func nextPage(path string, limit int) string {
	n := strconv.Itoa(limit)
	return path + "?next=true&limit=" + n + "&start=" + n
}
