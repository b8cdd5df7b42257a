package v1

import (
	"testing"

	"github.com/weirhq/weir/wire/internal/golden"
)

func TestContainerIsASpaceOrContent(t *testing.T) {
	t.Parallel()
	golden.Check(t, Container{Space: &Space{ID: 1, Key: "DEV", Name: "Dev", Type: "global", Status: "current"}},
		`{"id":1,"key":"DEV","name":"Dev","type":"global","status":"current","_expandable":{},"_links":{}}`)
	golden.Check(t, Container{Content: &Content{ID: "2", Type: "page", Status: "current"}},
		`{"id":"2","type":"page","status":"current","macroRenderedOutput":{}}`)
	golden.Check(t, Content{Type: "page", Status: "current", Container: &Container{}},
		`{"type":"page","status":"current","container":{},"macroRenderedOutput":{}}`)
}
