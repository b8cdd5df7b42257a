// Package client calls the REST API of a Confluence Cloud site, both versions, with nothing to start from but the
// site's name, an e-mail and an API token. It finds out by itself at which door the token is accepted, at the site or at
// the API gateway, sends every operation there, follows both styles of paging, and returns errors that are typed by
// cause.
//
//	c, err := client.New("acme", client.Credentials{Email: "ann@example.com", Token: token})
//	…
//	for page, err := range c.V2.GetPages(ctx, client.GetPagesQuery{SpaceIDs: []string{"98310"}}) {
//		…
//	}
//
// It refuses to guess: the door follows from what the service answers, never from the look of a token; and it refuses to
// send a credential anywhere but to the site and the gateway it was made for.
package client

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/weirhq/weir/catalog"
)

// Client calls one site with one credential. It is safe for concurrent use.
type Client struct {
	V1 V1 // typed calls of version 1
	V2 V2 // typed calls of version 2

	address     Address
	credentials Credentials
	operations  *catalog.Catalog
	http        *http.Client
	userAgent   string
	doors       DoorCache
	now         func() time.Time
	sleep       func(context.Context, time.Duration) error
	random      io.Reader
	retries     int
	maxWait     time.Duration

	turn  chan struct{} // held by whoever looks for the door
	found atomic.Pointer[finding]
}

// Option changes how a client is made.
type Option func(*Client)

// WithGateway sets the origin of the API gateway, such as "https://api.atlassian.com". Without it a site of the vendor's
// uses the vendor's gateway, and any other host is its own: no credential goes to a host that was not named.
func WithGateway(origin string) Option { return func(c *Client) { c.address.Gateway = origin } }

// WithTransport sends requests through t instead of a transport of the client's own.
func WithTransport(t http.RoundTripper) Option { return func(c *Client) { c.http.Transport = t } }

// WithUserAgent sets the header User-Agent; the default is "weir-client".
func WithUserAgent(name string) Option { return func(c *Client) { c.userAgent = name } }

// WithDoorCache keeps in d which door the credential opens, so that the next client need not ask.
func WithDoorCache(d DoorCache) Option { return func(c *Client) { c.doors = d } }

// WithClock sets the time and how to wait for it to pass; for tests.
func WithClock(now func() time.Time, sleep func(context.Context, time.Duration) error) Option {
	return func(c *Client) { c.now, c.sleep = now, sleep }
}

// WithRandom sets where the jitter of retries comes from; for tests.
func WithRandom(r io.Reader) Option { return func(c *Client) { c.random = r } }

// WithRetries bounds retries: how many follow a first attempt, and how long at most is waited before each. A server that
// asks for a longer wait gets none. The default is 4 and one minute; 0 retries turns them off.
func WithRetries(n int, maxWait time.Duration) Option {
	return func(c *Client) { c.retries, c.maxWait = n, maxWait }
}

// New returns a client of the site that text names (see [ParseAddress]). It sends nothing: the door is looked for with
// the first call, or by [Client.Door]. The error is an [*AddressError] or a [*CredentialsError].
func New(site string, credentials Credentials, options ...Option) (*Client, error) {
	address, err := ParseAddress(site)
	if err != nil {
		return nil, err
	}
	if err := credentials.check(); err != nil {
		return nil, err
	}
	c := &Client{
		address:     address,
		credentials: credentials,
		operations:  catalog.Default(),
		// Redirects are never followed by themselves: Go would carry the credential on to subdomains.
		http:      &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		userAgent: "weir-client",
		now:       time.Now,
		sleep:     sleep,
		random:    rand.Reader,
		retries:   4,
		maxWait:   time.Minute,
		turn:      make(chan struct{}, 1),
	}
	for _, option := range options {
		option(c)
	}
	if err := c.address.checkGateway(); err != nil {
		return nil, err
	}
	if c.http.Transport == nil {
		c.http.Transport = newTransport()
	}
	c.V1, c.V2 = V1{c}, V2{c}
	return c, nil
}

// newTransport is Go's own with room for as many kept connections as an export has workers.
func newTransport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok { // somebody replaced it; theirs it is
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 64
	return t
}

// sleep waits for d, or less when the context ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Address is where the client's site is.
func (c *Client) Address() Address { return c.address }

// Do sends a request to the door that the credential opens and returns the answer if it is a success; the caller closes
// its body. path is any spelling that [catalog.Catalog.Lookup] takes; query and body may be nil, and a body is JSON.
// Every other answer is an error typed by its cause, a [*Refusal] among what it wraps. It is [Client.Send] for calls that
// need no headers.
func (c *Client) Do(ctx context.Context, method, path string, query url.Values, body io.Reader) (*http.Response, error) {
	return c.Send(ctx, Request{Method: method, Path: path, Query: query, Body: body})
}
