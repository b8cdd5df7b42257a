package proxy

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/weirhq/weir/wire"
)

// locate finds out what is called, whichever way it is spelt: at the site or at the gateway, with or without /wiki, and
// with a prefix twice, as clients write that join the link to a next page to the wrong base (auth-behaviour.md §8, "Bug
// 1" to "Bug 3").
func (x *exchange) locate() *refusal {
	path, query, _ := strings.Cut(x.r.RequestURI, "?")
	segments, no := split(path)
	if no != nil {
		return no
	}
	x.query = query
	if len(segments) >= 3 && segments[0] == "ex" && segments[1] == "confluence" {
		ours, err := x.p.cloud(x.r.Context())
		if err != nil {
			return unreachable(err)
		}
		if !strings.EqualFold(segments[2], ours) {
			return &refusal{OtherSite, "the cloudId " + quoted(segments[2]) + " is not the one of " + x.p.address.Host()}
		}
		segments = segments[3:]
	}
	if slices.Equal(segments, []string{"_edge", "tenant_info"}) {
		x.Path = "/_edge/tenant_info"
		return x.tenant()
	}
	segments = x.mend(segments)
	x.path = "/" + strings.Join(segments, "/")
	x.Path = x.path
	if !isAPI(segments) {
		return x.astray()
	}
	if op, err := x.p.operations.Lookup(x.r.Method, x.path); err == nil {
		x.Operation = &op
	}
	return nil
}

// split cuts an escaped path into its segments and refuses those that mean something else once they are read
// (security-model.md §7). One slash at the end is taken off: real clients send it.
func split(path string) ([]string, *refusal) {
	for i := range len(path) {
		if c := path[i]; c <= ' ' || c >= 0x7f || c == '\\' || c == '#' {
			return nil, &refusal{TargetForm, "the path has a character that must be escaped"}
		}
	}
	segments := strings.Split(strings.TrimSuffix(path[1:], "/"), "/")
	for _, segment := range segments {
		plain, err := url.PathUnescape(segment)
		switch {
		case err != nil:
			return nil, &refusal{TargetForm, "the path has an escape that is none"}
		case segment == "" && len(segments) > 1:
			return nil, &refusal{TargetForm, "the path has an empty segment"}
		case plain == "." || plain == "..":
			return nil, &refusal{TargetForm, "the path has a segment of dots"}
		case strings.ContainsAny(plain, "/\\") || !utf8.ValidString(plain) || strings.ContainsFunc(plain, isControl):
			return nil, &refusal{TargetForm, "the path has a segment that could be read as something else"}
		}
	}
	return segments, nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// mend gives a path the form it has at the site.
func (x *exchange) mend(segments []string) []string {
	if isVersion(segments) || segments[0] == "download" {
		segments = append([]string{"wiki"}, segments...)
	}
	for {
		rest := segments
		switch {
		case len(rest) >= 2 && rest[0] == "wiki" && rest[1] == "wiki":
			rest = rest[1:]
		case len(rest) >= 5 && rest[0] == "wiki" && isVersion(rest[1:]) && (isVersion(rest[3:]) || rest[3] == "wiki"):
			rest = rest[3:]
			if rest[0] != "wiki" {
				rest = append([]string{"wiki"}, rest...)
			}
		default:
			return segments
		}
		segments, x.Mended = rest, "a prefix was there twice"
	}
}

// isVersion reports whether a path begins with the prefix of a version, /wiki apart.
func isVersion(segments []string) bool {
	return len(segments) >= 2 && (segments[0] == "rest" && segments[1] == "api" || segments[0] == "api" && segments[1] == "v2")
}

// isAPI reports whether programs call the path: all else is pages for people.
func isAPI(segments []string) bool {
	return len(segments) >= 3 && segments[0] == "wiki" && slices.Contains([]string{"rest", "api", "download", "atlassian-connect"}, segments[1])
}

// tenant tells the cloudId, whatever credential comes along (client-expectations.md 3).
func (x *exchange) tenant() *refusal {
	if x.r.Method != http.MethodGet && x.r.Method != http.MethodHead {
		return &refusal{BadMethod, "the cloudId can only be read"}
	}
	id, err := x.p.cloud(x.r.Context())
	if err != nil {
		return unreachable(err)
	}
	x.answer = func(w http.ResponseWriter) {
		x.Status = http.StatusOK
		x.say(w, wire.TenantInfo{CloudID: id})
	}
	return nil
}

// astray sends people who follow a link to the site, and programs nowhere.
func (x *exchange) astray() *refusal {
	if x.p.address.Site == "" || !strings.HasPrefix(x.path, "/wiki/") || x.r.Method != http.MethodGet && x.r.Method != http.MethodHead {
		return &refusal{NotTheAPI, "no path of the API begins like this; they begin with /wiki/rest/api and /wiki/api/v2"}
	}
	x.answer = func(w http.ResponseWriter) {
		x.Status = http.StatusFound
		w.Header().Set("Location", x.p.address.Site+x.path+withQuery(x.query))
		x.say(w, struct{}{})
	}
	return nil
}

func withQuery(query string) string {
	if query == "" {
		return ""
	}
	return "?" + query
}

// plainPath is a request's target as it came, without its query.
func plainPath(target string) string {
	path, _, _ := strings.Cut(target, "?")
	return path
}

func unreachable(err error) *refusal {
	switch {
	case isLoop(err):
		return &refusal{Loop, errLoop.Error()}
	case err == context.Canceled:
		return &refusal{Unreachable, "the client is gone"}
	}
	return &refusal{Unreachable, err.Error()}
}
