package contract

import (
	"bytes"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// session is a program of a real client's, which fails when any of its calls does.
type session struct {
	name    string
	command string   // for sh, with HOST, EMAIL and TOKEN
	env     []string // beside these
	want    string   // what it prints
}

// sessions are what people write: with a client of version 1 of the API, with one of both versions, with curl.
func (b *bench) sessions(t *testing.T) []session {
	t.Helper()
	node := needs(t, "node")
	script := func(name string) string {
		path, err := filepath.Abs("testdata/confluencejs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return node + " " + path
	}
	page := "PAGE=" + b.Page(t, "Getting started").ID
	return []session{
		{"confluence.js 2", script("smoke.cjs"), []string{page, "PREFIX=/wiki/rest/", "SPACE_KEY=PUB", "NODE_PATH=" + npmPackage(t, "confluence.js", "2.1.0")},
			`["spaces",["ENG","HR","PUB","OLD","~ada"]]
["page",["Getting started",1]]
["made",["Made with confluence.js",1]]
["changed",[2]]
["again",["<p>Two.</p>"]]
["found",1]
["deleted","trashed"]
`},
		{"confluence.js 3", script("strict.mjs"), []string{page, "SPACE=" + b.SpaceID(t, "PUB"),
			"MODULE=file://" + npmPackage(t, "confluence.js", "3.2.0") + "/confluence.js/dist/index.js"},
			`["spaces",["ENG","HR","PUB","OLD","~ada"]]
["space","PUB"]
["pages",40]
["in space",8]
["page","Getting started"]
["changed",[2,"two"]]
["children",["Make a token","Which address?","Ask for one page","Made with confluence.js"]]
["deleted","trashed"]
["me","Ada Lovelace"]
["anonymous","anonymous"]
["found",8]
["contents",8]
`},
		{"curl", `set -e
call() { ` + needs(t, "curl") + ` -q -sSf -o /dev/null -w '%{http_code}\n' -u "$EMAIL:$TOKEN" "$@"; }
call "$HOST/wiki/api/v2/spaces?limit=1"
call "$HOST/wiki/rest/api/user/current"
call "$HOST/wiki/rest/api/content/$PAGE/child/attachment"
call "$HOST/wiki/rest/api/content/$PAGE/child/attachment/$FILE/download"
call "$HOST/wiki/rest/api/content/$PAGE/label"`,
			[]string{page, "FILE=" + b.attachment(t, b.Page(t, "Getting started").ID, "welcome.txt")},
			"200\n200\n200\n302\n200\n"},
	}
}

// run runs a session and returns what it printed, and whether it was content.
func (s session) run(t *testing.T, host, email, token string) (printed string, ok bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", s.command)
	cmd.Env = append([]string{"HOST=" + host, "EMAIL=" + email, "TOKEN=" + token, "PATH=" + os.Getenv("PATH")}, s.env...)
	out, err := cmd.Output()
	return string(out), err == nil
}

// report is what weir scopes record --json says, of which this is read here.
type report struct {
	Plans []struct {
		Family   string   `json:"family"`
		Possible bool     `json:"possible"`
		Scopes   []string `json:"scopes"`
	} `json:"plans"`
	Others []string `json:"others"`
}

// record runs a session behind weir scopes record with a stored token, and returns what was reported.
func (b *bench) record(t *testing.T, s session, setup string, flags ...string) report {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "scopes.json")
	args := append([]string{"scopes", "record", "--allow-writes", "--json", "--output", file}, flags...)
	cmd := weir(t, append(args, "--", "sh", "-c", setup+"\n"+s.command)...)
	cmd.Env = append(append(cmd.Env, s.env...), "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir,
		"WEIR_SITE="+b.URL, "WEIR_EMAIL="+b.Admin.Email, "WEIR_TOKEN="+b.Scoped.Text, "OWN="+b.Scoped.Text)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", s.name, err, out.String(), talk.String())
	}
	if diff := cmp.Diff(s.want, out.String()); diff != "" {
		t.Errorf("%s through the proxy (-want +got):\n%s", s.name, diff)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(content, &r); err != nil {
		t.Fatalf("%s: %v", content, err)
	}
	return r
}

// sweep deletes the page that a session leaves behind when it fails half-way.
func (b *bench) sweep(t *testing.T) {
	t.Helper()
	as := []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text)}
	got := b.send(t, request{method: "GET", url: b.URL + "/wiki/api/v2/pages?title=Made%20with%20confluence.js", header: as})
	var list wirev2.List[wirev2.Page]
	if err := wire.Unmarshal([]byte(got.body), &list); err != nil || got.status != 200 {
		t.Fatalf("%d %s: %v", got.status, got.body, err)
	}
	for _, page := range list.Results {
		if got := b.send(t, request{method: "DELETE", url: b.URL + "/wiki/api/v2/pages/" + string(page.ID), header: as}); got.status != 204 {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
}

// How a program comes to address and credential: with the key of the run, or with a scoped token of its own. It knows only
// the site's address, where no scoped token is accepted.
const (
	keySetup = `export HOST="$WEIR_PROXY_URL" EMAIL="$CONFLUENCE_USERNAME" TOKEN="$WEIR_PROXY_KEY"`
	ownSetup = `export HOST="$WEIR_PROXY_URL" EMAIL="$CONFLUENCE_USERNAME" TOKEN="$OWN"`
)

// heard is a call that a program made.
type heard struct{ method, target string }

// overheard is an address that leads to the server and writes down what is called there, each call once.
func (b *bench) overheard(t *testing.T) (address string, calls func() []heard) {
	t.Helper()
	to, err := url.Parse(b.URL)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var seen []heard
	s := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		mu.Lock()
		defer mu.Unlock()
		if call := (heard{r.In.Method, r.In.RequestURI}); !slices.Contains(seen, call) {
			seen = append(seen, call)
		}
		r.SetURL(to)
	}})
	t.Cleanup(s.Close)
	return s.URL + strings.TrimPrefix(b.GatewayURL, b.URL), func() []heard {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(seen)
	}
}

// refuses reports whether the gateway refuses one of the calls for want of a scope. That is decided before anything else, so
// the calls need no bodies, and what they are about may be gone.
func (b *bench) refuses(t *testing.T, calls []heard, token string) bool {
	t.Helper()
	return slices.ContainsFunc(calls, func(call heard) bool {
		got := b.send(t, request{method: call.method, url: b.URL + call.target, header: []string{"Authorization", basic(b.Admin.Email, token)}})
		return got.status == 401 && got.reason() == "scope-missing"
	})
}

// TestRecordedScopesAreExact records programs of real clients that know the site's address alone, where their scoped token
// is not accepted: behind the proxy they work, with the key and with the token of their own. Then it runs them without the
// proxy on the gateway, which enforces scopes: with those that were reported each does what it did. Without any one of them
// the gateway refuses a call that they made, and the programs fail, which is tried with one.
func TestRecordedScopesAreExact(t *testing.T) {
	t.Parallel()
	needs(t, "sh")
	b := newBench(t)
	for _, s := range b.sessions(t) { // one after the other: they make the same page
		if got, ok := s.run(t, b.URL, b.Admin.Email, b.Scoped.Text); ok || strings.Contains(got, "200") {
			t.Errorf("%s works at the site with a scoped token:\n%s", s.name, got)
		}
		r := b.record(t, s, keySetup)
		if diff := cmp.Diff(r, b.record(t, s, ownSetup, "--tls")); diff != "" {
			t.Errorf("%s with the key, and with its own token over https (-key +own):\n%s", s.name, diff)
		}
		if len(r.Others) > 0 {
			t.Errorf("%s called %v, which is no operation", s.name, r.Others)
		}
		tried := map[string]bool{}
		for _, p := range r.Plans {
			if !p.Possible || tried[strings.Join(p.Scopes, " ")] {
				continue
			}
			tried[strings.Join(p.Scopes, " ")] = true
			b.tryPlan(t, s, p.Family, p.Scopes)
		}
		if len(tried) < 2 {
			t.Errorf("%s: two plans at least should differ: %v", s.name, r.Plans)
		}
	}
}

// tryPlan runs a session with a token of the scopes, and looks what it cannot do without each of them.
func (b *bench) tryPlan(t *testing.T, s session, family string, scopes []string) {
	t.Helper()
	gateway, calls := b.overheard(t)
	whole := b.NewToken(t, b.Admin, scopes...).Text
	if got, ok := s.run(t, gateway, b.Admin.Email, whole); !ok || got != s.want {
		t.Errorf("%s with the %s scopes %v:\n%s", s.name, family, scopes, got)
	}
	if b.refuses(t, calls(), whole) || len(calls()) == 0 {
		t.Errorf("%s with the %s scopes %v: a call of %v is refused", s.name, family, scopes, calls())
	}
	for i, scope := range scopes {
		rest := slices.Delete(slices.Clone(scopes), i, i+1)
		if len(rest) == 0 {
			continue // a token without scopes is another thing
		}
		token := b.NewToken(t, b.Admin, rest...).Text
		if !b.refuses(t, calls(), token) {
			t.Errorf("%s needs no %s, which the %s plan has", s.name, scope, family)
		}
		if i > 0 {
			continue
		}
		if got, ok := s.run(t, b.GatewayURL, b.Admin.Email, token); ok {
			t.Errorf("%s does not mind that it has no %s:\n%s", s.name, scope, got)
		}
		b.sweep(t)
	}
}
