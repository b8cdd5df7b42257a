package proxy

import (
	"context"
	"errors"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

// forward sends the request to the site and its answer back.
func (x *exchange) forward(w http.ResponseWriter) {
	target, err := url.Parse(x.p.Client.URLAt(x.door) + x.path + withQuery(x.query))
	if err != nil {
		x.refuse(w, &refusal{TargetForm, "the address is no URL"})
		return
	}
	x.URL, x.Door = target.String(), x.door.String()
	once := &httputil.ReverseProxy{
		Transport: x.p.transport,
		ErrorLog:  x.p.silent,
		Rewrite: func(out *httputil.ProxyRequest) {
			out.Out.URL, out.Out.Host = target, target.Host
			strip(out.Out.Header)
			x.authorize(out.Out.Header)
		},
		ModifyResponse: x.receive,
		ErrorHandler:   func(w http.ResponseWriter, _ *http.Request, err error) { x.failed(w, err) },
	}
	once.ServeHTTP(w, x.r)
}

// unwelcome are headers of an answer that would make a browser, or a client that behaves like one, keep something about
// the proxy.
var unwelcome = []string{
	"Set-Cookie", "Strict-Transport-Security", "Alt-Svc", "Nel", "Report-To", "Clear-Site-Data", "Public-Key-Pins", "Refresh",
}

// receive takes an answer in: what it may not bring with it is taken off, its links are turned, and a refusal is told.
func (x *exchange) receive(res *http.Response) error {
	for name := range res.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			res.Header.Del(name)
		}
	}
	for _, name := range unwelcome {
		res.Header.Del(name)
	}
	x.Status = res.StatusCode
	if asker := x.asker(); asker != nil {
		if err := asker.Refused(res, x.door); err != nil {
			x.Why = err.Error()
		}
	}
	if err := x.turn(res); err != nil {
		return err
	}
	x.ResponseHeader = res.Header.Clone()
	return nil
}

// failed answers for a site that did not, and for an answer that may not be passed on.
func (x *exchange) failed(w http.ResponseWriter, err error) {
	var no *notPassed
	switch {
	case errors.As(err, &no):
		x.refuse(w, &no.refusal)
	case errors.Is(err, context.Canceled):
		x.refuse(w, &refusal{Unreachable, "the client is gone"})
	case isLoop(err):
		x.refuse(w, &refusal{Loop, errLoop.Error()})
	default:
		x.refuse(w, &refusal{Unreachable, "no answer from " + x.p.address.Host() + ": " + withoutURL(err).Error()})
	}
}

// notPassed is an answer that the client may not have.
type notPassed struct{ refusal }

func (e *notPassed) Error() string { return e.why }

func isLoop(err error) bool { return errors.Is(err, errLoop) }

// withoutURL is what went wrong, without the address and its query.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
