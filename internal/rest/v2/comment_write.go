package v2

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

type createFooterCommentIn struct {
	Body rest.Body[wirev2.FooterCommentCreate]
}

// createFooterComment answers with the body that was written, as createPage does.
func createFooterComment(ctx context.Context, s *site.Session, in *createFooterCommentIn) (*wirev2.FooterComment, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	c, err := footers.create(ctx, s, asked.Body, nil, []commentPlace{
		{"pageId", asked.PageID, wiki.Page}, {"blogPostId", asked.BlogPostID, wiki.BlogPost},
		{"attachmentId", asked.AttachmentID, wiki.Attachment}, {"customContentId", asked.CustomContentID, wiki.CustomContent},
		{"parentCommentId", asked.ParentCommentID, wiki.Comment},
	})
	if err != nil {
		return nil, err
	}
	return singleFooter(s, c.Content, newBody(body.Storage, c.storage)), nil
}

type createInlineCommentIn struct {
	Body rest.Body[wirev2.InlineCommentCreate]
}

func createInlineComment(ctx context.Context, s *site.Session, in *createInlineCommentIn) (*wirev2.InlineComment, error) {
	asked, err := in.Body.Read()
	if err != nil {
		return nil, err
	}
	var selection *site.Selection
	if p := asked.InlineCommentProperties; p != nil && asked.ParentCommentID == "" {
		selection = &site.Selection{Text: p.TextSelection, Index: p.TextSelectionMatchIndex, Count: p.TextSelectionMatchCount}
	}
	c, err := inlines.create(ctx, s, asked.Body, selection, []commentPlace{
		{"pageId", asked.PageID, wiki.Page}, {"blogPostId", asked.BlogPostID, wiki.BlogPost},
		{"parentCommentId", asked.ParentCommentID, wiki.Comment},
	})
	if err != nil {
		return nil, err
	}
	return singleInline(s, c.Content, newBody(body.Storage, c.storage)), nil
}

// commentPlace is where a new comment goes: a member of the request, and what it must name.
type commentPlace struct {
	name string
	id   wire.ID
	kind wiki.Kind
}

// writtenComment is a comment with the body that was just written.
type writtenComment struct {
	wiki.Content
	storage string
}

// create makes a comment in the one place that was given; an answer may name the container of its thread too.
func (f commentFamily[T]) create(ctx context.Context, s *site.Session, text *wirev2.BodyWrite, selection *site.Selection,
	places []commentPlace) (made writtenComment, err error) {
	var n site.NewComment
	var around wiki.Content
	for _, p := range places {
		id, err := contentIDOf(p.name, p.id)
		if err != nil {
			return made, err
		}
		if id == 0 {
			continue
		}
		c, err := s.Content(ctx, id)
		if c, err = only(p.kind, id, c, err); err != nil { // before anything else is found wrong
			return made, err
		}
		switch {
		case p.kind == wiki.Comment && c.Thread.Inline() != f.inline:
			return made, wiki.Missing(string(wiki.Comment), id.String())
		case p.kind == wiki.Comment:
			n.Parent = id
		case n.On != 0:
			return made, wiki.Invalid(p.name, id.String(), "one container")
		default:
			n.On = id
		}
		around = c
	}
	switch {
	case n.On == 0 && n.Parent == 0:
		return made, wiki.Invalid(places[0].name, "", rest.WantValue)
	case f.inline && n.Parent == 0 && selection == nil:
		return made, wiki.Invalid("inlineCommentProperties", "", rest.WantValue)
	}
	storage, given, err := storageOf(ctx, s, around, text)
	if err == nil && !given {
		err = wiki.Invalid("body", "", rest.WantValue)
	}
	if err != nil {
		return made, err
	}
	n.Storage, n.Selection = storage, selection
	c, err := s.Comment(ctx, n)
	return writtenComment{c, storage}, named(wiki.Comment, err)
}

type updateFooterCommentIn struct {
	ID   wiki.ContentID `path:"1"`
	Body rest.Body[wirev2.FooterCommentUpdate]
}

func updateFooterComment(ctx context.Context, s *site.Session, in *updateFooterCommentIn) (*wirev2.FooterComment, error) {
	c, err := footers.find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.Body.Read()
	if err == nil && asked.Body == nil {
		err = wiki.Invalid("body", "", rest.WantValue)
	}
	if err != nil {
		return nil, err
	}
	written, err := footers.update(ctx, s, c, asked.Version, asked.Body, nil)
	if err != nil {
		return nil, err
	}
	return singleFooter(s, written.Content, newBody(body.Storage, written.storage)), nil
}

type updateInlineCommentIn struct {
	ID   wiki.ContentID `path:"1"`
	Body rest.Body[wirev2.InlineCommentUpdate]
}

func updateInlineComment(ctx context.Context, s *site.Session, in *updateInlineCommentIn) (*wirev2.InlineComment, error) {
	c, err := inlines.find(ctx, s, in.ID)
	if err != nil {
		return nil, err
	}
	asked, err := in.Body.Read()
	if err == nil && asked.Body == nil && asked.Resolved == nil {
		err = wiki.Invalid("body", "", rest.WantValue)
	}
	if err != nil {
		return nil, err
	}
	written, err := inlines.update(ctx, s, c, asked.Version, asked.Body, asked.Resolved)
	if err != nil {
		return nil, err
	}
	return singleInline(s, written.Content, newBody(body.Storage, written.storage)), nil
}

// update writes the next version of a comment. Without a body the text stays.
func (f commentFamily[T]) update(ctx context.Context, s *site.Session, c wiki.Content, version *wirev2.VersionWrite,
	text *wirev2.BodyWrite, resolved *bool) (made writtenComment, err error) {
	if version == nil {
		return made, wiki.Invalid("version", "", rest.WantValue)
	}
	ch := site.CommentChange{Version: version.Number, Message: version.Message, Resolved: resolved}
	storage, given, err := storageOf(ctx, s, c, text)
	if err != nil {
		return made, err
	}
	if given {
		ch.Storage = &storage
	}
	if made.Content, err = s.UpdateComment(ctx, c.ID, ch); err != nil {
		return made, named(wiki.Comment, err)
	}
	if made.storage = storage; !given {
		bodies, err := s.Bodies(ctx, []wiki.Content{made.Content})
		if err != nil {
			return made, err
		}
		made.storage = bodies[c.ID].Storage
	}
	return made, nil
}

type deleteCommentIn struct {
	ID wiki.ContentID `path:"1"`
}

func (f commentFamily[T]) remove(ctx context.Context, s *site.Session, in *deleteCommentIn) (rest.Empty, error) {
	c, err := f.find(ctx, s, in.ID)
	if err != nil {
		return rest.Empty{}, err
	}
	return rest.Empty{}, named(wiki.Comment, s.DeleteComment(ctx, c.ID))
}
