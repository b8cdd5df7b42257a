package body

import (
	"errors"
	"slices"
	"testing"
)

// sameTree compares trees by meaning: how empty elements and entities were
// spelled does not count.
func sameTree(a, b []*Node) bool {
	return slices.EqualFunc(a, b, func(x, y *Node) bool {
		return x.Kind == y.Kind && x.Name == y.Name && x.Text == y.Text && slices.Equal(x.Attrs, y.Attrs) && sameTree(x.Children, y.Children)
	})
}

func FuzzParseStorage(f *testing.F) {
	for _, src := range []string{
		`<p>a</p>`, `<p>a & b</p>`, `<a:b:c/>`, `<![CDATA[x]]>`, `<p/>&nbsp;`, "<p>\r\n</p>", `<p a="&#10;"/>`,
		`<ac:plain-text-body>x<![CDATA[]]]]><![CDATA[>]]></ac:plain-text-body>`, `<!DOCTYPE p>`, `<?x?>`, `]]>`, `<p>&#xD;</p>`,
		`<ac:task-list><ac:task><ac:task-body><ac:link><ri:user/></ac:link></ac:task-body></ac:task></ac:task-list>`,
	} {
		f.Add(src)
	}
	for _, src := range hostileBodies {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := ParseStorage(src)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Line < 1 || e.Column < 1 {
				t.Fatalf("error without a place: %#v", err)
			}
			return
		}
		written := doc.Storage()
		again, err := ParseStorage(written)
		if err != nil {
			t.Fatalf("%q was written as %q: %v", src, written, err)
		}
		if !sameTree(doc.Nodes, again.Nodes) {
			t.Fatalf("%q was written as %q and reads otherwise", src, written)
		}
		if got := again.Storage(); got != written {
			t.Fatalf("not a fixed point: %q, then %q", written, got)
		}
		Extract(doc)
		if out := mustView(t, doc, ViewOptions{}); asWritten(t, out) != asParsed(t, out) {
			t.Fatalf("%q is rendered as %q and parsed otherwise", src, out)
		}
	})
}

func FuzzParseADF(f *testing.F) {
	for _, content := range []string{
		``, `{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"strong"}]}]}`, `{"type":"rule"}`,
		`{"type":"extension","attrs":{"extensionType":"com.atlassian.confluence.migration","extensionKey":"legacy-content","parameters":{"cxhtml":"<x>a</x>"}}}`,
		`{"type":"table","content":[{"type":"tableRow","content":[{"type":"tableCell","attrs":{"colspan":3,"colwidth":[1,2]},"content":[{"type":"paragraph"}]}]}]}`,
		`{"type":"taskList","attrs":{"localId":""},"content":[{"type":"taskItem","attrs":{"localId":"","state":"DONE"}}]}`,
		`{"type":"paragraph","content":[{"type":"date","attrs":{"timestamp":"1"}},{"type":"mention","attrs":{"id":"a"}}]}`,
	} {
		f.Add(adfOf(content))
	}
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := ParseADF(tContext, src, Options{})
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Path == "" && e.Line == 0 && e.Kind != TooLarge {
				t.Fatalf("error without a place: %#v", err)
			}
			return
		}
		again, err := ParseStorage(doc.Storage())
		if err != nil {
			t.Fatalf("%q was written as %q: %v", src, doc.Storage(), err)
		}
		holdStorageLaw(t, again)
	})
}
