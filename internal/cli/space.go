package cli

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/server"
	"github.com/weirhq/weir/internal/wiki"
)

func spaceCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "space", Short: "List spaces, open them to anonymous callers, and keep them from apps", Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(spaceListCommand(a), spaceSetCommand(a))
	return cmd
}

func spaceListCommand(a *app) *cobra.Command {
	var site string
	cmd := &cobra.Command{
		Use:   "list --site KEY",
		Short: "List the spaces of a site, and which of them anonymous callers may read",
		Args:  args(noArgs),
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
	var site, anonymous, apps, states string
	cmd := &cobra.Command{
		Use:   "set KEY --site KEY [--anonymous on|off] [--apps on|off] [--states …]",
		Short: "Say who besides members may read a space, and which content states it allows",
		Long: `Say who besides members may read a space, and which content states it allows. What is not named stays; a running server
knows at once.

  --anonymous  anonymous callers may read the space where the site, too, says so: see weir site set --public. Off takes
               everything away that the space granted to them.
  --apps       off is a policy that keeps the content of the space from apps, and the operations on data policies say so
  --states     which states content may be marked with: the suggested ones, those that people made for themselves, or both`,
		Example: `  weir space set DOCS --site team --anonymous on`,
		Args:    args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			rule, known := stateRules[states]
			switch {
			case anonymous == "" && apps == "" && states == "":
				return usageError{errors.New("nothing to set: give --anonymous, --apps or --states")}
			case apps != "" && apps != "on" && apps != "off":
				return usageError{wiki.Invalid("apps", apps, "on or off")}
			case anonymous != "" && anonymous != "on" && anonymous != "off":
				return usageError{wiki.Invalid("anonymous", anonymous, "on or off")}
			case states != "" && !known:
				return usageError{wiki.Invalid("states", states, "all, suggested, custom or none")}
			}
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				found, err := findSite(ctx, in, site)
				if err != nil {
					return err
				}
				if states != "" {
					if err := in.System().SetStateRule(ctx, found.ID, args[0], rule); err != nil {
						return err
					}
				}
				if apps != "" {
					if err := in.System().SetDataPolicy(ctx, found.ID, args[0], apps == "off"); err != nil {
						return err
					}
				}
				if anonymous == "" {
					return nil
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
	cmd.Flags().StringVar(&anonymous, "anonymous", "", "on or off")
	cmd.Flags().StringVar(&apps, "apps", "", "off keeps the content of the space from apps; on or off")
	cmd.Flags().StringVar(&states, "states", "", "content states that content may be marked with: all, suggested, custom or none")
	configFlags(cmd, installationFlags...)
	return requireFlags(cmd, "site")
}

// stateRules are the values of --states.
var stateRules = map[string]wiki.StateRule{
	"all": {Custom: true, Suggested: true}, "suggested": {Suggested: true}, "custom": {Custom: true}, "none": {},
}
