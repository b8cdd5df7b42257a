package server

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/gateway"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
	wirev1 "github.com/weirhq/weir/wire/v1"
)

// atSite answers on a site's host: the API below /wiki, and around it what the vendor's site answers to programs that
// have gone astray (auth-behaviour.md §1).
func (s *Server) atSite(x *exchange) rest.Outcome {
	path := x.target.Segments
	if out, served := s.files.Serve(s.api, x, x.r, x.target, s.entrance(x)); served {
		return out
	}
	switch {
	case isAPI(path):
		return s.api.Serve(x, x.r, x.target, s.entrance(x))
	case len(path) > 0 && (path[0] == "rest" || path[0] == "api"):
		return s.nullForURI(x)
	case slices.Equal(path, []string{"gateway", "api"}) || len(path) > 2 && path[0] == "gateway" && path[1] == "api":
		// The browser's gateway, which no token opens.
		return s.refuse(x, rest.JSON(http.StatusUnauthorized, wirev1.EdgeError{Code: 401, Message: "Unauthorized"}),
			wiki.NewError(wiki.CookieOnly, wiki.Facts{}))
	case x.r.Method != http.MethodGet && x.r.Method != http.MethodHead:
		return s.deadLink(x)
	case slices.Equal(path, []string{"_edge", "tenant_info"}):
		return s.send(x, gateway.TenantInfo(x.at.site.CloudID)) // whatever credential comes along
	case slices.Equal(path, []string{"status"}):
		// What tools for Data Center ask before anything else; such a server answers the same.
		return s.send(x, rest.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
			Body: []byte(`{"state":"RUNNING"}`)})
	case len(path) == 0:
		return s.redirect(x, "/login.jsp?os_destination=", nil)
	case len(path) == 1 && (path[0] == "login" || path[0] == "login.jsp"):
		return s.send(x, loginPage())
	case path[0] == "wiki" && (len(path) == 1 || path[1] != "wiki"):
		return s.redirect(x, "/login?application=confluence&dest-url=", s.astray(x))
	}
	return s.deadLink(x)
}

// isAPI reports whether the pipeline answers for a path on a site's host.
func isAPI(path []string) bool {
	if len(path) < 2 || path[0] != "wiki" {
		return false
	}
	switch path[1] {
	case "rest", "api", "download", "atlassian-connect":
		return true
	}
	return false
}

// redirect leads a browser without a session to the login page. A program that called a page by mistake is led there
// too, as at the vendor's, but finds the reason on the answer.
func (s *Server) redirect(x *exchange, login string, why *wiki.Error) rest.Outcome {
	destination := x.target.Path()
	if query := x.target.Query.Encode(); query != "" {
		destination += "?" + query
	}
	a := rest.Answer{Status: http.StatusFound, Header: http.Header{"Location": {login + url.QueryEscape(destination)}}}
	if why == nil {
		return s.send(x, a)
	}
	return s.refuse(x, a, why)
}

// loginPage is where redirects lead. A token does not open pages for people (security-model.md §1).
func loginPage() rest.Answer {
	return rest.Answer{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html;charset=UTF-8"}}, Body: []byte(
		`<!doctype html><html lang="en"><head><title>Log in</title></head><body><h1>Log in to continue</h1>` +
			`<p>This address is for people. Programs call /wiki/rest/api and /wiki/api/v2.</p></body></html>`)}
}

// astray explains a path below /wiki that is a page for people, when it looks like a call that lost its prefix. Nil when
// it does not.
func (s *Server) astray(x *exchange) *wiki.Error {
	below := "/" + strings.Join(x.target.Segments[1:], "/")
	if _, err := catalog.Default().LookupIn(catalog.V2, x.r.Method, below); err == nil {
		return wiki.NewError(wiki.V2PrefixMissing, wiki.Facts{TryURL: x.at.site.BaseURL + "/wiki/api/v2" + below})
	}
	if _, err := catalog.Default().LookupIn(catalog.V1, x.r.Method, below); err == nil {
		return wiki.NewError(wiki.UnknownPath, wiki.Facts{TryURL: x.at.site.BaseURL + "/wiki/rest/api" + below})
	}
	return nil
}

// nullForURI answers an API path without /wiki, which on a site's host belongs to another product (auth-behaviour.md §1
// "Site without /wiki"), in the words v1 has for a path that it does not know (§6 E2).
func (s *Server) nullForURI(x *exchange) rest.Outcome {
	why := wiki.NewError(wiki.WikiPrefixMissing, wiki.Facts{TryURL: x.at.site.BaseURL + "/wiki" + x.target.Canonical()})
	return s.refuse(x, s.v1.Fail(rest.Failure{
		Err: why, Now: s.deps.Now(), RequestID: x.id, Method: x.r.Method, Accept: x.r.Header.Get("Accept"),
		Target: x.target, Miss: rest.UnknownV1, Site: x.at.site,
	}), why)
}

// deadLink is the site's 404 in HTML, with the advice that the path allows.
func (s *Server) deadLink(x *exchange) rest.Outcome {
	path := x.target.Segments
	why := wiki.NewError(wiki.UnknownPath, wiki.Facts{})
	switch {
	case len(path) > 1 && path[0] == "wiki" && path[1] == "wiki":
		why = wiki.NewError(wiki.WikiDoubled, wiki.Facts{
			TryURL: x.at.site.BaseURL + strings.TrimPrefix(x.target.Canonical(), "/wiki")})
	case len(path) > 0 && path[0] != "wiki":
		if _, err := catalog.Default().LookupIn(catalog.V2, x.r.Method, x.target.Canonical()); err == nil {
			why = wiki.NewError(wiki.V2PrefixMissing, wiki.Facts{TryURL: x.at.site.BaseURL + "/wiki/api/v2" + x.target.Canonical()})
		}
	}
	return s.refuse(x, rest.PlainPage(http.StatusNotFound), why)
}
