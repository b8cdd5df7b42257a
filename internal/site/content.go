package site

import (
	"context"
	"os"

	"github.com/weirhq/weir/internal/wiki"
)

// Content finds a content the caller may view, in whatever status. NoSuchObject or NoViewPermission otherwise, which
// read the same on the wire.
func (s *Session) Content(ctx context.Context, id wiki.ContentID) (wiki.Content, error) {
	c, _, err := s.content(ctx, id, false)
	return c, err
}

// ContentWithBody is Content with the body of its current version.
func (s *Session) ContentWithBody(ctx context.Context, id wiki.ContentID) (wiki.Content, wiki.Body, error) {
	return s.content(ctx, id, true)
}

func (s *Session) content(ctx context.Context, id wiki.ContentID, withBody bool) (c wiki.Content, b wiki.Body, err error) {
	if err := s.demand(wiki.View); err != nil {
		return c, b, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return c, b, err
	}
	var a wiki.Access
	if withBody {
		c, b, a, err = tx.ContentWithBody(ctx, s.viewer, id)
	} else {
		c, a, err = tx.Content(ctx, s.viewer, id)
	}
	if err != nil {
		return wiki.Content{}, wiki.Body{}, err
	}
	if reason := wiki.Allow(wiki.View, a); reason != "" {
		return wiki.Content{}, wiki.Body{}, deny(reason, wiki.View, "content", id.String())
	}
	return c, b, nil
}

// ListContent lists the content the filter selects and the caller may view.
func (s *Session) ListContent(ctx context.Context, f wiki.ContentFilter, w wiki.Window) (wiki.Slice[wiki.Content], error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Slice[wiki.Content]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Content]{}, err
	}
	return tx.ListContent(ctx, s.viewer, f, w)
}

// The methods below decorate contents the caller was shown: one statement each for a whole list, filtered where they
// lead to other contents.

// Bodies reads the bodies of the contents' current versions.
func (s *Session) Bodies(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID]wiki.Body, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	versions := make(map[wiki.ContentID]int, len(contents))
	for _, c := range contents {
		versions[c.ID] = c.Version.Number
	}
	return tx.Bodies(ctx, versions)
}

// Ancestors returns the contents above each content, from the root down, as far as the caller may view them.
func (s *Session) Ancestors(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID][]*wiki.Content, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Ancestors(ctx, s.viewer, idsOf(contents))
}

// ChildCounts counts the current children of each content by kind, as far as the caller may view them.
func (s *Session) ChildCounts(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID]map[wiki.Kind]int, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.ChildCounts(ctx, s.viewer, idsOf(contents))
}

// Labels lists the labels of contents; an empty prefix means all.
func (s *Session) Labels(ctx context.Context, contents []wiki.Content, prefix string) (map[wiki.ContentID][]wiki.Label, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Labels(ctx, s.viewer, idsOf(contents), prefix)
}

// Restrictions lists the restrictions of contents.
func (s *Session) Restrictions(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID][]wiki.Restriction, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Restrictions(ctx, idsOf(contents))
}

// Contributors lists who wrote versions of the contents, in the order of their first.
func (s *Session) Contributors(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID][]wiki.AccountID, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Contributors(ctx, idsOf(contents))
}

// Versions lists the versions of a content, newest first.
func (s *Session) Versions(ctx context.Context, c wiki.Content, w wiki.Window) (wiki.Slice[wiki.Version], error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Version]{}, err
	}
	return tx.Versions(ctx, c.ID, w)
}

// Version finds one version of a content with its body; NoSuchObject when there is none.
func (s *Session) Version(ctx context.Context, c wiki.Content, number int) (wiki.Version, wiki.Body, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Version{}, wiki.Body{}, err
	}
	v, err := tx.Version(ctx, c.ID, number)
	if err != nil {
		return v, wiki.Body{}, err
	}
	bodies, err := tx.Bodies(ctx, map[wiki.ContentID]int{c.ID: number})
	return v, bodies[c.ID], err
}

// OpenFile opens the bytes of an attachment the caller may view. The content's container was checked with it: the
// effective rule is the container's and the space is the same (security-model.md R-CHAIN).
func (s *Session) OpenFile(ctx context.Context, c wiki.Content) (*os.File, error) {
	if c.File == nil {
		return nil, wiki.Missing("attachment", c.ID.String())
	}
	return s.visit.service.Blobs.Open(c.File.Blob)
}

func idsOf(contents []wiki.Content) []wiki.ContentID {
	out := make([]wiki.ContentID, len(contents))
	for i, c := range contents {
		out[i] = c.ID
	}
	return out
}
