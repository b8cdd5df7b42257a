package proxy

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestAttacksOnTheProxyAreRefused speaks to the proxy as no client does, over a socket (security-model.md §11, T-PROXY).
// None of it reaches the site.
func TestAttacksOnTheProxyAreRefused(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{Writes: true})
	s.send(t, "GET", s.url+"/_edge/tenant_info", "") // so that nothing has to be asked any more
	key := "Authorization: " + withKey()[1] + "\r\n"
	host := "Host: " + s.host + "\r\n"
	own := "Authorization: " + basic(s.Admin.Email, unscoped) + "\r\n"
	const path = "/wiki/rest/api/space"
	get := "GET " + path + " HTTP/1.1\r\n"
	for name, tt := range map[string]struct {
		request string
		status  int
		reason  Reason // empty where net/http refuses before the proxy
	}{
		"foreign host":                 {get + "Host: evil.example\r\n" + key, 421, ForeignHost},
		"rebound name with the port":   {get + "Host: evil.example:" + s.host[strings.LastIndex(s.host, ":")+1:] + "\r\n" + key, 421, ForeignHost},
		"the address without its port": {get + "Host: 127.0.0.1\r\n" + key, 421, ForeignHost},
		"trailing dot":                 {get + "Host: " + strings.Replace(s.host, ":", ".:", 1) + "\r\n" + key, 421, ForeignHost},
		"the site's own host":          {get + "Host: " + strings.TrimPrefix(s.URL, "http://") + "\r\n" + key, 421, ForeignHost},
		"no host, HTTP/1.0":            {"GET " + path + " HTTP/1.0\r\n" + key, 421, ForeignHost},
		"two hosts":                    {get + host + host + key, 400, ""},
		"a page's fetch":               {get + host + key + "Origin: https://evil.example\r\n", 403, FromABrowser},
		"a sandboxed page":             {get + host + key + "Origin: null\r\n", 403, FromABrowser},
		"a page of the proxy's own":    {get + host + key + "Origin: http://" + s.host + "\r\n", 403, FromABrowser},
		"an image":                     {get + host + key + "Sec-Fetch-Site: cross-site\r\n", 403, FromABrowser},
		"a same-site page":             {get + host + key + "Sec-Fetch-Site: same-origin\r\n", 403, FromABrowser},
		"preflight":                    {"OPTIONS " + path + " HTTP/1.1\r\n" + host + "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n", 403, FromABrowser},
		"OPTIONS":                      {"OPTIONS " + path + " HTTP/1.1\r\n" + host + key, 405, BadMethod},
		"OPTIONS *":                    {"OPTIONS * HTTP/1.1\r\n" + host + key, 405, BadMethod},
		"TRACE":                        {"TRACE " + path + " HTTP/1.1\r\n" + host + key, 405, BadMethod},
		"lower case":                   {"get " + path + " HTTP/1.1\r\n" + host + key, 405, BadMethod},
		"CONNECT":                      {"CONNECT " + s.host + " HTTP/1.1\r\n" + host + key, 405, BadMethod},
		"CONNECT elsewhere":            {"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n" + key, 421, ForeignHost},
		"absolute form, elsewhere":     {"GET http://evil.example" + path + " HTTP/1.1\r\n" + host + key, 421, ForeignHost},
		"absolute form, here":          {"GET http://" + s.host + path + " HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"another site's cloudId":       {"GET /ex/confluence/00000000-0000-4000-8000-000000000000" + path + " HTTP/1.1\r\n" + host + key, 403, OtherSite},
		"dots":                         {"GET /wiki/rest/api/../../admin HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"escaped dots":                 {"GET /wiki/rest/api/%2e%2e/admin HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"escaped slash":                {"GET /wiki/rest/api/space%2f..%2fadmin HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"escaped backslash":            {"GET /wiki/rest/api/space%5cadmin HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"NUL":                          {"GET /wiki/rest/api/space%00 HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"a line break":                 {"GET /wiki/rest/api/space%0d%0aX:1 HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"an empty segment":             {"GET //evil.example/wiki/rest/api/space HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"a fragment":                   {"GET /wiki/rest/api/space#x HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"a backslash":                  {"GET /\\evil.example HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"an @":                         {"GET @evil.example/ HTTP/1.1\r\n" + host + key, 400, ""},
		"a long path":                  {"GET /wiki/rest/api/" + strings.Repeat("a", maxTarget) + " HTTP/1.1\r\n" + host + key, 400, TargetForm},
		"two credentials":              {get + host + key + own, 400, BadHeader},
		"the credential taken off":     {get + host + own + "Connection: close, Authorization\r\n", 400, BadHeader},
		"an underscore":                {get + host + own + "X_Forwarded_For: 1.2.3.4\r\n", 400, BadHeader},
		"another method inside":        {get + host + own + "X-HTTP-Method-Override: DELETE\r\n", 400, BadHeader},
		"another path inside":          {get + host + own + "X-Original-URL: /admin\r\n", 400, BadHeader},
		"another protocol":             {get + host + own + "Connection: Upgrade\r\nUpgrade: websocket\r\n", 400, BadHeader},
		"two lengths":                  {"POST " + path + " HTTP/1.1\r\n" + host + own + "Content-Length: 0\r\nContent-Length: 5\r\n", 400, ""},
		"a length with a sign":         {"POST " + path + " HTTP/1.1\r\n" + host + own + "Content-Length: +5\r\n", 400, ""},
		"an unknown coding":            {"POST " + path + " HTTP/1.1\r\n" + host + own + "Transfer-Encoding: chunked, identity\r\n", 501, ""},
		"a name with a space":          {get + host + own + "X-A : b\r\n", 400, ""},
		"a secret in the query":        {"GET " + path + "?key=" + testKey + " HTTP/1.1\r\n" + host, 403, NoCredential},
	} {
		t.Run(name, func(t *testing.T) {
			// not parallel: what reached the site is looked at after each
			s.tap.take()
			before := len(s.seen.all())
			status := raw(t, s.host, tt.request+"\r\n")
			if status != tt.status {
				t.Errorf("status %d, want %d", status, tt.status)
			}
			if sent := s.tap.take(); len(sent) > 0 {
				t.Errorf("the site was sent %v", sent)
			}
			if tt.reason == "" {
				return
			}
			if seen := s.seen.all()[before:]; len(seen) != 1 || seen[0].Refused != tt.reason {
				t.Errorf("told %v, want one refusal for %s", seen, tt.reason)
			}
		})
	}
}

// TestNoRequestHidesInAnother sends a length and chunks together: the proxy must see one request, and the site too.
func TestNoRequestHidesInAnother(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{Writes: true})
	conn := dial(t, s.host)
	hidden := "GET /wiki/rest/api/user/current HTTP/1.1\r\nHost: " + s.host + "\r\n\r\n"
	request := "POST /wiki/rest/api/contentbody/convert/view HTTP/1.1\r\nHost: " + s.host + "\r\nAuthorization: " + withKey()[1] +
		"\r\nContent-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	reader := bufio.NewReader(conn)
	res, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Fatal(err)
	}
	if !res.Close {
		t.Error("the connection stays open after a request with two lengths")
	}
	if rest, err := io.ReadAll(reader); err != nil || len(rest) > 0 {
		t.Errorf("after the answer: %q %v", rest, err)
	}
	for _, x := range s.seen.all() {
		if x.Method != "POST" {
			t.Errorf("a hidden request was seen: %s %s", x.Method, x.Path)
		}
	}
}

// all is everything told so far.
func (e *events) all() []Exchange {
	e.busy.Lock()
	defer e.busy.Unlock()
	return append([]Exchange{}, e.list...)
}

func dial(t *testing.T, host string) net.Conn {
	t.Helper()
	conn, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(t.Context(), "tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// raw sends bytes and reads the status of the answer.
func raw(t *testing.T, host, request string) int {
	t.Helper()
	conn := dial(t, host)
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}
