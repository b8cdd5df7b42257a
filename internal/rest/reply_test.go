package rest_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// file is a stored file that can be read again from any place, as blobs can.
type file struct {
	*bytes.Reader
	closed bool
}

func (f *file) Close() error {
	f.closed = true
	return nil
}

// answering is a bench whose GET /pages answers with a value.
func answering[Out any](t *testing.T, value Out) *bench {
	t.Helper()
	b := newBench(t, nil, []rest.Op{rest.On(rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View},
		func(context.Context, *site.Session, *none) (Out, error) { return value, nil })})
	b.public = true
	return b
}

func TestReplies(t *testing.T) {
	t.Parallel()
	b := answering(t, okOut{"html": "<b>&"})
	res := b.send(request("GET", "/wiki/api/v2/pages", ""))
	if got := read(t, res); got != `{"html":"<b>&"}` || res.Header.Get("Content-Type") != "application/json" || res.Header.Get("Content-Length") != "15" {
		t.Errorf("%s %v", got, res.Header)
	}

	res = answering(t, rest.Empty{}).send(request("GET", "/wiki/api/v2/pages", ""))
	if got := read(t, res); res.StatusCode != 200 || got != "" || res.Header.Get("Content-Length") != "0" || res.Header.Get("Content-Type") != "" {
		t.Errorf("empty: %d %q %v", res.StatusCode, got, res.Header)
	}

	res = answering(t, &rest.Redirect{URL: "https://files.test/a?token=b"}).send(request("GET", "/wiki/api/v2/pages", ""))
	if got := read(t, res); res.StatusCode != 302 || got != "" || res.Header.Get("Location") != "https://files.test/a?token=b" {
		t.Errorf("redirect: %d %q %v", res.StatusCode, got, res.Header)
	}

	for isNew, status := range map[bool]int{true: 201, false: 200} {
		res = answering(t, &rest.Made[okOut]{Value: okOut{"ok": "yes"}, New: isNew}).send(request("GET", "/wiki/api/v2/pages", ""))
		if got := read(t, res); res.StatusCode != status || got != bodyOK {
			t.Errorf("made: %d %s", res.StatusCode, got)
		}
	}
}

func TestDeletesAnswer204WithoutLength(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil, []rest.Op{rest.On(rest.Op{ID: "deletePage", Route: "DELETE /pages/{id}", Perm: wiki.DeletePage},
		func(context.Context, *site.Session, *pageIn) (rest.Empty, error) { return rest.Empty{}, nil })})
	b.public = true
	res := b.send(request("DELETE", "/wiki/api/v2/pages/1", ""))
	if got := read(t, res); res.StatusCode != 204 || got != "" || res.Header.Get("Content-Length") != "" || res.Header.Get("Content-Type") != "" {
		t.Errorf("%d %q %v", res.StatusCode, got, res.Header)
	}
}

func TestStatusOfTheRowCounts(t *testing.T) {
	t.Parallel()
	b := newBench(t, nil, []rest.Op{rest.On(
		rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View, Status: 202, Because: "a test"}, ok[none])})
	b.public = true
	if res := b.send(request("GET", "/wiki/api/v2/pages", "")); res.StatusCode != 202 {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestValueThatCannotBeEncodedIsOurFault(t *testing.T) {
	t.Parallel()
	b := answering(t, okOut{"text": "\xff"})
	res := b.send(request("GET", "/wiki/api/v2/pages", ""))
	const want = `{"errors":[{"status":500,"code":"INTERNAL_SERVER_ERROR","title":"Internal Server Error","detail":null}]}`
	if got := read(t, res); res.StatusCode != 500 || got != want || len(b.refusals) != 1 || b.refusals[0].Err.Reason != wiki.InternalError {
		t.Errorf("%d %s %v", res.StatusCode, got, b.refusals)
	}
}

func TestStream(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, method, ranges string
		status               int
		body                 string
		headers              map[string]string
	}{
		{"whole", "GET", "", 200, "0123456789", map[string]string{"Content-Length": "10", "Content-Type": "image/png"}},
		{"head", "HEAD", "", 200, "", map[string]string{"Content-Length": "10"}},
		{"range", "GET", "bytes=2-4", 206, "234", map[string]string{"Content-Range": "bytes 2-4/10"}},
		{"too many ranges", "GET", "bytes=0-0,2-2,4-4,6-6,8-8", 200, "0123456789", map[string]string{"Content-Range": ""}},
		{"beyond the end", "GET", "bytes=20-", 416, "invalid range: failed to overlap\n", map[string]string{"Content-Range": "bytes */10"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := &file{Reader: bytes.NewReader([]byte("0123456789"))}
			b := answering(t, &rest.Stream{Body: f, Size: 10, Type: "image/png", Name: "ä\"b\u202egnp/.png", Inline: true})
			r := request(tt.method, "/wiki/api/v2/pages", "")
			if tt.ranges != "" {
				r.Header.Set("Range", tt.ranges)
			}
			res := b.send(r)
			if got := read(t, res); res.StatusCode != tt.status || got != tt.body {
				t.Errorf("%d %q", res.StatusCode, got)
			}
			for name, want := range tt.headers {
				if got := res.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if tt.status < 400 {
				if got, want := res.Header.Get("Content-Disposition"), `inline; filename*=utf-8''%C3%A4%22bgnp.png`; got != want {
					t.Errorf("Content-Disposition %s, want %s", got, want)
				}
			}
			if got := res.Header.Get("Content-Security-Policy"); got != "sandbox; default-src 'none'" || res.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%v", res.Header)
			}
			if !f.closed {
				t.Error("the file stayed open")
			}
		})
	}
}

func TestStreamWithoutSeeking(t *testing.T) {
	t.Parallel()
	b := answering(t, &rest.Stream{Body: io.NopCloser(strings.NewReader("0123")), Size: 4, Type: "text/plain", Name: "a.txt"})
	res := b.send(request("GET", "/wiki/api/v2/pages", ""))
	if got := read(t, res); got != "0123" || res.Header.Get("Content-Length") != "4" || res.Header.Get("Content-Disposition") != "attachment; filename=a.txt" {
		t.Errorf("%q %v", got, res.Header)
	}
}

func TestShortStreamCutsTheConnection(t *testing.T) {
	t.Parallel()
	b := answering(t, &rest.Stream{Body: io.NopCloser(strings.NewReader("0123")), Size: 5, Type: "text/plain"})
	defer func() {
		if diff := cmp.Diff(http.ErrAbortHandler, recover(), cmp.Comparer(func(a, b error) bool { return a == b })); diff != "" {
			t.Error(diff)
		}
	}()
	b.send(request("GET", "/wiki/api/v2/pages", ""))
}
