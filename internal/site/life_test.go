package site_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

func TestADraftIsItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, _, _, nobody := b.cast()
	draft := bob.makes(wiki.NewContent{Status: wiki.Draft, Title: "Idea"})
	file := bob.attaches(draft, "sketch.txt", "secret")
	bob.sees(draft, file)
	b.opensTheSite(true)
	ann.run("opens the space", nil, func(ctx context.Context, s *site.Session) error {
		return s.Grant(ctx, wiki.Grant{Space: b.dev.ID, Subject: wiki.Anonymous, Perm: wiki.View})
	})
	for _, other := range []actor{ann, cy, nobody} {
		other.misses(draft, file) // what a draft holds is as private as the draft
	}
	for _, other := range []actor{ann, cy} {
		other.publishes(draft, wiki.NoViewPermission)
		other.discards(draft, wiki.NoViewPermission)
		other.attaches(draft, "mine.txt", "x", wiki.NoViewPermission)
		other.trashes(file, wiki.NoViewPermission)
	}
	bob.trashes(draft, wiki.WrongStatus)
	bob.purges(draft, wiki.WrongStatus)

	text := "<p>second thought</p>"
	saved := bob.changes(draft, wiki.Change{Version: 1, Storage: &text})
	published := bob.publishes(draft)
	if saved.Status != wiki.Draft || saved.Version.Number != 1 || published.Status != wiki.Current || published.Version.Number != 1 {
		t.Errorf("the draft was saved as %s %d and published as %s %d, want draft 1 and current 1",
			saved.Status, saved.Version.Number, published.Status, published.Version.Number)
	}
	for _, other := range []actor{ann, cy, nobody} {
		other.sees(published, file)
	}
	next := cy.edits(published)
	if next.Version.Number != 2 || next.Creator != b.people["bob"].ID || next.Version.Author != b.people["cy"].ID {
		t.Errorf("the first edit is version %d by %s of content by %s", next.Version.Number, next.Version.Author, next.Creator)
	}
	bob.discards(published, wiki.WrongStatus)
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	cy.page("Taken", wiki.Content{})
	first := bob.makes(wiki.NewContent{Status: wiki.Draft, Title: "Taken"})
	unnamed := bob.makes(wiki.NewContent{Status: wiki.Draft})
	bob.publishes(first, wiki.DuplicateTitle)
	bob.publishes(unnamed, wiki.InvalidInput)
	bob.changes(first, wiki.Change{Version: 2}, wiki.StaleVersion)
	bob.discards(first)
	bob.misses(first)

	// What holds at its place today decides over the publication.
	parent := bob.page("Parent", wiki.Content{})
	below := cy.makes(wiki.NewContent{Status: wiki.Draft, Title: "Below", Parent: parent.ID})
	bob.restricts(parent, toEdit, []string{"bob"})
	cy.publishes(below, wiki.EditRestricted)
	bob.restricts(parent, toEdit, nil)
	bob.restricts(parent, toRead, []string{"bob"})
	cy.publishes(below, wiki.NoViewPermission)
	bob.restricts(parent, toRead, nil)
	cy.publishes(below)
}

func TestAPrivatePageIsItsAuthorsUntilShared(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, _, _, _ := b.cast()
	private := bob.makes(wiki.NewContent{Title: "Diary", Private: true})
	bob.sees(private)
	ann.misses(private)
	cy.misses(private)
	if !private.Restricted || private.Rule == 0 {
		t.Errorf("the answer shows restricted %v and rule %d: it is not what was stored", private.Restricted, private.Rule)
	}
	var got map[wiki.ContentID][]wiki.Restriction
	bob.run("reads restrictions", nil, func(ctx context.Context, s *site.Session) (err error) {
		got, err = s.Restrictions(ctx, []wiki.Content{private})
		return err
	})
	me := b.subjects("bob")
	want := map[wiki.ContentID][]wiki.Restriction{private.ID: {
		{Content: private.ID, Op: toRead, Subjects: me}, {Content: private.ID, Op: toEdit, Subjects: me}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("restrictions (-want +got):\n%s", diff)
	}
	bob.restricts(private, toRead, nil)
	cy.sees(private)
	cy.edits(private, wiki.EditRestricted)
}

func TestTrashKeepsRulesAndPurgeEndsContent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, dee, _, _ := b.cast()
	top := bob.page("Top", wiki.Content{})
	child := bob.page("Child", top)
	file := bob.attaches(top, "top.txt", "x")
	bob.restricts(top, toRead, []string{"bob", "ann"})

	cy.misses(top, child, file)
	dee.trashes(top, wiki.NoViewPermission)
	bob.purges(top, wiki.WrongStatus)
	bob.trashes(top)
	bob.trashes(top, wiki.WrongStatus)
	cy.misses(top, child, file)
	bob.sees(top, child, file)
	bob.attaches(top, "late.txt", "x", wiki.WrongStatus)
	bob.page("Late", top, wiki.InvalidParent)

	bob.purges(top, wiki.NoPermission) // that is for the administrators of the space
	ann.purges(top)
	ann.misses(top, file)
	bob.misses(top, file)
	cy.misses(child) // what is gone still hides what was below it
	bob.sees(child)
	bob.moves(child, wiki.Content{})
	cy.sees(child)
	cy.restores(top, wiki.NoViewPermission)
	bob.restores(top, wiki.NoViewPermission)
}

func TestRestoring(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, _, _ := b.cast()
	parent := bob.page("Parent", wiki.Content{})
	page := cy.page("Page", parent)
	cy.trashes(page)
	cy.edits(page, wiki.WrongStatus)
	taken := bob.page("Page", wiki.Content{})
	cy.restores(page, wiki.DuplicateTitle)
	bob.trashes(taken)
	dee.restores(page, wiki.NoPermission)

	// Restoring needs today's permission on the place and on the page.
	bob.restricts(parent, toEdit, []string{"bob"})
	cy.restores(page, wiki.EditRestricted)
	bob.restricts(parent, toRead, []string{"bob"})
	cy.restores(page, wiki.NoViewPermission)
	cy.misses(page)
	bob.restricts(parent, toRead, nil)
	bob.restricts(parent, toEdit, nil)
	cy.changes(page, wiki.Change{Version: 1, Status: statusOf(wiki.Current)}, wiki.StaleVersion)
	restored := cy.restores(page)
	if restored.Status != wiki.Current || restored.Version.Number != 2 || restored.Parent != parent.ID {
		t.Errorf("restored as %s, version %d, below %d", restored.Status, restored.Version.Number, restored.Parent)
	}
}

func statusOf(s wiki.Status) *wiki.Status { return &s }

func TestStepsThatDoNotExist(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, _, _, _, _ := b.cast()
	current := bob.page("Current", wiki.Content{})
	trashed := bob.page("Trashed", wiki.Content{})
	bob.trashes(trashed)
	draft := bob.makes(wiki.NewContent{Status: wiki.Draft, Title: "Draft"})
	for _, row := range []struct {
		c  wiki.Content
		to []wiki.Status
	}{
		{current, []wiki.Status{wiki.Draft, wiki.Trashed, wiki.Archived, wiki.Historical, wiki.Deleted, "made-up", ""}},
		{trashed, []wiki.Status{wiki.Draft, wiki.Trashed, wiki.Archived, wiki.Deleted}},
		{draft, []wiki.Status{wiki.Trashed, wiki.Archived, wiki.Deleted}},
	} {
		for _, to := range row.to {
			bob.changes(row.c, wiki.Change{Status: statusOf(to)}, wiki.WrongStatus)
		}
	}
	for _, status := range []wiki.Status{wiki.Trashed, wiki.Archived, wiki.Historical, wiki.Deleted, "made-up"} {
		bob.makes(wiki.NewContent{Status: status, Title: "New"}, wiki.InvalidInput)
	}
	for _, kind := range []wiki.Kind{wiki.Comment, wiki.Attachment, "made-up"} {
		bob.makes(wiki.NewContent{Kind: kind, Title: "New"}, wiki.InvalidInput)
	}
	bob.makes(wiki.NewContent{Kind: wiki.Folder, Status: wiki.Draft, Title: "New"}, wiki.InvalidInput)
}

func TestStaleVersionsAreRefusedWithTheCurrentOne(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	page := bob.page("Page", wiki.Content{})
	cy.edits(page)
	for _, version := range []int{-1, 1, 2, 4} {
		err := bob.do(func(ctx context.Context, s *site.Session) error {
			_, err := s.Update(ctx, page.ID, wiki.Change{Version: version})
			return err
		})
		if refusal := wiki.AsError(err); err == nil || refusal.Reason != wiki.StaleVersion || refusal.Facts.Version != 2 {
			t.Errorf("version %d: %v with the facts %+v", version, err, refusal)
		}
	}
	if made := bob.edits(page); made.Version.Number != 3 {
		t.Errorf("the third version is %d", made.Version.Number)
	}
}

func TestTitles(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, _, _, _ := b.cast()
	hidden := bob.page("Straße", wiki.Content{})
	bob.restricts(hidden, toRead, []string{"bob"})
	cy.page("STRASSE", wiki.Content{}, wiki.DuplicateTitle) // compared folded, like the index
	cy.makes(wiki.NewContent{Kind: wiki.BlogPost, Title: "Straße"})
	other := cy.page("Other", wiki.Content{})
	cy.changes(other, wiki.Change{Title: ptr("straße")}, wiki.DuplicateTitle)
	if made := cy.changes(other, wiki.Change{Title: ptr("  Other things  ")}); made.Title != "Other things" {
		t.Errorf("the title is %q", made.Title)
	}
	for _, title := range []string{"", "   ", "line\nbreak", "bell\x07", strings.Repeat("é", 256), "\xff"} {
		cy.page(title, wiki.Content{}, wiki.InvalidInput)
		cy.changes(other, wiki.Change{Title: &title}, wiki.InvalidInput)
	}
	cy.page(strings.Repeat("é", 255), wiki.Content{})
	ann.run("makes a space of the same title", nil, func(ctx context.Context, s *site.Session) error {
		_, err := s.CreateSpace(ctx, site.NewSpace{Key: "TWO", Name: "Straße"})
		return err
	})
}

func ptr[T any](v T) *T { return &v }

func TestRacesForOneTitleHaveOneWinner(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, url string) {
		b := newBenchOn(t, url)
		var group sync.WaitGroup
		outcomes := make(chan error, 12)
		for i := range cap(outcomes) {
			actor := b.as([]string{"ann", "bob", "cy"}[i%3])
			group.Go(func() {
				outcomes <- actor.do(func(ctx context.Context, s *site.Session) error {
					_, err := s.Create(ctx, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: b.dev.ID, Title: "One"})
					return err
				})
			})
		}
		group.Wait()
		close(outcomes)
		made := 0
		for err := range outcomes {
			switch {
			case err == nil:
				made++
			case !wiki.HasReason(err, wiki.DuplicateTitle):
				t.Error(err)
			}
		}
		if made != 1 {
			t.Errorf("%d pages were made of one title", made)
		}
	})
}

// TestCrossingMovesMakeNoCircle: two moves that are each fine alone would hang two trees on one another.
func TestCrossingMovesMakeNoCircle(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, url string) {
		b := newBenchOn(t, url)
		bob, cy := b.as("bob"), b.as("cy")
		for round := range 5 {
			name := string(rune('a' + round))
			left, right := bob.page("Left "+name, wiki.Content{}), bob.page("Right "+name, wiki.Content{})
			var group sync.WaitGroup
			var errs [2]error
			move := func(who actor, c, below wiki.Content, err *error) {
				group.Go(func() {
					*err = who.do(func(ctx context.Context, s *site.Session) error {
						_, err := s.Update(ctx, c.ID, wiki.Change{Version: 2, Parent: &below.ID})
						return err
					})
				})
			}
			move(bob, left, right, &errs[0])
			move(cy, right, left, &errs[1])
			group.Wait()
			if errs[0] == nil && errs[1] == nil || errs[0] != nil && errs[1] != nil {
				t.Fatalf("round %d: the moves end with %v and %v, want one of them refused", round, errs[0], errs[1])
			}
			for _, err := range errs {
				if err != nil && !wiki.HasReason(err, wiki.InvalidParent) {
					t.Errorf("round %d: %v", round, err)
				}
			}
			bob.sees(left, right)
		}
	})
}

func TestBodies(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, _, _, _, _ := b.cast()
	bob.makes(wiki.NewContent{Title: "Broken", Storage: "<p>"}, wiki.InvalidBody)
	page := bob.makes(wiki.NewContent{Title: "Whole", Storage: "<p>a &amp; b</p>"})
	bob.changes(page, wiki.Change{Storage: ptr("<p>&nosuch;</p>")}, wiki.InvalidBody)
	bob.changes(page, wiki.Change{Title: ptr("Renamed")})
	bob.run("reads", nil, func(ctx context.Context, s *site.Session) error {
		_, body, err := s.ContentWithBody(ctx, page.ID)
		if body.Storage != "<p>a &amp; b</p>" || body.Version != 2 {
			t.Errorf("the body is %q of version %d", body.Storage, body.Version)
		}
		return err
	})
}

func TestOwners(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	page := bob.page("Page", wiki.Content{})
	cy.changes(page, wiki.Change{Owner: ptr(wiki.AccountID("nobody"))}, wiki.InvalidInput)
	if made := cy.changes(page, wiki.Change{Owner: ptr(b.people["cy"].ID)}); made.Owner != b.people["cy"].ID || made.Creator != b.people["bob"].ID {
		t.Errorf("owner %s, creator %s", made.Owner, made.Creator)
	}
}
