package v2_test

import (
	"strings"
	"testing"
)

// TestATaskLeadsWhereItsPageDoes: a link without a space, in the text of a task, leads to the page of that title beside its own.
func TestATaskLeadsWhereItsPageDoes(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t) // 65538 is Zebra
	b.page("To do", `<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>Feed the
		<ac:link><ri:page ri:content-title="zebra" /></ac:link></ac:task-body></ac:task></ac:task-list>`)
	const want = `/wiki/spaces/DEV/pages/65538/Zebra`
	for _, line := range []string{"GET /tasks?body-format=atlas_doc_format", "GET /tasks/1?body-format=atlas_doc_format"} {
		if w := b.call("bob", line, ""); w.Code != 200 || strings.Count(w.Body.String(), want) != 1 {
			t.Errorf("%s: %d %s", line, w.Code, w.Body)
		}
	}
}
