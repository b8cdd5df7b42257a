package site_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// token makes an API token for a person and returns it as a credential.
func (b *bench) token(person string, scopes ...string) (identity.Credential, string) {
	b.t.Helper()
	text, token, err := b.service.System().CreateToken(b.t.Context(), identity.TokenSpec{Account: b.people[person].ID, Scopes: scopes, Days: 1})
	b.must(err)
	return identity.Credential{Carrier: identity.Basic, User: b.people[person].Email, Secret: text}, token.ID
}

// enters comes in at the site door of a service and returns why the caller is not the credential's owner, "" when it is.
// It comes in as one who only reads, so that what the service remembers is put to the test too.
func (b *bench) enters(s *site.Service, cred identity.Credential) wiki.Reason {
	b.t.Helper()
	at := site.Address{Key: b.site.Key}
	v, err := s.Glance(b.t.Context(), at, cred, identity.AtSite)
	if errors.Is(err, site.ErrMoved) {
		v.Close()
		v, err = s.Enter(b.t.Context(), at, cred, identity.AtSite)
	}
	if v != nil {
		defer v.Close()
	}
	switch {
	case err != nil:
		return wiki.AsError(err).Reason
	case v.Caller.Failure != nil:
		return v.Caller.Failure.Reason
	case v.Caller.IsAnonymous():
		return wiki.CredentialsMissing
	}
	return ""
}

func TestWhoMayUseASite(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	annsToken, _ := b.token("ann")
	faysToken, _ := b.token("fay")
	bogus := identity.Credential{Carrier: identity.Basic, User: "foo", Secret: "bar"}
	for _, row := range []struct {
		name   string
		cred   identity.Credential
		public bool
		want   wiki.Reason // of Open
	}{
		{"none, private", identity.Credential{}, false, wiki.CredentialsMissing},
		{"none, public", identity.Credential{}, true, ""},
		{"bogus, private", bogus, false, wiki.CredentialsNotAccepted},
		{"bogus, public", bogus, true, ""},
		{"ann, private", annsToken, false, ""},
		{"fay without access, private", faysToken, false, wiki.NoSiteAccess},
		{"fay without access, public", faysToken, true, wiki.NoSiteAccess},
	} {
		b.opensTheSite(row.public)
		v, err := b.service.Enter(t.Context(), site.Address{CloudID: b.site.CloudID}, row.cred, identity.AtGateway)
		b.must(err)
		_, err = v.Open(everything)
		v.Close()
		if row.want == "" && err != nil || row.want != "" && !wiki.HasReason(err, row.want) {
			t.Errorf("%s: Open: %v, want %q", row.name, err, row.want)
		}
		if err != nil && wiki.AsError(err).Kind() != wiki.Refused {
			t.Errorf("%s: the refusal is of kind %d", row.name, wiki.AsError(err).Kind())
		}
	}
}

func TestAddressesComeBeforeCredentials(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	malformed := identity.Credential{Carrier: identity.Malformed}
	for at, want := range map[site.Address]wiki.Reason{
		{Key: "other"}:            wiki.UnknownHost,
		{CloudID: "no-such"}:      wiki.UnknownCloudID,
		{Key: ""}:                 wiki.UnknownHost,
		{Key: b.site.CloudID}:     wiki.UnknownHost,
		{CloudID: b.site.Key}:     wiki.UnknownCloudID,
		{Key: b.site.Key}:         wiki.CredentialsMalformed,
		{CloudID: b.site.CloudID}: wiki.CredentialsMalformed,
	} {
		v, err := b.service.Enter(t.Context(), at, malformed, identity.AtSite)
		if !wiki.HasReason(err, want) {
			t.Errorf("%+v: %v, want %s", at, err, want)
		}
		if known := want == wiki.CredentialsMalformed; known != (v != nil) || known && v.Site.CloudID != b.site.CloudID {
			t.Errorf("%+v: the visit beside the refusal is %+v", at, v)
		}
	}
}

func TestAnonymousSeesWhatSiteAndSpaceOpen(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, _, _, eve, nobody := b.cast()
	page := bob.page("Page", wiki.Content{})
	hidden := bob.page("Hidden", wiki.Content{})
	bob.restricts(hidden, toRead, []string{"@eng"})
	lists := func(want ...wiki.Reason) {
		t.Helper()
		nobody.run("lists", want, func(ctx context.Context, s *site.Session) error {
			_, err := s.ListContent(ctx, wiki.ContentFilter{}, wiki.Window{Limit: 10})
			return err
		})
	}
	lists(wiki.CredentialsMissing)
	ann.grants(wiki.View, "")
	lists(wiki.CredentialsMissing) // the space alone does not open it
	eve.misses(page)
	b.opensTheSite(true)
	nobody.sees(page)
	eve.sees(page) // who has an account sees no less
	nobody.misses(hidden)
	for _, refused := range []func(...wiki.Reason){
		func(r ...wiki.Reason) { nobody.edits(page, r...) },
		func(r ...wiki.Reason) { nobody.trashes(page, r...) },
		func(r ...wiki.Reason) { nobody.attaches(page, "a.txt", "x", r...) },
		func(r ...wiki.Reason) { nobody.labels(page, "label", r...) },
		func(r ...wiki.Reason) { nobody.page("New", page, r...) },
	} {
		refused(wiki.CredentialsMissing)
	}
	b.opensTheSite(false)
	lists(wiki.CredentialsMissing)
	eve.misses(page)
}

// TestAnExpiredTokenIsToldWhereAnAccountIsNeeded: on a public site the caller is anonymous, and what it may not do as
// such is refused for the true reason.
func TestAnExpiredTokenIsToldWhereAnAccountIsNeeded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.opensTheSite(true)
	b.as("ann").grants(wiki.View, "")
	cred, _ := b.token("bob")
	b.seconds.Add(24 * 60 * 60)
	v, err := b.service.Enter(t.Context(), site.Address{Key: "demo"}, cred, identity.AtSite)
	b.must(err)
	defer v.Close()
	s, err := v.Open(everything)
	b.must(err)
	_, err = s.Content(t.Context(), b.dev.Home)
	b.must(err)
	if _, err := s.Create(t.Context(), wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: b.dev.ID, Title: "T"}); !wiki.HasReason(err, wiki.TokenExpired) {
		t.Errorf("Create: %v, want token-expired", err)
	}
}

// TestADecisionIsNotCarriedIntoANewSnapshot is R-NEWENEMY inside one request: what changed since it began counts for its
// write, and for what it reads afterwards.
func TestADecisionIsNotCarriedIntoANewSnapshot(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, y := t.Context(), b.service.System()
	page := b.as("bob").page("Page", wiki.Content{})
	for name, row := range map[string]struct {
		change func(token string)
		undo   func()
		want   wiki.Reason
	}{
		"left the group":    {func(string) { b.leaves("bob", "eng") }, func() { b.joins("bob", "eng") }, wiki.NoViewPermission},
		"token revoked":     {func(id string) { b.must(y.RevokeToken(ctx, id)) }, func() {}, wiki.TokenRevoked},
		"token expired":     {func(string) { b.seconds.Add(24 * 60 * 60) }, func() {}, wiki.TokenExpired},
		"account off":       {func(string) { b.must(y.SetActive(ctx, b.people["bob"].ID, false)) }, func() { b.must(y.SetActive(ctx, b.people["bob"].ID, true)) }, wiki.AccountDeactivated},
		"site access gone":  {func(string) { b.must(y.SetAccess(ctx, b.site.ID, b.people["bob"].ID, "")) }, func() { b.must(y.SetAccess(ctx, b.site.ID, b.people["bob"].ID, identity.SiteUser)) }, wiki.NoSiteAccess},
		"tokens blocked":    {func(string) { b.must(y.SetPolicy(ctx, identity.Policy{TokensBlocked: true})) }, func() { b.must(y.SetPolicy(ctx, identity.Policy{})) }, wiki.PolicyBlocked},
		"nothing happened":  {func(string) {}, func() {}, ""},
		"no longer at once": {func(string) { b.leaves("bob", "eng"); b.joins("bob", "eng") }, func() {}, ""},
	} {
		cred, id := b.token("bob")
		v, err := b.service.Enter(ctx, site.Address{Key: "demo"}, cred, identity.AtSite)
		b.must(err)
		s, err := v.Open(everything)
		b.must(err)
		row.change(id)
		if _, err := s.Content(ctx, page.ID); err != nil {
			t.Errorf("%s: the request's own snapshot moved: %v", name, err)
		}
		title := "Page " + name
		_, err = s.Update(ctx, page.ID, wiki.Change{Version: b.version(page.ID) + 1, Title: &title})
		if wrong := row.want == "" && err != nil || row.want != "" && !wiki.HasReason(err, row.want); wrong {
			t.Errorf("%s: Update: %v, want %q", name, err, row.want)
		}
		_, err = s.Content(ctx, page.ID)
		if wrong := row.want == "" && err != nil || row.want != "" && !wiki.HasReason(err, row.want); wrong {
			t.Errorf("%s: Content after the write: %v, want %q", name, err, row.want)
		}
		v.Close()
		row.undo()
	}
}

// TestARevokedTokenIsRefusedOnEveryNode is T-REVOKE with two nodes over one database, in both orders: a request that
// starts after the revoke was answered is refused.
func TestARevokedTokenIsRefusedOnEveryNode(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, url string) {
		b := newBenchOn(t, url)
		rounds := 500
		if url != "" {
			rounds = 100
		}
		nodes := []*site.Service{b.service, b.open(url, identity.Switches{})}
		for round := range rounds {
			cred, id := b.token("bob")
			one, other := nodes[round%2], nodes[(round+1)%2]
			if got := b.enters(one, cred); got != "" {
				t.Fatalf("round %d: a new token is refused: %s", round, got)
			}
			var group sync.WaitGroup
			for range round % 3 { // requests in flight while the token is revoked may go either way
				group.Go(func() { b.enters(one, cred) })
			}
			b.must(other.System().RevokeToken(t.Context(), id))
			if got := b.enters(one, cred); got != wiki.TokenRevoked {
				t.Fatalf("round %d: after the revoke was answered, the caller is refused for %q", round, got)
			}
			group.Wait()
		}
	})
}

// TestOtherLossesHoldOnEveryNode is T-REVOKE for what else lets a caller in.
func TestOtherLossesHoldOnEveryNode(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, url string) {
		b := newBenchOn(t, url)
		node := b.open(url, identity.Switches{})
		y, ctx, bob := b.service.System(), t.Context(), b.people["bob"].ID
		cred, _ := b.token("bob")
		step := func(what string, err error, want wiki.Reason) {
			b.must(err)
			if got := b.enters(node, cred); got != want {
				t.Errorf("%s: %q, want %q", what, got, want)
			}
		}
		step("tokens blocked", y.SetPolicy(ctx, identity.Policy{TokensBlocked: true}), wiki.PolicyBlocked)
		step("tokens allowed", y.SetPolicy(ctx, identity.Policy{}), "")
		step("account off", y.SetActive(ctx, bob, false), wiki.AccountDeactivated)
		step("account on", y.SetActive(ctx, bob, true), "")
		step("access gone", y.SetAccess(ctx, b.site.ID, bob, ""), wiki.NoSiteAccess)
		step("access back", y.SetAccess(ctx, b.site.ID, bob, identity.SiteUser), "")
	})
}

// TestADeadTokenStaysDead: the death of a token seen expired is written down, and setting the clock back does not revive
// it (security-model.md §5 "Expiry").
func TestADeadTokenStaysDead(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cred, id := b.token("bob")
	b.seconds.Add(24*60*60 - 1)
	if got := b.enters(b.service, cred); got != "" {
		t.Fatalf("in its last second the token is refused: %s", got)
	}
	b.seconds.Add(1)
	if got := b.enters(b.service, cred); got != wiki.TokenExpired {
		t.Fatalf("at the moment of its end the token is refused for %q", got)
	}
	b.service.Close() // writes down what it saw
	b.seconds.Store(0)
	if got := b.enters(b.open("", identity.Switches{}), cred); got != wiki.TokenExpired {
		t.Errorf("with the clock set back the token is refused for %q", got)
	}
	var died time.Time
	b.must(b.service.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		tokens, err := tx.Tokens(ctx, b.people["bob"].ID)
		for _, k := range tokens {
			if k.ID == id {
				died = k.Died
			}
		}
		return err
	}))
	if want := noon.Add(24 * time.Hour); !died.Equal(want) {
		t.Errorf("the token died at %v, want %v", died, want)
	}
}

func TestLastUseIsWrittenOncePerMinute(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cred, _ := b.token("bob")
	lastUsed := func() time.Time {
		t.Helper()
		tokens, err := b.service.System().Tokens(t.Context(), b.people["bob"].ID)
		b.must(err)
		return tokens[0].LastUsed
	}
	use := func() {
		t.Helper()
		node := b.open("", identity.Switches{})
		if got := b.enters(node, cred); got != "" {
			t.Fatalf("the token is refused: %s", got)
		}
		node.Close()
	}
	b.seconds.Store(30)
	use()
	if got := lastUsed(); !got.Equal(noon.Add(30 * time.Second)) {
		t.Errorf("last used %v", got)
	}
	b.seconds.Store(89)
	use()
	if got := lastUsed(); !got.Equal(noon.Add(30 * time.Second)) {
		t.Errorf("within the minute, last used %v", got)
	}
	b.seconds.Store(90)
	use()
	if got := lastUsed(); !got.Equal(noon.Add(90 * time.Second)) {
		t.Errorf("after a minute, last used %v", got)
	}
}

// TestASnapshotOutlivesTheSearchThatOpenedIt: the time limit of a search ends with the search, not with the request.
func TestASnapshotOutlivesTheSearchThatOpenedIt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.opensTheSite(true)
	b.as("ann").grants(wiki.View, "")
	b.must(b.service.Indexed(t.Context()))
	for round := range 50 { // the snapshot of an ended context goes a little later than the context
		v, err := b.service.Glance(t.Context(), site.Address{Key: "demo"}, identity.Credential{}, identity.AtSite)
		b.must(err)
		s, err := v.Open(everything)
		b.must(err)
		_, err = s.Search(t.Context(), "type = page", site.SearchContext{Excerpts: site.NoExcerpt}, wiki.Window{Limit: 10})
		if err == nil {
			_, _, err = s.SearchCounted(t.Context(), "type = page", site.SearchContext{}, wiki.Window{Limit: 1})
		}
		v.Close()
		if err != nil && !errors.Is(err, site.ErrMoved) {
			t.Fatalf("round %d: %v", round, err)
		}
	}
}
