package v1_test

import (
	"testing"

	wirev1 "github.com/weirhq/weir/wire/v1"
)

func TestLabelsOfASpace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const path = "/space/dev/label"
	named := func(list wirev1.List[wirev1.Label]) (out string) {
		for _, l := range list.Results {
			out += l.Label + " "
		}
		return out
	}
	all := reads[wirev1.List[wirev1.Label]](b, "ann", "POST "+path, `[{"prefix":"global","name":"Docs"},{"prefix":"team","name":"core"},{"prefix":"my","name":"later"}]`)
	if got := named(all); got != "team:core docs my:later " {
		t.Errorf("added: %s", got)
	}
	for _, c := range [][3]string{{"ann", "", "team:core docs my:later "}, {"bob", "", "team:core docs "}, {"bob", "?prefix=team", "team:core "},
		{"bob", "?prefix=my", ""}, {"ann", "?limit=1&start=1", "docs "}} {
		if got := named(reads[wirev1.List[wirev1.Label]](b, c[0], "GET "+path+c[1], "")); got != c[2] {
			t.Errorf("%s as %s: %q, want %q", c[1], c[0], got, c[2])
		}
	}
	if w := b.call("ann", "DELETE "+path+"?name=core&prefix=team", ""); w.Code != 204 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := named(reads[wirev1.List[wirev1.Label]](b, "bob", "GET "+path, "")); got != "docs " {
		t.Errorf("after one is gone: %s", got)
	}
	b.answers("ann", "DELETE "+path+"?name=core&prefix=team", "", 404, `{"statusCode":404`+notDone+`NotFoundException: No label found with id: core"}`)
	b.answers("ann", "DELETE "+path, "", 400, badRequest("name query parameter is required"))
	b.answers("ann", "POST "+path, `[]`, 400, badRequest("No label was provided"))
	b.answers("eve", "GET "+path, "", 404, noSpace)
	for _, line := range []string{"POST " + path, "DELETE " + path + "?name=docs"} {
		if w := b.call("bob", line, `[{"prefix":"global","name":"mine"}]`); w.Code != 403 {
			t.Errorf("%s as bob: %d %s", line, w.Code, w.Body)
		}
	}
}
