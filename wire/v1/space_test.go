package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

// client-expectations.md 7 and 14: the id is a number, _expandable is never left out.
func TestSpaceWithEverythingExpanded(t *testing.T) {
	t.Parallel()
	ann := &User{Type: "known", AccountID: "a-1", DisplayName: "Ann"}
	golden.Check(t, Space{
		ID: 65537, Key: "DEV", Alias: "DEV", Name: "Development",
		Icon: &Icon{Path: "/images/logo.png", Width: 48, Height: 48, IsDefault: true},
		Description: &SpaceDescription{
			Plain:      &DescriptionText{Representation: "plain"},
			Expandable: DescriptionExpandable().Without("plain"),
		},
		Homepage:   &Content{ID: "98305", Type: "page", Status: "current"},
		Type:       "global",
		Metadata:   &SpaceMetadata{Labels: &List[Label]{Limit: 200}, Expandable: wire.Expandable{}},
		Operations: []Operation{{Operation: "read", TargetType: "space"}},
		Permissions: []SpacePermission{{
			ID:        7,
			Subjects:  &PermissionSubjects{Group: &List[Group]{Results: []Group{{Type: "group", Name: "users", ID: "g-1"}}, Limit: 1, Size: 1}, Expandable: PrincipalsExpandable().Without("group")},
			Operation: Operation{Operation: "read", TargetType: "space"},
		}},
		Status:      "archived",
		Settings:    &SpaceSettings{Editor: &SpaceEditors{Page: "v2", Blogpost: "v2", Default: "v2"}, SpaceKey: "DEV"},
		Theme:       &Theme{ThemeKey: "default"},
		History:     &SpaceHistory{CreatedBy: ann, CreatedDate: noon},
		Identifiers: &SpaceIdentifiers{SpaceIdentifier: "DEV"},
		Expandable:  SpaceExpandable("DEV", "").Without("icon", "description", "homepage", "metadata", "operations", "permissions", "settings", "theme", "history", "identifiers"),
		Links:       Links{WebUI: "/spaces/DEV", Context: "/wiki", Self: base + "/rest/api/space/DEV", Collection: "/rest/api/space", Base: base},
	}, `{
		"id":65537,"key":"DEV","alias":"DEV","name":"Development",
		"icon":{"path":"/images/logo.png","width":48,"height":48,"isDefault":true},
		"description":{"plain":{"value":"","representation":"plain","embeddedContent":[]},"_expandable":{"view":""}},
		"homepage":{"id":"98305","type":"page","status":"current","macroRenderedOutput":{}},
		"type":"global",
		"metadata":{"labels":{"results":[],"start":0,"limit":200,"size":0},"_expandable":{}},
		"operations":[{"operation":"read","targetType":"space"}],
		"permissions":[{"id":7,
			"subjects":{"group":{"results":[{"type":"group","name":"users","id":"g-1"}],"start":0,"limit":1,"size":1},"_expandable":{"user":""}},
			"operation":{"operation":"read","targetType":"space"},"anonymousAccess":false,"unlicensedAccess":false}],
		"status":"archived",
		"settings":{"routeOverrideEnabled":false,"editor":{"page":"v2","blogpost":"v2","default":"v2"},"spaceKey":"DEV","_links":{}},
		"theme":{"themeKey":"default"},
		"history":{"createdBy":{"type":"known","accountId":"a-1","displayName":"Ann"},"createdDate":"2026-08-07T12:34:56.789Z"},
		"identifiers":{"spaceIdentifier":"DEV"},
		"_expandable":{"lookAndFeel":"/rest/api/settings/lookandfeel?spaceKey=DEV"},
		"_links":{"webui":"/spaces/DEV","context":"/wiki","self":"http://127.0.0.1:8090/wiki/rest/api/space/DEV",
			"collection":"/rest/api/space","base":"http://127.0.0.1:8090/wiki"}
	}`)
}

func TestSpaceWithoutExpansions(t *testing.T) {
	t.Parallel()
	golden.Check(t, Space{ID: 65537, Key: "~ann", Name: "Ann", Type: "personal", Status: "current"},
		`{"id":65537,"key":"~ann","name":"Ann","type":"personal","status":"current","_expandable":{},"_links":{}}`)
}
