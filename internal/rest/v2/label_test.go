package v2_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

func TestLabels(t *testing.T) {
	t.Parallel()
	b, z, a := newPages(t)
	b.must(b.ann.AddLabels(t.Context(), z.ID, []wiki.Label{{Prefix: "global", Name: "ops"}, {Prefix: "team", Name: "blue"}, {Prefix: "my", Name: "later"}}))
	b.must(b.ann.Label(t.Context(), a.ID, "ops"))
	const (
		ops   = `{"id":"1","name":"ops","prefix":"global"}`
		blue  = `{"id":"2","name":"blue","prefix":"team"}`
		later = `{"id":"3","name":"later","prefix":"my"}`
	)
	list := func(items ...string) string { return `{"results":[` + strings.Join(items, ",") + endOfList }
	for line, want := range map[string]string{
		"ann /pages/65538/labels":                    list(ops, blue, later),
		"bob /pages/65538/labels":                    list(ops, blue), // another's own label is not there
		"ann /pages/65538/labels?prefix=my":          list(later),
		"bob /pages/65538/labels?prefix=my":          list(),
		"ann /pages/65538/labels?prefix=system":      list(),
		"ann /pages/65538/labels?sort=name":          list(blue, later, ops),
		"ann /pages/65538/labels?sort=-created-date": list(later, blue, ops),
		"bob /pages/65537/labels":                    list(),
		"ann /labels":                                list(ops, blue, later),
		"bob /labels?sort=-name":                     list(ops, blue),
		"eve /labels":                                list(),
		"bob /labels?label-id=2,3":                   list(blue),
		"ann /labels?prefix=my&prefix=team":          list(blue, later),
		"bob /labels/1/pages":                        list(zebra, ant),
		"bob /labels/1/pages?sort=-title&space-id=7": list(),
		"bob /labels/1/pages?sort=title":             list(ant, zebra),
		"ann /labels/3/pages":                        list(zebra),
	} {
		who, path, _ := strings.Cut(line, " ")
		b.answers(who, "GET "+path, "", 200, want)
	}
	for line, title := range map[string]string{
		"eve /labels/1/pages":     "Could not find label with id [1]",
		"bob /labels/3/pages":     "Could not find label with id [3]",
		"bob /labels/0/pages":     "Could not find label with id [0]",
		"eve /pages/65538/labels": "Cannot find a page with id [65538]",
	} {
		who, path, _ := strings.Cut(line, " ")
		b.refuses(who, "GET "+path, "", 404, "NOT_FOUND", title)
	}
}

func TestPostsAndFilesOfALabel(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	post := func(title string) wiki.Content {
		c, err := b.ann.Create(t.Context(), wiki.NewContent{Kind: wiki.BlogPost, Status: wiki.Current, Space: b.dev.ID, Title: title, Storage: "<p>" + title + "</p>"})
		b.must(err)
		return c
	}
	file := func(in wiki.ContentID, name string) wiki.Content {
		c, err := b.ann.Attach(t.Context(), site.NewFile{Container: in, Name: name, MediaType: "text/plain", Bytes: strings.NewReader(name)})
		b.must(err)
		return c
	}
	old, page := post("old"), b.page("Page", "")
	kept, lost := file(page.ID, "kept.txt"), file(old.ID, "lost.txt")
	b.minutes.Add(1)
	young := post("young")
	for _, c := range []wiki.Content{old, young, page, kept, lost} {
		b.must(b.ann.Label(t.Context(), c.ID, "ops"))
	}
	b.must(b.ann.Label(t.Context(), b.dev.Home, "home"))
	name := regexp.MustCompile(`"title":"([^"]*)"`)
	lists := func(line, want string) {
		t.Helper()
		who, path, _ := strings.Cut(line, " ")
		w := b.call(who, "GET "+path, "")
		var got []string
		for _, m := range name.FindAllStringSubmatch(w.Body.String(), -1) {
			got = append(got, m[1])
		}
		if w.Code != 200 || strings.Join(got, " ") != want {
			t.Errorf("%s: %d %s", line, w.Code, w.Body)
		}
	}
	for line, want := range map[string]string{
		"bob /labels/1/blogposts":                      "old young",
		"bob /labels/1/blogposts?sort=-created-date":   "young old",
		"bob /labels/1/blogposts?limit=1":              "old",
		"bob /labels/1/blogposts?space-id=7":           "",
		"bob /labels/1/blogposts?space-id=32769,7":     "old young",
		"bob /labels/2/blogposts":                      "",
		"bob /labels/1/pages":                          "Page",
		"bob /labels/1/attachments":                    "kept.txt lost.txt",
		"bob /labels/1/attachments?sort=-created-date": "lost.txt kept.txt",
		"bob /labels/1/attachments?limit=1":            "kept.txt",
		"bob /labels/2/attachments":                    "",
	} {
		lists(line, want)
	}
	if w := b.call("bob", "GET /labels/1/blogposts?body-format=storage&limit=1", ""); !strings.Contains(w.Body.String(), `"value":"<p>old</p>"`) {
		t.Errorf("%s", w.Body)
	}
	b.refuses("eve", "GET /labels/1/blogposts", "", 404, "NOT_FOUND", "Could not find label with id [1]")
	b.refuses("eve", "GET /labels/1/attachments", "", 404, "NOT_FOUND", "Could not find label with id [1]")
	b.must(b.ann.Trash(t.Context(), old.ID)) // what it holds goes with it
	lists("bob /labels/1/blogposts", "young")
	lists("bob /labels/1/attachments", "kept.txt")
}
