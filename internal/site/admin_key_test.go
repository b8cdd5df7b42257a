package site_test

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// TestAnAdminKeyReadsAndChangesNothing is security-model.md §6: the key is explicit, ends, is recorded, and a token with
// scopes has none.
func TestAnAdminKeyReadsAndChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, eve := b.as("ann"), b.as("bob"), b.as("eve")
	page := bob.page("Secret", wiki.Content{})
	bob.run("hides the page", nil, func(ctx context.Context, s *site.Session) error {
		return s.Restrict(ctx, wiki.Restriction{Content: page.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User(b.people["bob"].ID)}})
	})
	annsToken, _ := b.token("ann")
	scoped, _ := b.token("ann", "read:page:confluence")
	eves, _ := b.token("eve")
	// reads is what a request with the header gets.
	reads := func(cred identity.Credential, door identity.Door, fn func(context.Context, *site.Session) error) wiki.Reason {
		t.Helper()
		v, err := b.service.Enter(t.Context(), site.Address{CloudID: b.site.CloudID}, cred, door)
		b.must(err)
		defer v.Close()
		b.must(v.UseAdminKey(t.Context()))
		s, err := v.Open(everything)
		b.must(err)
		if err := fn(t.Context(), s); err != nil {
			return wiki.AsError(err).Reason
		}
		return ""
	}
	read := func(ctx context.Context, s *site.Session) error { _, err := s.Content(ctx, page.ID); return err }
	trash := func(ctx context.Context, s *site.Session) error {
		if err := read(ctx, s); err != nil {
			return err
		}
		return s.Trash(ctx, page.ID)
	}
	check := func(when string, cred identity.Credential, fn func(context.Context, *site.Session) error, want wiki.Reason) {
		t.Helper()
		if got := reads(cred, identity.AtGateway, fn); got != want {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	enable := func(minutes int) func(context.Context, *site.Session) error {
		return func(ctx context.Context, s *site.Session) error {
			_, err := s.EnableAdminKey(ctx, &minutes)
			return err
		}
	}
	check("without a key", annsToken, read, wiki.NoViewPermission)
	for _, minutes := range []int{0, -1, 61} {
		ann.run("enables a key", []wiki.Reason{wiki.InvalidInput}, enable(minutes))
	}
	eve.run("enables a key", []wiki.Reason{wiki.NotSiteAdmin}, enable(5))
	ann.run("enables a key", nil, enable(5))
	ann.run("reads without saying so", []wiki.Reason{wiki.NoViewPermission}, read)
	check("with the key", annsToken, read, "")
	check("a change with the key", annsToken, trash, wiki.NoViewPermission)
	check("a token with scopes", scoped, read, wiki.NoViewPermission)
	check("somebody else", eves, read, wiki.NoViewPermission)
	b.seconds.Add(5 * 60)
	check("five minutes later", annsToken, read, wiki.NoViewPermission)
	ann.run("looks for the key", []wiki.Reason{wiki.NoSuchObject}, func(ctx context.Context, s *site.Session) error { _, err := s.AdminKey(ctx); return err })
	ann.run("enables another", nil, enable(60))
	ann.run("disables it", nil, func(ctx context.Context, s *site.Session) error { return s.DisableAdminKey(ctx) })
	check("after it was disabled", annsToken, read, wiki.NoViewPermission)
	ann.run("enables another", nil, enable(60))
	b.must(b.service.System().SetAccess(t.Context(), b.site.ID, b.people["ann"].ID, identity.SiteUser))
	check("when ann administers no more", annsToken, read, wiki.NoViewPermission)
	b.must(b.service.System().SetAccess(t.Context(), b.site.ID, b.people["ann"].ID, identity.SiteAdmin))
	want := []string{"ann: Admin key enabled (User ann) duration:  -> 60 minutes", "ann: Admin key disabled (User ann)",
		"ann: Admin key enabled (User ann) duration:  -> 60 minutes", "ann: Admin key enabled (User ann) duration:  -> 5 minutes"}
	for i, line := range b.log()[:len(want)] {
		if line != want[i] {
			t.Errorf("record %d is %q, want %q", i, line, want[i])
		}
	}
}

// TestAppsKeepWhatIsTheirs: what one app keeps another does not see, and people see nothing.
func TestAppsKeepWhatIsTheirs(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	y := b.service.System()
	app := func(key string) func(func(context.Context, *site.Session) error) error {
		owner, _, err := y.CreateApp(t.Context(), b.site.ID, key, "")
		b.must(err)
		return func(fn func(context.Context, *site.Session) error) error {
			s, v, err := y.As(t.Context(), b.site.ID, owner.ID, everything)
			b.must(err)
			defer v.Close()
			return fn(t.Context(), s)
		}
	}
	one, two := app("one"), app("two")
	set := func(ctx context.Context, s *site.Session) error {
		_, err := s.SetAppProperty(ctx, "k", "{}")
		return err
	}
	get := func(ctx context.Context, s *site.Session) error { _, err := s.AppProperty(ctx, "k"); return err }
	b.must(one(set))
	b.must(one(get))
	if err := two(get); !wiki.HasReason(err, wiki.NoSuchObject) {
		t.Errorf("another app reads it: %v", err)
	}
	b.as("ann").run("reads it", []wiki.Reason{wiki.AppOnly}, get)
	b.as("ann").run("sets it", []wiki.Reason{wiki.AppOnly}, set)
	if _, _, err := y.CreateApp(t.Context(), b.site.ID, "one", ""); !wiki.HasReason(err, wiki.DuplicateKey) {
		t.Errorf("an app of a taken key: %v", err)
	}
	if _, _, err := y.CreateApp(t.Context(), b.site.ID, "a b", ""); !wiki.HasReason(err, wiki.InvalidInput) {
		t.Errorf("an app of no key: %v", err)
	}
}
