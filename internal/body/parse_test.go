package body

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStorageComesBackAsItCame(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		``,
		`plain text without an element`,
		`<p>one</p><p />`,
		`<p></p>`,
		`<p>a &amp; b &lt; c &gt; d "e" 'f'</p>`,
		`<p>a > b</p>`,
		"<p>no\u00a0break and no&nbsp;break, caf&eacute; and café, &#x1F600;, &rsquo;</p>",
		"<p>line\r\nbreaks\n\tkept</p>",
		`<h1 id="x" class="y">Title</h1>`,
		`<p local-id="a"><strong>b</strong><em>i</em><u>u</u><del>d</del><sub>1</sub><sup>2</sup><br /></p>`,
		`<td title="a &quot;b&quot; &amp; &lt;c&gt; &#10;&#9;&#13;">x</td>`,
		`<ac:structured-macro ac:name="code" ac:schema-version="1" ac:macro-id="7f"><ac:parameter ac:name="language">go</ac:parameter><ac:plain-text-body><![CDATA[a < b && c > d]]></ac:plain-text-body></ac:structured-macro>`,
		`<ac:plain-text-body><![CDATA[]]></ac:plain-text-body>`,
		`<ac:plain-text-body><![CDATA[x[a[0]]]]><![CDATA[>y]]></ac:plain-text-body>`,
		`<ac:link ac:anchor="here"><ri:page ri:space-key="DEV" ri:content-title="Release notes" /><ac:plain-text-link-body><![CDATA[Read <me>]]></ac:plain-text-link-body></ac:link>`,
		`<ac:unheard-of ac:x="1"><new:element a="b">text<deeper /></new:element></ac:unheard-of>`,
		`<ac:structured-macro ac:name="vendor-macro"><ac:parameter ac:name="a">1</ac:parameter><ac:rich-text-body><p>kept</p></ac:rich-text-body></ac:structured-macro>`,
		"<table>\n  <tbody>\n    <tr><th colspan=\"2\">H</th></tr>\n  </tbody>\n</table>",
	} {
		doc, err := ParseStorage(src)
		if err != nil {
			t.Errorf("ParseStorage(%q): %v", src, err)
			continue
		}
		if diff := cmp.Diff(src, doc.Storage()); diff != "" {
			t.Errorf("storage changed (-came +went):\n%s", diff)
		}
	}
}

func TestStorageSpellingIsMadeUniform(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, want string }{
		{`<p  class='a' >x</p >`, `<p class="a">x</p>`},
		{`<br/>`, `<br />`},
		{`<p>a<!-- note -->b</p>`, `<p>ab</p>`},
		{`<p><![CDATA[a < b]]></p>`, `<p>a &lt; b</p>`},
		{`<p>a &eacute;<![CDATA[<]]></p>`, `<p>a &eacute;&lt;</p>`},
		{`<ac:plain-text-body>a &amp; b</ac:plain-text-body>`, `<ac:plain-text-body><![CDATA[a & b]]></ac:plain-text-body>`},
		{`<ac:plain-text-body />`, `<ac:plain-text-body><![CDATA[]]></ac:plain-text-body>`},
		{`<a href="?a&amp;b">x</a>`, `<a href="?a&amp;b">x</a>`},
	} {
		doc, err := ParseStorage(c.src)
		if err != nil {
			t.Errorf("ParseStorage(%q): %v", c.src, err)
			continue
		}
		if diff := cmp.Diff(c.want, doc.Storage()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.src, diff)
		}
	}
}

func TestEntitiesAreExpandedOnceInTheTree(t *testing.T) {
	t.Parallel()
	doc, err := ParseStorage(`<p title="&eacute;">&amp;lt; &nbsp;&rsquo;&#233;&#xe9;</p>`)
	if err != nil {
		t.Fatal(err)
	}
	p := doc.Nodes[0]
	if got, want := p.Attr("title")+"|"+p.Children[0].Text, "é|&lt; \u00a0\u2019éé"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHostileAndBrokenXMLIsRefused(t *testing.T) {
	t.Parallel()
	deep := func(n int) string { return strings.Repeat("<p>", n) + strings.Repeat("</p>", n) }
	attrs := func(n int) string {
		var b strings.Builder
		b.WriteString("<p")
		for i := range n {
			b.WriteString(" a" + strings.Repeat("x", i) + `=""`)
		}
		return b.String() + " />"
	}
	laughs := `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]><p>&lol2;</p>`
	for _, c := range []struct {
		name, src string
		want      Error
	}{
		{"billion laughs", laughs, Error{Refused, 1, 1, "", "document type and entity declarations are not allowed"}},
		{"external entity", `<!DOCTYPE a SYSTEM "file:///etc/passwd"><p/>`, Error{Refused, 1, 1, "", "document type and entity declarations are not allowed"}},
		{"entity declaration inside", `<p><!ENTITY x "y"></p>`, Error{Refused, 1, 4, "", "document type and entity declarations are not allowed"}},
		{"processing instruction", "<p>\n<?php x ?></p>", Error{Refused, 2, 1, "", "processing instructions are not allowed"}},
		{"xml declaration", `<?xml version="1.0" encoding="UTF-16"?><p/>`, Error{Refused, 1, 1, "", "processing instructions are not allowed"}},
		{"unknown entity", `<p>&lol;</p>`, Error{NotWellFormed, 1, 4, "", "invalid character entity &lol;"}},
		{"bare ampersand", `<p>a & b</p>`, Error{NotWellFormed, 1, 6, "", "invalid character entity & (no semicolon)"}},
		{"forbidden character", `<p>&#0;</p>`, Error{NotWellFormed, 1, 4, "", "illegal character code U+0000"}},
		{"control byte", "<p>\x01</p>", Error{NotWellFormed, 1, 4, "", "illegal character code U+0001"}},
		{"bad UTF-8", "<p>é</p>\n<p>a\xff</p>", Error{NotWellFormed, 2, 5, "", "bytes that are not UTF-8"}},
		{"overlong UTF-8", "<p>\xc0\xbc</p>", Error{NotWellFormed, 1, 4, "", "bytes that are not UTF-8"}},
		{"unclosed element", "<p>\n<strong>x", Error{NotWellFormed, 2, 10, "", "element <strong> is never closed"}},
		{"mismatched", `<p><strong>x</p>`, Error{NotWellFormed, 1, 13, "", "close tag </p> does not match <strong>"}},
		{"stray close", `x</p>`, Error{NotWellFormed, 1, 2, "", "close tag </p> without an open element"}},
		{"case matters", `<p></P>`, Error{NotWellFormed, 1, 4, "", "close tag </P> does not match <p>"}},
		{"attribute twice", `<p a="1" a="2" />`, Error{NotWellFormed, 1, 1, "", `attribute "a" occurs twice on <p>`}},
		{"attribute unquoted", `<p a=1 />`, Error{NotWellFormed, 1, 6, "", "unquoted or missing attribute value in element"}},
		{"attribute without value", `<p a />`, Error{NotWellFormed, 1, 6, "", "attribute name without = in element"}},
		{"markup in attribute", `<p a="<b>" />`, Error{NotWellFormed, 1, 7, "", "unescaped < inside quoted string"}},
		{"two colons", `<a:b:c />`, Error{NotWellFormed, 1, 2, "", "expected element name after <"}},
		{"unclosed CDATA", `<ac:plain-text-body><![CDATA[x</ac:plain-text-body>`, Error{NotWellFormed, 1, 21, "", "CDATA section is never closed"}},
		{"CDATA end in text", `<p>]]></p>`, Error{NotWellFormed, 1, 4, "", "unescaped ]]> not in CDATA section"}},
		{"attributes that touch", `<p a="1"b="2" />`, Error{NotWellFormed, 1, 9, "", "expected a space before an attribute"}},
		{"end inside a tag", `<p a="1"`, Error{NotWellFormed, 1, 9, "", "unexpected end inside a tag"}},
		{"value never closed", `<p a="1`, Error{NotWellFormed, 1, 7, "", "attribute value is never closed"}},
		{"slash inside a tag", `<p / a="1">`, Error{NotWellFormed, 1, 5, "", "expected /> in element"}},
		{"no name", `<p></>`, Error{NotWellFormed, 1, 6, "", "expected element name after </"}},
		{"junk after a name", `<p></p a>`, Error{NotWellFormed, 1, 8, "", "invalid characters between </p and >"}},
		{"comment never closed", `<p><!-- a`, Error{NotWellFormed, 1, 4, "", "comment is never closed"}},
		{"empty entity", `<p>&;</p>`, Error{NotWellFormed, 1, 4, "", "invalid character entity & (no semicolon)"}},
		{"entity beyond Unicode", `<p>&#x110000;</p>`, Error{NotWellFormed, 1, 4, "", "invalid character entity &#x110000;"}},
		{"surrogate", `<p>&#xD800;</p>`, Error{NotWellFormed, 1, 4, "", "illegal character code U+D800"}},
		{"noncharacter", "<p>￾</p>", Error{NotWellFormed, 1, 4, "", "illegal character code U+FFFE"}},
		{"control in CDATA", "<p><![CDATA[\x02]]></p>", Error{NotWellFormed, 1, 13, "", "illegal character code U+0002"}},
		{"bad comment", `<p><!-- a -- b --></p>`, Error{NotWellFormed, 1, 11, "", `invalid sequence "--" not allowed in comments`}},
		{"nested too deep", deep(257), Error{TooLarge, 1, 769, "", "elements nested deeper than 256"}},
		{"too many elements", strings.Repeat("<br/>", 100_001), Error{TooLarge, 1, 500_001, "", "more than 100000 elements"}},
		{"too many attributes", attrs(65), Error{TooLarge, 1, 1, "", "more than 64 attributes on one element"}},
		{"attribute too long", `<p a="` + strings.Repeat("x", 65537) + `" />`, Error{TooLarge, 1, 1, "", "attribute value longer than 65536 bytes"}},
	} {
		_, err := ParseStorage(c.src)
		var got *Error
		if !errors.As(err, &got) {
			t.Errorf("%s: got %v, want an *Error", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.want, *got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	for name, src := range map[string]string{
		"deepest": deep(256), "most elements": strings.Repeat("<br/>", 100_000),
		"most attributes": attrs(64), "longest attribute": `<p a="` + strings.Repeat("x", 65536) + `" />`,
	} {
		if _, err := ParseStorage(src); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestErrorsNameRowAndColumn(t *testing.T) {
	t.Parallel()
	_, err := ParseStorage("<p>\n<b>x</p>")
	want := "Error parsing xhtml: close tag </p> does not match <b> at [row,col]: [2,5]"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
