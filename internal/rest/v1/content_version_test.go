package v1_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// client-expectations.md 9: the message comes back verbatim.
func TestVersionsAndHistoryOfContent(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.seconds.Add(1)
	title, storage := "Zebras", "<p>more</p>"
	_, err := b.ann.Update(t.Context(), z.ID, wiki.Change{Version: 2, Title: &title, Storage: &storage, Message: "sha256:00 <x>"})
	b.must(err)
	one, two := version("65538", second, 1, ""), version("65538", "2026-08-07T12:00:03.000Z", 2, "sha256:00 <x>")
	const path = "/content/65538/version"
	b.answers("ann", "GET "+path, "", 200, list(path, 0, 200, "", two, one))
	b.answers("ann", "GET "+path+"?limit=1", "", 200, list(path, 0, 1, path+"?next=true&limit=1&start=1", two))

	alone := strings.TrimSuffix(one, `{"self":"`+api+path+`/1"}}`) + `{"context":"/wiki","self":"` + api + path + `/1","base":"https://wiki.test/wiki"}}`
	b.answers("ann", "GET "+path+"/1", "", 200, alone)
	b.answers("ann", "GET "+path+"/7", "", 404, `{"statusCode":404`+notDone+`NotFoundException: No version found with id: 7"}`)
	b.answers("eve", "GET "+path+"/1", "", 404, noContent("65538"))

	h := history("65538", second, `"previousVersion":`+one+`,"lastUpdated":`+two+`,`, "previousVersion", "lastUpdated", "nextVersion")
	h = strings.TrimSuffix(h, `{"self":"`+api+`/content/65538/history"}}`) + `{"context":"/wiki","self":"` + api + `/content/65538/history","base":"https://wiki.test/wiki"}}`
	b.answers("ann", "GET /content/65538/history", "", 200, h)
	b.answers("eve", "GET /content/65538/history", "", 404, noContent("65538"))
}

// The bodies of several versions of one page, each with its own.
func TestContentsOfVersions(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	storage := "<p>more</p>"
	_, err := b.ann.Update(t.Context(), z.ID, wiki.Change{Version: 2, Storage: &storage})
	b.must(err)
	got := b.call("ann", "GET /content/65538/version?expand=content.body.storage,content.history.previousVersion", "").Body.String()
	for _, part := range []struct {
		text string
		n    int
	}{
		{`"value":"<p>more</p>"`, 1}, {`"value":"<p>stripes</p>"`, 1},
		{`"previousVersion":{"by":`, 1}, {`"status":"historical"`, 1}, {`"latest":true`, 1}, {`"latest":false`, 1},
	} {
		if n := strings.Count(got, part.text); n != part.n {
			t.Errorf("%s occurs %d times, want %d", part.text, n, part.n)
		}
	}
	if strings.Index(got, "<p>more</p>") > strings.Index(got, "<p>stripes</p>") {
		t.Error("the newest version is not first")
	}
}
