package client

import (
	"context"
	"iter"
	"sync"
)

// Export runs fetch for every item of a list, up to workers at a time, and yields the results in the list's order. At
// most twice as many results as workers are held, however long the list is. The first error, of the list or of fetch,
// is the last element; it and a break end all work that is under way before the range statement is left.
//
//	pages := c.V2.GetPages(ctx, client.GetPagesQuery{Limit: 250})
//	for page, err := range client.Export(ctx, pages, 8, func(ctx context.Context, p v2.PageBulk) (*v2.Page, error) {
//		return c.V2.GetPageByID(ctx, string(p.ID), client.GetPageByIDQuery{BodyFormat: "storage"})
//	}) {
//		…
//	}
//
// The list is read by the same goroutine throughout, which is not the caller's.
func Export[In, Out any](ctx context.Context, items iter.Seq2[In, error], workers int, fetch func(context.Context, In) (Out, error)) iter.Seq2[Out, error] {
	return func(yield func(Out, error) bool) {
		workers := max(1, workers)
		ctx, cancel := context.WithCancel(ctx)
		e := &export[In, Out]{fetch: fetch, order: make(chan *job[In, Out], workers), work: make(chan *job[In, Out])}
		e.running.Go(func() { e.read(ctx, items) })
		for range workers {
			e.running.Go(func() { e.serve(ctx) })
		}
		defer e.running.Wait()
		defer cancel()
		for j := range e.order {
			select {
			case <-j.done:
			case <-ctx.Done():
				yield(*new(Out), ctx.Err())
				return
			}
			if !yield(j.out, j.err) || j.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(*new(Out), err)
		}
	}
}

type export[In, Out any] struct {
	fetch   func(context.Context, In) (Out, error)
	order   chan *job[In, Out] // as the list has them
	work    chan *job[In, Out]
	running sync.WaitGroup
}

type job[In, Out any] struct {
	in   In
	out  Out
	err  error
	done chan struct{}
}

// read hands every item to the workers and, in the same order, to whoever waits for the results.
func (e *export[In, Out]) read(ctx context.Context, items iter.Seq2[In, error]) {
	defer close(e.order)
	defer close(e.work)
	for in, err := range items {
		j := &job[In, Out]{in: in, err: err, done: make(chan struct{})}
		if err != nil {
			close(j.done)
		}
		select {
		case e.order <- j:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
		select {
		case e.work <- j:
		case <-ctx.Done():
			return
		}
	}
}

func (e *export[In, Out]) serve(ctx context.Context) {
	for j := range e.work {
		j.out, j.err = e.fetch(ctx, j.in)
		close(j.done)
	}
}
