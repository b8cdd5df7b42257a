package rest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/wiki"
)

// newTestCall is a call of the operation the request matches, with a row that binds In.
func newTestCall(t testing.TB, in reflect.Type, r *http.Request) *call {
	t.Helper()
	target, bad := ParseTarget(r)
	if bad != nil {
		t.Fatal(bad)
	}
	api := &API{tree: wholeTree(t), cursorKey: []byte(strings.Repeat("k", 32)), maxUpload: 1 << 20}
	c := api.newCall(r, target, Entrance{})
	if c.route == nil {
		t.Fatalf("%s %s matches nothing", r.Method, r.RequestURI)
	}
	_, path, _ := strings.Cut(c.route.op.String(), "/wiki/")
	b, err := newBinder(in, r.Method+" /"+path)
	if err != nil {
		t.Fatal(err)
	}
	c.route.row = &Op{binder: b}
	c.site = wiki.Site{CloudID: "c-1", BaseURL: "https://wiki.test"}
	c.caller = &identity.Caller{Account: "ann"}
	return c
}

func bindGET[In any](t *testing.T, target string) (*In, *wiki.Error) {
	t.Helper()
	c := newTestCall(t, reflect.TypeFor[In](), httptest.NewRequest("GET", target, nil))
	in := new(In)
	return in, c.route.row.binder.bind(c, reflect.ValueOf(in).Elem())
}

type color string

func (c *color) UnmarshalText(text []byte) error {
	if string(text) != "red" && string(text) != "blue" {
		return fmt.Errorf("no color")
	}
	*c = color(text)
	return nil
}

type allKinds struct {
	ID      wiki.ContentID `path:"id"`
	Spaces  []wiki.SpaceID `query:"space-id" maxitems:"3"`
	Keys    []string       `query:"keys"`
	Status  []wiki.Status  `query:"status" default:"current,archived" enum:"current,archived,trashed"`
	Sort    string         `query:"sort" default:"id" enum:"id,-id,title"`
	Title   string         `query:"title"`
	Depth   int            `query:"depth" default:"2" min:"1" max:"10"`
	Since   int64          `query:"since"`
	Version *int           `query:"version"`
	Labels  bool           `query:"include-labels"`
	Day     time.Time      `query:"day"`
	Color   color          `query:"color"`
	Colors  []color        `query:"colors"`
	MoreParams
}

// MoreParams is embedded to show that inputs share groups of parameters.
type MoreParams struct {
	Draft *bool `query:"get-draft"`
}

func TestBind(t *testing.T) {
	t.Parallel()
	yes, five, zero := true, 5, 0
	defaults := func(change func(*allKinds)) allKinds {
		in := allKinds{ID: 12, Status: []wiki.Status{"current", "archived"}, Sort: "id", Depth: 2}
		change(&in)
		return in
	}
	tests := []struct {
		query string
		want  allKinds
	}{
		{"", defaults(func(*allKinds) {})},
		{"space-id=1&space-id=2,3", defaults(func(in *allKinds) { in.Spaces = []wiki.SpaceID{1, 2, 3} })},
		{"keys=A,B&keys=C", defaults(func(in *allKinds) { in.Keys = []string{"A", "B", "C"} })},
		{"keys=A,+B,,", defaults(func(in *allKinds) { in.Keys = []string{"A", "B"} })},
		{"keys=", defaults(func(*allKinds) {})},
		{"status=trashed", defaults(func(in *allKinds) { in.Status = []wiki.Status{"trashed"} })},
		{"status=", defaults(func(*allKinds) {})},
		{"sort=-id", defaults(func(in *allKinds) { in.Sort = "-id" })},
		{"sort=", defaults(func(*allKinds) {})},
		{"title=a,b", defaults(func(in *allKinds) { in.Title = "a,b" })},
		{"title=a&title=b", defaults(func(in *allKinds) { in.Title = "a" })},
		{"depth=10", defaults(func(in *allKinds) { in.Depth = 10 })},
		{"depth=", defaults(func(*allKinds) {})},
		{"since=9007199254740993", defaults(func(in *allKinds) { in.Since = 9007199254740993 })},
		{"version=5", defaults(func(in *allKinds) { in.Version = &five })},
		{"version=0", defaults(func(in *allKinds) { in.Version = &zero })},
		{"include-labels=true", defaults(func(in *allKinds) { in.Labels = true })},
		{"include-labels=TRUE", defaults(func(in *allKinds) { in.Labels = true })},
		{"include-labels=0", defaults(func(*allKinds) {})},
		{"day=2026-03-04", defaults(func(in *allKinds) { in.Day = time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC) })},
		{"day=2026-03-04T05:06:07%2B01:00", defaults(func(in *allKinds) { in.Day = time.Date(2026, 3, 4, 4, 6, 7, 0, time.UTC) })},
		{"day=1000", defaults(func(in *allKinds) { in.Day = time.Date(1970, 1, 1, 0, 0, 1, 0, time.UTC) })},
		{"color=red&colors=red,blue", defaults(func(in *allKinds) { in.Color, in.Colors = "red", []color{"red", "blue"} })},
		{"get-draft=true", defaults(func(in *allKinds) { in.Draft = &yes })},
		{"nobody=asks&expand=for,these", defaults(func(*allKinds) {})},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			got, err := bindGET[allKinds](t, "/wiki/api/v2/pages/12?"+tt.query)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, *got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBindContentIDs(t *testing.T) {
	t.Parallel()
	type in struct {
		ID wiki.ContentID `path:"id"`
	}
	for text, want := range map[string]wiki.ContentID{
		"1": 1, "att7": 7, "9223372036854775807": 9223372036854775807,
		"0": 0, "-1": 0, "+1": 0, "01": 0, "att": 0, "att07": 0, "attatt7": 0, "9223372036854775808": 0, "abc": 0, "1.0": 0, "1 ": 0,
	} {
		got, err := bindGET[in](t, "/wiki/api/v2/pages/"+strings.ReplaceAll(text, " ", "%20"))
		switch {
		case want != 0 && (err != nil || got.ID != want):
			t.Errorf("%q: %d, %v; want %d", text, got.ID, err, want)
		case want == 0 && (err == nil || err.Reason != wiki.InvalidInput ||
			err.Facts.Param != "id" || err.Facts.Value != text || err.Facts.Want != WantContentID):
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestBindRefusesWrongValues(t *testing.T) {
	t.Parallel()
	tests := []struct{ query, param, value, want string }{
		{"space-id=1,x", "space-id", "x", WantLong},
		{"space-id=1,2,3,4", "space-id", "1,2,3,4", "at most 3 values"},
		{"status=current,lost", "status", "lost", "one of current, archived, trashed"},
		{"sort=up", "sort", "up", "one of id, -id, title"},
		{"depth=0", "depth", "0", "at least 1"},
		{"depth=11", "depth", "11", "at most 10"},
		{"depth=two", "depth", "two", WantInt},
		{"depth=2147483648", "depth", "2147483648", WantInt},
		{"since=x", "since", "x", WantLong},
		{"version=1.5", "version", "1.5", WantInt},
		{"include-labels=maybe", "include-labels", "maybe", WantBool},
		{"day=yesterday", "day", "yesterday", WantDate},
		{"color=green", "color", "green", "color"},
	}
	for _, tt := range tests {
		t.Run(tt.query, func(t *testing.T) {
			t.Parallel()
			_, err := bindGET[allKinds](t, "/wiki/api/v2/pages/12?"+tt.query)
			if err == nil {
				t.Fatal("accepted")
			}
			got := [3]string{err.Facts.Param, err.Facts.Value, err.Facts.Want}
			if want := [3]string{tt.param, tt.value, tt.want}; got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestBindDemandsRequiredParameters(t *testing.T) {
	t.Parallel()
	type in struct {
		CQL string `query:"cql" required:"yes"`
	}
	_, err := bindGET[in](t, "/wiki/rest/api/search")
	if err == nil || err.Facts.Param != "cql" || err.Facts.Want != WantValue {
		t.Errorf("%v", err)
	}
}

func TestBadInputsStopStartUp(t *testing.T) {
	t.Parallel()
	type noPath struct {
		Title string `query:"title"`
	}
	type tooMuch struct {
		ID  int64 `path:"id"`
		Key int64 `path:"key"`
	}
	type untagged struct {
		ID    int64 `path:"id"`
		Title string
	}
	type badDefault struct {
		ID int64 `path:"id"`
		N  int   `query:"n" default:"many"`
	}
	type badBound struct {
		ID int64 `path:"id"`
		N  int   `query:"n" max:"many"`
	}
	type badKind struct {
		ID map[string]string `path:"id"`
	}
	tests := []struct {
		in   reflect.Type
		want string
	}{
		{reflect.TypeFor[noPath](), "input rest.noPath does not take {id}"},
		{reflect.TypeFor[tooMuch](), "input rest.tooMuch takes {key}, which the route lacks"},
		{reflect.TypeFor[untagged](), "field Title: wants a path or query tag and an exported name"},
		{reflect.TypeFor[badDefault](), `field N: default: invalid-input n="many", want int`},
		{reflect.TypeFor[badBound](), `field N: tag max: strconv.ParseInt: parsing "many": invalid syntax`},
		{reflect.TypeFor[badKind](), "field ID: cannot bind a map[string]string"},
		{reflect.TypeFor[int](), "input int is not a struct"},
	}
	for _, tt := range tests {
		if _, err := newBinder(tt.in, "GET /pages/{id}"); err == nil || err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.in, err, tt.want)
		}
	}
}

func TestPathParametersByPosition(t *testing.T) {
	t.Parallel()
	type in struct {
		Of       wiki.ContentID `path:"1"`
		Property int64          `path:"2"`
	}
	b, err := newBinder(reflect.TypeFor[in](), "GET /pages/{page-id}/properties/{property-id}")
	if err != nil {
		t.Fatal(err)
	}
	if got := []string{b.fields[0].name, b.fields[1].name}; !slices.Equal(got, []string{"page-id", "property-id"}) {
		t.Errorf("the fields take %q", got)
	}
	const want = "input rest.in takes {2}, which the route lacks"
	if _, err := newBinder(reflect.TypeFor[in](), "GET /pages/{page-id}/properties"); err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// Whatever a query holds, it binds or is refused with the name of its parameter.
func FuzzBind(f *testing.F) {
	f.Add("space-id=1&space-id=2,3&status=current&depth=3")
	f.Add("limit=5&version=&day=2026-01-01&color=red&colors=,")
	c := newTestCall(f, reflect.TypeFor[allKinds](), httptest.NewRequest("GET", "/wiki/api/v2/pages/12", nil))
	f.Fuzz(func(t *testing.T, raw string) {
		query, bad := parseQuery(raw)
		if bad != nil {
			return
		}
		one := *c
		one.t.Query = query
		err := one.route.row.binder.bind(&one, reflect.ValueOf(new(allKinds)).Elem())
		if _, given := query.Get(factsOf(err).Param); err != nil && !given {
			t.Fatalf("%q: %v", raw, err)
		}
	})
}

func factsOf(err *wiki.Error) wiki.Facts {
	if err == nil {
		return wiki.Facts{}
	}
	return err.Facts
}

func BenchmarkBind(b *testing.B) {
	r := httptest.NewRequest("GET", "/wiki/api/v2/pages/12?space-id=1&space-id=2&status=current&limit=50", nil)
	type in struct {
		ID wiki.ContentID `path:"id"`
		Cursor
		Spaces []wiki.SpaceID `query:"space-id"`
		Status []wiki.Status  `query:"status" enum:"current,archived"`
	}
	c := newTestCall(b, reflect.TypeFor[in](), r)
	b.ReportAllocs()
	for b.Loop() {
		if err := c.route.row.binder.bind(c, reflect.ValueOf(new(in)).Elem()); err != nil {
			b.Fatal(err)
		}
	}
}
