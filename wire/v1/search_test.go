package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

// client-expectations.md 14 (breadcrumbs, space._expandable) and auth-behaviour.md §8 (next).
func TestSearchPageOfContentSpaceAndUser(t *testing.T) {
	t.Parallel()
	golden.Check(t, SearchPage{
		Results: []SearchResult{{
			Content: &Content{ID: "98306", Type: "page", Status: "current", Title: "Runbook"},
			Title:   "@@@hl@@@Run@@@endhl@@@book", Excerpt: "a & b", URL: "/spaces/DEV/pages/98306/Runbook",
			ResultParentContainer: &ContainerSummary{Title: "Home", DisplayURL: "/spaces/DEV/overview"},
			ResultGlobalContainer: &ContainerSummary{Title: "Development", DisplayURL: "/spaces/DEV"},
			Breadcrumbs:           []Breadcrumb{{Label: "Home", URL: "/spaces/DEV/overview", Separator: "/"}},
			EntityType:            "content", IconCSSClass: "icon-page", LastModified: noon, FriendlyLastModified: "Aug 07, 2026", Score: 1.5,
		}, {
			User:  &User{Type: "known", AccountID: "a-1"},
			Title: "Ann", URL: "/people/a-1", EntityType: "user", IconCSSClass: "icon-user", LastModified: noon,
		}, {
			Space: &Space{ID: 1, Key: "DEV", Name: "Development", Type: "global", Status: "current"},
			Title: "Development", URL: "/spaces/DEV", EntityType: "space", IconCSSClass: "icon-space", LastModified: noon,
		}},
		Limit: 3, Size: 3, TotalSize: 70, CQLQuery: `title ~ "run" & x`, SearchDuration: 12, ArchivedResultCount: wire.Value(0),
		Links: ListLinks{Base: base, Context: "/wiki", Next: "/rest/api/search?next=true&cursor=_t_&limit=3&start=3&cql=x", Self: base + "/rest/api/search?cql=x"},
	}, `{
		"results":[{
			"content":{"id":"98306","type":"page","status":"current","title":"Runbook","macroRenderedOutput":{}},
			"title":"@@@hl@@@Run@@@endhl@@@book","excerpt":"a & b","url":"/spaces/DEV/pages/98306/Runbook",
			"resultParentContainer":{"title":"Home","displayUrl":"/spaces/DEV/overview"},
			"resultGlobalContainer":{"title":"Development","displayUrl":"/spaces/DEV"},
			"breadcrumbs":[{"label":"Home","url":"/spaces/DEV/overview","separator":"/"}],
			"entityType":"content","iconCssClass":"icon-page","lastModified":"2026-08-07T12:34:56.789Z",
			"friendlyLastModified":"Aug 07, 2026","score":1.5
		},{
			"user":{"type":"known","accountId":"a-1"},
			"title":"Ann","excerpt":"","url":"/people/a-1","breadcrumbs":[],"entityType":"user","iconCssClass":"icon-user",
			"lastModified":"2026-08-07T12:34:56.789Z","score":0
		},{
			"space":{"id":1,"key":"DEV","name":"Development","type":"global","status":"current","_expandable":{},"_links":{}},
			"title":"Development","excerpt":"","url":"/spaces/DEV","breadcrumbs":[],"entityType":"space","iconCssClass":"icon-space",
			"lastModified":"2026-08-07T12:34:56.789Z","score":0
		}],
		"start":0,"limit":3,"size":3,"totalSize":70,"cqlQuery":"title ~ \"run\" & x","searchDuration":12,"archivedResultCount":0,
		"_links":{"base":"http://127.0.0.1:8090/wiki","context":"/wiki",
			"next":"/rest/api/search?next=true&cursor=_t_&limit=3&start=3&cql=x","self":"http://127.0.0.1:8090/wiki/rest/api/search?cql=x"}
	}`)
}
