package site_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

const (
	toRead = wiki.RestrictRead
	toEdit = wiki.RestrictUpdate
)

func TestAViewRestrictionHidesWhatIsBelow(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, dee, _, _ := b.cast()
	plans := bob.page("Plans", wiki.Content{})
	budget := bob.page("Budget", plans)
	salaries := bob.page("Salaries", budget)
	sheet := bob.attaches(salaries, "sheet.txt", "42")

	bob.restricts(plans, toRead, []string{"@eng"})
	bob.sees(plans, budget, salaries, sheet)
	for _, other := range []actor{ann, cy, dee} { // ann administers the site: no implicit superuser on content
		other.misses(plans, budget, salaries, sheet)
	}
	cy.page("Child", budget, wiki.InvalidParent)
	cy.edits(salaries, wiki.NoViewPermission)
	cy.trashes(salaries, wiki.NoViewPermission)
	cy.attaches(salaries, "more.txt", "x", wiki.NoViewPermission)
	cy.restricts(salaries, toRead, nil, wiki.NoViewPermission)

	added := bob.page("Added later", budget)
	cy.misses(added)

	// Both restrictions must admit: a narrower one below takes nothing from the one above.
	bob.restricts(salaries, toRead, []string{"bob", "cy"})
	cy.misses(salaries, sheet)
	b.joins("dee", "eng")
	dee.sees(plans, budget)
	dee.misses(salaries, sheet)

	bob.restricts(plans, toRead, nil)
	cy.sees(plans, budget, salaries, sheet, added)
	ann.sees(plans, budget, added)
	ann.misses(salaries, sheet)
}

func TestAnEditRestrictionIsItsPagesOwn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, _, _ := b.cast()
	rules := bob.page("Rules", wiki.Content{})
	detail := bob.page("Detail", rules)
	file := bob.attaches(rules, "rules.txt", "1")
	bob.restricts(rules, toEdit, []string{"bob"})

	cy.sees(rules, detail, file)
	dee.sees(rules)
	cy.edits(rules, wiki.EditRestricted)
	cy.trashes(rules, wiki.EditRestricted)
	cy.restricts(rules, toEdit, nil, wiki.EditRestricted) // who may not edit does not lift the restriction
	cy.restricts(rules, toRead, []string{"cy"}, wiki.EditRestricted)
	cy.attaches(rules, "mine.txt", "x", wiki.EditRestricted)
	cy.trashes(file, wiki.EditRestricted) // a page's file goes through the page
	cy.page("Below", rules, wiki.EditRestricted)
	cy.edits(detail) // not inherited

	bob.edits(rules)
	bob.attaches(rules, "mine.txt", "x")
	bob.restricts(rules, toEdit, nil)
	cy.edits(rules)
	cy.trashes(file)
}

func TestARestrictionWhoseMembersAreGoneAdmitsNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, _, _, _ := b.cast()
	b.joins("cy", "ops")
	page := cy.page("Runbook", wiki.Content{})
	cy.restricts(page, toRead, []string{"@ops"})
	cy.sees(page)
	b.leaves("cy", "ops")
	for _, other := range []actor{ann, bob, cy} {
		other.misses(page)
	}
	b.joins("bob", "ops")
	bob.sees(page)
}

func TestRestrictRefuses(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, eve, nobody := b.cast()
	page := cy.page("Page", wiki.Content{})
	file := cy.attaches(page, "a.txt", "x")

	cy.restricts(page, toRead, []string{"bob"}, wiki.InvalidInput) // it would shut out its author
	cy.restricts(page, toEdit, []string{"@eng"}, wiki.InvalidInput)
	cy.restricts(page, toRead, []string{}, wiki.InvalidInput)
	cy.restricts(file, toRead, []string{"cy"}, wiki.InvalidInput) // files go through their page
	cy.restricts(page, "delete", []string{"cy"}, wiki.InvalidInput)
	cy.restricts(page, toRead, []string{"cy", ""}, wiki.InvalidInput) // anonymous is nobody to name
	cy.restricts(wiki.Content{ID: 99}, toRead, nil, wiki.NoSuchObject)
	dee.restricts(page, toRead, []string{"dee"}, wiki.NoPermission)
	eve.restricts(page, toRead, []string{"eve"}, wiki.NoViewPermission)
	nobody.restricts(page, toRead, nil, wiki.CredentialsMissing)
	for _, unknown := range []wiki.Subject{wiki.User("nobody"), wiki.Group("none"), "u:", "x:y", ""} {
		cy.run("restricts to "+string(unknown), []wiki.Reason{wiki.InvalidInput}, func(ctx context.Context, s *site.Session) error {
			return s.Restrict(ctx, wiki.Restriction{Content: page.ID, Op: toRead, Subjects: append(b.subjects("cy"), unknown)})
		})
	}
	cy.run("restricts to a crowd", []wiki.Reason{wiki.LimitReached}, func(ctx context.Context, s *site.Session) error {
		return s.Restrict(ctx, wiki.Restriction{Content: page.ID, Op: toRead, Subjects: slices.Repeat(b.subjects("cy"), site.MaxSubjects+1)})
	})
	bob.sees(page)
	bob.edits(page)

	cy.trashes(page)
	cy.restricts(page, toRead, []string{"cy"}, wiki.WrongStatus)

	// The right to restrict is one of its own.
	b.as("ann").run("takes it away", nil, func(ctx context.Context, s *site.Session) error {
		return s.Revoke(ctx, wiki.Grant{Space: b.dev.ID, Subject: b.subject("cy"), Perm: wiki.Restrict})
	})
	other := cy.page("Other", wiki.Content{})
	cy.restricts(other, toRead, []string{"cy"}, wiki.NoPermission)
}

func TestAMoveTakesTheRulesOfItsNewPlace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, _, _ := b.cast()
	secret := bob.page("Secret", wiki.Content{})
	bob.restricts(secret, toRead, []string{"@eng"})
	open := bob.page("Open", wiki.Content{})
	tree := bob.page("Tree", open)
	leaf := bob.page("Leaf", tree)
	file := bob.attaches(leaf, "leaf.txt", "x")
	cy.sees(tree, leaf, file)

	bob.moves(tree, secret)
	cy.misses(tree, leaf, file)
	dee.misses(tree, leaf, file)
	bob.sees(tree, leaf, file)

	bob.restricts(leaf, toRead, []string{"bob", "cy"}) // its own restriction moves along
	bob.moves(tree, open)
	cy.sees(tree, leaf, file)
	dee.sees(tree)
	dee.misses(leaf, file)

	bob.moves(tree, wiki.Content{}) // to the root of the space
	cy.sees(tree, leaf)
}

func TestAMoveNeedsBothParents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	from, to, hidden := bob.page("From", wiki.Content{}), bob.page("To", wiki.Content{}), bob.page("Hidden", wiki.Content{})
	page := cy.page("Page", from)
	bob.restricts(from, toEdit, []string{"bob"})
	bob.restricts(hidden, toRead, []string{"bob"})

	cy.moves(page, to, wiki.EditRestricted)
	cy.moves(page, wiki.Content{}, wiki.EditRestricted)
	cy.edits(page)
	bob.restricts(from, toEdit, nil)
	bob.restricts(to, toEdit, []string{"bob"})
	cy.moves(page, to, wiki.EditRestricted)
	cy.moves(page, hidden, wiki.InvalidParent)
	cy.moves(page, wiki.Content{ID: 99}, wiki.InvalidParent) // one answer for hidden and for missing
	bob.restricts(to, toEdit, nil)
	cy.moves(page, to)
}

// TestAHiddenParentIsToldAsOneThatIsNotThere is R-ENUM for the second id of a request.
func TestAHiddenParentIsToldAsOneThatIsNotThere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	hidden := bob.page("Hidden", wiki.Content{})
	bob.restricts(hidden, toRead, []string{"bob"})
	refusal := func(parent wiki.ContentID) *wiki.Error {
		err := cy.do(func(ctx context.Context, s *site.Session) error {
			_, err := s.Create(ctx, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: b.dev.ID, Title: "T", Parent: parent})
			return err
		})
		return wiki.AsError(err)
	}
	there, gone := refusal(hidden.ID), refusal(99)
	there.Facts.ID, gone.Facts.ID = "", ""
	if diff := cmp.Diff(gone, there, cmp.AllowUnexported(wiki.Error{})); diff != "" {
		t.Errorf("a hidden parent is refused otherwise than a missing one (-missing +hidden):\n%s", diff)
	}
}

func TestInvalidParents(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, _, _, _, _ := b.cast()
	top := ann.page("Top", wiki.Content{})
	middle := ann.page("Middle", top)
	leaf := ann.page("Leaf", middle)
	file := ann.attaches(top, "file.txt", "x")
	post := ann.makes(wiki.NewContent{Kind: wiki.BlogPost, Title: "Post"})
	draft := ann.makes(wiki.NewContent{Status: wiki.Draft, Title: "Draft"})
	bobsDraft := bob.makes(wiki.NewContent{Status: wiki.Draft, Title: "Bob's draft"})
	trashed := ann.page("Trashed", wiki.Content{})
	ann.trashes(trashed)
	var other wiki.Space
	ann.run("makes another space", nil, func(ctx context.Context, s *site.Session) (err error) {
		other, err = s.CreateSpace(ctx, site.NewSpace{Key: "OTHER", Name: "Other"})
		return err
	})
	abroad := ann.makes(wiki.NewContent{Space: other.ID, Title: "Abroad"})

	for _, parent := range []wiki.Content{file, post, draft, bobsDraft, trashed, abroad, {ID: 99}} {
		ann.page("Child", parent, wiki.InvalidParent)
		ann.moves(leaf, parent, wiki.InvalidParent)
	}
	ann.moves(top, top, wiki.InvalidParent)
	ann.moves(top, middle, wiki.InvalidParent)
	ann.moves(top, leaf, wiki.InvalidParent)
	ann.moves(post, top, wiki.InvalidParent)
	ann.makes(wiki.NewContent{Kind: wiki.BlogPost, Title: "Post below", Parent: top.ID}, wiki.InvalidParent)
	ann.changes(leaf, wiki.Change{Space: &other.ID}, wiki.InvalidParent)
	ann.moves(leaf, top)
}
