package site

import (
	"context"
	"strconv"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// VersionsInOrder lists the versions of a content the caller was shown, newest or oldest first.
func (s *Session) VersionsInOrder(ctx context.Context, c wiki.Content, oldest bool, w wiki.Window) (wiki.Slice[wiki.Version], error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Version]{}, err
	}
	return tx.VersionsInOrder(ctx, c.ID, oldest, w)
}

// RestoreVersion writes the body of an older version as the next one, with the older title if that is asked for. Errors as
// Update, but for StaleVersion, and NoSuchObject when there is no such version.
func (s *Session) RestoreVersion(ctx context.Context, id wiki.ContentID, number int, message string, withTitle bool) (wiki.Content, error) {
	c, err := s.Content(ctx, id)
	if err != nil {
		return c, err
	}
	v, old, err := s.Version(ctx, c, number)
	if err != nil {
		return c, err
	}
	ch := wiki.Change{Storage: &old.Storage, Raw: old.Raw, Message: message}
	if ch.BodyFacts, err = checkStorage(old.Storage); err != nil {
		return c, err
	}
	if withTitle {
		ch.Title = &v.Title
	}
	var made wiki.Content
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		now, _, err := tx.Content(ctx, s.viewer, id)
		if err != nil {
			return err
		}
		same, err := tx.Bodies(ctx, map[wiki.ContentID]int{id: number})
		if err != nil {
			return err
		}
		if same[id] != old { // versions were numbered anew since it was read
			return wiki.NewError(wiki.WriteConflict, wiki.Facts{Object: "version", ID: strconv.Itoa(number)})
		}
		ch := ch // the write may run twice
		ch.Version = now.Version.Number + 1
		made, err = s.update(ctx, tx, id, ch)
		return err
	})
	return made, err
}

// DeleteVersion removes an older version of a content; the rest is numbered 1 to N. Errors: CredentialsMissing for anonymous
// callers, NoSuchObject or NoViewPermission, NoPermission, EditRestricted, SpaceIsArchived, NoSuchObject when there is no
// such version, InvalidInput for the current one.
func (s *Session) DeleteVersion(ctx context.Context, id wiki.ContentID, number int) error {
	var blobs []string
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, err := s.allowed(ctx, tx, id, changing)
		if err != nil {
			return err
		}
		if number == c.Version.Number {
			return wiki.Invalid("versionNumber", strconv.Itoa(number), "an older version")
		}
		if _, err := tx.Version(ctx, id, number); err != nil {
			return err
		}
		blobs, err = tx.DropVersion(ctx, id, number)
		return err
	})
	if err == nil {
		s.dropBlobs(blobs)
	}
	return err
}
