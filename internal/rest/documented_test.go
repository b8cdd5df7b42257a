package rest_test

import (
	"testing"

	"github.com/weirhq/weir/catalog"
	v2 "github.com/weirhq/weir/internal/rest/v2"
)

// TestVersion2TakesItsDocumentedParameters: a parameter that no input asks for would be ignored, and nobody would notice.
func TestVersion2TakesItsDocumentedParameters(t *testing.T) {
	t.Parallel()
	known := catalog.Default()
	taken := 0
	for _, row := range v2.Version().Ops {
		op, ok := known.ByID(catalog.V2, row.ID)
		if !ok {
			t.Fatalf("%s is not in the catalogue", row.ID)
		}
		for _, name := range op.Query {
			if taken++; !row.Takes(name) {
				t.Errorf("%s does not take %s", row.ID, name)
			}
		}
	}
	if taken < 400 {
		t.Errorf("the catalogue has %d parameters, want those of the description", taken)
	}
}
