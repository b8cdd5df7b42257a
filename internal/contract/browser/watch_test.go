package browser

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// testWatch shows pages that are not harmless: each must be told, or the other tests see nothing.
func testWatch(t *testing.T, chromium context.Context) {
	b := newTab(t, chromium)
	for _, c := range []struct{ name, policy, box, want string }{
		{"script", "", `<script>alert(1)</script>`, "while loading: called alert 1"},
		{"handler of a failed image", "", `<img src="x" onerror="alert(1)">`, "while loading: called alert 1"},
		{"handler of an animated drawing", "", `<svg onload="alert(1)"></svg>`, "while loading: called alert 1"},
		{"handler that waits for a pointer", "", `<p onmouseover="alert(1)">a</p>`, "box 0: called alert 1"},
		{"handler with a mistake", "", `<p onclick="y">a</p>`, "box 0: script failed: Uncaught ReferenceError: y is not defined"},
		{"javascript: address", "", `<a href="javascript:alert(1)">a</a>`, "after the sweep: called alert 1"},
		{"javascript: address in disguise", "", "<a href=\"\x01java\nscript:alert(1)\">a</a>", "after the sweep: called alert 1"},
		{"script under a policy", policy, `<script>alert(1)</script>`, "while loading: CSP stopped script-src-elem inline "},
		{"handler under a policy", policy, `<p onclick="alert(1)">a</p>`, "while loading: CSP stopped script-src-attr inline "},
		{"form", "", `<form action="/to"><button>a</button></form>`, "box 0: submitted URL/to"},
		{"refresh", "", `<meta http-equiv="refresh" content="0;url=/to">`, "box 0: element <meta http-equiv=\"refresh\" content=\"0;url=/to\">"},
		{"foreign script", "", `<script src="https://example.com/a.js"></script>`, "requested Script https://example.com/a.js"},
		{"style sheet", "", `<style>@import "https://example.com/a.css"</style>`, "requested Stylesheet https://example.com/a.css"},
		{"frame", "", `<iframe src="/to"></iframe>`, "requested Document URL/to"},
		{"text that leaves its box", "", `</section><p>a</p>`, "while loading: boxes stand as section 0 undefined,p undefined undefined,hr undefined undefined"},
	} {
		url := serve(t, map[string]document{
			"/page": {html, c.policy, `<!DOCTYPE html><title>a</title><body><section data-box="0">` + c.box + `<hr data-end="0"></section>`},
			"/to":   {html, "", "b"},
		})
		b.visit(t, url+"/page")
		b.sweep(t, 1)
		told := b.told(t)
		if want := strings.ReplaceAll(c.want, "URL", url); !slices.Contains(told, want) {
			t.Errorf("%s: told %q, want %q among it", c.name, told, want)
		}
	}
	b.visit(t, serve(t, map[string]document{"/page": {html, policy, `<!DOCTYPE html><title>a</title><body><section data-box="0">a<hr data-end="0"></section>`}})+"/page")
	if how, told := b.sweep(t, 1), b.told(t); how != "blocked" || len(told) > 0 {
		t.Errorf("a harmless page: %s, told %q", how, told)
	}
}
