package v1

import (
	"context"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

// changePeople is what changing groups and their members takes.
const changePeople = wiki.UseSite | wiki.AdministerSite

// The service named groups by name first and by id later, so most operations are there twice.
func groupOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getGroups", Route: "GET /group", Perm: wiki.UseSite}, getGroups),
		rest.On(rest.Op{ID: "createGroup", Route: "POST /group", Perm: changePeople}, createGroup),
		rest.On(rest.Op{ID: "removeGroup", Route: "DELETE /group", Perm: changePeople}, removeGroup[groupByName]),
		rest.On(rest.Op{ID: "removeGroupById", Route: "DELETE /group/by-id", Perm: changePeople}, removeGroup[groupByID]),
		rest.On(rest.Op{ID: "getGroupByGroupId", Route: "GET /group/by-id", Perm: wiki.UseSite}, getGroup[groupByID]),
		rest.On(rest.Op{ID: "getGroupByQueryParam", Route: "GET /group/by-name", Perm: wiki.UseSite}, getGroup[groupByName]),
		rest.On(rest.Op{ID: "getGroupByName", Route: "GET /group/{groupName}", Perm: wiki.UseSite}, getGroup[groupInPath]),
		rest.On(rest.Op{ID: "searchGroups", Route: "GET /group/picker", Perm: wiki.UseSite}, searchGroups),
		rest.On(rest.Op{ID: "getMembersByQueryParam", Route: "GET /group/member", Perm: seePeople}, getMembers[groupByName]),
		rest.On(rest.Op{ID: "getGroupMembers", Route: "GET /group/{groupName}/member", Perm: seePeople}, getMembers[groupInPath]),
		rest.On(rest.Op{ID: "getGroupMembersByGroupId", Route: "GET /group/{groupId}/membersByGroupId", Perm: seePeople}, getMembersByGroupID),
		rest.On(rest.Op{ID: "addUserToGroup", Route: "POST /group/user", Perm: changePeople}, addUserToGroup[groupByName]),
		rest.On(rest.Op{ID: "addUserToGroupByGroupId", Route: "POST /group/userByGroupId", Perm: changePeople}, addUserToGroup[groupByGroupID]),
		rest.On(rest.Op{ID: "removeMemberFromGroup", Route: "DELETE /group/user", Perm: changePeople}, removeMember[groupByName]),
		rest.On(rest.Op{ID: "removeMemberFromGroupByGroupId", Route: "DELETE /group/userByGroupId", Perm: changePeople}, removeMember[groupByGroupID]),
	}
}

// groupNamed is how an operation names its group.
type groupNamed interface {
	ref() (site.GroupRef, error)
}

type groupByName struct {
	Name string `query:"name" required:"yes"`
}

type groupByID struct {
	ID wiki.GroupID `query:"id" required:"yes"`
}

type groupByGroupID struct {
	GroupID wiki.GroupID `query:"groupId" required:"yes"`
}

type groupInPath struct {
	Name string `path:"groupName"`
}

func (g groupByName) ref() (site.GroupRef, error) { return given("name", site.GroupRef{Name: g.Name}) }
func (g groupByID) ref() (site.GroupRef, error)   { return given("id", site.GroupRef{ID: g.ID}) }
func (g groupByGroupID) ref() (site.GroupRef, error) {
	return given("groupId", site.GroupRef{ID: g.GroupID})
}
func (g groupInPath) ref() (site.GroupRef, error) { return site.GroupRef{Name: g.Name}, nil }

// given refuses an empty name or id.
func given(param string, r site.GroupRef) (site.GroupRef, error) {
	if r == (site.GroupRef{}) {
		return r, wiki.Invalid(param, "", rest.WantValue)
	}
	return r, nil
}

type getGroupsIn struct {
	rest.Offset `default:"200"`
	Access      string `query:"accessType" enum:"user,admin,site-admin"`
}

func getGroups(ctx context.Context, s *site.Session, in *getGroupsIn) (*wire.CountedList[wire.Group], error) {
	f := site.GroupFilter{Role: map[string]identity.SiteRole{
		"user": identity.SiteUser, "admin": identity.SiteAdmin, "site-admin": identity.SiteAdmin}[in.Access]}
	return groupPage(ctx, s, in.Offset, f, false)
}

// groupPage is a page of groups, counted as a whole when that was asked for.
func groupPage(ctx context.Context, s *site.Session, p rest.Offset, f site.GroupFilter, counted bool) (*wire.CountedList[wire.Group], error) {
	found, err := s.ListGroups(ctx, f, p.Window())
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	out := countedPage(rest.NewOffsetList(p, found, func(g identity.Group) wire.Group { return l.group(g.ID, g.Name) }))
	if counted {
		n, err := s.CountGroups(ctx, f)
		if err != nil {
			return nil, err
		}
		out.TotalSize = scalar.Value(n)
	}
	return out, nil
}

func countedPage[T any](l *wire.List[T]) *wire.CountedList[T] {
	return &wire.CountedList[T]{Results: l.Results, Start: l.Start, Limit: l.Limit, Size: l.Size, Links: l.Links}
}

type searchGroupsIn struct {
	rest.Offset `default:"200"`
	Query       string `query:"query" required:"yes"`
	Total       bool   `query:"shouldReturnTotalSize"`
}

func searchGroups(ctx context.Context, s *site.Session, in *searchGroupsIn) (*wire.CountedList[wire.Group], error) {
	if in.Query == "" {
		return nil, wiki.Invalid("query", "", rest.WantValue)
	}
	return groupPage(ctx, s, in.Offset, site.GroupFilter{Named: in.Query}, in.Total)
}

func findGroup(ctx context.Context, s *site.Session, by groupNamed) (identity.Group, error) {
	ref, err := by.ref()
	switch {
	case err != nil:
		return identity.Group{}, err
	case ref.ID != "":
		return s.Group(ctx, ref.ID)
	}
	return s.GroupByName(ctx, ref.Name)
}

func getGroup[By groupNamed](ctx context.Context, s *site.Session, in *By) (*wire.Group, error) {
	g, err := findGroup(ctx, s, *in)
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	return l.groupAnswer(g), nil
}

// groupAnswer is a group as the object an answer consists of.
func (l *loader) groupAnswer(g identity.Group) *wire.Group {
	out := l.group(g.ID, g.Name)
	out.Links.Base, out.Links.Context = l.base(), contextPath
	return &out
}

type createGroupIn struct{ Body rest.Body[wire.GroupName] }

func createGroup(ctx context.Context, s *site.Session, in *createGroupIn) (*wire.Group, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	g, err := s.CreateGroup(ctx, asked.Name)
	if err != nil {
		return nil, err
	}
	return newLoader(s).groupAnswer(g), nil
}

func removeGroup[By groupNamed](ctx context.Context, s *site.Session, in *By) (rest.Empty, error) {
	ref, err := (*in).ref()
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.RemoveGroup(ctx, ref)
}

// membersIn lists members: those of a group that does not exist are none (client-expectations.md, last section).
type membersIn[By groupNamed] struct {
	rest.Offset `default:"200"`
	Group       By
}

func getMembers[By groupNamed](ctx context.Context, s *site.Session, in *membersIn[By]) (*wire.CountedList[wire.User], error) {
	g, err := findGroup(ctx, s, in.Group)
	if err != nil && !wiki.HasReason(err, wiki.NoSuchObject) {
		return nil, err
	}
	return memberPage(ctx, s, in.Offset, g.ID, nil, false)
}

type membersByGroupIDIn struct {
	rest.Offset `default:"200"`
	Expand
	ID    wiki.GroupID `path:"groupId"`
	Total bool         `query:"shouldReturnTotalSize"`
}

func getMembersByGroupID(ctx context.Context, s *site.Session, in *membersByGroupIDIn) (*wire.CountedList[wire.User], error) {
	return memberPage(ctx, s, in.Offset, in.ID, in.tree(""), in.Total)
}

func memberPage(ctx context.Context, s *site.Session, p rest.Offset, id wiki.GroupID, want wants, counted bool) (*wire.CountedList[wire.User], error) {
	found, err := s.GroupMembers(ctx, id, p.Window())
	if err != nil {
		return nil, err
	}
	ids := make([]wiki.AccountID, len(found.Items))
	for i, a := range found.Items {
		ids[i] = a.ID
	}
	made, err := newLoader(s).users(ctx, ids, want)
	if err != nil {
		return nil, err
	}
	out := countedPage(rest.NewOffsetList(p, found, func(a identity.Account) wire.User { return *made[a.ID] }))
	if counted {
		n, err := s.CountGroupMembers(ctx, id)
		if err != nil {
			return nil, err
		}
		out.TotalSize = scalar.Value(n)
	}
	return out, nil
}

type addUserIn[By groupNamed] struct {
	Group By
	Body  rest.Body[wire.AccountID]
}

func addUserToGroup[By groupNamed](ctx context.Context, s *site.Session, in *addUserIn[By]) (rest.Empty, error) {
	ref, err := in.Group.ref()
	if err != nil {
		return rest.Empty{}, err
	}
	asked, err := in.Body.Read()
	if err != nil {
		return rest.Empty{}, err
	}
	if asked.AccountID == "" {
		return rest.Empty{}, wiki.Invalid("accountId", "", rest.WantValue)
	}
	return rest.Empty{}, s.AddToGroup(ctx, ref, wiki.AccountID(asked.AccountID))
}

// removeMemberIn: key and username name nobody any more, as at the service.
type removeMemberIn[By groupNamed] struct {
	Group     By
	AccountID wiki.AccountID `query:"accountId" required:"yes"`
}

func removeMember[By groupNamed](ctx context.Context, s *site.Session, in *removeMemberIn[By]) (rest.Empty, error) {
	ref, err := in.Group.ref()
	if err != nil {
		return rest.Empty{}, err
	}
	if in.AccountID == "" {
		return rest.Empty{}, wiki.Invalid("accountId", "", rest.WantValue)
	}
	return rest.Empty{}, s.RemoveFromGroup(ctx, ref, in.AccountID)
}
