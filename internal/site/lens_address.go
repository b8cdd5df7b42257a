package site

import (
	"context"
	"strconv"
	"strings"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/wiki"
)

// Reading ADF asks the opposite of rendering: what a media id or an address on the site stands for.

// media finds the attachment of a page that has a media id.
func (l lens) media(ctx context.Context, from body.Page, fileID string) (*body.File, error) {
	files, err := l.files(ctx, from, nil)
	for i := range files {
		if files[i].FileID == fileID {
			return &files[i], err
		}
	}
	return nil, err
}

// address finds what a path on the site names: /wiki/spaces/KEY, /wiki/spaces/KEY/pages/123/Title,
// /wiki/people/accountId.
func (l lens) address(ctx context.Context, from body.Page, path string) (*body.Resource, error) {
	below, onSite := strings.CutPrefix(path, "/wiki/")
	if ctx.Err() != nil || !onSite {
		return nil, nil
	}
	parts := strings.Split(strings.TrimSuffix(below, "/"), "/")
	switch {
	case len(parts) == 2 && parts[0] == "people":
		return &body.Resource{Type: body.ResourceUser, AccountID: parts[1]}, nil
	case len(parts) == 2 && parts[0] == "spaces":
		return &body.Resource{Type: body.ResourceSpace, SpaceKey: parts[1]}, nil
	case len(parts) < 4 || parts[0] != "spaces" || parts[2] != "pages":
		return nil, nil
	}
	if _, err := strconv.ParseInt(parts[3], 10, 64); err != nil {
		return nil, nil
	}
	c, found, err := l.byID(parts[3])
	if !found || c.Kind != wiki.Page {
		return nil, err
	}
	r := &body.Resource{Type: body.ResourcePage, Title: c.Title}
	if c.SpaceKey != from.SpaceKey {
		r.SpaceKey = c.SpaceKey
	}
	return r, nil
}
