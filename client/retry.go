package client

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// exchange sends a request until it succeeds or there is no reason to hope. What comes back without an error is a
// success, or the redirect that was asked for.
func (c *Client) exchange(ctx context.Context, o *outgoing) (*http.Response, error) {
	for attempt := 0; ; attempt++ {
		res, err := c.attempt(ctx, o)
		if err == nil && (res.StatusCode/100 == 2 || o.redirects && res.StatusCode/100 == 3) {
			return res, nil
		}
		wait, again := time.Duration(0), false
		if err != nil {
			wait, again = c.afterFault(ctx, o, attempt, err)
		} else {
			wait, again = c.afterRefusal(o, attempt, res)
			err = c.refusal(res, o)
		}
		if !again {
			return nil, err
		}
		if err := c.sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

func (c *Client) attempt(ctx context.Context, o *outgoing) (*http.Response, error) {
	r, err := o.request(ctx)
	if err != nil {
		return nil, err
	}
	return c.http.Do(r)
}

// afterFault decides about a request that got no answer. It may have been carried out, so only safe methods are sent
// again: a repeated write would fail on its own first success.
func (c *Client) afterFault(ctx context.Context, o *outgoing, attempt int, err error) (time.Duration, bool) {
	safe := o.method == http.MethodGet || o.method == http.MethodHead
	if !safe || attempt >= c.retries || ctx.Err() != nil || errors.As(err, new(*tls.CertificateVerificationError)) {
		return 0, false
	}
	return c.backoff(attempt), true
}

// afterRefusal decides about a request that was turned away for the moment (auth-behaviour.md §7). The server waits for
// no one it did not ask: a wait longer than the bound is the caller's to decide on.
func (c *Client) afterRefusal(o *outgoing, attempt int, res *http.Response) (time.Duration, bool) {
	turnedAway := res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable
	if !turnedAway || attempt >= c.retries || o.method == http.MethodPost || o.method == http.MethodPatch || !o.repeatable() {
		return 0, false
	}
	wait := c.backoff(attempt)
	if asked := retryAfter(res.Header, c.now()); asked > c.maxWait {
		return 0, false
	} else if asked > 0 { // 0 was seen on the wire and would be a tight loop
		wait = asked + wait/4 // so that those who were told the same do not return together
	}
	return wait, true
}

// The first wait is between a quarter and half a second; each next one doubles, up to the longest.
const (
	firstBackoff   = 500 * time.Millisecond
	longestBackoff = 16 * time.Second
)

// backoff is between half and all of a time that doubles with each attempt.
func (c *Client) backoff(attempt int) time.Duration {
	whole := min(firstBackoff<<attempt, longestBackoff)
	var b [4]byte
	if _, err := io.ReadFull(c.random, b[:]); err != nil {
		return whole // without randomness the longest is the safest
	}
	return whole/2 + time.Duration(uint64(whole/2)*uint64(binary.LittleEndian.Uint32(b[:]))>>32)
}

// retryAfter reads seconds or a date; 0 when there is none or it has passed.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.Atoi(text); err == nil {
		return time.Duration(max(0, min(seconds, 1<<30))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
