// Package golden compares what a value writes with expected bytes. It owns the way such bytes are
// laid out in a test: over many lines, each of which loses the white space around it. Test code
// only.
package golden

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/wire"
)

// Check fails t unless v writes exactly want, and reading want back gives a value that writes it
// again, as a client that echoes what it read would.
func Check[T any](t *testing.T, v T, want string) {
	t.Helper()
	want = oneLine(want)
	got, err := wire.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines(want), lines(string(got))); diff != "" {
		t.Fatalf("written (-want +got):\n%s", diff)
	}
	var read T
	if err := wire.Unmarshal(got, &read); err != nil {
		t.Fatal(err)
	}
	again, err := wire.Marshal(read)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lines(want), lines(string(again))); diff != "" {
		t.Fatalf("read and written again (-want +got):\n%s", diff)
	}
}

func oneLine(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimSpace(line))
	}
	return b.String()
}

// lines cuts after each comma, so that a difference shows the member and not the whole object.
func lines(text string) []string { return strings.SplitAfter(text, ",") }
