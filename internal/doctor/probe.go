package doctor

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/weirhq/weir/client"
)

// recorder is the one way out: it lets nothing through but GET and HEAD, and keeps what came back.
type recorder struct {
	next     http.RoundTripper
	patience time.Duration

	mu      sync.Mutex
	answers []*Answer
}

// RoundTrip is part of http.RoundTripper.
func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		return nil, errNotSafe
	}
	ctx, stop := context.WithTimeout(req.Context(), r.patience)
	defer stop() // the body is read before
	res, err := r.next.RoundTrip(req.WithContext(ctx))
	if err != nil && ctx.Err() != nil && req.Context().Err() == nil {
		err = fmt.Errorf("none within %s", r.patience)
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	res.Request = req
	a := newAnswer(res)
	r.mu.Lock()
	r.answers = append(r.answers, a)
	r.mu.Unlock()
	res.Body = io.NopCloser(bytes.NewReader(a.body))
	return res, nil
}

// sent are the answers so far.
func (r *recorder) sent() []*Answer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.answers)
}

// sentHeaders are those of a pasted line that a probe repeats: they bear on the answer and tell nothing of their author.
var sentHeaders = []string{"Accept", "Accept-Language", "Content-Type", "User-Agent", "X-Atlassian-Token"}

// get sends a safe GET or HEAD with an Authorization field as it is, and follows no redirect.
func (x *examination) get(ctx context.Context, method, address, authorization string, headers []header) (a *Answer, err error) {
	defer contain(&err)
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", x.doctor.UserAgent)
	r.Header.Set("Accept", "*/*")
	for _, h := range headers {
		if slices.Contains(sentHeaders, h.name) {
			r.Header.Set(h.name, h.value)
		}
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	res, err := x.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	return newAnswer(res), nil
}

// authorization is the field that a credential is sent in.
func authorization(c client.Credentials) string {
	r := http.Request{Header: http.Header{}}
	switch {
	case c.Anonymous():
		return ""
	case c.Email == "":
		return "Bearer " + c.Token
	}
	r.SetBasicAuth(c.Email, c.Token)
	return r.Header.Get("Authorization")
}
