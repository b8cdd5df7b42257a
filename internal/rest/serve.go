package rest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// RemovedV1 says for whom the v1 operations the vendor has removed answer 410 (auth-behaviour.md §11 "410 scope of
// effect").
type RemovedV1 string

// The settings of RemovedV1. OAuth clients do not exist yet, so RemovedForOAuth, the default, is nobody.
const (
	RemovedForOAuth   RemovedV1 = "oauth"
	RemovedForGateway RemovedV1 = "gateway"
)

// Config is what the API is made of.
type Config struct {
	Site     *site.Service
	Versions []Version
	Catalog  *catalog.Catalog // nil: catalog.Default()
	// CursorKey authenticates cursors, at least 32 bytes. Every node of an installation needs the same.
	CursorKey []byte
	Now       func() time.Time
	// Refused is told of every refusal, and of every failed credential that is served as anonymous, before the head of
	// the answer is written. It may set headers.
	Refused func(http.Header, Refusal)
	// GatewayURL is where cloudIds are appended, "https://api.example.com/ex/confluence", for the advice in Facts.TryURL.
	GatewayURL string
	RemovedV1  RemovedV1
	StrictXSRF bool  // every v1 write needs X-Atlassian-Token
	MaxUpload  int64 // bytes of a multipart body; 0: MaxUpload
}

// enterFunc opens a visit: site.Service.Enter or Glance.
type enterFunc func(context.Context, site.Address, identity.Credential, identity.Door) (*site.Visit, error)

// API is the whole REST API, both versions behind both doors. It is safe for concurrent use.
type API struct {
	tree       *tree
	byName     map[catalog.Version]*Version
	enter      enterFunc
	glance     enterFunc // rests on what is remembered
	now        func() time.Time
	refused    func(http.Header, Refusal)
	cursorKey  []byte
	gatewayURL string
	removedV1  RemovedV1
	strictXSRF bool
	maxUpload  int64
}

// NewAPI compiles the matcher from the catalogue and puts the rows in. It fails, naming everything that is wrong, when
// templates overlap, a row contradicts the catalogue, states no permission or does not bind, or the cursor key is short.
func NewAPI(cfg Config) (*API, error) {
	if cfg.Catalog == nil {
		cfg.Catalog = catalog.Default()
	}
	if cfg.MaxUpload == 0 {
		cfg.MaxUpload = MaxUpload
	}
	if len(cfg.CursorKey) < 32 {
		return nil, errors.New("rest: the cursor key is shorter than 32 bytes")
	}
	t, err := newTree(cfg.Catalog.Operations())
	if err != nil {
		return nil, fmt.Errorf("rest: %w", err)
	}
	if err := t.install(cfg.Versions, cfg.Catalog); err != nil {
		return nil, fmt.Errorf("rest: %w", err)
	}
	a := &API{
		tree: t, byName: map[catalog.Version]*Version{}, enter: cfg.Site.Enter, glance: cfg.Site.Glance, now: cfg.Now, refused: cfg.Refused,
		cursorKey: cfg.CursorKey, gatewayURL: strings.TrimSuffix(cfg.GatewayURL, "/"),
		removedV1: cfg.RemovedV1, strictXSRF: cfg.StrictXSRF, maxUpload: cfg.MaxUpload,
	}
	for i := range cfg.Versions {
		a.byName[cfg.Versions[i].Name] = &cfg.Versions[i]
	}
	return a, nil
}

// call is one request on its way through the pipeline.
type call struct {
	api    *API
	r      *http.Request
	t      Target
	in     Entrance
	route  *route // nil unless miss is Matched
	miss   Miss
	site   wiki.Site
	caller *identity.Caller
	body   *watched
	json   []byte // what readJSON read, nil before
}

func (a *API) newCall(r *http.Request, t Target, in Entrance) *call {
	c := &call{api: a, t: t, in: in}
	c.route, c.miss = a.tree.match(r.Method, t.Segments)
	if r.Body != nil && r.Body != http.NoBody {
		c.body = &watched{ReadCloser: r.Body}
		r = r.WithContext(r.Context()) // a shallow copy: the server's request keeps its body
		r.Body = c.body
	}
	c.r = r
	return c
}

// Refuse answers a request that the server refuses itself, such as one whose target ParseTarget did not take, in the
// words of the layer the target leads to.
func (a *API) Refuse(w http.ResponseWriter, r *http.Request, t Target, in Entrance, err *wiki.Error) Outcome {
	return a.newCall(r, t, in).refuse(w, err)
}

// Serve answers one request. t is its target in the site's form (the gateway has taken its own segments off), in the
// door it came to. The order of checks is that of auth-behaviour.md §3 and security-model.md §6: limits, credential,
// tenant, scope, routing, removed operations, access to the site, input, object. A panic is a 500 for this request
// alone.
func (a *API) Serve(w http.ResponseWriter, r *http.Request, t Target, in Entrance) (out Outcome) {
	c := a.newCall(r, t, in)
	sent := &headWatch{ResponseWriter: w}
	defer func() {
		switch p := recover(); {
		case p == nil:
		case p == http.ErrAbortHandler || sent.written:
			panic(http.ErrAbortHandler) // the head is out: all that is left is to cut the connection
		default:
			out = c.refuse(sent, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	return c.serve(sent)
}

func (c *call) serve(w http.ResponseWriter) Outcome {
	switch c.r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions:
	default: // security-model.md R-METHOD
		return c.refuse(w, c.wrongMethod())
	}
	cred, bad := identity.ParseAuthorization(c.r.Header["Authorization"])
	if bad != nil {
		return c.refuse(w, bad)
	}
	if !isForm(c.r) {
		// What comes before the answer of a read or the transaction of a write may rest on what is remembered. When the
		// database changes under it, nothing was answered or written yet, and a body that was read is at hand (readJSON).
		if out, moved := c.visit(w, c.api.glance, cred); !moved {
			return out
		}
	}
	out, _ := c.visit(w, c.api.enter, cred)
	return out
}

// visit answers inside one visit. moved reports that nothing was answered, since what was remembered is not so any more.
func (c *call) visit(w http.ResponseWriter, enter enterFunc, cred identity.Credential) (out Outcome, moved bool) {
	visit, err := enter(c.r.Context(), c.in.At, cred, c.in.Door)
	if visit != nil {
		defer visit.Close()
		visit.From = networkAddress(c.r.RemoteAddr)
		c.site, c.caller = visit.Site, visit.Caller
	}
	if err != nil {
		return c.refuseUnlessMoved(w, err)
	}
	if err := c.admit(); err != nil {
		return c.refuse(w, err), false
	}
	if c.withAdminKey() {
		if err := visit.UseAdminKey(c.r.Context()); err != nil {
			return c.refuseUnlessMoved(w, err)
		}
	}
	session, err := visit.Open(c.route.row.Perm)
	if err != nil {
		return c.refuseAnonymous(w, err), false
	}
	key := c.keptKey()
	if answer, kept := recall(visit, key); kept {
		c.countView(visit)
		return c.succeed(w, answer), false
	}
	begun := c.api.now()
	value, err := c.route.row.run(c, session)
	if err != nil {
		if failed := c.caller.Failure; failed != nil && wiki.AsError(err) == failed {
			return c.refuseAnonymous(w, err), false // what is asked for needs an account, and this credential brought none
		}
		return c.refuseUnlessMoved(w, err)
	}
	visit.Close()
	if stream, isFile := value.(*Stream); isFile {
		return c.sendStream(w, stream), false
	}
	answer, err := encode(value, c.route.row.success(c.route.op))
	if err != nil {
		return c.refuse(w, err), false
	}
	c.countView(visit)
	if key != "" && c.api.now().Sub(begun) < keptWithin {
		visit.Keep(key, answer, answer.size())
	}
	return c.succeed(w, answer), false
}

// withAdminKey reports whether the request asks to be read with the caller's admin key.
func (c *call) withAdminKey() bool { return c.r.Header.Get("Atl-Confluence-With-Admin-Key") == "true" }

// countView counts what the row shows as viewed.
func (c *call) countView(v *site.Visit) {
	if name := c.route.row.Viewed; name != "" && c.r.Method == http.MethodGet {
		if id, err := strconv.ParseInt(strings.TrimPrefix(c.route.pathParam(name, c.t.Segments), "att"), 10, 64); err == nil {
			v.Viewed(wiki.ContentID(id))
		}
	}
}

func (c *call) succeed(w http.ResponseWriter, answer Answer) Outcome {
	c.reportServed(w.Header(), answer.Status)
	c.mark(w.Header(), c.route.version, answer.Status)
	return c.send(w, answer, nil)
}

func (c *call) refuseUnlessMoved(w http.ResponseWriter, err error) (out Outcome, moved bool) {
	if errors.Is(err, site.ErrMoved) {
		return Outcome{}, true
	}
	return c.refuse(w, err), false
}

// admit makes the checks between the caller and the site: scope before all else, also where no operation matches, then
// routing, then removed operations.
func (c *call) admit() *wiki.Error {
	if c.route == nil {
		return c.noOperation()
	}
	if err := c.caller.Gate(c.route.op); err != nil {
		return err
	}
	if err := c.route.checkParams(c.t.Segments); err != nil {
		return err
	}
	if c.removed() {
		return wiki.NewError(wiki.EndpointRemoved, wiki.Facts{})
	}
	return c.xsrf()
}

// mark adds what the versions put on their answers: the time of the request, and the version's own headers.
func (c *call) mark(h http.Header, v *Version, status int) {
	h.Set("X-Confluence-Request-Time", strconv.FormatInt(c.api.now().UnixMilli(), 10))
	if c.route != nil && v.Mark != nil {
		v.Mark(h, c.route.op, status)
	}
}

// send writes an answer.
func (c *call) send(w http.ResponseWriter, a Answer, err *wiki.Error) Outcome {
	c.closeAfter(w.Header())
	a.Write(w, c.r)
	return c.outcome(a.Status, err)
}

// sendStream writes a file.
func (c *call) sendStream(w http.ResponseWriter, s *Stream) Outcome {
	c.reportServed(w.Header(), http.StatusOK)
	c.mark(w.Header(), c.route.version, http.StatusOK)
	c.closeAfter(w.Header())
	if err := s.write(w, c.r); err != nil {
		panic(http.ErrAbortHandler) // a short file must not look whole
	}
	return c.outcome(http.StatusOK, nil)
}

// closeAfter ends the connection after the answer when it could be out of step with a proxy in front: after a chunked
// body, and after a body that was not read to its end (security-model.md R-SMUG).
func (c *call) closeAfter(h http.Header) {
	if c.r.ProtoMajor != 1 {
		return
	}
	unread := c.r.ContentLength > 0 && c.body != nil && !c.body.ended
	if unread || len(c.r.TransferEncoding) > 0 {
		h.Set("Connection", "close")
	}
}

func (c *call) outcome(status int, err *wiki.Error) Outcome {
	out := Outcome{Status: status, Site: c.site, Caller: c.caller, Err: err}
	if c.route != nil {
		out.Operation, out.Template = c.route.key, c.route.op.Path
	}
	return out
}

// networkAddress is the address of a peer without its port.
func networkAddress(peer string) string {
	if host, _, err := net.SplitHostPort(peer); err == nil {
		return host
	}
	return peer
}

// headWatch knows whether the head of the answer is out.
type headWatch struct {
	http.ResponseWriter
	written bool
}

func (w *headWatch) WriteHeader(status int) {
	w.written = true
	w.ResponseWriter.WriteHeader(status)
}

func (w *headWatch) Write(b []byte) (int, error) {
	w.written = true
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *headWatch) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// isBrowser reports whether the client calls itself one.
func isBrowser(r *http.Request) bool { return strings.HasPrefix(r.UserAgent(), "Mozilla/") }
