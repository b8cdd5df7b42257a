package server

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/config"
	"github.com/weirhq/weir/internal/explain"
	"github.com/weirhq/weir/internal/wiki"
)

// TestTheFirstRowIsExplained follows the most frequent mistake, a scoped token at the site (auth-behaviour.md §10 rule
// 1), from the answer to the explanation.
func TestTheFirstRowIsExplained(t *testing.T) {
	t.Parallel()
	b := newBench(t, demo)
	text := b.token("read:confluence-space.summary")
	res, body := b.do("GET", siteName, "/wiki/rest/api/space?keys=DOC", "Authorization", basic(annEmail, text))
	if res.StatusCode != 401 || !strings.HasPrefix(body, "<!doctype html>") { // H1, held byte for byte by package rest
		t.Errorf("%d %s", res.StatusCode, body)
	}
	ann, err := b.srv.Site().System().Account(t.Context(), annEmail)
	if err != nil {
		t.Fatal(err)
	}
	try := "http://api.wiki.test/ex/confluence/" + b.site.CloudID + "/wiki/rest/api/space"
	header := "scoped-token-at-site; operation=v1:getSpaces; try=" + try + "; token=" + text[4:14] + "; account=" + string(ann.ID)
	if got := res.Header.Get("X-Weir-Reason"); got != header {
		t.Errorf("X-Weir-Reason\n%s\nwant\n%s", got, header)
	}
	rec, err := b.srv.Explanation(t.Context(), res.Header.Get("Atl-Request-Id"))
	if err != nil {
		t.Fatal(err)
	}
	want := explain.Record{
		RequestID: res.Header.Get("Atl-Request-Id"), Time: noon, Operation: "v1:getSpaces", Door: "site", Method: "GET",
		Template: "/wiki/rest/api/space", URL: "http://wiki.test/wiki/rest/api/space", Status: 401, Reason: wiki.ScopedTokenAtSite,
		TryURL: try, Account: string(ann.ID), Token: text[4:14],
	}
	if diff := cmp.Diff(want, rec); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

// TestOutsideADemoTheReasonIsThePublicOne is security-model.md R-ENUM: a revoked token reads like an unknown one.
func TestOutsideADemoTheReasonIsThePublicOne(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	text := b.token()
	if err := b.srv.Site().System().RevokeToken(t.Context(), text[4:14]); err != nil {
		t.Fatal(err)
	}
	res, _ := b.do("POST", siteName, "/wiki/rest/api/nosuch", "Authorization", basic(annEmail, text))
	if got := res.Header.Values("X-Weir-Reason"); len(got) != 1 || strings.ContainsAny(got[0], ";= ") {
		t.Errorf("X-Weir-Reason %q, want one bare reason", got)
	}
	res, _ = b.do("GET", siteName, "/wiki/rest/api/space", "Authorization", basic(annEmail, b.token("read:page:confluence")))
	if got := res.Header.Get("X-Weir-Reason"); got != "scoped-token-at-site" {
		t.Errorf("X-Weir-Reason %q", got)
	}
}

func TestAChallengeIsSentOnDemand(t *testing.T) {
	t.Parallel()
	quiet := newBench(t)
	loud := newBench(t, func(c *config.Config, _ *Deps) { c.Auth.Challenge = true })
	for b, want := range map[*bench][]string{quiet: nil, loud: {`Basic realm="weir"`}} {
		token := basic(annEmail, b.token("read:page:confluence"))
		res, _ := b.do("GET", gatewayName, "/ex/confluence/"+b.site.CloudID+"/wiki/rest/api/space", "Authorization", token)
		if diff := cmp.Diff(want, res.Header.Values("WWW-Authenticate")); diff != "" {
			t.Errorf("WWW-Authenticate (-want +got):\n%s", diff)
		}
	}
}

// TestALineARequest holds the log to security-model.md §13: what it has, and that nothing else gets there.
func TestALineARequest(t *testing.T) {
	t.Parallel()
	b := newBench(t, demo)
	text := b.token("read:page:confluence")
	ann, err := b.srv.Site().System().Account(t.Context(), annEmail)
	if err != nil {
		t.Fatal(err)
	}
	res, _ := b.do("GET", gatewayName, "/ex/confluence/"+b.site.CloudID+"/wiki/rest/api/content/4711?title=canary-title",
		"Authorization", basic(annEmail, text), "Cookie", "s=canary-cookie", "X-Request-Id", "mine-1", "User-Agent", "canary-agent")
	b.do("GET", siteName, "/wiki/download/attachments/1/canary-file.pdf?cql=canary-cql", "X-Request-Id", "canary id")
	b.do("canary", siteName, "/wiki/rest/api/space")

	var line map[string]any
	for _, l := range b.requests() {
		if l["request"] == res.Header.Get("Atl-Request-Id") {
			line = l
		}
	}
	took, isNumber := line["took"].(float64)
	if !isNumber || took <= 0 {
		t.Errorf("took %v", line["took"])
	}
	for _, varying := range []string{"time", "took"} {
		delete(line, varying)
	}
	want := map[string]any{
		"level": "INFO", "msg": "request", "request": res.Header.Get("Atl-Request-Id"), "client_request": "mine-1",
		"tenant": b.site.CloudID, "operation": "v1:getContentById", "method": "GET", "template": "/wiki/rest/api/content/{id}",
		"status": 401.0, "bytes": 59.0, "client": "127.0.0.1", "account": string(ann.ID), "token": text[4:14], "reason": "scope-missing",
	}
	if diff := cmp.Diff(want, line); diff != "" {
		t.Errorf("line (-want +got):\n%s", diff)
	}
	kept := b.log.String() + b.refusalsOnDisk()
	for _, canary := range []string{"canary", text, text[14:], annEmail, basic(annEmail, text), "4711?"} {
		if strings.Contains(kept, canary) {
			t.Errorf("%q is in the log or in the record of refusals", canary)
		}
	}
}

// requests are the lines of the log about requests.
func (b *bench) requests() []map[string]any {
	b.Helper()
	var lines []map[string]any
	for l := range strings.Lines(b.log.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(l), &line); err != nil {
			b.Fatal(err)
		}
		if line["msg"] == "request" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (b *bench) refusalsOnDisk() string {
	b.Helper()
	if err := b.srv.ring.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(b.srv.cfg.Refusals(), "current.jsonl"))
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

func TestTheLogMasksWhatItShouldNotGet(t *testing.T) {
	t.Parallel()
	var out locked
	NewLog(&out, false, nil).Info("x", "y", "Basic YW5uQGV4YW1wbGUuY29tOmh1c2g=", "z", "wru_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ")
	_, rest, _ := strings.Cut(out.String(), `"msg"`)
	if want := `:"x","y":"Basic ***","z":"wru_***"}` + "\n"; rest != want {
		t.Errorf("%s, want %s", rest, want)
	}
}

// TestAPanicIsOneRequests: it is answered 500 without a word of the cause, which the log has, and the server goes on.
func TestAPanicIsOneRequests(t *testing.T) {
	t.Parallel()
	var armed atomic.Bool
	b := newBench(t, func(_ *config.Config, d *Deps) {
		d.Now = func() time.Time {
			if armed.Swap(false) {
				panic("the clock fell off the wall")
			}
			return noon
		}
	})
	b.do("GET", siteName, "/status")
	armed.Store(true)
	res, body := b.do("GET", siteName, "/nosuch")
	const want = `<!doctype html><html lang="en"><head><title>Internal Server Error</title></head><body><h1>The server could not answer.</h1></body></html>`
	if res.StatusCode != 500 || body != want || res.Header.Get("X-Weir-Reason") != "internal-error" {
		t.Errorf("%d %s %s", res.StatusCode, res.Header.Get("X-Weir-Reason"), body)
	}
	if res, _ := b.do("GET", siteName, "/status"); res.StatusCode != 200 {
		t.Errorf("the next request: %d", res.StatusCode)
	}
	var levels, causes []string
	for _, line := range b.requests() {
		levels = append(levels, fmt.Sprint(line["level"], " ", line["status"]))
		if cause, ok := line["error"].(string); ok {
			first, _, _ := strings.Cut(cause, "\n")
			causes = append(causes, first)
		}
	}
	if diff := cmp.Diff([]string{"INFO 200", "ERROR 500", "INFO 200"}, levels); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"panic: the clock fell off the wall"}, causes); diff != "" {
		t.Errorf("causes (-want +got):\n%s", diff)
	}
}

// TestWithoutRandomnessNothingIsServed is security-model.md R-CLOSED.
func TestWithoutRandomnessNothingIsServed(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.srv.ids = newRequestIDs(strings.NewReader(""))
	conn := b.dial()
	if _, err := io.WriteString(conn, "GET /status HTTP/1.1\r\nHost: wiki.test\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 503 {
		t.Errorf("%d, want 503", res.StatusCode)
	}
}
