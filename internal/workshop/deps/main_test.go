package main

import (
	"errors"
	"strings"
	"testing"
)

func TestEnsure(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		here, mayInstall bool
		works            bool // the installation brings the program
		want, wantErr    string
	}{
		"present":          {here: true, mayInstall: true},
		"not allowed":      {want: "missing: Thing (tests of it). Debian package: thing\n"},
		"installed":        {mayInstall: true, works: true, want: "installing Thing: Debian package thing\n"},
		"package is empty": {mayInstall: true, want: "installing Thing: Debian package thing\n", wantErr: "Thing is still missing after package thing was installed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			present := c.here
			thing := need{name: "Thing", pkg: "thing", purpose: "tests of it", present: func() bool { return present }}
			var notes strings.Builder
			err := ensure([]need{thing}, c.mayInstall, &notes, func(need) error { present = c.works; return nil })
			if got := notes.String(); got != c.want {
				t.Errorf("said %q, want %q", got, c.want)
			}
			if got := text(err); got != c.wantErr {
				t.Errorf("error %q, want %q", got, c.wantErr)
			}
		})
	}
}

func TestEnsureGoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	missing := func() bool { return false }
	var tried []string
	err := ensure([]need{{name: "A", present: missing}, {name: "B", present: missing}}, true, &strings.Builder{}, func(n need) error {
		tried = append(tried, n.name)
		return errors.New("no " + n.name)
	})
	if got, want := text(err), "no A\nno B"; got != want || len(tried) != 2 {
		t.Errorf("error %q after trying %v, want %q", got, tried, want)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
