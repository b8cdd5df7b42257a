package site

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// GroupFilter selects groups.
type GroupFilter = store.GroupFilter

// maxGroupName is the longest name of a group, in characters.
const maxGroupName = 255

// directory opens the snapshot for reading who is who, which anonymous callers may not.
func (s *Session) directory(ctx context.Context) (*store.SiteTx, error) {
	if err := s.demand(wiki.UseSite); err != nil {
		return nil, err
	}
	if err := s.identified(); err != nil {
		return nil, err
	}
	return s.read(ctx)
}

// ListGroups lists groups by name.
func (s *Session) ListGroups(ctx context.Context, f GroupFilter, w wiki.Window) (wiki.Slice[identity.Group], error) {
	tx, err := s.directory(ctx)
	if err != nil {
		return wiki.Slice[identity.Group]{}, err
	}
	return tx.ListGroups(ctx, f, w)
}

// CountGroups counts what ListGroups lists.
func (s *Session) CountGroups(ctx context.Context, f GroupFilter) (int, error) {
	tx, err := s.directory(ctx)
	if err != nil {
		return 0, err
	}
	return tx.CountGroups(ctx, f)
}

// Group finds a group by id. NoSuchObject when there is none.
func (s *Session) Group(ctx context.Context, id wiki.GroupID) (identity.Group, error) {
	tx, err := s.directory(ctx)
	if err != nil {
		return identity.Group{}, err
	}
	return tx.GroupByID(ctx, id)
}

// GroupByName is Group by name, compared case-folded.
func (s *Session) GroupByName(ctx context.Context, name string) (identity.Group, error) {
	tx, err := s.directory(ctx)
	if err != nil {
		return identity.Group{}, err
	}
	return tx.GroupByName(ctx, name)
}

// GroupMembers lists the members of a group that may use the site. A group that does not exist has none
// (client-expectations.md, last section).
func (s *Session) GroupMembers(ctx context.Context, id wiki.GroupID, w wiki.Window) (wiki.Slice[identity.Account], error) {
	tx, err := s.directory(ctx)
	if err != nil {
		return wiki.Slice[identity.Account]{}, err
	}
	return tx.GroupMembers(ctx, id, w)
}

// CountGroupMembers counts what GroupMembers lists.
func (s *Session) CountGroupMembers(ctx context.Context, id wiki.GroupID) (int, error) {
	tx, err := s.directory(ctx)
	if err != nil {
		return 0, err
	}
	return tx.CountGroupMembers(ctx, id)
}

// CreateGroup makes a group. Errors: NotSiteAdmin, DuplicateKey, InvalidInput for the name.
func (s *Session) CreateGroup(ctx context.Context, name string) (identity.Group, error) {
	if strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > maxGroupName {
		return identity.Group{}, wiki.Invalid("name", name, fmt.Sprintf("a name of at most %d characters", maxGroupName))
	}
	id, err := uuid.NewRandomFromReader(s.visit.service.Random)
	if err != nil {
		return identity.Group{}, fmt.Errorf("create group: %w", err)
	}
	g := identity.Group{ID: wiki.GroupID(id.String()), Name: name}
	return g, s.administerPeople(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if err := tx.CreateGroup(ctx, g); wiki.HasReason(err, wiki.DuplicateKey) {
			return wiki.NewError(wiki.DuplicateKey, wiki.Facts{Object: "group", ID: name, Detail: "A group already exists with name " + name})
		} else if err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditGroups, Summary: "Group created", Object: groupObject(g)})
	})
}

func groupObject(g identity.Group) wiki.AuditObject {
	return wiki.AuditObject{Name: g.Name, Type: "Group"}
}

// RemoveGroup deletes a group with all its memberships and grants. Errors: NotSiteAdmin, NoSuchObject.
func (s *Session) RemoveGroup(ctx context.Context, which GroupRef) error {
	return s.administerPeople(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		g, err := which.find(ctx, tx)
		if err != nil {
			return err
		}
		if err := tx.RemoveGroup(ctx, g.ID); err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditGroups, Summary: "Group deleted", Object: groupObject(g)})
	})
}

// GroupRef names a group by one of its id and its name.
type GroupRef struct {
	ID   wiki.GroupID
	Name string
}

func (r GroupRef) find(ctx context.Context, tx *store.SiteTx) (identity.Group, error) {
	if r.ID != "" {
		return tx.GroupByID(ctx, r.ID)
	}
	return tx.GroupByName(ctx, r.Name)
}

// AddToGroup puts an account that may use the site into a group; one that is in it stays. Errors: NotSiteAdmin,
// NoSuchObject for either.
func (s *Session) AddToGroup(ctx context.Context, which GroupRef, id wiki.AccountID) error {
	return s.changeMembership(ctx, which, id, "User added to group", func(ctx context.Context, tx *store.SiteTx, g wiki.GroupID) error {
		return tx.AddMember(ctx, g, id)
	})
}

// RemoveFromGroup takes an account out of a group. Errors: as AddToGroup.
func (s *Session) RemoveFromGroup(ctx context.Context, which GroupRef, id wiki.AccountID) error {
	return s.changeMembership(ctx, which, id, "User removed from group", func(ctx context.Context, tx *store.SiteTx, g wiki.GroupID) error {
		return tx.RemoveMember(ctx, g, id)
	})
}

func (s *Session) changeMembership(ctx context.Context, which GroupRef, id wiki.AccountID, summary string,
	change func(context.Context, *store.SiteTx, wiki.GroupID) error) error {
	return s.administerPeople(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		g, err := which.find(ctx, tx)
		if err != nil {
			return err
		}
		account, err := tx.MemberByID(ctx, id)
		if err != nil {
			return err
		}
		if err := change(ctx, tx, g.ID); err != nil {
			return err
		}
		return s.audit(ctx, tx, wiki.AuditEvent{Category: wiki.AuditGroups, Summary: summary, Object: groupObject(g),
			Associated: []wiki.AuditObject{{Name: account.DisplayName, Type: "User"}}})
	})
}

// administer runs a change that only administrators of the site may make.
func (s *Session) administer(ctx context.Context, fn func(context.Context, *store.SiteTx) error) error {
	if err := s.administers(); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		if err := s.administers(); err != nil { // as of this transaction
			return err
		}
		return fn(ctx, tx)
	})
}

// administers refuses everybody but administrators of the site.
func (s *Session) administers() error {
	if err := s.demand(wiki.AdministerSite); err != nil {
		return err
	}
	if err := s.identified(); err != nil {
		return err
	}
	if !s.viewer.SiteAdmin {
		return wiki.NewError(wiki.NotSiteAdmin, wiki.Facts{Object: "site", Permission: wiki.AdministerSite})
	}
	return nil
}

// administerPeople is administer for what all sites of the installation share: who administers one of them may not give
// anybody rights on another.
func (s *Session) administerPeople(ctx context.Context, fn func(context.Context, *store.SiteTx) error) error {
	return s.administer(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		all, err := tx.AdministersAll(ctx, s.Caller().Account)
		if err != nil {
			return err
		}
		if !all {
			return wiki.NewError(wiki.NotSiteAdmin, wiki.Facts{Object: "site", Permission: wiki.AdministerSite,
				Detail: "Groups and accounts are shared by all sites, and you do not administer all of them"})
		}
		return fn(ctx, tx)
	})
}
