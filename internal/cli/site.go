package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/server"
	"github.com/weirhq/weir/internal/wiki"
)

func siteCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "site", Short: "Make and change sites", Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(siteCreateCommand(a), siteSetCommand(a))
	return cmd
}

func siteCreateCommand(a *app) *cobra.Command {
	var site wiki.Site
	cmd := &cobra.Command{
		Use:   "create KEY --url URL",
		Short: "Make a site and print its cloudId",
		Long: `Make a site and print its cloudId. The URL is what people and programs call it by, without /wiki; the server
answers requests for its host name, and every link begins with it.`,
		Example: `  weir site create team --url https://wiki.example.com --name "Our team"`,
		Args:    args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.openInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				site.Key = args[0]
				if site.Name == "" {
					site.Name = site.Key
				}
				if err := hostIsFree(ctx, in, site); err != nil {
					return err
				}
				made, err := in.System().CreateSite(ctx, site)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(a.out, made.CloudID)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&site.BaseURL, "url", "", "address of the site without /wiki (required)")
	cmd.Flags().StringVar(&site.Name, "name", "", "name of the site (default: its key)")
	cmd.Flags().BoolVar(&site.Public, "public", false, "anonymous callers may use the site; each space decides further")
	configFlags(cmd, installationFlags...)
	return requireFlags(cmd, "url")
}

func siteSetCommand(a *app) *cobra.Command {
	var url, name string
	var public bool
	cmd := &cobra.Command{
		Use:   "set KEY",
		Short: "Change a site's address, its name, or whether it is public",
		Long: `Change a site's address, its name, or whether it is public. What is not named stays. On a public site anonymous callers
may use what spaces grant to them; a running server knows at once.`,
		Example: `  weir site set team --public`,
		Args:    args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				site, err := findSite(ctx, in, args[0])
				if err != nil {
					return err
				}
				for flag, change := range map[string]func(){
					"url": func() { site.BaseURL = url }, "name": func() { site.Name = name }, "public": func() { site.Public = public },
				} {
					if cmd.Flags().Changed(flag) {
						change()
					}
				}
				if err := hostIsFree(ctx, in, site); err != nil {
					return err
				}
				return in.System().SetSite(ctx, site)
			})
		},
	}
	cmd.Flags().StringVar(&url, "url", "", "address of the site without /wiki")
	cmd.Flags().StringVar(&name, "name", "", "name of the site")
	cmd.Flags().BoolVar(&public, "public", false, "anonymous callers may use the site; --public=false closes it")
	cmd.MarkFlagsOneRequired("url", "name", "public")
	configFlags(cmd, installationFlags...)
	return cmd
}

// hostIsFree refuses an address under whose host name another site answers: the server could not tell them apart.
func hostIsFree(ctx context.Context, in *server.Installation, site wiki.Site) error {
	sites, err := in.Sites(ctx)
	if err != nil {
		return err
	}
	for _, other := range sites {
		if other.Key != site.Key && server.SameHost(other.BaseURL, site.BaseURL) {
			return wiki.Invalid("url", site.BaseURL, "a host name of its own: site "+other.Key+" has "+other.BaseURL)
		}
	}
	return nil
}

// findSite finds a site by key.
func findSite(ctx context.Context, in *server.Installation, key string) (wiki.Site, error) {
	sites, err := in.Sites(ctx)
	if err != nil {
		return wiki.Site{}, err
	}
	for _, s := range sites {
		if s.Key == key {
			return s, nil
		}
	}
	return wiki.Site{}, wiki.Missing("site", key)
}
