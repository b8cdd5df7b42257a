package v1

import (
	"context"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

// principals are the accounts and groups behind subjects.
type principals struct {
	users  map[wiki.AccountID]*wire.User
	groups map[wiki.GroupID]identity.Group
	l      *loader
}

// principals loads who subjects are, one statement for the accounts and one for the groups.
func (l *loader) principals(ctx context.Context, subjects []wiki.Subject, want wants) (principals, error) {
	var accounts []wiki.AccountID
	var groups []wiki.GroupID
	for _, s := range subjects {
		if id, ok := s.Account(); ok {
			accounts = append(accounts, id)
		}
		if id, ok := s.Group(); ok {
			groups = append(groups, id)
		}
	}
	p := principals{l: l}
	var err error
	if p.users, err = l.users(ctx, accounts, want); err != nil || len(groups) == 0 {
		return p, err
	}
	p.groups, err = l.s.Groups(ctx, groups)
	return p, err
}

// named are the users and groups among some subjects, in their order.
type named struct {
	users  []wire.User
	groups []wire.Group
}

func (p principals) of(subjects []wiki.Subject) named {
	var n named
	for _, s := range subjects {
		if id, ok := s.Account(); ok {
			n.users = append(n.users, *p.users[id])
		}
		if id, ok := s.Group(); ok {
			n.groups = append(n.groups, p.l.group(id, p.groups[id].Name))
		}
	}
	return n
}

// permission is the one subject of a space permission.
func (n named) permission() *wire.PermissionSubjects {
	out := &wire.PermissionSubjects{Expandable: wire.PrincipalsExpandable()}
	if len(n.users) > 0 {
		out.User = &wire.List[wire.User]{Results: n.users, Limit: len(n.users), Size: len(n.users)}
		out.Expandable = out.Expandable.Without("user")
	}
	if len(n.groups) > 0 {
		out.Group = &wire.List[wire.Group]{Results: n.groups, Limit: len(n.groups), Size: len(n.groups)}
		out.Expandable = out.Expandable.Without("group")
	}
	return out
}

func (l *loader) group(id wiki.GroupID, name string) wire.Group {
	return wire.Group{Type: "group", Name: name, ID: string(id), Links: wire.Links{Self: l.self("/rest/api/group/by-id?id=" + string(id))}}
}
