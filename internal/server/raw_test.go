package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/weirhq/weir/internal/config"
)

// TestRequestLines is security-model.md §7 and R-METHOD on the wire.
func TestRequestLines(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, c := range []struct{ name, request, want string }{
		{"absolute form", "GET http://wiki.test/_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 200 OK"},
		{"absolute form beats Host", "GET http://evil.test/_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 421 Misdirected Request"},
		{"two hosts", "GET /_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\nHost: evil.test\r\n", "HTTP/1.1 400 Bad Request"},
		{"no host", "GET /_edge/tenant_info HTTP/1.1\r\n", "HTTP/1.1 400 Bad Request: missing required Host header"},
		{"HTTP/1.0 without host", "GET /_edge/tenant_info HTTP/1.0\r\n", "HTTP/1.0 400 Bad Request"},
		{"HTTP/1.0 with host", "GET /_edge/tenant_info HTTP/1.0\r\nHost: wiki.test\r\n", "HTTP/1.0 200 OK"},
		{"HTTP/0.9", "GET /_edge/tenant_info\r\n", "HTTP/1.1 400 Bad Request"},
		{"dot segment", "GET /wiki/../_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 400 Bad Request"},
		{"encoded dot segment", "GET /_edge/%2e%2e/_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 400 Bad Request"},
		{"empty segment", "GET //_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 404 Not Found"},
		{"encoded slash", "GET /_edge%2ftenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 400 Bad Request"},
		{"back-slash", "GET /_edge\\tenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 400 Bad Request"},
		{"fragment", "GET /_edge/tenant_info#x HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 400 Bad Request"},
		{"other case", "GET /_edge/Tenant_Info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 404 Not Found"},
		{"slash at the end", "GET /_edge/tenant_info/ HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 200 OK"},
		{"HEAD", "HEAD /_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 200 OK"},
		{"lower-case method", "get /_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 405 Method Not Allowed"},
		{"lower-case method of an operation", "get /wiki/rest/api/space HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 405 Method Not Allowed"},
		{"invented method", "FETCH /wiki/rest/api/space HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 405 Method Not Allowed"},
		{"TRACE", "TRACE /wiki/rest/api/space HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 405 Method Not Allowed"},
		{"CONNECT", "CONNECT wiki.test:80 HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 405 Method Not Allowed"},
		{"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: wiki.test\r\n", "HTTP/1.1 400 Bad Request"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if answer := b.raw(c.request + "Connection: close\r\n\r\n"); statusLine(answer) != c.want {
				t.Errorf("%s\nwant %s", answer, c.want)
			}
		})
	}
}

// TestHeadsAreBounded is the first row of security-model.md §10 at n and n+1.
func TestHeadsAreBounded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const path = "/_edge/tenant_info"
	// Host does not count: net/http takes it out of the fields. Connection does: 19 bytes with its line end.
	fields := func(n int) string { return strings.Repeat("X: y\r\n", n-1) }
	block := func(n int) string {
		return "X: " + strings.Repeat("y", n-len("X: \r\n")-len("Connection: close\r\n")) + "\r\n"
	}
	target := func(n int) string { return path + "?" + strings.Repeat("x", n-len(path)-1) }
	for _, c := range []struct{ name, target, headers, want string }{
		{"100 fields", path, fields(100), "HTTP/1.1 200 OK"},
		{"101 fields", path, fields(101), "HTTP/1.1 431 Request Header Fields Too Large"},
		{"32 KiB", path, block(32 << 10), "HTTP/1.1 200 OK"},
		{"32 KiB and a byte", path, block(32<<10 + 1), "HTTP/1.1 431 Request Header Fields Too Large"},
		{"100 KiB", path, block(100 << 10), "HTTP/1.1 431 Request Header Fields Too Large"},
		{"target of 8 KiB", target(8 << 10), "", "HTTP/1.1 200 OK"},
		{"target of 8 KiB and a byte", target(8<<10 + 1), "", "HTTP/1.1 414 Request URI Too Long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			answer := b.raw("GET " + c.target + " HTTP/1.1\r\nHost: wiki.test\r\n" + c.headers + "Connection: close\r\n\r\n")
			if statusLine(answer) != c.want {
				t.Errorf("%s\nwant %s", answer, c.want)
			}
		})
	}
}

// TestBytesAreOneRequest is security-model.md R-SMUG: after anything that another reader could cut differently the
// connection ends, so that what follows is not taken for a request.
func TestBytesAreOneRequest(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const next = "GET /_edge/tenant_info HTTP/1.1\r\nHost: wiki.test\r\nConnection: close\r\n\r\n"
	for _, c := range []struct {
		name, request string
		answers       []string
	}{
		{"kept open", "GET /status HTTP/1.1\r\nHost: wiki.test\r\n\r\n", []string{"200 OK", "200 OK"}},
		{"conflicting lengths", "POST /x HTTP/1.1\r\nHost: wiki.test\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd", []string{"400 Bad Request"}},
		{"length and chunks", "POST /x HTTP/1.1\r\nHost: wiki.test\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []string{"404 Not Found"}},
		{"chunks", "POST /x HTTP/1.1\r\nHost: wiki.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", []string{"404 Not Found"}},
		{"unknown encoding", "POST /x HTTP/1.1\r\nHost: wiki.test\r\nTransfer-Encoding: xchunked\r\n\r\n", []string{"501 Not Implemented"}},
		{"unread body", "POST /x HTTP/1.1\r\nHost: wiki.test\r\nContent-Length: 4\r\n\r\nabcd", []string{"404 Not Found"}},
		{"negative length", "POST /x HTTP/1.1\r\nHost: wiki.test\r\nContent-Length: -1\r\n\r\n", []string{"400 Bad Request"}},
		{"signed length", "POST /x HTTP/1.1\r\nHost: wiki.test\r\nContent-Length: +4\r\n\r\nabcd", []string{"400 Bad Request"}},
		{"blank before the colon", "GET /x HTTP/1.1\r\nHost: wiki.test\r\nContent-Length : 4\r\n\r\nabcd", []string{"400 Bad Request: invalid header name"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			answers := bufio.NewReader(strings.NewReader(b.raw(c.request + next)))
			var got []string
			for {
				res, err := http.ReadResponse(answers, nil)
				if err != nil {
					break
				}
				if _, err := io.Copy(io.Discard, res.Body); err != nil {
					t.Fatal(err)
				}
				got = append(got, res.Status)
			}
			if fmt.Sprint(got) != fmt.Sprint(c.answers) {
				t.Errorf("answers %v, want %v", got, c.answers)
			}
		})
	}
}

// TestWhoSendsALargeBodyReadsWhyItIsRefused: a client that writes all of its body before it reads gets the answer, not a
// broken connection; one that goes on for ever is cut off.
func TestWhoSendsALargeBodyReadsWhyItIsRefused(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, c := range []struct {
		name, head string
		chunked    bool
	}{
		{"upload without a credential", "POST /wiki/rest/api/content/1/child/attachment HTTP/1.1\r\nHost: wiki.test\r\nX-Atlassian-Token: no-check\r\nContent-Type: multipart/form-data; boundary=x\r\n", false},
		{"to no operation", "POST /nosuch HTTP/1.1\r\nHost: wiki.test\r\n", false},
		{"in chunks", "POST /wiki/api/v2/pages HTTP/1.1\r\nHost: wiki.test\r\nContent-Type: application/json\r\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			conn := b.dial()
			const pieces = 24 // of a MiB
			piece := bytes.Repeat([]byte("x"), 1<<20)
			send := func(text string) {
				if _, err := io.WriteString(conn, text); err != nil {
					t.Fatal(err)
				}
			}
			if c.chunked {
				send(c.head + "Transfer-Encoding: chunked\r\n\r\n")
			} else {
				send(fmt.Sprintf("%sContent-Length: %d\r\n\r\n", c.head, pieces<<20))
			}
			for range pieces {
				if c.chunked {
					send("100000\r\n" + string(piece) + "\r\n")
				} else {
					send(string(piece))
				}
			}
			if c.chunked {
				send("0\r\n\r\n")
			}
			answers := bufio.NewReader(conn)
			res, err := http.ReadResponse(answers, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode < 400 || !res.Close {
				t.Errorf("%d, closing %v: %v", res.StatusCode, res.Close, err)
			}
			if rest, err := io.ReadAll(answers); err != nil || len(rest) > 0 {
				t.Errorf("after the answer: %q, %v", rest, err)
			}
		})
	}
	t.Run("without end", func(t *testing.T) {
		t.Parallel()
		conn := b.dial()
		if _, err := io.WriteString(conn, "POST /nosuch HTTP/1.1\r\nHost: wiki.test\r\nTransfer-Encoding: chunked\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		chunk := "100000\r\n" + strings.Repeat("x", 1<<20) + "\r\n"
		for sent := 0; ; sent++ {
			if _, err := io.WriteString(conn, chunk); err != nil {
				break
			}
			if sent > 1<<10 {
				t.Fatal("a GiB was taken from a client that had its answer")
			}
		}
	})
}

// hasty is a server whose patience ends at once.
func hasty(c *config.Config, _ *Deps) {
	c.Limits.HeaderRead = config.Duration(50 * time.Millisecond)
	c.Limits.Idle = config.Duration(50 * time.Millisecond)
	c.Limits.Grace = config.Duration(50 * time.Millisecond)
}

// TestSlowClientsAreCutOff is security-model.md R-SLOW. Each case ends because the server closes the connection: the
// client sends no more and waits.
func TestSlowClientsAreCutOff(t *testing.T) {
	t.Parallel()
	b := newBench(t, hasty)
	for _, c := range []struct{ name, request, want string }{
		{"half a head", "GET /status HTTP/1.1\r\nHost: wiki.test\r\n", ""},
		{"nothing", "", ""},
		{"half a body", "POST /wiki/api/v2/pages HTTP/1.1\r\nHost: wiki.test\r\nAuthorization: " + basic(annEmail, b.token()) +
			"\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{", "HTTP/1.1 400 Bad Request"},
		{"idle after an answer", "GET /status HTTP/1.1\r\nHost: wiki.test\r\n\r\n", "HTTP/1.1 200 OK"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if answer := b.raw(c.request); statusLine(answer) != c.want {
				t.Errorf("%q, want %q", statusLine(answer), c.want)
			}
		})
	}
}

// TestAPaceEndsStandstillAndTrickle computes the deadlines of security-model.md §10 "body and write rate".
func TestAPaceEndsStandstillAndTrickle(t *testing.T) {
	t.Parallel()
	begun := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	limits := config.Default().Limits // 10 s of grace, then 1 KiB/s
	for _, c := range []struct {
		name  string
		after time.Duration
		moved int64
		want  time.Duration // of the deadline, since the beginning
	}{
		{"at the beginning", 0, 0, 10 * time.Second},
		{"nothing moved", 4 * time.Second, 0, 10 * time.Second},
		{"a trickle", 4 * time.Second, 1 << 10, 11 * time.Second},
		{"fast so far, then a standstill", 4 * time.Second, 1 << 20, 14 * time.Second},
	} {
		now, deadline := begun, time.Time{}
		p := newPace(limits, func(d time.Time) error { deadline = d; return nil })
		p.now = func() time.Time { return now }
		p.step()
		now, p.moved = begun.Add(c.after), c.moved
		p.step()
		if got := deadline.Sub(begun).Round(100 * time.Millisecond); got != c.want {
			t.Errorf("%s: the deadline is %v after the beginning, want %v", c.name, got, c.want)
		}
	}
}

// TestABodyThatBrokeOffIsNotWaitedFor: only a client that was refused before it could say all gets more time for it.
func TestABodyThatBrokeOffIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		rest         io.Reader
		done, broken bool
	}{
		{"more to come", strings.NewReader("x"), false, false},
		{"its end", strings.NewReader(""), true, false},
		{"late", iotest.ErrReader(os.ErrDeadlineExceeded), false, true},
		{"cut", iotest.ErrReader(io.ErrUnexpectedEOF), false, true},
	} {
		b := &pacedBody{ReadCloser: io.NopCloser(c.rest), pace: newPace(config.Default().Limits, func(time.Time) error { return nil })}
		if _, err := b.Read(make([]byte, 1)); b.done != c.done || b.broken != c.broken {
			t.Errorf("%s: done %v, broken %v: %v", c.name, b.done, b.broken, err)
		}
	}
}

// TestAClientHasSoManyConnections: one more is closed before anything is read; when one ends, there is room again.
func TestAClientHasSoManyConnections(t *testing.T) {
	t.Parallel()
	b := newBench(t, func(c *config.Config, _ *Deps) { c.Limits.ClientConnections = 2 })
	const request = "GET /status HTTP/1.1\r\nHost: wiki.test\r\n\r\n"
	ask := func(conn io.ReadWriter) error {
		if _, err := io.WriteString(conn, request); err != nil {
			return err
		}
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, res.Body)
		return err
	}
	first, second := b.dial(), b.dial()
	for _, conn := range []io.ReadWriter{first, second} {
		if err := ask(conn); err != nil {
			t.Fatal(err)
		}
	}
	if err := ask(b.dial()); err == nil {
		t.Error("a third connection was served")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	// The server notices the end in its own time; until then new connections are closed too.
	for {
		if ask(b.dial()) == nil {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal("no room after a connection ended")
		}
	}
	if err := ask(second); err != nil {
		t.Errorf("the connection that stayed: %v", err)
	}
	const warning = `"msg":"a client has more connections than limits.client-connections; further ones are closed","client":"127.0.0.1","most":2}`
	if n := strings.Count(b.log.String(), warning); n != 1 {
		t.Errorf("%d warnings in a minute, want one", n)
	}
}
