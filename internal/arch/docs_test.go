package arch

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// walked are the documents that lead a reader through the tree: each path they write in backticks must be there.
var walked = []string{"README.md", "CONTRIBUTING.md", "docs/overview.md"}

// topLevel are the first parts of the repository's own paths. A word in backticks that begins otherwise is no path of
// ours: a URL path, a header, a field.
var topLevel = []string{
	"cmd", "catalog", "client", "wire", "weirtest", "internal", "docs", "changelog", "tools", ".ci",
	"Makefile", "LICENSE", "README.md", "CONTRIBUTING.md", "go.mod", "go.sum", ".golangci.yml", ".editorconfig", ".gitignore",
}

var (
	inBackticks = regexp.MustCompile("`([^`\n]+)`")
	fenced      = regexp.MustCompile("(?ms)^```.*?^```")
	linkTarget  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
)

func TestDocumentsNamePathsThatExist(t *testing.T) {
	t.Parallel()
	for _, name := range walked {
		text := document(t, name)
		for _, quoted := range inBackticks.FindAllStringSubmatch(fenced.ReplaceAllString(text, ""), -1) {
			if p := quoted[1]; isOurPath(p) && !exists(p) {
				t.Errorf("%s names `%s`, which does not exist", name, p)
			}
		}
	}
}

// isOurPath reports whether a word is a path of the repository: it begins with one of its folders or files, or is a Go file.
func isOurPath(word string) bool {
	if strings.ContainsAny(word, " *{}<>…|$:=()\"'") { // a command, a pattern, a package selector
		return false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(word, "./"), "/")
	for _, known := range topLevel {
		if first == known {
			return true
		}
	}
	return strings.HasSuffix(word, ".go")
}

func TestIsOurPath(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{
		"internal/store":          true,
		"internal/rest/match.go":  true,
		"./cmd/weir":              true,
		"page.go":                 true,
		"Makefile":                true,
		"/wiki/rest/api/space":    false,
		"go run ./cmd/weir demo":  false,
		"internal/rest/v{1,2}":    false,
		"ex/confluence/{cloudId}": false,
		"read:space:confluence":   false,
		"wire.Null":               false,
	} {
		if got := isOurPath(word); got != want {
			t.Errorf("isOurPath(%q) = %v, want %v", word, got, want)
		}
	}
}

// TestLinksLeadSomewhere holds every relative link in every Markdown file of the repository.
func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	for _, name := range markdown(t) {
		for _, link := range linkTarget.FindAllStringSubmatch(fenced.ReplaceAllString(document(t, name), ""), -1) {
			target, _, _ := strings.Cut(link[1], "#")
			if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
				continue
			}
			if !exists(path.Join(path.Dir(name), target)) {
				t.Errorf("%s links to %s, which does not exist", name, link[1])
			}
		}
	}
}

// TestReadmeAndCIRunTheSameTests keeps the promise of two commands: the README tells them, and CI runs the second.
func TestReadmeAndCIRunTheSameTests(t *testing.T) {
	t.Parallel()
	ci := document(t, ".ci/run")
	if !strings.HasSuffix(ci, "\nmake test\n") {
		t.Errorf(".ci/run does not end in make test")
	}
	readme := document(t, "README.md")
	if readme == "" { // not written yet
		return
	}
	for _, command := range []string{"go run ./cmd/weir demo", "make test"} {
		if !strings.Contains(readme, command) {
			t.Errorf("README.md does not tell %q", command)
		}
	}
}

// entryTitle is the first line of a changelog entry, as changelog/TEMPLATE.md says.
var entryTitle = regexp.MustCompile(`^(New|Change|Fix|Security): [^\n]{8,90}[^.\n]\n(\n|$)`)

func TestChangelogEntriesHaveTheForm(t *testing.T) {
	t.Parallel()
	found := false
	for _, name := range markdown(t) {
		if !strings.HasPrefix(name, "changelog/") || path.Dir(name) == "changelog" {
			continue
		}
		found = true
		if !entryTitle.MatchString(document(t, name)) {
			t.Errorf("%s: its first line must be a title as in changelog/TEMPLATE.md, without a full stop, and an empty line after it", name)
		}
	}
	if !found {
		t.Error("changelog/ has no entry")
	}
}

// document is a file's text, empty if it does not exist.
func document(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(text)
}

func exists(name string) bool {
	_, err := os.Stat(filepath.Join(root, filepath.FromSlash(name)))
	return err == nil
}

// markdown are the repository's Markdown files, apart from test data.
func markdown(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root && isForeign(name, d.Name()) {
			return fs.SkipDir
		}
		if rel, err := filepath.Rel(root, name); err == nil && strings.HasSuffix(name, ".md") {
			names = append(names, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
