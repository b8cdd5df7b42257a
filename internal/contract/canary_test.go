package contract

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// marked are texts that a caller may send and that neither the log nor the record of refusals may hold, each with the word
// that is looked for (security-model.md §13). A single plain word in a path is not among them: it may be an id or a key,
// which the record keeps.
var marked = struct{ path, query, text, password, cookie, agent, file string }{
	path: "canary-path.of a title", query: "canary-query@example.com", text: "canary-text", password: "canary-password",
	cookie: "canary-cookie", agent: "canary-agent", file: "canary-file.pdf",
}

// TestNothingThatWasSentIsLogged is T-CANARY: marked texts go through every operation, in the path, the query, the body and
// the headers, with credentials of several kinds, and at the highest level of the log none of it is in the log or in the
// record of refusals.
func TestNothingThatWasSentIsLogged(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	d := startDemo(t, "--log-level", "debug", "--log-format", "json", "--dir", dir)
	b := &bench{client: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	accepted := basic(d.env["EMAIL"], d.env["TOKEN"])
	scoped := basic(d.env["EMAIL"], d.env["READONLY_TOKEN"])
	credentials := []string{accepted, scoped, basic(marked.query, marked.password), bearer(marked.password), "Basic " + marked.password}
	query := url.Values{}
	for _, name := range []string{"cql", "title", "spaceKey", "space-id", "id", "key", "name", "label", "cursor", "limit", "expand",
		"body-format", "status", "sort", "accountId", "email", "query", "type", "prefix", "mediaType", "filename"} {
		query.Set(name, marked.query)
	}
	const members = `{"id":"x","type":"page","title":"canary-text","name":"canary-text","key":"canary-text","value":"canary-text",` +
		`"description":{"plain":{"value":"canary-text"}},"email":"canary-text","accountIds":["canary-text"],"spaceId":"canary-text",` +
		`"space":{"key":"canary-text"},"query":"canary-text","version":{"number":"canary-text"},` +
		`"body":{"representation":"storage","value":"<p>canary-text"}}`
	const form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"canary-file.pdf\"\r\n\r\ncanary-text\r\n" +
		"--x\r\nContent-Disposition: form-data; name=\"comment\"\r\n\r\ncanary-text\r\n--x--\r\n"
	for i, op := range operations(t) {
		for n, object := range []string{"65573", "PUB", url.PathEscape(marked.path)} {
			segments := strings.Split(op.path, "/")
			for at, s := range segments {
				if strings.HasPrefix(s, "{") {
					segments[at] = object
				}
			}
			door := d.env["SITE_URL"]
			credential := credentials[(i+n)%len(credentials)]
			if credential == scoped {
				door = d.env["GATEWAY_URL"]
			}
			q := request{method: op.method, url: door + strings.Join(segments, "/"), header: []string{
				"Authorization", credential, "Cookie", marked.cookie, "User-Agent", marked.agent, "Referer", "http://" + marked.agent,
				"X-Request-Id", marked.agent + " x", "X-Forwarded-For", marked.agent, "X-Atlassian-Token", "no-check"}}
			if n > 0 { // with none of it the call gets further
				q.url += "?" + query.Encode()
			}
			if op.method == "POST" || op.method == "PUT" {
				contentType := "application/json"
				if q.body = members; strings.Contains(op.path, "/child/attachment") {
					q.body, contentType = form, "multipart/form-data; boundary=x"
				}
				q.header = append(q.header, "Content-Type", contentType)
			}
			if a := b.send(t, q); a.status >= 500 && a.status != 501 {
				t.Errorf("%s: %d %s", op.key(), a.status, a.body)
			}
		}
	}
	for _, path := range []string{"/wiki/download/attachments/65573/" + marked.file, "/wiki/media/file/" + marked.file + "/binary?token=canary-text",
		"/wiki/spaces/PUB/pages/1/canary-text?x=canary-text", "/ex/confluence/" + marked.file + "/rest/api/space", "/canary%20text"} {
		b.send(t, request{method: "GET", url: d.env["SITE_URL"] + path, header: []string{"Authorization", accepted}})
	}

	if err := d.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	logged := d.cmd.Stderr.(*bytes.Buffer).String()
	kept := map[string]string{"the log": logged}
	err := filepath.WalkDir(filepath.Join(dir, "refusals"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path) //nolint:gosec // below the test's own folder
		kept[e.Name()] = string(text)
		return err
	})
	if err != nil || len(kept) < 2 || strings.Count(logged, "\n") < 3*len(operations(t)) {
		t.Fatalf("%d files, %d lines of log: %v", len(kept), strings.Count(logged, "\n"), err)
	}
	never := []string{"canary", d.env["TOKEN"], d.env["TOKEN"][14:], d.env["READONLY_TOKEN"][14:], d.env["EMAIL"]}
	for _, c := range credentials {
		never = append(never, strings.TrimPrefix(strings.TrimPrefix(c, "Basic "), "Bearer "))
	}
	for where, text := range kept {
		for line := range strings.Lines(text) {
			for _, secret := range never {
				if strings.Contains(line, secret) {
					t.Errorf("%q is in %s: %s", secret, where, line)
				}
			}
		}
	}
}
