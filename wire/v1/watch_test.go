package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestWatches(t *testing.T) {
	t.Parallel()
	ann := WatchUser{
		Type: "known", AccountID: "a-1", AccountType: "atlassian", PublicName: "Ann", DisplayName: "Ann Ash",
		ProfilePicture: Icon{Path: "/wiki/aa-avatar/a-1", Width: 48, Height: 48}, IsGuest: wire.Value(false),
	}
	const shown = `{"type":"known","accountId":"a-1","accountType":"atlassian","email":"","publicName":"Ann",
		"profilePicture":{"path":"/wiki/aa-avatar/a-1","width":48,"height":48,"isDefault":false},"displayName":"Ann Ash",
		"isExternalCollaborator":false,"externalCollaborator":false,"isGuest":false,"operations":null,"personalSpace":null}`
	golden.Check(t, Watch{Type: "content", Watcher: ann, ContentID: 65538}, `{"type":"content","watcher":`+shown+`,"contentId":65538}`)
	golden.Check(t, SpaceWatch{Type: "space", Watcher: ann, SpaceKey: "ENG"}, `{"type":"space","watcher":`+shown+`,"spaceKey":"ENG"}`)
	golden.Check(t, SpaceWatch{Type: "label", Watcher: ann, LabelName: "red", Prefix: "global"},
		`{"type":"label","watcher":`+shown+`,"labelName":"red","prefix":"global"}`)
	golden.Check(t, UserWatch{}, `{"watching":false}`)
}
