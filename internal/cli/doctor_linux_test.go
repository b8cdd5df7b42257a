package cli

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDoctorAsksAPerson pastes a line of two lines into a terminal; nothing of it is shown.
func TestDoctorAsksAPerson(t *testing.T) {
	t.Parallel()
	person, program := terminal(t)
	a := &app{in: program, out: program, err: program, env: lookup(nil)}
	seen := make(chan string)
	go func() {
		var screen strings.Builder
		pasted := false
		buffer := make([]byte, 1)
		for !strings.HasSuffix(screen.String(), "… \r\n") {
			if _, err := person.Read(buffer); err != nil {
				break
			}
			screen.Write(buffer)
			if !pasted && strings.HasSuffix(screen.String(), "shown): ") {
				for echoes(program) { // nobody pastes as fast as this test
					runtime.Gosched()
				}
				pasted = true
				_, _ = io.WriteString(person, "curl -u ann@example.com:SECRET \\\n https://acme.atlassian.net/wiki/api/v2/pages\n")
			}
		}
		seen <- screen.String()
	}()
	text, err := a.pasted(nil, doctorOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if want := "curl -u ann@example.com:SECRET \\\n https://acme.atlassian.net/wiki/api/v2/pages"; text != want {
		t.Errorf("pasted %q, want %q", text, want)
	}
	want := "Paste the call, or nothing to look at the site alone (it is not shown): \r\n… \r\n"
	if diff := cmp.Diff(want, <-seen); diff != "" {
		t.Errorf("screen (-want +got):\n%s", diff)
	}
}

// TestOnlyTerminalsGetEmphasis: and not even they, where their user says so.
func TestOnlyTerminalsGetEmphasis(t *testing.T) {
	t.Parallel()
	_, program := terminal(t)
	for name, tc := range map[string]struct {
		env  []string
		out  io.Writer
		want string
	}{
		"a terminal":        {nil, program, "\x1b[1mx\x1b[0m"},
		"NO_COLOR":          {[]string{"NO_COLOR=1"}, program, "x"},
		"a simple terminal": {[]string{"TERM=dumb"}, program, "x"},
		"a file":            {nil, io.Discard, "x"},
	} {
		a := &app{out: tc.out, env: lookup(tc.env)}
		if got := a.strong()("x"); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
	}
}
