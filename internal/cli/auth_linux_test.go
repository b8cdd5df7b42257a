package cli

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// terminal is a pseudo-terminal: what a person types and sees, and what the program has.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return person, program
}

// echoes reports whether a terminal shows what is typed.
func echoes(f *os.File) bool {
	state, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil && state.Lflag&unix.ECHO != 0
}

// TestLoginAsksAPerson types three answers; the last one is not shown.
func TestLoginAsksAPerson(t *testing.T) {
	t.Parallel()
	person, program := terminal(t)
	a := &app{in: program, err: program, env: lookup(nil)}
	seen := make(chan string)
	go func() {
		var screen strings.Builder
		answers := map[string]string{"URL): ": "acme\n", "E-mail: ": "ann@example.com\n", "token: ": "SECRET\n"}
		buffer := make([]byte, 1)
		for len(answers) > 0 || !strings.HasSuffix(screen.String(), "token: \r\n") {
			if _, err := person.Read(buffer); err != nil {
				break
			}
			screen.Write(buffer)
			for prompt, answer := range answers {
				if strings.HasSuffix(screen.String(), prompt) {
					delete(answers, prompt)
					for prompt == "token: " && echoes(program) { // nobody types as fast as this test
						runtime.Gosched()
					}
					_, _ = io.WriteString(person, answer)
				}
			}
		}
		seen <- screen.String()
	}()
	var o loginOptions
	if err := a.complete(&o); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"acme", "ann@example.com", "SECRET"}, []string{o.site, o.email, o.token}); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	want := "Site (name, host or URL): acme\r\nE-mail: ann@example.com\r\nAPI token: \r\n"
	if diff := cmp.Diff(want, <-seen); diff != "" {
		t.Errorf("screen (-want +got):\n%s", diff)
	}
	a.env = lookup([]string{"CI=true"})
	if err := a.complete(&loginOptions{}); err == nil || err.Error() != "give the site: weir auth login <site>" {
		t.Errorf("in CI: %v", err)
	}
}

// TestColoursAreForTerminals holds who sees colours: a person at a terminal that can, who has not said no.
func TestColoursAreForTerminals(t *testing.T) {
	t.Parallel()
	_, program := terminal(t)
	for name, tt := range map[string]struct {
		env  []string
		to   io.Writer
		want bool
	}{
		"a terminal":      {nil, program, true},
		"NO_COLOR":        {[]string{"NO_COLOR=1"}, program, false},
		"NO_COLOR, empty": {[]string{"NO_COLOR="}, program, true},
		"a dumb one":      {[]string{"TERM=dumb"}, program, false},
		"a pipe":          {nil, io.Discard, false},
	} {
		if got := (&app{env: lookup(tt.env)}).colours(tt.to); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
