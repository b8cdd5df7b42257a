package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/body"
	"github.com/weirhq/weir/internal/body/hostile"
)

const html = "text/html; charset=utf-8"

// policy is the content security policy of pages (security-model.md §8).
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'"

// policies are the two states of a page, with how a javascript: address fares in each.
var policies = []struct{ name, header, addresses string }{
	{"with CSP", policy, "blocked"},
	{"without CSP", "", "ran"},
}

// source is a hostile body as its author sent it.
type source struct {
	language body.Representation
	text     string
	doc      *body.Doc
}

// sources are the hostile bodies that are accepted, of every language that can be read.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	for _, c := range []struct {
		language body.Representation
		texts    []string
	}{
		{body.Storage, hostile.Storage()}, {body.Editor, hostile.Storage()}, {body.ADF, hostile.ADF()},
		{body.WikiMarkup, hostile.WikiMarkup()}, {body.Markdown, hostile.Markdown()},
	} {
		before := len(out)
		for _, text := range c.texts {
			if doc, err := body.Read(t.Context(), text, c.language, body.Options{}); err == nil {
				out = append(out, source{c.language, text, doc})
			}
		}
		if n := len(out) - before; n*2 < len(c.texts) {
			t.Errorf("%s: %d of %d bodies are accepted, and the others show nothing", c.language, n, len(c.texts))
		}
	}
	return out
}

// asksWiki reports whether what the wiki around it answers can show in the body.
func (s source) asksWiki() bool {
	return s.language == body.Storage && (strings.Contains(s.text, "<ri:") || strings.Contains(s.text, "<ac:structured-macro"))
}

// perPage is how many boxes a page has: each click lays the whole page out again.
const perPage = 30

// testRendered shows every body in every variant, each in a box of its own, and as a styled page.
func testRendered(t *testing.T, chromium context.Context) {
	b := newTab(t, chromium)
	all := sources(t)
	for _, variant := range []body.Representation{body.Rendered, body.ExportView, body.Editor} {
		var from []source
		var boxes []string
		for i, words := range hostile.Chosen() {
			options := wikiOf(t, words)
			options.Variant = variant
			for _, s := range all {
				if i == 0 || s.asksWiki() {
					from = append(from, s)
					boxes = append(boxes, view(t, s.doc, options))
				}
			}
		}
		for at := 0; at < len(boxes); at += perPage {
			end := min(at+perPage, len(boxes))
			show(t, b, string(variant), from[at:end], boxes[at:end])
		}
	}
	chosen := hostile.Chosen()
	for i, words := range chosen {
		var part body.Doc // every body is in one of them
		for at := i; at < len(all); at += len(chosen) {
			part.Nodes = append(part.Nodes, all[at].doc.Nodes...)
		}
		options := wikiOf(t, words)
		options.Variant = body.StyledView
		showStyled(t, b, view(t, &part, options), words)
	}
}

func view(t *testing.T, d *body.Doc, o body.ViewOptions) string {
	t.Helper()
	out, err := body.View(t.Context(), d, o)
	if err != nil {
		t.Fatalf("View: %v", err)
	}
	return out
}

// show looks at a page of boxes under each policy.
func show(t *testing.T, b *tab, variant string, from []source, boxes []string) {
	t.Helper()
	for _, p := range policies {
		told := look(t, b, p.header, p.addresses, boxes)
		if len(told) > 0 && !blame(t, b, p.header, p.addresses, from, boxes) {
			t.Errorf("%s %s did, as a whole only: %q", variant, p.name, told)
		}
	}
}

// blame finds the boxes that do something by themselves, and reports each with its source.
func blame(t *testing.T, b *tab, header, addresses string, from []source, boxes []string) (found bool) {
	t.Helper()
	told := look(t, b, header, addresses, boxes)
	switch half := len(boxes) / 2; {
	case len(told) == 0:
		return false
	case half == 0:
		t.Errorf("%s body %q\nis %q\nand under policy %q did %q", from[0].language, from[0].text, boxes[0], header, told)
		return true
	default:
		first := blame(t, b, header, addresses, from[:half], boxes[:half])
		return blame(t, b, header, addresses, from[half:], boxes[half:]) || first
	}
}

// look loads a page of boxes, sweeps it, and where scripts may write HTML does so with what stands in the boxes.
func look(t *testing.T, b *tab, header, addresses string, boxes []string) (told []string) {
	t.Helper()
	var page strings.Builder
	page.WriteString(`<!DOCTYPE html><html><head><meta charset="utf-8"><title>a</title></head><body>`)
	for i, box := range boxes {
		fmt.Fprintf(&page, `<section data-box="%d">%s<hr data-end="%d"></section>`, i, box, i)
	}
	page.WriteString(`</body></html>`)
	b.visit(t, serve(t, map[string]document{"/page": {html, header, page.String()}})+"/page")
	if how := b.sweep(t, len(boxes)); how != addresses {
		t.Errorf("a javascript: address %s, want %s", how, addresses)
	}
	if header == "" {
		evaluate[int](t, b, "watch.copy()")
		b.sweep(t, len(boxes))
	}
	return b.told(t)
}

// showStyled looks at a document that is a page by itself.
func showStyled(t *testing.T, b *tab, page string, words hostile.Words) {
	t.Helper()
	for _, p := range policies {
		b.visit(t, serve(t, map[string]document{"/page": {html, p.header, page}})+"/page")
		if how := evaluate[string](t, b, "watch.sweepAll()"); how != p.addresses {
			t.Errorf("a javascript: address %s, want %s", how, p.addresses)
		}
		if told := b.told(t); len(told) > 0 {
			t.Errorf("styled_view %s, names like %q: %q", p.name, words.Name, told)
		}
		if title := evaluate[string](t, b, "document.title"); title == "" || len(page) < 1000 {
			t.Errorf("styled_view of names like %q has the title %q", words.Name, title)
		}
	}
}
