package site

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// PropertyName is how a property is asked for: by its number or, where that is 0, by its key.
type PropertyName struct {
	ID  int64
	Key string
}

// PropertyChange is the next version of a property.
type PropertyChange struct {
	Value   string // JSON on one line
	Version int    // the present number plus one
	Message string
	Minor   bool
	// OrCreate makes the property when there is none of its key and Version is 1 (client-expectations.md 10).
	OrCreate bool
}

// Properties lists the properties of a content, space or account. Errors: NoSuchObject or NoViewPermission for the owner,
// NoPermission for another's account.
func (s *Session) Properties(ctx context.Context, of wiki.PropertyOwner, f wiki.PropertyFilter, w wiki.Window) (wiki.Slice[wiki.Property], error) {
	tx, err := s.read(ctx)
	if err == nil {
		err = s.mayReadOf(ctx, tx, of)
	}
	if err != nil {
		return wiki.Slice[wiki.Property]{}, err
	}
	return tx.Properties(ctx, of, f, w)
}

// PropertiesOf lists the properties of contents the caller was shown, with the values of the given keys alone.
func (s *Session) PropertiesOf(ctx context.Context, contents []wiki.Content, keys []string) (map[wiki.ContentID][]wiki.Property, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.PropertiesOf(ctx, idsOf(contents), keys)
}

// Property finds one property. Errors as Properties, and NoSuchObject when the owner has no such property.
func (s *Session) Property(ctx context.Context, of wiki.PropertyOwner, name PropertyName) (wiki.Property, error) {
	tx, err := s.read(ctx)
	if err == nil {
		err = s.mayReadOf(ctx, tx, of)
	}
	if err != nil {
		return wiki.Property{}, err
	}
	return findProperty(ctx, tx, of, name)
}

func findProperty(ctx context.Context, tx *store.SiteTx, of wiki.PropertyOwner, name PropertyName) (wiki.Property, error) {
	if name.ID != 0 {
		return tx.Property(ctx, of, name.ID)
	}
	if err := checkKey(name.Key); err != nil {
		return wiki.Property{}, err
	}
	return tx.PropertyByKey(ctx, of, name.Key)
}

// CreateProperty adds a property. Who may change a content may change its properties; those of a space are its
// administrators', those of an account its own and the site administrators'. Errors: CredentialsMissing for anonymous
// callers, NoSuchObject or NoViewPermission for the owner, NoPermission, EditRestricted, SpaceIsArchived, InvalidInput for
// key and value, TooLarge, DuplicateKey when there is one of that key.
func (s *Session) CreateProperty(ctx context.Context, of wiki.PropertyOwner, key, value string) (wiki.Property, error) {
	if err := checkProperty(key, value); err != nil {
		return wiki.Property{}, err
	}
	var made wiki.Property
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		err := s.mayChangeOf(ctx, tx, of)
		if err == nil {
			made, err = tx.CreateProperty(ctx, s.viewer.Account, wiki.Property{Of: of, Key: key, Value: value})
		}
		return err
	})
	return made, err
}

// UpdateProperty writes the next version of a property. Errors as CreateProperty, NoSuchObject when there is no such
// property, StaleVersion unless change.Version is the present number plus one.
func (s *Session) UpdateProperty(ctx context.Context, of wiki.PropertyOwner, name PropertyName, ch PropertyChange) (wiki.Property, error) {
	var made wiki.Property
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if err := s.mayChangeOf(ctx, tx, of); err != nil {
			return err
		}
		p, err := findProperty(ctx, tx, of, name)
		isNew := ch.OrCreate && ch.Version == 1 && name.ID == 0 && wiki.HasReason(err, wiki.NoSuchObject)
		if err != nil && !isNew {
			return err
		}
		if isNew {
			p = wiki.Property{Of: of, Key: name.Key}
		}
		if err := checkProperty(p.Key, ch.Value); err != nil {
			return err
		}
		if ch.Version != p.Version.Number+1 {
			return wiki.NewError(wiki.StaleVersion, wiki.Facts{Object: "property", ID: p.Key, Version: p.Version.Number})
		}
		p.Value = ch.Value
		p.Version = wiki.Version{Number: ch.Version, Author: s.viewer.Account, At: tx.Now(), Message: ch.Message, Minor: ch.Minor}
		if isNew {
			made, err = tx.CreateProperty(ctx, s.viewer.Account, p)
			return err
		}
		made = p
		return tx.SetProperty(ctx, p)
	})
	return made, err
}

// ReplaceProperty writes a value over the present one, whatever its version is. Errors as UpdateProperty.
func (s *Session) ReplaceProperty(ctx context.Context, of wiki.PropertyOwner, key, value string) error {
	if err := checkProperty(key, value); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if err := s.mayChangeOf(ctx, tx, of); err != nil {
			return err
		}
		p, err := tx.PropertyByKey(ctx, of, key)
		if err != nil {
			return err
		}
		p.Value = value
		p.Version = wiki.Version{Number: p.Version.Number + 1, Author: s.viewer.Account, At: tx.Now()}
		return tx.SetProperty(ctx, p)
	})
}

// DeleteProperty removes a property. Errors as UpdateProperty.
func (s *Session) DeleteProperty(ctx context.Context, of wiki.PropertyOwner, name PropertyName) error {
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if err := s.mayChangeOf(ctx, tx, of); err != nil {
			return err
		}
		p, err := findProperty(ctx, tx, of, name)
		if err != nil {
			return err
		}
		return tx.DeleteProperty(ctx, p.ID)
	})
}

// mayReadOf decides whether the caller may read what is kept with an owner.
func (s *Session) mayReadOf(ctx context.Context, tx *store.SiteTx, of wiki.PropertyOwner) error {
	switch {
	case of.Content != 0:
		_, err := s.allowed(ctx, tx, of.Content, viewing)
		return err
	case of.Space != 0:
		_, err := s.administered(ctx, tx, of.Space, wiki.View)
		return err
	}
	return s.ownAccount(ctx, tx, of.Account)
}

// mayChangeOf decides whether the caller may change what is kept with an owner.
func (s *Session) mayChangeOf(ctx context.Context, tx *store.SiteTx, of wiki.PropertyOwner) error {
	switch {
	case of.Content != 0:
		_, err := s.allowed(ctx, tx, of.Content, changing)
		return err
	case of.Space != 0:
		_, err := s.administered(ctx, tx, of.Space, wiki.AdministerSpace)
		return err
	}
	return s.ownAccount(ctx, tx, of.Account)
}

// viewing is the ability that looking at a content takes.
func viewing(wiki.Content) wiki.Perm { return wiki.View }

// changing is the ability that a change of a content takes.
func changing(c wiki.Content) wiki.Perm { return wiki.CreatePerm(c.Kind) }

// allowed finds a content the caller may do something to, which the row of the operation must announce.
func (s *Session) allowed(ctx context.Context, tx *store.SiteTx, id wiki.ContentID, want func(wiki.Content) wiki.Perm) (wiki.Content, error) {
	c, a, err := tx.Content(ctx, s.viewer, id)
	if err != nil {
		return c, err
	}
	op := want(c)
	if r := wiki.Allow(op, a); r != "" {
		return c, deny(r, op, "content", id.String())
	}
	return c, s.demand(wiki.View | op)
}

// administered finds a space in which the caller holds an ability: View, or with it AdministerSpace.
func (s *Session) administered(ctx context.Context, tx *store.SiteTx, id wiki.SpaceID, want wiki.Perm) (wiki.Space, error) {
	if err := s.demand(wiki.View | want); err != nil {
		return wiki.Space{}, err
	}
	space, held, err := tx.SpaceByID(ctx, s.viewer, id)
	if space, err = seen(space, held, err, id.String()); err != nil {
		return space, err
	}
	switch {
	case !held.Has(want):
		return space, deny(wiki.NoPermission, want, "space", space.Key)
	case want != wiki.View && space.Status == wiki.SpaceArchived:
		return space, deny(wiki.SpaceIsArchived, want, "space", space.Key)
	}
	return space, nil
}

// ownAccount refuses accounts that are neither the caller's nor below an administrator of the site.
func (s *Session) ownAccount(ctx context.Context, tx *store.SiteTx, id wiki.AccountID) error {
	if err := s.demand(wiki.UseSite); err != nil {
		return err
	}
	if err := s.identified(); err != nil {
		return err
	}
	found, err := tx.Accounts(ctx, []wiki.AccountID{id})
	_, known := found[id]
	switch {
	case err != nil:
		return err
	case !known:
		return wiki.Missing("user", string(id))
	case id != s.viewer.Account && !s.viewer.SiteAdmin:
		return deny(wiki.NotSiteAdmin, wiki.AdministerSite, "user", string(id))
	}
	return nil
}

// checkKey refuses keys that no property has.
func checkKey(key string) error {
	switch {
	case key == "" || utf8.RuneCountInString(key) > wiki.MaxPropertyKey:
		return wiki.Invalid("key", key, fmt.Sprintf("1 to %d characters", wiki.MaxPropertyKey))
	case !utf8.ValidString(key) || strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return wiki.Invalid("key", key, "text without control characters")
	}
	return nil
}

// checkProperty refuses keys and values that cannot be kept.
func checkProperty(key, value string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	switch {
	case value == "":
		return wiki.Invalid("value", "", "a value")
	case len(value) > wiki.MaxPropertyValue:
		return wiki.NewError(wiki.TooLarge, wiki.Facts{Object: "property", ID: key, Param: "value",
			Want: fmt.Sprintf("at most %d bytes", wiki.MaxPropertyValue)})
	}
	return nil
}
