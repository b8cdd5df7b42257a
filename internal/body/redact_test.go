package body_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/body"
)

const bar = body.Bar

func TestRedactText(t *testing.T) {
	t.Parallel()
	type done = body.Redacted
	for _, row := range []struct {
		text    string
		spans   []body.Range
		want    string
		done    []done
		removed []string
	}{
		{"a secret b", []body.Range{{From: 2, To: 8}}, "a " + bar + " b", []done{{From: 2, To: 8}}, []string{"secret"}},
		{"secret", []body.Range{{From: 0, To: -1}}, bar, []done{{From: 0, To: 6}}, []string{"secret"}},
		{"one two three", []body.Range{{From: 8, To: 13}, {From: 0, To: 3}}, bar + " two " + bar,
			[]done{{From: 8, To: 13, Group: 1}, {From: 0, To: 3}}, []string{"one", "three"}},
		{"abcdef", []body.Range{{From: 1, To: 5}, {From: 2, To: 3}, {From: 4, To: 6}}, "a" + bar,
			[]done{{From: 1, To: 5}, {From: 2, To: 3}, {From: 4, To: 6}}, []string{"bcdef"}},
		{"abcd", []body.Range{{From: 0, To: 2}, {From: 2, To: 4}}, bar + bar, []done{{From: 0, To: 2}, {From: 2, To: 4, Group: 1}}, []string{"ab", "cd"}},
		{"😀x😀", []body.Range{{From: 2, To: 3}, {From: 3, To: 5}}, "😀" + bar + bar, []done{{From: 2, To: 3}, {From: 3, To: 5, Group: 1}}, []string{"x", "😀"}},
	} {
		got, done, removed, err := body.RedactText(row.text, row.spans)
		if err != nil || got != row.want {
			t.Errorf("%q: %q %v", row.text, got, err)
		}
		if diff := cmp.Diff(row.done, done) + cmp.Diff(row.removed, removed); diff != "" {
			t.Errorf("%q: %s", row.text, diff)
		}
	}
	for _, s := range []body.Range{{From: -1, To: 2}, {From: 0, To: 0}, {From: 2, To: 1}, {From: 0, To: 6}, {From: 9, To: -1}, {From: 1, To: 3}, {From: 0, To: 1}} {
		if got, _, _, err := body.RedactText("😀abc", []body.Range{s}); err == nil {
			t.Errorf("%v: %q", s, got)
		}
	}
}

func TestRedactABody(t *testing.T) {
	t.Parallel()
	const page = `<h1>Who &amp; what</h1><p>My <strong>num</strong>ber is 123 &euro;.</p><ul><li><p>one</p></li><li><p>two</p></li></ul>` +
		`<p><ac:inline-comment-marker ac:ref="r1">marked words</ac:inline-comment-marker> here</p>` +
		`<ac:structured-macro ac:name="code" ac:macro-id="m"><ac:plain-text-body><![CDATA[key = "k1"]]></ac:plain-text-body></ac:structured-macro>`
	doc, err := body.ParseStorage(page)
	if err != nil {
		t.Fatal(err)
	}
	out, done, removed, err := doc.Redact(t.Context(), body.Options{}, []body.Range{
		{Pointer: "/content/4/content/0/text", From: 7, To: 9},
		{Pointer: "/content/1/content/1", From: 0, To: -1},
		{Pointer: "/content/1/content/2/text", From: 0, To: 3},
		{Pointer: "/content/0/content/0", From: 4, To: 5},
		{Pointer: "/content/2/content/1/content/0/content/0", From: 0, To: 3},
		{Pointer: "/content/3/content/0/text", From: 7, To: 12},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []body.Redacted{{From: 7, To: 9, Group: 5, Code: true}, {From: 0, To: 3, Group: 1}, {From: 0, To: 3, Group: 2}, {From: 4, To: 5}, {From: 0, To: 3, Group: 3}, {From: 7, To: 12, Group: 4}}
	if diff := cmp.Diff(want, done); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"&", "number", "two", "words", "k1"}, removed); diff != "" {
		t.Error(diff)
	}
	text := out.Storage()
	for _, gone := range []string{"amp", "num", "two", "words", "k1"} {
		if strings.Contains(text, gone) {
			t.Errorf("%s is still there: %s", gone, text)
		}
	}
	for _, there := range []string{"<h1>Who " + bar + " what</h1>", "<strong>" + bar + "</strong>" + bar + " is 123 €.", "one", `ac:ref="r1">marked ` + bar, `key = "` + bar + `"`} {
		if !strings.Contains(text, there) {
			t.Errorf("%s is not there: %s", there, text)
		}
	}
	if diff := cmp.Diff(map[string]string{"r1": "marked " + bar}, out.Marked()); diff != "" {
		t.Error(diff)
	}
	for _, s := range []body.Range{
		{Pointer: "", To: -1}, {Pointer: "content/0/content/0", To: -1}, {Pointer: "/content/0", To: -1}, {Pointer: "/content/9/content/0", To: -1},
		{Pointer: "/content/0/content/-1", To: -1}, {Pointer: "/content/0/content/00", To: -1}, {Pointer: "/content/0/content/0/type", To: -1},
		{Pointer: "/content/0/content/0/text/0", To: -1}, {Pointer: "/content/0/content/0", From: 3, To: 99}, {Pointer: "/content/0/content", To: -1},
	} {
		if _, _, _, err := doc.Redact(t.Context(), body.Options{}, []body.Range{s}); err == nil {
			t.Errorf("%v is taken", s)
		}
	}
}

func TestHolds(t *testing.T) {
	t.Parallel()
	doc, err := body.ParseStorage(`<p>se<em>cret</em>&nbsp;
		number</p><p><a href="https://example.com/?q=hidden">x</a></p>`)
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{"secret": true, "secret number": true, "secret  number": true, "hidden": true, "other": false, " ": false, "": false} {
		if got := doc.Holds([]string{text}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
