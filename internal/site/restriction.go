package site

import (
	"context"
	"slices"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Restrict replaces one restriction of a content; nil subjects remove it. The caller must be able to see and change the
// content afterwards: a restriction that shuts out its author is refused. Errors: NoSuchObject or NoViewPermission,
// NoPermission, EditRestricted, WrongStatus for content in the trash, InvalidInput for an operation, subjects that are
// nobody, LimitReached for more than MaxSubjects, and content that has no restrictions of its own.
func (s *Session) Restrict(ctx context.Context, r wiki.Restriction) error {
	return s.ChangeRestrictions(ctx, r.Content, func(held Restrictions) error {
		held[r.Op] = r.Subjects
		return nil
	})
}

// MaxSubjects is how many users and groups one restriction names at most.
const MaxSubjects = 1000

// TooManySubjects refuses a restriction of more.
func TooManySubjects() error {
	return wiki.NewError(wiki.LimitReached, wiki.Facts{Param: "restrictions", Detail: "A restriction names at most 1000 users and groups"})
}

// Restrictions are the subjects of a content's restrictions by operation. An operation that is not restricted has none, or
// nil.
type Restrictions map[wiki.RestrictionOp][]wiki.Subject

// Add lets further subjects do an operation that is restricted, or restricts it to them.
func (r Restrictions) Add(op wiki.RestrictionOp, subjects ...wiki.Subject) {
	for _, subject := range subjects {
		if !slices.Contains(r[op], subject) {
			r[op] = append(r[op], subject)
		}
	}
}

// Remove takes a subject out of a restriction. With the last one the restriction goes.
func (r Restrictions) Remove(op wiki.RestrictionOp, subject wiki.Subject) {
	left := slices.DeleteFunc(slices.Clone(r[op]), func(s wiki.Subject) bool { return s == subject })
	if r[op] = left; len(left) == 0 {
		r[op] = nil
	}
}

// ChangeRestrictions changes the restrictions of a content, all or none. change gets those it has, and may run twice. Errors as
// Restrict, and those of change.
func (s *Session) ChangeRestrictions(ctx context.Context, id wiki.ContentID, change func(held Restrictions) error) error {
	if err := s.demand(wiki.View | wiki.Restrict); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, err := s.mayRestrict(ctx, tx, id)
		if err != nil {
			return err
		}
		held, before := Restrictions{}, Restrictions{}
		found, err := tx.Restrictions(ctx, []wiki.ContentID{id})
		if err != nil {
			return err
		}
		for _, r := range found[id] {
			// One whose subjects are all gone admits nobody, and is still there.
			held[r.Op], before[r.Op] = append([]wiki.Subject{}, r.Subjects...), append([]wiki.Subject{}, r.Subjects...)
		}
		if err := change(held); err != nil {
			return err
		}
		for op, subjects := range held {
			switch {
			case op != wiki.RestrictRead && op != wiki.RestrictUpdate:
				return wiki.Invalid("operation", string(op), "read or update")
			case len(subjects) > MaxSubjects && len(subjects) > len(before[op]): // one that names more already may lose some
				return TooManySubjects()
			case subjects != nil && !s.viewer.Is(subjects):
				return wiki.Invalid("restrictions", string(op), "a restriction that admits you")
			}
			if err := checkSubjects(ctx, tx, subjects); err != nil {
				return err
			}
		}
		for _, op := range []wiki.RestrictionOp{wiki.RestrictRead, wiki.RestrictUpdate} {
			if (held[op] == nil) == (before[op] == nil) && slices.Equal(held[op], before[op]) {
				continue
			}
			r := wiki.Restriction{Content: id, Op: op, Subjects: held[op]}
			if err := tx.SetRestriction(ctx, r); err != nil {
				return err
			}
			if err := s.auditRestriction(ctx, tx, c, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// mayRestrict finds a content the caller may restrict.
func (s *Session) mayRestrict(ctx context.Context, tx *store.SiteTx, id wiki.ContentID) (wiki.Content, error) {
	c, a, err := tx.Content(ctx, s.viewer, id)
	if err != nil {
		return c, err
	}
	if reason := wiki.Allow(wiki.CreatePerm(c.Kind), a); reason != "" {
		return c, deny(reason, wiki.CreatePerm(c.Kind), "content", id.String())
	}
	switch {
	case !a.Space.Has(wiki.Restrict):
		return c, deny(wiki.NoPermission, wiki.Restrict, "content", id.String())
	case c.Kind.IsContained() && (c.Parent != 0 || !c.Kind.IsCustom()): // they go through their container (R-CHAIN)
		return c, wiki.Invalid("content", id.String(), "a page or blog post")
	case c.Status == wiki.Trashed:
		return c, wrongStatus(c, "content in the trash cannot be restricted")
	}
	return c, nil
}

// GroupsNamed finds groups by name, compared case-folded; names without a group are left out.
func (s *Session) GroupsNamed(ctx context.Context, names []string) (map[string]identity.Group, error) {
	if err := s.demand(wiki.UseSite); err != nil {
		return nil, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.GroupsNamed(ctx, names)
}

// checkSubjects refuses subjects that are neither an account nor a group (security-model.md R-ALLIDS).
func checkSubjects(ctx context.Context, tx *store.SiteTx, subjects []wiki.Subject) error {
	var people []wiki.AccountID
	var groups []wiki.GroupID
	for _, s := range subjects {
		if id, ok := s.Account(); ok {
			people = append(people, id)
		} else if id, ok := s.Group(); ok {
			groups = append(groups, id)
		} else {
			return wiki.Invalid("restrictions", string(s), "an account or a group")
		}
	}
	accounts, err := tx.Accounts(ctx, people)
	if err != nil {
		return err
	}
	for _, id := range people {
		if _, known := accounts[id]; !known {
			return wiki.Invalid("restrictions", string(id), "the accountId of an account")
		}
	}
	known, err := tx.Groups(ctx, groups)
	if err != nil {
		return err
	}
	for _, id := range groups {
		if _, found := known[id]; !found {
			return wiki.Invalid("restrictions", string(id), "the id of a group")
		}
	}
	return nil
}
