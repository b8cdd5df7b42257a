package weirtest

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
)

// Request is one request as the server's log has it: what its path was taken for, and what became of it.
type Request struct {
	ID        string // header atl-request-id of its answer
	Operation string // "v1:getSpaces"; empty when the path is no operation's
	Template  string // "/wiki/rest/api/space"
	Method    string // empty when it is none of HTTP's
	Status    int
	Reason    string // why it was refused, or why its credential was; empty when all was well
	Account   string // accountId of the caller
	Token     string // public id of the caller's token
}

// Request is the record of a request, one of the last ten thousand, by the id in its answer's header atl-request-id. It
// waits until the server is done with that request.
func (s *Server) Request(t testing.TB, id string) Request {
	t.Helper()
	for {
		r, changed := s.log.find(id)
		if changed == nil {
			return r
		}
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatalf("weirtest: no request has the id %q", id)
		}
	}
}

// record is the server's log: the end of its text, for the report of a failed test, and the last requests by id.
type record struct {
	text slog.Handler

	mu       sync.Mutex
	out      bytes.Buffer
	requests map[string]Request
	last     []string      // the ids of requests, a ring
	next     int           // where the oldest of a full ring stands
	changed  chan struct{} // closed when a request is added; nil while nobody waits
}

// maxRequests is how many requests are remembered.
const maxRequests = 10_000

func newRecord() *record {
	r := &record{requests: map[string]Request{}}
	r.text = slog.NewTextHandler(&r.out, nil)
	return r
}

// Enabled is part of slog.Handler.
func (r *record) Enabled(ctx context.Context, l slog.Level) bool { return r.text.Enabled(ctx, l) }

// WithAttrs is part of slog.Handler. The server's log has no attributes of its own.
func (r *record) WithAttrs([]slog.Attr) slog.Handler { return r }

// WithGroup is part of slog.Handler. The server's log has no groups.
func (r *record) WithGroup(string) slog.Handler { return r }

// Handle is part of slog.Handler.
func (r *record) Handle(ctx context.Context, line slog.Record) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if line.Message == "request" {
		var q Request
		line.Attrs(func(a slog.Attr) bool {
			q.take(a)
			return true
		})
		r.add(q)
	}
	if r.out.Len() > 16*maxReport {
		r.out.Next(r.out.Len() - maxReport)
	}
	return r.text.Handle(ctx, line)
}

func (r *record) add(q Request) {
	if len(r.last) < maxRequests {
		r.last = append(r.last, q.ID)
	} else {
		delete(r.requests, r.last[r.next])
		r.last[r.next] = q.ID
		r.next = (r.next + 1) % maxRequests
	}
	r.requests[q.ID] = q
	if r.changed != nil {
		close(r.changed)
		r.changed = nil
	}
}

func (q *Request) take(a slog.Attr) {
	switch a.Key {
	case "request":
		q.ID = a.Value.String()
	case "operation":
		q.Operation = a.Value.String()
	case "template":
		q.Template = a.Value.String()
	case "method":
		q.Method = a.Value.String()
	case "status":
		q.Status = int(a.Value.Int64())
	case "reason":
		q.Reason = a.Value.String()
	case "account":
		q.Account = a.Value.String()
	case "token":
		q.Token = a.Value.String()
	}
}

// find is the request with this id, or else what is closed when there may be one.
func (r *record) find(id string) (Request, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	q, ok := r.requests[id]
	if ok {
		return q, nil
	}
	if r.changed == nil {
		r.changed = make(chan struct{})
	}
	return q, r.changed
}

// String is the end of the log as text.
func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	text := r.out.String()
	if cut := len(text) - maxReport; cut > 0 {
		_, text, _ = strings.Cut(text[cut:], "\n")
	}
	return strings.TrimRight(text, "\n")
}

// maxReport is how much of the log a failed test shows, in bytes.
const maxReport = 8 << 10
