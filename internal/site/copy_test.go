package site_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

var allParts = wiki.CopyParts{Attachments: true, Permissions: true, Properties: true, Labels: true, CustomContents: true}

func (a actor) copies(cp site.Copy, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	a.run(fmt.Sprintf("copies %d as %q", cp.Source, cp.Title), want, func(ctx context.Context, s *site.Session) (err error) {
		made, err = s.CopyPage(ctx, cp)
		return err
	})
	return made
}

// around is what hangs on a content: its body, files, labels, keys of properties, and operations restricted.
func (a actor) around(c wiki.Content) (out []string) {
	a.b.t.Helper()
	a.run("looks around "+c.Title, nil, func(ctx context.Context, s *site.Session) error {
		_, text, err := s.ContentWithBody(ctx, c.ID)
		if err != nil {
			return err
		}
		out = append(out, text.Storage)
		files, err := s.ListContent(ctx, wiki.ContentFilter{Parent: &c.ID, Kinds: []wiki.Kind{wiki.Attachment}}, wiki.Window{Limit: 10})
		if err != nil {
			return err
		}
		for _, f := range files.Items {
			out = append(out, fmt.Sprintf("%s %d", f.Title, f.Version.Number))
		}
		labels, err := s.Labels(ctx, []wiki.Content{c}, "")
		if err != nil {
			return err
		}
		for _, l := range labels[c.ID] {
			out = append(out, l.Name)
		}
		properties, err := s.Properties(ctx, wiki.PropertyOwner{Content: c.ID}, wiki.PropertyFilter{}, wiki.Window{Limit: 10})
		if err != nil {
			return err
		}
		for _, p := range properties.Items {
			out = append(out, fmt.Sprintf("%s=%s %d", p.Key, p.Value, p.Version.Number))
		}
		restrictions, err := s.Restrictions(ctx, []wiki.Content{c})
		for _, r := range restrictions[c.ID] {
			out = append(out, string(r.Op))
		}
		return err
	})
	return out
}

// full is a page of bob's with everything around it.
func (b *bench) full(title string, parent wiki.Content) wiki.Content {
	b.t.Helper()
	bob := b.as("bob")
	c := bob.makes(wiki.NewContent{Title: title, Parent: parent.ID, Storage: "<p>text</p>"})
	bob.attaches(c, "plan.txt", "plan")
	bob.labels(c, "red")
	bob.run("keeps a property", nil, func(ctx context.Context, s *site.Session) error {
		_, err := s.CreateProperty(ctx, wiki.PropertyOwner{Content: c.ID}, "key", `{"a":1}`)
		return err
	})
	return c
}

func TestCopyingAPage(t *testing.T) {
	t.Parallel()
	onEachEngine(t, copyingAPage)
}

func copyingAPage(t *testing.T, url string) {
	b := newBenchOn(t, url)
	_, bob, cy, dee, eve, nobody := b.cast()
	page := b.full("Page", wiki.Content{})
	expect := func(c wiki.Content, want ...string) {
		t.Helper()
		if got := bob.around(c); !slices.Equal(got, want) {
			t.Errorf("around %s: %q, want %q", c.Title, got, want)
		}
	}
	bare := cy.copies(site.Copy{Source: page.ID, Space: "DEV", Title: "Bare"})
	if bare.Parent != 0 || bare.Creator != b.people["cy"].ID || bare.Version.Number != 1 || bare.Title != "Bare" {
		t.Errorf("the copy: %+v", bare)
	}
	expect(bare, "<p>text</p>")
	whole := cy.copies(site.Copy{Source: page.ID, Parent: bare.ID, PageParent: true, Title: "Whole", CopyParts: allParts})
	if whole.Parent != bare.ID {
		t.Errorf("the copy: %+v", whole)
	}
	expect(whole, "<p>text</p>", "plan.txt 1", "red", `key={"a":1} 1`)
	other := "<p>other</p>"
	expect(cy.copies(site.Copy{Source: page.ID, Parent: bare.ID, Title: "Other", Storage: &other}), other)

	// In place of another page: what is there stays, its title too.
	onto := cy.copies(site.Copy{Source: page.ID, Existing: whole.ID, Storage: &other, CopyParts: allParts})
	if onto.ID != whole.ID || onto.Title != "Whole" || onto.Version.Number != 2 {
		t.Errorf("the copy: %+v", onto)
	}
	expect(onto, other, "plan.txt 2", "red", `key={"a":1} 1`)
	if renamed := cy.copies(site.Copy{Source: page.ID, Existing: whole.ID, Title: "New"}); renamed.Title != "New" || renamed.Version.Number != 3 {
		t.Errorf("the copy: %+v", renamed)
	}
	// The bytes belong to both: purging one keeps the other's.
	bob.trashes(page)
	b.as("ann").purges(page)
	expect(onto, "<p>text</p>", "plan.txt 2", "red", `key={"a":1} 1`)

	folder := bob.makes(wiki.NewContent{Kind: wiki.Folder, Title: "Folder"})
	cy.copies(site.Copy{Source: bare.ID, Parent: folder.ID, Title: "In a folder"})
	cy.copies(site.Copy{Source: bare.ID, Parent: folder.ID, PageParent: true, Title: "T"}, wiki.InvalidParent)
	cy.copies(site.Copy{Source: folder.ID, Space: "DEV", Title: "T"}, wiki.NoSuchObject)
	cy.copies(site.Copy{Source: bare.ID, Space: "DEV"}, wiki.DuplicateTitle)
	cy.copies(site.Copy{Source: bare.ID, Space: "NONE", Title: "T"}, wiki.NoSuchObject)
	cy.copies(site.Copy{Source: bare.ID, Parent: 999, Title: "T"}, wiki.InvalidParent)
	cy.copies(site.Copy{Source: bare.ID, Existing: 999}, wiki.NoSuchObject)
	cy.copies(site.Copy{Source: bare.ID, Existing: bare.ID}, wiki.InvalidParent)
	cy.copies(site.Copy{Source: 999, Space: "DEV", Title: "T"}, wiki.NoSuchObject)
	broken := "<p>"
	cy.copies(site.Copy{Source: bare.ID, Space: "DEV", Title: "T", Storage: &broken}, wiki.InvalidBody)
	dee.copies(site.Copy{Source: bare.ID, Space: "DEV", Title: "T"}, wiki.NoPermission)
	dee.copies(site.Copy{Source: bare.ID, Existing: whole.ID}, wiki.NoPermission)
	eve.copies(site.Copy{Source: bare.ID, Space: "DEV", Title: "T"}, wiki.NoViewPermission)
	nobody.copies(site.Copy{Source: bare.ID, Space: "DEV", Title: "T"}, wiki.CredentialsMissing)
	bob.trashes(bare)
	cy.copies(site.Copy{Source: bare.ID, Space: "DEV", Title: "T"}, wiki.WrongStatus)
}

// TestACopyIsNotOpenToMore is security-model.md §6 "Copy keeps restrictions, or needs the right to drop them".
func TestACopyIsNotOpenToMore(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, dee, _, _ := b.cast()
	far := b.space("FAR", "dee", "bob")
	top := bob.page("Top", wiki.Content{})
	below := bob.page("Below", top)
	open := bob.page("Open", wiki.Content{})
	bob.restricts(top, toRead, []string{"bob", "dee"})

	// dee may read the page and nothing more, so that a copy for her space to see is not hers to make.
	dee.copies(site.Copy{Source: top.ID, Space: "FAR", Title: "1"}, wiki.NoPermission)
	dee.copies(site.Copy{Source: below.ID, Space: "FAR", Title: "2"}, wiki.NoPermission)
	dee.copies(site.Copy{Source: below.ID, Space: "FAR", Title: "3", CopyParts: allParts}, wiki.NoPermission) // the rule is its parent's
	kept := dee.copies(site.Copy{Source: top.ID, Space: "FAR", Title: "4", CopyParts: allParts})
	bob.sees(kept)
	ann.misses(kept)
	dee.copies(site.Copy{Source: open.ID, Space: "FAR", Title: "5"})

	// bob may change the restrictions, so he may drop them; and where the copy lies under the same rule there is none to drop.
	cy.sees(bob.copies(site.Copy{Source: top.ID, Parent: open.ID, Title: "6"}))
	cy.misses(bob.copies(site.Copy{Source: below.ID, Parent: top.ID, Title: "7"}))
	cy.misses(bob.copies(site.Copy{Source: open.ID, Parent: top.ID, Title: "8"}))
	if far.ID == 0 {
		t.Fatal("no space")
	}
	// A copy onto a page replaces its restrictions, which needs the right to.
	target := bob.page("Target", wiki.Content{})
	bob.copies(site.Copy{Source: top.ID, Existing: target.ID, CopyParts: allParts})
	cy.misses(target)
}

// waits lets tasks work and returns how one of them ended.
func (a actor) waits(start func(ctx context.Context, s *site.Session) (wiki.Task, error), want ...wiki.Reason) (task wiki.Task) {
	a.b.t.Helper()
	a.run("starts a task", want, func(ctx context.Context, s *site.Session) (err error) {
		task, err = start(ctx, s)
		return err
	})
	if len(want) > 0 {
		return task
	}
	a.b.must(a.b.service.Settled(a.b.t.Context()))
	a.run("looks at the task", nil, func(ctx context.Context, s *site.Session) (err error) {
		task, err = s.Task(ctx, task.ID)
		return err
	})
	return task
}

func (a actor) copiesTree(cp site.HierarchyCopy, want ...wiki.Reason) wiki.Task {
	a.b.t.Helper()
	return a.waits(func(ctx context.Context, s *site.Session) (wiki.Task, error) { return s.CopyHierarchy(ctx, cp) }, want...)
}

// below are the titles of what lies below a content at any depth, from the top down.
func (a actor) below(top wiki.ContentID, statuses ...wiki.Status) (titles []string) {
	a.b.t.Helper()
	a.run("lists below", nil, func(ctx context.Context, s *site.Session) error {
		found, err := s.Below(ctx, wiki.TreeFilter{Top: top, Kinds: wiki.TreeKinds(), Statuses: statuses}, wiki.Window{Limit: 200})
		for _, d := range found.Items {
			titles = append(titles, d.Title)
		}
		return err
	})
	return titles
}

func TestCopyingATree(t *testing.T) {
	t.Parallel()
	onEachEngine(t, copyingATree)
}

func copyingATree(t *testing.T, url string) {
	b := newBenchOn(t, url)
	_, bob, cy, dee, _, _ := b.cast()
	top := b.full("Top", wiki.Content{})
	folder := bob.makes(wiki.NewContent{Kind: wiki.Folder, Title: "Folder Top", Parent: top.ID})
	for n := range 45 {
		bob.page(fmt.Sprint("Page ", n), folder)
	}
	secret := bob.page("Secret", top)
	bob.page("Below secret", secret)
	bob.restricts(secret, toRead, []string{"bob"})
	dest := bob.page("Destination", wiki.Content{})

	cp := site.HierarchyCopy{Source: top.ID, Destination: dest.ID, Descendants: true, Prefix: "Copy of ", Search: "Top", Replace: "Bottom", CopyParts: allParts}
	task := cy.copiesTree(cp)
	if task.Failed != nil || !task.Done() || task.Report.Percent != 100 || task.Report.Details.Pages != 47 || task.Report.Details.Destination == 0 {
		t.Fatalf("the task: %+v", task)
	}
	got := cy.below(dest.ID, wiki.Current)
	if len(got) != 47 || got[0] != "Copy of Bottom" || got[1] != "Copy of Folder Bottom" || got[46] != "Copy of Page 44" {
		t.Errorf("%d copies: %v", len(got), got)
	}
	copied := wiki.Content{ID: task.Report.Details.Destination}
	if got := bob.around(copied); !slices.Equal(got, []string{"<p>text</p>", "plan.txt 1", "red", `key={"a":1} 1`}) {
		t.Errorf("around the copy: %v", got)
	}
	// Titles that are taken end the task.
	if task := cy.copiesTree(cp); task.Failed == nil || task.Failed.Reason != wiki.DuplicateTitle {
		t.Errorf("the task: %+v", task)
	}
	// Into itself: what is copied is what was there.
	cp.Destination, cp.Prefix, cp.CopyParts = top.ID, "Inner ", wiki.CopyParts{}
	if task := cy.copiesTree(cp); task.Failed != nil || task.Report.Details.Pages != 47 {
		t.Errorf("the task: %+v", task)
	}
	cp.Descendants, cp.Prefix = false, "Alone "
	if task := cy.copiesTree(cp); task.Failed != nil || task.Report.Details.Pages != 1 {
		t.Errorf("the task: %+v", task)
	}
	cy.copiesTree(site.HierarchyCopy{Source: secret.ID, Destination: dest.ID}, wiki.NoViewPermission)
	cy.copiesTree(site.HierarchyCopy{Source: top.ID, Destination: secret.ID}, wiki.InvalidParent)
	cy.copiesTree(site.HierarchyCopy{Source: top.ID, Destination: 999}, wiki.InvalidParent)
	cy.copiesTree(site.HierarchyCopy{Source: folder.ID, Destination: dest.ID}, wiki.NoSuchObject)
	dee.copiesTree(site.HierarchyCopy{Source: top.ID, Destination: dest.ID}, wiki.NoPermission)
	bob.restricts(dest, toEdit, []string{"bob"})
	cy.copiesTree(site.HierarchyCopy{Source: top.ID, Destination: dest.ID}, wiki.EditRestricted)
}

func TestTrashingATree(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, eve, _ := b.cast()
	top := bob.page("Top", wiki.Content{})
	folder := bob.makes(wiki.NewContent{Kind: wiki.Folder, Title: "Folder", Parent: top.ID})
	leaf := bob.page("Leaf", folder)
	mine := bob.page("For bob to edit", folder)
	bob.restricts(mine, toEdit, []string{"bob"})
	hidden := bob.page("Hidden", folder)
	bob.restricts(hidden, toRead, []string{"bob"})
	trashTree := func(a actor, c wiki.Content, want ...wiki.Reason) wiki.Task {
		t.Helper()
		return a.waits(func(ctx context.Context, s *site.Session) (wiki.Task, error) { return s.TrashTree(ctx, c.ID) }, want...)
	}
	trashTree(dee, top, wiki.NoPermission)
	trashTree(eve, top, wiki.NoViewPermission)
	trashTree(cy, folder, wiki.NoSuchObject)
	task := trashTree(cy, top)
	if task.Failed != nil || task.Report.Message.Text != "Moved 3 pages to the trash; 1 that you may not delete stay" {
		t.Errorf("the task: %+v", task)
	}
	if got := fmt.Sprint(bob.below(top.ID, wiki.Trashed), bob.below(top.ID, wiki.Current)); got != "[Folder Leaf] [For bob to edit Hidden]" {
		t.Errorf("below the page: %s", got)
	}
	trashTree(cy, top, wiki.WrongStatus)
	cy.sees(leaf)
	cy.misses(hidden)
}

func TestArchivingPages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, eve, _ := b.cast()
	one, two := bob.page("One", wiki.Content{}), bob.page("Two", wiki.Content{})
	post := bob.makes(wiki.NewContent{Kind: wiki.BlogPost, Title: "Post"})
	hidden := bob.page("Hidden", wiki.Content{})
	bob.restricts(hidden, toRead, []string{"bob"})
	archive := func(a actor, ids []wiki.ContentID, want ...wiki.Reason) wiki.Task {
		t.Helper()
		return a.waits(func(ctx context.Context, s *site.Session) (wiki.Task, error) { return s.Archive(ctx, ids) }, want...)
	}
	archive(cy, nil, wiki.InvalidInput)
	archive(cy, make([]wiki.ContentID, 0, 1), wiki.InvalidInput)
	archive(cy, []wiki.ContentID{one.ID, 999}, wiki.NoSuchObject)
	archive(cy, []wiki.ContentID{one.ID, hidden.ID}, wiki.NoViewPermission)
	archive(cy, []wiki.ContentID{one.ID, post.ID}, wiki.InvalidInput)
	archive(dee, []wiki.ContentID{one.ID}, wiki.NoPermission)
	archive(eve, []wiki.ContentID{one.ID}, wiki.NoViewPermission)
	if task := archive(cy, []wiki.ContentID{one.ID, two.ID, one.ID}); task.Failed != nil || task.Report.Message.Text != "Archived 2 of 2 pages" {
		t.Errorf("the task: %+v", task)
	}
	for _, c := range []wiki.Content{one, two} {
		cy.run("reads "+c.Title, nil, func(ctx context.Context, s *site.Session) error {
			now, err := s.Content(ctx, c.ID)
			if now.Status != wiki.Archived {
				t.Errorf("%s is %s", c.Title, now.Status)
			}
			return err
		})
	}
	archive(cy, []wiki.ContentID{one.ID}, wiki.WrongStatus)
}
