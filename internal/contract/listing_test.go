package contract

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/weirtest"
	"github.com/weirhq/weir/wire"
	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// TestListsShowWhatCanBeGot is security-model.md R-SIDE on the wire: for several callers, each way to list pages shows
// exactly the current pages that the caller can get one by one, children and attachments likewise.
func TestListsShowWhatCanBeGot(t *testing.T) {
	t.Parallel()
	b := newBench(t, weirtest.Public())
	callers := map[string]string{"anonymous": "", "ada": basic(b.Admin.Email, b.Unscoped.Text)}
	for _, name := range []string{"grace", "linus", "mary", "otto"} {
		a := b.Account(t, name)
		callers[name] = basic(a.Email, b.NewToken(t, a).Text)
	}
	for name, authorization := range callers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &reader{bench: b, authorization: authorization}
			pages := r.gettable(t)
			if len(pages) == 0 && name != "otto" {
				t.Fatal("no page can be got")
			}
			r.compareLists(t, pages)
			r.compareSpaces(t, pages)
			r.compareChildren(t, pages)
		})
	}
}

// reader is a caller.
type reader struct {
	*bench
	authorization string
}

// get reads a path below the site, or reports that it cannot be read.
func (r *reader) get(t *testing.T, path string, into any) bool {
	t.Helper()
	q := request{method: "GET", url: r.URL + path}
	if r.authorization != "" {
		q.header = []string{"Authorization", r.authorization}
	}
	a := r.send(t, q)
	if a.status == 404 {
		return false
	}
	if a.status != 200 {
		t.Fatalf("%s: %d %s", path, a.status, a.body)
	}
	if err := wire.Unmarshal([]byte(a.body), into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return true
}

// gettable are the current pages that can be got, tried id by id on both versions.
func (r *reader) gettable(t *testing.T) map[string]wirev2.Page {
	t.Helper()
	first, err := strconv.Atoi(r.Page(t, "Architecture").ID)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]wirev2.Page{}
	for id := first - 2; id < first+80; id++ { // all content of the seed has numbers in a row
		var page wirev2.Page
		var content wirev1.Content
		onV2 := r.get(t, fmt.Sprintf("/wiki/api/v2/pages/%d", id), &page) && page.Status == "current"
		onV1 := r.get(t, fmt.Sprintf("/wiki/rest/api/content/%d", id), &content) && content.Type == "page" && content.Status == "current"
		if onV1 != onV2 {
			t.Errorf("%d can be got: on v1 %t, on v2 %t", id, onV1, onV2)
		}
		if onV2 {
			pages[string(page.ID)] = page
		}
	}
	return pages
}

// compareLists holds every way to list all pages to the pages that can be got.
func (r *reader) compareLists(t *testing.T, pages map[string]wirev2.Page) {
	t.Helper()
	all := slices.Sorted(maps.Keys(pages))
	archived := r.SpaceID(t, "OLD")
	living := idsWhere(pages, func(p wirev2.Page) bool { return string(p.SpaceID) != archived })
	for _, list := range []struct {
		name      string
		want, got []string
	}{
		{"v2 pages", all, r.pages(t, "/wiki/api/v2/pages?limit=7&status=current")},
		{"v1 content", all, r.contents(t, "/wiki/rest/api/content?type=page&limit=7")},
		{"v1 search", all, r.found(t, "/wiki/rest/api/search?cql=type=page+order+by+title&limit=7&includeArchivedSpaces=true")},
		// Searches leave archived spaces out; this one has no parameter to take them in.
		{"v1 content/search", living, r.contents(t, "/wiki/rest/api/content/search?cql=type=page&limit=7")},
	} {
		slices.Sort(list.got)
		if diff := cmp.Diff(list.want, list.got); diff != "" {
			t.Errorf("%s (-can be got +listed):\n%s", list.name, diff)
		}
	}
}

// compareSpaces does the same for spaces and for the pages of each.
func (r *reader) compareSpaces(t *testing.T, pages map[string]wirev2.Page) {
	t.Helper()
	var want, onV2 []string
	var listed wirev2.List[wirev2.SpaceBulk]
	r.get(t, "/wiki/api/v2/spaces?limit=250", &listed)
	for _, s := range listed.Results {
		onV2 = append(onV2, s.Key)
	}
	for _, key := range []string{"ENG", "HR", "PUB", "OLD", "~ada"} {
		id := r.SpaceID(t, key)
		var space wirev2.Space
		var spaceV1 wirev1.Space
		got := r.get(t, "/wiki/api/v2/spaces/"+id, &space)
		if gotV1 := r.get(t, "/wiki/rest/api/space/"+key, &spaceV1); gotV1 != got {
			t.Errorf("space %s can be got: on v1 %t, on v2 %t", key, gotV1, got)
		}
		if !got {
			continue
		}
		want = append(want, key)
		inSpace := r.pages(t, "/wiki/api/v2/spaces/"+id+"/pages?limit=7&status=current")
		slices.Sort(inSpace)
		if diff := cmp.Diff(idsWhere(pages, func(p wirev2.Page) bool { return string(p.SpaceID) == id }), inSpace); diff != "" {
			t.Errorf("pages of %s (-can be got +listed):\n%s", key, diff)
		}
	}
	slices.Sort(want)
	slices.Sort(onV2)
	if diff := cmp.Diff(want, onV2); diff != "" {
		t.Errorf("spaces (-can be got +listed):\n%s", diff)
	}
}

// compareChildren does the same for the children of each page.
func (r *reader) compareChildren(t *testing.T, pages map[string]wirev2.Page) {
	t.Helper()
	for id := range pages {
		want := idsWhere(pages, func(p wirev2.Page) bool { return string(p.ParentID) == id })
		children := r.contents(t, "/wiki/rest/api/content/"+id+"/child/page?limit=2")
		var onV2 []string
		for path := "/wiki/api/v2/pages/" + id + "/children?limit=2"; path != ""; {
			var list wirev2.List[wirev2.ChildPage]
			r.get(t, path, &list)
			for _, c := range list.Results {
				onV2 = append(onV2, string(c.ID))
			}
			path = list.Links.Next
		}
		slices.Sort(children)
		slices.Sort(onV2)
		if !slices.Equal(want, children) || !slices.Equal(want, onV2) {
			t.Errorf("children of %s: can be got %v, listed on v1 %v, on v2 %v", id, want, children, onV2)
		}
	}
}

func idsWhere(pages map[string]wirev2.Page, is func(wirev2.Page) bool) []string {
	ids := []string{}
	for id, p := range pages {
		if is(p) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// pages reads a list of v2 to its end.
func (r *reader) pages(t *testing.T, path string) []string {
	t.Helper()
	ids := []string{}
	for path != "" {
		var list wirev2.List[wirev2.PageBulk]
		r.get(t, path, &list)
		for _, p := range list.Results {
			ids = append(ids, string(p.ID))
		}
		path = list.Links.Next
	}
	return ids
}

// contents reads a list of v1 to its end.
func (r *reader) contents(t *testing.T, path string) []string {
	t.Helper()
	ids := []string{}
	for path != "" {
		var list wirev1.List[wirev1.Content]
		r.get(t, path, &list)
		for _, c := range list.Results {
			ids = append(ids, string(c.ID))
		}
		path = below(list.Links)
	}
	return ids
}

// found reads the results of a search to their end.
func (r *reader) found(t *testing.T, path string) []string {
	t.Helper()
	ids := []string{}
	for path != "" {
		var page wirev1.SearchPage
		r.get(t, path, &page)
		for _, c := range page.Results {
			ids = append(ids, string(c.Content.ID))
		}
		path = below(page.Links)
	}
	return ids
}

// below is the next link of a v1 list as a path of the site: it is relative to the context.
func below(links wirev1.ListLinks) string {
	if links.Next == "" {
		return ""
	}
	return strings.TrimSuffix(links.Context, "/") + links.Next
}
