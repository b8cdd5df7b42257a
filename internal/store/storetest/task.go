package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

func newTask(id wiki.TaskID, by wiki.AccountID) wiki.Task {
	return wiki.Task{ID: id, Kind: "count", Account: by, Token: "t", State: "0", Report: wiki.TaskReport{Name: "counting"}, Keep: time.Minute}
}

func (p *place) starts(k wiki.Task) {
	p.w.Helper()
	p.write(func(ctx context.Context, tx *store.SiteTx) error { return tx.StartTask(ctx, k) })
}

// claims takes a task for a minute and returns it, nil when none is due.
func (w *world) claims(holder string) (claimed *store.Claim) {
	w.Helper()
	w.write(func(ctx context.Context, tx *store.Tx) error {
		c, ok, err := tx.ClaimTask(ctx, holder, time.Minute)
		claimed = nil
		if ok {
			claimed = &c
		}
		return err
	})
	return claimed
}

func (p *place) advances(holder string, k wiki.Task) error {
	return p.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.AdvanceTask(ctx, holder, k, time.Minute) })
}

func (p *place) task(id wiki.TaskID) *wiki.Task {
	p.w.Helper()
	var found map[wiki.TaskID]wiki.Task
	p.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
		found, err = tx.TasksByID(ctx, []wiki.TaskID{id, "none"})
		return err
	})
	if k, ok := found[id]; ok {
		return &k
	}
	return nil
}

func testTasks(t *testing.T, open Opener) {
	w := newWorld(t, open)
	a, b := newTask("a", ann), newTask("b", bob)
	w.here.starts(a)
	w.there.starts(b)
	a.Created, b.Created = start, start
	equal(t, "the task", w.here.task("a"), &a)
	equal(t, "another site's task", w.here.task("b"), (*wiki.Task)(nil))

	c := w.claims("one")
	equal(t, "the task that waits longest", c.Task.ID, wiki.TaskID("a"))
	equal(t, "its site", c.Site, w.here.site)
	equal(t, "the other", w.claims("two").Task.ID, wiki.TaskID("b"))
	if again := w.claims("three"); again != nil {
		t.Errorf("%s was taken up twice", again.Task.ID)
	}
	w.clock.Advance(30 * time.Second)
	a.State, a.Report.Percent, a.Report.Message, a.Report.Details = "1", 50, wiki.Message{Text: "half", Args: []string{"x"}}, wiki.TaskDetails{Destination: 7, Pages: 2}
	if err := w.here.advances("one", a); err != nil {
		t.Fatal(err)
	}
	a.Working, a.Elapsed = true, 30*time.Second
	equal(t, "after a step", w.here.task("a"), &a)
	for what, err := range map[string]error{
		"another worker": w.here.advances("two", a), "another site": w.there.advances("one", a), "nobody": w.here.advances("", a),
	} {
		if !errors.Is(err, store.ErrTaskLost) {
			t.Errorf("a step of %s counts: %v", what, err)
		}
	}

	// The lease began anew with the step; b's is over.
	w.clock.Advance(31 * time.Second)
	equal(t, "after the lease", w.claims("three").Task.ID, wiki.TaskID("b"))
	if err := w.there.advances("two", b); !errors.Is(err, store.ErrTaskLost) {
		t.Errorf("a step after the lease counts: %v", err)
	}
	w.there.write(func(ctx context.Context, tx *store.SiteTx) error {
		return tx.ReturnTask(ctx, "three", "b", 59*time.Minute+30*time.Second, true)
	})
	w.clock.Advance(59 * time.Minute)
	equal(t, "a again", w.claims("four").Task.ID, wiki.TaskID("a"))
	if c := w.claims("five"); c != nil {
		t.Errorf("%s was taken up before its pause was over", c.Task.ID)
	}
	w.clock.Advance(30 * time.Second)
	if c := w.claims("five"); c == nil || c.Task.ID != "b" || c.Tries != 1 {
		t.Errorf("after the pause: %+v", c)
	}

	testTaskEnds(t, w, a)
}

// testTaskEnds goes on from a task that the worker four has.
func testTaskEnds(t *testing.T, w *world, a wiki.Task) {
	t.Helper()
	a.Finished = w.clock.Now()
	a.Failed = &wiki.TaskFailure{Reason: wiki.NoPermission, Facts: wiki.Facts{Object: "space", ID: "DOCS"}}
	if err := w.here.advances("four", a); err != nil {
		t.Fatal(err)
	}
	a.Working, a.Elapsed = false, a.Finished.Sub(a.Created)
	equal(t, "at its end", w.here.task("a"), &a)
	if err := w.here.advances("four", a); !errors.Is(err, store.ErrTaskLost) {
		t.Errorf("an ended task goes on: %v", err)
	}
	w.clock.Advance(time.Minute)
	equal(t, "past its keeping", w.here.task("a"), (*wiki.Task)(nil))
	w.write(func(ctx context.Context, tx *store.Tx) error {
		if _, expired, err := tx.TaskWork(ctx); err != nil || !expired {
			t.Errorf("nothing to sweep: %v", err)
		}
		return tx.SweepTasks(ctx)
	})
	w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
		n, err := tx.CountTasks(ctx, ann, "count")
		equal(t, "after the sweep", n, 0)
		return err
	})
}

func testTaskLists(t *testing.T, open Opener) {
	w := newWorld(t, open)
	w.both(func(p *place) {
		for i, who := range []wiki.AccountID{ann, bob, ann, ann} {
			k := newTask(wiki.TaskID(fmt.Sprintf("%d-%d", p.site, i)), who)
			k.Key = fmt.Sprint(i)
			if i == 3 {
				k.Kind = "other"
			}
			p.starts(k)
		}
	})
	list := func(who wiki.AccountID, all bool, kinds []string, win wiki.Window) (out string) {
		t.Helper()
		w.here.read(func(ctx context.Context, tx *store.SiteTx) error {
			found, err := tx.ListTasks(ctx, who, all, kinds, win)
			for _, k := range found.Items {
				out += k.Key
			}
			if found.More {
				out += "+"
			}
			return err
		})
		return out
	}
	count, both, whole := []string{"count"}, []string{"count", "other"}, wiki.Window{Limit: 9}
	equal(t, "ann's", list(ann, false, count, whole), "02")
	equal(t, "ann's of both kinds", list(ann, false, both, whole), "023")
	equal(t, "everybody's", list("", true, both, whole), "0123")
	equal(t, "of no kind", list("", true, nil, whole), "")
	equal(t, "a page", list("", true, both, wiki.Window{Limit: 2}), "01+")
	equal(t, "the next", list("", true, both, wiki.Window{Limit: 2, Offset: 2}), "23")

	taken := newTask("new", ann)
	taken.Key = "0"
	err := w.here.try(func(ctx context.Context, tx *store.SiteTx) error { return tx.StartTask(ctx, taken) })
	wantReason(t, "a taken key", err, wiki.DuplicateKey)
	find := func(who wiki.AccountID, kind, key string) (k wiki.Task, ok bool) {
		w.here.read(func(ctx context.Context, tx *store.SiteTx) (err error) {
			k, ok, err = tx.TaskByKey(ctx, who, kind, key)
			return err
		})
		return k, ok
	}
	first, ok := find(ann, "count", "0")
	if !ok || first.Account != ann {
		t.Fatalf("TaskByKey found %v, %v", first, ok)
	}
	for _, k := range [][3]string{{string(bob), "count", "0"}, {string(ann), "other", "0"}, {string(ann), "count", "1"}} {
		if _, ok := find(wiki.AccountID(k[0]), k[1], k[2]); ok {
			t.Errorf("TaskByKey(%v) found one", k)
		}
	}

	// A task that is begun anew is lost to who has it, and a step that had not heard of it does not count.
	held := w.claims("one")
	w.here.write(func(ctx context.Context, tx *store.SiteTx) error {
		again := first
		again.State = "anew"
		return tx.RestartTask(ctx, again)
	})
	held.Task.Finished = start
	if err := w.here.advances("one", held.Task); !errors.Is(err, store.ErrTaskLost) {
		t.Errorf("a step of the run before counts: %v", err)
	}
	again, _ := find(ann, "count", "0")
	equal(t, "the state of the new run", again.State, "anew")
}

// testTaskRace lets many workers reach for few tasks: each is taken up once at a time, and each step counts once.
func testTaskRace(t *testing.T, open Opener) {
	w := newWorld(t, open)
	const tasks, steps, workers = 4, 5, 8
	for i := range tasks {
		w.here.starts(newTask(wiki.TaskID(fmt.Sprint(i)), ann))
	}
	var mu sync.Mutex
	counted := map[wiki.TaskID]int{}
	var work sync.WaitGroup
	for i := range workers {
		holder := fmt.Sprint("worker ", i)
		work.Go(func() {
			for range 100 {
				var c store.Claim
				var ok bool
				err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) (err error) {
					c, ok, err = tx.ClaimTask(ctx, holder, time.Minute)
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
				if !ok {
					continue
				}
				mu.Lock()
				counted[c.Task.ID]++
				c.Task.State = fmt.Sprint(counted[c.Task.ID])
				if counted[c.Task.ID] == steps {
					c.Task.Finished = start
				}
				mu.Unlock()
				err = w.here.advances(holder, c.Task)
				if err == nil && !c.Task.Done() {
					err = w.here.try(func(ctx context.Context, tx *store.SiteTx) error {
						return tx.ReturnTask(ctx, holder, c.Task.ID, 0, false)
					})
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
	for i := range tasks {
		id := wiki.TaskID(fmt.Sprint(i))
		equal(t, "steps of "+string(id), counted[id], steps)
		equal(t, "its state", w.here.task(id).State, fmt.Sprint(steps))
	}
}
