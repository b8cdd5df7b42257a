// Command gotest runs `go test` and prints what it prints, then one line for each reason a test was skipped, then the
// counts. `go test` by itself hides skipped tests. Under CI or WEIR_TEST_STRICT a skipped test counts as a failure. Its
// arguments go to `go test` as they are.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/go-json-experiment/json"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	strict := os.Getenv("CI") != "" || os.Getenv("WEIR_TEST_STRICT") != ""
	ok, err := run(ctx, os.Args[1:], strict)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "gotest:", err)
	}
	if !ok {
		os.Exit(1)
	}
}

// run runs the tests and reports whether all is well: nothing failed, and if strict nothing was skipped.
func run(ctx context.Context, args []string, strict bool) (ok bool, err error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json"}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, err
	}
	rep := newReport(os.Stdout)
	readErr := read(stdout, rep)
	waitErr := cmd.Wait()
	rep.close(strict)
	ok = waitErr == nil && readErr == nil && (!strict || len(rep.skipped) == 0)
	if exit := (*exec.ExitError)(nil); errors.As(waitErr, &exit) {
		waitErr = nil // what failed has been printed
	}
	return ok, errors.Join(readErr, waitErr)
}

// read hands each event to the report. A line that is none, such as a tool's own message, is printed as it is.
func read(r io.Reader, rep *report) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) == nil {
				rep.add(e)
			} else {
				rep.print(string(line))
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
