package client

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/weirhq/weir/weirtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// meter passes requests on and keeps what they were.
type meter struct {
	next http.RoundTripper

	mu   sync.Mutex
	sent []string // method and path
	auth []string // header Authorization of each
}

func newMeter(t *testing.T) *meter {
	t.Helper()
	m := &meter{next: &http.Transport{}}
	t.Cleanup(m.next.(*http.Transport).CloseIdleConnections)
	return m
}

func (m *meter) RoundTrip(r *http.Request) (*http.Response, error) {
	m.mu.Lock()
	m.sent = append(m.sent, r.Method+" "+r.URL.Path)
	m.auth = append(m.auth, r.Header.Get("Authorization"))
	m.mu.Unlock()
	res, err := m.next.RoundTrip(r)
	if err == nil { // the client must do without what only weir tells
		for name := range res.Header {
			if len(name) > 7 && name[:7] == "X-Weir-" {
				delete(res.Header, name)
			}
		}
	}
	return res, err
}

// stage lets a server play the vendor's hosts.
type stage struct {
	next   http.RoundTripper
	server *weirtest.Server
}

func (s *stage) RoundTrip(r *http.Request) (*http.Response, error) {
	host := r.URL.Hostname()
	if r.URL.Scheme != "https" || host != "api.atlassian.com" && host != "acme.atlassian.net" && host != "acme.jira.com" {
		return nil, fmt.Errorf("%s is no host of the vendor's", r.URL.Host)
	}
	sent := r.Clone(r.Context())
	sent.URL.Scheme, sent.URL.Host, sent.Host = "http", strings.TrimPrefix(s.server.URL, "http://"), ""
	res, err := s.next.RoundTrip(sent)
	if err == nil {
		res.Request = r
	}
	return res, err
}

// take is what was sent since the last take.
func (m *meter) take() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	sent := m.sent
	m.sent, m.auth = nil, nil
	return sent
}

// memory is a DoorCache.
type memory struct {
	mu    sync.Mutex
	doors map[string]Door
}

func newMemory() *memory { return &memory{doors: map[string]Door{}} }

func (m *memory) Door(key string) (Door, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d, ok := m.doors[key]
	return d, ok
}

func (m *memory) Remember(key string, d Door) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.doors[key] = d
}

func (m *memory) Forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.doors, key)
}

// wait is a sleep that takes no time and keeps how long it would have been. Its clock moves on by it.
type wait struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func (w *wait) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *wait) Sleep(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.slept = append(w.slept, d)
	w.now = w.now.Add(d)
	return ctx.Err()
}

// zeros is a source of random bytes without surprises.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// newServer is a server that answers as a deployment does.
func newServer(t *testing.T, options ...weirtest.Option) *weirtest.Server {
	t.Helper()
	return weirtest.New(t, append([]weirtest.Option{weirtest.Deployed()}, options...)...)
}

// connect is a client of the server with a meter, as an account with a token.
func connect(t *testing.T, site string, credentials Credentials, options ...Option) (*Client, *meter) {
	t.Helper()
	m := newMeter(t)
	c, err := New(site, credentials, append([]Option{WithTransport(m)}, options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return c, m
}

// serve is a server of the test's own, by its URL.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}
