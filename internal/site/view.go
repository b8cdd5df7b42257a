package site

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/wiki"
)

// viewLog counts who looked at which content: in memory first, then in batches, never in a request's transaction.
type viewLog struct {
	db  *store.DB
	log *slog.Logger

	mu    sync.Mutex
	views map[view]int
}

type view struct {
	content wiki.ContentID
	account wiki.AccountID
	minute  time.Time
}

const (
	viewFlush = 30 * time.Second // between two batches: each is a commit, after which nothing remembered is sure
	maxViews  = 10_000           // kinds of view that wait; beyond this, views are dropped
)

func newViewLog(o Options) *viewLog {
	return &viewLog{db: o.DB, log: o.Log, views: map[view]int{}}
}

func (l *viewLog) viewed(v view) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, waiting := l.views[v]; waiting || len(l.views) < maxViews {
		l.views[v]++
	}
}

func (l *viewLog) run(ctx context.Context) {
	timer := time.NewTicker(viewFlush)
	defer timer.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			err = l.flush(context.WithoutCancel(ctx))
		case <-timer.C:
			err = l.flush(ctx)
		}
		if err != nil {
			l.log.Warn("views of content", "error", err)
		}
		if ctx.Err() != nil {
			return
		}
	}
}

func (l *viewLog) flush(ctx context.Context) error {
	l.mu.Lock()
	views := l.views
	l.views = map[view]int{}
	l.mu.Unlock()
	if len(views) == 0 {
		return nil
	}
	return l.db.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		for v, n := range views {
			if err := tx.AddViews(ctx, v.content, v.account, v.minute, n); err != nil {
				return err
			}
		}
		return nil
	})
}

// Viewed counts a content that the caller was shown as viewed.
func (v *Visit) Viewed(id wiki.ContentID) {
	v.service.views.viewed(view{id, v.Caller.Account, v.service.Now().UTC().Truncate(time.Minute)})
}

// Views counts how often a content was viewed since a moment, and by how many accounts. Moments count by the minute.
// Errors: as Content.
func (s *Session) Views(ctx context.Context, id wiki.ContentID, since time.Time) (views, viewers int, err error) {
	if _, err := s.Content(ctx, id); err != nil {
		return 0, 0, err
	}
	// What this process has counted so far belongs to the answer.
	s.visit.Close()
	if err := s.visit.service.views.flush(ctx); err != nil {
		return 0, 0, err
	}
	tx, err := s.read(ctx)
	if err != nil {
		return 0, 0, err
	}
	return tx.Views(ctx, id, since)
}
