package site

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// taskRunner takes long-running tasks up, step by step. Several may work over one database: a task is leased to one worker
// at a time, and a step counts only if its worker still has the lease when it is committed.
type taskRunner struct {
	service *Service
	kinds   map[string]taskKind
	wake    chan struct{}

	mu      sync.Mutex
	held    int           // workers of this process that have a task, or reach for one
	changed chan struct{} // closed when one is put down
}

const (
	taskWorkers  = 2
	taskPoll     = time.Second      // other processes start tasks too
	taskLease    = time.Minute      // and the most that preparing a step may take
	stepsInTurn  = 16               // then the next task has its turn
	maxTaskTries = 4                // of a step that fails for no reason of the caller's
	taskPause    = time.Second      // before a step is tried again; doubled each time
	strangePause = 10 * time.Minute // before a task of an unknown kind is looked at again: a newer program's
)

func newTaskRunner(s *Service) *taskRunner {
	return &taskRunner{service: s, kinds: taskKinds(), wake: make(chan struct{}, 1), changed: make(chan struct{})}
}

// poke says that there is a task to take up. It never waits.
func (r *taskRunner) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *taskRunner) run(ctx context.Context) {
	timer := time.NewTicker(taskPoll)
	defer timer.Stop()
	for {
		if _, err := r.work(ctx); err != nil && ctx.Err() == nil {
			r.service.Log.Error("long-running tasks", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		case <-timer.C:
		}
	}
}

// work does all that is due, and reports whether there was anything.
func (r *taskRunner) work(ctx context.Context) (worked bool, err error) {
	for ctx.Err() == nil {
		due, expired, err := r.look(ctx)
		if err == nil && expired {
			err = r.service.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.SweepTasks(ctx) })
		}
		if err != nil || !due {
			return worked, err
		}
		r.poke() // the other worker may find another
		took, err := r.turn(ctx)
		if err != nil || !took {
			return worked, err
		}
		worked = true
	}
	return worked, nil
}

func (r *taskRunner) look(ctx context.Context) (due, expired bool, err error) {
	tx, err := r.service.DB.Read(ctx)
	if err != nil {
		return false, false, err
	}
	defer tx.Close()
	return tx.TaskWork(ctx)
}

// turn takes the task that has waited longest and does some of its steps; false when there is none.
func (r *taskRunner) turn(ctx context.Context) (took bool, err error) {
	var claim store.Claim
	holder := rand.Text() // seen by nobody, so it need not be the injected randomness
	r.hold(1)
	defer r.hold(-1)
	err = r.service.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		var err error
		claim, took, err = tx.ClaimTask(ctx, holder, taskLease)
		return err
	})
	if err != nil || !took {
		return false, err
	}
	for range stepsInTurn {
		if ctx.Err() != nil {
			break
		}
		if err := r.step(ctx, holder, &claim); err != nil {
			return true, r.stumble(ctx, holder, claim, err)
		}
		if claim.Task.Done() {
			return true, nil
		}
	}
	return true, r.putBack(ctx, holder, claim, 0, false)
}

// hold counts the workers that are busy.
func (r *taskRunner) hold(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held += n
	if n < 0 {
		close(r.changed)
		r.changed = make(chan struct{})
	}
}

// step prepares and does one step, and keeps what it came to.
func (r *taskRunner) step(ctx context.Context, holder string, claim *store.Claim) error {
	kind, known := r.kinds[claim.Task.Kind]
	if !known {
		return errStrangeTask
	}
	task, prepared := claim.Task, progress{}
	if kind.prepare != nil {
		var err error
		if task.State, prepared, err = r.prepare(ctx, kind, claim); err != nil {
			return err
		}
	}
	if err := r.service.index.wait(ctx); err != nil {
		return err
	}
	var next wiki.Task
	var done *Session
	err := r.service.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		p := prepared
		next = task
		if kind.step != nil {
			s, err := r.open(ctx, tx, kind, claim)
			if err != nil {
				return err
			}
			s.within, done = s.visit.tx, s
			if next.State, p, err = kind.step(ctx, s, task.State); err != nil {
				return err
			}
		}
		next.Report.Percent, next.Report.Message, next.Report.Details = p.percent, p.message, p.details
		if p.done {
			next.Finished, next.Report.Percent = tx.Now(), 100
		}
		return tx.In(claim.Site).AdvanceTask(ctx, holder, next, taskLease)
	})
	if err == nil {
		claim.Task, claim.Tries = next, 0
		if done != nil {
			done.within = nil
			done.dropBlobs(done.doomed)
		}
		r.service.index.poke()
	}
	return err
}

// prepare runs what a kind does on a snapshot.
func (r *taskRunner) prepare(ctx context.Context, kind taskKind, claim *store.Claim) (string, progress, error) {
	ctx, cancel := context.WithTimeout(ctx, taskLease)
	defer cancel()
	tx, err := r.service.DB.Read(ctx)
	if err != nil {
		return "", progress{}, err
	}
	defer tx.Close()
	s, err := r.open(ctx, tx, kind, claim)
	if err != nil {
		return "", progress{}, err
	}
	return kind.prepare(ctx, s, claim.Task.State)
}

// open opens the site for who started the task, with the rights of this moment (design.md §5).
func (r *taskRunner) open(ctx context.Context, tx *store.Tx, kind taskKind, claim *store.Claim) (*Session, error) {
	site, err := tx.SiteByID(ctx, claim.Site)
	if err != nil {
		return nil, err
	}
	visit, err := r.service.resume(ctx, tx, site, Principal{Account: claim.Task.Account, Token: claim.Task.Token})
	if err != nil {
		return nil, err
	}
	return visit.Open(kind.perm)
}

var errStrangeTask = errors.New("a task of a kind this program does not know")

// stumble decides what becomes of a task whose step failed.
func (r *taskRunner) stumble(ctx context.Context, holder string, claim store.Claim, err error) error {
	refusal := wiki.AsError(err)
	switch {
	case errors.Is(err, store.ErrTaskLost):
		return nil
	case errors.Is(err, errStrangeTask):
		return r.putBack(ctx, holder, claim, strangePause, false)
	case ctx.Err() != nil: // the server stops
		return r.putBack(ctx, holder, claim, 0, false)
	case refusal.Kind() == wiki.Unavailable:
		return r.putBack(ctx, holder, claim, taskPause, false)
	case refusal.Kind() == wiki.Internal && claim.Tries+1 < maxTaskTries:
		r.service.Log.Error("step of a task", "task", claim.Task.ID, "kind", claim.Task.Kind, "error", err)
		return r.putBack(ctx, holder, claim, taskPause<<claim.Tries, true)
	case refusal.Kind() == wiki.Internal:
		r.service.Log.Error("task given up", "task", claim.Task.ID, "kind", claim.Task.Kind, "error", err)
	}
	return r.fail(ctx, holder, claim, refusal)
}

// putBack gives a task up for others, also when the server is about to stop.
func (r *taskRunner) putBack(ctx context.Context, holder string, claim store.Claim, pause time.Duration, failed bool) error {
	err := r.service.DB.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *store.Tx) error {
		return tx.In(claim.Site).ReturnTask(ctx, holder, claim.Task.ID, pause, failed)
	})
	if err != nil && !errors.Is(err, store.ErrTaskLost) {
		return fmt.Errorf("put a task back: %w", err)
	}
	return nil
}

// fail ends a task with its refusal.
func (r *taskRunner) fail(ctx context.Context, holder string, claim store.Claim, refusal *wiki.Error) error {
	task := claim.Task
	task.Failed = &wiki.TaskFailure{Reason: refusal.Reason, Facts: refusal.Facts}
	err := r.service.DB.Write(context.WithoutCancel(ctx), func(ctx context.Context, tx *store.Tx) error {
		task.Finished = tx.Now()
		return tx.In(claim.Site).AdvanceTask(ctx, holder, task, taskLease)
	})
	if err != nil && !errors.Is(err, store.ErrTaskLost) {
		return fmt.Errorf("end a task: %w", err)
	}
	return nil
}

// Settled waits until no long-running task is due, doing what is, for tests and for demo start.
func (s *Service) Settled(ctx context.Context) error {
	r := s.tasks
	for {
		r.mu.Lock()
		changed := r.changed
		r.mu.Unlock()
		if _, err := r.work(ctx); err != nil {
			return err
		}
		due, _, err := r.look(ctx)
		if err != nil {
			return err
		}
		r.mu.Lock()
		held := r.held
		r.mu.Unlock()
		if !due && held == 0 {
			return nil
		}
		if held > 0 {
			select {
			case <-changed:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
}
