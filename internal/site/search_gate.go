package site

import (
	"context"
	"sync"

	"github.com/weirhq/weir/internal/wiki"
)

// maxSearches is how many searches of one account run at once (security-model.md §10). Others wait their turn, without a
// snapshot, so that one account's searches never keep the rest of the installation from reading.
const maxSearches = 4

// searchGate counts the searches of each account. Callers without an account are not told apart, and not counted.
type searchGate struct {
	mu       sync.Mutex
	accounts map[wiki.AccountID]*searches
}

// searches are those of one account.
type searches struct {
	running chan struct{} // holds an entry for each
	callers int           // that run or wait
}

func newSearchGate() *searchGate { return &searchGate{accounts: map[wiki.AccountID]*searches{}} }

// enter waits until an account may search, as long as ctx lasts; before it waits, it calls idle. Errors: RateLimited.
func (g *searchGate) enter(ctx context.Context, account wiki.AccountID, idle func()) (leave func(), err error) {
	if account == "" {
		return func() {}, nil
	}
	g.mu.Lock()
	s := g.accounts[account]
	if s == nil {
		s = &searches{running: make(chan struct{}, maxSearches)}
		g.accounts[account] = s
	}
	s.callers++
	g.mu.Unlock()
	gone := func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if s.callers--; s.callers == 0 {
			delete(g.accounts, account)
		}
	}
	select {
	case s.running <- struct{}{}:
	default:
		idle()
		select {
		case s.running <- struct{}{}:
		case <-ctx.Done():
			gone()
			return nil, &wiki.Error{Reason: wiki.RateLimited, Err: ctx.Err(), Facts: wiki.Facts{Account: account,
				Detail: "too many searches of this account run at once"}}
		}
	}
	return func() { <-s.running; gone() }, nil
}
