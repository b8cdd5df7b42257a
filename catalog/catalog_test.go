package catalog

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// ignoreParsed leaves out what is derived from the exported fields.
var ignoreParsed = cmpopts.IgnoreUnexported(Operation{})

func TestTheCatalogueHasEveryOperation(t *testing.T) {
	t.Parallel()
	count := map[Version]int{}
	keys := map[string]bool{}
	for _, op := range Default().Operations() {
		count[op.Version]++
		keys[op.Key()] = true
	}
	if diff := cmp.Diff(map[Version]int{V1: 175, V2: 213}, count); diff != "" {
		t.Error(diff)
	}
	if len(keys) != 388 {
		t.Errorf("%d keys, want 388", len(keys))
	}
}

func TestOperationsAreSortedByVersionPathAndMethod(t *testing.T) {
	t.Parallel()
	sorted := slices.IsSortedFunc(Default().Operations(), func(a, b Operation) int {
		return slices.Compare(
			[]string{string(a.Version), a.Path, a.Method},
			[]string{string(b.Version), b.Path, b.Method})
	})
	if !sorted {
		t.Error("operations.tsv is not in order")
	}
}

func TestSevenIDsOccurInBothVersions(t *testing.T) {
	t.Parallel()
	var both []string
	for _, op := range Default().Operations() {
		if _, ok := Default().ByID(V2, op.ID); ok && op.Version == V1 {
			both = append(both, op.ID)
		}
	}
	slices.Sort(both)
	want := []string{"createSpace", "createSpaceProperty", "getAttachments", "getSpaceProperties",
		"getSpaces", "getTaskById", "getTasks"}
	if diff := cmp.Diff(want, both); diff != "" {
		t.Error(diff)
	}
}

func TestARowIsReadWhole(t *testing.T) {
	t.Parallel()
	for _, want := range []Operation{
		{
			Version: V1, ID: "updateAttachmentProperties", Method: "PUT",
			Path:     "/wiki/rest/api/content/{id}/child/attachment/{attachmentId}",
			Classic:  []Scope{"write:confluence-file", "write:confluence-props"},
			Granular: []Scope{"read:content-details:confluence", "write:attachment:confluence"},
			Body:     "json", Success: 200, Source: "2021-11, 2025-12",
		},
		{
			Version: V1, ID: "createAttachment", Method: "POST",
			Path:     "/wiki/rest/api/content/{id}/child/attachment",
			Classic:  []Scope{"write:confluence-file"},
			Granular: []Scope{"read:content-details:confluence", "write:attachment:confluence"},
			Query:    []string{"status"},
			Body:     "multipart", Success: 200, Source: "2021-11", ByAnalogy: true,
		},
		{
			Version: V2, ID: "putForgeAppProperty", Method: "PUT", Path: "/wiki/api/v2/app/properties/{propertyKey}",
			Classic: []Scope{}, Granular: []Scope{"write:app-data:confluence"},
			Body: "json", Success: 200, OrCreated: true, Source: "2026-05",
		},
		{
			Version: V2, ID: "getChildPages", Method: "GET", Path: "/wiki/api/v2/pages/{id}/children",
			Classic: []Scope{}, Granular: []Scope{"read:page:confluence"},
			Query: []string{"cursor", "limit", "sort"}, Success: 200, Deprecated: true, Source: "2026-05",
		},
		{
			Version: V2, ID: "getAttachmentThumbnailById", Method: "GET",
			Path:    "/wiki/api/v2/attachments/{id}/thumbnail/download",
			Classic: []Scope{}, Granular: []Scope{"read:attachment:confluence"},
			Query: []string{"version", "height", "width"}, Source: "2026-05",
		},
	} {
		got, ok := Default().ByID(want.Version, want.ID)
		if !ok {
			t.Errorf("%s: not found", want.Key())
		}
		if diff := cmp.Diff(want, got, ignoreParsed); diff != "" {
			t.Errorf("%s: %s", want.Key(), diff)
		}
	}
}

func TestByIDKnowsOnlyTheVersionAsked(t *testing.T) {
	t.Parallel()
	if op, ok := Default().ByID(V1, "getPageById"); ok {
		t.Errorf("found %s", op.Key())
	}
}

func TestSegmentsAndGroupComeFromThePath(t *testing.T) {
	t.Parallel()
	op, _ := Default().ByID(V2, "getPageVersionDetails")
	want := []Segment{{Text: "wiki"}, {Text: "api"}, {Text: "v2"}, {Text: "pages"},
		{"page-id", true}, {Text: "versions"}, {"version-number", true}}
	if diff := cmp.Diff(want, op.Segments()); diff != "" {
		t.Error(diff)
	}
	for key, group := range map[string]string{
		"v2:getPageVersionDetails": "pages",
		"v1:getContentById":        "content",
		"v1:getContentStates":      "content-states",
		"v1:getModules":            "atlassian-connect",
	} {
		op, err := Default().Find(key)
		if err != nil || op.Group() != group {
			t.Errorf("group of %s is %q (%v), want %q", key, op.Group(), err, group)
		}
	}
	if got := (Operation{}).Group(); got != "" {
		t.Errorf("group of nothing is %q", got)
	}
}

// Every call that is not a GET and asks for read scopes only is either named
// as one that asks, or writes on purpose.
func TestTheMethodDecidesWhatWritesButForQuestionsInABody(t *testing.T) {
	t.Parallel()
	var doubtful []string
	for _, op := range Default().Operations() {
		writing := func(s Scope) bool { return !strings.HasPrefix(string(s), "read:") }
		if op.Method != "GET" && !op.Closed() && !slices.ContainsFunc(op.Granular, writing) && op.Writes() {
			doubtful = append(doubtful, op.Key())
		}
		if askingPOSTs[op.Key()] && op.Method != "POST" {
			t.Errorf("%s is no POST", op.Key())
		}
	}
	if diff := cmp.Diff([]string{"v2:inviteByEmail"}, doubtful); diff != "" {
		t.Error(diff)
	}
	for key := range askingPOSTs {
		if _, ok := Default().byKey[key]; !ok {
			t.Errorf("%s does not exist", key)
		}
	}
}

func TestFindReadsWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]string{
		"getPageById":                   "v2:getPageById",
		" getCurrentUser ":              "v1:getCurrentUser",
		"v1:getSpaces":                  "v1:getSpaces",
		"v2:getSpaces":                  "v2:getSpaces",
		"GET /pages/{id}":               "v2:getPageById",
		"post  /wiki/rest/api/content/": "v1:createContent",
	} {
		op, err := Default().Find(spec)
		if err != nil || op.Key() != want {
			t.Errorf("Find(%q) = %s, %v; want %s", spec, op.Key(), err, want)
		}
	}
}

func TestABareIDOfBothVersionsIsAmbiguous(t *testing.T) {
	t.Parallel()
	_, err := Default().Find("getSpaces")
	var ambiguous *AmbiguousError
	if !errors.As(err, &ambiguous) {
		t.Fatalf("error is %v", err)
	}
	if got, want := keys(ambiguous.Candidates), "v1:getSpaces, v2:getSpaces"; got != want {
		t.Errorf("candidates %s, want %s", got, want)
	}
	if got, want := err.Error(), "getSpaces is ambiguous: v1:getSpaces, v2:getSpaces"; got != want {
		t.Errorf("error %q, want %q", got, want)
	}
}

func TestAnUnknownIDNamesTheNearest(t *testing.T) {
	t.Parallel()
	for spec, want := range map[string]UnknownOperationError{
		"getPageByID":       {"getPageByID", "v2:getPageById"},
		"v2:getPagesById":   {"v2:getPagesById", "v2:getPageById"},
		"v2:getCurrentUser": {"v2:getCurrentUser", "v1:getCurrentUser"},
		"launchRocket":      {"launchRocket", ""},
	} {
		_, err := Default().Find(spec)
		var unknown *UnknownOperationError
		if !errors.As(err, &unknown) || *unknown != want {
			t.Errorf("Find(%q): %v, want %v", spec, err, &want)
		}
	}
}

func TestABrokenTableIsRefused(t *testing.T) {
	t.Parallel()
	const head = "api\tmethod\tpath\toperation\tclassic\tgranular\tquery\tbody\tsuccess\tdeprecated\tsource\n"
	const good = "v1\tGET\t/wiki/rest/api/a/{x}\ta\t\tread:page:confluence\t\t\t200\t\t\n"
	for rows, want := range map[string]string{
		"v1\tGET\n": "line 2: 2 columns, want 11",
		"v3\tGET\t/wiki/rest/api/a\ta\t\t\t\t\t200\t\t\n": `line 2: version "v3"`,
		"v1\tGET\t/wiki/rest/api/a\ta\tread:page\t\t\t\t200\t\t\n": "line 2: unknown scope \"read:page\", " +
			"did you mean read:page:confluence?",
		"v1\tGET\t/wiki/rest/api/a\ta\tread:page:confluence\t\t\t\t200\t\t\n": "line 2: read:page:confluence is not classic",
		"v1\tGET\t/wiki/rest/api/a\ta\t\tsearch:confluence\t\t\t200\t\t\n":    "line 2: search:confluence is not granular",
		"v2\tGET\t/wiki/api/v2/a\ta\tsearch:confluence\t\t\t\t200\t\t\n":      "line 2: classic scopes on v2",
		"v1\tGET\t/wiki/rest/api/a\ta\t\t\t\t\tok\t\t\n": "line 2: strconv.Atoi: parsing \"ok\": " +
			"invalid syntax",
		good + good: "line 3: v1:a occurs twice",
		good + "v1\tGET\t/wiki/rest/api/a/{y}\tb\t\t\t\t\t200\t\t\n": "line 3: GET /wiki/rest/api/a/{y} occurs twice",
	} {
		_, err := parse(head + rows)
		if err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
