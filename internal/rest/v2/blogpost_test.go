package v2_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// post is the answer to a write of the blog post 65538 of ann's.
func post(status, title, created, version, storage, webui string) string {
	return `{"id":"65538","status":"` + status + `","title":"` + title + `","spaceId":"32769","authorId":"ann-0000","createdAt":"` + created +
		`","version":{` + version + `,"authorId":"ann-0000","createdAt":"2026-08-07T12:00:00.000Z"},"body":{"storage":{"representation":"storage",
		"value":"` + storage + `"}},"_links":{"editui":"/pages/resumedraft.action?draftId=65538","webui":"` + webui + `","tinyui":"/x/AgAB","base":"https://wiki.test/wiki"}}`
}

func TestABlogPostFromDraftToTrash(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const noon = "2026-08-07T12:00:00.000Z"
	b.answers("ann", "POST /blogposts?private=true", `{"spaceId":"32769","status":"draft","title":"News"}`, 200,
		post("draft", "News", noon, firstOne, "", "/spaces/DEV/blog/2026/08/07/65538/News"))
	b.refuses("ann", "GET /blogposts/65538", "", 404, "NOT_FOUND", "Could not find blogpost with id [65538]")
	b.refuses("bob", "GET /blogposts/65538?get-draft=true", "", 404, "NOT_FOUND", "Could not find blogpost with id [65538]")
	publish := `{"id":"65538","status":"current","title":"News","version":{"number":1},"createdAt":"2026-08-06T23:30:00+02:00",
		"body":{"representation":"storage","value":"<p>x</p>"}}`
	b.answers("ann", "PUT /blogposts/65538", publish, 200,
		post("current", "News", "2026-08-06T21:30:00.000Z", firstOne, "<p>x</p>", "/spaces/DEV/blog/2026/08/06/65538/News"))
	b.refuses("bob", "GET /blogposts/65538", "", 404, "NOT_FOUND", "Could not find blogpost with id [65538]")
	for _, ann := range []string{"GET /blogposts?title=news", "GET /spaces/32769/blogposts", "GET /blogposts?id=65538&space-id=32769"} {
		if w := b.call("ann", ann, ""); strings.Count(w.Body.String(), `"id":"65538"`) != 1 {
			t.Errorf("%s: %s", ann, w.Body)
		}
		if w := b.call("bob", ann, ""); w.Body.String() != `{"results":[],"_links":{"base":"https://wiki.test/wiki"}}` {
			t.Errorf("%s as bob: %s", ann, w.Body)
		}
	}
	b.refuses("ann", "GET /pages/65538", "", 404, "NOT_FOUND", "Cannot find a page with id [65538]")
	b.refuses("ann", "DELETE /blogposts/65537", "", 404, "NOT_FOUND", "Could not find blogpost with id [65537]")
	for _, step := range []struct {
		line   string
		status int
	}{
		{"DELETE /blogposts/65538?draft=true", 400}, {"DELETE /blogposts/65538", 204}, {"GET /blogposts/65538?status=current", 404},
		{"GET /blogposts/65538?status=trashed", 200}, {"DELETE /blogposts/65538?purge=true", 204}, {"GET /blogposts/65538", 404},
	} {
		if w := b.call("ann", step.line, ""); w.Code != step.status {
			t.Errorf("%s: %d %s", step.line, w.Code, w.Body)
		}
	}
}

func TestWhatABlogPostCannotBe(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	wrong := func(title string) string {
		return `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"` + title + `","detail":""}]}`
	}
	for body, title := range map[string]string{
		`{"title":"T"}`:     "'spaceId' is required",
		`{"spaceId":32769}`: "'title' is required",
		`{"spaceId":32769,"title":"T","createdAt":"yesterday"}`:            "Provided value {yesterday} for 'createdAt' is not the correct type. Expected type is date",
		`{"spaceId":32769,"title":"T","createdAt":"2026-08-07T12:00:01Z"}`: "Provided value {2026-08-07T12:00:01Z} for 'createdAt' is not valid. Expected a time that has been",
		`{"spaceId":32769,"title":"T","createdAt":"1969-12-31T23:59:59Z"}`: "Provided value {1969-12-31T23:59:59Z} for 'createdAt' is not valid. Expected a time that has been",
	} {
		b.answers("ann", "POST /blogposts", body, 400, wrong(title))
	}
	b.refuses("bob", "POST /blogposts", `{"spaceId":32769,"title":"T"}`, 403, "FORBIDDEN", "Forbidden")
	b.must(b.ann.Grant(t.Context(), wiki.Grant{Space: b.dev.ID, Subject: wiki.User("bob-0000"), Perm: wiki.CreateBlogPost}))
	if w := b.call("bob", "POST /blogposts", `{"spaceId":32769,"title":"T"}`); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	b.refuses("ann", "PUT /blogposts/65538", `{"id":"65538","status":"current","title":"T","version":{"number":1},"body":{"representation":"storage","value":""}}`,
		409, "CONFLICT", "Version must be incremented on update. Current version is: 1")
}
