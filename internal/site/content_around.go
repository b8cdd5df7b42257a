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

// Restrict replaces one restriction of a content; nil subjects remove it. The caller must be able to see the content
// afterwards: a restriction that shuts out its author is refused.
func (s *Session) Restrict(ctx context.Context, r wiki.Restriction) error {
	if err := s.demand(wiki.View | wiki.Restrict); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, a, err := tx.Content(ctx, s.viewer, r.Content)
		if err != nil {
			return err
		}
		if reason := wiki.Allow(wiki.CreatePerm(c.Kind), a); reason != "" {
			return deny(reason, wiki.CreatePerm(c.Kind), "content", c.ID.String())
		}
		if !a.Space.Has(wiki.Restrict) {
			return deny(wiki.NoPermission, wiki.Restrict, "content", c.ID.String())
		}
		if r.Subjects != nil && !s.viewer.Is(r.Subjects) {
			return wiki.Invalid("restrictions", string(r.Op), "a restriction that admits you")
		}
		return tx.SetRestriction(ctx, r)
	})
}

// Label puts a global label on a content.
func (s *Session) Label(ctx context.Context, id wiki.ContentID, name string) error {
	if err := s.demand(wiki.View | wiki.CreatePage); err != nil {
		return err
	}
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" || len(name) > 255 || strings.ContainsAny(name, " :;,.?&[]()#^*!@") {
		return wiki.Invalid("label", name, "a word of at most 255 letters without blanks and punctuation")
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, a, err := tx.Content(ctx, s.viewer, id)
		if err != nil {
			return err
		}
		if r := wiki.Allow(wiki.CreatePerm(c.Kind), a); r != "" {
			return deny(r, wiki.CreatePerm(c.Kind), "content", id.String())
		}
		return tx.AddLabel(ctx, id, "global", name)
	})
}

// NewFile is an upload.
type NewFile struct {
	Container wiki.ContentID
	Name      string
	MediaType string
	Comment   string
	Bytes     io.Reader
}

// Attach adds an attachment to a content. The bytes are durable before the row that names them is written (R-ACK).
// Errors: NoSuchObject or NoViewPermission for the container, NoPermission, EditRestricted, TooLarge, DuplicateTitle
// when the container has a file of that name, InvalidInput for the name.
func (s *Session) Attach(ctx context.Context, n NewFile) (wiki.Content, error) {
	if err := s.demand(wiki.View | wiki.CreateAttachment); err != nil {
		return wiki.Content{}, err
	}
	name, err := checkFileName(n.Name)
	if err != nil {
		return wiki.Content{}, err
	}
	// Ask before taking the bytes in; the write asks again.
	if c, err := s.Content(ctx, n.Container); err != nil {
		return c, err
	}
	service := s.visit.service
	s.visit.Close() // an upload may be slow: a slow client costs no database handle (R-SLOW)
	blobName, size, err := service.Blobs.Put(ctx, n.Bytes, service.MaxUpload)
	if errors.Is(err, blob.ErrTooLarge) {
		return wiki.Content{}, wiki.NewError(wiki.TooLarge, wiki.Facts{Object: "attachment", ID: name,
			Want: fmt.Sprintf("at most %d bytes", service.MaxUpload)})
	}
	if err != nil {
		return wiki.Content{}, err
	}
	fileID, err := uuid.NewRandomFromReader(service.Random)
	if err != nil {
		return wiki.Content{}, err
	}
	var made wiki.Content
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, a, err := tx.Content(ctx, s.viewer, n.Container)
		if err != nil {
			return err
		}
		if r := wiki.Allow(wiki.CreateAttachment, a); r != "" {
			return deny(r, wiki.CreateAttachment, "content", n.Container.String())
		}
		made, err = tx.CreateContent(ctx, s.viewer.Account, wiki.NewContent{Kind: wiki.Attachment, Status: wiki.Current,
			Space: c.Space, Parent: c.ID, Title: name, Message: n.Comment,
			File: &wiki.File{FileID: fileID.String(), Blob: blobName, MediaType: n.MediaType, Size: size, Comment: n.Comment}})
		return err
	})
	if err != nil {
		if removeErr := service.Blobs.Remove(blobName); removeErr != nil {
			service.Log.Warn("refused upload stays on disk", "error", removeErr)
		}
		return wiki.Content{}, err
	}
	return made, nil
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
