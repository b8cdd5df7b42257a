package server

import (
	"io"
	"net/http"
	"time"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/rest"
)

// exchange is one request and its answer on their way through the server. As a ResponseWriter it counts, keeps the
// client to its pace, and closes connections that could be out of step with a balancer in front.
type exchange struct {
	http.ResponseWriter
	id, trace string // atl-request-id and atl-traceid
	r         *http.Request
	at        place
	target    rest.Target
	gateway   bool // the request came in by the gateway's door

	body   *pacedBody // nil without a body
	pace   pace       // of the answer
	status int        // 0 until the head is out
	bytes  int64
}

// Headers that every answer has (auth-behaviour.md §9). The slices are never written to: their capacity is their length.
var (
	nosniff       = []string{"nosniff"}
	xssProtection = []string{"1; mode=block"}
	varyEncoding  = []string{"Accept-Encoding"}
	hsts          = []string{"max-age=63072000; includeSubDomains; preload"}
)

// newExchange puts the headers of every answer on w and the pace on the request's body. release ends the request's
// context; call it when the answer is written.
func newExchange(w http.ResponseWriter, r *http.Request, id, trace string, l config.Limits) (x *exchange, release func()) {
	h := w.Header()
	h["Atl-Request-Id"] = []string{id}
	h["Atl-Traceid"] = []string{trace}
	h["X-Content-Type-Options"] = nosniff
	h["X-Xss-Protection"] = xssProtection
	h["Vary"] = varyEncoding
	if r.TLS != nil {
		h["Strict-Transport-Security"] = hsts
	}
	control := http.NewResponseController(w)
	x = &exchange{ResponseWriter: w, id: id, trace: trace, pace: newPace(l, control.SetWriteDeadline)}
	ctx, release := r.Context(), func() {}
	if !isUpload(r) {
		limit := newTimeLimit(ctx, time.Duration(l.Handler))
		ctx, release = limit, limit.end
	}
	x.r = r.WithContext(ctx)
	if r.Body != nil && r.Body != http.NoBody {
		x.body = &pacedBody{ReadCloser: r.Body, pace: newPace(l, control.SetReadDeadline)}
		x.r.Body = x.body
	}
	return x, release
}

// WriteHeader closes the connection after a body of unknown framing or one that was not read to its end
// (security-model.md R-SMUG); net/http would go on with what it takes for the next request.
func (x *exchange) WriteHeader(status int) {
	if x.status == 0 && status >= http.StatusOK {
		x.status = status
		unread := x.body != nil && !x.body.done
		if x.r.ProtoMajor == 1 && (unread || len(x.r.TransferEncoding) > 0) {
			x.Header()["Connection"] = []string{"close"}
		}
	}
	x.ResponseWriter.WriteHeader(status)
}

func (x *exchange) Write(b []byte) (int, error) {
	if x.status == 0 {
		x.WriteHeader(http.StatusOK)
	}
	x.pace.step()
	n, err := x.ResponseWriter.Write(b)
	x.bytes += int64(n)
	x.pace.moved += int64(n)
	return n, err
}

// ReadFrom copies in pieces, each within the pace; without it io.Copy would find the connection's own.
func (x *exchange) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{x}, r)
}

// What a client may go on sending after it was answered, and for how long.
const (
	lingerBytes = 32 << 20
	lingerTime  = 5 * time.Second
)

// linger takes what a client is still sending once its answer is out. Many clients write their whole body before they
// read; a connection that is closed under them is all they would learn of a refusal. Who waits for a word before the body
// has read the refusal instead, and sends none. The machine's clock, as for the pace.
func (x *exchange) linger() {
	if x.body == nil || x.body.done || x.body.broken || x.status == 0 || x.r.ProtoMajor != 1 || x.r.Header.Get("Expect") != "" {
		return
	}
	control := http.NewResponseController(x.ResponseWriter)
	if control.Flush() != nil || control.SetReadDeadline(x.pace.now().Add(lingerTime)) != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, x.body.ReadCloser, lingerBytes) // whatever comes of it, the connection ends
}

// Unwrap lets http.ResponseController reach the connection.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// address is where the request went, as a person would write it, without its query.
func (x *exchange) address() string {
	if x.at.role == unknownHost {
		return ""
	}
	scheme := "http://"
	if x.r.TLS != nil {
		scheme = "https://"
	}
	base := scheme + x.r.Host
	if x.at.site.BaseURL != "" && !x.at.anyTenant {
		base = x.at.site.BaseURL
	}
	return base + x.target.Canonical()
}
