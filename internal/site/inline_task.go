package site

import (
	"context"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// InlineTasks lists the tasks in current pages and blog posts that the caller may view.
func (s *Session) InlineTasks(ctx context.Context, f wiki.InlineTaskFilter, w wiki.Window) (wiki.Slice[wiki.InlineTask], error) {
	if err := s.demand(wiki.View); err != nil {
		return wiki.Slice[wiki.InlineTask]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.InlineTask]{}, err
	}
	return tx.InlineTasks(ctx, s.viewer, f, w)
}

// InlineTask finds a task by its number. Errors: NoSuchObject, NoViewPermission for a task in content the caller may not view.
func (s *Session) InlineTask(ctx context.Context, id int64) (wiki.InlineTask, error) {
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.InlineTask{}, err
	}
	return s.inlineTask(ctx, tx, id, func(wiki.Content) wiki.Perm { return wiki.View })
}

// inlineTask finds a task in content the caller may do something to.
func (s *Session) inlineTask(ctx context.Context, tx *store.SiteTx, id int64, want func(wiki.Content) wiki.Perm) (wiki.InlineTask, error) {
	k, err := tx.InlineTask(ctx, id)
	if err != nil {
		return wiki.InlineTask{}, err
	}
	if _, err := s.allowed(ctx, tx, k.Content, want); err != nil {
		if e := wiki.AsError(err); e.Reason == wiki.NoViewPermission {
			return wiki.InlineTask{}, wiki.NewError(e.Reason, wiki.Facts{Object: "task", ID: wiki.ContentID(id).String()})
		}
		return wiki.InlineTask{}, err
	}
	return k, nil
}

// FinishInlineTask marks a task done or undone, in the body of its content too, which keeps its version: whoever may change
// the content may do it. Errors: CredentialsMissing for anonymous callers, NoSuchObject, NoViewPermission, NoPermission,
// EditRestricted, SpaceIsArchived, WriteConflict when the body is written all the time.
func (s *Session) FinishInlineTask(ctx context.Context, id int64, complete bool) (wiki.InlineTask, error) {
	if err := s.identified(); err != nil {
		return wiki.InlineTask{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.InlineTask{}, err
	}
	k, err := s.inlineTask(ctx, tx, id, changing)
	if err != nil || k.Complete == complete {
		return k, err
	}
	var facts wiki.BodyFacts
	err = s.rewrite(ctx, k.Content, func(d *body.Doc) error {
		if !body.SetTask(d, k.Local, complete) {
			return wiki.Missing("task", wiki.ContentID(id).String())
		}
		facts = factsOf(d)
		return nil
	}, func(ctx context.Context, tx *store.SiteTx) (err error) {
		if _, err := s.allowed(ctx, tx, k.Content, changing); err != nil {
			return err
		}
		if err := tx.SetFacts(ctx, k.Content, s.viewer.Account, facts); err != nil {
			return err
		}
		k, err = tx.InlineTask(ctx, id)
		return err
	})
	return k, err
}
