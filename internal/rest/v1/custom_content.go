package v1

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

// customPlaceOf is where a new custom content goes: into the container or, without one, into the last of the ancestors; else
// into the space alone. A space beside a container must be the one that lies in.
func customPlaceOf(ctx context.Context, s *site.Session, given *wire.ContentCreate) (at wiki.Content, err error) {
	named := given.Space
	switch c := given.Container; {
	case c != nil && c.Type == "space":
		named = &wire.SpaceRef{ID: c.ID}
	case c != nil:
		at, err = commented(ctx, s, c)
	default:
		var id wiki.ContentID
		if id, err = parentOf(given.Ancestors); err == nil && id != 0 {
			at, err = s.Content(ctx, id)
		}
	}
	if err != nil || at.ID != 0 && named == nil {
		return at, err
	}
	space, err := spaceOf(ctx, s, named)
	switch {
	case err != nil:
		return at, err
	case at.ID != 0 && at.Space != space.ID:
		return at, wiki.Invalid("space", space.Key, "the space of the container, "+at.SpaceKey)
	}
	return wiki.Content{ID: at.ID, Space: space.ID, SpaceKey: space.Key}, nil
}

// rawOf is the raw text that a body gives, "" when it gives none or another representation counts. storageOf refuses it for
// all but custom content.
func rawOf(given *wire.BodyWrite) string {
	if all := given.Given(); len(all) > 0 && all[0].Representation == string(body.Raw) {
		return all[0].Value
	}
	return ""
}
