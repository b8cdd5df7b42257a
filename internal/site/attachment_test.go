package site_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// uploads sends files as one form would: names and texts in turn.
func (a actor) uploads(to wiki.Content, replace bool, files []string, want ...wiki.Reason) (made []wiki.Content) {
	a.b.t.Helper()
	a.run("uploads to "+to.Title, want, func(ctx context.Context, s *site.Session) error {
		n := site.Attachments{Container: to.ID, Comments: []string{"one", "rest"}, Replace: replace, Minor: !replace}
		for i := 0; i < len(files); i += 2 {
			f, err := s.Receive(ctx, files[i], "", strings.NewReader(files[i+1]))
			if err != nil {
				s.Discard(n.Files...)
				return err
			}
			n.Files = append(n.Files, f)
		}
		var err error
		made, err = s.AttachAll(ctx, n)
		return err
	})
	return made
}

// holds is the text of an attachment's file now.
func (a actor) holds(c wiki.Content) (text string) {
	a.b.t.Helper()
	a.run("opens "+c.Title, nil, func(ctx context.Context, s *site.Session) error {
		now, err := s.Content(ctx, c.ID)
		if err != nil {
			return err
		}
		f, err := s.OpenFile(ctx, now)
		if err != nil {
			return err
		}
		defer f.Close()
		bytes, err := io.ReadAll(f)
		text = string(bytes)
		return err
	})
	return text
}

func (a actor) replaces(c wiki.Content, text string, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	a.run("replaces "+c.Title, want, func(ctx context.Context, s *site.Session) error {
		f, err := s.Receive(ctx, "another name", "text/css", strings.NewReader(text))
		if err == nil {
			made, err = s.ReplaceFile(ctx, c.ID, f, "why", true)
		}
		return err
	})
	return made
}

func (a actor) turnsFile(c wiki.Content, ch site.FileChange, want ...wiki.Reason) (made wiki.Content) {
	a.b.t.Helper()
	if ch.Version == 0 {
		ch.Version = a.b.version(c.ID)
	}
	a.run("changes "+c.Title, want, func(ctx context.Context, s *site.Session) (err error) {
		made, err = s.ChangeFile(ctx, c.ID, ch)
		return err
	})
	return made
}

func TestFilesComeTogetherOrNotAtAll(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, _, _ := b.cast()
	page := bob.page("Page", wiki.Content{})
	made := cy.uploads(page, false, []string{"a.txt", "1", "b.png", "2", "c", "3"})
	for i, want := range []struct{ title, comment, mediaType string }{
		{"a.txt", "one", "text/plain"}, {"b.png", "rest", "image/png"}, {"c", "rest", "application/octet-stream"},
	} {
		c := made[i]
		if c.Title != want.title || c.File.Comment != want.comment || c.Version.Message != want.comment || !c.Version.Minor || c.File.MediaType != want.mediaType {
			t.Errorf("%d: %+v with %+v, want %+v", i, c, *c.File, want)
		}
	}
	before := b.blobs()
	cy.uploads(page, false, []string{"new.txt", "4", "A.TXT", "5"}, wiki.DuplicateTitle)
	cy.uploads(page, true, []string{"new.txt", "4", "new.txt", strings.Repeat("x", 1001)}, wiki.TooLarge)
	dee.uploads(page, true, []string{"a.txt", "6"}, wiki.NoPermission)
	if after := b.blobs(); after != before {
		t.Errorf("%d files are kept after refusals, %d before", after, before)
	}
	again := cy.uploads(page, true, []string{"a.txt", "7", "d.txt", "8", "d.txt", "9"})
	if again[0].ID != made[0].ID || again[0].Version.Number != 2 || again[1].ID != again[2].ID || again[2].Version.Number != 2 {
		t.Errorf("uploaded again: %+v", again)
	}
	if cy.holds(made[0]) != "7" || cy.holds(again[1]) != "9" {
		t.Errorf("they hold %q and %q", cy.holds(made[0]), cy.holds(again[1]))
	}
}

func TestAFileIsReplacedAndRenamed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, _, _ := b.cast()
	page, other := bob.page("Page", wiki.Content{}), bob.page("Other", wiki.Content{})
	file := bob.attaches(page, "a.txt", "first")
	now := cy.replaces(file, "second")
	want := wiki.Version{Number: 2, Author: b.people["cy"].ID, At: noon, Message: "why", Minor: true, Title: "a.txt"}
	if diff := cmp.Diff(want, now.Version); diff != "" || now.Title != "a.txt" || now.File.MediaType != "text/css" || cy.holds(file) != "second" {
		t.Errorf("replaced: %s in %+v", diff, now)
	}
	dee.replaces(file, "x", wiki.NoPermission)
	cy.replaces(page, "x", wiki.NoSuchObject)

	name, kind, comment := "b.txt", "text/markdown", "renamed"
	now = cy.turnsFile(file, site.FileChange{Name: &name, MediaType: &kind, Comment: &comment})
	if now.Title != name || now.File.MediaType != kind || now.File.Comment != comment || now.Version.Number != 2 || now.Version.Title != name {
		t.Errorf("changed to %+v, %+v", now, now.File)
	}
	cy.turnsFile(file, site.FileChange{Version: 3})
	cy.turnsFile(file, site.FileChange{Version: 4}, wiki.StaleVersion)
	cy.turnsFile(file, site.FileChange{Version: 1}, wiki.StaleVersion)
	bob.attaches(page, "c.txt", "taken")
	name = "C.txt"
	cy.turnsFile(file, site.FileChange{Name: &name}, wiki.DuplicateTitle)
	name = "a/b"
	cy.turnsFile(file, site.FileChange{Name: &name}, wiki.InvalidInput)

	said := cy.comments(file)
	bob.restricts(other, toRead, []string{"bob"})
	cy.turnsFile(file, site.FileChange{Container: &other.ID}, wiki.NoViewPermission)
	now = bob.turnsFile(file, site.FileChange{Container: &other.ID})
	if now.Parent != other.ID || now.Container != other.ID {
		t.Errorf("moved to %+v", now)
	}
	cy.misses(file, said) // what it lies in now is not for everybody
	bob.sees(file, said)
	cy.replaces(file, "x", wiki.NoViewPermission)
	cy.restricts(page, toEdit, []string{"cy"})
	bob.turnsFile(file, site.FileChange{Container: &page.ID}, wiki.EditRestricted)
	bob.trashes(other)
	bob.replaces(file, "x", wiki.WrongStatus)
}
