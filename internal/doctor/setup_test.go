package doctor

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/weirtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// withoutHeaders passes requests on and takes from answers what only weir tells, so that nothing can rely on it.
type withoutHeaders struct{ next http.RoundTripper }

func (w withoutHeaders) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := w.next.RoundTrip(r)
	if err == nil {
		for name := range res.Header {
			if strings.HasPrefix(name, "X-Weir-") {
				delete(res.Header, name)
			}
		}
	}
	return res, err
}

// everKnown is a client.DoorCache that knows every credential, or none.
type everKnown bool

func (k everKnown) Door(string) (client.Door, bool) { return client.Door{}, bool(k) }
func (everKnown) Remember(string, client.Door)      {}
func (everKnown) Forget(string)                     {}

func newDoctor(t *testing.T, known bool) *Doctor {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &Doctor{Transport: withoutHeaders{transport}, Doors: everKnown(known), Now: time.Now, UserAgent: "weir/test", Env: noEnv}
}

func noEnv(string) (string, bool) { return "", false }

// front stands before a server and answers some requests itself, with bodies of auth-behaviour.md that no state of the
// server produces. It returns its own URL.
func front(t *testing.T, w *weirtest.Server, answers func(http.ResponseWriter, *http.Request) bool) string {
	t.Helper()
	behind, err := url.Parse(w.URL)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	proxy := &httputil.ReverseProxy{Transport: transport, Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(behind); r.Out.Host = behind.Host }}
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if answers == nil || !answers(rw, r) {
			proxy.ServeHTTP(rw, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// runLine runs a corrected line with the real curl in the real shell, and returns the status of the last answer.
func runLine(t *testing.T, line, email, token string) string {
	t.Helper()
	for _, program := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	cmd := exec.CommandContext(ctx, "sh", "-c", line+` -s -o /dev/null -w '%{http_code}'`)
	cmd.Env = append(os.Environ(), "EMAIL="+email, "TOKEN="+token, "HOME="+t.TempDir())
	cmd.Dir = t.TempDir()
	if err := os.WriteFile(cmd.Dir+"/plan.txt", []byte("a plan\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", line, err, out)
	}
	return string(out)
}

// outputs are all that a report is printed as.
func outputs(t *testing.T, r *Report) string {
	t.Helper()
	var all strings.Builder
	if err := r.Text(&all, func(s string) string { return s }); err != nil {
		t.Fatal(err)
	}
	for _, print := range []func() ([]byte, error){r.JSON, func() ([]byte, error) { return r.Bundle("test") }} {
		content, err := print()
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}

// tells reports whether a text holds a secret in any of the encodings that it may travel in.
func tells(text, secret string) bool {
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret)}
	for shift := range 3 {
		coded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + secret + "xxx"))
		core := coded[4 : len(coded)-6]
		forms = append(forms, core, strings.NewReplacer("+", "-", "/", "_").Replace(core))
	}
	for _, form := range forms {
		if strings.Contains(text, form) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(text), strings.ToLower(secret))
}

func basicHeader(pair string) string { return base64.StdEncoding.EncodeToString([]byte(pair)) }
