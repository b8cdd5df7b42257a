package v1

import (
	"context"
	"slices"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

// peopleOps are the operations on several users at once, and those on what else is known of one.
func peopleOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getBulkUserLookup", Route: "GET /user/bulk", Perm: seePeople}, getBulkUserLookup),
		rest.On(rest.Op{ID: "getBulkUserMigration", Route: "GET /user/bulk/migration", Perm: wiki.UseSite}, getBulkUserMigration),
		rest.On(rest.Op{ID: "getPrivacyUnsafeUserEmail", Route: "GET /user/email", Perm: wiki.UseSite}, getUserEmail),
		rest.On(rest.Op{ID: "getPrivacyUnsafeUserEmailBulk", Route: "GET /user/email/bulk", Perm: wiki.UseSite}, getUserEmails),
		rest.On(rest.Op{ID: "getGroupMembershipsForUser", Route: "GET /user/memberof", Perm: wiki.UseSite}, getMemberships),
		rest.On(rest.Op{ID: "searchUser", Route: "GET /search/user", Perm: seePeople}, searchUser),
	}
}

type bulkUsersIn struct {
	rest.Offset `default:"200"`
	Expand
	IDs []wiki.AccountID `query:"accountId" required:"yes" maxitems:"250"`
}

// getBulkUserLookup leaves out ids without an account, as the service does, and those named again. limit cuts the list; start is not documented,
// and has its usual meaning.
func getBulkUserLookup(ctx context.Context, s *site.Session, in *bulkUsersIn) (*wire.List[wire.User], error) {
	ids := in.IDs
	l := newLoader(s)
	if err := l.learn(ctx, ids); err != nil {
		return nil, err
	}
	seen := map[wiki.AccountID]bool{"": true}
	ids = slices.DeleteFunc(slices.Clone(ids), func(id wiki.AccountID) bool {
		known := l.people[id].ID
		again := seen[known]
		seen[known] = true
		return again
	})
	page := sliceOf(ids, in.Window())
	made, err := l.users(ctx, page.Items, in.tree(""))
	if err != nil {
		return nil, err
	}
	return rest.NewOffsetList(in.Offset, page, func(id wiki.AccountID) wire.User { return *made[id] }), nil
}

type migrationIn struct {
	rest.Offset `default:"200"`
	Keys        []string `query:"key"`
	Names       []string `query:"username"`
}

// getBulkUserMigration finds nobody: no account here was ever known by a key or a user name.
func getBulkUserMigration(_ context.Context, s *site.Session, in *migrationIn) (*wire.List[wire.MigratedUser], error) {
	if len(in.Keys) == 0 && len(in.Names) == 0 {
		return nil, wiki.Invalid("key", "", rest.WantValue)
	}
	if err := s.Identified(); err != nil {
		return nil, err
	}
	return rest.NewOffsetList(in.Offset, wiki.Slice[wire.MigratedUser]{}, func(u wire.MigratedUser) wire.MigratedUser { return u }), nil
}

type userEmailIn struct {
	AccountID wiki.AccountID `query:"accountId" required:"yes"`
}

func getUserEmail(ctx context.Context, s *site.Session, in *userEmailIn) (*wire.AccountEmail, error) {
	if in.AccountID == "" {
		return nil, wiki.Invalid("accountId", "", rest.WantValue)
	}
	email, err := s.Email(ctx, in.AccountID)
	if err != nil {
		return nil, err
	}
	return &wire.AccountEmail{AccountID: string(in.AccountID), Email: email}, nil
}

type userEmailsIn struct {
	IDs []wiki.AccountID `query:"accountId" required:"yes" maxitems:"250"`
}

func getUserEmails(ctx context.Context, s *site.Session, in *userEmailsIn) ([]wire.AccountEmail, error) {
	found, err := s.Emails(ctx, in.IDs)
	if err != nil {
		return nil, err
	}
	out := []wire.AccountEmail{}
	for _, id := range in.IDs {
		if email, shown := found[id]; shown {
			out = append(out, wire.AccountEmail{AccountID: string(id), Email: email})
			delete(found, id) // each once
		}
	}
	return out, nil
}

type membershipsIn struct {
	rest.Offset `default:"200"`
	AccountID   wiki.AccountID `query:"accountId" required:"yes"`
}

func getMemberships(ctx context.Context, s *site.Session, in *membershipsIn) (*wire.CountedList[wire.Group], error) {
	if in.AccountID == "" {
		return nil, wiki.Invalid("accountId", "", rest.WantValue)
	}
	if _, err := s.Person(ctx, in.AccountID); err != nil {
		return nil, err
	}
	return groupPage(ctx, s, in.Offset, site.GroupFilter{Of: in.AccountID}, false)
}

type searchUserIn struct {
	rest.Offset
	Expand
	CQL   string `query:"cql" required:"yes"`
	Sites string `query:"sitePermissionTypeFilter" enum:"all,externalCollaborator,none"`
}

// searchUser finds members of the site by CQL. None of them is an external collaborator.
func searchUser(ctx context.Context, s *site.Session, in *searchUserIn) (*wire.SearchPage, error) {
	sc, err := searchContext(in.CQL, "")
	if err != nil {
		return nil, err
	}
	sc.UsersOnly, sc.GuestsOnly = true, in.Sites == guestsOnly
	found, total, err := s.SearchCounted(ctx, in.CQL, sc, in.Window())
	if err != nil {
		return nil, err
	}
	want := in.tree("")
	if want["user"] == nil { // the answer holds nothing but users, and the description leaves open what their expansions are called
		want = wants{"user": want}
	}
	results, err := newLoader(s).otherResults(ctx, found.Items, want, sc.Excerpts)
	return &wire.SearchPage{Results: results, Start: in.Window().Offset, Limit: in.Window().Limit, Size: len(results), TotalSize: total,
		CQLQuery: in.CQL, Links: in.Links(found.More)}, err
}
