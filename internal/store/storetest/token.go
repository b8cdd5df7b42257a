package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func scopes(t *testing.T, names ...string) catalog.ScopeSet {
	t.Helper()
	set, err := catalog.ParseScopes(names...)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// newToken is a token of ann's that lives for a day.
func newToken(id string) identity.Token {
	return identity.Token{ID: id, Kind: identity.Unscoped, Account: ann, Label: "token " + id, Hash: []byte{0, 1, 255}, KeyID: "k1",
		Created: start, Expires: start.Add(day(1))}
}

func testTokens(t *testing.T, open Opener) {
	w := newWorld(t, open)
	scoped := newToken("b")
	scoped.Kind, scoped.Scopes, scoped.Created = identity.Scoped, scopes(t, "read:page:confluence", "write:page:confluence"), start.Add(time.Hour)
	others := newToken("c")
	others.Account, others.KeyID = bob, "k0"
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(tx.CreateToken(ctx, newToken("a")), tx.CreateToken(ctx, scoped), tx.CreateToken(ctx, others), tx.CreateToken(ctx, newToken("d")))
	})
	err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.CreateToken(ctx, newToken("a")) })
	wantReason(t, "CreateToken with a taken id", err, wiki.DuplicateKey)

	list := func(owner wiki.AccountID) (out []identity.Token) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out, err = tx.Tokens(ctx, owner)
			return err
		})
		return out
	}
	a, b, c, d := newToken("a"), scoped, others, newToken("d")
	equal(t, "tokens of ann, newest first", list(ann), []identity.Token{b, a, d})
	equal(t, "tokens of everybody", list(""), []identity.Token{b, a, c, d})

	keys := func() (out []string) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			out, err = tx.TokenKeys(ctx)
			return err
		})
		return out
	}
	equal(t, "keys of living tokens", keys(), []string{"k0", "k1"})

	// Last use only moves forward.
	for _, at := range []time.Duration{2 * time.Hour, time.Hour} {
		w.write(func(ctx context.Context, tx *store.Tx) error {
			return tx.TouchTokens(ctx, map[string]time.Time{"a": start.Add(at), "none": start})
		})
	}
	a.LastUsed = start.Add(2 * time.Hour)
	equal(t, "after TouchTokens", list(ann), []identity.Token{b, a, d})

	// Revoking is final and keeps the first time of death.
	for range 2 {
		w.clock.Advance(time.Minute)
		w.write(func(ctx context.Context, tx *store.Tx) error { return tx.RevokeToken(ctx, "a") })
	}
	a.Revoked, a.Died = true, start.Add(time.Minute)
	equal(t, "after RevokeToken", list(ann), []identity.Token{b, a, d})
	err = w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.RevokeToken(ctx, "none") })
	wantReason(t, "RevokeToken of none", err, wiki.NoSuchObject)

	// Burying does nothing to a token that lives, and holds against a clock set back.
	bury := func() {
		w.write(func(ctx context.Context, tx *store.Tx) error { return tx.BuryToken(ctx, "d") })
	}
	bury()
	equal(t, "BuryToken of a living token", list(ann), []identity.Token{b, a, d})
	w.clock.Advance(day(1))
	d.Died = w.clock.Now()
	bury()
	w.clock.Advance(-day(2))
	bury()
	equal(t, "BuryToken of an expired token", list(ann), []identity.Token{b, a, d})
}

func testExpiredTokens(t *testing.T, open Opener) {
	w := newWorld(t, open)
	long := newToken("long")
	long.Expires = start.Add(day(2))
	revoked := newToken("revoked")
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(tx.CreateToken(ctx, newToken("short")), tx.CreateToken(ctx, long), tx.CreateToken(ctx, revoked), tx.RevokeToken(ctx, "revoked"))
	})
	deaths := func() map[string]time.Time {
		out := map[string]time.Time{}
		w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
			tokens, err := tx.Tokens(ctx, "")
			for _, k := range tokens {
				out[k.ID] = k.Died
			}
			return err
		})
		return out
	}
	expired := func() (some bool) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			some, err = tx.HasExpired(ctx)
			return err
		})
		return some
	}
	bury := func() { w.write(func(ctx context.Context, tx *store.Tx) error { return tx.BuryExpired(ctx) }) }
	var alive time.Time
	bury()
	equal(t, "HasExpired at the start", expired(), false)
	equal(t, "deaths at the start", deaths(), map[string]time.Time{"short": alive, "long": alive, "revoked": start})
	w.clock.Advance(day(1) - time.Millisecond)
	equal(t, "HasExpired a millisecond before", expired(), false)
	w.clock.Advance(time.Millisecond)
	equal(t, "HasExpired at the moment", expired(), true)
	bury()
	equal(t, "deaths after a day", deaths(), map[string]time.Time{"short": start.Add(day(1)), "long": alive, "revoked": start})
	equal(t, "HasExpired when all is recorded", expired(), false)
}

func testPasswords(t *testing.T, open Opener) {
	w := newWorld(t, open)
	find := func(email string) [2]string {
		var id wiki.AccountID
		var hash string
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			id, hash, err = tx.PasswordByEmail(ctx, email)
			return err
		})
		return [2]string{string(id), hash}
	}
	set := func(hash string) {
		w.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetPassword(ctx, ann, hash) })
	}
	equal(t, "none at first", find("ann@example.com"), [2]string{})
	set("one")
	equal(t, "set", find("ANN@example.com"), [2]string{string(ann), "one"})
	set("two")
	equal(t, "set again", find("ann@example.com"), [2]string{string(ann), "two"})
	equal(t, "of another", find("bob@example.com"), [2]string{})
	equal(t, "of nobody", find("nobody@example.com"), [2]string{})
	w.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetAccountActive(ctx, ann, false) })
	equal(t, "of a deactivated account", find("ann@example.com"), [2]string{})
	w.write(func(ctx context.Context, tx *store.Tx) error { return tx.SetAccountActive(ctx, ann, true) })
	set("")
	equal(t, "taken away", find("ann@example.com"), [2]string{})
	err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.SetPassword(ctx, "nobody", "one") })
	wantReason(t, "SetPassword of nobody", err, wiki.NoSuchObject)
}

func testCredentials(t *testing.T, open Opener) {
	w := newWorld(t, open)
	scoped := newToken("scoped")
	scoped.Kind, scoped.Account, scoped.Scopes = identity.Scoped, bob, scopes(t, "read:confluence-content.summary")
	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(tx.CreateToken(ctx, newToken("plain")), tx.CreateToken(ctx, scoped),
			tx.SetSiteAccess(ctx, w.here.site, ann, identity.SiteAdmin),
			tx.SetSiteAccess(ctx, w.there.site, bob, identity.SiteUser),
			tx.AddMember(ctx, readers, ann))
	})
	find := func(p *place, id string) (f identity.Found) {
		p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			f, err = tx.Credential(ctx, id)
			return err
		})
		return f
	}
	got := find(w.here, "plain")
	equal(t, "token", *got.Token, newToken("plain"))
	equal(t, "account", got.Account, identity.Account{ID: ann, Kind: identity.Person, Email: "Ann@Example.com", DisplayName: "Ann",
		PublicName: "ann", TimeZone: "Europe/Berlin", Active: true, Created: start})
	equal(t, "groups", got.Groups, []wiki.GroupID{readers, writers})
	equal(t, "role", got.Role, identity.SiteAdmin)
	equal(t, "policy", got.Policy, identity.Policy{})

	equal(t, "role on another site", find(w.there, "plain").Role, identity.SiteRole(""))
	other := find(w.there, "scoped")
	equal(t, "role of bob there", other.Role, identity.SiteUser)
	equal(t, "scopes", other.Token.Scopes.String(), "read:confluence-content.summary")
	equal(t, "role of bob here", find(w.here, "scoped").Role, identity.SiteRole(""))

	for _, id := range []string{"none", "", "PLAIN"} {
		if f := find(w.here, id); f.Token != nil || f.Role != "" || f.Groups != nil {
			t.Errorf("Credential(%q) found %+v", id, f)
		}
	}

	w.write(func(ctx context.Context, tx *store.Tx) error {
		return first(tx.SetPolicy(ctx, identity.Policy{TokensBlocked: true}), tx.SetAccountActive(ctx, ann, false),
			tx.RevokeToken(ctx, "plain"), tx.RemoveMember(ctx, readers, ann), tx.RemoveMember(ctx, writers, ann))
	})
	got = find(w.here, "plain")
	equal(t, "after changes: active, revoked, groups, policy",
		[]any{got.Account.Active, got.Token.Revoked, got.Groups, got.Policy.TokensBlocked}, []any{false, true, []wiki.GroupID(nil), true})
}
