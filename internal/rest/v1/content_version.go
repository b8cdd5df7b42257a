package v1

import (
	"context"
	"slices"
	"strconv"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func contentVersionOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "getHistoryForContent", Route: "GET /content/{id}/history", Perm: seePeople, Kept: true}, getHistoryForContent),
		rest.On(rest.Op{ID: "getContentVersions", Route: "GET /content/{id}/version", Perm: seePeople, Kept: true}, getContentVersions),
		rest.On(rest.Op{ID: "getContentVersion", Route: "GET /content/{id}/version/{versionNumber}", Perm: seePeople, Kept: true}, getContentVersion),
		rest.On(rest.Op{ID: "restoreContentVersion", Route: "POST /content/{id}/version", Perm: writePages}, restoreContentVersion),
		rest.On(rest.Op{ID: "deleteContentVersion", Route: "DELETE /content/{id}/version/{versionNumber}", Perm: changeContent}, deleteContentVersion),
	}
}

type getHistoryForContentIn struct {
	Expand
	ID wiki.ContentID `path:"id"`
}

func getHistoryForContent(ctx context.Context, s *site.Session, in *getHistoryForContentIn) (*wire.History, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	made, err := l.histories(ctx, []wiki.Content{c}, in.tree("previousVersion,nextVersion,lastUpdated"))
	if err != nil {
		return nil, err
	}
	made[0].Links.Base, made[0].Links.Context = l.base(), contextPath
	return made[0], nil
}

type getContentVersionsIn struct {
	rest.Offset `default:"200" max:"200"`
	Expand
	ID wiki.ContentID `path:"id"`
}

func getContentVersions(ctx context.Context, s *site.Session, in *getContentVersionsIn) (*wire.List[*wire.Version], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	found, err := s.Versions(ctx, c, in.Window())
	if err != nil {
		return nil, err
	}
	list := make([]versionOf, len(found.Items))
	for i, v := range found.Items {
		list[i] = versionOf{c, v}
	}
	made, err := newLoader(s).versions(ctx, list, in.tree(""))
	return listPage(in.Offset, found, made), err
}

type getContentVersionIn struct {
	Expand
	ID     wiki.ContentID `path:"id"`
	Number int            `path:"versionNumber"`
}

func getContentVersion(ctx context.Context, s *site.Session, in *getContentVersionIn) (*wire.Version, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	v, _, err := s.Version(ctx, c, in.Number)
	if err != nil {
		return nil, err
	}
	return newLoader(s).versionAnswer(ctx, versionOf{c, v}, in.tree(""))
}

// versionOf is a version and the content it is of, as that is now or was at another version.
type versionOf struct {
	content wiki.Content
	wiki.Version
}

// versionParts are the expansions of a version.
func versionParts() []part[versionOf, *wire.Version] {
	return []part[versionOf, *wire.Version]{
		{"collaborators", (*loader).versionCollaborators},
		{"content", (*loader).versionContent},
	}
}

// versions makes versions with the expansions that were asked for.
func (l *loader) versions(ctx context.Context, list []versionOf, want wants) ([]*wire.Version, error) {
	users, err := l.users(ctx, authorsOf(list), want["by"])
	if err != nil {
		return nil, err
	}
	out := make([]*wire.Version, len(list))
	for i, v := range list {
		out[i] = &wire.Version{
			By: users[v.Author], When: scalar.Time(v.At), Message: v.Message, Number: v.Number, MinorEdit: v.Minor,
			Links: wire.Links{Self: l.self(wire.ContentPath(idOf(v.content)) + "/version/" + strconv.Itoa(v.Number))},
		}
	}
	shown, err := fill(ctx, l, versionParts(), list, out, want)
	for i, v := range list {
		out[i].Expandable = wire.VersionExpandable(idOf(v.content)).Without(shown...)
	}
	return out, err
}

func authorsOf(list []versionOf) []wiki.AccountID {
	authors := make([]wiki.AccountID, len(list))
	for i, v := range list {
		authors[i] = v.Author
	}
	return authors
}

// versionCollaborators is the author alone: nobody writes a version together with others.
func (l *loader) versionCollaborators(ctx context.Context, list []versionOf, out []*wire.Version, sub wants) (bool, error) {
	users, err := l.users(ctx, authorsOf(list), sub["users"])
	for i, v := range list {
		out[i].Collaborators = collaborators(users, []wiki.AccountID{v.Author})
	}
	return true, err
}

func collaborators(users map[wiki.AccountID]*wire.User, ids []wiki.AccountID) *wire.Collaborators {
	c := &wire.Collaborators{Users: []wire.User{}, UserKeys: []string{}}
	for _, id := range ids {
		if u := users[id]; u != nil {
			c.Users = append(c.Users, *u)
		}
	}
	return c
}

// versionContent shows the content as it was at the version.
func (l *loader) versionContent(ctx context.Context, list []versionOf, out []*wire.Version, sub wants) (bool, error) {
	if !l.room(len(list), len(list)) {
		return false, nil
	}
	contents := make([]wiki.Content, len(list))
	for i, v := range list {
		contents[i] = asOf(v.content, v.Version)
	}
	made, err := l.contents(ctx, contents, sub)
	for i := range made {
		out[i].Content = &made[i]
	}
	return true, err
}

func (l *loader) contentVersion(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	made, err := l.versions(ctx, shownVersions(list), sub)
	for i := range made {
		out[i].Version = made[i]
	}
	return true, err
}

// shownVersions are the versions that contents show.
func shownVersions(list []wiki.Content) []versionOf {
	out := make([]versionOf, len(list))
	for i, c := range list {
		out[i] = versionOf{c, c.Version}
	}
	return out
}

func (l *loader) contentHistory(ctx context.Context, list []wiki.Content, out []wire.Content, sub wants) (bool, error) {
	made, err := l.histories(ctx, list, sub)
	for i := range made {
		out[i].History = made[i]
	}
	return true, err
}

// historyParts are the expansions of a history.
func historyParts() []part[wiki.Content, *wire.History] {
	return []part[wiki.Content, *wire.History]{
		{"lastUpdated", (*loader).historyLastUpdated},
		{"previousVersion", (*loader).historyPrevious},
		{"contributors", (*loader).historyContributors},
		{"nextVersion", (*loader).historyNext},
		{"ownedBy", historyOwner(func(c wiki.Content) wiki.AccountID { return c.Owner },
			func(h *wire.History, u *wire.User) { h.OwnedBy = u })},
		{"lastOwnedBy", historyOwner(func(c wiki.Content) wiki.AccountID { return c.LastOwner },
			func(h *wire.History, u *wire.User) { h.LastOwnedBy = u })},
	}
}

// histories makes the histories of contents.
func (l *loader) histories(ctx context.Context, list []wiki.Content, want wants) ([]*wire.History, error) {
	creators := make([]wiki.AccountID, len(list))
	for i, c := range list {
		creators[i] = c.Creator
	}
	users, err := l.users(ctx, creators, want["createdBy"])
	if err != nil {
		return nil, err
	}
	out := make([]*wire.History, len(list))
	for i, c := range list {
		out[i] = &wire.History{
			Latest: c.Status != wiki.Historical, CreatedBy: users[c.Creator], CreatedDate: scalar.Time(c.Created),
			Links: wire.Links{Self: l.self(wire.ContentPath(idOf(c)) + "/history")},
		}
	}
	shown, err := fill(ctx, l, historyParts(), list, out, want)
	for i := range out {
		out[i].Expandable = wire.HistoryExpandable().Without(shown...)
	}
	return out, err
}

func (l *loader) historyLastUpdated(ctx context.Context, list []wiki.Content, out []*wire.History, sub wants) (bool, error) {
	made, err := l.versions(ctx, shownVersions(list), sub)
	for i := range made {
		out[i].LastUpdated = made[i]
	}
	return true, err
}

func (l *loader) historyPrevious(ctx context.Context, list []wiki.Content, out []*wire.History, sub wants) (bool, error) {
	made, err := l.neighbours(ctx, list, -1, sub)
	for i := range made {
		out[i].PreviousVersion = made[i]
	}
	return true, err
}

// historyNext shows something only where an older version is looked at.
func (l *loader) historyNext(ctx context.Context, list []wiki.Content, out []*wire.History, sub wants) (bool, error) {
	made, err := l.neighbours(ctx, list, +1, sub)
	for i := range made {
		out[i].NextVersion = made[i]
	}
	return true, err
}

// neighbours makes the versions a step before or behind the ones that contents show, nil where there is none.
func (l *loader) neighbours(ctx context.Context, list []wiki.Content, step int, sub wants) ([]*wire.Version, error) {
	asked := slices.Clone(list)
	for i := range asked {
		asked[i].Version.Number += step
	}
	found, err := l.s.VersionsAt(ctx, asked)
	if err != nil {
		return nil, err
	}
	var there []versionOf
	for i, v := range found {
		if v.Number != 0 {
			there = append(there, versionOf{list[i], v})
		}
	}
	made, err := l.versions(ctx, there, sub)
	out := make([]*wire.Version, len(list))
	for i, v := range found {
		if v.Number != 0 && len(made) > 0 {
			out[i], made = made[0], made[1:]
		}
	}
	return out, err
}

func (l *loader) historyContributors(ctx context.Context, list []wiki.Content, out []*wire.History, sub wants) (bool, error) {
	found, err := l.s.Contributors(ctx, list)
	if err != nil {
		return false, err
	}
	var all []wiki.AccountID
	for _, c := range list {
		all = append(all, found[c.ID]...)
	}
	users, err := l.users(ctx, all, sub["publishers"]["users"])
	for i, c := range list {
		out[i].Contributors = &wire.Contributors{Publishers: collaborators(users, found[c.ID])}
	}
	return true, err
}

// historyOwner is a part that shows who owns contents, or who did before them, where anybody did.
func historyOwner(owner func(wiki.Content) wiki.AccountID, show func(*wire.History, *wire.User)) func(*loader, context.Context,
	[]wiki.Content, []*wire.History, wants) (bool, error) {
	return func(l *loader, ctx context.Context, list []wiki.Content, out []*wire.History, sub wants) (bool, error) {
		owners := make([]wiki.AccountID, len(list))
		for i, c := range list {
			owners[i] = owner(c)
		}
		users, err := l.users(ctx, owners, sub)
		for i, c := range list {
			show(out[i], users[owner(c)])
		}
		return true, err
	}
}
