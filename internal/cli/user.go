package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/server"
	"github.com/weirhq/weir/internal/wiki"
)

// userOptions are the choices of weir user add.
type userOptions struct {
	name, site string
	admin      bool
	service    bool
	groups     []string
	password   bool // read from standard input
}

func userCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "user", Short: "Make and change accounts", Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(userAddCommand(a), userSetCommand(a))
	return cmd
}

func userAddCommand(a *app) *cobra.Command {
	var o userOptions
	cmd := &cobra.Command{
		Use:   "add EMAIL --site KEY",
		Short: "Make an account and print its accountId",
		Long: `Make an account and print its accountId. The account may use the site; --admin makes it an administrator. An
account that exists gets access to the site and to the groups. Without --password-stdin it has no password: make a token
for it.`,
		Example: `  weir user add ann@example.com --name "Ann Example" --site team --admin`,
		Args:    args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				return a.runUserAdd(ctx, in, args[0], o)
			})
		},
	}
	cmd.Flags().StringVar(&o.name, "name", "", "display name (default: the e-mail's first part)")
	cmd.Flags().StringVar(&o.site, "site", "", "key of the site (required)")
	cmd.Flags().BoolVar(&o.admin, "admin", false, "administrator of the site")
	cmd.Flags().BoolVar(&o.service, "service", false, "a service account: scoped tokens only, at the gateway only")
	cmd.Flags().StringArrayVar(&o.groups, "group", nil, "put the account into this group, which is made when missing")
	cmd.Flags().BoolVar(&o.password, "password-stdin", false, passwordUsage)
	configFlags(cmd, installationFlags...)
	return requireFlags(cmd, "site")
}

func (a *app) runUserAdd(ctx context.Context, in *server.Installation, email string, o userOptions) error {
	site, err := findSite(ctx, in, o.site)
	if err != nil {
		return err
	}
	password := ""
	if o.password {
		if password, err = a.readPassword(); err != nil {
			return err
		}
		if err := identity.CheckPassword(password, identity.Account{Email: email}); err != nil {
			return err // before the account is made
		}
	}
	y := in.System()
	kind, role := identity.Person, identity.SiteUser
	if o.service {
		kind = identity.Service
	}
	if o.admin {
		role = identity.SiteAdmin
	}
	account, err := y.CreateAccount(ctx, identity.Account{Email: email, DisplayName: o.name, Kind: kind})
	if wiki.HasReason(err, wiki.DuplicateKey) {
		account, err = y.Account(ctx, email)
	}
	if err != nil {
		return err
	}
	if err := y.SetAccess(ctx, site.ID, account.ID, role); err != nil {
		return err
	}
	if o.password {
		if err := y.SetPassword(ctx, account, password); err != nil {
			return err
		}
	}
	for _, name := range o.groups {
		group, err := findGroup(ctx, in, name)
		if err != nil {
			return err
		}
		if err := y.AddMember(ctx, group.ID, account.ID); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintln(a.out, account.ID)
	return err
}

const passwordUsage = "read the account's password from standard input: 12 characters to 1,024 bytes"

// readPassword reads a password and one line end behind it.
func (a *app) readPassword() (string, error) {
	raw, err := io.ReadAll(io.LimitReader(a.in, identity.MaxPasswordBytes+3))
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(raw), "\n"), "\r"), nil
}

func userSetCommand(a *app) *cobra.Command {
	var password, noPassword, active bool
	cmd := &cobra.Command{
		Use:   "set EMAIL",
		Short: "Change an account's password, or whether it is active",
		Long: `Change an account's password, or whether it is active. What is not named stays. The tokens of a deactivated account stop
at once, also on a running server; activated again, those that have not expired work again. A password opens no API: it
is told from other wrong credentials where auth.password-basic says so.`,
		Example: `  weir user set ann@example.com --password-stdin <password.txt
  weir user set ann@example.com --active=false`,
		Args: args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				account, err := in.System().Account(ctx, args[0])
				if err != nil {
					return err
				}
				if password || noPassword {
					text := ""
					if password {
						if text, err = a.readPassword(); err == nil && text == "" {
							err = identity.CheckPassword(text, account)
						}
					}
					if err == nil {
						err = in.System().SetPassword(ctx, account, text)
					}
				}
				if err == nil && cmd.Flags().Changed("active") {
					err = in.System().SetActive(ctx, account.ID, active)
				}
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&password, "password-stdin", false, passwordUsage)
	cmd.Flags().BoolVar(&noPassword, "no-password", false, "take the password away")
	cmd.Flags().BoolVar(&active, "active", true, "whether the account may be used; --active=false ends it")
	cmd.MarkFlagsMutuallyExclusive("password-stdin", "no-password")
	cmd.MarkFlagsOneRequired("password-stdin", "no-password", "active")
	configFlags(cmd, installationFlags...)
	return cmd
}

// findGroup finds a group by name, or makes it.
func findGroup(ctx context.Context, in *server.Installation, name string) (identity.Group, error) {
	group, err := in.System().CreateGroup(ctx, name)
	if !wiki.HasReason(err, wiki.DuplicateKey) {
		return group, err
	}
	groups, err := in.System().Groups(ctx)
	for _, g := range groups {
		if g.Name == name {
			return g, err
		}
	}
	return identity.Group{}, wiki.Missing("group", name)
}
