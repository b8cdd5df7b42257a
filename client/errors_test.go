package client

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
)

// TestRefusalsAreTypedByCause gives each body of auth-behaviour.md §2, §3 and §6, byte for byte, and expects its cause.
func TestRefusalsAreTypedByCause(t *testing.T) {
	t.Parallel()
	const html = "text/html;charset=utf-8"
	for name, tc := range map[string]struct {
		gateway bool
		path    string
		status  int
		header  map[string]string // Content-Type is application/json unless given
		body    string
		want    error
		text    string
	}{
		"H1 at the site": {status: 401, header: map[string]string{"Content-Type": html}, want: &DoorError{},
			body: `<!doctype html><html lang="en"><head><title>HTTP Status 401 – Unauthorized</title></head></html>`,
			text: "v2:getPages at the site: a scoped token opens the gateway only (401: HTTP Status 401 – Unauthorized)"},
		"T1": {status: 401, header: map[string]string{"Content-Type": "text/plain"}, want: &CredentialsError{},
			body: "Basic authentication with passwords is deprecated.  For more information, see: https://developer.atlassian.com/cloud/confluence/deprecation-notice-basic-auth/\n",
			text: "credentials not accepted: an account password was given; make an API token (401: Basic authentication with passwords is deprecated. For more information, see: https://developer.atlassian.com/cloud/confluence/deprecation-notice-basic-auth/)"},
		"B1": {status: 403, body: `{"error":"Failed to parse Connect Session Auth Token"}`, want: &DoorError{},
			text: "v2:getPages at the site: the site takes a token as the password of Basic, with an e-mail, and not as Bearer (403: Failed to parse Connect Session Auth Token)"},
		"G1": {gateway: true, status: 401, body: `{"code":401,"message":"Unauthorized; scope does not match"}`, want: &ScopeError{},
			text: "v2:getPages: the token lacks a scope: needed is read:page:confluence"},
		"G1 of two sets": {gateway: true, path: "GET /rest/api/user/current", status: 401, header: map[string]string{"X-Failure-Category": "FAILURE_CLIENT_SCOPE_CHECK"}, want: &ScopeError{},
			text: "v1:getCurrentUser: the token lacks a scope: needed is read:confluence-user, or read:content-details:confluence"},
		"G1 of a closed path": {gateway: true, path: "GET /wiki/api/v2/nosuch", status: 401, body: `{"code":401,"message":"Unauthorized; scope does not match"}`, want: &ScopeError{},
			text: "GET /ex/confluence/f2ad45d7-0000-4000-8000-000000000001/wiki/api/v2/nosuch: the token lacks a scope, and no scope is documented for this call"},
		"G2": {gateway: true, status: 401, body: `{"code":401,"message":"Unauthorized"}`, want: &CredentialsError{},
			text: "credentials not accepted: " + notAccepted + " (401: Unauthorized)"},
		"G3": {status: 410, want: &RemovedError{},
			body: `{"statusCode":410,"data":{"authorized":true,"valid":true,"errors":[],"successful":true},"message":"com.atlassian.confluence.api.service.exceptions.pagesmodes.GoneException: This deprecated endpoint has been removed."}`,
			text: "v2:getPages: removed (410: This deprecated endpoint has been removed.)"},
		"S1": {status: 403, want: &CredentialsError{},
			body: `{"statusCode":403,"message":"com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: 403 FORBIDDEN \"Request rejected because caller cannot access Confluence\""}`,
			text: "credentials not accepted: " + notAccepted + ` (403: 403 FORBIDDEN "Request rejected because caller cannot access Confluence")`},
		"S2": {status: 403, body: `{"message":"Current user not permitted to use Confluence","statusCode":403}`, want: &CredentialsError{},
			text: "credentials not accepted: " + notAccepted + " (403: Current user not permitted to use Confluence)"},
		"S3": {status: 404, body: `{"errors":[{"status":404,"code":"NOT_FOUND","title":"Not Found","detail":null}]}`, want: &CredentialsError{},
			text: "credentials not accepted: " + notAccepted + " (404: Not Found)"},
		"a genuine miss": {status: 404, body: `{"errors":[{"status":404,"code":"NOT_FOUND","title":"Cannot find a page with id [999999999999]","detail":null}]}`, want: &HiddenError{},
			text: "v2:getPages: not there, or not to be seen (404: Cannot find a page with id [999999999999])"},
		"a genuine miss in v1": {status: 404, want: &HiddenError{},
			body: `{"statusCode":404,"data":{"authorized":false,"valid":true,"errors":[],"successful":false},"message":"com.atlassian.confluence.api.service.exceptions.NotFoundException: No content found with id: ContentId{id=1}"}`,
			text: "v2:getPages: not there, or not to be seen (404: No content found with id: ContentId{id=1})"},
		"E2": {status: 404, body: `{"message":"null for uri: https://acme.atlassian.net/wiki/rest/api/nosuch","status-code":404}`, want: &NotFoundError{},
			text: "v2:getPages: no such path (404: null for uri: https://acme.atlassian.net/wiki/rest/api/nosuch)"},
		"E5": {gateway: true, status: 404, want: &NotFoundError{},
			body: `{"timestamp":"2026-05-19T18:10:14.698736667Z","status":404,"error":"Not Found","message":"No message available","path":"/wiki/api/v2/pages"}`,
			text: "v2:getPages: no such path (404: No message available)"},
		"E1": {status: 400, want: &InputError{},
			body: `{"statusCode":400,"message":"org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type 'int'"}`,
			text: "v2:getPages: input not accepted (400: Failed to convert value of type 'java.lang.String' to required type 'int')"},
		"E4": {status: 400, want: &InputError{},
			body: `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"Provided value {x} for 'id' is not the correct type. Expected type is ContentId","detail":""}]}`,
			text: "v2:getPages: input not accepted (400: Provided value {x} for 'id' is not the correct type. Expected type is ContentId)"},
		"no permission": {status: 403, body: `{"errors":[{"status":403,"code":"FORBIDDEN","title":"No","detail":"Ask the owner."}]}`, want: &PermissionError{},
			text: "v2:getPages: no permission (403: No: Ask the owner.)"},
		"IP allowlist": {status: 403, want: &PolicyError{},
			body: `{"errorMessages":["The IP address has been rejected because it is not on the allowed list. See your admin for more information."],"errors":{}}`,
			text: "v2:getPages: refused by a policy (403: The IP address has been rejected because it is not on the allowed list. See your admin for more information.)"},
		"XSRF": {status: 403, header: map[string]string{"Content-Type": "text/plain"}, body: "XSRF check failed", want: &InputError{},
			text: "v2:getPages: input not accepted (403: XSRF check failed)"},
		"conflict": {status: 409, want: &ConflictError{},
			body: `{"statusCode":409,"data":{"authorized":false,"valid":true,"errors":[],"successful":false},"message":"com.atlassian.confluence.api.service.exceptions.ConflictException: Version must be incremented on update. Current version is: 7"}`,
			text: "v2:getPages: conflict (409: Version must be incremented on update. Current version is: 7)"},
		"what a terminal would obey": {status: 409, want: &ConflictError{}, body: `{"errors":[{"status":409,"code":"CONFLICT","title":"a\u001b[2Jb\u202ec","detail":null}]}`,
			text: "v2:getPages: conflict (409: a[2Jbc)"},
		"a fault": {status: 500, header: map[string]string{"Content-Type": "text/plain"}, body: "", want: &ServerError{}, text: "v2:getPages: the service failed (500)"},
		"a login page": {status: 302, header: map[string]string{"Location": "/login"}, want: &DoorError{},
			text: "v2:getPages at the site: the answer leads elsewhere, as for a person with a browser (302)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				w.Header().Set("Atl-Request-Id", "6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11")
				for name, value := range tc.header {
					w.Header().Set(name, value)
				}
				w.WriteHeader(tc.status)
				fmt.Fprint(w, tc.body)
			})
			c, _ := connect(t, site, Credentials{"ann@example.com", "abc"})
			// The door is known and was just looked at, so the refusal is not answered by probes.
			c.found.Store(&finding{door: Door{Gateway: tc.gateway, CloudID: "f2ad45d7-0000-4000-8000-000000000001"}, checked: time.Now()})
			path := "/api/v2/pages"
			if tc.path != "" {
				path = tc.path[len("GET "):]
			}
			res, err := c.Do(t.Context(), http.MethodGet, path, nil, nil)
			if err == nil {
				drain(res.Body)
				t.Fatal("no error")
			}
			if reflect.TypeOf(err) != reflect.TypeOf(tc.want) {
				t.Errorf("got %T, want %T", err, tc.want)
			}
			if err.Error() != tc.text {
				t.Errorf("text\n got %s\nwant %s", err, tc.text)
			}
			refusal, ok := errors.AsType[*Refusal](err)
			if !ok || refusal.Status != tc.status || string(refusal.Body) != tc.body || refusal.RequestID != "6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11" {
				t.Errorf("the answer is not attached: %+v", refusal)
			}
		})
	}
}

func TestErrorsTellTheirFacts(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	narrow, _ := connect(t, w.URL, Credentials{w.Admin.Email, w.NewToken(t, w.Admin, "read:space:confluence").Text})
	_, err := narrow.V1.GetCurrentUser(t.Context(), ExpandQuery{})
	scope, ok := errors.AsType[*ScopeError](err)
	if !ok {
		t.Fatalf("%v is no ScopeError", err)
	}
	want := [][]catalog.Scope{{"read:confluence-user"}, {"read:content-details:confluence"}}
	if diff := cmp.Diff(want, scope.Need); diff != "" || scope.Operation.Key() != "v1:getCurrentUser" {
		t.Errorf("need (-want +got):\n%s", diff)
	}

	reader, _ := connect(t, w.URL, Credentials{w.Member.Email, w.Reader.Text})
	_, err = reader.V2.GetPageByID(t.Context(), "999999999999", GetPageByIDQuery{})
	if hidden, ok := errors.AsType[*HiddenError](err); !ok || hidden.RequestID == "" {
		t.Errorf("a page that is not there: %v", err)
	}
	if _, err = reader.V2.GetPageByID(t.Context(), "", GetPageByIDQuery{}); err == nil || err.Error() != `v2:getPageById: "" is no value of {id}` {
		t.Errorf("an empty id: %v", err)
	}
	if _, err := reader.V2.GetPageByID(t.Context(), "..", GetPageByIDQuery{}); err == nil {
		t.Error("an id that is a step up was sent")
	}
}

// TestUnsentCredentialsHaveNoAnswer keeps errors.As from finding a Refusal where nothing was sent.
func TestUnsentCredentialsHaveNoAnswer(t *testing.T) {
	t.Parallel()
	_, err := New("acme", Credentials{Email: "ann@example.com"})
	if _, ok := errors.AsType[*Refusal](err); ok {
		t.Error("a Refusal without an answer")
	}
	if _, ok := errors.AsType[*CredentialsError](err); !ok {
		t.Errorf("%v is no CredentialsError", err)
	}
}

func TestAnswersThatDoNotFit(t *testing.T) {
	t.Parallel()
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Log in</html>") })
	c, _ := connect(t, site, Credentials{})
	_, err := c.V1.GetCurrentUser(t.Context(), ExpandQuery{})
	fit, ok := errors.AsType[*AnswerError](err)
	if !ok || string(fit.Body) != "<html>Log in</html>" || fit.Operation.Key() != "v1:getCurrentUser" {
		t.Errorf("got %v", err)
	}
}

func TestRequestsSayWhoTheyAre(t *testing.T) {
	t.Parallel()
	seen := make(chan http.Header, 2)
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		seen <- r.Header.Clone()
		fmt.Fprint(w, "{}")
	})
	c, _ := connect(t, site, Credentials{}, WithUserAgent("tester/1"))
	for _, r := range []Request{
		{Path: "/api/v2/pages", Header: http.Header{"authorization": {"Basic x"}, "accept": {"text/plain"}}},
		{Method: http.MethodDelete, Path: "/api/v2/pages/1"},
	} {
		res, err := c.Send(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		drain(res.Body)
	}
	for _, want := range []http.Header{
		{"Accept": {"text/plain"}, "Accept-Encoding": {"gzip"}, "User-Agent": {"tester/1"}},
		{"Accept": {"application/json"}, "Accept-Encoding": {"gzip"}, "User-Agent": {"tester/1"},
			"Content-Type": {"application/json"}, "X-Atlassian-Token": {"no-check"}},
	} {
		if diff := cmp.Diff(want, <-seen); diff != "" {
			t.Errorf("headers (-want +got):\n%s", diff)
		}
	}
}

func TestPathsAreTakenInEverySpelling(t *testing.T) {
	t.Parallel()
	const id = "f2ad45d7-0000-4000-8000-000000000001"
	c, err := New("acme", Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/pages?limit=5":                     "/wiki/api/v2/pages?limit=5",
		"pages/1":                            "/wiki/api/v2/pages/1",
		"/content/1":                         "/wiki/rest/api/content/1",
		"/rest/api/space":                    "/wiki/rest/api/space",
		"/api/v2/nosuch":                     "/wiki/api/v2/nosuch",
		"/wiki/download/attachments/1/a%20b": "/wiki/download/attachments/1/a%20b",
		"https://acme.atlassian.net/wiki/api/v2/pages?a=b#c":                     "/wiki/api/v2/pages?a=b",
		"https://api.atlassian.com/ex/confluence/" + id + "/wiki/api/v2/pages":   "/wiki/api/v2/pages",
		"https://api.atlassian.com/ex/confluence/" + id + "/rest/api/space/A%2F": "/wiki/rest/api/space/A%2F",
	} {
		got, query, err := c.target(http.MethodGet, path)
		if err != nil || got+withQuery(query, nil) != want {
			t.Errorf("%s: %s?%s (%v), want %s", path, got, query, err, want)
		}
	}
	refused := []string{
		"https://evil.example.com/wiki/api/v2/pages", "/wiki/../admin", "/wiki/%2e%2e/admin", "http://acme.atlassian.net/wiki/api/v2/pages", "/nosuch",
	}
	for _, path := range refused {
		if got, _, err := c.target(http.MethodGet, path); err == nil {
			t.Errorf("%s was taken as %s", path, got)
		}
	}
	if _, _, err := c.target(http.MethodGet, "/nosuch"); !errors.As(err, new(*catalog.NoMatchError)) {
		t.Errorf("/nosuch: %v", err)
	}
}
