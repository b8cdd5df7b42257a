package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/wire"
)

func scopesCheckCommand(a *app) *cobra.Command {
	var w wanted
	var o connection
	asJSON := false
	cmd := &cobra.Command{
		Use:   "check [context] for <operationId | path | METHOD path>...",
		Short: "Say what a token lacks for operations, or for a known client",
		Long: `Say what a token lacks for operations, or for a known client.

The token is that of a context of weir auth, or the one that a command would use. No service tells what a token holds, so
this is found out by calls that only read, most of them for objects that do not exist. What no reading operation asks for,
as is the case for most scopes that write, cannot be told. The exit code is 8 when a scope is missing.`,
		Example: `  weir scopes check robot for getPages getPageById
  weir scopes check for --client mcp-atlassian --json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && args[0] != "for" {
				o.context, args = args[0], args[1:]
			}
			if len(args) == 0 || args[0] != "for" {
				return usageError{errors.New("say what for, as in: weir scopes check [context] for <operation>")}
			}
			if err := w.find(args[1:]); err != nil {
				return err
			}
			return a.runScopesCheck(cmd.Context(), o, w, asJSON)
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if !slices.Contains(args, "for") {
				contexts, directive := a.completeContexts(cmd, nil, word)
				return append(contexts, "for"), directive
			}
			return completeOperations(cmd, args, word)
		},
	}
	o.flags(cmd)
	w.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (a *app) runScopesCheck(ctx context.Context, o connection, w wanted, asJSON bool) error {
	choice, home, err := a.pick(ctx, o)
	if err != nil {
		return err
	}
	c, err := a.connect(choice, home, nil)
	if err != nil {
		return err
	}
	f, err := examine(ctx, c, together(asCalls(w.ops)))
	if err != nil {
		return err
	}
	f.source = choice.Source
	if asJSON {
		err = a.printJSON(f.json())
	} else {
		_, err = fmt.Fprint(a.out, f.text())
	}
	if err == nil && slices.ContainsFunc(f.states, func(s opState) bool { return s.state == stateShut }) {
		err = reportedError{&client.ScopeError{}}
	}
	return err
}

func asCalls(ops []catalog.Operation) []call {
	calls := make([]call, len(ops))
	for i, op := range ops {
		calls[i] = call{op: op}
	}
	return calls
}

// examination is what was found out about a token.
type examination struct {
	source      string
	door        client.Door
	scoped      bool
	calls       int
	opened      []catalog.Operation
	shut        []catalog.Operation
	held, lacks catalog.ScopeSet
	states      []opState
}

// opState is what is known of one operation.
type opState struct {
	op               catalog.Operation
	state            string
	missing, unknown []string // scopes of the set that is nearest to being whole
}

// The states of an operation.
const (
	stateOpen    = "open"
	stateShut    = "shut"
	stateUnknown = "unknown"
)

// examine finds out which of the operations a client's token opens. A token that the site itself accepts has no scopes,
// and nothing is closed to it.
func examine(ctx context.Context, c *client.Client, asked []call) (examination, error) {
	var f examination
	door, err := c.Door(ctx)
	if err != nil {
		return f, err
	}
	f.door, f.scoped = door, door.Gateway
	if !f.scoped {
		for _, a := range asked {
			f.states = append(f.states, opState{op: a.op, state: stateOpen})
		}
		return f, nil
	}
	me, err := catalog.Default().Find("v1:getCurrentUser")
	if err != nil {
		return f, err
	}
	// A token that is not accepted looks as if it opened everything, so this one answer must be right.
	if _, err := c.V1.GetCurrentUser(ctx, client.ExpandQuery{}); err == nil {
		f.opened = append(f.opened, me)
	} else if errors.As(err, new(*client.ScopeError)) {
		f.shut = append(f.shut, me)
	} else {
		return f, err
	}
	f.calls = 1
	for _, a := range asked {
		if a.op.Method == http.MethodGet && a.op.Key() != me.Key() && !a.op.Closed() {
			if err := f.probe(ctx, c, a.op); err != nil {
				return f, err
			}
		}
	}
	for {
		op, more := catalog.Default().Probe(f.inDoubt(asked), f.opened, f.shut)
		if !more {
			break
		}
		if err := f.probe(ctx, c, op); err != nil {
			return f, err
		}
	}
	f.held, f.lacks = catalog.Held(f.opened, f.shut)
	for _, a := range asked {
		f.states = append(f.states, f.stateOf(a.op))
	}
	return f, nil
}

// inDoubt are the scopes of the operations that were not seen to open.
func (f *examination) inDoubt(asked []call) catalog.ScopeSet {
	var want catalog.ScopeSet
	for _, a := range asked {
		if contains(f.opened, a.op) {
			continue
		}
		for _, set := range a.op.Alternatives() {
			scopes, err := catalog.ParseScopes(set...)
			if err == nil { // they are the catalogue's own
				want = want.Union(scopes)
			}
		}
	}
	return want
}

// probe calls a reading operation for an object that is not there.
func (f *examination) probe(ctx context.Context, c *client.Client, op catalog.Operation) error {
	var path strings.Builder
	for _, segment := range op.Segments() {
		text := segment.Text
		if segment.Param {
			text = "0"
		}
		path.WriteString("/" + text)
	}
	f.calls++
	res, err := c.Do(ctx, http.MethodGet, path.String(), url.Values{"limit": {"1"}}, nil)
	switch {
	case err == nil:
		f.opened = append(f.opened, op)
		return res.Body.Close()
	case errors.As(err, new(*client.ScopeError)):
		f.shut = append(f.shut, op)
		return nil
	case errors.As(err, new(*client.RateLimitError)), errors.As(err, new(*client.ServerError)),
		errors.As(err, new(*client.PolicyError)), !errors.As(err, new(*client.Refusal)):
		return err
	}
	f.opened = append(f.opened, op) // past the gate, and there nothing was found (auth-behaviour.md §3, order of checks)
	return nil
}

func (f *examination) stateOf(op catalog.Operation) opState {
	s := opState{op: op, state: stateShut}
	if op.Closed() {
		return s
	}
	least := -1
	for _, set := range op.Alternatives() {
		var missing, open []string
		for _, scope := range set {
			switch {
			case f.lacks.Has(scope):
				missing = append(missing, string(scope))
			case !f.held.Has(scope):
				open = append(open, string(scope))
			}
		}
		if n := 1000*len(missing) + len(open); least < 0 || n < least {
			least, s.missing, s.unknown = n, missing, open
		}
	}
	switch {
	case contains(f.opened, op) || least == 0:
		s.state, s.missing, s.unknown = stateOpen, nil, nil
	case !contains(f.shut, op) && len(s.missing) == 0:
		s.state = stateUnknown
	}
	return s
}

// stateWords are the states for people.
var stateWords = map[string]string{stateOpen: "opens", stateShut: "does not", stateUnknown: "cannot tell"}

func contains(ops []catalog.Operation, op catalog.Operation) bool {
	return slices.ContainsFunc(ops, func(o catalog.Operation) bool { return o.Key() == op.Key() })
}

func (f *examination) text() string {
	var text strings.Builder
	if !f.scoped {
		fmt.Fprintf(&text, "The token from %s has no scopes: it is accepted at the site, and opens every operation that its owner may call.\n", f.source)
		return text.String()
	}
	fmt.Fprintf(&text, "A token with scopes, from %s. Found out with %s that only read.\n\n", f.source, number(f.calls, "call"))
	ops := make([]catalog.Operation, len(f.states))
	for i, s := range f.states {
		ops[i] = s.op
	}
	for _, s := range f.states {
		fmt.Fprintf(&text, "  %-11s  %s", stateWords[s.state], pad(s.op.Key(), widest(ops)))
		switch {
		case s.op.Closed():
			text.WriteString("  closed to scoped tokens")
		case len(s.missing) > 0:
			text.WriteString("  missing " + strings.Join(s.missing, ", "))
		}
		if len(s.unknown) > 0 {
			text.WriteString("  undecided " + strings.Join(s.unknown, ", "))
		}
		text.WriteString("\n")
	}
	out := strings.Split(text.String(), "\n")
	for i := range out {
		out[i] = strings.TrimRight(out[i], " ")
	}
	return strings.Join(out, "\n")
}

func (f *examination) json() wire.Object[any] {
	operations := []wire.Object[any]{}
	for _, s := range f.states {
		operations = append(operations, append(operationJSON(s.op), wire.Object[any]{
			{Name: "state", Value: s.state}, {Name: "missing", Value: slices.Concat([]string{}, s.missing)},
			{Name: "unknown", Value: slices.Concat([]string{}, s.unknown)},
		}...))
	}
	return wire.Object[any]{
		{Name: "source", Value: f.source}, {Name: "door", Value: f.door.String()}, {Name: "scoped", Value: f.scoped}, {Name: "calls", Value: f.calls},
		{Name: "operations", Value: operations}, {Name: "held", Value: names(f.held.Scopes())}, {Name: "lacks", Value: names(f.lacks.Scopes())},
	}
}
