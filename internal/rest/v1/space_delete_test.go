package v1_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/site"
)

func longTaskAnswer(id, percent string, done bool, messages string) string {
	return fmt.Sprintf(`{"id":"%s","name":{"key":"task.delete-space","args":[]},"elapsedTime":0,"percentageComplete":%s,
		"successful":%[3]t,"finished":%[3]t,"messages":[%[4]s]`, id, percent, done, messages)
}

const deleted = `{"args":[],"translation":"The space DEV has been deleted"}`

// What was in a deleted space is gone by every door, and its key is free.
func TestDeleteSpace(t *testing.T) {
	t.Parallel()
	b, zebra, _ := newPages(t)
	b.attach(zebra, "a.txt", "text/plain", "", "bytes")
	for i := range 300 {
		b.page(fmt.Sprint("Page ", i), "<p>x</p>")
	}
	const path = "DELETE /space/dev"
	b.answers("eve", path, "", 404, noSpace)
	b.answers("bob", path, "", 403, `{"statusCode":403`+notDone+`PermissionException: User does not have permission to perform this operation"}`)
	w := b.call("ann", path, "")
	id := asyncID.FindString(w.Body.String())
	compare(t, path, w, 202, `{"id":"`+id+`","links":{"status":"/rest/api/longtask/`+id+`"}}`)
	b.settles()
	links := fmt.Sprintf(`,"_links":{"context":"/wiki","self":"%[1]s/wiki/rest/api/longtask/%[2]s","base":"%[1]s/wiki"}}`, baseURL, id)
	b.answers("ann", "GET /longtask/"+id, "", 200, longTaskAnswer(id, "100", true, deleted)+links)
	b.answers("ann", "GET /longtask?key=task.delete-space&limit=7", "", 200, `{"results":[`+longTaskAnswer(id, "100", true, deleted)+
		`}],"start":0,"limit":7,"size":1,"_links":{"base":"`+baseURL+`/wiki","context":"/wiki","self":"`+baseURL+`/wiki/rest/api/longtask?key=task.delete-space"}}`)
	b.answers("ann", "GET /longtask?key=other", "", 200, `{"results":[],"start":0,"limit":100,"size":0,"_links":{"base":"`+baseURL+
		`/wiki","context":"/wiki","self":"`+baseURL+`/wiki/rest/api/longtask?key=other"}}`)
	b.answers("bob", "GET /longtask/"+id, "", 404, `{"statusCode":404`+notDone+`NotFoundException: No task found with id: `+id+`"}`)
	b.answers("ann", "GET /space/DEV", "", 404, noSpace)
	b.answers("ann", path, "", 404, noSpace)
	b.answers("ann", "GET /content/65538", "", 404, noContent("65538"))
	for _, cql := range []string{"text~stripes", "type=space", "type=attachment"} {
		if w := b.call("ann", "GET /search?cql="+cql, ""); w.Code != 200 || !strings.Contains(w.Body.String(), `"results":[],`) {
			t.Errorf("%s: %d %s", cql, w.Code, w.Body)
		}
	}
	again, err := b.ann.CreateSpace(t.Context(), site.NewSpace{Key: "DEV", Name: "Again"})
	b.must(err)
	if again.ID == b.dev.ID {
		t.Errorf("the number %s came back", again.ID)
	}
}
