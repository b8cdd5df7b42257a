package v2

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire/internal/golden"
)

// client-expectations.md, last section: no homepageId without a home page.
func TestSpacesInAList(t *testing.T) {
	t.Parallel()
	golden.Check(t, List[SpaceBulk]{
		Results: []SpaceBulk{{
			SpaceCore: SpaceCore{
				ID: "65537", Key: "DEV", Name: "Development", Type: "global", Status: "current", AuthorID: "a-1", CurrentActiveAlias: "DEV",
				CreatedAt: noon, HomepageID: "98305", Description: &SpaceDescription{Plain: &BodyText{Representation: "plain"}},
				Icon: &SpaceIcon{Path: "/images/logo.png", APIDownloadLink: "/x"},
			},
			Links: SpaceLinks{WebUI: "/spaces/DEV"},
		}, {
			SpaceCore: SpaceCore{ID: "65538", Key: "~ann", Name: "Ann", Type: "personal", Status: "archived"},
		}},
		Links: ListLinks{Base: base},
	}, `{
		"results":[{
			"id":"65537","key":"DEV","name":"Development","type":"global","status":"current","authorId":"a-1","currentActiveAlias":"DEV",
			"createdAt":"2026-08-07T12:34:56.789Z","homepageId":"98305","description":{"plain":{"representation":"plain","value":""}},
			"icon":{"path":"/images/logo.png","apiDownloadLink":"/x"},"_links":{"webui":"/spaces/DEV"}
		},{
			"id":"65538","key":"~ann","name":"Ann","type":"personal","status":"archived","_links":{}
		}],
		"_links":{"base":"http://127.0.0.1:8090/wiki"}
	}`)
}

func TestSpaceWithEverythingIncluded(t *testing.T) {
	t.Parallel()
	golden.Check(t, Space{
		SpaceCore: SpaceCore{ID: "65537", Key: "DEV", Name: "Development", Type: "global", Status: "current"},
		Labels:    &Included[Label]{},
		Properties: &Included[SpaceProperty]{Results: []SpaceProperty{{
			ID: "1", Key: "k", Value: jsontext.Value(`null`), CreatedAt: noon, CreatedBy: "a-1",
			Version: &SpacePropertyVersion{CreatedAt: noon, CreatedBy: "a-1", Number: 1},
		}}},
		Operations: &Included[Operation]{Results: []Operation{{Operation: "read", TargetType: "space"}}},
		Permissions: &Included[SpacePermission]{Results: []SpacePermission{{
			ID: "9", Principal: PermissionPrincipal{Type: "group", ID: "g-1"}, Operation: PermissionOperation{Key: "read", TargetType: "space"},
		}}},
		Links: SpaceLinks{WebUI: "/spaces/DEV", Base: base},
	}, `{
		"id":"65537","key":"DEV","name":"Development","type":"global","status":"current",
		"labels":{"results":[],"meta":{"hasMore":false},"_links":{}},
		"properties":{"results":[{"id":"1","key":"k","value":null,"createdAt":"2026-08-07T12:34:56.789Z","createdBy":"a-1",
			"version":{"createdAt":"2026-08-07T12:34:56.789Z","createdBy":"a-1","message":"","number":1}}],"meta":{"hasMore":false},"_links":{}},
		"operations":{"results":[{"operation":"read","targetType":"space"}],"meta":{"hasMore":false},"_links":{}},
		"permissions":{"results":[{"id":"9","principal":{"type":"group","id":"g-1"},"operation":{"key":"read","targetType":"space"}}],"meta":{"hasMore":false},"_links":{}},
		"_links":{"webui":"/spaces/DEV","base":"http://127.0.0.1:8090/wiki"}
	}`)
}
