package body

import (
	"unicode/utf16"

	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// What is not redacted stays as it was written.
func TestRedactionChangesNothingElse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		src    string
		ranges []Range
		want   string
	}{
		{`<ul class="alternate"><li>a secret</li></ul><p style="text-align: justify;">caf&eacute;</p>`,
			[]Range{{Pointer: "/content/0/content/0/content/0/content/0/text", From: 2, To: 8}},
			`<ul class="alternate"><li>a ` + Bar + `</li></ul><p style="text-align: justify;">caf&eacute;</p>`},
		{`<table class="wrapped"><thead><tr><th scope="col">H</th></tr></thead><tbody><tr><td>x<small>y</small>z</td></tr></tbody></table>`,
			[]Range{{Pointer: "/content/0/content/1/content/0/content/0/content/0/text", From: 0, To: 2}},
			`<table class="wrapped"><thead><tr><th scope="col">H</th></tr></thead><tbody><tr><td>` + Bar + `<small></small>z</td></tr></tbody></table>`},
		{"<p>\n  one\n  two &lt; three\n</p>", []Range{{Pointer: "/content/0/content/0", From: 0, To: 5}, {Pointer: "/content/0/content/0", From: 10, To: 12}},
			"<p>\n  " + Bar + "wo &lt; " + Bar + "ree\n</p>"},
		{"<p>a\n  b</p>", []Range{{Pointer: "/content/0/content/0", From: 1, To: 2}}, "<p>a" + Bar + "b</p>"},
		{"<p>😀x😀y</p>", []Range{{Pointer: "/content/0/content/0", From: 2, To: 5}}, "<p>😀" + Bar + "y</p>"},
		{`<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute><ac:adf-content><p>secret</p></ac:adf-content></ac:adf-node>` +
			`<ac:adf-fallback><p>secret</p></ac:adf-fallback></ac:adf-extension>`,
			[]Range{{Pointer: "/content/0/content/0/content/0", From: 0, To: -1}},
			`<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute><ac:adf-content><p>` + Bar + `</p></ac:adf-content></ac:adf-node></ac:adf-extension>`},
		{`<pre>a b</pre><ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[k = 1]]></ac:plain-text-body></ac:structured-macro>`,
			[]Range{{Pointer: "/content/0/content/0", From: 2, To: 3}, {Pointer: "/content/1/content/0", From: 4, To: 5}},
			`<pre>a ` + Bar + `</pre><ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[k = ` + Bar + `]]></ac:plain-text-body></ac:structured-macro>`},
		{`<p>See <ac:link><ri:page ri:content-title="Jane" /></ac:link></p>`, []Range{{Pointer: "/content/0/content/1", From: 0, To: -1}}, // a name: from ADF
			`<p>See <ac:link><ri:page ri:content-title="Jane" /><ac:link-body>` + Bar + `</ac:link-body></ac:link></p>`},
	} {
		out, _, _, err := parsed(t, c.src).Redact(t.Context(), Options{}, c.ranges)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		if diff := cmp.Diff(c.want, out.Storage()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.src, diff)
		}
	}
}

// A text that was made of runs of the tree is redacted in them, and the ADF document is as if it were redacted there.
func TestRedactionInTheTreeIsRedactionInADF(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drawTree(t)
		written, err := d.adf(tContext, Options{})
		if err != nil {
			t.Fatalf("%v", err)
		}
		inTree := map[*Node]bool{}
		walk(d.Nodes, func(n *Node) bool { inTree[n] = true; return true })
		texts, origins := map[*adfNode]*redactedText{}, map[*adfNode]*redactedText{}
		root, err := decodeADF(string(written.appendJSON(nil)))
		if err != nil {
			t.Fatalf("%v", err)
		}
		var visit func(from, n *adfNode)
		visit = func(from, n *adfNode) {
			whole := n.typ == "text" && rapid.Bool().Draw(t, "cut")
			for _, run := range from.origin {
				whole = whole && inTree[run]
			}
			if whole {
				x := &redactedText{text: utf16.Encode([]rune(n.text))}
				at := rapid.IntRange(0, len(x.text)-1).Draw(t, "from")
				if x.add(Range{From: at, To: rapid.IntRange(at+1, len(x.text)).Draw(t, "to")}, &Redacted{}) == nil {
					texts[n], origins[from] = x, x
				}
			}
			for i := range n.content {
				visit(from.content[i], n.content[i])
			}
		}
		visit(written, root)
		root.redact(texts)
		if err := (&adfChecker{}).doc(root); err != nil {
			t.Fatalf("%v", err)
		}
		out, ok := d.withCuts(origins)
		if !ok {
			t.Fatalf("nothing to change in %s", d.Storage())
		}
		if same, err := out.isWrittenAs(tContext, Options{}, root); err != nil || !same {
			t.Fatalf("of %s\nbecame %s\nwhich is not %s (%v)", d.Storage(), out.Storage(), root.appendJSON(nil), err)
		}
	})
}
