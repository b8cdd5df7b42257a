package site

import (
	"context"
	"strings"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// Custom content is made, changed and removed by Create, Update, Trash and their like. It lies in a page, a blog post, other
// custom content or in a space by itself. As for a comment, whoever may view what it lies in may put it there, also where
// others only may edit that.

// emptyDraft is why nothing is put into custom content that is a draft: what a draft holds would have to be as private, and
// what lies in custom content is as private as what that lies in.
const emptyDraft = "custom content that is a draft holds nothing"

func checkNewCustom(n wiki.NewContent) error {
	if err := n.Kind.CheckCustom("type"); err != nil {
		return err
	}
	if n.Status != wiki.Current && n.Status != wiki.Draft {
		return wiki.Invalid("status", string(n.Status), "current or draft")
	}
	return nil
}

// checkHolder decides whether custom content of a space may lie in a content: the caller must see it, it must be in the same
// space and neither in the trash nor custom content that is a draft. 0 is the space itself.
func (s *Session) checkHolder(ctx context.Context, tx *store.SiteTx, holder wiki.ContentID, space wiki.SpaceID) error {
	if holder == 0 {
		return nil
	}
	h, a, err := tx.Content(ctx, s.viewer, holder)
	switch {
	case wiki.HasReason(err, wiki.NoSuchObject), err == nil && wiki.Allow(wiki.View, a) != "":
		return badParent(holder, "the container does not exist or you may not view it")
	case err != nil:
		return err
	case h.Kind != wiki.Page && h.Kind != wiki.BlogPost && !h.Kind.IsCustom():
		return badParent(holder, "a "+string(h.Kind)+" holds no custom content")
	case h.Space != space:
		return badParent(holder, "the container is in another space")
	case h.Kind.IsCustom() && h.Status == wiki.Draft:
		return wrongStatus(h, emptyDraft)
	}
	return s.checkLiving(ctx, tx, h)
}

// checkHeld decides whether a custom content may lie where it does, or in another content that it goes into, behind what is
// there.
func (s *Session) checkHeld(ctx context.Context, tx *store.SiteTx, c *wiki.Content, to *wiki.ContentID) error {
	moved := to != nil && *to != c.Parent
	if moved {
		below, err := tx.IsBelow(ctx, *to, c.ID)
		if err != nil {
			return err
		}
		if below {
			return badParent(*to, "the container lies in the content itself")
		}
		c.Parent = *to
	}
	if err := s.checkHolder(ctx, tx, c.Parent, c.Space); err != nil || !moved {
		return err
	}
	position, err := tx.LastPosition(ctx, c.Space, c.Parent)
	c.Position = position
	return err
}

// checkAbove refuses to change what lies in custom content that is in the trash, or lies in something that is. What lies in
// nothing of that kind was looked at otherwise.
func checkAbove(ctx context.Context, tx *store.SiteTx, c wiki.Content) error {
	within := c.Kind.IsCustom() || c.ParentKind.IsCustom() || c.Thread != nil && c.Thread.OnKind.IsCustom()
	if !within {
		return nil
	}
	in, err := tx.InTrash(ctx, c.ID)
	if err == nil && in {
		err = wrongStatus(c, "content in the trash cannot be changed")
	}
	return err
}

// rawStorage is the storage format of a raw text: the text in one paragraph, so that it is found, and shown everywhere.
// InvalidBody for a NUL, which cannot be kept.
func rawStorage(raw string) (string, error) {
	if strings.ContainsRune(raw, 0) {
		return "", wiki.NewError(wiki.InvalidBody, wiki.Facts{Param: "body", Detail: "a raw body has no character U+0000"})
	}
	if raw == "" {
		return "", nil
	}
	return (&body.Doc{Nodes: []*body.Node{body.NewElement("p", body.NewText(raw))}}).Storage(), nil
}
