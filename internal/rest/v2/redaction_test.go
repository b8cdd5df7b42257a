package v2_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

var ids = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

func TestRedact(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	page := b.page("Jane Doe", "<p>Jane pays with <strong>4111</strong>.</p>")
	const at = `"createdAt":"2026-08-07T12:00:00.000Z"`
	line := "POST /pages/" + page.ID.String() + "/redact"
	ranges := func(all string) string { return `{` + at + `,"body":{"redactions":[` + all + `]}}` }
	wrong := func(title string) string {
		return `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"` + title + `","detail":""}]}`
	}
	for body, title := range map[string]string{
		`{}`:                      "'createdAt' is required",
		`{"createdAt":"today"}`:   "Provided value {today} for 'createdAt' is not the correct type. Expected type is date",
		`{` + at + `,"title":{}}`: "Provided value {} for 'redactions' is not valid. Expected at least one range of the title or the body",
		`{` + at + `,"versionNumber":0,"title":{}}`:                          "Provided value {0} for 'versionNumber' is not valid. Expected at least 1",
		`{` + at + `,"title":{"redactions":[{}]}}`:                           "'pointer' is required",
		`{` + at + `,"title":{"redactions":[null]}}`:                         "'pointer' is required",
		ranges(`{"from":0,"to":4}`):                                          "'pointer' is required",
		`{` + at + `,"title":{"redactions":[{"pointer":"/name"}]}}`:          `Provided value {/name} for 'pointer' is not valid. Expected \"\" or /title`,
		ranges(`{"pointer":"/content/0/content/0","to":-1}`):                 "Provided value {-1} for 'to' is not valid. Expected at least 0",
		ranges(`{"pointer":"","reason":"` + strings.Repeat("x", 256) + `"}`): "Provided value {" + strings.Repeat("x", 200) + "} for 'reason' is not valid. Expected at most 255 characters",
	} {
		b.answers("ann", line, body, 400, wrong(title))
	}
	for pointer, title := range map[string]string{
		`"pointer":"/content/0"`:                               "the pointer leads to no text of the body",
		`"pointer":"/content/0/content/9"`:                     "the pointer leads to no text of the body",
		`"pointer":"/content/0/content/0","from":-1`:           "there is no text from -1 to 15: it has 15 characters",
		`"pointer":"/content/0/content/0","from":3,"to":2`:     "there is no text from 3 to 2: it has 15 characters",
		`"pointer":"/content/0/content/0/text","to":16`:        "there is no text from 0 to 16: it has 15 characters",
		`"pointer":"/content/0/content/1","from":4`:            "there is no text from 4 to 4: it has 4 characters",
		`"pointer":"/content/0/content/1/marks/0","reason":""`: "the pointer leads to no text of the body",
	} {
		b.refuses("ann", line, ranges(`{`+pointer+`}`), 400, "BAD_REQUEST", title)
	}
	good := ranges(`{"pointer":"/content/0/content/1","reason":"a card"},{"pointer":"/content/0/content/0","from":0,"to":4,"reason":null}`)
	b.refuses("eve", line, good, 404, "NOT_FOUND", "Cannot find a page with id ["+page.ID.String()+"]")
	b.refuses("bob", line, good, 403, "FORBIDDEN", "Forbidden")
	b.refuses("ann", "POST /blogposts/"+page.ID.String()+"/redact", good, 404, "NOT_FOUND", "Could not find blogpost with id ["+page.ID.String()+"]")
	b.refuses("ann", line, strings.Replace(good, "12:00:00.000Z", "11:59:59.999Z", 1), 409, "CONFLICT",
		"The content was changed. Its version is 1, of 2026-08-07T12:00:00.000Z")
	b.refuses("ann", line, strings.Replace(good, "{", `{"versionNumber":2,`, 1), 409, "CONFLICT",
		"The content was changed. Its version is 1, of 2026-08-07T12:00:00.000Z")
	w := b.call("ann", line, strings.Replace(good, "{", `{"versionNumber":1,"cleanHistory":null,`, 1))
	if got := ids.ReplaceAllString(w.Body.String(), "ID"); w.Code != 202 || got != `{"body":{"redactions":[`+
		`{"pointer":"/content/0/content/1","from":0,"to":4,"reason":"a card","redactionId":"ID"},{"pointer":"/content/0/content/0","from":0,"to":4,"redactionId":"ID"}]}}` {
		t.Errorf("%d %s", w.Code, got)
	}
	w = b.call("bob", "GET /pages/"+page.ID.String()+"?body-format=storage", "")
	if got := w.Body.String(); !strings.Contains(got, `"value":"<p>█████ pays with <strong>█████</strong>.</p>"`) || !strings.Contains(got, `"number":2,"message":"Sensitive data was redacted"`) {
		t.Errorf("%s", got)
	}
	if w = b.call("bob", "GET /pages/"+page.ID.String()+"?version=1&body-format=storage", ""); !strings.Contains(w.Body.String(), "4111") {
		t.Errorf("the history was to stay: %s", w.Body)
	}
	b.must(b.ann.Trash(t.Context(), page.ID))
	b.refuses("ann", line, good, 400, "BAD_REQUEST", "content in the trash cannot be redacted")

	post, err := b.ann.Create(t.Context(), wiki.NewContent{Kind: wiki.BlogPost, Status: wiki.Current, Space: b.dev.ID, Title: "Jane", Storage: "<p>x</p>"})
	b.must(err)
	w = b.call("ann", "POST /blogposts/"+post.ID.String()+"/redact", `{`+at+`,"cleanHistory":true,"title":{"redactions":[{"pointer":""}]}}`)
	if got := ids.ReplaceAllString(w.Body.String(), "ID"); w.Code != 202 || got != `{"title":{"redactions":[{"from":0,"to":4,"redactionId":"ID"}]}}` {
		t.Errorf("%d %s", w.Code, got)
	}
	if w = b.call("bob", "GET /blogposts/"+post.ID.String()+"/versions", ""); strings.Count(w.Body.String(), `"number"`) != 1 || strings.Contains(w.Body.String(), "Jane") {
		t.Errorf("%s", w.Body)
	}
}
