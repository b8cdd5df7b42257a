package server

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// e5 is the gateway's 404 (auth-behaviour.md §6 E5).
func e5(path string) string {
	return `{"timestamp":"2026-11-22T12:00:00.000000000Z","status":404,"error":"Not Found","message":"No message available","path":"` + path + `"}`
}

func TestAddressesAtTheGateway(t *testing.T) {
	t.Parallel()
	b := newBench(t, demo)
	const g2 = `{"code":401,"message":"Unauthorized"}`
	const g1 = `{"code":401,"message":"Unauthorized; scope does not match"}`
	cloud := "/ex/confluence/" + b.site.CloudID
	text := b.token("read:page:confluence")
	scoped := basic(annEmail, text)
	ann, err := b.srv.Site().System().Account(t.Context(), annEmail)
	if err != nil {
		t.Fatal(err)
	}
	missing := `scope-missing; operation=v2:getSpaces; need="read:space:confluence"; held="read:page:confluence"; token=` +
		text[4:14] + `; account=` + string(ann.ID)
	for _, c := range []struct {
		name, method, host, path, authorization string
		status                                  int
		body, reason                            string
	}{
		{name: "root lost", path: "/wiki/api/v2/pages/12", status: 404, body: e5("/wiki/api/v2/pages/12"), reason: "gateway-path-lost; operation=v2:getPageById"},
		{name: "root lost, v1", path: "/rest/api/space", status: 404, body: e5("/rest/api/space"), reason: "gateway-path-lost"},
		{name: "nothing", path: "/", status: 404, body: e5("/"), reason: "gateway-path-lost"},
		{name: "unknown cloudId", path: "/ex/confluence/7f5a36b6-0b5c-4f0e-9d2f-1f6e1c2c4a11/wiki/rest/api/space", status: 404,
			body:   e5("/ex/confluence/7f5a36b6-0b5c-4f0e-9d2f-1f6e1c2c4a11/wiki/rest/api/space"),
			reason: "unknown-cloud-id; operation=v1:getSpaces; object=site 7f5a36b6-0b5c-4f0e-9d2f-1f6e1c2c4a11"},
		{name: "malformed cloudId", path: "/ex/confluence/x/wiki/rest/api/space", status: 404,
			body: e5("/ex/confluence/x/wiki/rest/api/space"), reason: "unknown-cloud-id; operation=v1:getSpaces; object=site x"},
		{name: "accessible resources, no credential", path: "/oauth/token/accessible-resources", status: 401, body: g2, reason: "credentials-missing"},
		{name: "accessible resources, token", path: "/oauth/token/accessible-resources", authorization: basic(annEmail, b.token()),
			status: 401, body: g2, reason: "credentials-not-accepted"},
		{name: "me", path: "/me", status: 401, body: g2, reason: "credentials-missing"},
		{name: "me on the demo's address", host: "127.0.0.1", path: "/me", status: 401, body: g2, reason: "credentials-missing"},
		{name: "scope missing, without /wiki", path: cloud + "/api/v2/spaces", authorization: scoped, status: 401, body: g1, reason: missing},
		{name: "scope missing, by path on the demo's address", host: "127.0.0.1", path: cloud + "/wiki/api/v2/spaces",
			authorization: scoped, status: 401, body: g1, reason: missing},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			host := c.host
			if host == "" {
				host = gatewayName
			}
			var headers []string
			if c.authorization != "" {
				headers = []string{"Authorization", c.authorization}
			}
			res, body := b.do("GET", host, c.path, headers...)
			if res.StatusCode != c.status || body != c.body {
				t.Errorf("%d %s\nwant %d %s", res.StatusCode, body, c.status, c.body)
			}
			if got := res.Header.Get("Content-Type"); got != "application/json" {
				t.Errorf("Content-Type %q", got)
			}
			if got := res.Header.Get("X-Weir-Reason"); got != c.reason {
				t.Errorf("reason %q, want %q", got, c.reason)
			}
		})
	}
}

// TestIdentityRoutesHaveTheirHeaders is G2 (auth-behaviour.md §2), without the reflection of Origin that the vendor shows
// (security-model.md R-CSRF).
func TestIdentityRoutesHaveTheirHeaders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	res, _ := b.do("GET", gatewayName, "/me", "Origin", "https://evil.test")
	got := map[string][]string{}
	for _, name := range []string{"X-Failure-Category", "X-Trace-Id", "X-Frame-Options", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"} {
		got[name] = res.Header.Values(name)
	}
	want := map[string][]string{
		"X-Failure-Category": {"FAILURE_CLIENT_AUTH_MISMATCH"}, "X-Trace-Id": {res.Header.Get("Atl-Traceid")}, "X-Frame-Options": {"SameOrigin"},
		"Access-Control-Allow-Origin": nil, "Access-Control-Allow-Credentials": nil,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}
