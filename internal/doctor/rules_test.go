package doctor

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/weirhq/weir/weirtest"
)

// scene is a server and what a case made of it.
type scene struct {
	*weirtest.Server
	t    *testing.T
	site string // where the line goes; the server, or something that stands before it
	page string
	file string
	// email and token are what the corrected line is run with.
	email, token string
	question     Question
	known        bool
	now          func() time.Time
	transport    func(http.RoundTripper) http.RoundTripper // what stands on the way
	patience     time.Duration
	unblock      func()
	env          map[string]string // of whoever asks
}

// ruleCase is a state of the server that produces one diagnosis rule.
type ruleCase struct {
	rule       int
	name       string
	options    []weirtest.Option
	line       func(s *scene) string // prepares the scene and returns what somebody pastes
	cause      string
	confidence Confidence
	fix        string         // its beginning
	corrected  string         // {site}, {gateway}, {page} stand for the scene's
	mend       func(s *scene) // what the fix asks for, beside running the line
	absent     []string       // causes that must not be told
	unmended   bool           // the line does not help by itself, so it is not run
}

func scoped(s *scene, scopes ...string) string { return s.NewToken(s.t, s.Admin, scopes...).Text }

// none is a case without a corrected line.
const none = "none"

// ruleCases has every rule of auth-behaviour.md §10.
var ruleCases = []ruleCase{
	{rule: 1, name: "v2", line: func(s *scene) string {
		s.token = s.Scoped.Text
		return fmt.Sprintf("curl -s -u %s:%s %s/wiki/api/v2/pages?limit=1", s.email, s.token, s.site)
	}, cause: "scoped-token-at-site", confidence: Certain, fix: "Send the call to the gateway, http",
		corrected: `curl -u "$EMAIL:$TOKEN" -s '{gateway}/wiki/api/v2/pages?limit=1'`, absent: []string{"scope-missing"}},
	{rule: 1, name: "v1, public site", options: []weirtest.Option{weirtest.Public()}, line: func(s *scene) string {
		s.token = s.Scoped.Text
		return fmt.Sprintf("curl --user '%s:%s' --url %s/wiki/rest/api/space", s.email, s.token, s.site)
	}, cause: "scoped-token-at-site", confidence: Certain, fix: "Send the call to the gateway, http",
		corrected: `curl -u "$EMAIL:$TOKEN" {gateway}/wiki/rest/api/space`},
	{rule: 2, name: "classic on v2", line: func(s *scene) string {
		old := scoped(s, "read:confluence-content.all", "read:confluence-space.summary", "read:confluence-user")
		s.token = scoped(s, "read:page:confluence")
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/pages", s.email, old, s.GatewayURL)
	}, cause: "scope-missing", confidence: Certain, fix: "Make a new token with read:page:confluence ",
		corrected: `curl -u "$EMAIL:$TOKEN" {gateway}/wiki/api/v2/pages`},
	{rule: 2, name: "page scopes on v1", line: func(s *scene) string {
		old := scoped(s, "read:page:confluence")
		s.token = scoped(s, "read:content-details:confluence")
		return fmt.Sprintf("curl -u %s:%s %s/rest/api/content/%s", s.email, old, s.GatewayURL, s.page)
	}, cause: "scope-missing", confidence: Certain, fix: "Make a new token with read:co",
		corrected: `curl -u "$EMAIL:$TOKEN" {gateway}/wiki/rest/api/content/{page}`},
	{rule: 3, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/pages/%s", s.email, s.Revoked.Text, s.site, s.page)
	}, cause: "credential-not-accepted", confidence: Certain, fix: "Check that the e-mail is that of the token's owner",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/api/v2/pages/{page}`},
	{rule: 4, name: "dead token", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u nobody@example.com:%s %s/wiki/rest/api/space", s.token, s.site)
	}, cause: "no-access", confidence: Certain, fix: "Check that the e-mail is that of the token's owner",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`},
	{rule: 4, name: "no product access", line: func(s *scene) string {
		old := s.NewToken(s.t, s.Outsider, "read:confluence-user", "read:confluence-space.summary")
		s.token = s.Unscoped.Text // of somebody with access
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/space", s.Outsider.Email, old.Text, s.GatewayURL)
	}, cause: "no-site-access", confidence: Certain, fix: "Ask an administrator of the site",
		corrected: `curl -u "$EMAIL:$TOKEN" {gateway}/wiki/rest/api/space`, absent: []string{"no-access", "token-expired"}},
	{rule: 5, line: func(s *scene) string {
		s.token, s.question.Credentials.Email = s.Unscoped.Text, s.email
		return fmt.Sprintf(`curl -H "Authorization: Bearer %s" %s/wiki/rest/api/space`, s.token, s.site)
	}, cause: "bearer-at-site", confidence: Certain, fix: "Send it with -u email:token",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`},
	{rule: 5, name: "e-mail not known", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf(`curl -H "Authorization: Bearer %s" %s/wiki/rest/api/space`, s.token, s.site)
	}, cause: "bearer-at-site", confidence: Likely, fix: "Send it with -u email:token",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`},
	{rule: 6, options: []weirtest.Option{weirtest.Configure("compat.removed-v1", "gateway")}, line: func(s *scene) string {
		s.token = s.Scoped.Text
		return fmt.Sprintf("curl -u %s:%s '%s/wiki/rest/api/content/%s?expand=body.storage,version'", s.email, s.token, s.GatewayURL, s.page)
	}, cause: "removed", confidence: Certain, fix: "Call version 2",
		corrected: `curl -u "$EMAIL:$TOKEN" '{gateway}/wiki/api/v2/pages/{page}?body-format=storage'`},
	{rule: 6, name: "space", options: []weirtest.Option{weirtest.Configure("compat.removed-v1", "gateway")}, line: func(s *scene) string {
		s.token = s.Scoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/space/DOC", s.email, s.token, s.GatewayURL)
	}, cause: "removed", confidence: Certain, fix: "Call version 2",
		corrected: `curl -u "$EMAIL:$TOKEN" '{gateway}/wiki/api/v2/spaces?keys=DOC'`},
	{rule: 7, options: []weirtest.Option{weirtest.Configure("compat.download-servlet", "refuse")}, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		s.file = "att" + s.Attach(s.t, s.Page(s.t, "Getting started"), "a plan.txt", "first, second")
		return fmt.Sprintf("curl -u %s:%s -o x %s/wiki/download/attachments/%s/a%%20plan.txt?version=1", s.email, s.token, s.site, s.page)
	}, cause: "download-servlet", confidence: Certain, fix: "Call …/rest/api/content/{id}/child/attachment/{attachmentId}/download",
		corrected: `curl -u "$EMAIL:$TOKEN" -L {site}/wiki/rest/api/content/{page}/child/attachment/{file}/download`},
	{rule: 8, line: func(s *scene) string {
		old := scoped(s, "write:attachment:confluence", "read:attachment:confluence")
		s.token = scoped(s, "write:attachment:confluence", "read:content-details:confluence")
		return fmt.Sprintf("$ curl -u %s:%s -H 'X-Atlassian-Token: no-check' -F file=@plan.txt %s/wiki/rest/api/content/%s/child/attachment\n"+
			`{"code":401,"message":"Unauthorized; scope does not match"}`, s.email, old, s.GatewayURL, s.page)
	}, cause: "upload-scope-missing", confidence: Certain, fix: "Make a new token with write:confluence-file, or with write:attachment:confluence and read:content-details:confluence",
		corrected: `curl -u "$EMAIL:$TOKEN" -H 'X-Atlassian-Token: no-check' -F file=@plan.txt {gateway}/wiki/rest/api/content/{page}/child/attachment`},
	{rule: 9, name: "without /wiki", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/rest/api/space", s.email, s.token, s.site)
	}, cause: "wrong-path", confidence: Certain, fix: "Call /wiki/rest/api/space.",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`},
	{rule: 9, name: "doubled", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/wiki/api/v2/spaces", s.email, s.token, s.site)
	}, cause: "wrong-path", confidence: Certain, fix: "Call /wiki/api/v2/spaces.",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/api/v2/spaces`},
	{rule: 9, name: "as documented", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/pages/%s", s.email, s.token, s.site, s.page)
	}, cause: "wrong-path", confidence: Certain, fix: "Call /wiki/api/v2/pages/",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/api/v2/pages/{page}`},
	{rule: 9, name: "base is a page for browsers", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/home/rest/api/content", s.email, s.token, s.site)
	}, cause: "wrong-path", confidence: Certain, fix: "Call /wiki/rest/api/content.",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/content`},
	{rule: 9, name: "a page's address", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/spaces/DOC/pages/%s/Getting+started", s.email, s.token, s.site, s.page)
	}, cause: "wrong-path", confidence: Certain, fix: "Call /wiki/api/v2/pages/",
		corrected: `curl -u "$EMAIL:$TOKEN" '{site}/wiki/api/v2/pages/{page}?body-format=storage'`},
	{rule: 10, options: []weirtest.Option{weirtest.Configure("gateway.hosts", "localhost")}, line: func(s *scene) string {
		s.token = s.Scoped.Text
		origin := strings.Replace(s.URL, "127.0.0.1", "localhost", 1)
		s.GatewayURL = origin + gatewayPath + s.CloudID
		s.question.Gateway, s.question.Site = origin, s.URL
		return fmt.Sprintf("curl -u %s:%s '%s/wiki/api/v2/pages?limit=2'", s.email, s.token, origin)
	}, cause: "gateway-path-lost", confidence: Certain, fix: "Join next to the gateway's base, http",
		corrected: `curl -u "$EMAIL:$TOKEN" '{gateway}/wiki/api/v2/pages?limit=2'`},
	{rule: 11, name: "it worked before", line: func(s *scene) string {
		old := s.NewTokenFor(s.t, s.Admin, 1)
		s.Clock.Advance(48 * time.Hour)
		s.known, s.token = true, s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/pages", s.email, old.Text, s.site)
	}, cause: "token-expired", confidence: Likely, fix: "Make a new token, and set a reminder",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/api/v2/pages`},
	{rule: 11, name: "nobody knows", line: func(s *scene) string {
		old := s.NewTokenFor(s.t, s.Admin, 1)
		s.Clock.Advance(48 * time.Hour)
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/space", s.email, old.Text, s.site)
	}, cause: "token-expired", confidence: Possible, fix: "Look at the token's end",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`},
	{rule: 12, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		s.site = front(s.t, s.Server, func(w http.ResponseWriter, r *http.Request) bool {
			if _, password, _ := r.BasicAuth(); password != "correct-horse-battery" {
				return false
			}
			w.Header().Set("Content-Type", "text/plain")
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, "Basic authentication with passwords is deprecated.  For more information, see: https://developer.atlassian.com/cloud/confluence/deprecation-notice-basic-auth/\n")
			return true
		})
		return fmt.Sprintf("curl -u %s:correct-horse-battery %s/wiki/rest/api/space", s.email, s.site)
	}, cause: "password", confidence: Certain, fix: "Make an API token in the account's settings",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`, absent: []string{"token-expired"}},
	{rule: 13, options: []weirtest.Option{weirtest.Public()}, line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u foo:bar-is-no-token %s/wiki/rest/api/space", s.site)
	}, cause: "anonymous-on-public-site", confidence: Certain, fix: "Check that the e-mail is that of the token's owner",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`},
	{rule: 14, name: "upload", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s -F file=@plan.txt %s/wiki/rest/api/content/%s/child/attachment\nXSRF check failed", s.email, s.token, s.site, s.page)
	}, cause: "xsrf", confidence: Certain, fix: "Add -H 'X-Atlassian-Token: no-check'",
		corrected: `curl -u "$EMAIL:$TOKEN" -H 'X-Atlassian-Token: no-check' -F file=@plan.txt {site}/wiki/rest/api/content/{page}/child/attachment`},
	{rule: 14, name: "browser", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf(`curl -A 'Mozilla/5.0 (X11)' -u %s:%s --json '[{"prefix":"global","name":"checked"}]' %s/wiki/rest/api/content/%s/label`, s.email, s.token, s.site, s.page)
	}, cause: "xsrf", confidence: Likely, fix: "Leave the User-Agent out",
		corrected: `curl -u "$EMAIL:$TOKEN" --json '[{"prefix":"global","name":"checked"}]' {site}/wiki/rest/api/content/{page}/label`},
	{rule: 15, name: "at the site", line: func(s *scene) string {
		s.token = s.NewToken(s.t, s.Robot, "read:space:confluence").Text
		return fmt.Sprintf("curl -H 'Authorization: Bearer %s' %s/wiki/api/v2/spaces", s.token, s.site)
	}, cause: "service-account-at-site", confidence: Certain, fix: "Send the call to the gateway, http",
		corrected: `curl -H "Authorization: Bearer $TOKEN" {gateway}/wiki/api/v2/spaces`},
	{rule: 15, name: "as a person", line: func(s *scene) string {
		s.token = s.NewToken(s.t, s.Robot, "read:space:confluence").Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/spaces", s.email, s.token, s.GatewayURL)
	}, cause: "service-account-as-person", confidence: Certain, fix: "Send the token as Bearer",
		corrected: `curl -H "Authorization: Bearer $TOKEN" {gateway}/wiki/api/v2/spaces`},
	{rule: 16, line: func(s *scene) string {
		old := scoped(s, "read:confluence-content.all")
		s.token = scoped(s, "read:confluence-content.summary")
		return fmt.Sprintf("curl -u %s:%s %s/wiki/rest/api/content/%s/child/page", s.email, old, s.GatewayURL, s.page)
	}, cause: "summary-scope-missing", confidence: Certain, fix: "Make a new token with read:confluence-content.summary ",
		corrected: `curl -u "$EMAIL:$TOKEN" {gateway}/wiki/rest/api/content/{page}/child/page`, absent: []string{"scope-missing"}},
	{rule: 17, line: func(s *scene) string {
		old := scoped(s, "read:page:confluence")
		s.token = scoped(s, "read:hierarchical-content:confluence")
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/pages/%s/direct-children", s.email, old, s.GatewayURL, s.page)
	}, cause: "scope-not-offered", confidence: Likely, fix: "Make a new token with read:hierarchical-content:confluence ",
		corrected: `curl -u "$EMAIL:$TOKEN" {gateway}/wiki/api/v2/pages/{page}/direct-children`},
	{rule: 18, name: "tokens are blocked", line: func(s *scene) string {
		s.BlockTokens(s.t, true)
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/spaces", s.email, s.token, s.site)
	}, cause: "blocked-by-policy", confidence: Possible, fix: "Ask an administrator of the organisation",
		mend:      func(s *scene) { s.BlockTokens(s.t, false) },
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/api/v2/spaces`},
	{rule: 18, name: "address is not allowed", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		blocked := true
		s.site = front(s.t, s.Server, func(w http.ResponseWriter, _ *http.Request) bool {
			if !blocked {
				return false
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"errorMessages":["The IP address has been rejected because it is not on the allowed list. See your admin for more information."],"errors":{}}`)
			return true
		})
		s.unblock = func() { blocked = false }
		return fmt.Sprintf("curl -u %s:%s %s/wiki/api/v2/spaces", s.email, s.token, s.site)
	}, cause: "address-blocked", confidence: Certain, fix: "Ask an administrator of the organisation",
		absent:    []string{"credential-not-accepted", "token-expired", "no-site"},
		mend:      func(s *scene) { s.unblock() },
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/api/v2/spaces`},
	{rule: 19, line: func(s *scene) string {
		s.token = s.NewToken(s.t, s.Robot, "read:space:confluence").Text // what is accepted as Bearer
		return fmt.Sprintf("curl -H 'Authorization: Bearer %s' %s/wiki/api/v2/spaces", deadJWT, s.GatewayURL)
	}, cause: "oauth-expired", confidence: Certain, fix: "Refresh the token by its expires_in",
		corrected: `curl -H "Authorization: Bearer $TOKEN" {gateway}/wiki/api/v2/spaces`, absent: []string{"token-expired", "credential-not-accepted", "token-as-bearer"}},
	{rule: 20, line: func(s *scene) string {
		s.token, s.question.Credentials.Email = s.Unscoped.Text, s.email
		return fmt.Sprintf("curl -H 'Authorization: Bearer %s' %s/wiki/api/v2/spaces", s.token, s.GatewayURL)
	}, cause: "token-as-bearer", confidence: Certain, fix: "Give the library the e-mail as the user",
		corrected: `curl -u "$EMAIL:$TOKEN" {gateway}/wiki/api/v2/spaces`},
	{rule: 21, name: "curl", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("curl --digest -u %s:%s %s/wiki/rest/api/space", s.email, s.token, s.site)
	}, cause: "waits-for-challenge", confidence: Certain, fix: "Send Basic at once",
		corrected: `curl -u "$EMAIL:$TOKEN" {site}/wiki/rest/api/space`, absent: []string{"no-credential"}},
	{rule: 21, name: "wget", line: func(s *scene) string {
		s.token = s.Unscoped.Text
		return fmt.Sprintf("wget --user=%s --password=%s --header 'Accept: application/json' -O out %s/wiki/rest/api/space", s.email, s.token, s.site)
	}, cause: "waits-for-challenge", confidence: Certain, fix: "Send Basic at once",
		corrected: `curl -u "$EMAIL:$TOKEN" -H 'Accept: application/json' {site}/wiki/rest/api/space`},
}

// deadJWT has the form of an access token of OAuth that ended in 2020.
const deadJWT = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE1Nzc4MzY4MDAsInN1YiI6IngifQ.c2lnbmF0dXJlLW9mLW5vYm9keQ"

func TestEveryRuleIsDiagnosed(t *testing.T) {
	t.Parallel()
	numbers := map[int]bool{}
	for _, tc := range ruleCases {
		numbers[tc.rule] = true
		t.Run(strings.TrimSuffix(fmt.Sprintf("%d %s", tc.rule, tc.name), " "), func(t *testing.T) {
			t.Parallel()
			tc.run(t)
		})
	}
	for n := 1; n <= 21; n++ {
		if !numbers[n] {
			t.Errorf("no case for rule %d", n)
		}
	}
}

func (tc ruleCase) run(t *testing.T) {
	w := weirtest.New(t, append([]weirtest.Option{weirtest.Deployed()}, tc.options...)...)
	s := &scene{Server: w, t: t, site: w.URL, page: w.Page(t, "Getting started").ID, email: w.Admin.Email}
	line := tc.line(s)
	env := func(name string) (string, bool) { v, ok := s.env[name]; return v, ok }
	pasted, err := ParseText(line, env)
	if err != nil {
		t.Fatal(err)
	}
	s.question.Call, s.question.Answer = pasted.Call, pasted.Answer
	d := newDoctor(t, s.known)
	d.Env = env
	if s.transport != nil {
		d.Transport = s.transport(d.Transport)
	}
	d.Patience = s.patience
	if s.now != nil {
		d.Now = s.now
	}
	report, err := d.Examine(t.Context(), s.question)
	if err != nil {
		t.Fatal(err)
	}
	fits(t, report)
	printed := outputs(t, report)
	var text strings.Builder
	if err := report.Text(&text, func(s string) string { return s }); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(report.Findings, func(f Finding) bool { return f.Cause == tc.cause })
	if i < 0 || report.Findings[i].Rule != tc.rule || report.Findings[i].Confidence != tc.confidence || !strings.HasPrefix(report.Findings[i].Fix, tc.fix) || len(report.Findings[i].Evidence) == 0 && tc.confidence != Possible {
		t.Fatalf("no finding %d %s (%s), fix %q:\n%s", tc.rule, tc.cause, tc.confidence, tc.fix, text.String())
	}
	for _, f := range report.Findings {
		if slices.Contains(tc.absent, f.Cause) {
			t.Errorf("also %s", f.Cause)
		}
	}
	gateway := strings.Replace(s.GatewayURL, s.URL, s.site, 1)
	want := strings.NewReplacer("{site}", s.site, "{gateway}", gateway, "{page}", s.page, "{file}", s.file).Replace(tc.corrected)
	got := report.Findings[i].Corrected
	if tc.corrected == none {
		if got != "" {
			t.Errorf("corrected line %s, want none", got)
		}
		return
	}
	if want != "" && got != want {
		t.Errorf("corrected line\n  %s\nwant\n  %s", got, want)
	}
	if tells(printed, s.token) || strings.Contains(line, deadJWT) && tells(printed, deadJWT) {
		t.Errorf("the token is told:\n%s", printed)
	}
	if tc.mend != nil {
		tc.mend(s)
	}
	if tc.unmended {
		return
	}
	if status := runLine(t, got, s.email, s.token); status != "200" {
		t.Errorf("%s: %s", got, status)
	}
	if t.Failed() {
		t.Log(text.String())
	}
}
