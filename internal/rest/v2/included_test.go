package v2

import (
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

func TestAPartShowsItsFirstFifty(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		all, shown int
		more       bool
	}{{0, 0, false}, {50, 50, false}, {51, 50, true}} {
		got := included("/api/v2/pages/1/labels", first(make([]wiki.Label, c.all)), newLabel)
		if len(got.Results) != c.shown || got.Meta.HasMore != c.more || got.Links.Self != "/api/v2/pages/1/labels" {
			t.Errorf("of %d: %d shown, more %v, self %s", c.all, len(got.Results), got.Meta.HasMore, got.Links.Self)
		}
	}
}

func TestAPartNobodyAskedForIsAbsent(t *testing.T) {
	t.Parallel()
	p := &parts{} // without a session: reading would panic
	if !p.favourite(t.Context(), false).IsZero() {
		t.Error("a status was told that nobody asked for")
	}
	if p.labels(t.Context(), false) != nil || p.properties(t.Context(), false) != nil || p.operations(t.Context(), false) != nil ||
		p.likes(t.Context(), false) != nil || p.versions(t.Context(), false) != nil || p.directChildren(t.Context(), false) != nil {
		t.Error("a part was made that nobody asked for")
	}
}
