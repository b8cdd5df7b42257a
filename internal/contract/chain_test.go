package contract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"github.com/weirhq/weir/weirtest"
)

// contained is an object that lies in a container: where it is made, and at which paths it is asked for, the container first.
type contained struct {
	name  string
	make  func(t *testing.T, b *bench, page weirtest.Page) string
	paths []string // method and path; {page} is a container, {part} the object
}

var containeds = []contained{
	{"attachment", func(t *testing.T, b *bench, page weirtest.Page) string {
		return b.Attach(t, page, "chain.txt", "chained")
	}, []string{
		"GET /rest/api/content/{page}/child/attachment/{part}/download",
		"PUT /rest/api/content/{page}/child/attachment/{part}",
		"POST /rest/api/content/{page}/child/attachment/{part}/data",
	}},
	{"property", func(t *testing.T, b *bench, page weirtest.Page) string {
		return b.made(t, "/wiki/api/v2/pages/"+page.ID+"/properties", `{"key":"chained","value":1}`)
	}, []string{
		"GET /api/v2/pages/{page}/properties/{part}",
		"PUT /api/v2/pages/{page}/properties/{part}",
		"DELETE /api/v2/pages/{page}/properties/{part}",
	}},
}

// made posts to a path as the administrator and returns the id of what was made.
func (b *bench) made(t *testing.T, path, body string) string {
	t.Helper()
	a := b.asAdmin(t, "POST", path, body)
	var object struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal([]byte(a.body), &object); err != nil || object.ID == "" {
		t.Fatalf("POST %s: %d %s", path, a.status, a.body)
	}
	return object.ID
}

// TestAPartIsFoundInItsContainerOnly is security-model.md R-ALLIDS and R-CHAIN: of two ids in a path the second must be of
// what lies in the first. What is somewhere else, whether the caller may see it or not, is answered as what is not there, and
// nothing happens to it.
func TestAPartIsFoundInItsContainerOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, weirtest.Deployed())
	reader := b.Account(t, "grace")
	authorization := basic(reader.Email, b.NewToken(t, reader).Text)
	const missing = "999999999"
	for _, p := range containeds {
		own, other, hidden := b.Page(t, "Getting started"), b.Page(t, "Which address?"), b.Page(t, "Reading list")
		elsewhere := map[string]string{"on another page": p.make(t, b, other), "on a hidden page": p.make(t, b, hidden)}
		for _, line := range p.paths {
			method, path, _ := strings.Cut(line, " ")
			ask := func(credential, page, object string) string {
				q := request{method: method, header: []string{"Authorization", credential, "X-Atlassian-Token", "no-check"},
					url: b.URL + "/wiki" + strings.NewReplacer("{page}", page, "{part}", object).Replace(path)}
				switch {
				case strings.HasSuffix(path, "/data"):
					q.header = append(q.header, "Content-Type", "multipart/form-data; boundary=x")
					q.body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nmoved\r\n--x--\r\n"
				case method == "PUT":
					q.header = append(q.header, "Content-Type", "application/json")
					q.body = `{"id":"` + object + `","type":"attachment","title":"x","key":"chained","value":2,"version":{"number":2},"container":{"id":"` + page + `"}}`
				}
				a := b.send(t, q)
				for _, varies := range []string{"Date", "Atl-Request-Id", "Atl-Traceid", "Content-Length"} {
					a.header.Del(varies)
				}
				bare := strings.TrimPrefix(object, "att")
				body := strings.NewReplacer("["+bare+"]", "[id]", "{id="+bare+"}", "{id=}").Replace(a.body)
				return fmt.Sprintf("%d %v %s", a.status, a.header, body)
			}
			for where, id := range elsewhere {
				for who, credential := range map[string]string{"a reader": authorization, "the administrator": basic(b.Admin.Email, b.Unscoped.Text)} {
					got, want := ask(credential, own.ID, id), ask(credential, own.ID, missing)
					if got != want || !strings.HasPrefix(got, "404") {
						t.Errorf("%s, %s %s, for %s:\n%s\nand one that is not there:\n%s", line, p.name, where, who, got, want)
					}
				}
			}
		}
		for where, id := range elsewhere { // untouched
			page := other
			if where == "on a hidden page" {
				page = hidden
			}
			path := "/wiki/api/v2/pages/" + page.ID + "/properties/" + id
			if p.name == "attachment" {
				path = "/wiki/api/v2/attachments/" + strings.TrimPrefix(id, "att")
			}
			if a := b.asAdmin(t, "GET", path, ""); !strings.Contains(a.body, `"number":1`) {
				t.Errorf("the %s %s is now %s", p.name, where, a.body)
			}
		}
	}
}
