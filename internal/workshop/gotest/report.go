package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// event is one line of `go test -json`, of which the members used here (go doc test2json).
type event struct {
	Action  string // output, pass, fail, skip, build-output, …
	Package string
	Test    string // empty for the package itself
	Output  string
}

// report turns events back into the lines of a plain `go test`, and counts.
type report struct {
	out            io.Writer
	text           map[string]*strings.Builder // of each test that has not ended, by package and test
	failures       map[string]*strings.Builder // of each package that has not ended: the text of its failed tests
	broken         map[string]bool             // packages in which a test has failed
	passed, failed int
	skipped        []skip
	told           []failure
}

// failure is one test that failed, and the beginning of what it said.
type failure struct{ pkg, test, said string }

// skip is one test that did not run, and the reason it gave.
type skip struct{ pkg, test, reason string }

func newReport(out io.Writer) *report {
	return &report{out: out, text: map[string]*strings.Builder{}, failures: map[string]*strings.Builder{}, broken: map[string]bool{}}
}

func (r *report) print(s string) { _, _ = io.WriteString(r.out, s) } // standard output: nowhere to tell an error

// add takes one event.
func (r *report) add(e event) {
	switch {
	case e.Action == "build-output":
		r.print(e.Output)
	case e.Test == "":
		r.addPackage(e)
	default:
		r.addTest(e)
	}
}

// addTest collects a test's text until it ends, and keeps it if the test failed.
func (r *report) addTest(e event) {
	key := e.Package + "\x00" + e.Test
	switch e.Action {
	case "output":
		if !isFraming(e.Output) {
			builder(r.text, key).WriteString(e.Output)
		}
		return
	case "pass":
		r.passed++
	case "fail":
		r.failed++
		r.broken[e.Package] = true
		text := builder(r.text, key).String()
		builder(r.failures, e.Package).WriteString(text)
		if said := beginning(text); said != "" {
			r.told = append(r.told, failure{pkg: e.Package, test: e.Test, said: said})
		}
	case "skip":
		r.skipped = append(r.skipped, skip{pkg: e.Package, test: e.Test, reason: reason(builder(r.text, key).String())})
	default: // run, pause, cont, bench
		return
	}
	delete(r.text, key)
}

// addPackage collects what a package prints itself, and prints it at the package's end: all of it after a failure, else
// the closing line alone, as a plain `go test` of several packages does.
func (r *report) addPackage(e event) {
	switch e.Action {
	case "output":
		builder(r.text, e.Package).WriteString(e.Output)
		return
	case "fail":
		r.print(builder(r.failures, e.Package).String())
		r.printUnfinished(e.Package)
		r.print(builder(r.text, e.Package).String())
		if !r.broken[e.Package] { // it did not build, or ended outside a test
			r.failed++
		}
	case "pass", "skip":
		for line := range strings.Lines(builder(r.text, e.Package).String()) {
			if strings.HasPrefix(line, "ok ") || strings.HasPrefix(line, "? ") {
				r.print(line)
			}
		}
	default: // start
		return
	}
	delete(r.text, e.Package)
	delete(r.failures, e.Package)
}

// printUnfinished prints the text of a failed package's tests that never ended: a panic or a time-out stands there.
func (r *report) printUnfinished(pkg string) {
	var keys []string
	for key := range r.text {
		if strings.HasPrefix(key, pkg+"\x00") {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		r.print(r.text[key].String())
		delete(r.text, key)
	}
}

// close prints one line for each reason of skipping, how each failure began, since what a test of a server says ends with
// the server's log, and the counts.
func (r *report) close(strict bool) {
	for _, f := range r.told[:min(len(r.told), maxFailures)] {
		r.print("failed: " + f.pkg + "." + f.test + "\n" + f.said)
	}
	byReason := map[string][]string{}
	var reasons []string
	for _, s := range r.skipped {
		if byReason[s.reason] == nil {
			reasons = append(reasons, s.reason)
		}
		byReason[s.reason] = append(byReason[s.reason], s.pkg+"."+s.test)
	}
	slices.Sort(reasons)
	for _, why := range reasons {
		tests := byReason[why]
		count := len(tests)
		if count > 4 {
			tests = append(tests[:3:3], fmt.Sprintf("and %d more", count-3))
		}
		fmt.Fprintf(r.out, "skipped %d: %s (%s)\n", count, why, strings.Join(tests, ", "))
	}
	if strict && len(r.skipped) > 0 {
		r.print("FAIL: CI or WEIR_TEST_STRICT is set, and a skipped test then counts as failed\n")
	} else if r.failed > 0 {
		r.print("FAIL\n")
	}
	fmt.Fprintf(r.out, "tests: %d passed, %d failed, %d skipped\n", r.passed, r.failed, len(r.skipped))
}

const (
	maxFailures   = 20
	maxSaid       = 12  // lines
	maxSaidInLine = 400 // bytes
)

// beginning is how the text of a failed test begins, empty if it is no more than that it or a part of it failed.
func beginning(text string) string {
	var b strings.Builder
	lines := 0
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "--- ") {
			continue
		}
		if lines++; lines > maxSaid {
			break
		}
		line = strings.TrimRight(line, "\n")
		if len(line) > maxSaidInLine {
			line = strings.ToValidUTF8(line[:maxSaidInLine], "") + "…"
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// isFraming reports whether a line of output only says that a test starts, waits or goes on.
func isFraming(line string) bool { return strings.HasPrefix(line, "=== ") }

// place is what the testing package writes before a message: its file and line.
var place = regexp.MustCompile(`^\S+\.go:\d+: `)

// reason is what a skipped test said, on one line.
func reason(text string) string {
	var said []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "--- SKIP") {
			continue
		}
		said = append(said, place.ReplaceAllString(line, ""))
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}

// builder returns the builder at key, made on first use.
func builder(m map[string]*strings.Builder, key string) *strings.Builder {
	b := m[key]
	if b == nil {
		b = &strings.Builder{}
		m[key] = b
	}
	return b
}
