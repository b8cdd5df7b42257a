package body

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// adfOf wraps content as a document.
func adfOf(content string) string { return `{"type":"doc","version":1,"content":[` + content + `]}` }

func TestADFThatBreaksTheSchemaIsRefusedWithAPath(t *testing.T) {
	t.Parallel()
	text := `{"type":"text","text":"a"}`
	for _, c := range []struct{ src, want string }{
		{`{"type":"paragraph"}`, `expected type "doc", found "paragraph" at /type`},
		{`{"type":"doc","content":[]}`, `expected version 1 at /version`},
		{`{"type":"doc","version":2,"content":[]}`, `expected version 1 at /version`},
		{`[]`, `expected an object at /`},
		{``, `not JSON at /`},
		{`{"type":"doc","version":1,"content":[]} x`, `text after the end of the JSON value at /`},
		{`{"type":"doc","type":"doc"}`, `a member occurs twice at /type`},
		{adfOf(`{"type":"paragraph","attrs":{"localId":"a","localId":"b"}}`), `a member occurs twice at /content/0/attrs/localId`},
		{adfOf(`{"type":"paragraph","content":{}}`), `expected an array at /content/0/content`},
		{adfOf(`{"type":"paragraph","content":["a"]}`), `expected an object at /content/0/content/0`},
		{adfOf(`{"type":"rule"},{"type":"rule"},"a"`), `expected an object at /content/2`},
		{adfOf(`{"type":"heading","attrs":{"level":7}}`), `expected a number from 1 to 6 at /content/0/attrs/level`},
		{adfOf(`{"type":"heading","attrs":{"level":"1"}}`), `expected a number at /content/0/attrs/level`},
		{adfOf(`{"type":"heading"}`), `attribute "level" is missing at /content/0/attrs`},
		{adfOf(`{"type":"banner"}`), `unknown node type "banner" at /content/0`},
		{adfOf(`{}`), `a node without a type at /content/0`},
		{adfOf(text), `"text" is not allowed in "doc" at /content/0`},
		{adfOf(`{"type":"paragraph","content":[{"type":"text","text":""}]}`), `expected a text that is not empty at /content/0/content/0/text`},
		{adfOf(`{"type":"paragraph","content":[` + text + `,{"type":"text","text":"b","marks":[{"type":"strong"},{"type":"blink"}]}]}`), `unknown mark type "blink" at /content/0/content/1/marks/1`},
		{adfOf(`{"type":"paragraph","content":[{"type":"text","text":"b","marks":[{"type":"link","attrs":{}}]}]}`), `attribute "href" is missing at /content/0/content/0/marks/0/attrs`},
		{adfOf(`{"type":"paragraph","content":[{"type":"text","text":"b","marks":[{"type":"textColor","attrs":{"color":"red"}}]}]}`), `expected a colour like #1a2b3c at /content/0/content/0/marks/0/attrs/color`},
		{adfOf(`{"type":"bulletList","content":[]}`), `expected at least 1 node in "bulletList" at /content/0/content`},
		{adfOf(`{"type":"bulletList","content":[{"type":"paragraph"}]}`), `"paragraph" is not allowed in "bulletList" at /content/0/content/0`},
		{adfOf(`{"type":"panel","attrs":{"panelType":"loud"},"content":[{"type":"paragraph"}]}`), `expected one of info, note, tip, warning, error, success, custom at /content/0/attrs/panelType`},
		{adfOf(`{"type":"mediaSingle","attrs":{"layout":"center"},"content":[{"type":"media","attrs":{"type":"file","id":"x"}}]}`), `attribute "collection" is missing at /content/0/content/0/attrs`},
		{adfOf(`{"type":"mediaSingle","content":[{"type":"caption"}]}`), `expected one media and then its caption at /content/0/content/0`},
		{adfOf(`{"type":"paragraph","content":[{"type":"status","attrs":{"text":"","color":"red"}}]}`), `expected a string that is not empty at /content/0/content/0/attrs/text`},
		{adfOf(`{"type":"extension","attrs":{"extensionType":"com.atlassian.confluence.migration","extensionKey":"legacy-content","parameters":{"cxhtml":"<p>"}}}`),
			`Error parsing xhtml: element <p> is never closed at [row,col]: [1,4] at /content/0/attrs/parameters/cxhtml`},
	} {
		_, err := ParseADF(tContext, c.src, Options{})
		var got *Error
		if !errors.As(err, &got) {
			t.Errorf("%s: got %v, want an *Error", c.src, err)
			continue
		}
		if diff := cmp.Diff("Invalid ADF document: "+c.want, got.Error()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.src, diff)
		}
	}
}

func TestADFLimits(t *testing.T) {
	t.Parallel()
	// Each list and its item take four levels of JSON, the document three.
	nested := func(lists int) string {
		return adfOf(strings.Repeat(`{"type":"bulletList","content":[{"type":"listItem","content":[`, lists) + `{"type":"paragraph"}` + strings.Repeat(`]}]}`, lists))
	}
	for _, c := range []struct {
		name, src string
		kind      ErrorKind
	}{
		{"depth at the limit", nested(15), 0},
		{"depth beyond it", nested(16), TooLarge},
		{"brackets only", strings.Repeat("[", 1_000_000), TooLarge},
		{"brackets in a string", adfOf(`{"type":"paragraph","content":[{"type":"text","text":"` + strings.Repeat("[", 1000) + `"}]}`), 0},
		{"nodes at the limit", adfOf(strings.Repeat(`{"type":"rule"},`, 99_998) + `{"type":"rule"}`), 0},
		{"nodes beyond it", adfOf(strings.Repeat(`{"type":"rule"},`, 99_999) + `{"type":"rule"}`), TooLarge},
		{"an attribute too long", adfOf(`{"type":"paragraph","attrs":{"localId":"` + strings.Repeat("x", 65537) + `"}}`), TooLarge},
		{"bad UTF-8", adfOf("{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"\xff\"}]}"), NotWellFormed},
	} {
		_, err := ParseADF(tContext, c.src, Options{})
		var got *Error
		errors.As(err, &got)
		switch {
		case c.kind == 0 && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.kind != 0 && (got == nil || got.Kind != c.kind):
			t.Errorf("%s: got %v, want kind %d", c.name, err, c.kind)
		}
	}
}

func TestLooseADFIsAcceptedAsClientsWriteIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, src, want string }{
		{"null attributes", adfOf(`{"type":"orderedList","attrs":{"order":null},"content":[{"type":"listItem","content":[{"type":"paragraph","attrs":null}]}]}`), `<ol><li><p /></li></ol>`},
		{"unknown attributes and members", adfOf(`{"type":"paragraph","id":5,"attrs":{"__x":{}},"content":[{"type":"text","text":"a"}]}`), `<p>a</p>`},
		{"strong code", adfOf(`{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"strong"},{"type":"code"}]}]}`), `<p><code>a</code></p>`},
		{"marks share an element", adfOf(`{"type":"paragraph","content":[{"type":"text","text":"a","marks":[{"type":"em"},{"type":"strong"}]},{"type":"text","text":"b","marks":[{"type":"strong"}]}]}`), `<p><strong><em>a</em>b</strong></p>`},
		{"control characters", adfOf(`{"type":"paragraph","content":[{"type":"text","text":"a\u0000b"}]}`), "<p>a\uFFFDb</p>"},
		{"markup in text", adfOf(`{"type":"paragraph","content":[{"type":"text","text":"<script>&"}]}`), `<p>&lt;script&gt;&amp;</p>`},
	} {
		if diff := cmp.Diff(c.want, fromADF(t, c.src).Storage()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestTaskAndMediaIDsAreStable(t *testing.T) {
	t.Parallel()
	o := Options{View: ViewOptions{Page: Page{ID: "100"}, Wiki: Wiki{
		File: func(_ context.Context, _ Page, r Resource) (*File, error) {
			return &File{Name: r.Filename, FileID: "media-" + r.Filename}, nil
		},
		Media: func(_ context.Context, _ Page, id string) (*File, error) {
			return &File{Name: strings.TrimPrefix(id, "media-"), FileID: id}, nil
		},
	}}, TaskID: func(localID string) string { return map[string]string{"u-7": "7"}[localID] }}
	src := `<ac:task-list ac:task-list-id="l"><ac:task><ac:task-id>7</ac:task-id><ac:task-uuid>u-7</ac:task-uuid><ac:task-status>complete</ac:task-status>` +
		`<ac:task-body><span class="placeholder-inline-tasks">a</span></ac:task-body></ac:task></ac:task-list>` +
		`<ac:image ac:layout="center"><ri:attachment ri:filename="a.png" /></ac:image>`
	adf, err := parsed(t, src).ADF(tContext, o)
	if err != nil {
		t.Fatal(err)
	}
	want := adfOf(`{"type":"taskList","attrs":{"localId":"l"},"content":[{"type":"taskItem","attrs":{"localId":"u-7","state":"DONE"},"content":[{"type":"text","text":"a"}]}]},` +
		`{"type":"mediaSingle","attrs":{"layout":"center"},"content":[{"type":"media","attrs":{"type":"file","id":"media-a.png","collection":"contentId-100"}}]}`)
	want = strings.Replace(want, `"version":1,`, "", 1)
	want = strings.TrimSuffix(want, "}") + `,"version":1}`
	if diff := cmp.Diff(want, adf); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	back, err := ParseADF(tContext, adf, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(src, back.Storage()); diff != "" {
		t.Errorf("storage (-want +got):\n%s", diff)
	}
}
