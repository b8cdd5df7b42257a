package site_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// puts moves a content to where it is told.
func (a actor) puts(c wiki.Content, where site.Where, target wiki.Content, want ...wiki.Reason) (moved wiki.Content) {
	a.b.t.Helper()
	a.run("puts "+c.Title+" "+string(where)+" "+target.Title, want, func(ctx context.Context, s *site.Session) (err error) {
		moved, err = s.Move(ctx, c.ID, where, target.ID)
		return err
	})
	return moved
}

// children are the titles of what lies right below a content, in their order.
func (a actor) children(c wiki.Content) (titles []string) {
	a.b.t.Helper()
	a.run("lists below "+c.Title, nil, func(ctx context.Context, s *site.Session) error {
		found, err := s.Below(ctx, wiki.TreeFilter{Top: c.ID, Kinds: wiki.TreeKinds(), Statuses: []wiki.Status{wiki.Current}, Depth: 1},
			wiki.Window{Limit: 100})
		for _, d := range found.Items {
			titles = append(titles, d.Title)
		}
		return err
	})
	return titles
}

// space makes a space of ann's in which the subjects may do all but administer.
func (b *bench) space(key string, names ...string) (space wiki.Space) {
	b.t.Helper()
	var grants []wiki.Grant
	for _, who := range b.subjects(names...) {
		grants = append(grants, wiki.Grant{Subject: who, Perm: wiki.SpacePerms &^ wiki.AdministerSpace})
	}
	b.as("ann").run("makes the space "+key, nil, func(ctx context.Context, s *site.Session) (err error) {
		space, err = s.CreateSpace(ctx, site.NewSpace{Key: key, Name: key, Grants: grants})
		return err
	})
	return space
}

func (b *bench) expectChildren(of wiki.Content, want ...string) {
	b.t.Helper()
	if got := b.as("ann").children(of); fmt.Sprint(got) != fmt.Sprint(want) {
		b.t.Fatalf("below %s lie %v, want %v", of.Title, got, want)
	}
}

func TestMovingWithinASpace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, _, _, _, _ := b.cast()
	top := bob.page("Top", wiki.Content{})
	one, two, three := bob.page("1", top), bob.page("2", top), bob.makes(wiki.NewContent{Kind: wiki.Folder, Title: "3", Parent: top.ID})
	bob.puts(three, site.Before, one)
	b.expectChildren(top, "3", "1", "2")
	bob.puts(one, site.After, two)
	b.expectChildren(top, "3", "2", "1")
	bob.puts(two, site.Append, top)
	b.expectChildren(top, "3", "1", "2")
	moved := bob.puts(two, site.Append, three)
	if moved.Parent != three.ID || moved.ParentKind != wiki.Folder || moved.Version.Number != 1 {
		t.Errorf("moved: %+v", moved)
	}
	b.expectChildren(top, "3", "1")
	b.expectChildren(three, "2")
	bob.puts(one, site.Before, top) // to the root
	b.expectChildren(top, "3")
	for range 30 { // until there is no room between two
		bob.puts(one, site.After, three)
		bob.puts(two, site.After, three)
	}
	b.expectChildren(top, "3", "2", "1")
}

func TestWhatCannotBeMoved(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, dee, eve, nobody := b.cast()
	top := bob.page("Top", wiki.Content{})
	child := bob.page("Child", top)
	leaf := bob.makes(wiki.NewContent{Kind: wiki.Whiteboard, Title: "Leaf", Parent: child.ID})
	other := bob.page("Other", wiki.Content{})
	file := bob.attaches(other, "x.txt", "x")
	post := bob.makes(wiki.NewContent{Kind: wiki.BlogPost, Title: "Post"})
	draft := bob.makes(wiki.NewContent{Status: wiki.Draft, Title: "Draft"})

	bob.puts(top, site.Append, leaf, wiki.InvalidParent)
	bob.puts(top, site.After, child, wiki.InvalidParent)
	bob.puts(top, site.Append, top, wiki.InvalidParent)
	bob.puts(top, site.Before, top, wiki.InvalidParent)
	bob.puts(top, site.Append, file, wiki.InvalidParent)
	bob.puts(top, site.Append, post, wiki.InvalidParent)
	bob.puts(post, site.Append, top, wiki.InvalidInput)
	bob.puts(file, site.Append, top, wiki.InvalidInput)
	bob.puts(draft, site.Append, top, wiki.WrongStatus)
	bob.puts(other, "beside", top, wiki.InvalidInput)
	bob.puts(other, site.Append, wiki.Content{ID: 999}, wiki.NoSuchObject)
	bob.puts(wiki.Content{ID: 999}, site.Append, top, wiki.NoSuchObject)
	cy.puts(draft, site.Append, top, wiki.NoViewPermission)
	dee.puts(other, site.Append, top, wiki.NoPermission)
	eve.puts(other, site.Append, top, wiki.NoViewPermission)
	nobody.puts(other, site.Append, top, wiki.CredentialsMissing)

	bob.restricts(top, toEdit, []string{"bob"})
	cy.puts(other, site.Append, top, wiki.EditRestricted)   // where it would come to lie
	cy.puts(child, site.Append, other, wiki.EditRestricted) // where it lies
	cy.puts(leaf, site.After, child, wiki.EditRestricted)
	cy.puts(top, site.After, other, wiki.EditRestricted)
	bob.restricts(top, toRead, []string{"bob"})
	cy.puts(other, site.Append, child, wiki.NoViewPermission)
	bob.trashes(other)
	bob.puts(other, site.Append, top, wiki.WrongStatus)
	bob.puts(child, site.Append, other, wiki.InvalidParent)
	ann.puts(child, site.Append, other, wiki.NoViewPermission)
}

func TestMovingCarriesTheRulesOfTheNewPlace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, _, _, _ := b.cast()
	secret, open := bob.page("Secret", wiki.Content{}), bob.page("Open", wiki.Content{})
	bob.restricts(secret, toRead, []string{"bob"})
	moved := bob.page("Moved", open)
	below := bob.page("Below", moved)
	file := bob.attaches(below, "x.txt", "x")
	cy.sees(moved, below, file)
	bob.puts(moved, site.Append, secret)
	cy.misses(moved, below, file)
	bob.puts(moved, site.Before, secret)
	cy.sees(moved, below, file)
}

func TestMovingToAnotherSpace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, _, _, _ := b.cast()
	far := b.space("FAR", "bob")
	farHome := wiki.Content{ID: far.Home, Title: "home of FAR"}
	top := bob.page("Top", wiki.Content{})
	child := bob.page("Child", top)
	file := bob.attaches(child, "x.txt", "x")
	secret := bob.page("Secret", child)
	bob.restricts(secret, toRead, []string{"bob"})

	cy.puts(top, site.Append, farHome, wiki.NoViewPermission)
	moved := bob.puts(top, site.Append, farHome)
	if moved.Space != far.ID || moved.SpaceKey != "FAR" || moved.Parent != far.Home {
		t.Errorf("moved: %+v", moved)
	}
	cy.misses(top, child, file, secret)
	ann.sees(top, child, file)
	ann.misses(secret)
	b.expectChildren(farHome, "Top")

	// A title that is taken there, whoever in the subtree has it, and the home page.
	taken := bob.page("Taken", wiki.Content{})
	holder := bob.page("Holder", taken)
	bob.makes(wiki.NewContent{Title: "holder", Space: far.ID})
	bob.puts(taken, site.Append, farHome, wiki.DuplicateTitle)
	if c := b.as("bob"); len(c.children(taken)) != 1 {
		t.Error("a refused move left something behind")
	}
	bob.sees(holder)
	cy.sees(holder)
	bob.puts(wiki.Content{ID: b.dev.Home}, site.Append, farHome, wiki.InvalidParent)

	// Out of a space in which one may not delete, and into one in which one may not write.
	near := b.space("NEAR", "dee")
	ann.grants(wiki.CreatePage, "dee")
	b.as("dee").puts(taken, site.Append, wiki.Content{ID: near.Home}, wiki.NoPermission)
	ann.run("lets cy read NEAR", nil, func(ctx context.Context, s *site.Session) error {
		return s.Grant(ctx, wiki.Grant{Space: near.ID, Subject: b.subject("cy"), Perm: wiki.View})
	})
	cy.puts(taken, site.Append, wiki.Content{ID: near.Home}, wiki.NoPermission)
}

func TestCrossingMovesOfPagesMakeNoCircle(t *testing.T) {
	t.Parallel()
	onEachEngine(t, func(t *testing.T, url string) {
		b := newBenchOn(t, url)
		_, bob, _, _, _, _ := b.cast()
		for n := range 10 {
			one, two := bob.page(fmt.Sprint("one ", n), wiki.Content{}), bob.page(fmt.Sprint("two ", n), wiki.Content{})
			var done sync.WaitGroup
			var errs [2]error
			for i, pair := range [][2]wiki.Content{{one, two}, {two, one}} {
				done.Go(func() {
					errs[i] = bob.do(func(ctx context.Context, s *site.Session) error {
						_, err := s.Move(ctx, pair[0].ID, site.Append, pair[1].ID)
						return err
					})
				})
			}
			done.Wait()
			if (errs[0] == nil) == (errs[1] == nil) || !wiki.HasReason(errs[0], wiki.InvalidParent) && !wiki.HasReason(errs[1], wiki.InvalidParent) {
				t.Fatalf("round %d: %v", n, errs)
			}
		}
	})
}
