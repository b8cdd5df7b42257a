package server

import (
	"context"
	"sync"
	"time"
)

// timeLimit is a context that ends after a time, as context.WithTimeout makes it, but has a timer only from when somebody
// waits for its end or derives from it. An answer that is at hand costs none.
type timeLimit struct {
	context.Context // the request's
	now             func() time.Time
	deadline        time.Time

	mu      sync.Mutex
	timed   context.Context // nil as long as nobody waits
	release context.CancelFunc
}

// newTimeLimit limits parent to a time. Call end when the work is done.
func newTimeLimit(parent context.Context, limit time.Duration) *timeLimit {
	c := &timeLimit{Context: parent, now: time.Now} // the machine's, as connections have it
	c.deadline = c.now().Add(limit)
	return c
}

func (c *timeLimit) started() context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.timed == nil {
		c.timed, c.release = context.WithDeadline(c.Context, c.deadline)
	}
	return c.timed
}

// end ends the context for those who derived from it.
func (c *timeLimit) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.release != nil {
		c.release()
	}
}

// Deadline is part of context.Context, as are Done, Err and Value.
func (c *timeLimit) Deadline() (time.Time, bool) {
	if earlier, ok := c.Context.Deadline(); ok && earlier.Before(c.deadline) {
		return earlier, true
	}
	return c.deadline, true
}

func (c *timeLimit) Done() <-chan struct{} { return c.started().Done() }

func (c *timeLimit) Err() error {
	c.mu.Lock()
	timed := c.timed
	c.mu.Unlock()
	switch {
	case timed != nil:
		return timed.Err()
	case c.Context.Err() != nil:
		return c.Context.Err()
	case !c.now().Before(c.deadline):
		return context.DeadlineExceeded
	}
	return nil
}

// Value asks the timed context where there is one: package context finds by it that it need not watch Done in a goroutine.
func (c *timeLimit) Value(key any) any {
	c.mu.Lock()
	timed := c.timed
	c.mu.Unlock()
	if timed != nil {
		return timed.Value(key)
	}
	return c.Context.Value(key)
}
