package contract

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1 "github.com/weirhq/weir/internal/rest/v1"
	v2 "github.com/weirhq/weir/internal/rest/v2"
)

// TestOperationsDocument holds docs/operations.md to the table and the rows. `go generate` writes it.
func TestOperationsDocument(t *testing.T) {
	t.Parallel()
	const path = "../../docs/operations.md"
	want := operationsDocument(t)
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

const operationsHead = `<!-- Written by go generate ./internal/contract; do not edit. -->
# Operations

Every operation of the REST API, what it asks of a token and what it asks of an account.

- **Scopes** are those of a scoped token: the classic set *or* the granular set, whole. [scopes.md](scopes.md) explains them.
  An operation without any takes unscoped tokens only.
- **Abilities** are the most that an operation needs of the account, as spaces grant them (` + "`create:page`" + `) and as
  membership of the site gives them (` + "`use:site`" + `); a read needs ` + "`read:space`" + ` and whatever restrictions leave.
- **Notes** name the statuses of success other than 200, and *differs* where [a deliberate difference](api-divergences.md) is.
`

func operationsDocument(t testing.TB) string {
	t.Helper()
	abilities := map[string]string{}
	for _, row := range v1.Version().Ops {
		abilities["v1:"+row.ID] = row.Perm.String()
	}
	for _, row := range v2.Version().Ops {
		abilities["v2:"+row.ID] = row.Perm.String()
	}
	divergences, err := os.ReadFile("../../docs/api-divergences.md")
	if err != nil {
		t.Fatal(err)
	}
	ops := operations(t)
	var b strings.Builder
	b.WriteString(operationsHead)
	for _, version := range []string{"v1", "v2"} {
		fmt.Fprintf(&b, "\n## %s\n\n| Operation | Method and path | Classic | Granular | Abilities | Notes |\n|---|---|---|---|---|---|\n", version)
		for _, op := range ops {
			if op.version == version {
				fmt.Fprintf(&b, "| %s | `%s %s` | %s | %s | %s | %s |\n", op.id, op.method, op.path,
					listed(op.classic), listed(op.granular), listed(strings.Fields(abilities[op.key()])), op.notes(string(divergences)))
			}
		}
	}
	return b.String()
}

// listed is a cell with names, or a dash.
func listed(names []string) string {
	if len(names) == 0 {
		return "–"
	}
	return "`" + strings.Join(names, "` `") + "`"
}

// notes is what else there is to say of an operation. A divergence is its own when it names the operation in backticks.
func (op operation) notes(divergences string) string {
	var notes []string
	if status := strings.Join(op.success, ", "); status != "200" {
		notes = append(notes, status)
	}
	if strings.Contains(divergences, "`"+op.key()+"`") {
		notes = append(notes, "*differs*")
	}
	return strings.Join(notes, "; ")
}
