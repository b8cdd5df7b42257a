package site

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// NewSpace is what CreateSpace needs.
type NewSpace struct {
	Key, Name, Description string
	Kind                   wiki.SpaceKind // empty: GlobalSpace
	// Grants are given beside the creator's, who holds every ability.
	Grants []wiki.Grant
	// Home is the storage body of the home page; empty makes an empty one.
	Home string
}

// CreateSpace makes a space with its home page. Errors: NotSiteAdmin (on this ground floor administrators make spaces),
// DuplicateKey, InvalidInput for the key or the name.
func (s *Session) CreateSpace(ctx context.Context, n NewSpace) (wiki.Space, error) {
	if err := s.demand(wiki.View | wiki.AdministerSpace); err != nil {
		return wiki.Space{}, err
	}
	if !s.viewer.SiteAdmin {
		return wiki.Space{}, wiki.NewError(wiki.NotSiteAdmin, wiki.Facts{Object: "site", Permission: wiki.AdministerSite})
	}
	if err := checkSpace(n); err != nil {
		return wiki.Space{}, err
	}
	if n.Kind == "" {
		n.Kind = wiki.GlobalSpace
	}
	for _, g := range n.Grants {
		if err := checkGrant(g); err != nil {
			return wiki.Space{}, err
		}
	}
	mentions, macros, err := checkStorage(n.Home)
	if err != nil {
		return wiki.Space{}, err
	}
	var made wiki.Space
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		space, err := tx.CreateSpace(ctx, wiki.Space{Key: n.Key, Name: n.Name, Kind: n.Kind, Status: wiki.SpaceCurrent,
			Description: n.Description, Creator: s.viewer.Account})
		if err != nil {
			return err
		}
		mine := wiki.Grant{Space: space.ID, Subject: wiki.User(s.viewer.Account), Perm: wiki.SpacePerms}
		if err := tx.Grant(ctx, mine); err != nil {
			return err
		}
		for _, g := range n.Grants {
			g.Space = space.ID
			if err := tx.Grant(ctx, g); err != nil {
				return err
			}
		}
		page, err := tx.CreateContent(ctx, s.viewer.Account, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current,
			Space: space.ID, Title: n.Name, Storage: n.Home, Mentions: mentions, Macros: macros})
		if err != nil {
			return err
		}
		space.Home = page.ID
		made = space
		if err := tx.SetSpace(ctx, space); err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditSpaces, Summary: "Space created", Object: spaceObject(space)})
	})
	return made, err
}

func spaceObject(s wiki.Space) wiki.AuditObject { return wiki.AuditObject{Name: s.Key, Type: "Space"} }

func checkSpace(n NewSpace) error {
	letters := strings.TrimPrefix(n.Key, "~")
	switch {
	case letters == "" || len(n.Key) > 255 || strings.ContainsFunc(letters, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	}):
		return wiki.Invalid("key", n.Key, "letters and digits")
	case strings.HasPrefix(n.Key, "~") != (n.Kind == wiki.PersonalSpace):
		return wiki.Invalid("key", n.Key, "a key that begins with ~ for a personal space and for no other")
	case strings.TrimSpace(n.Name) == "" || utf8.RuneCountInString(n.Name) > 200:
		return wiki.Invalid("name", n.Name, "a name of at most 200 characters")
	}
	return nil
}

// SetSpaceStatus archives a space or brings it back.
func (s *Session) SetSpaceStatus(ctx context.Context, id wiki.SpaceID, status wiki.SpaceStatus) error {
	if status != wiki.SpaceCurrent && status != wiki.SpaceArchived {
		return wiki.Invalid("status", string(status), "current or archived")
	}
	return s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		old := space.Status
		space.Status = status
		if err := tx.SetSpace(ctx, space); err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditSpaces, Summary: "Space status changed", Object: spaceObject(space),
			Changed: []wiki.AuditChange{{Name: "status", Old: string(old), New: string(status)}}})
	})
}

// Grant gives a subject abilities in a space.
func (s *Session) Grant(ctx context.Context, g wiki.Grant) error {
	if err := checkGrant(g); err != nil {
		return err
	}
	return s.changeSpace(ctx, g.Space, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		if err := tx.Grant(ctx, g); err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditPermissions, Summary: "Space permission added", Object: spaceObject(space),
			Changed: []wiki.AuditChange{{Name: string(g.Subject), New: g.Perm.String()}}})
	})
}

// checkGrant refuses abilities that are not a space's to give.
func checkGrant(g wiki.Grant) error {
	if foreign := g.Perm &^ wiki.SpacePerms; foreign != 0 {
		return wiki.Invalid("permission", foreign.String(), "an ability in a space")
	}
	return nil
}

// Revoke takes abilities in a space away from a subject.
func (s *Session) Revoke(ctx context.Context, g wiki.Grant) error {
	return s.changeSpace(ctx, g.Space, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		if err := tx.Revoke(ctx, g); err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditPermissions, Summary: "Space permission removed", Object: spaceObject(space),
			Changed: []wiki.AuditChange{{Name: string(g.Subject), Old: g.Perm.String()}}})
	})
}

// LabelSpace puts a label on a space.
func (s *Session) LabelSpace(ctx context.Context, id wiki.SpaceID, prefix, name string) error {
	return s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, _ wiki.Space) error {
		return tx.AddSpaceLabel(ctx, id, prefix, name)
	})
}

// changeSpace runs a change that needs AdministerSpace in the space.
func (s *Session) changeSpace(ctx context.Context, id wiki.SpaceID, fn func(context.Context, *store.SiteTx, wiki.Space) error) error {
	if err := s.demand(wiki.View | wiki.AdministerSpace); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		space, held, err := tx.SpaceByID(ctx, s.viewer, id)
		if space, err = seen(space, held, err, id.String()); err != nil {
			return err
		}
		if !held.Has(wiki.AdministerSpace) {
			return deny(wiki.NoPermission, wiki.AdministerSpace, "space", space.Key)
		}
		return fn(ctx, tx, space)
	})
}
