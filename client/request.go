package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
)

// Request is a call as a program writes it down.
type Request struct {
	Method string // "" is GET
	// Path is an operation's path in any spelling that [catalog.Catalog.Lookup] takes, with values in place of
	// parameters, or a URL at the client's own site or gateway. A query in it is kept.
	Path   string
	Query  url.Values
	Header http.Header // in place of what the client would send; Authorization is never taken from here
	// Body is sent as JSON unless Header says otherwise. Bodies from memory (bytes.Reader, bytes.Buffer,
	// strings.Reader) can be sent again after a refusal; any other is streamed once.
	Body io.Reader
	// Length is the number of bytes in a streamed body, 0 if it is not known.
	Length int64
}

const jsonType = "application/json"

// Send is [Client.Do] with everything a request may have.
func (c *Client) Send(ctx context.Context, r Request) (*http.Response, error) {
	if r.Method == "" {
		r.Method = http.MethodGet
	}
	path, query, err := c.target(r.Method, r.Path)
	if err != nil {
		return nil, err
	}
	o := &outgoing{method: r.Method, header: c.header(r), credentials: c.credentials, operation: c.operation(r.Method, path)}
	if err := o.take(r.Body, r.Length); err != nil {
		return nil, err
	}
	o.redirects = o.operation != nil && o.operation.Success == 0 && o.method == http.MethodGet
	res, err := c.through(ctx, o, path+withQuery(query, r.Query))
	if err != nil || !o.redirects {
		return res, err
	}
	return c.follow(ctx, res)
}

// through sends a request to the door that is known, and once more if another turns out to be the right one.
func (c *Client) through(ctx context.Context, o *outgoing, path string) (*http.Response, error) {
	f, err := c.finding(ctx)
	if err != nil {
		return nil, err
	}
	o.door, o.url = f.door, c.base(f.door)+path
	res, err := c.exchange(ctx, o)
	if !errors.As(err, new(*CredentialsError)) && !errors.As(err, new(*DoorError)) {
		return res, err
	}
	moved, probed := c.recheck(ctx, f)
	if errors.As(probed, new(*CredentialsError)) {
		return nil, probed // which knows more than one refusal does
	}
	if !moved || !o.repeatable() {
		return nil, err
	}
	if f, err = c.finding(ctx); err != nil {
		return nil, err
	}
	o.door, o.url = f.door, c.base(f.door)+path
	return c.exchange(ctx, o)
}

// header is what a request says beside its credential. Writes carry a media type even without a body
// (client-expectations.md, last section) and the word against XSRF checks (auth-behaviour.md §6).
func (c *Client) header(r Request) http.Header {
	h := http.Header{"Accept": {jsonType}, "User-Agent": {c.userAgent}}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Content-Type", jsonType)
		h.Set("X-Atlassian-Token", "no-check")
	}
	for name, values := range r.Header {
		if name = http.CanonicalHeaderKey(name); name != "Authorization" {
			h[name] = slices.Clone(values)
		}
	}
	return h
}

// target is a request's path from /wiki on, and the query that came with it.
func (c *Client) target(method, text string) (path, query string, err error) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "#")
	if strings.Contains(text, "://") {
		u, err := url.Parse(text)
		if err != nil {
			return "", "", &AddressError{withoutUser(text), "it is no URL"}
		}
		origin, err := originOf(u, text)
		if err != nil {
			return "", "", err
		}
		if origin != c.address.Site && origin != c.address.Gateway {
			return "", "", &AddressError{text, "it is not at " + c.address.Host() + ", where the credential belongs"}
		}
		if text = u.EscapedPath(); u.RawQuery != "" {
			text += "?" + u.RawQuery
		}
	}
	path, query, _ = strings.Cut(text, "?")
	path = "/" + strings.TrimPrefix(path, "/")
	if below, ok := strings.CutPrefix(path, gatewayPath); ok {
		id, rest, _ := strings.Cut(below, "/")
		if c.address.CloudID != "" && id != c.address.CloudID {
			return "", "", &AddressError{text, "it is another site's; the credential belongs to " + c.address.Host()}
		}
		path = "/" + rest
	}
	for segment := range strings.SplitSeq(path, "/") {
		if plain, err := url.PathUnescape(segment); err != nil || plain == "." || plain == ".." {
			return "", "", &AddressError{text, "its path has a segment that is none"}
		}
	}
	switch {
	case strings.HasPrefix(path, "/wiki/"):
		return path, query, nil
	case strings.HasPrefix(path, "/rest/api/"), strings.HasPrefix(path, "/api/v2/"):
		return "/wiki" + path, query, nil
	}
	op, err := c.operations.Lookup(method, path)
	if err != nil {
		return "", "", err
	}
	return prefixes[op.Version] + path, query, nil
}

// prefixes are what the documentation leaves out (auth-behaviour.md §1, "Prefixes").
var prefixes = map[catalog.Version]string{catalog.V1: "/wiki/rest/api", catalog.V2: "/wiki/api/v2"}

// withQuery is "?" and both queries, or nothing.
func withQuery(text string, values url.Values) string {
	if more := values.Encode(); more != "" {
		if text != "" {
			text += "&"
		}
		text += more
	}
	if text == "" {
		return ""
	}
	return "?" + text
}

// operation is the one that a path from /wiki on calls, nil for none.
func (c *Client) operation(method, path string) *catalog.Operation {
	op, err := c.operations.Lookup(method, path)
	if err != nil {
		return nil
	}
	return &op
}

// outgoing is a request on its way, perhaps more than once.
type outgoing struct {
	method      string
	url         string
	header      http.Header
	credentials Credentials
	door        Door
	operation   *catalog.Operation
	redirects   bool // a redirect is a success

	body   []byte    // kept, and so repeatable
	stream io.Reader // read once
	length int64
	opened bool
}

// take keeps a body from memory, and holds any other until it is sent.
func (o *outgoing) take(body io.Reader, length int64) (err error) {
	switch body.(type) {
	case nil:
	case *bytes.Reader, *bytes.Buffer, *strings.Reader:
		o.body, err = io.ReadAll(body)
	default:
		o.stream, o.length = body, length
	}
	return err
}

// repeatable reports whether the request can be sent again.
func (o *outgoing) repeatable() bool { return o.stream == nil || !o.opened }

func (o *outgoing) request(ctx context.Context) (*http.Request, error) {
	var body io.Reader
	switch {
	case o.stream != nil:
		body, o.opened = o.stream, true
	case len(o.body) > 0:
		body = bytes.NewReader(o.body)
	}
	r, err := http.NewRequestWithContext(ctx, o.method, o.url, body)
	if err != nil {
		return nil, err
	}
	if o.stream != nil && o.length > 0 {
		r.ContentLength = o.length
	}
	r.Header = o.header.Clone()
	o.credentials.apply(r.Header)
	return r, nil
}
