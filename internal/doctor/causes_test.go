package doctor

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/weirtest"
)

// line makes a case of a mistake in the line itself: %[1]s is the site, %[2]s e-mail, %[3]s token. What is put right always
// is the plain call.
func line(name, format, cause string, confidence Confidence) ruleCase {
	return ruleCase{name: name, cause: cause, confidence: confidence, corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`,
		line: func(s *scene) string {
			s.token = s.Unscoped.Text
			s.env = map[string]string{"EMAIL": s.email, "TOKEN": s.token}
			s.question.Credentials.Email = s.email
			return fmt.Sprintf(format+"%[4]s", s.site, s.email, s.token, "")
		}}
}

// failing makes a case of a way that ends in an error.
func failing(name string, err error, env map[string]string, cause string) ruleCase {
	return ruleCase{name: name, cause: cause, confidence: Likely, unmended: true, line: func(s *scene) string {
		s.token, s.env = s.Unscoped.Text, env
		s.transport = func(http.RoundTripper) http.RoundTripper { return alwaysFails{err} }
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/space", s.email, s.token, s.site)
	}}
}

type alwaysFails struct{ err error }

func (f alwaysFails) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

// siteOnly is a network that leads to no gateway.
type siteOnly struct{ next http.RoundTripper }

func (o siteOnly) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(r.URL.Path, gatewayPath) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	}
	return o.next.RoundTrip(r)
}

// answering makes a case of a site that answers everything below /wiki/api so.
func answering(name string, status int, body, cause string) ruleCase {
	return ruleCase{name: name, cause: cause, confidence: Certain, unmended: true, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		s.site = front(s.t, s.Server, func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasPrefix(r.URL.Path, "/wiki/api") {
				return false
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			fmt.Fprint(w, body)
			return true
		})
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/spaces", s.email, s.token, s.site)
	}}
}

// calling makes a case of a call by an account with a token: %[1]s is the site, %[2]s the gateway.
func calling(name, format, cause string, scopes ...string) ruleCase {
	return ruleCase{name: name, cause: cause, confidence: Certain, unmended: true, line: func(s *scene) string {
		s.token = s.NewToken(s.t, s.Admin, scopes...).Text
		return fmt.Sprintf("curl -u %s:%s %s", s.email, s.token, fmt.Sprintf(format+"%[3]s", s.site, s.GatewayURL, ""))
	}}
}

var proxyVariable = map[string]string{"HTTPS_PROXY": "http://u:hunter2@proxy.example.com:3128"}

// causeCases are the causes beside the numbered ones.
var causeCases = []ruleCase{
	line("a variable without a value", `curl -u "$EMAIL:$NO_TOKEN" %[1]s/wiki/rest/api/space`, "variable-unset", Certain),
	line("single quotes", `curl -u '$EMAIL:$TOKEN' %[1]s/wiki/rest/api/space`, "quoting", Certain),
	line("typography", "curl –u “%[2]s:%[3]s” %[1]s/wiki/rest/api/space", "typography", Certain),
	line("a header out of quotes", "curl -u %[2]s:%[3]s -H Accept: application/json %[1]s/wiki/rest/api/space", "word-split", Certain),
	line("blanks", "curl -u '%[2]s: %[3]s' %[1]s/wiki/rest/api/space", "stray-blanks", Certain),
	line("%40", "curl -u ada%%40example.com:%[3]s %[1]s/wiki/rest/api/space", "encoded-email", Certain),
	line("a line end", `curl -H "Authorization: Basic $(echo %[2]s:%[3]s | base64)" %[1]s/wiki/rest/api/space`, "base64-newline", Certain),
	line("not encoded", `curl -H "Authorization: Basic %[2]s:%[3]s" %[1]s/wiki/rest/api/space`, "basic-unreadable", Certain),
	line("another scheme", `curl -H "Authorization: Token %[3]s" %[1]s/wiki/rest/api/space`, "authorization-unreadable", Certain),
	line("a pair as Bearer", `curl -H "Authorization: Bearer %[2]s:%[3]s" %[1]s/wiki/rest/api/space`, "pair-as-bearer", Certain),
	line("no token", "curl -u %[2]s %[1]s/wiki/rest/api/space", "no-token-in-line", Certain),
	line("no e-mail", "curl -u :%[3]s %[1]s/wiki/rest/api/space", "no-email-in-line", Certain),
	line("a second colon", "curl -u %[2]s:x:%[3]s %[1]s/wiki/rest/api/space", "second-colon", Certain),
	line("a placeholder", "curl -u %[2]s:YOUR_API_TOKEN %[1]s/wiki/rest/api/space", "placeholder", Certain),
	line("two credentials", "curl -u a:b -H 'Authorization: Basic x' %[1]s/wiki/rest/api/space", "two-credentials", Likely),
	line("a session", "curl -b tenant.session.token=x %[1]s/wiki/rest/api/space", "cookie", Possible),
	line("no credential", "curl %[1]s/wiki/rest/api/space", "no-credential", Certain),
	line("a file", "curl -K conf %[1]s/wiki/rest/api/space", "options-elsewhere", Possible),
	{name: "& out of quotes", cause: "url-not-quoted", confidence: Certain, corrected: `curl -u "$EMAIL:$TOKEN" '{site}/wiki/rest/api/space?limit=1&start=0'`, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/space?limit=1&start=0", s.email, s.token, s.site)
	}},
	{name: "cmd.exe", cause: "single-quotes-in-cmd", confidence: Certain, unmended: true, corrected: `curl -u "%EMAIL%:%TOKEN%" {site}/wiki/rest/api/space`, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("C:\\>curl -u '%s:%s' %s/wiki/rest/api/space", s.email, s.token, s.site)
	}},

	failing("no such name", &net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}, nil, "dns"),
	failing("a proxy", &net.OpError{Op: "proxyconnect", Err: errors.New("connection refused")}, proxyVariable, "proxy"),
	failing("a proxy that looks in", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, proxyVariable, "tls-intercepted"),
	failing("a certificate", &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, nil, "tls"),
	failing("no TLS", errors.New("http: server gave HTTP response to HTTPS client"), nil, "tls"),
	failing("nobody", &net.OpError{Op: "dial", Err: errors.New("connection refused")}, nil, "unreachable"),
	{name: "a misspelt name", cause: "name-misspelt", confidence: Certain, unmended: true, corrected: `curl -u "$EMAIL:$TOKEN" https://acme.atlassian.net/wiki/api/v2/pages`, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		s.transport = func(http.RoundTripper) http.RoundTripper {
			return alwaysFails{&net.DNSError{Err: "no such host", IsNotFound: true}}
		}
		return "curl -u " + s.email + ":" + s.token + " https://acme.atlasian.net/wiki/api/v2/pages"
	}},
	{name: "http", cause: "plain-http", confidence: Certain, unmended: true, corrected: `curl -u "$EMAIL:$TOKEN" https://acme.atlassian.net/wiki/api/v2/pages`, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		s.transport = func(http.RoundTripper) http.RoundTripper { return alwaysFails{errors.New("refused")} }
		return "curl -u " + s.email + ":" + s.token + " http://acme.atlassian.net/wiki/api/v2/pages"
	}},
	{name: "no site", cause: "no-site", confidence: Likely, corrected: none, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		s.transport = func(http.RoundTripper) http.RoundTripper { return alwaysFails{errors.New("refused")} }
		return "curl -u " + s.email + ":" + s.token + " https://api.atlassian.com/wiki/api/v2/pages"
	}},

	calling("an id that names nothing", "%[1]s/wiki/api/v2/pages/999999999", "hidden"),
	calling("an id that is none", "%[1]s/wiki/api/v2/pages/abc", "input"),
	calling("an operation without scopes", "%[2]s/wiki/api/v2/admin-key", "closed-to-scopes", "read:page:confluence"),
	calling("a path that is none, with scopes", "%[2]s/wiki/api/v2/nosuch", "scope-missing-for-what", "read:page:confluence"),
	answering("no permission", 403, `{"errors":[{"status":403,"code":"FORBIDDEN","title":"No","detail":null}]}`, "no-permission"),
	answering("too many calls", 429, `{"statusCode":429,"message":"Rate limit exceeded"}`, "rate-limited"),
	answering("a fault", 503, `{"statusCode":503,"message":"x"}`, "service-failed"),
	{name: "a clock", cause: "clock", confidence: Possible, line: func(s *scene) string {
		s.token, s.now = s.Unscoped.Text, func() time.Time { return time.Now().Add(time.Hour) }
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/space", s.email, s.token, s.site)
	}},
	{name: "a deactivated account", cause: "account-deactivated", confidence: Possible, line: func(s *scene) string {
		old := s.NewAccount(s.t, "left@example.com")
		gone := s.NewToken(s.t, old).Text
		s.Deactivate(s.t, old)
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/space", old.Email, gone, s.site)
	}},
	{name: "a write, with scopes that cannot do", cause: "scope-missing", rule: 2, confidence: Likely, unmended: true, line: func(s *scene) string {
		s.token = scoped(s, "read:space:confluence")
		return fmt.Sprintf("curl -X POST -u %s:%s %s/wiki/api/v2/pages/%s/properties -H 'Content-Type: application/json' -d '{}'", s.email, s.token, s.GatewayURL, s.page)
	}},
	{name: "an upload, with scopes that cannot do", cause: "upload-scope-missing", rule: 8, confidence: Likely, unmended: true, line: func(s *scene) string {
		s.token = scoped(s, "write:attachment:confluence")
		return fmt.Sprintf("curl -u %s:%s -H 'X-Atlassian-Token: no-check' -F file=@plan.txt %s/wiki/rest/api/content/%s/child/attachment", s.email, s.token, s.GatewayURL, s.page)
	}},
	{name: "another account's e-mail", cause: "wrong-email", confidence: Certain, absent: []string{"no-access"}, corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`, line: func(s *scene) string {
		s.token, s.question.Credentials.Email = s.Unscoped.Text, s.email
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/space", s.Member.Email, s.token, s.site)
	}},
	{name: "a page for people", cause: "page-instead-of-data", confidence: Likely, unmended: true, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		s.site = front(s.t, s.Server, func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Content-Type", "text/html")
			return strings.HasPrefix(r.URL.Path, "/wiki/api")
		})
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/spaces", s.email, s.token, s.site)
	}},
	{name: "no answer", cause: "unreachable", confidence: Likely, unmended: true, line: func(s *scene) string {
		s.token, s.patience = s.Unscoped.Text, 50*time.Millisecond
		s.site = front(s.t, s.Server, func(_ http.ResponseWriter, r *http.Request) bool {
			<-r.Context().Done()
			return true
		})
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/spaces", s.email, s.token, s.site)
	}},
	{name: "a cloudId that is none", cause: "no-site", confidence: Likely, unmended: true, absent: []string{"credential-not-accepted", "token-expired"}, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s%s00000000-0000-4000-8000-000000000000/wiki/api/v2/pages", s.email, s.token, s.site, gatewayPath)
	}},
	{name: "OAuth at the site", cause: "oauth-at-site", confidence: Certain, line: func(s *scene) string {
		const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDAsInN1YiI6IngifQ.c2lnbmF0dXJlLW9mLW5vYm9keQ" // until 2100
		s.token = s.NewToken(s.t, s.Robot, "read:space:confluence").Text
		s.site = front(s.t, s.Server, func(_ http.ResponseWriter, r *http.Request) bool {
			if strings.HasPrefix(r.URL.Path, gatewayPath) && r.Header.Get("Authorization") == "Bearer "+jwt {
				r.Header.Set("Authorization", "Bearer "+s.token)
			}
			return false
		})
		return fmt.Sprintf("curl -H 'Authorization: Bearer %s' %s/wiki/api/v2/spaces", jwt, s.site)
	}, corrected: `curl -H "Authorization: Bearer $TOKEN" {gateway}/wiki/api/v2/spaces`},
	{name: "a gateway out of reach", cause: "gateway-unreachable", confidence: Likely, unmended: true, absent: []string{"credential-not-accepted", "token-expired", "unreachable"}, line: func(s *scene) string {
		s.token = s.Scoped.Text
		s.transport = func(next http.RoundTripper) http.RoundTripper { return siteOnly{next} }
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/spaces", s.email, s.token, s.site)
	}},
	{name: "a path that is none", rule: 9, cause: "wrong-path", confidence: Likely, corrected: none, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/nosuch", s.email, s.token, s.site)
	}},
	{name: "a token as Bearer, with an e-mail that nobody knows", rule: 20, cause: "token-as-bearer", confidence: Likely, unmended: true, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -H 'Authorization: Bearer %s' %s/wiki/api/v2/spaces", s.token, s.GatewayURL)
	}, corrected: `curl -u "$EMAIL:$TOKEN" {gateway}/wiki/api/v2/spaces`},
	{name: "rejected credentials", rule: 0, cause: "credential-not-accepted", confidence: Certain, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/spaces", s.email, s.Revoked.Text, s.site)
	}, options: []weirtest.Option{weirtest.Configure("auth.invalid-credentials", "reject")}},
}

func TestEveryOtherCauseIsDiagnosed(t *testing.T) {
	t.Parallel()
	for _, tc := range causeCases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.run(t)
		})
	}
}

func TestEveryCauseHasACase(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, tc := range append(append([]ruleCase{}, ruleCases...), causeCases...) {
		shown[fmt.Sprint(tc.rule, tc.cause, tc.confidence)] = true
	}
	for _, r := range rules {
		if !shown[fmt.Sprint(r.number, r.cause, r.confidence)] {
			t.Errorf("rule %d %s (%s) has no case", r.number, r.cause, r.confidence)
		}
	}
}

// TestNothingOfWeirIsRead: the source names neither headers of weir's own nor what its tokens begin with.
func TestNothingOfWeirIsRead(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, own := range []string{"X-Weir", "wru_", "wrs_", "wrv_", "ATATT", "ATSTT"} {
			if strings.Contains(string(source), own) {
				t.Errorf("%s names %s", name, own)
			}
		}
	}
}

// TestOnlyReadsAreSent: the way out refuses everything else, whoever asks.
func TestOnlyReadsAreSent(t *testing.T) {
	t.Parallel()
	r := &recorder{next: nowhere{}, patience: time.Second}
	for method, want := range map[string]string{"GET": "nobody is there", "HEAD": "nobody is there", "POST": errNotSafe.Error(), "DELETE": errNotSafe.Error()} {
		req, err := http.NewRequestWithContext(t.Context(), method, "http://127.0.0.1/", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.RoundTrip(req); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", method, err, want)
		}
	}
}

// TestProbesAreFew: what an examination sends, by the kind of token. Nothing is asked twice.
func TestProbesAreFew(t *testing.T) {
	t.Parallel()
	w := weirtest.New(t, weirtest.Deployed())
	for name, tc := range map[string]struct {
		line string
		all  bool
		want int
	}{
		"unscoped, right":        {"curl -u " + w.Admin.Email + ":" + w.Unscoped.Text + " " + w.URL + "/wiki/api/v2/spaces", false, 4},        // the call, three for the doors
		"unscoped, wrong path":   {"curl -u " + w.Admin.Email + ":" + w.Unscoped.Text + " " + w.URL + "/wiki/spaces", false, 5},               // and the call put right
		"revoked":                {"curl -u " + w.Admin.Email + ":" + w.Revoked.Text + " " + w.URL + "/wiki/api/v2/spaces", false, 7},         // the gate, the other carrier at the gateway
		"scoped at the site":     {"curl -u " + w.Admin.Email + ":" + w.Scoped.Text + " " + w.URL + "/wiki/api/v2/spaces", false, 5 + 18},     // and the usual scopes
		"scoped, every scope":    {"curl -u " + w.Admin.Email + ":" + w.Scoped.Text + " " + w.URL + "/wiki/api/v2/spaces", true, 5 + 50},      // and every scope
		"a write is not sent":    {"curl -X POST -u " + w.Admin.Email + ":" + w.Unscoped.Text + " " + w.URL + "/wiki/api/v2/pages", false, 3}, // three for the doors
		"no credential, private": {"curl " + w.URL + "/wiki/api/v2/spaces", false, 1},
	} {
		pasted, err := ParseText(tc.line, noEnv)
		if err != nil {
			t.Fatal(err)
		}
		report, err := newDoctor(t, false).Examine(t.Context(), Question{Call: pasted.Call, AllScopes: tc.all})
		if err != nil {
			t.Fatal(err)
		}
		if len(report.Probes) != tc.want {
			t.Errorf("%s: %d requests, want %d: %v", name, len(report.Probes), tc.want, report.Probes)
		}
		asked := map[string]bool{}
		for _, p := range report.Probes {
			if p.Method != http.MethodGet {
				t.Errorf("%s: %s %s", name, p.Method, p.URL)
			}
			asked[p.URL] = true
		}
		if tc.want == 4 && len(asked) != 4 {
			t.Errorf("%s: asked twice: %v", name, report.Probes)
		}
	}
}

// TestLongTextsAreRead: as large as may be pasted, with nothing but one word in it.
func TestLongTextsAreRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{strings.Repeat("a\\b", 1<<18), strings.Repeat("'a'", 1<<18), "curl " + acme + " -d \"" + strings.Repeat("x$y", 1<<17), "curl " + acme + "\n" + strings.Repeat("{\"a\":1}", 1<<16)} {
		if _, err := ParseText(text, noEnv); err != nil && !errors.Is(err, ErrNoCall) {
			t.Error(err)
		}
	}
}
