package v2

import (
	"context"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func spacePermissionOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getSpacePermissionsAssignments", Route: "GET /spaces/{id}/permissions", Perm: wiki.View, Kept: true}, listSpacePermissions),
		rest.On(rest.Op{ID: "getAvailableSpacePermissions", Route: "GET /space-permissions", Perm: wiki.View, Kept: true}, listAvailablePermissions),
		rest.On(rest.Op{ID: "getSpaceOperations", Route: "GET /spaces/{id}/operations", Perm: wiki.View, Kept: true}, getSpaceOperations),
		rest.On(rest.Op{ID: "getSpaceLabels", Route: "GET /spaces/{id}/labels", Perm: wiki.View, Kept: true}, listSpaceLabels),
		rest.On(rest.Op{ID: "getSpaceContentLabels", Route: "GET /spaces/{id}/content/labels", Perm: wiki.View, Kept: true}, listSpaceContentLabels),
	}
}

// pageOf is the page of a list that is in memory as a whole and not longer than a few hundred. The cursor is the number of
// items before it.
func pageOf[T any](all []T, w wiki.Window) (wiki.Slice[T], error) {
	start := 0
	if w.After != "" {
		n, err := strconv.Atoi(w.After)
		if err != nil || n < 0 {
			return wiki.Slice[T]{}, wiki.NewError(wiki.InvalidCursor, wiki.Facts{})
		}
		start = min(n, len(all))
	}
	end := min(start+w.Limit, len(all))
	return wiki.Slice[T]{Items: all[start:end], More: end < len(all), After: strconv.Itoa(end)}, nil
}

type ofSpaceIn struct {
	rest.Cursor
	ID wiki.SpaceID `path:"id"`
}

func listSpacePermissions(ctx context.Context, s *site.Session, in *ofSpaceIn) (*rest.List[wirev2.SpacePermission], error) {
	space, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	grants, err := s.SpacePermissions(ctx, []wiki.SpaceID{space.ID})
	if err != nil {
		return nil, err
	}
	found, err := pageOf(grants, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newSpacePermission), nil
}

type availablePermissionsIn struct{ rest.Cursor }

func listAvailablePermissions(_ context.Context, _ *site.Session, in *availablePermissionsIn) (*rest.List[wirev2.AvailablePermission], error) {
	found, err := pageOf(wiki.SpacePerms.Each(), in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, availablePermission), nil
}

// availablePermission is an ability as roles are made of: all but reading need reading. The words are ours.
func availablePermission(p wiki.Perm) wirev2.AvailablePermission {
	op, _ := site.GrantedOperation(p)
	words := strings.ReplaceAll(op.Name, "_", " ") + " " + op.Target
	out := wirev2.AvailablePermission{ID: permissionKey(op), DisplayName: strings.ToUpper(words[:1]) + words[1:],
		Description: "Lets its holder " + words, RequiredPermissionIDs: []string{}}
	if p != wiki.View {
		read, _ := site.GrantedOperation(wiki.View)
		out.RequiredPermissionIDs = []string{permissionKey(read)}
	}
	return out
}

type spaceOperationsIn struct {
	ID wiki.SpaceID `path:"id"`
}

func getSpaceOperations(ctx context.Context, s *site.Session, in *spaceOperationsIn) (*wirev2.Operations, error) {
	space, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	held, err := s.Abilities(ctx, []wiki.SpaceID{space.ID})
	if err != nil {
		return nil, err
	}
	out := &wirev2.Operations{Operations: []wirev2.Operation{}}
	for _, op := range site.SpaceOperations(held[space.ID]) {
		out.Operations = append(out.Operations, newOperation(op))
	}
	return out, nil
}

type spaceLabelsIn struct {
	ofSpaceIn
	Prefix string `query:"prefix" enum:"my,team,global,system"`
	Sort   string `query:"sort" enum:"created-date,-created-date,id,-id,name,-name"`
}

func (in spaceLabelsIn) filter() wiki.LabelFilter {
	f := wiki.LabelFilter{}
	if in.Prefix != "" {
		f.Prefixes = []string{in.Prefix}
	}
	f.Sort, f.Desc = labelOrder(in.Sort)
	return f
}

func (in spaceLabelsIn) list(ctx context.Context, s *site.Session, f wiki.LabelFilter) (*rest.List[wirev2.Label], error) {
	found, err := s.ListLabels(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newLabel), nil
}

// listSpaceLabels lists the labels of a space itself.
func listSpaceLabels(ctx context.Context, s *site.Session, in *spaceLabelsIn) (*rest.List[wirev2.Label], error) {
	space, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	f := in.filter()
	f.OfSpace = space.ID
	return in.list(ctx, s, f)
}

// listSpaceContentLabels lists the labels of what the caller may view in a space.
func listSpaceContentLabels(ctx context.Context, s *site.Session, in *spaceLabelsIn) (*rest.List[wirev2.Label], error) {
	space, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	f := in.filter()
	f.InSpace = space.ID
	return in.list(ctx, s, f)
}
