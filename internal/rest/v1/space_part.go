package v1

import (
	"context"
	"html"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// spaceParts are the expansions of a space.
func spaceParts() []part[wiki.Space, wire.Space] {
	return []part[wiki.Space, wire.Space]{
		{"settings", (*loader).spaceSettings},
		{"metadata", (*loader).spaceMetadata},
		{"operations", (*loader).spaceOperations},
		{"lookAndFeel", (*loader).spaceLook},
		{"identifiers", (*loader).spaceIdentifiers},
		{"permissions", (*loader).spacePermissions},
		{"icon", (*loader).spaceIcon},
		{"description", (*loader).spaceDescription},
		{"theme", (*loader).spaceTheme},
		{"history", (*loader).spaceHistory},
		{"homepage", (*loader).spaceHome},
	}
}

func (l *loader) spaceSettings(_ context.Context, list []wiki.Space, out []wire.Space, _ wants) (bool, error) {
	for i, s := range list {
		out[i].Settings = l.settings(s)
	}
	return true, nil
}

func (l *loader) settings(s wiki.Space) *wire.SpaceSettings {
	return &wire.SpaceSettings{
		RouteOverrideEnabled: s.RouteOverride, Editor: &wire.SpaceEditors{Page: "v2", Blogpost: "v2", Default: "v2"}, SpaceKey: s.Key,
		Links: wire.Links{Self: l.self(wire.SpacePath(s.Key) + "/settings")},
	}
}

func (l *loader) spaceMetadata(ctx context.Context, list []wiki.Space, out []wire.Space, sub wants) (bool, error) {
	all := scalar.Expandable{{Name: "labels"}}
	var labels map[wiki.SpaceID][]wiki.Label
	if sub.has("labels") {
		var err error
		if labels, err = l.s.SpaceLabels(ctx, spaceIDs(list)); err != nil {
			return false, err
		}
		all = all.Without("labels")
	}
	for i, s := range list {
		out[i].Metadata = &wire.SpaceMetadata{Expandable: all}
		if sub.has("labels") {
			out[i].Metadata.Labels = l.labels(labels[s.ID], wire.SpacePath(s.Key)+"/label")
		}
	}
	return true, nil
}

func (l *loader) spaceOperations(ctx context.Context, list []wiki.Space, out []wire.Space, _ wants) (bool, error) {
	held, err := l.s.Abilities(ctx, spaceIDs(list))
	if err != nil {
		return false, err
	}
	for i, s := range list {
		out[i].Operations = newOperations(site.SpaceOperations(held[s.ID]))
	}
	return true, nil
}

func (l *loader) spaceLook(ctx context.Context, list []wiki.Space, out []wire.Space, _ wants) (bool, error) {
	ids := make([]wiki.SpaceID, len(list))
	for i, s := range list {
		ids[i] = s.ID
	}
	looks, err := l.s.Looks(ctx, ids)
	if err != nil {
		return false, err
	}
	for i, s := range list {
		look := lookOf(looks[s.ID], siteLook(looks))
		out[i].LookAndFeel = &look
	}
	return true, nil
}

func (l *loader) spaceIdentifiers(_ context.Context, list []wiki.Space, out []wire.Space, _ wants) (bool, error) {
	for i, s := range list {
		out[i].Identifiers = &wire.SpaceIdentifiers{SpaceIdentifier: s.Key}
	}
	return true, nil
}

// permissionScope is what a scoped token needs to be shown who may do what: permissions have a scope of their own
// (security-model.md §6), and without it they are left out, not refused.
const permissionScope catalog.Scope = "read:space.permission:confluence"

// spacePermissions lists one permission per ability and subject, as the service does.
func (l *loader) spacePermissions(ctx context.Context, list []wiki.Space, out []wire.Space, sub wants) (bool, error) {
	if !l.holds(permissionScope) {
		return false, nil
	}
	grants, err := l.s.SpacePermissions(ctx, spaceIDs(list))
	if err != nil {
		return false, err
	}
	subjects := make([]wiki.Subject, len(grants))
	for i, g := range grants {
		subjects[i] = g.Subject
	}
	named, err := l.principals(ctx, subjects, sub["subjects"]["user"])
	if err != nil {
		return false, err
	}
	bySpace := map[wiki.SpaceID][]wire.SpacePermission{}
	for _, g := range grants {
		for _, p := range g.Perm.Each() {
			op, _ := site.GrantedOperation(p)
			one := wire.SpacePermission{
				ID:        wiki.Grant{Space: g.Space, Subject: g.Subject, Perm: p}.Number(),
				Operation: wire.Operation{Operation: op.Name, TargetType: op.Target}, AnonymousAccess: g.Subject == wiki.Anonymous,
			}
			if g.Subject != wiki.Anonymous {
				one.Subjects = named.of([]wiki.Subject{g.Subject}).permission()
			}
			bySpace[g.Space] = append(bySpace[g.Space], one)
		}
	}
	for i, s := range list {
		out[i].Permissions = bySpace[s.ID]
		if out[i].Permissions == nil {
			out[i].Permissions = []wire.SpacePermission{}
		}
	}
	return true, nil
}

func (l *loader) spaceIcon(_ context.Context, list []wiki.Space, out []wire.Space, _ wants) (bool, error) {
	for i := range list {
		out[i].Icon = &wire.Icon{Path: site.SpaceIconPath, Width: 48, Height: 48, IsDefault: true}
	}
	return true, nil
}

func (l *loader) spaceDescription(_ context.Context, list []wiki.Space, out []wire.Space, sub wants) (bool, error) {
	for i, s := range list {
		d := &wire.SpaceDescription{Expandable: wire.DescriptionExpandable()}
		if sub.has("plain") {
			d.Plain = &wire.DescriptionText{Value: s.Description, Representation: "plain"}
			d.Expandable = d.Expandable.Without("plain")
		}
		if sub.has("view") {
			d.View = &wire.DescriptionText{Value: html.EscapeString(s.Description), Representation: "view"}
			d.Expandable = d.Expandable.Without("view")
		}
		out[i].Description = d
	}
	return true, nil
}

func (l *loader) spaceTheme(_ context.Context, list []wiki.Space, out []wire.Space, _ wants) (bool, error) {
	for i, s := range list {
		out[i].Theme = l.theme(s)
	}
	return true, nil
}

// theme is the theme of a space: the one there is, whether it was chosen or not.
func (l *loader) theme(s wiki.Space) *wire.Theme {
	return &wire.Theme{ThemeKey: site.DefaultTheme, Name: "Default theme", Links: wire.Links{Self: l.self(wire.SpacePath(s.Key) + "/theme")}}
}

func (l *loader) spaceHistory(ctx context.Context, list []wiki.Space, out []wire.Space, sub wants) (bool, error) {
	creators := make([]wiki.AccountID, len(list))
	for i, s := range list {
		creators[i] = s.Creator
	}
	users, err := l.users(ctx, creators, sub["createdBy"])
	for i, s := range list {
		out[i].History = &wire.SpaceHistory{CreatedBy: users[s.Creator], CreatedDate: scalar.Time(s.Created)}
	}
	return true, err
}

// spaceHome shows home pages as far as the caller may view them.
func (l *loader) spaceHome(ctx context.Context, list []wiki.Space, out []wire.Space, sub wants) (bool, error) {
	var ids []wiki.ContentID
	for _, s := range list {
		if s.Home != 0 {
			ids = append(ids, s.Home)
		}
	}
	made, err := l.contentsByID(ctx, ids, sub)
	for i, s := range list {
		out[i].Homepage = made[s.Home]
	}
	return made != nil, err
}

func spaceIDs(list []wiki.Space) []wiki.SpaceID {
	ids := make([]wiki.SpaceID, len(list))
	for i, s := range list {
		ids[i] = s.ID
	}
	return ids
}
