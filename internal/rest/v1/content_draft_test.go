package v1_test

import (
	"testing"

	"github.com/weirhq/weir/internal/wiki"
	wirev1 "github.com/weirhq/weir/wire/v1"
)

func TestDraftsArePublished(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	above := b.page("Above", "")
	draft := func(title string) wiki.Content {
		c, err := b.ann.Create(t.Context(), wiki.NewContent{Kind: wiki.Page, Status: wiki.Draft, Space: b.dev.ID, Title: title, Storage: "<p>x</p>"})
		b.must(err)
		return c
	}
	const published = `,"type":"page","status":"current","version":{"number":1}`
	for i, method := range []string{"PUT", "POST"} {
		line := method + " /content/blueprint/instance/" + draft("Draft "+method).ID.String()
		b.answers("bob", line, `{"title":"B"`+published+`}`, 404, noContent(line[len(line)-5:]))
		for body, want := range map[string]string{
			`{"title":"Above"` + published + `}`: `{"statusCode":400` + notDone +
				`BadRequestException: A page with this title already exists: A page already exists with the same TITLE in this space"}`,
			`{"title":""` + published + `}`:                                       badRequest("Invalid value for 'title': . Expected a title"),
			`{"title":"T","type":"blogpost","version":{"number":1}}`:              badRequest("Invalid value for 'type': blogpost. Expected page"),
			`{"title":"T","type":"page","status":"draft","version":{"number":1}}`: badRequest("Invalid value for 'status': draft. Expected current"),
			`{"title":"T","type":"page"}`:                                         badRequest("version query parameter is required"),
			`{"title":"T"` + published + `,"ancestors":[{"id":"1"}]}`:             badRequest("the parent does not exist or you may not view it"),
		} {
			b.answers("ann", line, body, 400, want)
		}
		b.answers("ann", line, `{"title":"T","type":"page","version":{"number":2}}`, 409,
			`{"statusCode":409`+notDone+`ConflictException: Version must be incremented on update. Current version is: 1"}`)
		b.answers("ann", line, `{"title":"T"`+published+`,"space":{"key":"NOSUCH"}}`, 404, noSpace)
		title, path := "Published "+method, "/content/"+line[len(line)-5:]
		made := reads[wirev1.Content](b, "ann", line+"?expand=body.storage,version,ancestors&status=draft",
			`{"title":"`+title+`"`+published+`,"space":{"key":"dev"},"ancestors":[{"id":"`+above.ID.String()+`"}]}`)
		if made.Status != "current" || made.Title != title || made.Version.Number != 1 || made.Body.Storage.Value != "<p>x</p>" ||
			string(made.Ancestors[len(made.Ancestors)-1].ID) != above.ID.String() {
			t.Errorf("%s: %+v", method, made)
		}
		if got := reads[wirev1.Content](b, "bob", "GET "+path, ""); got.Title != title {
			t.Errorf("read back: %+v", got)
		}
		if w := b.call("bob", "GET /content?title=Published+"+method, ""); w.Code != 200 {
			t.Errorf("%d: %s", i, w.Body)
		}
		b.answers("ann", line, `{"title":"T"`+published+`}`, 400, badRequest("content with the id "+line[len(line)-5:]+" exists and is no draft"))
	}
	// POST content publishes the draft that its body names, unless that is to stay one or to go elsewhere.
	mine := draft("Mine").ID.String()
	b.answers("ann", "POST /content", `{"id":"`+mine+`","type":"blogpost","title":"T","space":{"key":"DEV"}}`, 400, badRequest("Invalid value for 'type': blogpost. Expected page"))
	b.answers("ann", "POST /content", `{"id":"`+mine+`","type":"page","status":"trashed","title":"T","space":{"key":"DEV"}}`, 400,
		badRequest("Invalid value for 'status': trashed. Expected one of current, draft"))
	b.answers("ann", "POST /content", `{"id":"`+mine+`","type":"page","title":"T","space":{"key":"NOSUCH"}}`, 404, noSpace)
	if made := reads[wirev1.Content](b, "ann", "POST /content", `{"id":"`+mine+`","type":"page","status":"draft","title":"Still","space":{"key":"DEV"}}`); made.Status != "draft" || made.Title != "Still" {
		t.Errorf("a draft that stays one: %+v", made)
	}
	reads[wirev1.Space](b, "ann", "POST /space", `{"key":"NEW","name":"New"}`)
	b.answers("ann", "POST /content", `{"id":"`+mine+`","type":"page","title":"Out","space":{"key":"NEW"}}`, 400, badRequest("an update does not move content to another space"))
	if made := reads[wirev1.Content](b, "ann", "POST /content", `{"id":"`+mine+`","type":"page","title":"Out","space":{"key":"dev"}}`); made.Status != "current" || made.Title != "Out" {
		t.Errorf("published: %+v", made)
	}

	post, err := b.ann.Create(t.Context(), wiki.NewContent{Kind: wiki.BlogPost, Status: wiki.Draft, Space: b.dev.ID, Title: "Post"})
	b.must(err)
	b.answers("ann", "PUT /content/blueprint/instance/"+post.ID.String(), `{"title":"T"`+published+`}`, 400, badRequest("Invalid value for 'type': page. Expected page"))
}
