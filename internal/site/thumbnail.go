package site

import (
	"context"
	"errors"

	"github.com/weirhq/weir/internal/thumbnail"
	"github.com/weirhq/weir/internal/wiki"
)

// Thumbnail makes a small form of an attachment the caller may view. No database handle is held while it is made. Error:
// NoThumbnail for a file that is no picture, that is broken or has too many pixels.
func (s *Session) Thumbnail(ctx context.Context, c wiki.Content, box thumbnail.Box) (thumbnail.Picture, error) {
	f, err := s.OpenFile(ctx, c)
	if err != nil {
		return thumbnail.Picture{}, err
	}
	defer f.Close()
	s.visit.Close()
	made, err := s.visit.service.pictures.Make(ctx, f, box)
	return made, noThumbnail(c, err)
}

// CheckThumbnail refuses with NoThumbnail an attachment of which there is none, as far as the head of its file tells.
func (s *Session) CheckThumbnail(ctx context.Context, c wiki.Content) error {
	f, err := s.OpenFile(ctx, c)
	if err != nil {
		return err
	}
	defer f.Close()
	return noThumbnail(c, thumbnail.Check(f))
}

func noThumbnail(c wiki.Content, err error) error {
	if errors.Is(err, thumbnail.ErrNoPicture) || errors.Is(err, thumbnail.ErrTooLarge) {
		return wiki.NewError(wiki.NoThumbnail, wiki.Facts{Object: string(c.Kind), ID: c.ID.String(), Detail: err.Error()})
	}
	return err
}
