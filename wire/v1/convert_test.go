package v1

import (
	"testing"

	"github.com/weirhq/weir/wire"
	"github.com/weirhq/weir/wire/internal/golden"
)

func TestMacroInstanceKeepsTheOrderOfItsParameters(t *testing.T) {
	t.Parallel()
	golden.Check(t, MacroInstance{
		Name: "code", Body: "a < b",
		Parameters: wire.Object[MacroParameter]{{Name: "title", Value: MacroParameter{}}, {Name: "language", Value: MacroParameter{Value: "go"}}},
		Links:      Links{Base: base},
	}, `{
		"name":"code","body":"a < b","parameters":{"title":{"value":""},"language":{"value":"go"}},
		"_links":{"base":"http://127.0.0.1:8090/wiki"}
	}`)
}
