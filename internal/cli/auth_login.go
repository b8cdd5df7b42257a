package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/internal/toolkit/login"
)

// loginOptions are the choices of weir auth login.
type loginOptions struct {
	site, email, name, gateway string
	token, tokenFile           string
	bearer, insecure, noCheck  bool
}

func authLoginCommand(a *app) *cobra.Command {
	var o loginOptions
	cmd := &cobra.Command{
		Use:   "login [site]",
		Short: "Keep the credential for a site, once it is seen to work",
		Long: `Keep the credential for a site, once it is seen to work.

The site is its name ("acme"), its host or any URL of it. What is not given is asked for. The token is read from a
prompt, from standard input when that is no terminal, or from a file. It is kept in the operating system's keyring; with
--insecure-storage in a file that only you can read.`,
		Example: `  weir auth login acme --email ann@example.com
  weir auth login acme --email ann@example.com < token.txt
  weir auth login acme --bearer --token-file robot.txt`,
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.site = args[0]
			}
			return a.runAuthLogin(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.email, "email", "", "e-mail of the token's owner")
	flags.BoolVar(&o.bearer, "bearer", false, "send the token without an e-mail, as for service accounts and OAuth")
	flags.StringVar(&o.tokenFile, "token-file", "", "file to read the token from; - is standard input")
	flags.StringVar(&o.token, "token", "", "the token itself; others can see it in the list of processes")
	flags.StringVar(&o.name, "name", "", "name of the context (default: the site's host)")
	flags.StringVar(&o.gateway, "gateway", "", "origin of the API gateway, where it is not the site's usual one")
	flags.BoolVar(&o.insecure, "insecure-storage", false, "keep the token in a file instead of the keyring")
	flags.BoolVar(&o.noCheck, "no-check", false, "keep the credential without calling the site")
	cmd.MarkFlagsMutuallyExclusive("email", "bearer")
	cmd.MarkFlagsMutuallyExclusive("token", "token-file")
	return cmd
}

func (a *app) runAuthLogin(ctx context.Context, o loginOptions) error {
	if err := a.complete(&o); err != nil {
		return err
	}
	home, err := login.HomeOf(a.env)
	if err != nil {
		return err
	}
	address, err := client.ParseAddress(o.site)
	if err != nil {
		return usageError{err}
	}
	choice := login.Choice{Site: siteText(address), Gateway: o.gateway, Credentials: client.Credentials{Email: o.email, Token: o.token}}
	c, err := a.connect(choice, home, nil)
	if err != nil {
		return err
	}
	outcome := "Not checked"
	if !o.noCheck {
		if outcome, err = greet(ctx, c); err != nil {
			return err
		}
	}
	kept := login.Context{Name: o.name, Site: choice.Site, Gateway: o.gateway, Email: o.email, Storage: login.InKeyring}
	if o.insecure {
		kept.Storage = login.InFile
	}
	book, err := home.Book()
	if err != nil {
		return err
	}
	kept.Name = contextName(book, kept)
	if err := home.Secrets(kept.Storage, a.env).Set(ctx, kept.Host(), kept.Email, o.token); err != nil {
		return err
	}
	after := book.With(kept)
	if err := home.SetBook(after); err != nil {
		return err
	}
	if old, ok := book.Find(kept.Name); ok && old.Name == kept.Name {
		if err := a.forgetToken(ctx, home, old, after); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.err, "%s. Kept as %s, its token in %s.\n", outcome, kept.Name, a.storageWords(home, kept.Storage))
	return nil
}

// forgetToken deletes the token of a context that is gone, unless one that remains uses the same.
func (a *app) forgetToken(ctx context.Context, home login.Home, gone login.Context, remaining login.Book) error {
	for _, c := range remaining.Contexts {
		if c.Host() == gone.Host() && c.Email == gone.Email && c.Storage == gone.Storage {
			return nil
		}
	}
	return home.Secrets(gone.Storage, a.env).Delete(ctx, gone.Host(), gone.Email)
}

// siteText is an address in the shortest form that is read back as the same.
func siteText(a client.Address) string {
	if a.Site != "" {
		return a.Site
	}
	return a.Gateway + "/ex/confluence/" + a.CloudID
}

// contextName is the name that was given, or else the host's; a second account at the same site is told apart.
func contextName(b login.Book, c login.Context) string {
	if c.Name != "" {
		return c.Name
	}
	for _, other := range b.Contexts {
		if other.Name == c.Host() && other.Email != c.Email {
			return c.Host() + "/" + strings.ToLower(c.Email)
		}
	}
	return c.Host()
}

func (a *app) storageWords(home login.Home, s login.Storage) string {
	if s == login.InFile {
		return home.SecretsFile()
	}
	return "the keyring"
}

// greet finds the door and says who came in. A scoped token need not be able to tell.
func greet(ctx context.Context, c *client.Client) (string, error) {
	door, err := c.Door(ctx)
	if err != nil {
		return "", err
	}
	who, err := c.V1.GetCurrentUser(ctx, client.ExpandQuery{})
	if errors.As(err, new(*client.ScopeError)) {
		return fmt.Sprintf("The token is accepted by %s, at the %s", c.Address().Host(), door), nil
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("The token of %s is accepted by %s, at the %s", who.DisplayName, c.Address().Host(), door), nil
}

// complete asks for what the command line does not say.
func (a *app) complete(o *loginOptions) error {
	lines := bufio.NewReader(a.in)
	if err := a.ask(lines, &o.site, "Site (name, host or URL): ", "give the site: weir auth login <site>"); err != nil {
		return err
	}
	if !o.bearer {
		if err := a.ask(lines, &o.email, "E-mail: ", "give --email, or --bearer for a token without one"); err != nil {
			return err
		}
	}
	switch {
	case o.token != "":
		fmt.Fprintln(a.err, "weir: a token on the command line can be seen by others and stays in the shell's history; --token-file or a prompt is safer")
	case o.tokenFile != "" && o.tokenFile != "-":
		content, err := os.ReadFile(o.tokenFile)
		if err != nil {
			return err
		}
		o.token = string(content)
	case o.tokenFile == "" && a.interactive():
		secret, err := a.askSecret("API token: ")
		if err != nil {
			return err
		}
		o.token = secret
	default:
		content, err := io.ReadAll(io.LimitReader(lines, maxToken))
		if err != nil {
			return err
		}
		o.token = string(content)
	}
	if o.token = strings.TrimSpace(o.token); o.token == "" {
		return usageError{errors.New("the token is empty: give it by prompt, on standard input or with --token-file")}
	}
	return nil
}

// maxToken is how much is read in search of a token, in bytes.
const maxToken = 64 << 10

// ask fills an empty answer by a prompt, where there is somebody to answer it.
func (a *app) ask(lines *bufio.Reader, answer *string, prompt, otherwise string) error {
	if *answer != "" {
		return nil
	}
	if !a.interactive() {
		return usageError{errors.New(otherwise)}
	}
	fmt.Fprint(a.err, prompt)
	line, err := lines.ReadString('\n')
	if *answer = strings.TrimSpace(line); *answer == "" {
		return errors.Join(errCancelled, err)
	}
	return nil
}

// askSecret asks without showing what is typed.
func (a *app) askSecret(prompt string) (string, error) {
	f, ok := a.in.(*os.File)
	if !ok {
		return "", errCancelled
	}
	fmt.Fprint(a.err, prompt)
	secret, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(a.err)
	return string(secret), err
}
