package site

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// indexer keeps the text index right behind the commits.
type indexer struct {
	db   *store.DB
	log  *slog.Logger
	wake chan struct{}

	mu     sync.Mutex
	behind chan struct{} // closed when the index has caught up; nil while it is close enough
}

// Bounds of the text index (design.md §5): a batch is small enough to let writes between, and once the oldest entry
// has waited for maxLag, writes wait for the indexer.
const (
	indexBatch = 64
	maxLag     = time.Second
	indexRetry = 200 * time.Millisecond
)

func newIndexer(o Options) *indexer {
	return &indexer{db: o.DB, log: o.Log, wake: make(chan struct{}, 1)}
}

// poke says that there is something to index. It never waits.
func (x *indexer) poke() {
	select {
	case x.wake <- struct{}{}:
	default:
	}
}

// wait lets a write through when the index is close behind, and holds it while it is not.
func (x *indexer) wait(ctx context.Context) error {
	x.mu.Lock()
	behind := x.behind
	x.mu.Unlock()
	if behind == nil {
		return nil
	}
	select {
	case <-behind:
		return nil
	case <-ctx.Done():
		return &wiki.Error{Reason: wiki.Overloaded, Err: ctx.Err()}
	}
}

func (x *indexer) run(ctx context.Context) {
	timer := time.NewTicker(indexRetry) // other processes write too
	defer timer.Stop()
	defer x.setBehind(false)
	for {
		if err := x.catchUp(ctx); err != nil && ctx.Err() == nil {
			x.log.Error("text index", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-x.wake:
		case <-timer.C:
		}
	}
}

func (x *indexer) catchUp(ctx context.Context) error {
	for ctx.Err() == nil {
		n, err := x.db.IndexSome(ctx, indexBatch, plainText)
		if err != nil {
			return err
		}
		if n < indexBatch {
			x.setBehind(false)
			return nil
		}
		lag, err := x.db.IndexLag(ctx)
		if err != nil {
			return err
		}
		x.setBehind(lag > maxLag)
	}
	return nil
}

func (x *indexer) setBehind(behind bool) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch {
	case behind && x.behind == nil:
		x.behind = make(chan struct{})
	case !behind && x.behind != nil:
		close(x.behind)
		x.behind = nil
	}
}

// plainText is the text of a stored body. Bodies were checked when they were written, so one that does not parse is
// indexed as what it is.
func plainText(storage string) string {
	doc, err := body.ParseStorage(storage)
	if err != nil {
		return storage
	}
	return doc.PlainText()
}

// Indexed waits until everything written before the call can be found, for tests and for demo start.
func (s *Service) Indexed(ctx context.Context) error {
	for {
		n, err := s.DB.IndexSome(ctx, indexBatch, plainText)
		if err != nil || n == 0 {
			return err
		}
	}
}

// useLog records when tokens were last used and which were seen expired: at most one write per token and minute,
// queued, batched, dropped under pressure, never in a request's transaction (security-model.md §5 "Last used").
type useLog struct {
	db  *store.DB
	log *slog.Logger

	mu   sync.Mutex
	last map[string]time.Time // what is still to be written
	dead map[string]bool
}

const (
	useInterval = time.Minute     // between two records of one token
	useFlush    = 2 * time.Second // between two batches
	maxUses     = 10_000          // beyond this, uses are dropped
)

func newUseLog(o Options) *useLog {
	return &useLog{db: o.DB, log: o.Log, last: map[string]time.Time{}, dead: map[string]bool{}}
}

func (u *useLog) used(token string, now, recorded time.Time) {
	if now.Sub(recorded) < useInterval {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if _, waiting := u.last[token]; !waiting && len(u.last) < maxUses {
		u.last[token] = now
	}
}

func (u *useLog) expired(token string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.dead) < maxUses {
		u.dead[token] = true
	}
}

func (u *useLog) run(ctx context.Context) {
	timer := time.NewTicker(useFlush)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			u.flush(context.WithoutCancel(ctx))
			return
		case <-timer.C:
			u.flush(ctx)
		}
	}
}

func (u *useLog) flush(ctx context.Context) {
	u.mu.Lock()
	last, dead := u.last, u.dead
	u.last, u.dead = map[string]time.Time{}, map[string]bool{}
	u.mu.Unlock()
	if len(last) == 0 && len(dead) == 0 {
		return
	}
	err := u.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		for id := range dead {
			if err := tx.BuryToken(ctx, id); err != nil {
				return err
			}
		}
		return tx.TouchTokens(ctx, last)
	})
	if err != nil {
		u.log.Warn("last use of tokens", "error", err)
	}
}
