package v1

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestContentPropertyKeepsItsValueAsGiven(t *testing.T) {
	t.Parallel()
	golden.Check(t, ContentProperty{
		ID: "5", Key: "editor", Value: jsontext.Value(`{"z":[1.50,"é"],"a":null}`),
		Version:    &PropertyVersion{When: noon, Number: 1, MinorEdit: true},
		Expandable: wire.Expandable{{Name: "content", Value: ContentPath("98306")}, {Name: "additionalProperties"}},
		Links:      Links{Self: base + "/rest/api/content/98306/property/editor"},
	}, `{
		"id":"5","key":"editor","value":{"z":[1.50,"é"],"a":null},
		"version":{"when":"2026-08-07T12:34:56.789Z","message":"","number":1,"minorEdit":true},
		"_expandable":{"content":"/rest/api/content/98306","additionalProperties":""},
		"_links":{"self":"http://127.0.0.1:8090/wiki/rest/api/content/98306/property/editor"}
	}`)
}
