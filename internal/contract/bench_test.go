package contract

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/weirhq/weir/weirtest"
	"github.com/weirhq/weir/wire"
	wirev1 "github.com/weirhq/weir/wire/v1"
	wirev2 "github.com/weirhq/weir/wire/v2"
)

// bench is a running server with a client that follows no redirects.
type bench struct {
	*weirtest.Server
	client *http.Client
	tree   struct {
		sync.Once
		ids map[string]string // by type
	}
	notes struct {
		sync.Once
		ids map[string]string
	}
	picture struct {
		sync.Once
		id string
	}
	gone struct {
		sync.Once
		task string
	}
}

func newBench(t testing.TB, opts ...weirtest.Option) *bench {
	t.Helper()
	transport := &http.Transport{MaxIdleConnsPerHost: 32, DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &bench{Server: weirtest.New(t, opts...), client: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// reason is why the server refused, without the facts.
func (a answer) reason() string {
	reason, _, _ := strings.Cut(a.header.Get("X-Weir-Reason"), ";")
	return reason
}

// request is what is sent. Header holds name and value in turn.
type request struct {
	method, url, body string
	header            []string
}

// String is the request as a curl line, without secrets of any worth.
func (q request) String() string {
	s := "curl -i -X " + q.method
	for i := 0; i < len(q.header); i += 2 {
		s += fmt.Sprintf(" -H '%s: %s'", q.header[i], q.header[i+1])
	}
	if q.body != "" {
		s += " -d '" + q.body + "'"
	}
	return s + " '" + q.url + "'"
}

// send makes a request and reads the whole answer.
func (b *bench) send(t testing.TB, q request) answer {
	t.Helper()
	a, err := b.try(t.Context(), q)
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return a
}

// try is send for goroutines that must not end the test.
func (b *bench) try(ctx context.Context, q request) (answer, error) {
	r, err := http.NewRequestWithContext(ctx, q.method, q.url, strings.NewReader(q.body))
	if err != nil {
		return answer{}, err
	}
	r.Header["User-Agent"] = nil // net/http sends none
	for i := 0; i < len(q.header); i += 2 {
		if q.header[i] == "Host" {
			r.Host = q.header[i+1]
			continue
		}
		r.Header.Add(q.header[i], q.header[i+1])
	}
	res, err := b.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(body)}, err
}

// attachment is the id of a file on a page, "att" before the digits.
func (b *bench) attachment(t testing.TB, page, file string) string {
	t.Helper()
	var list wirev1.List[wirev1.Content]
	got := b.send(t, request{method: "GET", url: b.URL + "/wiki/rest/api/content/" + page + "/child/attachment?filename=" + file,
		header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text)}})
	if err := wire.Unmarshal([]byte(got.body), &list); err != nil || len(list.Results) != 1 {
		t.Fatalf("%d %s: %v", got.status, got.body, err)
	}
	return string(list.Results[0].ID)
}

// node is the id of a folder, a whiteboard, a database or a smart link (embed). The first call makes one of each in the
// space PUB, each below the one before.
func (b *bench) node(t testing.TB, kind string) string {
	t.Helper()
	b.tree.Do(func() {
		b.tree.ids = map[string]string{}
		parent := ""
		for _, n := range []struct{ kind, path string }{
			{"folder", "folders"}, {"whiteboard", "whiteboards"}, {"database", "databases"}, {"embed", "embeds"},
		} {
			var made wirev2.TreeContent
			got := b.send(t, request{method: "POST", url: b.URL + "/wiki/api/v2/" + n.path,
				body:   `{"spaceId":"` + b.SpaceID(t, "PUB") + `","title":"The ` + n.kind + `","parentId":"` + parent + `"}`,
				header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text), "Content-Type", "application/json"}})
			if err := wire.Unmarshal([]byte(got.body), &made); err != nil || got.status != http.StatusOK {
				t.Fatalf("%d %s: %v", got.status, got.body, err)
			}
			parent = string(made.ID)
			b.tree.ids[n.kind] = parent
			got = b.send(t, request{method: "POST", url: b.URL + "/wiki/api/v2/" + n.path + "/" + parent + "/properties",
				body:   `{"key":"owner","value":"` + n.kind + `"}`,
				header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text), "Content-Type", "application/json"}})
			if got.status != http.StatusOK {
				t.Fatalf("%d %s", got.status, got.body)
			}
		}
	})
	return b.tree.ids[kind]
}

// aPicture is the id of a picture of 40 times 20 pixels. The first call attaches it to the page "Make a token".
func (b *bench) aPicture(t testing.TB) string {
	t.Helper()
	b.picture.Do(func() {
		var file, form bytes.Buffer
		parts := multipart.NewWriter(&form)
		part, err := parts.CreateFormFile("file", "picture.png")
		if err := errors.Join(err, png.Encode(&file, image.NewGray(image.Rect(0, 0, 40, 20)))); err != nil {
			t.Fatal(err)
		}
		_, err = part.Write(file.Bytes())
		if err := errors.Join(err, parts.Close()); err != nil {
			t.Fatal(err)
		}
		page := b.Page(t, "Make a token").ID
		a := b.send(t, request{method: "POST", url: b.URL + "/wiki/rest/api/content/" + page + "/child/attachment", body: form.String(),
			header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text), "X-Atlassian-Token", "no-check",
				"Content-Type", parts.FormDataContentType()}})
		if a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		b.picture.id = b.attachment(t, page, "picture.png")
	})
	return b.picture.id
}

// door is a way to the site: base is what stands in front of /rest/api/… and /api/v2/….
type door struct {
	name, base string
	gateway    bool
}

// doors are the ways there are (auth-behaviour.md §1).
func (b *bench) doors() []door {
	return []door{
		{"site", b.URL + "/wiki", false},
		{"gateway", b.GatewayURL, true},
		{"gateway/wiki", b.GatewayURL + "/wiki", true},
	}
}

// basic and bearer are values of Authorization.
func basic(user, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+secret))
}

func bearer(secret string) string { return "Bearer " + secret }

// difference shows two texts from shortly before they part.
func difference(want, got string) string {
	same := 0
	for same < min(len(want), len(got)) && want[same] == got[same] {
		same++
	}
	cut := func(s string) string {
		from, to := max(0, same-40), min(len(s), same+200)
		return strings.ToValidUTF8(s[min(from, len(s)):to], "")
	}
	return "want …" + cut(want) + "…\n got …" + cut(got) + "…"
}
