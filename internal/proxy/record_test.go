package proxy

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
)

// TestRecordsHoldNoSecrets sends secrets by every way there is, and looks for them in what is written.
func TestRecordsHoldNoSecrets(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{Writes: true})
	page := s.Page(t, "Getting started").ID
	const secret = "HUSH-1234567890"
	for _, tt := range []struct {
		method, path, body string
		header             []string
	}{
		{"GET", "/wiki/api/v2/pages/" + page + "?body-format=storage&token=" + secret, "", withKey()},
		{"GET", "/wiki/api/v2/pages?cursor=" + scoped, "", withKey()},
		{"GET", "/wiki/rest/unknown/1.0/" + secret + "?a=" + secret, "", withKey()},
		{"GET", "/wiki/api/v2/pages?title=" + secret, "", []string{"Authorization", basic(s.Admin.Email, secret)}},
		{"GET", "/wiki/api/v2/pages", "", []string{"Authorization", "Bearer " + secret}},
		{"GET", "/wiki/api/v2/pages", "", append(withKey(), "Cookie", secret, "X-Api-Key", secret, "Atl-Confluence-With-Admin-Key", secret)},
		{"POST", "/wiki/api/v2/pages", `{"title":"` + secret + `"}`, withKey()},
		{"GET", "/wiki/rest/api/content/" + page + "/child/attachment/" + s.attachment(t, page) + "/download", "", withKey()},
		{"GET", "/" + secret, "", nil},
		{"GET", "/wiki/api/v2/pages", "", []string{"Authorization", basic("x", KeyPrefix+secret)}},
	} {
		s.send(t, tt.method, s.url+tt.path, tt.body, tt.header...)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "log.har"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	archive, err := NewHAR(file, "weir/1", testKey, scoped, "")
	if err != nil {
		t.Fatal(err)
	}
	var session bytes.Buffer
	exchanges := s.seen.all()
	for i := range exchanges {
		if err := archive.Add(&exchanges[i]); err != nil {
			t.Fatal(err)
		}
		if c, ok := CallOf(&exchanges[i]); ok {
			if err := WriteCall(&session, c); err != nil {
				t.Fatal(err)
			}
		}
	}
	content, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"archive": string(content), "session": session.String()} {
		for _, word := range []string{secret, scoped, testKey, withKey()[1], "Basic ", "Bearer " + secret} {
			if at := strings.Index(text, word); at >= 0 {
				t.Errorf("the %s holds %q: …%s…", name, word, text[max(0, at-80):min(len(text), at+80)])
			}
		}
	}
	var parsed struct {
		Log struct {
			Version string
			Entries []struct {
				Request struct{ Method, URL string }
			}
		}
	}
	if err := json.Unmarshal(content, &parsed, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatalf("the archive is no JSON: %v", err)
	}
	if parsed.Log.Version != "1.2" || len(parsed.Log.Entries) != 10 || parsed.Log.Entries[6].Request.Method != "POST" {
		t.Errorf("archive: %+v", parsed)
	}
	calls, err := ReadCalls(&session)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range calls {
		got = append(got, c.Method+" "+c.Path+" "+c.Operation)
	}
	want := []string{
		"GET /wiki/api/v2/pages/{id} v2:getPageById", "GET /wiki/api/v2/pages v2:getPages", "GET /wiki/rest/unknown/… ",
		"GET /wiki/api/v2/pages v2:getPages", "GET /wiki/api/v2/pages v2:getPages", "GET /wiki/api/v2/pages v2:getPages",
		"POST /wiki/api/v2/pages v2:createPage",
		"GET /wiki/rest/api/content/{id}/child/attachment/{attachmentId}/download v1:downloadAttatchment",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("session (-want +got):\n%s", diff)
	}
}

// attachment is the id of a page's first attachment.
func (s *stand) attachment(t *testing.T, page string) string {
	t.Helper()
	got := s.send(t, "GET", s.URL+"/wiki/rest/api/content/"+page+"/child/attachment", "", "Authorization", basic(s.Admin.Email, s.Unscoped.Text))
	var list struct{ Results []struct{ ID string } }
	if err := json.Unmarshal([]byte(got.body), &list, json.MatchCaseInsensitiveNames(true)); err != nil || len(list.Results) == 0 {
		t.Fatalf("%d %s: %v", got.status, got.body, err)
	}
	return list.Results[0].ID
}

// TestArchiveIsWholeAfterEachEntry holds one archive as it must be, byte by byte.
func TestArchiveIsWholeAfterEachEntry(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "log.har"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	archive, err := NewHAR(file, "1")
	if err != nil {
		t.Fatal(err)
	}
	read := func() string {
		t.Helper()
		content, err := os.ReadFile(file.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	const head = `{"log":{"version":"1.2","creator":{"name":"weir proxy","version":"1"},"entries":[`
	if diff := cmp.Diff(head+"\n]}}\n", read()); diff != "" {
		t.Errorf("empty (-want +got):\n%s", diff)
	}
	op, err := catalog.Default().Find("v2:getPages")
	if err != nil {
		t.Fatal(err)
	}
	x := &Exchange{
		Time: time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), Duration: 1500 * time.Microsecond, Method: "GET", Path: op.Path, Operation: &op,
		Status: 401, Why: "lacks a scope", URL: "https://acme.atlassian.net/wiki/api/v2/pages?limit=1&x=y",
		RequestHeader:  http.Header{"Accept": {"*/*"}, "Authorization": {"Basic eA=="}},
		ResponseHeader: http.Header{"Content-Type": {"application/json"}},
	}
	const entry = `{"startedDateTime":"2026-01-15T12:00:00Z","time":1.5,"request":{"method":"GET","url":"https://acme.atlassian.net/wiki/api/v2/pages?limit=1&x=%28not+recorded%29",` +
		`"httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Accept","value":"*/*"},{"name":"Authorization","value":"(not recorded)"}],` +
		`"queryString":[{"name":"limit","value":"1"},{"name":"x","value":"(not recorded)"}],"headersSize":-1,"bodySize":-1},` +
		`"response":{"status":401,"statusText":"Unauthorized","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Content-Type","value":"application/json"}],` +
		`"content":{"size":-1,"mimeType":"application/json"},"redirectURL":"","headersSize":-1,"bodySize":-1},"cache":{},"timings":{"send":0,"wait":1.5,"receive":0},` +
		`"_operation":"v2:getPages","comment":"lacks a scope"}`
	for n, want := range []string{head + "\n" + entry + "\n]}}\n", head + "\n" + entry + ",\n" + entry + "\n]}}\n"} {
		if err := archive.Add(x); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, read()); diff != "" {
			t.Errorf("after %d (-want +got):\n%s", n+1, diff)
		}
	}
}
