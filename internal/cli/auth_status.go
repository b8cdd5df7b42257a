package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/toolkit/login"
	"github.com/weirhq/weir/wire"
)

func authStatusCommand(a *app) *cobra.Command {
	var o connection
	asJSON := false
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Say which credential is used, where it was found and whether it works",
		Long: `Say which credential is used, where it was found and whether it works, and list the sites logged in to.

No secret is shown. The exit code is that of a call with the credential: 4 when there is none or it is not accepted.`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runAuthStatus(cmd.Context(), o, asJSON) },
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func (a *app) runAuthStatus(ctx context.Context, o connection, asJSON bool) error {
	choice, home, failed := a.pick(ctx, o)
	if home == (login.Home{}) {
		return failed
	}
	book, err := home.Book()
	if err != nil {
		return err
	}
	state := ""
	if failed == nil {
		state, failed = a.tryChoice(ctx, choice, home)
	}
	if failed != nil {
		state = failed.Error()
	}
	carrier := "Basic, " + choice.Credentials.Email
	if choice.Credentials.Email == "" {
		carrier = "Bearer"
	}
	if choice.Credentials.Anonymous() {
		carrier = "none"
	}
	if asJSON {
		err = a.printStatusJSON(choice, carrier, state, failed == nil, book)
	} else {
		err = a.printStatus(choice, carrier, state, book)
	}
	if err == nil && failed != nil {
		err = reportedError{failed}
	}
	return err
}

// tryChoice calls the site with what was chosen.
func (a *app) tryChoice(ctx context.Context, choice login.Choice, home login.Home) (string, error) {
	c, err := a.connect(choice, home, nil)
	if err != nil {
		return "", err
	}
	if choice.Credentials.Anonymous() {
		return "anonymous", nil
	}
	return greet(ctx, c)
}

func (a *app) printStatus(choice login.Choice, carrier, state string, book login.Book) error {
	var text strings.Builder
	if choice.Site != "" {
		fmt.Fprintf(&text, "site        %s\nfrom        %s\ncredential  %s\n", choice.Site, choice.Source, carrier)
	}
	fmt.Fprintf(&text, "state       %s\n", state)
	if len(book.Contexts) > 0 {
		text.WriteString("\nlogged in to\n")
	}
	for _, c := range book.Contexts {
		mark := " "
		if c.Name == book.Current {
			mark = "*"
		}
		who := c.Email
		if who == "" {
			who = "Bearer"
		}
		fmt.Fprintf(&text, "%s %s\t%s\t%s\n", mark, c.Name, who, c.Storage)
	}
	_, err := fmt.Fprint(a.out, text.String())
	return err
}

func (a *app) printStatusJSON(choice login.Choice, carrier, state string, accepted bool, book login.Book) error {
	contexts := []wire.Object[any]{}
	for _, c := range book.Contexts {
		contexts = append(contexts, wire.Object[any]{
			{Name: "name", Value: c.Name}, {Name: "site", Value: c.Site}, {Name: "email", Value: c.Email},
			{Name: "storage", Value: string(c.Storage)}, {Name: "current", Value: c.Name == book.Current},
		})
	}
	content, err := wire.Marshal(wire.Object[any]{
		{Name: "site", Value: choice.Site}, {Name: "source", Value: choice.Source}, {Name: "credential", Value: carrier},
		{Name: "accepted", Value: accepted}, {Name: "state", Value: state}, {Name: "contexts", Value: contexts},
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s\n", content)
	return err
}

func authSwitchCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "switch [context]",
		Short: "Use another of the sites logged in to",
		Long:  "Use another of the sites logged in to. Of two, the other one need not be named.",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			home, book, err := a.book()
			if err != nil {
				return err
			}
			name := strings.Join(args, "")
			if name == "" && len(book.Contexts) == 2 {
				name = book.Contexts[0].Name
				if name == book.Current {
					name = book.Contexts[1].Name
				}
			}
			c, err := findContext(book, name)
			if err != nil {
				return err
			}
			book.Current = c.Name
			fmt.Fprintf(a.err, "Now %s.\n", c.Name)
			return home.SetBook(book)
		},
		ValidArgsFunction: a.completeContexts,
	}
}

func authTokenCommand(a *app) *cobra.Command {
	var o connection
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Print the token that is used",
		Long:  "Print the token that is used, for other programs. It is the only thing on standard output.",
		Args:  args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			choice, _, err := a.pick(cmd.Context(), o)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.out, choice.Credentials.Token)
			return err
		},
	}
	o.flags(cmd)
	return cmd
}

func authLogoutCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "logout [context]",
		Short: "Forget a site and its token",
		Long:  "Forget a site and its token, the current one unless another is named. The token itself stays valid until it is revoked.",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			home, book, err := a.book()
			if err != nil {
				return err
			}
			name := book.Current
			if len(args) == 1 {
				name = args[0]
			}
			c, err := findContext(book, name)
			if err != nil {
				return err
			}
			after := book.Without(c.Name)
			if err := a.forgetToken(cmd.Context(), home, c, after); err != nil {
				return err
			}
			fmt.Fprintf(a.err, "Logged out of %s.\n", c.Name)
			return home.SetBook(after)
		},
		ValidArgsFunction: a.completeContexts,
	}
}

func (a *app) book() (login.Home, login.Book, error) {
	home, err := login.HomeOf(a.env)
	if err != nil {
		return home, login.Book{}, err
	}
	book, err := home.Book()
	return home, book, err
}

// findContext finds a context by name, and otherwise says which there are.
func findContext(b login.Book, name string) (login.Context, error) {
	if c, ok := b.Find(name); ok && name != "" {
		return c, nil
	}
	names := []string{}
	for _, c := range b.Contexts {
		names = append(names, c.Name)
	}
	if len(names) == 0 {
		return login.Context{}, &login.MissingError{}
	}
	return login.Context{}, usageError{errors.New("name one of: " + strings.Join(names, ", "))}
}

func (a *app) completeContexts(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	_, book, err := a.book()
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	names := []string{}
	for _, c := range book.Contexts {
		names = append(names, c.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
