package site

import (
	"context"
	"strconv"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Grant gives a subject abilities in a space. Errors: InvalidInput for a subject that names nobody.
func (s *Session) Grant(ctx context.Context, g wiki.Grant) error {
	if err := checkGrant(g); err != nil {
		return err
	}
	return s.changeSpace(ctx, g.Space, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		if err := mustBe(ctx, tx, g.Subject); err != nil {
			return err
		}
		if err := tx.Grant(ctx, g); err != nil {
			return err
		}
		return s.auditPermission(ctx, tx, "Space permission added", space, wiki.AuditChange{Name: string(g.Subject), New: g.Perm.String()})
	})
}

func (s *Session) auditPermission(ctx context.Context, tx *store.SiteTx, summary string, space wiki.Space, c wiki.AuditChange) error {
	return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditPermissions, Summary: summary, Object: spaceObject(space), Changed: []wiki.AuditChange{c}})
}

// checkGrant refuses abilities that are not a space's to give.
func checkGrant(g wiki.Grant) error {
	if foreign := g.Perm &^ wiki.SpacePerms; foreign != 0 {
		return wiki.Invalid("permission", foreign.String(), "an ability in a space")
	}
	return nil
}

// Revoke takes abilities in a space away from a subject. LastAdministrator when nobody would administer it any more.
func (s *Session) Revoke(ctx context.Context, g wiki.Grant) error {
	return s.changeSpace(ctx, g.Space, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		return s.revoke(ctx, tx, space, g)
	})
}

func (s *Session) revoke(ctx context.Context, tx *store.SiteTx, space wiki.Space, g wiki.Grant) error {
	if err := tx.Revoke(ctx, g); err != nil {
		return err
	}
	if err := keepsAdministrator(ctx, tx, space.ID); err != nil {
		return err
	}
	return s.auditPermission(ctx, tx, "Space permission removed", space, wiki.AuditChange{Name: string(g.Subject), Old: g.Perm.String()})
}

// keepsAdministrator refuses a change after which nobody administers a space.
func keepsAdministrator(ctx context.Context, tx *store.SiteTx, space wiki.SpaceID) error {
	has, err := tx.HasAdministrator(ctx, space)
	if err == nil && !has {
		err = lastAdministrator(space.String())
	}
	return err
}

func lastAdministrator(space string) *wiki.Error {
	return wiki.NewError(wiki.LastAdministrator, wiki.Facts{Object: "space", ID: space,
		Detail: "The last administrator of a space cannot be removed"})
}

// RevokeNumber takes a permission of a space away by its number. Who loses the right to read loses all others with it.
// Errors: NoSuchObject for the permission, LastAdministrator.
func (s *Session) RevokeNumber(ctx context.Context, id wiki.SpaceID, number int64) error {
	return s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		all, err := tx.SpacePermissions(ctx, []wiki.SpaceID{id})
		if err != nil {
			return err
		}
		for _, g := range all {
			if g.Number() != number {
				continue
			}
			if g.Perm == wiki.View {
				g.Perm = wiki.SpacePerms
			}
			return s.revoke(ctx, tx, space, g)
		}
		return wiki.Missing("permission", strconv.FormatInt(number, 10))
	})
}

// GrantCustom names a subject among those who alone may do operations on custom content in a space, or takes that back. Where
// nobody is named, what holds for the space and the container holds. Errors: InvalidInput for a subject that names nobody, for
// an operation and for a type.
func (s *Session) GrantCustom(ctx context.Context, id wiki.SpaceID, given []wiki.CustomGrant, access []bool) error {
	return s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		for i, g := range given {
			if g.Op != "read" && g.Op != "create" && g.Op != "delete" {
				return wiki.Invalid("key", g.Op, "one of read, create, delete")
			}
			if err := g.Kind.CheckCustom("target"); err != nil {
				return err
			}
			if err := mustBe(ctx, tx, g.Subject); err != nil {
				return err
			}
			g.Space = id
			if err := tx.GrantCustom(ctx, g, access[i]); err != nil {
				return err
			}
			change, what := wiki.AuditChange{Name: string(g.Subject)}, g.Op+":"+string(g.Kind)
			summary := "Space permission added"
			if change.New = what; !access[i] {
				change.Old, change.New, summary = what, "", "Space permission removed"
			}
			if err := s.auditPermission(ctx, tx, summary, space, change); err != nil {
				return err
			}
		}
		return nil
	})
}

// SpacePermissions lists who was given what in spaces the caller was shown, but for what roles give.
func (s *Session) SpacePermissions(ctx context.Context, spaces []wiki.SpaceID) ([]wiki.Grant, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.SpacePermissions(ctx, distinct(spaces))
}

// GroupNamed finds a group by its id or its name. NoSuchObject when there is none.
func (s *Session) GroupNamed(ctx context.Context, idOrName string) (wiki.GroupID, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return "", err
	}
	return tx.GroupNamed(ctx, idOrName)
}
