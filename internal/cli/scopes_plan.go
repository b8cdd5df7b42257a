package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/wire"
)

// call is an operation that a plan is for, and how often it was seen.
type call struct {
	op                catalog.Operation
	requests, refused int
}

// plan is the smallest set of one family, or why there is none.
type plan struct {
	family  string
	least   catalog.Plan
	needs   map[string]catalog.ScopeSet // what least opens each operation by
	without []catalog.Operation         // that no scope of the family opens; then least is empty
}

// plans are the smallest sets for calls, and the operations that are closed to scoped tokens and in none of them.
func (o *planOptions) plans(calls []call) (plans []plan, closed []catalog.Operation, err error) {
	families, err := o.families()
	if err != nil {
		return nil, nil, err
	}
	var open []catalog.Operation
	for _, c := range calls {
		if c.op.Closed() {
			closed = append(closed, c.op)
		} else {
			open = append(open, c.op)
		}
	}
	for _, family := range families {
		options := catalog.LeastOptions{Fewest: o.fewest, PerToken: catalog.TokenLimit}
		if family != "mixed" {
			options.Family = catalog.Kind(family)
		}
		least, err := catalog.Default().Least(open, options)
		shut, unreachable := errors.AsType[*catalog.UnreachableError](err)
		if err != nil && !unreachable {
			return nil, nil, err
		}
		p := plan{family: family, least: least, needs: map[string]catalog.ScopeSet{}}
		for _, need := range least.Needs {
			p.needs[need.Operation.Key()] = need.Scopes
		}
		if unreachable {
			p.without = shut.Operations
		}
		plans = append(plans, p)
	}
	return plans, closed, nil
}

// printPlans prints what calls need, as a list to tick or as JSON. others are calls of no operation.
func (a *app) printPlans(o planOptions, calls []call, others []string) error {
	calls = together(calls)
	plans, closed, err := o.plans(calls)
	if err != nil {
		return err
	}
	if o.json {
		return a.printJSON(plansJSON(calls, plans, closed, others))
	}
	_, err = fmt.Fprint(a.out, plansText(o, calls, plans, closed, others))
	return err
}

// together counts the calls of an operation as one, in the catalogue's order.
func together(calls []call) []call {
	seen := map[string]*call{}
	for _, c := range calls {
		if seen[c.op.Key()] == nil {
			seen[c.op.Key()] = &call{op: c.op}
		}
		seen[c.op.Key()].requests += c.requests
		seen[c.op.Key()].refused += c.refused
	}
	var merged []call
	for _, op := range catalog.Default().Operations() {
		if c := seen[op.Key()]; c != nil {
			merged = append(merged, *c)
		}
	}
	return merged
}

func plansText(o planOptions, calls []call, plans []plan, closed []catalog.Operation, others []string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n", number(len(calls), "operation"))
	for _, c := range calls {
		fmt.Fprintf(&text, "  %s%s\n", c.op.Key(), c.counts())
	}
	for _, p := range plans {
		text.WriteString("\n")
		p.write(&text, o.further)
	}
	if len(closed) > 0 {
		fmt.Fprintf(&text, "\nClosed to scoped tokens, whatever they hold; a token without scopes opens them at the site:\n%s", list(keysOf(closed), "  "))
	}
	if len(others) > 0 {
		fmt.Fprintf(&text, "\nNo operation of the API, so no scope is known for it:\n%s", list(others, "  "))
	}
	return text.String()
}

// counts is how often an operation was called, where that is known.
func (c call) counts() string {
	switch {
	case c.requests == 0:
		return ""
	case c.refused > 0:
		return fmt.Sprintf("  %s, %d refused", number(c.requests, "request"), c.refused)
	}
	return "  " + number(c.requests, "request")
}

var familyTitles = map[string]string{"mixed": "Mixed", "classic": "Classic only", "granular": "Granular only"}

func (p plan) write(text *strings.Builder, further bool) {
	title := familyTitles[p.family]
	if len(p.without) > 0 {
		fmt.Fprintf(text, "%s: not possible, nothing in the family opens\n%s", title, list(keysOf(p.without), "  "))
		return
	}
	fmt.Fprintf(text, "%s: %s", title, number(p.least.Scopes.Len(), "scope"))
	if len(p.least.Tokens) > 1 {
		fmt.Fprintf(text, " in %d tokens, since one holds %d at most", len(p.least.Tokens), catalog.TokenLimit)
	}
	text.WriteString("\n")
	for i, token := range p.least.Tokens {
		if len(p.least.Tokens) > 1 {
			fmt.Fprintf(text, " token %d: %s for %s\n", i+1, number(token.Scopes.Len(), "scope"), number(len(token.Operations), "operation"))
		}
		width := 0
		for scope := range token.Scopes.All() {
			width = max(width, len(scope))
		}
		for scope := range token.Scopes.All() {
			lead := "  [ ] " + pad(string(scope), width) + "  "
			lines := list(p.neededBy(token, scope), strings.Repeat(" ", len(lead)))
			text.WriteString(lead + strings.TrimLeft(lines, " "))
		}
	}
	writing, reading := p.further()
	fmt.Fprintf(text, "  opens besides: %d writing and %d reading operations\n", len(writing), len(reading))
	if further {
		text.WriteString(list(keysOf(slices.Concat(writing, reading)), "    "))
	}
}

// neededBy are the operations of a token that a scope is for.
func (p plan) neededBy(token catalog.Token, scope catalog.Scope) []string {
	var keys []string
	for _, op := range token.Operations {
		if p.needs[op.Key()].Has(scope) {
			keys = append(keys, op.Key())
		}
	}
	return keys
}

func (p plan) further() (writing, reading []catalog.Operation) {
	for _, op := range p.least.Further {
		if op.Writes() {
			writing = append(writing, op)
		} else {
			reading = append(reading, op)
		}
	}
	return writing, reading
}

// lineWidth is how long a line of words may become before it is broken.
const lineWidth = 118

// list is words separated by commas, in lines that begin with indent.
func list(words []string, indent string) string {
	var text strings.Builder
	line := indent
	for i, word := range words {
		if i < len(words)-1 {
			word += ","
		}
		if len(line) > len(indent) && len(line)+len(word) > lineWidth {
			text.WriteString(strings.TrimRight(line, " ") + "\n")
			line = indent
		}
		line += word + " "
	}
	return text.String() + strings.TrimRight(line, " ") + "\n"
}

// number is "1 scope", "2 scopes".
func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func plansJSON(calls []call, plans []plan, closed []catalog.Operation, others []string) wire.Object[any] {
	operations := []wire.Object[any]{}
	for _, c := range calls {
		o := operationJSON(c.op)
		if c.requests > 0 {
			o = append(o, wire.Member[any]{Name: "requests", Value: c.requests}, wire.Member[any]{Name: "refused", Value: c.refused})
		}
		operations = append(operations, o)
	}
	made := []wire.Object[any]{}
	for _, p := range plans {
		made = append(made, p.json())
	}
	return wire.Object[any]{
		{Name: "operations", Value: operations}, {Name: "plans", Value: made}, {Name: "closed", Value: keysOf(closed)},
		{Name: "others", Value: slices.Concat([]string{}, others)},
	}
}

func (p plan) json() wire.Object[any] {
	if len(p.without) > 0 {
		return wire.Object[any]{{Name: "family", Value: p.family}, {Name: "possible", Value: false}, {Name: "without", Value: keysOf(p.without)}}
	}
	tokens := []wire.Object[any]{}
	for _, token := range p.least.Tokens {
		scopes := []wire.Object[any]{}
		for scope := range token.Scopes.All() {
			scopes = append(scopes, wire.Object[any]{{Name: "scope", Value: string(scope)}, {Name: "operations", Value: p.neededBy(token, scope)}})
		}
		tokens = append(tokens, wire.Object[any]{{Name: "scopes", Value: scopes}, {Name: "operations", Value: keysOf(token.Operations)}})
	}
	writing, reading := p.further()
	return wire.Object[any]{
		{Name: "family", Value: p.family}, {Name: "possible", Value: true},
		{Name: "scopes", Value: names(p.least.Scopes.Scopes())}, {Name: "tokens", Value: tokens},
		{Name: "further", Value: wire.Object[any]{{Name: "writing", Value: keysOf(writing)}, {Name: "reading", Value: keysOf(reading)}}},
	}
}
