package contract

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// socket sends bytes as they are, one request after the other on a connection that it makes anew when the server has
// closed it.
type socket struct {
	b    *bench
	conn net.Conn
	in   *bufio.Reader
}

// do sends a request and reads its answer. The method says whether that has a body.
func (s *socket) do(t testing.TB, method, text string) answer {
	t.Helper()
	if s.conn == nil {
		conn, err := (&net.Dialer{Timeout: 20 * time.Second}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.b.URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		s.conn, s.in = conn, bufio.NewReader(conn)
	}
	if _, err := io.WriteString(s.conn, text); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(s.in, &http.Request{Method: method})
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	if res.Close {
		s.close()
	}
	return answer{res.StatusCode, res.Header, string(body)}
}

func (s *socket) close() {
	if s.conn != nil {
		_ = s.conn.Close() // the server may have been first
		s.conn = nil
	}
}

// raw sends one request on a connection of its own.
func (b *bench) raw(t testing.TB, method, text string) answer {
	t.Helper()
	s := &socket{b: b}
	defer s.close()
	return s.do(t, method, text)
}

// head is the head of a request: line, Host, credential, more lines.
func (b *bench) head(line, authorization string, more ...string) string {
	s := line + "\r\nHost: " + strings.TrimPrefix(b.URL, "http://") + "\r\n"
	if authorization != "" {
		s += "Authorization: " + authorization + "\r\n"
	}
	for _, m := range more {
		s += m + "\r\n"
	}
	return s + "\r\n"
}

// TestRequestLines is T-PATH on the API: at the site with a token without scopes, at the gateway with one that lacks the
// operation's scope. Where the second gets 401 the scope check has seen an operation, or that there is none; a target
// that two readers could understand differently never gets so far.
func TestRequestLines(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	admin := basic(b.Admin.Email, b.Unscoped.Text)
	narrow := basic(b.Admin.Email, b.NewToken(t, b.Admin, "read:audit-log:confluence").Text)
	page := b.Page(t, "Getting started").ID
	for _, c := range []struct {
		name, method, target string // below /wiki
		site, gateway        int
	}{
		{"plain", "GET", "/rest/api/space", 200, 401},
		{"slash at the end", "GET", "/rest/api/space/", 200, 401},
		{"two slashes at the end", "GET", "/rest/api/space//", 404, 404},
		{"empty segment", "GET", "/rest//api/space", 404, 404},
		{"dot segment", "GET", "/rest/./api/space", 400, 400},
		{"dot segment at the end", "GET", "/rest/api/space/.", 400, 400},
		{"parent", "GET", "/rest/api/content/../space", 400, 400},
		{"encoded parent", "GET", "/rest/api/content/%2e%2e/space", 400, 400},
		{"encoded parent, capitals", "GET", "/rest/api/content/%2E%2E/space", 400, 400},
		{"half encoded parent", "GET", "/rest/api/content/.%2e/space", 400, 400},
		{"doubly encoded parent", "GET", "/rest/api/content/%252e%252e/child", 400, 401},
		{"overlong parent", "GET", "/rest/api/content/%c0%ae%c0%ae/space", 400, 400},
		{"encoded slash", "GET", "/rest/api%2fspace", 400, 400},
		{"encoded slash in a parameter", "GET", "/rest/api/space/PUB%2fcontent", 400, 400},
		{"doubly encoded slash", "GET", "/rest/api/space/PUB%252fcontent", 400, 401},
		{"encoded back-slash", "GET", "/rest/api/space/PUB%5ccontent", 400, 400},
		{"back-slash", "GET", `/rest/api\space`, 400, 400},
		{"path parameters on a literal", "GET", "/rest/api/space;jsessionid=1", 404, 401},
		{"path parameters on a parameter", "GET", "/rest/api/space/PUB;x=1", 400, 401},
		{"encoded letter", "GET", "/rest/api/%73pace", 200, 401},
		{"encoded question mark", "GET", "/rest/api/space%3Flimit=1", 404, 401},
		{"encoded NUL", "GET", "/rest/api/space/PUB%00", 400, 400},
		{"encoded line end", "GET", "/rest/api/space/PUB%0d%0aX-A:%20b", 400, 400},
		{"invalid escape", "GET", "/rest/api/space/%zz", 400, 400},
		{"cut escape", "GET", "/rest/api/space/PUB%2", 400, 400},
		{"fragment", "GET", "/rest/api/space#x", 400, 400},
		{"other case", "GET", "/rest/api/Space", 404, 401},
		{"other extension", "GET", "/rest/api/space.json", 404, 401},
		{"blank at the end", "GET", "/rest/api/space%20", 404, 401},
		{"invalid escape in the query", "GET", "/rest/api/space?limit=%zz", 400, 400},
		{"101 query pairs", "GET", "/rest/api/space?" + strings.Repeat("a=b&", 101), 400, 400},
		{"9 KiB of query", "GET", "/rest/api/space?x=" + strings.Repeat("y", 9<<10), 414, 414},
		{"HEAD", "HEAD", "/rest/api/space", 200, 401},
		{"method in the query", "GET", "/rest/api/content/" + page + "?_method=DELETE", 200, 401},
		{"lower-case method", "get", "/rest/api/space", 405, 405},
		{"mixed-case method", "Delete", "/rest/api/content/" + page, 405, 405},
		{"TRACE", "TRACE", "/rest/api/space", 405, 405},
		{"invented method", "PURGE", "/rest/api/space", 405, 405},
		{"PATCH", "PATCH", "/rest/api/space", 405, 405},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			site := b.raw(t, c.method, b.head(c.method+" /wiki"+c.target+" HTTP/1.1", admin))
			gateway := b.raw(t, c.method, b.head(c.method+" /ex/confluence/"+b.CloudID+c.target+" HTTP/1.1", narrow))
			if site.status != c.site || gateway.status != c.gateway {
				t.Errorf("%s %s: %d at the site and %d at the gateway, want %d and %d\n%s\n%s",
					c.method, c.target, site.status, gateway.status, c.site, c.gateway, site.body, gateway.body)
			}
		})
	}
	if got := b.raw(t, "GET", b.head("GET /wiki/rest/api/content/"+page+" HTTP/1.1", admin)); got.status != 200 {
		t.Errorf("the page is gone: %d", got.status)
	}
}

// TestHeaders is T-AUTHHDR and T-HOST on the API.
func TestHeaders(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	admin := basic(b.Admin.Email, b.Unscoped.Text)
	auth := "Authorization: " + admin
	host := strings.TrimPrefix(b.URL, "http://")
	_, port, _ := strings.Cut(host, ":")
	page := b.Page(t, "Getting started").ID
	const path = "/wiki/rest/api/user/current"
	for _, c := range []struct {
		name, text string
		status     int
	}{
		{"plain", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\n", 200},
		{"without port", "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + auth + "\r\n", 200},
		{"name of the demo", "GET " + path + " HTTP/1.1\r\nHost: demo.localhost:" + port + "\r\n" + auth + "\r\n", 200},
		{"capitals", "GET " + path + " HTTP/1.1\r\nHost: DEMO.LOCALHOST\r\n" + auth + "\r\n", 200},
		{"dot at the end", "GET " + path + " HTTP/1.1\r\nHost: demo.localhost.:" + port + "\r\n" + auth + "\r\n", 200},
		{"IPv6", "GET " + path + " HTTP/1.1\r\nHost: [::1]:" + port + "\r\n" + auth + "\r\n", 200},
		{"unknown name", "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n" + auth + "\r\n", 421},
		{"name with a suffix", "GET " + path + " HTTP/1.1\r\nHost: demo.localhost.evil.example\r\n" + auth + "\r\n", 421},
		{"empty name", "GET " + path + " HTTP/1.1\r\nHost:\r\n" + auth + "\r\n", 400},
		{"two names", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nHost: " + host + "\r\n" + auth + "\r\n", 400},
		{"forwarded name", "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: " + host + "\r\nForwarded: host=" + host + "\r\n" + auth + "\r\n", 421},
		{"forwarded address", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-For: 127.0.0.1\r\nX-Real-IP: 127.0.0.1\r\n", 403},
		{"rewritten URL", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nX-Original-URL: /_edge/tenant_info\r\nX-Rewrite-URL: /_edge/tenant_info\r\n", 403},
		{"absolute form", "GET http://" + host + path + " HTTP/1.1\r\nHost: evil.example\r\n" + auth + "\r\n", 200},
		{"absolute form of another host", "GET http://evil.example" + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\n", 421},
		{"absolute form with a name and secret", "GET http://ada:x@" + host + path + " HTTP/1.1\r\nHost: " + host + "\r\n", 400},
		{"HTTP/1.0", "GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n" + auth + "\r\n", 200},
		{"HTTP/1.0 without host", "GET " + path + " HTTP/1.0\r\n" + auth + "\r\n", 400},
		{"HTTP/1.1 without host", "GET " + path + " HTTP/1.1\r\n" + auth + "\r\n", 400},

		{"two credentials", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\n" + auth + "\r\n", 400},
		{"two credentials in other case", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\nAUTHORIZATION: Basic Zm9vOmJhcg==\r\n", 400},
		{"an empty credential beside", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization:\r\n" + auth + "\r\n", 400},
		{"scheme in capitals", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nauthorization: BASIC " + strings.TrimPrefix(admin, "Basic ") + "\r\n", 200},
		{"two blanks", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Basic  " + strings.TrimPrefix(admin, "Basic ") + "\r\n", 403},
		{"tab", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Basic\t" + strings.TrimPrefix(admin, "Basic ") + "\r\n", 403},
		{"folded", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Basic\r\n " + strings.TrimPrefix(admin, "Basic ") + "\r\n", 200},
		{"in a proxy's header", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nProxy-Authorization: " + admin + "\r\nX-Authorization: " + admin + "\r\n", 403},
		{"a cookie", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nCookie: token=" + b.Unscoped.Text + "\r\n", 403},
		{"33 KiB", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\nX: " + strings.Repeat("y", 33<<10) + "\r\n", 431},
		{"101 fields", "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\n" + strings.Repeat("X: y\r\n", 101), 431},

		{"overridden method", "POST /wiki/rest/api/content/" + page + " HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\nX-HTTP-Method-Override: DELETE\r\nX-Method-Override: DELETE\r\nX-HTTP-Method: DELETE\r\nContent-Length: 0\r\n", 405},
		{"CONNECT", "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\n", 405},
		{"two lengths", "POST /wiki/api/v2/pages HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400},
		{"bare blank in the line", "GET /wiki/rest/api/space /x HTTP/1.1\r\nHost: " + host + "\r\n" + auth + "\r\n", 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			method, _, _ := strings.Cut(c.text, " ")
			if got := b.raw(t, method, c.text+"Connection: close\r\n\r\n"); got.status != c.status {
				t.Errorf("%d %s, want %d", got.status, got.body, c.status)
			}
		})
	}
	if got := b.raw(t, "GET", b.head("GET /wiki/rest/api/content/"+page+" HTTP/1.1", admin)); got.status != 200 {
		t.Errorf("the page is gone: %d", got.status)
	}
}

// TestHEADIsGETWithoutItsBody is auth-behaviour.md §9 "HEAD", on every operation that reads.
func TestHEADIsGETWithoutItsBody(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.longTask(t) // before the listings that would show its space
	for _, op := range operations(t) {
		if op.method != http.MethodGet {
			continue
		}
		t.Run(op.key(), func(t *testing.T) {
			t.Parallel()
			q := request{method: http.MethodGet, url: b.URL + "/wiki" + op.target(t, b),
				header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text)}}
			get := b.send(t, q)
			q.method = http.MethodHead
			head := b.send(t, q)
			for _, varies := range []string{"Date", "Atl-Request-Id", "Atl-Traceid"} {
				get.header.Del(varies)
				head.header.Del(varies)
			}
			if head.body != "" || head.status != get.status || fmt.Sprint(head.header) != fmt.Sprint(get.header) {
				t.Errorf("HEAD %d %v\n GET %d %v", head.status, head.header, get.status, get.header)
			}
		})
	}
}
