package server

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
)

// ServeHTTP is the way of every request: an id, the limits, the host, the path, its handler; afterwards the log and the
// record of refusals.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begun := s.elapsed()
	id, trace, err := s.ids.next()
	if err != nil { // without randomness nothing that follows is safe (security-model.md R-CLOSED)
		s.log.Error("no randomness", "error", err)
		rest.PlainPage(http.StatusServiceUnavailable).Write(w, r)
		return
	}
	x, release := newExchange(w, r, id, trace, s.cfg.Limits)
	defer release()
	var out rest.Outcome
	defer func() {
		p := recover()
		if p != nil && p != http.ErrAbortHandler {
			out.Err = &wiki.Error{Reason: wiki.InternalError, Err: fmt.Errorf("panic: %v\n%s", p, debug.Stack())}
			if x.status == 0 {
				out = s.refuse(x, rest.PlainPage(http.StatusInternalServerError), out.Err)
			}
		}
		s.finish(x, out, s.elapsed()-begun)
		if p != nil && (p == http.ErrAbortHandler || x.status != http.StatusInternalServerError) {
			panic(http.ErrAbortHandler) // the head is out: all that is left is to cut the connection
		}
		x.linger()
	}()
	out = s.answer(x)
}

// answer judges what every request must be, then leads it to its host's part.
func (s *Server) answer(x *exchange) rest.Outcome {
	if x.r.Host == "" { // HTTP/1.0 (security-model.md R-SMUG); of HTTP/1.1 net/http demands one
		return s.refuse(x, rest.PlainPage(http.StatusBadRequest), wiki.NewError(wiki.UnknownHost, wiki.Facts{}))
	}
	if bad := headTooLarge(x.r, s.cfg.Limits); bad != nil {
		status := http.StatusRequestHeaderFieldsTooLarge
		if bad.Facts.Param == inTarget {
			status = http.StatusRequestURITooLong
		}
		x.Header().Set("Connection", "close")
		return s.refuse(x, rest.PlainPage(status), bad)
	}
	at, err := s.hosts.find(x.r.Context(), x.r.Host)
	if err != nil {
		return s.refuse(x, rest.PlainPage(http.StatusServiceUnavailable), &wiki.Error{Reason: wiki.Overloaded, Err: err})
	}
	x.at = at
	if at.role == unknownHost {
		return s.refuse(x, rest.PlainPage(http.StatusMisdirectedRequest), wiki.NewError(wiki.UnknownHost, wiki.Facts{}))
	}
	target, bad := rest.ParseTarget(x.r)
	x.target = target
	first := ""
	if len(target.Segments) > 0 {
		first = target.Segments[0]
	}
	x.gateway = at.role == gatewayHost || at.role == sharedHost && (first == "ex" || isIdentityRoute(target))
	switch {
	case !isMethod(x.r.Method):
		return s.api.Refuse(x, x.r, target, s.entrance(x), wiki.NewError(wiki.MethodNotAllowed, wiki.Facts{Want: "GET, HEAD, POST, PUT or DELETE, in capitals"}))
	case bad != nil:
		return s.api.Refuse(x, x.r, target, s.entrance(x), bad)
	case s.deps.Demo && len(target.Segments) == 1 && s.health.serves(first):
		return s.health.serve(x, first)
	case x.gateway:
		return s.atGateway(x)
	case at.role == pagesHost:
		return s.refuse(x, rest.PlainPage(http.StatusNotFound), wiki.NewError(wiki.UnknownPath, wiki.Facts{}))
	}
	return s.atSite(x)
}

// isMethod reports whether the method is one of HTTP's own, as it must be written (security-model.md R-METHOD). The
// pipeline decides which of them an operation has.
func isMethod(m string) bool {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

// send writes an answer of the server's own, of no operation.
func (s *Server) send(x *exchange, a rest.Answer) rest.Outcome {
	a.Write(x, x.r)
	return rest.Outcome{Status: a.Status, Site: x.at.site}
}

// refuse writes a refusal of the server's own.
func (s *Server) refuse(x *exchange, a rest.Answer, why *wiki.Error) rest.Outcome {
	out := rest.Outcome{Status: a.Status, Site: x.at.site, Err: why}
	s.mark(x.Header(), s.record(x, out))
	a.Write(x, x.r)
	return out
}
