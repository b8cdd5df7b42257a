package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/wire"
)

// explainText is a scope in words: what it opens by itself, then what it opens in company, by the company.
func explainText(scope catalog.Scope) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s, %s\n", scope, scope.Kind())
	groups := company(catalog.Default().OpenedBy(scope))
	if len(groups) == 0 {
		text.WriteString("\nNo operation asks for it.\n")
	}
	for _, g := range groups {
		title := "Alone it opens"
		if len(g.with) > 0 {
			title = "Together with " + strings.Join(g.with, " + ")
		}
		fmt.Fprintf(&text, "\n%s\n", title)
		for _, op := range g.ops {
			fmt.Fprintf(&text, "  %s  %s%s\n", pad(op.Key(), widest(g.ops)), op, otherWay(op, scope))
		}
	}
	return text.String()
}

// gathering is a set of scopes beside the one asked about, and what the whole opens.
type gathering struct {
	with []string
	ops  []catalog.Operation
}

// company groups openings by what is asked for besides; nothing comes first, then the fewest.
func company(openings []catalog.Opening) []gathering {
	var groups []gathering
	for _, o := range openings {
		with := names(o.With)
		i := slices.IndexFunc(groups, func(g gathering) bool { return slices.Equal(g.with, with) })
		if i < 0 {
			i = len(groups)
			groups = append(groups, gathering{with: with})
		}
		groups[i].ops = append(groups[i].ops, o.Operation)
	}
	slices.SortStableFunc(groups, func(a, b gathering) int {
		if len(a.with) != len(b.with) {
			return len(a.with) - len(b.with)
		}
		return slices.Compare(a.with, b.with)
	})
	return groups
}

// otherWay tells that an operation opens without the scope, too.
func otherWay(op catalog.Operation, scope catalog.Scope) string {
	for _, set := range op.Alternatives() {
		if !slices.Contains(set, scope) {
			return "  (or " + strings.Join(names(set), " + ") + ")"
		}
	}
	return ""
}

func explainJSON(scope catalog.Scope) wire.Object[any] {
	opens := []wire.Object[any]{}
	for _, o := range catalog.Default().OpenedBy(scope) {
		opens = append(opens, append(operationJSON(o.Operation), wire.Member[any]{Name: "with", Value: names(o.With)}))
	}
	return wire.Object[any]{{Name: "scope", Value: string(scope)}, {Name: "family", Value: string(scope.Kind())}, {Name: "opens", Value: opens}}
}

func operationJSON(op catalog.Operation) wire.Object[any] {
	return wire.Object[any]{
		{Name: "operation", Value: op.Key()}, {Name: "method", Value: op.Method}, {Name: "path", Value: op.Path},
		{Name: "writes", Value: op.Writes()},
	}
}

// names are scopes as text, never nil.
func names(scopes []catalog.Scope) []string {
	list := make([]string, len(scopes))
	for i, scope := range scopes {
		list[i] = string(scope)
	}
	return list
}

func keysOf(ops []catalog.Operation) []string {
	list := make([]string, len(ops))
	for i, op := range ops {
		list[i] = op.Key()
	}
	return list
}

func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-len(text)))
}

func widest(ops []catalog.Operation) int {
	width := 0
	for _, op := range ops {
		width = max(width, len(op.Key()))
	}
	return width
}

// printJSON prints a value on a line of its own.
func (a *app) printJSON(v any) error {
	content, err := wire.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s\n", content)
	return err
}
