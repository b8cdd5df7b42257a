package contract

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/weirhq/weir/wire"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// noteType is the type of the custom content of tests.
const noteType = "ac:example:note"

// note is the id of a custom content. The first call makes "page" on the page "Getting started" with all that custom content
// can have, "inner" in that, "post" on the blog post "The handbook is open", "space" in the space PUB by itself, and "private"
// in ada's own space. The tree of node is made before, since both are in lists of the same.
func (b *bench) note(t testing.TB, name string) string {
	t.Helper()
	b.node(t, "folder")
	b.notes.Do(func() {
		b.notes.ids = map[string]string{}
		page := b.makesNote(t, "page", `"pageId":"`+b.Page(t, "Getting started").ID+`"`, `{"representation":"raw","value":"{\"mood\":\"fine\"}"}`)
		b.makesNote(t, "inner", `"customContentId":"`+page+`"`, `{"representation":"storage","value":"<p>Inside.</p>"}`)
		b.makesNote(t, "post", `"blogPostId":"`+b.Post(t, "The handbook is open")+`"`, `{"representation":"storage","value":"<p>On a post.</p>"}`)
		b.makesNote(t, "space", `"spaceId":"`+b.SpaceID(t, "PUB")+`"`, `{"representation":"storage","value":"<p>In a space.</p>"}`)
		b.makesNote(t, "private", `"spaceId":"`+b.SpaceID(t, "~ada")+`"`, `{"representation":"storage","value":"<p>Mine.</p>"}`)
		b.decorates(t, page)
	})
	return b.notes.ids[name]
}

// makesNote makes a custom content in a place, a member of the request, with a body.
func (b *bench) makesNote(t testing.TB, name, place, body string) string {
	t.Helper()
	var made wirev2.CustomContent
	got := b.asAdmin(t, "POST", "/wiki/api/v2/custom-content", `{"type":"`+noteType+`","title":"The `+name+` note",`+place+`,"body":`+body+`}`)
	if err := wire.Unmarshal([]byte(got.body), &made); err != nil {
		t.Fatal(err)
	}
	b.notes.ids[name] = string(made.ID)
	return string(made.ID)
}

// decorates gives a custom content a second version, a property, a label, a comment and an attachment.
func (b *bench) decorates(t testing.TB, id string) {
	t.Helper()
	b.asAdmin(t, "PUT", "/wiki/api/v2/custom-content/"+id, `{"id":"`+id+`","type":"`+noteType+`","status":"current","title":"The page note",`+
		`"version":{"number":2,"message":"calmer"},"body":{"representation":"raw","value":"{\"mood\":\"calm\"}"}}`)
	b.asAdmin(t, "POST", "/wiki/api/v2/custom-content/"+id+"/properties", `{"key":"owner","value":"note"}`)
	b.asAdmin(t, "POST", "/wiki/rest/api/content/"+id+"/label", `[{"prefix":"global","name":"help"}]`)
	b.asAdmin(t, "POST", "/wiki/api/v2/footer-comments", `{"customContentId":"`+id+`","body":{"representation":"storage","value":"<p>Noted.</p>"}}`)
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	part, err := parts.CreateFormFile("file", "note.txt")
	if err == nil {
		_, err = part.Write([]byte("noted"))
	}
	if err := errors.Join(err, parts.Close()); err != nil {
		t.Fatal(err)
	}
	b.asAdmin(t, "POST", "/wiki/rest/api/content/"+id+"/child/attachment", form.String(),
		"X-Atlassian-Token", "no-check", "Content-Type", parts.FormDataContentType())
}

// asAdmin sends what must succeed.
func (b *bench) asAdmin(t testing.TB, method, path, body string, header ...string) answer {
	t.Helper()
	if header == nil {
		header = []string{"Content-Type", "application/json"}
	}
	got := b.send(t, request{method: method, url: b.URL + path, body: body,
		header: append([]string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text)}, header...)})
	if got.status != http.StatusOK && got.status != http.StatusCreated {
		t.Fatalf("%s %s: %d %s", method, path, got.status, got.body)
	}
	return got
}

// notesTarget adds to the ids of a target those of custom content, and completes its query.
func (op operation) notesTarget(t testing.TB, b *bench, ids map[string]string) {
	t.Helper()
	if strings.Contains(op.path, "/custom-content/{") {
		ids["custom-content"], ids["properties"] = b.note(t, "page"), "11"
	}
}

func (op operation) notesQuery(target string) string {
	if op.version == "v2" && op.method == "GET" && strings.HasSuffix(op.path, "/custom-content") {
		return target + "?type=" + noteType
	}
	return target
}
