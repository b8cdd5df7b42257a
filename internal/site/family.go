package site

import (
	"context"
	"time"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// The methods below decorate lists the caller was shown: one statement each, whatever the length of the list, filtered
// where they lead to other contents.

// Children lists the first current children of one kind of each content, at most limit of each.
func (s *Session) Children(ctx context.Context, contents []wiki.Content, kind wiki.Kind, limit int) (map[wiki.ContentID]wiki.Slice[wiki.Content], error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Children(ctx, s.viewer, idsOf(contents), kind, limit)
}

// Descendants is Children for everything below each content.
func (s *Session) Descendants(ctx context.Context, contents []wiki.Content, kind wiki.Kind, limit int) (map[wiki.ContentID]wiki.Slice[wiki.Content], error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Descendants(ctx, s.viewer, idsOf(contents), kind, limit)
}

// BodiesOf reads the body of each content at the version it shows, in the order of the list. Unlike Bodies it takes one
// content at several versions.
func (s *Session) BodiesOf(ctx context.Context, contents []wiki.Content) ([]wiki.Body, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.BodiesOf(ctx, contents)
}

// VersionsAt finds the version of each content that its Version.Number names, in the order of the list; one that is not
// there has the number 0.
func (s *Session) VersionsAt(ctx context.Context, contents []wiki.Content) ([]wiki.Version, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.VersionsAt(ctx, contents)
}

// MyVersions finds the last version of each content that the caller wrote; contents without one are left out.
func (s *Session) MyVersions(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID]wiki.Version, error) {
	if s.Caller().IsAnonymous() {
		return nil, nil
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.LastVersionsBy(ctx, s.Caller().Account, idsOf(contents))
}

// LastViews finds when the caller last viewed each content; contents it did not view are left out. Views count from the next
// batch on (viewLog), and to the minute.
func (s *Session) LastViews(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID]time.Time, error) {
	if s.Caller().IsAnonymous() {
		return nil, nil
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.LastViews(ctx, s.Caller().Account, idsOf(contents))
}

// AttachmentAt is an attachment the caller was shown, as it was at a version. NoSuchObject when there is none.
func (s *Session) AttachmentAt(ctx context.Context, c wiki.Content, number int) (wiki.Content, error) {
	v, _, err := s.Version(ctx, c, number)
	if err != nil {
		return c, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return c, err
	}
	file, err := tx.FileAt(ctx, c.ID, number)
	if err != nil {
		return c, err
	}
	c.Version, c.Title, c.File = v, v.Title, &file
	return c, nil
}

// SpaceLabels lists the labels of spaces.
func (s *Session) SpaceLabels(ctx context.Context, spaces []wiki.SpaceID) (map[wiki.SpaceID][]wiki.Label, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.SpaceLabels(ctx, s.viewer, distinct(spaces))
}

// Groups finds groups by id; everybody who may use the site may see their names.
func (s *Session) Groups(ctx context.Context, ids []wiki.GroupID) (map[wiki.GroupID]identity.Group, error) {
	if err := s.demand(wiki.UseSite); err != nil {
		return nil, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Groups(ctx, distinct(ids))
}
