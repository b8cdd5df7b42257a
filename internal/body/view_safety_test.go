package body

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"pgregory.net/rapid"

	"github.com/weirhq/weir/internal/body/hostile"
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
var hostileBodies = hostile.Storage()

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
