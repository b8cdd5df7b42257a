package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// WriteFunc is the body of a write. It may run more than once and must leave nothing behind but what it does through
// tx: parsing, conversion and hashing happen before. It must use the context it is given, which is the batch's and not
// one request's: a request that is cancelled must not roll back its neighbours.
type WriteFunc func(ctx context.Context, tx *Tx) error

// Write runs fn in one transaction and returns after it is durable. An error of fn rolls back fn's changes alone and is
// returned as it is. Errors of its own: WriteConflict when the retries ran out, Overloaded when the database cannot take
// writes or is closed, the context's error when it ended before the write began.
func (d *DB) Write(ctx context.Context, fn WriteFunc) error {
	if d.writer != nil {
		return d.writer.do(ctx, fn)
	}
	return d.writeSerializable(ctx, fn)
}

// maxAttempts bounds the runs of a write that loses against others. From aloneAfter on it runs alone in this process, so that
// in the end only other processes can beat it.
const (
	maxAttempts = 12
	aloneAfter  = 4
)

// writeSerializable is PostgreSQL's way: there is no single writer, so each write is SERIALIZABLE and runs again when
// the engine finds that it cannot be put in an order with another.
func (d *DB) writeSerializable(ctx context.Context, fn WriteFunc) error {
	var err error
	for attempt := range maxAttempts {
		done, waitErr := d.pace.begin(ctx, attempt >= aloneAfter)
		if waitErr != nil {
			return waitErr
		}
		// Once begun, a write is finished whatever becomes of the request.
		err = d.attempt(context.WithoutCancel(ctx), fn)
		lost := isConflict(err)
		done(lost)
		if !lost {
			return err
		}
		pause := time.NewTimer(time.Duration(rand.IntN(1<<min(attempt, 6))) * time.Millisecond)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return ctx.Err()
		}
	}
	return &wiki.Error{Reason: wiki.WriteConflict, Err: err}
}

func (d *DB) attempt(ctx context.Context, fn WriteFunc) error {
	t, err := d.write.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return &wiki.Error{Reason: wiki.Overloaded, Err: fmt.Errorf("begin write: %w", err)}
	}
	if err := call(ctx, fn, &Tx{db: d, pool: d.write, sql: t, now: d.now()}); err != nil {
		_ = t.Rollback()
		return err
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// call runs fn and turns a panic into an error, so that one write cannot end the writer.
func call(ctx context.Context, fn WriteFunc, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(ctx, tx)
}

// maxBatch bounds how many writes share one commit.
const maxBatch = 256

// writer is SQLite's group commit: one goroutine takes what is queued into one transaction and answers nobody before COMMIT
// (performance-facts.md "durability"). Most writes fail, if they do, before they have changed anything. So a batch is run
// without savepoints, and when one of it fails later than that, once more with one for each.
type writer struct {
	db    *DB
	queue chan *job
	quit  chan struct{}
	done  chan struct{}
	mu    sync.RWMutex // held for writing by stop, so that nothing is queued after the last batch
	ended bool
}

type job struct {
	ctx    context.Context // of the request: looked at only before the write begins
	fn     WriteFunc
	err    error
	answer chan struct{}
}

var errClosed = errors.New("database is closed")

func startWriter(d *DB) *writer {
	w := &writer{db: d, queue: make(chan *job, maxBatch), quit: make(chan struct{}), done: make(chan struct{})}
	go w.loop()
	return w
}

func (w *writer) do(ctx context.Context, fn WriteFunc) error {
	j := &job{ctx: ctx, fn: fn, answer: make(chan struct{})}
	w.mu.RLock()
	if w.ended {
		w.mu.RUnlock()
		return &wiki.Error{Reason: wiki.Overloaded, Err: errClosed}
	}
	select {
	case w.queue <- j:
		w.mu.RUnlock()
	case <-ctx.Done():
		w.mu.RUnlock()
		return ctx.Err()
	}
	// From here the outcome is the writer's to tell: leaving on ctx would leave the caller without the truth.
	<-j.answer
	return j.err
}

func (w *writer) stop() {
	w.mu.Lock()
	if !w.ended {
		w.ended = true
		close(w.quit)
	}
	w.mu.Unlock()
	<-w.done
}

func (w *writer) loop() {
	defer close(w.done)
	for {
		select {
		case j := <-w.queue:
			w.batch(w.drain(j))
		case <-w.quit:
			for {
				select {
				case j := <-w.queue:
					w.batch(w.drain(j))
				default:
					return
				}
			}
		}
	}
}

// drain takes what else is queued, without waiting for more: under load the queue fills while a commit runs.
func (w *writer) drain(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < maxBatch {
		select {
		case j := <-w.queue:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

func (w *writer) batch(jobs []*job) {
	live := jobs[:0:0]
	for _, j := range jobs {
		if err := j.ctx.Err(); err != nil {
			j.finish(err) // gone before it began
			continue
		}
		live = append(live, j)
	}
	if len(live) == 0 {
		return
	}
	begun, err := w.run(live, false)
	if errors.Is(err, errSpoiled) {
		begun, err = w.run(live, true)
	}
	if err != nil && begun && len(live) > 1 {
		// The batch died as a whole. Each member gets a commit of its own, so that one bad write harms nobody else.
		for _, j := range live {
			_, err := w.run([]*job{j}, false)
			j.finish(outcome(j.err, err))
		}
		return
	}
	for _, j := range live {
		j.finish(outcome(j.err, err))
	}
}

// outcome is what a member of a batch is told: its own refusal, else what became of the transaction.
func outcome(own, batch error) error {
	if own == nil && batch != nil {
		return &wiki.Error{Reason: wiki.Overloaded, Err: batch}
	}
	return own
}

func (j *job) finish(err error) {
	j.err = err
	close(j.answer)
}

// errSpoiled says that a batch without savepoints holds what a failed member left.
var errSpoiled = errors.New("a write of the batch failed half-way")

// run executes the jobs in one transaction, guarded each under a savepoint, and commits it. The returned error is the
// transaction's own; errors of jobs stay with them. begun is false when not even BEGIN went through, after its time limit:
// trying again would only add to the waiting.
func (w *writer) run(jobs []*job, guarded bool) (begun bool, err error) {
	ctx := context.Background() // the batch's own: no member's cancellation reaches its neighbours
	for _, j := range jobs {
		j.err = nil
	}
	t, err := w.db.write.db.BeginTx(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("begin write: %w", err)
	}
	defer t.Rollback() //nolint:errcheck // after a commit it does nothing
	tx := &Tx{db: w.db, pool: w.db.write, sql: t, now: w.db.now()}
	before := w.db.memo.now() // nobody else can commit any more
	if before != nil {
		tx.facts = before.facts
	}
	changed := false
	for _, j := range jobs {
		if guarded {
			if err := underSavepoint(ctx, tx, j); err != nil {
				return true, err
			}
		} else {
			tx.changed, tx.failed = false, false
			if j.err = call(ctx, j.fn, tx); len(jobs) > 1 && spoils(tx, j.err) {
				return true, errSpoiled
			}
		}
		changed = changed || j.err == nil
	}
	if !changed {
		return true, nil
	}
	if err := t.Commit(); err != nil {
		return true, fmt.Errorf("commit: %w", err)
	}
	if tx.facts != nil {
		w.db.memo.carry(before)
	}
	return true, nil
}

// spoils reports whether a write may have left something in its transaction that it did not mean to, or ended that: it
// failed after a change, or the engine refused a statement, which can end a transaction (SQLite's documentation of ROLLBACK,
// "Response to errors within a transaction"), whatever the write made of it.
func spoils(tx *Tx, err error) bool { return tx.failed || tx.changed && err != nil }

// underSavepoint runs a job so that what it did can be undone alone. The returned error is the transaction's own.
func underSavepoint(ctx context.Context, tx *Tx, j *job) error {
	if _, err := tx.exec(ctx, "SAVEPOINT job"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	if j.err = call(ctx, j.fn, tx); j.err != nil {
		if _, err := tx.exec(ctx, "ROLLBACK TO job"); err != nil {
			return fmt.Errorf("roll back to savepoint: %w", err)
		}
	}
	if _, err := tx.exec(ctx, "RELEASE job"); err != nil {
		return fmt.Errorf("release savepoint: %w", err)
	}
	return nil
}
