package v1_test

import (
	"context"
	"testing"

	"github.com/weirhq/weir/internal/store"
)

// auth-behaviour.md §8 "v1 limits": labels default and cap 200.
func TestLabelsOfContent(t *testing.T) {
	t.Parallel()
	b, z, _ := newPages(t)
	b.must(b.ann.Label(t.Context(), z.ID, "ops"))
	b.must(b.ann.Label(t.Context(), z.ID, "draft-2"))
	b.must(b.service.DB.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
		return tx.In(b.site.ID).AddLabel(ctx, z.ID, "team", "red")
	}))
	const (
		path  = "/content/65538/label"
		draft = `{"prefix":"global","name":"draft-2","id":"2","label":"draft-2"}`
		ops   = `{"prefix":"global","name":"ops","id":"1","label":"ops"}`
		red   = `{"prefix":"team","name":"red","id":"3","label":"team:red"}`
	)
	b.answers("ann", "GET "+path, "", 200, list(path, 0, 200, "", draft, ops, red))
	b.answers("ann", "GET "+path+"?limit=500&prefix=team", "", 200, list(path+"?prefix=team", 0, 200, "", red))
	b.answers("bob", "GET "+path+"?limit=2", "", 200, list(path, 0, 2, path+"?next=true&limit=2&start=2", draft, ops))
	b.answers("bob", "GET /content/65539/label", "", 200, list("/content/65539/label", 0, 200, ""))
	b.answers("eve", "GET "+path, "", 404, noContent("65538"))
}
