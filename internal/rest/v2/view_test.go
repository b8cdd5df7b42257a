package v2_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

// TestReadingOneContentCountsAsAView reads content of each kind by its id, once on either version, and asks how often it was
// viewed.
func TestReadingOneContentCountsAsAView(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	page := b.page("Page", "<p>marked</p>")
	made := map[string]wiki.Content{"pages": page}
	for path, kind := range nodes {
		made[path] = b.node(kind, 0, path)
	}
	var err error
	made["blogposts"], err = b.ann.Create(ctx, wiki.NewContent{Kind: wiki.BlogPost, Status: wiki.Current, Space: b.dev.ID, Title: "Post"})
	b.must(err)
	made["attachments"], err = b.ann.Attach(ctx, site.NewFile{Container: page.ID, Name: "a.txt", MediaType: "text/plain", Bytes: strings.NewReader("a")})
	b.must(err)
	made["footer-comments"], err = b.ann.Comment(ctx, site.NewComment{On: page.ID, Storage: "<p>x</p>"})
	b.must(err)
	made["inline-comments"], err = b.ann.Comment(ctx, site.NewComment{On: page.ID, Storage: "<p>x</p>", Selection: &site.Selection{Text: "marked", Count: 1}})
	b.must(err)
	made["custom-content"], err = b.ann.Create(ctx, wiki.NewContent{Kind: "ac:app:note", Status: wiki.Current, Space: b.dev.ID, Parent: page.ID, Title: "Note"})
	b.must(err)
	for path, c := range made {
		for _, line := range []string{"GET /" + path + "/" + c.ID.String(), "GET /wiki/rest/api/content/" + c.ID.String()} {
			if w := b.call("bob", line, ""); w.Code != 200 {
				t.Errorf("%s: %d %s", line, w.Code, w.Body)
			}
		}
		b.answers("ann", "GET /wiki/rest/api/analytics/content/"+c.ID.String()+"/views", "", 200, `{"id":`+c.ID.String()+`,"count":2}`)
		b.answers("ann", "GET /wiki/rest/api/analytics/content/"+c.ID.String()+"/viewers", "", 200, `{"id":`+c.ID.String()+`,"count":1}`)
	}
}
