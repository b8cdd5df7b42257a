package proxy

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/weirhq/weir/wire"
)

// Call is what a session keeps of a request: enough to say which scopes it needs, and nothing that belongs to anybody.
type Call struct {
	Time      time.Time
	Operation string // "v2:getPages"; empty when the path is no operation's
	Method    string
	Path      string // the documented path; of what is no operation the first segments
	Status    int
	Refused   string // the Reason of the proxy's, empty when it let the request through
}

// CallOf is what a session keeps of an exchange; ok is false for one that never came as far as a call.
func CallOf(x *Exchange) (c Call, ok bool) {
	switch x.Refused {
	case ForeignHost, FromABrowser, TargetForm, BadMethod, BadHeader, OtherSite, NoCredential, StaleKey, KeyMisplaced, OnlyKey:
		return Call{}, false
	}
	if !strings.HasPrefix(x.Path, "/wiki/") {
		return Call{}, false
	}
	c = Call{Time: x.Time.UTC(), Method: x.Method, Path: start(x.Path), Status: x.Status, Refused: string(x.Refused)}
	if x.Operation != nil {
		c.Operation, c.Path = x.Operation.Key(), x.Operation.Path
	}
	return c, true
}

// start is a path that nobody has documented, cut before it can say much.
func start(path string) string {
	segments := strings.Split(path, "/") // "", "wiki", "rest", "name"
	if segments[len(segments)-1] != "" && !strings.HasPrefix(path, "/wiki/") {
		return "/…"
	}
	if len(segments) > 4 {
		segments = append(segments[:4], "…")
	}
	return strings.Join(segments, "/")
}

// WriteCall adds a call to a session, as one line of JSON.
func WriteCall(w io.Writer, c Call) error {
	line, err := wire.Marshal(wire.Object[any]{
		{Name: "time", Value: c.Time.Format(time.RFC3339)}, {Name: "operation", Value: c.Operation}, {Name: "method", Value: c.Method},
		{Name: "path", Value: c.Path}, {Name: "status", Value: c.Status}, {Name: "refused", Value: c.Refused},
	})
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// ReadCalls reads a session.
func ReadCalls(r io.Reader) ([]Call, error) {
	var calls []Call
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var c Call
		if err := json.Unmarshal(lines.Bytes(), &c, json.MatchCaseInsensitiveNames(true)); err != nil {
			return nil, fmt.Errorf("line %d is no call of a session: %w", n, err)
		}
		calls = append(calls, c)
	}
	return calls, lines.Err()
}
