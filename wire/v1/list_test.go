package v1

import (
	"testing"

	"github.com/weirhq/weir/wire/internal/golden"
)

// client-expectations.md 19: a type without children is an empty list.
func TestEmptyListHasAnEmptyArray(t *testing.T) {
	t.Parallel()
	golden.Check(t, List[Content]{Limit: 25}, `{"results":[],"start":0,"limit":25,"size":0}`)
}

func TestListLinksStandInTheirOrder(t *testing.T) {
	t.Parallel()
	golden.Check(t, List[Label]{
		Results: []Label{{Prefix: "global", Name: "ops", ID: "1", Label: "ops"}, {Prefix: "my", Name: "todo", ID: "2", Label: "my:todo"}},
		Start:   2, Limit: 2, Size: 2,
		Links: ListLinks{
			Base: base, Context: "/wiki", Next: "/rest/api/content/1/label?next=true&limit=2&start=4",
			Prev: "/rest/api/content/1/label?limit=2&start=0", Self: base + "/rest/api/content/1/label",
		},
	}, `{
		"results":[{"prefix":"global","name":"ops","id":"1","label":"ops"},{"prefix":"my","name":"todo","id":"2","label":"my:todo"}],
		"start":2,"limit":2,"size":2,
		"_links":{"base":"http://127.0.0.1:8090/wiki","context":"/wiki","next":"/rest/api/content/1/label?next=true&limit=2&start=4",
			"prev":"/rest/api/content/1/label?limit=2&start=0","self":"http://127.0.0.1:8090/wiki/rest/api/content/1/label"}
	}`)
}
