package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
)

func TestTheCommittedPageIsUpToDate(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile(filepath.Join("..", "..", "docs", "scopes.md"))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	if err := render(&got, catalog.Default()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("docs/scopes.md is stale, run go generate ./catalog: %s", diff)
	}
}

// What the page says about the recipe in words must hold in the catalogue.
func TestTheRecipeIsAsThePageTellsIt(t *testing.T) {
	t.Parallel()
	r, err := newRecipe(catalog.Default())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		plan catalog.Plan
		want []catalog.Scope
	}{
		{"classic", r.ClassicPlan, []catalog.Scope{
			"read:confluence-content.all", "read:confluence-content.summary", "read:confluence-user",
			"readonly:content.attachment:confluence", "search:confluence",
		}},
		{"granular", r.GranularPlan, []catalog.Scope{"read:attachment:confluence", "read:content-details:confluence"}},
	} {
		if diff := cmp.Diff(tt.want, tt.plan.Scopes.Scopes()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		for _, op := range slices.Concat(tt.plan.Further, r.Least.Further) {
			if op.Writes() {
				t.Errorf("%s opens the write %s", tt.name, op.Key())
			}
		}
	}
	download := r.Steps[len(r.Steps)-1].Operation
	held, err := catalog.ParseScopes("readonly:content.attachment:confluence")
	if err != nil {
		t.Fatal(err)
	}
	if opens := catalog.Default().Opens(held); len(opens) != 1 || opens[0].Key() != download.Key() {
		t.Errorf("the download scope opens %v", opens)
	}
}

func TestRunWritesTheFileItIsGiven(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "scopes.md")
	if err := run(file); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	if err := render(&want, catalog.Default()); err != nil {
		t.Fatal(err)
	}
	if string(got) != want.String() {
		t.Error("the file differs from the page")
	}
}
