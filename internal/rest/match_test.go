package rest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/catalog"
	"github.com/weirhq/weir/internal/wiki"
)

func wholeTree(t testing.TB) *tree {
	t.Helper()
	tr, err := newTree(catalog.Default().Operations())
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func TestMatch(t *testing.T) {
	t.Parallel()
	tr := wholeTree(t)
	tests := []struct {
		method, path, key string
		miss              Miss
	}{
		{"GET", "/wiki/api/v2/pages", "v2:getPages", Matched},
		{"HEAD", "/wiki/api/v2/pages", "v2:getPages", Matched},
		{"GET", "/wiki/api/v2/pages/1", "v2:getPageById", Matched},
		{"GET", "/wiki/api/v2/pages/1/properties", "v2:getPageContentProperties", Matched},
		{"GET", "/wiki/rest/api/content/search", "v1:searchContentByCQL", Matched},
		{"PUT", "/wiki/rest/api/content/search", "v1:updateContent", Matched},
		{"GET", "/wiki/rest/api/content/1/child/attachment", "v1:getAttachments", Matched},
		{"GET", "/wiki/rest/api/content/1/child/page", "v1:getContentChildrenByType", Matched},
		{"PUT", "/wiki/rest/api/content/archive/move/append/2", "v1:movePage", Matched},
		{"GET", "/wiki/atlassian-connect/1/app/module/dynamic", "v1:getModules", Matched},
		{"GET", "/wiki/rest/api/space/_private", "v1:getSpace", Matched},
		{"DELETE", "/wiki/api/v2/pages", "", WrongMethod},
		{"get", "/wiki/api/v2/pages", "", WrongMethod},
		{"OPTIONS", "/wiki/rest/api/content", "", WrongMethod},
		{"PATCH", "/wiki/atlassian-connect/1/app/module/dynamic", "", WrongMethod},
		{"GET", "/wiki/API/v2/pages", "", Outside},
		{"GET", "/wiki/api/v2/Pages", "", UnknownV2},
		{"GET", "/wiki/api/v2", "", UnknownV2},
		{"GET", "/wiki/rest/api", "", UnknownV1},
		{"GET", "/wiki/rest/api/nosuch", "", UnknownV1},
		{"GET", "/wiki/rest/api/user/nosuch/x/y", "", UnknownV1},
		{"GET", "/wiki/rest/api/content/1/nosuch", "", BelowV1},
		{"GET", "/wiki/rest/api/space/DOC/nosuch", "", BelowV1},
		{"GET", "/wiki/rest/api/contents", "", UnknownV1},
		{"GET", "/wiki/wiki/api/v2/pages", "", Outside},
		{"GET", "/api/v2/pages", "", Outside},
		{"GET", "/wiki", "", Outside},
		{"GET", "/", "", Outside},
	}
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			t.Parallel()
			got, miss := tr.match(tt.method, segmentsOf(tt.path))
			key := ""
			if got != nil {
				key = got.key
			}
			if key != tt.key || miss != tt.miss {
				t.Errorf("%q, miss %d; want %q, miss %d", key, miss, tt.key, tt.miss)
			}
		})
	}
}

func segmentsOf(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

func TestMethodsOfAPath(t *testing.T) {
	t.Parallel()
	tr := wholeTree(t)
	for path, want := range map[string]string{
		"/wiki/api/v2/pages":             "GET POST",
		"/wiki/api/v2/pages/1":           "DELETE GET PUT",
		"/wiki/rest/api/content/search":  "DELETE GET PUT", // as an id, too
		"/wiki/rest/api/space/_private":  "DELETE GET POST PUT",
		"/wiki/rest/api/nosuch":          "",
		"/wiki/rest/api/content/archive": "DELETE GET POST PUT",
	} {
		if got := strings.Join(tr.methods(strings.Split(path, "/")[1:]), " "); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestEveryOperationMatchesItself(t *testing.T) {
	t.Parallel()
	tr := wholeTree(t)
	for _, op := range catalog.Default().Operations() {
		var segments []string
		for _, s := range op.Segments() {
			if s.Param {
				segments = append(segments, "~"+s.Text)
			} else {
				segments = append(segments, s.Text)
			}
		}
		r, miss := tr.match(op.Method, segments)
		if miss != Matched || r.key != op.Key() {
			t.Errorf("%s: miss %d", op, miss)
			continue
		}
		for _, s := range op.Segments() {
			if got := r.pathParam(s.Text, segments); s.Param && got != "~"+s.Text {
				t.Errorf("%s: {%s} is %q", op, s.Text, got)
			}
		}
	}
}

func TestOverlappingTemplatesStopStartUp(t *testing.T) {
	t.Parallel()
	op, _ := catalog.Default().ByID(catalog.V2, "getPages")
	_, err := newTree([]catalog.Operation{op, op})
	if want := "v2:getPages /wiki/api/v2/pages and v2:getPages /wiki/api/v2/pages overlap"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestCharactersOfPathParameters(t *testing.T) {
	t.Parallel()
	tr := wholeTree(t)
	tests := []struct {
		path   string
		refuse bool
	}{
		{"/wiki/rest/api/content/1;x=2", true},
		{"/wiki/rest/api/content/%31", true},
		{"/wiki/rest/api/content/1?", true},
		{"/wiki/rest/api/content/1#", true},
		{"/wiki/rest/api/content/1/property/a;b%c?d#e", false},
		{"/wiki/rest/api/content/1;/property/a", true},
		{"/wiki/rest/api/group/a;b/member", false},
	}
	for _, tt := range tests {
		segments := segmentsOf(tt.path)
		r, _ := tr.match("GET", segments)
		if err := r.checkParams(segments); (err != nil) != tt.refuse {
			t.Errorf("%s: %v", tt.path, err)
		}
	}
}

func TestLostPathsAreExplained(t *testing.T) {
	t.Parallel()
	tr := wholeTree(t)
	tests := []struct {
		path   string
		reason wiki.Reason
		try    string
	}{
		{"/wiki/pages", wiki.V2PrefixMissing, "/wiki/api/v2/pages"},
		{"/spaces", wiki.V2PrefixMissing, "/wiki/api/v2/spaces"},
		{"/api/v2/pages/1", wiki.WikiPrefixMissing, "/wiki/api/v2/pages/1"},
		{"/rest/api/user/current", wiki.WikiPrefixMissing, "/wiki/rest/api/user/current"},
		{"/rest/api/nosuch/x/y", wiki.WikiPrefixMissing, ""},
		{"/wiki/wiki/rest/api/content", wiki.WikiDoubled, "/wiki/rest/api/content"},
		{"/wiki/wiki/x", wiki.WikiDoubled, ""},
		{"/wiki/content/1", wiki.UnknownPath, "/wiki/rest/api/content/1"},
		{"/wiki/home/rest/api/content", wiki.UnknownPath, ""},
		{"/wiki/api/v2/search", wiki.UnknownPath, ""},
		{"/wiki", wiki.UnknownPath, ""},
		{"/", wiki.UnknownPath, ""},
	}
	for _, tt := range tests {
		reason, right := tr.lostPath(segmentsOf(tt.path))
		if got := joinPath(right); reason != tt.reason || got != tt.try {
			t.Errorf("%s: %s %q, want %s %q", tt.path, reason, got, tt.reason, tt.try)
		}
	}
}

// naive is the matcher as one would explain it: of all templates that fit, the one with the earliest literal.
func naive(method string, segments []string) string {
	if method == "HEAD" {
		method = "GET"
	}
	best, bestShape := "", ""
	for _, op := range catalog.Default().Operations() {
		template := op.Segments()
		if op.Method != method || len(template) != len(segments) {
			continue
		}
		fits, shape := true, ""
		for i, s := range template {
			switch {
			case s.Param:
				shape += "p"
			case s.Text == segments[i]:
				shape += "l" // sorts before p
			default:
				fits = false
			}
		}
		if fits && (best == "" || shape < bestShape) {
			best, bestShape = op.Key(), shape
		}
	}
	return best
}

func FuzzMatch(f *testing.F) {
	tr := wholeTree(f)
	for _, op := range catalog.Default().Operations()[:40] {
		f.Add(op.Method, op.Path)
	}
	f.Add("PUT", "/wiki/rest/api/content/blueprint/move/instance/5")
	f.Fuzz(func(t *testing.T, method, path string) {
		segments := segmentsOf(path)
		got := ""
		if r, miss := tr.match(method, segments); (r == nil) == (miss == Matched) {
			t.Fatalf("route %v with miss %d", r, miss)
		} else if r != nil {
			got = r.key
		}
		if diff := cmp.Diff(naive(method, segments), got); diff != "" {
			t.Fatalf("%s %s (-want +got):\n%s", method, path, diff)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	tr := wholeTree(b)
	segments := segmentsOf("/wiki/rest/api/content/123/restriction/byOperation/read/user")
	b.ReportAllocs()
	for b.Loop() {
		if r, _ := tr.match(http.MethodGet, segments); r == nil {
			b.Fatal("no match")
		}
	}
}
