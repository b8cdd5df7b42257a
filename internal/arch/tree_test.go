package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	module = "github.com/weirhq/weir"
	root   = "../.." // the repository, seen from this package's folder, where its tests run
)

// pkg is one folder with Go files, whatever their build constraints.
type pkg struct {
	dir   string // slash-separated, from the root
	files []*file
}

type file struct {
	path      string // slash-separated, from the root
	test      bool
	generated bool
	lines     int
	syntax    *ast.File
	positions *token.FileSet
}

// tree is every package of the module, parsed once for all laws.
func tree(t *testing.T) []*pkg {
	t.Helper()
	packages, err := parseOnce()
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 3 {
		t.Fatalf("only %d packages found: the laws would hold for want of subjects", len(packages))
	}
	return packages
}

var parseOnce = sync.OnceValues(func() ([]*pkg, error) {
	var packages []*pkg
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != root && isForeign(name, d.Name()) {
				return fs.SkipDir
			}
			p, err := parseFolder(name)
			if p != nil {
				packages = append(packages, p)
			}
			return err
		}
		return nil
	})
	return packages, err
})

// isForeign reports whether a folder is none of the module's: the go command skips it, or it is a module of its own.
func isForeign(folder, base string) bool {
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || slices.Contains([]string{"testdata", "vendor", "node_modules"}, base) {
		return true
	}
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

// parseFolder parses a folder's Go files; it returns nil for a folder without any.
func parseFolder(folder string) (*pkg, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		return nil, err
	}
	rel, err := filepath.Rel(root, folder)
	if err != nil {
		return nil, err
	}
	p := &pkg{dir: filepath.ToSlash(rel)}
	for _, name := range names {
		positions := token.NewFileSet()
		syntax, err := parser.ParseFile(positions, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, &file{
			path:      path.Join(p.dir, filepath.Base(name)),
			test:      strings.HasSuffix(name, "_test.go"),
			generated: ast.IsGenerated(syntax),
			lines:     positions.File(syntax.FileStart).LineCount(),
			syntax:    syntax,
			positions: positions,
		})
	}
	return p, nil
}

// imports are the import paths of a file.
func (f *file) imports() []string {
	var paths []string
	for _, spec := range f.syntax.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil { // the parser has checked it
			paths = append(paths, p)
		}
	}
	return paths
}

// at is the place of a node, for a message.
func (f *file) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.positions.Position(n.Pos()).Line)
}

// goTool runs the go command at the root and returns what it prints.
func goTool(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = root
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}
