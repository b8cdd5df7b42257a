package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func contentPermissionOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "checkContentPermission", Route: "POST /content/{id}/permission/check", Perm: seePeople}, checkContentPermission),
	}
}

type checkContentPermissionIn struct {
	ID   wiki.ContentID `path:"id"`
	Body rest.Body[wire.PermissionCheck]
}

// checkContentPermission tells whether a user or group may do something, and in one message why not.
func checkContentPermission(ctx context.Context, s *site.Session, in *checkContentPermissionIn) (*wire.PermissionCheckResult, error) {
	c, err := s.Content(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	var who wiki.Subject
	switch given.Subject.Type {
	case "user":
		who = wiki.User(wiki.AccountID(given.Subject.Identifier))
	case "group":
		who = wiki.Group(wiki.GroupID(given.Subject.Identifier))
	default:
		return nil, wiki.Invalid("subject.type", given.Subject.Type, "one of user, group")
	}
	if given.Subject.Identifier == "" {
		return nil, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "subject.identifier", Detail: "A subject is required"})
	}
	refused, err := s.CheckPermission(ctx, c, who, given.Operation)
	if err != nil {
		return nil, err
	}
	out := &wire.PermissionCheckResult{HasPermission: refused == "", Errors: []wire.Message{}}
	if refused != "" {
		out.Errors = append(out.Errors, wire.Message{Translation: string(refused), Args: []any{}})
	}
	return out, nil
}
