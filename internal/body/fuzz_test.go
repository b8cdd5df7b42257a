package body

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// sameTree compares trees by meaning: how empty elements and entities were
// spelled does not count.
var sameTree = cmp.Options{cmpopts.IgnoreUnexported(Node{}), cmpopts.EquateEmpty()}

func FuzzParseStorage(f *testing.F) {
	for _, src := range []string{
		`<p>a</p>`, `<p>a & b</p>`, `<a:b:c/>`, `<![CDATA[x]]>`, `<p/>&nbsp;`, "<p>\r\n</p>", `<p a="&#10;"/>`,
		`<ac:plain-text-body>x<![CDATA[]]]]><![CDATA[>]]></ac:plain-text-body>`, `<!DOCTYPE p>`, `<?x?>`, `]]>`, `<p>&#xD;</p>`,
		`<ac:task-list><ac:task><ac:task-body><ac:link><ri:user/></ac:link></ac:task-body></ac:task></ac:task-list>`,
	} {
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
		if diff := cmp.Diff(doc, again, sameTree); diff != "" {
			t.Fatalf("%q was written as %q (-read +written):\n%s", src, written, diff)
		}
		if got := again.Storage(); got != written {
			t.Fatalf("not a fixed point: %q, then %q", written, got)
		}
		Extract(doc)
	})
}
