package site

import (
	"context"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Where says where a content goes, seen from a target.
type Where string

// The places, in the vendor's words.
const (
	Before Where = "before" // below the target's parent, in front of the target
	After  Where = "after"  // the same, behind the target
	Append Where = "append" // below the target, behind what is there
)

// Move puts a content of the tree, with all below it, elsewhere in its space or into another. Its effective view rules are
// those of the new place in the same transaction. Errors: CredentialsMissing for anonymous callers, NoSuchObject or
// NoViewPermission for the content or the target, NoPermission (another space also wants the right to delete it here),
// EditRestricted for the content and for what it lies and comes to lie below, SpaceIsArchived, WrongStatus for what is
// not current or archived, InvalidParent (below itself, the home page of a space out of it, a target outside the tree),
// DuplicateTitle, InvalidInput for another kind of content or another place.
func (s *Session) Move(ctx context.Context, id wiki.ContentID, where Where, target wiki.ContentID) (wiki.Content, error) {
	if err := s.demand(wiki.View | wiki.CreatePage | wiki.DeletePage); err != nil {
		return wiki.Content{}, err
	}
	var moved wiki.Content
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) (err error) {
		moved, err = s.move(ctx, tx, id, where, target)
		return err
	})
	if err != nil {
		return wiki.Content{}, err
	}
	return moved, nil
}

func (s *Session) move(ctx context.Context, tx *store.SiteTx, id wiki.ContentID, where Where, target wiki.ContentID) (wiki.Content, error) {
	c, a, err := tx.Content(ctx, s.viewer, id)
	if err != nil {
		return c, err
	}
	if r := wiki.Allow(wiki.View, a); r != "" {
		return c, deny(r, wiki.View, "content", id.String())
	}
	beside, at, err := tx.Content(ctx, s.viewer, target)
	if err != nil {
		return c, err
	}
	if r := wiki.Allow(wiki.View, at); r != "" {
		return c, deny(r, wiki.View, "content", target.String())
	}
	if r := wiki.Allow(wiki.CreatePerm(c.Kind), a); r != "" {
		return c, deny(r, wiki.CreatePerm(c.Kind), "content", id.String())
	}
	if err := movable(c, beside, where); err != nil {
		return c, err
	}
	next := c
	next.Space, next.Parent = beside.Space, beside.Parent
	if where == Append {
		next.Parent = beside.ID
	}
	if next.Space != c.Space {
		if err := s.checkLeave(ctx, tx, c, a, next.Space); err != nil {
			return c, err
		}
	}
	if err := s.checkNewPlace(ctx, tx, c, next); err != nil {
		return c, err
	}
	if where == Append {
		next.Position, err = tx.LastPosition(ctx, next.Space, next.Parent)
	} else {
		next.Position, err = tx.PositionBeside(ctx, beside.ID, where == Before)
	}
	if err != nil {
		return c, err
	}
	if err := tx.SetContent(ctx, next, nil, ""); err != nil {
		return c, err
	}
	if next.Space != c.Space {
		if err := tx.SetSubtreeSpace(ctx, id, next.Space); err != nil {
			return c, err
		}
	}
	if next.Parent != c.Parent || next.Space != c.Space {
		if err := tx.Reroot(ctx, id); err != nil {
			return c, err
		}
	}
	next, _, err = tx.Content(ctx, s.viewer, id)
	return next, err
}

// movable refuses what has no place in a tree, and places there are none of.
func movable(c, target wiki.Content, where Where) error {
	switch {
	case where != Before && where != After && where != Append:
		return wiki.Invalid("position", string(where), "one of before, after, append")
	case !c.Kind.InTree():
		return wiki.Invalid("pageId", c.ID.String(), "the id of a page")
	case c.Status != wiki.Current && c.Status != wiki.Archived:
		return wrongStatus(c, "content with status "+string(c.Status)+" cannot be moved")
	case !target.Kind.InTree():
		return badParent(target.ID, "a "+string(target.Kind)+" has no place in a tree")
	case c.ID == target.ID:
		return badParent(target.ID, "the target is the page itself")
	}
	return nil
}

// checkLeave decides whether a content may leave its space for another: the caller must be able to delete it here and to
// make it there.
func (s *Session) checkLeave(ctx context.Context, tx *store.SiteTx, c wiki.Content, a wiki.Access, to wiki.SpaceID) error {
	if r := wiki.Allow(wiki.DeletePerm(c.Kind), a); r != "" {
		return deny(r, wiki.DeletePerm(c.Kind), "content", c.ID.String())
	}
	if _, err := s.mayCreate(ctx, tx, c.Kind, to); err != nil {
		return err
	}
	here, _, err := tx.SpaceByID(ctx, s.viewer, c.Space)
	if err != nil || here.Home == 0 {
		return err
	}
	within, err := tx.IsBelow(ctx, here.Home, c.ID)
	if err == nil && within {
		err = badParent(c.ID, "the home page of a space stays in it")
	}
	return err
}

// checkNewPlace decides whether a content may lie where next says. A move also needs the update restriction of the parent
// it leaves (security-model.md §6).
func (s *Session) checkNewPlace(ctx context.Context, tx *store.SiteTx, c, next wiki.Content) error {
	if next.Parent != 0 && next.Parent != c.Parent {
		if err := s.checkParent(ctx, tx, next.Parent, next.Space); err != nil {
			return err
		}
		below, err := tx.IsBelow(ctx, next.Parent, c.ID)
		if err != nil {
			return err
		}
		if below {
			return badParent(next.Parent, "the parent lies below the page itself")
		}
	}
	return s.checkPlace(ctx, tx, c.Parent)
}

func badParent(id wiki.ContentID, detail string) error {
	return wiki.NewError(wiki.InvalidParent, wiki.Facts{Object: "parent", ID: id.String(), Detail: detail})
}
