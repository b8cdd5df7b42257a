package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is a command line that does not parse.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// args makes what is wrong with a command line a usage error: its arguments, as check finds them, and after these the flags
// that must be there.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		if err == nil {
			err = requiredFlags(cmd)
		}
		if err == nil {
			err = cmd.ValidateFlagGroups()
		}
		if err != nil {
			return usageError{err}
		}
		return nil
	}
}

// noArgs is the check of a command without arguments. What a command with subcommands is given is a subcommand misspelt.
func noArgs(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case !cmd.HasAvailableSubCommands():
		return fmt.Errorf("%s takes no argument, and %q is one", cmd.CommandPath(), args[0])
	}
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return fmt.Errorf("%s has no command %q; did you mean %s?", cmd.CommandPath(), args[0], strings.Join(near, " or "))
	}
	return fmt.Errorf("%s has no command %q", cmd.CommandPath(), args[0])
}

// oneArg is the check of a command with one argument, which its form names.
func oneArg(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		return nil
	}
	return fmt.Errorf("%s takes one argument, here are %d: %s", cmd.CommandPath(), len(args), cmd.UseLine())
}

// requireFlags makes flags required. A name that is no flag is a mistake of the caller's.
func requireFlags(cmd *cobra.Command, names ...string) *cobra.Command {
	for _, name := range names {
		if err := cmd.MarkFlagRequired(name); err != nil {
			panic(err)
		}
	}
	return cmd
}

// requiredFlags names the flags that are missing.
func requiredFlags(cmd *cobra.Command) error {
	var missing []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if _, required := f.Annotations[cobra.BashCompOneRequiredFlag]; required && !f.Changed {
			missing = append(missing, "--"+f.Name)
		}
	})
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("%s needs %s", cmd.CommandPath(), strings.Join(missing, " and "))
}

// helpOfKnown makes weir help an error for what is no command; by itself it would show the help of weir.
func helpOfKnown(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	for _, help := range root.Commands() {
		if help.Name() != "help" {
			continue
		}
		help.Run, help.RunE = nil, func(_ *cobra.Command, names []string) error {
			cmd, rest, err := root.Find(names)
			if err == nil && len(rest) > 0 && cmd.HasAvailableSubCommands() {
				err = noArgs(cmd, rest)
			}
			if err != nil {
				return usageError{err}
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		}
	}
}
