package site

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/weirhq/weir/internal/blob"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/store"
	"github.com/weirhq/weir/internal/thumbnail"
	"github.com/weirhq/weir/internal/wiki"
)

// Options are what an installation is made of.
type Options struct {
	DB       *store.DB
	Blobs    *blob.Dir
	Keys     identity.Keyring
	Switches identity.Switches
	Now      func() time.Time
	Random   io.Reader // the system's generator, but in tests
	Log      *slog.Logger
	// MaxScopes is the most scopes a token may hold (tokens.max-scopes, auth-behaviour.md §4 "Scopes per token").
	MaxScopes int
	// MaxUpload is the most bytes an attachment may have.
	MaxUpload int64
	// Minutes says when to look for tokens that expired unseen; nil: once a minute.
	Minutes <-chan time.Time
	// SearchTime is how long a search may wait and run; 0: five seconds (security-model.md §10).
	SearchTime time.Duration
}

// Service is the installation: all sites over one database and one blob store. Safe for concurrent use.
type Service struct {
	Options
	index     *indexer
	uses      *useLog
	passwords *passwords
	views     *viewLog
	searches  *searchGate
	tasks     *taskRunner
	pictures  *thumbnail.Maker
	stop      context.CancelFunc
	work      sync.WaitGroup
}

// New starts the installation's own work (text index, last use of tokens, views, expired tokens, long-running tasks). Close it.
func New(o Options) *Service {
	if o.SearchTime == 0 {
		o.SearchTime = 5 * time.Second
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Service{Options: o, index: newIndexer(o), uses: newUseLog(o), passwords: newPasswords(o), views: newViewLog(o), searches: newSearchGate(), pictures: thumbnail.NewMaker(), stop: stop}
	s.tasks = newTaskRunner(s)
	s.work.Go(func() { s.index.run(ctx) })
	s.work.Go(func() { s.uses.run(ctx) })
	s.work.Go(func() { s.sweep(ctx) })
	s.work.Go(func() { s.views.run(ctx) })
	for range taskWorkers {
		s.work.Go(func() { s.tasks.run(ctx) })
	}
	return s
}

// Close ends the installation's own work and writes down what it still held. The database and the blob store stay open.
func (s *Service) Close() {
	s.stop()
	s.work.Wait()
}

// Ready asks database and blob store whether they answer, for /readyz.
func (s *Service) Ready(ctx context.Context) error {
	if err := s.DB.Ping(ctx); err != nil {
		return err
	}
	return s.Blobs.Check()
}

// Sites lists all sites, for the server's table of hosts.
func (s *Service) Sites(ctx context.Context) ([]wiki.Site, error) {
	tx, err := s.DB.Read(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close()
	return tx.Sites(ctx)
}
