package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is the time the test servers live in.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

const (
	siteName    = "wiki.test"
	gatewayName = "api.wiki.test"
	annEmail    = "ann@example.com"
)

// bench is a running server with one private site.
type bench struct {
	*testing.T
	srv    *Server
	site   wiki.Site
	log    *locked
	stop   context.CancelFunc
	ended  chan error // what Run returned
	client *http.Client
}

type setting func(*config.Config, *Deps)

func demo(_ *config.Config, d *Deps) { d.Demo = true }

// newBench starts a server with a site at http://wiki.test and the gateway at api.wiki.test, not a demo unless told.
func newBench(t *testing.T, settings ...setting) *bench {
	t.Helper()
	cfg := config.Default()
	cfg.Listen, cfg.Health.Listen, cfg.DataDir = "127.0.0.1:0", "127.0.0.1:0", t.TempDir()
	cfg.Gateway.Hosts = []string{gatewayName}
	b := &bench{T: t, log: &locked{}, ended: make(chan error, 1)}
	deps := Deps{Now: func() time.Time { return noon }, Random: rand.Reader, Log: NewLog(b.log, false, slog.LevelInfo)}
	for _, set := range settings {
		set(&cfg, &deps)
	}
	var err error
	if b.srv, err = New(t.Context(), &cfg, deps); err != nil {
		t.Fatal(err)
	}
	b.site, err = b.srv.Site().System().CreateSite(t.Context(), wiki.Site{Key: "demo", Name: "Test", BaseURL: "http://" + siteName})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	b.stop = stop
	go func() { b.ended <- b.srv.Run(ctx) }()
	transport := &http.Transport{}
	b.client = &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		stop()
		if err := <-b.ended; err != nil {
			t.Error(err)
		}
	})
	return b
}

// token makes an account for Ann on the first call, and a token of hers.
func (b *bench) token(scopes ...string) string {
	b.Helper()
	sys := b.srv.Site().System()
	ann, err := sys.Account(b.Context(), annEmail)
	if err != nil {
		if ann, err = sys.CreateAccount(b.Context(), identity.Account{Email: annEmail}); err != nil {
			b.Fatal(err)
		}
		if err := sys.SetAccess(b.Context(), b.site.ID, ann.ID, identity.SiteUser); err != nil {
			b.Fatal(err)
		}
	}
	text, _, err := sys.CreateToken(b.Context(), identity.TokenSpec{Account: ann.ID, Scopes: scopes})
	if err != nil {
		b.Fatal(err)
	}
	return text
}

func basic(user, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

// do sends a request under a host name; headers are name, value, name, value.
func (b *bench) do(method, host, path string, headers ...string) (*http.Response, string) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), method, "http://"+b.srv.public.Addr().String()+path, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Host = host
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	res, err := b.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	if err := res.Body.Close(); err != nil {
		b.Fatal(err)
	}
	return res, string(body)
}

// raw sends bytes on a connection of its own and returns all that comes back until the server closes it.
func (b *bench) raw(request string) string {
	b.Helper()
	conn := b.dial()
	if _, err := io.WriteString(conn, request); err != nil {
		b.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil && len(answer) == 0 {
		b.Fatal(err)
	}
	return string(answer)
}

func (b *bench) dial() net.Conn {
	b.Helper()
	conn, err := (&net.Dialer{}).DialContext(b.Context(), "tcp", b.srv.public.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = conn.Close() }) // the server may have closed it
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		b.Fatal(err)
	}
	return conn
}

// statusLine is the first line of a raw answer.
func statusLine(answer string) string {
	line, _, _ := strings.Cut(answer, "\r\n")
	return line
}

// locked is a buffer that the server writes while the test reads.
type locked struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
