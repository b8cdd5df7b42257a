package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/proxy"
)

func scopesRecordCommand(a *app) *cobra.Command {
	var o proxyOptions
	var p planOptions
	output := ""
	cmd := &cobra.Command{
		Use:   "record [flags] -- <command> [argument]...",
		Short: "Run a program and print the smallest set of scopes for what it called",
		Long: `Run a program and print the smallest set of scopes for what it called.

The program is run behind weir proxy. It finds the proxy's address in the variables that clients of Confluence read
(CONFLUENCE_URL, CONFLUENCE_BASE_URL, ATLASSIAN_URL, WEIR_SITE, …), and beside it an account and the key of the run, which
stands for the stored credential: CONFLUENCE_USERNAME and CONFLUENCE_API_TOKEN, for instance. A program that has an
address of its own is given WEIR_PROXY_URL instead. Without --allow-writes the key reads only; what the program tried to
write is counted all the same.

What the program prints goes to standard error, so that standard output has the scopes alone; with --output the scopes
go to a file, and the program's output is left where it is. The exit code is 1 when the program fails.`,
		Example: `  weir scopes record -- ./nightly-report.sh
  weir scopes record --allow-writes --output scopes.json --json -- mark -f page.md
  weir scopes record -- sh -c 'curl -u "$CONFLUENCE_USERNAME:$CONFLUENCE_API_TOKEN" "$CONFLUENCE_URL/wiki/api/v2/pages"'`,
		Args: func(cmd *cobra.Command, args []string) error {
			if cmd.ArgsLenAtDash() != 0 || len(args) == 0 {
				return usageError{errors.New("name the program behind --: weir scopes record -- <command>")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.runScopesRecord(cmd.Context(), o, p, output, args)
		},
	}
	o.flags(cmd)
	p.flags(cmd)
	cmd.Flags().StringVarP(&output, "output", "o", "", "write the scopes to a `file`")
	return cmd
}

func (a *app) runScopesRecord(ctx context.Context, o proxyOptions, p planOptions, output string, command []string) error {
	if _, err := p.families(); err != nil {
		return err
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	o.listen = "127.0.0.1:0"
	s, err := a.openProxy(ctx, o)
	if err != nil {
		return err
	}
	session := &tape{}
	s.observe(a.newProxyLog(o).tell, session.add)
	failed, err := a.runBehind(ctx, s, path, command, output != "")
	if err != nil {
		return err
	}
	calls, others := session.calls()
	to := *a
	if output != "" {
		file, err := os.OpenFile(output, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
		if err != nil {
			return err
		}
		defer closeQuietly(file)
		to.out = file
	}
	if len(calls) == 0 && len(others) == 0 {
		return errors.Join(failed, errors.New("the program called nothing through the proxy; does it read its address from the environment?"))
	}
	return errors.Join(failed, to.printPlans(p, calls, others))
}

// runBehind serves while the program runs. failed is the program's own failure, err one of the proxy's.
func (a *app) runBehind(ctx context.Context, s *openedProxy, path string, command []string, ownOutput bool) (failed, err error) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	serving, end := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- s.serve(serving) }()
	program := exec.CommandContext(ctx, path, command[1:]...)
	program.Cancel = func() error { return program.Process.Signal(os.Interrupt) }
	program.Stdin, program.Stdout, program.Stderr = a.in, a.err, a.err
	if ownOutput {
		program.Stdout = a.out
	}
	program.Env = a.environmentFor(s)
	if failed = program.Run(); failed != nil {
		failed = fmt.Errorf("%s: %w", command[0], failed)
	}
	end()
	return failed, <-ended
}

// environmentFor is the environment with the proxy in it. Requests to it must not go through another proxy.
func (a *app) environmentFor(s *openedProxy) []string {
	var environment []string
	for _, entry := range a.environ {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.EqualFold(name, "NO_PROXY") && name != "WEIR_TOKEN_FILE" {
			environment = append(environment, entry)
		}
	}
	exempt := "127.0.0.1,localhost"
	if before, _ := a.env("NO_PROXY"); before != "" {
		exempt = before + "," + exempt
	}
	environment = append(environment, "NO_PROXY="+exempt, "no_proxy="+exempt)
	for _, setting := range s.variables() {
		environment = append(environment, setting[0]+"="+setting[1])
	}
	return environment
}

// tape keeps what was called.
type tape struct {
	mu   sync.Mutex
	said []proxy.Call
}

func (t *tape) add(x *proxy.Exchange) {
	if c, ok := proxy.CallOf(x); ok {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.said = append(t.said, c)
	}
}

func (t *tape) calls() ([]call, []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return callsOf(t.said)
}

// callsOf are the operations of a session, and its requests that are none, each once.
func callsOf(said []proxy.Call) (calls []call, others []string) {
	for _, c := range said {
		op, err := catalog.Default().Find(c.Operation)
		if c.Operation == "" || err != nil {
			if other := c.Method + " " + c.Path; !slices.Contains(others, other) {
				others = append(others, other)
			}
			continue
		}
		refused := 0
		if c.Refused != "" || c.Status >= 400 {
			refused = 1
		}
		calls = append(calls, call{op, 1, refused})
	}
	return calls, others
}

// readSession adds what a recorded session called.
func (w *wanted) readSession() error {
	file, err := os.Open(w.session)
	if err != nil {
		return err
	}
	said, err := proxy.ReadCalls(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s: %w", w.session, err)
	}
	calls, others := callsOf(said)
	w.counted = append(w.counted, calls...)
	w.others = append(w.others, others...)
	for _, c := range calls {
		w.ops = append(w.ops, c.op)
	}
	return nil
}
