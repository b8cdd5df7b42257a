package site

import (
	"context"
	"strconv"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// spaceLeaves is how many contents one step of deleting a space removes.
const spaceLeaves = 100

// spaceRemoval is the state of deleting a space.
type spaceRemoval struct {
	Space   wiki.SpaceID
	Key     string
	Removed int
	Of      int
}

// DeleteSpace begins to delete a space with all that is in it, and returns the task that does. The space is archived at
// once, so that nothing is added to it any more. Errors: NoSuchObject or NoViewPermission, NoPermission without
// AdministerSpace.
func (s *Session) DeleteSpace(ctx context.Context, key string) (wiki.Task, error) {
	if err := s.demand(wiki.View | wiki.AdministerSpace); err != nil {
		return wiki.Task{}, err
	}
	return s.start(ctx, spaceRemovalKind, func(ctx context.Context, tx *store.SiteTx) (any, error) {
		space, held, err := tx.SpaceByKey(ctx, s.viewer, key)
		if err = administered(space, held, err, key); err != nil {
			return nil, err
		}
		space.Status = wiki.SpaceArchived
		err = tx.SetSpace(ctx, space)
		if err == nil {
			err = s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditSpaces, Summary: "Space deleted", Object: spaceObject(space)})
		}
		if err != nil {
			return nil, err
		}
		n, err := tx.CountContents(ctx, space.ID)
		return spaceRemoval{Space: space.ID, Key: space.Key, Of: n}, err
	})
}

// removeSpace removes the contents that nothing hangs below, and at last the space. Who may not administer the space any
// more does not go on.
func removeSpace(ctx context.Context, s *Session, r spaceRemoval) (spaceRemoval, progress, error) {
	tx := s.within
	space, held, err := tx.SpaceByID(ctx, s.viewer, r.Space)
	if err = administered(space, held, err, r.Key); err != nil {
		return r, progress{}, err
	}
	n, blobs, err := tx.PurgeLeaves(ctx, r.Space, spaceLeaves)
	if err != nil {
		return r, progress{}, err
	}
	s.dropBlobs(blobs)
	if r.Removed += n; n == spaceLeaves {
		return r, progress{percent: min(99, 100*r.Removed/max(r.Of, 1)), message: removedContents(r)}, nil
	}
	left, err := tx.CountContents(ctx, r.Space)
	if err != nil || left > 0 { // above the leaves
		return r, progress{percent: min(99, 100*r.Removed/max(r.Of, 1)), message: removedContents(r)}, err
	}
	return r, progress{done: true, message: wiki.Message{Text: "The space " + r.Key + " has been deleted"}}, tx.DropSpace(ctx, r.Space)
}

func removedContents(r spaceRemoval) wiki.Message {
	return wiki.Message{Text: "Deleting the space " + r.Key + ": " + strconv.Itoa(r.Removed) + " of " + strconv.Itoa(r.Of)}
}

// administered refuses, as NoPermission, who may view a space and not administer it.
func administered(space wiki.Space, held wiki.Perm, err error, asked string) error {
	if _, err = seen(space, held, err, asked); err != nil {
		return err
	}
	if !held.Has(wiki.AdministerSpace) {
		return deny(wiki.NoPermission, wiki.AdministerSpace, "space", space.Key)
	}
	return nil
}
