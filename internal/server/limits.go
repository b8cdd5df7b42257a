package server

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/wiki"
)

// inTarget and inHeader say where a head is too large.
const (
	inTarget = "request target"
	inHeader = "header"
)

// headTooLarge holds a request's head to the limits; net/http's own bound on bytes, which is a little wider, keeps what
// is read at all finite. Nil when it fits.
func headTooLarge(r *http.Request, most config.Limits) *wiki.Error {
	if len(r.RequestURI) > int(most.TargetBytes) {
		return wiki.NewError(wiki.TooLarge, wiki.Facts{Param: inTarget, Want: "at most " + most.TargetBytes.String()})
	}
	fields, size := 0, 0
	for name, values := range r.Header {
		for _, value := range values {
			fields++
			size += len(name) + len(": ") + len(value) + len("\r\n")
		}
	}
	switch {
	case fields > most.HeaderFields:
		return wiki.NewError(wiki.TooLarge, wiki.Facts{Param: inHeader, Want: fmt.Sprintf("at most %d header fields", most.HeaderFields)})
	case size > int(most.HeaderBytes):
		return wiki.NewError(wiki.TooLarge, wiki.Facts{Param: inHeader, Want: "at most " + most.HeaderBytes.String()})
	}
	return nil
}

// isUpload reports whether the body is a form with files, whose time the minimum rate bounds instead of the handler's
// limit.
func isUpload(r *http.Request) bool {
	return strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "multipart/")
}

// pace gives a stream its time: a grace, and from then on as long as the bytes moved so far take at the least rate; a
// standstill longer than the grace ends it in any case (security-model.md R-SLOW). Deadlines of connections are set by
// the machine's clock, whatever time the installation lives in.
type pace struct {
	grace, perByte time.Duration
	now            func() time.Time
	begun          time.Time
	moved          int64
	set            func(time.Time) error
}

func newPace(l config.Limits, set func(time.Time) error) pace {
	return pace{grace: time.Duration(l.Grace), perByte: time.Second / time.Duration(l.Rate), now: time.Now, set: set}
}

// step moves the deadline before the next bytes move.
func (p *pace) step() {
	now := p.now()
	if p.begun.IsZero() {
		p.begun = now
	}
	deadline := now.Add(p.grace)
	if owed := p.begun.Add(p.grace + time.Duration(p.moved)*p.perByte); owed.Before(deadline) {
		deadline = owed
	}
	_ = p.set(deadline) // only a connection in memory, of a test, has no deadlines
}

// pacedBody is a request body that must keep the least rate.
type pacedBody struct {
	io.ReadCloser
	pace   pace
	done   bool // read to its end
	broken bool // it broke off: there is no more to come, or not in time
}

func (b *pacedBody) Read(p []byte) (int, error) {
	b.pace.step()
	n, err := b.ReadCloser.Read(p)
	b.pace.moved += int64(n)
	if err == io.EOF {
		b.done = true
		_ = b.pace.set(time.Time{}) // else the deadline would fire while the request is still at work
	} else if err != nil {
		b.broken = true
	}
	return n, err
}
