// Package cli owns the command weir: one file a subcommand, and here the frame they share: streams, environment,
// configuration flags, exit codes. Data goes to standard output, talk to standard error. It refuses to know what the
// commands work on; each is a few lines over the package that does the work.
package cli

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/config"
)

// subcommands are all commands in the order of the help; a new one is a line here and a file of its own.
var subcommands = []func(*app) *cobra.Command{
	demoCommand,
	serveCommand,
	siteCommand,
	spaceCommand,
	classificationCommand,
	userCommand,
	appCommand,
	tokenCommand,
	configCommand,
	apiCommand,
	authCommand,
	envCommand,
	scopesCommand,
	proxyCommand,
	doctorCommand,
	explainCommand,
	versionCommand,
	manCommand,
	exitCodesTopic,
}

// app is the process as the commands see it; tests make their own.
type app struct {
	self     string // how this process was called
	in       io.Reader
	out, err io.Writer
	env      func(name string) (string, bool)
	environ  []string // all of it, for programs that are started
	now      func() time.Time
	random   io.Reader
}

// Main runs the command line args (without the program's name) and returns the exit code. env is a list of NAME=value
// as os.Environ gives it.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, env []string) int {
	a := &app{self: os.Args[0], in: stdin, out: stdout, err: stderr, env: lookup(env), environ: env, now: time.Now, random: rand.Reader}
	root := a.root()
	root.SetArgs(args)
	cmd, err := root.ExecuteContextC(context.Background())
	if err == nil {
		return exitDone
	}
	if errors.As(err, new(reportedError)) {
		return exitCode(err)
	}
	fmt.Fprintf(stderr, "weir: %s\n", told(err))
	if errors.As(err, new(usageError)) {
		fmt.Fprintf(stderr, "See %q.\n", cmd.CommandPath()+" --help")
	}
	return exitCode(err)
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "weir",
		Short: "The Confluence Cloud REST API with its tokens, as one program",
		Args:  args(noArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		// Errors are printed once, by Main, and without a page of usage around them.
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	for _, command := range subcommands {
		root.AddCommand(command(a))
	}
	helpOfKnown(root)
	return root
}

// lookup reads a list of NAME=value; of a name that occurs twice the last value counts.
func lookup(env []string) func(string) (string, bool) {
	values := make(map[string]string, len(env))
	for _, entry := range env {
		name, value, _ := strings.Cut(entry, "=")
		values[name] = value
	}
	return func(name string) (string, bool) {
		value, set := values[name]
		return value, set
	}
}

// configFlags gives a command --config and a flag for each option named, or for all when none is.
func configFlags(cmd *cobra.Command, paths ...string) {
	flags := cmd.Flags()
	flags.String("config", "", "configuration file (default: $WEIR_CONFIG, else none)")
	for _, f := range config.Fields() {
		if len(paths) > 0 && !slices.Contains(paths, f.Path) {
			continue
		}
		usage := f.Usage
		if len(f.Choices) > 0 && !strings.Contains(usage, f.Choices[0]) {
			usage += ": " + strings.Join(f.Choices, ", ")
		}
		// Every value is kept as text and read by package config, which reads the environment the same way.
		flags.String(f.Flag, "", usage)
		if f.Switch {
			flags.Lookup(f.Flag).NoOptDefVal = "true"
		}
	}
}

// loadConfig reads the configuration of a command that has configFlags. adapt changes the defaults; nil leaves them.
func (a *app) loadConfig(cmd *cobra.Command, adapt func(*config.Config)) (*config.Config, config.Origins, error) {
	from := config.Sources{Env: a.env, Flags: map[string]string{}, Adapt: adapt}
	from.File, _ = a.env("WEIR_CONFIG")
	if flag := cmd.Flags().Lookup("config"); flag.Changed {
		from.File = flag.Value.String()
	}
	for _, f := range config.Fields() {
		if flag := cmd.Flags().Lookup(f.Flag); flag != nil && flag.Changed {
			from.Flags[f.Flag] = flag.Value.String()
		}
	}
	return config.Load(from)
}

// isTerminal reports whether a person reads the stream.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
