package store

import (
	"context"
	"errors"
	"sync/atomic"
)

// A database that has not changed gives the same answers. The memo keeps answers to reads together with the stamp of the
// state they belong to (stamp.go) and forgets them when the stamp changes: nothing is decided from a state that is not the
// current one (design.md §5 "Revocation is exact"). It exists where a stamp can be had, on SQLite.

// ErrMoved says that the database changed between the promise of a snapshot (Glance) and its opening. What was remembered
// belongs to another state than what would be read now, so the whole work begins anew, with Read.
var ErrMoved = errors.New("the database changed before the snapshot was opened")

// generation is what is remembered of one state of the database.
type generation struct {
	stamp stamp
	// facts say who calls and what they may do; states that do not differ in them share them (facts.go).
	facts *shelf
	// answers are what Keep was given.
	answers *shelf
}

// memo holds the newest generation.
type memo struct {
	stamps  *stamps
	current atomic.Pointer[generation]
}

// now is the generation of the database's present state, nil when no stamp can be had.
func (m *memo) now() *generation {
	if m == nil {
		return nil
	}
	s, ok := m.stamps.read()
	if !ok {
		return nil
	}
	for {
		g := m.current.Load()
		if g != nil && g.stamp == s {
			return g
		}
		// Two states can take turns here for a moment; what is lost is only what was remembered.
		fresh := &generation{stamp: s, facts: newShelf(), answers: newShelf()}
		if m.current.CompareAndSwap(g, fresh) {
			return fresh
		}
	}
}

// Glance promises a snapshot of the present state, and opens it only when something is asked that is not remembered. Its
// methods then may return ErrMoved. Where nothing can be remembered it is Read.
func (d *DB) Glance(ctx context.Context) (*Tx, error) {
	g := d.memo.now()
	if g == nil {
		return d.Read(ctx)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &Tx{db: d, pool: d.read, now: d.now(), facts: g.facts, promise: &promise{state: g, begin: ctx}}, nil
}

// promise is how a glance stands to the state that it promised a snapshot of.
type promise struct {
	state *generation
	// begin is the context in which the snapshot was promised, and in which it is opened: one opened in the context of a
	// statement would end with that statement's time limit.
	begin  context.Context
	asked  bool // a statement ran
	pinned bool // the open snapshot proved to be of the state
	broken bool // what was read is of another state
}

// check compares the state that a statement's snapshot is of with the promised one. The statement has begun: if the stamp
// is the promised one now, no commit lies between.
func (p *promise) check(m *memo) error {
	if s, ok := m.stamps.read(); !ok || s != p.state.stamp {
		p.broken = true
		return ErrMoved
	}
	return nil
}

// Recall returns what Keep kept of the site in the present state under a key.
func (t *SiteTx) Recall(key string) (any, bool) {
	if t.promise == nil {
		return nil, false
	}
	return t.promise.state.answers.get(answerKey{t.site, key})
}

// Keep keeps an answer that was made from this snapshot, from what was kept and from nothing else, until the next commit.
// size is about how many bytes it takes. What is kept is shared: nobody may change it. Nothing is kept where the state of
// the snapshot is not known. Keep may be called after Close.
func (t *SiteTx) Keep(key string, value any, size int) {
	if p := t.promise; p != nil && !p.broken {
		p.state.answers.put(answerKey{t.site, key}, value, size)
	}
}
