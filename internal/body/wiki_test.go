package body

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func fromWiki(t fataler, src string) *Doc {
	doc, err := ParseWiki(src)
	if err != nil {
		t.Fatalf("ParseWiki(%q): %v", src, err)
	}
	return doc
}

func TestWikiMarkupBecomesStorage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, want string }{
		{"h1. Title\nText\nmore\n\nNext", `<h1>Title</h1><p>Text<br />more</p><p>Next</p>`},
		{"*bold* _em_ -gone- +new+ ^up^ ~down~ {{code}} ??cited??", `<p><strong>bold</strong> <em>em</em> <del>gone</del> <u>new</u> <sup>up</sup> <sub>down</sub> <code>code</code> <em>cited</em></p>`},
		{"*bold _and em_*", `<p><strong>bold <em>and em</em></strong></p>`},
		{"2*3*4 snake_case_name a - b -c", `<p>2*3*4 snake_case_name a - b -c</p>`},
		{`\*not bold\* \[not a link\] a\\b`, `<p>*not bold* [not a link] a<br />b</p>`},
		{"a -- b --- c", `<p>a – b — c</p>`},
		{"----\nbq. Quoted", `<hr /><blockquote><p>Quoted</p></blockquote>`},
		{"{quote}\nTwo\n\nparagraphs\n{quote}", `<blockquote><p>Two</p><p>paragraphs</p></blockquote>`},
		{"* a\n** b\n*# c\n* d\n# e", `<ul><li><p>a</p><ul><li><p>b</p></li></ul><ol><li><p>c</p></li></ol></li><li><p>d</p></li></ul><ol><li><p>e</p></li></ol>`},
		{"- a\n- b", `<ul><li><p>a</p></li><li><p>b</p></li></ul>`},
		{"||Name||Value||\n|a|[x|Page]|\n|b \\| c|*d*|", `<table><tbody><tr><th><p>Name</p></th><th><p>Value</p></th></tr>` +
			`<tr><td><p>a</p></td><td><p><ac:link><ri:page ri:content-title="Page" /><ac:link-body>x</ac:link-body></ac:link></p></td></tr><tr><td><p>b | c</p></td><td><p><strong>d</strong></p></td></tr></tbody></table>`},
		{"[Page] [DEV:Page#here] [#below] [~ann] [^file.txt] [Page^file.txt] [DEV:] [DEV:/2026/11/22/News] [see|https://example.com/?a=1] [mailto:a@example.com]",
			`<p><ac:link><ri:page ri:content-title="Page" /></ac:link> <ac:link ac:anchor="here"><ri:page ri:space-key="DEV" ri:content-title="Page" /></ac:link> ` +
				`<ac:link ac:anchor="below" /> <ac:link><ri:user ri:account-id="ann" /></ac:link> <ac:link><ri:attachment ri:filename="file.txt" /></ac:link> ` +
				`<ac:link><ri:attachment ri:filename="file.txt"><ri:page ri:content-title="Page" /></ri:attachment></ac:link> <ac:link><ri:space ri:space-key="DEV" /></ac:link> ` +
				`<ac:link><ri:blog-post ri:space-key="DEV" ri:content-title="News" ri:posting-day="2026/11/22" /></ac:link> ` +
				`<a href="https://example.com/?a=1">see</a> <a href="mailto:a@example.com">mailto:a@example.com</a></p>`},
		{"See https://example.com/a, or not.", `<p>See <a href="https://example.com/a">https://example.com/a</a>, or not.</p>`},
		{"!a.png|width=20,align=left! !https://example.com/b.png! wow!", `<p><ac:image ac:width="20" ac:align="left"><ri:attachment ri:filename="a.png" /></ac:image> <ac:image><ri:url ri:value="https://example.com/b.png" /></ac:image> wow!</p>`},
		{"{code:title=x.go|go}\nif a < b {\n}\n{code}", `<ac:structured-macro ac:name="code" ac:schema-version="1"><ac:parameter ac:name="title">x.go</ac:parameter><ac:parameter ac:name="language">go</ac:parameter><ac:plain-text-body><![CDATA[if a < b {
}]]></ac:plain-text-body></ac:structured-macro>`},
		{"{panel:title=T}\n* {info}deep{info}\n{panel}", `<ac:structured-macro ac:name="panel" ac:schema-version="1"><ac:parameter ac:name="title">T</ac:parameter><ac:rich-text-body><ul><li>` +
			`<ac:structured-macro ac:name="info" ac:schema-version="1"><ac:rich-text-body><p>deep</p></ac:rich-text-body></ac:structured-macro></li></ul></ac:rich-text-body></ac:structured-macro>`},
		{"{toc:maxLevel=2}\n{status:colour=Green|title=OK} (/)", `<p><ac:structured-macro ac:name="toc" ac:schema-version="1"><ac:parameter ac:name="maxLevel">2</ac:parameter></ac:structured-macro><br />` +
			`<ac:structured-macro ac:name="status" ac:schema-version="1"><ac:parameter ac:name="colour">Green</ac:parameter><ac:parameter ac:name="title">OK</ac:parameter></ac:structured-macro> <ac:emoticon ac:name="tick" /></p>`},
		{"{color:red}red{color} &eacute;&amp;", `<p><span style="color: rgb(255,0,0);">red</span> é&amp;</p>`},
		{"{vendor:x}body{vendor} {other}", `<p><ac:structured-macro ac:name="vendor" ac:schema-version="1"><ac:parameter ac:name="">x</ac:parameter><ac:rich-text-body><p>body</p></ac:rich-text-body></ac:structured-macro> <ac:structured-macro ac:name="other" ac:schema-version="1" /></p>`},
		{"{color:red}two\nlines{color} a", `<p><span style="color: rgb(255,0,0);">two</span><br /><span style="color: rgb(255,0,0);">lines</span> a</p>`},
		{"{color:blue}\nh1. T\n* i\n{color}\n\nb", `<h1><span style="color: rgb(0,0,255);">T</span></h1><ul><li><p><span style="color: rgb(0,0,255);">i</span></p></li></ul><p>b</p>`},
		{"x{*}bold{*}y H{~}2{~}O {??}c{??} {*} {_}", `<p>x<strong>bold</strong>y H<sub>2</sub>O <em>c</em> {*} {_}</p>`},
		{"- a\n-- b\n- c", `<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>`},
		{"|a|* x\n* y|\n|# one|h2. T|\n|open\n* b", `<table><tbody><tr><td><p>a</p></td><td><ul><li><p>x</p></li><li><p>y</p></li></ul></td></tr>` +
			`<tr><td><ol><li><p>one</p></li></ol></td><td><h2>T</h2></td></tr><tr><td><p>open</p></td></tr></tbody></table><ul><li><p>b</p></li></ul>`},
		{"[x|$12] [ABC-1@jira] [ftp://h/x] [x|http://y|tip] [x|Page|tip] [a@b.c]", `<p><ac:link><ri:content-entity ri:content-id="12" /><ac:link-body>x</ac:link-body></ac:link> ` +
			`<ac:link><ri:shortcut ri:key="jira" ri:parameter="ABC-1" /></ac:link> <a href="ftp://h/x">ftp://h/x</a> <a href="http://y" title="tip">x</a> ` +
			`<ac:link ac:tooltip="tip"><ri:page ri:content-title="Page" /><ac:link-body>x</ac:link-body></ac:link> <ac:link><ri:page ri:content-title="a@b.c" /></ac:link></p>`},
		{"!a.png|align=right, vspace=4!", `<p><ac:image ac:align="right" ac:vspace="4"><ri:attachment ri:filename="a.png" /></ac:image></p>`},
		{"{section}{column}a{column}{column}b{column}{section}", `<ac:structured-macro ac:name="section" ac:schema-version="1"><ac:rich-text-body>` +
			`<ac:structured-macro ac:name="column" ac:schema-version="1"><ac:rich-text-body><p>a</p></ac:rich-text-body></ac:structured-macro>` +
			`<ac:structured-macro ac:name="column" ac:schema-version="1"><ac:rich-text-body><p>b</p></ac:rich-text-body></ac:structured-macro></ac:rich-text-body></ac:structured-macro>`},
		{"<script>alert(1)</script>", `<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>`},
		{"\uE0000\uE001 and \x00", "<p>\uFFFD0\uFFFD and \uFFFD</p>"},
		{"[unclosed *and {color:red}more {{x", `<p>[unclosed *and {color:red}more {{x</p>`},
	} {
		if diff := cmp.Diff(c.want, fromWiki(t, c.src).Storage()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.src, diff)
		}
	}
}

func TestStorageBecomesWikiMarkup(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, want string }{
		{`<h2>T</h2><p>a<br />b</p><hr />`, "h2. T\n\na\nb\n\n----"},
		{`<p><strong>b </strong>and <code>c</code> 2*3 {x} a_b \ &amp;amp;</p>`, `*b* and {{c}} 2\*3 \{x\} a\_b &#92; &#38;amp;`},
		{`<ul><li><p>a</p><ol><li>b</li></ol></li></ul>`, "* a\n*# b"},
		{`<table><tbody><tr><th>H</th></tr><tr><td><p>a | b</p></td></tr></tbody></table>`, "||H||\n|a \\| b|"},
		{`<ac:structured-macro ac:name="code"><ac:parameter ac:name="language">go</ac:parameter><ac:plain-text-body><![CDATA[x]]></ac:plain-text-body></ac:structured-macro>`, "{code:language=go}\nx\n{code}"},
		{`<ac:structured-macro ac:name="info"><ac:rich-text-body><p>a</p></ac:rich-text-body></ac:structured-macro>`, "{info}\na\n{info}"},
		{`<p><ac:link><ri:page ri:space-key="DEV" ri:content-title="A]B" /><ac:link-body>t</ac:link-body></ac:link></p>`, `[t|DEV:A\]B]`},
		{`<p>x<strong>b</strong>y H<sub>2</sub>O <u>a</u><del>b</del> <em>c</em>, <strong>d </strong>e</p>`, `x{*}b{*}y H{~}2{~}O {+}a{+}{-}b{-} _c_, *d* e`},
		{`<ul><li>text<ul><li>sub</li></ul>after</li></ul>`, "* text\nafter\n** sub"},
		{`<h1>H <a name="x" />t</h1><p><ac:emoticon ac:name="blue-star" ac:emoji-shortname=":rocket:" ac:emoji-fallback="🚀" /> <ac:emoticon ac:name="tick" /></p>`, "h1. H {anchor:x}t\n\n🚀 (/)"},
		{`<p><ac:link><ri:content-entity ri:content-id="12" /></ac:link> <ac:link><ri:shortcut ri:key="jira" ri:parameter="ABC-1" /></ac:link></p>`, "[$12] [ABC-1@jira]"},
		{`<p><a href="https://x" title="t]">x</a> <ac:link ac:tooltip="tip"><ri:page ri:content-title="P" /></ac:link></p>`, `[x|https://x|t\]] [P|P|tip]`},
		{`<p>h1. not a heading</p><p># not a list</p><p>- nor this</p>`, "h1\\. not a heading\n\n\\# not a list\n\n\\- nor this"},
	} {
		if diff := cmp.Diff(c.want, parsed(t, c.src).Wiki()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.src, diff)
		}
	}
}

// TestWrittenWikiMarkupSettles: what wiki markup can say once, it says again
// without losing a word.
func TestWrittenWikiMarkupSettles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := fromWiki(t, drawTree(t).Wiki())
		text := first.Wiki()
		second := fromWiki(t, text)
		third := fromWiki(t, second.Wiki())
		if diff := cmp.Diff(second.PlainText(), third.PlainText()); diff != "" {
			t.Fatalf("%q\nbecomes %s\n(-second +third):\n%s", text, second.Storage(), diff)
		}
		again, err := ParseStorage(second.Storage())
		if err != nil {
			t.Fatalf("%v", err)
		}
		if diff := cmp.Diff(second.Storage(), again.Storage()); diff != "" {
			t.Fatalf("%s", diff)
		}
	})
}

func FuzzParseWiki(f *testing.F) {
	f.Add("h1. a\n* b\n|c|\n{code}d{code} [e|f] !g.png! {{h}} *i* \\\\ &amp; {j:k=l}")
	f.Fuzz(func(t *testing.T, src string) {
		doc, err := ParseWiki(src)
		if err != nil {
			return
		}
		if _, err := ParseStorage(doc.Storage()); err != nil {
			t.Fatalf("%q became %q: %v", src, doc.Storage(), err)
		}
	})
}

func BenchmarkParseHostileWiki(b *testing.B) {
	for name, unit := range map[string]string{
		"brackets": "[", "empty links": "[||", "spaced brackets": "[ ", "marks": "*a ", "nested marks": "*_", "macros": "{a}", "open macros": "{a:", "names": "{a1}{b2}",
		"bars": "|[", "slashes": `\`, "images": "!a.", "colours": "{color:red}", "code": "{{", "lists": "*#\n", "open colours": "{color:red}\n", "ends of colours": "{color}", "braces": "{*}", "braced": "{*}a{_}b", "open rows": "|a\n* b\n", "held": "{info}", "entities": "&",
	} {
		src := strings.Repeat(unit, 200_000/len(unit))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				_, _ = ParseWiki(src)
			}
		})
	}
}
