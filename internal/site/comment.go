package site

import (
	"context"
	"unicode/utf8"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// NewComment is what Session.Comment needs.
type NewComment struct {
	// On is the page, blog post, attachment or custom content the comment is on; 0 for an answer that names its Parent alone.
	On      wiki.ContentID
	Parent  wiki.ContentID // the comment it answers; 0: none
	Storage string         // checked where it is written
	// Selection makes it an inline comment on a text of On; nil for all others. An answer is what its Parent is.
	Selection *Selection
}

// Selection is a text of a body on which a comment is.
type Selection = body.Selection

// Comment makes a comment. Whoever may view the object and comment in its space may, also on what only others may edit.
// Errors: CredentialsMissing for anonymous callers, NoSuchObject or NoViewPermission for the object or the parent,
// NoPermission, SpaceIsArchived, WrongStatus for what is in the trash, InvalidBody, InvalidInput for an object that takes no
// comments, a parent elsewhere, a selection that is not in the body.
func (s *Session) Comment(ctx context.Context, n NewComment) (wiki.Content, error) {
	if err := s.demand(wiki.View | wiki.CreateComment); err != nil {
		return wiki.Content{}, err
	}
	if err := s.identified(); err != nil {
		return wiki.Content{}, err
	}
	facts, err := checkStorage(n.Storage)
	if err != nil {
		return wiki.Content{}, err
	}
	facts.Tasks = nil // of pages and blog posts alone
	create := wiki.NewContent{Kind: wiki.Comment, Status: wiki.Current, Storage: n.Storage, BodyFacts: facts}
	if n.Selection != nil {
		return s.commentInline(ctx, n, create)
	}
	var made wiki.Content
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) (err error) {
		at, err := s.checkCommented(ctx, tx, n)
		if err != nil {
			return err
		}
		made, err = s.addComment(ctx, tx, at, create)
		return err
	})
	if err != nil {
		return wiki.Content{}, err
	}
	return made, nil
}

// addComment writes a comment below what it answers or is on.
func (s *Session) addComment(ctx context.Context, tx *store.SiteTx, at wiki.Content, n wiki.NewContent) (wiki.Content, error) {
	n.Space, n.Parent, n.Title = at.Space, at.ID, at.Title
	if at.Kind != wiki.Comment {
		n.Title = commentTitle(at.Title)
	}
	return tx.CreateContent(ctx, s.viewer.Account, n)
}

// commentTitle is what a comment on something is called.
func commentTitle(title string) string {
	title = "Re: " + title
	for utf8.RuneCountInString(title) > MaxTitle {
		_, size := utf8.DecodeLastRuneInString(title)
		title = title[:len(title)-size]
	}
	return title
}

// checkCommented decides whether the caller may comment where a comment says, and returns what it will hang on.
func (s *Session) checkCommented(ctx context.Context, tx *store.SiteTx, n NewComment) (wiki.Content, error) {
	id := n.Parent
	if id == 0 {
		id = n.On
	}
	c, a, err := tx.Content(ctx, s.viewer, id)
	if err != nil {
		return c, err
	}
	if r := wiki.AllowComment(a); r != "" {
		return c, deny(r, wiki.CreateComment, "content", id.String())
	}
	switch {
	case n.Parent != 0 && c.Kind != wiki.Comment:
		return c, wiki.Invalid("parentCommentId", id.String(), "a comment")
	case n.Parent != 0 && n.On != 0 && c.Thread.On != n.On:
		return c, wiki.Invalid("parentCommentId", id.String(), "a comment on "+n.On.String())
	case n.Parent == 0 && !takesComments(c.Kind):
		return c, wiki.Invalid("container", id.String(), "a page, blog post, attachment or custom content")
	case c.Kind.IsCustom() && c.Status == wiki.Draft:
		return c, wrongStatus(c, emptyDraft)
	}
	return c, s.checkLiving(ctx, tx, c)
}

// takesComments reports whether a thread can be on content of this kind.
func takesComments(k wiki.Kind) bool {
	return k == wiki.Page || k == wiki.BlogPost || k == wiki.Attachment || k.IsCustom()
}

// checkLiving refuses to change what is in the trash or lies in something that is.
func (s *Session) checkLiving(ctx context.Context, tx *store.SiteTx, c wiki.Content) error {
	around := []wiki.ContentID{c.Container}
	if c.Thread != nil {
		around = append(around, c.Thread.On)
	}
	for _, id := range around {
		if id == 0 {
			continue
		}
		k, _, err := tx.Content(ctx, s.viewer, id)
		if err != nil {
			return err
		}
		if k.Status == wiki.Trashed {
			return wrongStatus(k, "content in the trash cannot be changed")
		}
	}
	if c.Status == wiki.Trashed {
		return wrongStatus(c, "content in the trash cannot be changed")
	}
	return checkAbove(ctx, tx, c)
}

// CommentChange is an update of a comment. Nil members stay as they are.
type CommentChange struct {
	Version  int // the number the caller wants to write: current + 1
	Message  string
	Minor    bool
	Storage  *string
	Resolved *bool // of an inline comment that begins a thread
}

// UpdateComment changes the text of a comment, which its author and the administrators of the space may, or resolves or
// reopens its thread, which everybody may who comments. Errors: CredentialsMissing, NoSuchObject or NoViewPermission,
// NoPermission, SpaceIsArchived, WrongStatus for what lies in the trash, StaleVersion, InvalidBody, InvalidInput for content
// that is no comment, and for resolving what is no thread.
func (s *Session) UpdateComment(ctx context.Context, id wiki.ContentID, ch CommentChange) (wiki.Content, error) {
	if err := s.demand(wiki.View | wiki.CreateComment); err != nil {
		return wiki.Content{}, err
	}
	if err := s.identified(); err != nil {
		return wiki.Content{}, err
	}
	var facts wiki.BodyFacts
	if ch.Storage != nil {
		var err error
		if facts, err = checkStorage(*ch.Storage); err != nil {
			return wiki.Content{}, err
		}
		facts.Tasks = nil
	}
	var made wiki.Content
	err := s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		c, old, a, err := tx.ContentWithBody(ctx, s.viewer, id)
		if err != nil {
			return err
		}
		if err := s.checkChange(ctx, tx, c, a, ch); err != nil {
			return err
		}
		v := wiki.Version{Number: c.Version.Number + 1, Author: s.viewer.Account, At: tx.Now(), Message: ch.Message, Minor: ch.Minor, Title: c.Title}
		storage := old.Storage
		if ch.Storage != nil {
			storage = *ch.Storage
			if err := tx.SetFacts(ctx, id, s.viewer.Account, facts); err != nil {
				return err
			}
		}
		if err := tx.SetContent(ctx, c, &v, storage); err != nil {
			return err
		}
		if to := resolutionOf(c, ch.Resolved); to != c.Thread.Resolution {
			if err := tx.Resolve(ctx, *c.Thread, to, s.viewer.Account); err != nil {
				return err
			}
		}
		made, _, err = tx.Content(ctx, s.viewer, id)
		return err
	})
	if err != nil {
		return wiki.Content{}, err
	}
	return made, nil
}

// checkChange decides whether the caller may change a comment so.
func (s *Session) checkChange(ctx context.Context, tx *store.SiteTx, c wiki.Content, a wiki.Access, ch CommentChange) error {
	allow := wiki.AllowCommentEdit
	if ch.Storage == nil && ch.Resolved != nil {
		allow = wiki.AllowComment
	}
	if r := allow(a); r != "" {
		return deny(r, wiki.CreateComment, "content", c.ID.String())
	}
	switch {
	case c.Kind != wiki.Comment:
		return wiki.Invalid("type", string(c.Kind), "comment")
	case ch.Resolved != nil && (!c.Thread.Inline() || c.Parent != c.Thread.On):
		return wiki.Invalid("resolved", "", "nothing, but for the inline comment that begins a thread")
	case ch.Version != c.Version.Number+1:
		return wiki.NewError(wiki.StaleVersion, wiki.Facts{Object: string(c.Kind), ID: c.ID.String(), Version: c.Version.Number})
	}
	return s.checkLiving(ctx, tx, c)
}

// resolutionOf is how the thread of a comment stands after a change.
func resolutionOf(c wiki.Content, resolved *bool) wiki.Resolution {
	switch now := c.Thread.Resolution; {
	case resolved == nil, *resolved == (now == wiki.Resolved):
		return now
	case *resolved:
		return wiki.Resolved
	}
	return wiki.Reopened
}

// DeleteComment removes a comment and the answers to it for good: comments know no trash. Answers of others need the right
// to delete comments. Errors: CredentialsMissing, NoSuchObject or NoViewPermission, NoPermission, InvalidInput for content
// that is no comment.
func (s *Session) DeleteComment(ctx context.Context, id wiki.ContentID) error {
	if err := s.demand(wiki.View); err != nil {
		return err
	}
	c, err := s.Content(ctx, id)
	if err != nil {
		return err
	}
	if c.Kind != wiki.Comment {
		return wiki.Invalid("type", string(c.Kind), "comment")
	}
	remove := func(ctx context.Context, tx *store.SiteTx) error {
		return s.removing(ctx, tx, id, func(ctx context.Context, tx *store.SiteTx, c wiki.Content, a wiki.Access) error {
			others, err := tx.OthersBelow(ctx, id, s.viewer.Account)
			if err != nil {
				return err
			}
			if others > 0 && !a.Space.Has(wiki.DeleteComment) {
				return deny(wiki.NoPermission, wiki.DeleteComment, "content", id.String())
			}
			_, err = tx.Purge(ctx, c)
			return err
		})
	}
	if !c.Thread.Inline() || c.Parent != c.Thread.On {
		return s.write(ctx, remove)
	}
	return s.rewrite(ctx, c.Thread.On, func(doc *body.Doc) error {
		doc.Unmark(c.Thread.Marker)
		return nil
	}, remove)
}
