package proxy

import (
	"net/http"
	"slices"
	"strings"
)

// admit lets in programs that mean this proxy, and neither web pages nor requests that could be read in two ways
// (security-model.md §11, R-SMUG, R-ONEPATH).
func (x *exchange) admit() *refusal {
	r := x.r
	switch {
	case !slices.Contains(x.p.Hosts, strings.ToLower(r.Host)):
		return &refusal{ForeignHost, "the request is for the host " + quoted(r.Host) + ", which is not a name of this proxy"}
	case len(r.Header.Values("Origin")) > 0:
		return &refusal{FromABrowser, "the request has the header Origin: pages in a browser may not use the proxy"}
	case r.Header.Get("Sec-Fetch-Site") != "" && r.Header.Get("Sec-Fetch-Site") != "none":
		return &refusal{FromABrowser, "the request has the header Sec-Fetch-Site: pages in a browser may not use the proxy"}
	case !slices.Contains(methods, r.Method):
		return &refusal{BadMethod, "the method " + quoted(r.Method) + " is none of the API's"}
	case !strings.HasPrefix(r.RequestURI, "/"):
		return &refusal{TargetForm, "the proxy stands in the place of the site; it is no proxy for absolute addresses"}
	case len(r.RequestURI) > maxTarget:
		return &refusal{TargetForm, "the address is too long"}
	}
	return badHeader(r.Header)
}

var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// maxTarget is how long a path with its query may be, in bytes.
const maxTarget = 16 << 10

// overrides are headers that some service behind may take for the method or the path.
var overrides = []string{
	"X-Http-Method-Override", "X-Http-Method", "X-Method-Override", "X-Original-Url", "X-Original-Uri", "X-Rewrite-Url",
}

func badHeader(h http.Header) *refusal {
	for name := range h {
		switch {
		case strings.Contains(name, "_"):
			return &refusal{BadHeader, "the header " + quoted(name) + " has an underscore, which some servers take for a hyphen"}
		case slices.Contains(overrides, name):
			return &refusal{BadHeader, "the header " + name + " would make another request of this one"}
		case name == "Upgrade":
			return &refusal{BadHeader, "the API has no other protocol to change to"}
		}
	}
	for _, name := range []string{"Authorization", "Content-Type", "Content-Length", "Range"} {
		if len(h.Values(name)) > 1 {
			return &refusal{BadHeader, "the header " + name + " occurs twice"}
		}
	}
	for _, value := range h.Values("Connection") {
		for token := range strings.SplitSeq(value, ",") {
			switch strings.ToLower(strings.TrimSpace(token)) {
			case "", "close", "keep-alive", "te":
			default:
				return &refusal{BadHeader, "the header Connection names other headers, to have them taken off"}
			}
		}
	}
	return nil
}

// dropped are headers that never reach the site: credentials beside Authorization, and what only a proxy of the site's
// own may say.
var dropped = []string{
	"Cookie", "Forwarded", "Via", "X-Real-Ip", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port",
	"X-Forwarded-Prefix", "X-Forwarded-Server", "X-Forwarded-User", "X-Client-Ip", "True-Client-Ip", "Cf-Connecting-Ip",
	"Accept-Encoding", // so that links can be read; the connection to the site compresses all the same
}

// strip takes off what must not pass.
func strip(h http.Header) {
	for name := range h {
		if slices.Contains(dropped, name) || strings.HasPrefix(name, "Proxy-") || strings.HasPrefix(name, "X-Forwarded-") {
			h.Del(name)
		}
	}
}

// quoted shows a client's own word, without what could make a terminal do something.
func quoted(word string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '"' {
			return '?'
		}
		return r
	}, word)
	if len(clean) > 100 {
		clean = clean[:100] + "…"
	}
	return `"` + clean + `"`
}
