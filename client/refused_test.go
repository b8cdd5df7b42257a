package client

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestRefusedLeavesTheAnswerWhole reads what answers stand for, and then what is left of them.
func TestRefusedLeavesTheAnswerWhole(t *testing.T) {
	t.Parallel()
	c, err := New("acme", Credentials{Email: "ann@example.com", Token: "t"})
	if err != nil {
		t.Fatal(err)
	}
	gate := Door{Gateway: true, CloudID: "f2ad45d7-0000-4000-8000-000000000001"}
	long := `{"statusCode":404,"message":"` + strings.Repeat("x", 2*maxRefusal) + `"}`
	for name, tt := range map[string]struct {
		status int
		body   string
		door   Door
		want   func(error) bool
	}{
		"a success":       {200, `{}`, gate, func(err error) bool { return err == nil }},
		"a redirect":      {302, ``, gate, func(err error) bool { return err == nil }},
		"a scope":         {401, `{"code":401,"message":"Unauthorized; scope does not match"}`, gate, isA[*ScopeError]},
		"a wrong door":    {401, `<title>HTTP Status 401</title>`, Door{}, isA[*DoorError]},
		"not accepted":    {404, `{"errors":[{"status":404,"code":"NOT_FOUND","title":"Not Found","detail":null}]}`, gate, isA[*CredentialsError]},
		"a fault":         {503, ``, gate, isA[*ServerError]},
		"more than fits":  {404, long, gate, isA[*NotFoundError]},
		"nobody can read": {400, "\xff", gate, isA[*InputError]},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.URLAt(tt.door)+"/wiki/api/v2/pages", nil)
		if err != nil {
			t.Fatal(err)
		}
		res := &http.Response{StatusCode: tt.status, Request: request, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(tt.body))}
		if strings.HasPrefix(tt.body, "<") {
			res.Header.Set("Content-Type", "text/html")
		}
		if got := c.Refused(res, tt.door); !tt.want(got) {
			t.Errorf("%s: %T %v", name, got, got)
		}
		if left, err := io.ReadAll(res.Body); err != nil || string(left) != tt.body {
			t.Errorf("%s: %d bytes are left of %d (%v)", name, len(left), len(tt.body), err)
		}
	}
}

func isA[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// TestRefusedHandsOnWhatBroke holds that an answer which ends too early ends too early for its reader as well.
func TestRefusedHandsOnWhatBroke(t *testing.T) {
	t.Parallel()
	c, err := New("acme", Credentials{})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("the line is cut")
	res := &http.Response{StatusCode: 500, Header: http.Header{}, Body: io.NopCloser(io.MultiReader(strings.NewReader("half"), failing{broken}))}
	if err := c.Refused(res, Door{}); !isA[*ServerError](err) {
		t.Errorf("%v", err)
	}
	left, err := io.ReadAll(res.Body)
	if string(left) != "half" || !errors.Is(err, broken) {
		t.Errorf("left %q, %v", left, err)
	}
}

func TestCloudIDIsAskedWithoutTheCredential(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	c, m := connect(t, w.URL, Credentials{Email: w.Admin.Email, Token: w.Scoped.Text})
	if id, err := c.CloudID(t.Context()); err != nil || id != w.CloudID {
		t.Errorf("%s %v, want %s", id, err, w.CloudID)
	}
	m.mu.Lock()
	auth := strings.Join(m.auth, "")
	m.mu.Unlock()
	if auth != "" {
		t.Errorf("sent %q", auth)
	}
	c, m = connect(t, w.GatewayURL, Credentials{})
	if id, err := c.CloudID(t.Context()); err != nil || id != w.CloudID || len(m.take()) > 0 {
		t.Errorf("from the address: %s %v", id, err)
	}
	h := http.Header{}
	c, _ = connect(t, w.URL, Credentials{Token: "t"})
	if c.Authorize(h); h.Get("Authorization") != "Bearer t" {
		t.Errorf("a token by itself goes as %q", h.Get("Authorization"))
	}
}
