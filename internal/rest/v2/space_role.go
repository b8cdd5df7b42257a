package v2

import (
	"context"
	"slices"
	"strings"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func spaceRoleOps() []rest.Op {
	const change = wiki.UseSite | wiki.AdministerSite
	return []rest.Op{
		rest.On(rest.Op{ID: "getSpaceRoleMode", Route: "GET /space-role-mode", Perm: wiki.UseSite, Kept: true}, getSpaceRoleMode),
		rest.On(rest.Op{ID: "getAvailableSpaceRoles", Route: "GET /space-roles", Perm: wiki.UseSite | wiki.View, Kept: true}, listSpaceRoles),
		rest.On(rest.Op{ID: "createSpaceRole", Route: "POST /space-roles", Perm: change}, createSpaceRole),
		rest.On(rest.Op{ID: "getSpaceRolesById", Route: "GET /space-roles/{id}", Perm: wiki.UseSite, Kept: true}, getSpaceRole),
		rest.On(rest.Op{ID: "updateSpaceRole", Route: "PUT /space-roles/{id}", Perm: change}, updateSpaceRole),
		rest.On(rest.Op{ID: "deleteSpaceRole", Route: "DELETE /space-roles/{id}", Perm: change}, deleteSpaceRole),
		rest.On(rest.Op{ID: "getSpaceRoleAssignments", Route: "GET /spaces/{id}/role-assignments", Perm: wiki.View | wiki.UseSite, Kept: true},
			listRoleAssignments),
		rest.On(rest.Op{ID: "setSpaceRoleAssignments", Route: "POST /spaces/{id}/role-assignments", Perm: wiki.View | wiki.AdministerSpace},
			setRoleAssignments),
	}
}

type nothingIn struct{}

// getSpaceRoleMode tells that permissions can be given by role and one by one.
func getSpaceRoleMode(context.Context, *site.Session, *nothingIn) (*wirev2.SpaceRoleMode, error) {
	return &wirev2.SpaceRoleMode{Mode: "ROLES_TRANSITION"}, nil
}

// anonymousClass is the principal of type ACCESS_CLASS that stands for callers without an account.
const anonymousClass = "anonymous-users"

// emptyClasses are the other classes of callers that lists may be asked about. Nothing is given to them here.
var emptyClasses = [...]string{"jsm-project-admins", "authenticated-users", "all-licensed-users", "all-product-admins"}

// subjectOf is a principal as grants name it.
func subjectOf(kind, id string) (wiki.Subject, error) {
	switch {
	case kind == "USER" && id != "":
		return wiki.User(wiki.AccountID(id)), nil
	case kind == "GROUP" && id != "":
		return wiki.Group(wiki.GroupID(id)), nil
	case kind == "ACCESS_CLASS" && id == anonymousClass:
		return wiki.Anonymous, nil
	}
	return "", wiki.Invalid("principal", kind+" "+id, "a USER, a GROUP, or the ACCESS_CLASS "+anonymousClass)
}

func principalOf(s wiki.Subject) wirev2.Principal {
	if id, ok := s.Account(); ok {
		return wirev2.Principal{Type: "USER", ID: string(id)}
	}
	if id, ok := s.Group(); ok {
		return wirev2.Principal{Type: "GROUP", ID: string(id)}
	}
	return wirev2.Principal{Type: "ACCESS_CLASS", ID: anonymousClass}
}

// rolesIn narrows roles, and who has them.
type rolesIn struct {
	Type          string `query:"role-type"`
	PrincipalID   string `query:"principal-id"`
	PrincipalType string `query:"principal-type" enum:"USER,GROUP,ACCESS_CLASS"`
}

// filter reads the parameters. A principal is named by both of its parameters or by none.
func (in rolesIn) filter() (wiki.RoleFilter, error) {
	f := wiki.RoleFilter{}
	switch in.Type {
	case "":
	case "SYSTEM", "CUSTOM":
		system := in.Type == "SYSTEM"
		f.System = &system
	default:
		return f, wiki.Invalid("role-type", in.Type, "one of SYSTEM, CUSTOM")
	}
	switch {
	case in.PrincipalID == "" && in.PrincipalType == "":
		return f, nil
	case in.PrincipalType == "ACCESS_CLASS" && slices.Contains(emptyClasses[:], in.PrincipalID):
		f.Subject = wiki.Subject(in.PrincipalID) // which nobody is
		return f, nil
	}
	var err error
	f.Subject, err = subjectOf(in.PrincipalType, in.PrincipalID)
	return f, err
}

type listSpaceRolesIn struct {
	rest.Cursor
	rolesIn
	Space wiki.SpaceID `query:"space-id"`
}

func listSpaceRoles(ctx context.Context, s *site.Session, in *listSpaceRolesIn) (*rest.List[wirev2.SpaceRole], error) {
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	if in.Space != 0 {
		if _, err := s.Space(ctx, in.Space); err != nil {
			return nil, err
		}
		f.Space = in.Space
	}
	found, err := s.Roles(ctx, f, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newSpaceRole), nil
}

func newSpaceRole(r wiki.Role) wirev2.SpaceRole {
	out := wirev2.SpaceRole{ID: string(r.ID), Type: roleType(r), Name: r.Name, Description: r.Description, SpacePermissions: []string{}}
	for _, p := range r.Perms.Each() {
		if op, ok := site.GrantedOperation(p); ok {
			out.SpacePermissions = append(out.SpacePermissions, permissionKey(op))
		}
	}
	return out
}

func roleType(r wiki.Role) string {
	if r.System {
		return "SYSTEM"
	}
	return "CUSTOM"
}

type roleIn struct {
	ID string `path:"id"`
}

func getSpaceRole(ctx context.Context, s *site.Session, in *roleIn) (*wirev2.SpaceRoleSingle, error) {
	r, err := s.Role(ctx, wiki.RoleID(in.ID))
	if err != nil {
		return nil, err
	}
	return &wirev2.SpaceRoleSingle{SpaceRole: newSpaceRole(r), Links: wirev2.BaseLink{Base: baseOf(s)}}, nil
}

// roleOf reads a role as it was given.
func roleOf(given *wirev2.SpaceRoleWrite) (wiki.Role, error) {
	r := wiki.Role{Name: given.Name, Description: given.Description}
	if given.SpacePermissions == nil {
		return r, wiki.Invalid("spacePermissions", "", rest.WantValue)
	}
	for _, key := range given.SpacePermissions {
		name, target, _ := strings.Cut(key, "/")
		p, ok := site.GrantedPerm(site.Operation{Name: name, Target: target})
		if !ok {
			return r, wiki.Invalid("spacePermissions", key, "ids of permissions of spaces")
		}
		r.Perms |= p
	}
	return r, nil
}

type createSpaceRoleIn struct {
	Body rest.Body[wirev2.SpaceRoleWrite]
}

func createSpaceRole(ctx context.Context, s *site.Session, in *createSpaceRoleIn) (*wirev2.SpaceRole, error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	r, err := roleOf(given)
	if err == nil {
		r, err = s.CreateRole(ctx, r)
	}
	if err != nil {
		return nil, err
	}
	out := newSpaceRole(r)
	return &out, nil
}

type updateSpaceRoleIn struct {
	ID   string `path:"id"`
	Body rest.Body[wirev2.SpaceRoleWrite]
}

// updateSpaceRole knows no guests, so guestReassignmentRoleId has nobody to move.
func updateSpaceRole(ctx context.Context, s *site.Session, in *updateSpaceRoleIn) (*wirev2.SpaceRoleUpdated, error) {
	if _, err := s.Role(ctx, wiki.RoleID(in.ID)); err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	r, err := roleOf(given)
	if err != nil {
		return nil, err
	}
	r.ID = wiki.RoleID(in.ID)
	task, err := s.UpdateRole(ctx, r, wiki.RoleID(given.AnonymousReassignmentRoleID))
	if err != nil {
		return nil, err
	}
	return &wirev2.SpaceRoleUpdated{ID: in.ID, Type: roleType(r), Name: r.Name, Description: r.Description, TaskID: string(task.ID)}, nil
}

func deleteSpaceRole(ctx context.Context, s *site.Session, in *roleIn) (*wirev2.SpaceRoleDeleted, error) {
	if _, err := s.Role(ctx, wiki.RoleID(in.ID)); err != nil {
		return nil, err
	}
	task, err := s.DeleteRole(ctx, wiki.RoleID(in.ID))
	if err != nil {
		return nil, err
	}
	return &wirev2.SpaceRoleDeleted{TaskID: string(task.ID)}, nil
}

type listRoleAssignmentsIn struct {
	ofSpaceIn
	rolesIn
	Role string `query:"role-id"`
}

func listRoleAssignments(ctx context.Context, s *site.Session, in *listRoleAssignmentsIn) (*rest.List[wirev2.RoleAssignment], error) {
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	all, err := s.RoleAssignments(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	f.Space = in.ID
	kinds := map[wiki.RoleID]bool{}
	if f.System != nil {
		known, err := s.Roles(ctx, f, wiki.Window{Limit: len(all) + 1})
		if err != nil {
			return nil, err
		}
		for _, r := range known.Items {
			kinds[r.ID] = true
		}
	}
	kept := all[:0:0]
	for _, a := range all {
		if (in.Role == "" || string(a.Role) == in.Role) && (f.Subject == "" || a.Subject == f.Subject) && (f.System == nil || kinds[a.Role]) {
			kept = append(kept, a)
		}
	}
	found, err := pageOf(kept, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newRoleAssignment), nil
}

func newRoleAssignment(a wiki.RoleAssignment) wirev2.RoleAssignment {
	return wirev2.RoleAssignment{Principal: principalOf(a.Subject), RoleID: string(a.Role)}
}

func roleAssignments(given []wirev2.RoleAssignment) ([]wiki.RoleAssignment, error) {
	out := make([]wiki.RoleAssignment, len(given))
	for i, a := range given {
		subject, err := subjectOf(a.Principal.Type, a.Principal.ID)
		if err != nil {
			return nil, err
		}
		out[i] = wiki.RoleAssignment{Subject: subject, Role: wiki.RoleID(a.RoleID)}
	}
	return out, nil
}

type setRoleAssignmentsIn struct {
	ofSpaceIn
	Body rest.Body[[]wirev2.RoleAssignment]
}

// setRoleAssignments answers with the assignments the space has then.
func setRoleAssignments(ctx context.Context, s *site.Session, in *setRoleAssignmentsIn) (*rest.List[wirev2.RoleAssignment], error) {
	if _, err := s.Space(ctx, in.ID); err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if *given == nil {
		return nil, wiki.Invalid("body", "null", "a list of assignments")
	}
	list, err := roleAssignments(*given)
	if err == nil {
		err = s.SetRoleAssignments(ctx, in.ID, list)
	}
	if err != nil {
		return nil, err
	}
	now, err := s.RoleAssignments(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, wiki.Slice[wiki.RoleAssignment]{Items: now}, newRoleAssignment), nil
}
