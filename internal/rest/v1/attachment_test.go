package v1_test

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/wiki"
)

// plan is an attachment of the page Zebra.
func plan(fileID string) content {
	return content{
		id: "att65540", kind: "attachment", status: "current", title: "plan b.txt", container: "/rest/api/content/65538",
		after: `,"metadata":{"mediaType":"text/plain","comment":"sha=1","_expandable":{"currentuser":"","comments":"","simple":"","properties":"","frontend":"","likes":"","labels":""}}`,
		extensions: `{"mediaType":"text/plain","fileSize":5,"comment":"sha=1","mediaTypeDescription":"Text File","fileId":"` + fileID +
			`","collectionName":"contentId-65538"}`,
		gone: []string{"metadata"},
		links: `{"download":"/rest/api/content/65538/child/attachment/att65540/download",
			"webui":"/pages/viewpageattachments.action?pageId=65538&preview=%2F65538%2F65540%2Fplan+b.txt","self":"` + api + `/content/att65540"}`,
	}
}

// client-expectations.md 8: what each attachment must have.
func TestAttachmentsOfContent(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	a := plan(b.attach(z, "plan b.txt", "text/plain", "sha=1", "bytes").File.FileID)
	const path = "/content/65538/child/attachment"
	b.answers("ann", "GET "+path, "", 200, list(path, 0, 25, "", a.String()))
	b.answers("bob", "GET "+path+"?filename=plan+b.txt&mediaType=text/plain", "", 200,
		list(path+"?filename=plan+b.txt&mediaType=text%2Fplain", 0, 25, "", a.String()))
	b.answers("ann", "GET "+path+"?filename=plan", "", 200, list(path+"?filename=plan", 0, 25, ""))
	b.answers("ann", "GET "+path+"?mediaType=image/png", "", 200, list(path+"?mediaType=image%2Fpng", 0, 25, ""))
	b.answers("ann", "GET "+path+"?expand=version,container,metadata.labels", "", 200, list(path+"?expand=version%2Ccontainer%2Cmetadata.labels", 0, 25, "",
		strings.Replace(a.with(`,"version":`+version("att65540", third, 1, "sha=1")+`,"container":`+zebra.String(), "", "version", "container").String(),
			`"comment":"sha=1","_expandable":{"currentuser":"","comments":"","simple":"","properties":"","frontend":"","likes":"","labels":""}`,
			`"comment":"sha=1","labels":`+inside("/content/att65540/label", 200)+
				`,"_expandable":{"currentuser":"","comments":"","simple":"","properties":"","frontend":"","likes":""}`, 1)))
	b.answers("eve", "GET "+path, "", 404, noContent("65538"))
	for _, id := range []string{"att65540", "65540"} { // client-expectations.md 7
		b.answers("ann", "GET /content/"+id+"?expand=x", "", 200, a.alone())
	}
}

// auth-behaviour.md §5 "Attachment download".
func TestDownloadByASignedAddress(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	fileID := b.attach(z, "plan b.txt", "text/plain", "sha=1", "bytes").File.FileID
	w := b.call("bob", "GET /content/65538/child/attachment/65540/download", "")
	location := w.Header().Get("Location")
	address, token, found := strings.Cut(location, "?token=")
	if w.Code != 302 || address != baseURL+"/wiki/media/file/"+fileID+"/binary" || !found || !strings.HasSuffix(token, "&name=plan+b.txt") {
		t.Fatalf("%d %s", w.Code, location)
	}
	w = b.call("", "GET "+location, "")
	if w.Code != 200 || w.Body.String() != "bytes" {
		t.Errorf("without a credential: %d %s", w.Code, w.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff", "Content-Disposition": `inline; filename="plan b.txt"`,
		"Content-Security-Policy": "sandbox; default-src 'none'", "Etag": "",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	// A credential that a client forwards is not looked at.
	if w := b.callWith("eve", "nonsense", rest.SiteEntrance("demo", requestID), "GET "+location, ""); w.Code != 200 {
		t.Errorf("with a credential: %d", w.Code)
	}
	for what, changed := range map[string]string{
		"another file":  strings.Replace(location, fileID, "00000000-0000-4000-8000-000000000000", 1),
		"a cut token":   strings.Replace(location, "&name", "A&name", 1),
		"another token": address + "?token=" + url.QueryEscape("x"),
		"no token":      address,
	} {
		if w := b.call("", "GET "+changed, ""); w.Code != 400 && w.Code != 404 || strings.Contains(w.Body.String(), "bytes") {
			t.Errorf("%s: %d %s", what, w.Code, w.Body)
		}
	}
	if w := b.call("", "POST "+location, ""); w.Code != 405 {
		t.Errorf("POST: %d", w.Code)
	}
	b.seconds.Add(59)
	if w := b.call("", "GET "+location, ""); w.Code != 200 {
		t.Errorf("after 59 seconds: %d", w.Code)
	}
	b.seconds.Add(1)
	if w := b.call("", "GET "+location, ""); w.Code != 400 {
		t.Errorf("after a minute: %d", w.Code)
	}
}

// An address gives no more than its signer has now.
func TestASignedAddressEndsWithItsSigner(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.attach(z, "plan b.txt", "text/plain", "", "bytes")
	sign := func() string {
		return b.call("bob", "GET /content/65538/child/attachment/65540/download", "").Header().Get("Location")
	}
	hidden, revoked := sign(), sign()
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: z.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User("ann-0000")}}))
	if w := b.call("", "GET "+hidden, ""); w.Code != 404 {
		t.Errorf("after a restriction: %d", w.Code)
	}
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: z.ID, Op: wiki.RestrictRead}))
	if w := b.call("", "GET "+hidden, ""); w.Code != 200 {
		t.Errorf("after its end: %d", w.Code)
	}
	b.must(b.service.System().SetActive(t.Context(), "bob-0000", false))
	if w := b.call("", "GET "+revoked, ""); w.Code != 403 {
		t.Errorf("after the account was deactivated: %d", w.Code)
	}
}

func TestDownloadRefusals(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.attach(z, "plan b.txt", "text/plain", "", "bytes")
	for line, id := range map[string]string{
		"/content/65539/child/attachment/65540/download":                   "65540", // of another page
		"/content/65537/child/attachment/65538/download":                   "65538", // no attachment
		"/content/65538/child/attachment/65540/download?status=trashed":    "65540",
		"/content/65538/child/attachment/65540/download?status=historical": "65540",
		"/content/65538/child/attachment/1/download":                       "1",
	} {
		b.answers("ann", "GET "+line, "", 404, noContent(id))
	}
	b.answers("ann", "GET /content/65538/child/attachment/65540/download?version=2", "", 404,
		`{"statusCode":404`+notDone+`NotFoundException: No version found with id: 2"}`)
	b.answers("eve", "GET /content/65538/child/attachment/65540/download", "", 404, noContent("65540"))
	// The link of an older version says historical, which its attachment is not.
	if w := b.call("ann", "GET /content/65538/child/attachment/65540/download?version=1&status=historical", ""); w.Code != 302 {
		t.Errorf("a version by its link: %d %s", w.Code, w.Body)
	}
}

// compat.attachment-download: direct, for clients that refuse redirects to loopback addresses (client-expectations.md 18).
func TestDownloadAtOnce(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.attach(z, "page.html", "text/html", "", "<script>")
	b.downloads.Direct = true
	w := b.call("bob", "GET /content/65538/child/attachment/att65540/download", "")
	if w.Code != 200 || w.Body.String() != "<script>" || w.Header().Get("Content-Disposition") != `attachment; filename=page.html` {
		t.Errorf("%d %s %s", w.Code, w.Body, w.Header())
	}
}

func TestDownloadServlet(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.attach(z, "plan b.txt", "text/plain", "", "bytes")
	const path = "GET /wiki/download/attachments/65538/plan%20b.txt"
	for _, query := range []string{"", "?version=1&modificationDate=7&api=v2"} {
		if w := b.call("bob", path+query, ""); w.Code != 200 || w.Body.String() != "bytes" {
			t.Errorf("%s: %d %s", query, w.Code, w.Body)
		}
	}
	for line, status := range map[string]int{
		"GET /wiki/download/attachments/65538/plan": 404, "GET /wiki/download/attachments/x/plan": 404, path + "?version=9": 404,
		"DELETE /wiki/download/attachments/65538/plan%20b.txt": 405,
	} {
		if w := b.call("bob", line, ""); w.Code != status {
			t.Errorf("%s: %d", line, w.Code)
		}
	}
	if w := b.call("eve", path, ""); w.Code != 404 {
		t.Errorf("eve: %d", w.Code)
	}
	if w := b.call("", path, ""); w.Code != 403 {
		t.Errorf("anonymous: %d", w.Code)
	}
	b.downloads.RefuseServlet = true
	w := b.call("bob", path, "")
	if got := w.Header().Get("WWW-Authenticate"); w.Code != 401 || got != `OAuth realm="https%3A%2F%2Fwiki.test%2Fwiki"` {
		t.Errorf("refused: %d %s", w.Code, got)
	}
}

// A signed address is good for one form of a file: who has the thumbnail's does not have the file's.
func TestThumbnailsByASignedAddress(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	var picture bytes.Buffer
	b.must(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 40, 20))))
	fileID := b.attach(z, "p.png", "image/png", "", picture.String()).File.FileID
	w := b.call("bob", "GET /wiki/api/v2/attachments/65540/thumbnail/download?width=10", "")
	location := w.Header().Get("Location")
	if address, _, _ := strings.Cut(location, "?"); w.Code != 302 || address != baseURL+"/wiki/media/file/"+fileID+"/image" {
		t.Fatalf("%d %s", w.Code, location)
	}
	w = b.call("", "GET "+location, "")
	if m, err := png.DecodeConfig(w.Body); w.Code != 200 || err != nil || m.Width != 10 || m.Height != 5 {
		t.Errorf("%d %v %v", w.Code, err, m)
	}
	if got := w.Header().Get("Content-Disposition"); got != "inline; filename=p.png" {
		t.Error(got)
	}
	if w := b.call("", "GET "+strings.Replace(location, "/image?", "/binary?", 1), ""); w.Code != 400 {
		t.Errorf("the file itself: %d", w.Code)
	}
	file := b.call("bob", "GET /content/65538/child/attachment/65540/download", "").Header().Get("Location")
	if w := b.call("", "GET "+strings.Replace(file, "/binary?", "/image?", 1), ""); w.Code != 400 {
		t.Errorf("the other way round: %d", w.Code)
	}
	b.attach(z, "t.png", "image/png", "", "text")
	if w := b.call("bob", "GET /wiki/api/v2/attachments/65541/thumbnail/download", ""); w.Code != 404 || w.Header().Get("Location") != "" {
		t.Errorf("no picture: %d", w.Code)
	}
	b.must(b.ann.Restrict(t.Context(), wiki.Restriction{Content: z.ID, Op: wiki.RestrictRead, Subjects: []wiki.Subject{wiki.User("ann-0000")}}))
	if w := b.call("", "GET "+location, ""); w.Code != 404 {
		t.Errorf("after a restriction: %d", w.Code)
	}
}
