package site

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Levels lists the classification levels of the site, the least sensitive first. It takes UseSite.
func (s *Session) Levels(ctx context.Context) ([]wiki.Level, error) {
	if err := s.demand(wiki.UseSite); err != nil {
		return nil, err
	}
	if err := s.identified(); err != nil {
		return nil, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Levels(ctx)
}

// ContentLevel is how a content the caller was shown is classified: its own level, else the default of its space.
// NoSuchObject when there is neither.
func (s *Session) ContentLevel(ctx context.Context, c wiki.Content) (wiki.Level, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Level{}, err
	}
	return tx.LevelOfContent(ctx, c.ID)
}

// Classify gives a content a level, or with an empty one leaves it to the default of its space. Whoever may change a
// content may classify it. Errors: CredentialsMissing for anonymous callers, NoSuchObject or NoViewPermission, NoPermission,
// EditRestricted, SpaceIsArchived, InvalidInput for a level that is not published.
func (s *Session) Classify(ctx context.Context, id wiki.ContentID, level string) error {
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, err := s.allowed(ctx, tx, id, changing)
		if err != nil {
			return err
		}
		return tx.ClassifyContent(ctx, c.ID, level)
	})
}

// SpaceLevel is the default level of a space the caller was shown. NoSuchObject when it has none.
func (s *Session) SpaceLevel(ctx context.Context, sp wiki.Space) (wiki.Level, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Level{}, err
	}
	return tx.LevelOfSpace(ctx, sp.ID)
}

// ClassifySpace gives a space a default level, or with an empty one takes it away, which its administrators may do. Errors
// as Classify.
func (s *Session) ClassifySpace(ctx context.Context, id wiki.SpaceID, level string) error {
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		sp, err := s.administered(ctx, tx, id, wiki.AdministerSpace)
		if err != nil {
			return err
		}
		return tx.ClassifySpace(ctx, sp.ID, level)
	})
}

// Levels lists the classification levels of a site, the least sensitive first.
func (y System) Levels(ctx context.Context, site wiki.SiteID) ([]wiki.Level, error) {
	tx, err := y.s.DB.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close()
	return tx.In(site).Levels(ctx)
}

// CreateLevel makes a classification level with a new id, more sensitive than those there are. Errors: InvalidInput for
// its members, DuplicateKey when the site has one of that name.
func (y System) CreateLevel(ctx context.Context, site wiki.SiteID, l wiki.Level) (wiki.Level, error) {
	id, err := uuid.NewRandomFromReader(y.s.Random)
	if err != nil {
		return l, fmt.Errorf("create classification level: %w", err)
	}
	if l.ID = id.String(); l.Status == "" {
		l.Status = wiki.LevelPublished
	}
	if l, err = checkLevel(l); err != nil {
		return l, err
	}
	made := l
	err = y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) (err error) {
		made, err = tx.In(site).CreateLevel(ctx, l)
		return err
	})
	return made, err
}

// SetLevel changes all of a level but its place. Content keeps an archived level until it gets another. Errors: InvalidInput,
// NoSuchObject, DuplicateKey.
func (y System) SetLevel(ctx context.Context, site wiki.SiteID, l wiki.Level) error {
	l, err := checkLevel(l)
	if err != nil {
		return err
	}
	return y.s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.In(site).SetLevel(ctx, l) })
}

// maxLevelText is the longest text of a level in characters.
const maxLevelText = 255

// checkLevel trims the texts of a level and refuses what cannot be one.
func checkLevel(l wiki.Level) (wiki.Level, error) {
	l.Name = strings.TrimSpace(l.Name)
	if l.Name == "" {
		return l, wiki.Invalid("name", "", "a name")
	}
	for _, part := range []struct{ name, text string }{{"name", l.Name}, {"description", l.Description}, {"guideline", l.Guideline}} {
		if !utf8.ValidString(part.text) || utf8.RuneCountInString(part.text) > maxLevelText {
			return l, wiki.Invalid(part.name, part.text, "at most 255 characters")
		}
	}
	switch {
	case !slices.Contains(wiki.LevelColors[:], l.Color):
		return l, wiki.Invalid("color", l.Color, "one of "+strings.Join(wiki.LevelColors[:], ", "))
	case l.Status != wiki.LevelDraft && l.Status != wiki.LevelPublished && l.Status != wiki.LevelArchived:
		return l, wiki.Invalid("status", string(l.Status), "DRAFT, PUBLISHED or ARCHIVED")
	}
	return l, nil
}
