package v2_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

func TestLikes(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	like := func(who string, likes bool) {
		t.Helper()
		as, visit, err := b.service.System().As(t.Context(), b.site.ID, b.people[who].ID, wiki.View)
		b.must(err)
		defer visit.Close()
		if err := as.SetLike(t.Context(), z.ID, likes); (err != nil) != (who == "eve") {
			t.Errorf("%s likes: %v", who, err)
		}
	}
	for _, who := range []string{"bob", "ann", "eve"} {
		like(who, true)
	}
	const ann, bob = `{"accountId":"ann-0000"}`, `{"accountId":"bob-0000"}`
	b.answers("bob", "GET /pages/65538/likes/count", "", 200, `{"count":2}`)
	b.answers("bob", "GET /pages/65538/likes/users", "", 200, `{"results":[`+ann+","+bob+endOfList)
	b.answers("bob", "GET /pages/65539/likes/count", "", 200, `{"count":0}`)
	w := b.call("bob", "GET /pages/65538?include-likes=true", "")
	if want := `"likes":{"results":[` + ann + "," + bob + `],"meta":{"hasMore":false},"_links":{"self":"/api/v2/pages/65538/likes/users"}}`; !strings.Contains(w.Body.String(), want) {
		t.Errorf("include-likes: %s", w.Body)
	}
	like("bob", false)
	b.answers("ann", "GET /pages/65538/likes/users", "", 200, `{"results":[`+ann+endOfList)
	for _, path := range []string{"count", "users"} {
		b.refuses("eve", "GET /pages/65538/likes/"+path, "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	b.minutes.Add(1)
	if w := b.call("bob", "PUT /pages/65538", `{"id":"65538","status":"current","title":"Horse","version":{"number":2,"message":"no stripes"},
		"body":{"representation":"storage","value":"<p>brown</p>"}}`); w.Code != 200 {
		t.Fatal(w.Body)
	}
	const (
		one = `{"number":1,"message":"","minorEdit":false,"authorId":"ann-0000","createdAt":"2026-08-07T12:01:00.000Z","page":{"title":"Zebra","id":"65538"`
		two = `{"number":2,"message":"no stripes","minorEdit":false,"authorId":"bob-0000","createdAt":"2026-08-07T12:03:00.000Z","page":{"title":"Horse","id":"65538"`
	)
	b.answers("ann", "GET /pages/65538/versions", "", 200, `{"results":[`+two+"}},"+one+"}}"+endOfList)
	b.answers("ann", "GET /pages/65538/versions?sort=modified-date&body-format=storage", "", 200, `{"results":[`+
		one+`,"body":{"storage":{"representation":"storage","value":"<p>stripes</p>"}}}},`+
		two+`,"body":{"storage":{"representation":"storage","value":"<p>brown</p>"}}}}`+endOfList)
	b.answers("ann", "GET /pages/65538/versions/1", "", 200, `{"number":1,"authorId":"ann-0000","message":"","createdAt":"2026-08-07T12:01:00.000Z",
		"minorEdit":false,"contentTypeModified":false,"collaborators":["ann-0000"],"nextVersion":2}`)
	b.answers("ann", "GET /pages/65538/versions/2", "", 200, `{"number":2,"authorId":"bob-0000","message":"no stripes",
		"createdAt":"2026-08-07T12:03:00.000Z","minorEdit":false,"contentTypeModified":false,"collaborators":["bob-0000"],"prevVersion":1}`)
	for _, number := range []string{"0", "3", "-1"} {
		b.refuses("ann", "GET /pages/65538/versions/"+number, "", 404, "NOT_FOUND", "Could not find version with id ["+number+"]")
	}
	for _, path := range []string{"/versions", "/versions/1", "/operations"} {
		b.refuses("eve", "GET /pages/65538"+path, "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
	}
	b.answers("bob", "GET /pages/65538/operations", "", 200, `{"operations":[{"operation":"read","targetType":"page"},{"operation":"update","targetType":"page"}]}`)
}
