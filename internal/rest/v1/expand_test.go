package v1

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// client-expectations.md 13: repeated and comma-joined both occur; the binder splits at commas.
func TestWantsAreATree(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]wants{
		"":                  {},
		"version":           {"version": {}},
		"body.storage,body": {"body": {"storage": {}}},
		"body,body.storage,body.view,version,body.storage": {"body": {"storage": {}, "view": {}}, "version": {}},
		"a..b":              {"a": {}},
		".a":                {},
		" a . b ,c":         {"a": {"b": {}}, "c": {}},
		"a.b.c.d.e.f.g.h.i": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}}},
	} {
		if diff := cmp.Diff(want, parseWants(strings.Split(text, ","))); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestNothingAskedForIsTheDefault(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		paths []string
		want  wants
	}{
		{nil, wants{"space": {}, "version": {}}},
		{[]string{"body"}, wants{"body": {}}},
		{[]string{"nobody-knows"}, wants{"nobody-knows": {}}},
	} {
		if diff := cmp.Diff(c.want, Expand{c.paths}.tree("space,version")); diff != "" {
			t.Errorf("%q: %s", c.paths, diff)
		}
	}
}

func TestNilWantsNothing(t *testing.T) {
	t.Parallel()
	var w wants
	if w["a"]["b"].has("c") || w.any("a", "b") || !(wants{"b": nil}).any("a", "b") {
		t.Error("a nil tree wants something, or any misses a name")
	}
}

func TestFillLoadsWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	parts := []part[int, string]{
		{"twice", func(_ *loader, _ context.Context, list []int, out []string, _ wants) (bool, error) {
			for i, n := range list {
				out[i] += strings.Repeat("x", 2*n)
			}
			return true, nil
		}},
		{"declines", func(*loader, context.Context, []int, []string, wants) (bool, error) { return false, nil }},
		{"sub", func(_ *loader, _ context.Context, _ []int, out []string, sub wants) (bool, error) {
			if sub.has("y") {
				out[0] += "y"
			}
			return true, nil
		}},
		{"fails", func(*loader, context.Context, []int, []string, wants) (bool, error) { return true, broken }},
	}
	for _, c := range []struct {
		paths string
		list  []int
		shown []string
		out   []string
		err   error
	}{
		{"sub.y,twice,declines,other", []int{1, 2}, []string{"twice", "sub"}, []string{"xxy", "xxxx"}, nil},
		{"sub", []int{1}, []string{"sub"}, []string{""}, nil},
		{"twice,sub.y,fails", nil, nil, []string{}, nil},
		{"fails", []int{1}, nil, []string{""}, broken},
	} {
		out := make([]string, len(c.list))
		shown, err := fill(t.Context(), nil, parts, c.list, out, parseWants(strings.Split(c.paths, ",")))
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.paths, err)
		}
		if diff := cmp.Diff(c.shown, shown) + cmp.Diff(c.out, out); diff != "" {
			t.Errorf("%s: %s", c.paths, diff)
		}
	}
}
