package v2

import (
	"context"
	"fmt"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

func userOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "checkAccessByEmail", Route: "POST /user/access/check-access-by-email", Perm: wiki.UseSite}, checkAccess),
		rest.On(rest.Op{ID: "inviteByEmail", Route: "POST /user/access/invite-by-email", Perm: wiki.UseSite | wiki.AdministerSite}, invite),
		rest.On(rest.Op{ID: "createBulkUserLookup", Route: "POST /users-bulk", Perm: wiki.UseSite | wiki.View}, lookUpUsers),
	}
}

type emailsIn struct{ Body rest.Body[wirev2.Emails] }

func checkAccess(ctx context.Context, s *site.Session, in *emailsIn) (*wirev2.EmailAccess, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	found, err := s.CheckAccess(ctx, asked.Emails)
	return &wirev2.EmailAccess{EmailsWithoutAccess: listOf(found.Without), InvalidEmails: listOf(found.Invalid)}, err
}

// listOf is the list itself, and not nothing when it is empty.
func listOf[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

func invite(ctx context.Context, s *site.Session, in *emailsIn) (rest.Empty, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.Invite(ctx, asked.Emails)
}

// maxBulkUsers is how many accounts one call may name (the description's maxItems).
const maxBulkUsers = 250

type bulkUsersIn struct{ Body rest.Body[wirev2.BulkUsers] }

// lookUpUsers leaves out ids without an account.
func lookUpUsers(ctx context.Context, s *site.Session, in *bulkUsersIn) (*wirev2.List[wirev2.User], error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	if n := len(asked.AccountIDs); n == 0 || n > maxBulkUsers {
		return nil, wiki.Invalid("accountIds", fmt.Sprint(n, " ids"), fmt.Sprintf("1 to %d", maxBulkUsers))
	}
	ids, keys := make([]wiki.AccountID, len(asked.AccountIDs)), make([]string, len(asked.AccountIDs))
	for i, id := range asked.AccountIDs {
		ids[i], keys[i] = wiki.AccountID(id), site.PersonalKey(wiki.AccountID(id))
	}
	people, err := s.People(ctx, ids)
	if err != nil {
		return nil, err
	}
	spaces, err := s.Spaces(ctx, wiki.SpaceFilter{Keys: keys, Kinds: []wiki.SpaceKind{wiki.PersonalSpace}}, wiki.Window{Limit: len(keys)})
	if err != nil {
		return nil, err
	}
	byKey := map[string]wiki.SpaceID{}
	for _, sp := range spaces.Items {
		byKey[sp.Key] = sp.ID
	}
	out := &wirev2.List[wirev2.User]{Results: []wirev2.User{}, Links: wirev2.ListLinks{Base: baseOf(s)}}
	for _, id := range ids {
		a, known := people[id]
		if !known {
			continue
		}
		delete(people, id) // each once
		out.Results = append(out.Results, newUser(s, a, byKey[site.PersonalKey(id)]))
	}
	return out, nil
}

// emailScope is what a scoped token needs to be shown an e-mail; without it the e-mail is left out (design.md §2 "Scopes").
const emailScope catalog.Scope = "read:email-address:confluence"

func newUser(s *site.Session, a identity.Account, personal wiki.SpaceID) wirev2.User {
	c := s.Caller()
	own := a.ID == c.Account
	u := wirev2.User{
		DisplayName: a.DisplayName, IsExternalCollaborator: wire.Value(false), AccountStatus: "active", AccountID: string(a.ID),
		AccountType: string(a.Kind), PublicName: a.PublicName,
		ProfilePicture: wire.Value(wirev2.Icon{Path: "/wiki/aa-avatar/" + string(a.ID)}),
	}
	if !a.Active {
		u.AccountStatus = "inactive"
	}
	if own {
		u.TimeZone = a.TimeZone
	}
	if personal != 0 {
		u.PersonalSpaceID = wire.NewID(int64(personal))
	}
	if (own || s.MayAdminister()) && !c.IsAnonymous() && (!c.Scoped || c.Scopes.Has(emailScope)) {
		u.Email = a.Email
	}
	return u
}
