package contract

import (
	"os"
	"testing"

	"github.com/weirhq/weir/internal/cli"
)

// runAs is the environment variable that makes the test binary behave as the program weir, for tests that run it.
const runAs = "WEIR_CONTRACT_RUN_AS"

func TestMain(m *testing.M) {
	if os.Getenv(runAs) == "weir" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
	}
	os.Exit(m.Run())
}
