package site

import (
	"context"
	"strconv"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Watches reports whether an account watches something; an empty account is the caller. Errors: CredentialsMissing for
// anonymous callers, NoSuchObject or NoViewPermission for what is watched, and for another account NoPermission or NotSiteAdmin,
// NoSuchObject when there is no such account.
func (s *Session) Watches(ctx context.Context, of wiki.Watched, who wiki.AccountID) (bool, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return false, err
	}
	if who, err = s.watcher(ctx, tx, of, who); err != nil {
		return false, err
	}
	return tx.Watches(ctx, of, who)
}

// SetWatch lets an account watch something or no longer; doing so again is no error. Errors as Watches, and InvalidInput for
// comments and attachments, which are watched with what they are in.
func (s *Session) SetWatch(ctx context.Context, of wiki.Watched, who wiki.AccountID, watches bool) error {
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		account, err := s.watcher(ctx, tx, of, who)
		if err != nil {
			return err
		}
		return tx.SetWatch(ctx, of, account, watches)
	})
}

// watcher is the account whose watch is meant. Those of others are for who administers the space, those of labels for who
// administers the site.
func (s *Session) watcher(ctx context.Context, tx *store.SiteTx, of wiki.Watched, who wiki.AccountID) (wiki.AccountID, error) {
	if err := s.identified(); err != nil {
		return "", err
	}
	held, err := s.shown(ctx, tx, of)
	if err != nil || who == "" || who == s.viewer.Account {
		return s.viewer.Account, err
	}
	switch {
	case s.viewer.SiteAdmin:
	case of.Label != 0:
		return "", deny(wiki.NotSiteAdmin, wiki.AdministerSite, "user", string(who))
	case !held.Has(wiki.AdministerSpace):
		return "", deny(wiki.NoPermission, wiki.AdministerSpace, "user", string(who))
	}
	if err := s.demand(wiki.UseSite | wiki.AdministerSpace); err != nil {
		return "", err
	}
	found, err := tx.Accounts(ctx, []wiki.AccountID{who})
	if _, known := found[who]; err == nil && !known {
		err = wiki.Missing("user", string(who))
	}
	return who, err
}

// shown refuses what the caller may not view, and returns what it holds in the space.
func (s *Session) shown(ctx context.Context, tx *store.SiteTx, of wiki.Watched) (wiki.Perm, error) {
	if err := s.demand(wiki.View); err != nil {
		return 0, err
	}
	switch {
	case of.Content != 0:
		c, a, err := tx.Content(ctx, s.viewer, of.Content)
		if err != nil {
			return 0, err
		}
		if r := wiki.Allow(wiki.View, a); r != "" {
			return 0, deny(r, wiki.View, "content", c.ID.String())
		}
		if c.Kind == wiki.Comment || c.Kind == wiki.Attachment {
			return 0, wiki.Invalid("contentId", c.ID.String(), "content that is in no other content")
		}
		return a.Space, nil
	case of.Space != 0:
		space, held, err := tx.SpaceByID(ctx, s.viewer, of.Space)
		_, err = seen(space, held, err, of.Space.String())
		return held, err
	}
	found, err := tx.ListLabels(ctx, s.viewer, wiki.LabelFilter{IDs: []int64{of.Label}}, wiki.Window{Limit: 1})
	if err == nil && len(found.Items) == 0 {
		err = wiki.Missing("label", strconv.FormatInt(of.Label, 10))
	}
	return 0, err
}

// Watchers lists who watches a content or a space the caller was shown, by accountId. CredentialsMissing for anonymous
// callers: whom something interests is for members to know.
func (s *Session) Watchers(ctx context.Context, of wiki.Watched, w wiki.Window) (wiki.Slice[wiki.AccountID], error) {
	if err := s.identified(); err != nil {
		return wiki.Slice[wiki.AccountID]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.AccountID]{}, err
	}
	return tx.Watchers(ctx, of, w)
}
