package site

import (
	"context"

	"github.com/weirhq/weir/internal/wiki"
)

// Spaces lists the spaces the caller may view.
func (s *Session) Spaces(ctx context.Context, f wiki.SpaceFilter, w wiki.Window) (wiki.Slice[wiki.Space], error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Slice[wiki.Space]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Space]{}, err
	}
	return tx.ListSpaces(ctx, s.viewer, f, w)
}

// Space finds a space by number. A space the caller may not view is refused as NoViewPermission, which reads on the wire
// like one that does not exist.
func (s *Session) Space(ctx context.Context, id wiki.SpaceID) (wiki.Space, error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Space{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Space{}, err
	}
	space, held, err := tx.SpaceByID(ctx, s.viewer, id)
	return seen(space, held, err, id.String())
}

// SpaceByKey is Space by key, compared case-folded.
func (s *Session) SpaceByKey(ctx context.Context, key string) (wiki.Space, error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Space{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Space{}, err
	}
	space, held, err := tx.SpaceByKey(ctx, s.viewer, key)
	return seen(space, held, err, key)
}

func seen(space wiki.Space, held wiki.Perm, err error, asked string) (wiki.Space, error) {
	if err != nil {
		return wiki.Space{}, err
	}
	if !held.Has(wiki.View) {
		return wiki.Space{}, deny(wiki.NoViewPermission, wiki.View, "space", asked)
	}
	return space, nil
}

// SpacesOf finds the spaces of contents the caller was shown, by number.
func (s *Session) SpacesOf(ctx context.Context, contents []wiki.Content) (map[wiki.SpaceID]wiki.Space, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]wiki.SpaceID, 0, len(contents))
	for _, c := range contents {
		ids = append(ids, c.Space)
	}
	return tx.Spaces(ctx, distinct(ids))
}

// Abilities is what the caller holds in spaces, for the expansions that list permitted operations.
func (s *Session) Abilities(ctx context.Context, spaces []wiki.SpaceID) (map[wiki.SpaceID]wiki.Perm, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	grants, err := tx.Grants(ctx, distinct(spaces))
	if err != nil {
		return nil, err
	}
	out := map[wiki.SpaceID]wiki.Perm{}
	for _, g := range grants {
		if s.viewer.Is([]wiki.Subject{g.Subject}) {
			out[g.Space] |= g.Perm
		}
	}
	return out, nil
}

// Grants lists who holds what in spaces the caller was shown.
func (s *Session) Grants(ctx context.Context, spaces []wiki.SpaceID) ([]wiki.Grant, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Grants(ctx, distinct(spaces))
}

// distinct keeps the first of equal ids.
func distinct[T comparable](ids []T) []T {
	seen := make(map[T]bool, len(ids))
	out := ids[:0:0]
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
