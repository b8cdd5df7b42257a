package site

import (
	"context"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// maxLook is the largest look, in bytes of JSON.
const maxLook = 64 << 10

// Looks finds the looks of the site, under 0, and of spaces the caller was shown.
func (s *Session) Looks(ctx context.Context, spaces []wiki.SpaceID) (map[wiki.SpaceID]wiki.Look, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Looks(ctx, append([]wiki.SpaceID{0}, distinct(spaces)...))
}

// SetLook changes the look of the space with this key, or of the site where it is empty. change gets what is there and
// gives what shall be. Errors: NotSiteAdmin for the site, NoPermission and NoViewPermission for a space, InvalidInput.
func (s *Session) SetLook(ctx context.Context, key string, change func(wiki.Look) wiki.Look) error {
	if key == "" {
		return s.administer(ctx, func(ctx context.Context, tx *store.SiteTx) error {
			return s.setLook(ctx, tx, 0, wiki.AuditObject{Name: s.Site().Name, Type: "Site"}, change)
		})
	}
	space, err := s.SpaceByKey(ctx, key)
	if err != nil {
		return err
	}
	return s.changeSpace(ctx, space.ID, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		return s.setLook(ctx, tx, space.ID, spaceObject(space), change)
	})
}

func (s *Session) setLook(ctx context.Context, tx *store.SiteTx, space wiki.SpaceID, object wiki.AuditObject, change func(wiki.Look) wiki.Look) error {
	found, err := tx.Looks(ctx, []wiki.SpaceID{space})
	if err != nil {
		return err
	}
	look := change(found[space])
	if len(look.Custom) > maxLook {
		return wiki.Invalid("lookAndFeel", "", "at most 64 KiB")
	}
	if err := tx.SetLook(ctx, space, look); err != nil {
		return err
	}
	return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditSettings, Summary: "Look and feel changed", Object: object})
}
