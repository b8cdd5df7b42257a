package site_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

const (
	noteKind wiki.Kind = "ac:app:note"
	voteKind wiki.Kind = "ac:app:vote"
)

// notes makes a custom content in another, or in DEV by itself.
func (a actor) notes(in wiki.Content, title string, want ...wiki.Reason) wiki.Content {
	a.b.t.Helper()
	return a.makes(wiki.NewContent{Kind: noteKind, Title: title, Parent: in.ID, Space: in.Space, Storage: "<p>" + title + "</p>"}, want...)
}

// grantsCustom names who alone may do something to notes in DEV, or takes that back.
func (b *bench) grantsCustom(op string, access bool, names ...string) {
	b.t.Helper()
	b.as("ann").run("grants "+op, nil, func(ctx context.Context, s *site.Session) error {
		for _, subject := range b.subjects(names...) {
			if err := s.GrantCustom(ctx, b.dev.ID, []wiki.CustomGrant{{Subject: subject, Kind: noteKind, Op: op}}, []bool{access}); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestWhereCustomContentLies(t *testing.T) {
	t.Parallel()
	onEachEngine(t, whereCustomContentLies)
}

func whereCustomContentLies(t *testing.T, url string) {
	b := newBenchOn(t, url)
	_, bob, cy, dee, eve, nobody := b.cast()
	page := bob.makes(wiki.NewContent{Title: "Page"})
	other := bob.makes(wiki.NewContent{Title: "Other"})
	folder := bob.makes(wiki.NewContent{Kind: wiki.Folder, Title: "Folder"})
	note := cy.notes(page, "note")
	inner := cy.notes(note, "inner")
	alone := cy.notes(wiki.Content{}, "alone")
	for _, row := range []struct {
		c                 wiki.Content
		parent, container wiki.ContentID
	}{{note, page.ID, page.ID}, {inner, note.ID, page.ID}, {alone, 0, 0}} {
		if row.c.Parent != row.parent || row.c.Container != row.container || row.c.Kind != noteKind {
			t.Errorf("%s: %+v", row.c.Title, row.c)
		}
	}
	bob.sees(note, inner, alone)
	eve.misses(note, inner, alone)

	cy.notes(folder, "no", wiki.InvalidParent)
	cy.notes(wiki.Content{ID: 999}, "no", wiki.InvalidParent)
	cy.notes(cy.comments(page), "no", wiki.InvalidParent)
	cy.notes(page, "", wiki.InvalidInput)
	cy.makes(wiki.NewContent{Kind: "app:", Title: "no"}, wiki.InvalidInput)
	cy.makes(wiki.NewContent{Kind: wiki.CustomContent, Title: "no"}, wiki.InvalidInput)
	cy.makes(wiki.NewContent{Kind: noteKind, Status: wiki.Archived, Title: "no"}, wiki.InvalidInput)
	cy.makes(wiki.NewContent{Kind: noteKind, Title: "no", Storage: "<p>"}, wiki.InvalidBody)
	elsewhere := b.space("ELSE", "cy")
	cy.makes(wiki.NewContent{Kind: noteKind, Title: "no", Space: elsewhere.ID, Parent: page.ID}, wiki.InvalidParent)
	dee.notes(page, "no", wiki.NoPermission)
	eve.notes(page, "no", wiki.NoViewPermission)
	nobody.notes(page, "no", wiki.CredentialsMissing)

	// Where others only may edit the page, one may add to it all the same, as a comment; not where others only may view it.
	bob.restricts(page, wiki.RestrictUpdate, []string{"bob"})
	cy.notes(page, "added")
	moved := cy.changes(alone, wiki.Change{Parent: &page.ID})
	if moved.Parent != page.ID || moved.Container != page.ID {
		t.Errorf("moved: %+v", moved)
	}
	cy.changes(note, wiki.Change{Parent: &inner.ID}, wiki.InvalidParent) // into what lies in it
	cy.changes(note, wiki.Change{Parent: &note.ID}, wiki.InvalidParent)
	cy.changes(moved, wiki.Change{Parent: &folder.ID}, wiki.InvalidParent)
	cy.changes(note, wiki.Change{Parent: &other.ID})
	bob.restricts(other, wiki.RestrictRead, []string{"bob"})
	cy.misses(note, inner)
	cy.notes(inner, "hidden", wiki.InvalidParent)

	// Only what stands by itself has restrictions of its own.
	own := bob.notes(wiki.Content{}, "own")
	bob.restricts(own, wiki.RestrictRead, []string{"bob"})
	cy.misses(own)
	bob.restricts(note, wiki.RestrictRead, []string{"bob"}, wiki.InvalidInput)
}

func TestDraftsOfCustomContent(t *testing.T) {
	t.Parallel()
	onEachEngine(t, draftsOfCustomContent)
}

func draftsOfCustomContent(t *testing.T, url string) {
	b := newBenchOn(t, url)
	_, bob, cy, _, _, _ := b.cast()
	draft := bob.makes(wiki.NewContent{Kind: noteKind, Status: wiki.Draft, Title: "draft"})
	cy.misses(draft)
	bob.sees(draft)
	bob.notes(draft, "in a draft", wiki.WrongStatus)
	bob.comments(draft, wiki.WrongStatus)
	bob.attaches(draft, "file.txt", "text", wiki.WrongStatus)
	published := bob.publishes(draft)
	cy.sees(published, cy.notes(published, "in it"))

	page := bob.makes(wiki.NewContent{Status: wiki.Draft, Title: "A draft"})
	held := bob.notes(page, "held")
	file, deep := bob.attaches(held, "file.txt", "text"), bob.notes(held, "deep")
	cy.misses(held, file, deep)
	bob.publishes(page)
	cy.sees(held, file, deep)
	bob.discards(bob.makes(wiki.NewContent{Kind: noteKind, Status: wiki.Draft}))
}

func TestCustomContentInTheTrash(t *testing.T) {
	t.Parallel()
	onEachEngine(t, customContentInTheTrash)
}

func customContentInTheTrash(t *testing.T, url string) {
	b := newBenchOn(t, url)
	ann, bob, cy, dee, _, _ := b.cast()
	page := bob.makes(wiki.NewContent{Title: "Page"})
	note := bob.notes(page, "note")
	inner := bob.notes(note, "inner")
	file, remark := bob.attaches(inner, "file.txt", "text"), bob.comments(inner)
	dee.trashes(note, wiki.NoPermission)
	find := func(want ...string) {
		t.Helper()
		if got := bob.found(`type in ("ac:app:note", comment, attachment) order by id`); !slices.Equal(got, want) {
			t.Errorf("found %q, want %q", got, want)
		}
	}
	find("note", "inner", "file.txt", "Re: inner")
	bob.trashes(note)
	for range 2 { // the note is in the trash, then the page
		bob.notes(inner, "no", wiki.WrongStatus)
		bob.attaches(inner, "no.txt", "text", wiki.WrongStatus)
		bob.comments(inner, wiki.WrongStatus)
		bob.answers(remark, wiki.WrongStatus)
		bob.replaces(file, "text", wiki.WrongStatus)
		bob.edits(inner, wiki.WrongStatus)
		find()
		if note.Status != wiki.Trashed {
			note = bob.restores(note)
			bob.trashes(page)
			note.Status = wiki.Trashed
		}
	}
	page = bob.restores(page)
	bob.edits(inner)
	cy.comments(inner)

	// Nothing of it is left when the page is purged.
	bob.trashes(page)
	before := b.blobs()
	ann.purges(page)
	for _, c := range []wiki.Content{page, note, inner, file, remark} {
		bob.run("looks for "+c.Title, []wiki.Reason{wiki.NoSuchObject}, func(ctx context.Context, s *site.Session) error {
			_, err := s.Content(ctx, c.ID)
			return err
		})
	}
	if after := b.blobs(); after != before-1 {
		t.Errorf("%d files before the page was purged, %d after", before, after)
	}
	alone := bob.notes(wiki.Content{}, "alone")
	bob.purges(alone, wiki.WrongStatus)
	bob.trashes(alone)
	bob.purges(alone, wiki.NoPermission)
	ann.purges(alone)
}

func TestRawBodies(t *testing.T) {
	t.Parallel()
	onEachEngine(t, rawBodies)
}

func rawBodies(t *testing.T, url string) {
	b := newBenchOn(t, url)
	_, bob, _, _, _, _ := b.cast()
	var storage string
	written := func(raw string, want ...wiki.Reason) string {
		bob.run("writes "+raw, want, func(ctx context.Context, s *site.Session) (err error) {
			storage, err = s.Storage(ctx, wiki.Content{Kind: noteKind}, raw, body.Raw)
			return err
		})
		return storage
	}
	const text = "{\"a\": \"<b> & \u0001\"}\nzwei"
	note := bob.makes(wiki.NewContent{Kind: noteKind, Title: "note", Storage: written(text), Raw: text})
	if want := "<p>{\"a\": \"&lt;b&gt; &amp; \ufffd\"}\nzwei</p>"; bob.stored(note) != want {
		t.Errorf("stored %q, want %q", bob.stored(note), want)
	}
	written("a\x00", wiki.InvalidBody)
	bob.run("writes raw text on a page", []wiki.Reason{wiki.UnknownFormat}, func(ctx context.Context, s *site.Session) error {
		_, err := s.Storage(ctx, wiki.Content{Kind: wiki.Page}, text, body.Raw)
		return err
	})
	raw := func(c wiki.Content) (got string) {
		bob.run("reads", nil, func(ctx context.Context, s *site.Session) error {
			texts, err := s.BodiesOf(ctx, []wiki.Content{c})
			if err != nil {
				return err
			}
			made, err := s.Represent(ctx, []wiki.Content{c}, texts, body.Raw)
			if err != nil {
				return err
			}
			got = made[0][0]
			return nil
		})
		return got
	}
	expect := func(how string, c wiki.Content, want string) {
		t.Helper()
		if got := raw(c); got != want {
			t.Errorf("%s: raw %q, want %q", how, got, want)
		}
	}
	expect("written", note, text)
	title, html := "renamed", "<p>x</p>"
	expect("renamed", bob.changes(note, wiki.Change{Title: &title}), text)
	expect("written as storage format", bob.changes(note, wiki.Change{Storage: &html}), html)
	bob.run("restores", nil, func(ctx context.Context, s *site.Session) (err error) {
		note, err = s.RestoreVersion(ctx, note.ID, 1, "", false)
		return err
	})
	expect("restored", note, text)
	if got, want := bob.found(`type = "ac:app:note"`), []string{"renamed"}; !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

// found lists the titles that a query finds.
func (a actor) found(query string) (titles []string) {
	a.b.t.Helper()
	a.run("searches "+query, nil, func(ctx context.Context, s *site.Session) error {
		hits, err := s.Search(ctx, query, site.SearchContext{Excerpts: site.NoExcerpt}, wiki.Window{Limit: 9})
		for _, hit := range hits.Items {
			titles = append(titles, hit.Title)
		}
		return err
	})
	return titles
}

func TestGrantsForCustomContent(t *testing.T) {
	t.Parallel()
	onEachEngine(t, grantsForCustomContent)
}

func grantsForCustomContent(t *testing.T, url string) {
	b := newBenchOn(t, url)
	_, bob, cy, _, _, _ := b.cast()
	page := bob.makes(wiki.NewContent{Title: "Page"})
	note := cy.notes(page, "note")
	file := cy.attaches(note, "file.txt", "text")
	b.grantsCustom("create", true, "bob")
	cy.notes(page, "no", wiki.NoPermission)
	cy.edits(note, wiki.NoPermission)
	cy.makes(wiki.NewContent{Kind: voteKind, Title: "another type", Parent: page.ID})
	note = bob.edits(note)
	cy.comments(note) // what hangs on it asks for what it always does
	b.grantsCustom("delete", true, "cy")
	bob.trashes(note, wiki.NoPermission)
	cy.trashes(note)
	note = bob.restores(note)
	b.grantsCustom("read", true, "bob")
	cy.misses(note, file)
	bob.sees(note, file)
	b.grantsCustom("read", false, "bob")
	cy.sees(note, file)
	nameOf := func(name string) string { return string(b.subject(name)) }
	if got, want := b.log()[:2], []string{
		"ann: Space permission removed (Space DEV) " + nameOf("bob") + ": read:ac:app:note -> ",
		"ann: Space permission added (Space DEV) " + nameOf("bob") + ":  -> read:ac:app:note",
	}; !slices.Equal(got, want) {
		t.Errorf("the log says %q, want %q", got, want)
	}
}

func TestCopyingCustomContent(t *testing.T) {
	t.Parallel()
	onEachEngine(t, copyingCustomContent)
}

func copyingCustomContent(t *testing.T, url string) {
	b := newBenchOn(t, url)
	_, bob, cy, dee, _, _ := b.cast()
	page := b.full("Page", wiki.Content{})
	note := bob.makes(wiki.NewContent{Kind: noteKind, Title: "note", Parent: page.ID, Storage: "<p>{}</p>", Raw: "{}"})
	bob.labels(note, "blue")
	bob.attaches(note, "note.txt", "text")
	bob.notes(note, "inner")
	bob.trashes(bob.notes(page, "gone"))
	expect := func(of wiki.Content, want ...string) {
		t.Helper()
		if got := bob.holdsCustom(of); !slices.Equal(got, want) {
			t.Errorf("in %s: %q, want %q", of.Title, got, want)
		}
	}
	expect(page, "note {} [<p>{}</p> note.txt 1 blue]", "inner <p>inner</p> [<p>inner</p>]")
	expect(cy.copies(site.Copy{Source: page.ID, Space: "DEV", Title: "Without"}))
	whole := cy.copies(site.Copy{Source: page.ID, Space: "DEV", Title: "Whole", CopyParts: allParts})
	expect(whole, "note {} [<p>{}</p> note.txt 1 blue]", "inner <p>inner</p> [<p>inner</p>]")
	expect(cy.copies(site.Copy{Source: page.ID, Space: "DEV", Title: "Bare", CopyParts: wiki.CopyParts{CustomContents: true}}),
		"note {} [<p>{}</p>]", "inner <p>inner</p> [<p>inner</p>]")

	// A copy elsewhere is not open to more people, unless its maker may open it: here only bob, cy and dee may read notes.
	b.space("ELSE", "bob", "cy", "dee")
	b.grantsCustom("read", true, "bob", "cy", "dee")
	dee.copies(site.Copy{Source: page.ID, Space: "ELSE", Title: "Opened", CopyParts: wiki.CopyParts{CustomContents: true}}, wiki.NoPermission)
	expect(cy.copies(site.Copy{Source: page.ID, Space: "ELSE", Title: "Opened", CopyParts: wiki.CopyParts{CustomContents: true}}),
		"note {} [<p>{}</p>]", "inner <p>inner</p> [<p>inner</p>]")
	b.grantsCustom("read", false, "dee")
	expect(dee.copies(site.Copy{Source: page.ID, Space: "ELSE", Title: "Hidden", CopyParts: wiki.CopyParts{CustomContents: true}}))
	b.grantsCustom("read", false, "cy")
	b.grantsCustom("read", false, "bob")
	b.grantsCustom("create", true, "bob")
	cy.copies(site.Copy{Source: page.ID, Space: "DEV", Title: "Not made", CopyParts: wiki.CopyParts{CustomContents: true}}, wiki.NoPermission)
}

// holdsCustom lists the current custom content in a content, and in that: raw body and what hangs on it.
func (a actor) holdsCustom(c wiki.Content) (out []string) {
	a.b.t.Helper()
	a.run("looks into "+c.Title, nil, func(ctx context.Context, s *site.Session) error {
		for todo := []wiki.Content{c}; len(todo) > 0; todo = todo[1:] {
			f := wiki.ContentFilter{Parent: &todo[0].ID, Custom: true, Statuses: []wiki.Status{wiki.Current}}
			found, err := s.ListContent(ctx, f, wiki.Window{Limit: 9})
			if err != nil {
				return err
			}
			bodies, err := s.BodiesOf(ctx, found.Items)
			if err != nil {
				return err
			}
			texts, err := s.Represent(ctx, found.Items, bodies, body.Raw)
			if err != nil {
				return err
			}
			for i, k := range found.Items {
				out = append(out, fmt.Sprintf("%s %s %s", k.Title, texts[i][0], a.around(k)))
			}
			todo = append(todo, found.Items...)
		}
		return nil
	})
	return out
}
