package contract

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/weirtest"
)

// credential is a way to present oneself, and the facts that the decision table asks for.
type credential struct {
	name          string
	authorization string   // empty: none is sent
	scopes        []string // nil: a token without scopes
	service       bool     // a service account's token
	bearer        bool
	unparseable   bool
	noAccess      bool   // of an account that may not use the site
	dead          string // why it is not accepted, as the server names it
}

// wallet makes credentials on one server.
type wallet struct {
	*bench
	all     []string // every scope
	special []credential

	mu   sync.Mutex
	made map[string]weirtest.Token // scoped tokens by account and scopes
}

// newWallet makes one credential of each kind that has nothing to do with scopes. foreign is a token of another
// installation.
func newWallet(t testing.TB, b *bench, all []string, foreign string) *wallet {
	t.Helper()
	w := &wallet{bench: b, all: all, made: map[string]weirtest.Token{}}
	admin := b.Admin.Email
	expired, expiredScoped := b.NewTokenFor(t, b.Admin, 1), b.NewTokenFor(t, b.Admin, 1, all...)
	b.Clock.Advance(24*time.Hour + time.Second)
	gone := b.NewAccount(t, "gone@example.com", "confluence-users")
	ofGone := b.NewToken(t, gone)
	b.Deactivate(t, gone)
	mistyped := []byte(b.Unscoped.Text)
	mistyped[20] ^= 1 // another letter
	w.special = []credential{
		{name: "none", dead: "credentials-missing"},
		{name: "unscoped", authorization: basic(admin, b.Unscoped.Text)},
		{name: "unscoped, e-mail in capitals", authorization: basic(strings.ToUpper(admin), b.Unscoped.Text)},
		{name: "unscoped, expired", authorization: basic(admin, expired.Text), dead: "token-expired"},
		{name: "scoped, expired", authorization: basic(admin, expiredScoped.Text), scopes: all, dead: "token-expired"},
		{name: "revoked", authorization: basic(admin, b.Revoked.Text), dead: "token-revoked"},
		{name: "mistyped", authorization: basic(admin, string(mistyped)), dead: "token-mistyped"},
		{name: "bogus", authorization: basic(admin, "ATATT3x-not-a-token"), dead: "credentials-not-accepted"},
		{name: "of another installation", authorization: basic(admin, foreign), dead: "credentials-not-accepted"},
		{name: "unknown e-mail", authorization: basic("foo", "bar"), dead: "credentials-not-accepted"},
		{name: "other account's e-mail", authorization: basic(b.Member.Email, b.Unscoped.Text), dead: "credentials-not-accepted"},
		{name: "deactivated account", authorization: basic(gone.Email, ofGone.Text), dead: "account-deactivated"},
		{name: "user token as Bearer", authorization: bearer(b.Unscoped.Text), bearer: true, dead: "bearer-user-token"},
		{name: "scoped user token as Bearer", authorization: bearer(b.Scoped.Text), bearer: true, scopes: all, dead: "bearer-user-token"},
		{name: "account without access", authorization: basic(b.Outsider.Email, b.NewToken(t, b.Outsider).Text), noAccess: true},
		{name: "Basic that does not parse", authorization: "Basic !!!", unparseable: true, dead: "credentials-malformed"},
		{name: "Basic without a colon", authorization: "Basic " + "Zm9v", unparseable: true, dead: "credentials-malformed"},
		{name: "unknown scheme", authorization: "Negotiate Zm9v", dead: "credentials-missing"},
	}
	return w
}

// scoped is a token of an account with exactly these scopes, as Basic.
func (w *wallet) scoped(t testing.TB, name string, owner weirtest.Account, scopes []string) credential {
	t.Helper()
	scopes = slices.Clone(scopes)
	slices.Sort(scopes)
	key := owner.ID + " " + strings.Join(scopes, " ")
	w.mu.Lock()
	defer w.mu.Unlock()
	token, ok := w.made[key]
	if !ok {
		token = w.NewToken(t, owner, scopes...)
		w.made[key] = token
	}
	return credential{name: name, authorization: basic(owner.Email, token.Text), scopes: scopes,
		service: owner.ID == w.Robot.ID}
}

// asBearer presents a service account's token the other way.
func (c credential) asBearer(text string) credential {
	c.name, c.authorization, c.bearer = c.name+" as Bearer", bearer(text), true
	return c
}

// around are the tokens with scopes that an operation's own sets suggest: exact, each scope missing in turn, everything
// else, all.
func (w *wallet) around(t testing.TB, op operation) []credential {
	t.Helper()
	sets := []struct {
		name   string
		scopes []string
	}{
		{"every scope", w.all},
		{"every other scope", without(w.all, slices.Concat(op.classic, op.granular)...)},
		{"classic set", op.classic},
		{"granular set", op.granular},
	}
	for _, set := range [][]string{op.classic, op.granular} {
		for _, s := range set {
			sets = append(sets, struct {
				name   string
				scopes []string
			}{"without " + s, without(set, s)})
		}
	}
	var creds []credential
	for _, set := range sets {
		if len(set.scopes) > 0 { // a token without any is another kind
			creds = append(creds, w.scoped(t, set.name, w.Admin, set.scopes))
		}
	}
	return creds
}

// robots are the tokens of the service account around an operation.
func (w *wallet) robots(t testing.TB, op operation) []credential {
	t.Helper()
	var creds []credential
	for _, set := range [][]string{op.classic, op.granular} {
		if len(set) > 0 {
			c := w.scoped(t, "service account, "+strings.Join(set, " "), w.Robot, set)
			creds = append(creds, c, c.asBearer(w.textOf(w.Robot, c.scopes)))
		}
	}
	return creds
}

// textOf is the text of a token that scoped has made.
func (w *wallet) textOf(owner weirtest.Account, scopes []string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.made[owner.ID+" "+strings.Join(scopes, " ")].Text
}
