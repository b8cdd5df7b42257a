package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

const siteCols = "id, cloud_id, key, name, base_url, public"

func siteDest(s *wiki.Site) []any {
	return []any{&s.ID, &s.CloudID, &s.Key, &s.Name, &s.BaseURL, &s.Public}
}

func scanSite(r *sql.Rows, s *wiki.Site) error { return r.Scan(siteDest(s)...) }

// Sites lists all sites in the order they were made.
func (t *Tx) Sites(ctx context.Context) ([]wiki.Site, error) {
	return collect(ctx, t, "SELECT "+siteCols+" FROM site ORDER BY id", nil, scanSite)
}

// SiteByCloudID finds a site by its cloudId; NoSuchObject when there is none.
func (t *Tx) SiteByCloudID(ctx context.Context, cloudID string) (wiki.Site, error) {
	return t.oneSite(ctx, "cloud_id", cloudID)
}

// SiteByKey finds a site by its short name; NoSuchObject when there is none.
func (t *Tx) SiteByKey(ctx context.Context, key string) (wiki.Site, error) {
	return t.oneSite(ctx, "key", key)
}

// SiteByID finds a site by its row number. NoSuchObject when there is none.
func (t *Tx) SiteByID(ctx context.Context, id wiki.SiteID) (wiki.Site, error) {
	found, err := collect(ctx, t, "SELECT "+siteCols+" FROM site WHERE id = $1", []any{id}, scanSite)
	if err == nil && len(found) == 0 {
		err = wiki.Missing("site", fmt.Sprint(id))
	}
	if err != nil {
		return wiki.Site{}, err
	}
	return found[0], nil
}

func (t *Tx) oneSite(ctx context.Context, column, value string) (wiki.Site, error) {
	return remember(t, "site "+column+" "+value, func(wiki.Site) int { return 256 }, func() (wiki.Site, error) {
		var s wiki.Site
		err := t.row(ctx, "SELECT "+siteCols+" FROM site WHERE "+column+" = $1", []any{value}, siteDest(&s)...)
		if noRows(err) {
			return wiki.Site{}, wiki.Missing("site", value)
		}
		if err != nil {
			return wiki.Site{}, fmt.Errorf("site by %s: %w", column, err)
		}
		return s, nil
	})
}

// CreateSite adds a site and returns it with its number. DuplicateKey when key or cloudId are taken.
func (t *Tx) CreateSite(ctx context.Context, s wiki.Site) (wiki.Site, error) {
	id, err := t.insert(ctx, `INSERT INTO site (cloud_id, key, name, base_url, public, created)
		VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`, s.CloudID, s.Key, s.Name, s.BaseURL, flag(s.Public), millis(t.now))
	if isUnique(err) {
		return wiki.Site{}, wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "site", ID: s.Key})
	}
	s.ID = wiki.SiteID(id)
	return s, err
}

// SetSite changes a site's name, base URL and whether it is public.
func (t *Tx) SetSite(ctx context.Context, s wiki.Site) error {
	_, err := t.exec(ctx, "UPDATE site SET name = $1, base_url = $2, public = $3 WHERE id = $4",
		s.Name, s.BaseURL, flag(s.Public), s.ID)
	return err
}

const accountCols = "a.account_id, a.kind, a.email, a.display_name, a.public_name, a.time_zone, a.active, a.created"

func scanAccount(r *sql.Rows, a *identity.Account) error {
	var created int64
	if err := r.Scan(&a.ID, &a.Kind, &a.Email, &a.DisplayName, &a.PublicName, &a.TimeZone, &a.Active, &created); err != nil {
		return err
	}
	a.Created = fromMillis(created)
	return nil
}

// Accounts finds accounts by id. Ids without an account are left out.
func (t *Tx) Accounts(ctx context.Context, ids []wiki.AccountID) (map[wiki.AccountID]identity.Account, error) {
	out := make(map[wiki.AccountID]identity.Account, len(ids))
	key := func(id wiki.AccountID) string { return "account " + string(id) }
	var unknown []wiki.AccountID
	for _, id := range ids {
		if a, known := fact[identity.Account](t, key(id)); known {
			out[id] = a
		} else {
			unknown = append(unknown, id)
		}
	}
	for some := range slices.Chunk(unknown, maxBound) { // a body may mention tens of thousands
		var b text
		b.WriteString("SELECT " + accountCols + " FROM account a WHERE " + in(&b, "a.account_id", some))
		found, err := collect(ctx, t, b.String(), b.args, scanAccount)
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			out[a.ID] = a
			t.keepFact(key(a.ID), a, 512)
		}
	}
	return out, nil
}

// AccountByEmail finds an account by its e-mail, compared case-folded; NoSuchObject when there is none.
func (t *Tx) AccountByEmail(ctx context.Context, email string) (identity.Account, error) {
	found, err := collect(ctx, t, "SELECT "+accountCols+" FROM account a WHERE a.email_fold = $1",
		[]any{words.Fold(email)}, scanAccount)
	if err == nil && len(found) == 0 {
		return identity.Account{}, wiki.Missing("account", email)
	}
	if err != nil {
		return identity.Account{}, err
	}
	return found[0], nil
}

// AllAccounts lists every account by id.
func (t *Tx) AllAccounts(ctx context.Context) ([]identity.Account, error) {
	return collect(ctx, t, "SELECT "+accountCols+" FROM account a ORDER BY a.account_id", nil, scanAccount)
}

// CreateAccount adds an account. DuplicateKey when the e-mail is taken.
func (t *Tx) CreateAccount(ctx context.Context, a identity.Account) error {
	_, err := t.exec(ctx, `INSERT INTO account (account_id, kind, email, email_fold, display_name, public_name, time_zone, active, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, a.ID, a.Kind, a.Email, words.Fold(a.Email), a.DisplayName,
		a.PublicName, a.TimeZone, flag(a.Active), millis(t.now))
	if isUnique(err) {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "account", ID: a.Email})
	}
	return err
}

// SetAccountActive activates or deactivates an account.
func (t *Tx) SetAccountActive(ctx context.Context, id wiki.AccountID, active bool) error {
	n, err := t.exec(ctx, "UPDATE account SET active = $1 WHERE account_id = $2", flag(active), id)
	if err == nil && n == 0 {
		return wiki.Missing("account", string(id))
	}
	return err
}

// SetSiteAccess gives an account a role on a site; an empty role takes the access away.
func (t *Tx) SetSiteAccess(ctx context.Context, site wiki.SiteID, id wiki.AccountID, role identity.SiteRole) error {
	if role == "" {
		_, err := t.exec(ctx, "DELETE FROM site_access WHERE site = $1 AND account_id = $2", site, id)
		return err
	}
	_, err := t.exec(ctx, `INSERT INTO site_access (account_id, site, role) VALUES ($1, $2, $3)
		ON CONFLICT (account_id, site) DO UPDATE SET role = excluded.role`, id, site, role)
	return err
}

// CreateGroup adds a group. DuplicateKey when the name is taken.
func (t *Tx) CreateGroup(ctx context.Context, g identity.Group) error {
	_, err := t.exec(ctx, "INSERT INTO account_group (group_id, name, name_fold, created) VALUES ($1, $2, $3, $4)",
		g.ID, g.Name, words.Fold(g.Name), millis(t.now))
	if isUnique(err) {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "group", ID: g.Name})
	}
	return err
}

func scanGroup(r *sql.Rows, g *identity.Group) error { return r.Scan(&g.ID, &g.Name) }

// AllGroups lists every group by name.
func (t *Tx) AllGroups(ctx context.Context) ([]identity.Group, error) {
	return collect(ctx, t, "SELECT group_id, name FROM account_group ORDER BY name_fold", nil, scanGroup)
}

// Groups finds groups by id. Ids without a group are left out.
func (t *Tx) Groups(ctx context.Context, ids []wiki.GroupID) (map[wiki.GroupID]identity.Group, error) {
	var b text
	b.WriteString("SELECT group_id, name FROM account_group WHERE " + in(&b, "group_id", ids))
	found, err := collect(ctx, t, b.String(), b.args, scanGroup)
	out := make(map[wiki.GroupID]identity.Group, len(found))
	for _, g := range found {
		out[g.ID] = g
	}
	return out, err
}

// GroupNamed finds a group by its id, or else by its name, compared folded. NoSuchObject when there is none.
func (t *Tx) GroupNamed(ctx context.Context, idOrName string) (id wiki.GroupID, err error) {
	err = t.one(ctx, "SELECT g.group_id FROM account_group g WHERE g.group_id = $1 OR g.name_fold = $2 ORDER BY g.group_id <> $1, g.group_id LIMIT 1",
		[]any{idOrName, words.Fold(idOrName)}, &id)
	if noRows(err) {
		err = wiki.Missing("group", idOrName)
	}
	return id, err
}

// GroupsNamed finds groups by name, compared case-folded. Names without a group are left out.
func (t *Tx) GroupsNamed(ctx context.Context, names []string) (map[string]identity.Group, error) {
	folded := make(map[string]string, len(names))
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = words.Fold(name)
		folded[list[i]] = name
	}
	var b text
	b.WriteString("SELECT group_id, name FROM account_group WHERE " + in(&b, "name_fold", list))
	found, err := collect(ctx, t, b.String(), b.args, scanGroup)
	out := make(map[string]identity.Group, len(found))
	for _, g := range found {
		out[folded[words.Fold(g.Name)]] = g
	}
	return out, err
}

// AddMember puts an account into a group.
func (t *Tx) AddMember(ctx context.Context, g wiki.GroupID, id wiki.AccountID) error {
	_, err := t.exec(ctx, `INSERT INTO group_member (account_id, group_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, g)
	return err
}

// RemoveMember takes an account out of a group.
func (t *Tx) RemoveMember(ctx context.Context, g wiki.GroupID, id wiki.AccountID) error {
	_, err := t.exec(ctx, "DELETE FROM group_member WHERE account_id = $1 AND group_id = $2", id, g)
	return err
}

// GroupsOf lists the groups an account is in.
func (t *Tx) GroupsOf(ctx context.Context, id wiki.AccountID) ([]wiki.GroupID, error) {
	return collect(ctx, t, "SELECT group_id FROM group_member WHERE account_id = $1 ORDER BY group_id", []any{id},
		func(r *sql.Rows, g *wiki.GroupID) error { return r.Scan(g) })
}

// Member finds an account as a caller on a site, with its groups and role, and the site. NoSuchObject when there is no
// such active account, NoSiteAccess when it may not use the site.
func (t *Tx) Member(ctx context.Context, site wiki.SiteID, id wiki.AccountID) (identity.Caller, wiki.Site, error) {
	var c identity.Caller
	var role identity.SiteRole
	row, err := t.SiteByID(ctx, site)
	if err != nil {
		return c, row, err
	}
	err = t.one(ctx, `SELECT a.account_id, a.display_name, COALESCE((SELECT s.role FROM site_access s
		WHERE s.account_id = a.account_id AND s.site = $2), '') FROM account a WHERE a.account_id = $1 AND a.active = 1`,
		[]any{id, site}, &c.Account, &c.DisplayName, &role)
	if noRows(err) {
		return c, wiki.Site{}, wiki.Missing("account", string(id))
	}
	if err == nil && role == "" {
		err = wiki.NewError(wiki.NoSiteAccess, wiki.Facts{Account: id})
	}
	if err != nil {
		return c, wiki.Site{}, err
	}
	c.Admin = role == identity.SiteAdmin
	c.Groups, err = t.GroupsOf(ctx, id)
	return c, row, err
}

const tokensBlocked = "api-tokens"

// Policy reads the organisation's policy.
func (t *Tx) Policy(ctx context.Context) (identity.Policy, error) {
	var value string
	err := t.one(ctx, "SELECT value FROM policy WHERE name = $1", []any{tokensBlocked}, &value)
	if noRows(err) {
		err = nil
	}
	return identity.Policy{TokensBlocked: value == "blocked"}, err
}

// SetPolicy replaces the organisation's policy.
func (t *Tx) SetPolicy(ctx context.Context, p identity.Policy) error {
	value := "allowed"
	if p.TokensBlocked {
		value = "blocked"
	}
	_, err := t.exec(ctx, `INSERT INTO policy (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, tokensBlocked, value)
	return err
}
