package site

import (
	"context"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// HostedSpace is a space as the host sees it.
type HostedSpace struct {
	wiki.Space
	Anonymous bool // anonymous callers may read it, where the site is public
}

// Spaces lists every space of a site by key.
func (y System) Spaces(ctx context.Context, site wiki.SiteID) ([]HostedSpace, error) {
	tx, err := y.s.DB.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close()
	bound := tx.In(site)
	spaces, err := bound.AllSpaces(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]wiki.SpaceID, len(spaces))
	for i, s := range spaces {
		ids[i] = s.ID
	}
	grants, err := bound.Grants(ctx, ids)
	open := map[wiki.SpaceID]bool{}
	for _, g := range grants {
		if g.Subject == wiki.Anonymous && g.Perm.Has(wiki.View) {
			open[g.Space] = true
		}
	}
	out := make([]HostedSpace, len(spaces))
	for i, s := range spaces {
		out[i] = HostedSpace{Space: s, Anonymous: open[s.ID]}
	}
	return out, err
}

// SetAnonymous lets anonymous callers read a space, or takes everything from them that the space granted. They come in
// only where the site is public too (security-model.md §6). NoSuchObject when the site has no such space.
func (y System) SetAnonymous(ctx context.Context, site wiki.SiteID, key string, on bool) error {
	return y.changeSpace(ctx, site, key, func(ctx context.Context, tx *store.SiteTx, space wiki.SpaceID) error {
		if on {
			return tx.Grant(ctx, wiki.Grant{Space: space, Subject: wiki.Anonymous, Perm: wiki.View})
		}
		return tx.Revoke(ctx, wiki.Grant{Space: space, Subject: wiki.Anonymous, Perm: wiki.SpacePerms})
	})
}

// changeSpace changes a space, found by its key, for the host. NoSuchObject when the site has no such space.
func (y System) changeSpace(ctx context.Context, site wiki.SiteID, key string,
	fn func(context.Context, *store.SiteTx, wiki.SpaceID) error) error {
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		bound := tx.In(site)
		space, _, err := bound.SpaceByKey(ctx, wiki.Viewer{}, key)
		if err != nil {
			return err
		}
		return fn(ctx, bound, space.ID)
	})
}
