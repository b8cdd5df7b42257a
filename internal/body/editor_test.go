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

func FuzzParseEditor(f *testing.F) {
	for _, src := range hostileBodies {
		f.Add(src)
		f.Add(mustView(f, parsed(f, src), ViewOptions{Variant: Editor}))
	}
	for _, src := range []string{
		`<table class="wysiwyg-macro" data-macro-name="code" data-macro-parameters="language=go|title=x" data-macro-body-type="PLAIN_TEXT"><tbody><tr><td class="wysiwyg-macro-body"><pre>a</pre></td></tr></tbody></table>`,
		`<img class="editor-inline-macro" data-macro-name="status" data-macro-parameters="title=a\|b" />`,
		`<ul class="inline-task-list"><li class="checked" data-inline-task-id="1">a</li><li>b</li></ul>`,
		`<div class="contentLayout2"><div class="columnLayout two-equal" data-layout="two-equal"><div class="cell normal"><div class="innerCell"><p>a</p></div></div></div></div>`,
		`<div class="table-wrap"><table class="confluenceTable"><tbody><tr><td class="confluenceTd">a</td></tr></tbody></table></div>`,
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := ParseEditor(src)
		if err != nil {
			return
		}
		again, err := ParseStorage(doc.Storage())
		if err != nil {
			t.Fatalf("%q became %q: %v", src, doc.Storage(), err)
		}
		if out := mustView(t, again, ViewOptions{Variant: Editor}); len(out) > 64*len(src)+4096 {
			t.Fatalf("%d bytes became %d", len(src), len(out))
		}
	})
}
