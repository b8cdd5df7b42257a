package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// calls are functions that few may call, since they reach past what a caller injects or decides. Passing one as a value
// is no call: that is how the real clock gets in. Test files are bound only where the row says so.
var calls = []struct {
	path, names string
	testsToo    bool
	instead     string
	except      map[string]string // package → reason
}{
	{
		path: "time", names: "Now Since Until",
		instead: "take the clock as a field, func() time.Time",
		except:  map[string]string{},
	},
	{
		path: "time", names: "Sleep", testsToo: true,
		instead: "wait for an event or a context; in tests testing/synctest or a channel",
		except:  map[string]string{},
	},
	{
		path: "net/http", names: "Error",
		instead: "refusals become bytes in one file per layer that speaks (errors.go)",
		except:  map[string]string{},
	},
	{
		path: "fmt", names: "Print Printf Println",
		instead: "write to the stream the command was given",
		except:  map[string]string{},
	},
	{
		path: "log", names: "Print Printf Println Fatal Fatalf Panic Panicf",
		instead: "log with the *slog.Logger given, or return an error",
		except:  map[string]string{"internal/config/gendocs": "main"},
	},
	{
		path: "net/http", names: "NewRequest NewRequestWithContext Get Post PostForm Head",
		instead: "nothing that a user wrote is fetched (security-model.md R-SSRF); programs that call sites are package client's",
		except:  map[string]string{"client": "the SDK", "internal/doctor": "probes"},
	},
	{
		path: "regexp", names: "Compile CompilePOSIX Match MatchString MatchReader",
		instead: "no pattern comes from a user (security-model.md R-NOEVAL): MustCompile one at the top of the file",
		except:  map[string]string{},
	},
	{
		path: "text/template", names: "New",
		instead: "no text of a user becomes a template (security-model.md R-NOEVAL)",
		except:  map[string]string{"internal/cli": "the demo's own words, and --template of weir api", "catalog/gendocs": "a document"},
	},
	{
		path: "os/exec", names: "Command CommandContext",
		instead: "the server runs no program (security-model.md R-NOEVAL)",
		except: map[string]string{
			"internal/cli":             "weir scopes record runs what it is given",
			"internal/pgtest/run":      "tests",
			"internal/pgtest/cluster":  "tests",
			"internal/workshop/deps":   "tests",
			"internal/workshop/gotest": "tests",
		},
	},
	{
		path: "os", names: "Exit",
		instead: "return an error; main turns it into an exit code",
		except: map[string]string{
			"cmd/weir":                 "main",
			"catalog/gendocs":          "main",
			"internal/pgtest/run":      "main",
			"internal/workshop/deps":   "main",
			"internal/workshop/gotest": "main",
		},
	},
}

func TestCalls(t *testing.T) {
	t.Parallel()
	packages := tree(t)
	for _, rule := range calls {
		used := map[string]bool{"cmd/weir": true} // may be pardoned before it is written
		for _, p := range packages {
			for _, f := range p.files {
				if f.test && !rule.testsToo {
					continue
				}
				for _, call := range f.callsOf(rule.path, strings.Fields(rule.names)) {
					if _, pardoned := rule.except[p.dir]; pardoned {
						used[p.dir] = true
						continue
					}
					t.Errorf("%s calls %s: %s", f.at(call), source(call.Fun), rule.instead)
				}
			}
		}
		for dir := range rule.except {
			if !used[dir] {
				t.Errorf("%s is excepted from the rule on %s.%s and needs it no more: remove the exception", dir, rule.path, rule.names)
			}
		}
	}
}

// callsOf are the calls of the named functions of an imported package.
func (f *file) callsOf(importPath string, names []string) []*ast.CallExpr {
	var found []*ast.CallExpr
	for _, spec := range f.syntax.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err != nil || p != importPath {
			continue
		}
		local := path.Base(importPath)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains(names, sel.Sel.Name) && source(sel.X) == local {
					found = append(found, call)
				}
			}
			return true
		})
	}
	return found
}

// source is a name or a selection of names as written; other expressions are not told apart.
func source(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return source(e.X) + "." + e.Sel.Name
	default:
		return fmt.Sprintf("%T", e)
	}
}

// jsonElsewhere are the packages outside wire/ whose structs have json tags, and why those are no part of the API.
var jsonElsewhere = map[string]string{}

func TestJSONTagsStayInWire(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, p := range tree(t) {
		if within(p.dir, "wire") {
			continue
		}
		for _, f := range p.files {
			if f.test {
				continue
			}
			for _, field := range jsonFields(f.syntax) {
				if _, pardoned := jsonElsewhere[p.dir]; pardoned {
					used[p.dir] = true
					continue
				}
				t.Errorf("%s: a json tag outside wire/: the shapes of the API have one home", f.at(field))
			}
		}
	}
	for dir := range jsonElsewhere {
		if !used[dir] {
			t.Errorf("%s is excepted and has no json tag: remove the exception", dir)
		}
	}
}

func jsonFields(syntax *ast.File) []*ast.Field {
	var found []*ast.Field
	ast.Inspect(syntax, func(n ast.Node) bool {
		if field, ok := n.(*ast.Field); ok && field.Tag != nil {
			tag, err := strconv.Unquote(field.Tag.Value)
			if _, has := reflect.StructTag(tag).Lookup("json"); err == nil && has {
				found = append(found, field)
			}
		}
		return true
	})
	return found
}

func TestEveryPackageSaysOnceWhatItIs(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t) {
		var docs []string
		name := ""
		for _, f := range p.files {
			if f.test && hasCode(p) {
				continue
			}
			name = f.syntax.Name.Name
			if f.syntax.Doc != nil {
				docs = append(docs, f.syntax.Doc.Text())
			}
		}
		opening := "Package " + name + " "
		if name == "main" {
			opening = "Command " + path.Base(p.dir) + " "
		}
		switch {
		case len(docs) != 1:
			t.Errorf("%s has %d package comments, want one", p.dir, len(docs))
		case !strings.HasPrefix(docs[0], opening) || !strings.Contains(docs[0], "."):
			t.Errorf("%s: its package comment must be a sentence that begins with %q", p.dir, opening)
		}
	}
}

// hasCode reports whether a package is more than tests.
func hasCode(p *pkg) bool {
	return slices.ContainsFunc(p.files, func(f *file) bool { return !f.test })
}

// vague are names that say nothing of what is inside.
var vague = []string{"util", "utils", "common", "helper", "helpers", "model", "models", "types", "misc", "shared", "base"}

func TestNamesSayWhatIsInside(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t) {
		if slices.Contains(vague, path.Base(p.dir)) {
			t.Errorf("package %s has a name that fits anything: name it by its noun", p.dir)
		}
		for _, f := range p.files {
			base := strings.TrimSuffix(strings.TrimSuffix(path.Base(f.path), ".go"), "_test")
			for word := range strings.SplitSeq(base, "_") {
				if slices.Contains(vague, word) {
					t.Errorf("%s has a name that fits anything: name it by its noun", f.path)
				}
			}
		}
	}
}

// longFiles may be longer than maxLines, for the reason given.
var longFiles = map[string]string{}

const maxLines = 500

func TestFilesStayShort(t *testing.T) {
	t.Parallel()
	long := map[string]bool{}
	for _, p := range tree(t) {
		for _, f := range p.files {
			if f.test || f.generated || f.lines <= maxLines {
				continue
			}
			long[f.path] = true
			if _, pardoned := longFiles[f.path]; !pardoned {
				t.Errorf("%s has %d lines, more than %d: split it by noun", f.path, f.lines, maxLines)
			}
		}
	}
	for name := range longFiles {
		if !long[name] {
			t.Errorf("%s is excepted and short: remove the exception", name)
		}
	}
}

// TestTestsRunInParallel holds each test to t.Parallel() as its first statement. One that cannot says why, in a comment
// inside it that begins "not parallel:"; one that sets an environment variable or the folder need not, since it may not.
func TestTestsRunInParallel(t *testing.T) {
	t.Parallel()
	for _, p := range tree(t) {
		for _, f := range p.files {
			for _, decl := range f.syntax.Decls {
				fn, ok := decl.(*ast.FuncDecl)
				if !ok || !f.test || !isTest(fn) || startsParallel(fn) || f.saysWhyNotParallel(fn) {
					continue
				}
				t.Errorf("%s: %s does not start with t.Parallel(), nor says why in a comment (not parallel: …)", f.at(fn), fn.Name.Name)
			}
		}
	}
}

// isTest reports whether fn is a Test function, by its name and its one parameter.
func isTest(fn *ast.FuncDecl) bool {
	if fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Test") || len(fn.Type.Params.List) != 1 {
		return false
	}
	star, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr)
	return ok && source(star.X) == "testing.T"
}

func startsParallel(fn *ast.FuncDecl) bool {
	if len(fn.Body.List) == 0 {
		return false
	}
	stmt, ok := fn.Body.List[0].(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := stmt.X.(*ast.CallExpr)
	return ok && strings.HasSuffix(source(call.Fun), ".Parallel")
}

func (f *file) saysWhyNotParallel(fn *ast.FuncDecl) bool {
	inside := func(p token.Pos) bool { return fn.Pos() <= p && p < fn.End() }
	for _, group := range f.syntax.Comments {
		if inside(group.Pos()) && strings.Contains(group.Text(), "not parallel: ") {
			return true
		}
	}
	sets := false
	ast.Inspect(fn, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && (sel.Sel.Name == "Setenv" || sel.Sel.Name == "Chdir") {
			sets = true
		}
		return true
	})
	return sets
}
