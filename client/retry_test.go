package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// refusing answers with each status in turn, then with success.
func refusing(retryAfter string, statuses ...int) (http.HandlerFunc, *atomic.Int64) {
	var n atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		i := int(n.Add(1)) - 1
		if i < len(statuses) {
			if retryAfter != "" {
				w.Header().Set("Retry-After", retryAfter)
			}
			w.Header().Set("RateLimit-Reason", "confluence-burst-based")
			w.WriteHeader(statuses[i])
			return
		}
		fmt.Fprint(w, "{}")
	}, &n
}

func TestRetriesWaitAsTold(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	// With zeros for randomness a back-off is half of what it may be.
	for name, tc := range map[string]struct {
		retryAfter string
		statuses   []int
		method     string
		want       []time.Duration
		err        error
	}{
		"nothing said":        {"", []int{503, 429, 503, 429}, "GET", []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second}, nil},
		"seconds":             {"7", []int{429}, "GET", []time.Duration{7*time.Second + 62500*time.Microsecond}, nil},
		"a date":              {"Thu, 15 Jan 2026 12:00:20 GMT", []int{429}, "GET", []time.Duration{20*time.Second + 62500*time.Microsecond}, nil},
		"zero is no loop":     {"0", []int{429}, "GET", []time.Duration{250 * time.Millisecond}, nil},
		"a date that is over": {"Thu, 15 Jan 2026 11:00:00 GMT", []int{503}, "GET", []time.Duration{250 * time.Millisecond}, nil},
		"too long":            {"61", []int{429}, "GET", nil, &RateLimitError{}},
		"an idempotent write": {"1", []int{429}, "PUT", []time.Duration{time.Second + 62500*time.Microsecond}, nil},
		"a write that is not": {"1", []int{429}, "POST", nil, &RateLimitError{}},
		"too often":           {"", []int{503, 503, 503, 503, 503}, "DELETE", []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second}, &ServerError{}},
		"another fault":       {"", []int{500}, "GET", nil, &ServerError{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler, served := refusing(tc.retryAfter, tc.statuses...)
			clock := &wait{now: start}
			c, _ := connect(t, serve(t, handler), Credentials{}, WithClock(clock.Now, clock.Sleep), WithRandom(zeros{}))
			res, err := c.Do(t.Context(), tc.method, "/api/v2/pages/1", nil, strings.NewReader("{}"))
			if err == nil {
				drain(res.Body)
			}
			if got, want := fmt.Sprintf("%T", err), fmt.Sprintf("%T", tc.err); got != want {
				t.Errorf("error %s, want %s: %v", got, want, err)
			}
			if diff := cmp.Diff(tc.want, clock.slept); diff != "" {
				t.Errorf("waits (-want +got):\n%s", diff)
			}
			if got := int(served.Load()); got != len(tc.want)+1 {
				t.Errorf("%d requests, want %d", got, len(tc.want)+1)
			}
		})
	}
}

func TestRateLimitTellsHowLong(t *testing.T) {
	t.Parallel()
	handler, _ := refusing("3600", http.StatusTooManyRequests)
	c, _ := connect(t, serve(t, handler), Credentials{})
	_, err := c.Do(t.Context(), http.MethodGet, "/api/v2/pages", nil, nil)
	limit, ok := errors.AsType[*RateLimitError](err)
	if !ok || limit.RetryAfter != time.Hour || limit.Reason != "confluence-burst-based" {
		t.Errorf("got %v", err)
	}
	if want := "v2:getPages: rate limit, to be tried again in 1h0m0s (429)"; err.Error() != want {
		t.Errorf("text %q, want %q", err, want)
	}
}

func TestBodiesAreSentAgainInFull(t *testing.T) {
	t.Parallel()
	var bodies []string
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if bodies = append(bodies, string(body)); len(bodies) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		fmt.Fprint(w, "{}")
	})
	clock := &wait{}
	c, _ := connect(t, site, Credentials{}, WithClock(clock.Now, clock.Sleep))
	res, err := c.Do(t.Context(), http.MethodPut, "/api/v2/pages/1", nil, bytes.NewBufferString(`{"id":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	drain(res.Body)
	if diff := cmp.Diff([]string{`{"id":"1"}`, `{"id":"1"}`}, bodies); diff != "" {
		t.Errorf("bodies (-want +got):\n%s", diff)
	}
	// A stream cannot be read twice.
	bodies = nil
	_, err = c.Do(t.Context(), http.MethodPut, "/api/v2/pages/1", nil, io.MultiReader(strings.NewReader("{}")))
	if !errors.As(err, new(*ServerError)) || len(bodies) != 1 {
		t.Errorf("stream: %v after %d requests", err, len(bodies))
	}
}

// faulty fails a number of requests as a broken network does.
type faulty struct {
	next   http.RoundTripper
	faults int
	seen   int
}

func (f *faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.seen++; f.seen <= f.faults {
		return nil, errors.New("connection reset by peer")
	}
	return f.next.RoundTrip(r)
}

func TestNetworkFaultsAreRetriedForSafeMethodsOnly(t *testing.T) {
	t.Parallel()
	handler, _ := refusing("")
	site := serve(t, handler)
	for method, want := range map[string]int{"GET": 3, "PUT": 1, "DELETE": 1, "POST": 1} {
		clock, m := &wait{}, newMeter(t)
		f := &faulty{next: m, faults: 2}
		c, err := New(site, Credentials{}, WithTransport(f), WithClock(clock.Now, clock.Sleep))
		if err != nil {
			t.Fatal(err)
		}
		res, err := c.Do(t.Context(), method, "/api/v2/pages/1", nil, nil)
		if err == nil {
			drain(res.Body)
		}
		if f.seen != want || (err == nil) != (method == "GET") {
			t.Errorf("%s: %d requests, %v", method, f.seen, err)
		}
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	t.Parallel()
	handler, _ := refusing("30", 429, 429)
	c, _ := connect(t, serve(t, handler), Credentials{})
	ctx, cancel := context.WithCancel(t.Context())
	c.sleep = func(ctx context.Context, d time.Duration) error {
		cancel()
		return sleep(ctx, d)
	}
	if _, err := c.Do(ctx, http.MethodGet, "/api/v2/pages", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
