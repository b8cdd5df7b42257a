package v1

import (
	"context"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func userOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getUser", Route: "GET /user", Perm: seePeople, Kept: true}, getUser),
		rest.On(rest.Op{ID: "getAnonymousUser", Route: "GET /user/anonymous", Perm: seePeople, Kept: true}, getAnonymousUser),
		rest.On(rest.Op{ID: "getCurrentUser", Route: "GET /user/current", Perm: seePeople, Kept: true}, getCurrentUser),
	}
}

// seePeople is what showing users takes: View for their personal spaces.
const seePeople = wiki.UseSite | wiki.View

type getUserIn struct {
	Expand
	AccountID wiki.AccountID `query:"accountId" required:"yes"`
}

func getUser(ctx context.Context, s *site.Session, in *getUserIn) (*wire.User, error) {
	if in.AccountID == "" {
		return nil, wiki.Invalid("accountId", "", rest.WantValue)
	}
	if _, err := s.Person(ctx, in.AccountID); err != nil {
		return nil, err
	}
	return newLoader(s).userAnswer(ctx, in.AccountID, in.tree(""))
}

type someUserIn struct{ Expand }

func getAnonymousUser(_ context.Context, s *site.Session, in *someUserIn) (*wire.User, error) {
	return newLoader(s).anonymous(in.tree("")), nil
}

// getCurrentUser tells an anonymous caller on a public site that it is anonymous: the way to notice a credential that was
// not accepted (auth-behaviour.md §10 rule 13).
func getCurrentUser(ctx context.Context, s *site.Session, in *someUserIn) (*wire.User, error) {
	if s.Caller().IsAnonymous() {
		return newLoader(s).anonymous(in.tree("")), nil
	}
	return newLoader(s).userAnswer(ctx, s.Caller().Account, in.tree(""))
}

// userAnswer is a user as the object an answer consists of.
func (l *loader) userAnswer(ctx context.Context, id wiki.AccountID, want wants) (*wire.User, error) {
	made, err := l.users(ctx, []wiki.AccountID{id}, want)
	if err != nil {
		return nil, err
	}
	u := made[id]
	u.Links.Base, u.Links.Context = l.base(), contextPath
	return u, nil
}

// userParts are the expansions of a user.
func userParts() []part[wiki.AccountID, *wire.User] {
	return []part[wiki.AccountID, *wire.User]{
		{"operations", (*loader).userOperations},
		{"details", (*loader).userDetails},
		{"personalSpace", (*loader).userSpace},
	}
}

// users makes the users of accounts. The empty id is left out.
func (l *loader) users(ctx context.Context, ids []wiki.AccountID, want wants) (map[wiki.AccountID]*wire.User, error) {
	if err := l.learn(ctx, ids); err != nil {
		return nil, err
	}
	made := make(map[wiki.AccountID]*wire.User, len(ids))
	var list []wiki.AccountID
	var out []*wire.User
	for _, id := range ids {
		if made[id] == nil && id != "" {
			made[id] = l.user(id)
			list, out = append(list, id), append(out, made[id])
		}
	}
	shown, err := fill(ctx, l, userParts(), list, out, want)
	for _, u := range out {
		u.Expandable = wire.UserExpandable().Without(shown...)
	}
	return made, err
}

// user is a user without expansions. An id without an account is somebody who is gone.
func (l *loader) user(id wiki.AccountID) *wire.User {
	a := l.people[id]
	self := wire.Links{Self: l.self("/rest/api/user?accountId=" + string(id))}
	if a.ID == "" {
		return &wire.User{Type: "unknown", AccountID: string(id), DisplayName: "Unknown user", Links: self}
	}
	u := &wire.User{
		Type: "known", AccountID: string(id), AccountType: string(a.Kind), Email: scalar.Value(""), PublicName: a.PublicName,
		ProfilePicture: &wire.Icon{Path: contextPath + "/aa-avatar/" + string(id), Width: 48, Height: 48},
		DisplayName:    a.DisplayName, IsExternalCollaborator: scalar.Value(false), Links: self,
	}
	if id == l.s.Caller().Account {
		u.TimeZone = a.TimeZone
	}
	if l.maySeeEmail(a) {
		u.Email = scalar.Value(a.Email)
	}
	return u
}

// emailScope is what a scoped token needs to be shown an e-mail. Without it the e-mail is left out, not refused
// (design.md §2 "Scopes").
const emailScope catalog.Scope = "read:email-address:confluence"

// maySeeEmail: one's own, and for administrators of the site everybody's.
func (l *loader) maySeeEmail(a identity.Account) bool {
	return (a.ID == l.s.Caller().Account || l.s.MayAdminister()) && l.holds(emailScope)
}

// holds reports whether the caller's token opens what has a scope of its own.
func (l *loader) holds(scope catalog.Scope) bool {
	c := l.s.Caller()
	return !c.IsAnonymous() && (!c.Scoped || c.Scopes.Has(scope))
}

// anonymous is the user without an account: no accountId member (client-expectations.md, last section).
func (l *loader) anonymous(want wants) *wire.User {
	u := &wire.User{
		Type:           "anonymous",
		ProfilePicture: &wire.Icon{Path: contextPath + "/images/icons/profilepics/anonymous.svg", Width: 48, Height: 48, IsDefault: true},
		DisplayName:    "Anonymous",
		Expandable:     wire.UserExpandable().Without("details", "personalSpace"),
		Links:          wire.Links{Base: l.base(), Context: contextPath, Self: l.self("/rest/api/user/anonymous")},
	}
	if want.has("operations") {
		u.Operations, u.Expandable = []wire.Operation{}, u.Expandable.Without("operations")
	}
	return u
}

func (l *loader) userOperations(_ context.Context, list []wiki.AccountID, out []*wire.User, _ wants) (bool, error) {
	for i, id := range list {
		out[i].Operations = []wire.Operation{{Operation: "read", TargetType: "user"}}
		if id == l.s.Caller().Account {
			out[i].Operations = append(out[i].Operations, wire.Operation{Operation: "update", TargetType: "user"})
		}
	}
	return true, nil
}

// userDetails are empty: accounts tell nothing but their names.
func (l *loader) userDetails(_ context.Context, _ []wiki.AccountID, out []*wire.User, _ wants) (bool, error) {
	for _, u := range out {
		u.Details = &wire.UserDetails{Business: &wire.UserBusiness{}, Personal: &wire.UserPersonal{}}
	}
	return true, nil
}

// userSpace finds personal spaces by the key they have, where the caller may view them.
func (l *loader) userSpace(ctx context.Context, list []wiki.AccountID, out []*wire.User, sub wants) (bool, error) {
	keys := make([]string, len(list))
	for i, id := range list {
		keys[i] = site.PersonalKey(id)
	}
	found, err := l.s.Spaces(ctx, wiki.SpaceFilter{Keys: keys, Kinds: []wiki.SpaceKind{wiki.PersonalSpace}}, wiki.Window{Limit: len(keys)})
	if err != nil {
		return false, err
	}
	made, err := l.spaces(ctx, found.Items, sub)
	if err != nil {
		return false, err
	}
	for i := range list {
		for j := range made {
			if strings.EqualFold(made[j].Key, keys[i]) {
				out[i].PersonalSpace = &made[j]
			}
		}
	}
	return true, nil
}
