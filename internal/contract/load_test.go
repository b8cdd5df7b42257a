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

// The benchmarks run each request beside a bare net/http handler that returns the same bytes, in the same run, over
// loopback connections that stay open. Quote the ratio of the two, never a figure alone: machines are noisy.
//
//	go test -run '^$' -bench Load ./internal/contract

// benchClient sends one prepared request over and over and reads the answers, with next to no work of its own.
type benchClient struct {
	conn net.Conn
	in   *bufio.Reader
}

func dial(b *testing.B, address string) *benchClient {
	b.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err != nil {
		b.Fatal(err)
	}
	return &benchClient{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}
}

// do sends the request and returns the status and the length of the body.
func (c *benchClient) do(request []byte) (status, length int, err error) {
	if _, err := c.conn.Write(request); err != nil {
		return 0, 0, err
	}
	for first := true; ; first = false {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, 0, err
		}
		switch {
		case first:
			if status, err = strconv.Atoi(string(line[9:12])); err != nil {
				return 0, 0, err
			}
		case len(line) == 2:
			_, err := c.in.Discard(length)
			return status, length, err
		case bytes.HasPrefix(line, []byte("Content-Length: ")):
			if length, err = strconv.Atoi(string(line[16 : len(line)-2])); err != nil {
				return 0, 0, err
			}
		}
	}
}

func head(method, base, path, email string, token weirtest.Token, body string) []byte {
	request := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Basic %s\r\nAccept: application/json\r\n", method, path,
		strings.TrimPrefix(base, "http://"), base64.StdEncoding.EncodeToString([]byte(email+":"+token.Text)))
	if body != "" {
		request += "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return []byte(request + "\r\n" + body)
}

// engines are the databases a benchmark runs on: SQLite always, PostgreSQL where one is lent.
func engines(b *testing.B, run func(b *testing.B, w *weirtest.Server)) {
	b.Run("sqlite", func(b *testing.B) { run(b, weirtest.New(b)) })
	b.Run("postgres", func(b *testing.B) { run(b, weirtest.New(b, weirtest.Database(pgtest.Database(b)))) })
}

func BenchmarkLoadReads(b *testing.B) {
	engines(b, func(b *testing.B, w *weirtest.Server) {
		page := w.Page(b, "Request path")
		below := strings.TrimPrefix(w.GatewayURL, w.URL)
		for _, c := range []struct {
			name, path string
			token      weirtest.Token
		}{
			{"page/v2/site", "/wiki/api/v2/pages/" + page.ID + "?body-format=storage", w.Unscoped},
			{"page/v2/gateway", below + "/wiki/api/v2/pages/" + page.ID + "?body-format=storage", w.Scoped},
			{"page/v1/site", "/wiki/rest/api/content/" + page.ID + "?expand=body.storage,version", w.Unscoped},
			{"page/v1/gateway", below + "/wiki/rest/api/content/" + page.ID + "?expand=body.storage,version", w.Scoped},
			{"list25/v2", "/wiki/api/v2/pages?limit=25", w.Unscoped},
			{"list25/v1", "/wiki/rest/api/content?limit=25", w.Unscoped},
			{"search/v1", "/wiki/rest/api/content/search?cql=text~token&limit=25", w.Unscoped},
		} {
			request := head("GET", w.URL, c.path, w.Admin.Email, c.token, "")
			b.Run(c.name+"/weir", func(b *testing.B) { hammer(b, w.URL, request) })
			b.Run(c.name+"/bare", func(b *testing.B) { hammer(b, bare(b, w.URL, request), request) })
		}
	})
}

// bare serves the bytes that the server answers the request with.
func bare(b *testing.B, base string, request []byte) string {
	b.Helper()
	c := dial(b, base)
	defer c.conn.Close()
	if _, err := c.conn.Write(request); err != nil {
		b.Fatal(err)
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		b.Fatal(err)
	}
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

// hammer sends a request from two connections at once.
func hammer(b *testing.B, base string, request []byte) {
	b.Helper()
	b.ReportAllocs()
	b.SetParallelism(1)
	b.RunParallel(func(pb *testing.PB) {
		c := dial(b, base)
		defer c.conn.Close()
		for pb.Next() {
			if status, _, err := c.do(request); err != nil || status != http.StatusOK {
				b.Errorf("status %d, %v", status, err)
				return
			}
		}
	})
}

// BenchmarkLoadWrites creates pages with one writer and with 64: the ratio of the two is what group commit gives.
func BenchmarkLoadWrites(b *testing.B) {
	engines(b, func(b *testing.B, w *weirtest.Server) {
		space := w.SpaceID(b, "ENG")
		var number atomic.Int64
		for _, writers := range []int{1, 64} {
			b.Run(fmt.Sprintf("create/%d", writers), func(b *testing.B) {
				next := make(chan struct{}, writers)
				done := make(chan error, writers)
				for range writers {
					go func() {
						c := dial(b, w.URL)
						defer c.conn.Close()
						for range next {
							body := fmt.Sprintf(`{"spaceId":"%s","status":"current","title":"Bench %d","body":{"representation":"storage","value":"<p>Written by a benchmark.</p>"}}`,
								space, number.Add(1))
							status, _, err := c.do(head("POST", w.URL, "/wiki/api/v2/pages", w.Admin.Email, w.Unscoped, body))
							if err == nil && status != http.StatusOK {
								err = fmt.Errorf("status %d", status)
							}
							if err != nil {
								done <- err
								return
							}
						}
						done <- nil
					}()
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
