package v1

import (
	"context"
	"net/url"
	"strconv"

	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// relationAnswer is a relation as the object an answer consists of.
func (l *loader) relationAnswer(ctx context.Context, r wiki.Relation, want wants) (*wire.Relation, error) {
	made, err := l.relations(ctx, []wiki.Relation{r}, want)
	if err != nil {
		return nil, err
	}
	made[0].Links.Base, made[0].Links.Context = l.base(), contextPath
	return &made[0], nil
}

// relations makes relations whose ends the caller was shown.
func (l *loader) relations(ctx context.Context, list []wiki.Relation, want wants) ([]wire.Relation, error) {
	spaces, err := l.nodeSpaces(ctx, list)
	if err != nil {
		return nil, err
	}
	out := make([]wire.Relation, len(list))
	for i, r := range list {
		out[i] = wire.Relation{Name: r.Name, Links: wire.Links{Self: l.self(relationPath(r, spaces))}}
	}
	shown, err := fill(ctx, l, relationParts(spaces), list, out, want)
	for i, r := range list {
		out[i].Expandable = wire.RelationExpandable(nodePath(r.Source, spaces), nodePath(r.Target, spaces)).Without(shown...)
	}
	return out, err
}

// relationParts are the expansions of a relation.
func relationParts(spaces map[wiki.SpaceID]wiki.Space) []part[wiki.Relation, wire.Relation] {
	return []part[wiki.Relation, wire.Relation]{
		{"relationData", (*loader).relationData},
		{"source", func(l *loader, ctx context.Context, list []wiki.Relation, out []wire.Relation, sub wants) (bool, error) {
			made, err := l.nodes(ctx, list, func(r wiki.Relation) wiki.Node { return r.Source }, spaces, sub)
			for i, r := range list {
				out[i].Source = made[r.Source]
			}
			return len(made) > 0, err
		}},
		{"target", func(l *loader, ctx context.Context, list []wiki.Relation, out []wire.Relation, sub wants) (bool, error) {
			made, err := l.nodes(ctx, list, func(r wiki.Relation) wiki.Node { return r.Target }, spaces, sub)
			for i, r := range list {
				out[i].Target = made[r.Target]
			}
			return len(made) > 0, err
		}},
	}
}

func (l *loader) relationData(ctx context.Context, list []wiki.Relation, out []wire.Relation, _ wants) (bool, error) {
	ids := make([]wiki.AccountID, len(list))
	for i, r := range list {
		ids[i] = r.Creator
	}
	users, err := l.users(ctx, ids, wants{})
	for i, r := range list {
		out[i].RelationData = &wire.RelationData{CreatedBy: users[r.Creator], CreatedDate: scalar.Time(r.Created)}
	}
	return true, err
}

// nodeSpaces finds the spaces among the ends of relations: paths are made of their keys.
func (l *loader) nodeSpaces(ctx context.Context, list []wiki.Relation) (map[wiki.SpaceID]wiki.Space, error) {
	var ids []wiki.SpaceID
	for _, r := range list {
		for _, n := range []wiki.Node{r.Source, r.Target} {
			if n.Space != 0 {
				ids = append(ids, n.Space)
			}
		}
	}
	if ids == nil {
		return nil, nil
	}
	found, err := l.s.Spaces(ctx, wiki.SpaceFilter{IDs: ids}, wiki.Window{Limit: len(ids)})
	out := make(map[wiki.SpaceID]wiki.Space, len(found.Items))
	for _, s := range found.Items {
		out[s.ID] = s
	}
	return out, err
}

// nodes makes the ends of relations on one side, which are all of one kind, each once; none when the contents are too many.
func (l *loader) nodes(ctx context.Context, list []wiki.Relation, end func(wiki.Relation) wiki.Node, spaces map[wiki.SpaceID]wiki.Space, sub wants) (map[wiki.Node]*wire.Related, error) {
	out := make(map[wiki.Node]*wire.Related, len(list))
	var accounts []wiki.AccountID
	var inList []wiki.Space
	var contents []wiki.Node
	for _, r := range list {
		n := end(r)
		if _, known := out[n]; known {
			continue
		}
		out[n] = &wire.Related{}
		switch n.Kind() {
		case wiki.UserNode:
			accounts = append(accounts, n.Account)
		case wiki.SpaceNode:
			inList = append(inList, spaces[n.Space])
		case wiki.ContentNode:
			contents = append(contents, n)
		}
	}
	switch {
	case accounts != nil:
		users, err := l.users(ctx, accounts, sub)
		for _, id := range accounts {
			out[wiki.Node{Account: id}].User = users[id]
		}
		return out, err
	case inList != nil:
		made, err := l.spaces(ctx, inList, sub)
		for i := range made {
			out[wiki.Node{Space: inList[i].ID}].Space = &made[i]
		}
		return out, err
	}
	made, err := l.contentNodes(ctx, contents, sub)
	if err != nil || made == nil {
		return nil, err
	}
	for i, n := range contents {
		out[n].Content = &made[i]
	}
	return out, nil
}

// contentNodes makes contents, some of them as they were at older versions; nil when they are too many.
func (l *loader) contentNodes(ctx context.Context, nodes []wiki.Node, sub wants) ([]wire.Content, error) {
	ids := make([]wiki.ContentID, len(nodes))
	for i, n := range nodes {
		ids[i] = n.Content
	}
	found, err := l.s.ListContent(ctx, wiki.ContentFilter{IDs: ids}, wiki.Window{Limit: len(ids)})
	if err != nil || !l.room(len(nodes), len(nodes)) {
		return nil, err
	}
	byID := make(map[wiki.ContentID]wiki.Content, len(found.Items))
	for _, c := range found.Items {
		byID[c.ID] = c
	}
	list, asked := make([]wiki.Content, len(nodes)), make([]wiki.Content, len(nodes))
	old := false
	for i, n := range nodes {
		list[i] = byID[n.Content]
		asked[i] = list[i]
		if n.Version != 0 {
			asked[i].Version.Number, old = n.Version, true
		}
	}
	if old {
		versions, err := l.s.VersionsAt(ctx, asked)
		if err != nil {
			return nil, err
		}
		for i := range list {
			list[i] = asOf(list[i], versions[i])
		}
	}
	return l.contents(ctx, list, sub)
}

// relationPath is where a relation is.
func relationPath(r wiki.Relation, spaces map[wiki.SpaceID]wiki.Space) string {
	path := "/rest/api/relation/" + url.PathEscape(r.Name) + "/from/" + nodeKey(r.Source, spaces) + "/to/" + nodeKey(r.Target, spaces)
	query := ""
	for _, end := range []struct {
		name string
		node wiki.Node
	}{{"source", r.Source}, {"target", r.Target}} {
		if end.node.Version != 0 {
			query += "&" + end.name + "Status=historical&" + end.name + "Version=" + strconv.Itoa(end.node.Version)
		}
	}
	if query != "" {
		query = "?" + query[1:]
	}
	return path + query
}

// nodeKey is a node as it stands in the path of a relation.
func nodeKey(n wiki.Node, spaces map[wiki.SpaceID]wiki.Space) string {
	switch n.Kind() {
	case wiki.ContentNode:
		return "content/" + n.Content.String()
	case wiki.SpaceNode:
		return "space/" + url.PathEscape(spaces[n.Space].Key)
	}
	return "user/" + url.PathEscape(string(n.Account))
}

// nodePath is where a node can be read.
func nodePath(n wiki.Node, spaces map[wiki.SpaceID]wiki.Space) string {
	switch n.Kind() {
	case wiki.ContentNode:
		path := wire.ContentPath(wireID(wiki.Page, n.Content))
		if n.Version != 0 {
			path += "?status=historical&version=" + strconv.Itoa(n.Version)
		}
		return path
	case wiki.SpaceNode:
		return wire.SpacePath(spaces[n.Space].Key)
	}
	return "/rest/api/user?accountId=" + string(n.Account)
}
