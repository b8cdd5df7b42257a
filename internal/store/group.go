package store

import (
	"context"
	"strings"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// Groups are the installation's. Of their members a site sees those who may use it.

// GroupFilter selects groups. Zero values do not filter.
type GroupFilter struct {
	Named string            // part of the name, compared case-folded
	Role  identity.SiteRole // at least one member has this role on the site; SiteUser takes administrators too
	Of    wiki.AccountID    // this account is a member
}

func (t *SiteTx) groupsWhere(b *text, f GroupFilter) {
	b.WriteString(" FROM account_group g WHERE 1 = 1")
	if f.Named != "" {
		b.WriteString(" AND g.name_fold LIKE " + b.arg("%"+likeText(words.Fold(f.Named))+"%") + ` ESCAPE '\'`)
	}
	if f.Role != "" {
		b.WriteString(` AND EXISTS (SELECT 1 FROM group_member m JOIN site_access sa ON sa.account_id = m.account_id
			WHERE m.group_id = g.group_id AND sa.site = ` + b.arg(t.site))
		if f.Role == identity.SiteAdmin {
			b.WriteString(" AND sa.role = " + b.arg(f.Role))
		}
		b.WriteString(")")
	}
	if f.Of != "" {
		b.WriteString(" AND g.group_id IN (SELECT m.group_id FROM group_member m WHERE m.account_id = " + b.arg(f.Of) + ")")
	}
}

// likeText writes a text so that LIKE … ESCAPE '\' takes it as it is.
func likeText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(s)
}

// ListGroups lists groups by name.
func (t *SiteTx) ListGroups(ctx context.Context, f GroupFilter, w wiki.Window) (wiki.Slice[identity.Group], error) {
	var b text
	b.WriteString("SELECT g.group_id, g.name")
	t.groupsWhere(&b, f)
	b.WriteString(" ORDER BY g.name_fold" + atMost(w.Limit+1) + " OFFSET " + b.arg(w.Offset))
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanGroup)
	return cut(found, w, func(identity.Group) string { return "" }), err
}

// CountGroups counts what ListGroups lists.
func (t *SiteTx) CountGroups(ctx context.Context, f GroupFilter) (n int, err error) {
	var b text
	b.WriteString("SELECT COUNT(*)")
	t.groupsWhere(&b, f)
	err = t.one(ctx, b.String(), b.args, &n)
	return n, err
}

// GroupByName finds a group by its name, compared case-folded; NoSuchObject when there is none.
func (t *Tx) GroupByName(ctx context.Context, name string) (identity.Group, error) {
	return t.oneGroup(ctx, "name_fold", words.Fold(name), name)
}

// GroupByID finds a group; NoSuchObject when there is none.
func (t *Tx) GroupByID(ctx context.Context, id wiki.GroupID) (identity.Group, error) {
	return t.oneGroup(ctx, "group_id", string(id), string(id))
}

func (t *Tx) oneGroup(ctx context.Context, column, value, asked string) (g identity.Group, err error) {
	err = t.one(ctx, "SELECT group_id, name FROM account_group WHERE "+column+" = $1", []any{value}, &g.ID, &g.Name)
	if noRows(err) {
		return g, wiki.Missing("group", asked)
	}
	return g, err
}

// RemoveGroup deletes a group with its memberships and with what spaces granted to it. Restrictions that name it stay:
// a list whose members are all gone admits nobody (security-model.md §6).
func (t *Tx) RemoveGroup(ctx context.Context, id wiki.GroupID) error {
	if _, err := t.exec(ctx, "DELETE FROM space_grant WHERE subject = $1", wiki.Group(id)); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM group_member WHERE group_id = $1", id); err != nil {
		return err
	}
	n, err := t.exec(ctx, "DELETE FROM account_group WHERE group_id = $1", id)
	if err == nil && n == 0 {
		return wiki.Missing("group", string(id))
	}
	return err
}

// membersFrom are the active accounts in a group that may use the site.
const membersFrom = ` FROM group_member m JOIN account a ON a.account_id = m.account_id
	JOIN site_access sa ON sa.account_id = m.account_id WHERE m.group_id = $1 AND sa.site = $2 AND a.active = 1`

// GroupMembers lists the members of a group that may use the site, by accountId.
func (t *SiteTx) GroupMembers(ctx context.Context, id wiki.GroupID, w wiki.Window) (wiki.Slice[identity.Account], error) {
	b := text{args: []any{id, t.site}}
	b.WriteString("SELECT " + accountCols + membersFrom + " ORDER BY m.account_id" + atMost(w.Limit+1) + " OFFSET " + b.arg(w.Offset))
	found, err := collect(ctx, t.Tx, b.String(), b.args, scanAccount)
	return cut(found, w, func(identity.Account) string { return "" }), err
}

// CountGroupMembers counts what GroupMembers lists.
func (t *SiteTx) CountGroupMembers(ctx context.Context, id wiki.GroupID) (n int, err error) {
	err = t.one(ctx, "SELECT COUNT(*)"+membersFrom, []any{id, t.site}, &n)
	return n, err
}

// MemberByID finds an active account that may use the site; NoSuchObject when there is none.
func (t *SiteTx) MemberByID(ctx context.Context, id wiki.AccountID) (identity.Account, error) {
	found, err := collect(ctx, t.Tx, "SELECT "+accountCols+` FROM account a JOIN site_access sa ON sa.account_id = a.account_id
		WHERE a.account_id = $1 AND sa.site = $2 AND a.active = 1`, []any{id, t.site}, scanAccount)
	if err == nil && len(found) == 0 {
		err = wiki.Missing("user", string(id))
	}
	if err != nil {
		return identity.Account{}, err
	}
	return found[0], nil
}

// AccountsByEmail finds accounts by e-mail, compared case-folded: by folded e-mail, with their role on the site.
func (t *SiteTx) AccountsByEmail(ctx context.Context, emails []string) (map[string]identity.Found, error) {
	folded := make([]string, len(emails))
	for i, e := range emails {
		folded[i] = words.Fold(e)
	}
	var b text
	b.WriteString(`SELECT a.email_fold, a.account_id, a.active, COALESCE((SELECT sa.role FROM site_access sa
		WHERE sa.account_id = a.account_id AND sa.site = ` + b.arg(t.site) + "), '') FROM account a WHERE " + in(&b, "a.email_fold", folded))
	rows, err := t.query(ctx, b.String(), b.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]identity.Found{}
	for rows.Next() {
		var email string
		var f identity.Found
		if err := rows.Scan(&email, &f.Account.ID, &f.Account.Active, &f.Role); err != nil {
			return nil, err
		}
		out[email] = f
	}
	return out, t.engine(rows.Err())
}

// AdministersAll reports whether an account administers every site of the installation, as it must to change what all of
// them share.
func (t *Tx) AdministersAll(ctx context.Context, id wiki.AccountID) (bool, error) {
	var others int
	err := t.one(ctx, `SELECT COUNT(*) FROM site s WHERE NOT EXISTS (SELECT 1 FROM site_access sa
		WHERE sa.site = s.id AND sa.account_id = $1 AND sa.role = 'admin')`, []any{id}, &others)
	return others == 0, err
}
