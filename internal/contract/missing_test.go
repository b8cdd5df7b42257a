package contract

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update rewrites what is recorded: docs/missing-operations.md and the transcripts that are not typed.
var update = flag.Bool("update", false, "rewrite docs/missing-operations.md and recorded transcripts")

// TestMissingOperations holds the one list of what is not built yet to the rows there are. `go generate` writes it.
func TestMissingOperations(t *testing.T) {
	t.Parallel()
	const path = "../../docs/missing-operations.md"
	want := missingDocument(operations(t))
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("run go generate ./internal/contract (-want +got):\n%s", diff)
	}
}

func missingDocument(ops []operation) string {
	var b strings.Builder
	built := 0
	for _, op := range ops {
		if op.built {
			built++
		}
	}
	fmt.Fprintf(&b, `<!-- Written by go generate ./internal/contract; do not edit. -->
# Operations that are not built yet

Of the %d operations of the catalogue %d are built and %d are not. One that is not built asks for its scopes like every
other and then answers 404, with the reason operation-not-built.
`, len(ops), built, len(ops)-built)
	for _, version := range []string{"v1", "v2"} {
		fmt.Fprintf(&b, "\n## %s\n\n| Operation | Method | Path |\n|---|---|---|\n", version)
		for _, op := range ops {
			if !op.built && op.version == version {
				fmt.Fprintf(&b, "| %s | %s | `%s` |\n", op.id, op.method, op.path)
			}
		}
	}
	return b.String()
}
