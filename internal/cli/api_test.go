package cli

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/toolkit/login"
)

// typed and raw are -F and -f.
func typed(key, text string) field { return field{key, text, true} }
func raw(key, text string) field   { return field{key, text, false} }

func TestFieldsGoWhereTheyBelong(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args    []string
		options apiOptions
		method  string
		path    string
		query   url.Values
		body    string
	}{
		"a read": {[]string{"getPages"}, apiOptions{fields: []field{typed("limit", "5"), raw("id", "1"), raw("id", "2"), typed("id", "null")}},
			"GET", "/wiki/api/v2/pages", url.Values{"limit": {"5"}, "id": {"1", "2", "null"}}, ""},
		"a path with fields": {[]string{"/pages"}, apiOptions{fields: []field{raw("title", "A")}}, "POST", "/pages", url.Values{}, `{"title":"A"}`},
		"a path with -X":     {[]string{"/pages"}, apiOptions{method: "get", fields: []field{raw("title", "A")}}, "GET", "/pages", url.Values{"title": {"A"}}, ""},
		"types": {[]string{"createPage"}, apiOptions{fields: []field{typed("a", "true"), typed("b", "false"), typed("c", "null"), typed("d", "-7"),
			typed("e", "007"), typed("f", "1.5"), raw("g", "1"), typed("h", "text")}},
			"POST", "/wiki/api/v2/pages", url.Values{}, `{"a":true,"b":false,"c":null,"d":-7,"e":"007","f":"1.5","g":"1","h":"text"}`},
		"the operation's own query": {[]string{"createPage"}, apiOptions{fields: []field{typed("private", "true"), raw("title", "A")}},
			"POST", "/wiki/api/v2/pages", url.Values{"private": {"true"}}, `{"title":"A"}`},
		"nesting": {[]string{"createPage"}, apiOptions{fields: []field{
			raw("body[storage][value]", "x"), raw("body[storage][representation]", "storage"), raw("list[]", "a"), typed("list[]", "2"),
			raw("labels[][name]", "n"), raw("labels[][prefix]", "p"), raw("labels[][name]", "m"), raw("deep[][a][b]", "1"), raw("deep[][a][c]", "2")}},
			"POST", "/wiki/api/v2/pages", url.Values{},
			`{"body":{"storage":{"representation":"storage","value":"x"}},"deep":[{"a":{"b":"1","c":"2"}}],"labels":[{"name":"n","prefix":"p"},{"name":"m"}],"list":["a",2]}`},
		"values are escaped":         {[]string{"v1:getSpace", "~a/b c"}, apiOptions{}, "GET", "/wiki/rest/api/space/~a%2Fb%20c", url.Values{}, ""},
		"a value and an equal field": {[]string{"updatePage", "7"}, apiOptions{fields: []field{raw("id", "7")}}, "PUT", "/wiki/api/v2/pages/7", url.Values{}, `{"id":"7"}`},
		"a delete":                   {[]string{"deletePage", "7"}, apiOptions{fields: []field{typed("purge", "true")}}, "DELETE", "/wiki/api/v2/pages/7", url.Values{"purge": {"true"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request, err := (&app{in: strings.NewReader("")}).newRequest(tc.options, tc.args)
			if err != nil {
				t.Fatal(err)
			}
			body := ""
			if request.Body != nil {
				content, err := io.ReadAll(request.Body)
				if err != nil {
					t.Fatal(err)
				}
				body = string(content)
			}
			got := []any{request.Method, request.Path, request.Query, body}
			if diff := cmp.Diff([]any{tc.method, tc.path, tc.query, tc.body}, got); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFieldsThatContradict(t *testing.T) {
	t.Parallel()
	for want, fields := range map[string][]field{
		`field "a[b]" is an object here and something else before`: {raw("a", "1"), raw("a[b]", "2")},
		`field "a[]" is a list here and something else before`:     {raw("a[b]", "1"), raw("a[]", "2")},
		`field "a" is given twice, or as value and as parent`:      {raw("a", "1"), raw("a", "2")},
		`field "n" is given twice, or as value and as parent`:      {typed("n", "null"), raw("n", "2")},
		`field "a[b]c": its brackets do not match`:                 {raw("a[b]c", "1")},
		`field "[a]" has no name`:                                  {raw("[a]", "1")},
	} {
		_, err := (&app{}).newRequest(apiOptions{fields: fields}, []string{"createPage"})
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestFormsTakeFiles(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "plan.txt")
	if err := os.WriteFile(name, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	request, err := (&app{in: strings.NewReader("from stdin")}).newRequest(apiOptions{fields: []field{
		raw("comment", "@me"), typed("file", "@"+name), typed("minorEdit", "true"), raw("status", "draft"), typed("file", "@-"),
	}}, []string{"createAttachment", "12"})
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(request.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	parts := multipart.NewReader(request.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, part.FormName()+" "+part.FileName()+" "+string(content))
	}
	want := []string{"comment  @me", "file plan.txt content", "minorEdit  true", "file - from stdin"}
	if diff := cmp.Diff(want, got); diff != "" || request.Query.Get("status") != "draft" {
		t.Errorf("form, query %v (-want +got):\n%s", request.Query, diff)
	}
	if err := request.Body.(io.Closer).Close(); err != nil {
		t.Error(err)
	}
}

// answering is a transport without a network.
type answering func(*http.Request) *http.Response

func (f answering) RoundTrip(r *http.Request) (*http.Response, error) { return f(r), nil }

func answer(status int, body string) *http.Response {
	return &http.Response{Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}
}

// TestCachedAnswersBelongToTheirCredential holds that an answer is given out for a time, to the same caller, and no
// refusal at all.
func TestCachedAnswersBelongToTheirCredential(t *testing.T) {
	t.Parallel()
	asked, status := 0, http.StatusOK
	now := time.Now()
	c := &answerCache{folder: filepath.Join(t.TempDir(), "api"), life: time.Minute, now: func() time.Time { return now },
		next: answering(func(r *http.Request) *http.Response {
			asked++
			return answer(status, `{"for":"`+r.Header.Get("Authorization")+`"}`)
		})}
	get := func(method, path, credential string) string {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, "http://127.0.0.1"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", credential)
		res, err := c.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || res.Body.Close() != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	for i, step := range []struct {
		method, path, credential string
		later                    time.Duration
		status, asked            int
	}{
		{"GET", "/a", "x", 0, 200, 1},
		{"GET", "/a", "x", 0, 200, 1},
		{"GET", "/a", "y", 0, 200, 2},
		{"GET", "/b", "x", 0, 200, 3},
		{"POST", "/a", "x", 0, 200, 4},
		{"GET", "/a", "x", 2 * time.Minute, 200, 5},
		{"GET", "/c", "x", 0, 404, 6},
		{"GET", "/c", "x", 0, 200, 7},
	} {
		now, status = now.Add(step.later), step.status
		if got := get(step.method, step.path, step.credential); got != `{"for":"`+step.credential+`"}` || asked != step.asked {
			t.Errorf("step %d: %s after %d requests, want %d", i+1, got, asked, step.asked)
		}
	}
	entries, err := os.ReadDir(c.folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", entry.Name(), info.Mode(), err)
		}
	}
}

func TestTracesShowNoSecrets(t *testing.T) {
	t.Parallel()
	var seen strings.Builder
	tr := &tracer{to: &seen, next: answering(func(r *http.Request) *http.Response {
		res := answer(http.StatusFound, "")
		res.Header = http.Header{"Location": {"https://media.example.com/f?token=SECRET"}, "Set-Cookie": {"session=SECRET"}}
		return res
	})}
	for _, credential := range []string{"Basic SECRET", ""} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://media.example.com/f?token=T", nil)
		if err != nil {
			t.Fatal(err)
		}
		if credential != "" {
			r.Header.Set("Authorization", credential)
		}
		res, err := tr.RoundTrip(r)
		if err != nil || res.Body.Close() != nil {
			t.Fatal(err)
		}
	}
	want := `> GET https://media.example.com/f?token=T
> Authorization: Basic …
< HTTP/1.1 Found
< Location: https://media.example.com/f?…
< Set-Cookie: …
> GET https://media.example.com/f?…
< HTTP/1.1 Found
< Location: https://media.example.com/f?…
< Set-Cookie: …
`
	if diff := cmp.Diff(want, seen.String()); diff != "" {
		t.Errorf("trace (-want +got):\n%s", diff)
	}
}

func TestCallsGoTheUsualWayUnlessAsked(t *testing.T) {
	t.Parallel()
	if through := (&app{}).transport(apiOptions{}, login.Home{}); through != nil {
		t.Errorf("a transport %T without a reason", through)
	}
}
