package identity

import (
	"crypto/sha256"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// Found is what the store knows of a presented credential, all read in one snapshot. Token is nil when the text names
// none.
type Found struct {
	Token   *Token
	Account Account
	Groups  []wiki.GroupID
	Role    SiteRole // empty: no access to this site
	Policy  Policy
	// Password is the account whose password the secret is, where that is asked for at all (Switches.TellPasswords).
	Password wiki.AccountID
}

// Switches are the configurable parts of the judgement, defaults false (design.md §2 "Credentials").
type Switches struct {
	RejectInvalid bool // auth.invalid-credentials: reject — failed credentials are 401 instead of anonymous
	// UnscopedAtGateway "off" would follow the guides instead of the measurement (auth-behaviour.md §11).
	RefuseUnscopedAtGateway bool
	TolerateBearerAtSite    bool // an opaque Bearer at the site is anonymous (S1) instead of B1
	// TellPasswords answers an account's password at the site with T1. Whoever may ask then knows when a guess was right.
	TellPasswords bool
}

// Judge decides who calls. It is the whole of auth-behaviour.md §0 for API tokens in one place: nothing later asks how
// the token came. The second result is a refusal of the door itself; otherwise the Caller is never nil, and a
// credential that was not accepted leaves an anonymous Caller with its Failure.
func Judge(cred Credential, door Door, found Found, keys Keyring, sw Switches, now time.Time) (*Caller, *wiki.Error) {
	switch cred.Carrier {
	case None:
		return &Caller{}, nil
	case Malformed:
		failure := wiki.NewError(wiki.CredentialsMalformed, wiki.Facts{
			Detail: "the value of Authorization: Basic is not base64 of email:token"})
		if door == AtSite {
			return nil, failure // H1 (auth-behaviour.md §0)
		}
		return anonymous(failure, sw) // EMU: as no credential
	}

	reason := accept(cred, found, keys, now)
	var facts wiki.Facts
	if found.Token != nil {
		facts.Token, facts.Account = found.Token.ID, found.Token.Account
	}
	failed := func(r wiki.Reason) (*Caller, *wiki.Error) { return anonymous(wiki.NewError(r, facts), sw) }

	if door == AtSite {
		switch {
		case cred.Carrier == Bearer && cred.IsJWT():
			return nil, wiki.NewError(wiki.CredentialsNotAccepted, facts).Hard()
		case cred.Carrier == Bearer && found.Token != nil && found.Token.Kind == ServiceToken && reason == "":
			return nil, wiki.NewError(wiki.ServiceTokenAtSite, facts)
		case cred.Carrier == Bearer && !sw.TolerateBearerAtSite:
			return nil, wiki.NewError(wiki.BearerAtSite, facts) // B1 (auth-behaviour.md §2)
		case cred.Carrier == Bearer:
			return failed(wiki.BearerAtSite)
		case reason == wiki.PasswordNotAccepted:
			facts.Account = found.Password
			return nil, wiki.NewError(reason, facts).Hard() // T1
		case reason != "":
			return failed(reason)
		case found.Token.Kind == ServiceToken:
			return nil, wiki.NewError(wiki.ServiceTokenAtSite, facts)
		case found.Token.Kind == Scoped:
			return nil, wiki.NewError(wiki.ScopedTokenAtSite, facts) // even for public data
		}
	} else {
		switch {
		case reason != "":
			return failed(reason)
		case cred.Carrier == Bearer && found.Token.Kind != ServiceToken:
			return failed(wiki.BearerUserTokenAtGate)
		case found.Token.Kind == Unscoped && sw.RefuseUnscopedAtGateway:
			return failed(wiki.UnscopedTokenAtGateway)
		}
	}
	caller := callerOf(found)
	if found.Role == "" {
		// The credential is good, the account may not use this site (auth-behaviour.md §2, S1 or S2). The scope gate
		// still comes first, so the caller goes on and the site refuses it.
		caller.Failure = wiki.NewError(wiki.NoSiteAccess, facts)
	}
	return caller, nil
}

func callerOf(found Found) *Caller {
	return &Caller{
		Account: found.Account.ID, DisplayName: found.Account.DisplayName, Groups: found.Groups,
		Admin: found.Role == SiteAdmin, Token: found.Token.ID,
		Scoped: found.Token.Kind != Unscoped, Scopes: found.Token.Scopes,
	}
}

// Renew judges a caller that came with a token again, in a later snapshot of the same request (security-model.md
// R-NEWENEMY). Its secret was verified when it came and cannot change; everything else can. A refusal has the reason
// the token would be refused for now.
func (c *Caller) Renew(found Found, sw Switches, now time.Time) (*Caller, *wiki.Error) {
	facts := wiki.Facts{Token: c.Token, Account: c.Account}
	if found.Token == nil {
		return nil, refuse(wiki.NewError(wiki.CredentialsNotAccepted, facts), sw)
	}
	if reason := living(found, now); reason != "" {
		return nil, refuse(wiki.NewError(reason, facts), sw)
	}
	if found.Role == "" {
		return nil, wiki.NewError(wiki.NoSiteAccess, facts)
	}
	return callerOf(found), nil
}

// accept decides whether the pair is a living token of an active account, and if not, why.
func accept(cred Credential, found Found, keys Keyring, now time.Time) wiki.Reason {
	if _, err := ParseTokenText(cred.Secret); err == ErrChecksum {
		return wiki.TokenMistyped
	} else if err != nil && found.Password != "" && cred.Carrier == Basic {
		return wiki.PasswordNotAccepted
	} else if err != nil {
		return wiki.CredentialsNotAccepted
	}
	// An unknown id costs the same work as a known one (security-model.md §5 "Look-up").
	keyID, hash := keys.Current, make([]byte, sha256.Size)
	if found.Token != nil {
		keyID, hash = found.Token.KeyID, found.Token.Hash
	}
	switch verified := keys.Verify(cred.Secret, keyID, hash); {
	case !verified || found.Token == nil:
		return wiki.CredentialsNotAccepted
	case cred.Carrier == Basic && !strings.EqualFold(cred.User, found.Account.Email):
		return wiki.CredentialsNotAccepted // another account's token, or a wrong e-mail: indistinguishable
	}
	return living(found, now)
}

// living decides whether a known token can be used now, and if not, why.
func living(found Found, now time.Time) wiki.Reason {
	if dead := found.Token.Dead(now); dead != "" {
		return dead
	}
	switch {
	case !found.Account.Active:
		return wiki.AccountDeactivated
	case found.Policy.TokensBlocked:
		return wiki.PolicyBlocked
	}
	return ""
}

func anonymous(failure *wiki.Error, sw Switches) (*Caller, *wiki.Error) {
	if sw.RejectInvalid {
		return nil, failure.Hard()
	}
	return &Caller{Failure: failure}, nil
}

// refuse is the refusal of a credential that cannot go on as anonymous any more.
func refuse(failure *wiki.Error, sw Switches) *wiki.Error {
	if sw.RejectInvalid {
		return failure.Hard()
	}
	return failure
}
