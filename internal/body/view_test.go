package body

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAddressesAreCleanedOrDropped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		raw, want string
		ok        bool
	}{
		{"https://example.com/a b", "https://example.com/ab", true},
		{"HTTP://example.com", "HTTP://example.com", true},
		{"mailto:ann@example.com", "mailto:ann@example.com", true},
		{"/wiki/x?a=b:c", "/wiki/x?a=b:c", true},
		{"#a:b", "#a:b", true},
		{"?a:b", "?a:b", true},
		{"//example.com/a:b", "//example.com/a:b", true},
		{"page", "page", true},
		{"javascript:alert(1)", "", false},
		{" java\tscript\n:alert(1)", "", false},
		{"\u0000javascript:alert(1)", "", false},
		{"\u00a0javascript:alert(1)", "", false},
		{"\ufeffjavascript:alert(1)", "", false},
		{"data:text/html,<script>", "", false},
		{"vbscript:x", "", false},
		{"file:///etc/passwd", "", false},
		{"blob:https://example.com/", "", false},
		{"a&colon;b:c", "", false},
		{"", "", false},
	} {
		got, ok := safeURL(c.raw)
		if got != c.want || ok != c.ok {
			t.Errorf("%q: got %q, %v, want %q, %v", c.raw, got, ok, c.want, c.ok)
		}
	}
}

func TestStylesAreListedPropertiesWithSimpleValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ raw, want string }{
		{"color: red; background-color: rgb(1, 2, 3)", "color: red; background-color: rgb(1, 2, 3);"},
		{"COLOR:#ABCDEF;text-align:center", "color: #ABCDEF; text-align: center;"},
		{"width: 20.5px; margin-left: 30.0px; height: 50%", "width: 20.5px; margin-left: 30.0px; height: 50%;"},
		{"color: red url(x)", ""},
		{"color: expression(alert(1))", ""},
		{"background: url(javascript:x); position: fixed; color: blue", "color: blue;"},
		{`color: \72 ed`, ""},
		{"color: red/**/; width: calc(1px)", ""},
		{"color: rgb(1,2,3", ""},
		{"--x: red; behavior: x", ""},
		{";;:;", ""},
	} {
		if got := safeStyle(c.raw); got != c.want {
			t.Errorf("%q: got %q, want %q", c.raw, got, c.want)
		}
	}
}

func TestVariantsDiffer(t *testing.T) {
	t.Parallel()
	src := `<p><ac:link><ri:page ri:content-title="Plan" /></ac:link> <ac:link><ri:user ri:account-id="ann" /></ac:link></p>`
	for variant, want := range map[Representation]string{
		Rendered: `<p><a href="/wiki/spaces/DEV/pages/101/Plan" data-linked-resource-id="101" data-linked-resource-type="page">Plan</a> ` +
			`<a class="confluence-userlink user-mention" data-account-id="ann" href="/wiki/people/ann" data-linked-resource-type="userinfo">Ann Archer</a></p>`,
		ExportView: `<p><a href="https://demo.example.com/wiki/spaces/DEV/pages/101/Plan" data-linked-resource-id="101" data-linked-resource-type="page">Plan</a> ` +
			`<a class="confluence-userlink user-mention" data-account-id="ann" href="https://demo.example.com/wiki/people/ann" data-linked-resource-type="userinfo">Ann Archer</a></p>`,
		AnonymousExportView: `<p><a href="https://demo.example.com/wiki/spaces/DEV/pages/101/Plan" data-linked-resource-id="101" data-linked-resource-type="page">Plan</a> ` +
			`<a class="confluence-userlink user-mention" href="https://demo.example.com/wiki/people/ann" data-linked-resource-type="userinfo">Ann Archer</a></p>`,
	} {
		o := corpusOptions.View
		o.Variant = variant
		if diff := cmp.Diff(want, mustView(t, parsed(t, src), o)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", variant, diff)
		}
	}
	styled := mustView(t, parsed(t, `<p>a</p>`), ViewOptions{Variant: StyledView, Page: Page{Title: "A </title> B"}})
	want := `<!DOCTYPE html><html><head><meta charset="utf-8"><title>A &lt;/title&gt; B</title><style>` + styles + `</style></head><body><p>a</p></body></html>`
	if diff := cmp.Diff(want, styled); diff != "" {
		t.Errorf("styled (-want +got):\n%s", diff)
	}
}

func TestRenderingStopsInPlaceAtItsLimits(t *testing.T) {
	t.Parallel()
	anchors := strings.Repeat(`<ac:structured-macro ac:name="anchor" />`, maxMacros)
	out := mustView(t, parsed(t, anchors+`<ac:structured-macro ac:name="toc" /><p>after</p>`), ViewOptions{})
	if want := `<span class="error">More macros than a page may have.</span><p>after</p>`; !strings.HasSuffix(out, want) {
		t.Errorf("macros: ends in %q", out[len(out)-150:])
	}

	calls := 0
	wiki := Wiki{Include: func(context.Context, Page, Resource) (*Included, error) {
		calls++
		return &Included{Doc: &Doc{one(NewText("x"))}}, nil
	}}
	include := `<ac:structured-macro ac:name="include"><ac:parameter ac:name="">A</ac:parameter></ac:structured-macro>`
	out = mustView(t, parsed(t, strings.Repeat(include, maxIncluded+5)), ViewOptions{Wiki: wiki})
	if got := strings.Count(out, "More pages are included than a page may have."); got != 5 || calls != maxIncluded {
		t.Errorf("includes: %d refused after %d calls, want 5 after %d", got, calls, maxIncluded)
	}

	// A hundred pages that include each other twice would be 2^100 without the depth limit.
	calls = 0
	twice := parsed(t, include+include)
	wiki.Include = func(context.Context, Page, Resource) (*Included, error) { calls++; return &Included{Doc: twice}, nil }
	mustView(t, twice, ViewOptions{Wiki: wiki})
	if want := 2 + 4 + 8 + 16 + 32; calls != want {
		t.Errorf("depth: %d calls, want %d", calls, want)
	}

	huge := &Doc{one(NewElement("p", NewText(strings.Repeat("x", maxOutputBytes))))}
	huge.Nodes = append(huge.Nodes, NewElement("p", NewText("after")))
	out = mustView(t, huge, ViewOptions{})
	if want := `</p><span class="error">This page is too large to render.</span>`; !strings.HasSuffix(out, want) {
		t.Errorf("output: ends in %q", out[len(out)-150:])
	}
}

func TestRenderingStopsAtTheDeadline(t *testing.T) {
	t.Parallel()
	late, cancel := context.WithDeadline(tContext, time.Unix(0, 0))
	defer cancel()
	out, err := View(late, parsed(t, strings.Repeat(`<p>a</p>`, 1000)), ViewOptions{})
	if want := `<span class="error">This page takes too long to render.</span>`; err != nil || !strings.HasSuffix(out, want) && !strings.HasSuffix(out, want+"</p>") {
		t.Errorf("late: %v, %q", err, out[max(0, len(out)-150):])
	}
	gone, cancelGone := context.WithCancel(tContext)
	cancelGone()
	if _, err := View(gone, parsed(t, strings.Repeat(`<p>a</p>`, 1000)), ViewOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("gone: %v", err)
	}
}

func TestAnErrorOfTheWikiEndsTheRendering(t *testing.T) {
	t.Parallel()
	broken := errors.New("database is away")
	wiki := Wiki{
		Target:   func(context.Context, Page, Resource) (*Target, error) { return nil, broken },
		User:     func(context.Context, string) (*User, error) { return nil, broken },
		File:     func(context.Context, Page, Resource) (*File, error) { return nil, broken },
		Files:    func(context.Context, Page, *Resource) ([]File, error) { return nil, broken },
		Children: func(context.Context, Page, ChildrenQuery) ([]Branch, error) { return nil, broken },
		Include:  func(context.Context, Page, Resource) (*Included, error) { return nil, broken },
		Pages:    func(context.Context, Page, PagesQuery) ([]Included, error) { return nil, broken },
		Tasks:    func(context.Context, Page, TasksQuery) ([]ReportedTask, error) { return nil, broken },
	}
	for _, src := range []string{
		`<ac:link><ri:page ri:content-title="A" /></ac:link>`, `<ac:link><ri:user ri:account-id="a" /></ac:link>`, `<ac:image><ri:attachment ri:filename="a" /></ac:image>`,
		macroSource("attachments"), macroSource("gallery"), macroSource("children"), macroSource("recently-updated"), macroSource("contentbylabel"),
		macroSource("detailssummary"), macroSource("tasks-report-macro"),
		`<ac:structured-macro ac:name="include"><ac:parameter ac:name="">A</ac:parameter></ac:structured-macro>`,
		`<ac:structured-macro ac:name="view-file"><ac:parameter ac:name="name"><ri:attachment ri:filename="a" /></ac:parameter></ac:structured-macro>`,
	} {
		if out, err := View(tContext, parsed(t, src), ViewOptions{Wiki: wiki}); !errors.Is(err, broken) || out != "" {
			t.Errorf("%s: got %q, %v", src, out, err)
		}
	}
}

func macroSource(name string) string { return `<ac:structured-macro ac:name="` + name + `" />` }

// TestEveryMacroRendersWithoutAWiki: empty macros around which nothing exists
// leave no error and no gap in the tree.
func TestEveryMacroRendersWithoutAWiki(t *testing.T) {
	t.Parallel()
	for _, name := range KnownMacros() {
		for _, inside := range []string{"", `<ac:rich-text-body><p>x</p></ac:rich-text-body>`, `<ac:plain-text-body><![CDATA[x]]></ac:plain-text-body>`} {
			src := `<p>a<ac:structured-macro ac:name="` + name + `">` + inside + `</ac:structured-macro>b</p>`
			out := mustView(t, parsed(t, src), ViewOptions{})
			if written, read := asWritten(t, out), asParsed(t, out); written != read {
				t.Errorf("%s: %q (-as written +as parsed):\n%s", name, out, cmp.Diff(written, read))
			}
		}
	}
}

func TestIncludedPagesAskFromWhereTheyStand(t *testing.T) {
	t.Parallel()
	var asked []string
	wiki := Wiki{
		Include: func(_ context.Context, from Page, r Resource) (*Included, error) {
			asked = append(asked, from.Title+" includes "+r.Title)
			return &Included{Page: Page{Title: r.Title}, Doc: parsed(t, `<ac:image><ri:attachment ri:filename="a.png" /></ac:image>`)}, nil
		},
		File: func(_ context.Context, from Page, r Resource) (*File, error) {
			asked = append(asked, from.Title+" shows "+r.Filename)
			return nil, nil
		},
	}
	src := `<ac:structured-macro ac:name="include"><ac:parameter ac:name="">Inner</ac:parameter></ac:structured-macro><ac:image><ri:attachment ri:filename="b.png" /></ac:image>`
	mustView(t, parsed(t, src), ViewOptions{Page: Page{Title: "Outer"}, Wiki: wiki})
	if diff := cmp.Diff([]string{"Outer includes Inner", "Inner shows a.png", "Outer shows b.png"}, asked); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
