package v1

import (
	"cmp"
	"context"
	"slices"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	scalar "github.com/weirhq/weir/wire"
	wire "github.com/weirhq/weir/wire/v1"
)

func watchOps() []rest.Op {
	return slices.Concat(
		[]rest.Op{
			rest.On(rest.Op{ID: "getWatchesForPage", Route: "GET /content/{id}/notification/child-created", Perm: seePeople, Kept: true}, getWatchesForPage),
			rest.On(rest.Op{ID: "getWatchesForSpace", Route: "GET /content/{id}/notification/created", Perm: seePeople, Kept: true}, getWatchesForSpace),
			rest.On(rest.Op{ID: "getWatchersForSpace", Route: "GET /space/{spaceKey}/watch", Perm: seePeople, Kept: true}, getWatchersForSpace),
		},
		watchFamily[wiki.ContentID]{
			"/user/watch/content/{contentId}", "getContentWatchStatus", "addContentWatcher", "removeContentWatcher", watchedContent,
		}.ops(),
		watchFamily[string]{"/user/watch/label/{labelName}", "isWatchingLabel", "addLabelWatcher", "removeLabelWatcher", watchedLabel}.ops(),
		watchFamily[string]{"/user/watch/space/{spaceKey}", "isWatchingSpace", "addSpaceWatcher", "removeSpaceWatch", watchedSpace}.ops(),
	)
}

// watchFamily is the three operations on one account's watch of something that is named by a T: their ids, their path, and
// how the thing is found.
type watchFamily[T any] struct {
	path             string
	get, add, remove string
	find             func(context.Context, *site.Session, T) (wiki.Watched, error)
}

func (f watchFamily[T]) ops() []rest.Op {
	const perm = seePeople | wiki.AdministerSpace // which watches of others take
	return []rest.Op{
		rest.On(rest.Op{ID: f.get, Route: "GET " + f.path, Perm: perm, Kept: true}, f.status),
		rest.On(rest.Op{ID: f.add, Route: "POST " + f.path, Perm: perm}, f.begin),
		rest.On(rest.Op{ID: f.remove, Route: "DELETE " + f.path, Perm: perm}, f.end),
	}
}

// watchIn names what is watched and by whom: the caller, unless an account is given. Keys and user names are of former
// times, and no account here had any: they are taken for accountIds, so that nobody is taken for the caller.
type watchIn[T any] struct {
	Of        T              `path:"1"`
	AccountID wiki.AccountID `query:"accountId"`
	Key       wiki.AccountID `query:"key"`
	Username  wiki.AccountID `query:"username"`
}

func (in *watchIn[T]) who() wiki.AccountID { return cmp.Or(in.AccountID, in.Key, in.Username) }

func (f watchFamily[T]) status(ctx context.Context, s *site.Session, in *watchIn[T]) (*wire.UserWatch, error) {
	of, err := f.find(ctx, s, in.Of)
	if err != nil {
		return nil, err
	}
	watching, err := s.Watches(ctx, of, in.who())
	return &wire.UserWatch{Watching: watching}, err
}

func (f watchFamily[T]) begin(ctx context.Context, s *site.Session, in *watchIn[T]) (rest.Empty, error) {
	return f.set(ctx, s, in, true)
}

func (f watchFamily[T]) end(ctx context.Context, s *site.Session, in *watchIn[T]) (rest.Empty, error) {
	return f.set(ctx, s, in, false)
}

func (f watchFamily[T]) set(ctx context.Context, s *site.Session, in *watchIn[T], watches bool) (rest.Empty, error) {
	of, err := f.find(ctx, s, in.Of)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.SetWatch(ctx, of, in.who(), watches)
}

func watchedContent(_ context.Context, _ *site.Session, id wiki.ContentID) (wiki.Watched, error) {
	return wiki.Watched{Content: id}, nil
}

func watchedSpace(ctx context.Context, s *site.Session, key string) (wiki.Watched, error) {
	space, err := s.SpaceByKey(ctx, key)
	return wiki.Watched{Space: space.ID}, err
}

// watchedLabel finds a label, name or prefix:name, that is on something the caller may view.
func watchedLabel(ctx context.Context, s *site.Session, text string) (wiki.Watched, error) {
	asked, err := site.ParseLabel(text)
	if err != nil {
		return wiki.Watched{}, err
	}
	label, err := s.FindLabel(ctx, asked)
	return wiki.Watched{Label: label.ID}, err
}

type watchesIn struct {
	rest.Offset `default:"200"`
	ID          wiki.ContentID `path:"id"`
}

func getWatchesForPage(ctx context.Context, s *site.Session, in *watchesIn) (*wire.List[wire.Watch], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return watchPage(ctx, s, in.Offset, wiki.Watched{Content: c.ID}, func(u wire.WatchUser) wire.Watch {
		return wire.Watch{Type: "content", Watcher: u, ContentID: int64(c.ID)}
	})
}

// getWatchesForSpace lists who watches the space that a content is in.
func getWatchesForSpace(ctx context.Context, s *site.Session, in *watchesIn) (*wire.List[wire.SpaceWatch], error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return spaceWatchPage(ctx, s, in.Offset, c.Space, c.SpaceKey)
}

type spaceWatchesIn struct {
	rest.Offset `default:"200"`
	Key         string `path:"spaceKey"`
}

func getWatchersForSpace(ctx context.Context, s *site.Session, in *spaceWatchesIn) (*wire.List[wire.SpaceWatch], error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	return spaceWatchPage(ctx, s, in.Offset, space.ID, space.Key)
}

func spaceWatchPage(ctx context.Context, s *site.Session, p rest.Offset, id wiki.SpaceID, key string) (*wire.List[wire.SpaceWatch], error) {
	return watchPage(ctx, s, p, wiki.Watched{Space: id}, func(u wire.WatchUser) wire.SpaceWatch {
		return wire.SpaceWatch{Type: "space", Watcher: u, SpaceKey: key}
	})
}

// watchPage is a page of those who watch something, each put into a watch.
func watchPage[T any](ctx context.Context, s *site.Session, p rest.Offset, of wiki.Watched, made func(wire.WatchUser) T) (*wire.List[T], error) {
	found, err := s.Watchers(ctx, of, p.Window())
	if err != nil {
		return nil, err
	}
	l := newLoader(s)
	if err := l.learn(ctx, found.Items); err != nil {
		return nil, err
	}
	return rest.NewOffsetList(p, found, func(id wiki.AccountID) T { return made(l.watchUser(id)) }), nil
}

// watchUser is a user as watches show it. What it may do and its space are not told.
func (l *loader) watchUser(id wiki.AccountID) wire.WatchUser {
	u := l.user(id)
	out := wire.WatchUser{
		Type: u.Type, AccountID: u.AccountID, AccountType: u.AccountType, Email: u.Email.Or(""), PublicName: u.PublicName,
		TimeZone: u.TimeZone, DisplayName: u.DisplayName, IsGuest: scalar.Value(false),
	}
	if u.ProfilePicture != nil {
		out.ProfilePicture = *u.ProfilePicture
	}
	return out
}
