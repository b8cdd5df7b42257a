package proxy

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/weirtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// wire is the way to the site. It shows what was sent, takes off what only weir says, and knows tokens under names that
// say nothing: the proxy must do without the look of a token.
type wireTap struct {
	next   http.RoundTripper
	tokens map[string]string // opaque text to the real one

	mu   sync.Mutex
	sent []sentRequest
}

type sentRequest struct {
	method, url, authorization string
	header                     http.Header
}

func (w *wireTap) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.sent = append(w.sent, sentRequest{r.Method, r.URL.String(), r.Header.Get("Authorization"), r.Header.Clone()})
	w.mu.Unlock()
	r = r.Clone(r.Context())
	user, password, ok := readBasic(r.Header.Get("Authorization"))
	if token, known := w.tokens[password]; ok && known {
		r.SetBasicAuth(user, token)
	}
	if token, known := w.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), bearer)]; known {
		r.Header.Set("Authorization", bearer+token)
	}
	res, err := w.next.RoundTrip(r)
	if err == nil {
		for name := range res.Header {
			if strings.HasPrefix(name, "X-Weir-") {
				res.Header.Del(name)
			}
		}
	}
	return res, err
}

// take is what was sent since the last take.
func (w *wireTap) take() []sentRequest {
	w.mu.Lock()
	defer w.mu.Unlock()
	sent := w.sent
	w.sent = nil
	return sent
}

// Tokens as the tests and the proxy know them.
const (
	unscoped = "token-one"
	scoped   = "token-two"
	service  = "token-three"
	readOnly = "token-four"
	revoked  = "token-five"
	testKey  = KeyPrefix + "of-this-run"
)

// stand is a site with a proxy before it.
type stand struct {
	*weirtest.Server
	url, gateway string // of the proxy
	host         string
	tap          *wireTap
	seen         *events
	client       *http.Client
}

// events are what the proxy told of its requests. It tells when a request is done, which is after its client has the answer;
// who looks waits for that.
type events struct {
	busy sync.RWMutex // held for reading by each request
	mu   sync.Mutex
	list []Exchange
}

func (e *events) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		e.busy.RLock()
		defer e.busy.RUnlock()
		next.ServeHTTP(w, r)
	})
}

func (e *events) add(x *Exchange) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, *x)
}

func (e *events) last() Exchange {
	e.busy.Lock()
	defer e.busy.Unlock()
	if len(e.list) == 0 {
		return Exchange{}
	}
	return e.list[len(e.list)-1]
}

// newStand puts a proxy, whose stored token is the scoped one, before a server that answers as a deployment does.
func newStand(t *testing.T, options Options, credentials ...client.Credentials) *stand {
	t.Helper()
	w := weirtest.New(t, weirtest.Deployed())
	tap := newTap(t, map[string]string{
		unscoped: w.Unscoped.Text, scoped: w.Scoped.Text, service: w.Service.Text, readOnly: w.ReadOnly.Text, revoked: w.Revoked.Text,
	})
	stored := client.Credentials{Email: w.Admin.Email, Token: scoped}
	if len(credentials) > 0 {
		stored = credentials[0]
	}
	s := before(t, w.URL, stored, tap, options)
	s.Server, s.gateway = w, s.url+"/ex/confluence/"+w.CloudID
	return s
}

func newTap(t *testing.T, tokens map[string]string) *wireTap {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &wireTap{next: transport, tokens: tokens}
}

// before puts a proxy before a site.
func before(t *testing.T, site string, stored client.Credentials, tap *wireTap, o Options) *stand {
	t.Helper()
	connect := func(c client.Credentials) (*client.Client, error) {
		return client.New(site, c, client.WithTransport(tap), client.WithRetries(0, 0))
	}
	own, err := connect(stored)
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{tap: tap, seen: &events{}}
	server := httptest.NewUnstartedServer(nil)
	s.host = server.Listener.Addr().String()
	o.Client, o.New, o.Transport, o.Now, o.Observe = own, connect, tap, time.Now, s.seen.add
	o.Hosts = []string{s.host}
	if !stored.Anonymous() {
		o.Key = testKey
	}
	server.Config = NewServer(New(o))
	server.Config.Handler = s.seen.around(server.Config.Handler)
	server.Start()
	t.Cleanup(server.Close)
	s.url = server.URL
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	s.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// send calls the proxy. header holds name and value in turn.
func (s *stand) send(t *testing.T, method, url, body string, header ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Add(header[i], header[i+1])
	}
	res, err := s.client.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	content, err := io.ReadAll(res.Body)
	if err != nil || res.Body.Close() != nil {
		t.Fatalf("%s %s: %v", method, url, err)
	}
	return answer{res.StatusCode, res.Header, string(content)}
}

func basic(user, secret string) string {
	return basicIs + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

// withKey is the header of a client that was given the key.
func withKey() []string { return []string{"Authorization", basic("anybody", testKey)} }
