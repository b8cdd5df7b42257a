package site

import (
	"context"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/internal/words"
)

// maxSpaceName is how many characters the name of a space may have.
const maxSpaceName = 200

// NewSpace is what CreateSpace needs.
type NewSpace struct {
	// Key is the alias where it is empty; one that begins with ~ makes a personal space.
	Key, Alias, Name, Description string
	Kind                          wiki.SpaceKind // empty: GlobalSpace, or PersonalSpace by its key
	// Grants and Roles are given beside the creator's, who holds every ability; Shared adds what the default group gets.
	Grants []wiki.Grant
	Roles  []wiki.RoleAssignment
	Shared bool
	// Like names a space, which the caller must view, whose permissions and roles are given as well.
	Like wiki.SpaceID
	// Home is the storage body of the home page; empty makes an empty one.
	Home string
}

// CreateSpace makes a space with its home page, which everybody with an account on the site may do. An account has one
// personal space, called by its accountId. Errors: DuplicateKey, InvalidInput for the key, the name, a subject or a role.
func (s *Session) CreateSpace(ctx context.Context, n NewSpace) (wiki.Space, error) {
	if err := s.demand(wiki.View | wiki.AdministerSpace); err != nil {
		return wiki.Space{}, err
	}
	n = n.complete()
	if err := s.checkSpace(n); err != nil {
		return wiki.Space{}, err
	}
	for _, g := range n.Grants {
		if err := checkGrant(g); err != nil {
			return wiki.Space{}, err
		}
	}
	if n.Like != 0 {
		if _, err := s.Space(ctx, n.Like); err != nil {
			return wiki.Space{}, err
		}
	}
	facts, err := checkStorage(n.Home)
	if err != nil {
		return wiki.Space{}, err
	}
	var made wiki.Space
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		space, err := tx.CreateSpace(ctx, wiki.Space{Key: n.Key, Name: n.Name, Kind: n.Kind, Status: wiki.SpaceCurrent,
			Description: n.Description, Creator: s.viewer.Account, Alias: n.Alias})
		if err != nil {
			return err
		}
		if err := share(ctx, tx, space, n); err != nil {
			return err
		}
		page, err := tx.CreateContent(ctx, s.viewer.Account, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current,
			Space: space.ID, Title: n.Name, Storage: n.Home, BodyFacts: facts})
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

// complete fills in what follows from the rest.
func (n NewSpace) complete() NewSpace {
	if n.Key == "" {
		n.Key = n.Alias
	}
	if words.Fold(n.Alias) == words.Fold(n.Key) {
		n.Alias = ""
	}
	switch {
	case n.Kind != "":
	case strings.HasPrefix(n.Key, "~"):
		n.Kind = wiki.PersonalSpace
	default:
		n.Kind = wiki.GlobalSpace
	}
	return n
}

// defaultGroup is the name of the group that a new space is shared with, and defaultPerms what it gets
// (client-expectations.md: "for its creator and the default group only").
const (
	defaultGroup = "confluence-users"
	defaultPerms = wiki.SpacePerms &^ wiki.AdministerSpace
)

// share gives a new space its first permissions and roles.
func share(ctx context.Context, tx *store.SiteTx, space wiki.Space, n NewSpace) error {
	for _, g := range n.Grants {
		if err := mustBe(ctx, tx, g.Subject); err != nil {
			return err
		}
	}
	for _, a := range n.Roles {
		if err := mustBe(ctx, tx, a.Subject); err != nil {
			return err
		}
	}
	grants := append([]wiki.Grant{{Subject: wiki.User(space.Creator), Perm: wiki.SpacePerms}}, n.Grants...)
	if n.Shared {
		id, err := tx.GroupNamed(ctx, defaultGroup)
		if err == nil {
			grants = append(grants, wiki.Grant{Subject: wiki.Group(id), Perm: defaultPerms})
		} else if !wiki.HasReason(err, wiki.NoSuchObject) {
			return err
		}
	}
	if n.Like != 0 {
		like, err := tx.SpacePermissions(ctx, []wiki.SpaceID{n.Like})
		if err != nil {
			return err
		}
		roles, err := tx.RoleAssignments(ctx, n.Like)
		if err != nil {
			return err
		}
		grants, n.Roles = append(grants, like...), append(roles, n.Roles...)
	}
	for _, g := range grants {
		g.Space = space.ID
		if err := tx.Grant(ctx, g); err != nil {
			return err
		}
	}
	for _, a := range n.Roles {
		if err := assignRole(ctx, tx, space.ID, a); err != nil {
			return err
		}
	}
	return nil
}

// mustBe refuses, as InvalidInput, a subject that names nobody.
func mustBe(ctx context.Context, tx *store.SiteTx, subject wiki.Subject) error {
	if id, ok := subject.Account(); ok {
		found, err := tx.Accounts(ctx, []wiki.AccountID{id})
		if err == nil && found[id].ID == "" {
			err = wiki.Invalid("subject", string(id), "an accountId")
		}
		return err
	}
	if id, ok := subject.Group(); ok {
		found, err := tx.Groups(ctx, []wiki.GroupID{id})
		if err == nil && found[id].ID == "" {
			err = wiki.Invalid("subject", string(id), "a group")
		}
		return err
	}
	if subject != wiki.Anonymous { // an empty accountId is nobody
		return wiki.Invalid("subject", "", "an accountId or a group")
	}
	return nil
}

func (s *Session) checkSpace(n NewSpace) error {
	if n.Kind == wiki.PersonalSpace && s.Caller().Token != "" && words.Fold(n.Key) != "~"+words.Fold(string(s.viewer.Account)) {
		return wiki.Invalid("key", n.Key, "~ and your accountId for a personal space")
	}
	for _, key := range []string{n.Key, n.Alias} {
		if err := checkSpaceKey(key, n); key != "" && err != nil {
			return err
		}
	}
	return checkSpaceKey(n.Key, n)
}

func checkSpaceKey(key string, n NewSpace) error {
	letters := strings.TrimPrefix(key, "~")
	switch {
	case letters == "" || len(key) > 255 || strings.ContainsFunc(letters, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	}):
		return wiki.Invalid("key", key, "letters and digits")
	case strings.HasPrefix(key, "~") != (n.Kind == wiki.PersonalSpace):
		return wiki.Invalid("key", key, "a key that begins with ~ for a personal space and for no other")
	case strings.TrimSpace(n.Name) == "" || utf8.RuneCountInString(n.Name) > maxSpaceName:
		return wiki.Invalid("name", n.Name, "a name of at most 200 characters")
	}
	return nil
}

// LabelSpace puts a label on a space.
func (s *Session) LabelSpace(ctx context.Context, id wiki.SpaceID, prefix, name string) error {
	return s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, _ wiki.Space) error {
		return tx.AddSpaceLabel(ctx, id, prefix, name)
	})
}

// AddSpaceLabels puts labels on a space, all or none; having one already is no error.
func (s *Session) AddSpaceLabels(ctx context.Context, id wiki.SpaceID, labels []wiki.Label) error {
	return s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, _ wiki.Space) error {
		for _, l := range labels {
			if err := tx.AddOwnSpaceLabel(ctx, s.viewer.Account, id, l.Prefix, l.Name); err != nil {
				return err
			}
		}
		return nil
	})
}

// RemoveSpaceLabel takes a label off a space. NoSuchObject when it has no such label.
func (s *Session) RemoveSpaceLabel(ctx context.Context, id wiki.SpaceID, l wiki.Label) error {
	return s.changeSpace(ctx, id, func(ctx context.Context, tx *store.SiteTx, _ wiki.Space) error {
		return tx.RemoveSpaceLabel(ctx, s.viewer.Account, id, l.Prefix, l.Name)
	})
}

// changeSpace runs a change that needs AdministerSpace in the space.
func (s *Session) changeSpace(ctx context.Context, id wiki.SpaceID, fn func(context.Context, *store.SiteTx, wiki.Space) error) error {
	if err := s.demand(wiki.View | wiki.AdministerSpace); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		space, held, err := tx.SpaceByID(ctx, s.viewer, id)
		if err = administered(space, held, err, id.String()); err != nil {
			return err
		}
		return fn(ctx, tx, space)
	})
}
