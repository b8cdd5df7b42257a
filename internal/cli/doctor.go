package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/internal/doctor"
	"github.com/weirhq/weir/internal/toolkit/login"
)

// doctorOptions are the choices of weir doctor.
type doctorOptions struct {
	connection

	email     string
	allScopes bool
	json      bool
	bundle    bool
}

func doctorCommand(a *app) *cobra.Command {
	var o doctorOptions
	cmd := &cobra.Command{
		Use:   "doctor [URL | \"curl …\" | operationId | path]",
		Short: "Say why a call fails, and how it works",
		Long: `Say why a call fails, and how it works.

The call is a line as it is pasted, for curl, wget or Invoke-RestMethod, with quotes and continued lines of sh, PowerShell
or cmd.exe; or a URL; or an operation as weir api takes it. It is an argument, or comes from standard input, or is asked
for. Below the line the answer it got may stand, which helps with calls that write. Without a call the site and the
credential alone are looked at.

Only GET and HEAD are sent, and the credential only to the site, its gateway and the host of the line. Each finding has
its evidence and says how sure it is. No secret is printed: lines are given back with $EMAIL and $TOKEN in its place.

The exit code is 0 when nothing is wrong, 10 with findings, 11 when the site cannot be asked.`,
		Example: `  weir doctor < pasted.txt
  weir doctor --site acme
  weir doctor 'curl -u "$EMAIL:$TOKEN" https://acme.atlassian.net/wiki/api/v2/pages'
  weir doctor --json getPageById`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.json && o.bundle {
				return usageError{errors.New("--json and --bundle exclude each other")}
			}
			return a.runDoctor(cmd.Context(), o, args)
		},
	}
	o.flags(cmd)
	flags := cmd.Flags()
	flags.SetInterspersed(false) // what follows the first word is the pasted line's own
	flags.StringVar(&o.email, "email", "", "e-mail of the token's owner, where the line has none")
	flags.BoolVar(&o.allScopes, "all-scopes", false, "look for every scope that a GET can show, with some fifty requests")
	flags.BoolVar(&o.json, "json", false, "print one JSON object")
	flags.BoolVar(&o.bundle, "bundle", false, "print a report that can be published: without names, addresses and ids")
	return cmd
}

func (a *app) runDoctor(ctx context.Context, o doctorOptions, args []string) error {
	text, err := a.pasted(args, o)
	if err != nil {
		return err
	}
	q, err := a.question(ctx, o, text)
	if err != nil {
		return err
	}
	if q.Call != nil && q.Call.Literal() && len(args) > 0 && args[0] != "-" {
		fmt.Fprintln(a.err, "weir: a token on the command line can be seen by others and stays in the shell's history; standard input or the prompt is safer")
	}
	home, err := login.HomeOf(a.env)
	if err != nil {
		return err
	}
	d := &doctor.Doctor{Transport: http.DefaultTransport, Doors: home.Doors(), Now: a.now, UserAgent: userAgent(), Env: a.env}
	report, err := d.Examine(ctx, q)
	if err != nil {
		return err
	}
	if err := a.printDiagnosis(report, o); err != nil {
		return err
	}
	return diagnosed(report.Status)
}

// findingsError is a diagnosis that is not healthy. The report has told it already.
type findingsError struct{ code int }

func (e findingsError) Error() string { return "not healthy" }

// diagnosed is what the exit code follows from.
func diagnosed(s doctor.Status) error {
	switch s {
	case doctor.Fixable:
		return reportedError{findingsError{exitFindings}}
	case doctor.Unreachable:
		return reportedError{findingsError{exitUnreachable}}
	}
	return nil
}

func (a *app) printDiagnosis(r *doctor.Report, o doctorOptions) error {
	var content []byte
	var err error
	switch {
	case o.json:
		content, err = r.JSON()
	case o.bundle:
		content, err = r.Bundle(userAgent())
	default:
		return r.Text(a.out, a.strong())
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s\n", content)
	return err
}

// strong makes text stand out where a terminal can and its user wants it to (https://no-color.org).
func (a *app) strong() func(string) string {
	if !a.colours(a.out) {
		return func(s string) string { return s }
	}
	return func(s string) string { return "\x1b[1m" + s + "\x1b[0m" }
}

// question is what the text and the flags ask.
func (a *app) question(ctx context.Context, o doctorOptions, text string) (doctor.Question, error) {
	q := doctor.Question{Site: o.site, Gateway: o.gateway, AllScopes: o.allScopes}
	operation := ""
	if text != "" {
		pasted, err := doctor.ParseText(text, a.env)
		switch {
		case err == nil:
			q.Call, q.Answer = pasted.Call, pasted.Answer
		case !errors.Is(err, doctor.ErrNoCall) || strings.ContainsAny(text, "\n\"'"):
			return q, usageError{err}
		case strings.Contains(text, ".") && !strings.Contains(text, "/") || strings.HasPrefix(text, "localhost"):
			q.Site = text
		default:
			operation = text
		}
	}
	if err := a.credentialsFor(ctx, o, &q); err != nil {
		return q, err
	}
	if o.email != "" {
		q.Credentials.Email = o.email
	}
	if operation != "" {
		call, err := doctor.OperationCall(operation, q.Site)
		if err != nil {
			return q, usageError{err}
		}
		q.Call = call
	}
	return q, nil
}

// credentialsFor looks for the asker's own site and credential. That there is none is no fault when the line has one; and
// a credential is used only where it belongs.
func (a *app) credentialsFor(ctx context.Context, o doctorOptions, q *doctor.Question) error {
	from := o.connection
	if q.Call == nil {
		from.site = either(q.Site, o.site)
	} else {
		q.Netrc = a.netrcFor(q.Call)
		if q.Call.Complete() && !q.Call.NeedsSite(o.gateway) {
			return nil
		}
		if from.site == "" && from.context == "" && !q.Call.NeedsSite(o.gateway) {
			from.site = q.Call.Site()
		}
	}
	choice, _, err := a.pick(ctx, from)
	switch {
	case err == nil:
	case errors.As(err, new(*login.MissingError)) && (q.Call != nil || from.site != ""), errors.As(err, new(*client.AddressError)) && q.Call != nil:
		q.Site = either(q.Site, o.site)
		return nil
	default:
		return err
	}
	q.Gateway = either(q.Gateway, choice.Gateway)
	if q.Call == nil || q.Call.NeedsSite(q.Gateway) {
		q.Site = choice.Site
	}
	if q.Call == nil || q.Call.BelongsTo(choice.Site, q.Gateway) {
		q.Credentials, q.Source = choice.Credentials, choice.Source
	}
	return nil
}

// netrcFor is the .netrc file that has an entry for the host of a call; empty for none.
func (a *app) netrcFor(c *doctor.Call) string {
	file, found := login.NetrcEntry(a.env, c.Host())
	if !found {
		return ""
	}
	return file
}

// promptForLine asks for a line without showing it: it holds a secret.
func (a *app) promptForLine() (string, error) {
	var text strings.Builder
	prompt := "Paste the call, or nothing to look at the site alone (it is not shown): "
	for {
		line, err := a.askSecret(prompt)
		if err != nil {
			return "", err
		}
		text.WriteString(line + "\n")
		if line = strings.TrimRight(line, " \t\r"); !strings.HasSuffix(line, "\\") && !strings.HasSuffix(line, "^") && !strings.HasSuffix(line, "`") {
			return strings.TrimSpace(text.String()), nil
		}
		prompt = "… "
	}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// pasted is the text to look at: the arguments, standard input, or what somebody answers to a prompt.
func (a *app) pasted(args []string, o doctorOptions) (string, error) {
	switch {
	case len(args) == 1 && args[0] == "-":
	case len(args) == 1:
		return strings.TrimSpace(args[0]), nil
	case len(args) > 1:
		return doctor.Join(args), nil
	case readsTerminal(a.in) && a.interactive() && o.site == "" && o.context == "":
		return a.promptForLine()
	case readsTerminal(a.in):
		return "", nil
	}
	content, err := io.ReadAll(io.LimitReader(a.in, maxPasted+1))
	if err == nil && len(content) > maxPasted {
		err = fmt.Errorf("standard input holds more than %d bytes", maxPasted)
	}
	return strings.TrimSpace(string(content)), err
}

// maxPasted is how much may be pasted, in bytes.
const maxPasted = 1 << 20
