package v2_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// note is the custom content 65538 as its operations answer: place is what it lies in, a member with a comma or nothing.
func note(status, title, place, version, body string) string {
	return `{"id":"65538","type":"ac:app:note","status":"` + status + `","title":"` + title + `","spaceId":"32769",` + place + `"authorId":"bob-0000",
		"createdAt":"2026-08-07T12:00:00.000Z","version":{` + version + `,"authorId":"bob-0000","createdAt":"2026-08-07T12:00:00.000Z"},
		"body":` + body + `,"_links":{"webui":"/spaces/DEV/custom-content/65538","base":"https://wiki.test/wiki"}}`
}

func TestCustomContentFromMakingToPurging(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const onHome, second = `"pageId":"65537",`, `"number":2,"message":"m","minorEdit":false`
	raw := `{"raw":{"representation":"raw","value":"{\"a\":1}"}}`
	b.answers("bob", "POST /custom-content", `{"type":"ac:app:note","title":"Note","pageId":"65537","body":{"representation":"raw","value":"{\"a\":1}"}}`,
		201, note("current", "Note", onHome, firstOne, raw))
	for format, body := range map[string]string{
		"":                 `{}`,
		"raw":              raw,
		"storage":          `{"storage":{"representation":"storage","value":"<p>{\"a\":1}</p>"}}`,
		"view":             `{"view":{"representation":"view","value":"<p>{&quot;a&quot;:1}</p>"}}`,
		"atlas_doc_format": `{"atlas_doc_format":{"representation":"atlas_doc_format","value":"{\"type\":\"doc\",\"content\":[{\"type\":\"paragraph\",\"content\":[{\"type\":\"text\",\"text\":\"{\\\"a\\\":1}\"}]}],\"version\":1}"}}`,
	} {
		b.answers("ann", "GET /custom-content/65538?body-format="+format, "", 200, note("current", "Note", onHome, firstOne, body))
	}
	b.refuses("eve", "GET /custom-content/65538", "", 404, "NOT_FOUND", "Could not find custom-content with id [65538]")
	b.refuses("ann", "GET /custom-content/65537", "", 404, "NOT_FOUND", "Could not find custom-content with id [65537]")
	b.refuses("ann", "GET /pages/65538", "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")

	update := `{"id":"65538","type":"ac:app:note","status":"current","title":"Noted","version":{"number":2,"message":"m"},"body":{"representation":"storage","value":"<p>x</p>"}`
	storage := `{"storage":{"representation":"storage","value":"<p>x</p>"}}`
	b.refuses("ann", "PUT /custom-content/65538", strings.Replace(update, `"number":2`, `"number":3`, 1)+"}", 409, "CONFLICT",
		"Version must be incremented on update. Current version is: 1")
	b.answers("bob", "PUT /custom-content/65538", update+`,"spaceId":"32769"}`, 200, note("current", "Noted", onHome, second, storage)) // as it is read
	b.answers("ann", "GET /custom-content/65538?version=1&body-format=raw", "", 200, note("historical", "Note", onHome, firstOne, raw))
	b.answers("ann", "GET /custom-content/65538?version=2&body-format=raw", "", 200,
		note("current", "Noted", onHome, second, `{"raw":{"representation":"raw","value":"<p>x</p>"}}`))

	for _, step := range []struct {
		line   string
		status int
	}{
		{"DELETE /custom-content/65538?purge=true", 400}, {"DELETE /custom-content/65538", 204}, {"DELETE /custom-content/65538", 400},
	} {
		if w := b.call("ann", step.line, ""); w.Code != step.status {
			t.Errorf("%s: %d %s", step.line, w.Code, w.Body)
		}
	}
	const none = `{"results":[],"_links":{"base":"https://wiki.test/wiki"}}`
	b.answers("ann", "GET /custom-content?type=ac:app:note", "", 200, none)
	back := strings.Replace(update, `"number":2`, `"number":3`, 1)
	if w := b.call("bob", "PUT /custom-content/65538", back+"}"); w.Code != 200 {
		t.Errorf("brought back: %d %s", w.Code, w.Body)
	}
	if w := b.call("ann", "GET /custom-content?type=ac:app:note&space-id=32769&id=65538", ""); strings.Count(w.Body.String(), `"id":"65538"`) != 1 {
		t.Errorf("listed: %d %s", w.Code, w.Body)
	}
	b.answers("eve", "GET /custom-content?type=ac:app:note", "", 200, none)
	for _, line := range []string{"DELETE /custom-content/65538", "DELETE /custom-content/65538?purge=true"} {
		b.answers("ann", line, "", 204, "")
	}
	b.refuses("ann", "GET /custom-content/65538", "", 404, "NOT_FOUND", "Could not find custom-content with id [65538]")
}

func TestWhereCustomContentIsPut(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const text = `"body":{"storage":{"value":"<p>x</p>"}}`
	storage := `{"storage":{"representation":"storage","value":"<p>x</p>"}}`
	made := `{"type":"ac:app:note","title":"Note",` + text
	b.answers("bob", "POST /custom-content", made+`,"spaceId":"32769"}`, 201, note("current", "Note", "", firstOne, storage))
	update := `{"id":"65538","type":"ac:app:note","status":"current","title":"Note",` + text
	b.answers("bob", "PUT /custom-content/65538", update+`,"version":{"number":2},"pageId":"65537"}`, 200,
		note("current", "Note", `"pageId":"65537",`, `"number":2,"message":"","minorEdit":false`, storage))
	post := b.call("ann", "POST /blogposts", `{"spaceId":"32769","title":"News"}`)
	if post.Code != 200 {
		t.Fatalf("%d %s", post.Code, post.Body)
	}
	b.answers("bob", "PUT /custom-content/65538", update+`,"version":{"number":3},"blogPostId":"65539"}`, 200,
		note("current", "Note", `"blogPostId":"65539",`, `"number":3,"message":"","minorEdit":false`, storage))
	if w := b.call("bob", "POST /custom-content", made+`,"customContentId":"65538"}`); !strings.Contains(w.Body.String(), `"customContentId":"65538"`) {
		t.Errorf("in another: %d %s", w.Code, w.Body)
	}
	for line, want := range map[string]string{
		"GET /blogposts/65539/custom-content?type=ac:app:note": "65538", "GET /pages/65537/custom-content?type=ac:app:note": "",
		"GET /spaces/32769/custom-content?type=ac:app:note": "65538 65540", "GET /custom-content/65538/children?sort=-id": "65540",
		"GET /custom-content?type=ac:app:note&sort=-id": "65540 65538",
	} {
		var ids []string
		for part := range strings.SplitSeq(b.call("bob", line, "").Body.String(), `{"id":"`) {
			if id, _, found := strings.Cut(part, `","`); found && len(id) == 5 {
				ids = append(ids, id)
			}
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}

	invalid := func(title string) string {
		return `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"` + title + `","detail":""}]}`
	}
	for more, title := range map[string]string{
		``:                                                 "'spaceId' is required",
		`,"pageId":"65537","blogPostId":"65539"`:           "Provided value {65539} for 'blogPostId' is not valid. Expected one container",
		`,"pageId":"abc"`:                                  "Provided value {abc} for 'pageId' is not the correct type. Expected type is ContentId",
		`,"spaceId":"32769","status":"trashed"`:            "Provided value {trashed} for 'status' is not valid. Expected one of current, draft",
		`,"spaceId":"32769","type":"page"`:                 "Provided value {page} for 'type' is not valid. Expected a type of custom content",
		`,"spaceId":"32769","type":""`:                     "'type' is required",
		`,"spaceId":"32769","title":""`:                    "'title' is required",
		`,"spaceId":"32769","body":{"wiki":{"value":"x"}}`: "Provided value {wiki} for 'representation' is not valid. Expected one of storage, atlas_doc_format, raw",
		`,"spaceId":"32769","body":{"raw":{"value":"x"},"storage":{"value":"x"}}`: "Provided value {} for 'body' is not valid. Expected one representation",
		`,"spaceId":"32769","body":null`:                                          "'body' is required",
	} {
		given := made + more + "}"
		for _, member := range []string{"type", "title", "body"} { // a member is given once
			if strings.Contains(more, `"`+member+`":`) {
				given = "{" + strings.TrimPrefix(without(member), ",") + more + "}"
			}
		}
		b.answers("ann", "POST /custom-content", given, 400, invalid(title))
	}
	b.refuses("ann", "POST /custom-content", made+`,"pageId":"999"}`, 404, "NOT_FOUND", "Cannot find a page with id [999]")
	for more, title := range map[string]string{
		`,"version":{"number":4},"customContentId":"65540"`: "the container lies in the content itself",
		`,"version":{"number":4},"customContentId":"65538"`: "the container lies in the content itself",
	} {
		b.refuses("ann", "PUT /custom-content/65538", update+more+"}", 400, "BAD_REQUEST", title)
	}
	b.answers("ann", "PUT /custom-content/65538", strings.Replace(update, "ac:app:note", "ac:app:vote", 1)+`,"version":{"number":4}}`, 400,
		invalid("Provided value {ac:app:vote} for 'type' is not valid. Expected ac:app:note"))
	b.answers("ann", "PUT /custom-content/65538", strings.Replace(update, `"current"`, `"draft"`, 1)+`,"version":{"number":4}}`, 400,
		invalid("Provided value {draft} for 'status' is not valid. Expected current"))
	if w := b.call("bob", "POST /pages", `{"spaceId":"32769","title":"T","body":{"raw":{"value":"x"}}}`); w.Code != 400 {
		t.Errorf("raw text on a page: %d %s", w.Code, w.Body)
	}
}

// without is the body of a note without one of its members.
func without(member string) string {
	var out string
	for _, m := range []struct{ name, text string }{
		{"type", `,"type":"ac:app:note"`}, {"title", `,"title":"Note"`}, {"body", `,"body":{"storage":{"value":"<p>x</p>"}}`},
	} {
		if m.name != member {
			out += m.text
		}
	}
	return out
}

func TestWhoMayDoWhatToCustomContent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	grant := func(op string, access bool) {
		t.Helper()
		b.must(b.ann.GrantCustom(t.Context(), b.dev.ID, []wiki.CustomGrant{{Subject: wiki.User("ann-0000"), Kind: "ac:app:note", Op: op}}, []bool{access}))
	}
	const made = `{"type":"ac:app:note","title":"Note","pageId":"65537","body":{"raw":{"value":"x"}}}`
	if w := b.call("bob", "POST /custom-content", made); w.Code != 201 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	operations := func(ops ...string) string {
		var list []string
		for _, op := range ops {
			list = append(list, `{"operation":"`+op+`","targetType":"ac:app:note"}`)
		}
		return `{"operations":[` + strings.Join(list, ",") + `]}`
	}
	b.answers("bob", "GET /custom-content/65538/operations", "", 200, operations("read", "update", "delete"))
	grant("delete", true)
	b.answers("bob", "GET /custom-content/65538/operations", "", 200, operations("read", "update"))
	b.refuses("bob", "DELETE /custom-content/65538", "", 403, "FORBIDDEN", "Forbidden")
	grant("create", true)
	b.answers("bob", "GET /custom-content/65538/operations", "", 200, operations("read"))
	b.refuses("bob", "POST /custom-content", made, 403, "FORBIDDEN", "Forbidden")
	b.refuses("bob", "POST /custom-content/65538/properties", `{"key":"k","value":1}`, 403, "FORBIDDEN", "Forbidden")
	grant("read", true)
	b.refuses("bob", "GET /custom-content/65538/operations", "", 404, "NOT_FOUND", "Could not find custom-content with id [65538]")
	b.refuses("bob", "DELETE /custom-content/65538", "", 404, "NOT_FOUND", "Could not find custom-content with id [65538]")
	grant("read", false)
	b.answers("bob", "GET /custom-content/65538/operations", "", 200, operations("read"))
}
