package arch

import (
	"slices"
	"strings"
	"testing"
)

// rules says, for each package, which packages of this repository its non-test files may import, and why no others.
// Folders are named without internal/. `*` is every package that is not for tests only; a leading - takes one away.
// Test files may import what they need, but see TestPurePackagesDoNotLinkSQLite.
var rules = []struct{ pkg, may, why string }{
	{"cmd/weir", "cli", "main is a few lines; the program is a library that tests can run"},

	// Public packages: what they import is part of their promise to other programs.
	{"catalog", "", "the operations are data, and the scope algebra is pure"},
	{"catalog/gendocs", "catalog", "a generator of documents knows only its source"},
	{"wire", "", "shapes of the wire, usable by any client"},
	{"wire/v1", "wire", "one version's shapes; the other version's are another API"},
	{"wire/v2", "wire", "one version's shapes; the other version's are another API"},
	{"wire/internal/schema", "wire", "compares the shapes with the description, in tests"},
	{"wire/internal/golden", "wire", "compares written bytes with expected ones, in tests"},
	{"client", "wire wire/v1 wire/v2 catalog", "an SDK that its user links without a server"},
	{"weirtest", "* -cli", "assembles a whole server inside a test"},

	// Nouns and rules, without I/O.
	{"wiki", "", "the nouns and the permission formula depend on nothing that could change them"},
	{"identity", "wiki catalog", "who calls and with which scopes; not how they arrived or where they are kept"},
	{"body", "wiki", "a language: text to tree to text"},
	{"cql", "wiki words", "a language: text to typed tree; its SQL is in store"},
	{"words", "", "folding and stemming, once for both engines"},
	{"config", "", "one struct and its sources; who uses a value imports config, never the reverse"},
	{"config/manual", "config", "turns the struct's comments into the manual"},
	{"config/gendocs", "config config/manual", "a generator of documents knows only its source"},

	// What is kept, and who may do what with it.
	{"store", "wiki identity cql words catalog", "all SQL; it decides nothing and speaks no HTTP"},
	{"store/storetest", "store wiki identity cql words catalog pgtest", "the conformance suite of both engines"},
	{"thumbnail", "", "pictures made small; whose they are is site's business"},
	{"blob", "", "bytes under a name; whose they are is site's business"},
	{"explain", "wiki catalog", "what was refused and why, for people; it decides nothing"},
	{"site", "store blob thumbnail body cql words identity wiki catalog", "the running wiki: the only way to data, the same for every caller, so it knows no wire format"},
	{"seed", "site identity wiki catalog", "what a site begins with, put in through the sessions that requests use"},

	// What speaks HTTP.
	{"rest", "site identity wiki wire wire/v1 wire/v2 catalog", "the pipeline, with the envelopes of both versions' lists; never a resource's rows"},
	{"rest/download", "rest site identity wiki thumbnail", "files leave at one desk, for both versions"},
	{"rest/v1", "rest rest/download site identity wiki body catalog wire wire/v1", "one version's rows and words; never the other's"},
	{"rest/v2", "rest rest/download site identity wiki thumbnail body catalog wire wire/v2", "one version's rows and words; never the other's"},
	{"gateway", "identity rest wiki catalog wire wire/v1", "addressing, the scope gate and the shape of its refusals; behind it the site answers"},
	{"web", "site body wiki identity catalog", "pages over the same sessions as REST"},
	{"server", "* -cli", "the one place that assembles"},

	// The toolkit: it works against any Confluence, so it may not look inside ours.
	{"toolkit/login", "client wire", "what the toolkit knows of its user; it calls nobody"},
	{"doctor", "client wire wire/v1 wire/v2 catalog config", "diagnoses by what a client can see"},
	{"proxy", "client wire wire/v1 wire/v2 catalog config", "stands between a client and any site"},
	{"cli", "*", "one file per subcommand, over everything"},

	// For developers and tests.
	{"arch", "", "tests only"},
	{"body/hostile", "", "tests only: texts, which know nobody who reads them"},
	{"contract", "", "tests only: goldens and the laws of the operation table"},
	{"contract/browser", "", "tests only: what Chromium does with what the server sends"},
	{"pgtest", "pgtest/cluster", "lends databases; knows no table"},
	{"pgtest/cluster", "", "runs a server; knows no test"},
	{"pgtest/run", "pgtest/cluster", "runs a command beside a server"},
	{"workshop/deps", "pgtest/cluster", "looks for PostgreSQL as its user does"},
	{"workshop/gotest", "", "prints what go test says"},
}

// testOnly are the packages that only tests, and one another, import.
var testOnly = []string{"pgtest", "pgtest/cluster", "store/storetest", "weirtest", "body/hostile", "contract", "contract/browser", "wire/internal/schema", "wire/internal/golden"}

// developerCommands may import test-only packages as their rule says; no shipped program links them.
var developerCommands = []string{"pgtest/run", "workshop/deps"}

func TestImports(t *testing.T) {
	t.Parallel()
	byPackage := map[string]string{}
	for _, r := range rules {
		if _, twice := byPackage[r.pkg]; twice {
			t.Errorf("package %s has two import rules", r.pkg)
		}
		byPackage[r.pkg] = r.may
	}
	for _, p := range tree(t) {
		name := short(p.dir)
		may, known := byPackage[name]
		if !known {
			t.Errorf("package %s has no import rule: add it to the table in internal/arch/imports_test.go, with its reason", p.dir)
			continue
		}
		for _, f := range p.files {
			for _, path := range f.imports() {
				imported, ours := strings.CutPrefix(path, module+"/")
				if !f.test && ours && !allows(may, name, short(imported)) {
					t.Errorf("%s imports %s; %s may import [%s]: %s", f.path, imported, name, may, reasonFor(name))
				}
			}
		}
	}
}

// allows reports whether a rule's list admits a package.
func allows(may, importer, imported string) bool {
	list := strings.Fields(may)
	switch {
	case slices.Contains(list, imported):
		return true
	case slices.Contains(list, "-"+imported) || slices.Contains(testOnly, imported):
		return false
	default:
		return slices.Contains(list, "*") && importer != imported
	}
}

func reasonFor(pkg string) string {
	for _, r := range rules {
		if r.pkg == pkg {
			return r.why
		}
	}
	return ""
}

// TestRulesKeepTestCodeOutOfPrograms reads the table itself: a rule may name a test-only package only where no user meets it.
func TestRulesKeepTestCodeOutOfPrograms(t *testing.T) {
	t.Parallel()
	for _, r := range rules {
		if slices.Contains(testOnly, r.pkg) || slices.Contains(developerCommands, r.pkg) {
			continue
		}
		for _, imported := range strings.Fields(r.may) {
			if slices.Contains(testOnly, imported) {
				t.Errorf("the rule of %s names %s, which is for tests only", r.pkg, imported)
			}
		}
	}
}

// outside says who may import what from elsewhere: a path and all below it. Packages are named as in rules; a trailing
// /… takes in the packages below. Test files are free.
var outside = []struct{ path, may, why string }{
	{"database/sql", "store store/… pgtest", "all SQL is in one package"},
	{"modernc.org/sqlite", "store", "one place knows the engine"},
	{"github.com/jackc/pgx", "store pgtest", "one place knows the engine"},
	{"github.com/spf13/cobra", "cli cli/…", "commands are options and a function; only cli knows the library"},
	{"github.com/pelletier/go-toml", "config config/…", "one place reads configuration"},
	{"github.com/caarlos0/env", "config config/…", "one place reads configuration"},
	{"encoding/json", "", "it takes duplicate members and bad UTF-8; use github.com/go-json-experiment/json"},
	{"math/rand", "", "random values come from a field, and the package without v2 has global state"},
}

func TestOutsideImports(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t) {
		for _, f := range p.files {
			for _, path := range f.imports() {
				for _, r := range outside {
					if within(path, r.path) && path != "math/rand/v2" && !f.test && !listed(r.may, short(p.dir)) {
						t.Errorf("%s imports %s; only [%s] may: %s", f.path, path, r.may, r.why)
					}
				}
			}
		}
	}
}

// pure are the packages of rules and shapes. They do no I/O, and their tests must start in milliseconds.
var pure = []string{"catalog", "wire", "wire/v1", "wire/v2", "wiki", "identity", "body", "cql", "words"}

func TestPurePackagesDoNoIO(t *testing.T) {
	t.Parallel()
	effects := []string{"os", "os/exec", "net", "net/http", "database/sql", "log", "log/slog", "syscall"}
	for _, p := range tree(t) {
		if !slices.Contains(pure, short(p.dir)) {
			continue
		}
		for _, f := range p.files {
			for _, path := range f.imports() {
				if !f.test && slices.Contains(effects, path) {
					t.Errorf("%s imports %s, and %s does no I/O", f.path, path, p.dir)
				}
			}
		}
	}
}

func TestPurePackagesDoNotLinkSQLite(t *testing.T) {
	t.Parallel()
	args := []string{"list", "-deps", "-test", "-f", "{{.ImportPath}}"}
	for _, p := range tree(t) {
		if slices.Contains(pure, short(p.dir)) {
			args = append(args, "./"+p.dir)
		}
	}
	if len(args) == 5 {
		t.Fatal("none of the pure packages exists")
	}
	for path := range strings.Lines(goTool(t, args...)) {
		if within(strings.TrimSpace(path), "modernc.org/sqlite") {
			t.Errorf("a pure package or its test links %s (find out which with go list -deps -test): its tests would take seconds to build", strings.TrimSpace(path))
		}
	}
}

// short is a package's folder without internal/.
func short(dir string) string { return strings.TrimPrefix(dir, "internal/") }

// within reports whether an import path is root or below it.
func within(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// listed reports whether a list of packages, some ending in /…, names pkg.
func listed(list, pkg string) bool {
	for entry := range strings.FieldsSeq(list) {
		if below, subtree := strings.CutSuffix(entry, "/…"); entry == pkg || subtree && strings.HasPrefix(pkg, below+"/") {
			return true
		}
	}
	return false
}
