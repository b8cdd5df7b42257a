package v1_test

import (
	"strings"
	"testing"
)

func TestChildrenOfContent(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.attach(z, "plan.txt", "text/plain", "", "plan")
	offers := func(id string, gone ...string) string {
		p := `/rest/api/content/` + id + `/child/`
		return pick([]string{`"database":"` + p + `database"`, `"folder":"` + p + `folder"`, `"attachment":"` + p + `attachment"`, `"comment":"` + p + `comment"`,
			`"page":"` + p + `page"`, `"embed":"` + p + `embed"`, `"whiteboard":"` + p + `whiteboard"`}, gone...)
	}
	links := func(id string) string {
		return `"_links":{"context":"/wiki","self":"` + api + `/content/` + id + `/child","base":"https://wiki.test/wiki"}`
	}
	for _, line := range []string{"/child", "/child/page"} {
		b.answers("ann", "GET /content/65537"+line+"?parentVersion=-1", "", 400,
			`{"statusCode":400,"message":"java.lang.IllegalArgumentException: parentVersion cannot be less than zero"}`)
	}
	b.answers("ann", "GET /content/65537/child?parentVersion=0", "", 200, `{"_expandable":`+offers("65537")+`,`+links("65537")+`}`)
	b.answers("ann", "GET /content/65537/child?expand=page.metadata,comment", "", 200, `{"comment":`+inside("/content/65537/child/comment", 25)+
		`,"page":`+inside("/content/65537/child/page", 25, zebra.with("", `,"metadata":{`+metaOffers+`}`, "metadata").String(),
		ant.with("", `,"metadata":{`+metaOffers+`}`, "metadata").String())+`,"_expandable":`+offers("65537", "page", "comment")+`,`+links("65537")+`}`)
	b.answers("eve", "GET /content/65537/child", "", 404, noContent("65537"))

	// client-expectations.md 19: none of a kind is an empty list.
	for _, kind := range []string{"folder", "whiteboard", "database", "embed", "blogpost", "ac:app:thing"} {
		path := "/content/65537/child/" + kind
		b.answers("ann", "GET "+path, "", 200, list(strings.ReplaceAll(path, "ac:app", "ac:app"), 0, 25, ""))
	}
	const path = "/content/65537/child/page"
	b.answers("ann", "GET "+path, "", 200, list(path, 0, 25, "", zebra.String(), ant.String()))
	b.answers("bob", "GET "+path+"?limit=1", "", 200, list(path, 0, 1, path+"?next=true&limit=1&start=1", zebra.String()))
	b.answers("ann", "GET "+path+"?start=1&expand=ancestors", "", 200, strings.Replace(
		list(path+"?expand=ancestors", 1, 25, "", ant.with(`,"ancestors":[`+home.String()+`]`, "", "ancestors").String()),
		`"context":"/wiki","self"`, `"context":"/wiki","prev":"/rest/api`+path+`?prev=true&limit=25&start=0&expand=ancestors","self"`, 1))
	b.answers("ann", "GET /content/65537/child/foo", "", 400, badRequest("Invalid value for 'type': foo. Expected a type of content"))
	b.answers("eve", "GET "+path, "", 404, noContent("65537"))
}

// Each content has its own first children, however many there are.
func TestManyChildren(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for range 27 {
		b.page("Page "+string(rune('A'+b.seconds.Add(1))), "")
	}
	got := b.call("ann", "GET /content/65537?expand=children.page,descendants.page", "").Body.String()
	for _, next := range []string{`"limit":25,"size":25,"_links":{"next":"/rest/api/content/65537/child/page?next=true&limit=25&start=25"`,
		`"limit":25,"size":25,"_links":{"next":"/rest/api/content/65537/descendant/page?next=true&limit=25&start=25"`} {
		if strings.Count(got, next) != 1 {
			t.Errorf("no %s in %s", next, got)
		}
	}
	if n := strings.Count(got, `"type":"page"`); n != 51 {
		t.Errorf("%d pages, want 51", n)
	}
}
