package v1_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// branch is a folder below ant, a page in it, and a page below that: 65540, 65541, 65542.
func (b *bench) branch(below wiki.Content) (folder, page, leaf wiki.Content) {
	b.t.Helper()
	for _, n := range []struct {
		kind   wiki.Kind
		title  string
		parent *wiki.Content
		made   *wiki.Content
	}{{wiki.Folder, "Folder", &below, &folder}, {wiki.Page, "Page in it", &folder, &page}, {wiki.Page, "Leaf", &page, &leaf}} {
		var err error
		*n.made, err = b.ann.Create(b.t.Context(), wiki.NewContent{
			Kind: n.kind, Status: wiki.Current, Space: b.dev.ID, Title: n.title, Parent: n.parent.ID,
		})
		b.must(err)
	}
	return folder, page, leaf
}

// titles are the titles in an answer, in their order.
func (b *bench) titles(who, line string) string {
	b.t.Helper()
	w := b.call(who, line, "")
	if w.Code != 200 {
		b.t.Fatalf("%s: %d %s", line, w.Code, w.Body)
	}
	var out []string
	for part := range strings.SplitSeq(w.Body.String(), `"title":"`) {
		if title, rest, found := strings.Cut(part, `"`); found && strings.HasPrefix(rest, `,"macroRenderedOutput"`) {
			out = append(out, title)
		}
	}
	return strings.Join(out, ", ")
}

func TestDescendantsOfContent(t *testing.T) {
	t.Parallel()
	b, _, ant := newPages(t)
	folder, page, _ := b.branch(ant)
	b.attach(page, "plan.txt", "text/plain", "", "plan")
	top := "GET /content/" + ant.ID.String() + "/descendant"
	for line, want := range map[string]string{
		top + "/page":                           "Page in it, Leaf",
		top + "/page?depth=root":                "",
		top + "/page?depth=2":                   "Page in it",
		top + "/page?depth=all&limit=1&start=1": "Leaf",
		top + "/folder":                         "Folder",
		top + "/attachment":                     "plan.txt",
		top + "/attachment?depth=2":             "",
		top + "/comment":                        "",
		top + "/blogpost":                       "",
		top:                                     "",
		top + "?expand=page,folder,attachment":  "plan.txt, Page in it, Leaf, Folder",
		"GET /content/" + folder.ID.String() + "/child/page":                      "Page in it",
		"GET /content/" + folder.ID.String() + "/child?expand=page":               "Page in it",
		"GET /content/" + ant.ID.String() + "/child/folder":                       "Folder",
		"GET /content/search?cql=type=folder":                                     "Folder",
		"GET /content/search?cql=ancestor=" + folder.ID.String() + "+order+by+id": "Page in it, Leaf, plan.txt",
	} {
		b.must(b.service.Indexed(t.Context()))
		if got := b.titles("ann", line); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: folder.ID, Op: wiki.RestrictRead,
		Subjects: []wiki.Subject{wiki.User(b.people["ann"].ID)}}))
	if got := b.titles("bob", top+"?expand=page,folder,attachment"); got != "" {
		t.Errorf("bob sees %q below a hidden folder", got)
	}
	b.answers("bob", "GET /content/"+page.ID.String()+"/descendant/page", "", 404, noContent(page.ID.String()))
	b.answers("ann", top+"/page?depth=101", "", 400, badRequest("Invalid value for 'depth': 101. Expected all, root, or 1 to 100"))
	b.answers("ann", top+"/foo", "", 400, badRequest("Invalid value for 'type': foo. Expected a type of content"))
}

func TestMovingAPage(t *testing.T) {
	t.Parallel()
	b, zebra, ant := newPages(t)
	id := func(c wiki.Content) string { return c.ID.String() }
	b.answers("bob", "PUT /content/"+id(ant)+"/move/before/"+id(zebra), "", 200, `{"pageId":"`+id(ant)+`"}`)
	if got := b.titles("bob", "GET /content/65537/child/page"); got != "Ant, Zebra" {
		t.Errorf("below the home page: %s", got)
	}
	b.answers("bob", "PUT /content/"+id(ant)+"/move/append/"+id(zebra), "", 200, `{"pageId":"`+id(ant)+`"}`)
	if got := b.titles("bob", "GET /content/"+id(zebra)+"/child/page"); got != "Ant" {
		t.Errorf("below Zebra: %s", got)
	}
	b.answers("bob", "PUT /content/"+id(zebra)+"/move/append/"+id(ant), "", 400, badRequest("the parent lies below the page itself"))
	b.answers("bob", "PUT /content/"+id(zebra)+"/move/beside/"+id(ant), "", 400,
		badRequest("Invalid value for 'position': beside. Expected one of before, after, append"))
	b.answers("bob", "PUT /content/"+id(zebra)+"/move/append/999", "", 404, noContent("999"))
	b.answers("eve", "PUT /content/"+id(zebra)+"/move/append/"+id(ant), "", 404, noContent(id(zebra)))
}
