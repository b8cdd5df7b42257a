package site

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// DefaultTheme is the key of the one theme there is.
const DefaultTheme = "default"

// SpaceChange is what is to be another in a space; nil members stay.
type SpaceChange struct {
	Name, Description *string
	Status            *wiki.SpaceStatus
	Kind              *wiki.SpaceKind
	Home              *wiki.ContentID
	Theme             *string
	RouteOverride     *bool
}

// UpdateSpace changes a space and returns it as it is then. Errors: InvalidInput for a name, a status, a type, or a home page that
// is no current page of the space, NoSuchObject for a theme; a personal space stays one.
func (s *Session) UpdateSpace(ctx context.Context, id wiki.SpaceID, c SpaceChange) (wiki.Space, error) {
	if err := c.check(); err != nil {
		return wiki.Space{}, err
	}
	var changed wiki.Space
	err := s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, space wiki.Space) error {
		if c.Kind != nil && (*c.Kind == wiki.PersonalSpace) != (space.Kind == wiki.PersonalSpace) {
			return wiki.Invalid("type", string(*c.Kind), "personal for a personal space and for no other")
		}
		if c.Home != nil {
			page, a, err := tx.Content(ctx, s.viewer, *c.Home)
			if err != nil && !wiki.HasReason(err, wiki.NoSuchObject) {
				return err
			}
			if err != nil || wiki.Allow(wiki.View, a) != "" || page.Space != id || page.Kind != wiki.Page || page.Status != wiki.Current {
				return wiki.Invalid("homepage", c.Home.String(), "a current page of the space")
			}
		}
		changed = c.apply(space)
		if err := tx.SetSpace(ctx, changed); err != nil {
			return err
		}
		return s.audit(ctx, tx, changedSpace(space, changed))
	})
	return changed, err
}

// changedSpace is the record of a change.
func changedSpace(old, now wiki.Space) wiki.AuditEvent {
	e := wiki.AuditEvent{Category: wiki.AuditSpaces, Summary: "Space changed", Object: spaceObject(now)}
	if old.Status != now.Status {
		e.Summary = "Space status changed"
	}
	for _, m := range []wiki.AuditChange{
		{Name: "status", Old: string(old.Status), New: string(now.Status)}, {Name: "name", Old: old.Name, New: now.Name},
		{Name: "type", Old: string(old.Kind), New: string(now.Kind)}, {Name: "homepage", Old: old.Home.String(), New: now.Home.String()},
		{Name: "theme", Old: old.Theme, New: now.Theme},
	} {
		if m.Old != m.New {
			e.Changed = append(e.Changed, m)
		}
	}
	return e
}

func (c SpaceChange) check() error {
	if c.Name != nil && (strings.TrimSpace(*c.Name) == "" || utf8.RuneCountInString(*c.Name) > maxSpaceName) {
		return wiki.Invalid("name", *c.Name, "a name of at most 200 characters")
	}
	if c.Status != nil && *c.Status != wiki.SpaceCurrent && *c.Status != wiki.SpaceArchived {
		return wiki.Invalid("status", string(*c.Status), "current or archived")
	}
	if c.Theme != nil && *c.Theme != "" && *c.Theme != DefaultTheme {
		return wiki.Missing("theme", *c.Theme)
	}
	if c.Kind != nil {
		switch *c.Kind {
		case wiki.GlobalSpace, wiki.PersonalSpace, wiki.CollaborationSpace, wiki.KnowledgeBase:
		default:
			return wiki.Invalid("type", string(*c.Kind), "one of global, personal, collaboration, knowledge_base")
		}
	}
	return nil
}

func (c SpaceChange) apply(s wiki.Space) wiki.Space {
	set(&s.Name, c.Name)
	set(&s.Description, c.Description)
	set(&s.Status, c.Status)
	set(&s.Kind, c.Kind)
	set(&s.Home, c.Home)
	set(&s.Theme, c.Theme)
	set(&s.RouteOverride, c.RouteOverride)
	return s
}

func set[T any](member *T, value *T) {
	if value != nil {
		*member = *value
	}
}

// SetSpaceStatus archives a space or brings it back.
func (s *Session) SetSpaceStatus(ctx context.Context, id wiki.SpaceID, status wiki.SpaceStatus) error {
	_, err := s.UpdateSpace(ctx, id, SpaceChange{Status: &status})
	return err
}
