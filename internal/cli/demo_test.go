package cli

import (
	"context"
	"crypto/rand"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// whole counts the writes it gets and ends the program with the first.
type whole struct {
	writes []string
	end    context.CancelFunc
}

func (w *whole) Write(p []byte) (int, error) {
	w.writes = append(w.writes, string(p))
	w.end()
	return len(p), nil
}

// TestADemoIsPrintedAtOnce: whoever reads the first lines only, as `weir demo | head -5` does, has not ended the demo with
// the next.
func TestADemoIsPrintedAtOnce(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	out := &whole{end: end}
	a := &app{self: "bin/weir", in: strings.NewReader(""), out: out, err: io.Discard, env: lookup(nil), now: time.Now, random: rand.Reader}
	root := a.root()
	root.SetArgs([]string{"demo", "--addr", "127.0.0.1:0", "--dir", filepath.Join(t.TempDir(), "data")})
	if err := root.ExecuteContext(ctx); err != nil {
		t.Fatal(err)
	}
	if len(out.writes) != 1 || !strings.Contains(out.writes[0], "\n  bin/weir explain --data-dir ") {
		t.Errorf("%d writes: %q", len(out.writes), out.writes)
	}
}

func TestHowAPersonCallsTheProgramAgain(t *testing.T) {
	t.Parallel()
	for self, want := range map[string]string{
		"weir": "weir", "bin/weir": "bin/weir", "/opt/my tools/weir": "'/opt/my tools/weir'",
		"/tmp/go-build123/b001/exe/weir": goRun, "/tmp/go-build9/b001/cli.test": goRun, "weir.test": goRun, "it's/weir": `'it'\''s/weir'`,
	} {
		if got := shellWord((&app{self: self}).called()); got != want {
			t.Errorf("%s: %s, want %s", self, got, want)
		}
	}
}
