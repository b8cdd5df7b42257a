package site

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// start makes a change and a task that goes on with it, in one transaction. fn checks whether the caller may have all of it,
// does what must be seen at once, and returns the state of the first step. Errors: fn's own, and those of a write.
func (s *Session) start(ctx context.Context, kind string, fn func(ctx context.Context, tx *store.SiteTx) (state any, err error)) (wiki.Task, error) {
	task, err := s.newTask(kind)
	if err != nil {
		return task, err
	}
	err = s.write(ctx, func(ctx context.Context, tx *store.SiteTx) error {
		state, err := fn(ctx, tx)
		if err != nil {
			return err
		}
		if task.State, err = store.Pack(state); err != nil {
			return err
		}
		task.Created = tx.Now()
		return tx.StartTask(ctx, task)
	})
	if err == nil {
		s.visit.service.tasks.poke()
	}
	return task, err
}

// newTask is a task of the caller's that has not begun.
func (s *Session) newTask(kind string) (wiki.Task, error) {
	k, known := s.visit.service.tasks.kinds[kind]
	if !known {
		return wiki.Task{}, fmt.Errorf("no kind of task is called %q", kind)
	}
	id, err := uuid.NewRandomFromReader(s.visit.service.Random)
	if err != nil {
		return wiki.Task{}, fmt.Errorf("new task: %w", err)
	}
	return wiki.Task{ID: wiki.TaskID(id.String()), Kind: kind, Account: s.Caller().Account, Token: s.Caller().Token, Keep: k.keep,
		Report: wiki.TaskReport{Name: k.title}}, nil
}

// Task is a long-running task of the caller's own; administrators of the site see everybody's. Errors: CredentialsMissing
// for an anonymous caller, NoSuchObject.
func (s *Session) Task(ctx context.Context, id wiki.TaskID) (wiki.Task, error) {
	if err := s.demand(wiki.UseSite); err != nil {
		return wiki.Task{}, err
	}
	if err := s.identified(); err != nil {
		return wiki.Task{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Task{}, err
	}
	found, err := tx.TasksByID(ctx, []wiki.TaskID{id})
	if err != nil {
		return wiki.Task{}, err
	}
	task, ok := found[id]
	if !ok || s.visit.service.tasks.kinds[task.Kind].unlisted || task.Account != s.viewer.Account && !s.viewer.SiteAdmin {
		return wiki.Task{}, wiki.Missing("task", string(id))
	}
	return task, nil
}

// Tasks lists long-running tasks as Task shows them, oldest first. A title narrows them to those with this name.
func (s *Session) Tasks(ctx context.Context, title string, w wiki.Window) (wiki.Slice[wiki.Task], error) {
	if err := s.demand(wiki.UseSite); err != nil {
		return wiki.Slice[wiki.Task]{}, err
	}
	if err := s.identified(); err != nil {
		return wiki.Slice[wiki.Task]{}, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return wiki.Slice[wiki.Task]{}, err
	}
	kinds := maps.Clone(s.visit.service.tasks.kinds)
	maps.DeleteFunc(kinds, func(_ string, k taskKind) bool { return k.unlisted || title != "" && k.title != title })
	return tx.ListTasks(ctx, s.viewer.Account, s.viewer.SiteAdmin, slices.Sorted(maps.Keys(kinds)), w)
}
