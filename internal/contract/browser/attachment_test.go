package browser

import (
	"io"
	"net/http"
	"regexp"
	"testing"

	"github.com/weirhq/weir/weirtest"
)

// TestADrawingIsDownloadedNotShown follows a real server's download of an SVG file, which could hold a script
// (security-model.md §9).
func TestADrawingIsDownloadedNotShown(t *testing.T) {
	t.Parallel()
	b := newTab(t, start(t))
	w := weirtest.New(t)
	list := w.URL + "/wiki/rest/api/content/" + w.Page(t, "Request path").ID + "/child/attachment"
	_, body := fetch(t, w, list+"?filename=request-path.svg")
	id := regexp.MustCompile(`"id":"(att[0-9]+)"`).FindStringSubmatch(body)
	if id == nil {
		t.Fatalf("no attachment in %s", body)
	}
	header, _ := fetch(t, w, list+"/"+id[1]+"/download")
	if !b.visit(t, header.Get("Location")) {
		t.Errorf("%s is shown", header.Get("Location"))
	}
	if b.visit(t, serve(t, map[string]document{"/a.svg": {"image/svg+xml", "", `<svg xmlns="http://www.w3.org/2000/svg"/>`}})+"/a.svg") {
		t.Error("an SVG file without the server's headers is downloaded too: this shows nothing")
	}
}

// fetch gets an address as the administrator, without following it elsewhere.
func fetch(t *testing.T, w *weirtest.Server, url string) (http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(w.Admin.Email, w.Unscoped.Text)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.Header, string(text)
}
