package wire_test

import (
	"errors"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/weirhq/weir/wire"
)

// What CheckDepth lets through is one valid value, and it lets through all that are not too deep.
func FuzzCheckDepthAgreesWithTheGrammar(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":1,"a":2}`, `[1] 2`, "\"\xff\"", `[[[]]]`, ``, ` null `, `{"a":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		err := wire.CheckDepth(data)
		valid := jsontext.Value(data).IsValid()
		deep, _ := errors.AsType[*wire.SyntaxError](err)
		switch {
		case err == nil && !valid:
			t.Errorf("let through %q", data)
		case err != nil && valid && (deep == nil || deep.Reason != wire.TooDeep):
			t.Errorf("refused %q: %v", data, err)
		case deep != nil && (deep.Offset < 0 || deep.Offset > int64(len(data))):
			t.Errorf("offset %d of %d bytes", deep.Offset, len(data))
		}
	})
}
