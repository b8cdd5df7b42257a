package site

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// NewState names a state: one there is by its number, else one of one's own by name and colour, made where there is none.
type NewState struct {
	ID    *int64
	Name  string
	Color string // "#ffc400"
}

// States are what content can be marked with.
type States struct{ Suggested, Custom []wiki.State }

// CustomStates lists the states the caller made for itself, those used last first. CredentialsMissing for anonymous callers.
func (s *Session) CustomStates(ctx context.Context) ([]wiki.State, error) {
	if err := s.identified(); err != nil {
		return nil, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.CustomStates(ctx, s.viewer.Account, 0)
}

// SuggestedStates lists what a space the caller was shown suggests.
func (s *Session) SuggestedStates(ctx context.Context, space wiki.SpaceID) ([]wiki.State, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	rule, err := tx.StateRule(ctx, space)
	if err != nil || !rule.Suggested {
		return []wiki.State{}, err
	}
	return slices.Clone(wiki.SuggestedStates[:]), nil
}

// StateRule says which states a space allows, which its administrators may know.
func (s *Session) StateRule(ctx context.Context, space wiki.SpaceID) (wiki.StateRule, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.StateRule{}, err
	}
	if _, err := s.administered(ctx, tx, space, wiki.AdministerSpace); err != nil && !wiki.HasReason(err, wiki.SpaceIsArchived) {
		return wiki.StateRule{}, err
	}
	return tx.StateRule(ctx, space)
}

// AvailableStates are those the caller may mark a content with: what its space suggests, and the last of the caller's own.
// Errors as MarkState.
func (s *Session) AvailableStates(ctx context.Context, id wiki.ContentID) (out States, err error) {
	if err := s.identified(); err != nil {
		return out, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return out, err
	}
	c, err := s.allowed(ctx, tx, id, changing)
	if err != nil {
		return out, err
	}
	rule, err := tx.StateRule(ctx, c.Space)
	if err != nil {
		return out, err
	}
	if rule.Suggested {
		out.Suggested = wiki.SuggestedStates[:]
	}
	if rule.Custom {
		out.Custom, err = tx.CustomStates(ctx, s.viewer.Account, wiki.MaxRecentStates)
	}
	return out, err
}

// State is how a content the caller was shown is marked.
func (s *Session) State(ctx context.Context, c wiki.Content) (wiki.StateMark, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.StateMark{}, err
	}
	return tx.State(ctx, c.ID)
}

// MarkState marks a page or blog post in the given status, or with nil takes its mark away; a published one gets a new
// version with the same body. Errors: CredentialsMissing for anonymous callers, NoSuchObject or NoViewPermission, also when
// the content has another status, NoPermission, EditRestricted, SpaceIsArchived, InvalidInput for a state that is neither
// suggested nor the caller's, is not allowed in the space, or cannot be made.
func (s *Session) MarkState(ctx context.Context, id wiki.ContentID, status wiki.Status, n *NewState) (wiki.StateMark, error) {
	if n != nil && n.ID == nil {
		var err error
		if *n, err = checkNewState(*n); err != nil {
			return wiki.StateMark{}, err
		}
	}
	var mark wiki.StateMark
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, err := s.allowed(ctx, tx, id, changing)
		switch {
		case err != nil:
			return err
		case c.Status != status:
			return wiki.Missing("content", id.String())
		case c.Kind != wiki.Page && c.Kind != wiki.BlogPost:
			return wiki.Invalid("id", id.String(), "the id of a page or blog post")
		}
		var state *wiki.State
		if n != nil {
			if state, err = s.chooseState(ctx, tx, c.Space, *n); err != nil {
				return err
			}
		}
		if c.Status == wiki.Current {
			if err := s.reissue(ctx, tx, id); err != nil {
				return err
			}
		}
		if err := tx.MarkState(ctx, id, state); err != nil {
			return err
		}
		mark = wiki.StateMark{State: state, At: tx.Now()}
		return nil
	})
	return mark, err
}

// reissue adds a version with the present title and body.
func (s *Session) reissue(ctx context.Context, tx *store.SiteTx, id wiki.ContentID) error {
	c, body, _, err := tx.ContentWithBody(ctx, s.viewer, id)
	if err != nil {
		return err
	}
	v := wiki.Version{Number: c.Version.Number + 1, Author: s.viewer.Account, At: tx.Now(), Title: c.Title}
	return tx.SetContent(ctx, c, &v, body.Storage)
}

// chooseState finds or makes the state that a caller named.
func (s *Session) chooseState(ctx context.Context, tx *store.SiteTx, space wiki.SpaceID, n NewState) (*wiki.State, error) {
	rule, err := tx.StateRule(ctx, space)
	if err != nil {
		return nil, err
	}
	if n.ID != nil && 0 <= *n.ID && *n.ID < int64(len(wiki.SuggestedStates)) {
		if !rule.Suggested {
			return nil, wiki.Invalid("id", strconv.FormatInt(*n.ID, 10), "a state of one's own: the space allows no others")
		}
		state := wiki.SuggestedStates[*n.ID]
		return &state, nil
	}
	if !rule.Custom {
		return nil, wiki.Invalid("name", n.Name, "a state that the space suggests: it allows no others")
	}
	state := wiki.State{Name: n.Name, Color: n.Color}
	if n.ID != nil {
		state, err = tx.OwnState(ctx, s.viewer.Account, *n.ID)
		if wiki.HasReason(err, wiki.NoSuchObject) {
			return nil, wiki.Invalid("id", strconv.FormatInt(*n.ID, 10), "the id of a state that is suggested or one's own")
		}
		if err != nil {
			return nil, err
		}
	}
	state, err = tx.UseState(ctx, s.viewer.Account, state)
	return &state, err
}

func checkNewState(n NewState) (NewState, error) {
	n.Name, n.Color = strings.TrimSpace(n.Name), strings.ToLower(n.Color)
	digits, sharp := strings.CutPrefix(n.Color, "#")
	switch {
	case n.Name == "" || !utf8.ValidString(n.Name) || utf8.RuneCountInString(n.Name) > wiki.MaxStateName:
		return n, wiki.Invalid("name", n.Name, "1 to 20 characters")
	case !sharp || len(digits) != 6 || strings.Trim(digits, "0123456789abcdef") != "":
		return n, wiki.Invalid("color", n.Color, "six hexadecimal digits after #")
	}
	return n, nil
}

// SetStateRule says which states the content of a space may be marked with. NoSuchObject when the site has no such space.
func (y System) SetStateRule(ctx context.Context, site wiki.SiteID, key string, rule wiki.StateRule) error {
	return y.changeSpace(ctx, site, key, func(ctx context.Context, tx *store.SiteTx, space wiki.SpaceID) error {
		return tx.SetStateRule(ctx, space, rule)
	})
}
