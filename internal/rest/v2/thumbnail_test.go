package v2_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
)

func drawn(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestThumbnails(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	page := b.page("Page", "")
	file, err := b.ann.Attach(t.Context(), site.NewFile{Container: page.ID, Name: "map", MediaType: "text/html", Bytes: bytes.NewReader(drawn(t, 400, 200))})
	b.must(err)
	next, err := b.ann.Receive(t.Context(), "map", "image/png", bytes.NewReader(drawn(t, 1000, 2000)))
	b.must(err)
	_, err = b.ann.ReplaceFile(t.Context(), file.ID, next, "", false)
	b.must(err)
	for query, want := range map[string]image.Point{
		"":                              {X: 150, Y: 300},
		"?width=100":                    {X: 100, Y: 200},
		"?height=100":                   {X: 50, Y: 100},
		"?width=40&height=10":           {X: 5, Y: 10},
		"?width=5000":                   {X: 1000, Y: 2000},
		"?version=1":                    {X: 300, Y: 150},
		"?version=1&width=4":            {X: 4, Y: 2},
		"?version=2&width=100&height=1": {X: 1, Y: 1},
	} {
		for _, id := range []string{"65539", "att65539"} {
			w := b.call("bob", "GET /attachments/"+id+"/thumbnail/download"+query, "")
			made, err := png.DecodeConfig(w.Body)
			if got := image.Pt(made.Width, made.Height); w.Code != 200 || err != nil || got != want {
				t.Errorf("%s: %d %v %v, want %v", query, w.Code, err, got, want)
			}
			if got := w.Header().Get("Content-Type"); got != "image/png" { // whatever the attachment says
				t.Errorf("%s: %s", query, got)
			}
		}
	}
	const path = "GET /attachments/65539/thumbnail/download"
	b.refuses("eve", path, "", 404, "NOT_FOUND", "Could not find attachment with id [65539]")
	b.refuses("bob", path+"?version=3", "", 404, "NOT_FOUND", "Could not find version with id [3]")
	b.refuses("bob", "GET /attachments/65538/thumbnail/download", "", 404, "NOT_FOUND", "Could not find attachment with id [65538]")
	b.answers("bob", path+"?width=0", "", 400, `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER",
		"title":"Provided value {0} for 'width' is not valid. Expected at least 1","detail":""}]}`)
	text, err := b.ann.Attach(t.Context(), site.NewFile{Container: page.ID, Name: "map.png", MediaType: "image/png", Bytes: bytes.NewReader([]byte("text"))})
	b.must(err)
	b.refuses("bob", "GET /attachments/"+text.ID.String()+"/thumbnail/download", "", 404, "NOT_FOUND", "Could not find thumbnail of attachment with id [65540]")
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: page.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User("ann-0000")}}))
	b.refuses("bob", path, "", 404, "NOT_FOUND", "Could not find attachment with id [65539]")
}
