package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// testWrites holds what a writer is told, alone and among others.
func testWrites(t *testing.T, open Opener) {
	w := newWorld(t, open)
	p := w.here
	p.space("DOCS", wiki.Anonymous)
	create := func(ctx context.Context, tx *store.Tx, title string) error {
		_, err := tx.In(p.site).CreateContent(ctx, ann, wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: p.spaces["DOCS"], Title: title})
		return err
	}
	exists := func(title string) bool {
		_, cut := p.list(guest, wiki.ContentFilter{Title: title}, wiki.Window{Limit: 1})
		return len(cut.Items) == 1
	}

	refused := errors.New("refused")
	err := w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return first(create(ctx, tx, "refused"), refused)
	})
	if !errors.Is(err, refused) || exists("refused") {
		t.Errorf("a refused write: %v, left something: %v", err, exists("refused"))
	}

	err = w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		if err := create(ctx, tx, "panicked"); err != nil {
			return err
		}
		panic("in a write")
	})
	if err == nil || exists("panicked") {
		t.Errorf("a panic in a write: %v, left something: %v", err, exists("panicked"))
	}

	// The request's end before the write begins stops it; afterwards it changes nothing.
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	err = w.db.Write(ended, func(ctx context.Context, tx *store.Tx) error { return create(ctx, tx, "too late") })
	if !errors.Is(err, context.Canceled) || exists("too late") {
		t.Errorf("a write of an ended request: %v, left something: %v", err, exists("too late"))
	}
	request, cancel := context.WithCancel(t.Context())
	err = w.db.Write(request, func(ctx context.Context, tx *store.Tx) error {
		cancel()
		if ctx.Err() != nil {
			t.Error("the context of a write ends with the request")
		}
		return create(ctx, tx, "begun")
	})
	if err != nil || !exists("begun") {
		t.Errorf("a write whose request ended meanwhile: %v, kept: %v", err, exists("begun"))
	}

	// Many at once, a third of them refused: each is told the truth about itself.
	const many = 60
	outcomes := make([]error, many)
	var all sync.WaitGroup
	for i := range many {
		all.Go(func() {
			outcomes[i] = w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
				if err := create(ctx, tx, fmt.Sprint("many ", i)); err != nil {
					return err
				}
				if i%3 == 0 {
					return refused
				}
				return nil
			})
		})
	}
	all.Wait()
	for i, err := range outcomes {
		if errors.Is(err, refused) != (i%3 == 0) || err != nil && i%3 != 0 || exists(fmt.Sprint("many ", i)) != (err == nil) {
			t.Errorf("write %d of many: %v, kept: %v", i, err, exists(fmt.Sprint("many ", i)))
		}
	}

	// A snapshot does not see what is written after it began.
	tx, err := w.db.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Close()
	before, err := tx.In(p.site).ListContent(t.Context(), guest, wiki.ContentFilter{}, wiki.Window{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	w.write(func(ctx context.Context, tx *store.Tx) error { return create(ctx, tx, "after the snapshot") })
	after, err := tx.In(p.site).ListContent(t.Context(), guest, wiki.ContentFilter{}, wiki.Window{Limit: 100})
	if err != nil || len(after.Items) != len(before.Items) {
		t.Errorf("a snapshot changed from %d to %d contents, %v", len(before.Items), len(after.Items), err)
	}
	tx.Close() // twice is no error

	// Closed, the database refuses and says so.
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	err = w.db.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return create(ctx, tx, "closed") })
	wantReason(t, "Write after Close", err, wiki.Overloaded)
	_, err = w.db.Read(t.Context())
	wantReason(t, "Read after Close", err, wiki.Overloaded)
}
