package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/wire"
)

// Door is where a credential is accepted.
type Door struct {
	Gateway bool   // at the gateway; else at the site itself
	CloudID string // of the site at the gateway; empty when it was not needed
}

// String is "site" or "gateway".
func (d Door) String() string {
	if d.Gateway {
		return "gateway"
	}
	return "site"
}

// DoorCache keeps which door a credential opens. Keys are hashes that name site, account and token and tell none of
// them. It must be safe for concurrent use; what it cannot keep or has lost is asked for again.
type DoorCache interface {
	Door(key string) (Door, bool)
	Remember(key string, d Door)
	Forget(key string)
}

// finding is a door and when it was seen to open; the zero time when only the cache says so.
type finding struct {
	door    Door
	checked time.Time
}

// recheckAfter is how long a look at the doors is trusted when a call is refused as if the door were wrong.
const recheckAfter = time.Minute

// Door finds out where the credential is accepted, and remembers it. It asks with safe GETs, at most three: the site who
// the caller is, the site for its cloudId, the gateway who the caller is (auth-behaviour.md §0, §2, §3). When the door
// is remembered, none are sent.
//
// Errors: [*CredentialsError] when the credential is accepted nowhere, [*AddressError] when there is no site, and those
// of any call.
func (c *Client) Door(ctx context.Context) (Door, error) {
	f, err := c.finding(ctx)
	if err != nil {
		return Door{}, err
	}
	return f.door, nil
}

// BaseURL is what operations are sent to: what stands before /wiki in their documented paths.
func (c *Client) BaseURL(ctx context.Context) (string, error) {
	door, err := c.Door(ctx)
	if err != nil {
		return "", err
	}
	return c.base(door), nil
}

func (c *Client) base(d Door) string {
	if d.Gateway {
		return c.address.Gateway + gatewayPath + d.CloudID
	}
	return c.address.Site
}

func (c *Client) finding(ctx context.Context) (*finding, error) {
	if f := c.found.Load(); f != nil {
		return f, nil
	}
	leave, err := c.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	if f := c.found.Load(); f != nil {
		return f, nil
	}
	if c.credentials.Anonymous() {
		f := &finding{door: Door{Gateway: c.address.Site == "", CloudID: c.address.CloudID}, checked: c.now()}
		c.found.Store(f)
		return f, nil
	}
	if c.doors != nil {
		if d, ok := c.doors.Door(c.credentials.id(c.address)); ok && c.fits(d) {
			f := &finding{door: d}
			c.found.Store(f)
			return f, nil
		}
	}
	return c.look(ctx)
}

// fits guards against a cache that says what cannot be.
func (c *Client) fits(d Door) bool {
	if d.Gateway {
		return cloudID.MatchString(d.CloudID)
	}
	return c.address.Site != ""
}

// enter waits for the turn to look for the door.
func (c *Client) enter(ctx context.Context) (leave func(), err error) {
	select {
	case c.turn <- struct{}{}:
		return func() { <-c.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// recheck looks at the doors again after a refusal through the one in used, unless that was done a moment ago. It
// reports whether another door opens now.
func (c *Client) recheck(ctx context.Context, used *finding) (moved bool, err error) {
	leave, err := c.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	if now := c.found.Load(); now != used {
		return now.door != used.door, nil
	}
	if c.credentials.Anonymous() || c.now().Sub(used.checked) < recheckAfter {
		return false, nil
	}
	f, err := c.look(ctx)
	if err != nil {
		c.found.Store(&finding{door: used.door, checked: c.now()})
		if c.doors != nil {
			c.doors.Forget(c.credentials.id(c.address))
		}
		return false, err
	}
	return f.door != used.door, nil
}

// look asks the doors and keeps the answer.
func (c *Client) look(ctx context.Context) (*finding, error) {
	door, err := c.probe(ctx)
	if err != nil {
		return nil, err
	}
	f := &finding{door: door, checked: c.now()}
	c.found.Store(f)
	if c.doors != nil {
		c.doors.Remember(c.credentials.id(c.address), door)
	}
	return f, nil
}

// probe asks the site first: an unscoped token is documented to work there, while a scoped one is refused there even
// where anonymous callers are served. A token without an e-mail is refused there in any case, so it is not tried.
func (c *Client) probe(ctx context.Context) (Door, error) {
	id := c.address.CloudID
	if c.address.Site != "" {
		if !c.credentials.bearer() {
			opened, err := c.probeAt(ctx, Door{})
			if opened || err != nil && !closed(err) {
				return Door{}, err
			}
		}
		found, err := c.tenant(ctx)
		if err != nil {
			return Door{}, err
		}
		id = found
	}
	door := Door{Gateway: true, CloudID: id}
	opened, err := c.probeAt(ctx, door)
	switch {
	case opened || errors.As(err, new(*ScopeError)): // only an accepted credential comes as far as the scope gate
		return door, nil
	case errors.As(err, new(*NotFoundError)):
		return Door{}, c.unknownID(id)
	}
	return Door{}, err
}

// closed reports whether a probe was refused in a way that another door may not.
func closed(err error) bool {
	switch {
	case errors.As(err, new(*CredentialsError)), errors.As(err, new(*DoorError)), errors.As(err, new(*ScopeError)),
		errors.As(err, new(*NotFoundError)), errors.As(err, new(*HiddenError)), errors.As(err, new(*PermissionError)),
		errors.As(err, new(*AnswerError)):
		return true
	}
	return false
}

// probeAt reports whether a door opens to the credential.
func (c *Client) probeAt(ctx context.Context, d Door) (opened bool, err error) {
	_, err = c.ask(ctx, d)
	return err == nil, err
}

// tenant asks the site for its cloudId, without the credential.
func (c *Client) tenant(ctx context.Context) (string, error) {
	res, err := c.exchange(ctx, &outgoing{
		method: http.MethodGet, url: c.address.Site + "/_edge/tenant_info", header: http.Header{"Accept": {jsonType}},
	})
	if err != nil {
		if errors.As(err, new(*Refusal)) && !errors.As(err, new(*RateLimitError)) && !errors.As(err, new(*ServerError)) {
			return "", &AddressError{c.address.Site, "no Confluence Cloud site answers there"}
		}
		return "", err
	}
	var info wire.TenantInfo
	if err := decode(res, nil, &info); err != nil || !cloudID.MatchString(info.CloudID) {
		return "", &AddressError{c.address.Site, "no Confluence Cloud site answers there"}
	}
	return info.CloudID, nil
}

// decode reads an answer's JSON and closes it. The error is an [*AnswerError].
func decode(res *http.Response, op *catalog.Operation, into any) error {
	defer drain(res.Body)
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	if err == nil && len(body) > maxAnswer {
		err = fmt.Errorf("it is larger than %d bytes", maxAnswer)
	}
	if err == nil {
		err = wire.Unmarshal(body, into)
	}
	if err == nil {
		return nil
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return &AnswerError{Refusal: *newRefusal(res, op), Err: err}
}

// maxAnswer is how much of a JSON answer is read, in bytes.
const maxAnswer = 64 << 20

// drain reads what is left of a body, within reason, so that its connection can be used again.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, 64<<10) // what cannot be read needs no draining
	_ = body.Close()
}
