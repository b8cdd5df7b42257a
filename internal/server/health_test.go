package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/config"
)

// probe asks the listener for probes.
func (b *bench) probe(path string) (int, string, error) {
	r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, b.srv.ProbesURL()+path, nil)
	if err != nil {
		return 0, "", err
	}
	res, err := b.client.Do(r)
	if err != nil {
		return 0, "", err
	}
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), errors.Join(err, res.Body.Close())
}

func TestProbesHaveTheirOwnListener(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if status, body, err := b.probe(path); err != nil || status != 200 || body != want {
			t.Errorf("%s: %d %q %v", path, status, body, err)
		}
		if res, _ := b.do("GET", siteName, path); res.StatusCode != 404 {
			t.Errorf("%s on the public listener: %d", path, res.StatusCode)
		}
	}
	if status, _, err := b.probe("/wiki/rest/api/space"); err != nil || status != 404 {
		t.Errorf("the API on the listener for probes: %d %v", status, err)
	}
}

func TestADemoAnswersProbesItself(t *testing.T) {
	t.Parallel()
	b := newBench(t, demo)
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		if res, body := b.do("GET", "127.0.0.1", path); res.StatusCode != 200 || body != want {
			t.Errorf("%s: %d %q", path, res.StatusCode, body)
		}
	}
	if b.srv.probes != nil {
		t.Error("a demo listens for probes apart")
	}
}

func TestReadinessNeedsTheDatabase(t *testing.T) {
	t.Parallel()
	h := &health{ready: func(context.Context) error { return errors.New("connection refused to db.internal") },
		log: NewLog(io.Discard, false, nil)}
	if a := h.answer(t.Context(), "readyz"); a.Status != 503 || string(a.Body) != "not ready\n" {
		t.Errorf("%d %q", a.Status, a.Body)
	}
	if a := h.answer(t.Context(), "healthz"); a.Status != 200 {
		t.Errorf("the process itself: %d", a.Status)
	}
}

// gate is a clock that can be held. A request that was refused asks for the time while it is answered, so holding the
// clock holds the request.
type gate struct {
	armed   atomic.Bool
	entered chan struct{}
	open    chan struct{}
}

func newGate() *gate { return &gate{entered: make(chan struct{}, 1), open: make(chan struct{})} }

func (g *gate) now() time.Time {
	if g.armed.Swap(false) {
		g.entered <- struct{}{}
		<-g.open
	}
	return noon
}

// TestStoppingDrains: readiness fails first, the running request ends well, then the server is gone.
func TestStoppingDrains(t *testing.T) {
	t.Parallel()
	clock := newGate()
	b := newBench(t, func(_ *config.Config, d *Deps) { d.Now = clock.now })
	b.do("GET", siteName, "/status") // the site's name is in the table from now on
	clock.armed.Store(true)
	type result struct {
		status int
		err    error
	}
	answered := make(chan result, 1)
	go func() {
		r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, "http://"+b.srv.public.Addr().String()+"/nosuch", nil)
		if err != nil {
			answered <- result{0, err}
			return
		}
		r.Host = siteName
		res, err := b.client.Do(r)
		if err != nil {
			answered <- result{0, err}
			return
		}
		answered <- result{res.StatusCode, res.Body.Close()}
	}()
	<-clock.entered
	b.stop()
	for {
		status, body, err := b.probe("/readyz")
		if err != nil {
			t.Fatal(err)
		}
		if status == 503 && body == "stopping\n" {
			break
		}
	}
	close(clock.open)
	if got := <-answered; got.err != nil || got.status != 404 {
		t.Errorf("the running request: %+v", got)
	}
	err := <-b.ended
	b.ended <- err // for the cleanup
	if err != nil {
		t.Errorf("Run: %v", err)
	}
	if status, _, err := b.probe("/healthz"); err == nil {
		t.Errorf("a server that ended answers probes: %d", status)
	}
}

// TestWhatDoesNotEndIsCutOff: a request that outlives limits.drain does not keep the server.
func TestWhatDoesNotEndIsCutOff(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *config.Config, _ *Deps) { c.Limits.Drain = config.Duration(20 * time.Millisecond) })
	conn := b.dial()
	if _, err := io.WriteString(conn, "GET /status HTTP/1.1\r\nHost: wiki.test\r\n"); err != nil { // the head does not end
		t.Fatal(err)
	}
	b.do("GET", siteName, "/status") // the connection before this one was accepted
	b.stop()
	err := <-b.ended
	b.ended <- err
	if err != nil {
		t.Errorf("Run: %v", err)
	}
}
