package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestRestrictionsOfContent(t *testing.T) {
	t.Parallel()
	id := wire.NewID(9)
	golden.Check(t, Restrictions{
		Read: &Restriction{
			Operation: "read",
			Restrictions: &RestrictionPrincipals{
				User:       &List[User]{Results: []User{{Type: "known", AccountID: "a-1"}}, Limit: 100, Size: 1},
				Group:      &List[Group]{Limit: 100},
				Expandable: wire.Expandable{},
			},
			Expandable: RestrictionExpandable(id).Without("restrictions"),
		},
		Update:     &Restriction{Operation: "update", Expandable: RestrictionExpandable(id)},
		Expandable: RestrictionsExpandable(id).Without("read", "update"),
	}, `{
		"read":{"operation":"read",
			"restrictions":{"user":{"results":[{"type":"known","accountId":"a-1"}],"start":0,"limit":100,"size":1},
				"group":{"results":[],"start":0,"limit":100,"size":0},"_expandable":{}},
			"_expandable":{"content":"/rest/api/content/9"},"_links":{}},
		"update":{"operation":"update","_expandable":{"restrictions":"","content":"/rest/api/content/9"},"_links":{}},
		"_expandable":{}
	}`)
	golden.Check(t, Restrictions{Expandable: RestrictionsExpandable(id)}, `{"_expandable":{
		"read":"/rest/api/content/9/restriction/byOperation/read","update":"/rest/api/content/9/restriction/byOperation/update"}}`)
}
