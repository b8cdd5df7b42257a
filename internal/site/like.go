package site

import (
	"context"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// SetLike lets the caller like a content it may view, or no longer. No operation of the API likes anything: people do so in
// the product, and here demos and tests do. Errors: CredentialsMissing for anonymous callers, NoSuchObject or
// NoViewPermission.
func (s *Session) SetLike(ctx context.Context, id wiki.ContentID, likes bool) error {
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if _, err := s.allowed(ctx, tx, id, viewing); err != nil {
			return err
		}
		return tx.SetLike(ctx, id, s.viewer.Account, likes)
	})
}

// LikeCounts counts who likes each of some contents the caller was shown.
func (s *Session) LikeCounts(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID]int, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.LikeCounts(ctx, idsOf(contents))
}

// Likes lists who likes a content the caller was shown.
func (s *Session) Likes(ctx context.Context, c wiki.Content, w wiki.Window) (wiki.Slice[wiki.AccountID], error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.AccountID]{}, err
	}
	return tx.Likes(ctx, c.ID, w)
}
