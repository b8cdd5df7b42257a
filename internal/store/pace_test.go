package store

import "testing"

// room counts how many writes p would let begin at once.
func room(p *pace) (n int) {
	weight := p.weight.Load()
	for p.room.TryAcquire(weight) {
		n++
	}
	p.room.Release(int64(n) * weight)
	return n
}

func one(t *testing.T, p *pace, alone, lost bool) {
	t.Helper()
	done, err := p.begin(t.Context(), alone)
	if err != nil {
		t.Fatal(err)
	}
	done(lost)
}

func TestPaceSlowsWhenWritesLoseAndQuickensWhenTheyWin(t *testing.T) {
	t.Parallel()
	p := newPace()
	if n := room(p); n != postgresWriters {
		t.Fatalf("at first %d at once, want %d", n, postgresWriters)
	}
	for _, want := range []int{4, 2, 1, 1} {
		one(t, p, false, true)
		if n := room(p); n != want {
			t.Fatalf("after a lost race %d at once, want %d", n, want)
		}
	}
	for _, want := range []int{2, 4, 8, 8} {
		for range wins {
			one(t, p, false, false)
		}
		if n := room(p); n != want {
			t.Fatalf("after %d won races %d at once, want %d", wins, n, want)
		}
	}
}

func TestAWriteAloneHasNobodyBesideIt(t *testing.T) {
	t.Parallel()
	p := newPace()
	done, err := p.begin(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	if n := room(p); n != 0 {
		t.Errorf("%d beside it", n)
	}
	done(false)
	if n := room(p); n != postgresWriters {
		t.Errorf("%d after it, want %d", n, postgresWriters)
	}
}
