package site

import (
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

// The pairs were written by the vendor's servers.
func TestTinyPathIsTheVendors(t *testing.T) {
	t.Parallel()
	for id, want := range map[wiki.ContentID]string{
		247063826: "/x/EuW5Dg",
		283246728: "/x/iADiE",
		158598137: "/x/_QN0CQ",
		16711835:  "/x/mwD-/",
	} {
		if got := TinyPath(wiki.Content{ID: id}); got != want {
			t.Errorf("%d: %s, want %s", id, got, want)
		}
	}
}
