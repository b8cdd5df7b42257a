package cli

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/weirhq/weir/weirtest"
)

// TestToolkitScripts runs the commands that call a site against a server that answers as a deployment does.
func TestToolkitScripts(t *testing.T) {
	t.Parallel()
	w := weirtest.New(t, weirtest.Deployed())
	narrow := w.NewToken(t, w.Admin, "read:space:confluence")
	page := w.Page(t, "Getting started")
	setup := func(env *testscript.Env) error {
		env.Vars = append(env.Vars,
			"XDG_CONFIG_HOME="+env.WorkDir+"/config", "XDG_CACHE_HOME="+env.WorkDir+"/cache", "DBUS_SESSION_BUS_ADDRESS=", "XDG_RUNTIME_DIR=",
			"SITE="+w.URL, "GATEWAY_URL="+w.GatewayURL, "CLOUD="+w.CloudID, "HOST="+w.URL[len("http://"):],
			"EMAIL="+w.Admin.Email, "UNSCOPED="+w.Unscoped.Text, "SCOPED="+w.Scoped.Text, "NARROW="+narrow.Text,
			"REVOKED="+w.Revoked.Text, "MEMBER="+w.Member.Email, "READER="+w.Reader.Text, "SERVICE="+w.Service.Text,
			"PAGE="+page.ID, "SPACE="+page.SpaceID,
		)
		return nil
	}
	for _, dir := range []string{"testdata/auth", "testdata/api", "testdata/scopes", "testdata/proxy", "testdata/doctor"} {
		testscript.Run(t, testscript.Params{
			Dir: dir, RequireExplicitExec: true, Setup: setup, Condition: onPath,
			Cmds: map[string]func(*testscript.TestScript, bool, []string){
				"exitcode": exitCodeIs, "file": writeLine, "netrc": writeNetrc, "awaitlog": awaitLog,
			},
		})
	}
}

// onPath is the condition [has:PROGRAM].
func onPath(condition string) (bool, error) {
	program, ok := strings.CutPrefix(condition, "has:")
	if !ok {
		return false, fmt.Errorf("unknown condition %q", condition)
	}
	_, err := exec.LookPath(program)
	return err == nil, nil
}

// writeLine writes a line into a file, so that a token can come from one: file name text.
func writeLine(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: file name text")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[1]+"\n"), 0o600))
}

// writeNetrc writes an entry for 127.0.0.1: netrc name login password.
func writeNetrc(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: netrc name login password")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), fmt.Appendf(nil, "machine 127.0.0.1 login %s password %s\n", args[1], args[2]), 0o600))
}
