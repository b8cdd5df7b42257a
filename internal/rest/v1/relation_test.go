package v1_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// related is a relation on the wire: its name, the ends as they stand in its path, and where those are read.
type related struct {
	name, source, target string
	sourceURL, targetURL string
	query                string
	members              string   // between the name and what is offered
	gone                 []string // names of members that are not offered any more
}

func (r related) String() string {
	return `{"name":"` + r.name + `"` + r.members + `,"_expandable":` + pick([]string{
		`"relationData":""`, `"source":"` + r.sourceURL + `"`, `"target":"` + r.targetURL + `"`}, r.gone...) +
		`,"_links":{"self":"` + api + "/relation/" + r.name + "/from/" + r.source + "/to/" + r.target + r.query + `"}}`
}

// alone is the relation as the object an answer consists of.
func (r related) alone() string {
	text := r.String()
	at := strings.LastIndex(text, `"self"`)
	return text[:at] + `"context":"/wiki",` + strings.TrimSuffix(text[at:], "}}") + `,"base":"` + baseURL + `/wiki"}}`
}

// with shows members, whose names are not offered any more.
func (r related) with(members string, gone ...string) related {
	r.members, r.gone = members, gone
	return r
}

func TestRelations(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	hidden := b.page("Hidden", "<p>x</p>")
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: hidden.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User("ann-0000")}}))
	storage := "<p>more stripes</p>"
	_, err := b.ann.Update(t.Context(), 65538, wiki.Change{Version: 2, Storage: &storage})
	b.must(err)
	const (
		zebraURL, antURL = "/rest/api/content/65538", "/rest/api/content/65539"
		bobURL           = "/rest/api/user?accountId=bob-0000"
		sibling          = "/relation/sibling/from/content/65538/to/"
	)
	ant := related{name: "sibling", source: "content/65538", target: "content/65539", sourceURL: zebraURL, targetURL: antURL}
	b.answers("bob", "PUT "+sibling+"content/65539", "", 200, ant.alone())
	b.answers("ann", "PUT "+sibling+"content/65539", "", 200, ant.alone()) // again: it stays bob's
	b.answers("bob", "GET "+sibling+"content/65539", "", 200, ant.alone())
	full := ant.with(`,"relationData":{"createdBy":`+userAs("bob", "bob@example.com", `"timeZone":"UTC",`)+`,"createdDate":"2026-08-07T12:00:02.000Z"},
		"source":`+page("65538", "Zebra", "AgAB", 1000).String()+`,"target":`+page("65539", "Ant", "AwAB", 2000).String(), "relationData", "source", "target")
	b.answers("bob", "GET "+sibling+"content/65539?expand=relationData,source,target", "", 200, full.alone())

	user := related{name: "sibling", source: "content/65538", target: "user/bob-0000", sourceURL: zebraURL, targetURL: bobURL}
	space := related{name: "sibling", source: "content/65538", target: "space/DEV", sourceURL: zebraURL, targetURL: "/rest/api/space/DEV"}
	old := related{name: "sibling", source: "content/65539", target: "content/65538", sourceURL: antURL, targetURL: zebraURL + "?status=historical&version=1", query: "?targetStatus=historical&targetVersion=1"}
	b.answers("bob", "PUT "+sibling+"user/current", "", 200, user.alone())
	b.answers("bob", "PUT "+sibling+"space/dev", "", 200, space.alone())
	b.answers("bob", "PUT /relation/sibling/from/content/65539/to/content/65538?targetStatus=historical&targetVersion=1", "", 200, old.alone())
	b.answers("ann", "PUT "+sibling+"content/"+hidden.ID.String(), "", 200,
		related{name: "sibling", source: "content/65538", target: "content/65540", sourceURL: zebraURL, targetURL: "/rest/api/content/65540"}.alone())

	// Lists show what the caller may view of the other ends.
	b.answers("bob", "GET "+sibling+"content", "", 200, list(sibling+"content", 0, 25, "", ant.String()))
	b.answers("bob", "GET "+sibling+"space", "", 200, list(sibling+"space", 0, 25, "", space.String()))
	shown := user.with(`,"target":`+userAs("bob", "bob@example.com", `"timeZone":"UTC",`), "target")
	b.answers("bob", "GET "+sibling+"user?expand=target", "", 200, list(sibling+"user?expand=target", 0, 25, "", shown.String()))
	if w := b.call("ann", "GET "+sibling+"content?limit=1", ""); !strings.Contains(w.Body.String(), `"next":"/rest/api`+sibling+`content?next=true&limit=1&start=1"`) {
		t.Errorf("the first of two: %s", w.Body)
	}
	const incoming = "/relation/sibling/to/content/65538/from/content?targetStatus=historical&targetVersion=1"
	b.answers("bob", "GET "+incoming, "", 200, list(incoming, 0, 25, "", old.String()))
	const historical = "/relation/sibling/from/content/65539/to/content?targetStatus=historical&expand=target"
	past := page("65538", "Zebra", "AgAB", 1000)
	past.status = "historical"
	past.links = strings.NewReplacer(`"/spaces/DEV/pages/65538/Zebra"`, `"/pages/viewpage.action?pageId=65538&pageVersion=1"`,
		`/content/65538"`, `/content/65538?status=historical&version=1"`).Replace(past.links)
	b.answers("bob", "GET "+historical, "", 200, list(historical, 0, 25, "", old.with(`,"target":`+past.String(), "target").String()))
	for query, n := range map[string]int{"?targetStatus=current": 0, "?targetStatus=any": 1, "?targetStatus=historical&targetVersion=2": 0} {
		w := b.call("bob", "GET /relation/sibling/from/content/65539/to/content"+query, "")
		if !strings.Contains(w.Body.String(), fmt.Sprintf(`"size":%d,`, n)) {
			t.Errorf("%s: %s", query, w.Body)
		}
	}

	for line, want := range map[string]string{
		"GET " + sibling + "content/65540":                                         noContent("65540"), // ann's alone
		"GET " + sibling + "content/65537":                                         missing("No relation found with id: sibling"),
		"GET /relation/none/from/content/65538/to/content/65539":                   missing("No relation found with id: none"),
		"PUT " + sibling + "content/65540":                                         noContent("65540"),
		"PUT " + sibling + "user/nobody":                                           missing("No user found with id: nobody"),
		"DELETE " + sibling + "content/65540":                                      noContent("65540"),
		"GET /relation/sibling/to/content/65540/from/content":                      noContent("65540"),
		"PUT " + sibling + "content/65539?targetStatus=trashed":                    noContent("65539"),
		"PUT " + sibling + "content/65539?targetStatus=historical&targetVersion=7": noContent("65539"),
	} {
		b.answers("bob", line, "", 404, want)
	}
	for line, want := range map[string]string{
		"GET /relation/sibling/from/page/65538/to/content":            badRequest("Invalid value for 'sourceType': page. Expected one of user, content, space"),
		"PUT " + sibling + "content/65539?targetStatus=historical":    badRequest("Invalid value for 'targetVersion': 0. Expected the number of a version"),
		"PUT " + sibling + "content/65539?targetStatus=lost":          badRequest("Invalid value for 'targetStatus': lost. Expected one of current, trashed, deleted, historical, draft, archived, any"),
		"PUT /relation/favourite/from/content/65538/to/content/65539": badRequest("Invalid value for 'sourceType': content. Expected user for a favourite"),
		"GET /relation/favourite/from/user/current/to/user":           badRequest("Invalid value for 'targetType': user. Expected content or space for a favourite"),
		"PUT /relation/" + strings.Repeat("x", 256) + sibling[len("/relation/sibling"):] + "user/current": badRequest("Invalid value for 'relationName': " +
			strings.Repeat("x", 200) + ". Expected 1 to 255 characters"),
	} {
		b.answers("bob", line, "", 400, want)
	}
	if w := b.call("bob", "GET "+sibling+"content/x", ""); w.Code != 400 {
		t.Errorf("no number of a content: %d %s", w.Code, w.Body)
	}
	for range 2 { // again is no error
		if w := b.call("bob", "DELETE "+sibling+"content/65539", ""); w.Code != 204 {
			t.Errorf("delete: %d %s", w.Code, w.Body)
		}
	}
	b.answers("bob", "GET "+sibling+"content/65539", "", 404, missing("No relation found with id: sibling"))
}

func TestFavourites(t *testing.T) {
	t.Parallel()
	b, zebraPage, _ := newPages(t)
	b.must(b.ann.Grant(t.Context(), wiki.Grant{Space: b.dev.ID, Subject: wiki.User("eve-0000"), Perm: wiki.View}))
	file := b.attach(zebraPage, "a.txt", "text/plain", "", "x")
	const toPage, toSpace = "/relation/favourite/from/user/current/to/content/65538", "/relation/favourite/from/user/bob-0000/to/space/DEV"
	pageFavourite := related{name: "favourite", source: "user/bob-0000", target: "content/65538", sourceURL: "/rest/api/user?accountId=bob-0000", targetURL: "/rest/api/content/65538"}
	spaceFavourite := related{name: "favourite", source: "user/bob-0000", target: "space/DEV", sourceURL: "/rest/api/user?accountId=bob-0000", targetURL: "/rest/api/space/DEV"}
	expect := func(who, line string, status int) {
		t.Helper()
		if w := b.call(who, line, ""); w.Code != status {
			t.Errorf("%s as %s: %d %s, want %d", line, who, w.Code, w.Body, status)
		}
	}
	// marked compares all that tells whether bob has marked page and space.
	marked := func(page, space bool) {
		t.Helper()
		for who, is := range map[string]bool{"bob": page, "ann": false} {
			date := ""
			if is {
				date = `,"favouritedDate":"2026-08-07T12:00:02.000Z"`
			}
			w := b.call(who, "GET /content/65538?expand=metadata.currentuser.favourited", "")
			if want := fmt.Sprintf(`"favourited":{"isFavourite":%t%s}`, is, date); !strings.Contains(w.Body.String(), want) {
				t.Errorf("to %s: %s, want %s", who, w.Body, want)
			}
			w = b.call(who, "GET /wiki/api/v2/pages/65538?include-favorited-by-current-user-status=true", "")
			if want := fmt.Sprintf(`"isFavoritedByCurrentUser":%t`, is); !strings.Contains(w.Body.String(), want) {
				t.Errorf("to %s: %s, want %s", who, w.Body, want)
			}
		}
		n, spaces := 0, []string(nil)
		if space {
			n, spaces = 1, []string{dev("", "", "")}
		}
		for who, query := range map[string]string{"bob": "?favourite=true", "ann": "?favourite=true&favouriteUserKey=bob-0000"} {
			b.answers(who, "GET /space"+query, "", 200, list("/space"+query, 0, 25, "", spaces...))
		}
		for query, want := range map[string]int{"?favorited-by=bob-0000": n, "?not-favorited-by=bob-0000": 1 - n} {
			if w := b.call("ann", "GET /wiki/api/v2/spaces"+query, ""); strings.Count(w.Body.String(), `"key":"DEV"`) != want {
				t.Errorf("%s: %s", query, w.Body)
			}
		}
		for cql, want := range map[string]bool{"favourite=currentUser()": page, "space+in+favouriteSpaces()+and+id=65539": space} {
			w := b.call("bob", "GET /content/search?cql="+cql, "")
			if want != strings.Contains(w.Body.String(), `"size":1,`) {
				t.Errorf("%s: %s", cql, w.Body)
			}
		}
	}
	marked(false, false)
	b.answers("bob", "GET "+toPage, "", 404, missing("No relation found with id: favourite"))
	b.answers("bob", "PUT "+toPage, "", 200, pageFavourite.alone())
	b.answers("bob", "PUT "+toSpace, "", 200, spaceFavourite.alone())
	b.answers("bob", "PUT "+toSpace, "", 200, spaceFavourite.alone())
	marked(true, true)
	const byBob, ofSpace = "/relation/favourite/from/user/bob-0000/to/content", "/relation/favourite/to/space/DEV/from/user"
	b.answers("eve", "GET "+byBob, "", 200, list(byBob, 0, 25, "", pageFavourite.String()))
	b.answers("ann", "GET "+ofSpace, "", 200, list(ofSpace, 0, 25, "", spaceFavourite.String()))

	// Each marks its own; administrators of the space unmark for others.
	expect("eve", "PUT "+toSpace, 403)
	expect("ann", "PUT "+toSpace, 403)
	expect("eve", "DELETE "+toSpace, 403)
	b.answers("bob", "PUT "+toPage+"?targetStatus=historical&targetVersion=9", "", 404, noContent("65538"))
	b.answers("bob", "PUT /relation/favourite/from/user/current/to/content/"+file.ID.String(), "", 400,
		badRequest("Invalid value for 'targetKey': "+file.ID.String()+". Expected content that is in no other content"))
	marked(true, true)
	b.must(b.ann.Grant(t.Context(), wiki.Grant{Space: b.dev.ID, Subject: wiki.User("eve-0000"), Perm: wiki.AdministerSpace}))
	expect("eve", "DELETE "+toSpace, 204)
	expect("bob", "DELETE "+toPage, 204)
	expect("bob", "DELETE "+toPage, 204)
	marked(false, false)
	_, err := b.ann.Relate(t.Context(), wiki.Favourite, site.NodeName{Kind: wiki.UserNode, Key: "bob-0000"}, site.NodeName{Kind: wiki.SpaceNode, Key: "DEV"})
	if !wiki.HasReason(err, wiki.NoPermission) {
		t.Errorf("marking for another: %v", err)
	}
}
