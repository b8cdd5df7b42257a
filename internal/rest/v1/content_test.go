package v1_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// The pages of these tests: the home page, and two of ann's below it, made a second apart.
const (
	noon   = "2026-08-07T12:00:00.000Z"
	second = "2026-08-07T12:00:01.000Z"
	third  = "2026-08-07T12:00:02.000Z"
)

func newPages(t *testing.T) (b *bench, zebra, ant wiki.Content) {
	t.Helper()
	b = newBench(t)
	b.seconds.Add(1)
	zebra = b.page("Zebra", "<p>stripes</p>")
	b.seconds.Add(1)
	ant = b.page("Ant", "<p>a <em>small</em> thing</p>")
	return b, zebra, ant
}

var (
	home  = page("65537", "Development", "AQAB", 1000)
	zebra = page("65538", "Zebra", "AgAB", 1000)
	ant   = page("65539", "Ant", "AwAB", 2000)
)

// The expansions that reads show unasked: space, history, version. client-expectations.md 5: base and context on a
// single content; 12: version=0 is the current one, unknown parameters are ignored.
func TestContentByID(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	want := zebra.read(second).alone()
	b.answers("ann", "GET /content/65538", "", 200, want)
	b.answers("ann", "GET /content/65538?version=0&id=7&embeddedContentRender=current&status=current", "", 200, want)
	b.answers("ann", "GET /content/65538?status=any&version=1", "", 200, want)
	b.answers("ann", "GET /content/65538?expand=", "", 200, want)
	b.answers("ann", "GET /content/65538?expand=nothing-known", "", 200, zebra.alone())
	for line, id := range map[string]string{
		"/content/1": "1", "/content/65538?status=trashed": "65538", "/content/65538?status=draft,historical": "65538",
		"/content/65538?version=2": "65538",
	} {
		b.answers("ann", "GET "+line, "", 404, noContent(id))
	}
	b.answers("eve", "GET /content/65538", "", 404, noContent("65538"))
	b.answers("ann", "GET /content/65538?status=lost", "", 400,
		badRequest("Invalid value for 'status': lost. Expected one of current, trashed, deleted, historical, draft, archived, any"))
	b.answers("ann", "GET /content/abc", "", 400, `{"statusCode":400,"message":"org.springframework.web.method.annotation.`+
		`MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type 'long'; `+
		`nested exception is java.lang.NumberFormatException: For input string: \"abc\""}`)
}

// auth-behaviour.md §8: next is relative to the context, base is the site's, self has no paging.
func TestContentInAList(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	h, z, a := home.read(noon).String(), zebra.read(second).String(), ant.read(third).String()
	for query, want := range map[string]string{
		"":         list("/content", 0, 25, "", h, z, a),
		"?limit=2": list("/content", 0, 2, "/content?next=true&limit=2&start=2", h, z),
		"?limit=2&start=2": `{"results":[` + a + `],"start":2,"limit":2,"size":1,"_links":{"base":"https://wiki.test/wiki","context":"/wiki",
			"prev":"/rest/api/content?prev=true&limit=2&start=0","self":"https://wiki.test/wiki/rest/api/content"}}`,
		"?limit=5000":                       list("/content", 0, 1000, "", h, z, a),
		"?limit=0&type=page":                list("/content?type=page", 0, 25, "", h, z, a),
		"?spaceKey=dev&title=ZEBRA":         list("/content?spaceKey=dev&title=ZEBRA", 0, 25, "", z),
		"?orderby=title+desc":               list("/content?orderby=title+desc", 0, 25, "", z, h, a),
		"?orderby=history.createdDate+desc": list("/content?orderby=history.createdDate+desc", 0, 25, "", a, z, h),
		"?orderby=title":                    list("/content?orderby=title", 0, 25, "", a, h, z),
		"?status=trashed&status=draft":      list("/content?status=trashed&status=draft", 0, 25, ""),
		"?status=any":                       list("/content?status=any", 0, 25, "", h, z, a),
		"?type=blogpost":                    list("/content?type=blogpost", 0, 25, ""),
		"?postingDay=2026-08-07&limit=1":    list("/content?postingDay=2026-08-07", 0, 1, "/content?next=true&limit=1&start=1&postingDay=2026-08-07", h),
		"?postingDay=2026-08-08":            list("/content?postingDay=2026-08-08", 0, 25, ""),
		"?expand=x&title=Ant":               list("/content?expand=x&title=Ant", 0, 25, "", ant.String()),
	} {
		b.answers("ann", "GET /content"+query, "", 200, want)
	}
	b.answers("eve", "GET /content", "", 200, list("/content", 0, 25, ""))
}

func TestContentListRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const noSpace = `NotFoundException: No space with the given key exists, or the calling user does not have permission to view the space"}`
	b.answers("ann", "GET /content?spaceKey=NO", "", 404, `{"statusCode":404`+notDone+noSpace)
	b.answers("eve", "GET /content?spaceKey=DEV", "", 404, `{"statusCode":404`+notDone+noSpace)
	b.answers("ann", "GET /content?start=100001", "", 400, badRequest("Invalid value for 'start': 100001. Expected at most 100000"))
	b.answers("ann", "GET /content?start=-1", "", 400, `{"statusCode":400,"message":"java.lang.IllegalArgumentException: start cannot be less than zero"}`)
	b.answers("ann", "GET /content?orderby=title+up", "", 400, badRequest("Invalid value for 'orderby': title up. Expected a field and asc or desc"))
	b.answers("ann", "GET /content?trigger=read", "", 400, badRequest("Invalid value for 'trigger': read. Expected one of viewed"))
	b.answers("ann", "GET /content/65538?trigger=read", "", 400, badRequest("Invalid value for 'trigger': read. Expected one of viewed"))
	b.answers("ann", "GET /content/65538?embeddedContentRender=never", "", 400,
		badRequest("Invalid value for 'embeddedContentRender': never. Expected one of current, version-at-save"))
	b.answers("ann", "GET /content/65538/label?prefix=our", "", 400, badRequest("Invalid value for 'prefix': our. Expected one of global, my, team"))
	b.answers("ann", "GET /content?orderby=colour", "", 400, badRequest("Invalid value for 'orderby': colour. Expected a field and asc or desc"))
	b.answers("ann", "GET /content?type=comment", "", 400, badRequest("Invalid value for 'type': comment. Expected one of page, blogpost"))
}

// client-expectations.md, last section: deleted content stays readable as trashed.
func TestTrashedContentIsReadable(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.must(b.ann.Trash(t.Context(), z.ID))
	trashed := zebra.read(second)
	trashed.status = "trashed"
	b.answers("ann", "GET /content/65538", "", 200, trashed.alone())
	b.answers("ann", "GET /content/65538?status=trashed", "", 200, trashed.alone())
	b.answers("ann", "GET /content/65538?status=current", "", 404, noContent("65538"))
	b.answers("ann", "GET /content?status=trashed", "", 200, list("/content?status=trashed", 0, 25, "", trashed.String()))
}

func TestContentAtAnOlderVersion(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	title, storage := "Zebras", "<p>more stripes</p>"
	b.seconds.Add(1)
	_, err := b.ann.Update(t.Context(), z.ID, wiki.Change{Version: 2, Title: &title, Storage: &storage, Message: "again"})
	b.must(err)

	old := zebra.with(`,"history":`+strings.Replace(history("65538", second,
		`"nextVersion":`+version("65538", "2026-08-07T12:00:03.000Z", 2, "again")+`,`, "nextVersion", "previousVersion"), `"latest":true`, `"latest":false`, 1),
		`,"body":{"storage":{"value":"<p>stripes</p>","representation":"storage","embeddedContent":[],"_expandable":{"content":"/rest/api/content/65538"}},
		"_expandable":{"editor":"","atlas_doc_format":"","view":"","export_view":"","styled_view":"","dynamic":"","editor2":"","anonymous_export_view":""}}`,
		"history", "body")
	old.status = "historical"
	old.links = strings.NewReplacer(`"/spaces/DEV/pages/65538/Zebra"`, `"/pages/viewpage.action?pageId=65538&pageVersion=1"`,
		`/content/65538"`, `/content/65538?status=historical&version=1"`).Replace(old.links)
	b.answers("ann", "GET /content/65538?status=historical&version=1&expand=body.storage,history.nextVersion,history.previousVersion", "", 200, old.alone())

	now := page("65538", "Zebras", "AgAB", 1000).with(`,"history":`+history("65538", second,
		`"previousVersion":`+version("65538", second, 1, "")+`,`, "nextVersion", "previousVersion"), "", "history")
	b.answers("ann", "GET /content/65538?expand=history.nextVersion,history.previousVersion", "", 200, now.alone())
}
