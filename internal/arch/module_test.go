package arch

import (
	"fmt"
	"go/version"
	"runtime"
	"slices"
	"testing"

	"github.com/go-json-experiment/json"
)

// goMod is what `go mod edit -json` says of go.mod, of which the members used here.
type goMod struct {
	Require []struct{ Path, Version string }
	Replace []struct{ Old, New struct{ Path string } }
}

func readGoMod(t *testing.T) goMod {
	t.Helper()
	var mod goMod
	if err := json.Unmarshal([]byte(goTool(t, "mod", "edit", "-json")), &mod); err != nil {
		t.Fatal(err)
	}
	return mod
}

// TestNothingIsReplaced keeps the module one that others can depend on: a replace line counts only in the main module.
func TestNothingIsReplaced(t *testing.T) {
	t.Parallel()
	for _, r := range readGoMod(t).Replace {
		t.Errorf("go.mod replaces %s by %s", r.Old.Path, r.New.Path)
	}
}

// TestPinnedModules holds the versions that a reason binds (security-model.md R-PIN).
func TestPinnedModules(t *testing.T) {
	t.Parallel()
	for _, pin := range []struct {
		path, version string
		exact         bool
		why           string
	}{
		{"modernc.org/sqlite", "v1.60.1", true, "go mod tidy stumbles over a test dependency of v1.61; its SQLite is past the WAL-reset race of 3.51.2"},
		{"golang.org/x/net", "v0.55.0", false, "known holes in HTTP/2 before"},
	} {
		found := false
		for _, r := range readGoMod(t).Require {
			if r.Path != pin.path {
				continue
			}
			found = true
			if pin.exact && r.Version != pin.version || slices.Compare(numbers(t, r.Version), numbers(t, pin.version)) < 0 {
				t.Errorf("go.mod requires %s %s, want %s (or later: %v): %s", r.Path, r.Version, pin.version, !pin.exact, pin.why)
			}
		}
		if !found {
			t.Errorf("go.mod does not require %s", pin.path)
		}
	}
}

// TestGoIsPatched refuses to bless a build by a Go release with known holes (security-model.md R-PIN).
func TestGoIsPatched(t *testing.T) {
	t.Parallel()
	const least = "go1.26.6"
	if got := runtime.Version(); version.IsValid(got) && version.Compare(got, least) < 0 {
		t.Errorf("built with %s, want %s or later", got, least)
	}
}

// numbers are the three numbers of a release version.
func numbers(t *testing.T, v string) []int {
	t.Helper()
	n := make([]int, 3)
	if _, err := fmt.Sscanf(v, "v%d.%d.%d", &n[0], &n[1], &n[2]); err != nil {
		t.Fatalf("%q is no release version: %v", v, err)
	}
	return n
}
