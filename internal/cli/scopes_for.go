package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/catalog"
)

// planOptions are the choices of whoever asks for scopes.
type planOptions struct {
	fewest, further, json bool
	family                string
}

func (o *planOptions) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&o.fewest, "fewest", false, "count the scopes first, and then what they open besides")
	flags.BoolVar(&o.further, "further", false, "list the operations that are opened besides")
	flags.BoolVar(&o.json, "json", false, "print one JSON object")
	flags.StringVar(&o.family, "family", "", "only one plan: mixed, classic or granular (default: all three)")
	choices := []string{"mixed", "classic", "granular"}
	if err := cmd.RegisterFlagCompletionFunc("family", cobra.FixedCompletions(choices, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // no such flag
	}
}

// families are the plans to make.
func (o *planOptions) families() ([]string, error) {
	switch o.family {
	case "":
		return []string{"mixed", string(catalog.Classic), string(catalog.Granular)}, nil
	case "mixed", string(catalog.Classic), string(catalog.Granular):
		return []string{o.family}, nil
	}
	return nil, usageError{fmt.Errorf("--family is mixed, classic or granular, not %q", o.family)}
}

func scopesForCommand(a *app) *cobra.Command {
	var w wanted
	var o planOptions
	cmd := &cobra.Command{
		Use:   "for <operationId | path | METHOD path>...",
		Short: "Print the smallest sets of scopes for operations, or for a known client",
		Long: `Print the smallest sets of scopes that open operations, or everything that a known client calls: of both families mixed,
of classic scopes only, of granular ones only; each scope with the operations that need it, to be ticked in the form that
makes a token. Operations are named as weir api names them; a path alone stands for its GET.

No site is called.`,
		Example: `  weir scopes for getPageById createPage
  weir scopes for GET /wiki/rest/api/content/search 'DELETE /pages/{id}' --family granular
  weir scopes for --client mark --json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if w.client == "list" {
				return a.listClients()
			}
			if err := w.find(args); err != nil {
				return err
			}
			return a.printPlans(o, append(asCalls(w.ops), w.counted...), w.others)
		},
		ValidArgsFunction: completeOperations,
	}
	w.flags(cmd)
	o.flags(cmd)
	return cmd
}

func (a *app) listClients() error {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, p := range catalog.ClientPrograms() {
		fmt.Fprintf(table, "%s\t%s\n", p.Name, p.About)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprint(a.out, text.String())
	return err
}
