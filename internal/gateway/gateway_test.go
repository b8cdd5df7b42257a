package gateway

import (
	"net/http"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
)

func parse(t *testing.T, target string) rest.Target {
	t.Helper()
	got, err := rest.ParseTarget(&http.Request{RequestURI: target})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestSplit(t *testing.T) {
	t.Parallel()
	tests := []struct {
		target, cloudID, below string
		ok                     bool
	}{
		{"/ex/confluence/c-1/wiki/api/v2/pages", "c-1", "/wiki/api/v2/pages", true},
		{"/ex/confluence/c-1/api/v2/pages", "c-1", "/wiki/api/v2/pages", true},
		{"/ex/confluence/c-1/rest/api/content/", "c-1", "/wiki/rest/api/content", true},
		{"/ex/confluence/c-1/wiki/wiki/api/v2/pages", "c-1", "/wiki/wiki/api/v2/pages", true},
		{"/ex/confluence/c-1/WIKI/api", "c-1", "/wiki/WIKI/api", true},
		{"/ex/confluence/c-1", "c-1", "/wiki", true},
		{"/ex/confluence/c-1/wiki", "c-1", "/wiki", true},
		{"/ex/confluence", "", "/ex/confluence", false},
		{"/ex/jira/c-1/rest", "", "/ex/jira/c-1/rest", false},
		{"/EX/confluence/c-1/rest", "", "/EX/confluence/c-1/rest", false},
		{"/wiki/api/v2/pages", "", "/wiki/api/v2/pages", false},
		{"/", "", "", false},
	}
	for _, tt := range tests {
		cloudID, below, ok := Split(parse(t, tt.target))
		if cloudID != tt.cloudID || below.Canonical() != tt.below || ok != tt.ok {
			t.Errorf("%s: %q %q %t, want %q %q %t", tt.target, cloudID, below.Canonical(), ok, tt.cloudID, tt.below, tt.ok)
		}
		if below.Path() != tt.target {
			t.Errorf("%s: path became %s", tt.target, below.Path())
		}
	}
}

func TestWordsOfRefusals(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 5, 19, 20, 10, 14, 698736667, time.FixedZone("", 7200))
	tests := []struct {
		name     string
		err      *wiki.Error
		status   int
		body     string
		category string
	}{
		{"G1", wiki.NewError(wiki.ScopeMissing, wiki.Facts{Need: []string{"read:page:confluence"}}), 401,
			`{"code":401,"message":"Unauthorized; scope does not match"}`, "FAILURE_CLIENT_SCOPE_CHECK"},
		{"G1 closed", wiki.NewError(wiki.OperationClosedToScopes, wiki.Facts{}), 401,
			`{"code":401,"message":"Unauthorized; scope does not match"}`, "FAILURE_CLIENT_SCOPE_CHECK"},
		{"G2", wiki.NewError(wiki.TokenExpired, wiki.Facts{}).Hard(), 401,
			`{"code":401,"message":"Unauthorized"}`, "FAILURE_CLIENT_AUTH_MISMATCH"},
		{"E5", wiki.NewError(wiki.GatewayPathLost, wiki.Facts{}), 404,
			`{"timestamp":"2026-05-19T18:10:14.698736667Z","status":404,"error":"Not Found","message":"No message available","path":"/wiki/api/v2/pages/7"}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := fail(rest.Failure{Err: tt.err, Now: now, Target: parse(t, "/wiki/api/v2/pages/7?cursor=x")})
			if got.Status != tt.status || string(got.Body) != tt.body || got.Header.Get("X-Failure-Category") != tt.category {
				t.Errorf("%d %s %v", got.Status, got.Body, got.Header)
			}
		})
	}
}

func TestTenantInfo(t *testing.T) {
	t.Parallel()
	got := TenantInfo("7a9e3c41-5b1d-4f0e-9a77-0c2d3e4f5a6b")
	if want := `{"cloudId":"7a9e3c41-5b1d-4f0e-9a77-0c2d3e4f5a6b"}`; got.Status != 200 || string(got.Body) != want ||
		got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%d %s %v", got.Status, got.Body, got.Header)
	}
}
