package v1_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// written is a content as writes answer it: body, history, space, container, version, ancestors.
func written(c content, storage, versions, created string, above ...content) string {
	var ancestors []string
	for _, a := range above {
		ancestors = append(ancestors, a.String())
	}
	return c.with(`,"space":`+dev("", "", "")+`,"history":`+history(c.id, created, "")+`,"version":`+versions+`,"ancestors":[`+strings.Join(ancestors, ",")+
		`],"container":`+dev("", "", ""), `,"body":{"storage":{"value":"`+storage+`","representation":"storage","embeddedContent":[],
		"_expandable":{"content":"/rest/api/content/`+c.id+`"}},`+strings.Replace(bodyOffers, `"storage":"",`, "", 1)+`}`,
		"space", "history", "version", "ancestors", "container", "body").alone()
}

// client-expectations.md 6: creation answers 200.
func TestCreateContent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	first := page("65538", "New", "AgAB", 1000)
	b.answers("ann", "POST /content", `{"type":"page","title":" New ","space":{"key":"dev"},"body":{"storage":{"value":"<p>a</p>","representation":"storage"}},
		"metadata":{"labels":[{"prefix":"global","name":"Ops"},{"prefix":"my","name":"mine"}],"properties":{"editor":{"value":"v2"}}}}`, 200,
		written(first, "<p>a</p>", version("65538", noon, 1, ""), noon, home))
	b.answers("ann", "GET /content/65538/label", "", 200, list("/content/65538/label", 0, 200, "", `{"prefix":"global","name":"ops","id":"1","label":"ops"}`))

	below := page("65539", "Below", "AwAB", 1000)
	b.answers("ann", "POST /content?expand=ancestors", `{"type":"page","title":"Below","status":"current","space":{"id":32769},"ancestors":[{"id":1},{"id":"65538"}]}`, 200,
		below.with(`,"ancestors":[`+home.String()+`,`+first.String()+`]`, "", "ancestors").alone())
	draft := page("65540", "Later", "BAAB", 2000)
	draft.status = "draft"
	draft.links = strings.Replace(draft.links, "/spaces/DEV/pages/65540/Later", "/spaces/DEV/pages/edit-v2/65540?draftShareId=", 1)
	b.answers("ann", "POST /content?status=draft&expand=x", `{"type":"page","title":"Later","space":{"key":"DEV"}}`, 200, draft.alone())
	b.answers("ann", "POST /content?expand=x", `{"id":"65540","type":"page","title":"Now","status":"current","space":{"key":"DEV"},"version":{"number":1}}`, 200,
		page("65540", "Now", "BAAB", 2000).alone())
}

// noValue refuses a body without a text, which would empty a page.
const noValue = `{"statusCode":400,"message":"org.springframework.http.converter.HttpMessageNotReadableException: member \"body/storage/value\" is missing"}`

func TestCreateContentRefusals(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const body = `"body":{"storage":{"value":"<p>a</p>","representation":"storage"}}`
	for given, want := range map[string]string{
		`{"type":"page","title":"zebra","space":{"key":"DEV"},` + body + `}`: `{"statusCode":400` + notDone +
			`BadRequestException: A page with this title already exists: A page already exists with the same TITLE in this space"}`,
		`{"type":"page","title":"T"}`:                                                              badRequest("Space is required"),
		`{"type":"folder","title":"T","space":{"key":"DEV"}}`:                                      badRequest("Invalid value for 'type': folder. Expected one of page, blogpost, comment, or a type of custom content"),
		`{"type":"page","title":"T","status":"trashed","space":{"key":"DEV"}}`:                     badRequest("Invalid value for 'status': trashed. Expected one of current, draft"),
		`{"type":"page","title":"","space":{"key":"DEV"}}`:                                         badRequest("Invalid value for 'title': . Expected a title"),
		`{"type":"page","title":"T","space":{"key":"DEV"},"ancestors":[{"id":"1"}]}`:               badRequest("the parent does not exist or you may not view it"),
		`{"type":"page","title":"T","space":{"key":"DEV"},"metadata":{"labels":[{"name":"a b"}]}}`: badRequest("Invalid value for 'label': a b. Expected a word of at most 255 letters without blanks and punctuation"),
		`{"id":"65538","type":"page","title":"T","space":{"key":"DEV"}}`:                           badRequest("content with the id 65538 exists and is no draft"),
	} {
		b.answers("ann", "POST /content", given, 400, want)
	}
	b.answers("ann", "POST /content", `{"type":"page","title":"T","space":{"key":"DEV"},"body":{"storage":{"representation":"storage"}}}`, 400, noValue)
	b.answers("ann", "POST /content", `{"type":"page","title":"T","space":{"key":"NO"}}`, 404, noSpace)
	b.answers("eve", "POST /content", `{"type":"page","title":"T","space":{"key":"DEV"}}`, 404, noSpace)
	b.answers("bob", "POST /content", `{"type":"blogpost","title":"T","space":{"key":"DEV"}}`, 403,
		`{"statusCode":403`+notDone+`PermissionException: User does not have permission to perform this operation"}`)
	b.answers("ann", "GET /content?expand=x", "", 200, list("/content?expand=x", 0, 25, "", home.String(), zebra.String(), ant.String())) // nothing was made
}

// client-expectations.md "Whole-object echo": what was read can be sent back.
func TestUpdateContent(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	b.seconds.Add(1)
	const fourth = "2026-08-07T12:00:03.000Z"
	echo := b.call("ann", "GET /content/65538?expand=body.storage,body.view,space,version,ancestors,metadata.labels", "").Body.String()
	echo = strings.Replace(echo, `"message":"","number":1,"minorEdit":false`, `"message":"why <it>","number":2,"minorEdit":true`, 1)
	minor := strings.Replace(version("65538", fourth, 2, "why <it>"), `"minorEdit":false`, `"minorEdit":true`, 1)
	b.answers("ann", "PUT /content/65538", echo, 200, written(zebra, "<p>stripes</p>", minor, second, home))

	b.answers("ann", "PUT /content/65538?status=current&conflictPolicy=abort", `{"version":{"number":3},"type":"page","title":"Zebras","ancestors":[{"id":"65539"}],
		"body":{"storage":{"value":"<p>b</p>"}}}`, 200,
		written(page("65538", "Zebras", "AgAB", 1000), "<p>b</p>", version("65538", fourth, 3, ""), second, home, ant))
}

func TestUpdateContentRefusals(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.attach(z, "plan.txt", "text/plain", "", "plan")
	stale := `{"statusCode":409` + notDone + `ConflictException: Version must be incremented on update. Current version is: 1"}`
	for _, given := range []string{`{"title":"T","type":"page"}`, `{"version":{"number":1},"title":"T"}`, `{"version":{"number":3},"title":"T"}`} {
		b.answers("ann", "PUT /content/65538", given, 409, stale)
	}
	for given, want := range map[string]string{
		`{"version":{"number":2},"type":"blogpost"}`:               badRequest("Invalid value for 'type': blogpost. Expected page"),
		`{"version":{"number":2},"title":"ANT"}`:                   `{"statusCode":400` + notDone + `BadRequestException: A page with this title already exists: A page already exists with the same TITLE in this space"}`,
		`{"version":{"number":2},"ancestors":[{"id":"65538"}]}`:    badRequest("the parent lies below the page itself"),
		`{"version":{"number":2},"status":"draft"}`:                badRequest("content with status current cannot be updated to draft"),
		`{"version":{"number":2},"ancestors":[{"id":"page one"}]}`: `{"statusCode":400,"message":"org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type 'long'; nested exception is java.lang.NumberFormatException: For input string: \"page one\""}`,
	} {
		b.answers("ann", "PUT /content/65538", given, 400, want)
	}
	b.answers("ann", "PUT /content/65538", `{"version":{"number":2},"body":{"storage":{"value":null}}}`, 400, noValue)
	b.answers("ann", "PUT /content/65538?conflictPolicy=merge", `{"version":{"number":2}}`, 400, badRequest("Invalid value for 'conflictPolicy': merge. Expected one of abort"))
	b.answers("ann", "PUT /content/att65540", `{"version":{"number":2},"title":"T"}`, 400, badRequest("Invalid value for 'type': attachment. Expected one of page, blogpost, comment, or a type of custom content"))
	// A caller who may not see the page learns 404, whatever the body (security-model.md §6 "Order").
	b.answers("eve", "PUT /content/65538", `{`, 404, noContent("65538"))
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: z.ID, Op: wiki.RestrictUpdate, Subjects: []wiki.Subject{wiki.User("ann-0000")}}))
	b.answers("bob", "PUT /content/65538", `{"version":{"number":2},"title":"T"}`, 403,
		`{"statusCode":403`+notDone+`PermissionException: User does not have permission to perform this operation"}`)
	b.answers("ann", "GET /content/65538?expand=x", "", 200, zebra.alone())
}

func TestDeleteContent(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const notTrashed = "only content in the trash can be purged"
	b.answers("ann", "DELETE /content/65538?status=trashed", "", 400, badRequest(notTrashed))
	b.answers("bob", "DELETE /content/65538", "", 403, `{"statusCode":403`+notDone+`PermissionException: User does not have permission to perform this operation"}`)
	b.answers("eve", "DELETE /content/65538", "", 404, noContent("65538"))
	b.answers("ann", "DELETE /content/65538", "", 204, "")
	b.answers("ann", "DELETE /content/65538", "", 400, badRequest("only current content can be put into the trash"))
	b.answers("ann", "DELETE /content/65538?status=trashed", "", 204, "")
	b.answers("ann", "GET /content/65538", "", 404, noContent("65538"))

	if w := b.call("bob", "POST /content?status=draft", `{"type":"page","space":{"key":"DEV"}}`); w.Code != 200 {
		t.Errorf("a draft without a title: %d %s", w.Code, w.Body)
	}
	b.answers("ann", "DELETE /content/65540?status=draft", "", 404, noContent("65540"))
	b.answers("bob", "DELETE /content/65540?status=draft", "", 204, "")
	b.answers("bob", "GET /content/65540", "", 404, noContent("65540"))
}
