package rest_test

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/identity"
	"github.com/weirhq/weir/internal/rest"
	"github.com/weirhq/weir/internal/site"
	"github.com/weirhq/weir/internal/wiki"
	wirev1 "github.com/weirhq/weir/wire/v1"
)

// numbers is a listing of 1 to n as a store would cut it.
func numbers(n int, w wiki.Window) wiki.Slice[int] {
	first := w.Offset + 1
	if w.After != "" {
		after, _ := strconv.Atoi(w.After)
		first = after + 1
	}
	var s wiki.Slice[int]
	for i := first; i <= n && len(s.Items) < w.Limit; i++ {
		s.Items = append(s.Items, i)
		s.After = strconv.Itoa(i)
	}
	s.More = first+len(s.Items) <= n
	return s
}

type label struct {
	Name string `json:"name"` // a stand-in for a shape of package wire
}

func newLabel(n int) label { return label{strconv.Itoa(n)} }

type offsetIn struct {
	rest.Offset `max:"3" maxstart:"100000"`
	Type        string `query:"type"`
}

type scrollIn struct {
	rest.Scroll
	CQL string `query:"cql" required:"yes"`
}

func pagedBench(t *testing.T) (*bench, string) {
	listPages := func(_ context.Context, _ *site.Session, in *listIn) (*rest.List[label], error) {
		return rest.NewList(in.Cursor, numbers(7, in.Window()), newLabel), nil
	}
	type childrenIn struct {
		rest.Cursor `default:"2" max:"3"`
		ID          wiki.ContentID `path:"id"`
	}
	listChildren := func(_ context.Context, _ *site.Session, in *childrenIn) (*rest.List[label], error) {
		return rest.NewList(in.Cursor, numbers(7, in.Window()), newLabel), nil
	}
	listContent := func(_ context.Context, _ *site.Session, in *offsetIn) (*wirev1.List[label], error) {
		return rest.NewOffsetList(in.Offset, numbers(7, in.Window()), newLabel), nil
	}
	search := func(_ context.Context, _ *site.Session, in *scrollIn) (wirev1.ListLinks, error) {
		found := numbers(7, in.Window())
		return in.Links(found.More, found.After), nil
	}
	b := newBench(t, []rest.Op{
		rest.On(rest.Op{ID: "getContent", Route: "GET /content", Perm: wiki.View}, listContent),
		rest.On(rest.Op{ID: "searchByCQL", Route: "GET /search", Perm: wiki.View}, search),
	}, []rest.Op{
		rest.On(rest.Op{ID: "getPages", Route: "GET /pages", Perm: wiki.View}, listPages),
		rest.On(rest.Op{ID: "getChildPages", Route: "GET /pages/{id}/children", Perm: wiki.View}, listChildren),
	})
	return b, "Authorization: " + basic(annEmail, b.token(identity.Unscoped, nil))
}

// cursorOf cuts the cursor off the end of a link, as clients do.
func cursorOf(t *testing.T, body string) string {
	t.Helper()
	_, tail, found := strings.Cut(body, "cursor=")
	if !found {
		t.Fatalf("no cursor in %s", body)
	}
	cursor, _, _ := strings.Cut(tail, `"`)
	cursor, _, _ = strings.Cut(cursor, `&`)
	return cursor
}

func TestV2ListsArePagedByCursor(t *testing.T) {
	t.Parallel()
	b, ann := pagedBench(t)
	for _, door := range []string{"", atGateway} { // the links are the same at both (auth-behaviour.md §8)
		first := b.send(request("GET", door+"/wiki/api/v2/pages?space-id=1&limit=5&space-id=2", "", ann))
		body := read(t, first)
		cursor := cursorOf(t, body)
		next := "/wiki/api/v2/pages?space-id=1&limit=5&space-id=2&cursor=" + cursor
		want := `{"results":[{"name":"1"},{"name":"2"},{"name":"3"},{"name":"4"},{"name":"5"}],"_links":{"next":"` + next + `","base":"https://wiki.test/wiki"}}`
		if body != want {
			t.Errorf("%s\nwant %s", body, want)
		}
		if got, want := first.Header.Get("Link"), "<"+next+`>; rel="next"`; got != want {
			t.Errorf("Link %s, want %s", got, want)
		}
		last := b.send(request("GET", door+next, "", ann))
		want = `{"results":[{"name":"6"},{"name":"7"}],"_links":{"base":"https://wiki.test/wiki"}}`
		if body := read(t, last); body != want || last.Header.Get("Link") != "" {
			t.Errorf("%s, Link %q", body, last.Header.Get("Link"))
		}
	}
}

func TestV2Limits(t *testing.T) {
	t.Parallel()
	b, ann := pagedBench(t)
	tests := []struct {
		query string
		names string // the page's last item
	}{
		{"", "2"}, {"limit=", "2"}, {"limit=1", "1"}, {"limit=3", "3"}, {"limit=250", "3"}, {"limit=99999", "3"},
	}
	for _, tt := range tests {
		body := read(t, b.send(request("GET", "/wiki/api/v2/pages/1/children?"+tt.query, "", ann)))
		if items, _, _ := strings.Cut(body, "]"); !strings.HasSuffix(items, `"`+tt.names+`"}`) {
			t.Errorf("%s: %s", tt.query, body)
		}
	}
	for query, title := range map[string]string{
		"limit=0":  "Provided value {0} for 'limit' is not valid. Expected at least 1",
		"limit=-1": "Provided value {-1} for 'limit' is not valid. Expected at least 1",
		"limit=x":  "Provided value {x} for 'limit' is not the correct type. Expected type is int",
	} {
		want := `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"` + title + `","detail":""}]}`
		if body := read(t, b.send(request("GET", "/wiki/api/v2/pages?"+query, "", ann))); body != want {
			t.Errorf("%s: %s", query, body)
		}
	}
}

func TestCursorsHoldForCallerAndQueryOnly(t *testing.T) {
	t.Parallel()
	b, ann := pagedBench(t)
	bob := "Authorization: " + basic("bob@example.com", b.token(identity.Unscoped, func(f *identity.Found) {
		f.Token.Account, f.Account = "bob", identity.Account{ID: "bob", Email: "bob@example.com", Active: true}
	}))
	annToo := "Authorization: " + basic(annEmail, b.token(identity.Unscoped, nil))
	cursor := cursorOf(t, read(t, b.send(request("GET", "/wiki/api/v2/pages?space-id=1&limit=2", "", ann))))
	flipped := "A" + cursor[1:]
	if cursor[0] == 'A' {
		flipped = "B" + cursor[1:]
	}
	const refused = `{"errors":[{"status":400,"code":"INVALID_REQUEST_PARAMETER","title":"Provided value for 'cursor' is not the correct type. Expected type is Cursor.","detail":"The cursor is damaged or belongs to another request. Start the pagination again without it."}]}`
	tests := []struct {
		name, target, caller string
		accepted             bool
	}{
		{"same", "/wiki/api/v2/pages?space-id=1&limit=2&cursor=" + cursor, ann, true},
		{"another limit", "/wiki/api/v2/pages?space-id=1&limit=3&cursor=" + cursor, ann, true},
		{"another order of parameters", "/wiki/api/v2/pages?cursor=" + cursor + "&space-id=1", ann, true},
		{"a parameter nobody reads", "/wiki/api/v2/pages?space-id=1&_=5&cursor=" + cursor, ann, true},
		{"padded again", "/wiki/api/v2/pages?space-id=1&cursor=" + cursor + "%3D%3D", ann, true},
		{"another token of hers", "/wiki/api/v2/pages?space-id=1&cursor=" + cursor, annToo, true},
		{"another caller", "/wiki/api/v2/pages?space-id=1&cursor=" + cursor, bob, false},
		{"another query", "/wiki/api/v2/pages?space-id=2&cursor=" + cursor, ann, false},
		{"without the query", "/wiki/api/v2/pages?cursor=" + cursor, ann, false},
		{"joined otherwise", "/wiki/api/v2/pages?space-id=1&space-id=&cursor=" + cursor, ann, false},
		{"another operation", "/wiki/api/v2/pages/1/children?cursor=" + cursor, ann, false},
		{"flipped", "/wiki/api/v2/pages?space-id=1&cursor=" + flipped, ann, false},
		{"cut", "/wiki/api/v2/pages?space-id=1&cursor=" + cursor[:len(cursor)-1], ann, false},
		{"longer", "/wiki/api/v2/pages?space-id=1&cursor=" + cursor + "A", ann, false},
		{"a number", "/wiki/api/v2/pages?space-id=1&cursor=25", ann, false},
		{"no base64", "/wiki/api/v2/pages?space-id=1&cursor=%20%20", ann, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := b.send(request("GET", tt.target, "", tt.caller))
			body := read(t, res)
			if tt.accepted && res.StatusCode != 200 || !tt.accepted && body != refused {
				t.Errorf("%d %s", res.StatusCode, body)
			}
		})
	}
}

func TestCursorsOfOnePathDoNotOpenAnother(t *testing.T) {
	t.Parallel()
	b, ann := pagedBench(t)
	cursor := cursorOf(t, read(t, b.send(request("GET", "/wiki/api/v2/pages/1/children", "", ann))))
	if res := b.send(request("GET", "/wiki/api/v2/pages/1/children?cursor="+cursor, "", ann)); res.StatusCode != 200 {
		t.Errorf("same path: %d", res.StatusCode)
	}
	if res := b.send(request("GET", "/wiki/api/v2/pages/2/children?cursor="+cursor, "", ann)); res.StatusCode != 400 {
		t.Errorf("another path: %d", res.StatusCode)
	}
}

func TestV1ListsArePagedByOffset(t *testing.T) {
	t.Parallel()
	b, ann := pagedBench(t)
	tests := []struct{ target, want string }{
		{"/wiki/rest/api/content?limit=1",
			`{"results":[{"name":"1"}],"start":0,"limit":1,"size":1,"_links":{"base":"https://wiki.test/wiki","context":"/wiki",` +
				`"next":"/rest/api/content?next=true&limit=1&start=1","self":"https://wiki.test/wiki/rest/api/content"}}`},
		{atGateway + "/rest/api/content?type=page&start=1&limit=2&expand=a,b",
			`{"results":[{"name":"2"},{"name":"3"}],"start":1,"limit":2,"size":2,"_links":{"base":"https://wiki.test/wiki","context":"/wiki",` +
				`"next":"/rest/api/content?next=true&limit=2&start=3&type=page&expand=a%2Cb","prev":"/rest/api/content?prev=true&limit=2&start=0&type=page&expand=a%2Cb",` +
				`"self":"https://wiki.test/wiki/rest/api/content?type=page&expand=a%2Cb"}}`},
		{"/wiki/rest/api/content?start=6&limit=100&next=true",
			`{"results":[{"name":"7"}],"start":6,"limit":3,"size":1,"_links":{"base":"https://wiki.test/wiki","context":"/wiki",` +
				`"prev":"/rest/api/content?prev=true&limit=3&start=3","self":"https://wiki.test/wiki/rest/api/content"}}`},
		{"/wiki/rest/api/content?start=100000",
			`{"results":[],"start":100000,"limit":25,"size":0,"_links":{"base":"https://wiki.test/wiki","context":"/wiki",` +
				`"prev":"/rest/api/content?prev=true&limit=25&start=99975","self":"https://wiki.test/wiki/rest/api/content"}}`},
		{"/wiki/rest/api/content?start=-1",
			`{"statusCode":400,"message":"java.lang.IllegalArgumentException: start cannot be less than zero"}`},
		{"/wiki/rest/api/content?limit=-1",
			`{"statusCode":400,"message":"java.lang.IllegalArgumentException: limit cannot be less than zero"}`},
		{"/wiki/rest/api/content?start=100001",
			`{"statusCode":400,"data":{"authorized":true,"valid":true,"errors":[],"successful":true},"message":"com.atlassian.confluence.api.service.exceptions.api.BadRequestException: Invalid value for 'start': 100001. Expected at most 100000"}`},
		{"/wiki/rest/api/content?limit=abc",
			`{"statusCode":400,"message":"org.springframework.web.method.annotation.MethodArgumentTypeMismatchException: Failed to convert value of type 'java.lang.String' to required type 'int'; nested exception is java.lang.NumberFormatException: For input string: \"abc\""}`},
	}
	for _, tt := range tests {
		if got := read(t, b.send(request("GET", tt.target, "", ann))); got != tt.want {
			t.Errorf("%s:\n%s\nwant %s", tt.target, got, tt.want)
		}
	}
}

func TestV1SearchIsPagedByCursor(t *testing.T) {
	t.Parallel()
	b, ann := pagedBench(t)
	body := read(t, b.send(request("GET", "/wiki/rest/api/search?cql=type%3Dpage&limit=5&start=2", "", ann)))
	cursor := cursorOf(t, body)
	want := `{"base":"https://wiki.test/wiki","context":"/wiki","next":"/rest/api/search?next=true&cursor=` + cursor +
		`&limit=5&start=7&cql=type%3Dpage","self":"https://wiki.test/wiki/rest/api/search?cql=type%3Dpage"}`
	if body != want {
		t.Errorf("%s\nwant %s", body, want)
	}
	body = read(t, b.send(request("GET", "/wiki/rest/api/search?next=true&cursor="+url.QueryEscape(cursor)+"&limit=5&start=7&cql=type%3Dpage", "", ann)))
	want = `{"base":"https://wiki.test/wiki","context":"/wiki","prev":"/rest/api/search?prev=true&cursor=` + cursorOf(t, body) +
		`&limit=5&start=2&cql=type%3Dpage","self":"https://wiki.test/wiki/rest/api/search?cql=type%3Dpage"}`
	if body != want {
		t.Errorf("%s\nwant %s", body, want)
	}
	body = read(t, b.send(request("GET", "/wiki/rest/api/search", "", ann)))
	want = `{"statusCode":400,"data":{"authorized":true,"valid":true,"errors":[],"successful":true},"message":"com.atlassian.confluence.api.service.exceptions.api.BadRequestException: cql query parameter is required"}`
	if body != want {
		t.Errorf("%s\nwant %s", body, want)
	}
}
