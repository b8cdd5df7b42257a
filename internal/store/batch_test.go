package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// These tests hold the group commit of SQLite: who is told what when many writes share one transaction.

func openForBatches(t *testing.T) *DB {
	t.Helper()
	d, err := Open(t.Context(), Options{URL: filepath.Join(t.TempDir(), "weir.db"), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// addGroup is a write that leaves a group behind.
func addGroup(ctx context.Context, tx *Tx, name string) error {
	return tx.CreateGroup(ctx, identity.Group{ID: wiki.GroupID(name), Name: name})
}

// kept lists the groups that are there.
func kept(t *testing.T, d *DB) map[string]bool {
	t.Helper()
	tx, err := d.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close()
	groups, err := tx.AllGroups(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, g := range groups {
		out[g.Name] = true
	}
	return out
}

// member is one write of a batch.
type member struct {
	ctx context.Context
	fn  WriteFunc
}

// runBatch has the members share one transaction: they queue up, in this order, while the writer is held by another
// write. queued runs before it is let go. It returns what each was told.
func runBatch(t *testing.T, d *DB, members []member, queued func()) []error {
	t.Helper()
	holding, release := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		if err := d.Write(t.Context(), func(context.Context, *Tx) error {
			close(holding)
			<-release
			return nil
		}); err != nil {
			t.Error(err)
		}
	})
	<-holding
	errs := make([]error, len(members))
	for i, m := range members {
		before := len(d.writer.queue)
		all.Go(func() { errs[i] = d.Write(m.ctx, m.fn) })
		for len(d.writer.queue) == before { // a moment: nothing else is queued
			select {
			case <-t.Context().Done():
				t.Fatal("a write was not queued")
			default:
				runtime.Gosched()
			}
		}
	}
	queued()
	close(release)
	all.Wait()
	return errs
}

func TestBatchMembersDoNotHarmOneAnother(t *testing.T) {
	t.Parallel()
	d := openForBatches(t)
	refused := errors.New("refused")
	gone, cancel := context.WithCancel(t.Context())
	leaving, leave := context.WithCancel(t.Context())
	var together []*Tx
	good := func(name string) member {
		return member{t.Context(), func(ctx context.Context, tx *Tx) error {
			together = append(together, tx)
			return addGroup(ctx, tx, name)
		}}
	}
	members := []member{
		good("first"),
		{t.Context(), func(ctx context.Context, tx *Tx) error { return errors.Join(addGroup(ctx, tx, "refused"), refused) }},
		good("second"),
		{t.Context(), func(ctx context.Context, tx *Tx) error {
			if err := addGroup(ctx, tx, "panicked"); err != nil {
				return err
			}
			panic("in a write")
		}},
		{t.Context(), func(ctx context.Context, tx *Tx) error { return addGroup(ctx, tx, "first") }}, // fails at a unique index
		{t.Context(), func(ctx context.Context, tx *Tx) error { _, err := tx.exec(ctx, "no SQL"); return err }},
		{gone, func(ctx context.Context, tx *Tx) error { return addGroup(ctx, tx, "gone") }},
		{leaving, func(ctx context.Context, tx *Tx) error {
			leave() // the request ends in the middle of its write
			return errors.Join(addGroup(ctx, tx, "left"), ctx.Err())
		}},
		good("last"),
	}
	errs := runBatch(t, d, members, cancel)

	for i, want := range []func(error) bool{
		isNil, func(err error) bool { return errors.Is(err, refused) }, isNil,
		func(err error) bool { return err != nil && !wiki.HasReason(err, wiki.Overloaded) },
		func(err error) bool { return wiki.HasReason(err, wiki.DuplicateKey) },
		func(err error) bool { return err != nil && !wiki.HasReason(err, wiki.Overloaded) },
		func(err error) bool { return errors.Is(err, context.Canceled) }, isNil, isNil,
	} {
		if !want(errs[i]) {
			t.Errorf("member %d was told %v", i, errs[i])
		}
	}
	want := map[string]bool{"first": true, "second": true, "left": true, "last": true}
	if got := kept(t, d); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	// Once without savepoints as far as the first that spoiled it, then with them.
	if len(together) != 4 || together[0] == together[1] || together[1] != together[2] || together[2] != together[3] {
		t.Errorf("the members did not share one transaction: %v", together)
	}
}

func isNil(err error) bool { return err == nil }

// TestBatchThatDiesIsRunOneByOne ends the transaction under a batch: the members that are sound get commits of their own,
// and only the one that did it is told so.
func TestBatchThatDiesIsRunOneByOne(t *testing.T) {
	t.Parallel()
	d := openForBatches(t)
	runs := map[string]int{}
	good := func(name string) member {
		return member{t.Context(), func(ctx context.Context, tx *Tx) error {
			runs[name]++
			return addGroup(ctx, tx, name)
		}}
	}
	killer := member{t.Context(), func(ctx context.Context, tx *Tx) error {
		if _, err := tx.sql.ExecContext(ctx, "ROLLBACK"); err != nil { // as SQLite does by itself when the disk is full
			return err
		}
		if _, err := tx.exec(ctx, "ROLLBACK"); err == nil {
			return errors.New("there still was a transaction")
		}
		return nil
	}}
	errs := runBatch(t, d, []member{good("before"), killer, good("after")}, func() {})
	if errs[0] != nil || errs[2] != nil || !wiki.HasReason(errs[1], wiki.Overloaded) {
		t.Errorf("the members were told %v", errs)
	}
	if got := kept(t, d); len(got) != 2 || !got["before"] || !got["after"] {
		t.Errorf("kept %v", got)
	}
	if runs["before"] != 3 || runs["after"] != 1 { // twice the batch died before it came to "after"
		t.Errorf("runs: %v", runs)
	}
}

// TestRefusalsDoNotSpoilABatch has writes fail that have changed nothing: the batch goes on, and runs each member once.
func TestRefusalsDoNotSpoilABatch(t *testing.T) {
	t.Parallel()
	d := openForBatches(t)
	runs := map[string]int{}
	write := func(name string, fn WriteFunc) member {
		return member{t.Context(), func(ctx context.Context, tx *Tx) error {
			runs[name]++
			return fn(ctx, tx)
		}}
	}
	errs := runBatch(t, d, []member{
		write("a", func(ctx context.Context, tx *Tx) error { return addGroup(ctx, tx, "a") }),
		write("unseen", func(ctx context.Context, tx *Tx) error {
			_, err := tx.GroupByName(ctx, "nobody")
			return err
		}),
		write("double", func(ctx context.Context, tx *Tx) error { return addGroup(ctx, tx, "a") }),
		write("b", func(ctx context.Context, tx *Tx) error { return addGroup(ctx, tx, "b") }),
	}, func() {})
	if errs[0] != nil || !wiki.HasReason(errs[1], wiki.NoSuchObject) || !wiki.HasReason(errs[2], wiki.DuplicateKey) || errs[3] != nil {
		t.Errorf("the members were told %v", errs)
	}
	if want := map[string]int{"a": 1, "unseen": 1, "double": 1, "b": 1}; !maps.Equal(runs, want) {
		t.Errorf("runs: %v", runs)
	}
	if got := kept(t, d); len(got) != 2 || !got["a"] || !got["b"] {
		t.Errorf("kept %v", got)
	}
}

func TestCloseFinishesWhatIsQueued(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "weir.db")
	d, err := Open(t.Context(), Options{URL: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	const many = 600 // more than two batches
	errs := make([]error, many)
	var all, asked sync.WaitGroup
	asked.Add(many)
	for i := range many {
		all.Go(func() {
			asked.Done()
			errs[i] = d.Write(t.Context(), func(ctx context.Context, tx *Tx) error { return addGroup(ctx, tx, fmt.Sprint(i)) })
		})
	}
	asked.Wait()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	all.Wait()
	again, err := Open(t.Context(), Options{URL: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	got := kept(t, again)
	for i, err := range errs {
		if got[fmt.Sprint(i)] != (err == nil) || err != nil && !wiki.HasReason(err, wiki.Overloaded) {
			t.Fatalf("write %d: told %v, kept %v", i, err, got[fmt.Sprint(i)])
		}
	}
}

// TestWriteIsRefusedWhenTheDatabaseIsGone holds that writes which cannot even begin are told at once, not retried one by one.
func TestWriteIsRefusedWhenTheDatabaseIsGone(t *testing.T) {
	t.Parallel()
	d := openForBatches(t)
	if err := d.write.db.Close(); err != nil {
		t.Fatal(err)
	}
	ran := false
	never := member{t.Context(), func(context.Context, *Tx) error { ran = true; return nil }}
	w := &writer{db: d}
	jobs := []*job{{ctx: t.Context(), fn: never.fn, answer: make(chan struct{})}, {ctx: t.Context(), fn: never.fn, answer: make(chan struct{})}}
	w.batch(jobs)
	for i, j := range jobs {
		<-j.answer
		if !wiki.HasReason(j.err, wiki.Overloaded) || ran {
			t.Errorf("member %d: %v, run %v", i, j.err, ran)
		}
	}
}

// TestPreparingNeverWaitsForSnapshots has every snapshot ask for a statement that nobody prepared yet, all at once.
func TestPreparingNeverWaitsForSnapshots(t *testing.T) {
	t.Parallel()
	d := openForBatches(t)
	n := cap(d.read.slots)
	var all, open sync.WaitGroup
	open.Add(n)
	for i := range n {
		all.Go(func() {
			tx, err := d.Read(t.Context())
			if err != nil {
				t.Error(err)
				open.Done()
				return
			}
			defer tx.Close()
			open.Done()
			open.Wait()
			var got int
			if err := tx.one(t.Context(), fmt.Sprintf("SELECT %d", i), nil, &got); err != nil || got != i {
				t.Errorf("snapshot %d: %d, %v", i, got, err)
			}
		})
	}
	all.Wait()
}

// TestStatementsAreBoundedAndStayRight reads through more texts than are kept, from several goroutines.
func TestStatementsAreBoundedAndStayRight(t *testing.T) {
	t.Parallel()
	d := openForBatches(t)
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 2 * maxStatements {
				n := (i*7 + g*13) % (maxStatements + 50)
				tx, err := d.Read(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				var got int
				if err := tx.one(t.Context(), fmt.Sprintf("SELECT %d + $1", n), []any{g}, &got); err != nil || got != n+g {
					t.Errorf("%d + %d = %d, %v", n, g, got, err)
				}
				tx.Close()
			}
		})
	}
	all.Wait()
	if got := len(d.read.stmts); got > maxStatements {
		t.Errorf("%d statements are kept, want at most %d", got, maxStatements)
	}
}
