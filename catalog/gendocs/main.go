// Command gendocs writes docs/scopes.md from the catalogue: the rules of
// scopes, a worked recipe and the scopes of every operation. It owns the words
// of that page (scopes.md.tmpl) and refuses to hold facts of its own: every
// scope it prints is asked from package catalog.
package main

import (
	"bytes"
	_ "embed"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/template"

	"github.com/weirhq/weir/catalog"
)

func main() {
	out := flag.String("o", "", "`file` to write; standard output if empty")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "gendocs:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	var page bytes.Buffer
	if err := render(&page, catalog.Default()); err != nil {
		return err
	}
	if out == "" {
		_, err := page.WriteTo(os.Stdout)
		return err
	}
	return os.WriteFile(out, page.Bytes(), 0o644)
}

//go:embed scopes.md.tmpl
var pageTemplate string

// render writes the page.
func render(w io.Writer, c *catalog.Catalog) error {
	recipe, err := newRecipe(c)
	if err != nil {
		return err
	}
	t, err := template.New("scopes.md").Funcs(template.FuncMap{
		"scopes": scopes, "path": path, "marks": marks,
	}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	return t.Execute(w, map[string]any{
		"Classic": catalog.ScopesOf(catalog.Classic), "Granular": catalog.ScopesOf(catalog.Granular),
		"Unused": unused(c), "Limit": catalog.TokenLimit,
		"Recipe": recipe,
		"Closed": slices.DeleteFunc(c.Operations(), func(op catalog.Operation) bool { return !op.Closed() }),
		"V1":     groups(c, catalog.V1), "V2": groups(c, catalog.V2),
	})
}

// recipe is the worked example: a script that reads.
type recipe struct {
	Steps                            []step
	ClassicPlan, GranularPlan, Least catalog.Plan
}

type step struct {
	Does      string
	Operation catalog.Operation
}

// recipeSteps are the calls of the script, as its author would write them.
var recipeSteps = []struct{ does, call string }{
	{"checks its credential", "GET /rest/api/user/current"},
	{"reads a page with its body", "GET /rest/api/content/{id}"},
	{"searches", "GET /rest/api/content/search"},
	{"lists the pages below", "GET /rest/api/content/{id}/child/page"},
	{"lists attachments", "GET /rest/api/content/{id}/child/attachment"},
	{"downloads an attachment", "GET /rest/api/content/{id}/child/attachment/{attachmentId}/download"},
}

func newRecipe(c *catalog.Catalog) (recipe, error) {
	var r recipe
	var ops []catalog.Operation
	for _, s := range recipeSteps {
		op, err := c.Find(s.call)
		if err != nil {
			return recipe{}, err
		}
		ops = append(ops, op)
		r.Steps = append(r.Steps, step{s.does, op})
	}
	for family, plan := range map[catalog.Kind]*catalog.Plan{
		catalog.Classic: &r.ClassicPlan, catalog.Granular: &r.GranularPlan, "": &r.Least,
	} {
		found, err := c.Least(ops, catalog.LeastOptions{Family: family})
		if err != nil {
			return recipe{}, err
		}
		*plan = found
	}
	return r, nil
}

// group is a resource with its operations.
type group struct {
	Name       string
	Operations []catalog.Operation
}

func groups(c *catalog.Catalog, version catalog.Version) []group {
	var list []group
	for _, op := range c.Operations() {
		if op.Version != version {
			continue
		}
		i := slices.IndexFunc(list, func(g group) bool { return g.Name == op.Group() })
		if i < 0 {
			i = len(list)
			list = append(list, group{Name: op.Group()})
		}
		list[i].Operations = append(list[i].Operations, op)
	}
	return list
}

// unused are the known scopes that no operation asks for.
func unused(c *catalog.Catalog) []catalog.Scope {
	asked := map[catalog.Scope]bool{}
	for _, op := range c.Operations() {
		for _, scope := range slices.Concat(op.Classic, op.Granular) {
			asked[scope] = true
		}
	}
	return slices.DeleteFunc(catalog.AllScopes(), func(s catalog.Scope) bool { return asked[s] })
}

// scopes is a set as a table cell or a list in a sentence.
func scopes(list []catalog.Scope) string {
	if len(list) == 0 {
		return "none"
	}
	quoted := make([]string, len(list))
	for i, scope := range list {
		quoted[i] = "`" + string(scope) + "`"
	}
	return strings.Join(quoted, ", ")
}

// path is the documented path below the version's prefix.
func path(op catalog.Operation) string {
	for _, prefix := range []string{"/wiki/rest/api", "/wiki/api/v2"} {
		if rest, ok := strings.CutPrefix(op.Path, prefix); ok {
			return rest
		}
	}
	return op.Path
}

// marks are the footnotes of a row.
func marks(op catalog.Operation) string {
	var text string
	if op.ByAnalogy {
		text += " †"
	}
	if op.Deprecated {
		text += " ‡"
	}
	return text
}
