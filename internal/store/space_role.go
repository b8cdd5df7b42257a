package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// roleWhere is the condition that a role may be used on the site: its own, and those that come with the program.
func (t *SiteTx) roleWhere(b *text) string { return "(r.site = 0 OR r.site = " + b.arg(t.site) + ")" }

// ListRoles lists roles in the order in which they were made. The filter may narrow them to those that are given to a
// subject, and to those that are given in a space.
func (t *SiteTx) ListRoles(ctx context.Context, f wiki.RoleFilter, w wiki.Window) (wiki.Slice[wiki.Role], error) {
	var b text
	b.WriteString("SELECT r.id, r.role_id, r.name, r.description, r.site = 0, COALESCE((SELECT SUM(p.perm) FROM space_role_perm p WHERE p.role = r.id), 0)" +
		" FROM space_role r WHERE " + t.roleWhere(&b))
	if f.System != nil {
		if *f.System {
			b.WriteString(" AND r.site = 0")
		} else {
			b.WriteString(" AND r.site <> 0")
		}
	}
	if f.IDs != nil {
		b.WriteString(" AND " + in(&b, "r.role_id", f.IDs))
	}
	if f.Space != 0 || f.Subject != "" {
		b.WriteString(" AND r.id IN (SELECT a.role FROM space_role_assignment a WHERE a.site = " + b.arg(t.site))
		if f.Space != 0 {
			b.WriteString(" AND a.space = " + b.arg(f.Space))
		}
		if f.Subject != "" {
			b.WriteString(" AND a.subject = " + b.arg(f.Subject))
		}
		b.WriteString(")")
	}
	if err := window(&b, "", "r.id", false, w); err != nil {
		return wiki.Slice[wiki.Role]{}, err
	}
	type row struct {
		number int64
		wiki.Role
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, one *row) error {
		return r.Scan(&one.number, &one.ID, &one.Name, &one.Description, &one.System, &one.Perms)
	})
	if err != nil {
		return wiki.Slice[wiki.Role]{}, fmt.Errorf("list roles: %w", err)
	}
	page := cut(found, w, func(one row) string { return afterKey("", one.number) })
	out := wiki.Slice[wiki.Role]{More: page.More, After: page.After}
	for _, one := range page.Items {
		out.Items = append(out.Items, one.Role)
	}
	return out, nil
}

// role finds the row of a role. NoSuchObject when the site may use none of this id.
func (t *SiteTx) role(ctx context.Context, id wiki.RoleID) (number int64, own bool, err error) {
	var b text
	b.WriteString("SELECT r.id, r.site <> 0 FROM space_role r WHERE r.role_id = " + b.arg(id) + " AND " + t.roleWhere(&b))
	err = t.one(ctx, b.String(), b.args, &number, &own)
	if noRows(err) {
		err = wiki.Missing("role", string(id))
	}
	return number, own, err
}

// PutRole adds a role, or changes the site's own one of its id, for everybody who has it. DuplicateKey when another role is
// called so; NoSuchObject for a role to be changed that is not the site's own.
func (t *SiteTx) PutRole(ctx context.Context, r wiki.Role, isNew bool) error {
	var number int64
	var err error
	if isNew {
		number, err = t.insert(ctx, `INSERT INTO space_role (site, role_id, name, name_fold, description) VALUES ($1, $2, $3, $4, $5)
			RETURNING id`, t.site, r.ID, r.Name, words.Fold(r.Name), r.Description)
	} else {
		var own bool
		if number, own, err = t.role(ctx, r.ID); err == nil && !own {
			err = wiki.Missing("role", string(r.ID))
		}
		if err == nil {
			_, err = t.exec(ctx, "UPDATE space_role SET name = $2, name_fold = $3, description = $4 WHERE id = $1",
				number, r.Name, words.Fold(r.Name), r.Description)
		}
		if err == nil {
			_, err = t.exec(ctx, "DELETE FROM space_role_perm WHERE role = $1", number)
		}
	}
	if isUnique(err) {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "role", ID: r.Name, Detail: "A role with this name already exists"})
	}
	for _, p := range r.Perms.Each() {
		if err == nil {
			_, err = t.exec(ctx, "INSERT INTO space_role_perm (role, perm) VALUES ($1, $2)", number, p)
		}
	}
	if err != nil {
		return fmt.Errorf("put role: %w", err)
	}
	return t.regrantRole(ctx, number)
}

// DropRole removes one of the site's own roles and takes it from everybody who has it. NoSuchObject for others.
func (t *SiteTx) DropRole(ctx context.Context, id wiki.RoleID) error {
	number, own, err := t.role(ctx, id)
	if err == nil && !own {
		err = wiki.Missing("role", string(id))
	}
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM space_role_perm WHERE role = $1", number); err != nil {
		return fmt.Errorf("drop role: %w", err)
	}
	if err := t.regrantRole(ctx, number); err != nil {
		return err
	}
	for _, s := range []string{"DELETE FROM space_role_assignment WHERE role = $1", "DELETE FROM space_role WHERE id = $1"} {
		if _, err := t.exec(ctx, s, number); err != nil {
			return fmt.Errorf("drop role: %w", err)
		}
	}
	return nil
}

// regrantRole makes what checks ask anew for everybody who has a role: two statements, however many they are.
func (t *SiteTx) regrantRole(ctx context.Context, number int64) error {
	const holders = "SELECT 1 FROM space_role_assignment h WHERE h.role = $1 AND h.site = $2 AND h.space = "
	for _, s := range []string{
		"DELETE FROM space_grant WHERE EXISTS (" + holders + "space_grant.space AND h.subject = space_grant.subject)",
		`INSERT INTO space_grant (site, space, subject, perm)
			SELECT p.site, p.space, p.subject, p.perm FROM space_permission p WHERE EXISTS (` + holders + `p.space AND h.subject = p.subject)
			UNION SELECT a.site, a.space, a.subject, p.perm FROM space_role_assignment a JOIN space_role_perm p ON p.role = a.role
			WHERE EXISTS (` + holders + "a.space AND h.subject = a.subject)",
	} {
		if _, err := t.exec(ctx, s, number, t.site); err != nil {
			return fmt.Errorf("regrant role: %w", err)
		}
	}
	return nil
}

// LeavesUnadministered reports whether a space in which somebody has a role is administered by nobody.
func (t *SiteTx) LeavesUnadministered(ctx context.Context, id wiki.RoleID) (bool, error) {
	var n int
	err := t.one(ctx, `SELECT COUNT(*) FROM space_role_assignment a JOIN space_role r ON r.id = a.role WHERE a.site = $1 AND r.role_id = $2
		AND NOT EXISTS (SELECT 1 FROM space_grant g WHERE g.space = a.space AND g.perm = $3 AND g.subject <> $4)`,
		[]any{t.site, id, wiki.AdministerSpace, wiki.Anonymous}, &n)
	return n > 0, err
}

// ReassignRole gives what a subject has by one role in any space by another one instead.
func (t *SiteTx) ReassignRole(ctx context.Context, subject wiki.Subject, from, to wiki.RoleID) error {
	old, _, err := t.role(ctx, from)
	if err != nil {
		return err
	}
	next, _, err := t.role(ctx, to)
	if err != nil {
		return err
	}
	for _, s := range []string{
		`INSERT INTO space_role_assignment (site, space, subject, role) SELECT a.site, a.space, a.subject, $4 FROM space_role_assignment a
			WHERE a.site = $1 AND a.subject = $2 AND a.role = $3 ON CONFLICT DO NOTHING`,
		"DELETE FROM space_role_assignment WHERE site = $1 AND subject = $2 AND role = $3 AND role <> $4",
	} {
		if _, err := t.exec(ctx, s, t.site, subject, old, next); err != nil {
			return fmt.Errorf("reassign role: %w", err)
		}
	}
	return t.regrantRole(ctx, next)
}

// AssignRole gives a subject a role in a space; having it already is no error. NoSuchObject for the role or the space.
func (t *SiteTx) AssignRole(ctx context.Context, space wiki.SpaceID, subject wiki.Subject, id wiki.RoleID) error {
	number, _, err := t.role(ctx, id)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO space_role_assignment (site, space, subject, role) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`, t.site, space, subject, number)
	if isForeign(err) {
		return wiki.Missing("space", space.String())
	}
	if err != nil {
		return fmt.Errorf("assign role: %w", err)
	}
	return t.regrant(ctx, space, subject)
}

// UnassignRoles takes all roles in a space from a subject.
func (t *SiteTx) UnassignRoles(ctx context.Context, space wiki.SpaceID, subject wiki.Subject) error {
	if _, err := t.exec(ctx, "DELETE FROM space_role_assignment WHERE site = $1 AND space = $2 AND subject = $3",
		t.site, space, subject); err != nil {
		return fmt.Errorf("unassign roles: %w", err)
	}
	return t.regrant(ctx, space, subject)
}

// RoleAssignments lists who has which role in a space, in the order of the subjects.
func (t *SiteTx) RoleAssignments(ctx context.Context, space wiki.SpaceID) ([]wiki.RoleAssignment, error) {
	return collect(ctx, t.Tx, `SELECT a.subject, r.role_id FROM space_role_assignment a JOIN space_role r ON r.id = a.role
		WHERE a.site = $1 AND a.space = $2 ORDER BY a.subject, r.id`, []any{t.site, space},
		func(r *sql.Rows, a *wiki.RoleAssignment) error { return r.Scan(&a.Subject, &a.Role) })
}
