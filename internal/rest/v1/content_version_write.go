package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

type restoreContentVersionIn struct {
	Expand
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wire.VersionRestore]
}

// restoreContentVersion answers with the version it makes.
func restoreContentVersion(ctx context.Context, s *site.Session, in *restoreContentVersionIn) (*wire.Version, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	switch {
	case err != nil:
		return nil, err
	case given.OperationKey != "restore":
		return nil, wiki.Invalid("operationKey", given.OperationKey, "restore")
	case given.Params == nil || given.Params.VersionNumber < 1:
		return nil, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "versionNumber", Detail: "A version number is required"})
	}
	p := given.Params
	made, err := s.RestoreVersion(ctx, c.ID, p.VersionNumber, p.Message, p.RestoreTitle)
	if err != nil {
		return nil, err
	}
	return newLoader(s).versionAnswer(ctx, versionOf{made, made.Version}, in.tree(""))
}

// versionAnswer is a version as the object an answer consists of.
func (l *loader) versionAnswer(ctx context.Context, v versionOf, want wants) (*wire.Version, error) {
	made, err := l.versions(ctx, []versionOf{v}, want)
	if err != nil {
		return nil, err
	}
	made[0].Links.Base, made[0].Links.Context = l.base(), contextPath
	return made[0], nil
}

type deleteContentVersionIn struct {
	ID     wiki.ContentID `path:"id"`
	Number int            `path:"versionNumber"`
}

func deleteContentVersion(ctx context.Context, s *site.Session, in *deleteContentVersionIn) (rest.Empty, error) {
	return rest.Empty{}, s.DeleteVersion(ctx, in.ID, in.Number)
}
