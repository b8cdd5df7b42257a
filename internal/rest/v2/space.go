package v2

import (
	"cmp"
	"context"
	"html"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func spaceOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getSpaces", Route: "GET /spaces", Perm: wiki.View, Kept: true}, listSpaces),
		rest.On(rest.Op{ID: "createSpace", Route: "POST /spaces", Perm: wiki.View | wiki.AdministerSpace}, createSpace),
		rest.On(rest.Op{ID: "getSpaceById", Route: "GET /spaces/{id}", Perm: wiki.View, Kept: true}, getSpace),
	}
}

// spaceLook is how a space is shown.
type spaceLook struct {
	Format body.Representation `query:"description-format" enum:"plain,view"`
	Icon   bool                `query:"include-icon"`
}

type listSpacesIn struct {
	rest.Cursor
	IDs      []wiki.SpaceID   `query:"ids" maxitems:"250"`
	Keys     []string         `query:"keys" maxitems:"250"`
	Kind     wiki.SpaceKind   `query:"type" enum:"global,collaboration,knowledge_base,personal,system,onboarding,xflow_sample_space"`
	Status   wiki.SpaceStatus `query:"status" enum:"current,archived"`
	Labels   []string         `query:"labels"`
	Favoured wiki.AccountID   `query:"favorited-by"`
	Ordinary wiki.AccountID   `query:"not-favorited-by"`
	Sort     string           `query:"sort" enum:"id,-id,key,-key,name,-name"`
	spaceLook
}

func listSpaces(ctx context.Context, s *site.Session, in *listSpacesIn) (*rest.List[wirev2.SpaceBulk], error) {
	f := wiki.SpaceFilter{IDs: in.IDs, Keys: in.Keys, Labels: in.Labels, Favoured: in.Favoured, Ordinary: in.Ordinary}
	if in.Kind != "" {
		f.Kinds = []wiki.SpaceKind{in.Kind}
	}
	if in.Status != "" {
		f.Statuses = []wiki.SpaceStatus{in.Status}
	}
	sort, desc := direction(in.Sort)
	f.Sort, f.Desc = wiki.SpaceSort(sort), desc
	found, err := s.Spaces(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, func(sp wiki.Space) wirev2.SpaceBulk {
		return wirev2.SpaceBulk{SpaceCore: in.core(sp), Links: wirev2.SpaceLinks{WebUI: site.SpacePath(sp)}}
	}), nil
}

type getSpaceIn struct {
	ID wiki.SpaceID `path:"id"`
	spaceLook
	Operations      bool `query:"include-operations"`
	Properties      bool `query:"include-properties"`
	Permissions     bool `query:"include-permissions"`
	RoleAssignments bool `query:"include-role-assignments"` // the answer has no member for them
	Labels          bool `query:"include-labels"`
	Parts           rest.Parts
}

func getSpace(ctx context.Context, s *site.Session, in *getSpaceIn) (*wirev2.Space, error) {
	sp, err := s.Space(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &wirev2.Space{SpaceCore: in.core(sp), Links: wirev2.SpaceLinks{WebUI: site.SpacePath(sp), Base: baseOf(s)}}
	return out, in.include(ctx, s, sp, out)
}

// include reads the parts that were asked for.
func (in *getSpaceIn) include(ctx context.Context, s *site.Session, sp wiki.Space, out *wirev2.Space) error {
	path, ids := "/api/v2/spaces/"+sp.ID.String(), []wiki.SpaceID{sp.ID}
	if in.Labels {
		found, err := s.ListLabels(ctx, wiki.LabelFilter{OfSpace: sp.ID}, firstPage())
		if err != nil {
			return err
		}
		out.Labels = included(in.Parts, path+"/labels", found, newLabel)
	}
	if in.Properties {
		found, err := s.Properties(ctx, wiki.PropertyOwner{Space: sp.ID}, wiki.PropertyFilter{}, firstPage())
		if err != nil {
			return err
		}
		out.Properties = included(in.Parts, path+"/properties", found, newSpaceProperty)
	}
	if in.Operations {
		held, err := s.Abilities(ctx, ids)
		if err != nil {
			return err
		}
		out.Operations = included(in.Parts, path+"/operations", wiki.Slice[site.Operation]{Items: site.SpaceOperations(held[sp.ID])}, newOperation)
	}
	if in.Permissions {
		grants, err := s.SpacePermissions(ctx, ids)
		if err != nil {
			return err
		}
		found, err := pageOf(grants, firstPage())
		if err != nil {
			return err
		}
		out.Permissions = included(in.Parts, path+"/permissions", found, newSpacePermission)
	}
	return nil
}

// core is what a space shows alone and in lists.
func (l *spaceLook) core(sp wiki.Space) wirev2.SpaceCore {
	out := wirev2.SpaceCore{
		ID: wire.NewID(int64(sp.ID)), Key: sp.Key, Name: sp.Name, Type: string(sp.Kind), Status: string(sp.Status),
		AuthorID: string(sp.Creator), CurrentActiveAlias: cmp.Or(sp.Alias, sp.Key), CreatedAt: wire.Time(sp.Created),
	}
	if sp.Home != 0 {
		out.HomepageID = wire.NewID(int64(sp.Home))
	}
	switch l.Format {
	case body.Plain:
		out.Description = &wirev2.SpaceDescription{Plain: &wirev2.BodyText{Representation: "plain", Value: sp.Description}}
	case body.Rendered:
		text := html.EscapeString(sp.Description)
		out.Description = &wirev2.SpaceDescription{View: &wirev2.BodyText{Representation: "view", Value: text}}
	}
	if l.Icon {
		out.Icon = &wirev2.SpaceIcon{Path: site.SpaceIconPath}
	}
	return out
}

// permissionKey is the id of an ability among those that a space permits: "read/space".
func permissionKey(op site.Operation) string { return op.Name + "/" + op.Target }

// everybody is the principal of grants to Anonymous; the description knows users, groups and roles only, so it is ours.
var everybody = wirev2.PermissionPrincipal{Type: "role", ID: "anonymous-users"}

func newSpacePermission(g wiki.Grant) wirev2.SpacePermission {
	out := wirev2.SpacePermission{ID: strconv.FormatInt(g.Number(), 10), Principal: everybody}
	if id, ok := g.Subject.Account(); ok {
		out.Principal = wirev2.PermissionPrincipal{Type: "user", ID: string(id)}
	} else if id, ok := g.Subject.Group(); ok {
		out.Principal = wirev2.PermissionPrincipal{Type: "group", ID: string(id)}
	}
	if op, ok := site.GrantedOperation(g.Perm); ok {
		out.Operation = wirev2.PermissionOperation{Key: op.Name, TargetType: op.Target}
	}
	return out
}

// direction splits the value of a sort parameter into the order and whether it runs backwards.
func direction(sort string) (order string, desc bool) { return strings.CutPrefix(sort, "-") }
