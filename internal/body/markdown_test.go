package body

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func fromMarkdown(t fataler, src string) *Doc {
	doc, err := ParseMarkdown(src)
	if err != nil {
		t.Fatalf("ParseMarkdown(%q): %v", src, err)
	}
	return doc
}

func TestMarkdownBecomesStorage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, want string }{
		{"# T\n\nOne\ntwo  \nthree", `<h1>T</h1><p>One two<br />three</p>`},
		{"**b** *e* ~~d~~ `c <x>` \\*no\\* &eacute; &amp;lt;", `<p><strong>b</strong> <em>e</em> <del>d</del> <code>c &lt;x&gt;</code> *no* é &amp;lt;</p>`},
		{"- a\n  1. b\n- c", `<ul><li><p>a</p><ol><li><p>b</p></li></ol></li><li><p>c</p></li></ul>`},
		{"3. a", `<ol start="3"><li><p>a</p></li></ol>`},
		{"- [x] done\n- [ ] open\n  - [ ] below", `<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status><ac:task-body>done</ac:task-body></ac:task>` +
			`<ac:task><ac:task-id>2</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>open</ac:task-body></ac:task>` +
			`<ac:task-list><ac:task><ac:task-id>3</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>below</ac:task-body></ac:task></ac:task-list></ac:task-list>`},
		{"```go\nif a < b {\n}\n```", `<ac:structured-macro ac:name="code" ac:schema-version="1"><ac:parameter ac:name="language">go</ac:parameter><ac:plain-text-body><![CDATA[if a < b {
}]]></ac:plain-text-body></ac:structured-macro>`},
		{"> quoted\n\n---", `<blockquote><p>quoted</p></blockquote><hr />`},
		{"> [!WARNING]\n> Hot *stuff*", `<ac:structured-macro ac:name="warning" ac:schema-version="1"><ac:rich-text-body><p>Hot <em>stuff</em></p></ac:rich-text-body></ac:structured-macro>`},
		{"| a | b |\n|---|:-:|\n| 1 | x \\| y |", `<table><tbody><tr><th><p>a</p></th><th><p style="text-align: center;">b</p></th></tr><tr><td><p>1</p></td><td><p style="text-align: center;">x | y</p></td></tr></tbody></table>`},
		{"[l](https://example.com/?a=1&b=2 \"t\") <https://example.com> www.example.com", `<p><a href="https://example.com/?a=1&amp;b=2" title="t">l</a> <a href="https://example.com">https://example.com</a> <a href="http://www.example.com">www.example.com</a></p>`},
		{"[p](/wiki/pages/viewpage.action?spaceKey=DEV&title=Plan)", `<p><ac:link><ri:page ri:space-key="DEV" ri:content-title="Plan" /><ac:link-body>p</ac:link-body></ac:link></p>`},
		{"![A](a%20b.png)\n\nx ![](https://example.com/c.png)", `<ac:image ac:alt="A"><ri:attachment ri:filename="a b.png" /></ac:image><p>x <ac:image><ri:url ri:value="https://example.com/c.png" /></ac:image></p>`},
		{"<script>alert(1)</script>\n\na <b onclick=x>c</b>", `<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>`},
	} {
		if diff := cmp.Diff(c.want, fromMarkdown(t, c.src).Storage()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.src, diff)
		}
	}
}

func TestMarkdownBeyondTheLimitsIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, want string }{
		{strings.Repeat("> ", 101) + "a", tooDeep},
		{"- " + strings.Repeat("> ", 101) + "a", tooDeep},
		{strings.Repeat("[a](b) ", 4001), "more than 4000 brackets in one block"},
		{strings.Repeat("[a](b) ", 4000), ""},
		{strings.Repeat("> ", 90) + "a", ""},
	} {
		_, err := ParseMarkdown(c.src)
		if got := errorText(err); got != c.want {
			t.Errorf("%.20q…: got %q, want %q", c.src, got, c.want)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestWrittenMarkdownSettles: what Markdown can say once, it says again
// without losing a word.
func TestWrittenMarkdownSettles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := fromMarkdown(t, drawTree(t).Markdown())
		second := fromMarkdown(t, first.Markdown())
		third := fromMarkdown(t, second.Markdown())
		if diff := cmp.Diff(second.PlainText(), third.PlainText()); diff != "" {
			t.Fatalf("%q\nbecomes %s\nthen %q\n(-second +third):\n%s", first.Markdown(), second.Storage(), second.Markdown(), diff)
		}
	})
}

func FuzzParseMarkdown(f *testing.F) {
	f.Add("# a\n- [ ] b\n\n> [!NOTE]\n> c\n\n| d |\n|---|\n| `e` |\n\n<f> [g](h) ![i](j) ~~k~~")
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := ParseMarkdown(src)
		if err != nil {
			return
		}
		if _, err := ParseStorage(doc.Storage()); err != nil {
			t.Fatalf("%q became %q: %v", src, doc.Storage(), err)
		}
	})
}

func BenchmarkParseHostileMarkdown(b *testing.B) {
	for name, unit := range map[string]string{
		"quotes": "> ", "brackets": "[", "links": "[a](", "stars": "*a ", "lists": "- ", "backticks": "`a ``b ", "tags": "<a ", "entities": "&", "tables": "|",
		"images": "![", "deep lists": "  - a\n", "references": "[a]: b\n",
	} {
		src := strings.Repeat(unit, 50_000/len(unit))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				_, _ = ParseMarkdown(src)
			}
		})
	}
}
