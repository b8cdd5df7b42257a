package client

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/weirtest"
)

// TestDownloadsFollowTheRedirectWithoutTheCredential reads an attachment from a server that redirects to a signed
// address, and from one that does not.
func TestDownloadsFollowTheRedirectWithoutTheCredential(t *testing.T) {
	t.Parallel()
	for mode, hops := range map[string]int{"redirect": 1, "direct": 0} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			w := newServer(t, weirtest.Configure("compat.attachment-download", mode))
			c, m := connect(t, w.URL, Credentials{w.Admin.Email, w.Unscoped.Text})
			page, attachment := someAttachment(t, c)
			m.take()
			d, err := c.V1.DownloadAttachment(t.Context(), page, attachment.ID, DownloadAttachmentQuery{})
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(d)
			if err != nil || d.Close() != nil || int64(len(content)) != attachment.size {
				t.Errorf("%d bytes (%v), want %d", len(content), err, attachment.size)
			}
			auth := m.auth
			defer func() { // the raw call, too
				res, err := c.Do(t.Context(), http.MethodGet, "/content/"+page+"/child/attachment/"+attachment.ID+"/download", nil, nil)
				if err != nil {
					t.Fatal(err)
				}
				if again, err := io.ReadAll(res.Body); err != nil || res.Body.Close() != nil || string(again) != string(content) {
					t.Errorf("raw: %d bytes (%v), want %d", len(again), err, len(content))
				}
			}()
			if got := len(m.take()) - 1; got != hops || auth[0] == "" || hops == 1 && auth[1] != "" {
				t.Errorf("%d redirects, credential at each request: %t", got, auth[len(auth)-1] != "")
			}
		})
	}
}

type attached struct {
	ID   string
	size int64
}

// someAttachment finds an attachment of the seeded content.
func someAttachment(t *testing.T, c *Client) (page string, a attached) {
	t.Helper()
	for p, err := range c.V2.GetPages(t.Context(), GetPagesQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		for found, err := range c.V1.GetAttachments(t.Context(), string(p.ID), GetAttachmentsQuery{}) {
			if err != nil {
				t.Fatal(err)
			}
			return string(p.ID), attached{string(found.ID), found.Extensions.FileSize.Or(-1)}
		}
	}
	t.Fatal("no page has an attachment")
	return "", attached{}
}

func TestDownloadsGoToNoUnsafePlace(t *testing.T) {
	t.Parallel()
	for name, target := range map[string]string{
		"plain http": "http://media.example.com/file",
		"a file":     "file:///etc/passwd",
	} {
		site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", target)
			w.WriteHeader(http.StatusFound)
		})
		c, m := connect(t, site, Credentials{})
		if d, err := c.V1.DownloadAttachment(t.Context(), "1", "att2", DownloadAttachmentQuery{}); err == nil {
			_ = d.Close()
			t.Errorf("%s: followed", name)
		}
		if n := len(m.take()); n != 1 {
			t.Errorf("%s: %d requests", name, n)
		}
	}
	var site string
	site = serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, site+"/round", http.StatusFound) })
	c, m := connect(t, site, Credentials{})
	if d, err := c.V1.DownloadAttachment(t.Context(), "1", "att2", DownloadAttachmentQuery{}); err == nil {
		_ = d.Close()
		t.Error("a circle: followed")
	}
	if n := len(m.take()); n != 1+maxHops {
		t.Errorf("a circle: %d requests", n)
	}
}

// endless yields a number of bytes that nobody could hold.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	e.left -= n
	return n, nil
}

func TestUploadsAreStreamed(t *testing.T) {
	t.Parallel()
	const size = 8 << 20
	source := &endless{left: size}
	got := map[string]string{}
	site := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got["path"], got["token"], got["length"] = r.URL.Path, r.Header.Get("X-Atlassian-Token"), fmt.Sprint(r.ContentLength)
		_, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		form := multipart.NewReader(r.Body, params["boundary"])
		for {
			part, err := form.NextRawPart()
			if err != nil {
				break
			}
			if part.FormName() == "file" {
				n, _ := io.Copy(io.Discard, part)
				got["file"] = fmt.Sprintf("%s %s %d", part.FileName(), part.Header.Get("Content-Type"), n)
				continue
			}
			text, _ := io.ReadAll(part)
			got[part.FormName()] = string(text)
		}
		fmt.Fprint(w, `{"results":[{"id":"att7","type":"attachment","status":"current","macroRenderedOutput":{}}],"size":1}`)
	})
	c, _ := connect(t, site, Credentials{})
	made, err := c.V1.CreateAttachment(t.Context(), "12", Upload{Name: `plan "b".bin`, Content: source, Comment: "v2", MinorEdit: true}, AttachQuery{})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"path": "/wiki/rest/api/content/12/child/attachment", "token": "no-check", "length": "-1",
		"minorEdit": "true", "comment": "v2",
		"file": fmt.Sprintf(`plan "b".bin application/octet-stream %d`, size),
	}
	if diff := cmp.Diff(want, got); diff != "" || made.Results[0].ID != "att7" {
		t.Errorf("upload (-want +got):\n%s", diff)
	}
}

// TestAnUploadThatIsRefusedReadsNoFurther holds that a refusal before the end stops the reading, too.
func TestAnUploadThatIsRefusedReadsNoFurther(t *testing.T) {
	t.Parallel()
	source := &endless{left: 1 << 40}
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusRequestEntityTooLarge) })
	c, _ := connect(t, site, Credentials{})
	_, err := c.V1.CreateAttachment(t.Context(), "12", Upload{Name: "x", Content: source}, AttachQuery{})
	if err == nil || source.left == 0 {
		t.Errorf("%v with %d bytes left", err, source.left)
	}
	if !strings.Contains(err.Error(), "createAttachment") && !strings.Contains(err.Error(), "12/child/attachment") {
		t.Errorf("the error does not name the call: %v", err)
	}
}
