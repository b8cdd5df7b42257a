package v1_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// auth-behaviour.md §8 "v1 search": next goes by cursor; client-expectations.md 14: breadcrumbs.
func TestSearch(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	b.page("Tags", "<p>zebra &lt;b&gt; &amp; more</p>")
	b.must(b.service.Indexed(t.Context()))
	result := func(c content, title, excerpt, when string) string {
		plain := strings.NewReplacer("@@@hl@@@", "", "@@@endhl@@@", "").Replace(title)
		return `{"content":` + c.String() + `,"title":"` + title + `","excerpt":"` + excerpt + `","url":"/spaces/DEV/pages/` + c.id + `/` + plain +
			`","resultGlobalContainer":{"title":"Development","displayUrl":"/spaces/DEV"},"breadcrumbs":[],"entityType":"content",
			"iconCssClass":"aui-icon content-type-page","lastModified":"` + when + `","friendlyLastModified":"Aug 07, 2026","score":0}`
	}
	answer := func(query, cql, next string, limit, size, total int, results string) string {
		return fmt.Sprintf(`{"results":[%s],"start":0,"limit":%d,"size":%d,"totalSize":%d,"cqlQuery":"%s","searchDuration":0,"archivedResultCount":0,
			"_links":{"base":"https://wiki.test/wiki","context":"/wiki"%s,"self":"%s/search?%s"}}`, results, limit, size, total, cql, next, api, query)
	}
	tags := page("65540", "Tags", "BAAB", 3000)
	const cql = `cql=text~zebra+order+by+title`
	b.answers("ann", "GET /search?"+cql, "", 200, answer(cql, "text~zebra order by title", "", 25, 2, 2,
		result(tags, "Tags", "@@@hl@@@zebra@@@endhl@@@ &lt;b&gt; &amp; more", third)+","+
			result(zebra, "@@@hl@@@Zebra@@@endhl@@@", "stripes", second)))
	b.answers("ann", "GET /search?excerpt=indexed_unescaped&expand=content.space&"+cql, "", 200,
		answer("excerpt=indexed_unescaped&expand=content.space&"+cql, "text~zebra order by title", "", 25, 2, 2,
			result(tags.with(`,"space":`+dev("", "", ""), "", "space"), "Tags", "zebra <b> & more", third)+","+
				result(zebra.with(`,"space":`+dev("", "", ""), "", "space"), "Zebra", "stripes", second)))
	b.answers("eve", "GET /search?"+cql, "", 200, answer(cql, "text~zebra order by title", "", 25, 0, 0, ""))
}

func TestSearchPages(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	b.must(b.service.Indexed(t.Context()))
	var seen []string
	line := "/content/search?cql=type=page+order+by+title&limit=1&expand=space"
	for range 4 {
		got := b.call("ann", "GET "+line, "").Body.String()
		for _, c := range []content{home, zebra, ant} {
			if strings.HasPrefix(got, flat(`{"results":[`+c.with(`,"space":`+dev("", "", ""), "", "space").String()+`],"start":`)) {
				seen = append(seen, c.title)
			}
		}
		_, next, more := strings.Cut(got, `"next":"/rest/api`)
		if !more {
			break
		}
		line, _, _ = strings.Cut(next, `"`)
		if !strings.HasPrefix(line, "/content/search?next=true&cursor=") || !strings.HasSuffix(line, "&cql=type%3Dpage+order+by+title&expand=space") {
			t.Errorf("next is %s", line)
		}
	}
	if got := strings.Join(seen, " "); got != "Ant Development Zebra" {
		t.Errorf("pages were %s", got)
	}
}

func TestSearchRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for line, want := range map[string]string{
		"/search":                            badRequest("cql query parameter is required"),
		"/content/search?cql=":               badRequest("cql query parameter is required"),
		"/search?cql=type=page&cqlcontext=7": badRequest("Invalid value for 'cqlcontext': 7. Expected a JSON object"),
		"/search?cql=type=page&cqlcontext=" + url.QueryEscape(`{"contentStatuses":["gone"]}`): badRequest(`Invalid value for 'cqlcontext': {\"contentStatuses\":[\"gone\"]}. ` +
			"Expected a JSON object whose contentStatuses are among current, archived, draft, trashed"),
		"/search?cql=type=page&cursor=x": badRequest("Provided value for 'cursor' is not the correct type. Expected type is Cursor."),
	} {
		b.answers("ann", "GET "+line, "", 400, want)
	}
	if w := b.call("ann", "GET /search?cql=type+is+page", ""); w.Code != 400 {
		t.Errorf("broken CQL: %d %s", w.Code, w.Body)
	}
}

// cqlcontext says what currentSpace() is.
func TestSearchFromAPlace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for place, size := range map[string]string{
		`{"spaceKey":"DEV","contentId":"65537","contentStatuses":["current"]}`: `"size":1,`,
		`{"spaceKey":"OTHER"}`: `"size":0,`,
	} {
		w := b.call("ann", "GET /content/search?cql=space=currentSpace()&cqlcontext="+url.QueryEscape(place), "")
		if w.Code != 200 || !strings.Contains(w.Body.String(), size) {
			t.Errorf("%s: %d %s", place, w.Code, w.Body)
		}
	}
}

// A search that takes longer than it may is refused, and the account may search again.
func TestSearchThatTakesTooLong(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	patient := b.service.SearchTime
	b.service.SearchTime = 1 // nanosecond: over before the database is asked
	for range 10 {
		for _, line := range []string{"GET /search?cql=type=page", "GET /content/search?cql=type=page", "GET /search/user?cql=type=user"} {
			b.answers("ann", line, "", 503, `{"statusCode":503,"message":"Service temporarily unavailable"}`)
		}
	}
	b.service.SearchTime = patient
	if w := b.call("ann", "GET /search?cql=type=page", ""); w.Code != 200 {
		t.Errorf("afterwards %d %s", w.Code, w.Body)
	}
}
