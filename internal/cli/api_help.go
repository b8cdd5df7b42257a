package cli

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/catalog"
)

// listOperations prints the operations that contain all words, in their id, method or path.
func (a *app) listOperations(words []string) error {
	w, flush := a.out, func() error { return nil }
	if isTerminal(a.out) {
		table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
		w, flush = table, table.Flush
	}
	found := false
	for _, op := range catalog.Default().Operations() {
		line := op.Key() + "\t" + op.Method + "\t" + op.Path
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(strings.ToLower(line), strings.ToLower(w)) }) {
			continue
		}
		found = true
		fmt.Fprintln(w, line)
	}
	if !found {
		return fmt.Errorf("no operation contains %s", strings.Join(words, " and "))
	}
	return flush()
}

// explainOperation prints what the catalogue knows of one operation.
func (a *app) explainOperation(args []string) error {
	op, _, _, _, err := named(apiOptions{}, args)
	if err != nil {
		return err
	}
	if op == nil {
		return fmt.Errorf("no operation is %s", strings.Join(args, " "))
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n\n  %s\n", op.Key(), op)
	if op.Deprecated {
		text.WriteString("  deprecated\n")
	}
	section := func(name string, lines []string) {
		if len(lines) > 0 {
			fmt.Fprintf(&text, "\n%s\n  %s\n", name, strings.Join(lines, "\n  "))
		}
	}
	section("Path", pathParameters(*op))
	section("Query", op.Query)
	if op.Body != "" {
		section("Body", []string{op.Body})
	}
	section("Scopes (one whole line)", scopeLines(*op))
	section("Example", []string{exampleOf(*op)})
	_, err = fmt.Fprint(a.out, text.String())
	return err
}

func pathParameters(op catalog.Operation) []string {
	var names []string
	for _, segment := range op.Segments() {
		if segment.Param {
			names = append(names, segment.Text)
		}
	}
	return names
}

func scopeLines(op catalog.Operation) []string {
	if op.Closed() {
		return []string{"none: closed to scoped tokens"}
	}
	var lines []string
	for _, set := range op.Alternatives() {
		names := make([]string, len(set))
		for i, scope := range set {
			names[i] = string(scope)
		}
		lines = append(lines, strings.Join(names, " "))
	}
	return lines
}

// exampleOf is a command line that calls the operation.
func exampleOf(op catalog.Operation) string {
	words := []string{"weir", "api", spelling(op)}
	for _, name := range pathParameters(op) {
		words = append(words, "<"+name+">")
	}
	switch {
	case op.Body == "json":
		words = append(words, "--input", "body.json")
	case slices.Contains(op.Query, "limit"):
		words = append(words, "--paginate")
	}
	return strings.Join(words, " ")
}

// spelling is the shortest name of an operation: its id, or its key where both versions have the id.
func spelling(op catalog.Operation) string {
	if _, err := catalog.Default().Find(op.ID); err != nil {
		return op.Key()
	}
	return op.ID
}

// completeOperation offers operations, and after one its path's parameters and its fields.
func completeOperation(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) == 0 {
		var names []string
		for _, op := range catalog.Default().Operations() {
			names = append(names, spelling(op)+"\t"+op.String())
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	op, _, _, rest, err := named(apiOptions{}, args)
	if err != nil || op == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var offers []string
	for i, name := range pathParameters(*op) {
		if i >= len(rest) {
			offers = append(offers, name+"=\tparameter of the path")
		}
	}
	return offers, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// completeField offers the names of what the operation takes in its query.
func completeField(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	directive := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	if len(args) == 0 {
		return nil, directive
	}
	op, _, _, _, err := named(apiOptions{}, args)
	if err != nil || op == nil {
		return nil, directive
	}
	var offers []string
	for _, name := range op.Query {
		offers = append(offers, name+"=")
	}
	return offers, directive
}
