package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/server"
)

func appCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "app", Short: "Register apps", Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(appAddCommand(a))
	return cmd
}

func appAddCommand(a *app) *cobra.Command {
	var site, name string
	cmd := &cobra.Command{
		Use:   "add KEY --site KEY",
		Short: "Register an app on a site and print its API token",
		Long: `Register an app on a site and print its API token, which is shown this once. The app works with an account of its own,
KEY@apps.invalid: it sends that and the token as Basic. Only such a credential opens the operations on dynamic modules and
on properties of apps. What else the app may do follows from its account, like what a person may do.`,
		Example: `  weir app add com.example.diagrams --site team --name Diagrams`,
		Args:    args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				found, err := findSite(ctx, in, site)
				if err != nil {
					return err
				}
				owner, text, err := in.System().CreateApp(ctx, found.ID, args[0], name)
				if err != nil {
					return err
				}
				fmt.Fprintf(a.err, "app %s works as %s\n", args[0], owner.Email)
				_, err = fmt.Fprintln(a.out, text)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&site, "site", "", "key of the site (required)")
	cmd.Flags().StringVar(&name, "name", "", "display name (default: the key)")
	configFlags(cmd, installationFlags...)
	return requireFlags(cmd, "site")
}
