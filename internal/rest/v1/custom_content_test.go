package v1_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// shownCustom is what a test looks at in an answer that is a content.
type shownCustom struct {
	ID, Type, Status, Title string
	Container               struct{ ID, Type, Key any }
	Ancestors               []struct{ ID string }
	Version                 struct{ Number int }
	Body                    struct{ Raw, Storage, View struct{ Value string } }
}

// custom reads a content from an answer.
func (b *bench) custom(who, line, body string) (c shownCustom) {
	b.t.Helper()
	w := b.call(who, line, body)
	if w.Code != 200 {
		b.t.Fatalf("%s: %d %s", line, w.Code, w.Body)
	}
	b.must(json.Unmarshal(w.Body.Bytes(), &c))
	return c
}

// listed are the titles in a list, in their order.
func (b *bench) listed(who, line string) string {
	b.t.Helper()
	var list struct{ Results []shownCustom }
	w := b.call(who, line, "")
	b.must(json.Unmarshal(w.Body.Bytes(), &list))
	titles := make([]string, len(list.Results))
	for i, c := range list.Results {
		titles[i] = c.Title
	}
	return strings.Join(titles, ", ")
}

func TestCustomContentFromMakingToPurging(t *testing.T) {
	t.Parallel()
	b, _, ant := newPages(t)
	const parts = "?expand=container,ancestors,version,body.raw,body.storage,body.view"
	note := b.custom("bob", "POST /content"+parts, `{"type":"ac:app:note","title":"Note","container":{"id":"`+ant.ID.String()+`","type":"page"},
		"body":{"raw":{"value":"{\"a\":\"<b>\"}","representation":"raw"}},"metadata":{"labels":[{"name":"red"}]}}`)
	if note.Type != "ac:app:note" || note.Container.ID != ant.ID.String() || len(note.Ancestors) != 0 || note.Body.Raw.Value != `{"a":"<b>"}` ||
		note.Body.Storage.Value != `<p>{"a":"&lt;b&gt;"}</p>` || note.Body.View.Value != `<p>{&quot;a&quot;:&quot;&lt;b&gt;&quot;}</p>` {
		t.Errorf("made: %+v", note)
	}
	inner := b.custom("bob", "POST /content"+parts, `{"type":"ac:app:vote","title":"Inner","space":{"key":"DEV"},"ancestors":[{"id":"`+note.ID+`"}],
		"body":{"storage":{"value":"<p>x</p>","representation":"storage"}}}`)
	if len(inner.Ancestors) != 1 || inner.Ancestors[0].ID != note.ID || inner.Container.ID != note.ID || inner.Body.Raw.Value != "<p>x</p>" {
		t.Errorf("made in it: %+v", inner)
	}
	alone := b.custom("bob", "POST /content"+parts, `{"type":"ac:app:note","title":"Alone","container":{"id":32769,"type":"space"}}`)
	if alone.Container.Key != "DEV" {
		t.Errorf("made in a space: %+v", alone)
	}

	for line, want := range map[string]string{
		"GET /content?type=ac:app:note":                                    "Note, Alone",
		"GET /content?type=ac:app:note&title=note&spaceKey=dev":            "Note",
		"GET /content?type=ac:app:vote&orderby=title":                      "Inner",
		"GET /content?type=ac:app:none":                                    "",
		"GET /content/" + ant.ID.String() + "/child/ac:app:note":           "Note",
		"GET /content/" + ant.ID.String() + "/child/ac:app:vote":           "",
		"GET /content/" + note.ID + "/child/ac:app:vote":                   "Inner",
		"GET /content/" + ant.ID.String() + "/descendant/ac:app:vote":      "Inner",
		"GET /content/search?cql=" + url.QueryEscape(`type="ac:app:note"`): "Note, Alone",
		"GET /content/search?cql=" + url.QueryEscape(`type="AC:app:note"`): "",
	} {
		if got := b.listed("ann", line); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}

	update := `{"version":{"number":2},"title":"Noted","type":"ac:app:note","body":{"storage":{"value":"<p>two</p>","representation":"storage"}}}`
	if c := b.custom("bob", "PUT /content/"+note.ID+parts, update); c.Title != "Noted" || c.Body.Raw.Value != "<p>two</p>" || c.Container.ID != ant.ID.String() {
		t.Errorf("changed: %+v", c)
	}
	if c := b.custom("bob", "PUT /content/"+note.ID+parts, `{"version":{"number":3},"body":{"raw":{"value":"three"}}}`); c.Title != "Noted" || c.Body.Raw.Value != "three" {
		t.Errorf("changed again: %+v", c)
	}
	if c := b.custom("bob", "GET /content/"+note.ID+parts+"&version=1", ""); c.Status != "historical" || c.Body.Raw.Value != `{"a":"<b>"}` {
		t.Errorf("as it was: %+v", c)
	}
	if c := b.custom("bob", "PUT /content/"+alone.ID+parts, `{"version":{"number":2},"ancestors":[{"id":"`+note.ID+`"}]}`); c.Container.ID != note.ID {
		t.Errorf("moved: %+v", c)
	}
	for _, step := range []struct {
		line, body string
		status     int
	}{
		{"POST /content/" + note.ID + "/property", `{"key":"k","value":1}`, 200},
		{"GET /content/" + note.ID + "/property/k", "", 200},
		{"GET /content/" + note.ID + "/label", "", 200},
		{"GET /content/" + note.ID + "/version/2", "", 200},
		{"GET /content/" + note.ID + "/restriction", "", 200},
		{"POST /content/" + note.ID + "/version", `{"operationKey":"restore","params":{"versionNumber":1,"message":""}}`, 200},
		{"POST /content", `{"type":"comment","container":{"id":"` + note.ID + `","type":"ac:app:note"},"body":{"storage":{"value":"<p>c</p>"}}}`, 200},
		{"DELETE /content/" + note.ID, "", 204},
		{"PUT /content/" + inner.ID, `{"version":{"number":2},"title":"T"}`, 400},
		{"PUT /content/" + note.ID, `{"version":{"number":5},"status":"current"}`, 200},
		{"DELETE /content/" + note.ID, "", 204},
		{"DELETE /content/" + note.ID + "?status=trashed", "", 204},
		{"GET /content/" + inner.ID, "", 404},
	} {
		who := "bob"
		if strings.HasPrefix(step.line, "DELETE") || strings.Contains(step.body, `"comment"`) {
			who = "ann"
		}
		if w := b.call(who, step.line, step.body); w.Code != step.status {
			t.Errorf("%s as %s: %d %s", step.line, who, w.Code, w.Body)
		}
	}
}

func TestWhatCustomContentCannotBe(t *testing.T) {
	t.Parallel()
	b, _, ant := newPages(t)
	page := ant.ID.String()
	for given, want := range map[string]string{
		`{"type":"ac:","title":"T","space":{"key":"DEV"}}`:                                           badRequest("Invalid value for 'type': ac:. Expected one of page, blogpost, comment, or a type of custom content"),
		`{"type":"ac:app:note","title":"T"}`:                                                         badRequest("Space is required"),
		`{"type":"ac:app:note","title":"","space":{"key":"DEV"}}`:                                    badRequest("Invalid value for 'title': . Expected a title"),
		`{"type":"ac:app:note","title":"T","container":{"id":"abc"}}`:                                `{"statusCode":400,"message":"org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type 'long'; nested exception is java.lang.NumberFormatException: For input string: \"abc\""}`,
		`{"type":"ac:app:note","title":"T","container":{"id":"` + page + `","type":"blogpost"}}`:     badRequest("Invalid value for 'container.type': blogpost. Expected page"),
		`{"type":"page","title":"T","space":{"key":"DEV"},"body":{"raw":{"value":"x"}}}`:             badRequest("Unsupported representation: raw"),
		`{"type":"ac:app:note","title":"T","space":{"key":"DEV"},"body":{"raw":{"value":"\u0000"}}}`: `{"statusCode":400,"message":"org.springframework.http.converter.HttpMessageNotReadableException: a raw body has no character U+0000"}`,
	} {
		b.answers("ann", "POST /content", given, 400, want)
	}
	b.answers("ann", "GET /content?type=ac:", "", 400, badRequest("Invalid value for 'type': ac:. Expected one of page, blogpost"))
	b.answers("ann", "GET /content/"+page+"/child/custom-content", "", 400, badRequest("Invalid value for 'type': custom-content. Expected a type of content"))
	b.must(b.ann.GrantCustom(t.Context(), b.dev.ID, []wiki.CustomGrant{{Subject: wiki.User("ann-0000"), Kind: "ac:app:note", Op: "read"}}, []bool{true}))
	note := b.custom("ann", "POST /content", `{"type":"ac:app:note","title":"T","space":{"key":"DEV"}}`)
	b.answers("bob", "GET /content/"+note.ID, "", 404, `{"statusCode":404,"data":{"authorized":false,"valid":true,"errors":[],"successful":false},
		"message":"com.atlassian.confluence.api.service.exceptions.NotFoundException: No content found with id: ContentId{id=`+note.ID+`}"}`)
}
