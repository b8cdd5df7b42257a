package cli

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/server"
	"github.com/weirhq/weir/internal/wiki"
)

func spaceCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "space", Short: "List spaces and open them to anonymous callers", Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(spaceListCommand(a), spaceSetCommand(a))
	return cmd
}

func spaceListCommand(a *app) *cobra.Command {
	var site string
	cmd := &cobra.Command{
		Use:   "list --site KEY",
		Short: "List the spaces of a site, and which of them anonymous callers may read",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				return a.runSpaceList(ctx, in, site)
			})
		},
	}
	cmd.Flags().StringVar(&site, "site", "", "key of the site (required)")
	configFlags(cmd, installationFlags...)
	return requireFlags(cmd, "site")
}

func (a *app) runSpaceList(ctx context.Context, in *server.Installation, key string) error {
	site, err := findSite(ctx, in, key)
	if err != nil {
		return err
	}
	spaces, err := in.System().Spaces(ctx, site.ID)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "KEY\tANONYMOUS\tSTATUS\tNAME")
	for _, s := range spaces {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Key, anonymity(s.Anonymous, site.Public), s.Status, s.Name)
	}
	return w.Flush()
}

// anonymity says what anonymous callers may do with a space.
func anonymity(space, site bool) string {
	switch {
	case space && site:
		return "on"
	case space:
		return "on, but the site is not public"
	}
	return "off"
}

func spaceSetCommand(a *app) *cobra.Command {
	var site, anonymous string
	cmd := &cobra.Command{
		Use:   "set KEY --site KEY --anonymous on|off",
		Short: "Say whether anonymous callers may read a space",
		Long: `Say whether anonymous callers may read a space. They may where the space and the site both say so: see weir site set
--public. Off takes everything away that the space granted to them. A running server knows at once.`,
		Example: `  weir space set DOCS --site team --anonymous on`,
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if anonymous != "on" && anonymous != "off" {
				return usageError{wiki.Invalid("anonymous", anonymous, "on or off")}
			}
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				found, err := findSite(ctx, in, site)
				if err != nil {
					return err
				}
				if err := in.System().SetAnonymous(ctx, found.ID, args[0], anonymous == "on"); err != nil {
					return err
				}
				if anonymous == "on" && !found.Public {
					fmt.Fprintf(a.err, "the site is not public, so nobody comes in without an account: weir site set %s --public\n", found.Key)
				}
				return nil
			})
		},
	}
	cmd.Flags().StringVar(&site, "site", "", "key of the site (required)")
	cmd.Flags().StringVar(&anonymous, "anonymous", "", "on or off (required)")
	configFlags(cmd, installationFlags...)
	return requireFlags(cmd, "site", "anonymous")
}
