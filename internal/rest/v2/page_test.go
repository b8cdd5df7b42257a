package v2_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// The pages of these tests, as lists show them: the home page, and two of ann's below it, a minute apart.
const (
	home = `{"id":"65537","status":"current","title":"Development","spaceId":"32769","position":1000,"authorId":"ann-0000",
		"ownerId":"ann-0000","lastOwnerId":null,"createdAt":"2026-08-07T12:00:00.000Z",
		"version":{"number":1,"message":"","minorEdit":false,"authorId":"ann-0000","createdAt":"2026-08-07T12:00:00.000Z"},
		"body":{},"subtype":null,"_links":{"editui":"/pages/resumedraft.action?draftId=65537",
		"webui":"/spaces/DEV/pages/65537/Development","tinyui":"/x/AQAB"}}`
	zebra = `{"id":"65538","status":"current","title":"Zebra","spaceId":"32769","parentId":"65537","parentType":"page","position":1000,
		"authorId":"ann-0000","ownerId":"ann-0000","lastOwnerId":null,"createdAt":"2026-08-07T12:01:00.000Z",
		"version":{"number":1,"message":"","minorEdit":false,"authorId":"ann-0000","createdAt":"2026-08-07T12:01:00.000Z"},
		"body":{},"subtype":null,"_links":{"editui":"/pages/resumedraft.action?draftId=65538",
		"webui":"/spaces/DEV/pages/65538/Zebra","tinyui":"/x/AgAB"}}`
	ant = `{"id":"65539","status":"current","title":"Ant","spaceId":"32769","parentId":"65537","parentType":"page","position":2000,
		"authorId":"ann-0000","ownerId":"ann-0000","lastOwnerId":null,"createdAt":"2026-08-07T12:02:00.000Z",
		"version":{"number":1,"message":"","minorEdit":false,"authorId":"ann-0000","createdAt":"2026-08-07T12:02:00.000Z"},
		"body":{},"subtype":null,"_links":{"editui":"/pages/resumedraft.action?draftId=65539",
		"webui":"/spaces/DEV/pages/65539/Ant","tinyui":"/x/AwAB"}}`
	endOfList = `],"_links":{"base":"https://wiki.test/wiki"}}`
)

func newPages(t *testing.T) (b *bench, zebra, ant wiki.Content) {
	t.Helper()
	b = newBench(t)
	b.minutes.Add(1)
	zebra = b.page("Zebra", "<p>stripes</p>")
	b.minutes.Add(1)
	ant = b.page("Ant", "<p>a <em>small</em> thing</p>")
	return b, zebra, ant
}

func TestPagesInAList(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	list := func(pages ...string) string { return `{"results":[` + strings.Join(pages, ",") + endOfList }
	for line, want := range map[string]string{
		"/pages":                              list(home, zebra, ant),
		"/pages?sort=-id":                     list(ant, zebra, home),
		"/pages?sort=title":                   list(ant, home, zebra),
		"/pages?sort=-title":                  list(zebra, home, ant),
		"/pages?sort=created-date":            list(home, zebra, ant),
		"/pages?sort=-modified-date":          list(ant, zebra, home),
		"/pages?id=65538,65539&id=1":          list(zebra, ant),
		"/pages?space-id=32769,7&title=zebra": list(zebra),
		"/pages?space-id=7":                   list(),
		"/pages?status=trashed&status=draft":  list(),
		"/pages?subtype=live":                 list(),
		"/pages?subtype=page&title=Ant":       list(ant),
		"/spaces/32769/pages":                 list(home, zebra, ant),
		"/spaces/32769/pages?depth=root":      list(home),
		"/spaces/32769/pages?title=Ant":       list(ant),
		"/pages?id=65538&body-format=storage": list(strings.Replace(zebra, `"body":{}`,
			`"body":{"storage":{"representation":"storage","value":"<p>stripes</p>"}}`, 1)),
	} {
		b.answers("bob", "GET "+line, "", 200, want)
		b.answers("eve", "GET "+strings.ReplaceAll(line, "/spaces/32769", ""), "", 200, list())
	}
	b.refuses("eve", "GET /spaces/32769/pages", "", 404, "NOT_FOUND", "Could not find space with id [32769]")
}

func TestChildPages(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const (
		zebra = `{"id":"65538","status":"current","title":"Zebra","spaceId":"32769","childPosition":1000}`
		ant   = `{"id":"65539","status":"current","title":"Ant","spaceId":"32769","childPosition":2000}`
	)
	for query, want := range map[string]string{
		"":                      zebra + "," + ant,
		"?sort=-child-position": ant + "," + zebra,
		"?sort=-created-date":   ant + "," + zebra,
		"?sort=id":              zebra + "," + ant,
	} {
		b.answers("bob", "GET /pages/65537/children"+query, "", 200, `{"results":[`+want+endOfList)
	}
	b.answers("bob", "GET /pages/65538/children", "", 200, `{"results":[`+endOfList)
	b.refuses("eve", "GET /pages/65537/children", "", 404, "NOT_FOUND", "Cannot find a page with id [65537]")
	b.refuses("bob", "GET /pages/65537/children/page", "", 404, "NOT_FOUND", "Not Found")
}

func TestAPageByItself(t *testing.T) {
	t.Parallel()
	b, zebra, _ := newPages(t)
	b.must(b.ann.Label(t.Context(), zebra.ID, "ops"))
	const (
		head = `{"id":"65538","status":"current","title":"Zebra","spaceId":"32769","parentId":"65537","parentType":"page","position":1000,
			"authorId":"ann-0000","ownerId":"ann-0000","lastOwnerId":null,"createdAt":"2026-08-07T12:01:00.000Z",`
		version = `"version":{"number":1,"message":"","minorEdit":false,"authorId":"ann-0000","createdAt":"2026-08-07T12:01:00.000Z"},`
		links   = `,"_links":{"editui":"/pages/resumedraft.action?draftId=65538","webui":"/spaces/DEV/pages/65538/Zebra","tinyui":"/x/AgAB",
			"base":"https://wiki.test/wiki"}}`
		self = `"meta":{"hasMore":false},"_links":{"self":"/api/v2/pages/65538/`
	)
	for query, rest := range map[string]string{
		"":                                   version + `"body":{}`,
		"?version=0":                         version + `"body":{}`,
		"?version=1":                         version + `"body":{}`,
		"?get-draft=true":                    version + `"body":{}`,
		"?status=trashed,current":            version + `"body":{}`,
		"?include-version=false":             `"body":{}`,
		"?include-webresources=true":         version + `"body":{}`,
		"?include-collaborators=true":        version + `"body":{}`,
		"?body-format=storage":               version + `"body":{"storage":{"representation":"storage","value":"<p>stripes</p>"}}`,
		"?body-format=view":                  version + `"body":{"view":{"representation":"view","value":"<p>stripes</p>"}}`,
		"?version=1&body-format=export_view": version + `"body":{"export_view":{"representation":"export_view","value":"<p>stripes</p>"}}`,
		"?include-labels=true":               version + `"body":{},"labels":{"results":[{"id":"1","name":"ops","prefix":"global"}],` + self + `labels"}}`,
		"?include-properties=true":           version + `"body":{},"properties":{"results":[],` + self + `properties"}}`,
		"?include-likes=true":                version + `"body":{},"likes":{"results":[],` + self + `likes/users"}}`,
		"?include-operations=true": version + `"body":{},"operations":{"results":[{"operation":"read","targetType":"page"},
			{"operation":"update","targetType":"page"}],` + self + `operations"}}`,
		"?include-versions=true": version + `"body":{},"versions":{"results":[{"number":1,"message":"","minorEdit":false,
			"authorId":"ann-0000","createdAt":"2026-08-07T12:01:00.000Z"}],` + self + `versions"}}`,
		"?include-direct-children=true":                  version + `"body":{},"directChildren":{"results":[],` + self + `direct-children"}}`,
		"?include-favorited-by-current-user-status=true": version + `"body":{},"isFavoritedByCurrentUser":false`,
	} {
		b.answers("bob", "GET /pages/65538"+query, "", 200, head+rest+links)
	}
	b.answers("bob", "GET /pages/65537?include-direct-children=true&include-version=false", "", 200, `{
		"id":"65537","status":"current","title":"Development","spaceId":"32769","position":1000,"authorId":"ann-0000",
		"ownerId":"ann-0000","lastOwnerId":null,"createdAt":"2026-08-07T12:00:00.000Z","body":{},"directChildren":{"results":[
		{"id":"65538","status":"current","title":"Zebra","type":"page","spaceId":"32769","childPosition":1000},
		{"id":"65539","status":"current","title":"Ant","type":"page","spaceId":"32769","childPosition":2000}],
		"meta":{"hasMore":false},"_links":{"self":"/api/v2/pages/65537/direct-children"}},
		"_links":{"editui":"/pages/resumedraft.action?draftId=65537","webui":"/spaces/DEV/pages/65537/Development","tinyui":"/x/AQAB",
		"base":"https://wiki.test/wiki"}}`)
}

func TestAPageThatIsNotThere(t *testing.T) {
	t.Parallel()
	b, zebra, _ := newPages(t)
	file, err := b.ann.Attach(t.Context(), site.NewFile{Container: zebra.ID, Name: "a.txt", MediaType: "text/plain", Bytes: strings.NewReader("a")})
	b.must(err)
	for line, title := range map[string]string{
		"bob GET /pages/999999999999":           "Cannot find a page with id [999999999999]",
		"eve GET /pages/65538":                  "Cannot find a page with id [65538]",
		"bob GET /pages/" + file.ID.String():    "Cannot find a page with id [65540]",
		"bob GET /pages/att" + file.ID.String(): "Cannot find a page with id [65540]",
		"ann DELETE /pages/65540":               "Cannot find a page with id [65540]",
		"bob GET /pages/65538?status=archived":  "Cannot find a page with id [65538]",
		"bob GET /pages/65538?version=2":        "Could not find version with id [2]",
		"bob GET /pages/65540/children":         "Cannot find a page with id [65540]",
	} {
		who, rest, _ := strings.Cut(line, " ")
		b.refuses(who, rest, "", 404, "NOT_FOUND", title)
	}
	b.answers("bob", "GET /pages/x", "", 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER",
		"title":"Provided value {x} for 'id' is not the correct type. Expected type is ContentId","detail":""}]}`) // E4
}
