package catalog

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// concrete puts a value in the place of every parameter, one that is also a
// literal elsewhere where that is possible without changing the operation.
func concrete(op Operation) string {
	var path strings.Builder
	for _, segment := range op.Segments() {
		path.WriteByte('/')
		if segment.Param {
			path.WriteString("123")
		} else {
			path.WriteString(segment.Text)
		}
	}
	return path.String()
}

func TestEveryOperationLooksUpToItselfInEverySpelling(t *testing.T) {
	t.Parallel()
	for _, op := range Default().Operations() {
		for _, path := range []string{op.Path, concrete(op)} {
			bare := strings.TrimPrefix(path, "/wiki")
			spellings := []string{
				path,
				path + "/",
				path + "?limit=5&url=https://x/y",
				path + "#top",
				"https://demo.example.com" + path,
				"https://api.example.com/ex/confluence/11111111-2222-3333-4444-555555555555" + path + "?limit=5",
				"https://api.example.com/ex/confluence/11111111-2222-3333-4444-555555555555" + bare,
				"/ex/confluence/{cloudId}" + path,
				"/ex/confluence/{cloudId}" + bare,
				"http://127.0.0.1:8090" + bare,
				bare,
				strings.TrimPrefix(path, "/"),
			}
			for _, prefix := range []string{"/rest/api", "/api/v2"} {
				if short, ok := strings.CutPrefix(bare, prefix); ok {
					spellings = append(spellings, short, strings.TrimPrefix(short, "/"), short+"/?limit=5")
				}
			}
			for _, spelling := range spellings {
				for _, lookup := range []func(method, path string) (Operation, error){
					Default().Lookup,
					func(method, path string) (Operation, error) {
						return Default().LookupIn(op.Version, strings.ToLower(method), path)
					},
				} {
					got, err := lookup(op.Method, spelling)
					if err != nil || got.Key() != op.Key() {
						t.Errorf("%s %s is %s (%v), want %s", op.Method, spelling, got.Key(), err, op.Key())
					}
				}
			}
		}
	}
}

func TestALiteralBeatsAParameter(t *testing.T) {
	t.Parallel()
	for call, want := range map[string]string{
		"GET /wiki/rest/api/content/search":               "v1:searchContentByCQL",
		"GET /wiki/rest/api/content/123":                  "v1:getContentById",
		"GET /wiki/rest/api/content/1/child/attachment":   "v1:getAttachments",
		"GET /wiki/rest/api/content/1/child/page":         "v1:getContentChildrenByType",
		"GET /wiki/rest/api/group/picker":                 "v1:searchGroups",
		"GET /wiki/rest/api/group/staff":                  "v1:getGroupByName",
		"POST /rest/api/contentbody/convert/async/export": "v1:postContentbodyConvertAsyncByTo",
		"HEAD /wiki/api/v2/pages/1":                       "v2:getPageById",
	} {
		op, err := Default().Find(call)
		if err != nil || op.Key() != want {
			t.Errorf("%s is %s (%v), want %s", call, op.Key(), err, want)
		}
	}
}

func TestALiteralThatLeadsNowhereGivesWayToTheParameter(t *testing.T) {
	t.Parallel()
	for call, want := range map[string]string{
		// "archive" takes POST only, "search" has nothing below it.
		"GET /wiki/rest/api/content/archive":      "v1:getContentById",
		"GET /wiki/rest/api/content/search/label": "v1:getLabelsForContent",
		"GET /wiki/rest/api/group/picker/member":  "v1:getGroupMembers",
		"DELETE /wiki/rest/api/template/page":     "v1:removeTemplate",
		"PUT /wiki/rest/api/space/_private":       "v1:updateSpace",
		"GET /wiki/rest/api/user/watch/property":  "v1:getUserByUserIdProperty",
	} {
		op, err := Default().Find(call)
		if err != nil || op.Key() != want {
			t.Errorf("%s is %s (%v), want %s", call, op.Key(), err, want)
		}
	}
}

func TestWhatIsNoOperationIsRefusedWithTheMethodsOfItsPath(t *testing.T) {
	t.Parallel()
	for _, want := range []NoMatchError{
		{"GET", "/wiki/api/v2/pages/1/title", []string{"PUT"}},
		{"PATCH", "pages/1", []string{"DELETE", "GET", "PUT"}},
		{"GET", "", nil},
		{"GET", "/", nil},
		{"GET", "/wiki/rest/api", nil},
		{"GET", "/wiki/rest/api/content//label", nil},
		{"GET", "//wiki/rest/api/content", nil},
		{"GET", "/wiki/wiki/rest/api/content", nil}, // auth-behaviour.md §1: doubled
		{"GET", "https://api.example.com/ex/confluence", nil},
		{"GET", "/ex/confluence/id", nil},
		{"GET", "https://demo.example.com/wiki/spaces/1", nil}, // a page for people
		{"GET", "/wiki/spaces/1", nil},
		{"GET", "/ex/confluence/id/spaces/1", nil},
		{"GET", "/wiki/home/rest/api/content", nil}, // auth-behaviour.md §1: UI path as base
	} {
		_, err := Default().Lookup(want.Method, want.Path)
		var none *NoMatchError
		if !errors.As(err, &none) {
			t.Errorf("%s %s: error is %v", want.Method, want.Path, err)
			continue
		}
		if diff := cmp.Diff(want, *none); diff != "" {
			t.Error(diff)
		}
	}
}

func TestLookupInKeepsToItsVersion(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/wiki/api/v2/pages", "/pages"} {
		_, err := Default().LookupIn(V1, "GET", path)
		if err == nil || err.Error() != "no operation is GET "+path {
			t.Errorf("%s: error is %v", path, err)
		}
	}
}

func TestAPathWithoutPrefixInBothVersionsIsAmbiguous(t *testing.T) {
	t.Parallel()
	c, err := parse("header\n" +
		"v1\tGET\t/wiki/rest/api/things/{key}\tgetThing\t\t\t\t\t200\t\t\n" +
		"v2\tGET\t/wiki/api/v2/things/{id}\tgetThingById\t\t\t\t\t200\t\t\n")
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Lookup("GET", "/things/1")
	var ambiguous *AmbiguousError
	if !errors.As(err, &ambiguous) {
		t.Fatalf("error is %v", err)
	}
	if got, want := err.Error(), "GET /things/1 is ambiguous: v1:getThing, v2:getThingById"; got != want {
		t.Errorf("error %q, want %q", got, want)
	}
	op, err := c.LookupIn(V2, "GET", "/things/1")
	if err != nil || op.Key() != "v2:getThingById" {
		t.Errorf("in v2: %s, %v", op.Key(), err)
	}
	op, err = c.Lookup("GET", "/rest/api/things/1")
	if err != nil || op.Key() != "v1:getThing" {
		t.Errorf("with prefix: %s, %v", op.Key(), err)
	}
}

func FuzzLookup(f *testing.F) {
	for _, op := range Default().Operations() {
		f.Add(op.Method, op.Path)
	}
	f.Add("GET", "https://api.example.com/ex/confluence/x/rest/api/content/1/?a=b#c")
	f.Fuzz(func(t *testing.T, method, path string) {
		op, err := Default().Lookup(method, path)
		if err != nil {
			return
		}
		// What was found has the documented literals in the path, in order.
		for _, segment := range op.Segments()[prefixLen(op.Segments()):] {
			if segment.Param {
				continue
			}
			_, rest, found := strings.Cut(path, segment.Text)
			if !found {
				t.Fatalf("%q is %s", path, op)
			}
			path = rest
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	c := Default()
	for name, path := range map[string]string{
		"site":    "/wiki/rest/api/content/123",
		"gateway": "/ex/confluence/11111111-2222-3333-4444-555555555555/wiki/api/v2/pages/123/versions/4",
		"short":   "/content/123/child/attachment/att456/download",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Lookup("GET", path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
