package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

// A view offers its parts, storage shows its embedded content: nil is absent, empty is [].
func TestBodyInSeveralRepresentations(t *testing.T) {
	t.Parallel()
	golden.Check(t, ContentBody{
		Storage: &Representation{Representation: "storage", EmbeddedContent: []EmbeddedContent{{EntityID: 7, EntityType: "attachment", Entity: wire.Object[any]{}}}},
		View:    &Representation{Value: "<p>a</p>", Representation: "view", Expandable: RepresentationExpandable("98306")},
		ExportView: &Representation{
			Representation: "export_view",
			MediaToken:     &MediaToken{CollectionIDs: []string{"contentId-98306"}, ContentID: "98306", ExpiryDateTime: "2026-08-07T13:34:56Z", FileIDs: []string{}, Token: "t"},
			WebResource:    wire.Object[any]{{Name: "keys", Value: []any{}}},
		},
	}, `{
		"view":{"value":"<p>a</p>","representation":"view",
			"_expandable":{"webresource":"","embeddedContent":"","mediaToken":"","content":"/rest/api/content/98306"}},
		"export_view":{"value":"","representation":"export_view",
			"mediaToken":{"collectionIds":["contentId-98306"],"contentId":"98306","expiryDateTime":"2026-08-07T13:34:56Z","fileIds":[],"token":"t"},
			"webresource":{"keys":[]}},
		"storage":{"value":"","representation":"storage","embeddedContent":[{"entityId":7,"entityType":"attachment","entity":{}}]}
	}`)
}
