package catalog

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// set parses scopes that the test knows to exist.
func set(t *testing.T, text string) ScopeSet {
	t.Helper()
	s, err := ParseScopes(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// auth-behaviour.md §4: the vendor's form offers 86 scopes.
func TestEightySixScopesAreKnown(t *testing.T) {
	t.Parallel()
	all := AllScopes()
	if len(all) != 86 || len(ScopesOf(Classic)) != 16 || len(ScopesOf(Granular)) != 70 {
		t.Errorf("%d scopes: %d classic, %d granular; want 86: 16, 70",
			len(all), len(ScopesOf(Classic)), len(ScopesOf(Granular)))
	}
	if !slices.IsSorted(all) || len(slices.Compact(all)) != len(all) {
		t.Error("scopes are not sorted and unique")
	}
}

func TestAScopeKnowsItsFamily(t *testing.T) {
	t.Parallel()
	for scope, want := range map[Scope]Kind{
		"read:confluence-content.all":            Classic,
		"search:confluence":                      Classic,
		"readonly:content.attachment:confluence": Classic,
		"readonly:analytics.content:confluence":  Classic, // no operation asks for it
		"read:page:confluence":                   Granular,
		"read:blogpost:confluence":               Granular, // §5 rule 5: no operation asks for it
		"read:email-address:confluence":          Granular,
		"read:page":                              "",
		"read:me":                                "", // §5 rule 6
	} {
		if got := scope.Kind(); got != want {
			t.Errorf("%s is %q, want %q", scope, got, want)
		}
	}
}

func TestParseScopesTakesListsInAnyForm(t *testing.T) {
	t.Parallel()
	got, err := ParseScopes("write:page:confluence, read:page:confluence\n", "", "read:page:confluence\tsearch:confluence")
	if err != nil {
		t.Fatal(err)
	}
	if want := "read:page:confluence search:confluence write:page:confluence"; got.String() != want {
		t.Errorf("got %q, want %q", got, want)
	}
	again, err := ParseScopes(got.Scopes()...)
	if err != nil || again != got {
		t.Errorf("read back: %v, %v", again, err)
	}
}

func TestEveryKnownScopeSurvivesTheSet(t *testing.T) {
	t.Parallel()
	all, err := ParseScopes(AllScopes()...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(AllScopes(), all.Scopes()); diff != "" {
		t.Error(diff)
	}
	for _, scope := range AllScopes() {
		only := set(t, string(scope))
		if !only.Has(scope) || only.Len() != 1 || only.String() != string(scope) || !all.Contains(only) {
			t.Errorf("%s: %v", scope, only)
		}
	}
}

func TestAnUnknownScopeNamesTheNearest(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]Scope{
		"read:page":                        "read:page:confluence",
		"read:pages:confluence":            "read:page:confluence",
		"READ:PAGE:CONFLUENCE":             "read:page:confluence",
		"read:confluence-content.al":       "read:confluence-content.all",
		"write:confluence-contents":        "write:confluence-content",
		"read:content_details":             "read:content-details:confluence",
		"read:hierarchical-contents":       "read:hierarchical-content:confluence",
		"offline_access":                   "",
		"read:jira-work":                   "",
		"manage:confluence-configurations": "manage:confluence-configuration",
	} {
		got, err := ParseScopes(name)
		var unknown *UnknownScopeError
		if !errors.As(err, &unknown) || *unknown != (UnknownScopeError{name, want}) || got != (ScopeSet{}) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

func TestEveryUnknownScopeIsReported(t *testing.T) {
	t.Parallel()
	_, err := ParseScopes("read:page:confluence nonsense", "read:space")
	want := strings.Join([]string{
		`unknown scope "nonsense"`,
		`unknown scope "read:space", did you mean read:space:confluence?`,
	}, "\n")
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestSetsCompareAsSets(t *testing.T) {
	t.Parallel()
	both := set(t, "read:page:confluence write:page:confluence")
	read := set(t, "read:page:confluence")
	space := set(t, "write:space:confluence")
	if !both.Contains(read) || read.Contains(both) || !read.Contains(ScopeSet{}) {
		t.Error("Contains is not the superset relation")
	}
	if both.Has("delete:page:confluence") || both.Has("read:page") {
		t.Error("Has finds what is not there")
	}
	if diff := cmp.Diff([]Scope{"write:page:confluence"}, read.Missing(both)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Scope{}, both.Missing(read)); diff != "" {
		t.Error(diff)
	}
	if got := read.Union(space); got != set(t, "write:space:confluence read:page:confluence") || got.Len() != 2 {
		t.Errorf("union is %v", got)
	}
	for range both.All() {
		break // the sequence stops when asked
	}
}
