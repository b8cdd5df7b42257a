package contract

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/weirhq/weir/internal/pgtest"
	"github.com/weirhq/weir/weirtest"
)

// The benchmarks of the whole server. Requests run beside a bare net/http handler that returns the same bytes, in turn, in
// rounds of a few milliseconds, over loopback connections that stay open. What is reported are medians over the rounds of
// how fast weir is as a part of how fast the bare handler is ("site/bare"), so that what else the machine does falls out.
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
	b.Cleanup(func() { _ = conn.Close() }) // nothing is in flight any more
	return &loadConn{conn: conn, in: bufio.NewReaderSize(conn, 64<<10)}
}

// must is do with anything but 200 an error.
func (c *loadConn) must(request []byte) error {
	status, err := c.do(request)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("status %d", status)
	}
	return err
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

// BenchmarkLoadReads reads a page in each version, lists and searches, at the site's door and at the gateway's, two requests
// at a time. The variants named changed send one request at a time, each after a commit, so that nothing remembered serves;
// the bare handler's do so too.
func BenchmarkLoadReads(b *testing.B) {
	onEngines(b, func(b *testing.B, w *weirtest.Server) {
		page := w.Page(b, "Request path")
		w.Indexed(b)
		for _, c := range []struct{ name, path string }{
			{"page-v2", "/wiki/api/v2/pages/" + page.ID + "?body-format=storage"},
			{"page-v1", "/wiki/rest/api/content/" + page.ID + "?expand=body.storage,version"},
			{"list25-v2", "/wiki/api/v2/pages?limit=25"},
			{"list25-v1", "/wiki/rest/api/content?limit=25"},
			{"search-v1", "/wiki/rest/api/content/search?cql=text~token&limit=25"},
		} {
			atSite := loadRequest("GET", w.URL, c.path, w.Admin.Email, w.Unscoped, "")
			atGateway := loadRequest("GET", w.URL, strings.TrimPrefix(w.GatewayURL, w.URL)+c.path, w.Admin.Email, w.Scoped, "")
			bare := bareServer(b, w.URL, atSite)
			b.Run(c.name, func(b *testing.B) {
				race(b, runner{"bare", pair(b, bare, atSite)}, runner{"site", pair(b, w.URL, atSite)}, runner{"gateway", pair(b, w.URL, atGateway)})
			})
			b.Run(c.name+"-changed", func(b *testing.B) {
				race(b, runner{"bare", single(b, w, bare, atSite)}, runner{"site", single(b, w, w.URL, atSite)})
			})
		}
	})
}

// runner is one of those a benchmark compares: run does the same amount of work each time and says how long a request took.
type runner struct {
	name string
	run  func() (time.Duration, error)
}

// race lets the runners run in turn, b.N times. It reports the median time of each, and the median over the rounds of how
// fast each is compared with those before it.
func race(b *testing.B, runners ...runner) {
	b.Helper()
	times := make([][]float64, len(runners))
	for round := range b.N {
		for k := range runners {
			i := (round + k) % len(runners) // nobody always runs behind the same other
			r := runners[i]
			took, err := r.run()
			if err != nil {
				b.Fatal(r.name, err)
			}
			times[i] = append(times[i], float64(took.Nanoseconds()))
		}
	}
	b.ReportMetric(0, "ns/op") // of a round, which is nothing
	for i, r := range runners {
		b.ReportMetric(median(times[i])/1000, r.name+"-µs")
		for k, other := range runners[:i] {
			ratios := make([]float64, b.N)
			for n := range ratios {
				ratios[n] = times[k][n] / times[i][n]
			}
			b.ReportMetric(median(ratios), r.name+"/"+other.name)
		}
	}
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// pair sends a request over and over on two connections at once.
func pair(b *testing.B, base string, request []byte) func() (time.Duration, error) {
	const each = 32
	conns := []*loadConn{dialLoad(b, base), dialLoad(b, base)}
	failed := make(chan error, len(conns))
	return func() (time.Duration, error) {
		begun := time.Now()
		for _, c := range conns {
			go func() {
				var err error
				for range each {
					err = errors.Join(err, c.must(request))
				}
				failed <- err
			}()
		}
		err := errors.Join(<-failed, <-failed)
		return time.Since(begun) / time.Duration(each*len(conns)), err
	}
}

// single sends a request now and then on one connection, each time after a commit, which is not counted.
func single(b *testing.B, w *weirtest.Server, base string, request []byte) func() (time.Duration, error) {
	const each = 4
	c := dialLoad(b, base)
	return func() (took time.Duration, err error) {
		for range each {
			w.Touch(b)
			begun := time.Now()
			err = errors.Join(err, c.must(request))
			took += time.Since(begun)
		}
		return took / each, err
	}
}

// bareServer serves the bytes that the server answers the request with, those of the head included.
func bareServer(b *testing.B, base string, request []byte) string {
	b.Helper()
	c := dialLoad(b, base)
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
	answer.Header.Del("Date") // net/http sets it
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), answer.Header)
		_, _ = w.Write(body)
	}))
	b.Cleanup(s.Close)
	return s.URL
}

// BenchmarkLoadWrites creates pages, with one writer and with 64: the ratio of the two is what group commit gives. Disk is a
// file that a block is appended to and synced, the floor under what one writer can do. Behind is how long the text index
// took to catch up after a last round of the many.
func BenchmarkLoadWrites(b *testing.B) {
	onEngines(b, func(b *testing.B, w *weirtest.Server) {
		space := w.SpaceID(b, "ENG")
		var number atomic.Int64
		b.Run("create", func(b *testing.B) {
			many := writers(b, w, space, &number, 64, 4)
			race(b, runner{"disk", syncs(b, 16)}, runner{"one", writers(b, w, space, &number, 1, 16)}, runner{"many", many})
			if _, err := many(); err != nil {
				b.Fatal(err)
			}
			begun := time.Now()
			w.Indexed(b)
			b.ReportMetric(float64(time.Since(begun).Milliseconds()), "behind-ms")
		})
	})
}

// writers lets n clients create pages at once, each some.
func writers(b *testing.B, w *weirtest.Server, space string, number *atomic.Int64, n, each int) func() (time.Duration, error) {
	conns := make([]*loadConn, n)
	for i := range conns {
		conns[i] = dialLoad(b, w.URL)
	}
	failed := make(chan error, n)
	return func() (time.Duration, error) {
		begun := time.Now()
		for _, c := range conns {
			go func() {
				var err error
				for range each {
					body := fmt.Sprintf(`{"spaceId":"%s","status":"current","title":"Bench %d","body":{"representation":"storage","value":"<p>Written by a benchmark.</p>"}}`,
						space, number.Add(1))
					err = errors.Join(err, c.must(loadRequest("POST", w.URL, "/wiki/api/v2/pages", w.Admin.Email, w.Unscoped, body)))
				}
				failed <- err
			}()
		}
		var err error
		for range conns {
			err = errors.Join(err, <-failed)
		}
		return time.Since(begun) / time.Duration(n*each), err
	}
}

// syncs appends a block to a file and waits for the disk, some times.
func syncs(b *testing.B, times int) func() (time.Duration, error) {
	f, err := os.Create(filepath.Join(b.TempDir(), "floor"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	block := make([]byte, 4096)
	return func() (time.Duration, error) {
		begun := time.Now()
		for range times {
			if _, err := f.Write(block); err != nil {
				return 0, err
			}
			if err := f.Sync(); err != nil {
				return 0, err
			}
		}
		return time.Since(begun) / time.Duration(times), nil
	}
}
