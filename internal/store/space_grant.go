package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
)

// Grant gives a subject abilities in a space, one row each. NoSuchObject when the site has no such space.
func (t *SiteTx) Grant(ctx context.Context, g wiki.Grant) error {
	for _, one := range g.Perm.Each() {
		for _, table := range []string{"space_permission", "space_grant"} {
			_, err := t.exec(ctx, "INSERT INTO "+table+` (site, space, subject, perm) VALUES ($1, $2, $3, $4)
				ON CONFLICT DO NOTHING`, t.site, g.Space, g.Subject, one)
			if isForeign(err) {
				return wiki.Missing("space", g.Space.String())
			}
			if err != nil {
				return fmt.Errorf("grant: %w", err)
			}
		}
	}
	return nil
}

// Revoke takes abilities away from a subject. What its roles give stays.
func (t *SiteTx) Revoke(ctx context.Context, g wiki.Grant) error {
	for _, one := range g.Perm.Each() {
		if _, err := t.exec(ctx, "DELETE FROM space_permission WHERE site = $1 AND space = $2 AND subject = $3 AND perm = $4",
			t.site, g.Space, g.Subject, one); err != nil {
			return fmt.Errorf("revoke: %w", err)
		}
	}
	return t.regrant(ctx, g.Space, g.Subject)
}

// regrant makes what checks ask of a subject in a space anew: what it was given by itself, and what its roles give.
func (t *SiteTx) regrant(ctx context.Context, space wiki.SpaceID, subject wiki.Subject) error {
	for _, s := range []string{
		"DELETE FROM space_grant WHERE site = $1 AND space = $2 AND subject = $3",
		`INSERT INTO space_grant (site, space, subject, perm)
			SELECT p.site, p.space, p.subject, p.perm FROM space_permission p WHERE p.site = $1 AND p.space = $2 AND p.subject = $3
			UNION SELECT a.site, a.space, a.subject, p.perm FROM space_role_assignment a JOIN space_role_perm p ON p.role = a.role
			WHERE a.site = $1 AND a.space = $2 AND a.subject = $3`,
	} {
		if _, err := t.exec(ctx, s, t.site, space, subject); err != nil {
			return fmt.Errorf("regrant: %w", err)
		}
	}
	return nil
}

// Grants lists who holds what in some spaces, by itself or by a role, in a stable order: one ability each.
func (t *SiteTx) Grants(ctx context.Context, spaces []wiki.SpaceID) ([]wiki.Grant, error) {
	return t.grants(ctx, "space_grant", spaces)
}

// SpacePermissions lists who was given what in some spaces by itself, in a stable order: one ability each.
func (t *SiteTx) SpacePermissions(ctx context.Context, spaces []wiki.SpaceID) ([]wiki.Grant, error) {
	return t.grants(ctx, "space_permission", spaces)
}

func (t *SiteTx) grants(ctx context.Context, table string, spaces []wiki.SpaceID) ([]wiki.Grant, error) {
	var b text
	b.WriteString("SELECT g.space, g.subject, g.perm FROM " + table + " g WHERE g.site = " + b.arg(t.site) + " AND " +
		in(&b, "g.space", spaces) + " ORDER BY g.space, g.subject, g.perm")
	return collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, g *wiki.Grant) error {
		return r.Scan(&g.Space, &g.Subject, &g.Perm)
	})
}

// HasAdministrator reports whether an account or a group administers a space.
func (t *SiteTx) HasAdministrator(ctx context.Context, space wiki.SpaceID) (bool, error) {
	var n int
	err := t.one(ctx, "SELECT COUNT(*) FROM space_grant WHERE site = $1 AND space = $2 AND perm = $3 AND subject <> $4",
		[]any{t.site, space, wiki.AdministerSpace, wiki.Anonymous}, &n)
	return n > 0, err
}

// GrantCustom lets a subject do an operation on custom content of a type in a space, or forbids it again. NoSuchObject
// when the site has no such space.
func (t *SiteTx) GrantCustom(ctx context.Context, g wiki.CustomGrant, access bool) error {
	s := `DELETE FROM space_custom_grant WHERE site = $1 AND space = $2 AND subject = $3 AND kind = $4 AND op = $5`
	if access {
		s = "INSERT INTO space_custom_grant (site, space, subject, kind, op) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
	}
	_, err := t.exec(ctx, s, t.site, g.Space, g.Subject, g.Kind, g.Op)
	if isForeign(err) {
		return wiki.Missing("space", g.Space.String())
	}
	if err == nil && g.Op == "read" {
		err = t.rerootCustom(ctx, customPlace{g.Space, g.Kind})
	}
	if err != nil {
		return fmt.Errorf("grant for custom content: %w", err)
	}
	return nil
}

// CustomGrants lists who may do what to custom content in a space, in a stable order.
func (t *SiteTx) CustomGrants(ctx context.Context, space wiki.SpaceID) ([]wiki.CustomGrant, error) {
	return collect(ctx, t.Tx, `SELECT g.space, g.subject, g.kind, g.op FROM space_custom_grant g WHERE g.site = $1 AND g.space = $2
		ORDER BY g.subject, g.kind, g.op`, []any{t.site, space}, func(r *sql.Rows, g *wiki.CustomGrant) error {
		return r.Scan(&g.Space, &g.Subject, &g.Kind, &g.Op)
	})
}
