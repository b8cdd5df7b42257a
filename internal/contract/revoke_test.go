package contract

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/internal/server"
	"github.com/weirhq/weir/weirtest"
)

// TestARevokedTokenEndsOnEveryServer is security-model.md T-REVOKE: two servers over one database. A request that
// starts after the revocation was acknowledged is refused, wherever it was revoked and wherever the request goes; and
// of a stream of requests during the revocation none is accepted after one was refused. A thousand rounds in all.
func TestARevokedTokenEndsOnEveryServer(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		revokeInRounds(t, b, beside(t, b, ""), 700)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		url := pgtest.Database(t)
		b := newBench(t, weirtest.Database(url))
		revokeInRounds(t, b, beside(t, b, url), 300)
	})
}

// neighbour is a second server over the database of the first.
type neighbour struct {
	url    string
	revoke func(ctx context.Context, id string) error
}

// beside starts a second server over the data of the first.
func beside(t *testing.T, b *bench, database string) neighbour {
	t.Helper()
	cfg, _, err := config.Load(config.Sources{Adapt: func(c *config.Config) {
		c.Listen, c.Health.Listen, c.DataDir, c.Database.URL = "127.0.0.1:0", "", b.DataDir, database
	}})
	if err != nil {
		t.Fatal(err)
	}
	// The second server needs randomness for the ids of requests only.
	s, err := server.New(t.Context(), cfg, server.Deps{Now: b.Clock.Now, Random: endless{}, Log: slog.New(slog.DiscardHandler), Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("stop the second server: %v", err)
		}
	})
	return neighbour{s.URL(), s.Site().System().RevokeToken}
}

// endless is a reader that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	return io.ReadFull(strings.NewReader(strings.Repeat("weir", len(p)/4+1)), p)
}

func revokeInRounds(t *testing.T, b *bench, other neighbour, rounds int) {
	t.Helper()
	const path = "/wiki/rest/api/user/current"
	for round := range rounds {
		token := b.NewToken(t, b.Admin)
		auth := []string{"Authorization", basic(b.Admin.Email, token.Text)}
		to := func(base string) request { return request{method: "GET", url: base + path, header: auth} }
		ask := func(base string) int { return b.send(t, to(base)).status }
		for _, base := range []string{b.URL, other.url} {
			if status := ask(base); status != 200 {
				t.Fatalf("round %d: %d before the revocation", round, status)
			}
		}
		var done atomic.Bool
		stream := make(chan []answer, 1)
		go func() {
			var seen []answer
			for !done.Load() {
				a, err := b.try(t.Context(), to(other.url))
				if err != nil {
					break // the test is over
				}
				seen = append(seen, a)
			}
			stream <- seen
		}()
		if round%2 == 0 {
			b.Revoke(t, token)
		} else if err := other.revoke(t.Context(), token.ID); err != nil {
			t.Fatal(err)
		}
		after := []int{ask(other.url), ask(b.URL)}
		done.Store(true)
		if after[0] != 403 || after[1] != 403 {
			t.Fatalf("round %d: %v after the revocation was acknowledged", round, after)
		}
		refused := false
		for _, a := range <-stream {
			if refused && a.status != 403 || a.status != 200 && a.status != 403 {
				t.Fatalf("round %d: %d in the stream, refused before: %t", round, a.status, refused)
			}
			refused = a.status == 403
		}
	}
}
