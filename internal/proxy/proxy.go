// Package proxy stands on loopback between any client of Confluence Cloud and one site. It takes requests in the form of
// the site and of the gateway alike, sends each to the door that its credential opens, and turns the links in answers so
// that a client which joins them carelessly stays with it. On top of what a credential may do it can forbid writes and
// spaces, and it tells of each exchange what was called and why it was refused.
//
// It refuses to change a credential that a client brings, to give the stored one to anybody who does not present the key
// of this run, to follow a redirect, and to be used by a web page (security-model.md §11).
//
// A request goes through admit.go (is the caller a program that means this proxy?), target.go (what does it call?),
// carrier.go (with whose credential, through which door?), restrict.go (may it?), file.go (by its old address?) and
// forward.go; the answer comes back through links.go.
package proxy

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
)

// Options are the choices of whoever runs a proxy.
type Options struct {
	Client *client.Client // of the one site, with the stored credential or none
	// New makes a client of the same site with a credential that somebody brings, to find the door that it opens.
	New func(client.Credentials) (*client.Client, error)

	Key       string   // gives a client the stored credential, when sent as the password of Basic; empty: nobody gets it
	Writes    bool     // the key is good for all methods; without it for GET and HEAD only
	OnlyKey   bool     // no client may bring a credential of its own
	Anonymous bool     // requests without a credential are sent on
	ReadOnly  bool     // whatever the credential may do, nothing is written
	Spaces    []string // keys; when there are any, only what is certainly in one of them is called

	Hosts     []string          // names with ports by which clients may call the proxy, e.g. "127.0.0.1:8091"
	Transport http.RoundTripper // nil for one of the proxy's own
	Now       func() time.Time
	Observe   func(*Exchange) // is told of every request when it is done, from many goroutines; may be nil
}

// Proxy is the handler. It is safe for concurrent use.
type Proxy struct {
	Options
	address    client.Address
	operations *catalog.Catalog
	transport  http.RoundTripper
	silent     *log.Logger

	mu      sync.Mutex
	routes  map[[32]byte]*route // by the hash of what Authorization says
	cloudID string              // empty until it was needed
	spaces  map[string]string   // id of an allowed space to its key, as far as known
}

// New makes a proxy of the client's site. It sends nothing.
func New(o Options) *Proxy {
	p := &Proxy{
		Options: o, address: o.Client.Address(), operations: catalog.Default(), transport: o.Transport,
		silent: log.New(io.Discard, "", 0), // what httputil would say goes to Observe, in its own words
		routes: map[[32]byte]*route{}, spaces: map[string]string{},
	}
	p.cloudID = p.address.CloudID
	for i, host := range p.Hosts {
		p.Hosts[i] = strings.ToLower(host)
	}
	if p.transport == nil {
		p.transport = NewTransport(p.Hosts)
	}
	return p
}

// NewTransport is Go's own, but for connections to the proxy itself, whose addresses are own: a site's name that leads
// back here would have requests go round for ever.
func NewTransport(own []string) http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok { // somebody replaced it; theirs it is
		return http.DefaultTransport
	}
	t = t.Clone()
	dial := t.DialContext
	t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err == nil && slices.Contains(own, conn.RemoteAddr().String()) {
			_ = conn.Close() // it is of no use
			return nil, errLoop
		}
		return conn, err
	}
	return t
}

// cloud is the site's cloudId.
func (p *Proxy) cloud(ctx context.Context) (string, error) {
	p.mu.Lock()
	id := p.cloudID
	p.mu.Unlock()
	if id != "" {
		return id, nil
	}
	id, err := p.Client.CloudID(ctx)
	if err == nil {
		p.mu.Lock()
		p.cloudID = id
		p.mu.Unlock()
	}
	return id, err
}

// NewServer is a server of the proxy with the limits of security-model.md §10. It logs nothing: what there is to tell,
// Observe is told.
func NewServer(p *Proxy) *http.Server {
	return &http.Server{
		Handler: p, ErrorLog: p.silent, DisableGeneralOptionsHandler: true,
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 32 << 10,
	}
}

// ServeHTTP is the way of every request.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{p: p, r: r, Exchange: Exchange{Time: p.Now(), Method: r.Method, Path: plainPath(r.RequestURI), RequestHeader: r.Header.Clone()}}
	defer func() {
		x.Duration = p.Now().Sub(x.Time)
		if p.Observe != nil {
			p.Observe(&x.Exchange)
		}
	}()
	if len(r.TransferEncoding) > 0 {
		w.Header().Set("Connection", "close") // net/http hides whether a length came too (security-model.md R-SMUG)
	}
	for _, step := range []func() *refusal{x.admit, x.locate, x.identify, x.restrict, x.file} {
		if no := step(); no != nil {
			x.refuse(w, no)
			return
		}
		if x.answer != nil {
			x.answer(w)
			return
		}
	}
	x.forward(w)
}

// asked tells of a question that the proxy asked on a request's behalf, since it needs scopes as the request does.
func (x *exchange) asked(path string, at time.Time, err error) {
	op, no := x.p.operations.Lookup(http.MethodGet, path)
	if no != nil || x.p.Observe == nil {
		return
	}
	y := Exchange{
		Time: at, Duration: x.p.Now().Sub(at), Method: http.MethodGet, Path: path, Operation: &op, Carrier: x.Carrier, Door: x.door.String(),
		Status: http.StatusOK,
	}
	if err != nil {
		y.Why, y.Status = err.Error(), 0
		if refused, ok := errors.AsType[*client.Refusal](err); ok {
			y.Status = refused.Status
		}
	}
	x.p.Observe(&y)
}

// exchange is a request on its way and its answer.
type exchange struct {
	Exchange
	p *Proxy
	r *http.Request

	path    string // from /wiki on, as it is escaped
	query   string
	carrier carrier
	route   *route // nil when nobody needs to know the door
	door    client.Door

	answer func(http.ResponseWriter) // what the proxy says itself instead of asking the site
	placed *placing                  // what is to be checked in the answer, where spaces are restricted
}

// Exchange is what is told of a request.
type Exchange struct {
	Time      time.Time
	Duration  time.Duration
	Method    string
	Path      string             // from /wiki on, without its query; as it came, where it is no call
	Operation *catalog.Operation // nil when the path is no operation's
	Carrier   string             // whose credential: "key", "own" or "none"
	Door      string             // "site" or "gateway"; empty when nothing was sent
	Status    int
	Refused   Reason // why the proxy refused; empty when it did not
	Why       string // why it was refused, by the proxy or by the service, in words; empty when it was not
	Mended    string // what was put right in the request, in words

	URL            string      // that was called, with its query; empty when nothing was sent
	RequestHeader  http.Header // as the client sent it, its credential included
	ResponseHeader http.Header // as the client got it
}
