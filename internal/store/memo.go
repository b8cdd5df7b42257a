package store

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/weirhq/weir/internal/wiki"
)

// A database that has not changed gives the same answers. The memo keeps answers to reads together with the stamp of the
// state they belong to (stamp.go) and forgets all of them when the stamp changes: nothing is decided from a state that is
// not the current one (design.md §5 "Revocation is exact"). It exists where a stamp can be had, on SQLite.

// ErrMoved says that the database changed between the promise of a snapshot (Glance) and its opening. What was remembered
// belongs to another state than what would be read now, so the whole work begins anew, with Read.
var ErrMoved = errors.New("the database changed before the snapshot was opened")

// Bounds of what is remembered.
const (
	maxRemembered = 4 << 20 // bytes, as estimated by those who remember
	maxOneAnswer  = 256 << 10
)

// generation is what is remembered of one state of the database.
type generation struct {
	stamp stamp

	mu      sync.RWMutex
	answers map[answerKey]answer
	size    int
}

// answerKey names an answer: to a question about the installation, where site is 0, or to one that Keep was given.
type answerKey struct {
	site wiki.SiteID
	text string
}

type answer struct {
	value any
	size  int
}

func (g *generation) get(key answerKey) (any, bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	a, ok := g.answers[key]
	return a.value, ok
}

func (g *generation) put(key answerKey, value any, size int) {
	size += len(key.text) + int(unsafe.Sizeof(key)+unsafe.Sizeof(answer{}))
	if size > maxOneAnswer {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, there := g.answers[key]; there {
		return
	}
	for old, a := range g.answers { // any: maps are read in random order
		if g.size+size <= maxRemembered {
			break
		}
		delete(g.answers, old)
		g.size -= a.size
	}
	key.text = strings.Clone(key.text)
	g.answers[key] = answer{value, size}
	g.size += size
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
		fresh := &generation{stamp: s, answers: map[answerKey]answer{}}
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
	return &Tx{db: d, pool: d.read, now: d.now(), memory: g, begin: ctx}, nil
}

// remember answers from memory, or asks and remembers. size is about how many bytes the answer takes. What is returned
// is shared: load must return what nobody changes, or the caller of remember makes a copy.
func remember[T any](t *Tx, key string, size func(T) int, load func() (T, error)) (T, error) {
	if t.memory == nil {
		return load()
	}
	if v, ok := t.memory.get(answerKey{text: key}); ok {
		if out, ok := v.(T); ok {
			return out, nil
		}
	}
	out, err := load()
	if err == nil {
		t.memory.put(answerKey{text: key}, out, size(out))
	}
	return out, err
}

// Recall returns what Keep kept of the site in the present state under a key.
func (t *SiteTx) Recall(key string) (any, bool) {
	if t.memory == nil {
		return nil, false
	}
	return t.memory.get(answerKey{t.site, key})
}

// Keep keeps an answer that was made from this snapshot, from what was kept and from nothing else, until the next commit.
// size is about how many bytes it takes. What is kept is shared: nobody may change it. Nothing is kept where the state of
// the snapshot is not known. Keep may be called after Close.
func (t *SiteTx) Keep(key string, value any, size int) {
	if t.memory != nil && (t.pinned || t.sql == nil) {
		t.memory.put(answerKey{t.site, key}, value, size)
	}
}
