package site

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

func TestFourSearchesOfAnAccountRunAtOnce(t *testing.T) {
	t.Parallel()
	g := newSearchGate()
	waited := 0
	enter := func(ctx context.Context, account wiki.AccountID) (func(), error) {
		return g.enter(ctx, account, func() { waited++ })
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	var leave []func()
	for range maxSearches {
		l, err := enter(over, "ann")
		if err != nil || waited != 0 {
			t.Fatal(err, waited)
		}
		leave = append(leave, l)
	}
	if _, err := enter(over, "ann"); !wiki.HasReason(err, wiki.RateLimited) || waited != 1 {
		t.Fatalf("the fifth: %v, waited %d times", err, waited)
	}
	for range 2 * maxSearches { // nobody else is kept out, and those without an account are not counted
		if _, err := enter(over, ""); err != nil {
			t.Fatal(err)
		}
	}
	if l, err := enter(over, "bob"); err != nil {
		t.Fatal(err)
	} else {
		l()
	}

	// One that ends lets one in that waits.
	entered := make(chan func())
	idle := make(chan struct{})
	go func() {
		l, err := g.enter(t.Context(), "ann", func() { close(idle) })
		if err != nil {
			t.Error(err)
		}
		entered <- l
	}()
	<-idle
	leave[0]()
	leave[0] = <-entered
	for _, l := range leave {
		l()
	}
	if len(g.accounts) != 0 {
		t.Errorf("the gate remembers %d accounts", len(g.accounts))
	}
}
