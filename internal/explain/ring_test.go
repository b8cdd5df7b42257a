package explain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/weirhq/weir/internal/wiki"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func frozen() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }

func openRing(t *testing.T, opt Options) (*Ring, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "refusals")
	opt.Now = frozen
	r, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r, dir
}

func requestID(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

func TestARecordIsFoundWhileTheRingIsOpen(t *testing.T) {
	t.Parallel()
	r, dir := openRing(t, Options{})
	r.Add(Record{RequestID: requestID(1), Reason: wiki.TooLarge}, "a")
	r.Add(scopedAtSite, "a")
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := scopedAtSite.Clean()
	for _, id := range []string{scopedAtSite.RequestID, "6A1D3A641F0E4A438F1E0F2B6F0A9D11"} { // and as atl-traceid
		got, err := Find(dir, id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("record (-want +got):\n%s", diff)
		}
	}
	if _, err := Find(dir, requestID(7)); !errors.Is(err, ErrNotFound) {
		t.Errorf("error %v, want ErrNotFound", err)
	}
	if _, err := Find(dir, "nonsense"); err == nil || err.Error() !=
		`"nonsense" is not a request id: 32 hexadecimal digits, with or without dashes` {
		t.Errorf("error %v", err)
	}
}

func TestARingSurvivesARestart(t *testing.T) {
	t.Parallel()
	r, dir := openRing(t, Options{})
	r.Add(scopedAtSite, "a")
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	r.Add(Record{RequestID: requestID(1)}, "a")
	if r.Dropped() != 1 {
		t.Errorf("%d dropped after closing, want 1", r.Dropped())
	}
	again, err := Open(dir, Options{Now: frozen})
	if err != nil {
		t.Fatal(err)
	}
	again.Add(Record{RequestID: requestID(2)}, "a")
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{scopedAtSite.RequestID, requestID(2)} {
		if _, err := Find(dir, id); err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestTheRingIsBounded(t *testing.T) {
	t.Parallel()
	const segment = 2000
	r, dir := openRing(t, Options{SegmentBytes: segment, ClientBurst: 10_000, TotalBurst: 10_000})
	for n := range 500 {
		r.Add(Record{RequestID: requestID(n), Reason: wiki.ScopeMissing, Operation: "v1:getSpaces"}, "a")
		if n%100 == 99 {
			if err := r.Flush(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range []string{current, previous} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > segment {
			t.Errorf("%s has %d bytes, want at most %d", name, info.Size(), segment)
		}
	}
	if _, err := Find(dir, requestID(499)); err != nil {
		t.Errorf("the newest: %v", err)
	}
	if _, err := Find(dir, requestID(0)); !errors.Is(err, ErrNotFound) {
		t.Errorf("the oldest: %v, want ErrNotFound", err)
	}
}

func TestAFloodOfOneClientLeavesRoomForOthers(t *testing.T) {
	t.Parallel()
	r, dir := openRing(t, Options{ClientBurst: 3})
	for n := range 50 {
		r.Add(Record{RequestID: requestID(n)}, "flood")
	}
	r.Add(Record{RequestID: requestID(50)}, "other")
	if err := r.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r.Dropped() != 47 {
		t.Errorf("%d dropped, want 47", r.Dropped())
	}
	for n, want := range map[int]error{2: nil, 3: ErrNotFound, 50: nil} {
		if _, err := Find(dir, requestID(n)); !errors.Is(err, want) {
			t.Errorf("record %d: %v, want %v", n, err, want)
		}
	}
}

func TestAFloodOfManyClientsIsBoundedToo(t *testing.T) {
	t.Parallel()
	r, _ := openRing(t, Options{TotalBurst: 5})
	for n := range 20 {
		r.Add(Record{RequestID: requestID(n)}, fmt.Sprint("client ", n))
	}
	if r.Dropped() != 15 {
		t.Errorf("%d dropped, want 15", r.Dropped())
	}
}

func TestAddingAndFlushingWhileClosing(t *testing.T) {
	t.Parallel()
	r, _ := openRing(t, Options{})
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			r.Add(Record{RequestID: requestID(n)}, "a")
			if err := r.Flush(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Go(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
}

func TestAHalfWrittenLineIsNoRecord(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, current), []byte(`{"RequestID":"`+requestID(1)+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Find(dir, requestID(1)); !errors.Is(err, ErrNotFound) {
		t.Errorf("error %v, want ErrNotFound", err)
	}
	r, err := Open(dir, Options{Now: frozen})
	if err != nil {
		t.Fatal(err)
	}
	r.Add(Record{RequestID: requestID(2)}, "a")
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Find(dir, requestID(2)); err != nil {
		t.Errorf("the record after it: %v", err)
	}
}
