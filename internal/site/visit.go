// Package site owns the running wiki: who enters, what a session may do, and every change, each in one transaction
// that loads, checks, changes and records. There is no way to content but through a Session, and none to a Session
// but through Enter. It refuses to know HTTP, JSON and SQL.
package site

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Address names the site a request is for: by cloudId at the gateway, by key at a site host. One of them is set.
type Address struct {
	CloudID string
	Key     string
}

// Visit is one request inside a site: who calls, and one snapshot of the database that authentication, permission
// and reads share (security-model.md R-NEWENEMY). It belongs to one goroutine. Close it.
type Visit struct {
	Site   wiki.Site
	Caller *identity.Caller
	// From is the network address of the caller, for the audit log. Whoever entered sets it; empty for the host's own hand.
	From string

	service  *Service
	tx       *store.SiteTx // nil after Close and while a write runs
	adminKey bool          // UseAdminKey
	begun    *store.SiteTx // the snapshot the visit began with, open or not
}

// Enter finds the site, judges the credential at the door and opens the snapshot. Errors: UnknownCloudID or
// UnknownHost when there is no such site (decided before the credential is looked at), the door's own refusals
// (ScopedTokenAtSite, CredentialsMalformed, …), an Internal error when the database does not answer. A credential that
// is not accepted is no error: the Caller is anonymous and keeps the Failure.
//
// When the door refuses, the Visit comes back beside the error with its Site set, for the wording of the refusal.
func (s *Service) Enter(ctx context.Context, at Address, cred identity.Credential, door identity.Door) (*Visit, error) {
	return s.visit(ctx, s.DB.Read, at, cred, door)
}

// ErrMoved is what a visit begun with Glance may answer with, from any method: begin anew with Enter.
var ErrMoved = store.ErrMoved

// Glance is Enter for requests that can begin anew as long as they have written nothing. Where the database has not changed,
// what was read before is not read again; where it changes in the middle, the answer is ErrMoved. A write judges its caller
// again in its own transaction, so what comes before it may rest on what is remembered.
func (s *Service) Glance(ctx context.Context, at Address, cred identity.Credential, door identity.Door) (*Visit, error) {
	return s.visit(ctx, s.DB.Glance, at, cred, door)
}

func (s *Service) visit(ctx context.Context, open func(context.Context) (*store.Tx, error), at Address,
	cred identity.Credential, door identity.Door) (*Visit, error) {
	password, err := s.passwords.owner(ctx, cred, door)
	if err != nil {
		return nil, fmt.Errorf("enter: %w", err)
	}
	tx, err := open(ctx)
	if err != nil {
		return nil, fmt.Errorf("enter: %w", err)
	}
	v := &Visit{service: s}
	if err := v.enter(ctx, tx, at, cred, door, password); err != nil {
		tx.Close()
		v.tx = nil
		if v.Site.ID == 0 {
			return nil, err
		}
		return v, err
	}
	return v, nil
}

func (v *Visit) enter(ctx context.Context, tx *store.Tx, at Address, cred identity.Credential, door identity.Door,
	password wiki.AccountID) error {
	var err error
	missing := wiki.UnknownHost
	if at.CloudID != "" {
		missing = wiki.UnknownCloudID
		v.Site, err = tx.SiteByCloudID(ctx, at.CloudID)
	} else {
		v.Site, err = tx.SiteByKey(ctx, at.Key)
	}
	if wiki.HasReason(err, wiki.NoSuchObject) {
		return wiki.NewError(missing, wiki.Facts{Object: "site", ID: at.CloudID + at.Key})
	}
	if err != nil {
		return err
	}
	v.tx = tx.In(v.Site.ID)
	v.begun = v.tx

	found := identity.Found{Password: password}
	if id, err := identity.ParseTokenText(cred.Secret); err == nil {
		if found, err = v.tx.Credential(ctx, id); err != nil {
			return err
		}
	}
	now := v.service.Now()
	caller, refused := identity.Judge(cred, door, found, v.service.Keys, v.service.Switches, now)
	if refused != nil {
		return refused
	}
	v.Caller = caller
	switch {
	case caller.Token != "":
		v.service.uses.used(caller.Token, now, found.Token.LastUsed)
	case caller.Failure != nil && caller.Failure.Reason == wiki.TokenExpired && found.Token.Died.IsZero():
		v.service.uses.expired(found.Token.ID)
	}
	return nil
}

// Open admits the caller to the site, unless all it is opened for is FetchResults (auth-behaviour.md §2: two operations answer
// whoever asks), and returns a session that can do no more than perm. Errors: Refused kinds
// (CredentialsMissing, CredentialsNotAccepted, TokenExpired, NoSiteAccess, …) for a caller that may not use the site.
func (v *Visit) Open(perm wiki.Perm) (*Session, error) {
	c := v.Caller
	switch {
	case perm == wiki.FetchResults && (c.IsAnonymous() || c.Failure != nil):
		return &Session{visit: v, perm: perm, viewer: (&identity.Caller{}).Viewer(v.Site)}, nil
	case c.Failure != nil && c.Failure.Reason == wiki.NoSiteAccess:
		return nil, c.Failure
	case c.IsAnonymous() && !v.Site.Public:
		return nil, v.unidentified()
	}
	viewer := c.Viewer(v.Site)
	viewer.AdminKey = v.adminKey
	return &Session{visit: v, perm: perm, viewer: viewer}, nil
}

// unidentified is the refusal of an anonymous caller where an account is needed: why its credential was not accepted, or
// that there was none.
func (v *Visit) unidentified() *wiki.Error {
	if v.Caller.Failure != nil {
		return v.Caller.Failure
	}
	return wiki.NewError(wiki.CredentialsMissing, wiki.Facts{})
}

// again judges the caller in another snapshot of the same request. Errors: as Open for a caller that may not use the site
// any more.
func (v *Visit) again(ctx context.Context, tx *store.SiteTx) (*identity.Caller, error) {
	if v.Caller.Token == "" { // a session of the host's own hand (System.As)
		caller, _, err := tx.Member(ctx, v.Site.ID, v.Caller.Account)
		return &caller, err
	}
	found, err := tx.Credential(ctx, v.Caller.Token)
	if err != nil {
		return nil, err
	}
	caller, refused := v.Caller.Renew(found, v.service.Switches, v.service.Now())
	if refused != nil {
		return nil, refused
	}
	return caller, nil
}

// Recall is what Keep kept in a visit to the site, if nothing was committed since: no older state answers.
func (v *Visit) Recall(key string) (any, bool) {
	if v.begun == nil {
		return nil, false
	}
	return v.begun.Recall(key)
}

// Keep keeps an answer of this visit for Recall until the next commit. It must depend on nothing but the key and the
// visit's snapshot: the key says who asked. Nothing is kept of a visit that Enter began. size is in bytes.
func (v *Visit) Keep(key string, value any, size int) {
	if v.begun != nil {
		v.begun.Keep(key, value, size)
	}
}

// Close ends the snapshot. It may be called more than once.
func (v *Visit) Close() {
	if v != nil && v.tx != nil {
		v.tx.Close()
		v.tx = nil
	}
}
