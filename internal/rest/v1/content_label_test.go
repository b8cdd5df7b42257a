package v1_test

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
)

// auth-behaviour.md §8 "v1 limits": labels default and cap 200.
func TestLabelsOfContent(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.must(b.ann.Label(t.Context(), z.ID, "ops"))
	b.must(b.ann.Label(t.Context(), z.ID, "draft-2"))
	b.must(b.service.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.In(b.site.ID).AddLabel(ctx, z.ID, "team", "red")
	}))
	const (
		path  = "/content/65538/label"
		draft = `{"prefix":"global","name":"draft-2","id":"2","label":"draft-2"}`
		ops   = `{"prefix":"global","name":"ops","id":"1","label":"ops"}`
		red   = `{"prefix":"team","name":"red","id":"3","label":"team:red"}`
	)
	b.answers("ann", "GET "+path, "", 200, list(path, 0, 200, "", draft, ops, red))
	b.answers("ann", "GET "+path+"?limit=500&prefix=team", "", 200, list(path+"?prefix=team", 0, 200, "", red))
	b.answers("bob", "GET "+path+"?limit=2", "", 200, list(path, 0, 2, path+"?next=true&limit=2&start=2", draft, ops))
	b.answers("bob", "GET /content/65539/label", "", 200, list("/content/65539/label", 0, 200, ""))
	b.answers("eve", "GET "+path, "", 404, noContent("65538"))
}

func TestLabelsAreAddedAndRemoved(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	const (
		path  = "/content/65538/label"
		ops   = `{"prefix":"global","name":"ops","id":"1","label":"ops"}`
		later = `{"prefix":"my","name":"later","id":"2","label":"my:later"}`
	)
	b.answers("bob", "POST "+path, `{"name":"OPS"}`, 200, inside(path, 200, ops))
	b.answers("bob", "POST "+path, `[{"prefix":"global","name":"ops"},{"prefix":"my","name":"later"}]`, 200, inside(path, 200, ops, later))
	b.answers("ann", "GET "+path, "", 200, list(path, 0, 200, "", ops))
	b.answers("bob", "GET /label?name=my:later", "", 200, `{"label":`+later+`,"associatedContents":{"results":[{"contentId":65538,
		"contentType":"page","title":"Zebra"}],"start":0,"limit":200,"size":1}}`)
	b.answers("ann", "GET /label?name=my:later", "", 404, missing("No label found with id: later"))
	b.answers("ann", "GET /label?name=ops&type=blogpost&limit=1", "", 200, `{"label":`+ops+`,"associatedContents":{"results":[],"start":0,"limit":1,"size":0}}`)
	for body, text := range map[string]string{
		`[]`:                             "No label was provided",
		`{}`:                             "No label was provided",
		`{"name":"a b"}`:                 "Invalid value for 'label': a b. Expected a word of at most 255 letters without blanks and punctuation",
		`{"prefix":"system","name":"a"}`: "Invalid value for 'prefix': system. Expected one of global, my, team",
	} {
		b.answers("bob", "POST "+path, body, 400, badRequest(text))
	}
	for _, line := range []string{"POST " + path, "DELETE " + path, "DELETE " + path + "/ops"} {
		b.answers("eve", line, `{"name":"x"}`, 404, noContent("65538"))
	}
	for _, step := range []struct {
		who, line string
		status    int
	}{
		{"ann", "DELETE " + path + "/my:later", 404}, // bob's
		{"bob", "DELETE " + path + "/my:later", 204},
		{"bob", "DELETE " + path + "?name=ops", 204},
		{"bob", "DELETE " + path + "?name=ops", 404},
		{"bob", "GET /label?name=ops", 404}, // on nothing any more
	} {
		if w := b.call(step.who, step.line, ""); w.Code != step.status {
			t.Errorf("%s as %s: %d %s", step.line, step.who, w.Code, w.Body)
		}
	}
}
