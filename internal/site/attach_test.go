package site_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// blobs counts the files of the blob store.
func (b *bench) blobs() (count int) {
	b.t.Helper()
	b.must(filepath.WalkDir(filepath.Join(b.folder, "blobs"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			count++
		}
		return err
	}))
	return count
}

func TestAnAttachmentKeepsItsBytes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, eve, _ := b.cast()
	page := bob.page("Page", wiki.Content{})
	file := cy.attaches(page, "  cafe\u0301.txt ", "bytes")
	want := wiki.File{FileID: file.File.FileID, Blob: file.File.Blob, MediaType: "text/plain", Size: 5}
	if diff := cmp.Diff(&want, file.File); diff != "" || file.Title != "café.txt" || file.Parent != page.ID || file.Kind != wiki.Attachment {
		t.Errorf("attached %q of kind %s below %d, with the file (-want +got):\n%s", file.Title, file.Kind, file.Parent, diff)
	}
	reads := func(a actor, want ...wiki.Reason) {
		t.Helper()
		a.run("opens the file", want, func(ctx context.Context, s *site.Session) error {
			c, err := s.Content(ctx, file.ID)
			if err != nil {
				return err
			}
			f, err := s.OpenFile(ctx, c)
			if err != nil {
				return err
			}
			text, err := io.ReadAll(f)
			if string(text) != "bytes" {
				t.Errorf("the file holds %q", text)
			}
			return errors.Join(err, f.Close())
		})
	}
	reads(dee)
	reads(eve, wiki.NoViewPermission)
	bob.restricts(page, toRead, []string{"bob"})
	reads(dee, wiki.NoViewPermission)
	reads(bob)
	bob.run("opens a page", []wiki.Reason{wiki.NoSuchObject}, func(ctx context.Context, s *site.Session) error {
		_, err := s.OpenFile(ctx, page)
		return err
	})
}

func TestFileNames(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bob := b.as("bob")
	page, other := bob.page("Page", wiki.Content{}), bob.page("Other", wiki.Content{})
	for _, name := range []string{"", "   ", ".", "..", "a/b", `a\b`, "a\x00b", "a\nb", "a\u202eb", "a\xffb", strings.Repeat("a", 256), strings.Repeat("é", 128)} {
		bob.attaches(page, name, "x", wiki.InvalidInput)
	}
	for _, name := range []string{"...", ".hidden", "a b.txt", "a%2fb", "con", strings.Repeat("a", 255)} {
		bob.attaches(page, name, "x")
	}
	bob.attaches(page, "plan.txt", "x")
	bob.attaches(page, "plan.txt", "y", wiki.DuplicateTitle)
	bob.attaches(page, "PLAN.txt", "y", wiki.DuplicateTitle)
	bob.attaches(other, "plan.txt", "y")
	if got := b.blobs(); got != 8 {
		t.Errorf("%d blobs are kept for 8 files: those of refused uploads stay", got)
	}
}

func TestUploadsAreAskedForBeforeTheirBytes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, cy, dee, eve, nobody := b.cast()
	page := bob.page("Page", wiki.Content{})
	file := bob.attaches(page, "a.txt", "x")
	hidden := bob.page("Hidden", wiki.Content{})
	bob.restricts(hidden, toRead, []string{"bob"})
	barred := bob.page("Barred", wiki.Content{})
	bob.restricts(barred, toEdit, []string{"bob"})
	untouched := iotest.ErrReader(errors.New("the bytes were read"))
	for _, row := range []struct {
		who  actor
		to   wiki.Content
		want wiki.Reason
	}{
		{dee, page, wiki.NoPermission},
		{eve, page, wiki.NoViewPermission},
		{nobody, page, wiki.CredentialsMissing},
		{cy, hidden, wiki.NoViewPermission},
		{cy, barred, wiki.EditRestricted},
		{ann, file, wiki.InvalidInput}, // a file holds no files
		{ann, wiki.Content{ID: 99}, wiki.NoSuchObject},
	} {
		row.who.run("uploads", []wiki.Reason{row.want}, func(ctx context.Context, s *site.Session) error {
			_, err := s.Attach(ctx, site.NewFile{Container: row.to.ID, Name: "b.txt", Bytes: untouched})
			return err
		})
	}
	if got := b.blobs(); got != 1 {
		t.Errorf("%d blobs are kept for 1 file", got)
	}
}

// TestRightsAreAskedAgainAfterTheBytes: an upload may take long, and what held at its beginning may not hold at its end.
func TestRightsAreAskedAgainAfterTheBytes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bob := b.as("bob")
	page := b.as("cy").page("Page", wiki.Content{})
	bob.run("uploads", []wiki.Reason{wiki.NoViewPermission}, func(ctx context.Context, s *site.Session) error {
		_, err := s.Attach(ctx, site.NewFile{Container: page.ID, Name: "b.txt", Bytes: readerFunc(func([]byte) (int, error) {
			b.leaves("bob", "eng")
			return 0, io.EOF
		})})
		return err
	})
	if got := b.blobs(); got != 0 {
		t.Errorf("%d blobs are kept of a refused upload", got)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestUploadsHaveALimit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bob := b.as("bob")
	page := bob.page("Page", wiki.Content{})
	bob.attaches(page, "small", strings.Repeat("a", 999))
	bob.attaches(page, "exact", strings.Repeat("a", 1000))
	bob.attaches(page, "large", strings.Repeat("a", 1001), wiki.TooLarge)
	if got := b.blobs(); got != 2 {
		t.Errorf("%d blobs are kept for 2 files", got)
	}
}

func TestPurgingAPageDropsItsBytes(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ann, bob, _, _, _, _ := b.cast()
	page, other := bob.page("Page", wiki.Content{}), bob.page("Other", wiki.Content{})
	bob.attaches(page, "a.txt", "same")
	bob.attaches(page, "b.txt", "b")
	kept := bob.attaches(other, "a.txt", "same")
	bob.trashes(page)
	if got := b.blobs(); got != 3 {
		t.Errorf("with the page in the trash, %d blobs are kept of 3", got)
	}
	ann.purges(page)
	if got := b.blobs(); got != 1 {
		t.Errorf("with the page purged, %d blobs are kept of 1", got)
	}
	if _, err := os.Stat(filepath.Join(b.folder, "blobs", kept.File.Blob[:2], kept.File.Blob)); err != nil {
		t.Errorf("the other page lost its file: %v", err)
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, bob, cy, dee, eve, _ := b.cast()
	page := bob.page("Page", wiki.Content{})
	bob.labels(page, " Ops ")
	bob.labels(page, "ops") // having it already is no error
	cy.labels(page, "café")
	dee.labels(page, "dee", wiki.NoPermission)
	eve.labels(page, "eve", wiki.NoViewPermission)
	for _, name := range []string{"", " ", "two words", "a:b", "a#b", strings.Repeat("a", 256)} {
		bob.labels(page, name, wiki.InvalidInput)
	}
	bob.restricts(page, toEdit, []string{"bob"})
	cy.labels(page, "late", wiki.EditRestricted)
	dee.run("reads labels", nil, func(ctx context.Context, s *site.Session) error {
		found, err := s.Labels(ctx, []wiki.Content{page}, "")
		var names []string
		for _, l := range found[page.ID] {
			names = append(names, l.Prefix+":"+l.Name)
		}
		if want := []string{"global:café", "global:ops"}; !slices.Equal(names, want) {
			t.Errorf("labels are %q, want %q", names, want)
		}
		return err
	})
}

// TestASessionDoesNoMoreThanItsPerm: a handler that does more than its row says is our own mistake, and no answer.
func TestASessionDoesNoMoreThanItsPerm(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	page := b.as("bob").page("Page", wiki.Content{})
	for need, do := range map[wiki.Perm]func(*site.Session) error{
		wiki.View: func(s *site.Session) error { _, err := s.Content(ctx, page.ID); return err },
		wiki.CreatePage: func(s *site.Session) error {
			_, err := s.Update(ctx, page.ID, wiki.Change{Version: b.version(page.ID) + 1})
			return err
		},
		wiki.CreateBlogPost: func(s *site.Session) error {
			_, err := s.Create(ctx, wiki.NewContent{Kind: wiki.BlogPost, Status: wiki.Current, Space: b.dev.ID, Title: "B"})
			return err
		},
		wiki.CreateAttachment: func(s *site.Session) error {
			_, err := s.Attach(ctx, site.NewFile{Container: page.ID, Name: "a", Bytes: strings.NewReader("")})
			return err
		},
		wiki.DeletePage:      func(s *site.Session) error { return s.Trash(ctx, page.ID) },
		wiki.Restrict:        func(s *site.Session) error { return s.Restrict(ctx, wiki.Restriction{Content: page.ID, Op: toRead}) },
		wiki.AdministerSpace: func(s *site.Session) error { return s.SetSpaceStatus(ctx, b.dev.ID, wiki.SpaceCurrent) },
		wiki.UseSite:         func(s *site.Session) error { _, err := s.Me(ctx); return err },
	} {
		for _, perm := range []wiki.Perm{everything &^ need, everything} {
			s, v, err := b.service.System().As(ctx, b.site.ID, b.people["ann"].ID, perm)
			b.must(err)
			err = do(s)
			v.Close()
			if enough := perm.Has(need); enough && err != nil || !enough && (err == nil || wiki.AsError(err).Kind() != wiki.Internal) {
				t.Errorf("with %q, what needs %q ends with %v", perm, need, err)
			}
			if need == wiki.DeletePage && err == nil {
				b.as("ann").restores(page)
			}
		}
	}
}
