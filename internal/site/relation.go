package site

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// NodeName is how an end of a relation is asked for: a content by its number, a space by its key, a user by its accountId
// or as CurrentUser.
type NodeName struct {
	Kind    wiki.NodeKind
	Content wiki.ContentID
	Key     string // of a space; accountId of a user
	// Status is the status that the content must have, empty for any; with Historical, Version is the number of the version
	// that is meant.
	Status  wiki.Status
	Version int
	Param   string // "source" or "target", which the names of the parameters begin with
}

// CurrentUser names the caller as an end of a relation.
const CurrentUser = "current"

// Relation tells how two nodes are related under a name. Errors: InvalidInput for the name, or for ends that a favourite
// cannot have, CredentialsMissing for anonymous callers, NoSuchObject or NoViewPermission for either end, NoSuchObject when they
// are not related.
func (s *Session) Relation(ctx context.Context, name string, source, target NodeName) (wiki.Relation, error) {
	if err := checkRelation(name, source.Kind, target.Kind); err != nil {
		return wiki.Relation{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Relation{}, err
	}
	from, to, err := s.ends(ctx, tx, source, target)
	if err != nil {
		return wiki.Relation{}, err
	}
	return tx.Relation(ctx, name, from.Node, to.Node)
}

// RelationQuery asks for the relations of a name that one node has to nodes of a kind; Status and Version narrow those.
type RelationQuery struct {
	Name     string
	Of       NodeName
	Incoming bool // the node is the target, and the sources are asked for
	Kind     wiki.NodeKind
	Status   wiki.Status
	Version  int
}

// Relations lists relations of a node in the order in which they were made, as far as the caller may view their other ends.
// Errors as Relation.
func (s *Session) Relations(ctx context.Context, q RelationQuery, w wiki.Window) (wiki.Slice[wiki.Relation], error) {
	source, target := q.Of.Kind, q.Kind
	if q.Incoming {
		source, target = target, source
	}
	if err := checkRelation(q.Name, source, target); err != nil {
		return wiki.Slice[wiki.Relation]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Relation]{}, err
	}
	of, err := s.node(ctx, tx, q.Of)
	if err != nil {
		return wiki.Slice[wiki.Relation]{}, err
	}
	return tx.ListRelations(ctx, s.viewer, wiki.RelationFilter{Name: q.Name, Of: of.Node, Incoming: q.Incoming, Kind: q.Kind,
		Status: q.Status, Version: q.Version}, w)
}

// Relate relates two nodes under a name, if they are not yet, and returns how they are related. Whoever may view both may; but
// favourites are marked by their own account. Errors as Relation, NoPermission, and InvalidInput for a favourite that is a
// comment, an attachment or an older version.
func (s *Session) Relate(ctx context.Context, name string, source, target NodeName) (made wiki.Relation, err error) {
	if err := checkRelation(name, source.Kind, target.Kind); err != nil {
		return made, err
	}
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		from, to, err := s.ends(ctx, tx, source, target)
		if err != nil {
			return err
		}
		if name == wiki.Favourite {
			if from.Account != s.viewer.Account {
				return wiki.NewError(wiki.NoPermission, wiki.Facts{Object: "user", ID: string(from.Account),
					Detail: "Favourites are marked by their own user"})
			}
			if err := to.canBeFavourite(); err != nil {
				return err
			}
		}
		if err := tx.SetRelation(ctx, wiki.Relation{Name: name, Source: from.Node, Target: to.Node, Creator: s.viewer.Account}); err != nil {
			return err
		}
		made, err = tx.Relation(ctx, name, from.Node, to.Node)
		return err
	})
	return made, err
}

// Unrelate parts two nodes; they need not be related. Whoever may view both may; but favourites are unmarked by their own
// account and by who administers the space or the site. Errors as Relation, and NoPermission.
func (s *Session) Unrelate(ctx context.Context, name string, source, target NodeName) error {
	if err := checkRelation(name, source.Kind, target.Kind); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		from, to, err := s.ends(ctx, tx, source, target)
		if err != nil {
			return err
		}
		if name == wiki.Favourite && from.Account != s.viewer.Account && !s.viewer.SiteAdmin {
			if !to.held.Has(wiki.AdministerSpace) {
				return deny(wiki.NoPermission, wiki.AdministerSpace, "user", string(from.Account))
			}
			if err := s.demand(wiki.AdministerSpace); err != nil {
				return err
			}
		}
		return tx.DropRelation(ctx, name, from.Node, to.Node)
	})
}

// checkRelation refuses names that no relation has, and ends that a favourite cannot have: a user marks content or a space.
func checkRelation(name string, source, target wiki.NodeKind) error {
	switch {
	case name == "" || utf8.RuneCountInString(name) > wiki.MaxRelationName:
		return wiki.Invalid("relationName", name, fmt.Sprintf("1 to %d characters", wiki.MaxRelationName))
	case !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return wiki.Invalid("relationName", name, "text without control characters")
	case name == wiki.Favourite && source != wiki.UserNode:
		return wiki.Invalid("sourceType", string(source), "user for a favourite")
	case name == wiki.Favourite && target == wiki.UserNode:
		return wiki.Invalid("targetType", string(target), "content or space for a favourite")
	}
	return nil
}

// foundNode is a node the caller may view, with what decides about favourites.
type foundNode struct {
	wiki.Node
	held wiki.Perm // in the space that it is or is in
	kind wiki.Kind // of a content
}

// canBeFavourite refuses content that is no favourite by itself.
func (n foundNode) canBeFavourite() error {
	switch {
	case n.Version != 0:
		return wiki.Invalid("targetStatus", string(wiki.Historical), "content as it is now for a favourite")
	case n.kind == wiki.Comment || n.kind == wiki.Attachment:
		return wiki.Invalid("targetKey", n.Content.String(), "content that is in no other content")
	}
	return nil
}

// ends finds both ends of a relation.
func (s *Session) ends(ctx context.Context, tx *store.SiteTx, source, target NodeName) (from, to foundNode, err error) {
	if from, err = s.node(ctx, tx, source); err == nil {
		to, err = s.node(ctx, tx, target)
	}
	return from, to, err
}

// node finds what a name means.
func (s *Session) node(ctx context.Context, tx *store.SiteTx, n NodeName) (foundNode, error) {
	if err := s.demand(wiki.View | wiki.UseSite); err != nil {
		return foundNode{}, err
	}
	if err := s.identified(); err != nil {
		return foundNode{}, err
	}
	switch n.Kind {
	case wiki.ContentNode:
		return s.contentNode(ctx, tx, n)
	case wiki.SpaceNode:
		space, held, err := tx.SpaceByKey(ctx, s.viewer, n.Key)
		space, err = seen(space, held, err, n.Key)
		return foundNode{Node: wiki.Node{Space: space.ID}, held: held}, err
	}
	id := wiki.AccountID(n.Key)
	if n.Key == CurrentUser {
		id = s.viewer.Account
	}
	found, err := tx.Accounts(ctx, []wiki.AccountID{id})
	if _, known := found[id]; err == nil && !known {
		err = wiki.Missing("user", n.Key)
	}
	return foundNode{Node: wiki.Node{Account: id}}, err
}

// contentNode finds a content in the status that was asked for, or one of its older versions. A version without that status
// is not looked at, as the description has it.
func (s *Session) contentNode(ctx context.Context, tx *store.SiteTx, n NodeName) (foundNode, error) {
	c, a, err := tx.Content(ctx, s.viewer, n.Content)
	if err != nil {
		return foundNode{}, err
	}
	if r := wiki.Allow(wiki.View, a); r != "" {
		return foundNode{}, deny(r, wiki.View, "content", n.Content.String())
	}
	out := foundNode{Node: wiki.Node{Content: c.ID}, held: a.Space, kind: c.Kind}
	switch {
	case n.Status == wiki.Historical && n.Version == 0:
		return out, wiki.Invalid(n.Param+"Version", "0", "the number of a version")
	case n.Status == wiki.Historical:
		if n.Version == c.Version.Number {
			return out, nil // what the content is now
		}
		out.Version = n.Version
		if _, err = tx.Version(ctx, c.ID, n.Version); wiki.HasReason(err, wiki.NoSuchObject) {
			err = wiki.Missing("content", n.Content.String())
		}
		return out, err
	case n.Status != "" && n.Status != c.Status, c.Kind == wiki.Comment && c.Status == wiki.Trashed:
		return out, wiki.Missing("content", n.Content.String())
	}
	return out, nil
}

// Favourites tells which of some contents the caller has marked, and since when.
func (s *Session) Favourites(ctx context.Context, contents []wiki.Content) (map[wiki.ContentID]wiki.Relation, error) {
	if s.Caller().IsAnonymous() {
		return nil, nil
	}
	tx, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	return tx.Favourites(ctx, s.viewer.Account, idsOf(contents))
}
