package v1

import (
	"testing"
	"time"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestRelation(t *testing.T) {
	t.Parallel()
	self := Links{Self: base + "/rest/api/relation/favourite/from/user/a-1/to/space/ENG"}
	golden.Check(t, Relation{
		Name: "favourite", Expandable: RelationExpandable("/rest/api/user?accountId=a-1", "/rest/api/space/ENG"), Links: self,
	}, `{
		"name":"favourite","_expandable":{"relationData":"","source":"/rest/api/user?accountId=a-1","target":"/rest/api/space/ENG"},
		"_links":{"self":"http://127.0.0.1:8090/wiki/rest/api/relation/favourite/from/user/a-1/to/space/ENG"}
	}`)
	golden.Check(t, Relation{
		Name: "favourite", Links: self, Expandable: RelationExpandable("", "").Without("relationData", "source", "target"),
		RelationData: &RelationData{CreatedBy: &User{Type: "known", AccountID: "a-1"}, CreatedDate: wire.Time(time.Unix(1767225600, 0).UTC())},
		Source:       &Related{User: &User{Type: "known", AccountID: "a-1"}},
		Target:       &Related{Space: &Space{Key: "ENG", Name: "Engineering", Type: "global", Status: "current"}},
	}, `{
		"name":"favourite","relationData":{"createdBy":{"type":"known","accountId":"a-1"},"createdDate":"2026-01-01T00:00:00.000Z"},
		"source":{"type":"known","accountId":"a-1"},
		"target":{"key":"ENG","name":"Engineering","type":"global","status":"current","_expandable":{},"_links":{}},
		"_expandable":{},"_links":{"self":"http://127.0.0.1:8090/wiki/rest/api/relation/favourite/from/user/a-1/to/space/ENG"}
	}`)
	golden.Check(t, Related{Content: &Content{ID: "5", Type: "page", Status: "current"}},
		`{"id":"5","type":"page","status":"current","macroRenderedOutput":{}}`)
	golden.Check(t, Related{}, `{}`)
}
