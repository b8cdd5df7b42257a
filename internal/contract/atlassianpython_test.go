package contract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/weirhq/weir/wire"
	wirev1 "github.com/weirhq/weir/wire/v1"
)

// TestAtlassianPythonAPI makes the five calls that most scripts make through atlassian-python-api, as that library
// spells them: relative to its base URL, the parameters in its order and encoding, its headers. At the site with a token
// without scopes, at both spellings of the gateway with one that holds every classic scope for reading, and with one
// that holds just what docs/scopes.md names for such a script.
func TestAtlassianPythonAPI(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	recipe := b.NewToken(t, b.Admin, "read:confluence-user", "read:confluence-content.all", "read:confluence-content.summary",
		"readonly:content.attachment:confluence").Text
	doors := b.doors()
	for _, c := range []struct{ name, base, token string }{
		{"site", doors[0].base, b.Unscoped.Text},
		{"gateway", doors[1].base, b.ReadOnly.Text},
		{"gateway with wiki", doors[2].base, b.ReadOnly.Text},
		{"gateway, exact scopes", doors[1].base, recipe},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := python{b, c.base, basic(b.Admin.Email, c.token)}
			page := b.Page(t, "Getting started")

			var me wirev1.User
			p.get(t, "rest/api/user/current", &me)
			if me.AccountID != b.Admin.ID {
				t.Errorf("user/current is %s", me.AccountID)
			}

			var one wirev1.Content
			p.get(t, "rest/api/content/"+page.ID+"?expand=body.storage%2Cversion%2Cancestors", &one)
			if one.Title != "Getting started" || one.Version.Number != 1 || one.Body.Storage == nil || !strings.HasPrefix(one.Body.Storage.Value, "<p>Welcome.") {
				t.Errorf("page: %+v", one)
			}

			// get_all_pages_from_space goes on by start until a page of the list is short.
			var titles []string
			for start := 0; ; start += 3 {
				var list wirev1.List[wirev1.Content]
				p.get(t, fmt.Sprintf("rest/api/content?spaceKey=PUB&start=%d&limit=3&type=page", start), &list)
				for _, c := range list.Results {
					titles = append(titles, c.Title)
				}
				if list.Size < 3 {
					break
				}
			}
			want := []string{"Public Handbook", "Getting started", "Make a token", "Which address?", "Ask for one page",
				"Frequently asked questions", "Größe und Übersicht", "日本語のページ"}
			if !slices.Equal(titles, want) {
				t.Errorf("pages %q, want %q", titles, want)
			}

			var children, folders, files wirev1.List[wirev1.Content]
			p.get(t, "rest/api/content/"+page.ID+"/child/page?limit=200", &children)
			p.get(t, "rest/api/content/"+page.ID+"/child/folder?limit=200", &folders)
			p.get(t, "rest/api/content/"+page.ID+"/child/attachment?limit=50", &files)
			if len(children.Results) != 3 || len(folders.Results) != 0 || len(files.Results) != 2 {
				t.Errorf("%d children, %d folders, %d files", len(children.Results), len(folders.Results), len(files.Results))
			}
			p.download(t, files.Results[0])
		})
	}
}

// python sends what requests sends for the library.
type python struct {
	*bench
	base, authorization string
}

func (p python) request(path string) request {
	return request{method: "GET", url: p.base + "/" + path, header: []string{
		"User-Agent", "python-requests/2.32.3", "Accept-Encoding", "gzip, deflate", "Accept", "application/json",
		"Connection", "keep-alive", "Content-Type", "application/json", "Authorization", p.authorization,
	}}
}

func (p python) get(t *testing.T, path string, into any) {
	t.Helper()
	q := p.request(path)
	a := p.send(t, q)
	if a.status != 200 || a.header.Get("Content-Type") != "application/json" {
		t.Fatalf("%d %s\n%s", a.status, a.body, q)
	}
	if err := wire.Unmarshal([]byte(a.body), into); err != nil {
		t.Fatalf("%v\n%s", err, q)
	}
}

// download follows _links.download as scripts do: joined to the base, the redirect without the credential.
func (p python) download(t *testing.T, file wirev1.Content) {
	t.Helper()
	q := p.request(strings.TrimPrefix(file.Links.Download, "/"))
	a := p.send(t, q)
	if a.status == 302 {
		a = p.send(t, request{method: "GET", url: a.header.Get("Location")})
	}
	if a.status != 200 || a.body != "Welcome to the handbook.\n" {
		t.Errorf("%d %q\n%s", a.status, a.body, q)
	}
}
