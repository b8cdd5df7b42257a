package v2_test

import (
	"strings"
	"testing"

	"github.com/weirhq/weir/internal/wiki"
)

func TestLabels(t *testing.T) {
	t.Parallel()
	b, z, a := newPages(t)
	b.must(b.ann.AddLabels(t.Context(), z.ID, []wiki.Label{{Prefix: "global", Name: "ops"}, {Prefix: "team", Name: "blue"}, {Prefix: "my", Name: "later"}}))
	b.must(b.ann.Label(t.Context(), a.ID, "ops"))
	const (
		ops   = `{"id":"1","name":"ops","prefix":"global"}`
		blue  = `{"id":"2","name":"blue","prefix":"team"}`
		later = `{"id":"3","name":"later","prefix":"my"}`
	)
	list := func(items ...string) string { return `{"results":[` + strings.Join(items, ",") + endOfList }
	for line, want := range map[string]string{
		"ann /pages/65538/labels":                    list(ops, blue, later),
		"bob /pages/65538/labels":                    list(ops, blue), // another's own label is not there
		"ann /pages/65538/labels?prefix=my":          list(later),
		"bob /pages/65538/labels?prefix=my":          list(),
		"ann /pages/65538/labels?prefix=system":      list(),
		"ann /pages/65538/labels?sort=name":          list(blue, later, ops),
		"ann /pages/65538/labels?sort=-created-date": list(later, blue, ops),
		"bob /pages/65537/labels":                    list(),
		"ann /labels":                                list(ops, blue, later),
		"bob /labels?sort=-name":                     list(ops, blue),
		"eve /labels":                                list(),
		"bob /labels?label-id=2,3":                   list(blue),
		"ann /labels?prefix=my&prefix=team":          list(blue, later),
		"bob /labels/1/pages":                        list(zebra, ant),
		"bob /labels/1/pages?sort=-title&space-id=7": list(),
		"bob /labels/1/pages?sort=title":             list(ant, zebra),
		"ann /labels/3/pages":                        list(zebra),
	} {
		who, path, _ := strings.Cut(line, " ")
		b.answers(who, "GET "+path, "", 200, want)
	}
	for line, title := range map[string]string{
		"eve /labels/1/pages":     "Could not find label with id [1]",
		"bob /labels/3/pages":     "Could not find label with id [3]",
		"bob /labels/0/pages":     "Could not find label with id [0]",
		"eve /pages/65538/labels": "Cannot find a page with id [65538]",
	} {
		who, path, _ := strings.Cut(line, " ")
		b.refuses(who, "GET "+path, "", 404, "NOT_FOUND", title)
	}
}
