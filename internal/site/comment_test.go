package site_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// comments makes a comment on a content.
func (a actor) comments(on wiki.Content, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	return a.says(site.NewComment{On: on.ID, Storage: "<p>x</p>"}, want...)
}

// answers makes an answer to a comment.
func (a actor) answers(to wiki.Content, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	return a.says(site.NewComment{Parent: to.ID, Storage: "<p>x</p>"}, want...)
}

// marks makes a comment on a text that occurs once.
func (a actor) marks(on wiki.Content, text string, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	return a.says(site.NewComment{On: on.ID, Storage: "<p>x</p>", Selection: &site.Selection{Text: text, Count: 1}}, want...)
}

func (a actor) says(n site.NewComment, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	a.run(fmt.Sprintf("comments on %d, %d", n.On, n.Parent), want, func(ctx context.Context, s *site.Session) (err error) {
		made, err = s.Comment(ctx, n)
		return err
	})
	return made
}

// rewrites changes the text of a comment.
func (a actor) rewrites(c wiki.Content, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	text := "<p>y</p>"
	return a.turns(c, site.CommentChange{Storage: &text}, want...)
}

// resolves says that a thread is settled, or is not.
func (a actor) resolves(c wiki.Content, resolved bool, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	return a.turns(c, site.CommentChange{Resolved: &resolved}, want...)
}

func (a actor) turns(c wiki.Content, ch site.CommentChange, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	ch.Version = a.b.version(c.ID) + 1
	a.run("changes "+c.Title, want, func(ctx context.Context, s *site.Session) (err error) {
		made, err = s.UpdateComment(ctx, c.ID, ch)
		return err
	})
	return made
}

// takesBack deletes a comment.
func (a actor) takesBack(c wiki.Content, want ...wiki.Reason) {
	a.b.t.Helper()
	a.run("deletes "+c.Title, want, func(ctx context.Context, s *site.Session) error { return s.DeleteComment(ctx, c.ID) })
}

// stored is the body of a content as it is kept.
func (a actor) stored(c wiki.Content) (storage string) {
	a.b.t.Helper()
	a.run("reads "+c.Title, nil, func(ctx context.Context, s *site.Session) error {
		_, body, err := s.ContentWithBody(ctx, c.ID)
		storage = body.Storage
		return err
	})
	return storage
}

func TestACommentIsSeenByWhoeverSeesWhatItIsOn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, dee, eve, nobody := b.cast()
	plans := bob.page("Plans", wiki.Content{})
	file := bob.attaches(plans, "plan.txt", "1")
	foot := cy.comments(plans)
	answer := bob.answers(foot)
	onFile := cy.comments(file)
	for _, c := range []wiki.Content{foot, answer, onFile} {
		if c.Container != plans.ID || c.Space != plans.Space {
			t.Errorf("%+v is not in the page", c)
		}
	}
	if foot.Title != "Re: Plans" || answer.Title != "Re: Plans" || onFile.Title != "Re: plan.txt" {
		t.Errorf("titles %q, %q, %q", foot.Title, answer.Title, onFile.Title)
	}
	dee.sees(foot, answer, onFile)
	eve.misses(foot, answer, onFile)

	bob.restricts(plans, toRead, []string{"@eng"})
	for _, other := range []actor{ann, cy, dee} {
		other.misses(foot, answer, onFile)
		other.comments(plans, wiki.NoViewPermission)
		other.answers(foot, wiki.NoViewPermission)
		other.rewrites(foot, wiki.NoViewPermission)
		other.takesBack(foot, wiki.NoViewPermission)
		other.comments(file, wiki.NoViewPermission)
	}
	added := bob.answers(answer)
	cy.misses(added)
	bob.restricts(plans, toRead, nil)
	cy.sees(foot, answer, onFile, added)

	nobody.comments(plans, wiki.CredentialsMissing)
	dee.comments(plans, wiki.NoPermission)
	dee.answers(foot, wiki.NoPermission)
	// What only others may edit is there to be talked about.
	bob.restricts(plans, toEdit, []string{"bob"})
	cy.edits(plans, wiki.EditRestricted)
	cy.comments(plans)
	cy.rewrites(foot)

	draft := bob.makes(wiki.NewContent{Title: "Draft", Status: wiki.Draft})
	cy.comments(draft, wiki.NoViewPermission)
	private := bob.comments(draft)
	cy.misses(private)
}

func TestWhatLiesInTheTrashStays(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	page := bob.makes(wiki.NewContent{Title: "Page", Storage: "<p>text</p>"})
	file := bob.attaches(page, "file.txt", "1")
	foot, onFile, inline := cy.comments(page), cy.comments(file), cy.marks(page, "text")
	bob.trashes(file)
	cy.comments(file, wiki.WrongStatus)
	cy.answers(onFile, wiki.WrongStatus)
	bob.trashes(page)
	cy.comments(page, wiki.WrongStatus)
	cy.marks(page, "text", wiki.WrongStatus)
	cy.answers(foot, wiki.WrongStatus)
	cy.rewrites(foot, wiki.WrongStatus)
	cy.resolves(inline, true, wiki.WrongStatus)
	bob.restores(page)
	cy.answers(foot)
}

func TestACommentIsItsAuthorsToChange(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, dee, eve, _ := b.cast()
	ann.grants(wiki.View, "eve")
	ann.grants(wiki.CreateComment, "eve")
	ann.grants(wiki.DeleteOwn, "eve")
	page := bob.makes(wiki.NewContent{Title: "Page", Storage: "<p>text</p>"})
	eves := eve.comments(page)
	eve.rewrites(eves)
	cy.rewrites(eves, wiki.NoPermission)
	dee.rewrites(eves, wiki.NoPermission)
	ann.rewrites(eves) // administers the space
	cys := cy.comments(page)
	eve.takesBack(cys, wiki.NoPermission)
	bob.rewrites(page, wiki.InvalidInput)
	cy.takesBack(page, wiki.InvalidInput)
	cy.resolves(cys, true, wiki.InvalidInput)
	cy.turns(cys, site.CommentChange{Storage: new(string), Version: -1})

	own := eve.answers(eves)
	others := cy.answers(own)
	eve.takesBack(eves, wiki.NoPermission) // cy's words would go with it
	cy.takesBack(others)
	eve.takesBack(eves)
	bob.misses(eves, own, others)
	bob.sees(cys)
	b.as("bob").answers(eves, wiki.NoSuchObject)
}

func TestCommentsHangWhereTheyBelong(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	one, other := bob.makes(wiki.NewContent{Title: "One", Storage: "<p>text</p>"}), bob.page("Other", wiki.Content{})
	foot := cy.comments(one)
	cy.says(site.NewComment{On: one.ID, Parent: foot.ID, Storage: "<p>x</p>"})
	cy.says(site.NewComment{On: other.ID, Parent: foot.ID, Storage: "<p>x</p>"}, wiki.InvalidInput)
	cy.says(site.NewComment{Parent: one.ID, Storage: "<p>x</p>"}, wiki.InvalidInput)
	cy.says(site.NewComment{On: foot.ID, Storage: "<p>x</p>"}, wiki.InvalidInput)
	cy.says(site.NewComment{On: one.ID, Storage: "<p>"}, wiki.InvalidBody)
	cy.says(site.NewComment{On: 99, Storage: "<p>x</p>"}, wiki.NoSuchObject)
	cy.marks(bob.attaches(one, "text", "text"), "text", wiki.InvalidInput)
	cy.marks(one, "nothing of it", wiki.InvalidInput)
	long := bob.page(strings.Repeat("ü", site.MaxTitle), wiki.Content{})
	if got := cy.comments(long).Title; got != "Re: "+strings.Repeat("ü", site.MaxTitle-4) {
		t.Errorf("the comment on a long title is called %q", got)
	}
}

func TestAnInlineCommentMarksItsText(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, _, _ := b.cast()
	page := bob.makes(wiki.NewContent{Title: "Page", Storage: "<p>One text of three words.</p>"})
	c := cy.marks(page, "three words")
	mark := func(ref, text string) string {
		return `<ac:inline-comment-marker ac:ref="` + ref + `">` + text + `</ac:inline-comment-marker>`
	}
	marked := "<p>One text of " + mark(c.Thread.Marker, "three words") + ".</p>"
	if diff := cmp.Diff(marked, bob.stored(page)); diff != "" || b.version(page.ID) != 1 {
		t.Errorf("version %d: %s", b.version(page.ID), diff)
	}
	want := wiki.Thread{On: page.ID, OnKind: wiki.Page, OnVersion: 1, Marker: c.Thread.Marker, Selection: "three words", Resolution: wiki.Open}
	if diff := cmp.Diff(want, *c.Thread); diff != "" {
		t.Error(diff)
	}
	answer := bob.answers(c)
	bob.resolves(answer, true, wiki.InvalidInput)
	dee.resolves(c, true, wiki.NoPermission)

	stands := func(want wiki.Resolution) {
		t.Helper()
		for _, one := range []wiki.Content{c, answer} {
			dee.run("looks", nil, func(ctx context.Context, s *site.Session) error {
				now, err := s.Content(ctx, one.ID)
				if err == nil && now.Thread.Resolution != want {
					t.Errorf("%s is %s, want %s", one.ID, now.Thread.Resolution, want)
				}
				return err
			})
		}
	}
	write := func(storage string) { bob.changes(page, wiki.Change{Storage: &storage}) }
	write("<p>Another text.</p>")
	stands(wiki.Dangling)
	write("<p>In other words: " + mark(c.Thread.Marker, "these") + ".</p>") // the mark survives an edit that keeps it
	stands(wiki.Open)
	bob.resolves(c, true)
	stands(wiki.Resolved)
	bob.resolves(c, true)
	write("<p>Gone.</p>")
	stands(wiki.Resolved)
	bob.resolves(c, false)
	stands(wiki.Dangling)
	write("<p>" + mark(c.Thread.Marker, "Back") + " and " + mark("no-comment", "forth") + ".</p>")
	stands(wiki.Reopened)
	cy.takesBack(c)
	bob.misses(c, answer)
	if diff := cmp.Diff("<p>Back and "+mark("no-comment", "forth")+".</p>", bob.stored(page)); diff != "" {
		t.Errorf("after the comment: %s", diff)
	}
}

// TestMarksOfManyStay: each mark is written over the body that others write at the same time.
func TestMarksOfManyStay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	words := []string{"alpha", "beta", "gamma", "delta"}
	page := bob.makes(wiki.NewContent{Title: "Page", Storage: "<p>" + strings.Join(words, " ") + "</p>"})
	made := make([]wiki.Content, len(words))
	var all sync.WaitGroup
	for i, word := range words {
		all.Go(func() { made[i] = cy.marks(page, word) })
	}
	all.Wait()
	want := make([]string, len(words))
	for i, c := range made {
		want[i] = `<ac:inline-comment-marker ac:ref="` + c.Thread.Marker + `">` + words[i] + `</ac:inline-comment-marker>`
	}
	if diff := cmp.Diff("<p>"+strings.Join(want, " ")+"</p>", bob.stored(page)); diff != "" {
		t.Error(diff)
	}
}

// TestOperationsOnComments: only what would be let through is offered.
func TestOperationsOnComments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, _, _, _ := b.cast()
	page := bob.makes(wiki.NewContent{Title: "Page"})
	remark := bob.comments(page)
	update, answer := site.Operation{Name: "update", Target: "comment"}, site.Operation{Name: "create", Target: "comment"}
	expect := func(a actor, c wiki.Content, may bool, op site.Operation) {
		t.Helper()
		a.run("asks what it may", nil, func(ctx context.Context, s *site.Session) error {
			all, err := s.Operations(ctx, []wiki.Content{c})
			if got := slices.Contains(all[c.ID], op); got != may {
				t.Errorf("%q is offered to %s %s: %v", a.name, op.Name, c.Title, got)
			}
			return err
		})
	}
	for _, row := range []struct {
		who actor
		may bool
	}{{ann, true}, {bob, true}, {cy, false}} {
		expect(row.who, remark, row.may, update)
		expect(row.who, remark, true, answer)
		row.who.run("checks the permission", nil, func(ctx context.Context, s *site.Session) error {
			reason, err := s.CheckPermission(ctx, remark, wiki.User(b.people[row.who.name].ID), "update")
			if (reason == "") != row.may {
				t.Errorf("%q may update: %q", row.who.name, reason)
			}
			return err
		})
	}
	bob.restricts(page, wiki.RestrictUpdate, []string{"bob"})
	expect(cy, page, true, answer)
	cy.comments(page)
}
