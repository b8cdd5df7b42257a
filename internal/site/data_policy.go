package site

import (
	"context"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// DataPolicies are the spaces whose content is kept from apps. Whether there is any is no secret from members of the site;
// which they are is told of spaces the caller was shown. CredentialsMissing for anonymous callers.
func (s *Session) DataPolicies(ctx context.Context) (map[wiki.SpaceID]bool, error) {
	if err := s.identified(); err != nil {
		return nil, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.DataPolicies(ctx)
}

// SetDataPolicy keeps the content of a space from apps, or does no longer. NoSuchObject when the site has no such space.
func (y System) SetDataPolicy(ctx context.Context, site wiki.SiteID, key string, blocked bool) error {
	return y.changeSpace(ctx, site, key, func(ctx context.Context, tx *store.SiteTx, space wiki.SpaceID) error {
		return tx.SetDataPolicy(ctx, space, blocked)
	})
}
