package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/catalog"
)

func scopesCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "scopes",
		Short: "Find the smallest set of scopes for what a program does",
		Long: `Find the smallest set of scopes for what a program does.

Smallest is what opens the fewest further operations, those that write weighing most, and then has the fewest scopes;
--fewest counts the scopes first. Scopes are of two families: classic ones open version 1 of the API only, granular ones
both versions. A token may hold both, and 50 scopes at most: larger sets are split into several tokens.`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(scopesForCommand(a), scopesRecordCommand(a), scopesCheckCommand(a), scopesExplainCommand(a))
	return cmd
}

// wanted are the operations that a command line asks about.
type wanted struct {
	client, session string

	ops     []catalog.Operation
	counted []call   // of a session; their operations are in ops, too
	others  []string // calls of a client or a session that are no operation, as "GET /path"
}

func (w *wanted) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&w.client, "client", "", "all that a known client calls, by its name; weir scopes for --client list shows them")
	cmd.Flags().StringVar(&w.session, "session", "", "all that a session called, from a `file` that weir proxy --record wrote")
	if err := cmd.RegisterFlagCompletionFunc("client", completeClients); err != nil {
		panic(err) // no such flag
	}
}

// find reads what is asked for: operation ids, paths, "METHOD path" in one word or two, a client, a session.
func (w *wanted) find(args []string) error {
	for len(args) > 0 {
		word, rest := args[0], args[1:]
		if isMethod(word) && len(rest) > 0 {
			word, rest = word+" "+rest[0], rest[1:]
		}
		args = rest
		if strings.Contains(word, "/") && !strings.Contains(word, " ") {
			word = "GET " + word
		}
		op, err := catalog.Default().Find(word)
		if err != nil {
			return usageError{err}
		}
		w.ops = append(w.ops, op)
	}
	if w.client != "" {
		ops, others, err := catalog.Default().OfClient(w.client)
		if err != nil {
			return usageError{err}
		}
		w.ops, w.others = append(w.ops, ops...), append(w.others, others...)
	}
	if w.session != "" {
		if err := w.readSession(); err != nil {
			return err
		}
	}
	if len(w.ops) == 0 && len(w.others) == 0 {
		return usageError{errors.New("name operations, a --client or a --session")}
	}
	return nil
}

func completeClients(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, p := range catalog.ClientPrograms() {
		names = append(names, p.Name+"\t"+p.About)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeOperations offers an operation for each word.
func completeOperations(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
	return completeOperation(cmd, nil, word)
}

func scopesExplainCommand(a *app) *cobra.Command {
	asJSON := false
	cmd := &cobra.Command{
		Use:   "explain <scope>",
		Short: "Say which operations a scope opens, alone and with others",
		Long: `Say which operations a scope opens, alone and with others.

Nothing implies anything: a scope that writes does not read, and a classic one does not stand for granular ones.`,
		Example: `  weir scopes explain read:page:confluence`,
		Args:    args(oneArg),
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := catalog.ParseScopes(args[0])
			if err != nil {
				return usageError{err}
			}
			if set.Len() != 1 {
				return usageError{errors.New("name one scope")}
			}
			for scope := range set.All() {
				if asJSON {
					return a.printJSON(explainJSON(scope))
				}
				_, err = fmt.Fprint(a.out, explainText(scope))
			}
			return err
		},
		ValidArgsFunction: completeScope,
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func completeScope(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, scope := range catalog.AllScopes() {
		names = append(names, string(scope)+"\t"+string(scope.Kind()))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
