package server

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestTimeLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for name, waited := range map[string]bool{"nobody waits": false, "somebody waits": true} {
			c := newTimeLimit(context.Background(), time.Minute)
			var child context.Context = c
			if waited {
				var stop context.CancelFunc
				child, stop = context.WithCancel(c)
				defer stop()
			}
			if at, ok := child.Deadline(); !ok || !at.Equal(time.Now().Add(time.Minute)) {
				t.Errorf("%s: the deadline is %v, %v", name, at, ok)
			}
			<-time.After(time.Minute - 1)
			synctest.Wait()
			if err := errors.Join(c.Err(), child.Err()); err != nil {
				t.Errorf("%s: ended too early with %v", name, err)
			}
			<-time.After(1)
			synctest.Wait()
			if !errors.Is(c.Err(), context.DeadlineExceeded) || !errors.Is(child.Err(), context.DeadlineExceeded) {
				t.Errorf("%s: after its time %v, %v", name, c.Err(), child.Err())
			}
			c.end()
		}
	})
}

func TestTimeLimitEndsWithItsWorkAndItsRequest(t *testing.T) {
	t.Parallel()
	done := newTimeLimit(t.Context(), time.Hour)
	child, stop := context.WithCancel(done)
	defer stop()
	done.end()
	if child.Err() != context.Canceled {
		t.Errorf("after the work: %v", child.Err())
	}

	request, gone := context.WithCancel(t.Context())
	idle, waiting := newTimeLimit(request, time.Hour), newTimeLimit(request, time.Hour)
	defer idle.end()
	defer waiting.end()
	over := waiting.Done()
	gone()
	<-over
	if idle.Err() != context.Canceled || waiting.Err() != context.Canceled {
		t.Errorf("after the client left: %v, %v", idle.Err(), waiting.Err())
	}
}

func TestTimeLimitKeepsAnEarlierOne(t *testing.T) {
	t.Parallel()
	soon, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	want, _ := soon.Deadline()
	if got, ok := newTimeLimit(soon, time.Hour).Deadline(); !ok || !got.Equal(want) {
		t.Errorf("the deadline is %v, want %v", got, want)
	}
}
