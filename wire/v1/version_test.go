package v1

import (
	"testing"

	"github.com/weirhq/weir/wire/internal/golden"
)

func TestHistoryWithAndWithoutExpansions(t *testing.T) {
	t.Parallel()
	ann := &User{Type: "known", AccountID: "a-1"}
	golden.Check(t, History{Latest: true, CreatedBy: ann, CreatedDate: noon, Expandable: HistoryExpandable()}, `{
		"latest":true,"createdBy":{"type":"known","accountId":"a-1"},"createdDate":"2026-08-07T12:34:56.789Z",
		"_expandable":{"lastUpdated":"","previousVersion":"","lastOwnedBy":"","contributors":"","nextVersion":"","ownedBy":""}
	}`)
	version := &Version{When: noon, Number: 1, MinorEdit: true}
	golden.Check(t, History{
		PreviousVersion: version, NextVersion: version, LastUpdated: version, CreatedBy: ann, OwnedBy: ann, LastOwnedBy: ann,
		CreatedDate:  noon,
		Contributors: &Contributors{Publishers: &Collaborators{Users: []User{*ann}, UserKeys: []string{}}},
		Links:        Links{Self: base + "/rest/api/content/1/history"},
	}, `{
		"previousVersion":{"when":"2026-08-07T12:34:56.789Z","message":"","number":1,"minorEdit":true,"contentTypeModified":false},
		"nextVersion":{"when":"2026-08-07T12:34:56.789Z","message":"","number":1,"minorEdit":true,"contentTypeModified":false},
		"lastUpdated":{"when":"2026-08-07T12:34:56.789Z","message":"","number":1,"minorEdit":true,"contentTypeModified":false},
		"latest":false,
		"createdBy":{"type":"known","accountId":"a-1"},"ownedBy":{"type":"known","accountId":"a-1"},"lastOwnedBy":{"type":"known","accountId":"a-1"},
		"createdDate":"2026-08-07T12:34:56.789Z",
		"contributors":{"publishers":{"users":[{"type":"known","accountId":"a-1"}],"userKeys":[]}},
		"_links":{"self":"http://127.0.0.1:8090/wiki/rest/api/content/1/history"}
	}`)
}
