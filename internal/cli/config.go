package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/config"
)

func configCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Look at the configuration",
		Args:  args(noArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	show := &cobra.Command{
		Use:   "show",
		Short: "Print every option, its value and where the value came from",
		Long: `Print every option, its value and where the value came from: "default", a file, a variable or a flag.
Three columns, separated by tabs when the output is no terminal. Secrets are not shown.`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, origins, err := a.loadConfig(cmd, nil)
			if err != nil {
				return err
			}
			return showConfig(a.out, cfg, origins)
		},
	}
	configFlags(show)
	cmd.AddCommand(show)
	return cmd
}

func showConfig(w io.Writer, cfg *config.Config, origins config.Origins) error {
	if isTerminal(w) {
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		defer func() { _ = table.Flush() }() // a terminal that went away reads nothing
		w = table
	}
	for _, f := range config.Fields() {
		if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", f.Path, f.Show(cfg), origins[f.Path]); err != nil {
			return err
		}
	}
	return nil
}
