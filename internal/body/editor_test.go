package body

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestStorageToEditorAndBackSettles: after the first journey through the
// editor's form no word changes any more. The corpus shows the elements.
func TestStorageToEditorAndBackSettles(t *testing.T) {
	t.Parallel()
	journey := func(t fataler, d *Doc) *Doc {
		out := mustView(t, d, ViewOptions{Variant: Editor})
		back, err := ParseEditor(out)
		if err != nil {
			t.Fatalf("%q: %v", out, err)
		}
		return back
	}
	rapid.Check(t, func(t *rapid.T) {
		src := drawTree(t)
		first := journey(t, src)
		second := journey(t, first)
		if diff := cmp.Diff(first.PlainText(), second.PlainText()); diff != "" {
			t.Fatalf("of %s\nthrough %s\n(-first +second):\n%s", src.Storage(), mustView(t, src, ViewOptions{Variant: Editor}), diff)
		}
	})
}
