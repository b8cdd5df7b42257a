package site_test

import (
	"testing"
	"time"

	"github.com/weirhq/weir/internal/wiki"
)

// TestTokensThatExpireUnusedAreRecorded: the death of a token is final also when nobody uses it, so that setting the clock
// back revives none.
func TestTokensThatExpireUnusedAreRecorded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cred, id := b.token("ann") // for a day
	minutes := make(chan time.Time)
	b.minutes = minutes
	swept := b.open("", b.service.Switches)
	// The second minute is taken only when the work of the first is done.
	sweep := func() { minutes <- noon; minutes <- noon }
	died := func() time.Time {
		tokens, err := b.service.System().Tokens(t.Context(), "")
		b.must(err)
		for _, k := range tokens {
			if k.ID == id {
				return k.Died
			}
		}
		t.Fatal("the token is not listed")
		return time.Time{}
	}
	const day = 24 * 60 * 60
	b.seconds.Add(day - 10)
	sweep()
	if at := died(); !at.IsZero() {
		t.Errorf("the token died at %v, before its end", at)
	}
	b.seconds.Add(10)
	sweep()
	if at := died(); !at.Equal(b.now()) {
		t.Errorf("the token died at %v, want %v", at, b.now())
	}
	b.seconds.Add(-day)
	if got := b.enters(swept, cred); got != wiki.TokenExpired {
		t.Errorf("with the clock set back the token is %q", got)
	}
}
