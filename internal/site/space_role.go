package site

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Roles lists the roles of the site, those that come with the program first.
func (s *Session) Roles(ctx context.Context, f wiki.RoleFilter, w wiki.Window) (wiki.Slice[wiki.Role], error) {
	if err := s.demand(wiki.UseSite); err != nil {
		return wiki.Slice[wiki.Role]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Role]{}, err
	}
	return tx.ListRoles(ctx, f, w)
}

// Role finds a role. NoSuchObject when there is none of this id.
func (s *Session) Role(ctx context.Context, id wiki.RoleID) (wiki.Role, error) {
	found, err := s.Roles(ctx, wiki.RoleFilter{IDs: []wiki.RoleID{id}}, wiki.Window{Limit: 1})
	if err == nil && len(found.Items) == 0 {
		err = wiki.Missing("role", string(id))
	}
	if err != nil {
		return wiki.Role{}, err
	}
	return found.Items[0], nil
}

// CreateRole makes a role, which administrators of the site may do. Errors: NotSiteAdmin, InvalidInput, DuplicateKey for
// its name.
func (s *Session) CreateRole(ctx context.Context, r wiki.Role) (wiki.Role, error) {
	if err := s.rulesRoles(r); err != nil {
		return r, err
	}
	id, err := uuid.NewRandomFromReader(s.visit.service.Random)
	if err != nil {
		return r, fmt.Errorf("create role: %w", err)
	}
	r.ID = wiki.RoleID(id.String())
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if err := tx.PutRole(ctx, r, true); err != nil {
			return err
		}
		return s.auditRole(ctx, tx, "Space role created", r)
	})
	return r, err
}

// rulesRoles refuses who may not make or change a role, and a role that cannot be.
func (s *Session) rulesRoles(r wiki.Role) error {
	if err := s.demand(wiki.AdministerSite); err != nil {
		return err
	}
	if err := s.identified(); err != nil {
		return err
	}
	switch {
	case !s.viewer.SiteAdmin:
		return wiki.NewError(wiki.NotSiteAdmin, wiki.Facts{Object: "site", Permission: wiki.AdministerSite})
	case strings.TrimSpace(r.Name) == "" || utf8.RuneCountInString(r.Name) > maxSpaceName:
		return wiki.Invalid("name", r.Name, "a name of at most 200 characters")
	case r.Perms != 0 && !r.Perms.Has(wiki.View):
		return wiki.Invalid("spacePermissions", r.Perms.String(), "read/space beside every other permission")
	}
	return nil
}

func (s *Session) auditRole(ctx context.Context, tx *store.SiteTx, summary string, r wiki.Role) error {
	return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditPermissions, Summary: summary,
		Object:  wiki.AuditObject{Name: r.Name, Type: "Space role"},
		Changed: []wiki.AuditChange{{Name: "permissions", New: r.Perms.String()}}})
}

// roleChange is the state of the task that a change of a role answers with: all of it is done when the task begins.
type roleChange struct{ Role wiki.RoleID }

func finishRole(_ context.Context, _ *Session, c roleChange) (roleChange, progress, error) {
	return c, progress{done: true, message: wiki.Message{Text: "The role has been changed wherever it is assigned"}}, nil
}

// UpdateRole changes one of the site's own roles for everybody who has it, at once: nobody keeps what it gave before. Where
// anonymous is set, anonymous callers get that role instead. Errors as for CreateRole, InvalidInput also for a role that comes
// with every site, NoSuchObject, LastAdministrator.
func (s *Session) UpdateRole(ctx context.Context, r wiki.Role, anonymous wiki.RoleID) (wiki.Task, error) {
	if err := s.rulesRoles(r); err != nil {
		return wiki.Task{}, err
	}
	return s.start(ctx, roleChangeKind, func(ctx context.Context, tx *store.SiteTx) (any, error) {
		if _, err := ownRole(ctx, tx, r.ID); err != nil {
			return nil, err
		}
		if anonymous != "" {
			if err := tx.ReassignRole(ctx, wiki.Anonymous, r.ID, anonymous); err != nil {
				return nil, err
			}
		}
		if err := tx.PutRole(ctx, r, false); err != nil {
			return nil, err
		}
		alone, err := tx.LeavesUnadministered(ctx, r.ID)
		if err == nil && alone {
			err = lastAdministrator("")
		}
		if err != nil {
			return nil, err
		}
		return roleChange{r.ID}, s.auditRole(ctx, tx, "Space role changed", r)
	})
}

// DeleteRole removes one of the site's own roles and takes it from everybody who has it. Errors as for UpdateRole.
func (s *Session) DeleteRole(ctx context.Context, id wiki.RoleID) (wiki.Task, error) {
	if err := s.rulesRoles(wiki.Role{Name: "deleted"}); err != nil {
		return wiki.Task{}, err
	}
	return s.start(ctx, roleChangeKind, func(ctx context.Context, tx *store.SiteTx) (any, error) {
		empty, err := ownRole(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		empty.Perms = 0
		if err := tx.PutRole(ctx, empty, false); err != nil {
			return nil, err
		}
		alone, err := tx.LeavesUnadministered(ctx, id)
		if err == nil && alone {
			err = lastAdministrator("")
		}
		if err == nil {
			err = tx.DropRole(ctx, id)
		}
		if err != nil {
			return nil, err
		}
		return roleChange{id}, s.auditRole(ctx, tx, "Space role deleted", empty)
	})
}

// ownRole finds a role that the site made for itself. InvalidInput for one that comes with every site.
func ownRole(ctx context.Context, tx *store.SiteTx, id wiki.RoleID) (wiki.Role, error) {
	found, err := tx.ListRoles(ctx, wiki.RoleFilter{IDs: []wiki.RoleID{id}}, wiki.Window{Limit: 1})
	switch {
	case err != nil:
		return wiki.Role{}, err
	case len(found.Items) == 0:
		return wiki.Role{}, wiki.Missing("role", string(id))
	case found.Items[0].System:
		return wiki.Role{}, wiki.NewError(wiki.InvalidInput, wiki.Facts{Object: "role", ID: string(id),
			Detail: "A role that comes with every site cannot be changed"})
	}
	return found.Items[0], nil
}

// RoleAssignments lists who has which role in a space the caller may view.
func (s *Session) RoleAssignments(ctx context.Context, id wiki.SpaceID) ([]wiki.RoleAssignment, error) {
	if _, err := s.Space(ctx, id); err != nil {
		return nil, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.RoleAssignments(ctx, id)
}

// SetRoleAssignments gives each subject of a list exactly the roles it is listed with; an empty role takes all of them.
// Subjects that are not listed keep theirs. Errors: InvalidInput for a subject or a role, LastAdministrator.
func (s *Session) SetRoleAssignments(ctx context.Context, id wiki.SpaceID, list []wiki.RoleAssignment) error {
	return s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		cleared := map[wiki.Subject]bool{}
		for _, a := range list {
			if err := mustBe(ctx, tx, a.Subject); err != nil {
				return err
			}
			if !cleared[a.Subject] {
				if err := tx.UnassignRoles(ctx, id, a.Subject); err != nil {
					return err
				}
				cleared[a.Subject] = true
			}
			if a.Role == "" {
				continue
			}
			if err := assignRole(ctx, tx, id, a); err != nil {
				return err
			}
			if err := s.auditPermission(ctx, tx, "Space role assigned", space, wiki.AuditChange{Name: string(a.Subject), New: string(a.Role)}); err != nil {
				return err
			}
		}
		return keepsAdministrator(ctx, tx, id)
	})
}

// assignRole refuses a role that is none as the wrong input it is.
func assignRole(ctx context.Context, tx *store.SiteTx, space wiki.SpaceID, a wiki.RoleAssignment) error {
	err := tx.AssignRole(ctx, space, a.Subject, a.Role)
	if wiki.HasReason(err, wiki.NoSuchObject) {
		err = wiki.Invalid("roleId", string(a.Role), "a role")
	}
	return err
}
