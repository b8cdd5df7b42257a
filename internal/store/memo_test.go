package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

func openMemo(t *testing.T, path string) *DB {
	t.Helper()
	d, err := Open(t.Context(), Options{URL: path, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if d.memo == nil {
		t.Skip("states of the database cannot be told apart on this system")
	}
	return d
}

func rename(t testing.TB, d *DB, id wiki.SiteID, name string) {
	t.Helper()
	if err := d.Write(context.Background(), func(ctx context.Context, tx *Tx) error {
		return tx.SetSite(ctx, wiki.Site{ID: id, Name: name, BaseURL: "http://x"})
	}); err != nil {
		t.Fatal(err)
	}
}

func makeSite(t *testing.T, d *DB) wiki.SiteID {
	t.Helper()
	var id wiki.SiteID
	if err := d.Write(t.Context(), func(ctx context.Context, tx *Tx) error {
		s, err := tx.CreateSite(ctx, wiki.Site{CloudID: "c", Key: "k", Name: "0", BaseURL: "http://x"})
		id = s.ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

// glanced is the site's name as a glance sees it, and whether a statement ran for it.
func glanced(t testing.TB, d *DB) (name string, asked bool, err error) {
	t.Helper()
	tx, err := d.Glance(context.Background())
	if err != nil {
		return "", false, err
	}
	defer tx.Close()
	s, err := tx.SiteByKey(context.Background(), "k")
	return s.Name, tx.promise == nil || tx.promise.asked, err
}

func TestWhatDidNotChangeIsNotReadAgain(t *testing.T) {
	t.Parallel()
	d := openMemo(t, filepath.Join(t.TempDir(), "weir.db"))
	id := makeSite(t, d)
	for i, want := range []bool{true, false, false} {
		name, asked, err := glanced(t, d)
		if err != nil || name != "0" || asked != want {
			t.Fatalf("glance %d: %q, asked %v, %v", i, name, asked, err)
		}
	}
	rename(t, d, id, "1")
	if name, asked, err := glanced(t, d); err != nil || name != "1" || !asked {
		t.Fatalf("after a write: %q, asked %v, %v", name, asked, err)
	}
}

func TestAnotherProcessesWriteIsSeen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "weir.db")
	d, other := openMemo(t, path), openMemo(t, path)
	id := makeSite(t, d)
	for i := range 200 {
		want := fmt.Sprint(i)
		rename(t, other, id, want)
		if name, _, err := glanced(t, d); err != nil || name != want {
			t.Fatalf("round %d: %q, %v", i, name, err)
		}
	}
}

func TestAGlanceNeverMixesTwoStates(t *testing.T) {
	t.Parallel()
	d := openMemo(t, filepath.Join(t.TempDir(), "weir.db"))
	id := makeSite(t, d)
	if _, _, err := glanced(t, d); err != nil {
		t.Fatal(err)
	}
	tx, err := d.Glance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close()
	if s, err := tx.SiteByKey(t.Context(), "k"); err != nil || s.Name != "0" { // from memory
		t.Fatalf("%q, %v", s.Name, err)
	}
	rename(t, d, id, "1")
	if _, err := tx.SiteByCloudID(t.Context(), "c"); !errors.Is(err, ErrMoved) { // not remembered: would be of the new state
		t.Fatalf("got %v, want ErrMoved", err)
	}
}

// After a write was acknowledged, no glance answers from before it, however many there are at once.
func TestNoGlanceIsOlderThanAnAcknowledgedWrite(t *testing.T) {
	t.Parallel()
	d := openMemo(t, filepath.Join(t.TempDir(), "weir.db"))
	id := makeSite(t, d)
	var acknowledged atomic.Int64
	var readers sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				least := acknowledged.Load()
				name, _, err := glanced(t, d)
				if errors.Is(err, ErrMoved) {
					continue
				}
				var got int64
				if _, scanErr := fmt.Sscan(name, &got); err != nil || scanErr != nil || got < least {
					t.Errorf("glanced %q after %d was acknowledged, %v", name, least, err)
					return
				}
			}
		})
	}
	for i := int64(1); i <= 500; i++ {
		rename(t, d, id, fmt.Sprint(i))
		acknowledged.Store(i)
	}
	close(stop)
	readers.Wait()
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	g := newShelf()
	for i := range 3 * maxRemembered / 1024 {
		g.put(answerKey{1, fmt.Sprint(i)}, i, 1024)
	}
	if g.size > maxRemembered || len(g.answers) < maxRemembered/2048 {
		t.Errorf("%d bytes in %d answers", g.size, len(g.answers))
	}
	g.put(answerKey{1, "large"}, 0, maxOneAnswer+1)
	if _, kept := g.get(answerKey{1, "large"}); kept {
		t.Error("an answer beyond the limit was kept")
	}
}

// What is kept of a glance serves until the next commit, and what is not sure to be of one state is not kept.
func TestKept(t *testing.T) {
	t.Parallel()
	d := openMemo(t, filepath.Join(t.TempDir(), "weir.db"))
	id := makeSite(t, d)
	glance := func() *SiteTx {
		tx, err := d.Glance(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(tx.Close)
		return tx.In(id)
	}
	recalled := func() any {
		v, _ := glance().Recall("k")
		return v
	}

	tx := glance()
	tx.Keep("k", "of memory", 1)
	if got := recalled(); got != "of memory" {
		t.Errorf("nothing was asked: recalled %v", got)
	}
	rename(t, d, id, "1")
	if got := recalled(); got != nil {
		t.Errorf("recalled %v after a commit", got)
	}
	tx.Keep("k", "of the old state", 1)
	if got := recalled(); got != nil {
		t.Errorf("recalled %v of an older state", got)
	}

	tx = glance()
	if _, err := tx.SiteByKey(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	tx.Close()
	tx.Keep("k", "of the snapshot", 1)
	if got := recalled(); got != "of the snapshot" {
		t.Errorf("a snapshot was read: recalled %v", got)
	}
	if got, known := tx.In(id + 1).Recall("k"); known {
		t.Errorf("another site recalled %v", got)
	}
	rename(t, d, id, "2")

	tx = glance()
	rename(t, d, id, "3")
	if _, err := tx.SiteByKey(t.Context(), "k"); !errors.Is(err, ErrMoved) {
		t.Fatal(err)
	}
	tx.Keep("k", "of two states", 1)
	if got := recalled(); got != nil {
		t.Errorf("the database moved: recalled %v", got)
	}

	read, err := d.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	read.In(id).Keep("k", "of a state nobody named", 1)
	if got := recalled(); got != nil {
		t.Errorf("a read without a stamp: recalled %v", got)
	}
}
