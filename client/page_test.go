package client

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestListsArePagedToTheEnd reads every page of a site in both versions, through both doors, in pieces of two.
func TestListsArePagedToTheEnd(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	for door, credentials := range map[string]Credentials{
		"site":    {w.Admin.Email, w.Unscoped.Text},
		"gateway": {w.Admin.Email, w.NewToken(t, w.Admin, "read:page:confluence", "read:confluence-content.summary", "search:confluence").Text},
	} {
		t.Run(door, func(t *testing.T) {
			t.Parallel()
			c, m := connect(t, w.URL, credentials)
			whole := map[string]bool{}
			for page, err := range c.V2.GetPages(t.Context(), GetPagesQuery{Limit: 250}) {
				if err != nil {
					t.Fatal(err)
				}
				whole[string(page.ID)] = true
			}
			m.take()
			found := map[string]bool{}
			for page, err := range c.V2.GetPages(t.Context(), GetPagesQuery{Limit: 2}) {
				if err != nil {
					t.Fatal(err)
				}
				found[string(page.ID)] = true
			}
			if diff := cmp.Diff(whole, found); diff != "" || len(whole) < 30 {
				t.Errorf("v2 (-whole +in pieces):\n%s", diff)
			}
			if n := len(m.take()); n != (len(whole)+1)/2 {
				t.Errorf("%d requests for %d pages", n, len(whole))
			}
			found = map[string]bool{}
			for page, err := range c.V1.GetContent(t.Context(), GetContentQuery{Limit: 2}) {
				if err != nil {
					t.Fatal(err)
				}
				found[string(page.ID)] = true
			}
			for id := range whole {
				if !found[id] {
					t.Errorf("v1 did not list %s", id)
				}
			}
			w.Indexed(t)
			hits := map[int]int{200: 0, 3: 0} // by the limit
			for limit := range hits {
				for hit, err := range c.V1.SearchByCQL(t.Context(), SearchByCQLQuery{CQL: "type=page", Limit: limit}) {
					if err != nil || hit.Content == nil {
						t.Fatalf("hit %+v: %v", hit, err)
					}
					hits[limit]++
				}
			}
			if hits[3] != hits[200] || hits[3] < 30 {
				t.Errorf("hits by limit: %v", hits)
			}
		})
	}
}

func TestALoopThatStopsAsksForNoMore(t *testing.T) {
	t.Parallel()
	w := newServer(t)
	c, m := connect(t, w.URL, Credentials{w.Admin.Email, w.Unscoped.Text})
	for _, err := range c.V2.GetPages(t.Context(), GetPagesQuery{Limit: 2}) {
		if err != nil {
			t.Fatal(err)
		}
		break
	}
	if n := len(m.take()); n != 2 { // one probe, one page
		t.Errorf("%d requests, want 2", n)
	}
}

// TestNextPath is auth-behaviour.md §8: the link is joined to where the client is, whatever it begins with.
func TestNextPath(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]string{
		"": "",
		"/rest/api/content?next=true&limit=1&start=1":                                    "/wiki/rest/api/content?next=true&limit=1&start=1",
		"/wiki/api/v2/pages?limit=5&cursor=a_b-c":                                        "/wiki/api/v2/pages?limit=5&cursor=a_b-c",
		"https://acme.atlassian.net/wiki/api/v2/pages?cursor=x":                          "/wiki/api/v2/pages?cursor=x",
		"/ex/confluence/f2ad45d7-0000-4000-8000-000000000001/wiki/api/v2/pages?cursor=x": "/wiki/api/v2/pages?cursor=x",
		"/rest/api/search?cql=type%3Dpage&cursor=x":                                      "/wiki/rest/api/search?cql=type%3Dpage&cursor=x",
	} {
		if got, err := NextPath(link); err != nil || got != want {
			t.Errorf("%s: %s (%v), want %s", link, got, err, want)
		}
	}
	for _, link := range []string{"/wiki/spaces/DOC", "//evil.example.com/x", "%zz"} {
		if got, err := NextPath(link); err == nil {
			t.Errorf("%s was taken as %s", link, got)
		}
	}
}

func TestNextPageReadsBodyThenHeader(t *testing.T) {
	t.Parallel()
	header := http.Header{"Link": {`</wiki/api/v2/pages?cursor=h>; rel="next", <https://x/wiki>; rel="base"`}}
	for body, want := range map[string]string{
		`{"results":[],"_links":{"next":"/wiki/api/v2/pages?cursor=b"}}`: "/wiki/api/v2/pages?cursor=b",
		`{"results":[]}`: "/wiki/api/v2/pages?cursor=h",
		`[]`:             "/wiki/api/v2/pages?cursor=h",
	} {
		if got, err := NextPage([]byte(body), header); err != nil || got != want {
			t.Errorf("%s: %s (%v), want %s", body, got, err, want)
		}
	}
	if got, err := NextPage([]byte("{}"), http.Header{}); got != "" || err != nil {
		t.Errorf("no link: %s (%v)", got, err)
	}
}

func TestAListThatTurnsInCirclesEnds(t *testing.T) {
	t.Parallel()
	served := 0
	site := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		served++
		fmt.Fprint(w, `{"results":[{"id":"1"}],"_links":{"next":"/wiki/api/v2/pages?cursor=x"}}`)
	})
	c, _ := connect(t, site, Credentials{})
	var last error
	for _, err := range c.V2.GetPages(t.Context(), GetPagesQuery{}) {
		last = err
	}
	if last == nil || !strings.HasSuffix(last.Error(), "the next page is the same as this one") || served != 2 {
		t.Errorf("%v after %d requests", last, served)
	}
}
