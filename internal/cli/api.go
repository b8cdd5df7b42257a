package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
)

// apiOptions are the choices of weir api.
type apiOptions struct {
	connection

	method          string
	fields          []field
	headers         []string
	input           string
	paginate, slurp bool
	jq, template    string
	include, silent bool
	verbose         bool
	cache           time.Duration
	json            bool
	list            bool
}

func apiCommand(a *app) *cobra.Command {
	var o apiOptions
	cmd := &cobra.Command{
		Use:   "api <operationId | path | METHOD path> [value]...",
		Short: "Call an operation of the REST API",
		Long: `Call an operation of the REST API and print its answer.

An operation is named by its operationId, or by its path as the documentation prints it ("/spaces"), with or without
/wiki/api/v2 or /wiki/rest/api in front, or as a whole URL of the site. An operationId that both versions have is asked
for as v1:getSpaces or v2:getSpaces. Values for the path's parameters follow in their order, or as fields.

Fields go into the query of a GET, and otherwise into a JSON body, but for those that the operation takes in its query.
-f takes text; -F makes true, false, null and whole numbers of what looks like them, and reads @file. Keys nest:
-f body[representation]=storage, -f labels[]=a. A path is called with POST once it has fields, unless -X says otherwise.

weir api --list shows all operations, weir api <operationId> --help what one of them takes.`,
		Example: `  weir api getPageById 98319 -f body-format=storage
  weir api /spaces --paginate --jq '.results[].key'
  weir api createPage -f spaceId=98310 -f title=Plan -f body[representation]=storage -f body[value]='<p>1</p>'
  weir api PUT /pages/98319 --input page.json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.list {
				return a.listOperations(args)
			}
			if len(args) == 0 {
				return usageError{errors.New("name an operation: weir api --list shows them")}
			}
			err := a.runAPI(cmd.Context(), o, args)
			if err == nil || !o.json {
				return err
			}
			line, failed := errorJSON(err)
			if failed != nil {
				return errors.Join(err, failed)
			}
			fmt.Fprintf(a.err, "%s\n", line)
			return reportedError{err}
		},
		ValidArgsFunction: completeOperation,
	}
	o.flags(cmd)
	usual := cmd.HelpFunc()
	cmd.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if named := cmd.Flags().Args(); len(named) == 0 || a.explainOperation(named) != nil {
			usual(cmd, args)
		}
	})
	return cmd
}

func (o *apiOptions) flags(cmd *cobra.Command) {
	o.connection.flags(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&o.method, "method", "X", "", "HTTP method (default: the operation's; of a path GET, or POST with fields)")
	flags.VarP(&fieldFlag{into: &o.fields}, "raw-field", "f", "a field as text, `key=value`")
	flags.VarP(&fieldFlag{into: &o.fields, typed: true}, "field", "F", "a field with a type, `key=value`, or read from a file, key=@file")
	flags.StringArrayVarP(&o.headers, "header", "H", nil, "a header, `key:value`")
	flags.StringVar(&o.input, "input", "", "file with the body; - is standard input. Fields then go into the query")
	flags.BoolVar(&o.paginate, "paginate", false, "get all pages of a list, one after the other")
	flags.BoolVar(&o.slurp, "slurp", false, "with --paginate, print all pages as one array")
	flags.StringVarP(&o.jq, "jq", "q", "", "print what a jq expression selects")
	flags.StringVarP(&o.template, "template", "t", "", "print by a Go template")
	flags.BoolVarP(&o.include, "include", "i", false, "print the status line and the headers, too")
	flags.BoolVar(&o.silent, "silent", false, "do not print the answer")
	flags.BoolVar(&o.verbose, "verbose", false, "show every request and answer on standard error, without secrets")
	flags.DurationVar(&o.cache, "cache", 0, "take an answer from before if it is not older than this, such as 60s or 1h")
	flags.BoolVar(&o.json, "json", false, "tell an error as one JSON object on standard error")
	flags.BoolVar(&o.list, "list", false, "list operations, those that contain a word")
	for _, name := range []string{"field", "raw-field"} {
		if err := cmd.RegisterFlagCompletionFunc(name, completeField); err != nil {
			panic(err) // no such flag
		}
	}
	cmd.MarkFlagsMutuallyExclusive("jq", "template")
	cmd.MarkFlagsMutuallyExclusive("paginate", "input")
}

func (a *app) runAPI(ctx context.Context, o apiOptions, args []string) error {
	request, err := a.newRequest(o, args)
	if err != nil {
		return err
	}
	if o.slurp && !o.paginate {
		return usageError{errors.New("--slurp needs --paginate")}
	}
	if o.paginate && request.Method != http.MethodGet {
		return usageError{fmt.Errorf("--paginate is for GET, not for %s", request.Method)}
	}
	show, err := newPrinter(a, o)
	if err != nil {
		return usageError{err}
	}
	choice, home, err := a.pick(ctx, o.connection)
	if err != nil {
		return err
	}
	if o.verbose {
		fmt.Fprintf(a.err, "* site %s, credential from %s\n", choice.Site, choice.Source)
	}
	c, err := a.connect(choice, home, a.transport(o, home))
	if err != nil {
		return err
	}
	if o.paginate {
		return a.callPages(ctx, c, request, show)
	}
	res, err := c.Send(ctx, request)
	if err != nil {
		return show.refusal(err)
	}
	if err := show.answer(res); err != nil {
		return err
	}
	return show.end()
}

// callPages follows a list to its end. On a terminal the count goes on beside it.
func (a *app) callPages(ctx context.Context, c *client.Client, request client.Request, show *printer) error {
	for n := 1; ; n++ {
		res, err := c.Send(ctx, request)
		if err != nil {
			return errors.Join(show.end(), show.refusal(err))
		}
		header := res.Header
		body, err := show.page(res)
		if err != nil {
			return err
		}
		next, err := client.NextPage(body, header)
		if err != nil {
			return err
		}
		if isTerminal(a.err) && !isTerminal(a.out) {
			fmt.Fprintf(a.err, "\r%d pages", n)
		}
		if next == "" {
			break
		}
		request.Path, request.Query = next, nil
	}
	if isTerminal(a.err) && !isTerminal(a.out) {
		fmt.Fprintln(a.err)
	}
	return show.end()
}

// named finds the operation that the first arguments name, the path to be called, and what is left of the arguments.
func named(o apiOptions, args []string) (op *catalog.Operation, method, path string, rest []string, err error) {
	first, rest := args[0], args[1:]
	if isMethod(first) && len(rest) > 0 {
		first, rest = first+" "+rest[0], rest[1:]
	}
	method, path, asPath := strings.Cut(first, " ")
	switch {
	case asPath:
		path = strings.TrimSpace(path)
		if o.method != "" && !strings.EqualFold(o.method, method) {
			return nil, "", "", nil, fmt.Errorf("-X %s and %s contradict", o.method, method)
		}
	case strings.Contains(first, "/"):
		method, path = o.method, first
		if method == "" {
			method = http.MethodGet
			if len(o.fields) > 0 || o.input != "" {
				method = http.MethodPost
			}
		}
	default:
		found, err := catalog.Default().Find(first)
		if err != nil {
			return nil, "", "", nil, err
		}
		if o.method != "" && !strings.EqualFold(o.method, found.Method) {
			return nil, "", "", nil, fmt.Errorf("%s is called with %s, not %s", found.Key(), found.Method, o.method)
		}
		return &found, found.Method, found.Path, rest, nil
	}
	method = strings.ToUpper(method)
	if found, err := catalog.Default().Lookup(method, path); err == nil {
		op = &found
	}
	return op, method, path, rest, nil
}

func isMethod(word string) bool {
	switch word {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return true
	}
	return false
}
