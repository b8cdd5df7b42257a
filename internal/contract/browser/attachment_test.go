package browser

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
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

// TestUploadsDoNotAct uploads a page and a drawing with scripts, as their senders declare them and under harmless names,
// and visits what the downloads lead to: nothing of it is shown, so nothing of it runs (security-model.md R-INERT).
func TestUploadsDoNotAct(t *testing.T) {
	t.Parallel()
	b := newTab(t, start(t))
	w := weirtest.New(t)
	list := w.URL + "/wiki/rest/api/content/" + w.Page(t, "Make a token").ID + "/child/attachment"
	const (
		page    = `<!DOCTYPE html><script>document.title="acted"</script>`
		drawing = `<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="acted"</script></svg>`
	)
	for _, u := range []struct{ name, mediaType, text string }{
		{"page.html", "text/html", page}, {"drawing.svg", "image/svg+xml", drawing}, {"page.xhtml", "application/xhtml+xml", page},
		{"unnamed", "", page}, {"text.xml", "text/xml", drawing},
	} {
		id := upload(t, w, list, u.name, u.mediaType, u.text)
		header, _ := fetch(t, w, list+"/"+id+"/download")
		if !b.visit(t, header.Get("Location")) {
			t.Errorf("%s, declared as %q, is shown", u.name, u.mediaType)
		}
	}
}

// upload attaches a file as the administrator and returns the id of the attachment.
func upload(t *testing.T, w *weirtest.Server, list, name, mediaType, text string) string {
	t.Helper()
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	part, err := m.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`}, "Content-Type": {mediaType},
	})
	if err == nil {
		_, err = io.WriteString(part, text)
	}
	if err := errors.Join(err, m.Close()); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, list, &form)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("X-Atlassian-Token", "no-check")
	_, body := send(t, w, r)
	id := regexp.MustCompile(`"id":"(att[0-9]+)"`).FindStringSubmatch(body)
	if id == nil {
		t.Fatalf("%s: %s", name, body)
	}
	return id[1]
}

// fetch gets an address as the administrator, without following it elsewhere.
func fetch(t *testing.T, w *weirtest.Server, url string) (http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, w, r)
}

// send sends a request as the administrator.
func send(t *testing.T, w *weirtest.Server, r *http.Request) (http.Header, string) {
	t.Helper()
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
