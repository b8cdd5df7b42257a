package site

import (
	"context"
	"errors"
	"time"

	"github.com/weirhq/weir/internal/store"
)

// sweepInterval is how long a token may be expired before it is recorded as dead, when nobody uses it
// (security-model.md §5 "Expiry").
const sweepInterval = time.Minute

// sweep records the death of expired tokens, and deletes records of the audit log that are too old, until ctx ends.
func (s *Service) sweep(ctx context.Context) {
	minutes := s.Minutes
	if minutes == nil {
		ticker := time.NewTicker(sweepInterval)
		defer ticker.Stop()
		minutes = ticker.C
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-minutes:
			if err := errors.Join(s.buryExpired(ctx), s.forgetAudits(ctx)); err != nil && ctx.Err() == nil {
				s.Log.Warn("the work of each minute", "error", err)
			}
		}
	}
}

// buryExpired asks first and writes only where there is something to write: most minutes have nothing.
func (s *Service) buryExpired(ctx context.Context) error {
	tx, err := s.DB.Read(ctx)
	if err != nil {
		return err
	}
	some, err := tx.HasExpired(ctx)
	tx.Close()
	if err != nil || !some {
		return err
	}
	return s.DB.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.BuryExpired(ctx) })
}
