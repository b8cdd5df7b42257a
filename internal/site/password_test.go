package site_test

import (
	"testing"
	"time"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

const annsPassword = "correct horse battery staple"

func TestAPasswordIsToldWhereTheSwitchSaysSo(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must(b.service.System().SetPassword(t.Context(), b.people["ann"], annsPassword))
	b.must(b.service.System().SetPassword(t.Context(), b.people["bob"], annsPassword))
	b.must(b.service.System().SetActive(t.Context(), b.people["bob"].ID, false))
	tells := b.open("", identity.Switches{TellPasswords: true})
	ann, bob, cy := b.people["ann"].Email, b.people["bob"].Email, b.people["cy"].Email
	pair := func(user, secret string) identity.Credential {
		return identity.Credential{Carrier: identity.Basic, User: user, Secret: secret}
	}
	for name, row := range map[string]struct {
		service *site.Service
		cred    identity.Credential
		want    wiki.Reason
	}{
		"right":                     {tells, pair(ann, annsPassword), wiki.PasswordNotAccepted},
		"right, e-mail in capitals": {tells, pair("ANN@example.com", annsPassword), wiki.PasswordNotAccepted},
		"wrong":                     {tells, pair(ann, annsPassword+"!"), wiki.CredentialsNotAccepted},
		"deactivated":               {tells, pair(bob, annsPassword), wiki.CredentialsNotAccepted},
		"without a password":        {tells, pair(cy, annsPassword), wiki.CredentialsNotAccepted},
		"nobody's":                  {tells, pair("nobody@example.com", annsPassword), wiki.CredentialsNotAccepted},
		"broken e-mail":             {tells, pair("ann\xff", annsPassword), wiki.CredentialsNotAccepted},
		"as Bearer":                 {tells, identity.Credential{Carrier: identity.Bearer, Secret: annsPassword}, wiki.BearerAtSite},
		"not switched on":           {b.service, pair(ann, annsPassword), wiki.CredentialsNotAccepted},
	} {
		if got := b.enters(row.service, row.cred); got != row.want {
			t.Errorf("%s: %q, want %q", name, got, row.want)
		}
	}
	v, err := tells.Enter(t.Context(), site.Address{CloudID: b.site.CloudID}, pair(ann, annsPassword), identity.AtGateway)
	b.must(err)
	defer v.Close()
	if v.Caller.Failure == nil || v.Caller.Failure.Reason != wiki.CredentialsNotAccepted {
		t.Errorf("at the gateway a password is %v", v.Caller.Failure)
	}
}

// TestGuessesHaveABudget is R-BRUTE: after ten pairs for one e-mail a minute, right ones are not told any more; others'
// are, and time gives the budget back.
func TestGuessesHaveABudget(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.must(b.service.System().SetPassword(t.Context(), b.people["ann"], annsPassword))
	b.must(b.service.System().SetPassword(t.Context(), b.people["cy"], annsPassword))
	tells := b.open("", identity.Switches{TellPasswords: true})
	right := identity.Credential{Carrier: identity.Basic, User: b.people["ann"].Email, Secret: annsPassword}
	for range 10 {
		wrong := right
		wrong.Secret = "a guess"
		b.enters(tells, wrong)
	}
	if got := b.enters(tells, right); got != wiki.CredentialsNotAccepted {
		t.Errorf("the eleventh pair is %q", got)
	}
	token, _ := b.token("ann")
	if got := b.enters(tells, token); got != "" {
		t.Errorf("failed passwords block a valid token: %q", got)
	}
	b.seconds.Add(int64(time.Minute / time.Second))
	if got := b.enters(tells, right); got != wiki.PasswordNotAccepted {
		t.Errorf("a minute later the pair is %q", got)
	}
}

func TestWhoMayHaveAPassword(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	y := b.service.System()
	robot, err := y.CreateAccount(t.Context(), identity.Account{Email: "robot@example.com", Kind: identity.Service})
	b.must(err)
	for name, row := range map[string]struct {
		owner    identity.Account
		password string
		want     wiki.Reason
	}{
		"a person":          {b.people["ann"], annsPassword, ""},
		"too short":         {b.people["ann"], "short", wiki.InvalidInput},
		"a service account": {robot, annsPassword, wiki.InvalidInput},
		"nobody":            {identity.Account{ID: "nobody"}, annsPassword, wiki.NoSuchObject},
		"none any more":     {b.people["ann"], "", ""},
	} {
		err := y.SetPassword(t.Context(), row.owner, row.password)
		if row.want == "" && err != nil || row.want != "" && !wiki.HasReason(err, row.want) {
			t.Errorf("%s: %v, want %q", name, err, row.want)
		}
	}
}
