package v1_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

func TestCopyingAPage(t *testing.T) {
	t.Parallel()
	b, zebra, ant := newPages(t)
	line := "POST /content/" + zebra.ID.String() + "/copy?expand=body.storage,ancestors"
	to := func(kind, value, more string) string {
		return `{"destination":{"type":"` + kind + `","value":"` + value + `"}` + more + `}`
	}
	for _, row := range []struct{ body, title, holds string }{
		{to("parent_page", ant.ID.String(), ""), "", `A page with this title already exists`},
		{to("parent_page", ant.ID.String(), `,"pageTitle":"One"`), "One", `"ancestors":[{"id":"65537"`},
		{to("parent_content", ant.ID.String(), `,"pageTitle":"Two"`), "Two", `"ancestors":[{"id":"65537"`},
		{to("space", "DEV", `,"pageTitle":"Three"`), "Three", `"ancestors":[]`},
		{to("space", "DEV", `,"pageTitle":"Four","body":{"storage":{"value":"<p>new</p>","representation":"storage"}}`), "Four", `"value":"<p>new</p>"`},
		{to("existing_page", ant.ID.String(), `,"pageTitle":"Five"`), "Five", `"id":"` + ant.ID.String() + `"`},
	} {
		got := b.call("ann", line, row.body).Body.String()
		if !strings.Contains(got, row.holds) || row.title != "" && !strings.Contains(got, `"title":"`+row.title+`"`) {
			t.Errorf("%s: %s", row.body, got)
		}
	}
	b.answers("ann", line, to("nowhere", "1", ""), 400,
		badRequest("Invalid value for 'destination.type': nowhere. Expected one of space, existing_page, parent_page, parent_content"))
	b.answers("ann", line, `{}`, 400, badRequest("A destination with type and value is required"))
	b.answers("ann", line, to("parent_page", "999", ""), 400, badRequest("the destination does not exist or you may not view it"))
	b.answers("eve", line, `{}`, 404, noContent(zebra.ID.String()))
}

// task starts a long-running task and returns its report at its end, which must be a success.
func (b *bench) task(who, line, body string) wiki.TaskReport {
	b.t.Helper()
	w := b.call(who, line, body)
	id := regexp.MustCompile(`^\{"id":"([0-9a-f-]{36})","links":\{"status":"/rest/api/longtask/([0-9a-f-]{36})"\}\}$`).FindStringSubmatch(w.Body.String())
	if w.Code != 202 || id == nil || id[1] != id[2] {
		b.t.Fatalf("%s: %d %s", line, w.Code, w.Body)
	}
	b.must(b.service.Settled(b.t.Context()))
	s, visit, err := b.service.System().As(b.t.Context(), b.site.ID, b.people[who].ID, wiki.UseSite)
	b.must(err)
	defer visit.Close()
	task, err := s.Task(b.t.Context(), wiki.TaskID(id[1]))
	b.must(err)
	if !task.Done() || task.Failed != nil {
		b.t.Errorf("%s: %+v", line, task)
	}
	return task.Report
}

func TestTasksOverTrees(t *testing.T) {
	t.Parallel()
	b, zebra, ant := newPages(t)
	_, page, leaf := b.branch(ant)
	got := b.task("ann", "POST /content/"+ant.ID.String()+"/pagehierarchy/copy",
		`{"destinationPageId":"`+zebra.ID.String()+`","titleOptions":{"prefix":"2 ","search":"Leaf","replace":"Twig"},"copyDescendants":true}`)
	if got.Details.Pages != 4 || got.Message.Text != "Copied 4 of 4 pages" {
		t.Error(got)
	}
	if got := b.titles("ann", "GET /content/"+zebra.ID.String()+"/descendant/page"); got != "2 Ant, 2 Page in it, 2 Twig" {
		t.Errorf("below Zebra: %s", got)
	}
	got = b.task("ann", "POST /content/archive", `{"pages":[{"id":`+leaf.ID.String()+`}]}`)
	if got.Percent != 100 || !strings.Contains(b.call("ann", "GET /content/"+leaf.ID.String(), "").Body.String(), `"status":"archived"`) {
		t.Error(got)
	}
	got = b.task("ann", "DELETE /content/"+ant.ID.String()+"/pageTree", "")
	if got.Message.Text != "Moved 4 pages to the trash" || !strings.Contains(b.call("ann", "GET /content/"+page.ID.String(), "").Body.String(), `"status":"trashed"`) {
		t.Error(got)
	}
	b.answers("ann", "POST /content/archive", `{"pages":[]}`, 400, badRequest("Invalid value for 'pages': 0. Expected 1 to 300 pages"))
	b.answers("ann", "POST /content/archive", `{"pages":[{"id":999}]}`, 404, noContent("999"))
	b.answers("eve", "DELETE /content/"+zebra.ID.String()+"/pageTree", "", 404, noContent(zebra.ID.String()))
	if w := b.call("bob", "DELETE /content/"+zebra.ID.String()+"/pageTree", ""); w.Code != 403 {
		t.Errorf("bob may delete only what is his: %d %s", w.Code, w.Body)
	}
}
