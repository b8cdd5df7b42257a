package rest_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
)

// The bodies of auth-behaviour.md §2, typed from there.
const (
	bodyS1 = `{"statusCode":403,"message":"com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: 403 FORBIDDEN \"Request rejected because caller cannot access Confluence\""}`
	bodyS2 = `{"message":"Current user not permitted to use Confluence","statusCode":403}`
	bodyS3 = `{"errors":[{"status":404,"code":"NOT_FOUND","title":"Not Found","detail":null}]}`
	bodyH1 = `<!doctype html><html lang="en"><head><title>HTTP Status 401 – Unauthorized</title><style type="text/css">body {font-family:Tahoma,Arial,sans-serif;} h1, h2, h3, b {color:white;background-color:#525D76;} h1 {font-size:22px;} h2 {font-size:16px;} h3 {font-size:14px;} p {font-size:12px;} a {color:black;} .line {height:1px;background-color:#525D76;border:none;}</style></head><body><h1>HTTP Status 401 – Unauthorized</h1><hr class="line" /><p><b>Type</b> Status Report</p><p><b>Description</b> The request has not been applied to the target resource because it lacks valid authentication credentials for that resource.</p><hr class="line" /><h3>Apache Tomcat/9.0.82</h3></body></html>`
	bodyB1 = `{"error":"Failed to parse Connect Session Auth Token"}`
	bodyG1 = `{"code":401,"message":"Unauthorized; scope does not match"}`
	bodyG2 = `{"code":401,"message":"Unauthorized"}`
	bodyOK = `{"ok":"yes"}`
)

const atGateway = "/ex/confluence/" + cloudID

// TestDecisionTable is the table of auth-behaviour.md §0, row by row, on a private and on a public site.
func TestDecisionTable(t *testing.T) {
	t.Parallel()
	const (
		v1     = "/wiki/rest/api/user/current"
		v2     = "/wiki/api/v2/pages"
		search = "/wiki/rest/api/search"
		jwt    = "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"
	)
	ops1, ops2 := someOps()
	type tokens struct{ unscoped, scoped, service, expired, revoked, blocked, deactivated, stranger string }
	setup := func(public bool) (*bench, tokens) {
		b := newBench(t, ops1, ops2)
		b.public = public
		return b, tokens{
			unscoped:    b.token(identity.Unscoped, nil),
			scoped:      b.token(identity.Scoped, nil, "read:page:confluence", "read:confluence-user"),
			service:     b.token(identity.ServiceToken, nil, "read:page:confluence"),
			expired:     b.token(identity.Unscoped, func(f *identity.Found) { f.Token.Expires = noon }),
			revoked:     b.token(identity.Unscoped, func(f *identity.Found) { f.Token.Revoked = true }),
			blocked:     b.token(identity.Unscoped, func(f *identity.Found) { f.Policy.TokensBlocked = true }),
			deactivated: b.token(identity.Unscoped, func(f *identity.Found) { f.Account.Active = false }),
			stranger:    b.token(identity.Unscoped, func(f *identity.Found) { f.Role = "" }),
		}
	}
	private, tp := setup(false)
	public, tq := setup(true)
	if tp != tq {
		t.Fatal("the two sites must know the same tokens")
	}

	type want struct {
		status int
		body   string
		reason wiki.Reason
	}
	s1 := func(r wiki.Reason) want { return want{403, bodyS1, r} }
	s3 := func(r wiki.Reason) want { return want{404, bodyS3, r} }
	okay := want{200, bodyOK, ""}
	h1 := func(r wiki.Reason) want { return want{401, bodyH1, r} }
	marked := func(r wiki.Reason) want { return want{200, bodyOK, r} }

	tests := []struct {
		name, authorization, path string
		private, public           want
	}{
		{"none v1", "", v1, s1(wiki.CredentialsMissing), okay},
		{"none v2", "", v2, s3(wiki.CredentialsMissing), okay},
		{"none search", "", search, want{403, bodyS2, wiki.CredentialsMissing}, okay},
		{"none gateway v1", "", atGateway + v1, s1(wiki.CredentialsMissing), okay},
		{"none gateway v2 without /wiki", "", atGateway + "/api/v2/pages", s3(wiki.CredentialsMissing), okay},

		{"unscoped", basic(annEmail, tp.unscoped), v1, okay, okay},
		{"unscoped, e-mail in capitals", basic("ANN@Example.com", tp.unscoped), v2, okay, okay},
		{"unscoped gateway", basic(annEmail, tp.unscoped), atGateway + v2, okay, okay},

		{"wrong token", basic(annEmail, "wrong"), v1, s1(wiki.CredentialsNotAccepted), marked(wiki.CredentialsNotAccepted)},
		{"wrong token v2", basic(annEmail, "wrong"), v2, s3(wiki.CredentialsNotAccepted), marked(wiki.CredentialsNotAccepted)},
		{"wrong token gateway", basic(annEmail, "wrong"), atGateway + v1, s1(wiki.CredentialsNotAccepted), marked(wiki.CredentialsNotAccepted)},
		{"other's token", basic("bob@example.com", tp.unscoped), v2, s3(wiki.CredentialsNotAccepted), marked(wiki.CredentialsNotAccepted)},
		{"expired", basic(annEmail, tp.expired), v1, s1(wiki.TokenExpired), marked(wiki.TokenExpired)},
		{"expired gateway v2", basic(annEmail, tp.expired), atGateway + v2, s3(wiki.TokenExpired), marked(wiki.TokenExpired)},
		{"revoked", basic(annEmail, tp.revoked), v2, s3(wiki.TokenRevoked), marked(wiki.TokenRevoked)},
		{"blocked by policy", basic(annEmail, tp.blocked), v1, s1(wiki.PolicyBlocked), marked(wiki.PolicyBlocked)},
		{"deactivated account", basic(annEmail, tp.deactivated), v1, s1(wiki.AccountDeactivated), marked(wiki.AccountDeactivated)},
		{"no product access", basic(annEmail, tp.stranger), v1, s1(wiki.NoSiteAccess), s1(wiki.NoSiteAccess)},
		{"no product access, S2", basic(annEmail, tp.stranger), search, want{403, bodyS2, wiki.NoSiteAccess}, want{403, bodyS2, wiki.NoSiteAccess}},

		{"unparseable Basic", "Basic !!!", v1, h1(wiki.CredentialsMalformed), h1(wiki.CredentialsMalformed)},
		{"unparseable Basic v2", "Basic !!!", v2, h1(wiki.CredentialsMalformed), h1(wiki.CredentialsMalformed)},
		{"unparseable Basic gateway v1", "Basic !!!", atGateway + v1, s1(wiki.CredentialsMalformed), marked(wiki.CredentialsMalformed)},
		{"unparseable Basic gateway v2", "Basic !!!", atGateway + v2, s3(wiki.CredentialsMalformed), marked(wiki.CredentialsMalformed)},
		{"unknown scheme", "Digest x", v2, s3(wiki.CredentialsMissing), okay},

		{"scoped at site", basic(annEmail, tp.scoped), v2, h1(wiki.ScopedTokenAtSite), h1(wiki.ScopedTokenAtSite)},
		{"scoped at site, no such path", basic(annEmail, tp.scoped), "/wiki/nosuch", h1(wiki.ScopedTokenAtSite), h1(wiki.ScopedTokenAtSite)},
		{"scope held", basic(annEmail, tp.scoped), atGateway + v2, okay, okay},
		{"scope held v1", basic(annEmail, tp.scoped), atGateway + "/rest/api/user/current", okay, okay},
		{"scope missing", basic(annEmail, tp.scoped), atGateway + search, want{401, bodyG1, wiki.ScopeMissing}, want{401, bodyG1, wiki.ScopeMissing}},
		{"scope missing, another operation", basic(annEmail, tp.scoped), atGateway + "/wiki/api/v2/spaces", want{401, bodyG1, wiki.ScopeMissing}, want{401, bodyG1, wiki.ScopeMissing}},
		{"scoped, no such path", basic(annEmail, tp.scoped), atGateway + "/wiki/api/v2/nosuch", want{401, bodyG1, wiki.ScopeMissing}, want{401, bodyG1, wiki.ScopeMissing}},
		{"closed to scopes", basic(annEmail, tp.scoped), atGateway + "/wiki/api/v2/admin-key", want{401, bodyG1, wiki.OperationClosedToScopes}, want{401, bodyG1, wiki.OperationClosedToScopes}},

		{"opaque Bearer at site", "Bearer " + tp.unscoped, v1, want{403, bodyB1, wiki.BearerAtSite}, want{403, bodyB1, wiki.BearerAtSite}},
		{"opaque Bearer at gateway", "Bearer " + tp.unscoped, atGateway + v2, s3(wiki.BearerUserTokenAtGate), marked(wiki.BearerUserTokenAtGate)},
		{"service token at site", "Bearer " + tp.service, v2, h1(wiki.ServiceTokenAtSite), h1(wiki.ServiceTokenAtSite)},
		{"service token at gateway", "Bearer " + tp.service, atGateway + v2, okay, okay},
		{"service token, Basic, gateway", basic(annEmail, tp.service), atGateway + v2, okay, okay},
		{"JWT at site", jwt, v1, want{401, bodyG2, wiki.CredentialsNotAccepted}, want{401, bodyG2, wiki.CredentialsNotAccepted}},
		{"JWT at gateway v1", jwt, atGateway + v1, s1(wiki.CredentialsNotAccepted), marked(wiki.CredentialsNotAccepted)},
		{"JWT at gateway v2", jwt, atGateway + v2, s3(wiki.CredentialsNotAccepted), marked(wiki.CredentialsNotAccepted)},
	}
	check := func(t *testing.T, b *bench, authorization, path string, want want) {
		t.Helper()
		r := request("GET", path, "")
		if authorization != "" {
			r.Header.Set("Authorization", authorization)
		}
		b.refusals = nil
		res := b.send(r)
		if got := read(t, res); res.StatusCode != want.status || got != want.body {
			t.Errorf("%d %s\nwant %d %s", res.StatusCode, got, want.status, want.body)
		}
		switch {
		case want.reason == "" && len(b.refusals) > 0:
			t.Errorf("refused: %v", b.refusals[0].Err)
		case want.reason != "" && (len(b.refusals) != 1 || b.refusals[0].Err.Reason != want.reason || b.refusals[0].Status != want.status):
			t.Errorf("refusals %+v, want one of %s with status %d", b.refusals, want.reason, want.status)
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, private, tt.authorization, tt.path, tt.private)
			check(t, public, tt.authorization, tt.path, tt.public)
		})
	}
}

func TestRejectSwitchAnswers401(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	b.switches.RejectInvalid = true
	for _, path := range []string{"/wiki/api/v2/pages", atGateway + "/rest/api/user/current"} {
		res := b.send(request("GET", path, "", "Authorization: "+basic(annEmail, "wrong")))
		if got := read(t, res); res.StatusCode != 401 || got != bodyG2 {
			t.Errorf("%s: %d %s", path, res.StatusCode, got)
		}
	}
}

func TestTolerateSwitchMakesAnOpaqueBearerAnonymous(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	b.switches.TolerateBearerAtSite = true
	res := b.send(request("GET", "/wiki/rest/api/user/current", "", "Authorization: Bearer x"))
	if got := read(t, res); res.StatusCode != 403 || got != bodyS1 || b.refusals[0].Err.Reason != wiki.BearerAtSite {
		t.Errorf("%d %s %v", res.StatusCode, got, b.refusals[0].Err)
	}
}

func TestHeadersOfTheDoors(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	scoped := basic(annEmail, b.token(identity.Scoped, nil, "read:page:confluence"))
	tests := []struct {
		name, path, authorization string
		want                      map[string]string
	}{
		{"H1", "/wiki/api/v2/pages", scoped, map[string]string{
			"Content-Type": "text/html;charset=utf-8", "Www-Authenticate": `OAuth realm="https%3A%2F%2Fwiki.test%2Fwiki"`}},
		{"B1", "/wiki/rest/api/search", "Bearer x", map[string]string{"Content-Type": "application/json", "Www-Authenticate": ""}},
		{"S1", "/wiki/rest/api/user/current", "", map[string]string{
			"Content-Type": "application/json", "Www-Authenticate": "", "Cache-Control": "", "X-Confluence-Request-Time": "1779214214698"}},
		{"S2", "/wiki/rest/api/search", "", map[string]string{
			"Cache-Control": "no-cache, no-store, must-revalidate", "Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}},
		{"G1", atGateway + "/rest/api/search", scoped, map[string]string{
			"Content-Type": "application/json", "X-Failure-Category": "FAILURE_CLIENT_SCOPE_CHECK", "X-Confluence-Request-Time": ""}},
		{"G2", "/wiki/rest/api/search", "Bearer eyJh.eyJz.c2ln", map[string]string{
			"X-Failure-Category": "FAILURE_CLIENT_AUTH_MISMATCH", "X-Trace-Id": "11111111222233334444555555555555",
			"X-Frame-Options": "SameOrigin", "Www-Authenticate": ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := request("GET", tt.path, "")
			if tt.authorization != "" {
				r.Header.Set("Authorization", tt.authorization)
			}
			res := b.send(r)
			for name, want := range tt.want {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestServerRefusesInTheWordsOfTheDoor(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil, nil, func(c *rest.Config) { c.Refused = func(http.Header, rest.Refusal) {} })
	tests := []struct {
		name   string
		err    *wiki.Error
		status int
		body   string
	}{
		{"T1", wiki.NewError(wiki.PasswordNotAccepted, wiki.Facts{}).Hard(), 401,
			"Basic authentication with passwords is deprecated.  For more information, see: https://developer.atlassian.com/cloud/confluence/deprecation-notice-basic-auth/\n"},
		{"old download path", wiki.NewError(wiki.DownloadServlet, wiki.Facts{}), 401, bodyH1},
		{"unknown host", wiki.NewError(wiki.UnknownHost, wiki.Facts{}), 421,
			`<!doctype html><html lang="en"><head><title>Misdirected Request</title></head><body><h1>No site answers under this name.</h1></body></html>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := request("GET", "/wiki/api/v2/pages", "")
			target, _ := rest.ParseTarget(r)
			w := httptest.NewRecorder()
			out := b.api.Refuse(w, r, target, rest.SiteEntrance("demo", requestID), tt.err)
			if w.Code != tt.status || w.Body.String() != tt.body || out.Status != tt.status || out.Err.Reason != tt.err.Reason {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}

func TestUnknownCloudIDIsAnsweredBeforeTheCredential(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	const want = `{"timestamp":"2026-05-19T18:10:14.698736667Z","status":404,"error":"Not Found","message":"No message available","path":"/ex/confluence/nosuch/wiki/api/v2/pages"}`
	for _, authorization := range []string{"Basic !!!", "Bearer x", basic(annEmail, "wrong")} {
		res := b.send(request("GET", "/ex/confluence/nosuch/wiki/api/v2/pages?limit=1", "", "Authorization: "+authorization))
		if got := read(t, res); res.StatusCode != 404 || got != want {
			t.Errorf("%s: %d %s", authorization, res.StatusCode, got)
		}
	}
}

func TestRefusalsSayWhereTheCallWouldWork(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	scoped := "Authorization: " + basic(annEmail, b.token(identity.Scoped, nil, "read:page:confluence"))
	unscoped := "Authorization: " + basic(annEmail, b.token(identity.Unscoped, nil))
	gatewayBase := "https://api.wiki.test/ex/confluence/" + cloudID
	tests := []struct {
		path, header string
		reason       wiki.Reason
		try          string
	}{
		{"/wiki/api/v2/pages/7?x=y", scoped, wiki.ScopedTokenAtSite, gatewayBase + "/wiki/api/v2/pages/7"},
		{"/spaces", unscoped, wiki.V2PrefixMissing, baseURL + "/wiki/api/v2/spaces"},
		{atGateway + "/pages", unscoped, wiki.V2PrefixMissing, gatewayBase + "/wiki/api/v2/pages"},
		{"/rest/api/content/1", unscoped, wiki.WikiPrefixMissing, baseURL + "/wiki/rest/api/content/1"},
		{atGateway + "/wiki/wiki/api/v2/pages", unscoped, wiki.WikiDoubled, gatewayBase + "/wiki/api/v2/pages"},
		{"/wiki/api/v2/nosuch", unscoped, wiki.UnknownPath, ""},
	}
	for _, tt := range tests {
		b.refusals = nil
		b.send(request("GET", tt.path, "", tt.header))
		if len(b.refusals) != 1 {
			t.Fatalf("%s: %d refusals", tt.path, len(b.refusals))
		}
		if e := b.refusals[0].Err; e.Reason != tt.reason || e.Facts.TryURL != tt.try {
			t.Errorf("%s: %s, try %q; want %s, %q", tt.path, e.Reason, e.Facts.TryURL, tt.reason, tt.try)
		}
	}
}
