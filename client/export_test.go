package client

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	wirev2 "github.com/weirhq/weir/wire/v2"
)

// count yields 0 to n-1, then fails if err is set, and keeps how far it came.
func count(n int, err error, came *atomic.Int64) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			came.Store(int64(i + 1))
			if !yield(i, nil) {
				return
			}
		}
		if err != nil {
			yield(0, err)
		}
	}
}

func TestExportKeepsTheOrderAndItsBounds(t *testing.T) {
	t.Parallel()
	const workers, n = 4, 500
	var came, running, most atomic.Int64
	fetch := func(_ context.Context, i int) (string, error) {
		now := running.Add(1)
		defer running.Add(-1)
		for m := most.Load(); now > m && !most.CompareAndSwap(m, now); m = most.Load() {
		}
		return fmt.Sprint(i), nil
	}
	next := 0
	for got, err := range Export(t.Context(), count(n, nil, &came), workers, fetch) {
		if err != nil || got != fmt.Sprint(next) {
			t.Fatalf("result %d is %q (%v)", next, got, err)
		}
		next++
		if ahead := int(came.Load()) - next; ahead > 2*workers+2 {
			t.Fatalf("the list is %d items ahead", ahead)
		}
	}
	if next != n || most.Load() > workers {
		t.Errorf("%d results, %d at a time", next, most.Load())
	}
}

func TestExportEndsWithTheFirstError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	fetch := func(_ context.Context, i int) (int, error) {
		if i == 5 {
			return 0, broken
		}
		return i, nil
	}
	for name, tc := range map[string]struct {
		items iter.Seq2[int, error]
		want  []int
	}{
		"of fetch":    {count(1000, nil, new(atomic.Int64)), []int{0, 1, 2, 3, 4}},
		"of the list": {count(3, broken, new(atomic.Int64)), []int{0, 1, 2}},
	} {
		var got []int
		var last error
		for out, err := range Export(t.Context(), tc.items, 3, fetch) {
			if last = err; err == nil {
				got = append(got, out)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" || last != broken {
			t.Errorf("%s: %v (-want +got):\n%s", name, last, diff)
		}
	}
}

func TestExportStopsWithItsReaderAndItsContext(t *testing.T) {
	t.Parallel()
	var came atomic.Int64
	fetch := func(_ context.Context, i int) (int, error) { return i, nil }
	for out := range Export(t.Context(), count(1000, nil, &came), 2, fetch) {
		if out == 3 {
			break
		}
	}
	if came.Load() > 20 {
		t.Errorf("the list was read to %d", came.Load())
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for out, err := range Export(ctx, count(1000, nil, &came), 0, fetch) {
		if last = err; out == 3 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("after the context ended: %v", last)
	}
}

func TestExportOfASite(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	c, _ := connect(t, w.URL, Credentials{w.Admin.Email, w.Unscoped.Text})
	bodies := 0
	pages := c.V2.GetPages(t.Context(), GetPagesQuery{Limit: 7})
	for page, err := range Export(t.Context(), pages, 4, func(ctx context.Context, p wirev2.PageBulk) (*wirev2.Page, error) {
		return c.V2.GetPageByID(ctx, string(p.ID), GetPageByIDQuery{BodyFormat: "storage"})
	}) {
		if err != nil {
			t.Fatal(err)
		}
		if page.Body.Storage == nil {
			t.Errorf("%s has no body", page.Title)
		}
		bodies++
	}
	if bodies < 30 {
		t.Errorf("%d pages", bodies)
	}
}
