package store

import (
	"context"
	"database/sql"

	"github.com/weirhq/weir/internal/wiki"
)

// CreateApp makes an account the one that an app works with on this site. DuplicateKey when the key is taken.
func (t *SiteTx) CreateApp(ctx context.Context, key string, account wiki.AccountID) error {
	_, err := t.exec(ctx, "INSERT INTO app (site, app_key, account_id, created) VALUES ($1, $2, $3, $4)", t.site, key, account, millis(t.now))
	if isUnique(err) {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "app", ID: key})
	}
	return err
}

// AppOf is the key of the app that works with an account on this site, empty when none does.
func (t *SiteTx) AppOf(ctx context.Context, account wiki.AccountID) (key string, err error) {
	err = t.one(ctx, "SELECT app_key FROM app WHERE site = $1 AND account_id = $2", []any{t.site, account}, &key)
	if noRows(err) {
		err = nil
	}
	return key, err
}

// AddAppModule registers a module of an app. DuplicateKey when the app has one of this key.
func (t *SiteTx) AddAppModule(ctx context.Context, app, key, module string) error {
	_, err := t.exec(ctx, "INSERT INTO app_module (site, app_key, module_key, module) VALUES ($1, $2, $3, $4)", t.site, app, key, module)
	if isUnique(err) {
		return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "module", ID: key})
	}
	return err
}

// AppModules lists the modules of an app in the order in which they were registered.
func (t *SiteTx) AppModules(ctx context.Context, app string) ([]string, error) {
	return collect(ctx, t.Tx, "SELECT module FROM app_module WHERE site = $1 AND app_key = $2 ORDER BY id", []any{t.site, app},
		func(r *sql.Rows, m *string) error { return r.Scan(m) })
}

// RemoveAppModules takes modules of an app away; keys it does not have are passed over.
func (t *SiteTx) RemoveAppModules(ctx context.Context, app string, keys []string) error {
	var b text
	b.WriteString("DELETE FROM app_module WHERE site = " + b.arg(t.site) + " AND app_key = " + b.arg(app) + " AND " + in(&b, "module_key", keys))
	_, err := t.exec(ctx, b.String(), b.args...)
	return err
}

// AppProperties lists the properties of an app in the order in which they were made.
func (t *SiteTx) AppProperties(ctx context.Context, app string, w wiki.Window) (wiki.Slice[wiki.AppProperty], error) {
	var b text
	b.WriteString("SELECT p.id, p.name, p.value FROM app_property p WHERE p.site = " + b.arg(t.site) + " AND p.app_key = " + b.arg(app))
	if err := window(&b, "", "p.id", false, w); err != nil {
		return wiki.Slice[wiki.AppProperty]{}, err
	}
	found, err := collect(ctx, t.Tx, b.String(), b.args, func(r *sql.Rows, p *wiki.AppProperty) error { return r.Scan(&p.ID, &p.Key, &p.Value) })
	return cut(found, w, func(p wiki.AppProperty) string { return afterKey("", p.ID) }), err
}

// AppProperty finds a property of an app; NoSuchObject when there is none.
func (t *SiteTx) AppProperty(ctx context.Context, app, key string) (p wiki.AppProperty, err error) {
	err = t.one(ctx, "SELECT id, name, value FROM app_property WHERE site = $1 AND app_key = $2 AND name = $3",
		[]any{t.site, app, key}, &p.ID, &p.Key, &p.Value)
	if noRows(err) {
		return p, wiki.Missing("property", key)
	}
	return p, err
}

// SetAppProperty keeps a property of an app and reports whether it is new.
func (t *SiteTx) SetAppProperty(ctx context.Context, app, key, value string) (isNew bool, err error) {
	n, err := t.exec(ctx, "UPDATE app_property SET value = $4 WHERE site = $1 AND app_key = $2 AND name = $3", t.site, app, key, value)
	if err != nil || n > 0 {
		return false, err
	}
	_, err = t.exec(ctx, "INSERT INTO app_property (site, app_key, name, value) VALUES ($1, $2, $3, $4)", t.site, app, key, value)
	return true, err
}

// DeleteAppProperty deletes a property of an app, if there is one.
func (t *SiteTx) DeleteAppProperty(ctx context.Context, app, key string) error {
	_, err := t.exec(ctx, "DELETE FROM app_property WHERE site = $1 AND app_key = $2 AND name = $3", t.site, app, key)
	return err
}
