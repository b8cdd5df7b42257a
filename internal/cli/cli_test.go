package cli

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/weirhq/weir/internal/explain"
	"github.com/weirhq/weir/internal/wiki"
)

// TestMain lets the scripts run weir as a process of its own, for signals and exit codes.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"weir": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ())) },
	})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		Setup:               leaveRefusal,
		Condition:           onPath,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitCodeIs,
			"awaitlog": awaitLog,
		},
	})
}

// leaveRefusal puts the record of one refusal into data/ of the script's folder.
func leaveRefusal(env *testscript.Env) error {
	ring, err := explain.Open(filepath.Join(env.WorkDir, "data", "refusals"), explain.Options{})
	if err != nil {
		return err
	}
	ring.Add(explain.Record{
		RequestID: "6a1d3a64-1f0e-4a43-8f1e-0f2b6f0a9d11", Time: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		Operation: "v2:getPages", Door: "gateway", Method: "GET", Template: "/wiki/api/v2/pages", Status: 401,
		Reason: wiki.ScopeMissing, Need: []string{"read:page:confluence"}, Held: []string{"read:space:confluence"},
	}, "test")
	return ring.Close()
}

// exitCodeIs runs a command and compares its exit code: exitcode 1 weir nosuch.
func exitCodeIs(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode code command [args...]")
	}
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// awaitLog waits until a file that a background command writes holds the text: awaitlog file text.
func awaitLog(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: awaitlog file text")
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	late := time.After(20 * time.Second)
	for {
		content, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && strings.Contains(string(content), args[1]) {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			ts.Fatalf("%s does not hold %q:\n%s", args[0], args[1], content)
		}
	}
}

func TestExitCodesFollowTheReason(t *testing.T) {
	t.Parallel()
	got := map[int][]string{}
	for _, r := range []wiki.Reason{
		wiki.ScopeMissing, wiki.OperationClosedToScopes, wiki.NoPermission, wiki.NoViewPermission, wiki.EditRestricted,
		wiki.NoSiteAccess, wiki.CredentialsMissing, wiki.TokenExpired, wiki.ScopedTokenAtSite, wiki.InvalidInput, wiki.InternalError,
	} {
		code := exitCode(wiki.NewError(r, wiki.Facts{}))
		got[code] = append(got[code], string(r))
	}
	want := map[int][]string{
		exitFailed:         {"invalid-input", "internal-error"},
		exitAuthentication: {"credentials-missing", "token-expired", "scoped-token-at-site"},
		exitScope:          {"scope-missing", "operation-closed-to-scopes"},
		exitPermission:     {"no-permission", "no-view-permission", "edit-restricted", "no-site-access"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("exit codes (-want +got):\n%s", diff)
	}
	if code := exitCode(errCancelled); code != exitCancelled {
		t.Errorf("cancelled: %d", code)
	}
}

func TestVersionSaysWhatTheBuildRecorded(t *testing.T) {
	t.Parallel()
	build := &debug.BuildInfo{
		Main:     debug.Module{Version: "v1.2.3"},
		Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}},
		Deps:     []*debug.Module{{Path: "modernc.org/sqlite", Version: "v1.60.1"}},
	}
	got := thisVersion(build, true)
	delete(got, "go")
	want := map[string]string{"version": "v1.2.3", "commit": "abc", "sqliteDriver": "v1.60.1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("version (-want +got):\n%s", diff)
	}
	got = thisVersion(nil, false)
	delete(got, "go")
	want = map[string]string{"version": "unknown", "commit": "unknown", "sqliteDriver": "unknown"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("without build information (-want +got):\n%s", diff)
	}
}

func TestTheLastOfTwoVariablesCounts(t *testing.T) {
	t.Parallel()
	env := lookup([]string{"A=1", "B=x=y", "A=2", "C="})
	for name, want := range map[string]string{"A": "2", "B": "x=y", "C": ""} {
		if got, set := env(name); !set || got != want {
			t.Errorf("%s: %q %v, want %q", name, got, set, want)
		}
	}
	if _, set := env("D"); set {
		t.Error("D is set")
	}
}
