package v2

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

var noon = wire.Time(time.Date(2026, 8, 7, 12, 34, 56, 789_000_000, time.UTC))

const base = "http://127.0.0.1:8090/wiki"

// client-expectations.md 14: nullable members are null and present, the rest is left out.
func TestPagesInAList(t *testing.T) {
	t.Parallel()
	golden.Check(t, List[PageBulk]{
		Results: []PageBulk{{
			PageCore: PageCore{ID: "98305", Status: "current", Title: "Home", SpaceID: "65537", AuthorID: "a-1", CreatedAt: noon},
			Links:    PageLinks{EditUI: "/pages/resumedraft.action?draftId=98305", WebUI: "/spaces/DEV/overview", TinyUI: "/x/AYAB"},
		}, {
			PageCore: PageCore{
				ID: "98306", Status: "current", Title: "Runbook & <FAQ>", SpaceID: "65537", ParentID: "98305", ParentType: "page",
				Position: wire.Value(0), AuthorID: "a-1", OwnerID: wire.Value("a-1"), LastOwnerID: wire.Value("a-2"), CreatedAt: noon,
				Version: &Version{Number: 2, AuthorID: "a-1", CreatedAt: noon},
				Body:    Body{Storage: &BodyText{Representation: "storage", Value: ""}},
			},
			Subtype: wire.Value("live"),
		}},
		Links: ListLinks{Next: "/wiki/api/v2/pages?limit=2&cursor=_t_", Base: base},
	}, `{
		"results":[{
			"id":"98305","status":"current","title":"Home","spaceId":"65537","position":null,"authorId":"a-1","ownerId":null,
			"lastOwnerId":null,"createdAt":"2026-08-07T12:34:56.789Z","body":{},"subtype":null,
			"_links":{"editui":"/pages/resumedraft.action?draftId=98305","webui":"/spaces/DEV/overview","tinyui":"/x/AYAB"}
		},{
			"id":"98306","status":"current","title":"Runbook & <FAQ>","spaceId":"65537","parentId":"98305","parentType":"page",
			"position":0,"authorId":"a-1","ownerId":"a-1","lastOwnerId":"a-2","createdAt":"2026-08-07T12:34:56.789Z",
			"version":{"number":2,"message":"","minorEdit":false,"authorId":"a-1","createdAt":"2026-08-07T12:34:56.789Z"},
			"body":{"storage":{"representation":"storage","value":""}},"subtype":"live","_links":{}
		}],
		"_links":{"next":"/wiki/api/v2/pages?limit=2&cursor=_t_","base":"http://127.0.0.1:8090/wiki"}
	}`)
}

func TestPageWithEverythingIncluded(t *testing.T) {
	t.Parallel()
	golden.Check(t, Page{
		PageCore:       PageCore{ID: "98306", Status: "draft", SpaceID: "65537", Body: Body{View: &BodyText{Representation: "view", Value: "<p>a</p>"}}},
		Labels:         &Included[Label]{Results: []Label{{ID: "1", Name: "ops", Prefix: "global"}}, Meta: IncludedMeta{HasMore: true, Cursor: "c"}, Links: IncludedLinks{Self: "/api/v2/pages/98306/labels"}},
		Properties:     &Included[ContentProperty]{Results: []ContentProperty{{ID: "2", Key: "k", Value: jsontext.Value(`{"b":1,"a":null}`)}}},
		Operations:     &Included[Operation]{Results: []Operation{{Operation: "read", TargetType: "page"}}},
		Likes:          &Included[Like]{Results: []Like{{AccountID: "a-1"}}},
		Versions:       &Included[Version]{},
		DirectChildren: &Included[Child]{Results: []Child{{ID: "3", Status: "current", Title: "C", Type: "page", SpaceID: "65537"}}},

		IsFavoritedByCurrentUser: wire.Value(false),
		Links:                    PageLinks{WebUI: "/x", Base: base},
	}, `{
		"id":"98306","status":"draft","title":"","spaceId":"65537","position":null,"ownerId":null,"lastOwnerId":null,
		"body":{"view":{"representation":"view","value":"<p>a</p>"}},
		"labels":{"results":[{"id":"1","name":"ops","prefix":"global"}],"meta":{"hasMore":true,"cursor":"c"},"_links":{"self":"/api/v2/pages/98306/labels"}},
		"properties":{"results":[{"id":"2","key":"k","value":{"b":1,"a":null}}],"meta":{"hasMore":false},"_links":{}},
		"operations":{"results":[{"operation":"read","targetType":"page"}],"meta":{"hasMore":false},"_links":{}},
		"likes":{"results":[{"accountId":"a-1"}],"meta":{"hasMore":false},"_links":{}},
		"versions":{"results":[],"meta":{"hasMore":false},"_links":{}},
		"directChildren":{"results":[{"id":"3","status":"current","title":"C","type":"page","spaceId":"65537","childPosition":null}],"meta":{"hasMore":false},"_links":{}},
		"isFavoritedByCurrentUser":false,
		"_links":{"webui":"/x","base":"http://127.0.0.1:8090/wiki"}
	}`)
}

func TestChildPagesOfALeaf(t *testing.T) {
	t.Parallel()
	golden.Check(t, List[ChildPage]{}, `{"results":[],"_links":{}}`)
	golden.Check(t, ChildPage{ID: "3", Status: "archived", Title: "C", SpaceID: "65537", ChildPosition: wire.Value(7)},
		`{"id":"3","status":"archived","title":"C","spaceId":"65537","childPosition":7}`)
}
