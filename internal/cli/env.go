package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/toolkit/login"
)

// assignment is how a shell sets a variable.
type assignment struct {
	shell string
	set   func(name, value string) string
}

// assignments is how each shell sets a variable for the programs that it starts; value is quoted such that nothing in it
// is taken for anything but itself.
var assignments = []assignment{
	{"sh", func(name, value string) string {
		return "export " + name + "='" + strings.ReplaceAll(value, "'", `'\''`) + "'"
	}},
	{"fish", func(name, value string) string {
		return "set -gx " + name + " '" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(value) + "'"
	}},
	{"powershell", func(name, value string) string {
		return "$env:" + name + " = '" + strings.ReplaceAll(value, "'", "''") + "'"
	}},
	{"file", func(name, value string) string { return name + "=" + value }},
}

func envCommand(a *app) *cobra.Command {
	var o connection
	shell := assignments[0].shell
	shells := []string{}
	for _, s := range assignments {
		shells = append(shells, s.shell)
	}
	cmd := &cobra.Command{
		Use:   "env",
		Short: "Print the site, the account and the token under the names that other clients read",
		Long: `Print the site, the account and the token under the names that other clients read, for a shell to set.

The address is that of the door which the token opens: the site, or the gateway for a token with scopes. The token is
printed as it is. weir proxy --env keeps it from other programs.`,
		Example: `  eval "$(weir env)"
  weir env --shell fish | source
  weir env --shell powershell | Invoke-Expression
  docker run --env-file <(weir env --shell file) image`,
		Args: args(noArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runEnv(cmd.Context(), o, shell) },
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&shell, "shell", shell, "whose language: "+strings.Join(shells, ", "))
	if err := cmd.RegisterFlagCompletionFunc("shell", cobra.FixedCompletions(shells, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // no such flag
	}
	return cmd
}

func (a *app) runEnv(ctx context.Context, o connection, shell string) error {
	i := slices.IndexFunc(assignments, func(s assignment) bool { return s.shell == shell })
	if i < 0 {
		return usageError{fmt.Errorf("--shell knows no %q", shell)}
	}
	choice, home, err := a.pick(ctx, o)
	if err != nil {
		return err
	}
	c, err := a.connect(choice, home, nil)
	if err != nil {
		return err
	}
	door, err := c.Door(ctx)
	if err != nil {
		return err
	}
	base, err := c.BaseURL(ctx)
	if err != nil {
		return err
	}
	cloudID := ""
	if door.Gateway {
		cloudID = door.CloudID
	}
	var text strings.Builder
	for _, setting := range login.DoorVariables(base, cloudID, choice.Credentials.Email, choice.Credentials.Token) {
		text.WriteString(assignments[i].set(setting[0], setting[1]) + "\n")
	}
	_, err = fmt.Fprint(a.out, text.String())
	return err
}
