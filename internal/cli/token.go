package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/server"
	"github.com/weirhq/weir/internal/wiki"
)

// installationFlags are what names an installation: its data folder or its database.
var installationFlags = []string{"data-dir", "database.url", "tokens.max-scopes", "log.level", "log.format"}

// withInstallation runs work on the installation a command names, also while a server runs on it: both take the
// database's own locks. It refuses to make one: a folder that is missing is a name misspelt.
func (a *app) withInstallation(cmd *cobra.Command, work func(context.Context, *server.Installation) error) error {
	cfg, _, err := a.loadConfig(cmd, nil)
	if err != nil {
		return err
	}
	if _, err := os.Stat(server.KeyFile(cfg)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no installation in %s: --data-dir or WEIR_DATA_DIR names it, weir site create makes it", cfg.DataDir)
	}
	return a.openInstallation(cmd, work)
}

// openInstallation is withInstallation for commands that may make an installation.
func (a *app) openInstallation(cmd *cobra.Command, work func(context.Context, *server.Installation) error) error {
	cfg, _, err := a.loadConfig(cmd, nil)
	if err != nil {
		return err
	}
	deps, err := a.deps(cfg)
	if err != nil {
		return err
	}
	in, err := server.Open(cmd.Context(), cfg, deps)
	if err != nil {
		return err
	}
	return errors.Join(work(cmd.Context(), in), in.Close())
}

func tokenCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "token", Short: "Make, list and revoke API tokens", Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(tokenCreateCommand(a), tokenListCommand(a), tokenRevokeCommand(a))
	return cmd
}

// tokenOptions are the choices of weir token create.
type tokenOptions struct {
	account string
	scopes  []string
	expires string
	label   string
}

func tokenCreateCommand(a *app) *cobra.Command {
	var o tokenOptions
	cmd := &cobra.Command{
		Use:   "create --account EMAIL [--scope SCOPE]...",
		Short: "Make an API token and print it",
		Long: `Make an API token and print it. The token is the only thing on standard output, and it is shown this once.

Without a scope the token is unscoped: it works at the site and at the gateway and may do what its owner may. With
scopes it works at the gateway alone. Scopes are fixed for the life of the token.`,
		Example: `  TOKEN=$(weir token create --account ann@example.com --expires 30d)
  weir token create --account ann@example.com --scope read:page:confluence --scope read:space:confluence`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				return a.runTokenCreate(ctx, in, o)
			})
		},
	}
	cmd.Flags().StringVar(&o.account, "account", "", "e-mail of the owner (required)")
	cmd.Flags().StringArrayVar(&o.scopes, "scope", nil, "a scope; give it once for each")
	cmd.Flags().StringVar(&o.expires, "expires", "365d", "life in days, 1d to 365d, or the last day as 2026-12-31")
	cmd.Flags().StringVar(&o.label, "label", "made by weir token create", "what the token is for")
	configFlags(cmd, installationFlags...)
	return requireFlags(cmd, "account")
}

func (a *app) runTokenCreate(ctx context.Context, in *server.Installation, o tokenOptions) error {
	days, err := parseLife(o.expires, a.now())
	if err != nil {
		return err
	}
	owner, err := in.System().Account(ctx, o.account)
	if err != nil {
		return err
	}
	if !owner.Active {
		return fmt.Errorf("account %[1]s is deactivated: weir user set %[1]s --active", owner.Email)
	}
	text, k, err := in.System().CreateToken(ctx, identity.TokenSpec{Account: owner.ID, Label: o.label,
		Scopes: o.scopes, Days: days})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.err, "token %s of %s, %s, until %s\n", k.ID, owner.Email, kindWords[k.Kind], k.Expires.Format(time.DateOnly))
	_, err = fmt.Fprintln(a.out, text)
	return err
}

var kindWords = map[identity.TokenKind]string{
	identity.Unscoped: "unscoped", identity.Scoped: "scoped", identity.ServiceToken: "service account",
}

// parseLife reads a number of days, "30d" or "30", or a last day.
func parseLife(s string, now time.Time) (days int, err error) {
	if day, err := time.Parse(time.DateOnly, s); err == nil {
		days = int(day.AddDate(0, 0, 1).Sub(now.UTC()).Hours() / 24)
		if days < 1 || days > identity.MaxTokenDays {
			return 0, usageError{wiki.Invalid("expires", s, "a day after today, within a year")}
		}
		return days, nil
	}
	if _, err := fmt.Sscanf(strings.TrimSuffix(s, "d")+"\n", "%d\n", &days); err != nil || days == 0 {
		return 0, usageError{wiki.Invalid("expires", s, "days as 30d, or a day as 2026-12-31")}
	}
	return days, nil
}

func tokenListCommand(a *app) *cobra.Command {
	account := ""
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List API tokens, newest first, without their secrets",
		Args:  args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				return a.runTokenList(ctx, in, account)
			})
		},
	}
	cmd.Flags().StringVar(&account, "account", "", "only tokens of the account with this e-mail")
	configFlags(cmd, installationFlags...)
	return cmd
}

func (a *app) runTokenList(ctx context.Context, in *server.Installation, email string) error {
	y := in.System()
	accounts, err := y.Accounts(ctx)
	if err != nil {
		return err
	}
	emails := make(map[wiki.AccountID]string, len(accounts))
	for _, acc := range accounts {
		emails[acc.ID] = acc.Email
	}
	var owner wiki.AccountID
	if email != "" {
		acc, err := y.Account(ctx, email)
		if err != nil {
			return err
		}
		owner = acc.ID
	}
	tokens, err := y.Tokens(ctx, owner)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tACCOUNT\tKIND\tSTATE\tEXPIRES\tLAST USED\tLABEL\tSCOPES")
	for _, k := range tokens {
		state := "active"
		switch k.Dead(a.now()) {
		case wiki.TokenRevoked:
			state = "revoked"
		case wiki.TokenExpired:
			state = "expired"
		}
		used := "never"
		if !k.LastUsed.IsZero() {
			used = k.LastUsed.Format(time.RFC3339)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, emails[k.Account], kindWords[k.Kind], state,
			k.Expires.Format(time.DateOnly), used, k.Label, k.Scopes)
	}
	return w.Flush()
}

func tokenRevokeCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "revoke <id>",
		Short: "End an API token for good",
		Long: `End an API token for good. The id is the one that weir token list shows, or the ten letters behind the first
underscore of the token. When the command is done, no request that starts later is accepted, on any node.`,
		Args: args(oneArg),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.withInstallation(cmd, func(ctx context.Context, in *server.Installation) error {
				id := args[0]
				if parsed, err := identity.ParseTokenText(id); err == nil {
					id = parsed // somebody pasted the whole token
				}
				return in.System().RevokeToken(ctx, id)
			})
		},
	}
	configFlags(cmd, installationFlags...)
	return cmd
}
