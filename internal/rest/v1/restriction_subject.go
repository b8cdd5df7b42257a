package v1

import (
	"context"
	"slices"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// The operations on one subject of a restriction: a user by accountId, a group by name or by id. Asking for one that the
// restriction does not name is 404.

func restrictionSubjectOps() []rest.Op {
	return slices.Concat(
		subjectOps("/user", "getContentRestrictionStatusForUser", "addUserToContentRestriction", "removeUserFromContentRestriction", (*restrictedUserIn).subject),
		subjectOps("/group/{groupName}", "getContentRestrictionStatusForGroup", "addGroupToContentRestriction", "removeGroupFromContentRestrictionById", (*restrictedGroupIn).subject),
		subjectOps("/byGroupId/{groupId}", "getIndividualGroupRestrictionStatusByGroupId", "addGroupToContentRestrictionByGroupId", "removeGroupFromContentRestriction", (*restrictedGroupIDIn).subject),
	)
}

// restrictedIn names a restriction.
type restrictedIn struct {
	ID wiki.ContentID     `path:"id"`
	Op wiki.RestrictionOp `path:"operationKey"`
}

func (in *restrictedIn) restriction() *restrictedIn { return in }

type restrictedUserIn struct {
	restrictedIn
	AccountID wiki.AccountID `query:"accountId"`
}

func (in *restrictedUserIn) subject(ctx context.Context, s *site.Session) (wiki.Subject, error) {
	if in.AccountID == "" {
		return "", wiki.Invalid("accountId", "", rest.WantValue)
	}
	_, err := s.Person(ctx, in.AccountID)
	return wiki.User(in.AccountID), err
}

type restrictedGroupIn struct {
	restrictedIn
	Name string `path:"groupName"`
}

func (in *restrictedGroupIn) subject(ctx context.Context, s *site.Session) (wiki.Subject, error) {
	id, err := s.GroupNamed(ctx, in.Name)
	return wiki.Group(id), err
}

type restrictedGroupIDIn struct {
	restrictedIn
	GroupID wiki.GroupID `path:"groupId"`
}

func (in *restrictedGroupIDIn) subject(ctx context.Context, s *site.Session) (wiki.Subject, error) {
	found, err := s.Groups(ctx, []wiki.GroupID{in.GroupID})
	if _, known := found[in.GroupID]; err == nil && !known {
		err = wiki.Missing("group", string(in.GroupID))
	}
	return wiki.Group(in.GroupID), err
}

// subjectOps are the three operations on a subject that is named in one way.
func subjectOps[In any, P interface {
	*In
	restriction() *restrictedIn
}](path, get, add, remove string, subject func(P, context.Context, *site.Session) (wiki.Subject, error)) []rest.Op {
	const above = " /content/{id}/restriction/byOperation/{operationKey}"
	find := func(ctx context.Context, s *site.Session, in P) (wiki.Content, wiki.Subject, error) {
		c, err := restrictable(ctx, s, in.restriction().ID, in.restriction().Op)
		if err != nil {
			return c, "", err
		}
		who, err := subject(in, ctx, s)
		return c, who, err
	}
	change := func(do func(held site.Restrictions, op wiki.RestrictionOp, who wiki.Subject) error) func(context.Context, *site.Session, *In) (rest.Empty, error) {
		return func(ctx context.Context, s *site.Session, in *In) (rest.Empty, error) {
			c, who, err := find(ctx, s, in)
			if err == nil {
				op := P(in).restriction().Op
				err = s.ChangeRestrictions(ctx, c.ID, func(held site.Restrictions) error { return do(held, op, who) })
			}
			return rest.Empty{}, err
		}
	}
	return []rest.Op{
		rest.On(rest.Op{ID: get, Route: "GET" + above + path, Perm: seePeople}, func(ctx context.Context, s *site.Session, in *In) (rest.Empty, error) {
			c, who, err := find(ctx, s, in)
			if err != nil {
				return rest.Empty{}, err
			}
			found, err := s.Restrictions(ctx, []wiki.Content{c})
			if err == nil && !slices.Contains(subjectsOf(found[c.ID], P(in).restriction().Op), who) {
				err = notRestricted(who)
			}
			return rest.Empty{}, err
		}),
		rest.On(rest.Op{ID: add, Route: "PUT" + above + path, Perm: restrict}, change(func(held site.Restrictions, op wiki.RestrictionOp, who wiki.Subject) error {
			held.Add(op, who)
			return nil
		})),
		rest.On(rest.Op{ID: remove, Route: "DELETE" + above + path, Perm: restrict}, change(func(held site.Restrictions, op wiki.RestrictionOp, who wiki.Subject) error {
			if !slices.Contains(held[op], who) {
				return notRestricted(who)
			}
			held.Remove(op, who)
			return nil
		})),
	}
}

func notRestricted(who wiki.Subject) error {
	id, isGroup := who.Group()
	if isGroup {
		return wiki.Missing("restriction", string(id))
	}
	account, _ := who.Account()
	return wiki.Missing("restriction", string(account))
}
