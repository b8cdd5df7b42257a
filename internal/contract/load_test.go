package contract

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/weirtest"
)

// The benchmarks of the whole server. Each request runs beside a bare net/http handler that returns the same bytes, in
// the same run, over loopback connections that stay open. Quote the ratio of the two, never a figure alone: machines are
// noisy.
//
//	go test -run '^$' -bench Load ./internal/contract

// loadConn is a connection that sends prepared requests and reads the answers with next to no work of its own.
type loadConn struct {
	conn net.Conn
	in   *bufio.Reader
}

func dialLoad(b *testing.B, address string) *loadConn {
	b.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	return &loadConn{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}
}

// do sends the request and reads the whole answer.
func (c *loadConn) do(request []byte) (status int, err error) {
	if _, err := c.conn.Write(request); err != nil {
		return 0, err
	}
	length := 0
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		switch {
		case first:
			if status, err = strconv.Atoi(string(line[9:12])); err != nil {
				return 0, err
			}
		case len(line) == 2:
			_, err := c.in.Discard(length)
			return status, err
		case bytes.HasPrefix(line, []byte("Content-Length: ")):
			if length, err = strconv.Atoi(string(line[16 : len(line)-2])); err != nil {
				return 0, err
			}
		}
	}
}

func loadRequest(method, base, path, email string, token weirtest.Token, body string) []byte {
	request := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Basic %s\r\nAccept: application/json\r\n", method, path,
		strings.TrimPrefix(base, "http://"), base64.StdEncoding.EncodeToString([]byte(email+":"+token.Text)))
	if body != "" {
		request += "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return []byte(request + "\r\n" + body)
}

// onEngines runs a benchmark on SQLite, and on PostgreSQL where one is lent.
func onEngines(b *testing.B, run func(b *testing.B, w *weirtest.Server)) {
	b.Run("sqlite", func(b *testing.B) { run(b, weirtest.New(b)) })
	b.Run("postgres", func(b *testing.B) { run(b, weirtest.New(b, weirtest.Database(pgtest.Database(b)))) })
}

// BenchmarkLoadReads reads a page at each door and version, lists and searches. The variants named changing write a page
// between the reads, so that nothing remembered serves.
func BenchmarkLoadReads(b *testing.B) {
	onEngines(b, func(b *testing.B, w *weirtest.Server) {
		page := w.Page(b, "Request path")
		below := strings.TrimPrefix(w.GatewayURL, w.URL)
		for _, c := range []struct {
			name, path string
			token      weirtest.Token
		}{
			{"page-v2-site", "/wiki/api/v2/pages/" + page.ID + "?body-format=storage", w.Unscoped},
			{"page-v2-gateway", below + "/wiki/api/v2/pages/" + page.ID + "?body-format=storage", w.Scoped},
			{"page-v1-site", "/wiki/rest/api/content/" + page.ID + "?expand=body.storage,version", w.Unscoped},
			{"page-v1-gateway", below + "/wiki/rest/api/content/" + page.ID + "?expand=body.storage,version", w.Scoped},
			{"list25-v2", "/wiki/api/v2/pages?limit=25", w.Unscoped},
			{"list25-v1", "/wiki/rest/api/content?limit=25", w.Unscoped},
			{"search-v1", "/wiki/rest/api/content/search?cql=text~token&limit=25", w.Unscoped},
		} {
			request := loadRequest("GET", w.URL, c.path, w.Admin.Email, c.token, "")
			b.Run(c.name+"/weir", func(b *testing.B) { hammer(b, w.URL, request, nil) })
			b.Run(c.name+"/changing", func(b *testing.B) { hammer(b, w.URL, request, func() { w.Touch(b) }) })
			b.Run(c.name+"/bare", func(b *testing.B) { hammer(b, bareServer(b, w.URL, request), request, nil) })
		}
	})
}

// bareServer serves the bytes that the server answers the request with.
func bareServer(b *testing.B, base string, request []byte) string {
	b.Helper()
	c := dialLoad(b, base)
	defer c.conn.Close()
	if _, err := c.conn.Write(request); err != nil {
		b.Fatal(err)
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Fatalf("%d %s %v", answer.StatusCode, body, err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	}))
	b.Cleanup(s.Close)
	return s.URL
}

// hammer sends a request over and over; between, when given, runs before each, outside the clock, on one connection.
// Without it two connections send at once.
func hammer(b *testing.B, base string, request []byte, between func()) {
	b.Helper()
	b.ReportAllocs()
	if between != nil {
		c := dialLoad(b, base)
		defer c.conn.Close()
		for range b.N {
			b.StopTimer()
			between()
			b.StartTimer()
			if status, err := c.do(request); err != nil || status != http.StatusOK {
				b.Fatalf("status %d, %v", status, err)
			}
		}
		return
	}
	b.RunParallel(func(pb *testing.PB) {
		c := dialLoad(b, base)
		defer c.conn.Close()
		for pb.Next() {
			if status, err := c.do(request); err != nil || status != http.StatusOK {
				b.Errorf("status %d, %v", status, err)
				return
			}
		}
	})
}

// BenchmarkLoadWrites creates pages with one writer and with 64: the ratio of the two is what group commit gives.
func BenchmarkLoadWrites(b *testing.B) {
	onEngines(b, func(b *testing.B, w *weirtest.Server) {
		space := w.SpaceID(b, "ENG")
		var number atomic.Int64
		for _, writers := range []int{1, 64} {
			b.Run(fmt.Sprintf("create-%d", writers), func(b *testing.B) {
				next, done := make(chan struct{}, writers), make(chan error, writers)
				for range writers {
					go func() { done <- createPages(b, w, space, &number, next) }()
				}
				b.ResetTimer()
				for range b.N {
					next <- struct{}{}
				}
				close(next)
				for range writers {
					if err := <-done; err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// createPages creates one page for each value of next.
func createPages(b *testing.B, w *weirtest.Server, space string, number *atomic.Int64, next <-chan struct{}) error {
	c := dialLoad(b, w.URL)
	defer c.conn.Close()
	for range next {
		body := fmt.Sprintf(`{"spaceId":"%s","status":"current","title":"Bench %d","body":{"representation":"storage","value":"<p>Written by a benchmark.</p>"}}`,
			space, number.Add(1))
		status, err := c.do(loadRequest("POST", w.URL, "/wiki/api/v2/pages", w.Admin.Email, w.Unscoped, body))
		if err != nil || status != http.StatusOK {
			for range next { // let the one who counts go on to the end
			}
			return fmt.Errorf("status %d, %w", status, err)
		}
	}
	return nil
}
