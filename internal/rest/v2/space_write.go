package v2

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

type createSpaceIn struct {
	Body rest.Body[wirev2.SpaceCreate]
}

// createSpace makes a space. It is shared with the default group unless it is private or the request says with whom.
func createSpace(ctx context.Context, s *site.Session, in *createSpaceIn) (*rest.Made[*wirev2.SpaceBulk], error) {
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	n := site.NewSpace{Key: given.Key, Alias: given.Alias, Name: given.Name, Like: wiki.SpaceID(given.CopySpaceAccessConfiguration)}
	n.Shared = !given.CreatePrivateSpace && given.CopySpaceAccessConfiguration == 0 && given.RoleAssignments == nil
	if given.TemplateKey != "" {
		return nil, wiki.Invalid("templateKey", given.TemplateKey, "none: there are no templates of spaces")
	}
	if d := given.Description; d != nil {
		if d.Representation != "" && d.Representation != string(body.Plain) {
			return nil, wiki.NewError(wiki.UnknownFormat, wiki.Facts{Param: "representation", Value: d.Representation})
		}
		n.Description = d.Value
	}
	if given.CreatePrivateSpace && (n.Like != 0 || len(given.RoleAssignments) > 0) {
		return nil, wiki.Invalid("createPrivateSpace", "true", "false where the space is shared")
	}
	if n.Roles, err = roleAssignments(given.RoleAssignments); err != nil {
		return nil, err
	}
	made, err := s.CreateSpace(ctx, n)
	if err != nil {
		return nil, err
	}
	look := spaceLook{}
	return &rest.Made[*wirev2.SpaceBulk]{Value: &wirev2.SpaceBulk{SpaceCore: look.core(made),
		Links: wirev2.SpaceLinks{WebUI: site.SpacePath(made), Base: baseOf(s)}}, New: true}, nil
}
