package site_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// log is the audit log as ann reads it, newest first, in short.
func (b *bench) log() (lines []string) {
	b.t.Helper()
	b.as("ann").run("reads the audit log", nil, func(ctx context.Context, s *site.Session) error {
		found, err := s.AuditRecords(ctx, wiki.AuditFilter{}, wiki.Window{Limit: 100})
		for _, e := range found.Items {
			line := e.AuthorName + ": " + e.Summary + " (" + e.Object.Type + " " + e.Object.Name + ")"
			for _, o := range e.Associated {
				line += " " + o.Name
			}
			for _, c := range e.Changed {
				line += " " + c.Name + ": " + c.Old + " -> " + c.New
			}
			lines = append(lines, line)
		}
		return err
	})
	return lines
}

func TestAdministratorsChangeGroups(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, _, _, _, eve, nobody := b.cast()
	page := ann.page("Plans", wiki.Content{})
	ann.run("shows the page to readers", nil, func(ctx context.Context, s *site.Session) error {
		return s.Restrict(ctx, wiki.Restriction{Content: page.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User(b.people["ann"].ID), wiki.Group(b.groups["ops"].ID)}})
	})
	before := len(b.log())

	var readers identity.Group
	ann.run("makes a group", nil, func(ctx context.Context, s *site.Session) (err error) {
		readers, err = s.CreateGroup(ctx, "Readers")
		return err
	})
	ann.run("makes it again", []wiki.Reason{wiki.DuplicateKey}, func(ctx context.Context, s *site.Session) error {
		_, err := s.CreateGroup(ctx, "READERS")
		return err
	})
	byName := site.GroupRef{Name: "readers"}
	ann.run("adds eve", nil, func(ctx context.Context, s *site.Session) error {
		return s.AddToGroup(ctx, byName, b.people["eve"].ID)
	})
	ann.run("adds fay, who may not use the site", []wiki.Reason{wiki.NoSuchObject}, func(ctx context.Context, s *site.Session) error {
		return s.AddToGroup(ctx, byName, b.people["fay"].ID)
	})
	eve.run("sees her groups", nil, func(ctx context.Context, s *site.Session) error {
		found, err := s.ListGroups(ctx, site.GroupFilter{Of: b.people["eve"].ID}, wiki.Window{Limit: 10})
		if diff := cmp.Diff([]identity.Group{readers}, found.Items); diff != "" {
			t.Errorf("eve's groups (-want +got):\n%s", diff)
		}
		return err
	})
	ann.run("takes eve out", nil, func(ctx context.Context, s *site.Session) error {
		return s.RemoveFromGroup(ctx, site.GroupRef{ID: readers.ID}, b.people["eve"].ID)
	})
	ann.run("removes the group", nil, func(ctx context.Context, s *site.Session) error {
		return s.RemoveGroup(ctx, byName)
	})
	want := []string{
		"ann: Group deleted (Group Readers)",
		"ann: User removed from group (Group Readers) eve",
		"ann: User added to group (Group Readers) eve",
		"ann: Group created (Group Readers)",
	}
	got := b.log()
	if diff := cmp.Diff(want, got[:len(got)-before]); diff != "" {
		t.Errorf("the audit log (-want +got):\n%s", diff)
	}

	for what, change := range map[string]func(context.Context, *site.Session) error{
		"makes a group": func(ctx context.Context, s *site.Session) error { _, err := s.CreateGroup(ctx, "Mine"); return err },
		"removes a group": func(ctx context.Context, s *site.Session) error {
			return s.RemoveGroup(ctx, site.GroupRef{Name: "eng"})
		},
		"adds herself": func(ctx context.Context, s *site.Session) error {
			return s.AddToGroup(ctx, site.GroupRef{Name: "eng"}, b.people["eve"].ID)
		},
		"throws bob out": func(ctx context.Context, s *site.Session) error {
			return s.RemoveFromGroup(ctx, site.GroupRef{Name: "eng"}, b.people["bob"].ID)
		},
		"invites": func(ctx context.Context, s *site.Session) error { return s.Invite(ctx, []string{"new@example.com"}) },
		"reads the audit log": func(ctx context.Context, s *site.Session) error {
			_, err := s.AuditRecords(ctx, wiki.AuditFilter{}, wiki.Window{Limit: 1})
			return err
		},
		"writes a record": func(ctx context.Context, s *site.Session) error {
			_, err := s.RecordAudit(ctx, wiki.AuditEvent{Address: "x"})
			return err
		},
		"shortens the log": func(ctx context.Context, s *site.Session) error {
			return s.SetAuditRetention(ctx, site.Retention{Number: 1, Units: "DAYS"})
		},
	} {
		eve.run(what, []wiki.Reason{wiki.NotSiteAdmin}, change)
		b.opensTheSite(true)
		nobody.run(what, []wiki.Reason{wiki.CredentialsMissing}, change)
		b.opensTheSite(false)
	}
	if now := b.log(); len(now) != len(got) {
		t.Errorf("what was refused left records: %v", now)
	}
}

// TestGroupsAreSharedByAllSites: who administers one site gives nobody rights on another.
func TestGroupsAreSharedByAllSites(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	other, err := b.service.System().CreateSite(t.Context(), wiki.Site{Key: "other", Name: "Other", BaseURL: "https://other.test"})
	b.must(err)
	ann := b.as("ann")
	add := func(ctx context.Context, s *site.Session) error {
		return s.AddToGroup(ctx, site.GroupRef{Name: "eng"}, b.people["ann"].ID)
	}
	invite := func(ctx context.Context, s *site.Session) error { return s.Invite(ctx, []string{"new@example.com"}) }
	ann.run("joins eng", []wiki.Reason{wiki.NotSiteAdmin}, add)
	ann.run("invites", []wiki.Reason{wiki.NotSiteAdmin}, invite)
	b.must(b.service.System().SetAccess(t.Context(), other.ID, b.people["ann"].ID, identity.SiteAdmin))
	ann.run("joins eng", nil, add)
	ann.run("invites", nil, invite)
}

// TestAMembershipCountsAtOnce: what a group may see, its members see with the next request, and not after they left.
func TestAMembershipCountsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, _, _, _, eve, _ := b.cast()
	page := ann.page("Plans", wiki.Content{})
	read := func(ctx context.Context, s *site.Session) error { _, err := s.Content(ctx, page.ID); return err }
	eng := site.GroupRef{Name: "eng"}
	eve.run("reads", []wiki.Reason{wiki.NoViewPermission}, read)
	ann.run("adds eve", nil, func(ctx context.Context, s *site.Session) error { return s.AddToGroup(ctx, eng, b.people["eve"].ID) })
	eve.run("reads", nil, read)
	ann.run("takes eve out", nil, func(ctx context.Context, s *site.Session) error {
		return s.RemoveFromGroup(ctx, eng, b.people["eve"].ID)
	})
	eve.run("reads", []wiki.Reason{wiki.NoViewPermission}, read)
	ann.run("removes the group", nil, func(ctx context.Context, s *site.Session) error { return s.RemoveGroup(ctx, eng) })
	b.as("bob").run("reads, whose group is gone", []wiki.Reason{wiki.NoViewPermission}, read)
}

func TestInvitations(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann := b.as("ann")
	emails := []string{"new@example.com", "NEW@example.com", "fay@example.com", "bob@example.com", "no-address", "ann@localhost"}
	check := func(want site.EmailAccess) {
		t.Helper()
		b.as("bob").run("checks e-mails", nil, func(ctx context.Context, s *site.Session) error {
			got, err := s.CheckAccess(ctx, emails)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("access (-want +got):\n%s", diff)
			}
			return err
		})
	}
	invalid := []string{"no-address", "ann@localhost"}
	check(site.EmailAccess{Without: []string{"new@example.com", "fay@example.com"}, Invalid: invalid})
	invite := func(ctx context.Context, s *site.Session) error { return s.Invite(ctx, emails) }
	ann.run("invites", nil, invite)
	check(site.EmailAccess{Invalid: invalid})
	lines := len(b.log())
	ann.run("invites the same again", nil, invite)
	if got := b.log(); len(got) != lines {
		t.Errorf("an invitation of nobody left a record: %s", got[0])
	}
	accounts, err := b.service.System().Accounts(t.Context())
	b.must(err)
	n := 0
	for _, a := range accounts {
		if a.DisplayName == "new" && a.Active && a.Kind == identity.Person {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d new accounts, want 1", n)
	}
	for what, list := range map[string][]string{"nobody": nil, "too many": slices.Repeat([]string{"a@example.com"}, 101)} {
		ann.run("invites "+what, []wiki.Reason{wiki.InvalidInput}, func(ctx context.Context, s *site.Session) error { return s.Invite(ctx, list) })
	}
}

func TestTheAuditLogForgets(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	minutes := make(chan time.Time)
	b.minutes = minutes
	b.open("", b.service.Switches)
	ann := b.as("ann")
	record := func(summary string, want ...wiki.Reason) {
		t.Helper()
		ann.run("records "+summary, want, func(ctx context.Context, s *site.Session) error {
			_, err := s.RecordAudit(ctx, wiki.AuditEvent{Address: "192.0.2.1", Summary: summary, Object: wiki.AuditObject{Name: "x", Type: "y"}})
			return err
		})
	}
	begun := len(b.log())
	record("first")
	for _, bad := range []site.Retention{{0, "DAYS"}, {23, "HOURS"}, {-1, "YEARS"}, {2, "YEARS"}, {1, "CENTURIES"}, {1, "ERAS"}, {1_000_001, "NANOS"}, {1, ""}} {
		ann.run("keeps it wrongly", []wiki.Reason{wiki.InvalidInput}, func(ctx context.Context, s *site.Session) error { return s.SetAuditRetention(ctx, bad) })
	}
	const day = 24 * 60 * 60
	b.seconds.Add(10 * day)
	record("second")
	ann.run("keeps it for a week", nil, func(ctx context.Context, s *site.Session) error {
		if r, err := s.AuditRetention(ctx); err != nil || r != (site.Retention{Number: 1, Units: "YEARS"}) {
			t.Errorf("retention %v, %v", r, err)
		}
		return s.SetAuditRetention(ctx, site.Retention{Number: 1, Units: "WEEKS"})
	})
	want := []string{"ann: Audit log retention changed (Site Demo) retention: 1 YEARS -> 1 WEEKS", "ann: second (y x)"}
	if diff := cmp.Diff(want, b.log()); diff != "" {
		t.Errorf("the log (-want +got):\n%s", diff)
	}
	minutes <- noon
	minutes <- noon // the second is taken when the first is done
	ann.run("keeps it for a year again", nil, func(ctx context.Context, s *site.Session) error {
		return s.SetAuditRetention(ctx, site.Retention{Number: 12, Units: "MONTHS"})
	})
	if got := b.log(); len(got) != 3 {
		t.Errorf("%d of %d records and 2 came back: %v", len(got)-3, begun, got)
	}
}
