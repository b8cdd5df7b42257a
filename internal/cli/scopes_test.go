package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
)

// TestPlansAreSplitIntoTokens asks for everything: more scopes than one token holds.
func TestPlansAreSplitIntoTokens(t *testing.T) {
	t.Parallel()
	o := planOptions{family: "granular"}
	plans, closed, err := o.plans(asCalls(catalog.Default().Operations()))
	if err != nil {
		t.Fatal(err)
	}
	if len(plans) != 1 || len(plans[0].least.Tokens) < 2 || len(closed) == 0 {
		t.Fatalf("%d plans, %d closed", len(plans), len(closed))
	}
	p := plans[0]
	total := 0
	for _, token := range p.least.Tokens {
		if token.Scopes.Len() > catalog.TokenLimit {
			t.Errorf("a token of %d scopes", token.Scopes.Len())
		}
		for _, op := range token.Operations {
			if !op.Allows(token.Scopes) {
				t.Errorf("%s is in a token that does not open it", op.Key())
			}
		}
		for scope := range token.Scopes.All() {
			if len(p.neededBy(token, scope)) == 0 {
				t.Errorf("%s is in a token and needed by nothing there", scope)
			}
		}
		total += len(token.Operations)
	}
	if want := len(catalog.Default().Operations()) - len(closed); total != want {
		t.Errorf("%d operations in tokens, want %d", total, want)
	}
	var text strings.Builder
	p.write(&text, false)
	if first, _, _ := strings.Cut(text.String(), "\n"); first != "Granular only: 69 scopes in 2 tokens, since one holds 50 at most" {
		t.Errorf("first line %q", first)
	}
}

func TestListsAreBroken(t *testing.T) {
	t.Parallel()
	words := strings.Fields(strings.Repeat("abcdefghi ", 25))
	want := "  " + strings.TrimSuffix(strings.Repeat("abcdefghi, ", 10), " ") + "\n" +
		"  " + strings.TrimSuffix(strings.Repeat("abcdefghi, ", 10), " ") + "\n" +
		"  abcdefghi, abcdefghi, abcdefghi, abcdefghi, abcdefghi\n"
	if diff := cmp.Diff(want, list(words, "  ")); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	if got := list(nil, "  "); got != "\n" {
		t.Errorf("nothing is %q", got)
	}
}
