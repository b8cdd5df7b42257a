package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/weirhq/weir/internal/wiki"
)

// The exit codes; 0 to 4 are those of gh.
const (
	exitDone           = 0
	exitFailed         = 1
	exitCancelled      = 2
	exitAuthentication = 4
	exitScope          = 8
	exitPermission     = 9
	exitFindings       = 10
	exitUnreachable    = 11
)

var exitCodes = []struct {
	code    int
	meaning string
}{
	{exitDone, "done"},
	{exitFailed, "failed, or the command line does not parse"},
	{exitCancelled, "cancelled"},
	{exitAuthentication, "a credential is needed, or the one given is not accepted"},
	{exitScope, "refused: the token lacks a scope"},
	{exitPermission, "refused: the account lacks a permission"},
	{exitFindings, "doctor found problems"},
	{exitUnreachable, "doctor could not ask the site"},
}

// errCancelled ends a command that was told to stop before it was done.
var errCancelled = fmt.Errorf("cancelled: %w", context.Canceled)

// exitCode is the exit code of a failed command.
func exitCode(err error) int {
	if errors.Is(err, context.Canceled) {
		return exitCancelled
	}
	if found, ok := errors.AsType[findingsError](err); ok {
		return found.code
	}
	if _, code, ok := callFailure(err); ok {
		return code
	}
	refusal, ok := errors.AsType[*wiki.Error](err)
	if !ok {
		return exitFailed
	}
	switch refusal.Reason {
	case wiki.ScopeMissing, wiki.OperationClosedToScopes:
		return exitScope
	case wiki.NoPermission, wiki.NoViewPermission, wiki.EditRestricted, wiki.NotSiteAdmin, wiki.SpaceIsArchived, wiki.NoSiteAccess:
		return exitPermission
	}
	switch refusal.Kind() {
	case wiki.Unauthorized, wiki.Refused:
		return exitAuthentication
	}
	return exitFailed
}

// exitCodesTopic is what `weir help exit-codes` prints.
func exitCodesTopic(*app) *cobra.Command {
	var table strings.Builder
	table.WriteString("Exit codes\n\n")
	for _, row := range exitCodes {
		fmt.Fprintf(&table, "  %2d  %s\n", row.code, row.meaning)
	}
	return &cobra.Command{
		Use:   "exit-codes",
		Short: "What the exit codes mean",
		Long:  strings.TrimSuffix(table.String(), "\n"),
	}
}
