package v1

import (
	"context"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wire "github.com/weirhq/weir/wire/v1"
)

func spacePermissionOps() []rest.Op {
	return []rest.Op{
		rest.On(rest.Op{ID: "addPermissionToSpace", Route: "POST /space/{spaceKey}/permission", Perm: administer}, addPermissionToSpace),
		rest.On(rest.Op{ID: "addCustomContentPermissions", Route: "POST /space/{spaceKey}/permission/custom-content", Perm: administer},
			addCustomContentPermissions),
		rest.On(rest.Op{ID: "removePermission", Route: "DELETE /space/{spaceKey}/permission/{id}", Perm: administer}, removePermission),
	}
}

// grantedPerm is the ability that an operation on a target stands for. InvalidInput for what no space gives.
func grantedPerm(operation, target string) (wiki.Perm, error) {
	perm, ok := site.GrantedPerm(site.Operation{Name: operation, Target: target})
	if !ok {
		return 0, wiki.Invalid("operation", operation+" "+target, "an operation that a space permits")
	}
	return perm, nil
}

// subjectOf is an account by its accountId, or a group by its name or id.
func subjectOf(ctx context.Context, s *site.Session, given wire.PermissionSubject) (wiki.Subject, error) {
	switch given.Type {
	case "user":
		return wiki.User(wiki.AccountID(given.Identifier)), nil
	case "group":
		id, err := s.GroupNamed(ctx, given.Identifier)
		if wiki.HasReason(err, wiki.NoSuchObject) {
			err = wiki.Invalid("subject", given.Identifier, "a group")
		}
		return wiki.Group(id), err
	}
	return "", wiki.Invalid("subject", given.Type, "one of user, group")
}

type addPermissionIn struct {
	Key  string `path:"spaceKey"`
	Body rest.Body[wire.SpacePermissionRequest]
}

func addPermissionToSpace(ctx context.Context, s *site.Session, in *addPermissionIn) (*wire.SpacePermissionV2, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	g := wiki.Grant{Space: space.ID}
	if g.Perm, err = grantedPerm(given.Operation.Key, given.Operation.Target); err != nil {
		return nil, err
	}
	if g.Subject, err = subjectOf(ctx, s, given.Subject); err != nil {
		return nil, err
	}
	if err := s.Grant(ctx, g); err != nil {
		return nil, err
	}
	l := newLoader(s)
	return &wire.SpacePermissionV2{ID: g.Number(), Subject: given.Subject, Operation: given.Operation,
		Links: wire.Links{Base: l.base(), Context: contextPath}}, nil
}

// maxCustomOperations is how many operations one request gives or takes: a commit must not keep others waiting.
const maxCustomOperations = 100

type customPermissionsIn struct {
	Key  string `path:"spaceKey"`
	Body rest.Body[wire.CustomContentPermissions]
}

func addCustomContentPermissions(ctx context.Context, s *site.Session, in *customPermissionsIn) (rest.Empty, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return rest.Empty{}, err
	}
	given, err := in.Body.Read()
	if err != nil {
		return rest.Empty{}, err
	}
	if n := len(given.Operations); n > maxCustomOperations {
		return rest.Empty{}, wiki.NewError(wiki.LimitReached, wiki.Facts{Param: "operations", Detail: "At most 100 operations can be given at once"})
	} else if n == 0 {
		return rest.Empty{}, wiki.NewError(wiki.InvalidInput, wiki.Facts{Param: "operations", Detail: "No operation was provided"})
	}
	subject, err := subjectOf(ctx, s, given.Subject)
	if err != nil {
		return rest.Empty{}, err
	}
	grants, access := make([]wiki.CustomGrant, len(given.Operations)), make([]bool, len(given.Operations))
	for i, op := range given.Operations {
		grants[i], access[i] = wiki.CustomGrant{Subject: subject, Kind: wiki.Kind(op.Target), Op: op.Key}, op.Access
	}
	return rest.Empty{}, s.GrantCustom(ctx, space.ID, grants, access)
}

type removePermissionIn struct {
	Key string `path:"spaceKey"`
	ID  int64  `path:"id"`
}

func removePermission(ctx context.Context, s *site.Session, in *removePermissionIn) (rest.Empty, error) {
	space, err := s.SpaceByKey(ctx, in.Key)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, s.RevokeNumber(ctx, space.ID, in.ID)
}
