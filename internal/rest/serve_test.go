package rest_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

const (
	page404 = `<!doctype html><html lang="en"><head><title>Page not found</title></head><body><h1>Oops, you've found a dead link.</h1></body></html>`
	page405 = `<!doctype html><html lang="en"><head><title>Method Not Allowed</title></head><body><h1>The method is not allowed here.</h1></body></html>`
	page400 = `<!doctype html><html lang="en"><head><title>Bad Request</title></head><body><h1>The address or the query is malformed.</h1></body></html>`
	xmlNull = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><status><status-code>404</status-code><message>null for uri: https://wiki.test`
	endNull = `</message></status>`
	patch   = "<html>\r\n<head><title>405 Not Allowed</title></head>\r\n<body>\r\n<center><h1>405 Not Allowed</h1></center>\r\n<hr><center>openresty</center>\r\n</body>\r\n</html>\r\n"
)

func e3(method string) string {
	return `{"errors":[{"status":405,"code":"METHOD_NOT_ALLOWED","title":"org.springframework.web.HttpRequestMethodNotSupportedException: Request method '` +
		method + `' not supported"}]}`
}

// TestMisses is what a path or method without an operation gets (auth-behaviour.md §6), for a valid caller.
func TestMisses(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	ann := "Authorization: " + basic(annEmail, b.token(identity.Unscoped, nil))
	tests := []struct {
		method, path string
		status       int
		contentType  string
		body         string
	}{
		{"GET", "/wiki/rest/api/nosuch", 404, "application/xml", xmlNull + "/wiki/rest/api/nosuch" + endNull},
		{"GET", "/wiki/rest/api/no<such&/x?q=1", 404, "application/xml", xmlNull + "/wiki/rest/api/no%3Csuch&amp;/x" + endNull},
		{"GET", atGateway + "/rest/api/nosuch", 404, "application/xml", xmlNull + "/wiki/rest/api/nosuch" + endNull},
		{"GET", "/wiki/rest/api/content/1/nosuch", 404, "text/html;charset=UTF-8", page404},
		{"GET", "/wiki/rest/api/space/DOC/nosuch", 404, "text/html;charset=UTF-8", page404},
		{"GET", "/wiki/api/v2/nosuch", 404, "application/json", bodyS3},
		{"GET", "/spaces", 404, "text/html;charset=UTF-8", page404},
		{"GET", "/wiki/wiki/api/v2/pages", 404, "text/html;charset=UTF-8", page404},
		{"GET", "/rest/api/user/current", 404, "text/html;charset=UTF-8", page404},
		{"GET", "/wiki//rest/api/content", 404, "text/html;charset=UTF-8", page404},
		{"DELETE", "/wiki/api/v2/pages", 405, "application/json", e3("DELETE")},
		{"POST", "/wiki/rest/api/user/current", 405, "application/json", e3("POST")},
		{"OPTIONS", "/wiki/api/v2/pages", 405, "application/json", e3("OPTIONS")},
		{"OPTIONS", "/wiki/rest/api/user/current", 404, "application/json", `{"errors":[{"status":404,"code":"NOT_FOUND","title":"Not Found"}]}`},
		{"PATCH", "/wiki/api/v2/pages", 405, "text/html", patch},
		{"PATCH", "/wiki/rest/api/user/current", 405, "text/html", patch},
		{"TRACE", "/wiki/api/v2/pages", 405, "text/html;charset=UTF-8", page405},
		{"CONNECT", "/wiki/api/v2/pages", 405, "text/html;charset=UTF-8", page405},
		{"CONNECT", "wiki.test:443", 405, "text/html;charset=UTF-8", page405},
		{"get", "/wiki/api/v2/pages", 405, "application/json", e3("get")},
		{"PROPFIND", "/wiki/rest/api/user/current", 405, "application/json", e3("PROPFIND")},
		{"GET", "/wiki/rest/api/content/1;x", 400, "application/json",
			`{"statusCode":400,"message":"org.springframework.web.server.ResponseStatusException: 400 BAD_REQUEST"}`},
		{"GET", "/wiki/api/v2/pages/%252e", 400, "application/json",
			`{"errors":[{"status":400,"code":"BAD_REQUEST","title":"Bad Request","detail":null}]}`},
		{"GET", "/wiki/rest/../api", 400, "text/html;charset=UTF-8", page400},
		{"GET", "/wiki/api/v2/pages?a=%zz", 400, "application/json",
			`{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"Provided value {%zz} for 'a' is not valid. Expected valid escapes","detail":""}]}`},
		{"GET", "/" + strings.Repeat("a", rest.MaxTarget), 414, "text/html;charset=UTF-8",
			`<!doctype html><html lang="en"><head><title>Request URI Too Long</title></head><body><h1>The address is longer than 8 KiB.</h1></body></html>`},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.path[:min(len(tt.path), 60)], func(t *testing.T) {
			res := b.send(request(tt.method, tt.path, "", ann))
			if got := read(t, res); res.StatusCode != tt.status || got != tt.body {
				t.Errorf("%d %s\nwant %d %s", res.StatusCode, got, tt.status, tt.body)
			}
			if got := res.Header.Get("Content-Type"); got != tt.contentType {
				t.Errorf("Content-Type %q, want %q", got, tt.contentType)
			}
			if got := res.Header.Get("Allow"); got != "" {
				t.Errorf("Allow: %s", got)
			}
		})
	}
}

func TestUnknownV1PathAnswersJSONToThoseWhoAsk(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil, nil)
	res := b.send(request("GET", "/wiki/rest/api/nosuch", "", "Accept: application/json"))
	const want = `{"message":"null for uri: https://wiki.test/wiki/rest/api/nosuch","status-code":404}`
	if got := read(t, res); got != want || res.Header.Get("Cache-Control") != "no-transform" || res.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %v", got, res.Header)
	}
}

func TestTwoAuthorizationFieldsAreRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil, nil)
	res := b.send(request("GET", "/wiki/api/v2/pages", "", "Authorization: Basic x", "Authorization: Basic y"))
	const want = `{"errors":[{"status":400,"code":"BAD_REQUEST","title":"Bad Request","detail":null}]}`
	if got := read(t, res); res.StatusCode != 400 || got != want || b.refusals[0].Err.Reason != wiki.AmbiguousCredentials {
		t.Errorf("%d %s", res.StatusCode, got)
	}
}

// A long value is cut in the error, also in the middle of a character.
func TestLongValuesAreQuotedAsText(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	b.public = true
	res := b.send(request("GET", "/wiki/api/v2/pages/a"+strings.Repeat("%C3%A9", 200), ""))
	want := `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"Provided value {a` + strings.Repeat("é", 99) +
		`} for 'id' is not the correct type. Expected type is ContentId","detail":""}]}`
	if got := read(t, res); res.StatusCode != 400 || got != want {
		t.Errorf("%d %s", res.StatusCode, got)
	}
}

func TestMethodOverridesAreIgnored(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	b.public = true
	res := b.send(request("GET", "/wiki/api/v2/pages?_method=DELETE", "", "X-HTTP-Method-Override: DELETE", "X-Method-Override: PATCH"))
	if got := read(t, res); got != bodyOK {
		t.Errorf("%d %s", res.StatusCode, got)
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	for _, public := range []bool{true, false} {
		b.public = public
		get := b.send(request("GET", "/wiki/api/v2/pages", ""))
		head := b.send(request("HEAD", "/wiki/api/v2/pages", ""))
		if body := read(t, head); body != "" || head.StatusCode != get.StatusCode ||
			head.Header.Get("Content-Length") != get.Header.Get("Content-Length") || head.Header.Get("Content-Length") == "" {
			t.Errorf("HEAD %d %v %q, GET %d %v", head.StatusCode, head.Header, body, get.StatusCode, get.Header)
		}
	}
}

// A later check is never answered before an earlier one. Each request fails all checks from its own on.
func TestOrderOfChecks(t *testing.T) {
	t.Parallel()
	refuse := func(context.Context, *site.Session, *pageIn) (okOut, error) {
		return nil, wiki.Missing("page", "7")
	}
	ops2 := []rest.Op{rest.On(rest.Op{ID: "getPageById", Route: "GET /pages/{id}", Perm: wiki.View}, refuse)}
	b := newBench(t, nil, ops2)
	wrong := basic(annEmail, "wrong")
	narrow := basic(annEmail, b.token(identity.Scoped, nil, "read:space:confluence"))
	right := basic(annEmail, b.token(identity.Scoped, nil, "read:page:confluence"))
	homeless := basic(annEmail, b.token(identity.Scoped, func(f *identity.Found) { f.Role = "" }, "read:page:confluence"))
	tests := []struct {
		name, method, path, authorization string
		reason                            wiki.Reason
	}{
		{"method before credential", "PATCH", "/ex/confluence/x/api/v2/pages/abc", "Basic !!!", wiki.MethodNotAllowed},
		{"tenant before credential", "GET", "/ex/confluence/x/api/v2/pages/abc", "Bearer x", wiki.UnknownCloudID},
		{"scope before routing", "GET", atGateway + "/api/v2/nosuch", narrow, wiki.ScopeMissing},
		{"scope before method", "DELETE", atGateway + "/api/v2/labels", narrow, wiki.ScopeMissing},
		{"scope before characters", "GET", atGateway + "/api/v2/pages/a;b", narrow, wiki.ScopeMissing},
		{"scope before unbuilt", "GET", atGateway + "/api/v2/labels", narrow, wiki.ScopeMissing},
		{"scope before input", "GET", atGateway + "/api/v2/pages/abc", narrow, wiki.ScopeMissing},
		{"scope before site access", "GET", atGateway + "/api/v2/labels", homeless, wiki.ScopeMissing},
		{"routing before site access", "GET", "/wiki/api/v2/nosuch", wrong, wiki.UnknownPath},
		{"characters before site access", "GET", atGateway + "/api/v2/pages/a;b", homeless, wiki.PathRefused},
		{"site access before input", "GET", atGateway + "/api/v2/pages/abc", homeless, wiki.NoSiteAccess},
		{"site access before input, anonymous", "GET", "/wiki/api/v2/pages/abc", wrong, wiki.CredentialsNotAccepted},
		{"input before object", "GET", atGateway + "/api/v2/pages/abc", right, wiki.InvalidInput},
		{"object", "GET", atGateway + "/api/v2/pages/7", right, wiki.NoSuchObject},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b.refusals = nil
			b.send(request(tt.method, tt.path, "", "Authorization: "+tt.authorization))
			if len(b.refusals) != 1 || b.refusals[0].Err.Reason != tt.reason {
				t.Errorf("%+v, want %s", b.refusals, tt.reason)
			}
		})
	}
}

func TestRefusalIsReportedWithItsFacts(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	secret := b.token(identity.Scoped, nil, "read:space:confluence")
	b.send(request("HEAD", atGateway+"/api/v2/pages/7", "", "Authorization: "+basic(annEmail, secret)))
	got := b.refusals[0]
	if got.RequestID != requestID || got.Operation != "v2:getPageById" || got.Template != "/wiki/api/v2/pages/{id}" ||
		got.Method != "HEAD" || got.Door != identity.AtGateway || got.Status != 401 || got.Site.CloudID != cloudID || got.Caller.Account != "ann" {
		t.Errorf("%+v", got)
	}
	f := got.Err.Facts
	if f.Operation != "v2:getPageById" || len(f.Need) != 1 || f.Need[0] != "read:page:confluence" ||
		len(f.Held) != 1 || f.Held[0] != "read:space:confluence" || f.Token != secret[4:14] || f.Account != "ann" {
		t.Errorf("%+v", f)
	}
}

func TestRefusedMaySetHeaders(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil, nil, func(c *rest.Config) {
		c.Refused = func(h http.Header, r rest.Refusal) { h.Set("X-Weir-Reason", string(r.Err.Reason)) }
	})
	if got := b.send(request("GET", "/wiki/api/v2/nosuch", "")).Header.Get("X-Weir-Reason"); got != "unknown-path" {
		t.Errorf("X-Weir-Reason: %q", got)
	}
}

func TestPanicIsOneRequests500(t *testing.T) {
	t.Parallel()
	boom := func(context.Context, *site.Session, *none) (okOut, error) { panic("boom") }
	b := newBench(t,
		[]rest.Op{rest.On(rest.Op{ID: "getCurrentUser", Route: "GET /user/current", Perm: wiki.UseSite}, boom)},
		[]rest.Op{rest.On(rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View}, boom)})
	b.public = true
	for path, want := range map[string]string{
		"/wiki/rest/api/user/current": `{"statusCode":500,"message":"Internal server error"}`,
		"/wiki/api/v2/pages":          `{"errors":[{"status":500,"code":"INTERNAL_SERVER_ERROR","title":"Internal Server Error","detail":null}]}`,
	} {
		b.refusals = nil
		res := b.send(request("GET", path, ""))
		if got := read(t, res); res.StatusCode != 500 || got != want {
			t.Errorf("%s: %d %s", path, res.StatusCode, got)
		}
		if e := b.refusals[0].Err; e.Reason != wiki.InternalError || !strings.HasPrefix(e.Err.Error(), "panic: boom\n") {
			t.Errorf("%s: %v", path, e)
		}
	}
}

func TestXSRF(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	const form = "Content-Type: multipart/form-data; boundary=x"
	tests := []struct {
		name, method, path string
		strict             bool
		headers            []string
		refused            bool
	}{
		{"form", "POST", "/wiki/rest/api/content/1/child/attachment", false, []string{form}, true},
		{"form with no-check", "POST", "/wiki/rest/api/content/1/child/attachment", false, []string{form, "X-Atlassian-Token: no-check"}, false},
		{"form with nocheck", "POST", "/wiki/rest/api/content/1/child/attachment", false, []string{form, "X-Atlassian-Token: nocheck"}, false},
		{"form with another word", "POST", "/wiki/rest/api/content/1/child/attachment", false, []string{form, "X-Atlassian-Token: yes"}, true},
		{"JSON", "POST", "/wiki/rest/api/content", false, []string{"Content-Type: application/json"}, false},
		{"browser", "POST", "/wiki/rest/api/content", false, []string{"User-Agent: Mozilla/5.0"}, true},
		{"browser with no-check", "POST", "/wiki/rest/api/content", false, []string{"User-Agent: Mozilla/5.0", "X-Atlassian-Token: no-check"}, false},
		{"reading browser", "GET", "/wiki/rest/api/user/current", false, []string{"User-Agent: Mozilla/5.0"}, false},
		{"strict", "POST", "/wiki/rest/api/content", true, nil, true},
		{"strict reading", "GET", "/wiki/rest/api/user/current", true, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, ops1, ops2, func(c *rest.Config) { c.StrictXSRF = tt.strict })
			b.public = true
			res := b.send(request(tt.method, tt.path, "", tt.headers...))
			got := read(t, res)
			if refused := res.StatusCode == 403 && got == "XSRF check failed" && res.Header.Get("Content-Type") == "text/plain"; refused != tt.refused {
				t.Errorf("%d %s", res.StatusCode, got)
			}
		})
	}
}

func TestRemovedOperations(t *testing.T) {
	t.Parallel()
	const gone = `{"statusCode":410,"data":{"authorized":true,"valid":true,"errors":[],"successful":true},"message":"com.atlassian.confluence.api.service.exceptions.pagesmodes.GoneException: This deprecated endpoint has been removed."}`
	ops1, ops2 := someOps()
	tests := []struct {
		name, path string
		setting    rest.RemovedV1
		status     int
		body       string
	}{
		{"default", atGateway + "/rest/api/content/1", "", 200, bodyOK},
		{"oauth is nobody yet", atGateway + "/rest/api/content/1", rest.RemovedForOAuth, 200, bodyOK},
		{"gateway", atGateway + "/rest/api/content/1", rest.RemovedForGateway, 410, gone},
		{"gateway, another operation", atGateway + "/rest/api/space", rest.RemovedForGateway, 410, gone},
		{"gateway, alive", atGateway + "/rest/api/user/current", rest.RemovedForGateway, 200, bodyOK},
		{"site", "/wiki/rest/api/content/1", rest.RemovedForGateway, 200, bodyOK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, ops1, ops2, func(c *rest.Config) { c.RemovedV1 = tt.setting })
			b.public = true
			res := b.send(request("GET", tt.path, ""))
			if got := read(t, res); res.StatusCode != tt.status || got != tt.body {
				t.Errorf("%d %s", res.StatusCode, got)
			}
		})
	}
}

func TestDeprecatedOperationsSaySo(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	tests := []struct {
		path   string
		public bool
		status int
		marked bool
	}{
		{"/wiki/rest/api/content/1", true, 200, true},
		{"/wiki/rest/api/content/abc", true, 400, true},
		{"/wiki/rest/api/space/DOC", true, 200, true},
		{"/wiki/rest/api/content/1", false, 403, false},
		{"/wiki/rest/api/search", true, 200, false},
		{"/wiki/rest/api/content/search", true, 200, false},
		{"/wiki/rest/api/user/current", true, 200, false},
		{"/wiki/api/v2/pages", true, 200, false},
	}
	for _, tt := range tests {
		b.public = tt.public
		res := b.send(request("GET", tt.path, ""))
		got := [3]string{res.Header.Get("Deprecation"), res.Header.Get("Link"), res.Header.Get("Warning")}
		want := [3]string{}
		if tt.marked {
			want = [3]string{"Wed, 1 Mar 2023 00:00:00 GMT",
				`<https://developer.atlassian.com/cloud/confluence/changelog/#CHANGE-864>; rel="deprecation"`,
				`299 - "Deprecated API, will be removed on Mon, 31 Mar 2025 00:00:00 GMT"`}
		}
		if res.StatusCode != tt.status || got != want {
			t.Errorf("%s: %d %q, want %d %q", tt.path, res.StatusCode, got, tt.status, want)
		}
	}
}

func TestConnectionEndsAfterUnreadOrChunkedBodies(t *testing.T) {
	t.Parallel()
	ops1, ops2 := someOps()
	b := newBench(t, ops1, ops2)
	chunked := request("GET", "/wiki/api/v2/pages", "")
	chunked.TransferEncoding = []string{"chunked"}
	tests := []struct {
		name string
		r    *http.Request
		want string
	}{
		{"no body", request("GET", "/wiki/api/v2/pages", ""), ""},
		{"unread body", request("POST", "/wiki/api/v2/nosuch", "{}"), "close"},
		{"chunked", chunked, "close"},
	}
	for _, tt := range tests {
		if got := b.send(tt.r).Header.Get("Connection"); got != tt.want {
			t.Errorf("%s: Connection %q, want %q", tt.name, got, tt.want)
		}
	}

	reading := bodyBench(t)
	if got := reading.send(request("POST", "/wiki/api/v2/pages", "{}", "Content-Type: application/json")).Header.Get("Connection"); got != "" {
		t.Errorf("read body: Connection %q", got)
	}
	form := formBench(t, func(*rest.Part) error { return nil })
	r := request("POST", "/wiki/rest/api/content/1/child/attachment", part(`name="file"`, "x")+"--x--\r\n",
		"Content-Type: multipart/form-data; boundary=x", "X-Atlassian-Token: no-check")
	if got := form.send(r).Header.Get("Connection"); got != "" {
		t.Errorf("read form: Connection %q", got)
	}
}

func TestRowsAreHeldAgainstTheCatalogue(t *testing.T) {
	t.Parallel()
	row := func(op rest.Op) []rest.Op { return []rest.Op{rest.On(op, ok[none])} }
	tests := []struct {
		name string
		ops  []rest.Op
		want string
	}{
		{"unknown id", row(rest.Op{ID: "getNothing", Route: "GET /pages", Perm: wiki.View}),
			"rest: v2:getNothing: no such operation in the catalogue"},
		{"another method", row(rest.Op{ID: "getPages", Route: "POST /pages", Perm: wiki.View}),
			"rest: v2:getPages: row says POST /pages, catalogue GET /wiki/api/v2/pages"},
		{"another path", row(rest.Op{ID: "getPages", Route: "GET /page", Perm: wiki.View}),
			"rest: v2:getPages: row says GET /page, catalogue GET /wiki/api/v2/pages"},
		{"no permission", row(rest.Op{ID: "getPages", Route: "GET /pages"}),
			"rest: v2:getPages: no permission stated"},
		{"another status", row(rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View, Status: 202}),
			"rest: v2:getPages: row says status 202, catalogue 200, and no reason"},
		{"no handler", []rest.Op{{ID: "getPages", Route: "GET /pages", Perm: wiki.View}},
			"rest: v2:getPages: no handler"},
		{"input does not bind", row(rest.Op{ID: "getPageById", Route: "GET /pages/{id}", Perm: wiki.View}),
			"rest: v2:getPageById: input rest_test.none does not take {id}"},
		{"twice", append(row(rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View}),
			row(rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View})...),
			"rest: v2:getPages: two rows"},
		{"two faults", append(row(rest.Op{ID: "a", Route: "GET /a", Perm: wiki.View}), row(rest.Op{ID: "b", Route: "GET /b", Perm: wiki.View})...),
			"rest: v2:a: no such operation in the catalogue\nv2:b: no such operation in the catalogue"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			fail := func(rest.Failure) rest.Answer { return rest.Answer{} }
			_, err := rest.NewAPI(rest.Config{CursorKey: bytes.Repeat([]byte("c"), 32), Versions: []rest.Version{
				{Name: catalog.V1, Prefix: "/wiki/rest/api", Fail: fail},
				{Name: catalog.V2, Prefix: "/wiki/api/v2", Ops: tt.ops, Fail: fail},
			}})
			if err == nil || err.Error() != tt.want {
				t.Errorf("%v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestShortCursorKeyStopsStartUp(t *testing.T) {
	t.Parallel()
	_, err := rest.NewAPI(rest.Config{CursorKey: make([]byte, 31)})
	if want := "rest: the cursor key is shorter than 32 bytes"; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

func TestAnOperationWithoutARowStopsStartUp(t *testing.T) {
	t.Parallel()
	one, two := wholeTable(t, nil, nil)
	two.Ops = slices.DeleteFunc(two.Ops, func(op rest.Op) bool { return op.ID == "getPages" || op.ID == "getSpaces" })
	_, err := rest.NewAPI(rest.Config{CursorKey: make([]byte, 32), Versions: []rest.Version{one, two}})
	if want := "rest: v2:getPages: no row\nv2:getSpaces: no row"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// BenchmarkServe is a request from target to bytes, without a database.
func BenchmarkServe(b *testing.B) {
	ops1, ops2 := someOps()
	bench := newBench(b, ops1, ops2)
	bench.public = true
	r := request("GET", "/wiki/api/v2/pages/12?limit=5", "")
	b.ReportAllocs()
	for b.Loop() {
		bench.send(r)
	}
}

// What fails because the client left, or its time ran out, is told apart from what the server does wrong.
func TestARequestThatEndsBeforeItsAnswer(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		request func(context.Context) (context.Context, context.CancelFunc)
		err     error
		status  int
		reason  wiki.Reason
	}{
		"left":                     {context.WithCancel, fmt.Errorf("search: %w", context.Canceled), 499, wiki.ClientGone},
		"too late":                 {expired, fmt.Errorf("search: %w", context.DeadlineExceeded), 503, wiki.Overloaded},
		"left, refused before":     {context.WithCancel, wiki.Missing("page", "1"), 404, wiki.NoSuchObject},
		"cancelled by the server":  {expired, fmt.Errorf("search: %w", context.Canceled), 500, wiki.InternalError},
		"another limit of its own": {context.WithCancel, fmt.Errorf("dial: %w", context.DeadlineExceeded), 500, wiki.InternalError},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, end := tt.request(t.Context())
			defer end()
			row := rest.Op{ID: "getPageById", Route: "GET /pages/{id}", Perm: wiki.View}
			b := newBench(t, nil, []rest.Op{rest.On(row, func(ctx context.Context, _ *site.Session, _ *pageIn) (okOut, error) {
				end()
				<-ctx.Done()
				return nil, tt.err
			})})
			b.public = true
			res := b.send(request("GET", "/wiki/api/v2/pages/1", "").WithContext(ctx))
			if res.StatusCode != tt.status || len(b.refusals) != 1 || b.refusals[0].Err.Reason != tt.reason {
				t.Errorf("%d %v", res.StatusCode, b.refusals)
			}
		})
	}
}

// expired is a context whose time is up.
func expired(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithDeadline(ctx, time.Unix(0, 0))
}
