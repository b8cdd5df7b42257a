package body

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"
)

// asWritten reads HTML by its tags alone: the tree the writer meant.
func asWritten(t fataler, src string) string {
	var b strings.Builder
	var open []string
	afterPre := false // a parser drops the line feed that follows
	z := html.NewTokenizer(strings.NewReader(src))
	for {
		kind := z.Next()
		tok := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("never closed: %v in %q", open, src)
			}
			return b.String()
		case html.TextToken:
			if afterPre {
				tok.Data = strings.TrimPrefix(tok.Data, "\n")
			}
			dumpText(&b, len(open), tok.Data)
		case html.StartTagToken:
			dumpTag(&b, len(open), tok.Data, tok.Attr)
			if !hasWord("br hr img col", tok.Data) {
				open = append(open, tok.Data)
			}
		case html.SelfClosingTagToken:
			if !hasWord("br hr img col", tok.Data) {
				t.Fatalf("%s is no empty element in %q", tok.Data, src)
			}
			dumpTag(&b, len(open), tok.Data, tok.Attr)
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("</%s> closes %v in %q", tok.Data, open, src)
			}
			open = open[:len(open)-1]
		default:
			t.Fatalf("%v %q in %q", kind, tok, src)
		}
		afterPre = kind == html.StartTagToken && tok.Data == "pre"
	}
}

// asParsed reads HTML as a browser does.
func asParsed(t fataler, src string) string {
	nodes, err := html.ParseFragment(strings.NewReader(src), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatalf("%v in %q", err, src)
	}
	var b strings.Builder
	var dump func(n *html.Node, depth int)
	dump = func(n *html.Node, depth int) {
		switch n.Type {
		case html.TextNode:
			dumpText(&b, depth, n.Data)
		case html.ElementNode:
			dumpTag(&b, depth, n.Data, n.Attr)
			checkAllowed(t, n, src)
		default:
			t.Fatalf("node type %d in %q", n.Type, src)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			dump(c, depth+1)
		}
	}
	for _, n := range nodes {
		dump(n, 0)
	}
	return b.String()
}

func dumpTag(b *strings.Builder, depth int, name string, attrs []html.Attribute) {
	slices.SortFunc(attrs, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
	b.WriteString(strings.Repeat(" ", depth) + "<" + name)
	for _, a := range attrs {
		b.WriteString(" " + a.Key + "=" + a.Val)
	}
	b.WriteString("\n")
}

func dumpText(b *strings.Builder, depth int, text string) {
	b.WriteString(strings.Repeat(" ", depth) + text + "\n")
}

// checkAllowed is the policy once more, written the other way round.
func checkAllowed(t fataler, n *html.Node, src string) {
	const elements = "p div span br hr h1 h2 h3 h4 h5 h6 strong em u s del b code sub sup small pre blockquote ul ol li dl dt dd " +
		"table caption colgroup col thead tbody tfoot tr th td a img time details summary"
	const attributes = "class id title style href src alt width height loading colspan rowspan scope span start rel datetime open"
	if !hasWord(elements, n.Data) || n.Namespace != "" {
		t.Fatalf("element %s in %q", n.Data, src)
	}
	for _, a := range n.Attr {
		if a.Namespace != "" || !hasWord(attributes, a.Key) && !strings.HasPrefix(a.Key, "data-") {
			t.Fatalf("attribute %s in %q", a.Key, src)
		}
		value := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
		switch {
		case a.Key == "href" && strings.ContainsAny(strings.SplitN(value, "/", 2)[0], ":") &&
			!strings.HasPrefix(value, "http:") && !strings.HasPrefix(value, "https:") && !strings.HasPrefix(value, "mailto:") &&
			!strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "?") && !strings.HasPrefix(value, `\`):
			t.Fatalf("href %q in %q", a.Val, src)
		case a.Key == "src" && strings.Contains(value, "script:"):
			t.Fatalf("src %q in %q", a.Val, src)
		case a.Key == "id" && !strings.HasPrefix(a.Val, idPrefix):
			t.Fatalf("id %q in %q", a.Val, src)
		case a.Key == "style" && (strings.Contains(value, "url(") || strings.Contains(value, "expression") || strings.Contains(value, "\\")):
			t.Fatalf("style %q in %q", a.Val, src)
		}
	}
}

func mustView(t fataler, d *Doc, o ViewOptions) string {
	out, err := View(tContext, d, o)
	if err != nil {
		t.Fatalf("View: %v", err)
	}
	return out
}

// hostileBodies are mutation-XSS patterns and other markup meant to end up
// somewhere else than it was written.
var hostileBodies = []string{
	`<script>alert(1)</script><p>a</p>`,
	`<SCRIPT>alert(1)</SCRIPT>`,
	`<p onclick="alert(1)" onmouseover="x">a</p>`,
	`<a href="javascript:alert(1)">a</a>`,
	"<a href=\"java\u0085script:alert(1)\">a</a>",
	`<a href=" &#9;java&#10;script&#13;:alert(1)">a</a>`,
	`<a href="JaVaScRiPt:alert(1)">a</a><a href="vbscript:x">b</a><a href="data:text/html,x">c</a>`,
	`<a href="&#x6A;avascript&#58;alert(1)">a</a>`,
	`<img src="x" onerror="alert(1)" />`,
	`<img src="javascript:alert(1)" /><img src="data:image/svg+xml;base64,PHN2Zz4=" /><img src="data:image/png;base64,iVBORw0KGgo=" />`,
	`<svg><p><style><img src="x" onerror="alert(1)" /></style></p></svg>`,
	`<math><mtext><table><mglyph><style><img src="x" onerror="alert(1)" /></style></mglyph></table></mtext></math>`,
	`<noscript><p title="&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;">a</p></noscript>`,
	`<p title="&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;">a</p>`,
	`<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>`,
	`<p style="background:url(javascript:alert(1));color:red;behavior:url(x)">a</p>`,
	`<p style="color:expression(alert(1));color:\72 ed">a</p>`,
	`<p style="position:fixed;top:0;width:100%">a</p>`,
	`<p id="location" class="admin-button confluenceTd">a</p>`,
	`<form action="https://example.com/"><input name="q" /><button>go</button></form>`,
	`<iframe src="https://example.com/" /><object data="x" /><embed src="x" />`,
	`<template><script>alert(1)</script></template>`,
	`<meta http-equiv="refresh" content="0;url=https://example.com/" /><base href="https://example.com/" />`,
	`<table><a href="#x">outside</a><tr><td>x<p>y</p></td></tr><script>alert(1)</script></table>`,
	`<table><tr><td><table><tr><td>nested</td></tr></table></td></tr></table>`,
	`<p><table><tbody><tr><td>a</td></tr></tbody></table>after</p>`,
	`<p><strong>a<div>b</div>c</strong>d</p>`,
	`<p><p>a</p>b</p><p><h1>c</h1></p>`,
	`<h1><h2>a</h2></h1><h1><p>b</p></h1>`,
	`<a href="a"><strong><a href="b">inner</a></strong>outer</a>`,
	`<a href="a"><table><tbody><tr><td><a href="b">x</a></td></tr></tbody></table></a>`,
	`<li>stray</li><td>stray</td><tr><td>stray</td></tr><dd>stray</dd><caption>stray</caption><col />`,
	`<ul><li>a<li>b</li></li>text<p>c</p><ul><li>d</li></ul></ul>`,
	`<ul><li><div><li>a</li></div></li></ul>`,
	`<dl><dt>a<dd>b</dd></dt></dl>`,
	"<pre>\n\nfirst line kept</pre><pre><strong>\n</strong></pre>",
	"<p>a\u0085b\u2028c\ufeffd</p>",
	`<p>]]&gt; --&gt; &lt;!-- x</p>`,
	`<xmp>&lt;script&gt;</xmp><plaintext>x</plaintext><textarea>&lt;/textarea&gt;</textarea>`,
	`<select><option>a</option></select><video src="x" /><audio />`,
	`<ac:structured-macro ac:name="&quot;&gt;&lt;script&gt;"><ac:parameter ac:name="x">y</ac:parameter></ac:structured-macro>`,
	`<ac:structured-macro ac:name="html"><ac:plain-text-body><![CDATA[<script>alert(1)</script>]]></ac:plain-text-body></ac:structured-macro>`,
	`<ac:structured-macro ac:name="code"><ac:parameter ac:name="language">x" onload="y</ac:parameter><ac:plain-text-body><![CDATA[</pre><script>alert(1)</script>]]></ac:plain-text-body></ac:structured-macro>`,
	`<ac:structured-macro ac:name="panel"><ac:parameter ac:name="bgColor">red;background:url(x)</ac:parameter><ac:rich-text-body><p>a</p></ac:rich-text-body></ac:structured-macro>`,
	`<p><ac:structured-macro ac:name="expand"><ac:parameter ac:name="title">&lt;b&gt;</ac:parameter><ac:rich-text-body><p>a</p></ac:rich-text-body></ac:structured-macro>b</p>`,
	`<ac:link><ri:url ri:value="javascript:alert(1)" /><ac:link-body>x</ac:link-body></ac:link>`,
	`<ac:image ac:width="1&quot; onerror=&quot;x"><ri:url ri:value="https://example.com/a.png&quot; onerror=&quot;x" /></ac:image>`,
	`<ac:structured-macro ac:name="anchor"><ac:parameter ac:name="">x y"&gt;</ac:parameter></ac:structured-macro>`,
	`<ac:adf-extension><ac:adf-node type="x"><ac:adf-content><script>alert(1)</script></ac:adf-content></ac:adf-node></ac:adf-extension>`,
	`<ac:layout><ac:layout-section ac:type="x&quot; onload=&quot;y"><ac:layout-cell><p>a</p></ac:layout-cell></ac:layout-section></ac:layout>`,
	strings.Repeat("<div>", 250) + "deep" + strings.Repeat("</div>", 250),
	strings.Repeat("<blockquote><p>", 120) + "deep" + strings.Repeat("</p></blockquote>", 120),
	strings.Repeat(`<table><tbody><tr><td>`, 60) + "deep" + strings.Repeat(`</td></tr></tbody></table>`, 60),
}

func TestHostileBodiesReadBackAsWritten(t *testing.T) {
	t.Parallel()
	for _, src := range hostileBodies {
		for _, variant := range []Representation{Rendered, ExportView, Editor} {
			out := mustView(t, parsed(t, src), ViewOptions{Variant: variant, BaseURL: "https://demo.example.com"})
			if diff := cmp.Diff(asWritten(t, out), asParsed(t, out)); diff != "" {
				t.Errorf("%s of %q is %q (-as written +as parsed):\n%s", variant, src, out, diff)
			}
		}
	}
}

func TestAnyTreeReadsBackAsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		doc := &Doc{rapid.SliceOfN(anyNode(6), 1, 4).Draw(t, "doc")}
		for _, variant := range []Representation{Rendered, Editor} {
			out := mustView(t, doc, ViewOptions{Variant: variant})
			if written, read := asWritten(t, out), asParsed(t, out); written != read {
				t.Fatalf("%q (-as written +as parsed):\n%s", out, cmp.Diff(written, read))
			}
		}
	})
}
