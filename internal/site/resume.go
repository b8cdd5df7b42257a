package site

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Principal is on whose behalf a link was signed or a task runs: enough to open the site again without the credential.
type Principal struct {
	CloudID string
	Account wiki.AccountID // empty: anonymous
	Token   string         // public id of the token it called with, empty for anonymous
}

// Principal names the caller of a session.
func (s *Session) Principal() Principal {
	c := s.Caller()
	return Principal{CloudID: s.Site().CloudID, Account: c.Account, Token: c.Token}
}

// Resume enters a site as a principal that a signature vouches for, and judges it anew: a token that was revoked or ran
// out since, an account without access, a site that is no longer public are refused as they are everywhere
// (design.md §5 "Revocation"). Errors: UnknownCloudID, CredentialsNotAccepted, TokenRevoked, TokenExpired,
// AccountDeactivated, PolicyBlocked, NoSiteAccess. Close the visit.
func (s *Service) Resume(ctx context.Context, p Principal) (*Visit, error) {
	if p.Account != "" && p.Token == "" { // the host's own hand signs nothing
		return nil, wiki.NewError(wiki.CredentialsNotAccepted, wiki.Facts{Account: p.Account})
	}
	tx, err := s.DB.Read(ctx)
	if err != nil {
		return nil, fmt.Errorf("resume: %w", err)
	}
	site, err := tx.SiteByCloudID(ctx, p.CloudID)
	if wiki.HasReason(err, wiki.NoSuchObject) {
		err = wiki.NewError(wiki.UnknownCloudID, wiki.Facts{Object: "site", ID: p.CloudID})
	}
	var v *Visit
	if err == nil {
		v, err = s.resume(ctx, tx, site, p)
	}
	if err != nil {
		tx.Close()
		return nil, err
	}
	return v, nil
}

// resume is Resume in a transaction that is open already, for a site that was found.
func (s *Service) resume(ctx context.Context, tx *store.Tx, site wiki.Site, p Principal) (*Visit, error) {
	v := &Visit{Site: site, Caller: &identity.Caller{Account: p.Account, Token: p.Token}, service: s, tx: tx.In(site.ID)}
	if v.Caller.IsAnonymous() {
		return v, nil
	}
	caller, err := v.again(ctx, v.tx)
	if err == nil && caller.Account != p.Account {
		err = wiki.NewError(wiki.CredentialsNotAccepted, wiki.Facts{Account: p.Account, Token: p.Token})
	}
	v.Caller = caller
	return v, err
}

// MediaKey derives the key that signs the addresses of downloads from the current server key, so that they work on every
// node.
func MediaKey(ring identity.Keyring) []byte {
	key, err := hkdf.Key(sha256.New, ring.Keys[ring.Current], nil, "weir media", keyBytes)
	if err != nil {
		panic(err) // only for lengths HKDF cannot make
	}
	return key
}
