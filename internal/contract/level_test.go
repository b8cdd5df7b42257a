package contract

import (
	"testing"

	"github.com/go-json-experiment/json"
)

// level is the id of a seeded classification level.
func (b *bench) level(t testing.TB, name string) string {
	t.Helper()
	a := b.send(t, request{method: "GET", url: b.URL + "/wiki/api/v2/classification-levels",
		header: []string{"Authorization", basic(b.Admin.Email, b.Unscoped.Text)}})
	var levels []struct{ ID, Name string }
	if err := json.Unmarshal([]byte(a.body), &levels, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatalf("%s: %v", a.body, err)
	}
	for _, l := range levels {
		if l.Name == name {
			return l.ID
		}
	}
	t.Fatalf("no level is called %q", name)
	return ""
}
