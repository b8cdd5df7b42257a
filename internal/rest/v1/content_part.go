package v1

import (
	"context"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

// contentParts are the expansions of content. What is not among them is offered in _expandable and shows nothing:
// schedules, which nobody can set.
func contentParts() []part[wiki.Content, wire.Content] {
	return []part[wiki.Content, wire.Content]{
		{"container", (*loader).contentContainer},
		{"metadata", (*loader).contentMetadata},
		{"restrictions", (*loader).contentRestrictions},
		{"history", (*loader).contentHistory},
		{"body", (*loader).contentBody},
		{"version", (*loader).contentVersion},
		{"descendants", (*loader).contentDescendants},
		{"space", (*loader).contentSpace},
		{"childTypes", (*loader).contentChildTypes},
		{"extensions", (*loader).contentExtensions},
		{"operations", (*loader).contentOperations},
		{"children", (*loader).contentChildren},
		{"ancestors", (*loader).contentAncestors},
	}
}

func (l *loader) contentSpace(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	spaces, err := l.spacesOf(ctx, list, sub)
	for i, c := range list {
		out[i].Space = spaces[c.Space]
	}
	return true, err
}

// spacesOf makes the spaces of contents, each once.
func (l *loader) spacesOf(ctx context.Context, list []wiki.Content, sub wants) (map[wiki.SpaceID]*wire.Space, error) {
	found, err := l.s.SpacesOf(ctx, list)
	if err != nil {
		return nil, err
	}
	spaces := make([]wiki.Space, 0, len(found))
	out := make(map[wiki.SpaceID]*wire.Space, len(found))
	for _, c := range list {
		if _, known := out[c.Space]; !known {
			out[c.Space] = nil
			spaces = append(spaces, found[c.Space])
		}
	}
	made, err := l.spaces(ctx, spaces, sub)
	for i := range made {
		out[spaces[i].ID] = &made[i]
	}
	return out, err
}

// contentContainer is the space of pages and blog posts, and the content that attachments, comments and custom content lie in.
func (l *loader) contentContainer(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	var inSpaces []wiki.Content
	var around []wiki.ContentID
	for _, c := range list {
		if inContent(c) {
			id, _ := containerOf(c)
			around = append(around, id)
		} else {
			inSpaces = append(inSpaces, c)
		}
	}
	var spaces map[wiki.SpaceID]*wire.Space
	var err error
	if len(inSpaces) > 0 {
		if spaces, err = l.spacesOf(ctx, inSpaces, sub); err != nil {
			return false, err
		}
	}
	contents, err := l.contentsByID(ctx, around, sub)
	if err != nil || contents == nil {
		return false, err
	}
	for i, c := range list {
		out[i].Container = &wire.Container{Space: spaces[c.Space]}
		if inContent(c) {
			id, _ := containerOf(c)
			out[i].Container = &wire.Container{Content: contents[id]}
		}
	}
	return true, nil
}

// contentAncestors shows the contents above from the root down, as far as the caller may view them. Ancestors that
// several contents share are made once.
func (l *loader) contentAncestors(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	above, err := l.s.Ancestors(ctx, list)
	if err != nil {
		return false, err
	}
	var all []wiki.Content
	made := map[wiki.ContentID]*wire.Content{}
	n := 0
	for _, c := range list {
		above[c.ID] = ancestorsOf(c, above[c.ID])
		for _, a := range above[c.ID] {
			if _, known := made[a.ID]; !known {
				made[a.ID] = nil
				all = append(all, *a)
			}
			n++
		}
	}
	if !l.room(len(all), n) {
		return false, nil
	}
	contents, err := l.contents(ctx, all, sub)
	for i := range contents {
		made[all[i].ID] = &contents[i]
	}
	if err != nil {
		return false, err
	}
	for i, c := range list {
		out[i].Ancestors = make([]wire.Content, len(above[c.ID]))
		for j, a := range above[c.ID] {
			out[i].Ancestors[j] = *made[a.ID]
		}
	}
	return true, nil
}

// contentOperations lists what the caller may do: the permission formula for every ability.
func (l *loader) contentOperations(ctx context.Context, list []wiki.Content, out []wire.Content, _ wants) (bool, error) {
	may, err := l.s.Operations(ctx, list)
	for i, c := range list {
		out[i].Operations = newOperations(may[c.ID])
	}
	return true, err
}

func newOperations(ops []site.Operation) []wire.Operation {
	out := make([]wire.Operation, len(ops))
	for i, op := range ops {
		out[i] = wire.Operation{Operation: op.Name, TargetType: op.Target}
	}
	return out
}
