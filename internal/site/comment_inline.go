package site

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// commentInline makes a comment on a text of a page or blog post: the text gets a mark in the body.
func (s *Session) commentInline(ctx context.Context, n NewComment, create wiki.NewContent) (wiki.Content, error) {
	ref, err := uuid.NewRandomFromReader(s.visit.service.Random)
	if err != nil {
		return wiki.Content{}, err
	}
	create.Thread = &wiki.Thread{Marker: ref.String(), Selection: n.Selection.Text, Resolution: wiki.Open}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Content{}, err
	}
	if _, err := s.checkMarked(ctx, tx, n); err != nil { // before anything is found wrong with the selection
		return wiki.Content{}, err
	}
	var made wiki.Content
	err = s.rewrite(ctx, n.On, func(doc *body.Doc) error {
		err := doc.Mark(*n.Selection, ref.String())
		if broken, ok := errors.AsType[*body.Error](err); ok {
			return &wiki.Error{Reason: wiki.InvalidInput, Err: err, Facts: wiki.Facts{Param: "textSelection", Value: cutText(n.Selection.Text), Detail: broken.Error()}}
		}
		return err
	}, func(ctx context.Context, tx *store.SiteTx) error {
		at, err := s.checkMarked(ctx, tx, n)
		if err != nil {
			return err
		}
		made, err = s.addComment(ctx, tx, at, create)
		return err
	})
	if err != nil {
		return wiki.Content{}, err
	}
	return made, nil
}

// checkMarked is checkCommented for a comment that marks a text.
func (s *Session) checkMarked(ctx context.Context, tx *store.SiteTx, n NewComment) (wiki.Content, error) {
	n.Parent = 0
	c, err := s.checkCommented(ctx, tx, n)
	if err == nil && c.Kind != wiki.Page && c.Kind != wiki.BlogPost {
		err = wiki.Invalid("container", c.ID.String(), "a page or blog post")
	}
	return c, err
}

// cutText is the beginning of a text, as much as an error repeats.
func cutText(text string) string {
	if runes := []rune(text); len(runes) > 50 {
		return string(runes[:50])
	}
	return text
}

// maxRewrites is how often a body that others write meanwhile is read again.
const maxRewrites = 8

// errMoved says that a body is not the one that was read any more.
var errMoved = errors.New("the body was written meanwhile")

// rewrite changes the body of a content's current version in place, and does more in the same transaction. change works on
// the body outside of it, since reading and writing a body takes its time; when another body was written meanwhile, all
// begins anew.
func (s *Session) rewrite(ctx context.Context, id wiki.ContentID, change func(*body.Doc) error,
	more func(context.Context, *store.SiteTx) error) error {
	for range maxRewrites {
		c, old, err := s.ContentWithBody(ctx, id)
		if err != nil {
			return err
		}
		doc, err := body.ParseStorage(old.Storage)
		if err != nil {
			return fmt.Errorf("stored body of %s: %w", id, err)
		}
		if err := change(doc); err != nil {
			return err
		}
		next := doc.Storage()
		err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
			now, body, _, err := tx.ContentWithBody(ctx, s.viewer, id)
			if err != nil {
				return err
			}
			if now.Version.Number != c.Version.Number || body.Storage != old.Storage {
				return errMoved
			}
			if next != old.Storage {
				if err := tx.SetBody(ctx, id, next); err != nil {
					return err
				}
			}
			return more(ctx, tx)
		})
		if !errors.Is(err, errMoved) {
			return err
		}
	}
	return wiki.NewError(wiki.WriteConflict, wiki.Facts{Object: "content", ID: id.String()})
}
