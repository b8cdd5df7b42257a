package site

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// Principal is on whose behalf a link was signed: enough to open the site again without the credential.
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
	tx, err := s.DB.Read(ctx)
	if err != nil {
		return nil, fmt.Errorf("resume: %w", err)
	}
	v := &Visit{service: s}
	v.Site, err = tx.SiteByCloudID(ctx, p.CloudID)
	if wiki.HasReason(err, wiki.NoSuchObject) {
		err = wiki.NewError(wiki.UnknownCloudID, wiki.Facts{Object: "site", ID: p.CloudID})
	}
	if err != nil {
		tx.Close()
		return nil, err
	}
	v.tx, v.Caller = tx.In(v.Site.ID), &identity.Caller{}
	if p.Token == "" {
		if p.Account == "" {
			return v, nil
		}
		v.Close()
		return nil, wiki.NewError(wiki.CredentialsNotAccepted, wiki.Facts{Account: p.Account})
	}
	found, err := v.tx.Credential(ctx, p.Token)
	if err == nil {
		err = s.stillGood(p, found)
	}
	if err != nil {
		v.Close()
		return nil, err
	}
	v.Caller = &identity.Caller{
		Account: found.Account.ID, DisplayName: found.Account.DisplayName, Groups: found.Groups,
		Admin: found.Role == identity.SiteAdmin, Token: found.Token.ID,
		Scoped: found.Token.Kind != identity.Unscoped, Scopes: found.Token.Scopes,
	}
	return v, nil
}

// stillGood judges what a principal's token leads to now.
func (s *Service) stillGood(p Principal, found identity.Found) error {
	facts := wiki.Facts{Account: p.Account, Token: p.Token}
	reason := wiki.Reason("")
	switch {
	case found.Token == nil || found.Token.Account != p.Account:
		reason = wiki.CredentialsNotAccepted
	case found.Token.Dead(s.Now()) != "":
		reason = found.Token.Dead(s.Now())
	case !found.Account.Active:
		reason = wiki.AccountDeactivated
	case found.Policy.TokensBlocked:
		reason = wiki.PolicyBlocked
	case found.Role == "":
		reason = wiki.NoSiteAccess
	default:
		return nil
	}
	return wiki.NewError(reason, facts)
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
