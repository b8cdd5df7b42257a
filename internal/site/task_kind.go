package site

import (
	"context"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// The kinds of task. Their names are kept in the database.
const (
	conversionKind   = "conversion"
	spaceRemovalKind = "delete-space"
	copyTreeKind     = "copy-page-hierarchy"
	trashTreeKind    = "delete-page-tree"
	archiveKind      = "archive-pages"
	roleChangeKind   = "change-space-role"
)

// taskKinds is the table of kinds: a new one is a name above, a line here, and a step.
func taskKinds() map[string]taskKind {
	return map[string]taskKind{
		roleChangeKind:   taskOf(taskKind{title: "task.change-space-role", perm: wiki.UseSite}, nil, finishRole),
		spaceRemovalKind: taskOf(taskKind{title: "task.delete-space", perm: wiki.View | wiki.AdministerSpace}, nil, removeSpace),
		conversionKind:   taskOf(taskKind{perm: wiki.View | wiki.UseSite, keep: conversionKeep, unlisted: true}, convert, nil),
		copyTreeKind: taskOf(taskKind{title: "task.copy-page-hierarchy",
			perm: wiki.View | wiki.CreatePage | wiki.CreateAttachment | wiki.Restrict}, nil, copySome),
		trashTreeKind: taskOf(taskKind{title: "task.delete-page-tree", perm: wiki.View | wiki.DeletePage}, nil, trashSome),
		archiveKind:   taskOf(taskKind{title: "task.archive-pages", perm: wiki.View | wiki.Archive}, nil, archiveSome),
	}
}

// taskKeep is how long a task is told of after its end, unless its kind says otherwise.
const taskKeep = 24 * time.Hour

// taskKind is a kind of long-running task.
type taskKind struct {
	title    string        // key of its name on the wire
	perm     wiki.Perm     // the most its steps may do
	keep     time.Duration // how long it is kept after its end; 0: taskKeep
	unlisted bool          // shown only by who made it for its own sake, never as a long-running task

	prepare, step taskStep
}

// taskStep is a step over the state as it is kept.
type taskStep func(ctx context.Context, s *Session, state string) (string, progress, error)

// progress is how far a task has come.
type progress struct {
	percent int // 0 to 100
	done    bool
	message wiki.Message
	details wiki.TaskDetails
}

// taskOf completes a kind with what it does, over a state of the type T, which is kept as JSON: give it exported members.
// A step does a bounded piece of the work and returns the state that the next one goes on from, until its progress is
// done. It runs in a write transaction: what its Session reads and changes is of that transaction, and is kept together
// with the new state or not at all. It may run twice and must have no other effects.
//
// What takes long and changes nothing belongs into prepare, which runs before each step, on a snapshot, and hands its
// state to the step without keeping it. Either may be nil; without a step, what prepare comes to is kept.
//
// Both get the rights that who started the task has at that moment. An error that is a refusal ends the task, and what
// earlier steps did stays; others make it try again.
func taskOf[T any](k taskKind, prepare, step func(ctx context.Context, s *Session, state T) (T, progress, error)) taskKind {
	k.prepare, k.step = stepOf(prepare), stepOf(step)
	if k.keep == 0 {
		k.keep = taskKeep
	}
	return k
}

func stepOf[T any](step func(ctx context.Context, s *Session, state T) (T, progress, error)) taskStep {
	if step == nil {
		return nil
	}
	return func(ctx context.Context, s *Session, kept string) (string, progress, error) {
		var state T
		if err := store.Unpack(kept, &state); err != nil {
			return "", progress{}, err
		}
		state, p, err := step(ctx, s, state)
		if err != nil {
			return "", p, err
		}
		kept, err = store.Pack(state)
		return kept, p, err
	}
}
