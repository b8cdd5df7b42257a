package site

import (
	"context"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Below lists what lies below a content the caller was shown, as far as the caller may view it.
func (s *Session) Below(ctx context.Context, f wiki.TreeFilter, w wiki.Window) (wiki.Slice[wiki.Descendant], error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Slice[wiki.Descendant]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Descendant]{}, err
	}
	return tx.Below(ctx, s.viewer, f, w)
}

// Retitle gives a page or blog post another title, which makes a version of it. The status is the one it has: current or
// draft. Errors as for Update, but for those of a version.
func (s *Session) Retitle(ctx context.Context, id wiki.ContentID, status wiki.Status, title string) (wiki.Content, error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Content{}, err
	}
	var made wiki.Content
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, _, err := tx.Content(ctx, s.viewer, id)
		if err != nil {
			return err
		}
		ch := wiki.Change{Version: c.Version.Number + 1, Title: &title, Status: &c.Status}
		if c.Status == wiki.Draft {
			ch.Version = 1 // it is written over
		}
		made, err = s.update(ctx, tx, id, ch)
		if c.Status != status && (err == nil || wiki.HasReason(err, wiki.WrongStatus)) { // after all else that update refuses
			return wrongStatus(c, "the content has the status "+string(c.Status))
		}
		return err
	})
	if err != nil {
		return wiki.Content{}, err
	}
	return made, nil
}
