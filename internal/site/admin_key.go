package site

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// An admin key lets an administrator of the site read content whose view restrictions leave them out, for an hour at most,
// and only in requests that say so (security-model.md §6). It opens no space and no draft, and it changes nothing: writes
// are judged without it.

// Bounds of an admin key's life, in minutes.
const (
	defaultAdminKey = 10
	maxAdminKey     = 60
)

// EnableAdminKey gives the caller an admin key for some minutes; 0 is the default. Errors: NotSiteAdmin, InvalidInput.
func (s *Session) EnableAdminKey(ctx context.Context, minutes *int) (expires time.Time, err error) {
	n := defaultAdminKey
	if minutes != nil {
		n = *minutes
	}
	if err := s.administers(); err != nil {
		return expires, err
	}
	if n < 1 || n > maxAdminKey {
		return expires, wiki.Invalid("durationInMinutes", strconv.Itoa(n), fmt.Sprintf("1 to %d", maxAdminKey))
	}
	err = s.administer(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		expires = tx.Now().Add(time.Duration(n) * time.Minute)
		if err := tx.SetAdminKey(ctx, s.Caller().Account, expires); err != nil {
			return err
		}
		return s.audit(ctx, tx, s.adminKeyEvent("Admin key enabled", strconv.Itoa(n)+" minutes"))
	})
	return expires, err
}

func (s *Session) adminKeyEvent(summary, duration string) wiki.AuditEvent {
	e := wiki.AuditEvent{Category: wiki.AuditSecurity, Summary: summary, Object: wiki.AuditObject{Name: s.Caller().DisplayName, Type: "User"}}
	if duration != "" {
		e.Changed = []wiki.AuditChange{{Name: "duration", New: duration}}
	}
	return e
}

// AdminKey is when the caller's admin key ends. Errors: NotSiteAdmin, NoSuchObject when there is none.
func (s *Session) AdminKey(ctx context.Context) (time.Time, error) {
	if err := s.administers(); err != nil {
		return time.Time{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return adminKey(ctx, tx, s.Caller().Account)
}

func adminKey(ctx context.Context, tx *store.SiteTx, account wiki.AccountID) (time.Time, error) {
	expires, err := tx.AdminKey(ctx, account)
	if err == nil && expires.IsZero() {
		err = wiki.Missing("admin key", "")
	}
	return expires, err
}

// DisableAdminKey ends the caller's admin key. Errors: as AdminKey.
func (s *Session) DisableAdminKey(ctx context.Context) error {
	return s.administer(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if _, err := adminKey(ctx, tx, s.Caller().Account); err != nil {
			return err
		}
		if err := tx.DeleteAdminKey(ctx, s.Caller().Account); err != nil {
			return err
		}
		return s.audit(ctx, tx, s.adminKeyEvent("Admin key disabled", ""))
	})
}

// UseAdminKey lets the visit read with the caller's admin key, if it has one that is good. A token with scopes has none: no
// scope opens admin keys.
func (v *Visit) UseAdminKey(ctx context.Context) (err error) {
	v.adminKey, err = v.holdsAdminKey(ctx, v.tx)
	return err
}

func (v *Visit) holdsAdminKey(ctx context.Context, tx *store.SiteTx) (bool, error) {
	if !v.Caller.Admin || v.Caller.Scoped || v.Caller.IsAnonymous() {
		return false, nil
	}
	expires, err := tx.AdminKey(ctx, v.Caller.Account)
	return !expires.IsZero(), err
}
