package v2_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// part is a part of an object, and a page of the list that it begins.
type part struct {
	Results []struct {
		ID     string `json:"id"`
		Number int    `json:"number"` // of a version, which has no id
	} `json:"results"`
	Meta struct {
		HasMore bool   `json:"hasMore"`
		Cursor  string `json:"cursor"`
	} `json:"meta"`
	Links struct {
		Self string `json:"self"`
	} `json:"_links"`
}

// read reads the members of an answer that are objects.
func (b *bench) read(line string, into any) {
	b.t.Helper()
	w := b.call("ann", line, "")
	if w.Code != 200 {
		b.t.Fatalf("%s: %s", line, w.Body)
	}
	b.must(json.Unmarshal(w.Body.Bytes(), into))
}

// parts reads an object with all its parts that are lists.
func (b *bench) parts(path string) map[string]part {
	b.t.Helper()
	all := map[string]json.RawMessage{}
	b.read("GET "+path+"?include-labels=true&include-properties=true&include-operations=true&include-likes=true"+
		"&include-versions=true&include-direct-children=true&include-permissions=true", &all)
	parts := map[string]part{}
	for name, text := range all {
		var p part
		if strings.Contains(string(text), `"hasMore"`) {
			b.must(json.Unmarshal(text, &p))
			parts[name] = p
		}
	}
	return parts
}

// TestAPartGoesOnWhereItsLinkLeads: a part shows fifty, and its cursor is one for the list that its link names.
func TestAPartGoesOnWhereItsLinkLeads(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	page := b.page("Full", "<p>x</p>")
	for i := range 51 {
		name := fmt.Sprintf("n%d", i)
		b.page("child "+name, "") // of the home page
		for _, path := range []string{"/pages/65538/properties", "/spaces/32769/properties"} {
			if w := b.call("ann", "POST "+path, `{"key":"`+name+`","value":1}`); w.Code > 201 {
				t.Fatal(w.Body)
			}
		}
		title := "Full " + name
		b.must(b.ann.Label(t.Context(), page.ID, name))
		_, err := b.ann.Update(t.Context(), page.ID, wiki.Change{Version: i + 2, Title: &title})
		b.must(err)
		b.must(b.ann.AddSpaceLabels(t.Context(), b.dev.ID, []wiki.Label{{Prefix: "team", Name: name}}))
	}
	all := map[string]part{}
	for path, wanted := range map[string][]string{
		"/pages/65538": {"labels", "properties", "versions"}, "/pages/65537": {"directChildren"}, "/spaces/32769": {"labels", "properties"},
	} {
		for name, p := range b.parts(path) {
			all[path+" "+name] = p
			if !p.Meta.HasMore && p.Meta.Cursor != "" {
				t.Errorf("%s %s has no more, and a cursor", path, name)
			}
		}
		for _, name := range wanted {
			p := all[path+" "+name]
			var list, rest part
			self := "GET /wiki" + p.Links.Self
			b.read(self+"?limit=250", &list)
			b.read(self+"?limit=250&cursor="+p.Meta.Cursor, &rest)
			if len(p.Results) != 50 || !p.Meta.HasMore || p.Meta.Cursor == "" {
				t.Errorf("%s %s shows %d, more %v, cursor %q", path, name, len(p.Results), p.Meta.HasMore, p.Meta.Cursor)
			}
			if diff := cmp.Diff(list.Results, append(p.Results, rest.Results...)); diff != "" {
				t.Errorf("%s %s does not go on: %s", path, name, diff)
			}
		}
	}
}

// TestPartsNameTheListTheyBegin: each self link is the path of an operation that shows the same.
func TestPartsNameTheListTheyBegin(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	made := func(line, body string) string {
		t.Helper()
		w := b.call("ann", line, body)
		var out struct{ ID string }
		b.must(json.Unmarshal(w.Body.Bytes(), &out))
		if out.ID == "" {
			t.Fatalf("%s: %s", line, w.Body)
		}
		return out.ID
	}
	file, err := b.ann.Attach(t.Context(), site.NewFile{Container: z.ID, Name: "a.txt", MediaType: "text/plain", Bytes: strings.NewReader("a")})
	b.must(err)
	const body = `"body":{"representation":"storage","value":"<p>x</p>"}`
	for path, names := range map[string]string{
		"/pages/65538": "directChildren labels likes operations properties versions",
		"/blogposts/" + made("POST /blogposts", `{"spaceId":"32769","title":"News",`+body+`}`): "labels likes operations properties versions",
		"/attachments/" + file.ID.String(): "labels operations properties versions",
		"/custom-content/" + made("POST /custom-content", `{"type":"ac:app:note","pageId":"65538","title":"N",`+body+`}`): "labels operations properties versions",
		"/footer-comments/" + made("POST /footer-comments", `{"pageId":"65538",`+body+`}`):                                "likes operations properties versions",
		"/inline-comments/" + made("POST /inline-comments", `{"pageId":"65538",`+body+`,"inlineCommentProperties":
			{"textSelection":"stripes","textSelectionMatchCount":1,"textSelectionMatchIndex":0}}`): "likes operations properties versions",
		"/folders/" + made("POST /folders", `{"spaceId":"32769","title":"F"}`): "directChildren operations properties",
		"/spaces/32769": "labels operations permissions properties",
	} {
		parts := b.parts(path)
		if got := slices.Sorted(maps.Keys(parts)); !slices.Equal(got, strings.Fields(names)) {
			t.Errorf("%s has the parts %v, want %s", path, got, names)
		}
		for name, p := range parts {
			var list part
			b.read("GET /wiki"+p.Links.Self, &list)
			if name != "operations" && len(list.Results) < len(p.Results) {
				t.Errorf("%s: %s shows %d of %d", path, p.Links.Self, len(list.Results), len(p.Results))
			}
		}
	}
}
