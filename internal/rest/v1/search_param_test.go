package v1_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev1 "github.com/weirhq/weir/wire/v1"
)

// found makes a search and returns "entityType title excerpt" of each result, and the answer's numbers.
func (b *bench) found(who, line string) (results []string, numbers string) {
	b.t.Helper()
	w := b.call(who, "GET "+line, "")
	if w.Code != 200 {
		b.t.Fatalf("%s: %d %s", line, w.Code, w.Body)
	}
	var page struct {
		Results                                            []struct{ EntityType, Title, Excerpt string }
		Start, Limit, Size, TotalSize, ArchivedResultCount int
	}
	b.must(json.Unmarshal(w.Body.Bytes(), &page))
	results = []string{}
	for _, r := range page.Results {
		results = append(results, strings.TrimSpace(r.EntityType+" "+r.Title+" "+r.Excerpt))
	}
	return results, fmt.Sprintf("start %d limit %d size %d of %d", page.Start, page.Limit, page.Size, page.TotalSize)
}

// A query that asks for spaces or for users finds them, by name.
func TestSearchFindsSpacesAndUsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	answer := func(query, cql, result string) string {
		return fmt.Sprintf(`{"results":[%s],"start":0,"limit":25,"size":1,"totalSize":1,"cqlQuery":"%s","searchDuration":0,"archivedResultCount":0,
			"_links":{"base":"https://wiki.test/wiki","context":"/wiki","self":"%s/search?%s"}}`, result, cql, api, query)
	}
	b.answers("ann", "GET /search?cql=type=space", "", 200, answer("cql=type%3Dspace", "type=space",
		`{"space":`+dev("", "", "")+`,"title":"Development","excerpt":"Code &amp; &lt;care&gt;","url":"/spaces/DEV","breadcrumbs":[],
		"entityType":"space","iconCssClass":"aui-icon content-type-space","lastModified":"2026-08-07T12:00:00.000Z",
		"friendlyLastModified":"Aug 07, 2026","score":0}`))
	const bob = `user.fullname~"bo*"`
	b.answers("ann", "GET /search?cql="+url.QueryEscape(bob), "", 200, answer("cql=user.fullname~%22bo%2A%22", `user.fullname~\"bo*\"`,
		`{"user":{"type":"known","accountId":"bob-0000","accountType":"atlassian","email":"bob@example.com","publicName":"bob",
		"profilePicture":{"path":"/wiki/aa-avatar/bob-0000","width":48,"height":48,"isDefault":false},"displayName":"bob","isExternalCollaborator":false,
		"_expandable":{"operations":"","details":"","personalSpace":""},"_links":{"self":"https://wiki.test/wiki/rest/api/user?accountId=bob-0000"}},
		"title":"@@@hl@@@bob@@@endhl@@@","excerpt":"","url":"/people/bob-0000","breadcrumbs":[],"entityType":"user",
		"iconCssClass":"aui-icon content-type-user","lastModified":"2026-08-07T12:00:00.000Z","friendlyLastModified":"Aug 07, 2026","score":0}`))
	for _, c := range []struct {
		who, line string
		want      []string
	}{
		{"eve", "/search?cql=type=space", []string{}},
		{"bob", "/search?cql=type=space", []string{"space Development Code &amp; &lt;care&gt;"}},
		{"bob", "/search?cql=type=space&excerpt=none", []string{"space Development"}},
		{"bob", "/search?cql=type=space+and+title~%22dev*%22&excerpt=indexed_unescaped", []string{"space Development Code & <care>"}},
		{"bob", "/search?cql=type=user+order+by+title+desc&excerpt=none", []string{"user eve", "user bob", "user ann"}},
		{"bob", "/search?cql=type+in+(space,user)&excerpt=none", []string{"user ann", "user bob", "space Development", "user eve"}},
		{"bob", "/search?cql=type+in+(space,user)&excerpt=none&sitePermissionTypeFilter=all", []string{"user ann", "user bob", "space Development", "user eve"}},
		{"bob", "/search?cql=type+in+(space,user)&excerpt=none&sitePermissionTypeFilter=externalCollaborator", []string{"space Development"}},
		{"bob", "/search?cql=user=currentUser()&excerpt=none", []string{"user bob"}},
	} {
		got, numbers := b.found(c.who, c.line)
		if !slices.Equal(got, c.want) || numbers != fmt.Sprintf("start 0 limit 25 size %d of %[1]d", len(c.want)) {
			t.Errorf("%s as %s: %q, %s; want %q", c.line, c.who, got, numbers, c.want)
		}
	}
}

// The user search is paged by start and limit.
func TestSearchUserByOffset(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for line, want := range map[string]string{
		"/search/user?cql=type=user":                                               "[user ann user bob user eve] start 0 limit 25 size 3 of 3",
		"/search/user?cql=type=user&limit=2":                                       "[user ann user bob] start 0 limit 2 size 2 of 3",
		"/search/user?cql=type=user&limit=2&start=2":                               "[user eve] start 2 limit 2 size 1 of 3",
		"/search/user?cql=type=user&start=9":                                       "[] start 9 limit 25 size 0 of 3",
		"/search/user?cql=user.accountid+in+(bob-0000,nobody)":                     "[user bob] start 0 limit 25 size 1 of 1",
		"/search/user?cql=type=user&sitePermissionTypeFilter=none":                 "[user ann user bob user eve] start 0 limit 25 size 3 of 3",
		"/search/user?cql=type=user&sitePermissionTypeFilter=externalCollaborator": "[] start 0 limit 25 size 0 of 0",
	} {
		results, numbers := b.found("bob", line)
		for i, r := range results {
			results[i] = strings.NewReplacer("@@@hl@@@", "", "@@@endhl@@@", "").Replace(r)
		}
		if got := fmt.Sprint(results) + " " + numbers; got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
	for _, expand := range []string{"operations", "user.operations"} { // the answer holds nothing but users
		found := reads[wirev1.SearchPage](b, "bob", "GET /search/user?cql=user.accountid=eve-0000&expand="+expand, "")
		if diff := cmp.Diff([]wirev1.Operation{{Operation: "read", TargetType: "user"}}, found.Results[0].User.Operations); diff != "" {
			t.Errorf("%s: %s", expand, diff)
		}
	}
	got := b.call("bob", "GET /search/user?cql=type=user&limit=1&start=1", "").Body.String()
	links := got[strings.Index(got, `"_links":{"base"`):]
	if want := `"_links":{"base":"https://wiki.test/wiki","context":"/wiki","next":"/rest/api/search/user?next=true&limit=1&start=2&cql=type%3Duser",` +
		`"prev":"/rest/api/search/user?prev=true&limit=1&start=0&cql=type%3Duser","self":"https://wiki.test/wiki/rest/api/search/user?cql=type%3Duser"}}`; links != want {
		t.Errorf("links are %s, want %s", links, want)
	}
	b.answers("bob", "GET /search/user?cql=type=user&sitePermissionTypeFilter=guests", "", 400,
		badRequest("Invalid value for 'sitePermissionTypeFilter': guests. Expected one of all, externalCollaborator, none"))
}

// Archived spaces are searched when they are asked for, and alone when current ones are left out.
func TestSearchArchivedSpaces(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	old, err := b.ann.CreateSpace(t.Context(), site.NewSpace{Key: "OLD", Name: "Old zebras"})
	b.must(err)
	_, err = b.ann.Create(t.Context(), wiki.NewContent{Kind: wiki.Page, Status: wiki.Current, Space: old.ID, Title: "Grey zebra", Storage: "<p>x</p>"})
	b.must(err)
	b.must(b.ann.SetSpaceStatus(t.Context(), old.ID, wiki.SpaceArchived))
	b.must(b.service.Indexed(t.Context()))
	for params, want := range map[string][2]string{
		"":                            {"[content Zebra]", "[space Development]"},
		"&includeArchivedSpaces=true": {"[content Grey zebra content Zebra]", "[space Development space Old zebras]"},
		"&excludeCurrentSpaces=true":  {"[content Grey zebra]", "[space Old zebras]"},
		"&includeArchivedSpaces=true&excludeCurrentSpaces=true":   {"[content Grey zebra]", "[space Old zebras]"},
		"&includeArchivedSpaces=false&excludeCurrentSpaces=false": {"[content Zebra]", "[space Development]"},
	} {
		pages, _ := b.found("ann", "/search?cql=title=zebra+or+title=%22Grey+zebra%22+order+by+title&excerpt=none"+params)
		spaces, _ := b.found("ann", "/search?cql=type=space&excerpt=none"+params)
		if got := [2]string{fmt.Sprint(pages), fmt.Sprint(spaces)}; got != want {
			t.Errorf("%q: %s, want %s", params, got, want)
		}
	}
}

// excerpt says what is shown of a text, and whether it is escaped for HTML.
func TestSearchExcerpts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.page("Stripes", "<p>Zebras &amp; &lt;tigers&gt;</p>")
	b.must(b.service.Indexed(t.Context()))
	for kind, want := range map[string]string{
		"":                             "@@@hl@@@Zebras@@@endhl@@@ &amp; &lt;tigers&gt;",
		"&excerpt=highlight":           "@@@hl@@@Zebras@@@endhl@@@ &amp; &lt;tigers&gt;",
		"&excerpt=highlight_unescaped": "@@@hl@@@Zebras@@@endhl@@@ & <tigers>",
		"&excerpt=indexed":             "Zebras &amp; &lt;tigers&gt;",
		"&excerpt=indexed_unescaped":   "Zebras & <tigers>",
		"&excerpt=none":                "",
	} {
		got, _ := b.found("bob", "/search?cql=text~zebra"+kind)
		if want := []string{strings.TrimSpace("content Stripes " + want)}; !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", kind, got, want)
		}
	}
	for query, want := range map[string]string{"zebr?s": "@@@hl@@@Zebras@@@endhl@@@ & <tigers>", "tigers*": "Zebras & <@@@hl@@@tigers@@@endhl@@@>"} {
		got, _ := b.found("bob", "/search?excerpt=highlight_unescaped&cql=text~%22"+url.QueryEscape(query)+"%22")
		if want := []string{"content Stripes " + want}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	b.answers("bob", "GET /search?cql=text~zebra&excerpt=all", "", 400,
		badRequest("Invalid value for 'excerpt': all. Expected one of highlight, indexed, none, highlight_unescaped, indexed_unescaped"))
}

// Each page of a search leads to the next and to the one before, and both ways show the same.
func TestSearchGoesBack(t *testing.T) {
	t.Parallel()
	b, _, _ := newPages(t)
	b.must(b.service.Indexed(t.Context()))
	follow := func(line string) (titles, next, prev string) {
		w := b.call("ann", "GET "+line, "")
		var page struct {
			Results []struct{ Title string }
			Links   struct{ Next, Prev string } `json:"_links"`
		}
		b.must(json.Unmarshal(w.Body.Bytes(), &page))
		return fmt.Sprint(page.Results), strings.TrimPrefix(page.Links.Next, "/rest/api"), strings.TrimPrefix(page.Links.Prev, "/rest/api")
	}
	for _, op := range []string{"/search", "/content/search"} {
		line := op + "?cql=type=page+order+by+title&limit=1"
		var shown, links []string
		for line != "" {
			titles, next, prev := follow(line)
			shown, links, line = append(shown, titles), append(links, prev), next
		}
		if want := []string{"[{Ant}]", "[{Development}]", "[{Zebra}]"}; !slices.Equal(shown, want) {
			t.Fatalf("%s shows %v, want %v", op, shown, want)
		}
		if links[0] != "" {
			t.Errorf("%s: the first page leads back to %s", op, links[0])
		}
		for i := 1; i < len(links); i++ {
			if !strings.HasPrefix(links[i], op+"?prev=true&cursor=") || !strings.HasSuffix(links[i], fmt.Sprintf("&limit=1&start=%d&cql=type%%3Dpage+order+by+title", i-1)) {
				t.Errorf("%s: page %d leads back to %s", op, i, links[i])
			}
			if titles, _, _ := follow(links[i]); titles != shown[i-1] {
				t.Errorf("%s: before %s comes %s, not %s", op, shown[i], titles, shown[i-1])
			}
		}
	}
}

// Comments and attachments are shown with what they are in, and cqlcontext says what currentContent() is.
func TestSearchTellsWhatAHitIsIn(t *testing.T) {
	t.Parallel()
	b, zebra, _ := newPages(t)
	b.attach(zebra, "stripes.txt", "text/plain", "", "x")
	b.must(b.service.Indexed(t.Context()))
	place := url.QueryEscape(`{"contentId":"` + zebra.ID.String() + `"}`)
	got := b.call("ann", "GET /search?cql=container=currentContent()&cqlcontext="+place, "").Body.String()
	want := `"resultParentContainer":{"title":"Zebra","displayUrl":"/spaces/DEV/pages/65538/Zebra"},"resultGlobalContainer":{"title":"Development","displayUrl":"/spaces/DEV"}`
	if strings.Count(got, want) != 1 || strings.Count(got, `"resultGlobalContainer"`) != 1 {
		t.Errorf("got %s", got)
	}
	for _, c := range []struct{ place, want string }{{`{"contentId":65538,"spaceKey":"DEV"}`, "[content stripes.txt]"}, {`{"contentId":"1"}`, "[]"}, {"{}", "[]"}} {
		got, _ := b.found("ann", "/search?cql=container=currentContent()&excerpt=none&cqlcontext="+url.QueryEscape(c.place))
		if fmt.Sprint(got) != c.want {
			t.Errorf("from %s: %s, want %s", c.place, got, c.want)
		}
	}
	if got, _ := b.found("ann", "/search?cql=container=currentContent()&excerpt=none"); len(got) != 0 {
		t.Errorf("from nowhere: %q", got)
	}
	b.answers("ann", "GET /search?cql=type=page&cqlcontext="+url.QueryEscape(`{"contentId":"x"}`), "", 400,
		badRequest(`Invalid value for 'cqlcontext': {\"contentId\":\"x\"}. Expected a JSON object whose contentId is a number`))
}

// What somebody has just read is recently viewed, before it is written down.
func TestSearchForWhatWasViewed(t *testing.T) {
	t.Parallel()
	b, zebra, ant := newPages(t)
	const query = "/search?cql=id+in+recentlyViewedContent(1)&excerpt=none"
	for _, c := range []wiki.Content{zebra, ant, zebra} {
		b.seconds.Add(60)
		if w := b.call("bob", "GET /wiki/api/v2/pages/"+c.ID.String(), ""); w.Code != 200 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		for who, want := range map[string]string{"bob": "[content " + c.Title + "]", "ann": "[]"} {
			if got, _ := b.found(who, query); fmt.Sprint(got) != want {
				t.Errorf("%s viewed %s, want %s", who, got, want)
			}
		}
	}
	spaces, _ := b.found("bob", "/search?cql=type=space+and+space+in+recentlyViewedSpaces()&excerpt=none")
	if fmt.Sprint(spaces) != "[space Development]" {
		t.Errorf("spaces: %s", spaces)
	}
}
