package site

import (
	"context"
	"fmt"
	"strings"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Bounds of what an app keeps on a site.
const (
	maxAppModules  = 100
	maxAppKey      = 255
	maxAppProperty = 32 << 10 // bytes of JSON
)

// CreateApp makes an app on a site: an account of its own, with access to the site, and an API token for it, which is shown
// once. The token has no scopes: what an app may do follows from its account, like what a person may do. DuplicateKey when
// the key is taken.
func (y System) CreateApp(ctx context.Context, site wiki.SiteID, key, name string) (owner identity.Account, text string, err error) {
	if key == "" || len(key) > maxAppKey || strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") != "" {
		return owner, "", wiki.Invalid("key", key, "letters, digits, dots, hyphens and underscores")
	}
	// No mail is ever sent there: names below "invalid" belong to nobody.
	owner, err = newAccount(identity.Account{Email: key + "@apps.invalid", DisplayName: name, Kind: identity.Service}, y.s.Random)
	if err != nil {
		return owner, "", err
	}
	k, text, err := y.newToken(identity.TokenSpec{Account: owner.ID, Label: "app " + key, App: true}, owner)
	if err != nil {
		return owner, "", err
	}
	err = y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.CreateAccount(ctx, owner); err != nil {
			return err
		}
		if err := tx.SetSiteAccess(ctx, site, owner.ID, identity.SiteUser); err != nil {
			return err
		}
		if err := tx.In(site).CreateApp(ctx, key, owner.ID); err != nil {
			return err
		}
		return tx.CreateToken(ctx, k)
	})
	return owner, text, err
}

// app is the key of the app that calls; AppOnly for every other caller.
func (s *Session) app(ctx context.Context, tx *store.SiteTx) (string, error) {
	key, err := tx.AppOf(ctx, s.Caller().Account)
	if err == nil && key == "" {
		err = wiki.NewError(wiki.AppOnly, wiki.Facts{Account: s.Caller().Account, Token: s.Caller().Token})
	}
	return key, err
}

// readAsApp opens the snapshot for an app.
func (s *Session) readAsApp(ctx context.Context) (*store.SiteTx, string, error) {
	tx, err := s.directory(ctx)
	if err != nil {
		return nil, "", err
	}
	key, err := s.app(ctx, tx)
	return tx, key, err
}

// writeAsApp runs a change of what an app keeps. Others are refused before it is queued.
func (s *Session) writeAsApp(ctx context.Context, fn func(ctx context.Context, tx *store.SiteTx, app string) error) error {
	if _, _, err := s.readAsApp(ctx); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		key, err := s.app(ctx, tx)
		if err != nil {
			return err
		}
		return fn(ctx, tx, key)
	})
}

// AppModule is a module that an app registers: its key, and all of it as JSON.
type AppModule struct{ Key, JSON string }

// AppModules lists the modules that the calling app has registered. AppOnly for other callers.
func (s *Session) AppModules(ctx context.Context) ([]string, error) {
	tx, app, err := s.readAsApp(ctx)
	if err != nil {
		return nil, err
	}
	return tx.AppModules(ctx, app)
}

// RegisterModules adds modules of the calling app, all or none. Errors: AppOnly, InvalidInput for a module without a key
// and for more than 100 of them, DuplicateKey.
func (s *Session) RegisterModules(ctx context.Context, modules []AppModule) error {
	if _, _, err := s.readAsApp(ctx); err != nil { // before anything else is found wrong
		return err
	}
	for _, m := range modules {
		if m.Key == "" || len(m.Key) > maxAppKey {
			return wiki.Invalid("key", m.Key, fmt.Sprintf("a key of at most %d bytes in every module", maxAppKey))
		}
	}
	return s.writeAsApp(ctx, func(ctx context.Context, tx *store.SiteTx, app string) error {
		have, err := tx.AppModules(ctx, app)
		if err != nil {
			return err
		}
		if n := len(have) + len(modules); n == len(have) || n > maxAppModules {
			return wiki.Invalid("modules", fmt.Sprint(len(modules), " modules"), fmt.Sprintf("at least one, and at most %d of an app", maxAppModules))
		}
		for _, m := range modules {
			if err := tx.AddAppModule(ctx, app, m.Key, m.JSON); err != nil {
				return err
			}
		}
		return nil
	})
}

// RemoveModules takes modules of the calling app away; keys it does not have are passed over.
func (s *Session) RemoveModules(ctx context.Context, keys []string) error {
	return s.writeAsApp(ctx, func(ctx context.Context, tx *store.SiteTx, app string) error {
		return tx.RemoveAppModules(ctx, app, keys)
	})
}

// AppProperties lists the properties of the calling app.
func (s *Session) AppProperties(ctx context.Context, w wiki.Window) (wiki.Slice[wiki.AppProperty], error) {
	tx, app, err := s.readAsApp(ctx)
	if err != nil {
		return wiki.Slice[wiki.AppProperty]{}, err
	}
	return tx.AppProperties(ctx, app, w)
}

// AppProperty finds a property of the calling app. NoSuchObject when there is none.
func (s *Session) AppProperty(ctx context.Context, key string) (wiki.AppProperty, error) {
	tx, app, err := s.readAsApp(ctx)
	if err != nil {
		return wiki.AppProperty{}, err
	}
	return tx.AppProperty(ctx, app, key)
}

// SetAppProperty keeps a property of the calling app, JSON on one line, and reports whether it is new.
func (s *Session) SetAppProperty(ctx context.Context, key, value string) (isNew bool, err error) {
	if _, _, err := s.readAsApp(ctx); err != nil {
		return false, err
	}
	switch {
	case len(key) > maxAppKey:
		return false, wiki.Invalid("propertyKey", key, fmt.Sprintf("at most %d bytes", maxAppKey))
	case len(value) > maxAppProperty:
		return false, wiki.Invalid("value", "", "at most 32 KiB")
	}
	err = s.writeAsApp(ctx, func(ctx context.Context, tx *store.SiteTx, app string) error {
		isNew, err = tx.SetAppProperty(ctx, app, key, value)
		return err
	})
	return isNew, err
}

// DeleteAppProperty deletes a property of the calling app, if there is one.
func (s *Session) DeleteAppProperty(ctx context.Context, key string) error {
	return s.writeAsApp(ctx, func(ctx context.Context, tx *store.SiteTx, app string) error {
		return tx.DeleteAppProperty(ctx, app, key)
	})
}
