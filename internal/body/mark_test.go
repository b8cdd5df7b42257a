package body_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/body"
)

func TestMarkStandsAroundTheSelectedText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		storage string
		s       body.Selection
		want    string
	}{
		"once": {"<p>One two three.</p>", body.Selection{Text: "two", Count: 1},
			`<p>One <ac:inline-comment-marker ac:ref="r">two</ac:inline-comment-marker> three.</p>`},
		"all of a text": {"<p>x</p>", body.Selection{Text: "x", Count: 1},
			`<p><ac:inline-comment-marker ac:ref="r">x</ac:inline-comment-marker></p>`},
		"the second of three": {"<p>a a</p><ul><li>a</li></ul>", body.Selection{Text: "a", Index: 1, Count: 3},
			`<p>a <ac:inline-comment-marker ac:ref="r">a</ac:inline-comment-marker></p><ul><li>a</li></ul>`},
		"over inline elements": {"<p>so <strong>very</strong> good</p>", body.Selection{Text: "so very good", Count: 1},
			`<p><ac:inline-comment-marker ac:ref="r">so </ac:inline-comment-marker><strong><ac:inline-comment-marker ac:ref="r">very</ac:inline-comment-marker></strong>` +
				`<ac:inline-comment-marker ac:ref="r"> good</ac:inline-comment-marker></p>`},
		"white space": {"<p>a\n\t b&nbsp;c &amp; d</p>", body.Selection{Text: "a b  c & d", Count: 1},
			"<p><ac:inline-comment-marker ac:ref=\"r\">a\n\t b&nbsp;c &amp; d</ac:inline-comment-marker></p>"},
		"inside another mark": {`<p><ac:inline-comment-marker ac:ref="q">a b</ac:inline-comment-marker></p>`, body.Selection{Text: "b", Count: 1},
			`<p><ac:inline-comment-marker ac:ref="q">a <ac:inline-comment-marker ac:ref="r">b</ac:inline-comment-marker></ac:inline-comment-marker></p>`},
		"in a macro, not in its settings": {`<ac:structured-macro ac:name="info"><ac:parameter ac:name="title">note</ac:parameter><ac:rich-text-body><p>note</p></ac:rich-text-body></ac:structured-macro>`,
			body.Selection{Text: "note", Count: 1},
			`<ac:structured-macro ac:name="info"><ac:parameter ac:name="title">note</ac:parameter><ac:rich-text-body><p><ac:inline-comment-marker ac:ref="r">note</ac:inline-comment-marker></p></ac:rich-text-body></ac:structured-macro>`},
		"matches do not overlap": {"<p>aaaa</p>", body.Selection{Text: "aa", Index: 1, Count: 2},
			`<p>aa<ac:inline-comment-marker ac:ref="r">aa</ac:inline-comment-marker></p>`},
	} {
		doc, err := body.ParseStorage(c.storage)
		if err == nil {
			err = doc.Mark(c.s, "r")
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(c.want, doc.Storage()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		again, err := body.ParseStorage(doc.Storage())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		plain, err := body.ParseStorage(c.storage)
		if err != nil {
			t.Fatal(err)
		}
		if !again.Unmark("r") || again.Storage() != plain.Storage() && again.PlainText() != plain.PlainText() {
			t.Errorf("%s: without its marks it is %s", name, again.Storage())
		}
		if again.Unmark("r") {
			t.Errorf("%s: marks stay", name)
		}
	}
}

func TestMarkRefusesWhatDoesNotStandThere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		storage string
		s       body.Selection
		want    string
	}{
		{"<p>a</p>", body.Selection{Text: " \n", Count: 1}, "the selected text is empty"},
		{"<p>a</p>", body.Selection{Text: "b", Count: 1}, "the selected text occurs 0 times, not 1 times"},
		{"<p>a a</p>", body.Selection{Text: "a", Count: 1}, "the selected text occurs 2 times, not 1 times"},
		{"<p>a a</p>", body.Selection{Text: "a", Index: 2, Count: 2}, "the selected text has no match 2"},
		{"<p>a a</p>", body.Selection{Text: "a", Index: -1, Count: 2}, "the selected text has no match -1"},
		{"<p>a</p><p>b</p>", body.Selection{Text: "a b", Count: 1}, "the selected text occurs 0 times, not 1 times"},
		{"<p>a<br/>b</p>", body.Selection{Text: "a b", Count: 1}, "the selected text occurs 0 times, not 1 times"},
		{`<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[a]]></ac:plain-text-body></ac:structured-macro>`,
			body.Selection{Text: "a", Count: 1}, "the selected text occurs 0 times, not 1 times"},
	} {
		doc, err := body.ParseStorage(c.storage)
		if err != nil {
			t.Fatal(err)
		}
		before := doc.Storage()
		if err := doc.Mark(c.s, "r"); err == nil || err.Error() != c.want {
			t.Errorf("%q in %s: %v, want %s", c.s.Text, c.storage, err, c.want)
		}
		if doc.Storage() != before {
			t.Errorf("%q in %s: refused and changed to %s", c.s.Text, c.storage, doc.Storage())
		}
	}
}

func TestMarkersAreListedOnce(t *testing.T) {
	t.Parallel()
	doc, err := body.ParseStorage(`<p><ac:inline-comment-marker ac:ref="b">x</ac:inline-comment-marker><ac:inline-comment-marker ac:ref="a">y</ac:inline-comment-marker>` +
		`<strong><ac:inline-comment-marker ac:ref="b">z</ac:inline-comment-marker></strong></p>`)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "b"}, doc.Markers()); diff != "" {
		t.Error(diff)
	}
}
