// Command run starts a throw-away PostgreSQL server, runs a command that finds it in WEIR_TEST_POSTGRES, stops the server
// and exits as the command did:
//
//	go run ./internal/pgtest/run -- go test ./internal/store/...
//
// A server that WEIR_TEST_POSTGRES already names is used as it is. With -optional the command runs without a server where
// PostgreSQL is not installed, and its tests say that they were skipped. It installs nothing.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/weirhq/weir/internal/pgtest/cluster"
)

// serverVariable is pgtest.ServerVariable, written again because that package links the testing framework.
const serverVariable = "WEIR_TEST_POSTGRES"

func main() {
	optional := flag.Bool("optional", false, "run the command without a server when PostgreSQL is not installed")
	durable := flag.Bool("durable", false, "keep each commit on disk, as a real server does (for benchmarks)")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: run [-optional] [-durable] -- command [argument…]")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code, err := run(ctx, flag.Args(), cluster.Options{Durable: *durable}, *optional, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		code = 1
	}
	os.Exit(code)
}

// run runs the command beside a server and returns the command's exit code. On ctx's end the command is interrupted and
// waited for, and the server stopped after it.
func run(ctx context.Context, args []string, opts cluster.Options, optional bool, notes io.Writer) (code int, err error) {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Env = os.Environ()
	if os.Getenv(serverVariable) == "" {
		c, startErr := cluster.Start(ctx, opts)
		switch {
		case startErr == nil:
			defer func() { err = errors.Join(err, c.Close()) }()
			cmd.Env = append(cmd.Env, serverVariable+"="+c.URL("postgres"))
		case optional && errors.Is(startErr, cluster.ErrNotInstalled):
			fmt.Fprintln(notes, "pgtest: going on without PostgreSQL:", startErr)
		default:
			return 0, startErr
		}
	}
	err = cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		if !exit.Exited() { // ended by a signal: there is no code, and it was not a success
			return 1, nil
		}
		return exit.ExitCode(), nil
	}
	return 0, err
}
