package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"github.com/weirhq/weir/internal/blob"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// A file comes in two steps, since a form may say what it is for after its bytes: Receive takes the bytes in, and what is
// made of them is one write. Bytes of which nothing was made are given back with Discard.

// NewFile is an upload.
type NewFile struct {
	Container wiki.ContentID
	Name      string
	MediaType string // as declared; "" is found out by the name
	Comment   string
	Bytes     io.Reader
}

// Received are bytes that are durable and belong to nothing yet.
type Received struct {
	name string
	file wiki.File
}

// Attach adds an attachment to a page, a blog post or custom content. The bytes are durable before the row that names them is written
// (R-ACK). Errors: CredentialsMissing for anonymous callers, NoSuchObject or NoViewPermission for the container,
// NoPermission, EditRestricted, WrongStatus for a container in the trash, TooLarge, DuplicateTitle when the container has a
// file of that name, InvalidInput for the name or a container that holds no files.
func (s *Session) Attach(ctx context.Context, n NewFile) (wiki.Content, error) {
	if err := s.demand(wiki.View | wiki.CreateAttachment); err != nil {
		return wiki.Content{}, err
	}
	if _, err := checkFileName(n.Name); err != nil {
		return wiki.Content{}, err
	}
	if _, err := s.MayAttach(ctx, n.Container); err != nil {
		return wiki.Content{}, err
	}
	file, err := s.Receive(ctx, n.Name, n.MediaType, n.Bytes)
	if err != nil {
		return wiki.Content{}, err
	}
	made, err := s.AttachAll(ctx, Attachments{Container: n.Container, Files: []Received{file}, Comments: []string{n.Comment}})
	if err != nil {
		return wiki.Content{}, err
	}
	return made[0], nil
}

// MayAttach finds the container of files to come, and decides whether the caller may hang some on it; the write decides
// again. Errors as for Attach.
func (s *Session) MayAttach(ctx context.Context, id wiki.ContentID) (wiki.Content, error) {
	if err := s.identified(); err != nil {
		return wiki.Content{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Content{}, err
	}
	return s.checkContainer(ctx, tx, id)
}

// Receive takes the bytes of a file in. Give them back with Discard unless a write takes them over. Errors: TooLarge,
// InvalidInput for the name, and those of reading.
func (s *Session) Receive(ctx context.Context, name, mediaType string, bytes io.Reader) (Received, error) {
	if err := s.demand(wiki.CreateAttachment); err != nil {
		return Received{}, err
	}
	name, err := checkFileName(name)
	if err != nil {
		return Received{}, err
	}
	service := s.visit.service
	s.visit.Close() // an upload may be slow: a slow client costs no database handle (R-SLOW)
	blobName, size, err := service.Blobs.Put(ctx, bytes, service.MaxUpload)
	if errors.Is(err, blob.ErrTooLarge) {
		return Received{}, wiki.NewError(wiki.TooLarge, wiki.Facts{Object: "attachment", ID: name,
			Want: fmt.Sprintf("at most %d bytes", service.MaxUpload)})
	}
	if err != nil {
		return Received{}, err
	}
	fileID, err := uuid.NewRandomFromReader(service.Random)
	if err != nil {
		return Received{}, err
	}
	return Received{name, wiki.File{FileID: fileID.String(), Blob: blobName, MediaType: fileType(name, mediaType), Size: size}}, nil
}

// Discard gives back bytes that nothing was made of.
func (s *Session) Discard(files ...Received) {
	for _, f := range files {
		if err := s.visit.service.Blobs.Remove(f.file.Blob); err != nil {
			s.visit.service.Log.Warn("refused upload stays on disk", "error", err)
		}
	}
}

// discardUnless gives files back after a write that refused them. Where the commit may have come through all the same they
// stay: bytes without a row cost space, a row without bytes content.
func (s *Session) discardUnless(err error, files []Received) {
	switch wiki.AsError(err).Kind() {
	case wiki.Internal, wiki.Unavailable:
	default:
		s.Discard(files...)
	}
}

// Attachments are files that come to a container together.
type Attachments struct {
	Container wiki.ContentID
	Files     []Received
	Comments  []string // of the files in turn; the last one counts for the rest
	Minor     bool
	// Replace makes a file whose name the container has a new version of that attachment, instead of refusing it.
	Replace bool
}

// AttachAll makes attachments of all files or of none, and takes the files over: they are given back on a refusal. Errors
// as for Attach.
func (s *Session) AttachAll(ctx context.Context, n Attachments) (made []wiki.Content, err error) {
	if err := s.demand(wiki.View | wiki.CreateAttachment); err != nil {
		return nil, err
	}
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		made = nil // the write may run twice
		container, err := s.checkContainer(ctx, tx, n.Container)
		if err != nil {
			return err
		}
		for i, f := range n.Files {
			comment := ""
			if len(n.Comments) > 0 {
				comment = n.Comments[min(i, len(n.Comments)-1)]
			}
			c, err := s.attachOne(ctx, tx, container, f, comment, n)
			if err != nil {
				return err
			}
			made = append(made, c)
		}
		return nil
	})
	if err != nil {
		s.discardUnless(err, n.Files)
		return nil, err
	}
	return made, nil
}

func (s *Session) attachOne(ctx context.Context, tx *store.SiteTx, container wiki.Content, f Received, comment string, n Attachments) (wiki.Content, error) {
	if n.Replace {
		old, err := tx.FileNamed(ctx, container.ID, f.name)
		switch {
		case err == nil:
			return s.replace(ctx, tx, old, f, comment, n.Minor)
		case !wiki.HasReason(err, wiki.NoSuchObject):
			return wiki.Content{}, err
		}
	}
	file := f.file
	file.Comment = comment
	return tx.CreateContent(ctx, s.viewer.Account, wiki.NewContent{Kind: wiki.Attachment, Status: wiki.Current,
		Space: container.Space, Parent: container.ID, Title: f.name, Message: comment, Minor: n.Minor, File: &file})
}

// replace makes a file the next version of an attachment.
func (s *Session) replace(ctx context.Context, tx *store.SiteTx, id wiki.ContentID, f Received, comment string, minor bool) (wiki.Content, error) {
	c, err := s.checkFile(ctx, tx, id)
	if err != nil {
		return c, err
	}
	if c.Status != wiki.Current {
		return c, wrongStatus(c, "only a current attachment can be replaced")
	}
	file := f.file
	file.Comment = comment
	c.File = &file
	v := wiki.Version{Number: c.Version.Number + 1, Author: s.viewer.Account, At: tx.Now(), Message: comment, Minor: minor, Title: c.Title}
	if err := tx.SetContent(ctx, c, &v, ""); err != nil {
		return c, err
	}
	c, _, err = tx.Content(ctx, s.viewer, id)
	return c, err
}

// ReplaceFile makes a file the next version of an attachment, which keeps its name, and takes the file over. Errors:
// NoSuchObject or NoViewPermission, NoPermission, EditRestricted for the container too, WrongStatus for what is in the trash.
func (s *Session) ReplaceFile(ctx context.Context, id wiki.ContentID, f Received, comment string, minor bool) (made wiki.Content, err error) {
	if err := s.demand(wiki.View | wiki.CreateAttachment); err != nil {
		return wiki.Content{}, err
	}
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		made, err = s.replace(ctx, tx, id, f, comment, minor)
		return err
	})
	if err != nil {
		s.discardUnless(err, []Received{f})
		return wiki.Content{}, err
	}
	return made, nil
}

// FileChange changes what an attachment says about its file. Nil members stay as they are.
type FileChange struct {
	Version   int // the current number, or the next one, as clients send either; 0: not given
	Name      *string
	MediaType *string
	Comment   *string
	Container *wiki.ContentID
}

// ChangeFile changes an attachment without a new version of its file, and moves it to another container. Errors: those of
// ReplaceFile and, for the new container, of Attach; StaleVersion, DuplicateTitle, InvalidInput for a name.
func (s *Session) ChangeFile(ctx context.Context, id wiki.ContentID, ch FileChange) (made wiki.Content, err error) {
	if err := s.demand(wiki.View | wiki.CreateAttachment); err != nil {
		return wiki.Content{}, err
	}
	if ch.Name != nil {
		name, err := checkFileName(*ch.Name)
		if err != nil {
			return wiki.Content{}, err
		}
		ch.Name = &name
	}
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, err := s.checkFile(ctx, tx, id)
		if err != nil {
			return err
		}
		if n := c.Version.Number; ch.Version != n && ch.Version != n+1 {
			return wiki.NewError(wiki.StaleVersion, wiki.Facts{Object: string(c.Kind), ID: id.String(), Version: n})
		}
		next, file := c, *c.File
		if ch.Name != nil {
			next.Title = *ch.Name
		}
		if ch.MediaType != nil {
			file.MediaType = fileType(next.Title, *ch.MediaType)
		}
		if ch.Comment != nil {
			file.Comment = *ch.Comment
		}
		if ch.Container != nil && *ch.Container != c.Parent {
			to, err := s.checkContainer(ctx, tx, *ch.Container)
			if err != nil {
				return err
			}
			next.Parent, next.Space = to.ID, to.Space
			if next.Position, err = tx.LastPosition(ctx, to.Space, to.ID); err != nil {
				return err
			}
		}
		if err := tx.SetFile(ctx, next, file); err != nil {
			return err
		}
		if next.Parent != c.Parent {
			if err := errors.Join(tx.SetSubtreeSpace(ctx, id, next.Space), tx.Reroot(ctx, id)); err != nil {
				return err
			}
		}
		made, _, err = tx.Content(ctx, s.viewer, id)
		return err
	})
	return made, err
}

// checkFile decides whether the caller may change an attachment.
func (s *Session) checkFile(ctx context.Context, tx *store.SiteTx, id wiki.ContentID) (wiki.Content, error) {
	c, a, err := tx.Content(ctx, s.viewer, id)
	if err != nil {
		return c, err
	}
	if r := wiki.Allow(wiki.CreateAttachment, a); r != "" {
		return c, deny(r, wiki.CreateAttachment, "attachment", id.String())
	}
	if c.Kind != wiki.Attachment {
		return c, wiki.Missing("attachment", id.String())
	}
	return c, s.checkLiving(ctx, tx, c)
}

// checkContainer decides whether the caller may hang a file on a content.
func (s *Session) checkContainer(ctx context.Context, tx *store.SiteTx, id wiki.ContentID) (wiki.Content, error) {
	c, a, err := tx.Content(ctx, s.viewer, id)
	if err != nil {
		return wiki.Content{}, err
	}
	if r := wiki.Allow(wiki.CreateAttachment, a); r != "" {
		return wiki.Content{}, deny(r, wiki.CreateAttachment, "content", id.String())
	}
	switch {
	case c.Kind != wiki.Page && c.Kind != wiki.BlogPost && !c.Kind.IsCustom():
		return wiki.Content{}, wiki.Invalid("content", id.String(), "a page or blog post")
	case c.Status == wiki.Trashed:
		return wiki.Content{}, wrongStatus(c, "content in the trash takes no files")
	case c.Kind.IsCustom() && c.Status == wiki.Draft:
		return wiki.Content{}, wrongStatus(c, emptyDraft)
	}
	return c, checkAbove(ctx, tx, c)
}

// checkFileName brings a name to NFC and refuses separators, controls, bidi overrides and more than 255 bytes
// (security-model.md §9 "Names").
func checkFileName(name string) (string, error) {
	name = norm.NFC.String(strings.TrimSpace(name))
	if name == "" || name == "." || name == ".." || len(name) > 255 || strings.ContainsFunc(name, func(r rune) bool {
		return r == '/' || r == '\\' || r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}) {
		return "", wiki.Invalid("file", name, "a file name of at most 255 bytes without separators and controls")
	}
	return name, nil
}
