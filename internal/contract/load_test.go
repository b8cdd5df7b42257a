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
	"runtime"
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
// how fast weir is as a part of how fast the bare handler is ("site/bare"), so that what else the machine does falls out. The
// same of processor time ("site/bare-cpu") hardly depends on the machine's load at all. Times are those of a request; the
// client is in them, on both sides.
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

// BenchmarkLoadReads reads a page in each version, lists and searches, at the site's door and at the gateway's, eight
// requests at a time: first what was asked before and has not changed since, then ("-first") what nobody asked yet, so that
// the database is read, then ("-changed") one request at a time, each after another page was made, so that the database has
// to be read anew.
func BenchmarkLoadReads(b *testing.B) {
	onEngines(b, func(b *testing.B, w *weirtest.Server) {
		page := w.Page(b, "Request path")
		w.Indexed(b)
		var asked atomic.Int64
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
				race(b, runner{"bare", eight(b, bare, same(atSite))}, runner{"site", eight(b, w.URL, same(atSite))},
					runner{"gateway", eight(b, w.URL, same(atGateway))})
			})
			b.Run(c.name+"-first", func(b *testing.B) {
				race(b, runner{"bare", eight(b, bare, another(atSite, &asked))}, runner{"site", eight(b, w.URL, another(atSite, &asked))},
					runner{"gateway", eight(b, w.URL, another(atGateway, &asked))})
			})
			b.Run(c.name+"-changed", func(b *testing.B) {
				newPage := newPages(b, w, &asked)
				race(b, runner{"bare", single(b, w, bare, atSite, newPage)}, runner{"site", single(b, w, w.URL, atSite, newPage)})
			})
		}
	})
}

// same is a request over and over.
func same(request []byte) func() []byte { return func() []byte { return request } }

// another is a request with a parameter that nobody knows, another each time: the server cannot know the answer yet.
func another(request []byte, asked *atomic.Int64) func() []byte {
	before, after, _ := bytes.Cut(request, []byte(" HTTP/1.1"))
	return func() []byte {
		return slices.Concat(strconv.AppendInt(append(slices.Clip(before), "&n="...), asked.Add(1), 10), []byte(" HTTP/1.1"), after)
	}
}

// cost is what a request takes: time on the clock, and time of all processors.
type cost struct{ wall, cpu time.Duration }

// costOf runs a number of requests.
func costOf(requests int, run func() error) (cost, error) {
	begun, used := time.Now(), cpuTime()
	err := run()
	return cost{time.Since(begun) / time.Duration(requests), (cpuTime() - used) / time.Duration(requests)}, err
}

// runner is one of those a benchmark compares: run does the same amount of work each time and says what a request took.
type runner struct {
	name string
	run  func() (cost, error)
}

// race lets the runners run in turn, b.N times. It reports the medians of what each takes, and the medians over the rounds
// of how fast each is compared with those before it. They are returned by name and unit.
func race(b *testing.B, runners ...runner) map[string]float64 {
	b.Helper()
	walls, cpus := make([][]float64, len(runners)), make([][]float64, len(runners))
	for round := range b.N {
		for k := range runners {
			i := (round + k) % len(runners) // nobody always runs behind the same other
			took, err := runners[i].run()
			if err != nil {
				b.Fatal(runners[i].name, err)
			}
			walls[i] = append(walls[i], float64(took.wall.Nanoseconds())/1000)
			cpus[i] = append(cpus[i], float64(took.cpu.Nanoseconds())/1000)
		}
	}
	b.ReportMetric(0, "ns/op") // of a round, which is nothing
	out := map[string]float64{}
	for i, r := range runners {
		out[r.name+"-µs"], out[r.name+"-cpu-µs"] = median(walls[i]), median(cpus[i])
		for k, other := range runners[:i] {
			out[r.name+"/"+other.name] = median(quotients(walls[k], walls[i]))
			out[r.name+"/"+other.name+"-cpu"] = median(cpus[k]) / median(cpus[i]) // a round is too short to count it
		}
	}
	for unit, value := range out {
		b.ReportMetric(value, unit)
	}
	return out
}

func quotients(over, under []float64) []float64 {
	out := make([]float64, len(over))
	for i := range out {
		out[i] = over[i] / under[i]
	}
	return out
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// eight sends requests on eight connections at once.
func eight(b *testing.B, base string, request func() []byte) func() (cost, error) {
	const each = 16
	conns := make([]*loadConn, 8)
	for i := range conns {
		conns[i] = dialLoad(b, base)
	}
	return func() (cost, error) {
		return costOf(each*len(conns), func() error { return together(conns, each, request) })
	}
}

// together sends a number of requests on each connection, on all of them at once.
func together(conns []*loadConn, each int, request func() []byte) error {
	failed := make(chan error, len(conns))
	for _, c := range conns {
		go func() {
			var err error
			for range each {
				err = errors.Join(err, c.must(request()))
			}
			failed <- err
		}()
	}
	var err error
	for range conns {
		err = errors.Join(err, <-failed)
	}
	return err
}

// single sends a request now and then on one connection, each time after a page was made, which is not counted.
func single(b *testing.B, w *weirtest.Server, base string, request []byte, newPage func() []byte) func() (cost, error) {
	const each = 4
	c, writer := dialLoad(b, base), dialLoad(b, w.URL)
	return func() (took cost, err error) {
		for range each {
			err = errors.Join(err, writer.must(newPage()))
			w.Indexed(b) // that is a commit too
			one, failed := costOf(1, func() error { return c.must(request) })
			took.wall, took.cpu, err = took.wall+one.wall/each, took.cpu+one.cpu/each, errors.Join(err, failed)
		}
		return took, err
	}
}

// newPages makes requests that each create another page, of which made is the number.
func newPages(b *testing.B, w *weirtest.Server, made *atomic.Int64) func() []byte {
	b.Helper()
	space := w.SpaceID(b, "ENG")
	return func() []byte {
		body := fmt.Sprintf(`{"spaceId":"%s","status":"current","title":"Bench %d","body":{"representation":"storage","value":"<p>Written by a benchmark.</p>"}}`,
			space, made.Add(1))
		return loadRequest("POST", w.URL, "/wiki/api/v2/pages", w.Admin.Email, w.Unscoped, body)
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
// file that a block is appended to and synced, the floor under what one writer can do; bare is a handler that returns the
// same bytes to 64 clients and writes nothing, which is what client and net/http take of the processors. Many-bound is what
// many/one could be at most on these processors, were they busy with the writes of the many and with nothing else. Behind
// is how long the text index took to catch up after a last round of the many.
func BenchmarkLoadWrites(b *testing.B) {
	onEngines(b, func(b *testing.B, w *weirtest.Server) {
		var made atomic.Int64
		newPage := newPages(b, w, &made)
		bare := bareServer(b, w.URL, newPage())
		b.Run("create", func(b *testing.B) {
			many := writers(b, w.URL, newPage, 64, 4)
			got := race(b, runner{"disk", syncs(b, 16)}, runner{"bare", writers(b, bare, newPage, 64, 4)},
				runner{"one", writers(b, w.URL, newPage, 1, 16)}, runner{"many", many})
			b.ReportMetric(got["one-µs"]/(got["many-cpu-µs"]/float64(runtime.GOMAXPROCS(0))), "many-bound")
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
func writers(b *testing.B, base string, newPage func() []byte, n, each int) func() (cost, error) {
	conns := make([]*loadConn, n)
	for i := range conns {
		conns[i] = dialLoad(b, base)
	}
	return func() (cost, error) {
		return costOf(n*each, func() error { return together(conns, each, newPage) })
	}
}

// syncs appends a block to a file and waits for the disk, some times.
func syncs(b *testing.B, times int) func() (cost, error) {
	f, err := os.Create(filepath.Join(b.TempDir(), "floor"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = f.Close() })
	block := make([]byte, 4096)
	return func() (cost, error) {
		return costOf(times, func() error {
			for range times {
				if _, err := f.Write(block); err != nil {
					return err
				}
				if err := f.Sync(); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
