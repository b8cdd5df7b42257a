package site

import (
	"context"

	"github.com/weirhq/weir/internal/wiki"
)

// SpaceLabels lists the labels of spaces the caller was shown, one statement for the whole list.
func (s *Session) SpaceLabels(ctx context.Context, spaces []wiki.SpaceID) (map[wiki.SpaceID][]wiki.Label, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.SpaceLabels(ctx, distinct(spaces))
}
