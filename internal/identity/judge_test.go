package identity_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

var judgementDay = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func keyring() identity.Keyring {
	return identity.Keyring{Current: "k", Keys: map[string][]byte{"k": bytes.Repeat([]byte{7}, 32)}}
}

// holder is an account with one token, as the store would find them.
type holder struct {
	found identity.Found
	text  string
}

func newHolder(t *testing.T, kind identity.TokenKind, seed byte, change func(*identity.Found)) holder {
	t.Helper()
	id, text := newText(t, kind, seed)
	keyID, hash := keyring().Hash(text)
	scopes, err := catalog.ParseScopes("read:confluence-user")
	if err != nil {
		t.Fatal(err)
	}
	if kind == identity.Unscoped {
		scopes = catalog.ScopeSet{}
	}
	account := identity.Account{ID: "ann", Kind: identity.Person, Email: "Ann@example.com", DisplayName: "Ann", Active: true}
	if kind == identity.ServiceToken {
		account = identity.Account{ID: "robot", Kind: identity.Service, Email: "robot@serviceaccount.example.com", DisplayName: "Robot", Active: true}
	}
	h := holder{text: text, found: identity.Found{
		Token: &identity.Token{ID: id, Kind: kind, Account: account.ID, Scopes: scopes, KeyID: keyID, Hash: hash,
			Created: judgementDay.Add(-time.Hour), Expires: judgementDay.Add(time.Hour)},
		Account: account, Groups: []wiki.GroupID{"g1", "g2"}, Role: identity.SiteUser,
	}}
	if change != nil {
		change(&h.found)
	}
	return h
}

func (h holder) basic() identity.Credential { return h.basicAs(h.found.Account.Email) }

func (h holder) basicAs(email string) identity.Credential {
	return identity.Credential{Carrier: identity.Basic, User: email, Secret: h.text}
}

func (h holder) bearer() identity.Credential {
	return identity.Credential{Carrier: identity.Bearer, Secret: h.text}
}

// verdict is an answer of Judge: one of who is accepted, what failed while the call goes on as anonymous, and what the
// door refuses; with the kind of answer that belongs to a refusal or, on a private site, to the failure.
type verdict struct {
	account  wiki.AccountID
	scoped   bool
	failure  wiki.Reason
	refusal  wiki.Reason
	kind     wiki.ErrorKind
	noAccess bool // accepted, and may not use the site
}

func asAnonymous(r wiki.Reason) verdict        { return verdict{failure: r, kind: wiki.Refused} } // S1 of v1, S3 of v2
func h1(r wiki.Reason) verdict                 { return verdict{refusal: r, kind: wiki.Unauthorized} }
func b1(r wiki.Reason) verdict                 { return verdict{refusal: r, kind: wiki.Forbidden} }
func accepted(id wiki.AccountID) verdict       { return verdict{account: id} }
func acceptedScoped(id wiki.AccountID) verdict { return verdict{account: id, scoped: true} }

func read(caller *identity.Caller, refused *wiki.Error) verdict {
	switch {
	case refused != nil:
		return verdict{refusal: refused.Reason, kind: refused.Kind()}
	case caller.Failure != nil && caller.Account != "":
		return verdict{account: caller.Account, scoped: caller.Scoped, noAccess: caller.Failure.Reason == wiki.NoSiteAccess,
			kind: caller.Failure.Kind()}
	case caller.Failure != nil:
		return asAnonymous(caller.Failure.Reason)
	}
	return verdict{account: caller.Account, scoped: caller.Scoped}
}

// TestJudge is auth-behaviour.md §0 for API tokens, and what §2, §3, §4 and §11 add to it. The expectations are typed
// from that document; "as anonymous" is the caller without an account whose Failure keeps the reason.
func TestJudge(t *testing.T) {
	t.Parallel()
	const (
		site    = identity.AtSite
		gateway = identity.AtGateway
	)
	unscoped := newHolder(t, identity.Unscoped, 10, nil)
	scoped := newHolder(t, identity.Scoped, 11, nil)
	service := newHolder(t, identity.ServiceToken, 12, nil)
	with := func(kind identity.TokenKind, change func(*identity.Found)) holder {
		return newHolder(t, kind, 13, change)
	}
	expired := func(f *identity.Found) { f.Token.Expires = judgementDay }
	lastMoment := func(f *identity.Found) { f.Token.Expires = judgementDay.Add(time.Millisecond) }
	buried := func(f *identity.Found) { f.Token.Died = judgementDay.Add(time.Minute) }
	revoked := func(f *identity.Found) { f.Token.Revoked, f.Token.Died = true, judgementDay.Add(-time.Minute) }
	inactive := func(f *identity.Found) { f.Account.Active = false }
	blocked := func(f *identity.Found) { f.Policy.TokensBlocked = true }
	noRole := func(f *identity.Found) { f.Role = "" }
	forged := func(f *identity.Found) { f.Token.Hash[0] ^= 1 }
	lostKey := func(f *identity.Found) { f.Token.KeyID = "lost" }
	unknown := func(f *identity.Found) { *f = identity.Found{} }

	none := identity.Credential{}
	malformed := identity.Credential{Carrier: identity.Malformed}
	nothing := holder{}
	ownPassword := holder{found: identity.Found{Password: "ann"}}
	pair := func(user, secret string) identity.Credential {
		return identity.Credential{Carrier: identity.Basic, User: user, Secret: secret}
	}
	bearer := func(secret string) identity.Credential {
		return identity.Credential{Carrier: identity.Bearer, Secret: secret}
	}
	reject := identity.Switches{RejectInvalid: true}
	tolerate := identity.Switches{TolerateBearerAtSite: true}
	sitesOnly := identity.Switches{RefuseUnscopedAtGateway: true}
	mistyped := unscoped.text[:49] + "!"

	for _, row := range []struct {
		cite string
		h    holder
		cred identity.Credential
		door identity.Door
		sw   identity.Switches
		want verdict
	}{
		{"§0 row 1: none", nothing, none, site, identity.Switches{}, verdict{}},
		{"§0 row 1: none", nothing, none, gateway, identity.Switches{}, verdict{}},
		{"§0 row 1: none is not invalid", nothing, none, site, reject, verdict{}},
		{"§0 row 1: none is not invalid", nothing, none, gateway, reject, verdict{}},

		{"§0 row 2: unscoped", unscoped, unscoped.basic(), site, identity.Switches{}, accepted("ann")},
		{"§0 row 2: unscoped", unscoped, unscoped.basic(), gateway, identity.Switches{}, accepted("ann")},
		{"§2 e-mail comparison", unscoped, unscoped.basicAs("ann@EXAMPLE.com"), site, identity.Switches{}, accepted("ann")},
		{"§2 e-mail comparison", unscoped, unscoped.basicAs("ANN@example.COM"), gateway, identity.Switches{}, accepted("ann")},
		{"§11 unscoped at the gateway, switched off", unscoped, unscoped.basic(), gateway, sitesOnly, asAnonymous(wiki.UnscopedTokenAtGateway)},
		{"§11 unscoped at the gateway, switched off", unscoped, unscoped.basic(), site, sitesOnly, accepted("ann")},
		{"§11 unscoped at the gateway, switched off", scoped, scoped.basic(), gateway, sitesOnly, acceptedScoped("ann")},

		{"§0 row 3: wrong token", with(identity.Unscoped, forged), with(identity.Unscoped, forged).basic(), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 3: wrong token", with(identity.Unscoped, forged), with(identity.Unscoped, forged).basic(), gateway, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 3: unknown token", nothing, unscoped.basic(), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 3: unknown token", nothing, unscoped.basic(), gateway, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 3: mistyped token", nothing, pair("ann@example.com", mistyped), site, identity.Switches{}, asAnonymous(wiki.TokenMistyped)},
		{"§0 row 3: mistyped token", nothing, pair("ann@example.com", mistyped), gateway, identity.Switches{}, asAnonymous(wiki.TokenMistyped)},
		{"§0 row 3: mistyped token", nothing, pair("ann@example.com", unscoped.text+"\n"), site, identity.Switches{}, asAnonymous(wiki.TokenMistyped)},
		{"§0 row 3: expired", with(identity.Unscoped, expired), with(identity.Unscoped, expired).basic(), site, identity.Switches{}, asAnonymous(wiki.TokenExpired)},
		{"§0 row 3: expired", with(identity.Unscoped, expired), with(identity.Unscoped, expired).basic(), gateway, identity.Switches{}, asAnonymous(wiki.TokenExpired)},
		{"§4 expired: scoped, at the site", with(identity.Scoped, expired), with(identity.Scoped, expired).basic(), site, identity.Switches{}, asAnonymous(wiki.TokenExpired)},
		{"§4 expired: the last millisecond", with(identity.Unscoped, lastMoment), with(identity.Unscoped, lastMoment).basic(), site, identity.Switches{}, accepted("ann")},
		{"§4 expired: buried, the clock set back", with(identity.Unscoped, buried), with(identity.Unscoped, buried).basic(), site, identity.Switches{}, asAnonymous(wiki.TokenExpired)},
		{"§0 row 3: revoked", with(identity.Unscoped, revoked), with(identity.Unscoped, revoked).basic(), site, identity.Switches{}, asAnonymous(wiki.TokenRevoked)},
		{"§0 row 3: revoked", with(identity.Scoped, revoked), with(identity.Scoped, revoked).basic(), gateway, identity.Switches{}, asAnonymous(wiki.TokenRevoked)},
		{"§11 invalid, rejected", with(identity.Unscoped, revoked), with(identity.Unscoped, revoked).basic(), site, reject, h1(wiki.TokenRevoked)},
		{"§11 invalid, rejected", with(identity.Unscoped, expired), with(identity.Unscoped, expired).basic(), gateway, reject, h1(wiki.TokenExpired)},
		{"§11 invalid, rejected", nothing, unscoped.basic(), gateway, reject, h1(wiki.CredentialsNotAccepted)},
		{"security-model.md §5: the key was lost", with(identity.Unscoped, lostKey), with(identity.Unscoped, lostKey).basic(), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},

		{"§0 row 4: unknown e-mail", unscoped, unscoped.basicAs("eve@example.com"), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 4: unknown e-mail", unscoped, unscoped.basicAs("eve@example.com"), gateway, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 4: another account's token", service, service.basicAs("ann@example.com"), gateway, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 4: another account's scoped token", scoped, scoped.basicAs("eve@example.com"), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 4: foo:bar", nothing, pair("foo", "bar"), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§0 row 4: foo:bar", nothing, pair("foo", "bar"), gateway, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§2 a wrong e-mail tells nothing of the token", with(identity.Unscoped, revoked), with(identity.Unscoped, revoked).basicAs("eve@example.com"), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},

		{"§0 row 5: does not parse", nothing, malformed, site, identity.Switches{}, h1(wiki.CredentialsMalformed)},
		{"§0 row 5: does not parse", nothing, malformed, site, reject, h1(wiki.CredentialsMalformed)},
		{"§0 row 5: does not parse, EMU as none", nothing, malformed, gateway, identity.Switches{}, verdict{failure: wiki.CredentialsMalformed, kind: wiki.Refused}},
		{"§11 does not parse, rejected", nothing, malformed, gateway, reject, h1(wiki.CredentialsMalformed)},

		{"§0 row 6: scoped", scoped, scoped.basic(), site, identity.Switches{}, h1(wiki.ScopedTokenAtSite)},
		{"§0 row 6: scoped", scoped, scoped.basic(), gateway, identity.Switches{}, acceptedScoped("ann")},
		{"§0 row 6: scoped, whoever may use the site", with(identity.Scoped, noRole), with(identity.Scoped, noRole).basic(), site, identity.Switches{}, h1(wiki.ScopedTokenAtSite)},

		{"§0 row 7: password", nothing, pair("ann@example.com", "hunter2"), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)}, // design.md §2: not told
		{"§0 row 7: password, told", ownPassword, pair("ann@example.com", "hunter2"), site, identity.Switches{TellPasswords: true}, h1(wiki.PasswordNotAccepted)},
		{"§0 row 7: password as Bearer is any Bearer", ownPassword, bearer("hunter2"), site, identity.Switches{TellPasswords: true}, b1(wiki.BearerAtSite)},
		{"§0 row 7: password, EMU anonymous", nothing, pair("ann@example.com", "hunter2"), gateway, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},

		{"§0 row 8: user token as Bearer", unscoped, unscoped.bearer(), site, identity.Switches{}, b1(wiki.BearerAtSite)},
		{"§0 row 8: scoped user token as Bearer", scoped, scoped.bearer(), site, identity.Switches{}, b1(wiki.BearerAtSite)},
		{"§0 row 8: opaque Bearer", nothing, bearer("opaque"), site, identity.Switches{}, b1(wiki.BearerAtSite)},
		{"§0 row 8: revoked token as Bearer", with(identity.Unscoped, revoked), with(identity.Unscoped, revoked).bearer(), site, identity.Switches{}, b1(wiki.BearerAtSite)},
		{"§11 opaque Bearer at the site, S1", unscoped, unscoped.bearer(), site, tolerate, asAnonymous(wiki.BearerAtSite)},
		{"§0 row 8: user token as Bearer", unscoped, unscoped.bearer(), gateway, identity.Switches{}, asAnonymous(wiki.BearerUserTokenAtGate)},
		{"§3 user API token as Bearer, scoped", scoped, scoped.bearer(), gateway, identity.Switches{}, asAnonymous(wiki.BearerUserTokenAtGate)},
		{"§3 user API token as Bearer, rejected", scoped, scoped.bearer(), gateway, reject, h1(wiki.BearerUserTokenAtGate)},
		{"§3 opaque Bearer", nothing, bearer("opaque"), gateway, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},

		{"§0 row 9: service token as Bearer, EMU H1", service, service.bearer(), site, identity.Switches{}, h1(wiki.ServiceTokenAtSite)},
		{"§0 row 9: service token as Bearer", service, service.bearer(), gateway, identity.Switches{}, acceptedScoped("robot")},
		{"§3 service token carrier: never at the site", service, service.basic(), site, identity.Switches{}, h1(wiki.ServiceTokenAtSite)},
		{"§3 service token carrier: Basic at the gateway", service, service.basic(), gateway, identity.Switches{}, acceptedScoped("robot")},
		{"§11 opaque Bearer at the site changes no service token", service, service.bearer(), site, tolerate, h1(wiki.ServiceTokenAtSite)},
		{"§3 expired service token", with(identity.ServiceToken, expired), with(identity.ServiceToken, expired).bearer(), gateway, identity.Switches{}, asAnonymous(wiki.TokenExpired)},
		{"§0 row 8: a dead service token is any Bearer", with(identity.ServiceToken, expired), with(identity.ServiceToken, expired).bearer(), site, identity.Switches{}, b1(wiki.BearerAtSite)},

		{"§0 row 10 and §2: JWT-shaped", nothing, bearer(jwt), site, identity.Switches{}, h1(wiki.CredentialsNotAccepted)},
		{"§0 row 10 and §2: JWT-shaped, whatever the switch", nothing, bearer(jwt), site, tolerate, h1(wiki.CredentialsNotAccepted)},
		{"§0 row 11: JWT-shaped, never 401", nothing, bearer(jwt), gateway, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
		{"§11 invalid, rejected: JWT-shaped", nothing, bearer(jwt), gateway, reject, h1(wiki.CredentialsNotAccepted)},

		{"§0 row 13: deactivated, EMU anonymous", with(identity.Unscoped, inactive), with(identity.Unscoped, inactive).basic(), site, identity.Switches{}, asAnonymous(wiki.AccountDeactivated)},
		{"§0 row 13: deactivated, EMU anonymous", with(identity.Scoped, inactive), with(identity.Scoped, inactive).basic(), gateway, identity.Switches{}, asAnonymous(wiki.AccountDeactivated)},
		{"§0 row 13: deactivated, scoped, at the site", with(identity.Scoped, inactive), with(identity.Scoped, inactive).basic(), site, identity.Switches{}, asAnonymous(wiki.AccountDeactivated)},

		{"§4 blocked, EMU invalid", with(identity.Unscoped, blocked), with(identity.Unscoped, blocked).basic(), site, identity.Switches{}, asAnonymous(wiki.PolicyBlocked)},
		{"§4 blocked, EMU invalid", with(identity.ServiceToken, blocked), with(identity.ServiceToken, blocked).bearer(), gateway, identity.Switches{}, asAnonymous(wiki.PolicyBlocked)},
		{"§4 blocked, rejected", with(identity.Unscoped, blocked), with(identity.Unscoped, blocked).basic(), gateway, reject, h1(wiki.PolicyBlocked)},

		{"§2 account without product access", with(identity.Unscoped, noRole), with(identity.Unscoped, noRole).basic(), site, identity.Switches{}, verdict{account: "ann", noAccess: true, kind: wiki.Refused}},
		{"§2 account without product access", with(identity.Scoped, noRole), with(identity.Scoped, noRole).basic(), gateway, identity.Switches{}, verdict{account: "ann", scoped: true, noAccess: true, kind: wiki.Refused}},
		{"§2 without product access is not invalid", with(identity.Unscoped, noRole), with(identity.Unscoped, noRole).basic(), site, reject, verdict{account: "ann", noAccess: true, kind: wiki.Refused}},
		{"the row was purged", with(identity.Unscoped, unknown), unscoped.basic(), site, identity.Switches{}, asAnonymous(wiki.CredentialsNotAccepted)},
	} {
		got := read(identity.Judge(row.cred, row.door, row.h.found, keyring(), row.sw, judgementDay))
		if got != row.want {
			t.Errorf("%s, at the %s, %+v:\n got %+v\nwant %+v", row.cite, row.door, row.sw, got, row.want)
		}
	}
}

// TestAnAcceptedCallerIsWhatTheStoreFound shows that nothing of an account is lost or made up on the way.
func TestAnAcceptedCallerIsWhatTheStoreFound(t *testing.T) {
	t.Parallel()
	h := newHolder(t, identity.Scoped, 14, func(f *identity.Found) { f.Role = identity.SiteAdmin })
	got, refused := identity.Judge(h.basic(), identity.AtGateway, h.found, keyring(), identity.Switches{}, judgementDay)
	want := &identity.Caller{Account: "ann", DisplayName: "Ann", Groups: []wiki.GroupID{"g1", "g2"}, Admin: true,
		Token: h.found.Token.ID, Scoped: true, Scopes: h.found.Token.Scopes}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b catalog.ScopeSet) bool { return a == b })); diff != "" || refused != nil {
		t.Errorf("Judge refuses with %v, or (-want +got):\n%s", refused, diff)
	}
}

// TestAFailedCallerIsNobody shows that a failed credential gives nothing an anonymous caller has not (R-CRED).
func TestAFailedCallerIsNobody(t *testing.T) {
	t.Parallel()
	h := newHolder(t, identity.Scoped, 15, func(f *identity.Found) { f.Token.Revoked, f.Role = true, identity.SiteAdmin })
	got, refused := identity.Judge(h.basic(), identity.AtGateway, h.found, keyring(), identity.Switches{}, judgementDay)
	if refused != nil {
		t.Fatal(refused)
	}
	failure := got.Failure
	got.Failure = nil
	if diff := cmp.Diff(&identity.Caller{}, got, cmp.Comparer(func(a, b catalog.ScopeSet) bool { return a == b })); diff != "" {
		t.Errorf("a failed caller keeps (-want +got):\n%s", diff)
	}
	if failure.Facts.Token != h.found.Token.ID || failure.Facts.Account != "ann" {
		t.Errorf("the failure's facts are %+v, want those of the token for the log", failure.Facts)
	}
}

// TestRenewJudgesTheSameCallerAgain is R-NEWENEMY inside one request: between its snapshots everything but the secret
// may change.
func TestRenewJudgesTheSameCallerAgain(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		change func(*identity.Found)
		want   verdict
	}{
		"nothing changed":     {func(*identity.Found) {}, acceptedScoped("ann")},
		"left a group":        {func(f *identity.Found) { f.Groups = nil }, acceptedScoped("ann")},
		"the token is gone":   {func(f *identity.Found) { *f = identity.Found{} }, verdict{refusal: wiki.CredentialsNotAccepted, kind: wiki.Refused}},
		"revoked":             {func(f *identity.Found) { f.Token.Revoked = true }, verdict{refusal: wiki.TokenRevoked, kind: wiki.Refused}},
		"expired":             {func(f *identity.Found) { f.Token.Expires = judgementDay }, verdict{refusal: wiki.TokenExpired, kind: wiki.Refused}},
		"deactivated":         {func(f *identity.Found) { f.Account.Active = false }, verdict{refusal: wiki.AccountDeactivated, kind: wiki.Refused}},
		"tokens were blocked": {func(f *identity.Found) { f.Policy.TokensBlocked = true }, verdict{refusal: wiki.PolicyBlocked, kind: wiki.Refused}},
		"lost the site":       {func(f *identity.Found) { f.Role = "" }, verdict{refusal: wiki.NoSiteAccess, kind: wiki.Refused}},
	} {
		h := newHolder(t, identity.Scoped, 16, nil)
		caller, refused := identity.Judge(h.basic(), identity.AtGateway, h.found, keyring(), identity.Switches{}, judgementDay)
		if refused != nil {
			t.Fatal(refused)
		}
		row.change(&h.found)
		again, refused := caller.Renew(h.found, identity.Switches{}, judgementDay)
		if got := read(again, refused); got != row.want {
			t.Errorf("%s: Renew gives %+v, want %+v", name, got, row.want)
		}
		if again != nil && !cmp.Equal(again.Groups, h.found.Groups) {
			t.Errorf("%s: the groups are %v, want %v", name, again.Groups, h.found.Groups)
		}
		_, refused = caller.Renew(h.found, identity.Switches{RejectInvalid: true}, judgementDay)
		if row.want.refusal != "" && row.want.refusal != wiki.NoSiteAccess && refused.Kind() != wiki.Unauthorized {
			t.Errorf("%s: with the switch to reject, the kind is %v, want Unauthorized", name, refused.Kind())
		}
	}
}
