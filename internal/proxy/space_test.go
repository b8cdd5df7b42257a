package proxy

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/client"
	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

var update = flag.Bool("update", false, "write testdata/placed.txt anew")

// TestSpacesAreKept walks requests on a real site whose proxy lets PUB alone be called.
func TestSpacesAreKept(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{Spaces: []string{"PUB"}, Writes: true})
	in, out := s.Page(t, "Getting started"), s.outside(t)
	pub, eng := s.SpaceID(t, "PUB"), s.SpaceID(t, "ENG")
	page := func(space, parent string) string {
		return `{"spaceId":"` + space + `","title":"In ` + space + parent + `","parentId":"` + parent + `","body":{"representation":"storage","value":"<p>1</p>"}}`
	}
	for _, tt := range []struct {
		name, method, path, body string
		status                   int
		reason                   Reason
	}{
		{"a page inside", "GET", "/wiki/api/v2/pages/" + in.ID, "", 200, ""},
		{"a page outside", "GET", "/wiki/api/v2/pages/" + out, "", 403, OtherSpace},
		{"a page that is not there", "GET", "/wiki/api/v2/pages/999999999", "", 403, SpaceUnknown},
		{"a page inside, version 1", "GET", "/wiki/rest/api/content/" + in.ID, "", 200, ""},
		{"a page outside, version 1", "GET", "/wiki/rest/api/content/" + out, "", 403, OtherSpace},
		{"attachments outside", "GET", "/wiki/rest/api/content/" + out + "/child/attachment", "", 403, OtherSpace},
		{"another's attachment", "GET", "/wiki/rest/api/content/" + in.ID + "/child/attachment/999999999/download", "", 403, SpaceUnknown},
		{"the old way to files", "GET", "/wiki/download/attachments/" + out + "/a.txt", "", 403, OtherSpace},
		{"a path that nobody knows", "GET", "/wiki/rest/masterdetail/1.0/detailssummary/lines", "", 403, SpaceUnknown},
		{"the space", "GET", "/wiki/rest/api/space/PUB", "", 200, ""},
		{"the space, escaped", "GET", "/wiki/rest/api/space/%50UB", "", 200, ""},
		{"another space", "GET", "/wiki/rest/api/space/ENG", "", 403, OtherSpace},
		{"the space by id", "GET", "/wiki/api/v2/spaces/" + pub + "/pages", "", 200, ""},
		{"another space by id", "GET", "/wiki/api/v2/spaces/" + eng + "/pages", "", 403, OtherSpace},
		{"all pages", "GET", "/wiki/api/v2/pages", "", 403, SpaceUnknown},
		{"its pages", "GET", "/wiki/api/v2/pages?space-id=" + pub, "", 200, ""},
		{"its pages and others", "GET", "/wiki/api/v2/pages?space-id=" + pub + "&space-id=" + eng, "", 403, OtherSpace},
		{"both in one", "GET", "/wiki/api/v2/pages?space-id=" + pub + "," + eng, "", 403, OtherSpace},
		{"an empty filter", "GET", "/wiki/api/v2/pages?space-id=", "", 403, OtherSpace},
		{"a query of two readings", "GET", "/wiki/api/v2/pages?space-id=" + pub + ";space-id=" + eng, "", 403, SpaceUnknown},
		{"all spaces", "GET", "/wiki/api/v2/spaces", "", 403, SpaceUnknown},
		{"one of all spaces", "GET", "/wiki/api/v2/spaces?keys=PUB", "", 200, ""},
		{"another of all spaces", "GET", "/wiki/api/v2/spaces?keys=ENG", "", 403, OtherSpace},
		{"a space of version 1", "GET", "/wiki/rest/api/space?spaceKey=PUB", "", 200, ""},
		{"and another by its id", "GET", "/wiki/rest/api/space?spaceKey=PUB&spaceId=" + eng, "", 403, OtherSpace},
		{"its content", "GET", "/wiki/rest/api/content?spaceKey=PUB", "", 200, ""},
		{"all content", "GET", "/wiki/rest/api/content", "", 403, SpaceUnknown},
		{"a search in it", "GET", "/wiki/rest/api/search?cql=space=PUB", "", 403, SpaceUnknown},
		{"who am I", "GET", "/wiki/rest/api/user/current", "", 403, SpaceUnknown},
		{"a page made inside", "POST", "/wiki/api/v2/pages", page(pub, in.ID), 200, ""},
		{"a page made outside", "POST", "/wiki/api/v2/pages", page(eng, in.ID), 403, OtherSpace},
		{"below a page outside", "POST", "/wiki/api/v2/pages", page(pub, out), 403, OtherSpace},
		{"made nowhere", "POST", "/wiki/api/v2/pages", `{"title":"x"}`, 403, SpaceUnknown},
		{"said twice", "POST", "/wiki/api/v2/pages", `{"spaceId":"` + pub + `","spaceId":"` + eng + `","title":"x"}`, 403, SpaceUnknown},
		{"an object for an id", "POST", "/wiki/api/v2/pages", `{"spaceId":{"a":"` + pub + `"},"title":"x"}`, 403, SpaceUnknown},
		{"moved out", "PUT", "/wiki/rest/api/content/" + in.ID + "/move/append/" + out, "", 403, OtherSpace},
		{"changed into another space", "PUT", "/wiki/api/v2/pages/" + in.ID, `{"id":"` + in.ID + `","status":"current","title":"x","spaceId":"` + eng + `"}`, 403, OtherSpace},
		{"copied", "POST", "/wiki/rest/api/content/" + in.ID + "/copy", `{"destination":{"type":"space","value":"ENG"}}`, 403, SpaceUnknown},
		{"deleted outside", "DELETE", "/wiki/api/v2/pages/" + out, "", 403, OtherSpace},
	} {
		header := append(withKey(), "Content-Type", "application/json")
		got := s.send(t, tt.method, s.url+tt.path, tt.body, header...)
		if x := s.seen.last(); got.status != tt.status || x.Refused != tt.reason {
			t.Errorf("%s: %d %s %s, want %d %s\n%s", tt.name, got.status, x.Refused, x.Why, tt.status, tt.reason, got.body)
		}
	}
}

// outside is the id of a page in another space than PUB.
func (s *stand) outside(t *testing.T) string {
	t.Helper()
	got := s.send(t, "GET", s.URL+"/wiki/api/v2/spaces/"+s.SpaceID(t, "ENG")+"/pages?limit=1", "", "Authorization", basic(s.Admin.Email, s.Unscoped.Text))
	var page wirev2.List[wirev2.Page]
	if err := wire.Unmarshal([]byte(got.body), &page); err != nil || len(page.Results) != 1 {
		t.Fatalf("%d %s: %v", got.status, got.body, err)
	}
	return string(page.Results[0].ID)
}

// TestPagingStaysInTheSpace follows a list to its end.
func TestPagingStaysInTheSpace(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{Spaces: []string{"PUB"}})
	next := "/wiki/api/v2/pages?limit=3&space-id=" + s.SpaceID(t, "PUB")
	pages, found := 0, 0
	for ; next != ""; pages++ {
		list := s.list(t, s.url+next)
		found += len(list.Results)
		next = list.Links.Next
		if _, query, _ := strings.Cut(next, "?"); next != "" && !strings.HasPrefix(query[strings.LastIndex(query, "&")+1:], "cursor=") {
			t.Errorf("the cursor is not last: %s", next)
		}
	}
	if pages < 2 || found == 0 {
		t.Errorf("%d pages of %d", pages, found)
	}
}

// placesOf is a site that says of everything that it is in one space, and of that space what it is called.
func placesOf(t *testing.T, key string) string {
	t.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.URL.Path == "/wiki/rest/api/user/current":
			_, _ = w.Write([]byte(`{"type":"known","accountId":"1"}`))
		case r.URL.Path == "/wiki/api/v2/spaces":
			_, _ = w.Write([]byte(`{"results":[{"id":"5","key":"` + key + `"}]}`))
		default:
			_, _ = w.Write([]byte(`{"id":"7","spaceId":"5","space":{"id":5,"key":"` + key + `"},"results":[]}`))
		}
	}))
	t.Cleanup(site.Close)
	return site.URL
}

// TestEveryOperationIsPlacedOrRefused calls all operations of the catalogue. On a site where everything is in another
// space none gets through; on one where everything is in the allowed space those in testdata/placed.txt do, and whoever
// changes that list has thought about it.
func TestEveryOperationIsPlacedOrRefused(t *testing.T) {
	t.Parallel()
	outside := before(t, placesOf(t, "OTHER"), client.Credentials{Email: "a@example.com", Token: "t"}, newTap(t, nil), Options{Spaces: []string{"PUB"}, Writes: true})
	inside := before(t, placesOf(t, "PUB"), client.Credentials{Email: "a@example.com", Token: "t"}, newTap(t, nil), Options{Spaces: []string{"PUB"}, Writes: true})
	var placed []string
	for _, op := range catalog.Default().Operations() {
		for _, body := range []string{"", `{}`, `{"spaceId":"5","space":{"key":"KEY"},"pageId":"7"}`, `{"spaceId":"6"}`} {
			if body != "" && op.Body == "" {
				continue
			}
			for _, query := range []string{"", "?space-id=5&spaceKey=KEY&keys=KEY&limit=1"} {
				query, body := strings.ReplaceAll(query, "KEY", "OTHER"), strings.ReplaceAll(body, "KEY", "OTHER")
				if got := outside.send(t, op.Method, outside.url+concrete(op, "OTHER")+query, body, withKey()...); got.status != 403 {
					t.Errorf("%s %q: %d in another space", op.Key()+query, body, got.status)
				}
				query, body = strings.ReplaceAll(query, "OTHER", "PUB"), strings.ReplaceAll(body, "OTHER", "PUB")
				got := inside.send(t, op.Method, inside.url+concrete(op, "PUB")+query, body, withKey()...)
				if got.status == 200 && !slices.Contains(placed, op.Key()) {
					placed = append(placed, op.Key())
				}
			}
		}
	}
	for _, sent := range outside.tap.take() {
		if u, err := url.Parse(sent.url); err != nil || sent.method != "GET" || strings.Contains(u.RawQuery, "space-id") {
			t.Errorf("the site was sent %s %s", sent.method, sent.url)
		}
	}
	got := strings.Join(placed, "\n") + "\n"
	const file = "testdata/placed.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("operations that a restriction to spaces lets through (-want +got):\n%s", diff)
	}
}

// concrete is a path of an operation with values in it: of a space, of anything else.
func concrete(op catalog.Operation, key string) string {
	var path strings.Builder
	for _, s := range op.Segments() {
		text := s.Text
		switch {
		case s.Text == "spaceKey":
			text = key
		case s.Param && strings.HasSuffix(path.String(), "/spaces"):
			text = "5"
		case s.Param:
			text = "7"
		}
		path.WriteString("/" + text)
	}
	return path.String()
}
