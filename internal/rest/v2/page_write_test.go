package v2_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// made is the answer to a write of the page 65538 of bob's at the given version.
func made(status, title, place, version, storage, webui string) string {
	return `{"id":"65538","status":"` + status + `","title":"` + title + `","spaceId":"32769",` + place + `,"authorId":"bob-0000",
		"ownerId":"bob-0000","lastOwnerId":null,"createdAt":"2026-08-07T12:00:00.000Z","version":{` + version + `,"authorId":"bob-0000",
		"createdAt":"2026-08-07T12:00:00.000Z"},"body":{"storage":{"representation":"storage","value":"` + storage + `"}},
		"_links":{"editui":"/pages/resumedraft.action?draftId=65538","webui":"` + webui + `","tinyui":"/x/AgAB","base":"https://wiki.test/wiki"}}`
}

const (
	belowHome = `"parentId":"65537","parentType":"page","position":1000`
	firstOne  = `"number":1,"message":"","minorEdit":false`
)

func TestCreatingAPage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, line, body, want string }{
		{"below the home page", "POST /pages", `{"spaceId":"32769","title":"A & B","body":{"representation":"storage","value":"<p>x</p>"}}`,
			made("current", "A & B", belowHome, firstOne, "<p>x</p>", "/spaces/DEV/pages/65538/A+&+B")},
		{"with a number and a body under its name", "POST /pages/", `{"spaceId":32769,"status":"current","title":"T","parentId":65537,
			"body":{"storage":{"representation":"storage","value":"<p>x</p>"}},"_links":{},"authorId":"x"}`,
			made("current", "T", belowHome, firstOne, "<p>x</p>", "/spaces/DEV/pages/65538/T")},
		{"at the root", "POST /pages?root-level=true&embedded=true", `{"spaceId":"32769","title":"T","parentId":null}`,
			made("current", "T", `"position":2000`, firstOne, "", "/spaces/DEV/pages/65538/T")},
		{"as a draft without a title", "POST /pages", `{"spaceId":"32769","status":"draft"}`,
			made("draft", "", belowHome, firstOne, "", "/spaces/DEV/pages/edit-v2/65538?draftShareId=")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.answers("bob", c.line, c.body, 200, c.want)
		})
	}
}

func TestAPrivatePageIsItsAuthorsAlone(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.answers("bob", "POST /pages?private=true", `{"spaceId":"32769","title":"T"}`, 200,
		made("current", "T", belowHome, firstOne, "", "/spaces/DEV/pages/65538/T"))
	b.refuses("ann", "GET /pages/65538", "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
}

func TestWhatAPageCannotBeCreatedFrom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	wrong := func(title string) string {
		return `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"` + title + `","detail":""}]}`
	}
	for body, title := range map[string]string{
		`{"title":"T"}`:                                      "'spaceId' is required",
		`{"spaceId":"x","title":"T"}`:                        "Provided value {x} for 'spaceId' is not the correct type. Expected type is long",
		`{"spaceId":"32769"}`:                                "'title' is required",
		`{"spaceId":"32769","title":"T","status":"trashed"}`: "Provided value {trashed} for 'status' is not valid. Expected one of current, draft",
		`{"spaceId":"32769","title":"T","subtype":"page"}`:   "Provided value {page} for 'subtype' is not valid. Expected live",
		`{"spaceId":"32769","title":"T","parentId":"-1"}`:    "Provided value {-1} for 'parentId' is not the correct type. Expected type is ContentId",
		`{"spaceId":"32769","title":"T","body":{"representation":"html","value":""}}`: "Provided value {html} for 'representation' is not valid. " +
			"Expected one of storage, atlas_doc_format, wiki",
		`{"spaceId":"32769","title":"T","body":{"value":"x"}}`: "Provided value {} for 'representation' is not valid. " +
			"Expected one of storage, atlas_doc_format, wiki",
		`{"spaceId":"32769","title":"T","body":{"storage":{"value":"x"},"wiki":{"value":"x"}}}`: "Provided value {} for 'body' is not valid. " +
			"Expected one representation",
	} {
		b.answers("bob", "POST /pages", body, 400, wrong(title))
	}
	b.answers("bob", "POST /pages?root-level=true", `{"spaceId":"32769","title":"T","parentId":"65537"}`, 400,
		wrong("Provided value {65537} for 'parentId' is not valid. Expected none, since root-level is true"))
	for body, title := range map[string]string{
		`{"spaceId":"32769","title":"development"}`:                                         "A page with this title already exists: A page already exists with the same TITLE in this space",
		`{"spaceId":"32769","title":"T","body":{"representation":"storage","value":"<p>"}}`: "Error parsing xhtml: element <p> is never closed at [row,col]: [1,4]",
		`{"spaceId":"32769","title":"T","title":"U"}`:                                       "json at byte 31: duplicate member name",
	} {
		b.refuses("bob", "POST /pages", body, 400, "BAD_REQUEST", title)
	}
	b.refuses("bob", "POST /pages", `{"spaceId":"7"}`, 404, "NOT_FOUND", "Could not find space with id [7]")
	b.refuses("eve", "POST /pages", `{"spaceId":"32769"}`, 404, "NOT_FOUND", "Could not find space with id [32769]")
	b.must(b.ann.Grant(t.Context(), wiki.Grant{Space: b.dev.ID, Subject: wiki.User("eve-0000"), Perm: wiki.View}))
	b.refuses("eve", "POST /pages", `{"spaceId":"32769","title":"T"}`, 403, "FORBIDDEN", "Forbidden")
}

func TestUpdatingAPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	w := b.call("bob", "POST /pages", `{"spaceId":"32769","title":"T"}`)
	if w.Code != 200 {
		t.Fatal(w.Body)
	}
	const put = "PUT /pages/65538"
	// client-expectations.md, "Whole-object echo"; the number of the version is as it is written, not as it was read.
	echo := strings.Replace(w.Body.String(), `"version":{"number":1,"message":""`, `"version":{"number":2,"message":" #1 "`, 1)
	b.answers("bob", put, echo, 200,
		made("current", "T", belowHome, `"number":2,"message":" #1 ","minorEdit":false`, "", "/spaces/DEV/pages/65538/T"))
	b.refuses("bob", put, echo, 409, "CONFLICT", "Version must be incremented on update. Current version is: 2")

	b.answers("bob", "GET /pages/65538?version=1&body-format=storage", "", 200,
		made("historical", "T", belowHome, firstOne, "", "/spaces/DEV/pages/65538/T"))
	b.answers("bob", "GET /pages/65538?version=1&body-format=storage&status=current", "", 200,
		made("historical", "T", belowHome, firstOne, "", "/spaces/DEV/pages/65538/T"))

	change := func(more string) string {
		return `{"id":"65538","status":"current","title":"U","body":{"representation":"storage","value":"<p>u</p>"},"version":{"number":3}` + more + `}`
	}
	wrong := func(title string) string {
		return `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"` + title + `","detail":""}]}`
	}
	for old, name := range map[string]string{`"id":"65538",`: "id", `"status":"current",`: "status", `"title":"U",`: "title",
		`"body":{"representation":"storage","value":"<p>u</p>"},`: "body", `,"version":{"number":3}`: "version"} {
		b.answers("bob", put, strings.Replace(change(""), old, "", 1), 400, wrong("'"+name+"' is required"))
	}
	b.answers("bob", put, strings.Replace(change(""), "65538", "65537", 1), 400,
		wrong("Provided value {65537} for 'id' is not valid. Expected the id in the path, 65538"))
	b.answers("bob", put, change(`,"ownerId":"zoe"`), 400,
		wrong("Provided value {zoe} for 'ownerId' is not valid. Expected the accountId of an account"))
	b.refuses("bob", put, change(`,"spaceId":"1"`), 400, "BAD_REQUEST", "an update does not move content to another space")
	b.refuses("bob", put, change(`,"parentId":"65538"`), 400, "BAD_REQUEST", "the parent lies below the page itself")
	b.refuses("eve", put, `{`, 404, "NOT_FOUND", "Cannot find a page with id [65538]")

	w = b.call("bob", put, change(`,"ownerId":"ann-0000","parentId":65537,"spaceId":32769`))
	if !strings.Contains(w.Body.String(), `"ownerId":"ann-0000"`) || w.Code != 200 {
		t.Errorf("new owner: %d %s", w.Code, w.Body)
	}
}

func TestADraftIsPublishedOrDiscarded(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	draft := made("draft", "", belowHome, firstOne, "", "/spaces/DEV/pages/edit-v2/65538?draftShareId=")
	b.answers("bob", "POST /pages", `{"spaceId":"32769","status":"draft"}`, 200, draft)
	b.refuses("bob", "GET /pages/65538", "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
	b.answers("bob", "GET /pages/65538?get-draft=true&body-format=storage", "", 200, draft)
	b.answers("bob", "GET /pages/65538?status=draft&body-format=storage", "", 200, draft)
	b.refuses("ann", "GET /pages/65538?get-draft=true", "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
	b.refuses("bob", "DELETE /pages/65538", "", 400, "BAD_REQUEST", "only current content can be put into the trash")
	b.answers("bob", "PUT /pages/65538", `{"id":"65538","status":"current","title":"T","version":{"number":1},
		"body":{"representation":"storage","value":"<p>t</p>"}}`, 200,
		made("current", "T", belowHome, firstOne, "<p>t</p>", "/spaces/DEV/pages/65538/T"))
	b.refuses("bob", "DELETE /pages/65538?draft=true", "", 400, "BAD_REQUEST", "the content is not a draft")

	other := newBench(t)
	other.answers("bob", "POST /pages", `{"spaceId":"32769","status":"draft"}`, 200, draft)
	other.answers("bob", "DELETE /pages/65538?draft=true", "", 204, "")
	other.refuses("bob", "GET /pages/65538?get-draft=true", "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
}

func TestDeletingAPage(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.page("T", "")
	b.refuses("eve", "DELETE /pages/65538", "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
	b.refuses("bob", "DELETE /pages/65538", "", 403, "FORBIDDEN", "Forbidden") // bob may delete his own only
	b.refuses("ann", "DELETE /pages/65538?purge=true", "", 400, "BAD_REQUEST", "only content in the trash can be purged")
	b.refuses("ann", "DELETE /pages/65538?draft=true", "", 400, "BAD_REQUEST", "the content is not a draft")
	b.answers("ann", "DELETE /pages/65538", "", 204, "")
	// client-expectations.md, last section: deleted content stays readable as trashed.
	b.answers("bob", "GET /pages/65538?include-version=false", "", 200, `{"id":"65538","status":"trashed","title":"T","spaceId":"32769",
		"parentId":"65537","parentType":"page","position":1000,"authorId":"ann-0000","ownerId":"ann-0000","lastOwnerId":null,
		"createdAt":"2026-08-07T12:00:00.000Z","body":{},"_links":{"editui":"/pages/resumedraft.action?draftId=65538",
		"webui":"/spaces/DEV/pages/65538/T","tinyui":"/x/AgAB","base":"https://wiki.test/wiki"}}`)
	b.answers("bob", "GET /pages/65537/children", "", 200, `{"results":[`+endOfList)
	b.answers("ann", "DELETE /pages/65538?purge=true", "", 204, "")
	b.refuses("ann", "GET /pages/65538", "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
}

// TestLivePages: a page stays the live page it was made as, and lists tell.
func TestLivePages(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const made = `{"spaceId":"32769","title":"Live","subtype":"live","body":{"representation":"storage","value":"<p>x</p>"}}`
	if w := b.call("bob", "POST /pages", made); w.Code != 200 || !strings.HasPrefix(w.Body.String(), `{"id":"65540"`) {
		t.Fatal(w.Body)
	}
	if w := b.call("ann", "PUT /pages/65540", `{"id":"65540","status":"current","title":"Later","version":{"number":2},
		"body":{"representation":"storage","value":"<p>y</p>"}}`); w.Code != 200 {
		t.Fatal(w.Body)
	}
	if w := b.call("ann", "POST /wiki/rest/api/content/65540/copy", `{"destination":{"type":"parent_page","value":"65538"},"pageTitle":"Copy"}`); w.Code != 200 {
		t.Fatal(w.Body)
	}
	listed := func(query string) (titles []string) {
		for _, p := range reads[wirev2.List[wirev2.PageBulk]](b, "bob", "GET "+query, "").Results {
			subtype, _ := p.Subtype.Get()
			titles = append(titles, p.Title+subtype)
		}
		return titles
	}
	for query, want := range map[string][]string{
		"/pages?subtype=live":                    {"Laterlive", "Copylive"},
		"/pages?subtype=page":                    {"Development", "Zebra", "Ant"},
		"/pages?subtype=live&title=zebra":        nil,
		"/pages?sort=title":                      {"Ant", "Copylive", "Development", "Laterlive", "Zebra"},
		"/spaces/32769/pages?depth=all&sort=-id": {"Copylive", "Laterlive", "Ant", "Zebra", "Development"},
	} {
		if got := listed(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}
