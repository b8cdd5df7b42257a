package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestCurrentUser(t *testing.T) {
	t.Parallel()
	golden.Check(t, User{
		Type: "known", AccountID: "a-1", AccountType: "atlassian", Email: wire.Value("ann@example.com"), PublicName: "Ann",
		TimeZone: "UTC", ProfilePicture: &Icon{Path: "/wiki/aa-avatar/a-1", Width: 48, Height: 48}, DisplayName: "Ann Ash",
		IsExternalCollaborator: wire.Value(false), IsGuest: wire.Value(false),
		Details:    &UserDetails{Business: &UserBusiness{}, Personal: &UserPersonal{Website: "http://example.com"}},
		Expandable: UserExpandable().Without("details"),
		Links:      Links{Context: "/wiki", Self: base + "/rest/api/user?accountId=a-1", Base: base},
	}, `{
		"type":"known","accountId":"a-1","accountType":"atlassian","email":"ann@example.com","publicName":"Ann","timeZone":"UTC",
		"profilePicture":{"path":"/wiki/aa-avatar/a-1","width":48,"height":48,"isDefault":false},
		"displayName":"Ann Ash","isExternalCollaborator":false,"isGuest":false,
		"details":{"business":{},"personal":{"website":"http://example.com"}},
		"_expandable":{"operations":"","personalSpace":""},
		"_links":{"context":"/wiki","self":"http://127.0.0.1:8090/wiki/rest/api/user?accountId=a-1","base":"http://127.0.0.1:8090/wiki"}
	}`)
}

// client-expectations.md, last section: the anonymous user has no accountId member.
func TestAnonymousUser(t *testing.T) {
	t.Parallel()
	golden.Check(t, User{
		Type: "anonymous", ProfilePicture: &Icon{Path: "/wiki/anonymous.svg", Width: 48, Height: 48, IsDefault: true},
		DisplayName: "Anonymous", Expandable: UserExpandable().Without("details", "personalSpace"),
		Links: Links{Context: "/wiki", Self: base + "/rest/api/user/anonymous", Base: base},
	}, `{
		"type":"anonymous","profilePicture":{"path":"/wiki/anonymous.svg","width":48,"height":48,"isDefault":true},
		"displayName":"Anonymous","_expandable":{"operations":""},
		"_links":{"context":"/wiki","self":"http://127.0.0.1:8090/wiki/rest/api/user/anonymous","base":"http://127.0.0.1:8090/wiki"}
	}`)
}
