package body

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// fataler is what testing.T and rapid.T share.
type fataler interface {
	Fatalf(format string, args ...any)
}

func toADF(t fataler, d *Doc) string {
	out, err := d.ADF(tContext, Options{})
	if err != nil {
		t.Fatalf("ADF: %v", err)
	}
	return out
}

func fromADF(t fataler, src string) *Doc {
	doc, err := ParseADF(tContext, src, Options{})
	if err != nil {
		t.Fatalf("ParseADF(%s): %v", src, err)
	}
	return doc
}

// holdStorageLaw checks storage → ADF → storage: after the first step nothing
// changes any more, and what is written can be read.
func holdStorageLaw(t fataler, d *Doc) {
	first := toADF(t, d)
	storage := fromADF(t, first).Storage()
	again, err := ParseStorage(storage)
	if err != nil {
		t.Fatalf("ADF became %q: %v", storage, err)
	}
	second := toADF(t, again)
	if first != second {
		t.Fatalf("of %s\nthrough %s\nADF changed:\n%s", d.Storage(), storage, cmp.Diff(first, second))
	}
	if last := fromADF(t, second).Storage(); last != storage {
		t.Fatalf("of %s\nstorage changed:\n%s", d.Storage(), cmp.Diff(storage, last))
	}
}

func TestStorageToADFAndBackIsAFixedPoint(t *testing.T) {
	t.Parallel()
	for _, src := range hostileBodies {
		holdStorageLaw(t, parsed(t, src))
	}
	rapid.Check(t, func(t *rapid.T) { holdStorageLaw(t, drawTree(t)) })
}

// drawTree is any tree of elements, sensible or not, as storage reads it.
func drawTree(t *rapid.T) *Doc {
	doc := &Doc{rapid.SliceOfN(anyNode(5), 1, 4).Draw(t, "doc")}
	again, err := ParseStorage(doc.Storage())
	if err != nil {
		t.Fatalf("%v", err)
	}
	return again
}
