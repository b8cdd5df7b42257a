package client

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// Refused is the error that an answer stands for, one of those of [Client.Do], when it came through a door to a request
// that carried the client's credential; nil for an answer that is no refusal. It is for programs that pass answers on:
// what it reads of the body is put back.
func (c *Client) Refused(res *http.Response, d Door) error {
	if res.StatusCode < http.StatusBadRequest {
		return nil
	}
	start, err := io.ReadAll(io.LimitReader(res.Body, maxRefusal))
	rest := res.Body
	read := *res
	read.Body = io.NopCloser(bytes.NewReader(start))
	o := &outgoing{credentials: c.credentials, door: d}
	if r := res.Request; r != nil {
		o.method, o.operation = r.Method, c.operation(r.Method, r.URL.Path)
	}
	res.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(start), failing{err}, rest), rest}
	return c.refusal(&read, o)
}

// failing hands on an error that was met before, if there was one.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// CloudID is the site's cloudId: part of its address, or what the site says, which anybody may ask.
func (c *Client) CloudID(ctx context.Context) (string, error) {
	if c.address.CloudID != "" {
		return c.address.CloudID, nil
	}
	return c.tenant(ctx)
}

// URLAt is what operations are sent to at a door: what stands before /wiki in their documented paths.
func (c *Client) URLAt(d Door) string { return c.base(d) }

// Authorize puts the client's credential on a request. The request must go to the client's own site or gateway.
func (c *Client) Authorize(h http.Header) { c.credentials.apply(h) }
