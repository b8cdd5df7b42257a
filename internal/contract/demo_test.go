package contract

import (
	"bufio"
	"bytes"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// demo is a running weir demo.
type demo struct {
	text string            // what it printed
	env  map[string]string // what it wrote to its environment file
	file string            // that file
	dir  string            // with a .curlrc that makes curl quiet and tell the status
	cmd  *exec.Cmd
}

// startDemo runs the program, as a process of its own, until it has printed its lines.
func startDemo(t *testing.T, flags ...string) *demo {
	t.Helper()
	d := &demo{dir: t.TempDir(), env: map[string]string{}}
	d.file = filepath.Join(d.dir, "demo.env")
	curlrc := "silent\nshow-error\nwrite-out = \"\\n%{http_code}\\n\"\n"
	if err := os.WriteFile(filepath.Join(d.dir, ".curlrc"), []byte(curlrc), 0o600); err != nil {
		t.Fatal(err)
	}
	d.cmd = weir(t, append([]string{"demo", "--addr", "127.0.0.1:0", "--env", d.file}, flags...)...)
	d.cmd.Env = append(d.cmd.Env, "TMPDIR="+d.dir) // what a demo leaves that is killed goes with the test
	var talk bytes.Buffer
	d.cmd.Stderr = &talk
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = d.cmd.Process.Kill() // it has ended when all went well
		_ = d.cmd.Wait()
	})
	lines := bufio.NewReader(out)
	for !strings.Contains(d.text, "weir explain --data-dir") {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("weir demo: %v\n%s%s", err, d.text, talk.String())
		}
		d.text += line
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	written, err := os.ReadFile(d.file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(written)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		d.env[name] = value
	}
	return d
}

// weir is the program with its arguments, without the settings of the machine it runs on.
func weir(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = []string{runAs + "=weir", "TMPDIR=" + os.TempDir(), "PATH=" + os.Getenv("PATH")}
	return cmd
}

// sh runs a line as a person would who pasted it.
func (d *demo) sh(t *testing.T, line string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), needs(t, "sh"), "-e", "-c", line)
	cmd.Dir = d.dir
	cmd.Env = []string{"CURL_HOME=" + d.dir, "HOME=" + d.dir, "PATH=" + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", line, err, out)
	}
	return string(out)
}

// outcome is the status that curl told last, and the reason, when the headers were shown.
func outcome(out string) string {
	lines := strings.Split(strings.TrimSpace(out), "\n")
	status := lines[len(lines)-1]
	for _, line := range lines {
		if reason, ok := strings.CutPrefix(line, "X-Weir-Reason: "); ok {
			reason, _, _ = strings.Cut(strings.TrimSpace(reason), ";")
			return status + " " + reason
		}
	}
	return status
}

// TestTheDemosLinesWork pastes each curl line that weir demo prints.
func TestTheDemosLinesWork(t *testing.T) {
	t.Parallel()
	needs(t, "curl")
	for _, variant := range []struct {
		name  string
		flags []string
		last  []string // of the revoked token
	}{
		{"private", nil, []string{"403 token-revoked", "404 token-revoked"}},
		{"public", []string{"--public"}, []string{"200 token-revoked", "200 token-revoked"}},
	} {
		t.Run(variant.name, func(t *testing.T) {
			t.Parallel()
			d := startDemo(t, variant.flags...)
			var got []string
			for line := range strings.Lines(d.text) {
				if line = strings.TrimSpace(line); strings.HasPrefix(line, "curl ") {
					got = append(got, outcome(d.sh(t, line)))
				}
			}
			want := slices.Concat([]string{
				"200", "200", "200", "200", "200", "401 scoped-token-at-site", "200", "401 scope-missing"},
				variant.last, []string{"200"})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTheDemosFile reads the environment file as a script does, and stops the demo as a person does: nothing is left.
func TestTheDemosFile(t *testing.T) {
	t.Parallel()
	needs(t, "curl")
	d := startDemo(t)
	want := []string{"CLOUD_ID", "DATA_DIR", "EMAIL", "GATEWAY_URL", "READONLY_TOKEN", "SCOPED_TOKEN", "SITE_URL", "SPACE_KEY", "TOKEN"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(d.env))); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	if d.env["GATEWAY_URL"] != d.env["SITE_URL"]+"/ex/confluence/"+d.env["CLOUD_ID"] {
		t.Errorf("GATEWAY_URL is %s", d.env["GATEWAY_URL"])
	}
	if info, err := os.Stat(d.file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is readable by others: %v, %v", info.Mode(), err)
	}
	for line, status := range map[string]string{
		`curl "$SITE_URL/_edge/tenant_info"`:                                                       "200",
		`curl -u "$EMAIL:$TOKEN" "$SITE_URL/wiki/rest/api/space/$SPACE_KEY"`:                       "200",
		`curl -u "$EMAIL:$SCOPED_TOKEN" "$GATEWAY_URL/wiki/rest/api/space/$SPACE_KEY"`:             "200",
		`curl -u "$EMAIL:$SCOPED_TOKEN" "$GATEWAY_URL/api/v2/spaces?keys=$SPACE_KEY"`:              "200",
		`curl -u "$EMAIL:$READONLY_TOKEN" "$GATEWAY_URL/rest/api/content/search?cql=space=PUB"`:    "200",
		`curl -X POST -u "$EMAIL:$READONLY_TOKEN" "$GATEWAY_URL/rest/api/content"`:                 "401",
		`curl -f -o /dev/null -u "$EMAIL:$TOKEN" "$SITE_URL/wiki/api/v2/pages?limit=1"; echo done`: "done",
	} {
		if got := outcome(d.sh(t, ". ./demo.env; "+line)); got != status {
			t.Errorf("%s: %s, want %s", line, got, status)
		}
	}
	if _, err := os.Stat(filepath.Join(d.env["DATA_DIR"], "weir.db")); err != nil {
		t.Error(err)
	}
	if err := d.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Wait(); err != nil {
		t.Errorf("the demo stopped with %v", err)
	}
	if _, err := os.Stat(d.env["DATA_DIR"]); !os.IsNotExist(err) {
		t.Errorf("the demo left %s: %v", d.env["DATA_DIR"], err)
	}
}

var requestID = regexp.MustCompile(`(?i)atl-request-id: (\S+)`)

// TestTheReadmesTour pastes the tour of the README into a shell, and has the last refusal explained as it says.
func TestTheReadmesTour(t *testing.T) {
	t.Parallel()
	needs(t, "curl")
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, tour, _ := strings.Cut(string(text), "```sh\nset -a; . ./demo.env; set +a ")
	_, tour, _ = strings.Cut(tour, "\n") // the rest of the comment
	tour, _, found := strings.Cut(tour, "```")
	if !found {
		t.Fatal("the README has no tour that begins with the demo's file")
	}
	d := startDemo(t)
	var got []string
	var explained string
	for line := range strings.Lines(tour) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "curl "):
			out := d.sh(t, ". ./demo.env; "+line)
			got = append(got, outcome(out))
			if m := requestID.FindStringSubmatch(out); m != nil {
				explained = m[1]
			}
		case strings.HasPrefix(line, "go run ./cmd/weir explain"):
			out, err := weir(t, "explain", "--data-dir", d.env["DATA_DIR"], explained).Output()
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			first, _, _ := strings.Cut(string(out), "\n")
			got = append(got, first)
		case line != "" && !strings.HasPrefix(line, "#"):
			t.Errorf("nobody knows what %q should do", line)
		}
	}
	want := []string{"200", "401 scoped-token-at-site", "200", "200", "200", "401 scope-missing", "401 scope-missing"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
