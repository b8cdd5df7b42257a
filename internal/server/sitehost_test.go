package server

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/weirhq/weir/internal/config"
)

func TestTenantInfoLooksAtNoCredential(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	want := `{"cloudId":"` + b.site.CloudID + `"}`
	for _, authorization := range []string{"", basic(annEmail, b.token()), basic(annEmail, b.token("read:page:confluence")), "Basic !!!", "Bearer x"} {
		var headers []string
		if authorization != "" {
			headers = []string{"Authorization", authorization}
		}
		res, body := b.do("GET", siteName, "/_edge/tenant_info", headers...)
		if res.StatusCode != 200 || body != want || res.Header.Get("Content-Type") != "application/json" {
			t.Errorf("with %.12q: %d %s %s", authorization, res.StatusCode, res.Header.Get("Content-Type"), body)
		}
	}
	if answer := b.raw("GET /_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\nAuthorization: a\r\nAuthorization: b\r\nConnection: close\r\n\r\n"); !strings.HasSuffix(answer, want) {
		t.Errorf("with two credentials:\n%s", answer)
	}
}

// TestEveryAnswerHasItsHeaders holds the head of an answer, auth-behaviour.md §9.
func TestEveryAnswerHasItsHeaders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, path := range []string{"/_edge/tenant_info", "/wiki/rest/api/space", "/nosuch"} {
		res, _ := b.do("GET", siteName, path)
		id := res.Header.Get("Atl-Request-Id")
		if _, err := uuid.Parse(id); err != nil {
			t.Errorf("%s: atl-request-id %q: %v", path, id, err)
		}
		got := map[string][]string{}
		for _, name := range []string{"Atl-Traceid", "X-Content-Type-Options", "X-Xss-Protection", "Vary", "Strict-Transport-Security", "Set-Cookie", "Access-Control-Allow-Origin"} {
			got[name] = res.Header.Values(name)
		}
		want := map[string][]string{
			"Atl-Traceid": {strings.ReplaceAll(id, "-", "")}, "X-Content-Type-Options": {"nosniff"},
			"X-Xss-Protection": {"1; mode=block"}, "Vary": {"Accept-Encoding"},
			"Strict-Transport-Security": nil, "Set-Cookie": nil, "Access-Control-Allow-Origin": nil, // HSTS is for TLS
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

// TestPathsAroundTheAPI is auth-behaviour.md §1 on a site's host, row by row.
func TestPathsAroundTheAPI(t *testing.T) {
	t.Parallel()
	b := newBench(t, demo)
	const (
		html     = "text/html;charset=UTF-8"
		deadLink = `<!doctype html><html lang="en"><head><title>Page not found</title></head><body><h1>Oops, you've found a dead link.</h1></body></html>`
		login    = `<!doctype html><html lang="en"><head><title>Log in</title></head><body><h1>Log in to continue</h1><p>This address is for people. Programs call /wiki/rest/api and /wiki/api/v2.</p></body></html>`
	)
	for _, c := range []struct {
		name, method, path, accept string
		status                     int
		contentType, location      string
		body, reason               string
	}{
		{name: "root", path: "/", status: 302, location: "/login.jsp?os_destination=%2F"},
		{name: "root with a query", path: "/?a=b", status: 302, location: "/login.jsp?os_destination=%2F%3Fa%3Db"},
		{name: "page", path: "/wiki/home", status: 302, location: "/login?application=confluence&dest-url=%2Fwiki%2Fhome"},
		{name: "page with a query", path: "/wiki/x?y=1", status: 302, location: "/login?application=confluence&dest-url=%2Fwiki%2Fx%3Fy%3D1"},
		{name: "wiki", path: "/wiki", status: 302, location: "/login?application=confluence&dest-url=%2Fwiki"},
		{name: "page used as base", path: "/wiki/home/rest/api/content", status: 302,
			location: "/login?application=confluence&dest-url=%2Fwiki%2Fhome%2Frest%2Fapi%2Fcontent"},
		{name: "v2 path without its prefix", path: "/wiki/spaces", status: 302,
			location: "/login?application=confluence&dest-url=%2Fwiki%2Fspaces",
			reason:   "v2-prefix-missing; try=http://wiki.test/wiki/api/v2/spaces"},
		{name: "login page", path: "/login?application=confluence", status: 200, contentType: html, body: login},
		{name: "login page, v1 redirect", path: "/login.jsp", status: 200, contentType: html, body: login},
		{name: "API without /wiki, JSON", path: "/rest/api/user/current", accept: "application/json", status: 404,
			contentType: "application/json", body: `{"message":"null for uri: http://wiki.test/rest/api/user/current","status-code":404}`,
			reason: "wiki-prefix-missing; try=http://wiki.test/wiki/rest/api/user/current"},
		{name: "API without /wiki, XML", path: "/rest/api/user/current", status: 404, contentType: "application/xml",
			body:   `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><status><status-code>404</status-code><message>null for uri: http://wiki.test/rest/api/user/current</message></status>`,
			reason: "wiki-prefix-missing; try=http://wiki.test/wiki/rest/api/user/current"},
		{name: "base and /spaces", path: "/spaces", status: 404, contentType: html, body: deadLink,
			reason: "v2-prefix-missing; try=http://wiki.test/wiki/api/v2/spaces"},
		{name: "doubled wiki", path: "/wiki/wiki/rest/api/space", status: 404, contentType: html, body: deadLink,
			reason: "wiki-prefix-doubled; try=http://wiki.test/wiki/rest/api/space"},
		{name: "nothing", path: "/nosuch", status: 404, contentType: html, body: deadLink, reason: "unknown-path"},
		{name: "page, posted to", method: "POST", path: "/wiki/home", status: 404, contentType: html, body: deadLink, reason: "unknown-path"},
		{name: "the browser's gateway", path: "/gateway/api/graphql", status: 401, contentType: "application/json",
			body: `{"code":401,"message":"Unauthorized"}`, reason: "session-required"},
		{name: "Data Center's status", path: "/status", status: 200, contentType: "application/json", body: `{"state":"RUNNING"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			method := c.method
			if method == "" {
				method = "GET"
			}
			var headers []string
			if c.accept != "" {
				headers = []string{"Accept", c.accept}
			}
			res, body := b.do(method, siteName, c.path, headers...)
			if res.StatusCode != c.status || body != c.body {
				t.Errorf("%d %s\nwant %d %s", res.StatusCode, body, c.status, c.body)
			}
			for name, want := range map[string]string{"Content-Type": c.contentType, "Location": c.location, "X-Weir-Reason": c.reason} {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

// TestTheOldDownloadPathIsASwitch: compat.download-servlet chooses between what the vendor did and does (auth-behaviour.md
// §5 "Servlet").
func TestTheOldDownloadPathIsASwitch(t *testing.T) {
	t.Parallel()
	serving := newBench(t, demo)
	refusing := newBench(t, demo, func(c *config.Config, _ *Deps) { c.Compat.DownloadServlet = "refuse" })
	for b, want := range map[*bench]struct {
		status            int
		reason, challenge string
	}{
		serving:  {404, "no-such-object; object=content 4711", ""},
		refusing: {401, "download-servlet", `OAuth realm="http%3A%2F%2Fwiki.test%2Fwiki"`},
	} {
		res, _ := b.do("GET", siteName, "/wiki/download/attachments/4711/plan.pdf", "Authorization", basic(annEmail, b.token()))
		reason, _, _ := strings.Cut(res.Header.Get("X-Weir-Reason"), "; token=")
		if res.StatusCode != want.status || reason != want.reason || res.Header.Get("WWW-Authenticate") != want.challenge {
			t.Errorf("%d %q %q, want %+v", res.StatusCode, reason, res.Header.Get("WWW-Authenticate"), want)
		}
	}
}
