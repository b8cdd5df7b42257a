package cli

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/server"
	"github.com/weirhq/weir/internal/wiki"
)

func classificationCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "classification", Short: "Define the classification levels of a site", Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(classificationAddCommand(a), classificationListCommand(a), classificationSetCommand(a))
	return cmd
}

// levelFlags are the flags that describe a level.
type levelFlags struct{ site, name, color, status, description, guideline string }

func (f *levelFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.site, "site", "", "key of the site (required)")
	cmd.Flags().StringVar(&f.color, "color", "", strings.ToLower(strings.Join(wiki.LevelColors[:], ", ")))
	cmd.Flags().StringVar(&f.status, "status", "", "draft, published or archived")
	cmd.Flags().StringVar(&f.description, "description", "", "what the level means")
	cmd.Flags().StringVar(&f.guideline, "guideline", "", "what people should do with such content")
	configFlags(cmd, installationFlags...)
}

// onto puts what was given over a level.
func (f *levelFlags) onto(cmd *cobra.Command, l wiki.Level) wiki.Level {
	given := cmd.Flags().Changed
	if given("name") {
		l.Name = f.name
	}
	if given("color") {
		l.Color = strings.ToUpper(f.color)
	}
	if given("status") {
		l.Status = wiki.LevelStatus(strings.ToUpper(f.status))
	}
	if given("description") {
		l.Description = f.description
	}
	if given("guideline") {
		l.Guideline = f.guideline
	}
	return l
}

func classificationAddCommand(a *app) *cobra.Command {
	var f levelFlags
	cmd := &cobra.Command{
		Use:     "add NAME --site KEY --color COLOR",
		Short:   "Add a level, more sensitive than those there are, and print its id",
		Example: `  weir classification add Confidential --site team --color red --description "For people who need it."`,
		Args:    args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				site, err := findSite(ctx, in, f.site)
				if err != nil {
					return err
				}
				made, err := in.System().CreateLevel(ctx, site.ID, f.onto(cmd, wiki.Level{Name: args[0]}))
				if err != nil {
					return err
				}
				fmt.Fprintln(a.out, made.ID)
				return nil
			})
		},
	}
	f.register(cmd)
	return requireFlags(cmd, "site", "color")
}

func classificationListCommand(a *app) *cobra.Command {
	var site string
	cmd := &cobra.Command{
		Use:   "list --site KEY",
		Short: "List the levels, the least sensitive first",
		Args:  args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				found, err := findSite(ctx, in, site)
				if err != nil {
					return err
				}
				levels, err := in.System().Levels(ctx, found.ID)
				if err != nil {
					return err
				}
				w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
				fmt.Fprintln(w, "ID\tSTATUS\tCOLOR\tNAME")
				for _, l := range levels {
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.ID, strings.ToLower(string(l.Status)), strings.ToLower(l.Color), l.Name)
				}
				return w.Flush()
			})
		},
	}
	cmd.Flags().StringVar(&site, "site", "", "key of the site (required)")
	configFlags(cmd, installationFlags...)
	return requireFlags(cmd, "site")
}

func classificationSetCommand(a *app) *cobra.Command {
	var f levelFlags
	cmd := &cobra.Command{
		Use:   "set ID --site KEY [--name …] [--status …] [--color …]",
		Short: "Change a level",
		Long:  "Change a level. Content keeps an archived level until it is given another.",
		Args:  args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				site, err := findSite(ctx, in, f.site)
				if err != nil {
					return err
				}
				levels, err := in.System().Levels(ctx, site.ID)
				if err != nil {
					return err
				}
				for _, l := range levels {
					if l.ID == args[0] {
						return in.System().SetLevel(ctx, site.ID, f.onto(cmd, l))
					}
				}
				return wiki.Missing("classification level", args[0])
			})
		},
	}
	f.register(cmd)
	cmd.Flags().StringVar(&f.name, "name", "", "a new name")
	return requireFlags(cmd, "site")
}
