package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/internal/toolkit/login"
)

func authCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "auth",
		Short: "Log in to sites, and see which credential is used",
		Long: `Log in to sites, and see which credential is used.

A credential is looked for in this order, and weir auth status says where it was found:

  1. --site and --context on the command line
  2. the environment: WEIR_SITE, WEIR_EMAIL, WEIR_TOKEN (or WEIR_TOKEN_FILE), then the names that other clients use, such
     as CONFLUENCE_URL, CONFLUENCE_USERNAME, CONFLUENCE_API_TOKEN, ATLASSIAN_EMAIL, ATLASSIAN_API_TOKEN
  3. the sites logged in to with weir auth login; tokens are kept in the operating system's keyring
  4. .netrc, with --netrc only`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(authLoginCommand(a), authStatusCommand(a), authSwitchCommand(a), authTokenCommand(a), authLogoutCommand(a))
	return cmd
}

// connection are the flags that say which site is called, and as whom.
type connection struct {
	site, gateway, context string
	netrc, anonymous       bool
}

func (o *connection) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.site, "site", "", "name, host or any URL of the site (default: the environment's, then the current context's)")
	flags.StringVar(&o.context, "context", "", "name of a site logged in to; weir auth status lists them")
	flags.StringVar(&o.gateway, "gateway", "", "origin of the API gateway, where it is not the site's usual one")
	flags.BoolVar(&o.netrc, "netrc", false, "look for a credential in .netrc, too")
	flags.BoolVar(&o.anonymous, "anonymous", false, "call without a credential")
	cmd.MarkFlagsMutuallyExclusive("site", "context")
	cmd.MarkFlagsMutuallyExclusive("context", "anonymous")
}

// pick finds the site and the credential, and tells the user what there is to know about the choice.
func (a *app) pick(ctx context.Context, o connection) (login.Choice, login.Home, error) {
	home, err := login.HomeOf(a.env)
	if err != nil {
		return login.Choice{}, home, err
	}
	from := login.Sources{Env: a.env, Home: home, Site: o.site, Gateway: o.gateway, Context: o.context, Netrc: o.netrc, Anonymous: o.anonymous}
	choice, err := from.Pick(ctx)
	for _, note := range choice.Notes {
		fmt.Fprintf(a.err, "weir: %s\n", note)
	}
	return choice, home, err
}

// connect makes a client of a choice. through is what requests are sent by, nil for the usual way.
func (a *app) connect(choice login.Choice, home login.Home, through http.RoundTripper) (*client.Client, error) {
	options := []client.Option{client.WithUserAgent(userAgent()), client.WithDoorCache(home.Doors())}
	if choice.Gateway != "" {
		options = append(options, client.WithGateway(choice.Gateway))
	}
	if through != nil {
		options = append(options, client.WithTransport(through))
	}
	return client.New(choice.Site, choice.Credentials, options...)
}

// interactive reports whether a person can be asked: both streams are a terminal, and this is no CI.
func (a *app) interactive() bool {
	if ci, set := a.env("CI"); set && ci != "" && ci != "false" {
		return false
	}
	return readsTerminal(a.in) && isTerminal(a.err)
}

func readsTerminal(r io.Reader) bool {
	f, ok := r.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// userAgent is how the toolkit names itself to sites.
func userAgent() string {
	return "weir/" + strings.Trim(thisVersion(debug.ReadBuildInfo())["version"], "()")
}
