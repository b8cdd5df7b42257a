package contract

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestConfluenceJS runs a program over version 2.1.0 of the npm package confluence.js: a client of version 1 of the API
// that builds its URLs from a host and a prefix.
func TestConfluenceJS(t *testing.T) {
	t.Parallel()
	node := needs(t, "node")
	modules := npmPackage(t, "confluence.js", "2.1.0")
	b := newBench(t)
	const want = `["spaces",["ENG","HR","PUB","OLD","~ada"]]
["page",["Getting started",1]]
["made",["Made with confluence.js",1]]
["changed",[2]]
["again",["<p>Two.</p>"]]
["found",1]
["deleted","trashed"]
`
	for _, c := range []struct{ name, host, prefix, token string }{ // one after the other: they make the same page
		{"site", b.URL, "/wiki/rest/", b.Unscoped.Text},
		{"gateway", b.GatewayURL, "/rest/", b.Scoped.Text},
		{"gateway with wiki", b.GatewayURL, "/wiki/rest/", b.NewToken(t, b.Admin, "read:confluence-space.summary",
			"read:confluence-content.all", "read:confluence-content.summary", "write:confluence-content").Text},
	} {
		got := b.script(t, node, "smoke.cjs", "NODE_PATH="+modules, "HOST="+c.host, "PREFIX="+c.prefix, "TOKEN="+c.token,
			"SPACE_KEY=PUB", "PAGE="+b.Page(t, "Getting started").ID)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestConfluenceJSAcceptsEveryAnswer runs version 3.2.0, which refuses an answer that differs from the description in
// any member (client-expectations.md 14).
func TestConfluenceJSAcceptsEveryAnswer(t *testing.T) {
	t.Parallel()
	node := needs(t, "node")
	modules := npmPackage(t, "confluence.js", "3.2.0")
	b := newBench(t)
	const want = `["spaces",["ENG","HR","PUB","OLD","~ada"]]
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
`
	for _, c := range []struct{ name, host, token string }{
		{"site", b.URL, b.Unscoped.Text},
		{"gateway", b.GatewayURL, b.Scoped.Text},
	} {
		got := b.script(t, node, "strict.mjs", "MODULE=file://"+modules+"/confluence.js/dist/index.js", "HOST="+c.host,
			"TOKEN="+c.token, "SPACE="+b.SpaceID(t, "PUB"), "PAGE="+b.Page(t, "Getting started").ID)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// script runs a program of testdata/confluencejs and returns what it printed.
func (b *bench) script(t *testing.T, node, name string, env ...string) string {
	t.Helper()
	path, err := filepath.Abs("testdata/confluencejs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, path)
	cmd.Env = append(env, "EMAIL="+b.Admin.Email, "PATH="+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return string(out)
}

// npmPackage is the folder of modules in which the package is installed, once on a machine. Without npm, or where npm
// cannot install it, the test is skipped.
func npmPackage(t *testing.T, name, version string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip("no folder to install npm packages in: " + err.Error())
	}
	dir := filepath.Join(cache, "weir-tests", "npm", name+"-"+version)
	if _, err := os.Stat(filepath.Join(dir, "node_modules", name)); err == nil {
		return filepath.Join(dir, "node_modules")
	}
	npm := needs(t, "npm")
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	half, err := os.MkdirTemp(filepath.Dir(dir), "installing-")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(half) }() // gone already when all went well
	cmd := exec.CommandContext(t.Context(), npm, "install", "--prefix", half, "--no-audit", "--no-fund", "--no-save",
		"--ignore-scripts", "--loglevel=error", name+"@"+version)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("npm cannot install %s %s: %v %s", name, version, err, out)
	}
	if err := os.Rename(half, dir); err != nil && !os.IsExist(err) { // another process may have been first
		t.Fatal(err)
	}
	return filepath.Join(dir, "node_modules")
}

// TestConfluenceJSReachesEveryResource calls each operation that version 3.2.0 knows and this program has. Every answer must
// fit the library's schema.
func TestConfluenceJSReachesEveryResource(t *testing.T) {
	t.Parallel()
	node := needs(t, "node")
	modules := npmPackage(t, "confluence.js", "3.2.0")
	for _, gateway := range []bool{false, true} {
		t.Run(map[bool]string{false: "site", true: "gateway"}[gateway], func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			host, token := b.URL, b.Unscoped.Text
			if gateway {
				host, token = b.GatewayURL, b.Scoped.Text
			}
			page := b.Page(t, "Getting started")
			out := b.script(t, node, "resources.mjs", "MODULE=file://"+modules+"/confluence.js/dist/index.js", "HOST="+host, "TOKEN="+token,
				"SPACE="+b.SpaceID(t, "PUB"), "PAGE="+page.ID, "POST="+b.Post(t, "The handbook is open"),
				"FILE="+b.attachment(t, page.ID, "welcome.txt"), "MACRO_PAGE="+b.Page(t, "Which address?").ID, "MACRO="+seededMacro,
				"GROUP="+b.GroupID(t, "engineering"), "ME="+b.Admin.ID, "OTHER="+b.Member.ID)
			b.reaches(t, out, gateway)
		})
	}
}

// reaches reads what resources.mjs printed, and looks for operations that none of its steps reached.
func (b *bench) reaches(t *testing.T, out string, gateway bool) {
	t.Helper()
	reached := map[string]bool{}
	for line := range strings.Lines(out) {
		id, ok := strings.CutPrefix(strings.TrimSpace(line), "ok ")
		if !ok {
			t.Error(strings.TrimSpace(line))
			continue
		}
		reached[b.Request(t, id).Operation] = true
	}
	for _, op := range operations(t) {
		_, excepted := unreached[op.key()]
		excepted = excepted || gateway && len(op.classic)+len(op.granular) == 0 // no scope opens it
		if op.today && !excepted && !reached[op.key()] {
			t.Errorf("no step of resources.mjs reaches %s", op.key())
		}
	}
}

const forApps = "it answers the credential of an app, and the client works with a person's"

const followed = "the library follows the redirect, and what comes last is no operation"

// unreached are operations that version 3.2.0 cannot call, and why.
var unreached = map[string]string{
	"v1:createContent": "version 3 makes content by version 2 of the API",
	"v1:getModules":    forApps, "v1:registerModules": forApps, "v1:removeModules": forApps,
	"v2:getForgeAppProperties": forApps, "v2:getForgeAppProperty": forApps, "v2:putForgeAppProperty": forApps, "v2:deleteForgeAppProperty": forApps,
	"v1:downloadAttatchment": followed, "v2:getAttachmentThumbnailById": followed,
}
