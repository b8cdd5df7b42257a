package v2

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// finder finds content that the caller may view, of the kind that a path names.
type finder func(ctx context.Context, s *site.Session, id wiki.ContentID) (wiki.Content, error)

// ofKind is the finder of one kind of content.
func ofKind(kind wiki.Kind) finder {
	return func(ctx context.Context, s *site.Session, id wiki.ContentID) (wiki.Content, error) {
		return findKind(ctx, s, kind, id)
	}
}

func likeOps() []rest.Op {
	var ops []rest.Op
	for _, row := range []struct {
		noun, path string
		find       finder
	}{
		{"Page", "/pages/{id}", ofKind(wiki.Page)},
		{"BlogPost", "/blogposts/{id}", ofKind(wiki.BlogPost)},
		{"Footer", "/footer-comments/{id}", footers.find},
		{"Inline", "/inline-comments/{id}", inlines.find},
	} {
		ops = append(ops,
			rest.On(rest.Op{ID: "get" + row.noun + "LikeCount", Route: "GET " + row.path + "/likes/count", Perm: wiki.View, Kept: true}, row.find.likeCount),
			rest.On(rest.Op{ID: "get" + row.noun + "LikeUsers", Route: "GET " + row.path + "/likes/users", Perm: wiki.View, Kept: true}, row.find.likeUsers),
		)
	}
	return ops
}

type contentIn struct {
	ID wiki.ContentID `path:"1"`
}

func (find finder) likeCount(ctx context.Context, s *site.Session, in *contentIn) (*wirev2.LikeCount, error) {
	c, err := find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	counts, err := s.LikeCounts(ctx, []wiki.Content{c})
	return &wirev2.LikeCount{Count: int64(counts[c.ID])}, err
}

type likeUsersIn struct {
	rest.Cursor `min:"0"`
	contentIn
}

func (find finder) likeUsers(ctx context.Context, s *site.Session, in *likeUsersIn) (*rest.List[wirev2.Like], error) {
	c, err := find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	found, err := s.Likes(ctx, c, in.Window())
	if err != nil {
		return nil, err
	}
	return rest.NewList(in.Cursor, found, newLike), nil
}

func newLike(id wiki.AccountID) wirev2.Like { return wirev2.Like{AccountID: string(id)} }
